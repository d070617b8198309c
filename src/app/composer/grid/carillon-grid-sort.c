/* Sorting as a view: the audience stays in its order, a worker finds out the order of
 * what is shown, and edits do not make a row jump until one sorts again. For how the header tells
 * what it is sorted by in GTK 4.8, see carillon-list-columns-sort.c. */

#include <glib/gi18n.h>

#include "carillon-format.h"
#include "carillon-recipients-grid-private.h"

/* So few are sorted before one sees that it takes any time. */
#define QUICK_ROWS 20000

static int
on_compare (gconstpointer one, gconstpointer other, gpointer user_data)
{
  const CarillonGridColumn *column = user_data;

  if (column->grid->asked == NULL) {
    column->grid->asked = column;
  }
  return -1;
}

void
carillon_grid_sort_make_sortable (CarillonGridColumn *column)
{
  g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (on_compare, column, NULL));

  gtk_column_view_column_set_sorter (column->made, sorter);
}

/* The order in which rows are shown. */

static void
take_order (CarillonRecipientsGrid *self, CarillonGridOrder *order)
{
  guint row =
    carillon_grid_model_get_row (self->model, carillon_grid_selection_get_row (self->selection));
  guint column = carillon_grid_selection_get_column (self->selection);

  carillon_grid_edit_end (self);
  carillon_grid_model_set_order (self->model, order);
  carillon_grid_face_refresh_all (self);
  /* The empty row stays the last one, and the cursor in it. */
  guint position = row != DISPATCH_NONE ? carillon_grid_model_find (self->model, row)
                                        : carillon_grid_model_get_n_shown (self->model);
  carillon_grid_selection_place (self->selection, position, column);
  carillon_grid_cursor_scroll_to (self, position, column);
}

static void
on_sorted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonRecipientsGrid) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CarillonGridOrder) order = carillon_grid_order_sort_finish (result, &error);

  if (order == NULL) {
    return; /* cancelled: another one took its place, or nothing is shown any more */
  }
  g_clear_object (&self->sorting);
  gtk_widget_set_visible (self->progress, self->working != NULL);
  if (carillon_grid_order_get_n_rows (order) == carillon_recipients_grid_get_n_rows (self)) {
    take_order (self, order);
  } else {
    carillon_grid_sort_apply (self); /* rows came or went meanwhile */
  }
}

static void
stop_sorting (CarillonRecipientsGrid *self)
{
  if (self->sorting != NULL) {
    g_cancellable_cancel (self->sorting);
    g_clear_object (&self->sorting);
    gtk_widget_set_visible (self->progress, self->working != NULL);
  }
}

/**
 * carillon_grid_sort_apply:
 *
 * Shows what is to be shown, in the order that was asked for, as soon as that is known.
 */
void
carillon_grid_sort_apply (CarillonRecipientsGrid *self)
{
  guint column =
    self->sorted != NULL ? carillon_grid_columns_resolve (self, self->sorted) : DISPATCH_NONE;

  stop_sorting (self);
  if (column == DISPATCH_NONE) {
    take_order (self, NULL);
    return;
  }
  self->sorting = g_cancellable_new ();
  if (carillon_recipients_grid_get_n_rows (self) > QUICK_ROWS) {
    gtk_widget_set_visible (self->progress, TRUE);
  }
  carillon_grid_order_sort_async (
    dispatch_audience_freeze (carillon_recipients_grid_get_audience (self)), column,
    self->descending, self->sorting, on_sorted, g_object_ref (self));
}

static void
on_sorter_changed (CarillonRecipientsGrid *self)
{
  g_autoptr (GObject) one = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr (GObject) other = g_object_new (G_TYPE_OBJECT, NULL);
  GtkSorter *sorter = gtk_column_view_get_sorter (self->view);

  if (self->model == NULL) {
    return;
  }
  self->asked = NULL;
  self->descending = gtk_sorter_compare (sorter, one, other) == GTK_ORDERING_LARGER;
  self->sorted = self->asked;
  carillon_grid_sort_apply (self);
}

void
carillon_grid_sort_watch (CarillonRecipientsGrid *self)
{
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed",
                           G_CALLBACK (on_sorter_changed), self, G_CONNECT_SWAPPED);
}

/**
 * carillon_grid_sort_reset:
 *
 * For another draft: rows in their own order.
 */
void
carillon_grid_sort_reset (CarillonRecipientsGrid *self)
{
  stop_sorting (self);
  if (self->sorted != NULL) {
    gtk_column_view_sort_by_column (self->view, NULL, GTK_SORT_ASCENDING);
  }
}

static void
sort (CarillonRecipientsGrid *self, const char *id, GtkSortType direction)
{
  CarillonGridColumn *column = carillon_grid_columns_find_id (self, id);

  gtk_column_view_sort_by_column (self->view, column != NULL ? column->made : NULL, direction);
}

static void
sort_ascending (GtkWidget *widget, const char *action, GVariant *parameter)
{
  sort (CARILLON_RECIPIENTS_GRID (widget), g_variant_get_string (parameter, NULL),
        GTK_SORT_ASCENDING);
}

static void
sort_descending (GtkWidget *widget, const char *action, GVariant *parameter)
{
  sort (CARILLON_RECIPIENTS_GRID (widget), g_variant_get_string (parameter, NULL),
        GTK_SORT_DESCENDING);
}

static void
sort_not (GtkWidget *widget, const char *action, GVariant *parameter)
{
  sort (CARILLON_RECIPIENTS_GRID (widget), "", GTK_SORT_ASCENDING);
}

void
carillon_grid_sort_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "grid.sort-ascending", "s", sort_ascending);
  gtk_widget_class_install_action (widget_class, "grid.sort-descending", "s", sort_descending);
  gtk_widget_class_install_action (widget_class, "grid.sort-not", NULL, sort_not);
}
