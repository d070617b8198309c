/* What can be done to the selection, but for the clipboard. Actions, so that keys, menus and
 * buttons do the same. */

#include <glib/gi18n.h>
#include <stdlib.h>

#include "carillon-recipients-grid-private.h"

/* Rows that are inserted at once: more than anybody wants to fill by hand. */
#define MAX_INSERTED 10000

/**
 * carillon_grid_commands_get_range:
 * @range: (out): what is selected, without the empty row unless that is all
 *
 * In positions; of rows here and there, what holds them.
 */
void
carillon_grid_commands_get_range (CarillonRecipientsGrid *self, CarillonGridRange *range)
{
  guint n_shown = carillon_grid_model_get_n_shown (self->model);

  carillon_grid_selection_get_range (self->selection, range);
  if (range->row < n_shown) {
    range->n_rows = MIN (range->n_rows, n_shown - range->row);
  }
}

/**
 * carillon_grid_commands_dup_rows:
 * @n_rows: (out): how many
 *
 * Returns: (transfer full): the rows of the audience of which something is selected, in the order
 *   in which they are shown
 */
guint *
carillon_grid_commands_dup_rows (CarillonRecipientsGrid *self, guint *n_rows)
{
  g_autoptr (GtkBitset) positions = carillon_grid_selection_dup_rows (self->selection);
  GtkBitsetIter iter;
  guint position;
  guint n_shown = carillon_grid_model_get_n_shown (self->model);
  guint *rows = g_new (guint, gtk_bitset_get_size (positions) + 1);

  *n_rows = 0;
  if (gtk_bitset_iter_init_first (&iter, positions, &position)) {
    do {
      if (position < n_shown) {
        rows[(*n_rows)++] = carillon_grid_model_get_row (self->model, position);
      }
    } while (gtk_bitset_iter_next (&iter, &position));
  }
  return rows;
}

int
carillon_grid_commands_compare_rows (gconstpointer a, gconstpointer b)
{
  guint one = *(const guint *) a;
  guint other = *(const guint *) b;

  return (one > other) - (one < other);
}

static void
add_columns (CarillonRecipientsGrid *self,
             CarillonGridChange *change,
             const CarillonGridRange *range)
{
  for (guint i = 0; i < range->n_columns; i++) {
    CarillonGridColumn *column = carillon_grid_columns_at (self, range->column + i);
    if (column != NULL) {
      carillon_grid_change_add_column (change, (DispatchColumnKind) column->kind, column->name);
    }
  }
}

/* Clearing and filling. */

static DispatchMatrix *
make_blank (void)
{
  DispatchMatrix *cells = dispatch_matrix_new (1);

  dispatch_matrix_append (cells, "", 0);
  return cells;
}

static void
write_selected (CarillonRecipientsGrid *self, const char *label, DispatchMatrix *cells)
{
  CarillonGridRange range;
  guint n_rows;
  guint *rows = carillon_grid_commands_dup_rows (self, &n_rows);

  carillon_grid_commands_get_range (self, &range);
  CarillonGridChange *change = carillon_grid_change_new (rows, n_rows, cells);
  add_columns (self, change, &range);
  carillon_grid_work_change (self, label, change, (guint64) n_rows * range.n_columns, NULL, NULL);
}

static gboolean
is_something_selected (CarillonRecipientsGrid *self)
{
  CarillonGridRange range;

  carillon_grid_commands_get_range (self, &range);
  return range.row < carillon_grid_model_get_n_shown (self->model);
}

static void
clear (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonRecipientsGrid *self = CARILLON_RECIPIENTS_GRID (widget);

  if (is_something_selected (self)) {
    write_selected (self, _ ("Clear Cells"), make_blank ());
  }
}

/* One cell has the value above it, several those of their first row. */
static void
fill_down (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonRecipientsGrid *self = CARILLON_RECIPIENTS_GRID (widget);
  CarillonGridRange range;

  carillon_grid_commands_get_range (self, &range);
  if (!is_something_selected (self) || (range.n_rows == 1 && range.row == 0)) {
    return;
  }
  guint from = range.n_rows == 1 ? range.row - 1 : range.row;
  DispatchMatrix *cells = dispatch_matrix_new (range.n_columns);
  for (guint i = 0; i < range.n_columns; i++) {
    const char *value =
      carillon_grid_face_get_value (self, from, carillon_grid_columns_at (self, range.column + i));
    dispatch_matrix_append (cells, value, strlen (value));
  }
  write_selected (self, _ ("Fill Down"), cells);
}

