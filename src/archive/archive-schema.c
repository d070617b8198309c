/* The tables, and how an older file becomes a newer one: migration n brings a file from
 * user_version n to n + 1. A migration that was released is never edited; a change is a new one. */

#include "archive-schema.h"

#include "archive-sql.h"
#include "archive-store.h"

static const char *const main_migrations[] = {
  /* States are kept by name, so that a file can be read without this program. */
  "CREATE TABLE drafts ("
  "  account_id TEXT NOT NULL,"
  "  id TEXT NOT NULL,"
  "  changed_at INTEGER NOT NULL,"
  "  json TEXT NOT NULL,"
  "  PRIMARY KEY (account_id, id));"
  "CREATE TABLE sends ("
  "  id TEXT NOT NULL PRIMARY KEY,"
  "  account_id TEXT NOT NULL,"
  "  created_at INTEGER NOT NULL,"
  "  draft_json TEXT NOT NULL);"
  "CREATE INDEX sends_by_account ON sends (account_id, created_at);"
  "CREATE TABLE requests ("
  "  send_id TEXT NOT NULL REFERENCES sends (id),"
  "  number INTEGER NOT NULL,"
  "  state TEXT NOT NULL"
  "    CHECK (state IN ('planned', 'posting', 'accepted', 'rejected', 'unknown')),"
  "  n_recipients INTEGER NOT NULL,"
  "  operation_id TEXT CHECK (operation_id IS NOT NULL OR state <> 'accepted'),"
  "  detail TEXT,"
  "  changed_at INTEGER NOT NULL,"
  "  PRIMARY KEY (send_id, number)) WITHOUT ROWID;"
  "CREATE INDEX requests_unsettled ON requests (send_id, number)"
  "  WHERE state IN ('posting', 'unknown');",
  /* A request may be abandoned, and a send knows its draft. A table's CHECK cannot be changed. */
  "ALTER TABLE sends ADD COLUMN draft_id TEXT;"
  "UPDATE sends SET draft_id = " ARCHIVE_DRAFT_ID (
    "draft_json") ";"
                  "CREATE INDEX sends_by_draft ON sends (account_id, draft_id);"
                  "CREATE TABLE new_requests ("
                  "  send_id TEXT NOT NULL REFERENCES sends (id),"
                  "  number INTEGER NOT NULL,"
                  "  state TEXT NOT NULL CHECK"
                  "    (state IN ('planned', 'posting', 'accepted', 'rejected', 'unknown', 'abandoned')),"
                  "  n_recipients INTEGER NOT NULL,"
                  "  operation_id TEXT CHECK (operation_id IS NOT NULL OR state <> 'accepted'),"
                  "  detail TEXT,"
                  "  changed_at INTEGER NOT NULL,"
                  "  PRIMARY KEY (send_id, number)) WITHOUT ROWID;"
                  "INSERT INTO new_requests SELECT send_id, number, state, n_recipients, operation_id, detail,"
                  "  changed_at FROM requests;"
                  "DROP TABLE requests;"
                  "ALTER TABLE new_requests RENAME TO requests;"
                  "CREATE INDEX requests_unsettled ON requests (send_id, number)"
                  "  WHERE state IN ('planned', 'posting', 'unknown');",
  /* The trash, jobs and choices. An item of the trash is certain once the API said that it is gone.
   * `obstacle` says why it cannot be restored: '' for no reason. */
  "CREATE TABLE trash ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  account_id TEXT NOT NULL,"
  "  kind TEXT NOT NULL CHECK (kind IN ('registration', 'user')),"
  "  resource_id TEXT NOT NULL,"
  "  user_id TEXT NOT NULL,"
  "  app TEXT,"
  "  job INTEGER NOT NULL,"
  "  row INTEGER NOT NULL,"
  "  deleted_at INTEGER NOT NULL,"
  "  is_certain INTEGER NOT NULL DEFAULT 0,"
  "  obstacle TEXT NOT NULL,"
  "  restored_at INTEGER,"
  "  restored_id TEXT,"
  "  difference TEXT,"
  "  UNIQUE (job, row));"
  "CREATE INDEX trash_by_account ON trash (account_id);"
  "CREATE TABLE trash_devices ("
  "  item INTEGER NOT NULL REFERENCES trash ON DELETE CASCADE,"
  "  number INTEGER NOT NULL,"
  "  app TEXT NOT NULL,"
  "  provider TEXT NOT NULL,"
  "  token TEXT NOT NULL,"
  "  PRIMARY KEY (item, number)) WITHOUT ROWID;"
  "CREATE TABLE jobs ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  account_id TEXT NOT NULL,"
  "  kind TEXT NOT NULL CHECK (kind IN ('delete-registrations', 'delete-users', 'restore')),"
  "  state TEXT NOT NULL CHECK (state IN ('running', 'paused', 'stopped', 'done')),"
  "  created_at INTEGER NOT NULL,"
  "  changed_at INTEGER NOT NULL);"
  "CREATE INDEX jobs_by_account ON jobs (account_id);"
  "CREATE TABLE job_rows ("
  "  job INTEGER NOT NULL REFERENCES jobs ON DELETE CASCADE,"
  "  number INTEGER NOT NULL,"
  "  resource_id TEXT NOT NULL,"
  "  state TEXT NOT NULL DEFAULT 'waiting'"
  "    CHECK (state IN ('waiting', 'running', 'done', 'gone', 'failed')),"
  "  reason TEXT,"
  "  changed_at INTEGER NOT NULL,"
  "  PRIMARY KEY (job, number),"
  "  UNIQUE (job, resource_id)) WITHOUT ROWID;"
  "CREATE INDEX job_rows_by_state ON job_rows (job, state, number);"
  "CREATE TABLE choices ("
  "  account_id TEXT NOT NULL,"
  "  page TEXT NOT NULL,"
  "  name TEXT NOT NULL,"
  "  value TEXT NOT NULL,"
  "  PRIMARY KEY (account_id, page, name)) WITHOUT ROWID;",
  /* Jobs that register the devices of a file. A table's CHECK cannot be changed, and rows refer to
   * jobs, so both are made anew; IDs of jobs that are gone must not come again, as the trash names
   * them. */
  "CREATE TABLE new_jobs ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  account_id TEXT NOT NULL,"
  "  kind TEXT NOT NULL"
  "    CHECK (kind IN ('delete-registrations', 'delete-users', 'restore', 'register')),"
  "  state TEXT NOT NULL CHECK (state IN ('running', 'paused', 'stopped', 'done')),"
  "  created_at INTEGER NOT NULL,"
  "  changed_at INTEGER NOT NULL,"
  "  title TEXT,"
  "  header TEXT);"
  "CREATE TABLE new_job_rows ("
  "  job INTEGER NOT NULL REFERENCES new_jobs ON DELETE CASCADE,"
  "  number INTEGER NOT NULL,"
  "  resource_id TEXT NOT NULL,"
  "  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN"
  "    ('waiting', 'running', 'done', 'gone', 'failed', 'unknown', 'skipped')),"
  "  reason TEXT,"
  "  changed_at INTEGER NOT NULL,"
  "  result_id TEXT,"
  "  PRIMARY KEY (job, number),"
  "  UNIQUE (job, resource_id)) WITHOUT ROWID;"
  "INSERT INTO new_jobs SELECT id, account_id, kind, state, created_at, changed_at, NULL, NULL"
  "  FROM jobs;"
  "INSERT INTO new_job_rows SELECT job, number, resource_id, state, reason, changed_at, NULL"
  "  FROM job_rows;"
  "DELETE FROM sqlite_sequence WHERE name = 'new_jobs';"
  "INSERT INTO sqlite_sequence (name, seq)"
  "  SELECT 'new_jobs', seq FROM sqlite_sequence WHERE name = 'jobs';"
  "DROP TABLE job_rows;"
  "DROP TABLE jobs;"
  "ALTER TABLE new_jobs RENAME TO jobs;"
  "ALTER TABLE new_job_rows RENAME TO job_rows;"
  "CREATE INDEX jobs_by_account ON jobs (account_id);"
  "CREATE INDEX job_rows_by_state ON job_rows (job, state, number);"
  "CREATE TABLE job_devices ("
  "  job INTEGER NOT NULL,"
  "  number INTEGER NOT NULL,"
  "  line INTEGER NOT NULL CHECK (line > 0),"
  "  app TEXT,"
  "  provider TEXT,"
  "  token TEXT,"
  "  user_id TEXT,"
  "  new_user_id TEXT,"
  "  cells TEXT,"
  "  PRIMARY KEY (job, number),"
  "  FOREIGN KEY (job, number) REFERENCES job_rows ON DELETE CASCADE) WITHOUT ROWID;",
  /* Jobs that were written to be looked at, and that nobody has decided on yet. */
  "CREATE TABLE planned_jobs (job INTEGER PRIMARY KEY REFERENCES jobs ON DELETE CASCADE);",
  /* Whom sends went to: 64-bit hashes, ascending, little-endian. */
  "CREATE TABLE send_addresses ("
  "  send_id TEXT NOT NULL PRIMARY KEY REFERENCES sends (id) ON DELETE CASCADE,"
  "  name TEXT NOT NULL,"
  "  sent_at INTEGER NOT NULL,"
  "  hashes BLOB NOT NULL);"
  "CREATE INDEX send_addresses_by_time ON send_addresses (sent_at);",
  /* Drafts have names, can be searched and restored, and keep their recipients in blocks, whose
   * order is an array of their IDs; those of before keep them in their JSON until the next save. A
   * folded text is in one case, for searches. */
  "CREATE TABLE new_drafts ("
  "  key INTEGER PRIMARY KEY,"
  "  account_id TEXT NOT NULL,"
  "  id TEXT NOT NULL,"
  "  name TEXT NOT NULL DEFAULT '',"
  "  heading TEXT NOT NULL DEFAULT '',"
  "  folded_name TEXT NOT NULL DEFAULT '',"
  "  folded_text TEXT NOT NULL DEFAULT '',"
  "  n_recipients INTEGER,"
  "  changed_at INTEGER NOT NULL,"
  "  discarded_at INTEGER,"
  "  json TEXT NOT NULL,"
  "  block_order TEXT NOT NULL DEFAULT '[]',"
  "  UNIQUE (account_id, id));"
  "INSERT INTO new_drafts"
  "  (account_id, id, heading, folded_text, n_recipients, changed_at, json)"
  "  SELECT account_id, id,"
  "    ifnull (CASE WHEN json_valid (json) THEN json_extract (json, '$.title') END, ''),"
  "    lower (ifnull (CASE WHEN json_valid (json) THEN"
  "      json_extract (json, '$.title') || char (10) || json_extract (json, '$.body') END, '')),"
  "    CASE WHEN json_valid (json) THEN json_array_length (json, '$.recipients') END,"
  "    changed_at, json FROM drafts ORDER BY rowid;"
  "DROP TABLE drafts;"
  "ALTER TABLE new_drafts RENAME TO drafts;"
  "CREATE TABLE draft_blocks ("
  "  draft INTEGER NOT NULL REFERENCES drafts ON DELETE CASCADE,"
  "  id INTEGER NOT NULL,"
  "  bytes BLOB NOT NULL,"
  "  UNIQUE (draft, id));"
  "CREATE TABLE draft_states ("
  "  draft INTEGER PRIMARY KEY REFERENCES drafts ON DELETE CASCADE,"
  "  used_at INTEGER NOT NULL,"
  "  json TEXT);",
};

