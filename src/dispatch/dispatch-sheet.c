/* The file is copied to one that has no name and is mapped from there: a mapped file that somebody
 * else makes shorter ends the program that reads it (SIGBUS), and one that is written to shows rows
 * that were never looked at. On its way UTF-16, which spreadsheets write as "Unicode text", becomes
 * UTF-8. */

#include "dispatch-sheet.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Bytes at a time. */
#define CHUNK (64 * 1024)

/* How often a cancelled load notices it. */
#define ROWS_AT_A_TIME 1024

typedef struct {
  gsize offset;
  guint line;
} Row;

struct _DispatchSheet {
  char *name;
  GMappedFile *file;
  const char *text; /* (unowned): of @file */
  gsize length;
  GArray *rows; /* of Row */
  guint n_columns;
  char separator;
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
  g_clear_pointer (&self->file, g_mapped_file_unref);
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
write_all (int fd, const char *bytes, gsize length, GError **error)
{
  while (length > 0) {
    gssize written = write (fd, bytes, length);
    if (written < 0 && errno != EINTR) {
      int code = errno;
      g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (code), g_strerror (code));
      return FALSE;
    }
    bytes += MAX (written, 0);
    length -= (gsize) MAX (written, 0);
  }
  return TRUE;
}

/* A byte order mark alone tells the two kinds of UTF-16. */
static const char *
find_charset (GBufferedInputStream *stream)
{
  gsize length = 0;
  const guchar *bytes = g_buffered_input_stream_peek_buffer (stream, &length);

  if (length >= 2 && bytes[0] == 0xFF && bytes[1] == 0xFE) {
    return "UTF-16LE";
  }
  return length >= 2 && bytes[0] == 0xFE && bytes[1] == 0xFF ? "UTF-16BE" : NULL;
}

static GInputStream *
decode (GInputStream *plain, GCancellable *cancellable, gboolean *is_converted, GError **error)
{
  g_autoptr (GInputStream) buffered = g_buffered_input_stream_new (plain);

  if (g_buffered_input_stream_fill (G_BUFFERED_INPUT_STREAM (buffered), CHUNK, cancellable, error) <
      0) {
    return NULL;
  }
  const char *charset = find_charset (G_BUFFERED_INPUT_STREAM (buffered));
  *is_converted = charset != NULL;
  if (charset == NULL) {
    return g_steal_pointer (&buffered);
  }
  g_autoptr (GCharsetConverter) converter = g_charset_converter_new ("UTF-8", charset, error);
  return converter != NULL ? g_converter_input_stream_new (buffered, G_CONVERTER (converter))
                           : NULL;
}

static gboolean
set_large (GError **error)
{
  g_set_error_literal (error, DISPATCH_SHEET_ERROR, DISPATCH_SHEET_ERROR_TOO_LARGE,
                       "the file has more than this program takes");
  return FALSE;
}

static gboolean
copy_bytes (GInputStream *from, int to, gint64 *n_bytes, GCancellable *cancellable, GError **error)
{
  g_autofree char *chunk = g_malloc (CHUNK);
  gssize length;

  *n_bytes = 0;
  while ((length = g_input_stream_read (from, chunk, CHUNK, cancellable, error)) > 0) {
    *n_bytes += length;
    if (*n_bytes > DISPATCH_SHEET_MAX_BYTES) {
      return set_large (error);
    }
    if (!write_all (to, chunk, (gsize) length, error)) {
      return FALSE;
    }
  }
  return length == 0;
}

static gboolean
check_size (GFileInputStream *file, gint64 n_bytes, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInfo) info =
    g_file_input_stream_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, cancellable, NULL);

  /* What is no regular file has no size. */
  if (info != NULL && n_bytes < g_file_info_get_size (info)) {
    g_set_error_literal (error, DISPATCH_SHEET_ERROR, DISPATCH_SHEET_ERROR_CHANGED,
                         "the file ended before its size");
    return FALSE;
  }
  return TRUE;
}

static gboolean
copy_file (GFile *file, int to, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInputStream) plain = g_file_read (file, cancellable, error);
  gboolean is_converted = FALSE;
  gint64 n_bytes = 0;

  if (plain == NULL) {
    return FALSE;
  }
  g_autoptr (GInputStream) text =
    decode (G_INPUT_STREAM (plain), cancellable, &is_converted, error);
  return text != NULL && copy_bytes (text, to, &n_bytes, cancellable, error) &&
         (is_converted || check_size (plain, n_bytes, cancellable, error));
}

static GMappedFile *
map_copy (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autofree char *path = NULL;
  GMappedFile *mapped = NULL;
  int fd = g_file_open_tmp (NULL, &path, error);

  if (fd < 0) {
    return NULL;
  }
  g_unlink (path);
  if (copy_file (file, fd, cancellable, error)) {
    mapped = g_mapped_file_new_from_fd (fd, FALSE, error);
  }
  g_close (fd, NULL);
  return mapped;
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

  dispatch_csv_init (&csv, self->text, self->length);
  self->separator = csv.separator;
  while ((step = dispatch_csv_step (&csv)) == DISPATCH_CSV_ROW) {
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

static void
load (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GFile *file = data;
  g_autoptr (DispatchSheet) self = g_atomic_rc_box_new0 (DispatchSheet);
  GError *error = NULL;

  self->name = g_file_get_basename (file);
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  self->file = map_copy (file, cancellable, &error);
  if (self->file != NULL) {
    self->text = g_mapped_file_get_contents (self->file);
    self->length = g_mapped_file_get_length (self->file);
    /* An empty file cannot be mapped, and has no contents. */
    self->text = self->text != NULL ? self->text : "";
  }
  if (self->file == NULL || !check_text (self, &error) || !find_rows (self, cancellable, &error)) {
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
 * Reads a file in a worker. Commas, semicolons and tabs separate; cells in quotes may have line
 * ends (RFC 4180).
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
  dispatch_csv_init (csv, self->text, self->length);
  csv->separator = self->separator;
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
