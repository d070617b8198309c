/* The trash. A search looks at all of it, row by row: it holds what people deleted by hand, and a
 * hundred thousand rows are looked through in a fraction of a second. */

#include "archive-trash-private.h"

static const char *const kinds[] = { "registration", "user" };
static const char *const obstacles[] = { "", "user", "nothing" };

typedef struct {
  char *account_id;
  char *needle; /* (nullable) */
  gint64 job;
  gboolean is_restorable;
  gint64 after;
  guint n_rows;
  GArray *items; /* (nullable): of gint64 */
} TrashCall;

static void
trash_call_free (TrashCall *call)
{
  g_free (call->account_id);
  g_free (call->needle);
  g_clear_pointer (&call->items, g_array_unref);
  g_free (call);
}

static void
trash_device_free (ArchiveTrashDevice *device)
{
  g_free (device->app_name);
  g_free (device->provider);
  g_free (device->token);
  g_free (device);
}

ArchiveTrashItem *
archive_trash_item_new (ArchiveTrashKind kind,
                        const char *resource_id,
                        const char *user_id,
                        const char *app_name)
{
  ArchiveTrashItem *self = g_new0 (ArchiveTrashItem, 1);

  self->kind = kind;
  self->resource_id = g_strdup (resource_id);
  self->user_id = g_strdup (user_id);
  self->app_name = g_strdup (app_name);
  self->restored_at = -1;
  self->devices = g_ptr_array_new_with_free_func ((GDestroyNotify) trash_device_free);
  return self;
}

void
archive_trash_item_add_device (ArchiveTrashItem *self,
                               const char *app_name,
                               const char *provider,
                               const char *token)
{
  ArchiveTrashDevice *device = g_new0 (ArchiveTrashDevice, 1);

  device->app_name = g_strdup (app_name);
  device->provider = g_strdup (provider);
  device->token = g_strdup (token);
  g_ptr_array_add (self->devices, device);
}

ArchiveTrashItem *
archive_trash_item_copy (const ArchiveTrashItem *self)
{
  ArchiveTrashItem *copy =
    archive_trash_item_new (self->kind, self->resource_id, self->user_id, self->app_name);

  copy->id = self->id;
  copy->job = self->job;
  copy->deleted_at = self->deleted_at;
  copy->is_certain = self->is_certain;
  copy->restored_at = self->restored_at;
  copy->restored_id = g_strdup (self->restored_id);
  copy->difference = g_strdup (self->difference);
  copy->obstacle = self->obstacle;
  for (guint i = 0; i < self->devices->len; i++) {
    const ArchiveTrashDevice *device = self->devices->pdata[i];
    archive_trash_item_add_device (copy, device->app_name, device->provider, device->token);
  }
  return copy;
}

void
archive_trash_item_free (ArchiveTrashItem *self)
{
  g_free (self->resource_id);
  g_free (self->user_id);
  g_free (self->app_name);
  g_free (self->restored_id);
  g_free (self->difference);
  g_ptr_array_unref (self->devices);
  g_free (self);
}

static ArchiveObstacle
judge (const ArchiveTrashItem *item)
{
  if (item->kind == ARCHIVE_TRASH_USER) {
    return ARCHIVE_OBSTACLE_USER;
  }
  return item->devices->len == 0 ? ARCHIVE_OBSTACLE_NOTHING : ARCHIVE_OBSTACLE_NONE;
}

