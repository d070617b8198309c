/* The text is cut into pieces behind line ends, which are read at the same time. A line end may
 * turn out to be in a cell: then the piece before it ends elsewhere than where the next begins, and
 * that one is read again from there. Which lines the rows of the table were is kept as runs, of
 * which a file without line ends in cells has one for each bad row; what is bad is kept as its
 * place in the text. */

#include <string.h>

#include "dispatch-file-copy.h"
#include "dispatch-import-private.h"

/* Of a piece, in bytes: enough that beginning one is nothing to it, little enough that all threads
 * end at about the same time, and that a table takes its rows, of two bytes at least. Tests want to
 * see text cut everywhere. */
#define PIECE_BYTES (1024 * 1024)
G_STATIC_ASSERT (PIECE_BYTES / 2 < DISPATCH_MAX_ROWS);

static gsize piece_bytes = PIECE_BYTES;

/* Memory is the limit of more. */
#define MAX_THREADS 8

/* Of a bad row, in bytes: a line of a list. */
#define EXCERPT 160

struct _DispatchImport {
  GBytes *text; /* (owned): in UTF-8 */
  DispatchTable *table;
  GArray *runs; /* of DispatchImportRun */
  GArray *bad;  /* of DispatchImportBad */
  guint n_bad;
};

typedef struct {
  DispatchImport *import;
  DispatchImportShared shared;
  DispatchImportTarget *targets; /* (owned) */
  GArray *pieces;                /* of DispatchImportPiece */
  int next_piece;                /* (atomic) */

  /* Of what is joined already. */
  const char *at;
  guint line;
} Build;

static void
import_clear (gpointer data)
{
  DispatchImport *self = data;

  g_clear_pointer (&self->text, g_bytes_unref);
  g_clear_pointer (&self->table, dispatch_table_free);
  g_clear_pointer (&self->runs, g_array_unref);
  g_clear_pointer (&self->bad, g_array_unref);
}

DispatchImport *
dispatch_import_ref (DispatchImport *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
dispatch_import_unref (DispatchImport *self)
{
  g_atomic_rc_box_release_full (self, import_clear);
}

/* Private: for tests, before the first build. */
void
dispatch_import_set_piece_bytes (gsize n_bytes)
{
  piece_bytes = n_bytes;
}

/* Private: tells that some bytes and rows more are done. Answers whether to go on: not when
 * somebody cancelled, nor when there are more rows than a table takes and several threads counted
 * them, none of which knows which rows are the first. */
gboolean
dispatch_import_shared_go_on (DispatchImportShared *self, gsize n_bytes, guint n_rows)
{
  gsize n_done = (gsize) g_atomic_pointer_add (&self->n_done, (gssize) n_bytes) + n_bytes;
  guint n_all = (guint) g_atomic_int_add (&self->n_rows, (int) n_rows) + n_rows;

  dispatch_progress_tell (self->progress, n_done, (guint64) (self->end - self->text));
  return !g_cancellable_is_cancelled (self->cancellable) &&
         (self->is_alone || n_all <= DISPATCH_MAX_ROWS);
}

/* Private. */
void
dispatch_import_piece_init (DispatchImportPiece *self,
                            DispatchImportShared *shared,
                            const char *start,
                            const char *stop)
{
  dispatch_import_piece_clear (self);
  *self = (DispatchImportPiece){
    .shared = shared,
    .start = start,
    .stop = stop,
    .blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) dispatch_block_unref),
    .runs = g_array_new (FALSE, FALSE, sizeof (DispatchImportRun)),
    .bad = g_array_new (FALSE, FALSE, sizeof (DispatchImportBad)),
  };
}

/* Private. */
void
dispatch_import_piece_clear (gpointer data)
{
  DispatchImportPiece *self = data;

  g_clear_pointer (&self->blocks, g_ptr_array_unref);
  g_clear_pointer (&self->runs, g_array_unref);
  g_clear_pointer (&self->bad, g_array_unref);
}

/* Columns that are the same variable have one target. Answers DISPATCH_NONE where there are too
 * many. */
