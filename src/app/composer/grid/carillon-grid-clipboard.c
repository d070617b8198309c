/* Copy, cut and paste as spreadsheets and browsers do: text, cells parted by tabs. A large text is
 * made and read in a worker. */

#include <glib/gi18n.h>

#include "carillon-problem-text.h"
#include "carillon-recipients-grid-private.h"
#include "carillon-variables.h"

/* A text that is read in less than a frame. */
#define MAX_BYTES_AT_ONCE (64 * 1024)

/* To guess how many cells a text has. */
#define BYTES_OF_A_CELL 8

/* In place of what could not be converted to text. */
#define NO_TEXT "\357\277\275"

/* Where to paste: what was selected when it began, though the cursor may have gone on. */
typedef struct {
  CarillonGridRange range;
  guint *rows; /* (owned): of the audience, of which something was selected */
  guint n_rows;
} Place;

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
  const Copy *copy = data;
  const guint *columns = (const guint *) copy->columns->data;

  g_task_return_pointer (
    task,
    dispatch_matrix_write (copy->table, copy->rows, copy->n_rows, columns, copy->columns->len),
    g_free);
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
choose_rows (
  CarillonRecipientsGrid *self, const Place *place, guint n_cells, guint *n_rows, guint *n_appended)
{
  const CarillonGridRange *range = &place->range;
  guint n_shown = carillon_grid_model_get_n_shown (self->model);
  guint n = range->n_rows % n_cells == 0 ? range->n_rows : n_cells;

  *n_appended = 0;
  if (n_cells == 1 && range->n_rows > 1) {
    *n_rows = place->n_rows;
    return g_memdup2 (place->rows, place->n_rows * sizeof (guint));
  }
  guint *rows = g_new (guint, (gsize) n + 1);
  *n_rows = range->row < n_shown ? MIN (n, n_shown - range->row) : 0;
  for (guint i = 0; i < *n_rows; i++) {
    rows[i] = carillon_grid_model_get_row (self->model, range->row + i);
  }
  *n_appended = n - *n_rows;
  return rows;
}

/* A first row of names of variables says where the cells below go. */
static GPtrArray *
read_header (CarillonRecipientsGrid *self, const DispatchMatrix *cells)
{
  g_autoptr (GPtrArray) columns = g_ptr_array_new ();
  guint n_columns = dispatch_matrix_get_n_columns (cells);

  if (dispatch_matrix_get_n_rows (cells) < 2 || n_columns < 2) {
    return NULL;
  }
  for (guint i = 0; i < n_columns; i++) {
    CarillonGridColumn *column =
      carillon_grid_columns_find_title (self, dispatch_matrix_get (cells, 0, i));
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
             DispatchMatrix *cells,
             const Place *place,
             GPtrArray *columns)
{
  const CarillonGridRange *range = &place->range;
  guint n_rows, n_appended;
  guint *rows = choose_rows (self, place, dispatch_matrix_get_n_rows (cells), &n_rows, &n_appended);
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

/* Takes @cells. */
static void
paste_cells (CarillonRecipientsGrid *self, DispatchMatrix *cells, Place *place)
{
  g_autoptr (DispatchMatrix) taken = cells;
  g_autoptr (GPtrArray) named = read_header (self, cells);
  CarillonGridRange *range = &place->range;
  guint n_columns = dispatch_matrix_get_n_columns (cells);

  if (named != NULL) {
    dispatch_matrix_drop_row (cells);
    write_cells (self, g_steal_pointer (&taken), place, named);
    return;
  }
  range->n_columns = range->n_columns % n_columns == 0 ? range->n_columns : n_columns;
  if (range->column + range->n_columns > self->shown->len) {
    carillon_recipients_grid_tell (
      self, _ ("Nothing was pasted: what was copied has more columns than there are from here on. "
               "Add columns, or begin further to the left."));
    return;
  }
  g_autoptr (GPtrArray) columns = list_columns (self, range->column, range->n_columns);
  write_cells (self, g_steal_pointer (&taken), place, columns);
}

/* Recipients behind all others: rows that begin with an address, or whose first line names one. */

typedef struct {
  char *text; /* (owned) */
  GPtrArray
    *variables; /* of CarillonVariable (owned) (nullable): to which cells without names go */
  guint n_added;
} Rows;

static void
rows_free (gpointer data)
{
  Rows *rows = data;

  g_clear_pointer (&rows->variables, g_ptr_array_unref);
  g_free (rows->text);
  g_free (rows);
}

static gboolean
append_to_table (DispatchTable *table, gpointer data, GError **error)
{
  Rows *rows = data;

  for (guint i = 0; rows->variables != NULL && i < rows->variables->len; i++) {
    const CarillonVariable *variable = g_ptr_array_index (rows->variables, i);
    guint column;
    if (!dispatch_table_find_column (table, variable->name, strlen (variable->name), &column) &&
        dispatch_table_get_n_columns (table) < DISPATCH_MAX_COLUMNS) {
      dispatch_table_add_column (table, variable->name);
    }
  }
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
  rows->variables = self->variables != NULL ? g_ptr_array_ref (self->variables) : NULL;
  carillon_grid_work_run (self, _ ("Paste"), strlen (text) / BYTES_OF_A_CELL, append_to_table, rows,
                          rows_free, on_appended,
                          GUINT_TO_POINTER (carillon_grid_model_get_n_shown (self->model)));
}

/* Reading the clipboard, which another program may take its time to fill. */

typedef struct {
  CarillonRecipientsGrid *grid; /* (owned) */
  GCancellable *work;           /* (owned) */
  Place place;
  gboolean appends; /* wherever that is */
} Paste;

static void
paste_free (Paste *paste)
{
  g_object_unref (paste->grid);
  g_object_unref (paste->work);
  g_free (paste->place.rows);
  g_free (paste);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Paste, paste_free)

static void
read_in_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const char *text = data;

  g_task_return_pointer (task, dispatch_matrix_read (text, strlen (text)),
                         (GDestroyNotify) dispatch_matrix_free);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Paste) paste = user_data;
  DispatchMatrix *cells = g_task_propagate_pointer (G_TASK (result), NULL);

  if (cells != NULL) {
    carillon_grid_work_end (paste->grid, paste->work);
    paste_cells (paste->grid, cells, &paste->place);
  }
}

