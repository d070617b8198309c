/* A pane at the start is for navigation: it hides when it comes to lie over the content, and comes
 * back when there is room. A pane at the end shows details: it stays as it was told. */

#include "carillon-split.h"

struct _CarillonSplit {
  GtkWidget parent_instance;

  GtkWidget *split;   /* (unowned): AdwOverlaySplitView or AdwFlap, inside the one child */
  GtkWidget *holder;  /* (unowned): around the content, before libadwaita 1.4 */
  GtkWidget *sidebar; /* (unowned) (nullable) */
  GtkWidget *content; /* (unowned) (nullable) */
  GtkPackType sidebar_position;
  int threshold;
};

enum {
  PROP_SIDEBAR = 1,
  PROP_CONTENT,
  PROP_SIDEBAR_POSITION,
  PROP_SHOW_SIDEBAR,
  PROP_COLLAPSED,
  PROP_THRESHOLD,
  N_PROPERTIES,
};

#define DEFAULT_THRESHOLD 860

static GParamSpec *properties[N_PROPERTIES];
static GtkBuildableIface *parent_buildable;

static void carillon_split_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CarillonSplit,
                               carillon_split,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE,
                                                      carillon_split_buildable_init))

static void
on_collapsed (CarillonSplit *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COLLAPSED]);
}

static void
on_shown (CarillonSplit *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_SIDEBAR]);
}

#if ADW_CHECK_VERSION(1, 4, 0)

/* What a breakpoint bin must be told: the smallest size that the whole has to work in. */
#define SMALLEST_WIDTH 320
#define SMALLEST_HEIGHT 200

static void
build (CarillonSplit *self)
{
  GtkWidget *bin = adw_breakpoint_bin_new ();
  AdwBreakpoint *breakpoint = adw_breakpoint_new (adw_breakpoint_condition_new_length (
    ADW_BREAKPOINT_CONDITION_MAX_WIDTH, self->threshold - 1, ADW_LENGTH_UNIT_PX));
  g_auto (GValue) yes = G_VALUE_INIT;

  self->split = adw_overlay_split_view_new ();
  adw_overlay_split_view_set_sidebar_position (ADW_OVERLAY_SPLIT_VIEW (self->split),
                                               self->sidebar_position);
  adw_overlay_split_view_set_pin_sidebar (ADW_OVERLAY_SPLIT_VIEW (self->split),
                                          self->sidebar_position == GTK_PACK_END);
  g_value_init (&yes, G_TYPE_BOOLEAN);
  g_value_set_boolean (&yes, TRUE);
  adw_breakpoint_add_setter (breakpoint, G_OBJECT (self->split), "collapsed", &yes);
  gtk_widget_set_size_request (bin, SMALLEST_WIDTH, SMALLEST_HEIGHT);
  adw_breakpoint_bin_set_child (ADW_BREAKPOINT_BIN (bin), self->split);
  adw_breakpoint_bin_add_breakpoint (ADW_BREAKPOINT_BIN (bin), breakpoint);
  gtk_widget_set_parent (bin, GTK_WIDGET (self));
  g_signal_connect_swapped (self->split, "notify::collapsed", G_CALLBACK (on_collapsed), self);
  g_signal_connect_swapped (self->split, "notify::show-sidebar", G_CALLBACK (on_shown), self);
}

static void
put_sidebar (CarillonSplit *self)
{
  adw_overlay_split_view_set_sidebar (ADW_OVERLAY_SPLIT_VIEW (self->split), self->sidebar);
}

static void
put_content (CarillonSplit *self)
{
  adw_overlay_split_view_set_content (ADW_OVERLAY_SPLIT_VIEW (self->split), self->content);
}

static void
show_sidebar (CarillonSplit *self, gboolean show)
{
  adw_overlay_split_view_set_show_sidebar (ADW_OVERLAY_SPLIT_VIEW (self->split), show);
}

static gboolean
shows_sidebar (CarillonSplit *self)
{
  return adw_overlay_split_view_get_show_sidebar (ADW_OVERLAY_SPLIT_VIEW (self->split));
}

static gboolean
is_collapsed (CarillonSplit *self)
{
  return adw_overlay_split_view_get_collapsed (ADW_OVERLAY_SPLIT_VIEW (self->split));
}

#else

/* A flap folds by itself where its parts do not get their natural width. The holder makes the
 * content's natural width what is left of the threshold, so that it folds exactly there. */
#define CARILLON_TYPE_SPLIT_HOLDER (carillon_split_holder_get_type ())
G_DECLARE_FINAL_TYPE (CarillonSplitHolder, carillon_split_holder, CARILLON, SPLIT_HOLDER, AdwBin)

struct _CarillonSplitHolder {
  AdwBin parent_instance;