static guint
choose_column (DispatchTable *table, const char *name, gboolean *is_repeated)
{
  guint column = DISPATCH_NONE;

  *is_repeated = dispatch_table_find_column (table, name, strlen (name), &column);
  if (*is_repeated || dispatch_table_get_n_columns (table) == DISPATCH_MAX_COLUMNS) {
    return column;
  }
  return dispatch_table_add_column (table, name);
}

static void
choose_targets (Build *build, const DispatchImportMapping *mapping)
{
  static const guint columns[DISPATCH_N_IMPORT_ROLES] = {
    [DISPATCH_IMPORT_USER] = DISPATCH_COLUMN_USER,
    [DISPATCH_IMPORT_TOKEN] = DISPATCH_COLUMN_TOKEN,
    [DISPATCH_IMPORT_PROVIDER] = DISPATCH_COLUMN_PROVIDER,
  };
  DispatchTable *table = build->import->table;

  build->targets = g_new0 (DispatchImportTarget, mapping->n_columns);
  for (guint i = 0; i < mapping->n_columns; i++) {
    DispatchImportRole role = mapping->columns[i].role;
    gboolean is_repeated = FALSE;
    guint column = role == DISPATCH_IMPORT_VARIABLE
                     ? choose_column (table, mapping->columns[i].name, &is_repeated)
                     : columns[role];
    if (column != DISPATCH_NONE) {
      build->targets[i] = (DispatchImportTarget){
        .role = role,
        .slot = dispatch_table_get_slot (table, column),
        .is_repeated = is_repeated,
      };
    }
  }
}

static void
build_init (Build *build, DispatchImportFile *file, const DispatchImportMapping *mapping)
{
  gsize length;
  const char *text = g_bytes_get_data (build->import->text, &length);

  build->import->table = dispatch_table_new ();
  build->import->runs = g_array_new (FALSE, FALSE, sizeof (DispatchImportRun));
  build->import->bad = g_array_new (FALSE, FALSE, sizeof (DispatchImportBad));
  choose_targets (build, mapping);
  build->shared.mapping = mapping;
  build->shared.targets = build->targets;
  build->shared.n_slots = dispatch_table_get_n_slots (build->import->table);
  for (guint i = 0; i < DISPATCH_N_FIXED_COLUMNS; i++) {
    build->shared.slots[i] = dispatch_table_get_slot (build->import->table, i);
  }
  /* Nothing is nowhere. */
  build->shared.text = text != NULL ? text : "";
  build->shared.end = build->shared.text + length;
  build->pieces = g_array_new (FALSE, TRUE, sizeof (DispatchImportPiece));
  g_array_set_clear_func (build->pieces, dispatch_import_piece_clear);
  gsize preface = dispatch_csv_get_preface (build->shared.text, length, NULL);
  build->at = build->shared.text + preface;
  build->line = dispatch_import_file_get_first_line (file) + (preface > 0 ? 1 : 0);
}

static void
build_clear (Build *build)
{
  g_clear_pointer (&build->targets, g_free);
  g_clear_pointer (&build->pieces, g_array_unref);
}

/* The names are in the mapping already. */
static void
skip_header (Build *build)
{
  const DispatchCsvOptions *options = &build->shared.mapping->options;
  g_auto (DispatchCsv) csv = { 0 };

  if (options->has_header) {
    dispatch_csv_init (&csv, build->at, (gsize) (build->shared.end - build->at), options);
    dispatch_csv_seek (&csv, build->at, build->line);
    while (dispatch_csv_step (&csv) == DISPATCH_CSV_OPEN_QUOTE) {
      const DispatchImportBad bad = { csv.row_at, (gsize) (csv.row_end - csv.row_at), csv.row_line,
                                      DISPATCH_IMPORT_OPEN_QUOTE };
      g_array_append_val (build->import->bad, bad);
      build->import->n_bad++;
    }
    build->at = csv.at;
    build->line = csv.line;
  }
}

static void
cut_text (Build *build)
{
  const char *end = build->shared.end;

  for (const char *start = build->at; start < end;) {
    const char *stop =
      (gsize) (end - start) > piece_bytes
        ? dispatch_import_find_cut (&build->shared, start + piece_bytes, piece_bytes)
        : end;
    const DispatchImportPiece piece = { .shared = &build->shared, .start = start, .stop = stop };
    g_array_append_val (build->pieces, piece);
    start = stop;
  }
}

