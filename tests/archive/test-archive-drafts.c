#include <archive-account.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <test-emulator.h>

#include "draft-fixture.h"

static void
assert_saved (ArchiveStore *store, ArchiveDraft *draft)
{
  g_autoptr (GError) error = NULL;

  draft_fixture_save (store, draft, &error);
  g_assert_no_error (error);
}

/* Blocks of one letter each; capitals are on disk already. The ID is the small letter. */
static void
add_blocks (ArchiveDraft *draft, const char *letters)
{
  for (const char *at = letters; *at != '\0'; at++) {
    char small = g_ascii_tolower (*at);
    g_autoptr (GBytes) bytes = small == *at ? g_bytes_new (&small, 1) : NULL;
    archive_draft_add_block (draft, small, bytes);
  }
}

static ArchiveDraft *
make_draft (const char *id, const char *name, const char *blocks)
{
  ArchiveDraft *draft = archive_draft_new (id, "{}");

  g_free (draft->name);
  draft->name = g_strdup (name);
  add_blocks (draft, blocks);
  return draft;
}

static char *
read_blocks (ArchiveStore *store, const char *id)
{
  g_autoptr (ArchiveDraft) draft = archive_fixture_read (store, id);
  GString *letters = g_string_new (NULL);

  for (guint i = 0; i < draft->blocks->len; i++) {
    gsize size;
    const char *letter = g_bytes_get_data (draft->blocks->pdata[i], &size);
    g_assert_cmpuint (size, ==, 1);
    g_assert_cmpint (*letter, ==, g_array_index (draft->order, gint64, i));
    g_string_append_c (letters, *letter);
  }
  return g_string_free (letters, FALSE);
}

static void
assert_blocks (ArchiveStore *store, const char *id, const char *expected)
{
  g_autofree char *actual = read_blocks (store, id);

  g_assert_cmpstr (actual, ==, expected);
}

static gint64
query (const char *path, const char *sql)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  gint64 number = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  return number;
}

static char *
list_ids (ArchiveStore *store, const char *needle, gboolean is_discarded)
{
  const ArchiveDraftQuery search = { needle, is_discarded };
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  archive_store_list_drafts_async (store, "account", &search, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_autoptr (GPtrArray) drafts = archive_store_list_drafts_finish (store, result, &error);
  g_assert_no_error (error);
  GString *ids = g_string_new (NULL);
  for (guint i = 0; i < drafts->len; i++) {
    g_string_append_printf (ids, "%s%s", i > 0 ? " " : "", ((ArchiveDraft *) drafts->pdata[i])->id);
  }
  return g_string_free (ids, FALSE);
}

static void
assert_list (ArchiveStore *store, const char *needle, gboolean is_discarded, const char *expected)
{
  g_autofree char *actual = list_ids (store, needle, is_discarded);

  g_assert_cmpstr (actual, ==, expected);
}

static void
assert_written (ArchiveStore *store, GAsyncResult **slot)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = test_await (slot);

  archive_store_write_finish (store, result, &error);
  g_assert_no_error (error);
  *slot = NULL;
}

/* Only what is new is brought, and what is not in the order goes. */
static void
test_blocks (ArchiveFixture *fixture, gconstpointer data)
{
  static const char *const saves[] = { "abc", "ABxC", "CBd", "", "z" };
  static const char *const expected[] = { "abc", "abxc", "cbd", "", "z" };
  static const gint64 n_blocks[] = { 3, 4, 3, 0, 1 };

  for (guint i = 0; i < G_N_ELEMENTS (saves); i++) {
    assert_saved (fixture->store, make_draft ("d", "", saves[i]));
    assert_blocks (fixture->store, "d", expected[i]);
    g_assert_cmpint (query (fixture->path, "SELECT count(*) FROM draft_blocks"), ==, n_blocks[i]);
  }
  g_autoptr (ArchiveDraft) none = archive_fixture_read (fixture->store, "never there");
  g_assert_null (none);
}

/* Another process has saved in between: what this one believes to be on disk is not there. */
static void
test_stale (ArchiveFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  assert_saved (fixture->store, make_draft ("d", "before", "abc"));
  g_assert_false (draft_fixture_save (fixture->store, make_draft ("d", "after", "ABX"), &error));
  g_assert_error (error, ARCHIVE_ERROR, ARCHIVE_ERROR_STALE);
  assert_blocks (fixture->store, "d", "abc");
  g_autoptr (ArchiveDraft) draft = archive_fixture_read (fixture->store, "d");
  g_assert_cmpstr (draft->name, ==, "before");
  assert_saved (fixture->store, make_draft ("d", "after", "abx"));
  assert_blocks (fixture->store, "d", "abx");
}

