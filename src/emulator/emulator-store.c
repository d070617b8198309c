/* SQLite, thinly: statements are prepared once and kept, errors are GErrors, and a failed bind or
 * prepare shows at the next step, so that there is one place to look. Used from one thread.
 *
 * What was committed is on the disk (write-ahead log, synchronous=FULL): the API's 202 is a
 * promise. The file is locked for as long as it is open; two emulators on one file would each keep
 * a clock of its own. */

#include "emulator-store.h"

#include "emulator-schema.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

/* What SQLite keeps of a file in memory, however large the file is. A send of 10,000 recipients
 * searches and changes some thousand pages of the indexes; it holds them all. */
#define CACHE_KIB 32768

/* The log is copied into the file whenever it has this many pages (4 MiB, SQLite's own default), so
 * it grows longer only within one transaction, and is cut back after that. */
#define LOG_PAGES 1000
#define MAX_LOG_BYTES (8 * 1024 * 1024)

/* The program has some hundred statements. Whoever makes them up from what comes in is kept from
 * filling the memory. */
#define MAX_STATEMENTS 256

/* Checking a whole file takes some 5 ms a megabyte; a larger one is checked where it is read. */
#define MAX_CHECKED_BYTES (64 * 1024 * 1024)

struct _EmulatorStore {
  sqlite3 *database;
  GHashTable *statements; /* of EmulatorStatement by SQL */
  gboolean is_new;
};

struct _EmulatorStatement {
  EmulatorStore *store;    /* (unowned) */
  sqlite3_stmt *statement; /* NULL where it could not be prepared */
  GError *error;           /* (nullable): what went wrong before the step */
  gboolean in_use;
};

G_DEFINE_QUARK (emulator_store_error, emulator_store_error)

/* The disk is full, or as good as: where a quota or a limit of the process is reached, SQLite says
 * no more than that it could not write. */
static gboolean
is_no_space (sqlite3 *database)
{
  return sqlite3_errcode (database) == SQLITE_FULL ||
         sqlite3_extended_errcode (database) == SQLITE_IOERR_WRITE;
}

static gboolean
set_error (EmulatorStore *self, GError **error)
{
  if (is_no_space (self->database)) {
    g_set_error_literal (error, EMULATOR_STORE_ERROR, EMULATOR_STORE_ERROR_NO_SPACE,
                         "nothing can be written to the disk; it may be full");
  } else {
    g_set_error (error, EMULATOR_STORE_ERROR, EMULATOR_STORE_ERROR_FAILED, "%s",
                 sqlite3_errmsg (self->database));
  }
  return FALSE;
}

static void
statement_free (gpointer data)
{
  EmulatorStatement *self = data;

  sqlite3_finalize (self->statement);
  g_clear_error (&self->error);
  g_free (self);
}

/**
 * emulator_store_execute:
 * @self: a store
 * @sql: statements without parameters
 * @error: return location for a [error@Emulator.StoreError]
 */
gboolean
emulator_store_execute (EmulatorStore *self, const char *sql, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (sqlite3_exec (self->database, sql, NULL, NULL, NULL) != SQLITE_OK) {
    return set_error (self, error);
  }
  return TRUE;
}

static gboolean
read_pragma (EmulatorStore *self, const char *sql, gint64 *value, GError **error)
{
  g_autoptr (EmulatorStatement) statement = emulator_store_prepare (self, sql);

  if (emulator_statement_step (statement, error) != EMULATOR_STEP_ROW) {
    return FALSE;
  }
  *value = emulator_statement_get_int (statement, 0);
  return TRUE;
}

/* From nothing, or from the tables of an older version of this program. */
static gboolean
bring_up_to_date (EmulatorStore *self, gint64 version, GError **error)
{
  if (version == EMULATOR_SCHEMA_VERSION) {
    return TRUE;
  }
  for (gint64 i = version; i < EMULATOR_SCHEMA_VERSION; i++) {
    if (!emulator_store_execute (self, emulator_schema_steps[i], error)) {
      return FALSE;
    }
  }
  g_autofree char *mark = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d;",
                                           EMULATOR_SCHEMA_APPLICATION_ID, EMULATOR_SCHEMA_VERSION);
  return emulator_store_execute (self, mark, error);
}

/* Makes the tables of a new file and recognises our own; anything else is refused. */
static gboolean
recognise (EmulatorStore *self, GError **error)
{
  gint64 application = 0, version = 0, tables = 0;

  if (!read_pragma (self, "PRAGMA application_id", &application, error) ||
      !read_pragma (self, "PRAGMA user_version", &version, error) ||
      !read_pragma (self, "SELECT count(*) FROM sqlite_schema", &tables, error)) {
    return FALSE;
  }
  if (application == 0 && tables == 0) {
    self->is_new = TRUE;
    return bring_up_to_date (self, 0, error);
  }
  if (application != EMULATOR_SCHEMA_APPLICATION_ID) {
    g_set_error_literal (error, EMULATOR_STORE_ERROR, EMULATOR_STORE_ERROR_UNUSABLE,
                         "it is a database of another program");
    return FALSE;
  }
  if (version < 1 || version > EMULATOR_SCHEMA_VERSION) {
    g_set_error_literal (error, EMULATOR_STORE_ERROR, EMULATOR_STORE_ERROR_UNUSABLE,
                         "it was made by a newer version of this program");
    return FALSE;
  }
  return bring_up_to_date (self, version, error);
}

