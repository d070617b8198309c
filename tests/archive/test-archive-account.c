#include <archive-account.h>
#include <archive-choices.h>
#include <archive-drafts.h>
#include <archive-jobs.h>
#include <sqlite3.h>
#include <test-emulator.h>

#include "index-fixture.h"

static void
assert_written (ArchiveStore *store, GAsyncResult **slot)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = test_await (slot);

  *slot = NULL;
  archive_store_write_finish (store, result, &error);
  g_assert_no_error (error);
}

/* A draft, a send that may have gone out, a job whose first row is in the trash, a choice. */
static void
add_things (ArchiveStore *store, const char *account_id)
{
  static const guint n_recipients[] = { 3 };
  static const char *const ids[] = { "registration-1", "registration-2", NULL };
  g_autofree char *send = g_strconcat ("send-", account_id, NULL);
  g_autoptr (ArchiveTrashItem) item =
    archive_trash_item_new (ARCHIVE_TRASH_REGISTRATION, "registration-1", "user-1", "app");
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  archive_store_save_draft_async (store, account_id, archive_draft_new ("draft", "{}"), NULL,
                                  test_store_result, &slot);
  assert_written (store, &slot);
  archive_store_begin_send_async (store, account_id, send, "{}", NULL, NULL, n_recipients, 1, NULL,
                                  test_store_result, &slot);
  assert_written (store, &slot);
  archive_store_mark_request_async (store, send, 0, ARCHIVE_REQUEST_POSTING, NULL, NULL, NULL,
                                    test_store_result, &slot);
  assert_written (store, &slot);
  archive_store_set_choice_async (store, account_id, "users", "columns", "id", NULL,
                                  test_store_result, &slot);
  assert_written (store, &slot);

  archive_store_create_job_async (store, account_id, ARCHIVE_JOB_DELETE_REGISTRATIONS, ids, NULL,
                                  test_store_result, &slot);
  g_autoptr (GAsyncResult) created = test_await (&slot);
  gint64 job = archive_store_count_finish (store, created, &error);
  g_assert_no_error (error);
  slot = NULL;
  archive_trash_item_add_device (item, "app", "FCM", "token");
  archive_store_trash_job_row_async (store, account_id, job, 0, item, NULL, test_store_result,
                                     &slot);
  assert_written (store, &slot);
  const ArchiveRowResult done = { .state = ARCHIVE_ROW_DONE };
  archive_store_finish_job_row_async (store, account_id, job, 0, &done, NULL, test_store_result,
                                      &slot);
  assert_written (store, &slot);
}

static ArchiveAccountSummary
sum_up (ArchiveStore *store, const char *account_id)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  archive_store_sum_up_account_async (store, account_id, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_autofree ArchiveAccountSummary *summary =
    archive_store_sum_up_account_finish (store, result, &error);
  g_assert_no_error (error);
  return *summary;
}

static void
assert_things (ArchiveStore *store, const char *account_id, guint n)
{
  ArchiveAccountSummary summary = sum_up (store, account_id);

  g_assert_cmpuint (summary.n_drafts, ==, n);
  g_assert_cmpuint (summary.n_sends, ==, n);
  g_assert_cmpuint (summary.n_unsettled, ==, n);
  g_assert_cmpuint (summary.n_restorable, ==, n);
  g_assert_cmpuint (summary.n_open_jobs, ==, n);
}

static void
forget (ArchiveStore *store, const char *account_id)
{
  GAsyncResult *slot = NULL;

  archive_store_forget_account_async (store, account_id, NULL, test_store_result, &slot);
  assert_written (store, &slot);
}