static void
set_text (char **field, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

static void
test_search (ArchiveFixture *fixture, gconstpointer data)
{
  ArchiveDraft *first = make_draft ("1", "Straßenfest", "");
  ArchiveDraft *second = make_draft ("2", "", "");

  set_text (&first->heading, "Come!");
  set_text (&first->text, "Come!\n100 % off, ‘no_joke’");
  set_text (&second->text, "ZOË'S");
  first->n_recipients = 7;
  assert_saved (fixture->store, first);
  assert_saved (fixture->store, second);
  assert_list (fixture->store, NULL, FALSE, "2 1");
  assert_list (fixture->store, "", FALSE, "2 1");
  assert_list (fixture->store, "STRASSEN", FALSE, "1");
  assert_list (fixture->store, "0 %", FALSE, "1");
  assert_list (fixture->store, "no_j", FALSE, "1");
  assert_list (fixture->store, "noxj", FALSE, "");
  assert_list (fixture->store, "zoë's", FALSE, "2");

  g_autoptr (GPtrArray) drafts = archive_fixture_list (fixture->store, "account");
  const ArchiveDraft *oldest = drafts->pdata[1];
  g_assert_cmpstr (oldest->name, ==, "Straßenfest");
  g_assert_cmpstr (oldest->heading, ==, "Come!");
  g_assert_cmpint (oldest->n_recipients, ==, 7);
  g_assert_null (oldest->json);
}

static void
test_rename_and_duplicate (ArchiveFixture *fixture, gconstpointer data)
{
  GAsyncResult *slot = NULL;

  assert_saved (fixture->store, make_draft ("1", "One", "ab"));
  assert_saved (fixture->store, make_draft ("2", "Two", "cd"));
  archive_store_rename_draft_async (fixture->store, "account", "1", "Zoë", NULL, test_store_result,
                                    &slot);
  assert_written (fixture->store, &slot);
  assert_list (fixture->store, "ZOË", FALSE, "1");
  assert_list (fixture->store, NULL, FALSE, "1 2");

  archive_store_duplicate_draft_async (fixture->store, "account", "2", "3", "Two (copy)", NULL,
                                       test_store_result, &slot);
  assert_written (fixture->store, &slot);
  assert_list (fixture->store, "copy", FALSE, "3");
  assert_saved (fixture->store, make_draft ("2", "Two", ""));
  assert_blocks (fixture->store, "3", "cd");
  assert_saved (fixture->store, make_draft ("3", "Two", "DC"));
  assert_blocks (fixture->store, "3", "dc");
}

static void
test_discard (ArchiveFixture *fixture, gconstpointer data)
{
  GAsyncResult *slot = NULL;

  assert_saved (fixture->store, make_draft ("1", "", "ab"));
  assert_saved (fixture->store, make_draft ("2", "", "cd"));
  archive_store_discard_draft_async (fixture->store, "account", "1", NULL, test_store_result,
                                     &slot);
  assert_written (fixture->store, &slot);
  assert_list (fixture->store, NULL, FALSE, "2");
  assert_list (fixture->store, NULL, TRUE, "1");
  archive_store_restore_draft_async (fixture->store, "account", "1", NULL, test_store_result,
                                     &slot);
  assert_written (fixture->store, &slot);
  assert_list (fixture->store, NULL, FALSE, "2 1");
  assert_blocks (fixture->store, "1", "ab");

  /* What can no longer be restored goes with the next one. */
  archive_store_discard_draft_async (fixture->store, "account", "1", NULL, test_store_result,
                                     &slot);
  assert_written (fixture->store, &slot);
  query (fixture->path, "UPDATE drafts SET discarded_at = discarded_at - 31 * 86400000000"
                        " WHERE id = '1' RETURNING key");
  archive_store_discard_draft_async (fixture->store, "account", "2", NULL, test_store_result,
                                     &slot);
  assert_written (fixture->store, &slot);
  assert_list (fixture->store, NULL, TRUE, "2");
  g_assert_cmpint (query (fixture->path, "SELECT count(*) FROM draft_blocks"), ==, 2);
}

static char *
read_last (ArchiveStore *store, guint n_skipped)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  archive_store_read_draft_async (store, "account", NULL, n_skipped, NULL, test_store_result,
                                  &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_autoptr (ArchiveDraft) draft = archive_store_read_draft_finish (store, result, &error);
  g_assert_no_error (error);
  return draft != NULL ? g_strdup_printf ("%s %s", draft->id, draft->state) : NULL;
}

/* Where one was is where one goes on, also in a draft that was only looked at. */
static void
test_state (ArchiveFixture *fixture, gconstpointer data)
{
  GAsyncResult *slot = NULL;
  ArchiveDraft *first = make_draft ("1", "", "a");

  set_text (&first->state, "{\"row\":7}");
  assert_saved (fixture->store, first);
  assert_saved (fixture->store, make_draft ("2", "", ""));
  g_autofree char *changed = read_last (fixture->store, 0);
  g_assert_cmpstr (changed, ==, "2 (null)");
  archive_store_save_draft_state_async (fixture->store, "account", "1", "{\"row\":8}", NULL,
                                        test_store_result, &slot);
  assert_written (fixture->store, &slot);
  archive_fixture_close (fixture);
  archive_fixture_reopen (fixture);
  g_autofree char *used = read_last (fixture->store, 0);
  g_assert_cmpstr (used, ==, "1 {\"row\":8}");
  g_autofree char *before = read_last (fixture->store, 1);
  g_assert_cmpstr (before, ==, "2 (null)");
  g_assert_null (read_last (fixture->store, 2));
  assert_list (fixture->store, NULL, FALSE, "2 1");

  assert_saved (fixture->store, make_draft ("1", "", "A"));
  g_autofree char *saved = read_last (fixture->store, 0);
  g_assert_cmpstr (saved, ==, "1 {\"row\":8}");
}

/* A block that is not there is no reason to lose the draft, or to show it without that block. */
static void
test_missing_block (ArchiveFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  assert_saved (fixture->store, make_draft ("1", "", "abc"));
  query (fixture->path, "DELETE FROM draft_blocks WHERE id = 98 RETURNING id");
  archive_store_read_draft_async (fixture->store, "account", "1", 0, NULL, test_store_result,
                                  &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_assert_null (archive_store_read_draft_finish (fixture->store, result, &error));
  g_assert_error (error, ARCHIVE_ERROR, ARCHIVE_ERROR_FAILED);
  assert_list (fixture->store, NULL, FALSE, "1");
}

/* A send takes the draft with all that belongs to it. */
static void
test_sent (ArchiveFixture *fixture, gconstpointer data)
{
  static const guint n_recipients[] = { 1 };
  GAsyncResult *slot = NULL;
  ArchiveDraft *draft = make_draft ("1", "", "ab");

  set_text (&draft->state, "{}");
  assert_saved (fixture->store, draft);
  archive_store_begin_send_async (fixture->store, "account", "send", "{\"id\":\"1\"}", NULL, NULL,
                                  n_recipients, 1, NULL, test_store_result, &slot);
  assert_written (fixture->store, &slot);
  assert_list (fixture->store, NULL, FALSE, "");
  g_assert_cmpint (query (fixture->path, "SELECT (SELECT count(*) FROM draft_blocks)"
                                         " + (SELECT count(*) FROM draft_states)"),
                   ==, 0);
}

/* Drafts of before, with their recipients in the JSON. */
static void
test_upgrade (ArchiveFixture *fixture, gconstpointer data)
{
  static const char older[] =
    "DROP TABLE draft_states; DROP TABLE draft_blocks; DROP TABLE drafts;"
    "CREATE TABLE drafts (account_id TEXT NOT NULL, id TEXT NOT NULL, changed_at INTEGER NOT NULL,"
    "  json TEXT NOT NULL, PRIMARY KEY (account_id, id));"
    "INSERT INTO drafts VALUES ('account', 'a', 5,"
    "  '{\"title\":\"Hi Ann\",\"body\":\"B\",\"recipients\":[[\"u\"],[\"v\"]]}'),"
    "  ('account', 'b', 7, 'no JSON'), ('account', 'c', 6, '{}');"
    "PRAGMA user_version = 6;";
  sqlite3 *db = NULL;

  archive_fixture_close (fixture);
  g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, older, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  archive_fixture_reopen (fixture);

  assert_list (fixture->store, NULL, FALSE, "b c a");
  assert_list (fixture->store, "ann", FALSE, "a");
  archive_fixture_assert_json (fixture->store, "b", "no JSON");
  g_autoptr (GPtrArray) drafts = archive_fixture_list (fixture->store, "account");
  const ArchiveDraft *oldest = drafts->pdata[2];
  g_assert_cmpstr (oldest->heading, ==, "Hi Ann");
  g_assert_cmpint (oldest->n_recipients, ==, 2);
  assert_saved (fixture->store, make_draft ("a", "", "xy"));
  assert_blocks (fixture->store, "a", "xy");
}

/* Files of at most so many bytes: as a full disk, for what is written now. */
static void
limit_files (rlim_t bytes)
{
  const struct rlimit limit = { bytes, RLIM_INFINITY };

  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &limit));
}