static gpointer
read_pieces (gpointer data)
{
  Build *build = data;
  guint index;

  while ((index = (guint) g_atomic_int_add (&build->next_piece, 1)) < build->pieces->len) {
    dispatch_import_piece_read (&g_array_index (build->pieces, DispatchImportPiece, index),
                                G_MAXUINT);
  }
  return NULL;
}

static void
read_all_pieces (Build *build)
{
  guint n_threads = MIN (MIN (g_get_num_processors (), MAX_THREADS), build->pieces->len);
  GThread *threads[MAX_THREADS] = { NULL };

  for (guint i = 1; i < n_threads; i++) {
    threads[i] = g_thread_try_new ("dispatch-import", read_pieces, build, NULL);
  }
  read_pieces (build);
  for (guint i = 1; i < n_threads; i++) {
    g_clear_pointer (&threads[i], g_thread_join);
  }
}

static void
join_runs (Build *build, const DispatchImportPiece *piece)
{
  guint n_rows = dispatch_table_get_n_rows (build->import->table);
  GArray *runs = build->import->runs;

  for (guint i = 0; i < piece->runs->len; i++) {
    DispatchImportRun run = g_array_index (piece->runs, DispatchImportRun, i);
    const DispatchImportRun *last =
      runs->len > 0 ? &g_array_index (runs, DispatchImportRun, runs->len - 1) : NULL;
    run.row += n_rows;
    run.line += build->line - 1;
    if (last == NULL || run.line - last->line != run.row - last->row) {
      g_array_append_val (runs, run);
    }
  }
}

static void
join_bad (Build *build, const DispatchImportPiece *piece)
{
  build->import->n_bad += piece->n_bad;
  for (guint i = 0; i < piece->bad->len && build->import->bad->len < DISPATCH_IMPORT_MAX_LISTED;
       i++) {
    DispatchImportBad bad = g_array_index (piece->bad, DispatchImportBad, i);
    bad.line += build->line - 1;
    g_array_append_val (build->import->bad, bad);
  }
}

static void
join_piece (Build *build, DispatchImportPiece *piece)
{
  join_runs (build, piece);
  join_bad (build, piece);
  for (guint i = 0; i < piece->blocks->len; i++) {
    dispatch_table_append_block (build->import->table,
                                 dispatch_block_ref (piece->blocks->pdata[i]));
  }
  build->at = piece->end;
  build->line += piece->n_lines;
  dispatch_import_piece_clear (piece);
}

/* From here on the rows are read in their order, so that it is known which of them are too many:
 * those of a piece that is read again have been counted before, rightly or not. */
static void
join_pieces (Build *build)
{
  build->shared.is_alone = TRUE;
  for (guint i = 0; i < build->pieces->len; i++) {
    DispatchImportPiece *piece = &g_array_index (build->pieces, DispatchImportPiece, i);
    guint room = DISPATCH_MAX_ROWS - dispatch_table_get_n_rows (build->import->table);
    if (build->at < piece->stop && (piece->start != build->at || piece->n_rows > room)) {
      piece->start = build->at;
      dispatch_import_piece_read (piece, room);
    }
    if (piece->start == build->at) {
      join_piece (build, piece);
    }
  }
}

/* All rows in their order, so that the first of them are kept. */
static void
read_alone (Build *build)
{
  DispatchImportPiece piece = {
    .shared = &build->shared,
    .start = build->at,
    .stop = build->shared.end,
  };

  build->shared.is_alone = TRUE;
  g_atomic_pointer_set (&build->shared.n_done, 0);
  dispatch_import_piece_read (&piece, DISPATCH_MAX_ROWS);
  join_piece (build, &piece);
}

static void
build_rows (Build *build)
{
  skip_header (build);
  cut_text (build);
  read_all_pieces (build);
  if ((guint) g_atomic_int_get (&build->shared.n_rows) > DISPATCH_MAX_ROWS) {
    read_alone (build);
  } else if (!g_cancellable_is_cancelled (build->shared.cancellable)) {
    join_pieces (build);
  }
}