  CarillonSplit *split; /* (unowned): around it */
};

G_DEFINE_FINAL_TYPE (CarillonSplitHolder, carillon_split_holder, ADW_TYPE_BIN)

static int
natural_width (GtkWidget *widget)
{
  int natural = 0;

  if (widget != NULL && gtk_widget_get_visible (widget)) {
    gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  }
  return natural;
}

static void
carillon_split_holder_measure (GtkWidget *widget,
                               GtkOrientation orientation,
                               int for_size,
                               int *minimum,
                               int *natural,
                               int *minimum_baseline,
                               int *natural_baseline)
{
  CarillonSplitHolder *self = CARILLON_SPLIT_HOLDER (widget);
  GtkWidget *child = adw_bin_get_child (ADW_BIN (widget));

  *minimum = *natural = 0;
  if (child != NULL) {
    gtk_widget_measure (child, orientation, for_size, minimum, natural, NULL, NULL);
  }
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *natural = MAX (*minimum, self->split->threshold - natural_width (self->split->sidebar));
  }
}

static void
carillon_split_holder_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *child = adw_bin_get_child (ADW_BIN (widget));

  if (child != NULL) {
    gtk_widget_size_allocate (child, &(GtkAllocation){ 0, 0, width, height }, baseline);
  }
}

static GtkSizeRequestMode
carillon_split_holder_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
carillon_split_holder_class_init (CarillonSplitHolderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = carillon_split_holder_measure;
  widget_class->size_allocate = carillon_split_holder_size_allocate;
  widget_class->get_request_mode = carillon_split_holder_get_request_mode;
}

static void
carillon_split_holder_init (CarillonSplitHolder *self)
{
  /* AdwBin's layout manager would be asked instead of the functions above. */
  gtk_widget_set_layout_manager (GTK_WIDGET (self), NULL);
}

static void
build (CarillonSplit *self)
{
  AdwFlap *flap = ADW_FLAP (adw_flap_new ());
  CarillonSplitHolder *holder = g_object_new (CARILLON_TYPE_SPLIT_HOLDER, NULL);

  holder->split = self;
  self->split = GTK_WIDGET (flap);
  self->holder = GTK_WIDGET (holder);
  gtk_widget_set_hexpand (self->holder, TRUE);
  adw_flap_set_flap_position (flap, self->sidebar_position);
  adw_flap_set_fold_policy (flap, ADW_FLAP_FOLD_POLICY_AUTO);
  adw_flap_set_fold_threshold_policy (flap, ADW_FOLD_THRESHOLD_POLICY_NATURAL);
  adw_flap_set_locked (flap, self->sidebar_position == GTK_PACK_END);
  adw_flap_set_separator (flap, gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  adw_flap_set_content (flap, self->holder);
  gtk_widget_set_parent (self->split, GTK_WIDGET (self));
  g_signal_connect_swapped (flap, "notify::folded", G_CALLBACK (on_collapsed), self);
  g_signal_connect_swapped (flap, "notify::reveal-flap", G_CALLBACK (on_shown), self);
}

static void
put_sidebar (CarillonSplit *self)
{
  adw_flap_set_flap (ADW_FLAP (self->split), self->sidebar);
}

static void
put_content (CarillonSplit *self)
{
  adw_bin_set_child (ADW_BIN (self->holder), self->content);
}

static void
show_sidebar (CarillonSplit *self, gboolean show)
{
  adw_flap_set_reveal_flap (ADW_FLAP (self->split), show);
}

static gboolean
shows_sidebar (CarillonSplit *self)
{
  return adw_flap_get_reveal_flap (ADW_FLAP (self->split));
}

static gboolean
is_collapsed (CarillonSplit *self)
{
  return adw_flap_get_folded (ADW_FLAP (self->split));
}

#endif

static void
carillon_split_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CarillonSplit *self = CARILLON_SPLIT (object);

  switch (id) {
  case PROP_SIDEBAR:
    carillon_split_set_sidebar (self, g_value_get_object (value));
    break;
  case PROP_CONTENT:
    carillon_split_set_content (self, g_value_get_object (value));
    break;
  case PROP_SIDEBAR_POSITION:
    self->sidebar_position = (GtkPackType) g_value_get_enum (value);
    break;
  case PROP_SHOW_SIDEBAR:
    carillon_split_set_show_sidebar (self, g_value_get_boolean (value));
    break;
  case PROP_THRESHOLD:
    self->threshold = g_value_get_int (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_split_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonSplit *self = CARILLON_SPLIT (object);

  switch (id) {
  case PROP_SIDEBAR:
    g_value_set_object (value, self->sidebar);
    break;
  case PROP_CONTENT:
    g_value_set_object (value, self->content);
    break;
  case PROP_SIDEBAR_POSITION:
    g_value_set_enum (value, (int) self->sidebar_position);
    break;
  case PROP_SHOW_SIDEBAR:
    g_value_set_boolean (value, carillon_split_get_show_sidebar (self));
    break;
  case PROP_COLLAPSED:
    g_value_set_boolean (value, carillon_split_get_collapsed (self));
    break;
  case PROP_THRESHOLD:
    g_value_set_int (value, self->threshold);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_split_constructed (GObject *object)
{
  G_OBJECT_CLASS (carillon_split_parent_class)->constructed (object);
  build (CARILLON_SPLIT (object));
}

static void
carillon_split_dispose (GObject *object)
{
  CarillonSplit *self = CARILLON_SPLIT (object);

  if (self->split != NULL) {
    g_signal_handlers_disconnect_by_data (self->split, self);
  }
  self->split = self->holder = self->sidebar = self->content = NULL;
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_split_parent_class)->dispose (object);
}

static void
carillon_split_class_init (CarillonSplitClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags read_write =
    G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = carillon_split_set_property;
  object_class->get_property = carillon_split_get_property;
  object_class->constructed = carillon_split_constructed;
  object_class->dispose = carillon_split_dispose;

  properties[PROP_SIDEBAR] =
    g_param_spec_object ("sidebar", NULL, NULL, GTK_TYPE_WIDGET, read_write);
  properties[PROP_CONTENT] =
    g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, read_write);
  properties[PROP_SIDEBAR_POSITION] =
    g_param_spec_enum ("sidebar-position", NULL, NULL, GTK_TYPE_PACK_TYPE, GTK_PACK_START, once);
  properties[PROP_SHOW_SIDEBAR] =
    g_param_spec_boolean ("show-sidebar", NULL, NULL, TRUE, read_write);
  properties[PROP_COLLAPSED] =
    g_param_spec_boolean ("collapsed", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_THRESHOLD] =
    g_param_spec_int ("threshold", NULL, NULL, 1, G_MAXINT, DEFAULT_THRESHOLD, once);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "split");
}

static void
carillon_split_init (CarillonSplit *self)
{
}

static void
carillon_split_add_child (GtkBuildable *buildable,
                          GtkBuilder *builder,
                          GObject *child,
                          const char *type)
{
  CarillonSplit *self = CARILLON_SPLIT (buildable);

  if (g_strcmp0 (type, "sidebar") == 0) {
    carillon_split_set_sidebar (self, GTK_WIDGET (child));
  } else if (g_strcmp0 (type, "content") == 0) {
    carillon_split_set_content (self, GTK_WIDGET (child));
  } else {
    parent_buildable->add_child (buildable, builder, child, type);
  }
}

static void
carillon_split_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = carillon_split_add_child;
}

