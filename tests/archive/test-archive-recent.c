#include <archive-recent.h>
#include <sqlite3.h>
#include <string.h>
#include <test-emulator.h>

#include "archive-fixture.h"

static void
await_written (ArchiveFixture *fixture, GAsyncResult **slot)
{
  g_autoptr (GAsyncResult) result = test_await (slot);
  g_autoptr (GError) error = NULL;

  archive_store_write_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  *slot = NULL;
}

/* A send of one request, which went as far as @state. */
static void
send (ArchiveFixture *fixture,
      const char *account_id,
      const char *id,
      GBytes *addresses,
      ArchiveRequestState state)
{
  static const guint n_recipients = 3;
  GAsyncResult *slot = NULL;

  archive_store_begin_send_async (fixture->store, account_id, id, "{\"id\":\"draft\"}", "Name",
                                  addresses, &n_recipients, 1, NULL, test_store_result, &slot);
  await_written (fixture, &slot);
  if (state != ARCHIVE_REQUEST_PLANNED) {
    archive_store_mark_request_async (fixture->store, id, 0, ARCHIVE_REQUEST_POSTING, NULL, NULL,
                                      NULL, test_store_result, &slot);
    await_written (fixture, &slot);
  }
  if (state == ARCHIVE_REQUEST_REJECTED) {
    archive_store_mark_request_async (fixture->store, id, 0, state, NULL, NULL, NULL,
                                      test_store_result, &slot);
    await_written (fixture, &slot);
  }
}

static GPtrArray *
list (ArchiveFixture *fixture, const char *account_id, gint64 since)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GError) error = NULL;

  archive_store_list_recent_async (fixture->store, account_id, since, NULL, test_store_result,
                                   &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  GPtrArray *sends = archive_store_list_recent_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return sends;
}

static void
assert_sends (ArchiveFixture *fixture, const char *account_id, gint64 since, const char *expected)
{
  g_autoptr (GPtrArray) sends = list (fixture, account_id, since);
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < sends->len; i++) {
    const ArchiveRecent *recent = sends->pdata[i];
    g_string_append_printf (ids, "%s ", recent->send_id);
  }
  g_assert_cmpstr (ids->str, ==, expected);
}

static void
test_kept (ArchiveFixture *fixture, gconstpointer data)
{
  static const guint64 hashes[] = { 1, 0x0123456789abcdef, G_MAXUINT64 };
  g_autoptr (GBytes) addresses = g_bytes_new_static (hashes, sizeof hashes);
  g_autoptr (GBytes) none = g_bytes_new_static (NULL, 0);
  gint64 before = g_get_real_time ();

  send (fixture, "account", "one", addresses, ARCHIVE_REQUEST_POSTING);
  archive_fixture_close (fixture);
  archive_fixture_reopen (fixture);
  g_autoptr (GPtrArray) sends = list (fixture, "account", before);
  g_assert_cmpuint (sends->len, ==, 1);
  const ArchiveRecent *recent = sends->pdata[0];
  g_assert_cmpstr (recent->send_id, ==, "one");
  g_assert_cmpstr (recent->draft_id, ==, "draft");
  g_assert_cmpstr (recent->name, ==, "Name");
  g_assert_cmpint (recent->sent_at, >=, before);
  g_assert_true (g_bytes_equal (recent->addresses, addresses));

  send (fixture, "account", "two", none, ARCHIVE_REQUEST_POSTING);
  send (fixture, "account", "three", NULL, ARCHIVE_REQUEST_POSTING);
  assert_sends (fixture, "account", before, "two one ");
  assert_sends (fixture, "account", g_get_real_time (), "");
  assert_sends (fixture, "other", before, "");
}

/* Of what was never sent nobody has got anything. */
static void
test_states (ArchiveFixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) none = g_bytes_new_static (NULL, 0);

  send (fixture, "account", "planned", none, ARCHIVE_REQUEST_PLANNED);
  send (fixture, "account", "rejected", none, ARCHIVE_REQUEST_REJECTED);
  assert_sends (fixture, "account", 0, "");
  send (fixture, "account", "posting", none, ARCHIVE_REQUEST_POSTING);
  assert_sends (fixture, "account", 0, "posting ");
}

static void
test_purged (ArchiveFixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) none = g_bytes_new_static (NULL, 0);
  g_autofree char *sql =
    g_strdup_printf ("UPDATE send_addresses SET sent_at = sent_at - %" G_GINT64_FORMAT
                     " + CASE send_id WHEN 'old' THEN -1 ELSE %" G_GINT64_FORMAT " END",
                     ARCHIVE_ADDRESS_DAYS * G_TIME_SPAN_DAY, G_TIME_SPAN_HOUR);
  sqlite3 *db = NULL;

  send (fixture, "account", "old", none, ARCHIVE_REQUEST_POSTING);
  send (fixture, "account", "young", none, ARCHIVE_REQUEST_POSTING);
  archive_fixture_close (fixture);
  g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  archive_fixture_reopen (fixture);

  assert_sends (fixture, "account", 0, "young old ");
  send (fixture, "other", "new", NULL, ARCHIVE_REQUEST_POSTING);
  assert_sends (fixture, "account", 0, "young ");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  archive_fixture_add ("/archive/recent/kept", test_kept);
  archive_fixture_add ("/archive/recent/states", test_states);
  archive_fixture_add ("/archive/recent/purged", test_purged);
  return g_test_run ();
}
