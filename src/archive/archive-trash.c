/* The trash. A search looks at all of it, row by row: it holds what people deleted by hand, and a
 * hundred thousand rows are looked through in a fraction of a second. */

#include "archive-trash-private.h"

const char *const archive_trash_kinds[] = { "", "registration", "user" };
const char *const archive_trash_obstacles[] = { "", "user", "nothing" };

#define N_KINDS G_N_ELEMENTS (archive_trash_kinds)
#define N_OBSTACLES G_N_ELEMENTS (archive_trash_obstacles)

static void
trash_call_free (ArchiveTrashCall *call)
{
  g_free (call->account_id);
  g_clear_pointer (&call->query, archive_trash_query_free);
  g_clear_pointer (&call->items, g_array_unref);
  g_free (call);
}

static guint
index_of (const char *const *names, guint n_names, const char *name)
{
  for (guint i = 0; i < n_names; i++) {
    if (g_strcmp0 (names[i], name) == 0) {
      return i;
    }
  }
  return 0;
}

#define ITEM_COLUMNS                                                                            \
  "id, kind, resource_id, user_id, app, job, deleted_at, is_certain, restored_at, restored_id," \
  " difference, obstacle"

static ArchiveTrashItem *
read_item (ArchiveStatement *row)
{
  ArchiveTrashItem *item = archive_trash_item_new (
    index_of (archive_trash_kinds, N_KINDS, archive_statement_get_text (row, 1)),
    archive_statement_get_text (row, 2), archive_statement_get_text (row, 3),
    archive_statement_get_text (row, 4));

  item->id = archive_statement_get_int (row, 0);
  item->job = archive_statement_get_int (row, 5);
  item->deleted_at = archive_statement_get_int (row, 6);
  item->is_certain = archive_statement_get_int (row, 7) != 0;
  item->restored_at = archive_statement_get_time (row, 8);
  item->restored_id = g_strdup (archive_statement_get_text (row, 9));
  item->difference = g_strdup (archive_statement_get_text (row, 10));
  item->obstacle =
    index_of (archive_trash_obstacles, N_OBSTACLES, archive_statement_get_text (row, 11));
  return item;
}

static gboolean
read_devices (sqlite3 *db, ArchiveTrashItem *item, GError **error)
{
  g_autoptr (ArchiveStatement) row = archive_statement_new (
    db, "SELECT app, provider, token FROM trash_devices WHERE item = ?1 ORDER BY number", error);
  ArchiveStep step;

  if (row == NULL) {
    return FALSE;
  }
  archive_statement_bind_int (row, 1, item->id);
  while ((step = archive_statement_step (row, error)) == ARCHIVE_STEP_ROW) {
    archive_trash_item_add_device (item, archive_statement_get_text (row, 0),
                                   archive_statement_get_text (row, 1),
                                   archive_statement_get_text (row, 2));
  }
  return step == ARCHIVE_STEP_DONE;
}

/* ?2 is the item that the last page ended with; parts of a text are told apart by a space, which no
 * ID and no name of an App has. */
#define LIST_CONDITION                                                                             \
  "account_id = ?1 AND id < ?2 AND (?3 = 0 OR job = ?3) AND (?4 = '' OR kind = ?4)"                \
  " AND (?5 = 0 OR (obstacle = '' AND is_certain AND restored_at IS NULL))"                        \
  " AND (?6 = 0 OR restored_at IS NOT NULL) AND (?7 = 0 OR NOT is_certain)"                        \
  " AND (?8 = 0 OR deleted_at < ?8) AND (?9 IS NULL"                                               \
  " OR instr (lower (resource_id || ' ' || user_id || ' ' || coalesce (app, '')), lower (?9)) > 0" \
  " OR EXISTS (SELECT 1 FROM trash_devices AS d WHERE d.item = trash.id"                           \
  "   AND instr (lower (d.app || ' ' || d.token), lower (?9)) > 0))"

/**
 * archive_trash_prepare:
 * @db: a connection
 * @call: the query, and the item after which to begin
 * @what: the columns
 * @n_rows: how many at most
 * @error: return location for a [error@Archive.Error]
 *
 * Returns: (transfer full) (nullable): a statement that answers what matches, newest first
 */
