/* All users and devices of an account in eight and sixteen bytes each, for those who ask about a
 * million recipients at once. Read a part at a time, so that others need not wait. */

#include <base-hash.h>
#include <string.h>

#include "archive-index-private.h"

/* Rows of one part: a few hundredths of a second. */
#define PART 20000

typedef struct {
  ArchiveIndexCall base;
  gint64 key; /* the last that was read */
  gboolean has_users;
  GArray *users;  /* of guint64 */
  GArray *owners; /* of ArchiveOwner */
} HashesCall;

static void
hashes_call_free (HashesCall *call)
{
  g_free (call->base.account_id);
  g_clear_pointer (&call->users, g_array_unref);
  g_clear_pointer (&call->owners, g_array_unref);
  g_free (call);
}

void
archive_user_hashes_free (ArchiveUserHashes *self)
{
  g_bytes_unref (self->users);
  g_bytes_unref (self->owners);
  g_free (self);
}

/* Both have a key and texts, of which the first is hashed first. */
static const char users_sql[] =
  "SELECT key, id FROM found.users WHERE key > ?1 AND key <= ?2 ORDER BY key LIMIT ?3";
static const char owners_sql[] =
  "SELECT devices.key, token, users.id FROM found.devices CROSS JOIN found.users"
  " ON users.key = devices.user WHERE devices.key > ?1 AND devices.key <= ?2"
  " ORDER BY devices.key LIMIT ?3";

static guint64
hash_column (ArchiveStatement *row, int column)
{
  const char *text = archive_statement_get_text (row, column);

  return text != NULL ? base_hash_text (text, strlen (text)) : 0;
}

static void
add_row (HashesCall *call, ArchiveStatement *row)
{
  if (call->has_users) {
    const ArchiveOwner owner = { hash_column (row, 1), hash_column (row, 2) };
    g_array_append_val (call->owners, owner);
  } else {
    guint64 hash = hash_column (row, 1);
    g_array_append_val (call->users, hash);
  }
  call->key = archive_statement_get_int (row, 0);
}

/* Returns: how many rows were read, or -1. */
static int
read_part (sqlite3 *db, HashesCall *call, const ArchiveIndexAccount *account, GError **error)
{
  g_autoptr (ArchiveStatement) statement =
    archive_statement_new (db, call->has_users ? owners_sql : users_sql, error);
  int n_rows = 0;

  if (statement == NULL) {
    return -1;
  }
  archive_statement_bind_int (statement, 1, call->key);
  archive_statement_bind_int (statement, 2, account->high);
  archive_statement_bind_int (statement, 3, PART);
  ArchiveStep step;
  while ((step = archive_statement_step (statement, error)) == ARCHIVE_STEP_ROW) {
    add_row (call, statement);
    n_rows++;
  }
  return step == ARCHIVE_STEP_DONE ? n_rows : -1;
}

static int
compare_hashes (gconstpointer a, gconstpointer b)
{
  guint64 first = *(const guint64 *) a, second = *(const guint64 *) b;

  return first < second ? -1 : first > second;
}

/* Both begin with the hash that they are sorted by. */
static GBytes *
sort (GArray **array)
{
  gsize size = (*array)->len * g_array_get_element_size (*array);

  g_array_sort (*array, compare_hashes);
  return g_bytes_new_take (g_array_free (g_steal_pointer (array), FALSE), size);
}

static gboolean
finish (sqlite3 *db,
        HashesCall *call,
        const ArchiveIndexAccount *account,
        gpointer *result,
        GError **error)
{
  g_autoptr (ArchiveStatement) statement = archive_statement_new (
    db, "SELECT complete_since IS NOT NULL FROM found.accounts WHERE number = ?1", error);
  gint64 is_complete = 0;

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_int (statement, 1, account->number);
  if (!archive_statement_query_int (statement, &is_complete, error)) {
    return FALSE;
  }
  ArchiveUserHashes *hashes = g_new0 (ArchiveUserHashes, 1);
  hashes->is_complete = is_complete != 0;
  hashes->users = sort (&call->users);
  hashes->owners = sort (&call->owners);
  *result = hashes;
  return TRUE;
}

static gboolean
list_hashes (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  HashesCall *call = data;
  ArchiveIndexAccount account;

  if (!archive_index_find_account (db, call->base.account_id, &account, error)) {
    return FALSE;
  }
  call->key = MAX (call->key, account.low);
  int n_rows = read_part (db, call, &account, error);
  if (n_rows < 0) {
    return FALSE;
  }
  if (n_rows < PART && call->has_users) {
    return finish (db, call, &account, result, error);
  }
  if (n_rows < PART) {
    call->has_users = TRUE;
    call->key = account.low;
  }
  *result = ARCHIVE_UNFINISHED;
  return TRUE;
}

/**
 * archive_store_list_user_hashes_async:
 * @self: a store
 * @account_id: whose users
 * @cancellable: (nullable): a cancellable
 * @callback: called with their hashes
 * @user_data: for @callback
 */
void
archive_store_list_user_hashes_async (ArchiveStore *self,
                                      const char *account_id,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL);

  HashesCall *call = g_new0 (HashesCall, 1);
  call->users = g_array_new (FALSE, FALSE, sizeof (guint64));
  call->owners = g_array_new (FALSE, FALSE, sizeof (ArchiveOwner));

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_list_user_hashes_async);
  archive_index_push (self, task, &call->base, account_id, list_hashes,
                      (GDestroyNotify) hashes_call_free, (GDestroyNotify) archive_user_hashes_free);
}

/**
 * archive_store_list_user_hashes_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: return location for a [error@Archive.Error], %G_IO_ERROR_CANCELLED or
 *   %G_IO_ERROR_CLOSED
 *
 * Returns: (transfer full) (nullable): the hashes
 */
ArchiveUserHashes *
archive_store_list_user_hashes_finish (ArchiveStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
