#include "archive-jobs-private.h"

/* The size of a block of texts: a thousand tokens of Apple's or so. */
#define BLOCK (64 * 1024)

struct _ArchiveBatch {
  char *title;         /* (nullable) */
  char *header;        /* (nullable) */
  GStringChunk *texts; /* of @rows */
  GArray *rows;        /* of ArchiveBatchRow */
};

/**
 * archive_batch_new:
 * @title: (nullable): what to call it: the name of a file
 * @header: (nullable): the names of the columns, as the cells of its rows
 *
 * Returns: (transfer full): a batch without rows
 */
ArchiveBatch *
archive_batch_new (const char *title, const char *header)
{
  ArchiveBatch *self = g_atomic_rc_box_new0 (ArchiveBatch);

  self->title = g_strdup (title);
  self->header = g_strdup (header);
  self->texts = g_string_chunk_new (BLOCK);
  self->rows = g_array_new (FALSE, FALSE, sizeof (ArchiveBatchRow));
  return self;
}

ArchiveBatch *
archive_batch_ref (ArchiveBatch *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
batch_clear (gpointer data)
{
  ArchiveBatch *self = data;

  g_free (self->title);
  g_free (self->header);
  g_string_chunk_free (self->texts);
  g_array_unref (self->rows);
}

void
archive_batch_unref (ArchiveBatch *self)
{
  g_atomic_rc_box_release_full (self, batch_clear);
}

static const char *
keep (ArchiveBatch *self, const char *text)
{
  return text != NULL ? g_string_chunk_insert (self->texts, text) : NULL;
}

/* Of a few apps, providers and reasons. */
static const char *
keep_once (ArchiveBatch *self, const char *text)
{
  return text != NULL ? g_string_chunk_insert_const (self->texts, text) : NULL;
}

/**
 * archive_batch_add:
 * @self: a batch that only this thread has
 * @row: a device, which is copied
 */
void
archive_batch_add (ArchiveBatch *self, const ArchiveBatchRow *row)
{
  g_return_if_fail (row->line > 0);
  g_return_if_fail (row->reason != NULL ||
                    (row->app_name != NULL && row->provider != NULL && row->token != NULL));

  const ArchiveBatchRow kept = {
    .line = row->line,
    .app_name = keep_once (self, row->app_name),
    .provider = keep_once (self, row->provider),
    .token = keep (self, row->token),
    .user_id = keep (self, row->user_id),
    .cells = keep (self, row->cells),
    .reason = keep_once (self, row->reason),
  };
  g_array_append_val (self->rows, kept);
}

const char *
archive_batch_get_title (const ArchiveBatch *self)
{
  return self->title;
}

const char *
archive_batch_get_header (const ArchiveBatch *self)
{
  return self->header;
}

guint
archive_batch_get_n_rows (const ArchiveBatch *self)
{
  return self->rows->len;
}

/**
 * archive_batch_get_row:
 * @self: a batch
 * @row: its number, from 0
 *
 * Returns: (transfer none): the row, as long as nothing is added
 */
const ArchiveBatchRow *
archive_batch_get_row (const ArchiveBatch *self, guint row)
{
  g_return_val_if_fail (row < self->rows->len, NULL);

  return &g_array_index (self->rows, ArchiveBatchRow, row);
}

static gboolean
insert_row (ArchiveStatement *statement, guint number, const ArchiveBatchRow *row, GError **error)
{
  g_autofree char *name = g_strdup_printf ("%u", number);

  archive_statement_bind_int (statement, 2, number);
  archive_statement_bind_text (statement, 3, name);
  archive_statement_bind_text (
    statement, 4,
    archive_row_states[row->reason != NULL ? ARCHIVE_ROW_SKIPPED : ARCHIVE_ROW_WAITING]);
  archive_statement_bind_text (statement, 5, row->reason);
  return archive_statement_run (statement, error);
}

static gboolean
insert_device (ArchiveStatement *statement,
               guint number,
               const ArchiveBatchRow *row,
               GError **error)
{
  archive_statement_bind_int (statement, 2, number);
  archive_statement_bind_int (statement, 3, row->line);
  archive_statement_bind_text (statement, 4, row->app_name);
  archive_statement_bind_text (statement, 5, row->provider);
  archive_statement_bind_text (statement, 6, row->token);
  archive_statement_bind_text (statement, 7, row->user_id);
  archive_statement_bind_text (statement, 8, row->cells);
  return archive_statement_run (statement, error);
}

/**
 * archive_job_add_batch:
 * @db: a connection, in a transaction
 * @job: a new job
 * @batch: what its rows are to be
 * @error: return location for a [error@Archive.Error]
 *
 * Returns: whether the job has them
 */
gboolean
archive_job_add_batch (sqlite3 *db, gint64 job, const ArchiveBatch *batch, GError **error)
{
  g_autoptr (ArchiveStatement) rows =
    archive_statement_new (db,
                           "INSERT INTO job_rows (job, number, resource_id, state, reason,"
                           " changed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                           error);
  g_autoptr (ArchiveStatement) devices =
    rows != NULL ? archive_statement_new (
                     db,
                     "INSERT INTO job_devices (job, number, line, app, provider, token, user_id,"
                     " cells) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                     error)
                 : NULL;

  if (devices == NULL) {
    return FALSE;
  }
  archive_statement_bind_int (rows, 1, job);
  archive_statement_bind_int (rows, 6, g_get_real_time ());
  archive_statement_bind_int (devices, 1, job);
  for (guint i = 0; i < batch->rows->len; i++) {
    const ArchiveBatchRow *row = archive_batch_get_row (batch, i);
    if (!insert_row (rows, i, row, error) || !insert_device (devices, i, row, error)) {
      return FALSE;
    }
  }
  return TRUE;
}
