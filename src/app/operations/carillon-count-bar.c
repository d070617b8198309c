#include "carillon-count-bar.h"

#include <adwaita.h>

#include "carillon-count-paint.h"

/* Between two parts, in pixels, so that neighbours stay apart in any style. */
#define GAP 1
#define MIN_WIDTH 24
#define NATURAL_WIDTH 120
#define MIN_HEIGHT 4
#define NATURAL_HEIGHT 10
#define MAX_RADIUS 6
#define ANIMATION_MS 300

struct _CarillonCountBar {
  GtkWidget parent_instance;

  CommsOperation *operation; /* (owned) (nullable) */
  AdwAnimation *animation;   /* (owned) */

  /* The animation goes from the one to the other; what is drawn lies between. */
  double from[CARILLON_N_PARTS];
  double shown[CARILLON_N_PARTS];
  double to[CARILLON_N_PARTS];
};

typedef enum {
  PROP_OPERATION = 1,
} CarillonCountBarProperty;

static GParamSpec *properties[PROP_OPERATION + 1];

G_DEFINE_FINAL_TYPE (CarillonCountBar, carillon_count_bar, GTK_TYPE_WIDGET)

static void
on_progress (double progress, gpointer user_data)
{
  CarillonCountBar *self = user_data;
  for (guint i = 0; i < CARILLON_N_PARTS; i++) {
    self->shown[i] = self->from[i] + (self->to[i] - self->from[i]) * progress;
  }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Only a bar that someone is looking at moves, and only from one state of a thing to the next. */
static void
move_to_shares (CarillonCountBar *self, const CarillonCounts *counts, gboolean animate)
{
  for (guint i = 0; i < CARILLON_N_PARTS; i++) {
    self->from[i] = self->shown[i];
    self->to[i] = carillon_counts_get_share (counts, i);
  }
  adw_animation_reset (self->animation);
  adw_animation_play (self->animation);
  if (!animate) {
    adw_animation_skip (self->animation);
  }
}

static void
say_counts (CarillonCountBar *self, const CarillonCounts *counts)
{
  g_autofree char *text = carillon_counts_describe (counts);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
paint_parts (CarillonCountBar *self, GtkSnapshot *snapshot, double width, double height)
{
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  double widths[CARILLON_N_PARTS];
  carillon_counts_lay_out (self->shown, width, widths);
  double at = 0;
  for (guint i = 0; i < CARILLON_N_PARTS; i++) {
    /* The last part ends where the bar does; the others leave room for the next one. */
    double end = at + widths[i];
    double drawn = end < width - GAP ? widths[i] - GAP : widths[i];
    if (drawn > 0) {
      double x = mirrored ? width - at - drawn : at;
      carillon_count_paint_part (snapshot, i,
                                 &GRAPHENE_RECT_INIT ((float) x, 0, (float) drawn, (float) height));
    }
    at = end;
  }
}

static void
carillon_count_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  graphene_rect_t area = GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height);
  GskRoundedRect outline;
  gsk_rounded_rect_init_from_rect (&outline, &area, MIN ((float) height / 2, MAX_RADIUS));
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  carillon_count_paint_trough (snapshot, &area);
  paint_parts (CARILLON_COUNT_BAR (widget), snapshot, width, height);
  gtk_snapshot_pop (snapshot);
}

static void
carillon_count_bar_measure (GtkWidget *widget,
                            GtkOrientation orientation,
                            int for_size,
                            int *minimum,
                            int *natural,
                            int *minimum_baseline,
                            int *natural_baseline)
{
  gboolean horizontal = orientation == GTK_ORIENTATION_HORIZONTAL;
  *minimum = horizontal ? MIN_WIDTH : MIN_HEIGHT;
  *natural = horizontal ? NATURAL_WIDTH : NATURAL_HEIGHT;
}