/* Tables that name an account, those of a later schema too, and those that belong to such rows. */
static void
assert_no_rows (const char *path, const char *account_id)
{
  static const char *const parts[] = { "requests", "trash_devices", "job_rows", "job_devices",
                                       "planned_jobs" };
  sqlite3 *db = NULL;
  sqlite3_stmt *tables = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (
    sqlite3_prepare_v2 (db,
                        "SELECT m.name FROM sqlite_master AS m, pragma_table_info (m.name) AS c"
                        " WHERE m.type = 'table' AND c.name = 'account_id'",
                        -1, &tables, NULL),
    ==, SQLITE_OK);
  g_autoptr (GPtrArray) queries = g_ptr_array_new_with_free_func (g_free);
  while (sqlite3_step (tables) == SQLITE_ROW) {
    g_ptr_array_add (queries, g_strdup_printf ("SELECT count(*) FROM %s WHERE account_id = '%s'",
                                               sqlite3_column_text (tables, 0), account_id));
  }
  g_assert_cmpuint (queries->len, >=, 5);
  sqlite3_finalize (tables);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_ptr_array_add (queries, g_strdup_printf ("SELECT count(*) FROM %s", parts[i]));
  }
  for (guint i = 0; i < queries->len; i++) {
    sqlite3_stmt *count = NULL;
    g_assert_cmpint (sqlite3_prepare_v2 (db, queries->pdata[i], -1, &count, NULL), ==, SQLITE_OK);
    g_assert_cmpint (sqlite3_step (count), ==, SQLITE_ROW);
    if (sqlite3_column_int (count, 0) != 0) {
      g_error ("%s: %d", (char *) queries->pdata[i], sqlite3_column_int (count, 0));
    }
    sqlite3_finalize (count);
  }
  sqlite3_close (db);
}

static void
test_forget (ArchiveFixture *fixture, gconstpointer data)
{
  add_things (fixture->store, "one");
  add_things (fixture->store, "other");
  assert_things (fixture->store, "one", 1);
  forget (fixture->store, "one");
  assert_things (fixture->store, "one", 0);
  assert_things (fixture->store, "other", 1);
  forget (fixture->store, "other");
  forget (fixture->store, "nobody");
  assert_no_rows (fixture->path, "one");
  assert_no_rows (fixture->path, "other");
}

/* More users than go at once, and a crawl that has not ended; the other account stays. */
static void
test_index (ArchiveFixture *fixture, gconstpointer data)
{
  g_autoptr (ArchiveIndexState) crawl = index_begin (fixture->store, "one");
  g_autoptr (GPtrArray) findings =
    g_ptr_array_new_with_free_func ((GDestroyNotify) archive_finding_free);
  GAsyncResult *slot = NULL;

  for (guint i = 0; i < 1200; i++) {
    g_autofree char *user = g_strdup_printf ("user-%04u", i);
    g_autofree char *devices = g_strdup_printf ("app/FCM/token-%04u", i);
    g_ptr_array_add (findings, index_make_finding (user, devices));
  }
  archive_store_record_findings_async (fixture->store, "one", crawl->generation, findings, NULL,
                                       test_store_result, &slot);
  assert_written (fixture->store, &slot);
  index_put (fixture->store, "other", "user-0001", "app/FCM/token-0001");
  g_autofree char *before = index_list (fixture->store, "other", NULL, 10);

  forget (fixture->store, "one");
  g_assert_cmpint (index_count (fixture->store, "one", NULL), ==, 0);
  g_autoptr (ArchiveIndexState) state = index_read (fixture->store, "one");
  g_assert_cmpint (state->phase, ==, ARCHIVE_CRAWL_NONE);
  g_assert_cmpuint (state->n_users, ==, 0);
  g_autofree char *after = index_list (fixture->store, "other", NULL, 10);
  g_assert_cmpstr (after, ==, before);

  /* What the crawl still has to say comes too late. */
  g_autoptr (GError) error = NULL;
  archive_store_record_findings_async (fixture->store, "one", crawl->generation, findings, NULL,
                                       test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_assert_false (archive_store_write_finish (fixture->store, result, &error));
  g_assert_error (error, ARCHIVE_ERROR, ARCHIVE_ERROR_FAILED);
  g_assert_cmpint (index_count (fixture->store, "one", NULL), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  archive_fixture_add ("/archive/account/forget", test_forget);
  archive_fixture_add ("/archive/account/index", test_index);
  return g_test_run ();
}
