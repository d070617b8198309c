/* Copy, cut and paste as spreadsheets and browsers do: text, cells parted by tabs. A large text is
 * made and read in a worker. */

#include <glib/gi18n.h>

#include "carillon-problem-text.h"
#include "carillon-recipients-grid-private.h"

/* A text that is read in less than a frame. */
#define MAX_BYTES_AT_ONCE (64 * 1024)

/* To guess how many cells a text has. */
#define BYTES_OF_A_CELL 8

/* In place of what could not be converted to text. */
#define NO_TEXT "\357\277\275"

/* Copying. */

typedef struct {
  DispatchTable *table; /* (owned) */
  guint *rows;          /* (owned) */
  guint n_rows;
  GArray *columns; /* of guint (owned): DISPATCH_NONE for one without values */
} Copy;

static void
copy_free (gpointer data)
{
  Copy *copy = data;

  dispatch_table_free (copy->table);
  g_free (copy->rows);
  g_array_unref (copy->columns);
  g_free (copy);
}

static void
write_rows (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Copy *copy = data;
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < copy->n_rows; i++) {
    for (guint j = 0; j < copy->columns->len; j++) {
      guint column = g_array_index (copy->columns, guint, j);
      if (j > 0) {
        g_string_append_c (text, '\t');
      }
      if (column != DISPATCH_NONE) {
        carillon_grid_cells_write (text, dispatch_table_get (copy->table, copy->rows[i], column));
      }
    }
    if (copy->n_rows > 1) {
      g_string_append_c (text, '\n');
    }
  }
  g_task_return_pointer (task, g_string_free (text, FALSE), g_free);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree char *text = g_task_propagate_pointer (G_TASK (result), NULL);
  GtkWidget *widget = GTK_WIDGET (source);

  if (text != NULL && gtk_widget_get_root (widget) != NULL) {
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  }
}

static void
copy (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonRecipientsGrid *self = CARILLON_RECIPIENTS_GRID (widget);
  g_autoptr (GTask) task = g_task_new (self, NULL, on_written, NULL);
  Copy *copied = g_new0 (Copy, 1);
  CarillonGridRange range;

  carillon_grid_commands_get_range (self, &range);
  copied->table = dispatch_audience_freeze (carillon_recipients_grid_get_audience (self));
  copied->rows = carillon_grid_commands_dup_rows (self, &copied->n_rows);
  copied->columns = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < range.n_columns && range.column + i < self->shown->len; i++) {
    guint column =
      carillon_grid_columns_resolve (self, carillon_grid_columns_at (self, range.column + i));
    g_array_append_val (copied->columns, column);
  }
  g_task_set_source_tag (task, copy);
  g_task_set_task_data (task, copied, copy_free);
  if (copied->n_rows > 0) {
    g_task_run_in_thread (task, write_rows);
  }
}

static void
cut (GtkWidget *widget, const char *action, GVariant *parameter)
{
  copy (widget, action, parameter);
  gtk_widget_activate_action (widget, "grid.clear", NULL);
}

/* Pasting. */

static void
select_pasted (CarillonRecipientsGrid *self, gboolean changed, gpointer data)
{
  g_autofree CarillonGridRange *range = data;

  if (changed) {
    carillon_grid_selection_select (self->selection, range);
    carillon_grid_cursor_scroll_to (self, range->row, range->column);
    carillon_grid_cursor_grab (self);
  }
}

/* As many rows as were copied, or, where they fit into what is selected several times, all of it.
 * A cell into rows here and there fills them. */
static guint *
choose_rows (CarillonRecipientsGrid *self,
             const CarillonGridRange *range,
             guint n_cells,
             guint *n_rows,
             guint *n_appended)
{
  guint n_shown = carillon_grid_model_get_n_shown (self->model);
  guint n = range->n_rows % n_cells == 0 ? range->n_rows : n_cells;
  guint *rows;

  *n_appended = 0;
  if (n_cells == 1 && range->n_rows > 1) {
    return carillon_grid_commands_dup_rows (self, n_rows);
  }
  rows = g_new (guint, (gsize) n + 1);
  *n_rows = range->row < n_shown ? MIN (n, n_shown - range->row) : 0;
  for (guint i = 0; i < *n_rows; i++) {
    rows[i] = carillon_grid_model_get_row (self->model, range->row + i);
  }
  *n_appended = n - *n_rows;
  return rows;
}

