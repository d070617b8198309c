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

/* Some children that stand in a line. */
typedef struct {
  GtkWidget *end; /* (nullable): the first one that is not in it */
  int width;
  int height;
  int n_wide; /* that expand */
} Line;

static Line
measure_from (GtkWidget *first, int room)
{
  Line line = { .end = first };
  int n_children = 0;

  for (; line.end != NULL; line.end = gtk_widget_get_next_sibling (line.end)) {
    if (!gtk_widget_should_layout (line.end)) {
      continue;
    }
    int width = measure_width (line.end, room);
    int before = n_children > 0 ? line.width + SPACING : 0;
    if (n_children > 0 && before + width > room) {
      break;
    }
    line.width = before + width;
    line.height = MAX (line.height, measure_height (line.end, width));
    line.n_wide += gtk_widget_compute_expand (line.end, GTK_ORIENTATION_HORIZONTAL) ? 1 : 0;
    n_children++;
  }
  return line;
}

/* What is over goes to those that expand, or else to one that is to stand at the end. */
static int
share (GtkWidget *child, const Line *line, int over)
{
  if (line->n_wide > 0) {
    return gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL) ? over / line->n_wide : 0;
  }
  return gtk_widget_get_halign (child) == GTK_ALIGN_END &&
             gtk_widget_get_next_sibling (child) == line->end
           ? over
           : 0;
}

static void
place_line (GtkWidget *first, const Line *line, int y, int room)
{
  GdkRectangle area = { .y = y };

  for (GtkWidget *child = first; child != line->end; child = gtk_widget_get_next_sibling (child)) {
    if (gtk_widget_should_layout (child)) {
      area.width = measure_width (child, room);
      area.height = measure_height (child, area.width);
      area.width += share (child, line, MAX (room - line->width, 0));
      place (child, area, room);
      area.x += area.width + SPACING;
    }
  }
}

/* Answers the height of all lines, and places the children in them if @placed. */
static int
lay_out (GtkWidget *widget, int room, gboolean placed)
{
  GtkWidget *first = gtk_widget_get_first_child (widget);
  int y = 0;

  while (first != NULL) {
    Line line = measure_from (first, room);
    if (placed) {
      place_line (first, &line, y, room);
    }
    y += line.height + (line.end != NULL ? SPACING : 0);
    first = line.end;
  }
  return y;
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
