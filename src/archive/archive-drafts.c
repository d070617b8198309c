/* Drafts, and the small writes to them: where the operator is, a name, a copy, out of the lists and
 * back. */

#include "archive-drafts-private.h"

/* What a search looks through of one draft: more than anybody writes into a notification, of which
 * a phone gets 4 KiB. */
#define MAX_TEXT (64 * 1024)

/**
 * archive_draft_new:
 * @id: its ID
 * @json: its content
 *
 * Returns: (transfer full): a draft without a name and without blocks
 */
ArchiveDraft *
archive_draft_new (const char *id, const char *json)
{
  g_return_val_if_fail (id != NULL && json != NULL, NULL);

  ArchiveDraft *draft = g_new0 (ArchiveDraft, 1);
  draft->id = g_strdup (id);
  draft->name = g_strdup ("");
  draft->heading = g_strdup ("");
  draft->json = g_strdup (json);
  draft->n_recipients = -1;
  draft->discarded_at = -1;
  draft->order = g_array_new (FALSE, FALSE, sizeof (gint64));
  draft->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  return draft;
}

void
archive_draft_free (ArchiveDraft *draft)
{
  g_free (draft->id);
  g_free (draft->name);
  g_free (draft->heading);
  g_free (draft->text);
  g_free (draft->json);
  g_free (draft->state);
  g_clear_pointer (&draft->order, g_array_unref);
  g_clear_pointer (&draft->blocks, g_ptr_array_unref);
  g_free (draft);
}

/**
 * archive_draft_add_block:
 * @draft: a draft with blocks
 * @id: of the block; never that of another block of the draft
 * @bytes: (nullable): what is in it; %NULL where it is on disk
 *
 * Appends a block.
 */
void
archive_draft_add_block (ArchiveDraft *draft, gint64 id, GBytes *bytes)
{
  g_return_if_fail (draft != NULL && draft->order != NULL);

  g_array_append_val (draft->order, id);
  g_ptr_array_add (draft->blocks, bytes != NULL ? g_bytes_ref (bytes) : NULL);
}

/* @text: (nullable)
 * Returns: it in one case, so that parts of it are found whatever theirs */
char *
archive_draft_fold (const char *text)
{
  g_autofree char *valid =
    text != NULL ? g_utf8_make_valid (text, (gssize) strnlen (text, MAX_TEXT)) : g_strdup ("");
  g_autofree char *normal = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL_COMPOSE);

  return g_utf8_casefold (normal, -1);
}

char *
archive_draft_write_order (const ArchiveDraft *draft)
{
  GString *json = g_string_new ("[");

  for (guint i = 0; draft->order != NULL && i < draft->order->len; i++) {
    g_string_append_printf (json, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "",
                            g_array_index (draft->order, gint64, i));
  }
  g_string_append_c (json, ']');
  return g_string_free (json, FALSE);
}

/* Every small write is a row of statements that take what they want of the same parameters. */

typedef struct {
  char *account_id;
  char *draft_id;
  char *texts[3];
  const char *const *sql; /* (unowned): to the first NULL, in one transaction */
} WriteCall;

static void
write_call_free (WriteCall *call)
{
  g_free (call->account_id);
  g_free (call->draft_id);
  for (guint i = 0; i < G_N_ELEMENTS (call->texts); i++) {
    g_free (call->texts[i]);
  }
  g_free (call);
}

static WriteCall *
write_call_new (const char *account_id, const char *draft_id, const char *const *sql)
{
  WriteCall *call = g_new0 (WriteCall, 1);

  call->account_id = g_strdup (account_id);
  call->draft_id = g_strdup (draft_id);
  call->sql = sql;
  return call;
}

/* ?1 is the account, ?2 the draft, ?3 the time, those from ?4 on are the texts. */
static gboolean
run_statement (sqlite3 *db, const char *sql, const WriteCall *call, GError **error)
{
  g_autoptr (ArchiveStatement) statement = archive_statement_new (db, sql, error);

  if (statement == NULL) {
    return FALSE;
  }
  int n_parameters = archive_statement_get_n_parameters (statement);
  archive_statement_bind_text (statement, 1, call->account_id);
  archive_statement_bind_text (statement, 2, call->draft_id);
  if (n_parameters >= 3) {
    archive_statement_bind_int (statement, 3, g_get_real_time ());
  }
  for (int i = 4; i <= n_parameters; i++) {
    archive_statement_bind_text (statement, i, call->texts[i - 4]);
  }
  return archive_statement_run (statement, error);
}

