/* Discarding for good. A large part of the trash goes in steps, between which others have their
 * turn. */

#include "archive-trash-private.h"

/* Some milliseconds of work. */
#define STEP 1000

/* What is being deleted at the API at this moment, or was when the console ended, has to stay until
 * that is settled. Of a job that was stopped nothing is settled any more. */
#define DELETE_ITEM                                                              \
  "DELETE FROM trash WHERE account_id = ?1 AND id = ?2 AND NOT EXISTS (SELECT 1" \
  " FROM job_rows AS r JOIN jobs AS j ON j.id = r.job WHERE r.job = trash.job"   \
  " AND r.number = trash.row AND r.state = 'running' AND j.state IN ('running', 'paused'))"

typedef struct {
  gint64 n_discarded;
  gint64 after; /* where the next step begins; 0 where there is none */
} Discarded;

typedef struct {
  const ArchiveTrashCall *call;
  GArray *items; /* of gint64 */
  gint64 n_discarded;
} Discarding;

static gboolean
delete_items (sqlite3 *db, gpointer data, GError **error)
{
  Discarding *discarding = data;
  g_autoptr (ArchiveStatement) statement = archive_statement_new (db, DELETE_ITEM, error);

  if (statement == NULL) {
    return FALSE;
  }
  discarding->n_discarded = 0;
  archive_statement_bind_text (statement, 1, discarding->call->account_id);
  for (guint i = 0; i < discarding->items->len; i++) {
    archive_statement_bind_int (statement, 2, g_array_index (discarding->items, gint64, i));
    if (!archive_statement_run (statement, error)) {
      return FALSE;
    }
    discarding->n_discarded += sqlite3_changes (db);
  }
  return TRUE;
}

static gboolean
discard_trash (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  const ArchiveTrashCall *call = data;
  Discarding discarding = { .call = call, .items = call->items };

  return archive_sql_transact (db, delete_items, &discarding, error);
}

static gboolean
add_item (const char *id, gpointer data, GError **error)
{
  gint64 item = g_ascii_strtoll (id, NULL, 10);

  g_array_append_val ((GArray *) data, item);
  return TRUE;
}

static gboolean
discard_step (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (gint64));
  Discarding discarding = { .call = data, .items = items };
  g_autoptr (ArchiveStatement) matching = archive_trash_prepare (db, data, "id", STEP, error);

  if (matching == NULL || !archive_index_walk (matching, add_item, items, error)) {
    return FALSE;
  }
  archive_statement_reset (matching);
  if (!archive_sql_transact (db, delete_items, &discarding, error)) {
    return FALSE;
  }
  Discarded *discarded = g_new0 (Discarded, 1);
  discarded->n_discarded = discarding.n_discarded;
  discarded->after = items->len == STEP ? g_array_index (items, gint64, STEP - 1) : 0;
  *result = discarded;
  return TRUE;
}

/**
 * archive_store_discard_trash_async:
 * @self: a store
 * @account_id: whose trash
 * @items: (array length=n_items): IDs; those that the account does not have are left alone
 * @n_items: how many
 * @cancellable: (nullable): a cancellable
 * @callback: called when they are gone
 * @user_data: for @callback
 *
 * Finish with [method@Archive.Store.write_finish].
 */
void
archive_store_discard_trash_async (ArchiveStore *self,
                                   const char *account_id,
                                   const gint64 *items,
                                   gsize n_items,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL && (items != NULL || n_items == 0));

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_discard_trash_async);
  ArchiveTrashCall *call = archive_trash_call_new (account_id, NULL);
  call->items = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_vals (call->items, items, (guint) n_items);
  archive_trash_push (self, task, call, discard_trash, NULL);
}

/* All steps. */
typedef struct {
  char *account_id;
  ArchiveTrashQuery *query; /* (nullable) */
  gint64 n_discarded;
} Steps;

static void
steps_free (Steps *steps)
{
  g_free (steps->account_id);
  g_clear_pointer (&steps->query, archive_trash_query_free);
  g_free (steps);
}

static void next_step (GTask *task, gint64 after);

static void
on_step (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Steps *steps = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree Discarded *step = g_task_propagate_pointer (G_TASK (result), &error);

  if (step == NULL) {
    g_task_return_error (task, error);
    return;
  }
  steps->n_discarded += step->n_discarded;
  if (step->after > 0) {
    next_step (g_steal_pointer (&task), step->after);
    return;
  }
  g_task_return_pointer (task, g_memdup2 (&steps->n_discarded, sizeof steps->n_discarded), g_free);
}

/* @task is taken. */
static void
next_step (GTask *task, gint64 after)
{
  Steps *steps = g_task_get_task_data (task);
  ArchiveStore *self = g_task_get_source_object (task);
  ArchiveTrashCall *call = archive_trash_call_new (steps->account_id, steps->query);

  call->after = after;
  archive_trash_push (self, g_task_new (self, g_task_get_cancellable (task), on_step, task), call,
                      discard_step, g_free);
}

/**
 * archive_store_discard_matching_trash_async:
 * @self: a store
 * @account_id: whose trash
 * @query: (nullable): which part of it; %NULL is all
 * @cancellable: (nullable): a cancellable; what has gone by then is gone
 * @callback: called when they are gone
 * @user_data: for @callback
 *
 * Finish with [method@Archive.Store.count_finish].
 */
void
archive_store_discard_matching_trash_async (ArchiveStore *self,
                                            const char *account_id,
                                            const ArchiveTrashQuery *query,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_discard_matching_trash_async);
  g_task_set_check_cancellable (task, FALSE);
  Steps *steps = g_new0 (Steps, 1);
  steps->account_id = g_strdup (account_id);
  steps->query = archive_trash_query_copy (query);
  g_task_set_task_data (task, steps, (GDestroyNotify) steps_free);
  next_step (task, G_MAXINT64);
}
