/* Users in the index: fewer ways than to devices, and the same habits. */

#include "archive-index-private.h"

typedef struct {
  ArchiveIndexCall base;
  ArchiveUserQuery *query;
  char *after; /* (nullable) */
  guint n_rows;
} UserCall;

ArchiveUserQuery *
archive_user_query_copy (const ArchiveUserQuery *query)
{
  ArchiveUserQuery *copy = g_new0 (ArchiveUserQuery, 1);

  if (query != NULL) {
    *copy = *query;
    copy->needle = g_strdup (query->needle);
    copy->user_id = g_strdup (query->user_id);
  }
  return copy;
}

void
archive_user_query_free (ArchiveUserQuery *query)
{
  g_free ((char *) query->needle);
  g_free ((char *) query->user_id);
  g_free (query);
}

static void
user_call_free (UserCall *call)
{
  g_free (call->base.account_id);
  archive_user_query_free (call->query);
  g_free (call->after);
  g_free (call);
}

/* Statements on users. ?1 and ?2 are the range of keys, ?3 the number of the account, ?4 the number
 * of rows, ?5 where a page begins among those with many devices, ?6 the ID, ?7 how many devices are
 * many, ?8 how many are too many, ?9 what the ID has. In every statement are all of them. */
#define NEEDLE " AND (?9 IS NULL OR instr (lower (id), lower (?9)) > 0)"

static const char users_by_key[] =
  "FROM found.users WHERE key > ?1 AND key <= ?2"
  " AND ?3 >= 0 AND ?5 >= 0 AND (?6 IS NULL OR id = ?6)"
  " AND most_devices BETWEEN ?7 AND ?8" NEEDLE " ORDER BY key LIMIT ?4";
static const char users_by_id[] =
  "FROM found.users WHERE account = ?3 AND id = ?6"
  " AND key > ?1 AND key <= ?2 AND ?5 >= 0"
  " AND most_devices BETWEEN ?7 AND ?8" NEEDLE " ORDER BY key LIMIT ?4";
static const char users_with_many[] =
  "FROM found.users INDEXED BY users_by_devices WHERE account = ?3 AND most_devices >= ?7"
  " AND most_devices <= ?5 AND (most_devices < ?5 OR key < ?1) AND key < ?2"
  " AND ?6 IS NULL AND ?8 >= 0" NEEDLE " ORDER BY most_devices DESC, key DESC LIMIT ?4";
static const char users_without[] =
  "FROM found.users INDEXED BY users_by_devices WHERE account = ?3 AND most_devices = 0"
  " AND key > ?1 AND key <= ?2 AND ?5 >= 0 AND ?6 IS NULL AND ?7 >= 0 AND ?8 >= 0" NEEDLE
  " ORDER BY key LIMIT ?4";

static const char *
choose_users (const UserCall *call)
{
  if (call->query->user_id != NULL) {
    return users_by_id;
  }
  if (call->query->has_none) {
    return users_without;
  }
  return call->query->min_devices > 0 ? users_with_many : users_by_key;
}

static ArchiveStatement *
prepare_users (sqlite3 *db, const UserCall *call, const char *what, gint64 n_rows, GError **error)
{
  const char *from = choose_users (call);
  g_autofree char *sql = g_strdup_printf ("SELECT %s %s", what, from);
  gboolean is_falling = from == users_with_many;
  ArchiveIndexAccount account;
  gint64 key = 0, most = G_MAXINT64;

  if (!archive_index_find_account (db, call->base.account_id, &account, error)) {
    return NULL;
  }
  archive_index_parse_place (call->after, &key, &most);
  if (call->after == NULL) {
    key = is_falling ? G_MAXINT64 : account.low;
  }
  ArchiveStatement *statement = archive_statement_new (db, sql, error);
  if (statement != NULL) {
    archive_statement_bind_int (statement, 1, key);
    archive_statement_bind_int (statement, 2, is_falling ? G_MAXINT64 : account.high);
    archive_statement_bind_int (statement, 3, account.number);
    archive_statement_bind_int (statement, 4, n_rows);
    archive_statement_bind_int (statement, 5, most);
    archive_statement_bind_text (statement, 6, call->query->user_id);
    archive_statement_bind_int (statement, 7, call->query->min_devices);
    archive_statement_bind_int (statement, 8, call->query->has_none ? 0 : G_MAXINT64);
    archive_statement_bind_text (statement, 9, call->query->needle);
  }
  return statement;
}

static ArchiveUser *
read_user (ArchiveStatement *row)
{
  ArchiveUser *user = g_new0 (ArchiveUser, 1);

  user->most_devices = (guint) archive_statement_get_int (row, 1);
  user->id = g_strdup (archive_statement_get_text (row, 2));
  user->created_at = archive_statement_get_time (row, 3);
  user->updated_at = archive_statement_get_time (row, 4);
  user->seen_at = archive_statement_get_int (row, 5);
  user->n_registrations = (guint) archive_statement_get_int (row, 6);
  user->n_devices = (guint) archive_statement_get_int (row, 7);
  return user;
}

