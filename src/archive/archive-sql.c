/* The few things that the archive asks of SQLite. Everything here runs on the store's thread. */

#include "archive-sql.h"

#include "archive-store.h"

struct _ArchiveStatement {
  sqlite3 *db; /* (unowned) */
  sqlite3_stmt *stmt;
  int failure; /* of the first value that could not be bound */
};

static ArchiveError
error_code_of (int code)
{
  switch (code & 0xff) {
  case SQLITE_FULL:
    return ARCHIVE_ERROR_FULL;
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
    return ARCHIVE_ERROR_DAMAGED;
  default:
    return ARCHIVE_ERROR_FAILED;
  }
}

/**
 * archive_sql_set_error:
 * @error: (nullable): where to put a [error@Archive.Error]
 * @db: (nullable): the connection
 * @code: what SQLite returned
 */
void
archive_sql_set_error (GError **error, sqlite3 *db, int code)
{
  g_set_error_literal (error, ARCHIVE_ERROR, error_code_of (code),
                       db != NULL ? sqlite3_errmsg (db) : sqlite3_errstr (code));
}

/**
 * archive_sql_exec:
 * @db: a connection
 * @sql: statements without parameters whose rows are of no interest
 * @error: return location for a [error@Archive.Error]
 *
 * Returns: whether all of them ran
 */
gboolean
archive_sql_exec (sqlite3 *db, const char *sql, GError **error)
{
  int code = sqlite3_exec (db, sql, NULL, NULL, NULL);

  if (code != SQLITE_OK) {
    archive_sql_set_error (error, db, code);
    return FALSE;
  }
  return TRUE;
}

/**
 * archive_sql_query_int:
 * @db: a connection
 * @sql: a query of one number
 * @number: (out): the number
 * @error: return location for a [error@Archive.Error]
 *
 * Returns: whether there was a row
 */
gboolean
archive_sql_query_int (sqlite3 *db, const char *sql, gint64 *number, GError **error)
{
  g_autoptr (ArchiveStatement) statement = archive_statement_new (db, sql, error);

  if (statement == NULL) {
    return FALSE;
  }
  switch (archive_statement_step (statement, error)) {
  case ARCHIVE_STEP_ROW:
    *number = archive_statement_get_int (statement, 0);
    return TRUE;
  case ARCHIVE_STEP_DONE:
    g_set_error (error, ARCHIVE_ERROR, ARCHIVE_ERROR_FAILED, "no row: %s", sql);
    return FALSE;
  case ARCHIVE_STEP_FAILED:
  default:
    return FALSE;
  }
}

/**
 * archive_sql_transact:
 * @db: a connection
 * @func: what belongs together
 * @data: for @func
 * @error: return location for a [error@Archive.Error]
 *
 * Runs @func in a transaction, which is rolled back if @func or the commit fails.
 *
 * Returns: whether it was committed
 */
gboolean
archive_sql_transact (sqlite3 *db, ArchiveTransaction func, gpointer data, GError **error)
{
  if (!archive_sql_exec (db, "BEGIN IMMEDIATE", error)) {
    return FALSE;
  }
  if (func (db, data, error) && archive_sql_exec (db, "COMMIT", error)) {
    return TRUE;
  }
  /* Some failures have rolled it back already, and then there is nothing to do. */
  if (!sqlite3_get_autocommit (db)) {
    archive_sql_exec (db, "ROLLBACK", NULL);
  }
  return FALSE;
}

/**
 * archive_statement_new:
 * @db: a connection
 * @sql: one statement
 * @error: return location for a [error@Archive.Error]
 *
 * Returns: (transfer full) (nullable): the statement, ready for its parameters
 */
ArchiveStatement *
archive_statement_new (sqlite3 *db, const char *sql, GError **error)
{
  sqlite3_stmt *stmt = NULL;
  int code = sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL);

  if (code != SQLITE_OK) {
    archive_sql_set_error (error, db, code);
    return NULL;
  }

  ArchiveStatement *self = g_new0 (ArchiveStatement, 1);
  self->db = db;
  self->stmt = stmt;
  return self;
}

void
archive_statement_free (ArchiveStatement *self)
{
  sqlite3_finalize (self->stmt);
  g_free (self);
}

int
archive_statement_get_n_parameters (ArchiveStatement *self)
{
  return sqlite3_bind_parameter_count (self->stmt);
}

static void
note_binding (ArchiveStatement *self, int code)
{
  if (self->failure == SQLITE_OK) {
    self->failure = code;
  }
}

/**
 * archive_statement_bind_text:
 * @self: a statement
 * @parameter: its number, from 1
 * @text: (nullable): a text that lives until the statement has run; %NULL is SQL's NULL
 */
void
archive_statement_bind_text (ArchiveStatement *self, int parameter, const char *text)
{
  note_binding (self,
                sqlite3_bind_text64 (self->stmt, parameter, text, text != NULL ? strlen (text) : 0,
                                     SQLITE_STATIC, SQLITE_UTF8));
}

