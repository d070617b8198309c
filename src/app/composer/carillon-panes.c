#include "carillon-panes.h"

/* Below this width, in pixels, the editors and the grid would be cramped side by side. */
#define PANES_THRESHOLD 1080

/* The most that a pane beside the one that expands takes, in percent. */
#define PANES_SHARE 27

struct _CarillonPanes {
  GtkWidget parent_instance;

  GtkWidget *switcher; /* (nullable) (unowned): a child */
  GPtrArray *panes;    /* of GtkWidget (unowned): the other children, in order */
  guint current;
  gboolean narrow;
};

enum {
  PROP_CURRENT = 1,
  PROP_NARROW,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void carillon_panes_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CarillonPanes,
                               carillon_panes,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE,
                                                      carillon_panes_buildable_init))

static GtkWidget *
pane_at (CarillonPanes *self, guint index)
{
  return g_ptr_array_index (self->panes, index);
}

static GtkSizeRequestMode
carillon_panes_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

/* The widest pane must fit alone; which of them share the width is decided when it is given. */
static void
carillon_panes_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  CarillonPanes *self = CARILLON_PANES (widget);
  int switcher = 0;

  *minimum = *natural = 0;
  if (self->switcher != NULL) {
    gtk_widget_measure (self->switcher, orientation, -1, &switcher, NULL, NULL, NULL);
  }
  for (guint i = 0; i < self->panes->len; i++) {
    int pane_minimum;
    int pane_natural;
    gtk_widget_measure (pane_at (self, i), orientation, -1, &pane_minimum, &pane_natural, NULL,
                        NULL);
    *minimum = MAX (*minimum, pane_minimum);
    *natural = MAX (*natural, pane_natural);
  }
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = MAX (*minimum, switcher);
    *natural = MAX (*natural * (int) self->panes->len, PANES_THRESHOLD);
  } else {
    *minimum += switcher;
    *natural = MAX (*natural, *minimum);
  }
}

static void
allocate_pane (CarillonPanes *self, guint index, int x, int y, int width, int height)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int left = rtl ? gtk_widget_get_width (GTK_WIDGET (self)) - x - width : x;

  gtk_widget_set_child_visible (pane_at (self, index), TRUE);
  gtk_widget_size_allocate (pane_at (self, index), &(GtkAllocation){ left, y, width, height }, -1);
}

static void
allocate_narrow (CarillonPanes *self, int width, int height)
{
  int top = 0;

  if (self->switcher != NULL) {
    gtk_widget_set_child_visible (self->switcher, TRUE);
    gtk_widget_measure (self->switcher, GTK_ORIENTATION_VERTICAL, width, &top, NULL, NULL, NULL);
    gtk_widget_size_allocate (self->switcher, &(GtkAllocation){ 0, 0, width, top }, -1);
  }
  for (guint i = 0; i < self->panes->len; i++) {
    if (i == self->current) {
      allocate_pane (self, i, 0, top, width, height - top);
    } else {
      gtk_widget_set_child_visible (pane_at (self, i), FALSE);
    }
  }
}

/* What a pane that does not expand gets: what it wants, but no more than its share. */
static int
get_share (GtkWidget *pane, int width)
{
  int minimum;
  int natural;

  gtk_widget_measure (pane, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  return CLAMP (natural, minimum, MAX (minimum, width * PANES_SHARE / 100));
}

/* Panes that expand share what the others leave. */
static void
allocate_wide (CarillonPanes *self, int width, int height)
{
  g_autofree int *widths = g_new0 (int, self->panes->len);
  guint n_expanding = 0;
  int rest = width;
  int x = 0;

  if (self->switcher != NULL) {
    gtk_widget_set_child_visible (self->switcher, FALSE);
  }
  for (guint i = 0; i < self->panes->len; i++) {
    if (!gtk_widget_compute_expand (pane_at (self, i), GTK_ORIENTATION_HORIZONTAL)) {
      widths[i] = get_share (pane_at (self, i), width);
      rest -= widths[i];
    } else {
      widths[i] = -1;
      n_expanding++;
    }
  }
  for (guint i = 0; i < self->panes->len; i++) {
    int pane_width = widths[i] >= 0 ? widths[i] : rest / (int) n_expanding;
    allocate_pane (self, i, x, 0, pane_width, height);
    x += pane_width;
  }
}

static void
carillon_panes_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CarillonPanes *self = CARILLON_PANES (widget);
  gboolean narrow = width < PANES_THRESHOLD;

  if (narrow) {
    allocate_narrow (self, width, height);
  } else {
    allocate_wide (self, width, height);
  }
  if (narrow != self->narrow) {
    self->narrow = narrow;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NARROW]);
  }
}