static void
test_full (ArchiveFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *letters = g_malloc0 (1000 * 1000);
  g_autoptr (GBytes) large = g_bytes_new_static (letters, 1000 * 1000);
  ArchiveDraft *draft = make_draft ("1", "after", "AB");

  assert_saved (fixture->store, make_draft ("1", "before", "ab"));
  archive_draft_add_block (draft, 'x', large);
  signal (SIGXFSZ, SIG_IGN);
  limit_files (500 * 1000);
  gboolean done = draft_fixture_save (fixture->store, draft, &error);
  limit_files (RLIM_INFINITY);
  g_assert_false (done);
  g_assert_cmpuint (error->domain, ==, ARCHIVE_ERROR);
  assert_blocks (fixture->store, "1", "ab");
  assert_saved (fixture->store, make_draft ("1", "after", "ABy"));
  assert_blocks (fixture->store, "1", "aby");
}

/* Another process writes, and does not come to an end. */
static void
test_locked (ArchiveFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  sqlite3 *db = NULL;

  assert_saved (fixture->store, make_draft ("1", "before", "ab"));
  g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_false (draft_fixture_save (fixture->store, make_draft ("1", "after", "c"), &error));
  g_assert_error (error, ARCHIVE_ERROR, ARCHIVE_ERROR_FAILED);
  assert_blocks (fixture->store, "1", "ab");
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  assert_saved (fixture->store, make_draft ("1", "after", "c"));
  assert_blocks (fixture->store, "1", "c");
}

