/* The file behind a store: made for its owner's eyes only, checked before it is used, and set aside
 * when it is no sound database. Blocks; runs on the store's thread. */

#include "archive-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "archive-index-private.h"
#include "archive-schema.h"
#include "archive-sql.h"
#include "archive-store.h"

/* How long another process that has the file may keep us waiting, in milliseconds: a checkpoint of
 * a large journal takes a second or two on a slow disk. */
#define BUSY_TIMEOUT 5000

/* KiB, negative as SQLite wants it: a search touches hundreds of pages all over a file of a
 * gigabyte, and a crawl writes into as many. */
#define INDEX_CACHE "-32768"

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
check_soundness (sqlite3 *db, GError **error)
{
  g_autoptr (ArchiveStatement) statement =
    archive_statement_new (db, "PRAGMA quick_check (1)", error);

  if (statement == NULL || archive_statement_step (statement, error) != ARCHIVE_STEP_ROW) {
    return FALSE;
  }
  const char *verdict = archive_statement_get_text (statement, 0);
  if (g_strcmp0 (verdict, "ok") != 0) {
    g_set_error_literal (error, ARCHIVE_ERROR, ARCHIVE_ERROR_DAMAGED, verdict);
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

static sqlite3 *
open_connection (const char *path, GError **error)
{
  sqlite3 *db = NULL;
  int code = sqlite3_open_v2 (
    path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);

  if (code != SQLITE_OK) {
    archive_sql_set_error (error, db, code);
    g_clear_pointer (&db, sqlite3_close);
    return NULL;
  }
  sqlite3_busy_timeout (db, BUSY_TIMEOUT);
  return db;
}

static sqlite3 *
open_once (const char *path, GError **error)
{
  sqlite3 *db = open_connection (path, error);

  if (db != NULL && !(configure (db, error) && check_soundness (db, error) &&
                      archive_schema_migrate (db, ARCHIVE_SCHEMA_MAIN, error) &&
                      archive_schema_begin_session (db, error))) {
    g_clear_pointer (&db, sqlite3_close);
  }
  return db;
}

/* Opens it once by itself, so that it has its tables before it is attached. */
static gboolean
prepare_index (const char *path, GError **error)
{
  if (!make_private (path, error)) {
    return FALSE;
  }
  sqlite3 *db = open_connection (path, error);
  if (db == NULL) {
    return FALSE;
  }
  gboolean done =
    archive_sql_exec (db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL", error) &&
    archive_schema_migrate (db, ARCHIVE_SCHEMA_INDEX, error);
  sqlite3_close (db);
  return done;
}

static gboolean
remove_index (const char *path, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (companions); i++) {
    g_autofree char *name = g_strconcat (path, companions[i], NULL);
    if (g_unlink (name) != 0 && errno != ENOENT) {
      return set_errno_error (error, name);
    }
  }
  return TRUE;
}

/* The whole file is not read, for it may be large; pages that are damaged are found when they are
 * used. A commit of it need not be on disk, for after a power failure the crawl only goes back to
 * where it was. */
static gboolean
attach_index (sqlite3 *db, const char *path, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (!prepare_index (path, &failure)) {
    if (!g_error_matches (failure, ARCHIVE_ERROR, ARCHIVE_ERROR_DAMAGED)) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
    if (!remove_index (path, error) || !prepare_index (path, error)) {
      return FALSE;
    }
  }

  g_autoptr (ArchiveStatement) statement =
    archive_statement_new (db, "ATTACH ?1 AS " ARCHIVE_INDEX_SCHEMA, error);
  if (statement == NULL) {
    return FALSE;
  }
  archive_statement_bind_text (statement, 1, path);
  return archive_statement_run (statement, error) &&
         archive_sql_exec (db,
                           "PRAGMA " ARCHIVE_INDEX_SCHEMA ".synchronous = NORMAL;"
                           "PRAGMA " ARCHIVE_INDEX_SCHEMA ".cache_size = " INDEX_CACHE,
                           error);
}

/**
 * archive_file_renew_index:
 * @db: a connection with an index that is found to be damaged
 * @error: return location for a [error@Archive.Error]
 *
 * Puts an empty index in the place of the damaged one, which is of no further use.
 *
 * Returns: whether there is an index
 */
gboolean
archive_file_renew_index (sqlite3 *db, GError **error)
{
  g_autofree char *path = g_strdup (sqlite3_db_filename (db, ARCHIVE_INDEX_SCHEMA));

  return archive_sql_exec (db, "DETACH " ARCHIVE_INDEX_SCHEMA, error) &&
         remove_index (path, error) && attach_index (db, path, error);
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

static sqlite3 *
open_main (const char *path, char **damaged, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (!make_private (path, error)) {
    return NULL;
  }
  sqlite3 *db = open_once (path, &failure);
  if (db == NULL && g_error_matches (failure, ARCHIVE_ERROR, ARCHIVE_ERROR_DAMAGED)) {
    *damaged = set_aside (path, error);
    if (*damaged == NULL || !make_private (path, error)) {
      return NULL;
    }
    return open_once (path, error);
  }
  if (db == NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
  }
  return db;
}

/**
 * archive_file_open:
 * @path: the file
 * @damaged: (out) (transfer full) (nullable): the name that a damaged file was given
 * @error: return location for a [error@Archive.Error]
 *
 * Opens or creates the file and that of its index, in a folder that is created as well; all are for
 * their owner only.
 *
 * Returns: (transfer full) (nullable): a connection to a sound file of the newest schema
 */
sqlite3 *
archive_file_open (const char *path, char **damaged, GError **error)
{
  g_autofree char *index = g_strconcat (path, ".index", NULL);

  *damaged = NULL;
  sqlite3 *db = open_main (path, damaged, error);
  if (db != NULL && !attach_index (db, index, error)) {
    g_clear_pointer (&db, sqlite3_close);
  }
  return db;
}