static void
fill_right (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonRecipientsGrid *self = CARILLON_RECIPIENTS_GRID (widget);
  CarillonGridRange range;
  g_autoptr (GtkBitset) positions = carillon_grid_selection_dup_rows (self->selection);
  GtkBitsetIter iter;
  guint position;
  guint n_shown = carillon_grid_model_get_n_shown (self->model);

  carillon_grid_commands_get_range (self, &range);
  if (!is_something_selected (self) || (range.n_columns == 1 && range.column == 0)) {
    return;
  }
  guint from = range.n_columns == 1 ? range.column - 1 : range.column;
  DispatchMatrix *cells = dispatch_matrix_new (1);
  gboolean more = gtk_bitset_iter_init_first (&iter, positions, &position);
  for (; more && position < n_shown; more = gtk_bitset_iter_next (&iter, &position)) {
    const char *value =
      carillon_grid_face_get_value (self, position, carillon_grid_columns_at (self, from));
    dispatch_matrix_append (cells, value, strlen (value));
  }
  write_selected (self, _ ("Fill Right"), cells);
}

/* The provider of all that are selected. */
static void
set_provider (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonRecipientsGrid *self = CARILLON_RECIPIENTS_GRID (widget);
  const char *provider = g_variant_get_string (parameter, NULL);
  guint n_rows;
  guint *rows = carillon_grid_commands_dup_rows (self, &n_rows);
  DispatchMatrix *cells = dispatch_matrix_new (1);

  dispatch_matrix_append (cells, provider, strlen (provider));
  CarillonGridChange *change = carillon_grid_change_new (rows, n_rows, cells);
  carillon_grid_change_add_column (change, DISPATCH_COLUMN_PROVIDER, "");
  carillon_grid_work_change (self, _ ("Set Provider"), change, n_rows, NULL, NULL);
}

/* Rows. */

/* As many as are selected, before the first of them. */
static void
insert_rows (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonRecipientsGrid *self = CARILLON_RECIPIENTS_GRID (widget);
  DispatchAudience *audience = carillon_recipients_grid_get_audience (self);
  CarillonGridRange range;

  carillon_grid_commands_get_range (self, &range);
  guint n_rows = MIN (range.n_rows, MAX_INSERTED);
  guint row = carillon_grid_model_get_row (self->model, range.row);
  guint position = range.row;
  if (row == DISPATCH_NONE || carillon_grid_model_get_order (self->model) != NULL) {
    row = dispatch_audience_get_n_rows (audience);
    position = carillon_grid_model_get_n_shown (self->model);
  }
  dispatch_audience_begin_edit_named (audience, _ ("Insert Rows"));
  gboolean inserted = dispatch_audience_insert_blank (audience, row, n_rows);
  dispatch_audience_end_edit (audience);
  if (inserted) {
    carillon_grid_cursor_go (self, position,
                             range.n_columns == self->shown->len ? 0 : range.column);
  }
}

typedef struct {
  guint *rows; /* (owned) */
  guint n_rows;
} Rows;

static void
rows_free (gpointer data)
{
  g_free (((Rows *) data)->rows);
  g_free (data);
}

static gboolean
remove_from_table (DispatchTable *table, gpointer data, GError **error)
{
  Rows *rows = data;

  qsort (rows->rows, rows->n_rows, sizeof (guint), carillon_grid_commands_compare_rows);
  dispatch_table_remove_rows (table, rows->rows, rows->n_rows);
  return TRUE;
}

static void
on_removed (CarillonRecipientsGrid *self, gboolean changed, gpointer position)
{
  if (changed) {
    guint n_shown = carillon_grid_model_get_n_shown (self->model);
    carillon_grid_cursor_go (self, MIN (GPOINTER_TO_UINT (position), MAX (n_shown, 1) - 1),
                             carillon_grid_selection_get_column (self->selection));
  }
}

static void
remove_rows (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonRecipientsGrid *self = CARILLON_RECIPIENTS_GRID (widget);
  Rows *rows = g_new0 (Rows, 1);
  CarillonGridRange range;

  carillon_grid_commands_get_range (self, &range);
  rows->rows = carillon_grid_commands_dup_rows (self, &rows->n_rows);
  if (rows->n_rows == 0) {
    rows_free (rows);
    return;
  }
  guint n_runs = carillon_grid_model_get_order (self->model) != NULL ? rows->n_rows : 1;
  carillon_grid_work_run (self, _ ("Remove Rows"), n_runs, remove_from_table, rows, rows_free,
                          on_removed, GUINT_TO_POINTER (range.row));
}

/* Selecting. */

static void
select_all (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonRecipientsGrid *self = CARILLON_RECIPIENTS_GRID (widget);
  guint n_rows = MAX (carillon_grid_model_get_n_shown (self->model), 1);

  carillon_grid_selection_select (self->selection,
                                  &(CarillonGridRange){ 0, 0, n_rows, self->shown->len });
}