/* Reads what a victim says until it has said @n_lines, kills it, and reads the rest. */
static gint64
run_victim (const char *path, gint64 first, guint n_lines, guint microseconds)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, first);
  const char *argv[] = { g_getenv ("DRAFT_VICTIM"), path, number, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) victim = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  g_autoptr (GDataInputStream) lines =
    g_data_input_stream_new (g_subprocess_get_stdout_pipe (victim));
  gint64 last = -1;

  for (guint i = 0;; i++) {
    g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
    g_assert_no_error (error);
    if (line == NULL) {
      break;
    }
    last = g_ascii_strtoll (line, NULL, 10);
    if (i == n_lines) {
      /* Anywhere in the save that has begun by now. */
      for (gint64 end = g_get_monotonic_time () + microseconds; g_get_monotonic_time () < end;) {
      }
      g_subprocess_force_exit (victim);
    }
  }
  g_subprocess_wait (victim, NULL, NULL);
  g_assert_true (g_subprocess_get_if_signaled (victim));
  return last;
}

/* Whatever the moment, the draft is that of one save, and none that was reported is lost. */
static void
test_killed (ArchiveFixture *fixture, gconstpointer data)
{
  gint64 number = 0;

  for (guint i = 0; i < 25; i++) {
    archive_fixture_close (fixture);
    gint64 reported =
      run_victim (fixture->path, number + 1, 1 + i % 3, (guint) g_test_rand_int_range (0, 12000));
    archive_fixture_reopen (fixture);
    g_assert_null (archive_store_get_damaged (fixture->store));
    number = draft_fixture_read_uniform (fixture->store);
    g_assert_cmpint (number, >=, reported);
    g_assert_cmpint (query (fixture->path, "SELECT count(*) FROM draft_blocks"), ==,
                     DRAFT_FIXTURE_N_BLOCKS);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  archive_fixture_add ("/archive/drafts/blocks", test_blocks);
  archive_fixture_add ("/archive/drafts/stale", test_stale);
  archive_fixture_add ("/archive/drafts/search", test_search);
  archive_fixture_add ("/archive/drafts/rename-and-duplicate", test_rename_and_duplicate);
  archive_fixture_add ("/archive/drafts/discard", test_discard);
  archive_fixture_add ("/archive/drafts/state", test_state);
  archive_fixture_add ("/archive/drafts/missing-block", test_missing_block);
  archive_fixture_add ("/archive/drafts/sent", test_sent);
  archive_fixture_add ("/archive/drafts/upgrade", test_upgrade);
  archive_fixture_add ("/archive/drafts/full", test_full);
  archive_fixture_add ("/archive/drafts/locked", test_locked);
  archive_fixture_add ("/archive/drafts/killed", test_killed);
  return g_test_run ();
}
