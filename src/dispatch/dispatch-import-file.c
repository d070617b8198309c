#include <string.h>

#include "dispatch-file-copy.h"
#include "dispatch-import-private.h"
#include "dispatch-sheet.h"

/* Of a file, as much as is decoded for a look at its first rows: little enough for a main thread.
 */
#define SAMPLE_BYTES (256 * 1024)

struct _DispatchImportFile {
  char *name;
  GBytes *bytes; /* (owned) */
  guint first_line;
  DispatchCsvOptions options;
};

static void
file_clear (gpointer data)
{
  DispatchImportFile *self = data;

  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->bytes, g_bytes_unref);
}

DispatchImportFile *
dispatch_import_file_ref (DispatchImportFile *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
dispatch_import_file_unref (DispatchImportFile *self)
{
  g_atomic_rc_box_release_full (self, file_clear);
}

/* A name that is known makes a header of a row that does not look like one. */
static gboolean
first_row_has_known_name (const DispatchImportFile *self)
{
  g_autoptr (DispatchImportPreview) preview = dispatch_import_preview_new (self, &self->options);

  for (guint i = 0; i < dispatch_import_preview_get_n_columns (preview); i++) {
    const char *name = self->options.has_header ? dispatch_import_preview_get_name (preview, i)
                                                : dispatch_import_preview_get_cell (preview, 0, i);
    if (dispatch_import_name_is_known (name)) {
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * dispatch_import_file_new_for_bytes:
 * @name: what it is called
 * @bytes: what is in it, which nobody changes
 * @first_line: the number of its first line, from 1: of a part of a file
 *
 * Returns: (transfer full): a file
 */
DispatchImportFile *
dispatch_import_file_new_for_bytes (const char *name, GBytes *bytes, guint first_line)
{
  g_return_val_if_fail (name != NULL && bytes != NULL, NULL);

  DispatchImportFile *self = g_atomic_rc_box_new0 (DispatchImportFile);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  self->name = g_strdup (name);
  self->bytes = g_bytes_ref (bytes);
  self->first_line = first_line;
  self->options = dispatch_csv_sniff (data != NULL ? data : "", length);
  self->options.has_header = self->options.has_header || first_row_has_known_name (self);
  return self;
}

/**
 * dispatch_import_file_load:
 * @file: a file
 * @progress: (nullable): told how far it is
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error, see above
 *
 * Reads a file, for a worker: what others do to it afterwards changes nothing.
 *
 * Returns: (transfer full) (nullable): the file
 */
DispatchImportFile *
dispatch_import_file_load (GFile *file,
                           DispatchProgress *progress,
                           GCancellable *cancellable,
                           GError **error)
{
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  g_autofree char *name = g_file_get_basename (file);
  g_autoptr (GBytes) bytes =
    dispatch_file_copy (file, DISPATCH_IMPORT_MAX_BYTES, progress, cancellable, error);

  if (bytes == NULL) {
    return NULL;
  }
  if (g_bytes_get_size (bytes) == 0) {
    g_set_error_literal (error, DISPATCH_SHEET_ERROR, DISPATCH_SHEET_ERROR_EMPTY,
                         "the file has no rows");
    return NULL;
  }
  return dispatch_import_file_new_for_bytes (name, bytes, 1);
}

typedef struct {
  GFile *file;
  DispatchProgress *progress; /* (nullable) */
} Load;

static void
load_free (Load *load)
{
  g_object_unref (load->file);
  g_clear_object (&load->progress);
  g_free (load);
}

/* To open a pipe takes until somebody writes to it, which nobody can stop. */
static gboolean
check_type (GFile *file, GError **error)
{
  if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL) != G_FILE_TYPE_SPECIAL) {
    return TRUE;
  }
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, "not a file");
  return FALSE;
}

static void
run_load (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Load *load = data;
  GError *error = NULL;
  DispatchImportFile *self =
    check_type (load->file, &error)
      ? dispatch_import_file_load (load->file, load->progress, cancellable, &error)
      : NULL;

  if (self == NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_task_return_pointer (task, self, (GDestroyNotify) dispatch_import_file_unref);
}

/**
 * dispatch_import_file_load_async:
 * @file: a file, which is no pipe and no device
 * @progress: (nullable): told how far it is
 * @cancellable: (nullable): a cancellable
 * @callback: called with the file
 * @user_data: for @callback
 */
void
dispatch_import_file_load_async (GFile *file,
                                 DispatchProgress *progress,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (G_IS_FILE (file));

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Load *load = g_new0 (Load, 1);
  load->file = g_object_ref (file);
  g_set_object (&load->progress, progress);
  g_task_set_source_tag (task, dispatch_import_file_load_async);
  g_task_set_task_data (task, load, (GDestroyNotify) load_free);
  g_task_run_in_thread (task, run_load);
}

/**
 * dispatch_import_file_load_finish:
 * @result: what the callback was given
 * @error: return location for an error, see above
 *
 * Returns: (transfer full) (nullable): the file
 */
DispatchImportFile *
dispatch_import_file_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, dispatch_import_file_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

const char *
dispatch_import_file_get_name (const DispatchImportFile *self)
{
  return self->name;
}

const DispatchCsvOptions *
dispatch_import_file_get_options (const DispatchImportFile *self)
{
  return &self->options;
}

GBytes *
dispatch_import_file_get_bytes (const DispatchImportFile *self)
{
  return self->bytes;
}

guint
dispatch_import_file_get_first_line (const DispatchImportFile *self)
{
  return self->first_line;
}

static void
skip_preface (const DispatchImportFile *self, DispatchImportSample *sample)
{
  gsize preface = dispatch_csv_get_preface (sample->text, sample->length, NULL);

  sample->first_line = self->first_line + (preface > 0 ? 1 : 0);
  sample->text += preface;
  sample->length -= preface;
}

/* Private: see the header. */
void
dispatch_import_file_sample (const DispatchImportFile *self,
                             DispatchEncoding encoding,
                             DispatchImportSample *sample)
{
  gsize length;
  const char *data = g_bytes_get_data (self->bytes, &length);
  gsize mark = dispatch_encoding_get_mark (encoding, data, length);
  gsize part = MIN (length - mark, SAMPLE_BYTES);

  sample->is_whole = part == length - mark;
  if (encoding == DISPATCH_ENCODING_UTF_8) {
    sample->text = data != NULL ? data + mark : "";
    sample->length = part;
  } else {
    sample->decoded = g_string_new (NULL);
    dispatch_encoding_decode (encoding, data + mark, part, sample->is_whole, sample->decoded);
    sample->text = sample->decoded->str;
    sample->length = sample->decoded->len;
  }
  skip_preface (self, sample);
}

void
dispatch_import_sample_clear (DispatchImportSample *self)
{
  if (self->decoded != NULL) {
    g_string_free (g_steal_pointer (&self->decoded), TRUE);
  }
}

/* Preview. */

typedef struct {
  guint line;
  char **cells; /* (owned) */
  guint n_cells;
} Row;

struct _DispatchImportPreview {
  GArray *rows; /* of Row */
  Row header;   /* of no cells where there is none */
  guint n_columns;
};

static void
row_clear (gpointer data)
{
  Row *row = data;

  g_clear_pointer (&row->cells, g_strfreev);
}

static void
row_take (Row *row, DispatchCsv *csv)
{
  guint n = MIN (csv->n_cells, DISPATCH_CSV_MAX_CELLS);

  row->line = csv->row_line;
  row->n_cells = n;
  row->cells = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++) {
    const DispatchCsvCell *cell = &csv->cells[i];
    row->cells[i] = g_utf8_make_valid (cell->text, (gssize) cell->length);
  }
}

/* Empty cells at the end of a row are of no column that the others do not have. */
static void
add_row (DispatchImportPreview *self, DispatchCsv *csv, gboolean has_header)
{
  Row row = { 0 };

  if (has_header && self->header.cells == NULL) {
    row_take (&self->header, csv);
    self->n_columns = self->header.n_cells;
    return;
  }
  row_take (&row, csv);
  g_array_append_val (self->rows, row);
  if (!has_header) {
    self->n_columns = MAX (self->n_columns, MIN (csv->n_filled, DISPATCH_CSV_MAX_CELLS));
  }
}

/**
 * dispatch_import_preview_new:
 * @file: a file
 * @options: how to read it
 *
 * Returns: (transfer full): its first rows
 */
DispatchImportPreview *
dispatch_import_preview_new (const DispatchImportFile *file, const DispatchCsvOptions *options)
{
  g_return_val_if_fail (file != NULL && options != NULL, NULL);

  DispatchImportPreview *self = g_new0 (DispatchImportPreview, 1);
  g_auto (DispatchImportSample) sample = { 0 };
  g_auto (DispatchCsv) csv = { 0 };
  DispatchCsvStep step;

  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  g_array_set_clear_func (self->rows, row_clear);
  dispatch_import_file_sample (file, options->encoding, &sample);
  dispatch_csv_init (&csv, sample.text, sample.length, options);
  dispatch_csv_seek (&csv, csv.at, sample.first_line);
  while (self->rows->len < DISPATCH_IMPORT_PREVIEW_ROWS &&
         (step = dispatch_csv_step (&csv)) != DISPATCH_CSV_END) {
    /* A row that was cut off is shown nevertheless when it is the first. */
    gboolean is_cut = csv.at == csv.end && !sample.is_whole && self->n_columns > 0;
    if (step == DISPATCH_CSV_ROW && !is_cut) {
      add_row (self, &csv, options->has_header);
    }
  }
  return self;
}

void
dispatch_import_preview_free (DispatchImportPreview *self)
{
  row_clear (&self->header);
  g_array_unref (self->rows);
  g_free (self);
}

guint
dispatch_import_preview_get_n_rows (const DispatchImportPreview *self)
{
  return self->rows->len;
}

guint
dispatch_import_preview_get_n_columns (const DispatchImportPreview *self)
{
  return self->n_columns;
}

const char *
dispatch_import_preview_get_name (const DispatchImportPreview *self, guint column)
{
  return column < self->header.n_cells ? self->header.cells[column] : "";
}

const char *
dispatch_import_preview_get_cell (const DispatchImportPreview *self, guint row, guint column)
{
  const Row *found = row < self->rows->len ? &g_array_index (self->rows, Row, row) : NULL;

  return found != NULL && column < found->n_cells ? found->cells[column] : "";
}

guint
dispatch_import_preview_get_line (const DispatchImportPreview *self, guint row)
{
  return row < self->rows->len ? g_array_index (self->rows, Row, row).line : 0;
}
