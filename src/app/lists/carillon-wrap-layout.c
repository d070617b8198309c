/* libadwaita has a box that does this since 1.7. */

#include "carillon-wrap-layout.h"

#define SPACING 6

struct _CarillonWrapLayout {
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (CarillonWrapLayout, carillon_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

static int
measure_width (GtkWidget *child, int room)
{
  int minimum = 0, natural = 0;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  return MAX (minimum, MIN (natural, room));
}

static int
measure_height (GtkWidget *child, int width)
{
  int natural = 0;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
  return natural;
}

/* From right to left the lines begin at the other side. */
static void
place (GtkWidget *child, GdkRectangle area, int room)
{
  if (gtk_widget_get_direction (child) == GTK_TEXT_DIR_RTL) {
    area.x = room - area.x - area.width;
  }
  gtk_widget_size_allocate (child, &area, -1);
}

/* Answers the height of all lines, and places the children in them if @placed. */
static int
lay_out (GtkWidget *widget, int room, gboolean placed)
{
  GdkRectangle area = { 0 };
  int line = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    if (!gtk_widget_should_layout (child)) {
      continue;
    }
    area.width = measure_width (child, room);
    area.height = measure_height (child, area.width);
    if (area.x > 0 && area.x + area.width > room) {
      area.x = 0;
      area.y += line + SPACING;
      line = 0;
    }
    if (placed) {
      place (child, area, room);
    }
    line = MAX (line, area.height);
    area.x += area.width + SPACING;
  }
  return area.y + line;
}

static void
measure_line (GtkWidget *widget, int *minimum, int *natural)
{
  *minimum = 0;
  *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    int least = 0, most = 0;

    if (gtk_widget_should_layout (child)) {
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &most, NULL, NULL);
      *minimum = MAX (*minimum, least);
      *natural += most + (*natural > 0 ? SPACING : 0);
    }
  }
}

static void
carillon_wrap_layout_measure (GtkLayoutManager *manager,
                              GtkWidget *widget,
                              GtkOrientation orientation,
                              int for_size,
                              int *minimum,
                              int *natural,
                              int *minimum_baseline,
                              int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    measure_line (widget, minimum, natural);
    return;
  }
  *minimum = lay_out (widget, for_size >= 0 ? for_size : G_MAXINT / 2, FALSE);
  *natural = *minimum;
}

static void
carillon_wrap_layout_allocate (
  GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  lay_out (widget, width, TRUE);
}

static GtkSizeRequestMode
carillon_wrap_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
carillon_wrap_layout_class_init (CarillonWrapLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->measure = carillon_wrap_layout_measure;
  layout_class->allocate = carillon_wrap_layout_allocate;
  layout_class->get_request_mode = carillon_wrap_layout_get_request_mode;
}

static void
carillon_wrap_layout_init (CarillonWrapLayout *self)
{
}