/* A first row of names of variables says where the cells below go. */
static GPtrArray *
read_header (CarillonRecipientsGrid *self, const CarillonGridCells *cells)
{
  g_autoptr (GPtrArray) columns = g_ptr_array_new ();
  guint n_columns = carillon_grid_cells_get_n_columns (cells);

  if (carillon_grid_cells_get_n_rows (cells) < 2 || n_columns < 2) {
    return NULL;
  }
  for (guint i = 0; i < n_columns; i++) {
    CarillonGridColumn *column =
      carillon_grid_columns_find_title (self, carillon_grid_cells_get (cells, 0, i));
    if (column == NULL || g_ptr_array_find (columns, column, NULL)) {
      return NULL;
    }
    g_ptr_array_add (columns, column);
  }
  return g_steal_pointer (&columns);
}

static GPtrArray *
list_columns (CarillonRecipientsGrid *self, guint first, guint n_columns)
{
  GPtrArray *columns = g_ptr_array_new ();

  for (guint i = first; i < first + n_columns; i++) {
    g_ptr_array_add (columns, carillon_grid_columns_at (self, i));
  }
  return columns;
}

static void
write_cells (CarillonRecipientsGrid *self,
             CarillonGridCells *cells,
             const CarillonGridRange *range,
             GPtrArray *columns)
{
  guint n_rows, n_appended;
  guint *rows =
    choose_rows (self, range, carillon_grid_cells_get_n_rows (cells), &n_rows, &n_appended);
  CarillonGridChange *change = carillon_grid_change_new (rows, n_rows, cells);
  CarillonGridRange *pasted = g_new (CarillonGridRange, 1);

  carillon_grid_change_set_appended (change, n_appended);
  for (guint i = 0; i < columns->len; i++) {
    CarillonGridColumn *column = g_ptr_array_index (columns, i);
    carillon_grid_change_add_column (change, (DispatchColumnKind) column->kind, column->name);
  }
  *pasted = (CarillonGridRange){ range->row, range->column, MAX (n_rows + n_appended, 1),
                                 range->n_columns };
  carillon_grid_work_change (self, _ ("Paste"), change,
                             (guint64) (n_rows + n_appended) * columns->len, select_pasted, pasted);
}

static void
paste_cells (CarillonRecipientsGrid *self, CarillonGridCells *cells)
{
  g_autoptr (CarillonGridCells) taken = cells;
  g_autoptr (GPtrArray) named = read_header (self, cells);
  CarillonGridRange range;
  guint n_columns = carillon_grid_cells_get_n_columns (cells);

  carillon_grid_commands_get_range (self, &range);
  if (named != NULL) {
    carillon_grid_cells_drop_row (cells);
    write_cells (self, g_steal_pointer (&taken), &range, named);
    return;
  }
  range.n_columns = range.n_columns % n_columns == 0 ? range.n_columns : n_columns;
  if (range.column + range.n_columns > self->shown->len) {
    carillon_recipients_grid_tell (
      self, _ ("Nothing was pasted: what was copied has more columns than there are from here on. "
               "Add columns, or begin further to the left."));
    return;
  }
  g_autoptr (GPtrArray) columns = list_columns (self, range.column, range.n_columns);
  write_cells (self, g_steal_pointer (&taken), &range, columns);
}

/* Reading what is large. */

static void
read_in_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const char *text = data;

  g_task_return_pointer (task, carillon_grid_cells_read (text, strlen (text), '\t'),
                         (GDestroyNotify) carillon_grid_cells_free);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarillonRecipientsGrid *self = CARILLON_RECIPIENTS_GRID (source);
  CarillonGridCells *cells = g_task_propagate_pointer (G_TASK (result), NULL);

  if (self->model != NULL && self->working == NULL) {
    paste_cells (self, cells);
  } else {
    carillon_grid_cells_free (cells);
  }
}

