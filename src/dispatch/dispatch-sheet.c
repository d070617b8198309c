#include "dispatch-sheet.h"

#include <string.h>

#include "dispatch-file-copy.h"

/* How often a cancelled load notices it. */
#define ROWS_AT_A_TIME 1024

typedef struct {
  gsize offset;
  guint line;
} Row;

struct _DispatchSheet {
  char *name;
  GBytes *bytes;    /* (owned): in UTF-8 */
  const char *text; /* (unowned): of @bytes */
  gsize length;
  GArray *rows; /* of Row */
  guint n_columns;
  DispatchCsvOptions options;
};

typedef struct {
  guint line;
} DispatchSheetErrorPrivate;

/* Not inlined, here and below: behind the precondition check of GLib's accessor gcc would see a
 * null pointer. */
static G_NO_INLINE void
dispatch_sheet_error_private_init (DispatchSheetErrorPrivate *private)
{
}

static G_NO_INLINE void
dispatch_sheet_error_private_copy (const DispatchSheetErrorPrivate *from,
                                   DispatchSheetErrorPrivate *to)
{
  *to = *from;
}

static G_NO_INLINE void
dispatch_sheet_error_private_clear (DispatchSheetErrorPrivate *private)
{
}

G_DEFINE_EXTENDED_ERROR (DispatchSheetError, dispatch_sheet_error)

static G_NO_INLINE DispatchSheetErrorPrivate *
get_private (const GError *error)
{
  return dispatch_sheet_error_get_private (error);
}

static gboolean
set_error_at (GError **error, DispatchSheetError code, guint line, const char *message)
{
  GError *made = g_error_new (DISPATCH_SHEET_ERROR, (int) code, "line %u: %s", line, message);

  get_private (made)->line = line;
  g_propagate_error (error, made);
  return FALSE;
}

/**
 * dispatch_sheet_error_get_line:
 * @error: any error
 *
 * Returns: the line of the file that it is about, from 1; 0 where it is about none
 */
guint
dispatch_sheet_error_get_line (const GError *error)
{
  g_return_val_if_fail (error != NULL, 0);

  return error->domain == DISPATCH_SHEET_ERROR ? get_private (error)->line : 0;
}

static void
sheet_clear (gpointer data)
{
  DispatchSheet *self = data;

  g_free (self->name);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->rows, g_array_unref);
}

DispatchSheet *
dispatch_sheet_ref (DispatchSheet *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
dispatch_sheet_unref (DispatchSheet *self)
{
  g_atomic_rc_box_release_full (self, sheet_clear);
}

static gboolean
set_large (GError **error)
{
  g_set_error_literal (error, DISPATCH_SHEET_ERROR, DISPATCH_SHEET_ERROR_TOO_LARGE,
                       "the file has more than this program takes");
  return FALSE;
}

static guint
count_lines (const char *text, const char *end)
{
  guint n_lines = 1;

  for (const char *at = text; at < end; at++) {
    n_lines += *at == '\n';
  }
  return n_lines;
}

static gboolean
check_text (const DispatchSheet *self, GError **error)
{
  const char *bad = NULL;

  /* Zero bytes are not valid either. */
  if (g_utf8_validate_len (self->text, self->length, &bad)) {
    return TRUE;
  }
  return set_error_at (error, DISPATCH_SHEET_ERROR_NOT_TEXT, count_lines (self->text, bad),
                       "bytes that are no text");
}

static gboolean
find_rows (DispatchSheet *self, GCancellable *cancellable, GError **error)
{
  g_auto (DispatchCsv) csv = { 0 };
  DispatchCsvStep step;

  gsize preface = dispatch_csv_get_preface (self->text, self->length, NULL);
  dispatch_csv_init (&csv, self->text, self->length, &self->options);
  dispatch_csv_seek (&csv, csv.at + preface, preface > 0 ? 2 : 1);
  while ((step = dispatch_csv_step (&csv)) == DISPATCH_CSV_ROW) {
    if (dispatch_csv_row_is_blank (&csv)) {
      continue;
    }
    const Row row = { (gsize) (csv.row_at - self->text), csv.row_line };
    if (self->rows->len == DISPATCH_SHEET_MAX_ROWS ||
        dispatch_csv_get_n_cells (&csv) > DISPATCH_SHEET_MAX_COLUMNS) {
      return set_large (error);
    }
    if (self->rows->len % ROWS_AT_A_TIME == 0 &&
        g_cancellable_set_error_if_cancelled (cancellable, error)) {
      return FALSE;
    }
    g_array_append_val (self->rows, row);
    self->n_columns = MAX (self->n_columns, dispatch_csv_get_n_cells (&csv));
  }
  if (step == DISPATCH_CSV_OPEN_QUOTE) {
    return set_error_at (error, DISPATCH_SHEET_ERROR_QUOTE, csv.row_line,
                         "a quotation mark that is never closed");
  }
  if (self->rows->len == 0) {
    g_set_error_literal (error, DISPATCH_SHEET_ERROR, DISPATCH_SHEET_ERROR_EMPTY,
                         "the file has no rows");
    return FALSE;
  }
  return TRUE;
}

static gboolean
read_file (DispatchSheet *self, GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) bytes =
    dispatch_file_copy (file, DISPATCH_SHEET_MAX_BYTES, NULL, cancellable, error);
  gsize length;

  if (bytes == NULL) {
    return FALSE;
  }
  const char *data = g_bytes_get_data (bytes, &length);
  self->options = dispatch_csv_sniff (data != NULL ? data : "", length);
  self->bytes = dispatch_file_decode (bytes, self->options.encoding, cancellable, error);
  if (self->bytes == NULL) {
    return FALSE;
  }
  self->text = g_bytes_get_data (self->bytes, &self->length);
  /* Nothing is nowhere. */
  self->text = self->text != NULL ? self->text : "";
  return TRUE;
}

