#include <archive-last-send.h>
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

static void
begin (ArchiveFixture *fixture, const char *id, const char *draft_id, const char *name)
{
  static const guint n_recipients[] = { 10000, 5 };
  g_autofree char *json = g_strdup_printf ("{\"id\":\"%s\",\"title\":\"%s\"}", draft_id, id);
  g_autoptr (GBytes) none = g_bytes_new_static (NULL, 0);
  GAsyncResult *slot = NULL;

  archive_store_begin_send_async (fixture->store, "account", id, json, name, none, n_recipients, 2,
                                  NULL, test_store_result, &slot);
  await_written (fixture, &slot);
}

static void
mark (ArchiveFixture *fixture, const char *id, guint request, ArchiveRequestState state)
{
  GAsyncResult *slot = NULL;

  archive_store_mark_request_async (fixture->store, id, request, state,
                                    state == ARCHIVE_REQUEST_ACCEPTED ? "op" : NULL, NULL, NULL,
                                    test_store_result, &slot);
  await_written (fixture, &slot);
}

static ArchiveLastSend *
read_last (ArchiveFixture *fixture, const char *account_id, const char *draft_id, const char *name)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GError) error = NULL;

  archive_store_read_last_send_async (fixture->store, account_id, draft_id, name, NULL,
                                      test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  ArchiveLastSend *last = archive_store_read_last_send_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return last;
}

static void
assert_last (ArchiveFixture *fixture, const char *draft_id, const char *name, const char *expected)
{
  g_autoptr (ArchiveLastSend) last = read_last (fixture, "account", draft_id, name);

  g_assert_cmpstr (last != NULL ? last->send->id : NULL, ==, expected);
}

/* The newest one of which something may have gone out, with what it was and how far it came. */
static void
test_newest (ArchiveFixture *fixture, gconstpointer data)
{
  assert_last (fixture, "draft", NULL, NULL);
  begin (fixture, "first", "draft", "");
  assert_last (fixture, "draft", NULL, NULL);
  mark (fixture, "first", 0, ARCHIVE_REQUEST_POSTING);
  mark (fixture, "first", 0, ARCHIVE_REQUEST_ACCEPTED);
  assert_last (fixture, "draft", NULL, "first");

  begin (fixture, "second", "draft", "");
  mark (fixture, "second", 0, ARCHIVE_REQUEST_POSTING);
  mark (fixture, "second", 0, ARCHIVE_REQUEST_REJECTED);
  assert_last (fixture, "draft", NULL, "first");
  begin (fixture, "third", "draft", "");
  mark (fixture, "third", 0, ARCHIVE_REQUEST_POSTING);

  archive_fixture_close (fixture);
  archive_fixture_reopen (fixture);
  g_autoptr (ArchiveLastSend) last = read_last (fixture, "account", "draft", NULL);
  g_assert_cmpstr (last->send->id, ==, "third");
  g_assert_cmpstr (last->send->draft_id, ==, "draft");
  g_assert_cmpint (last->send->created_at, >, 0);
  g_assert_cmpstr (last->json, ==, "{\"id\":\"draft\",\"title\":\"third\"}");
  g_assert_cmpuint (last->send->requests->len, ==, 2);
  const ArchiveRequest *request = last->send->requests->pdata[1];
  g_assert_cmpuint (request->n_recipients, ==, 5);
  g_assert_cmpint (request->state, ==, ARCHIVE_REQUEST_PLANNED);
}

/* A draft of the same name is what it was duplicated from, as far as one can tell. */
static void
test_by_name (ArchiveFixture *fixture, gconstpointer data)
{
  begin (fixture, "may", "draft-of-may", "Newsletter");
  mark (fixture, "may", 0, ARCHIVE_REQUEST_POSTING);
  assert_last (fixture, "draft-of-june", "Newsletter", "may");
  assert_last (fixture, "draft-of-june", "Offer", NULL);
  assert_last (fixture, "draft-of-june", "", NULL);
  assert_last (fixture, "draft-of-june", NULL, NULL);

  begin (fixture, "own", "draft-of-june", "");
  mark (fixture, "own", 0, ARCHIVE_REQUEST_POSTING);
  begin (fixture, "july", "draft-of-july", "Newsletter");
  mark (fixture, "july", 0, ARCHIVE_REQUEST_POSTING);
  assert_last (fixture, "draft-of-june", "Newsletter", "own");
  assert_last (fixture, "draft-of-august", "Newsletter", "july");
  g_assert_null (read_last (fixture, "other", "draft-of-june", "Newsletter"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  archive_fixture_add ("/archive/last-send/newest", test_newest);
  archive_fixture_add ("/archive/last-send/by-name", test_by_name);
  return g_test_run ();
}
