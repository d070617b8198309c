/* Spreadsheets calculate what begins like a formula, also in a file that somebody else sent (OWASP,
 * "CSV Injection"). An apostrophe before it stops them, and import takes it off. So that this can
 * be undone exactly, text that begins with such apostrophes itself gets one more. */

#include "dispatch-export.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "dispatch-import-private.h"

/* So much text is written at once. */
#define PART (256 * 1024)

static const char formula_starts[] = "=+-@\t\r";

/* What has to be in quotes: other delimiters too, which makes the comma easy to recognise, and a
 * quote of any kind. */
static const char special[] = ",;|\t\"'\r\n";

static const char *const fixed_names[DISPATCH_N_FIXED_COLUMNS] = {
  [DISPATCH_COLUMN_USER] = "userId",
  [DISPATCH_COLUMN_TOKEN] = "token",
  [DISPATCH_COLUMN_PROVIDER] = "provider",
};

static gboolean
is_formula_after (const char *text, gsize length, gsize n_apostrophes)
{
  return n_apostrophes < length && text[n_apostrophes] != '\0' &&
         strchr (formula_starts, text[n_apostrophes]) != NULL;
}

static gsize
count_apostrophes (const char *text, gsize length)
{
  gsize n = 0;

  while (n < length && text[n] == '\'') {
    n++;
  }
  return n;
}

/**
 * dispatch_export_is_guarded:
 * @text: a cell, not ended by NUL
 * @length: of @text
 *
 * Returns: whether its first character is an apostrophe that an export put there
 */
gboolean
dispatch_export_is_guarded (const char *text, gsize length)
{
  gsize n = count_apostrophes (text, length);

  return n > 0 && is_formula_after (text, length, n);
}

static void
append_cell (GString *text, const char *cell, gboolean is_exact)
{
  gsize length = strlen (cell);
  gboolean needs_guard =
    !is_exact && is_formula_after (cell, length, count_apostrophes (cell, length));

  if (!needs_guard && strpbrk (cell, special) == NULL) {
    g_string_append_len (text, cell, (gssize) length);
    return;
  }
  g_string_append (text, needs_guard ? "\"'" : "\"");
  for (const char *at = cell; *at != '\0'; at++) {
    if (*at == '"') {
      g_string_append_c (text, '"');
    }
    g_string_append_c (text, *at);
  }
  g_string_append_c (text, '"');
}

static gboolean
has_values (const DispatchTable *table, guint column)
{
  for (guint row = 0; row < dispatch_table_get_n_rows (table); row++) {
    if (*dispatch_table_get (table, row, column) != '\0') {
      return TRUE;
    }
  }
  return FALSE;
}