static gboolean
list_users (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  const UserCall *call = data;
  g_autoptr (ArchiveStatement) statement =
    prepare_users (db, call,
                   "key, most_devices, id, created_at, updated_at, seen_at, n_registrations,"
                   " n_devices",
                   (gint64) call->n_rows + 1, error);
  gint64 key = 0, most = 0;

  if (statement == NULL) {
    return FALSE;
  }
  g_autoptr (ArchivePage) page = g_new0 (ArchivePage, 1);
  page->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) archive_user_free);
  ArchiveStep step;
  while ((step = archive_statement_step (statement, error)) == ARCHIVE_STEP_ROW &&
         page->rows->len < call->n_rows) {
    g_ptr_array_add (page->rows, read_user (statement));
    key = archive_statement_get_int (statement, 0);
    most = archive_statement_get_int (statement, 1);
  }
  if (step == ARCHIVE_STEP_FAILED) {
    return FALSE;
  }
  page->next = step == ARCHIVE_STEP_ROW ? archive_index_make_place (key, most) : NULL;
  *result = g_steal_pointer (&page);
  return TRUE;
}

static gboolean
count_users (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  g_autoptr (ArchiveStatement) statement =
    prepare_users (db, data, "1", ARCHIVE_MAX_COUNT + 1, error);
  gint64 count = 0;
  ArchiveStep step = ARCHIVE_STEP_FAILED;

  while (statement != NULL &&
         (step = archive_statement_step (statement, error)) == ARCHIVE_STEP_ROW) {
    count++;
  }
  if (step != ARCHIVE_STEP_DONE) {
    return FALSE;
  }
  *result = g_memdup2 (&count, sizeof count);
  return TRUE;
}

/**
 * archive_index_each_user:
 * @db: a connection
 * @account_id: whose users
 * @query: which
 * @each: called with an ID
 * @data: for @each
 * @error: return location for a [error@Archive.Error], or what @each has to say
 *
 * Returns: whether @each was called for all
 */
gboolean
archive_index_each_user (sqlite3 *db,
                         const char *account_id,
                         const ArchiveUserQuery *query,
                         ArchiveIndexEach each,
                         gpointer data,
                         GError **error)
{
  const UserCall call = {
    .base.account_id = (char *) account_id,
    .query = (ArchiveUserQuery *) query,
  };
  g_autoptr (ArchiveStatement) statement = prepare_users (db, &call, "id", -1, error);

  return statement != NULL && archive_index_walk (statement, each, data, error);
}

static void
push_users (ArchiveStore *self,
            GTask *task,
            const char *account_id,
            const ArchiveUserQuery *query,
            const char *after,
            guint n_rows,
            gboolean counts)
{
  UserCall *call = g_new0 (UserCall, 1);

  call->query = archive_user_query_copy (query);
  call->after = g_strdup (after);
  call->n_rows = n_rows;
  archive_index_push (self, task, &call->base, account_id, counts ? count_users : list_users,
                      (GDestroyNotify) user_call_free,
                      counts ? g_free : (GDestroyNotify) archive_page_free);
}

/**
 * archive_store_list_users_async:
 * @self: a store
 * @account_id: whose users
 * @query: (nullable): which; %NULL is all
 * @after: (nullable): where the last page said that the next one begins; %NULL is the first page
 * @n_rows: how many at most, up to %ARCHIVE_MAX_ROWS
 * @cancellable: (nullable): a cancellable
 * @callback: called with them
 * @user_data: for @callback
 *
 * Lists users in the order in which they were found, those with many devices beginning with the
 * most. Finish with [method@Archive.Store.list_finish].
 */
void
archive_store_list_users_async (ArchiveStore *self,
                                const char *account_id,
                                const ArchiveUserQuery *query,
                                const char *after,
                                guint n_rows,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL);
  g_return_if_fail (n_rows > 0 && n_rows <= ARCHIVE_MAX_ROWS);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_list_users_async);
  push_users (self, task, account_id, query, after, n_rows, FALSE);
}

/**
 * archive_store_count_users_async:
 * @self: a store
 * @account_id: whose users
 * @query: (nullable): which; %NULL is all
 * @cancellable: (nullable): a cancellable
 * @callback: called with their number
 * @user_data: for @callback
 *
 * Counts up to %ARCHIVE_MAX_COUNT + 1. Finish with [method@Archive.Store.count_finish].
 */
void
archive_store_count_users_async (ArchiveStore *self,
                                 const char *account_id,
                                 const ArchiveUserQuery *query,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_count_users_async);
  push_users (self, task, account_id, query, NULL, 0, TRUE);
}