static void
select_row (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonRecipientsGrid *self = CARILLON_RECIPIENTS_GRID (widget);
  CarillonGridRange range;

  carillon_grid_selection_get_range (self->selection, &range);
  range.column = 0;
  range.n_columns = self->shown->len;
  carillon_grid_selection_select (self->selection, &range);
}

static void
select_column (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonRecipientsGrid *self = CARILLON_RECIPIENTS_GRID (widget);
  CarillonGridRange range;

  carillon_grid_selection_get_range (self->selection, &range);
  range.row = 0;
  range.n_rows = MAX (carillon_grid_model_get_n_shown (self->model), 1);
  carillon_grid_selection_select (self->selection, &range);
}

static void
edit (GtkWidget *widget, const char *action, GVariant *parameter)
{
  carillon_grid_edit_begin (CARILLON_RECIPIENTS_GRID (widget), FALSE);
}

/* Undo. */

static void
undo (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonRecipientsGrid *self = CARILLON_RECIPIENTS_GRID (widget);

  carillon_grid_edit_end (self);
  dispatch_audience_undo (carillon_recipients_grid_get_audience (self));
}

static void
redo (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonRecipientsGrid *self = CARILLON_RECIPIENTS_GRID (widget);

  carillon_grid_edit_end (self);
  dispatch_audience_redo (carillon_recipients_grid_get_audience (self));
}

/* Problems. */

static void
go_to_problem (CarillonRecipientsGrid *self, gboolean back)
{
  guint position;

  carillon_grid_edit_end (self);
  if (carillon_grid_face_find_problem (self, carillon_grid_selection_get_row (self->selection),
                                       back, &position)) {
    carillon_grid_cursor_go (self, position, carillon_grid_face_find_marked (self, position));
  }
}

static void
next_problem (GtkWidget *widget, const char *action, GVariant *parameter)
{
  go_to_problem (CARILLON_RECIPIENTS_GRID (widget), FALSE);
}

static void
previous_problem (GtkWidget *widget, const char *action, GVariant *parameter)
{
  go_to_problem (CARILLON_RECIPIENTS_GRID (widget), TRUE);
}

/* Which of them there is something for. */

/**
 * carillon_grid_commands_update:
 *
 * Enables the actions that have something to do.
 */
void
carillon_grid_commands_update (CarillonRecipientsGrid *self)
{
  static const char *const of_recipients[] = { "grid.clear",     "grid.cut",
                                               "grid.copy",      "grid.remove-rows",
                                               "grid.fill-down", "grid.fill-right",
                                               "grid.provider" };
  static const char *const of_all[] = {
    "grid.edit",       "grid.paste",      "grid.paste-rows",    "grid.insert-rows",  "grid.add",
    "grid.add-device", "grid.add-column", "grid.rename-column", "grid.remove-column"
  };
  GtkWidget *widget = GTK_WIDGET (self);
  DispatchAudience *audience =
    self->model != NULL ? carillon_recipients_grid_get_audience (self) : NULL;
  gboolean idle = audience != NULL && self->working == NULL;
  gboolean any = idle && carillon_grid_model_get_n_shown (self->model) > 0;

  for (gsize i = 0; i < G_N_ELEMENTS (of_recipients); i++) {
    gtk_widget_action_set_enabled (widget, of_recipients[i], any);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (of_all); i++) {
    gtk_widget_action_set_enabled (widget, of_all[i], idle);
  }
  gtk_widget_action_set_enabled (widget, "grid.undo",
                                 idle && dispatch_audience_can_undo (audience));
  gtk_widget_action_set_enabled (widget, "grid.redo",
                                 idle && dispatch_audience_can_redo (audience));
}

void
carillon_grid_commands_install (GtkWidgetClass *widget_class)
{
  static const struct {
    const char *name;
    const char *parameter;
    GtkWidgetActionActivateFunc activate;
  } commands[] = {
    { "grid.edit", NULL, edit },
    { "grid.clear", NULL, clear },
    { "grid.fill-down", NULL, fill_down },
    { "grid.fill-right", NULL, fill_right },
    { "grid.provider", "s", set_provider },
    { "grid.insert-rows", NULL, insert_rows },
    { "grid.remove-rows", NULL, remove_rows },
    { "grid.select-all", NULL, select_all },
    { "grid.select-row", NULL, select_row },
    { "grid.select-column", NULL, select_column },
    { "grid.undo", NULL, undo },
    { "grid.redo", NULL, redo },
    { "grid.next-problem", NULL, next_problem },
    { "grid.previous-problem", NULL, previous_problem },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++) {
    gtk_widget_class_install_action (widget_class, commands[i].name, commands[i].parameter,
                                     commands[i].activate);
  }
}
