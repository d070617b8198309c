/* The file behind a store: made for its owner's eyes only, checked before it is used, and set aside
 * when it is no sound database. Blocks; runs on the store's thread. */

#include "archive-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "archive-schema.h"
#include "archive-sql.h"
#include "archive-store.h"

/* How long another process that has the file may keep us waiting, in milliseconds: a checkpoint of
 * a large journal takes a second or two on a slow disk. */
#define BUSY_TIMEOUT 5000

/* What belongs to a database file besides itself. */
static const char *const companions[] = { "", "-wal", "-shm" };

static gboolean
set_errno_error (GError **error, const char *path)
{
  int saved = errno;

  g_set_error (error, ARCHIVE_ERROR, saved == ENOSPC ? ARCHIVE_ERROR_FULL : ARCHIVE_ERROR_FAILED,
               "%s: %s", path, g_strerror (saved));
  return FALSE;
}

/* SQLite would make the file readable for all; its companions take over the file's mode. */
static gboolean
make_private (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_mkdir_with_parents (folder, 0700) != 0) {
    return set_errno_error (error, folder);
  }
  int fd = g_open (path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0) {
    close (fd);
    return TRUE;
  }
  if (errno != EEXIST) {
    return set_errno_error (error, path);
  }
  return g_chmod (path, 0600) == 0 || set_errno_error (error, path);
}

static gboolean
is_damage (int code)
{
  code &= 0xff;
  return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
}

static gboolean
check_soundness (sqlite3 *db, gboolean *damage, GError **error)
{
  g_autoptr (ArchiveStatement) statement =
    archive_statement_new (db, "PRAGMA quick_check (1)", error);

  if (statement == NULL || archive_statement_step (statement, error) != ARCHIVE_STEP_ROW) {
    return FALSE;
  }
  const char *verdict = archive_statement_get_text (statement, 0);
  if (g_strcmp0 (verdict, "ok") != 0) {
    *damage = TRUE;
    g_set_error_literal (error, ARCHIVE_ERROR, ARCHIVE_ERROR_FAILED, verdict);
    return FALSE;
  }
  return TRUE;
}

/* A finished write is on disk: synchronous=FULL syncs the write-ahead log at each commit. */
static gboolean
configure (sqlite3 *db, GError **error)
{
  return archive_sql_exec (db,
                           "PRAGMA journal_mode = WAL;"
                           "PRAGMA synchronous = FULL;"
                           "PRAGMA foreign_keys = ON;",
                           error);
}

/* @damage: whether it failed because the file is no sound database */
static sqlite3 *
open_once (const char *path, gboolean *damage, GError **error)
{
  sqlite3 *db = NULL;
  int code = sqlite3_open_v2 (
    path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);

  *damage = FALSE;
  if (code != SQLITE_OK) {
    archive_sql_set_error (error, db, code);
    sqlite3_close (db);
    return NULL;
  }
  sqlite3_busy_timeout (db, BUSY_TIMEOUT);

  if (configure (db, error) && check_soundness (db, damage, error) &&
      archive_schema_migrate (db, error)) {
    return db;
  }
  *damage = *damage || is_damage (sqlite3_errcode (db));
  sqlite3_close (db);
  return NULL;
}

static char *
make_damaged_name (const char *path)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format (now, "%Y%m%dT%H%M%SZ");
  char *name = g_strdup_printf ("%s.damaged-%s", path, time);

  for (guint i = 2; g_file_test (name, G_FILE_TEST_EXISTS); i++) {
    g_free (name);
    name = g_strdup_printf ("%s.damaged-%s-%u", path, time, i);
  }
  return name;
}

static char *
set_aside (const char *path, GError **error)
{
  g_autofree char *name = make_damaged_name (path);

  for (gsize i = 0; i < G_N_ELEMENTS (companions); i++) {
    g_autofree char *from = g_strconcat (path, companions[i], NULL);
    g_autofree char *to = g_strconcat (name, companions[i], NULL);
    if (g_rename (from, to) != 0 && errno != ENOENT) {
      set_errno_error (error, from);
      return NULL;
    }
  }
  return g_steal_pointer (&name);
}

/**
 * archive_file_open:
 * @path: the file
 * @damaged: (out) (transfer full) (nullable): the name that a damaged file was given
 * @error: return location for a [error@Archive.Error]
 *
 * Opens or creates the file, in a folder that is created as well; both are for their owner only.
 *
 * Returns: (transfer full) (nullable): a connection to a sound file of the newest schema
 */
sqlite3 *
archive_file_open (const char *path, char **damaged, GError **error)
{
  gboolean damage = FALSE;
  g_autoptr (GError) local_error = NULL;

  *damaged = NULL;
  if (!make_private (path, error)) {
    return NULL;
  }
  sqlite3 *db = open_once (path, &damage, &local_error);
  if (db == NULL && damage) {
    *damaged = set_aside (path, error);
    if (*damaged == NULL || !make_private (path, error)) {
      return NULL;
    }
    g_clear_error (&local_error);
    db = open_once (path, &damage, &local_error);
  }
  if (db == NULL) {
    g_propagate_error (error, g_steal_pointer (&local_error));
  }
  return db;
}