/**
 * carillon_panes_set_current:
 * @self: the panes
 * @current: the index of a pane
 *
 * Chooses the pane that is shown where there is room for one.
 */
void
carillon_panes_set_current (CarillonPanes *self, guint current)
{
  g_return_if_fail (CARILLON_IS_PANES (self));

  if (current == self->current || current >= self->panes->len) {
    return;
  }
  self->current = current;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURRENT]);
}

/**
 * carillon_panes_get_narrow:
 * @self: the panes
 *
 * Returns: whether one pane is shown at a time
 */
gboolean
carillon_panes_get_narrow (CarillonPanes *self)
{
  g_return_val_if_fail (CARILLON_IS_PANES (self), FALSE);
  return self->narrow;
}

static void
carillon_panes_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonPanes *self = CARILLON_PANES (object);

  switch (id) {
  case PROP_CURRENT:
    g_value_set_uint (value, self->current);
    break;
  case PROP_NARROW:
    g_value_set_boolean (value, self->narrow);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_panes_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CURRENT) {
    carillon_panes_set_current (CARILLON_PANES (object), g_value_get_uint (value));
  } else {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_panes_dispose (GObject *object)
{
  CarillonPanes *self = CARILLON_PANES (object);
  GtkWidget *child;

  g_ptr_array_set_size (self->panes, 0);
  self->switcher = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL) {
    gtk_widget_unparent (child);
  }
  G_OBJECT_CLASS (carillon_panes_parent_class)->dispose (object);
}

static void
carillon_panes_finalize (GObject *object)
{
  g_ptr_array_unref (CARILLON_PANES (object)->panes);
  G_OBJECT_CLASS (carillon_panes_parent_class)->finalize (object);
}

static void
carillon_panes_class_init (CarillonPanesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = carillon_panes_get_property;
  object_class->set_property = carillon_panes_set_property;
  object_class->dispose = carillon_panes_dispose;
  object_class->finalize = carillon_panes_finalize;
  widget_class->get_request_mode = carillon_panes_get_request_mode;
  widget_class->measure = carillon_panes_measure;
  widget_class->size_allocate = carillon_panes_size_allocate;

  properties[PROP_CURRENT] =
    g_param_spec_uint ("current", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_NARROW] =
    g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_install_property_action (widget_class, "panes.current", "current");
  gtk_widget_class_set_css_name (widget_class, "panes");
}

static void
carillon_panes_init (CarillonPanes *self)
{
  self->panes = g_ptr_array_new ();
}

static void
carillon_panes_add_child (GtkBuildable *buildable,
                          GtkBuilder *builder,
                          GObject *child,
                          const char *type)
{
  CarillonPanes *self = CARILLON_PANES (buildable);

  g_return_if_fail (GTK_IS_WIDGET (child));
  gtk_widget_set_parent (GTK_WIDGET (child), GTK_WIDGET (self));
  if (g_strcmp0 (type, "switcher") == 0) {
    self->switcher = GTK_WIDGET (child);
  } else {
    g_ptr_array_add (self->panes, child);
  }
}

static void
carillon_panes_buildable_init (GtkBuildableIface *iface)
{
  iface->add_child = carillon_panes_add_child;
}