void
archive_statement_bind_int (ArchiveStatement *self, int parameter, gint64 number)
{
  note_binding (self, sqlite3_bind_int64 (self->stmt, parameter, number));
}

/**
 * archive_statement_bind_bytes:
 * @self: a statement
 * @parameter: its number, from 1
 * @bytes: bytes that live until the statement has run
 */
void
archive_statement_bind_bytes (ArchiveStatement *self, int parameter, GBytes *bytes)
{
  gsize size = 0;
  const void *data = g_bytes_get_data (bytes, &size);

  note_binding (self, size > 0
                        ? sqlite3_bind_blob64 (self->stmt, parameter, data, size, SQLITE_STATIC)
                        : sqlite3_bind_zeroblob (self->stmt, parameter, 0));
}

/**
 * archive_statement_bind_time:
 * @self: a statement
 * @parameter: its number, from 1
 * @time: microseconds since 1970; negative is SQL's NULL
 */
void
archive_statement_bind_time (ArchiveStatement *self, int parameter, gint64 time)
{
  if (time < 0) {
    archive_statement_bind_text (self, parameter, NULL);
  } else {
    archive_statement_bind_int (self, parameter, time);
  }
}

/**
 * archive_statement_step:
 * @self: a statement
 * @error: return location for a [error@Archive.Error]
 *
 * Returns: whether there is a row to read, no more, or a failure
 */
ArchiveStep
archive_statement_step (ArchiveStatement *self, GError **error)
{
  if (self->failure != SQLITE_OK) {
    archive_sql_set_error (error, NULL, self->failure);
    return ARCHIVE_STEP_FAILED;
  }

  int code = sqlite3_step (self->stmt);
  if (code == SQLITE_ROW) {
    return ARCHIVE_STEP_ROW;
  }
  if (code == SQLITE_DONE) {
    return ARCHIVE_STEP_DONE;
  }
  archive_sql_set_error (error, self->db, code);
  return ARCHIVE_STEP_FAILED;
}

/**
 * archive_statement_reset:
 * @self: a statement
 *
 * Makes it ready to run again; the parameters stay bound.
 */
void
archive_statement_reset (ArchiveStatement *self)
{
  sqlite3_reset (self->stmt);
}

/**
 * archive_statement_run:
 * @self: a statement without rows
 * @error: return location for a [error@Archive.Error]
 *
 * Runs it and makes it ready to run again; the parameters stay bound.
 *
 * Returns: whether it ran
 */
gboolean
archive_statement_run (ArchiveStatement *self, GError **error)
{
  gboolean done = archive_statement_step (self, error) == ARCHIVE_STEP_DONE;

  sqlite3_reset (self->stmt);
  return done;
}

/**
 * archive_statement_get_text:
 * @self: a statement at a row
 * @column: its number, from 0
 *
 * Returns: (transfer none) (nullable): the text, valid until the next step
 */
const char *
archive_statement_get_text (ArchiveStatement *self, int column)
{
  return (const char *) sqlite3_column_text (self->stmt, column);
}

/**
 * archive_statement_get_bytes:
 * @self: a statement at a row
 * @column: its number, from 0
 *
 * Returns: (transfer full): a copy of the bytes, empty for SQL's NULL
 */
GBytes *
archive_statement_get_bytes (ArchiveStatement *self, int column)
{
  const void *data = sqlite3_column_blob (self->stmt, column);

  return g_bytes_new (data, (gsize) sqlite3_column_bytes (self->stmt, column));
}

gint64
archive_statement_get_int (ArchiveStatement *self, int column)
{
  return sqlite3_column_int64 (self->stmt, column);
}

/**
 * archive_statement_get_time:
 * @self: a statement at a row
 * @column: its number, from 0
 *
 * Returns: microseconds since 1970, -1 for SQL's NULL
 */
gint64
archive_statement_get_time (ArchiveStatement *self, int column)
{
  return sqlite3_column_type (self->stmt, column) == SQLITE_NULL
           ? -1
           : sqlite3_column_int64 (self->stmt, column);
}

/**
 * archive_statement_query_int:
 * @self: a statement of one number
 * @number: (out): the number, 0 where there is no row
 * @error: return location for a [error@Archive.Error]
 *
 * Reads the number and makes the statement ready to run again; the parameters stay bound.
 *
 * Returns: whether it ran
 */
gboolean
archive_statement_query_int (ArchiveStatement *self, gint64 *number, GError **error)
{
  ArchiveStep step = archive_statement_step (self, error);

  *number = step == ARCHIVE_STEP_ROW ? archive_statement_get_int (self, 0) : 0;
  sqlite3_reset (self->stmt);
  return step != ARCHIVE_STEP_FAILED;
}
