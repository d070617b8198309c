/* What is put into the trash, before it is deleted. */

#include "archive-trash-private.h"

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
  archive_statement_bind_text (statement, 2, archive_trash_kinds[item->kind]);
  archive_statement_bind_text (statement, 3, item->resource_id);
  archive_statement_bind_text (statement, 4, item->user_id);
  archive_statement_bind_text (statement, 5, item->app_name);
  archive_statement_bind_int (statement, 6, job);
  archive_statement_bind_int (statement, 7, row);
  archive_statement_bind_int (statement, 8, g_get_real_time ());
  archive_statement_bind_text (statement, 9, archive_trash_obstacles[judge (item)]);
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
