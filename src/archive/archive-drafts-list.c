/* Drafts that are read: those of a list without their content, and one with all of it. */

#include "archive-drafts-private.h"

typedef struct {
  char *account_id;
  char *draft_id; /* (nullable) */
  char *needle;   /* (nullable): folded */
  gboolean is_discarded;
  guint n_skipped;
} ListCall;

static void
list_call_free (ListCall *call)
{
  g_free (call->account_id);
  g_free (call->draft_id);
  g_free (call->needle);
  g_free (call);
}

/* Of the JSON of drafts that are listed, in characters: to look at that of a million recipients,
 * of before, would take as long as to read them. */
#define MAX_CHECKED 1000000

/* In the order that read_columns() wants. */
#define COLUMNS                                                \
  "id, name, heading, n_recipients, changed_at, discarded_at," \
  " length (drafts.json) > " G_STRINGIFY (MAX_CHECKED) " OR json_valid (drafts.json)"

static ArchiveDraft *
read_columns (ArchiveStatement *row)
{
  ArchiveDraft *draft = g_new0 (ArchiveDraft, 1);

  draft->id = g_strdup (archive_statement_get_text (row, 0));
  draft->name = g_strdup (archive_statement_get_text (row, 1));
  draft->heading = g_strdup (archive_statement_get_text (row, 2));
  draft->n_recipients = archive_statement_get_time (row, 3);
  draft->changed_at = archive_statement_get_int (row, 4);
  draft->discarded_at = archive_statement_get_time (row, 5);
  draft->is_sound = archive_statement_get_int (row, 6) != 0;
  return draft;
}

static gboolean
list_drafts (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  const ListCall *call = data;
  g_autoptr (ArchiveStatement) statement = archive_statement_new (
    db,
    "SELECT " COLUMNS " FROM drafts WHERE account_id = ?1 AND (discarded_at IS NOT NULL) = ?2"
    " AND (?3 IS NULL OR instr (folded_name, ?3) OR instr (folded_text, ?3))"
    " ORDER BY ifnull (discarded_at, changed_at) DESC, key DESC",
    error);
  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_text (statement, 1, call->account_id);
  archive_statement_bind_int (statement, 2, call->is_discarded);
  archive_statement_bind_text (statement, 3, call->needle);

  g_autoptr (GPtrArray) drafts =
    g_ptr_array_new_with_free_func ((GDestroyNotify) archive_draft_free);
  ArchiveStep step;
  while ((step = archive_statement_step (statement, error)) == ARCHIVE_STEP_ROW) {
    g_ptr_array_add (drafts, read_columns (statement));
  }
  if (step == ARCHIVE_STEP_FAILED) {
    return FALSE;
  }
  *result = g_steal_pointer (&drafts);
  return TRUE;
}

/* Returns: (nullable): NULL without an error where there is none */
static ArchiveDraft *
read_row (sqlite3 *db, const ListCall *call, gint64 *key, GError **error)
{
  g_autoptr (ArchiveStatement) row = archive_statement_new (
    db,
    "SELECT " COLUMNS ", drafts.json, state.json, key FROM drafts"
    " LEFT JOIN draft_states AS state ON state.draft = key"
    " WHERE account_id = ?1 AND (id = ?2 OR ?2 IS NULL AND discarded_at IS NULL)"
    " ORDER BY max (changed_at, ifnull (used_at, 0)) DESC, key DESC LIMIT 1 OFFSET ?3",
    error);

  if (row == NULL) {
    return NULL;
  }
  archive_statement_bind_text (row, 1, call->account_id);
  archive_statement_bind_text (row, 2, call->draft_id);
  archive_statement_bind_int (row, 3, call->n_skipped);
  if (archive_statement_step (row, error) != ARCHIVE_STEP_ROW) {
    return NULL;
  }
  ArchiveDraft *draft = read_columns (row);
  draft->json = g_strdup (archive_statement_get_text (row, 7));
  draft->state = g_strdup (archive_statement_get_text (row, 8));
  draft->order = g_array_new (FALSE, FALSE, sizeof (gint64));
  draft->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  *key = archive_statement_get_int (row, 9);
  return draft;
}

