#include <archive-sql.h>
#include <archive-store.h>

typedef struct {
  sqlite3 *db;
} Memory;

static void
set_up (Memory *memory, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (sqlite3_open (":memory:", &memory->db), ==, SQLITE_OK);
  archive_sql_exec (memory->db, "CREATE TABLE t (n INTEGER PRIMARY KEY, s TEXT)", &error);
  g_assert_no_error (error);
}

static void
tear_down (Memory *memory, gconstpointer data)
{
  g_assert_cmpint (sqlite3_close (memory->db), ==, SQLITE_OK);
}

static gint64
count (sqlite3 *db)
{
  g_autoptr (GError) error = NULL;
  gint64 n = -1;

  g_assert_true (archive_sql_query_int (db, "SELECT count(*) FROM t", &n, &error));
  g_assert_no_error (error);
  return n;
}

static void
test_statement (Memory *memory, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ArchiveStatement) insert =
    archive_statement_new (memory->db, "INSERT INTO t VALUES (?1, ?2)", &error);
  g_assert_no_error (error);

  for (gint64 i = 0; i < 3; i++) {
    archive_statement_bind_int (insert, 1, i);
    archive_statement_bind_text (insert, 2, i == 1 ? NULL : "Zoë");
    g_assert_true (archive_statement_run (insert, &error));
  }

  g_autoptr (ArchiveStatement) select =
    archive_statement_new (memory->db, "SELECT n, s FROM t ORDER BY n", &error);
  for (gint64 i = 0; i < 3; i++) {
    g_assert_cmpint (archive_statement_step (select, &error), ==, ARCHIVE_STEP_ROW);
    g_assert_cmpint (archive_statement_get_int (select, 0), ==, i);
    g_assert_cmpstr (archive_statement_get_text (select, 1), ==, i == 1 ? NULL : "Zoë");
  }
  g_assert_cmpint (archive_statement_step (select, &error), ==, ARCHIVE_STEP_DONE);
  g_assert_no_error (error);
}

static void
test_failures (Memory *memory, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 n = 0;

  g_assert_null (archive_statement_new (memory->db, "SELEKT", &error));
  g_assert_error (error, ARCHIVE_ERROR, ARCHIVE_ERROR_FAILED);
  g_clear_error (&error);

  g_assert_false (archive_sql_query_int (memory->db, "SELECT n FROM t", &n, &error));
  g_assert_error (error, ARCHIVE_ERROR, ARCHIVE_ERROR_FAILED);
  g_clear_error (&error);

  g_autoptr (ArchiveStatement) insert =
    archive_statement_new (memory->db, "INSERT INTO t VALUES (1, ?1)", &error);
  archive_statement_bind_int (insert, 7, 1);
  g_assert_false (archive_statement_run (insert, &error));
  g_assert_error (error, ARCHIVE_ERROR, ARCHIVE_ERROR_FAILED);
  g_assert_cmpint (count (memory->db), ==, 0);
}

static void
test_full (Memory *memory, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (archive_sql_exec (memory->db, "PRAGMA max_page_count = 4", &error));
  g_assert_no_error (error);
  g_assert_false (
    archive_sql_exec (memory->db, "INSERT INTO t VALUES (1, zeroblob (1000000))", &error));
  g_assert_error (error, ARCHIVE_ERROR, ARCHIVE_ERROR_FULL);
}

static gboolean
insert_two_of_one_key (sqlite3 *db, gpointer data, GError **error)
{
  const gboolean *clash = data;

  return archive_sql_exec (db, "INSERT INTO t VALUES (1, 'a')", error) &&
         archive_sql_exec (db, *clash ? "INSERT INTO t VALUES (1, 'b')" : "SELECT 1", error);
}

static void
test_transaction (Memory *memory, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gboolean clash = TRUE;

  g_assert_false (archive_sql_transact (memory->db, insert_two_of_one_key, &clash, &error));
  g_assert_error (error, ARCHIVE_ERROR, ARCHIVE_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_cmpint (count (memory->db), ==, 0);

  clash = FALSE;
  g_assert_true (archive_sql_transact (memory->db, insert_two_of_one_key, &clash, &error));
  g_assert_no_error (error);
  g_assert_cmpint (count (memory->db), ==, 1);
}

#define add(path, func) g_test_add (path, Memory, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("/archive/sql/statement", test_statement);
  add ("/archive/sql/failures", test_failures);
  add ("/archive/sql/full", test_full);
  add ("/archive/sql/transaction", test_transaction);
  return g_test_run ();
}