/**
 * dispatch_import_build:
 * @file: a file
 * @mapping: how to read it, and what its columns are
 * @progress: (nullable): told how far it is
 * @cancellable: (nullable): a cancellable
 * @error: return location for %G_IO_ERROR_CANCELLED, or an error of writing
 *
 * Makes recipients of the rows, for a worker. User IDs, tokens and providers lose spaces around
 * them, providers become what the API calls them, and an apostrophe that keeps a spreadsheet from
 * calculating is taken off.
 *
 * Returns: (transfer full) (nullable): the recipients, and the rows that are none
 */
DispatchImport *
dispatch_import_build (DispatchImportFile *file,
                       const DispatchImportMapping *mapping,
                       DispatchProgress *progress,
                       GCancellable *cancellable,
                       GError **error)
{
  g_return_val_if_fail (file != NULL && mapping != NULL, NULL);

  g_autoptr (DispatchImport) self = g_atomic_rc_box_new0 (DispatchImport);
  Build build = {
    .import = self,
    .shared = { .progress = progress, .cancellable = cancellable },
  };

  self->text = dispatch_file_decode (dispatch_import_file_get_bytes (file),
                                     mapping->options.encoding, cancellable, error);
  if (self->text == NULL) {
    return NULL;
  }
  build_init (&build, file, mapping);
  build_rows (&build);
  build_clear (&build);
  return g_cancellable_set_error_if_cancelled (cancellable, error) ? NULL : g_steal_pointer (&self);
}

static void
begin_part (Build *build, const DispatchTable *empty)
{
  DispatchImport *import = build->import;

  dispatch_table_free (import->table);
  import->table = dispatch_table_copy (empty);
  g_array_set_size (import->runs, 0);
  g_array_set_size (import->bad, 0);
  import->n_bad = 0;
}

static void
tell_parts (Build *build, DispatchImportFunc func, gpointer data)
{
  g_autoptr (DispatchTable) empty = dispatch_table_copy (build->import->table);
  gboolean goes_on = TRUE;

  for (guint i = 0; goes_on && i < build->pieces->len; i++) {
    DispatchImportPiece *piece = &g_array_index (build->pieces, DispatchImportPiece, i);
    if (build->at < piece->stop) {
      piece->start = build->at;
      dispatch_import_piece_read (piece, G_MAXUINT);
      join_piece (build, piece);
      goes_on = func (build->import, data);
      begin_part (build, empty);
    }
  }
  if (goes_on && build->import->n_bad > 0) {
    func (build->import, data);
  }
}

/**
 * dispatch_import_each:
 * @file: a file
 * @mapping: how to read it, and what its columns are
 * @func: (scope call): called with some rows after others
 * @data: for @func
 * @error: return location for an error of writing
 *
 * Reads the rows without keeping them, as many as there are. For who is in a worker, or has no main
 * loop.
 *
 * Returns: whether it could be read
 */
gboolean
dispatch_import_each (DispatchImportFile *file,
                      const DispatchImportMapping *mapping,
                      DispatchImportFunc func,
                      gpointer data,
                      GError **error)
{
  g_return_val_if_fail (file != NULL && mapping != NULL && func != NULL, FALSE);

  g_autoptr (DispatchImport) self = g_atomic_rc_box_new0 (DispatchImport);
  Build build = { .import = self, .shared = { .is_alone = TRUE } };

  self->text = dispatch_file_decode (dispatch_import_file_get_bytes (file),
                                     mapping->options.encoding, NULL, error);
  if (self->text == NULL) {
    return FALSE;
  }
  build_init (&build, file, mapping);
  skip_header (&build);
  cut_text (&build);
  tell_parts (&build, func, data);
  build_clear (&build);
  return TRUE;
}

typedef struct {
  DispatchImportFile *file;
  DispatchImportMapping *mapping;
  DispatchProgress *progress; /* (nullable) */
} Job;

static void
job_free (Job *job)
{
  dispatch_import_file_unref (job->file);
  dispatch_import_mapping_free (job->mapping);
  g_clear_object (&job->progress);
  g_free (job);
}