/* Of columns that have such a name the first is taken for that of the addresses. */
static gboolean
has_variable_called_so (const DispatchTable *table)
{
  for (guint i = DISPATCH_N_FIXED_COLUMNS; i < dispatch_table_get_n_columns (table); i++) {
    if (dispatch_import_name_is_known (dispatch_table_get_column_name (table, i))) {
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * dispatch_export_choose_columns:
 * @table: recipients
 * @options: how to write them
 *
 * Returns: (transfer full): the columns to write, ended by [const@Dispatch.NONE]
 */
guint *
dispatch_export_choose_columns (const DispatchTable *table, const DispatchExportOptions *options)
{
  guint n_columns = dispatch_table_get_n_columns (table), n_chosen = 0;
  guint *chosen = g_new (guint, n_columns + 1);
  gboolean has_all = options->is_exact || has_variable_called_so (table);

  for (guint i = 0; i < n_columns; i++) {
    if (has_all || i == DISPATCH_COLUMN_USER || i >= DISPATCH_N_FIXED_COLUMNS ||
        has_values (table, i)) {
      chosen[n_chosen++] = i;
    }
  }
  chosen[n_chosen] = DISPATCH_NONE;
  return chosen;
}

/**
 * dispatch_export_append_header:
 * @text: to which the first line is added
 * @table: recipients
 * @columns: (array zero-terminated=1): what to write
 * @options: how to write it
 */
void
dispatch_export_append_header (GString *text,
                               const DispatchTable *table,
                               const guint *columns,
                               const DispatchExportOptions *options)
{
  for (guint i = 0; columns[i] != DISPATCH_NONE; i++) {
    const char *name = columns[i] < DISPATCH_N_FIXED_COLUMNS
                         ? fixed_names[columns[i]]
                         : dispatch_table_get_column_name (table, columns[i]);
    g_string_append (text, i > 0 ? "," : "");
    append_cell (text, name, options->is_exact);
  }
  g_string_append (text, options->line_end);
}

/**
 * dispatch_export_append_row:
 * @text: to which a line is added, or more when a cell has line ends
 * @table: recipients
 * @row: one of them
 * @columns: (array zero-terminated=1): what to write
 * @options: how to write it
 */
void
dispatch_export_append_row (GString *text,
                            const DispatchTable *table,
                            guint row,
                            const guint *columns,
                            const DispatchExportOptions *options)
{
  gsize start = text->len;

  for (guint i = 0; columns[i] != DISPATCH_NONE; i++) {
    g_string_append (text, i > 0 ? "," : "");
    append_cell (text, dispatch_table_get (table, row, columns[i]), options->is_exact);
  }
  /* A line without a character is no row. */
  if (text->len == start) {
    g_string_append (text, "\"\"");
  }
  g_string_append (text, options->line_end);
}

typedef struct {
  DispatchTable *table;
  GFile *file;
  DispatchExportOptions options;
  DispatchProgress *progress; /* (nullable) */
} Export;

static void
export_free (Export *export)
{
  dispatch_table_free (export->table);
  g_object_unref (export->file);
  g_clear_object (&export->progress);
  g_free (export);
}

static gboolean
set_errno (GError **error, int code)
{
  g_set_error_literal (error, G_IO_ERROR, (int) g_io_error_from_errno (code), g_strerror (code));
  return FALSE;
}

static gboolean
write_text (int fd, GString *text, GError **error)
{
  for (gsize done = 0; done < text->len;) {
    gssize written = write (fd, text->str + done, text->len - done);
    if (written < 0 && errno != EINTR) {
      return set_errno (error, errno);
    }
    done += (gsize) MAX (written, 0);
  }
  g_string_truncate (text, 0);
  return TRUE;
}

static gboolean
write_rows (const Export *export, int fd, GCancellable *cancellable, GError **error)
{
  const DispatchTable *table = export->table;
  guint n_rows = dispatch_table_get_n_rows (table);
  g_autofree guint *columns = dispatch_export_choose_columns (table, &export->options);
  g_autoptr (GString) text = g_string_new (export->options.has_mark ? "\xEF\xBB\xBF" : NULL);

  dispatch_export_append_header (text, table, columns, &export->options);
  for (guint row = 0; row < n_rows; row++) {
    dispatch_export_append_row (text, table, row, columns, &export->options);
    if (text->len < PART) {
      continue;
    }
    dispatch_progress_tell (export->progress, row, n_rows);
    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !write_text (fd, text, error)) {
      return FALSE;
    }
  }
  return write_text (fd, text, error) && (fsync (fd) == 0 || set_errno (error, errno));
}

/* In the folder of the file, so that it can be renamed over it; device tokens are in it, which
 * nobody else may read. */
static int
open_part (GFile *file, char **part, GError **error)
{
  g_autofree char *path = g_file_get_path (file);

  if (path == NULL) {
    set_errno (error, ENOTSUP);
    return -1;
  }
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  *part = g_strdup_printf ("%s/.%s.XXXXXX", folder, name);
  int fd = g_mkstemp_full (*part, O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0) {
    set_errno (error, errno);
  }
  return fd;
}

static gboolean
write_file (const Export *export, GCancellable *cancellable, GError **error)
{
  g_autofree char *part = NULL;
  int fd = open_part (export->file, &part, error);

  if (fd < 0) {
    return FALSE;
  }
  gboolean is_written = write_rows (export, fd, cancellable, error) &&
                        !g_cancellable_set_error_if_cancelled (cancellable, error);
  is_written = g_close (fd, is_written ? error : NULL) && is_written;
  if (is_written && g_rename (part, g_file_peek_path (export->file)) != 0) {
    is_written = set_errno (error, errno);
  }
  if (!is_written) {
    g_unlink (part);
  }
  return is_written;
}

static void
run_export (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (!write_file (data, cancellable, &error)) {
    g_task_return_error (task, error);
    return;
  }
  g_task_return_boolean (task, TRUE);
}

/**
 * dispatch_export_async:
 * @table: recipients
 * @file: where to write them
 * @options: how
 * @progress: (nullable): told how far it is
 * @cancellable: (nullable): a cancellable
 * @callback: called when the file is there
 * @user_data: for @callback
 */
void
dispatch_export_async (const DispatchTable *table,
                       GFile *file,
                       const DispatchExportOptions *options,
                       DispatchProgress *progress,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_return_if_fail (table != NULL && G_IS_FILE (file) && options != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Export *export = g_new0 (Export, 1);
  export->table = dispatch_table_copy (table);
  export->file = g_object_ref (file);
  export->options = *options;
  g_set_object (&export->progress, progress);
  g_task_set_source_tag (task, dispatch_export_async);
  g_task_set_task_data (task, export, (GDestroyNotify) export_free);
  g_task_run_in_thread (task, run_export);
}

/**
 * dispatch_export_finish:
 * @result: what the callback was given
 * @error: return location for %G_IO_ERROR_CANCELLED, or an error of writing
 *
 * Returns: whether the file is there; otherwise what was there before is there still
 */
gboolean
dispatch_export_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, dispatch_export_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