static void
carillon_count_bar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CarillonCountBar *self = CARILLON_COUNT_BAR (object);
  switch ((CarillonCountBarProperty) id) {
  case PROP_OPERATION:
    carillon_count_bar_set_operation (self, g_value_get_object (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_count_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonCountBar *self = CARILLON_COUNT_BAR (object);
  switch ((CarillonCountBarProperty) id) {
  case PROP_OPERATION:
    g_value_set_object (value, self->operation);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_count_bar_dispose (GObject *object)
{
  CarillonCountBar *self = CARILLON_COUNT_BAR (object);
  if (self->animation != NULL) {
    adw_animation_reset (self->animation);
  }
  g_clear_object (&self->animation);
  g_clear_object (&self->operation);
  G_OBJECT_CLASS (carillon_count_bar_parent_class)->dispose (object);
}

static void
carillon_count_bar_class_init (CarillonCountBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = carillon_count_bar_set_property;
  object_class->get_property = carillon_count_bar_get_property;
  object_class->dispose = carillon_count_bar_dispose;
  widget_class->measure = carillon_count_bar_measure;
  widget_class->snapshot = carillon_count_bar_snapshot;

  properties[PROP_OPERATION] =
    g_param_spec_object ("operation", NULL, NULL, COMMS_TYPE_OPERATION,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_css_name (widget_class, "countbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
carillon_count_bar_init (CarillonCountBar *self)
{
  self->animation =
    adw_timed_animation_new (GTK_WIDGET (self), 0, 1, ANIMATION_MS,
                             adw_callback_animation_target_new (on_progress, self, NULL));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  carillon_count_paint_follow_style (GTK_WIDGET (self));
  say_counts (self, &(CarillonCounts){ 0 });
}

/**
 * carillon_count_bar_new:
 *
 * Returns: a new, empty bar
 */
GtkWidget *
carillon_count_bar_new (void)
{
  return g_object_new (CARILLON_TYPE_COUNT_BAR, NULL);
}

/**
 * carillon_count_bar_get_operation:
 * @self: a bar
 *
 * Returns: (transfer none) (nullable): the operation that it shows
 */
CommsOperation *
carillon_count_bar_get_operation (CarillonCountBar *self)
{
  g_return_val_if_fail (CARILLON_IS_COUNT_BAR (self), NULL);

  return self->operation;
}

static gboolean
is_same_operation (CommsOperation *a, CommsOperation *b)
{
  return a != NULL && b != NULL &&
         g_strcmp0 (comms_resource_get_id (COMMS_RESOURCE (a)),
                    comms_resource_get_id (COMMS_RESOURCE (b))) == 0;
}

/**
 * carillon_count_bar_set_operation:
 * @self: a bar
 * @operation: (nullable): whose counts to show
 *
 * Shows the counts of @operation. A later state of the operation that was shown moves the parts to
 * their new widths; another operation is there at once.
 */
void
carillon_count_bar_set_operation (CarillonCountBar *self, CommsOperation *operation)
{
  g_return_if_fail (CARILLON_IS_COUNT_BAR (self));
  g_return_if_fail (operation == NULL || COMMS_IS_OPERATION (operation));

  gboolean animate = is_same_operation (self->operation, operation);
  if (!g_set_object (&self->operation, operation)) {
    return;
  }
  CarillonCounts counts;
  carillon_counts_init_operation (&counts, operation);
  move_to_shares (self, &counts, animate);
  say_counts (self, &counts);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPERATION]);
}

/**
 * carillon_count_bar_set_counts:
 * @self: a bar
 * @counts: what to show
 *
 * Shows counts that do not come from an operation.
 */
void
carillon_count_bar_set_counts (CarillonCountBar *self, const CarillonCounts *counts)
{
  g_return_if_fail (CARILLON_IS_COUNT_BAR (self));
  g_return_if_fail (counts != NULL);

  move_to_shares (self, counts, FALSE);
  say_counts (self, counts);
}