static gboolean
check_file (EmulatorStore *self, const char *path, GError **error)
{
  GStatBuf info;

  if (path == NULL || g_stat (path, &info) != 0 || info.st_size > MAX_CHECKED_BYTES) {
    return TRUE;
  }
  g_autoptr (EmulatorStatement) check = emulator_store_prepare (self, "PRAGMA quick_check(1)");
  if (emulator_statement_step (check, error) != EMULATOR_STEP_ROW) {
    return FALSE;
  }
  const char *verdict = emulator_statement_get_text (check, 0);
  if (g_strcmp0 (verdict, "ok") != 0) {
    g_set_error (error, EMULATOR_STORE_ERROR, EMULATOR_STORE_ERROR_UNUSABLE, "it is damaged: %s",
                 verdict);
    return FALSE;
  }
  return TRUE;
}

/* With a write-ahead log, synchronous=FULL waits at each commit until the log is on the disk;
 * NORMAL would do so at checkpoints only, and a power cut could take back what was answered with
 * 202. */
static gboolean
configure (EmulatorStore *self, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA locking_mode = EXCLUSIVE;"
                                          "PRAGMA journal_mode = WAL;"
                                          "PRAGMA synchronous = FULL;"
                                          "PRAGMA wal_autocheckpoint = %d;"
                                          "PRAGMA journal_size_limit = %d;"
                                          "PRAGMA cache_size = -%d;"
                                          "PRAGMA foreign_keys = ON;",
                                          LOG_PAGES, MAX_LOG_BYTES, CACHE_KIB);

  return emulator_store_execute (self, sql, error);
}

static gboolean
set_up (EmulatorStore *self, const char *path, GError **error)
{
  if (!configure (self, error) || !emulator_store_begin (self, error)) {
    return FALSE;
  }
  if (!recognise (self, error) || !check_file (self, path, error) ||
      !emulator_store_commit (self, error)) {
    emulator_store_rollback (self);
    return FALSE;
  }
  return TRUE;
}

/**
 * emulator_store_open:
 * @path: (nullable) (type filename): the file, made where there is none; %NULL keeps all in memory
 * @error: return location for a [error@Emulator.StoreError]
 *
 * Returns: (transfer full): the store, alone on its file
 */
EmulatorStore *
emulator_store_open (const char *path, GError **error)
{
  g_autoptr (EmulatorStore) self = g_new0 (EmulatorStore, 1);
  g_autoptr (GError) local_error = NULL;

  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, statement_free);
  if (sqlite3_open_v2 (path != NULL ? path : ":memory:", &self->database,
                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                       NULL) != SQLITE_OK) {
    set_error (self, &local_error);
  } else {
    set_up (self, path, &local_error);
  }
  if (local_error != NULL) {
    g_set_error (error, EMULATOR_STORE_ERROR, EMULATOR_STORE_ERROR_UNUSABLE,
                 "cannot use the data file %s: %s", path != NULL ? path : "in memory",
                 sqlite3_errcode (self->database) == SQLITE_BUSY ? "another program is using it"
                                                                 : local_error->message);
    return NULL;
  }
  return g_steal_pointer (&self);
}

/**
 * emulator_store_close:
 * @self: (transfer full): a store
 */
void
emulator_store_close (EmulatorStore *self)
{
  g_hash_table_unref (self->statements);
  sqlite3_close (self->database);
  g_free (self);
}

/**
 * emulator_store_is_new:
 * @self: a store
 *
 * Returns: whether its tables were made when it was opened
 */
gboolean
emulator_store_is_new (EmulatorStore *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_new;
}

gboolean
emulator_store_begin (EmulatorStore *self, GError **error)
{
  return emulator_store_execute (self, "BEGIN IMMEDIATE", error);
}

gboolean
emulator_store_commit (EmulatorStore *self, GError **error)
{
  return emulator_store_execute (self, "COMMIT", error);
}

/**
 * emulator_store_rollback:
 * @self: a store
 *
 * Undoes what was not committed. Harmless where nothing is open: an error may have ended it
 * already.
 */
void
emulator_store_rollback (EmulatorStore *self)
{
  g_return_if_fail (self != NULL);

  if (!sqlite3_get_autocommit (self->database)) {
    emulator_store_execute (self, "ROLLBACK", NULL);
  }
}

static gboolean
is_idle (gpointer sql, gpointer statement, gpointer user_data)
{
  return !((EmulatorStatement *) statement)->in_use;
}

/**
 * emulator_store_prepare:
 * @self: a store
 * @sql: one statement
 *
 * Returns: (transfer full): it, ready to bind; to be released, for it is kept and given out again
 */