static void
load (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GFile *file = data;
  g_autoptr (DispatchSheet) self = g_atomic_rc_box_new0 (DispatchSheet);
  GError *error = NULL;

  self->name = g_file_get_basename (file);
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  if (!read_file (self, file, cancellable, &error) || !check_text (self, &error) ||
      !find_rows (self, cancellable, &error)) {
    g_task_return_error (task, error);
    return;
  }
  g_task_return_pointer (task, g_steal_pointer (&self), (GDestroyNotify) dispatch_sheet_unref);
}

/**
 * dispatch_sheet_load_async:
 * @file: a file of separated cells
 * @cancellable: (nullable): a cancellable
 * @callback: called with its rows
 * @user_data: for @callback
 *
 * Reads a file in a worker. What separates its cells and how it is encoded is recognised; cells in
 * quotes may have line ends (RFC 4180).
 */
void
dispatch_sheet_load_async (GFile *file,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (G_IS_FILE (file));

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, dispatch_sheet_load_async);
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (task, load);
}

/**
 * dispatch_sheet_load_finish:
 * @result: what the callback was given
 * @error: return location for a [error@Dispatch.SheetError] or an error of reading
 *
 * Returns: (transfer full) (nullable): the rows
 */
DispatchSheet *
dispatch_sheet_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, dispatch_sheet_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

const char *
dispatch_sheet_get_name (const DispatchSheet *self)
{
  return self->name;
}

guint
dispatch_sheet_get_n_rows (const DispatchSheet *self)
{
  return self->rows->len;
}

guint
dispatch_sheet_get_n_columns (const DispatchSheet *self)
{
  return self->n_columns;
}

guint
dispatch_sheet_get_line (const DispatchSheet *self, guint row)
{
  g_return_val_if_fail (row < self->rows->len, 0);

  return g_array_index (self->rows, Row, row).line;
}

/**
 * dispatch_sheet_begin:
 * @self: a sheet
 * @csv: (out caller-allocates): a reader of it, for one thread
 */
void
dispatch_sheet_begin (const DispatchSheet *self, DispatchCsv *csv)
{
  dispatch_csv_init (csv, self->text, self->length, &self->options);
}

/**
 * dispatch_sheet_read:
 * @self: a sheet
 * @row: a row, from 0
 * @csv: a reader of @self, at that row afterwards
 */
void
dispatch_sheet_read (const DispatchSheet *self, guint row, DispatchCsv *csv)
{
  g_return_if_fail (row < self->rows->len);

  const Row *at = &g_array_index (self->rows, Row, row);
  dispatch_csv_seek (csv, self->text + at->offset, at->line);
  dispatch_csv_step (csv);
}