ArchiveStatement *
archive_trash_prepare (
  sqlite3 *db, const ArchiveTrashCall *call, const char *what, gint64 n_rows, GError **error)
{
  static const ArchiveTrashQuery all = { .kind = ARCHIVE_TRASH_ANY };
  const ArchiveTrashQuery *query = call->query != NULL ? call->query : &all;
  g_autofree char *sql = g_strdup_printf (
    "SELECT %s FROM trash WHERE " LIST_CONDITION " ORDER BY id DESC LIMIT ?10", what);
  ArchiveStatement *statement = archive_statement_new (db, sql, error);

  if (statement != NULL) {
    archive_statement_bind_text (statement, 1, call->account_id);
    archive_statement_bind_int (statement, 2, call->after);
    archive_statement_bind_int (statement, 3, query->job);
    archive_statement_bind_text (statement, 4, archive_trash_kinds[query->kind]);
    archive_statement_bind_int (statement, 5, query->is_restorable);
    archive_statement_bind_int (statement, 6, query->is_restored);
    archive_statement_bind_int (statement, 7, query->is_uncertain);
    archive_statement_bind_int (statement, 8, query->deleted_before);
    archive_statement_bind_text (statement, 9, query->needle);
    archive_statement_bind_int (statement, 10, n_rows);
  }
  return statement;
}

/* One row more than the page has tells whether there is a next one. */
static gboolean
list_trash (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  const ArchiveTrashCall *call = data;
  g_autoptr (ArchiveStatement) row =
    archive_trash_prepare (db, call, ITEM_COLUMNS, (gint64) call->n_rows + 1, error);
  g_autoptr (ArchivePage) page = g_new0 (ArchivePage, 1);
  ArchiveStep step = ARCHIVE_STEP_FAILED;

  page->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) archive_trash_item_free);
  while (row != NULL && (step = archive_statement_step (row, error)) == ARCHIVE_STEP_ROW &&
         page->rows->len < call->n_rows) {
    g_ptr_array_add (page->rows, read_item (row));
    if (!read_devices (db, page->rows->pdata[page->rows->len - 1], error)) {
      return FALSE;
    }
  }
  if (step == ARCHIVE_STEP_FAILED) {
    return FALSE;
  }
  if (step == ARCHIVE_STEP_ROW) {
    const ArchiveTrashItem *last = page->rows->pdata[page->rows->len - 1];
    page->next = g_strdup_printf ("%" G_GINT64_FORMAT, last->id);
  }
  *result = g_steal_pointer (&page);
  return TRUE;
}

static gboolean
count_trash (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  g_autoptr (ArchiveStatement) row =
    archive_trash_prepare (db, data, "1", ARCHIVE_MAX_COUNT + 1, error);
  ArchiveStep step = ARCHIVE_STEP_FAILED;
  gint64 count = 0;

  while (row != NULL && (step = archive_statement_step (row, error)) == ARCHIVE_STEP_ROW) {
    count++;
  }
  if (step == ARCHIVE_STEP_FAILED) {
    return FALSE;
  }
  *result = g_memdup2 (&count, sizeof count);
  return TRUE;
}

static gboolean
read_trash (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  const ArchiveTrashCall *call = data;
  g_autoptr (ArchiveStatement) row = archive_statement_new (
    db, "SELECT " ITEM_COLUMNS " FROM trash WHERE account_id = ?1 AND id = ?2", error);

  if (row == NULL) {
    return FALSE;
  }
  archive_statement_bind_text (row, 1, call->account_id);
  archive_statement_bind_int (row, 2, call->after);
  ArchiveStep step = archive_statement_step (row, error);
  if (step != ARCHIVE_STEP_ROW) {
    if (step == ARCHIVE_STEP_DONE) {
      g_set_error_literal (error, ARCHIVE_ERROR, ARCHIVE_ERROR_FAILED, "not in the trash");
    }
    return FALSE;
  }
  g_autoptr (ArchiveTrashItem) item = read_item (row);
  if (!read_devices (db, item, error)) {
    return FALSE;
  }
  *result = g_steal_pointer (&item);
  return TRUE;
}

/**
 * archive_trash_each_restorable:
 * @db: a connection
 * @account_id: whose trash
 * @query: (nullable): which part of it
 * @each: called with the number of each item
 * @data: for @each
 * @error: return location for a [error@Archive.Error], or what @each answered
 *
 * Returns: whether all were told
 */