/* At the empty row, and with a header that names an address, they are recipients. */
static gboolean
is_for_the_end (const Paste *paste, const char *text)
{
  CarillonRecipientsGrid *self = paste->grid;
  CarillonGridColumn *column = carillon_grid_columns_at (self, paste->place.range.column);
  gboolean at_end = paste->place.range.row >= carillon_grid_model_get_n_shown (self->model);

  return paste->appends || (at_end && column != NULL && column->kind != DISPATCH_COLUMN_VARIABLE) ||
         dispatch_paste_has_header (text);
}

/* Takes @text, which is %NULL where the clipboard has none. What is copied of an empty cell is an
 * empty text. */
static void
paste_text (Paste *paste, char *text)
{
  g_autoptr (Paste) taken = paste;
  g_autofree char *owned = text != NULL ? text : g_strdup (NO_TEXT);
  gsize length = strlen (owned);

  if (text == NULL || is_for_the_end (paste, text)) {
    carillon_grid_work_end (paste->grid, paste->work);
    append_rows (paste->grid, owned);
  } else if (length <= MAX_BYTES_AT_ONCE) {
    carillon_grid_work_end (paste->grid, paste->work);
    paste_cells (paste->grid, dispatch_matrix_read (owned, length), &paste->place);
  } else {
    g_autoptr (GTask) task = g_task_new (paste->grid, paste->work, on_read, paste);
    g_task_set_source_tag (task, paste_text);
    g_task_set_task_data (task, g_steal_pointer (&owned), g_free);
    g_task_run_in_thread (task, read_in_worker);
    g_steal_pointer (&taken);
  }
}

static void
on_text (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Paste) paste = user_data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  if (!g_cancellable_is_cancelled (paste->work)) {
    paste_text (g_steal_pointer (&paste), g_steal_pointer (&text));
  }
}

static void
begin_paste (CarillonRecipientsGrid *self, gboolean appends)
{
  Paste *paste = g_new0 (Paste, 1);

  carillon_grid_edit_end (self);
  paste->grid = g_object_ref (self);
  paste->work = carillon_grid_work_begin (self, _ ("Paste"));
  paste->appends = appends;
  carillon_grid_commands_get_range (self, &paste->place.range);
  paste->place.rows = carillon_grid_commands_dup_rows (self, &paste->place.n_rows);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), paste->work, on_text,
                                 paste);
}

static void
paste (GtkWidget *widget, const char *action, GVariant *parameter)
{
  begin_paste (CARILLON_RECIPIENTS_GRID (widget), FALSE);
}

static void
paste_rows (GtkWidget *widget, const char *action, GVariant *parameter)
{
  begin_paste (CARILLON_RECIPIENTS_GRID (widget), TRUE);
}

void
carillon_grid_clipboard_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "grid.copy", NULL, copy);
  gtk_widget_class_install_action (widget_class, "grid.cut", NULL, cut);
  gtk_widget_class_install_action (widget_class, "grid.paste", NULL, paste);
  gtk_widget_class_install_action (widget_class, "grid.paste-rows", NULL, paste_rows);
}