static gboolean
run_statements (sqlite3 *db, gpointer data, GError **error)
{
  const WriteCall *call = data;

  for (guint i = 0; call->sql[i] != NULL; i++) {
    if (!run_statement (db, call->sql[i], call, error)) {
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
run_writes (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  return archive_sql_transact (db, run_statements, data, error);
}

static const char *const state_sql[] = {
  "INSERT INTO draft_states (draft, used_at, json)"
  " SELECT key, ?3, ?4 FROM drafts WHERE account_id = ?1 AND id = ?2"
  " ON CONFLICT (draft) DO UPDATE SET used_at = ?3, json = ?4",
  NULL,
};

static const char *const rename_sql[] = {
  "UPDATE drafts SET name = ?4, folded_name = ?5, changed_at = ?3"
  " WHERE account_id = ?1 AND id = ?2",
  NULL,
};

static const char *const duplicate_sql[] = {
  "INSERT INTO drafts (account_id, id, name, heading, folded_name, folded_text, n_recipients,"
  "  changed_at, json, block_order)"
  " SELECT account_id, ?6, ?4, heading, ?5, folded_text, n_recipients, ?3, json, block_order"
  " FROM drafts WHERE account_id = ?1 AND id = ?2",
  "INSERT INTO draft_blocks (draft, id, bytes)"
  " SELECT copy.key, block.id, block.bytes FROM drafts AS original, drafts AS copy"
  " JOIN draft_blocks AS block ON block.draft = original.key"
  " WHERE original.account_id = ?1 AND original.id = ?2"
  "   AND copy.account_id = ?1 AND copy.id = ?6",
  NULL,
};

/* What was discarded long ago goes with the next one. */
static const char *const discard_sql[] = {
  "DELETE FROM drafts WHERE account_id = ?1 AND discarded_at"
  " < ?3 - " G_STRINGIFY (ARCHIVE_DAYS_TO_RESTORE_DRAFT) " * 86400000000",
  "UPDATE drafts SET discarded_at = ?3 WHERE account_id = ?1 AND id = ?2",
  NULL,
};

static const char *const restore_sql[] = {
  "UPDATE drafts SET discarded_at = NULL WHERE account_id = ?1 AND id = ?2",
  NULL,
};

gboolean
archive_draft_write_state (
  sqlite3 *db, const char *account_id, const char *draft_id, const char *state, GError **error)
{
  WriteCall call = {
    .account_id = (char *) account_id,
    .draft_id = (char *) draft_id,
    .texts = { (char *) state },
    .sql = state_sql,
  };

  return run_statements (db, &call, error);
}

/* @source_tag: the public function
 * @call: (transfer full) */
static void
push (ArchiveStore *self,
      gpointer source_tag,
      WriteCall *call,
      GCancellable *cancellable,
      GAsyncReadyCallback callback,
      gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, call, (GDestroyNotify) write_call_free);
  archive_store_push (self, task, run_writes, NULL);
}

/**
 * archive_store_save_draft_state_async:
 * @self: a store
 * @account_id: whose draft it is
 * @draft_id: its ID; for one that is not there nothing happens
 * @state: (nullable): where the operator is
 * @cancellable: (nullable): a cancellable
 * @callback: (nullable): called when it is on disk
 * @user_data: for @callback
 *
 * Finish with [method@Archive.Store.write_finish].
 */
void
archive_store_save_draft_state_async (ArchiveStore *self,
                                      const char *account_id,
                                      const char *draft_id,
                                      const char *state,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL && draft_id != NULL);

  WriteCall *call = write_call_new (account_id, draft_id, state_sql);
  call->texts[0] = g_strdup (state);
  push (self, archive_store_save_draft_state_async, call, cancellable, callback, user_data);
}

/**
 * archive_store_rename_draft_async:
 * @self: a store
 * @account_id: whose draft it is
 * @draft_id: its ID; for one that is not there nothing happens
 * @name: its new name, "" for none
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is on disk
 * @user_data: for @callback
 *
 * Finish with [method@Archive.Store.write_finish].
 */
void
archive_store_rename_draft_async (ArchiveStore *self,
                                  const char *account_id,
                                  const char *draft_id,
                                  const char *name,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL && draft_id != NULL && name != NULL);

  WriteCall *call = write_call_new (account_id, draft_id, rename_sql);
  call->texts[0] = g_strdup (name);
  call->texts[1] = archive_draft_fold (name);
  push (self, archive_store_rename_draft_async, call, cancellable, callback, user_data);
}

/**
 * archive_store_duplicate_draft_async:
 * @self: a store
 * @account_id: whose draft it is
 * @draft_id: its ID; for one that is not there nothing happens
 * @new_id: of the copy
 * @new_name: of the copy, "" for none
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is on disk
 * @user_data: for @callback
 *
 * Makes a copy of a draft as it was saved last. Finish with [method@Archive.Store.write_finish].
 */
void
archive_store_duplicate_draft_async (ArchiveStore *self,
                                     const char *account_id,
                                     const char *draft_id,
                                     const char *new_id,
                                     const char *new_name,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL && draft_id != NULL && new_id != NULL && new_name != NULL);

  WriteCall *call = write_call_new (account_id, draft_id, duplicate_sql);
  call->texts[0] = g_strdup (new_name);
  call->texts[1] = archive_draft_fold (new_name);
  call->texts[2] = g_strdup (new_id);
  push (self, archive_store_duplicate_draft_async, call, cancellable, callback, user_data);
}

/**
 * archive_store_discard_draft_async:
 * @self: a store
 * @account_id: whose draft it is
 * @draft_id: its ID; one that is not there is discarded already
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is on disk
 * @user_data: for @callback
 *
 * Takes a draft out of the lists; for [const@Archive.DAYS_TO_RESTORE_DRAFT] days it can be brought
 * back. Finish with [method@Archive.Store.write_finish].
 */
void
archive_store_discard_draft_async (ArchiveStore *self,
                                   const char *account_id,
                                   const char *draft_id,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL && draft_id != NULL);

  push (self, archive_store_discard_draft_async, write_call_new (account_id, draft_id, discard_sql),
        cancellable, callback, user_data);
}

/**
 * archive_store_restore_draft_async:
 * @self: a store
 * @account_id: whose draft it is
 * @draft_id: its ID; for one that is not there nothing happens
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is on disk
 * @user_data: for @callback
 *
 * Brings a discarded draft back. Finish with [method@Archive.Store.write_finish].
 */
void
archive_store_restore_draft_async (ArchiveStore *self,
                                   const char *account_id,
                                   const char *draft_id,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL && draft_id != NULL);

  push (self, archive_store_restore_draft_async, write_call_new (account_id, draft_id, restore_sql),
        cancellable, callback, user_data);
}