gboolean
archive_trash_each_restorable (sqlite3 *db,
                               const char *account_id,
                               const ArchiveTrashQuery *query,
                               ArchiveIndexEach each,
                               gpointer data,
                               GError **error)
{
  ArchiveTrashQuery restorable = query != NULL ? *query : (ArchiveTrashQuery){ 0 };
  const ArchiveTrashCall call = {
    .account_id = (char *) account_id,
    .query = &restorable,
    .after = G_MAXINT64,
  };

  restorable.is_restorable = TRUE;
  g_autoptr (ArchiveStatement) statement =
    archive_trash_prepare (db, &call, "id", G_MAXINT64, error);
  return statement != NULL && archive_index_walk (statement, each, data, error);
}

/**
 * archive_trash_call_new:
 * @account_id: whose trash
 * @query: (nullable): which part of it
 *
 * Returns: (transfer full): the task data of a call
 */
ArchiveTrashCall *
archive_trash_call_new (const char *account_id, const ArchiveTrashQuery *query)
{
  ArchiveTrashCall *call = g_new0 (ArchiveTrashCall, 1);

  call->account_id = g_strdup (account_id);
  call->after = G_MAXINT64;
  call->query = archive_trash_query_copy (query);
  return call;
}

/**
 * archive_trash_push:
 * @self: a store
 * @task: (transfer full): the call
 * @call: (transfer full): its task data
 * @work: what to do on the thread
 * @free_result: (nullable): for a call that answers something
 *
 * Hands a call of the trash to the thread.
 */
void
archive_trash_push (ArchiveStore *self,
                    GTask *task,
                    ArchiveTrashCall *call,
                    ArchiveWork work,
                    GDestroyNotify free_result)
{
  g_task_set_task_data (task, call, (GDestroyNotify) trash_call_free);
  archive_store_push (self, task, work, free_result);
}

/**
 * archive_store_list_trash_async:
 * @self: a store
 * @account_id: whose trash
 * @query: (nullable): which part of it; %NULL is all
 * @after: (nullable): where the last page said that the next one begins; %NULL is the first page
 * @n_rows: how many at most, up to %ARCHIVE_MAX_ROWS
 * @cancellable: (nullable): a cancellable
 * @callback: called with them
 * @user_data: for @callback
 *
 * Finish with [method@Archive.Store.list_finish].
 */
void
archive_store_list_trash_async (ArchiveStore *self,
                                const char *account_id,
                                const ArchiveTrashQuery *query,
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
  g_task_set_source_tag (task, archive_store_list_trash_async);
  ArchiveTrashCall *call = archive_trash_call_new (account_id, query);
  call->n_rows = n_rows;
  if (after != NULL) {
    call->after = g_ascii_strtoll (after, NULL, 10);
  }
  archive_trash_push (self, task, call, list_trash, (GDestroyNotify) archive_page_free);
}

/**
 * archive_store_count_trash_async:
 * @self: a store
 * @account_id: whose trash
 * @query: (nullable): which part of it; %NULL is all
 * @cancellable: (nullable): a cancellable
 * @callback: called with the number
 * @user_data: for @callback
 *
 * Counts up to %ARCHIVE_MAX_COUNT + 1. Finish with [method@Archive.Store.count_finish].
 */
void
archive_store_count_trash_async (ArchiveStore *self,
                                 const char *account_id,
                                 const ArchiveTrashQuery *query,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_count_trash_async);
  archive_trash_push (self, task, archive_trash_call_new (account_id, query), count_trash, g_free);
}

/**
 * archive_store_read_trash_async:
 * @self: a store
 * @account_id: whose trash
 * @item: the ID of an item
 * @cancellable: (nullable): a cancellable
 * @callback: called with it
 * @user_data: for @callback
 */
void
archive_store_read_trash_async (ArchiveStore *self,
                                const char *account_id,
                                gint64 item,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));
  g_return_if_fail (account_id != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_read_trash_async);
  ArchiveTrashCall *call = archive_trash_call_new (account_id, NULL);
  call->after = item;
  archive_trash_push (self, task, call, read_trash, (GDestroyNotify) archive_trash_item_free);
}

/**
 * archive_store_read_trash_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: return location for a [error@Archive.Error], which is FAILED where the account has no
 * such item, %G_IO_ERROR_CANCELLED or %G_IO_ERROR_CLOSED
 *
 * Returns: (transfer full) (nullable): the item
 */
ArchiveTrashItem *
archive_store_read_trash_finish (ArchiveStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