/**
 * carillon_split_new:
 * @sidebar_position: at which side of the content the pane is
 * @threshold: the width in pixels below which the pane lies over the content
 *
 * Returns: (transfer floating): a split without content
 */
GtkWidget *
carillon_split_new (GtkPackType sidebar_position, int threshold)
{
  return g_object_new (CARILLON_TYPE_SPLIT, "sidebar-position", sidebar_position, "threshold",
                       threshold, NULL);
}

void
carillon_split_set_sidebar (CarillonSplit *self, GtkWidget *sidebar)
{
  g_return_if_fail (CARILLON_IS_SPLIT (self));
  g_return_if_fail (sidebar == NULL || GTK_IS_WIDGET (sidebar));

  if (self->sidebar != sidebar) {
    self->sidebar = sidebar;
    put_sidebar (self);
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIDEBAR]);
  }
}

void
carillon_split_set_content (CarillonSplit *self, GtkWidget *content)
{
  g_return_if_fail (CARILLON_IS_SPLIT (self));
  g_return_if_fail (content == NULL || GTK_IS_WIDGET (content));

  if (self->content != content) {
    self->content = content;
    put_content (self);
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONTENT]);
  }
}

void
carillon_split_set_show_sidebar (CarillonSplit *self, gboolean show)
{
  g_return_if_fail (CARILLON_IS_SPLIT (self));

  show_sidebar (self, show);
}

gboolean
carillon_split_get_show_sidebar (CarillonSplit *self)
{
  g_return_val_if_fail (CARILLON_IS_SPLIT (self), FALSE);

  return self->split != NULL && shows_sidebar (self);
}

/**
 * carillon_split_get_collapsed:
 *
 * Returns: whether the pane lies over the content
 */
gboolean
carillon_split_get_collapsed (CarillonSplit *self)
{
  g_return_val_if_fail (CARILLON_IS_SPLIT (self), FALSE);

  return self->split != NULL && is_collapsed (self);
}
