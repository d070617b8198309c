#include "archive-recent.h"

#include "archive-recent-private.h"
#include "archive-sql.h"
#include "archive-store-private.h"

typedef struct {
  char *account_id;
  gint64 since;
} RecentCall;

static void
recent_call_free (RecentCall *call)
{
  g_free (call->account_id);
  g_free (call);
}

void
archive_recent_free (ArchiveRecent *self)
{
  g_free (self->send_id);
  g_free (self->draft_id);
  g_free (self->name);
  g_bytes_unref (self->addresses);
  g_free (self);
}

/* The file is the same on every machine: its numbers are little-endian, and so are nearly all
 * machines. */
static GBytes *
swap (GBytes *addresses)
{
#if G_BYTE_ORDER == G_LITTLE_ENDIAN
  return g_bytes_ref (addresses);
#else
  gsize size = g_bytes_get_size (addresses);
  guint64 *hashes = g_memdup2 (g_bytes_get_data (addresses, NULL), size);

  for (gsize i = 0; i < size / sizeof *hashes; i++) {
    hashes[i] = GUINT64_SWAP_LE_BE (hashes[i]);
  }
  return g_bytes_new_take (hashes, size);
#endif
}

/* Deletes what nobody asks for any more. Runs with each send, which is seldom enough. */
static gboolean
purge (sqlite3 *db, gint64 now, GError **error)
{
  g_autoptr (ArchiveStatement) statement =
    archive_statement_new (db, "DELETE FROM send_addresses WHERE sent_at < ?1", error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_int (statement, 1, now - ARCHIVE_ADDRESS_DAYS * G_TIME_SPAN_DAY);
  return archive_statement_run (statement, error);
}

/**
 * archive_recent_insert:
 * @db: a connection, in the transaction that begins the send
 * @send_id: a send that is in the journal
 * @name: (nullable): what an operator knows it by
 * @addresses: (nullable): ascending hashes (guint64) of its recipients; %NULL where nobody knows
 * @error: return location for a [error@Archive.Error]
 *
 * Returns: whether they are written, and those that are too old are gone
 */
gboolean
archive_recent_insert (
  sqlite3 *db, const char *send_id, const char *name, GBytes *addresses, GError **error)
{
  gint64 now = g_get_real_time ();

  if (addresses == NULL) {
    return purge (db, now, error);
  }
  g_autoptr (ArchiveStatement) statement =
    archive_statement_new (db,
                           "INSERT INTO send_addresses (send_id, name, sent_at, hashes)"
                           " VALUES (?1, ?2, ?3, ?4)",
                           error);
  if (statement == NULL) {
    return FALSE;
  }
  g_autoptr (GBytes) written = swap (addresses);
  archive_statement_bind_text (statement, 1, send_id);
  archive_statement_bind_text (statement, 2, name != NULL ? name : "");
  archive_statement_bind_int (statement, 3, now);
  archive_statement_bind_bytes (statement, 4, written);
  return archive_statement_run (statement, error) && purge (db, now, error);
}

static ArchiveRecent *
read_recent (ArchiveStatement *row)
{
  ArchiveRecent *recent = g_new0 (ArchiveRecent, 1);
  g_autoptr (GBytes) addresses = archive_statement_get_bytes (row, 4);

  recent->send_id = g_strdup (archive_statement_get_text (row, 0));
  recent->draft_id = g_strdup (archive_statement_get_text (row, 1));
  recent->name = g_strdup (archive_statement_get_text (row, 2));
  recent->sent_at = archive_statement_get_int (row, 3);
  recent->addresses = swap (addresses);
  return recent;
}

/* Those of which nothing left count not. */
static const char list_sql[] =
  "SELECT send_id, draft_id, name, sent_at, hashes"
  " FROM send_addresses JOIN sends ON sends.id = send_id"
  " WHERE account_id = ?1 AND sent_at >= ?2 AND EXISTS (SELECT 1 FROM requests"
  "  WHERE requests.send_id = sends.id AND state IN ('posting', 'accepted', 'unknown'))"
  " ORDER BY sent_at DESC, send_id";

static gboolean
list_recent (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  const RecentCall *call = data;
  g_autoptr (ArchiveStatement) statement = archive_statement_new (db, list_sql, error);
  g_autoptr (GPtrArray) sends =
    g_ptr_array_new_with_free_func ((GDestroyNotify) archive_recent_free);
  gsize n_addresses = 0;

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_text (statement, 1, call->account_id);
  archive_statement_bind_int (statement, 2, call->since);

  ArchiveStep step;
  while ((step = archive_statement_step (statement, error)) == ARCHIVE_STEP_ROW) {
    g_autoptr (ArchiveRecent) recent = read_recent (statement);
    n_addresses += g_bytes_get_size (recent->addresses) / sizeof (guint64);
    if (n_addresses > ARCHIVE_MAX_ADDRESSES) {
      break;
    }
    g_ptr_array_add (sends, g_steal_pointer (&recent));
  }
  if (step == ARCHIVE_STEP_FAILED) {
    return FALSE;
  }
  *result = g_steal_pointer (&sends);
  return TRUE;
}

/**
 * archive_store_list_recent_async:
 * @self: a store
 * @account_id: whose sends
 * @since: microseconds since 1970; see [const@Archive.ADDRESS_DAYS]
 * @cancellable: (nullable): a cancellable
 * @callback: called with them
 * @user_data: for @callback
 *
 * Lists the sends that began since then and of which at least one request may have gone out.
 */
void
archive_store_list_recent_async (ArchiveStore *self,
                                 const char *account_id,
                                 gint64 since,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL);

  RecentCall *call = g_new0 (RecentCall, 1);
  call->account_id = g_strdup (account_id);
  call->since = since;

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_list_recent_async);
  g_task_set_task_data (task, call, (GDestroyNotify) recent_call_free);
  archive_store_push (self, task, list_recent, (GDestroyNotify) g_ptr_array_unref);
}

/**
 * archive_store_list_recent_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: return location for a [error@Archive.Error], %G_IO_ERROR_CANCELLED or
 *   %G_IO_ERROR_CLOSED
 *
 * Returns: (transfer full) (nullable) (element-type ArchiveRecent): the sends, newest first; the
 *   oldest are left out where there are more than [const@Archive.MAX_ADDRESSES] hashes
 */
GPtrArray *
archive_store_list_recent_finish (ArchiveStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