static gboolean
delete_earlier (sqlite3 *db, gint64 job, guint row, GError **error)
{
  g_autoptr (ArchiveStatement) statement =
    archive_statement_new (db, "DELETE FROM trash WHERE job = ?1 AND row = ?2", error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_int (statement, 1, job);
  archive_statement_bind_int (statement, 2, row);
  return archive_statement_run (statement, error);
}

static gboolean
insert_item (sqlite3 *db,
             const char *account_id,
             gint64 job,
             guint row,
             const ArchiveTrashItem *item,
             GError **error)
{
  g_autoptr (ArchiveStatement) statement = archive_statement_new (
    db,
    "INSERT INTO trash (account_id, kind, resource_id, user_id, app, job, row, deleted_at, obstacle)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_text (statement, 1, account_id);
  archive_statement_bind_text (statement, 2, kinds[item->kind]);
  archive_statement_bind_text (statement, 3, item->resource_id);
  archive_statement_bind_text (statement, 4, item->user_id);
  archive_statement_bind_text (statement, 5, item->app_name);
  archive_statement_bind_int (statement, 6, job);
  archive_statement_bind_int (statement, 7, row);
  archive_statement_bind_int (statement, 8, g_get_real_time ());
  archive_statement_bind_text (statement, 9, obstacles[judge (item)]);
  return archive_statement_run (statement, error);
}

static gboolean
insert_devices (sqlite3 *db, gint64 id, const ArchiveTrashItem *item, GError **error)
{
  g_autoptr (ArchiveStatement) statement = archive_statement_new (
    db,
    "INSERT INTO trash_devices (item, number, app, provider, token) VALUES (?1, ?2, ?3, ?4, ?5)",
    error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_int (statement, 1, id);
  for (guint i = 0; i < item->devices->len; i++) {
    const ArchiveTrashDevice *device = item->devices->pdata[i];
    archive_statement_bind_int (statement, 2, i);
    archive_statement_bind_text (statement, 3, device->app_name);
    archive_statement_bind_text (statement, 4, device->provider);
    archive_statement_bind_text (statement, 5, device->token);
    if (!archive_statement_run (statement, error)) {
      return FALSE;
    }
  }
  return TRUE;
}

/**
 * archive_trash_put:
 * @db: a connection, in a transaction
 * @account_id: whose it was
 * @job: by which job it is going to be deleted
 * @row: by which row of the job
 * @item: what it was; replaces what the row has put there before
 * @error: return location for a [error@Archive.Error]
 *
 * Returns: whether it was written
 */
gboolean
archive_trash_put (sqlite3 *db,
                   const char *account_id,
                   gint64 job,
                   guint row,
                   const ArchiveTrashItem *item,
                   GError **error)
{
  return delete_earlier (db, job, row, error) &&
         insert_item (db, account_id, job, row, item, error) &&
         insert_devices (db, sqlite3_last_insert_rowid (db), item, error);
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
    index_of (kinds, G_N_ELEMENTS (kinds), archive_statement_get_text (row, 1)),
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
    index_of (obstacles, G_N_ELEMENTS (obstacles), archive_statement_get_text (row, 11));
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
  "account_id = ?1 AND id < ?2 AND (?3 IS NULL"                                                    \
  " OR instr (lower (resource_id || ' ' || user_id || ' ' || coalesce (app, '')), lower (?3)) > 0" \
  " OR EXISTS (SELECT 1 FROM trash_devices AS d WHERE d.item = trash.id"                           \
  "   AND instr (lower (d.app || ' ' || d.token), lower (?3)) > 0))"                               \
  " AND (?4 = 0 OR job = ?4)"                                                                      \
  " AND (?5 = 0 OR (obstacle = '' AND is_certain AND restored_at IS NULL))"

static ArchiveStatement *
prepare_list (sqlite3 *db, const TrashCall *call, const char *what, gint64 n_rows, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
    "SELECT %s FROM trash WHERE " LIST_CONDITION " ORDER BY id DESC LIMIT ?6", what);
  ArchiveStatement *statement = archive_statement_new (db, sql, error);

  if (statement != NULL) {
    archive_statement_bind_text (statement, 1, call->account_id);
    archive_statement_bind_int (statement, 2, call->after);
    archive_statement_bind_text (statement, 3, call->needle);
    archive_statement_bind_int (statement, 4, call->job);
    archive_statement_bind_int (statement, 5, call->is_restorable);
    archive_statement_bind_int (statement, 6, n_rows);
  }
  return statement;
}

/* One row more than the page has tells whether there is a next one. */
static gboolean
list_trash (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  const TrashCall *call = data;
  g_autoptr (ArchiveStatement) row =
    prepare_list (db, call, ITEM_COLUMNS, (gint64) call->n_rows + 1, error);
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
  g_autoptr (ArchiveStatement) row = prepare_list (db, data, "1", ARCHIVE_MAX_COUNT + 1, error);
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
  const TrashCall *call = data;
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

static gboolean
delete_items (sqlite3 *db, gpointer data, GError **error)
{
  const TrashCall *call = data;
  g_autoptr (ArchiveStatement) statement =
    archive_statement_new (db, "DELETE FROM trash WHERE account_id = ?1 AND id = ?2", error);

  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_text (statement, 1, call->account_id);
  for (guint i = 0; i < call->items->len; i++) {
    archive_statement_bind_int (statement, 2, g_array_index (call->items, gint64, i));
    if (!archive_statement_run (statement, error)) {
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
discard_trash (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  return archive_sql_transact (db, delete_items, data, error);
}

static TrashCall *
trash_call_new (const char *account_id, const ArchiveTrashQuery *query)
{
  TrashCall *call = g_new0 (TrashCall, 1);

  call->account_id = g_strdup (account_id);
  call->after = G_MAXINT64;
  if (query != NULL) {
    call->needle = g_strdup (query->needle);
    call->job = query->job;
    call->is_restorable = query->is_restorable;
  }
  return call;
}

static void
push (
  ArchiveStore *self, GTask *task, TrashCall *call, ArchiveWork work, GDestroyNotify free_result)
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
  TrashCall *call = trash_call_new (account_id, query);
  call->n_rows = n_rows;
  if (after != NULL) {
    call->after = g_ascii_strtoll (after, NULL, 10);
  }
  push (self, task, call, list_trash, (GDestroyNotify) archive_page_free);
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
  push (self, task, trash_call_new (account_id, query), count_trash, g_free);
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
  TrashCall *call = trash_call_new (account_id, NULL);
  call->after = item;
  push (self, task, call, read_trash, (GDestroyNotify) archive_trash_item_free);
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
  TrashCall *call = trash_call_new (account_id, NULL);
  call->items = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_vals (call->items, items, (guint) n_items);
  push (self, task, call, discard_trash, NULL);
}