EmulatorStatement *
emulator_store_prepare (EmulatorStore *self, const char *sql)
{
  g_return_val_if_fail (self != NULL, NULL);

  EmulatorStatement *statement = g_hash_table_lookup (self->statements, sql);
  if (statement == NULL) {
    statement = g_new0 (EmulatorStatement, 1);
    statement->store = self;
    if (sqlite3_prepare_v3 (self->database, sql, -1, SQLITE_PREPARE_PERSISTENT,
                            &statement->statement, NULL) != SQLITE_OK) {
      /* It is not kept: the next who asks tries again. */
      set_error (self, &statement->error);
      return statement;
    }
    if (g_hash_table_size (self->statements) >= MAX_STATEMENTS) {
      g_hash_table_foreach_remove (self->statements, is_idle, NULL);
    }
    g_hash_table_insert (self->statements, g_strdup (sql), statement);
  }
  g_assert (!statement->in_use);
  statement->in_use = TRUE;
  return statement;
}

/**
 * emulator_statement_release:
 * @self: (transfer full): a statement
 */
void
emulator_statement_release (EmulatorStatement *self)
{
  g_return_if_fail (self != NULL);

  if (self->statement == NULL) {
    statement_free (self);
    return;
  }
  self->in_use = FALSE;
  sqlite3_reset (self->statement);
  sqlite3_clear_bindings (self->statement);
  g_clear_error (&self->error);
}

/**
 * emulator_statement_rewind:
 * @self: a statement that has stepped
 *
 * Makes it ready to be bound and stepped again.
 */
void
emulator_statement_rewind (EmulatorStatement *self)
{
  g_return_if_fail (self != NULL);

  sqlite3_reset (self->statement);
}

/**
 * emulator_statement_get_n_parameters:
 * @self: a statement
 *
 * Returns: the largest index that can be bound
 */
int
emulator_statement_get_n_parameters (EmulatorStatement *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return sqlite3_bind_parameter_count (self->statement);
}

static void
check_bind (EmulatorStatement *self, int code)
{
  if (code != SQLITE_OK && self->error == NULL) {
    set_error (self->store, &self->error);
  }
}

/**
 * emulator_statement_bind_int:
 * @self: a statement
 * @index: of the parameter, from 1
 * @value: its value
 */
void
emulator_statement_bind_int (EmulatorStatement *self, int index, gint64 value)
{
  check_bind (self, sqlite3_bind_int64 (self->statement, index, value));
}

/**
 * emulator_statement_bind_text:
 * @self: a statement
 * @index: of the parameter, from 1
 * @value: (nullable): its value, copied
 */
void
emulator_statement_bind_text (EmulatorStatement *self, int index, const char *value)
{
  check_bind (self, sqlite3_bind_text (self->statement, index, value, -1, SQLITE_TRANSIENT));
}

void
emulator_statement_bind_null (EmulatorStatement *self, int index)
{
  check_bind (self, sqlite3_bind_null (self->statement, index));
}

/**
 * emulator_statement_step:
 * @self: a statement
 * @error: return location for a [error@Emulator.StoreError]
 */
EmulatorStep
emulator_statement_step (EmulatorStatement *self, GError **error)
{
  g_return_val_if_fail (self != NULL, EMULATOR_STEP_ERROR);

  if (self->error != NULL) {
    g_propagate_error (error, g_error_copy (self->error));
    return EMULATOR_STEP_ERROR;
  }
  switch (sqlite3_step (self->statement)) {
  case SQLITE_ROW:
    return EMULATOR_STEP_ROW;
  case SQLITE_DONE:
    return EMULATOR_STEP_DONE;
  default:
    set_error (self->store, error);
    return EMULATOR_STEP_ERROR;
  }
}

/**
 * emulator_statement_run:
 * @self: a statement whose rows nobody wants
 * @error: return location for a [error@Emulator.StoreError]
 *
 * Runs it to its end and makes it ready to be bound and run again.
 */
gboolean
emulator_statement_run (EmulatorStatement *self, GError **error)
{
  EmulatorStep step = EMULATOR_STEP_ROW;

  while (step == EMULATOR_STEP_ROW) {
    step = emulator_statement_step (self, error);
  }
  sqlite3_reset (self->statement);
  return step == EMULATOR_STEP_DONE;
}

gint64
emulator_statement_get_int (EmulatorStatement *self, int column)
{
  return sqlite3_column_int64 (self->statement, column);
}

/**
 * emulator_statement_get_text:
 * @self: a statement that has stepped to a row
 * @column: from 0
 *
 * Returns: (transfer none) (nullable): the text, valid until the next step
 */
const char *
emulator_statement_get_text (EmulatorStatement *self, int column)
{
  return (const char *) sqlite3_column_text (self->statement, column);
}

gboolean
emulator_statement_is_null (EmulatorStatement *self, int column)
{
  return sqlite3_column_type (self->statement, column) == SQLITE_NULL;
}
