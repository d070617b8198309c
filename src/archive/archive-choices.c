/* What an operator chose, page by page. */

#include "archive-choices.h"

#include "archive-sql.h"
#include "archive-store-private.h"

typedef struct {
  char *account_id;
  char *page;
  char *name;  /* (nullable) */
  char *value; /* (nullable) */
} ChoiceCall;

static ChoiceCall *
choice_call_new (const char *account_id, const char *page, const char *name, const char *value)
{
  ChoiceCall *call = g_new0 (ChoiceCall, 1);

  call->account_id = g_strdup (account_id);
  call->page = g_strdup (page);
  call->name = g_strdup (name);
  call->value = g_strdup (value);
  return call;
}

static void
choice_call_free (ChoiceCall *call)
{
  g_free (call->account_id);
  g_free (call->page);
  g_free (call->name);
  g_free (call->value);
  g_free (call);
}

static gboolean
set_choice (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  const ChoiceCall *call = data;
  g_autoptr (ArchiveStatement) statement = archive_statement_new (
    db,
    call->value != NULL ? "INSERT INTO choices (account_id, page, name, value)"
                          " VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET value = ?4"
                        : "DELETE FROM choices"
                          " WHERE account_id = ?1 AND page = ?2 AND name = ?3 AND ?4 IS NULL",
    error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_text (statement, 1, call->account_id);
  archive_statement_bind_text (statement, 2, call->page);
  archive_statement_bind_text (statement, 3, call->name);
  archive_statement_bind_text (statement, 4, call->value);
  return archive_statement_run (statement, error);
}

static gboolean
list_choices (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  const ChoiceCall *call = data;
  g_autoptr (GHashTable) choices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (ArchiveStatement) statement = archive_statement_new (
    db, "SELECT name, value FROM choices WHERE account_id = ?1 AND page = ?2", error);
  ArchiveStep step;

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_text (statement, 1, call->account_id);
  archive_statement_bind_text (statement, 2, call->page);
  while ((step = archive_statement_step (statement, error)) == ARCHIVE_STEP_ROW) {
    g_hash_table_insert (choices, g_strdup (archive_statement_get_text (statement, 0)),
                         g_strdup (archive_statement_get_text (statement, 1)));
  }
  if (step == ARCHIVE_STEP_FAILED) {
    return FALSE;
  }
  *result = g_steal_pointer (&choices);
  return TRUE;
}

/**
 * archive_store_set_choice_async:
 * @self: a store
 * @account_id: whose choice
 * @page: a name of the page
 * @name: what was chosen
 * @value: (nullable): how; %NULL forgets it
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is on disk
 * @user_data: for @callback
 *
 * Finish with [method@Archive.Store.write_finish].
 */
void
archive_store_set_choice_async (ArchiveStore *self,
                                const char *account_id,
                                const char *page,
                                const char *name,
                                const char *value,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL && page != NULL && name != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_set_choice_async);
  g_task_set_task_data (task, choice_call_new (account_id, page, name, value),
                        (GDestroyNotify) choice_call_free);
  archive_store_push (self, task, set_choice, NULL);
}

/**
 * archive_store_list_choices_async:
 * @self: a store
 * @account_id: whose choices
 * @page: a name of the page
 * @cancellable: (nullable): a cancellable
 * @callback: called with them
 * @user_data: for @callback
 */
void
archive_store_list_choices_async (ArchiveStore *self,
                                  const char *account_id,
                                  const char *page,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL && page != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_list_choices_async);
  g_task_set_task_data (task, choice_call_new (account_id, page, NULL, NULL),
                        (GDestroyNotify) choice_call_free);
  archive_store_push (self, task, list_choices, (GDestroyNotify) g_hash_table_unref);
}

/**
 * archive_store_list_choices_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: return location for a [error@Archive.Error], %G_IO_ERROR_CANCELLED or
 *   %G_IO_ERROR_CLOSED
 *
 * Returns: (transfer full) (nullable) (element-type utf8 utf8): values by name
 */
GHashTable *
archive_store_list_choices_finish (ArchiveStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
