#include "carillon-count-swatch.h"

#include "carillon-count-paint.h"

#define SIZE 12
#define RADIUS 3

struct _CarillonCountSwatch {
  GtkWidget parent_instance;

  CarillonPart part;
};

G_DEFINE_FINAL_TYPE (CarillonCountSwatch, carillon_count_swatch, GTK_TYPE_WIDGET)

static void
carillon_count_swatch_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  graphene_rect_t area = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                             (float) gtk_widget_get_height (widget));
  GskRoundedRect outline;
  gsk_rounded_rect_init_from_rect (&outline, &area, RADIUS);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  carillon_count_paint_part (snapshot, CARILLON_COUNT_SWATCH (widget)->part, &area);
  gtk_snapshot_pop (snapshot);
}

static void
carillon_count_swatch_measure (GtkWidget *widget,
                               GtkOrientation orientation,
                               int for_size,
                               int *minimum,
                               int *natural,
                               int *minimum_baseline,
                               int *natural_baseline)
{
  *minimum = SIZE;
  *natural = SIZE;
}

static void
carillon_count_swatch_class_init (CarillonCountSwatchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = carillon_count_swatch_measure;
  widget_class->snapshot = carillon_count_swatch_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
carillon_count_swatch_init (CarillonCountSwatch *self)
{
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  carillon_count_paint_follow_style (GTK_WIDGET (self));
}

/**
 * carillon_count_swatch_new:
 * @part: a part
 *
 * Returns: a square that looks as @part does in a bar
 */
GtkWidget *
carillon_count_swatch_new (CarillonPart part)
{
  g_return_val_if_fail (part < CARILLON_N_PARTS, NULL);

  CarillonCountSwatch *self = g_object_new (CARILLON_TYPE_COUNT_SWATCH, NULL);
  self->part = part;
  return GTK_WIDGET (self);
}