static void
paste_matrix (CarillonRecipientsGrid *self, const char *text)
{
  gsize length = strlen (text);

  if (length <= MAX_BYTES_AT_ONCE) {
    paste_cells (self, carillon_grid_cells_read (text, length, '\t'));
    return;
  }
  g_autoptr (GTask) task = g_task_new (self, NULL, on_read, NULL);
  g_task_set_source_tag (task, paste_matrix);
  g_task_set_task_data (task, g_strdup (text), g_free);
  g_task_run_in_thread (task, read_in_worker);
}

/* Recipients behind all others: rows that begin with an address, or whose first line names one. */

typedef struct {
  char *text; /* (owned) */
  guint n_added;
} Rows;

static void
rows_free (gpointer data)
{
  g_free (((Rows *) data)->text);
  g_free (data);
}

static gboolean
append_to_table (DispatchTable *table, gpointer data, GError **error)
{
  Rows *rows = data;

  return dispatch_table_paste (table, rows->text, &rows->n_added, error);
}

static void
on_appended (CarillonRecipientsGrid *self, gboolean changed, gpointer data)
{
  guint position = GPOINTER_TO_UINT (data);

  if (changed) {
    carillon_recipients_grid_browse (self);
    carillon_grid_cursor_go (self, position, 0);
  }
}

static void
append_rows (CarillonRecipientsGrid *self, const char *text)
{
  Rows *rows = g_new0 (Rows, 1);

  rows->text = g_strdup (text);
  carillon_grid_columns_scan_now (self);
  carillon_grid_columns_settle_all (self);
  carillon_grid_work_run (self, _ ("Paste"), strlen (text) / BYTES_OF_A_CELL, append_to_table, rows,
                          rows_free, on_appended,
                          GUINT_TO_POINTER (carillon_grid_model_get_n_shown (self->model)));
}

static gboolean
is_for_the_end (CarillonRecipientsGrid *self, const char *text)
{
  CarillonGridRange range;

  carillon_grid_commands_get_range (self, &range);
  CarillonGridColumn *column = carillon_grid_columns_at (self, range.column);
  gboolean at_end = range.row >= carillon_grid_model_get_n_shown (self->model);
  return (at_end && column != NULL && column->kind != DISPATCH_COLUMN_VARIABLE) ||
         dispatch_paste_has_header (text);
}

/**
 * carillon_grid_clipboard_paste_text:
 * @text: (nullable): what a clipboard holds, or %NULL where that is no text
 *
 * Writes the cells of @text from the first selected cell on. At the empty row, and with a header
 * that names an address, they are recipients, and are appended.
 */
void
carillon_grid_clipboard_paste_text (CarillonRecipientsGrid *self, const char *text)
{
  if (self->model == NULL || self->working != NULL) {
    return;
  }
  carillon_grid_edit_end (self);
  if (text == NULL || *text == '\0' || is_for_the_end (self, text)) {
    append_rows (self, text != NULL ? text : NO_TEXT);
  } else {
    paste_matrix (self, text);
  }
}

void
carillon_grid_clipboard_append_text (CarillonRecipientsGrid *self, const char *text)
{
  if (self->model != NULL && self->working == NULL) {
    carillon_grid_edit_end (self);
    append_rows (self, text != NULL ? text : NO_TEXT);
  }
}

/* The clipboard. */

static void
on_text (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonRecipientsGrid) self = user_data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  carillon_grid_clipboard_paste_text (self, text);
}

static void
on_rows_text (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonRecipientsGrid) self = user_data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  carillon_grid_clipboard_append_text (self, text);
}

static void
paste (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), NULL, on_text,
                                 g_object_ref (widget));
}

static void
paste_rows (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), NULL, on_rows_text,
                                 g_object_ref (widget));
}

void
carillon_grid_clipboard_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "grid.copy", NULL, copy);
  gtk_widget_class_install_action (widget_class, "grid.cut", NULL, cut);
  gtk_widget_class_install_action (widget_class, "grid.paste", NULL, paste);
  gtk_widget_class_install_action (widget_class, "grid.paste-rows", NULL, paste_rows);
}