static const guint n_main_migrations = G_N_ELEMENTS (main_migrations);

static const struct {
  const char *const *migrations;
  const guint *n_migrations;
} schemas[] = {
  [ARCHIVE_SCHEMA_MAIN] = { main_migrations, &n_main_migrations },
  [ARCHIVE_SCHEMA_INDEX] = { archive_index_migrations, &archive_n_index_migrations },
};

/* Of this connection only: the sends that it has begun, by which those of an earlier run are told
 * from those that may be running. */
static const char temporary_sql[] =
  "PRAGMA temp_store = MEMORY;"
  "CREATE TEMP TABLE current_sends (id TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID;";

typedef struct {
  const char *sql;
  guint version; /* once it ran */
} Migration;

static gboolean
run_migration (sqlite3 *db, gpointer data, GError **error)
{
  const Migration *migration = data;
  g_autofree char *stamp = g_strdup_printf ("PRAGMA user_version = %u", migration->version);

  return archive_sql_exec (db, migration->sql, error) && archive_sql_exec (db, stamp, error);
}

/**
 * archive_schema_migrate:
 * @db: a connection
 * @schema: what kind of file it is
 * @error: return location for a [error@Archive.Error]
 *
 * Brings the file to the newest schema, each step in a transaction of its own. A file of a newer
 * program is left as it is: [error@Archive.Error.NEWER].
 *
 * Returns: whether the file has the schema of this program now
 */
gboolean
archive_schema_migrate (sqlite3 *db, ArchiveSchema schema, GError **error)
{
  guint newest = *schemas[schema].n_migrations;
  gint64 version = 0;

  if (!archive_sql_query_int (db, "PRAGMA user_version", &version, error)) {
    return FALSE;
  }
  if (version < 0 || version > newest) {
    g_set_error (error, ARCHIVE_ERROR, ARCHIVE_ERROR_NEWER,
                 "schema %" G_GINT64_FORMAT ", at most %u is known", version, newest);
    return FALSE;
  }
  for (guint i = (guint) version; i < newest; i++) {
    Migration migration = { schemas[schema].migrations[i], i + 1 };
    if (!archive_sql_transact (db, run_migration, &migration, error)) {
      return FALSE;
    }
  }
  return TRUE;
}

/**
 * archive_schema_begin_session:
 * @db: a connection to an archive
 * @error: return location for a [error@Archive.Error]
 *
 * Gives the connection its temporary tables.
 *
 * Returns: whether it has them
 */
gboolean
archive_schema_begin_session (sqlite3 *db, GError **error)
{
  return archive_sql_exec (db, temporary_sql, error);
}