static void
run_job (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job *job = data;
  GError *error = NULL;
  DispatchImport *self =
    dispatch_import_build (job->file, job->mapping, job->progress, cancellable, &error);

  if (self == NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_task_return_pointer (task, self, (GDestroyNotify) dispatch_import_unref);
}

void
dispatch_import_build_async (DispatchImportFile *file,
                             const DispatchImportMapping *mapping,
                             DispatchProgress *progress,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (file != NULL && mapping != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);
  job->file = dispatch_import_file_ref (file);
  job->mapping = dispatch_import_mapping_copy (mapping);
  g_set_object (&job->progress, progress);
  g_task_set_source_tag (task, dispatch_import_build_async);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, run_job);
}

/**
 * dispatch_import_build_finish:
 * @result: what the callback was given
 * @error: return location for %G_IO_ERROR_CANCELLED, or an error of writing
 *
 * Returns: (transfer full) (nullable): the recipients, and the rows that are none
 */
DispatchImport *
dispatch_import_build_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, dispatch_import_build_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

const DispatchTable *
dispatch_import_get_table (const DispatchImport *self)
{
  return self->table;
}

/**
 * dispatch_import_get_line:
 * @self: what was built
 * @row: a row of its table
 *
 * Returns: the line of the file where it begins
 */
guint
dispatch_import_get_line (const DispatchImport *self, guint row)
{
  guint low = 0, high = self->runs->len;

  g_return_val_if_fail (row < dispatch_table_get_n_rows (self->table), 0);

  while (high - low > 1) {
    guint middle = low + (high - low) / 2;
    if (g_array_index (self->runs, DispatchImportRun, middle).row <= row) {
      low = middle;
    } else {
      high = middle;
    }
  }
  const DispatchImportRun *run = &g_array_index (self->runs, DispatchImportRun, low);
  return run->line + (row - run->row);
}

guint
dispatch_import_get_n_bad (const DispatchImport *self)
{
  return self->n_bad;
}

guint
dispatch_import_get_n_listed (const DispatchImport *self)
{
  return self->bad->len;
}

guint
dispatch_import_get_bad_line (const DispatchImport *self, guint bad)
{
  g_return_val_if_fail (bad < self->bad->len, 0);

  return g_array_index (self->bad, DispatchImportBad, bad).line;
}

DispatchImportReason
dispatch_import_get_bad_reason (const DispatchImport *self, guint bad)
{
  g_return_val_if_fail (bad < self->bad->len, 0);

  return g_array_index (self->bad, DispatchImportBad, bad).reason;
}

/**
 * dispatch_import_dup_bad_excerpt:
 * @self: what was built
 * @bad: a bad row, from 0
 *
 * Returns: (transfer full): how the row begins, on one line
 */
char *
dispatch_import_dup_bad_excerpt (const DispatchImport *self, guint bad)
{
  g_return_val_if_fail (bad < self->bad->len, NULL);

  const DispatchImportBad *row = &g_array_index (self->bad, DispatchImportBad, bad);
  g_autofree char *excerpt = g_utf8_make_valid (row->at, (gssize) MIN (row->length, EXCERPT));

  for (char *at = excerpt; *at != '\0'; at++) {
    if (g_ascii_iscntrl (*at)) {
      *at = ' ';
    }
  }
  return g_steal_pointer (&excerpt);
}

const char *
dispatch_import_reason_get_name (DispatchImportReason reason)
{
  static const char *const names[DISPATCH_N_IMPORT_REASONS] = {
    [DISPATCH_IMPORT_MORE_CELLS] = "more-cells",   [DISPATCH_IMPORT_ZERO] = "zero-byte",
    [DISPATCH_IMPORT_ENCODING] = "encoding",       [DISPATCH_IMPORT_OPEN_QUOTE] = "open-quote",
    [DISPATCH_IMPORT_LONG_CELL] = "long-cell",     [DISPATCH_IMPORT_BLANK] = "blank",
    [DISPATCH_IMPORT_MANY_ROWS] = "too-many-rows",
  };

  g_return_val_if_fail (reason < DISPATCH_N_IMPORT_REASONS, NULL);

  return names[reason];
}
