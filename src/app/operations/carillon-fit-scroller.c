#include "carillon-fit-scroller.h"

/* Two lines of text: less would hide that there is something. */
#define LEAST_HEIGHT 64

struct _CarillonFitScroller {
  GtkWidget parent_instance;

  GtkWidget *child;    /* (unowned) (nullable): in the window */
  GtkWidget *scrolled; /* (unowned): the only child */
};

typedef enum {
  PROP_CHILD = 1,
} CarillonFitScrollerProperty;

static GParamSpec *properties[PROP_CHILD + 1];

G_DEFINE_FINAL_TYPE (CarillonFitScroller, carillon_fit_scroller, GTK_TYPE_WIDGET)

static GtkSizeRequestMode
carillon_fit_scroller_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
carillon_fit_scroller_measure (GtkWidget *widget,
                               GtkOrientation orientation,
                               int for_size,
                               int *minimum,
                               int *natural,
                               int *minimum_baseline,
                               int *natural_baseline)
{
  CarillonFitScroller *self = CARILLON_FIT_SCROLLER (widget);
  gboolean vertical = orientation == GTK_ORIENTATION_VERTICAL;
  if (self->child != NULL) {
    /* What does not fit into a height is scrolled, so no height asks for more width. */
    gtk_widget_measure (self->child, orientation, vertical ? for_size : -1, minimum, natural, NULL,
                        NULL);
  }
  if (vertical) {
    int scrolled;
    gtk_widget_measure (self->scrolled, orientation, -1, &scrolled, NULL, NULL, NULL);
    *minimum = MAX (scrolled, LEAST_HEIGHT);
    *natural = MAX (*natural, *minimum);
  }
}

static void
carillon_fit_scroller_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_allocate (CARILLON_FIT_SCROLLER (widget)->scrolled, width, height, baseline, NULL);
}

static void
set_child (CarillonFitScroller *self, GtkWidget *child)
{
  if (self->child != child) {
    self->child = child;
    gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), child);
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHILD]);
  }
}

static void
carillon_fit_scroller_set_property (GObject *object,
                                    guint id,
                                    const GValue *value,
                                    GParamSpec *pspec)
{
  CarillonFitScroller *self = CARILLON_FIT_SCROLLER (object);
  switch ((CarillonFitScrollerProperty) id) {
  case PROP_CHILD:
    set_child (self, g_value_get_object (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_fit_scroller_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonFitScroller *self = CARILLON_FIT_SCROLLER (object);
  switch ((CarillonFitScrollerProperty) id) {
  case PROP_CHILD:
    g_value_set_object (value, self->child);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_fit_scroller_dispose (GObject *object)
{
  CarillonFitScroller *self = CARILLON_FIT_SCROLLER (object);
  self->child = NULL;
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_fit_scroller_parent_class)->dispose (object);
}

static void
carillon_fit_scroller_class_init (CarillonFitScrollerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = carillon_fit_scroller_set_property;
  object_class->get_property = carillon_fit_scroller_get_property;
  object_class->dispose = carillon_fit_scroller_dispose;
  widget_class->get_request_mode = carillon_fit_scroller_get_request_mode;
  widget_class->measure = carillon_fit_scroller_measure;
  widget_class->size_allocate = carillon_fit_scroller_size_allocate;

  properties[PROP_CHILD] =
    g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
carillon_fit_scroller_init (CarillonFitScroller *self)
{
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
}

/**
 * carillon_fit_scroller_new:
 * @child: what may need to be scrolled
 *
 * Returns: a new scroller
 */
GtkWidget *
carillon_fit_scroller_new (GtkWidget *child)
{
  g_return_val_if_fail (GTK_IS_WIDGET (child), NULL);

  return g_object_new (CARILLON_TYPE_FIT_SCROLLER, "child", child, NULL);
}