static gboolean
read_blocks (sqlite3 *db, gint64 key, ArchiveDraft *draft, GError **error)
{
  g_autoptr (ArchiveStatement) row = archive_statement_new (
    db,
    "SELECT piece.value, block.id, block.bytes FROM drafts, json_each (block_order) AS piece"
    " LEFT JOIN draft_blocks AS block ON block.draft = ?1 AND block.id = piece.value"
    " WHERE drafts.key = ?1 ORDER BY piece.key",
    error);

  if (row == NULL) {
    return FALSE;
  }
  archive_statement_bind_int (row, 1, key);
  ArchiveStep step;
  while ((step = archive_statement_step (row, error)) == ARCHIVE_STEP_ROW) {
    if (archive_statement_get_text (row, 1) == NULL) {
      g_set_error (error, ARCHIVE_ERROR, ARCHIVE_ERROR_FAILED,
                   "block %" G_GINT64_FORMAT " of the draft is missing",
                   archive_statement_get_int (row, 0));
      return FALSE;
    }
    g_autoptr (GBytes) bytes = archive_statement_get_bytes (row, 2);
    archive_draft_add_block (draft, archive_statement_get_int (row, 0), bytes);
  }
  return step == ARCHIVE_STEP_DONE;
}

static gboolean
read_whole (sqlite3 *db, const ListCall *call, gpointer *result, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gint64 key = 0;
  g_autoptr (ArchiveDraft) draft = read_row (db, call, &key, &failure);

  if (draft != NULL && read_blocks (db, key, draft, &failure)) {
    *result = g_steal_pointer (&draft);
  }
  if (failure != NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  return TRUE;
}

/* Of one moment, even while another process writes. */
static gboolean
read_draft (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  if (!archive_sql_exec (db, "BEGIN", error)) {
    return FALSE;
  }
  gboolean done = read_whole (db, data, result, error);
  archive_sql_exec (db, "ROLLBACK", NULL);
  return done;
}

/**
 * archive_store_list_drafts_async:
 * @self: a store
 * @account_id: whose drafts
 * @query: (nullable): which of them; %NULL for all that are not discarded
 * @cancellable: (nullable): a cancellable
 * @callback: called with them
 * @user_data: for @callback
 *
 * Lists drafts without what is in them.
 */
void
archive_store_list_drafts_async (ArchiveStore *self,
                                 const char *account_id,
                                 const ArchiveDraftQuery *query,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL);

  ListCall *call = g_new0 (ListCall, 1);
  call->account_id = g_strdup (account_id);
  if (query != NULL) {
    call->needle = query->needle != NULL ? archive_draft_fold (query->needle) : NULL;
    call->is_discarded = query->is_discarded;
  }
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_list_drafts_async);
  g_task_set_task_data (task, call, (GDestroyNotify) list_call_free);
  archive_store_push (self, task, list_drafts, (GDestroyNotify) g_ptr_array_unref);
}

/**
 * archive_store_list_drafts_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: return location for a [error@Archive.Error], %G_IO_ERROR_CANCELLED or
 *   %G_IO_ERROR_CLOSED
 *
 * Returns: (transfer full) (nullable) (element-type ArchiveDraft): the drafts, those that were
 *   changed (or discarded) last first
 */
GPtrArray *
archive_store_list_drafts_finish (ArchiveStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * archive_store_read_draft_async:
 * @self: a store
 * @account_id: whose draft
 * @draft_id: (nullable): which, discarded or not; %NULL for the one that was used last
 * @n_skipped: how many of those that were used later to pass over
 * @cancellable: (nullable): a cancellable
 * @callback: called with it
 * @user_data: for @callback
 *
 * Reads a draft with its blocks.
 */
void
archive_store_read_draft_async (ArchiveStore *self,
                                const char *account_id,
                                const char *draft_id,
                                guint n_skipped,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL);

  ListCall *call = g_new0 (ListCall, 1);
  call->account_id = g_strdup (account_id);
  call->draft_id = g_strdup (draft_id);
  call->n_skipped = n_skipped;
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_read_draft_async);
  g_task_set_task_data (task, call, (GDestroyNotify) list_call_free);
  archive_store_push (self, task, read_draft, (GDestroyNotify) archive_draft_free);
}

/**
 * archive_store_read_draft_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: return location for a [error@Archive.Error], %G_IO_ERROR_CANCELLED or
 *   %G_IO_ERROR_CLOSED
 *
 * Returns: (transfer full) (nullable): the draft; %NULL without an error where there is none
 */
ArchiveDraft *
archive_store_read_draft_finish (ArchiveStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
