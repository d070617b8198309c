#include <signal.h>
#include <sqlite3.h>
#include <test-emulator.h>

#include "archive-fixture.h"

static const guint n_recipients[] = { 10000, 10000, 7 };

static gboolean
begin (ArchiveStore *store, const char *account_id, const char *send_id, GError **error)
{
  GAsyncResult *slot = NULL;

  archive_store_begin_send_async (store, account_id, send_id, "{}", NULL, NULL, n_recipients,
                                  G_N_ELEMENTS (n_recipients), NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  return archive_store_write_finish (store, result, error);
}

static gboolean
mark (ArchiveStore *store, guint index, ArchiveRequestState state, GError **error)
{
  const char *operation_id = state == ARCHIVE_REQUEST_ACCEPTED ? "operation" : NULL;
  const char *detail = state == ARCHIVE_REQUEST_UNKNOWN ? "cut" : NULL;
  GAsyncResult *slot = NULL;

  archive_store_mark_request_async (store, "send", index, state, operation_id, detail, NULL,
                                    test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  return archive_store_write_finish (store, result, error);
}

static GPtrArray *
finish_list (ArchiveStore *store, GAsyncResult **slot)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = test_await (slot);
  GPtrArray *requests = archive_store_list_requests_finish (store, result, &error);

  g_assert_no_error (error);
  return requests;
}

static GPtrArray *
list (ArchiveStore *store, const char *send_id)
{
  GAsyncResult *slot = NULL;

  archive_store_list_requests_async (store, send_id, NULL, test_store_result, &slot);
  return finish_list (store, &slot);
}

static GPtrArray *
list_unsettled (ArchiveStore *store, const char *account_id)
{
  GAsyncResult *slot = NULL;

  archive_store_list_unsettled_async (store, account_id, NULL, test_store_result, &slot);
  return finish_list (store, &slot);
}

static void
test_begin (ArchiveFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (begin (fixture->store, "account", "send", &error));
  g_assert_no_error (error);
  archive_fixture_close (fixture);
  archive_fixture_reopen (fixture);

  g_autoptr (GPtrArray) requests = list (fixture->store, "send");
  g_assert_cmpuint (requests->len, ==, G_N_ELEMENTS (n_recipients));
  for (guint i = 0; i < requests->len; i++) {
    const ArchiveRequest *request = requests->pdata[i];
    g_assert_cmpstr (request->send_id, ==, "send");
    g_assert_cmpuint (request->index, ==, i);
    g_assert_cmpuint (request->n_recipients, ==, n_recipients[i]);
    g_assert_cmpint (request->state, ==, ARCHIVE_REQUEST_PLANNED);
    g_assert_null (request->operation_id);
    g_assert_null (request->detail);
  }
  g_autoptr (GPtrArray) none = list (fixture->store, "another");
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_begin_twice (ArchiveFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (begin (fixture->store, "account", "send", &error));
  g_assert_true (mark (fixture->store, 0, ARCHIVE_REQUEST_POSTING, &error));
  g_assert_no_error (error);
  g_assert_false (begin (fixture->store, "account", "send", &error));
  g_assert_error (error, ARCHIVE_ERROR, ARCHIVE_ERROR_FAILED);
  g_autoptr (GPtrArray) requests = list (fixture->store, "send");
  g_assert_cmpuint (requests->len, ==, 3);
  g_assert_cmpint (((ArchiveRequest *) requests->pdata[0])->state, ==, ARCHIVE_REQUEST_POSTING);
}

/* Which steps are allowed: a request is driven to the first state, then the second is tried. */
static void
test_steps (ArchiveFixture *fixture, gconstpointer data)
{
  enum { P, O, A, R, U, N }; /* ABANDONED is for whole sends */
  static const gboolean allowed[N][N] = {
    [P] = { [O] = TRUE }, [O] = { [A] = TRUE, [R] = TRUE, [U] = TRUE }, [A] = { 0 },
    [R] = { [O] = TRUE }, [U] = { [A] = TRUE, [R] = TRUE, [U] = TRUE },
  };

  for (guint from = P; from < N; from++) {
    for (guint to = P; to < N; to++) {
      g_autoptr (GError) error = NULL;
      g_assert_true (begin (fixture->store, "account", "send", &error));
      if (from != P) {
        g_assert_true (mark (fixture->store, 0, ARCHIVE_REQUEST_POSTING, &error));
      }
      if (from > O) {
        g_assert_true (mark (fixture->store, 0, from, &error));
      }
      g_assert_no_error (error);

      gboolean done = mark (fixture->store, 0, to, &error);
      g_assert_cmpint (done, ==, allowed[from][to]);
      g_autoptr (GPtrArray) requests = list (fixture->store, "send");
      const ArchiveRequest *request = requests->pdata[0];
      g_assert_cmpint (request->state, ==, done ? to : from);
      g_assert_cmpstr (request->operation_id, ==,
                       request->state == ARCHIVE_REQUEST_ACCEPTED ? "operation" : NULL);
      g_assert_cmpstr (request->detail, ==,
                       request->state == ARCHIVE_REQUEST_UNKNOWN ? "cut" : NULL);

      g_clear_object (&fixture->store);
      archive_fixture_remove_folder (fixture->folder);
      archive_fixture_reopen (fixture);
    }
  }
}

static void
test_accepted_needs_operation (ArchiveFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  g_assert_true (begin (fixture->store, "account", "send", &error));
  g_assert_true (mark (fixture->store, 0, ARCHIVE_REQUEST_POSTING, &error));
  archive_store_mark_request_async (fixture->store, "send", 0, ARCHIVE_REQUEST_ACCEPTED, NULL, NULL,
                                    NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_assert_false (archive_store_write_finish (fixture->store, result, &error));
  g_assert_error (error, ARCHIVE_ERROR, ARCHIVE_ERROR_FAILED);
}

static void
test_unsettled (ArchiveFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (begin (fixture->store, "another", "of another", &error));
  g_assert_true (begin (fixture->store, "account", "send", &error));
  g_assert_true (mark (fixture->store, 0, ARCHIVE_REQUEST_POSTING, &error));
  g_assert_true (mark (fixture->store, 0, ARCHIVE_REQUEST_ACCEPTED, &error));
  g_assert_true (mark (fixture->store, 1, ARCHIVE_REQUEST_POSTING, &error));
  g_assert_true (mark (fixture->store, 2, ARCHIVE_REQUEST_POSTING, &error));
  g_assert_true (mark (fixture->store, 2, ARCHIVE_REQUEST_UNKNOWN, &error));
  g_assert_no_error (error);

  g_autoptr (GPtrArray) requests = list_unsettled (fixture->store, "account");
  g_assert_cmpuint (requests->len, ==, 2);
  const ArchiveRequest *posting = requests->pdata[0];
  g_assert_cmpuint (posting->index, ==, 1);
  g_assert_cmpint (posting->state, ==, ARCHIVE_REQUEST_POSTING);
  const ArchiveRequest *unknown = requests->pdata[1];
  g_assert_cmpuint (unknown->index, ==, 2);
  g_assert_cmpint (unknown->state, ==, ARCHIVE_REQUEST_UNKNOWN);
  g_autoptr (GPtrArray) of_another = list_unsettled (fixture->store, "another");
  g_assert_cmpuint (of_another->len, ==, 0);
}

static GPtrArray *
list_interrupted (ArchiveStore *store)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  archive_store_list_interrupted_async (store, "account", NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  GPtrArray *sends = archive_store_list_interrupted_finish (store, result, &error);
  g_assert_no_error (error);
  return sends;
}

static void
assert_states (const GPtrArray *requests, const ArchiveRequestState *states)
{
  g_assert_cmpuint (requests->len, ==, G_N_ELEMENTS (n_recipients));
  for (guint i = 0; i < requests->len; i++) {
    g_assert_cmpint (((ArchiveRequest *) requests->pdata[i])->state, ==, states[i]);
  }
}

/* A send that is accepted, one that may be running, and one of another account are not. */
static void
test_interrupted (ArchiveFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (begin (fixture->store, "another", "of another", &error));
  g_assert_true (begin (fixture->store, "account", "send", &error));
  g_assert_true (mark (fixture->store, 0, ARCHIVE_REQUEST_POSTING, &error));
  g_assert_no_error (error);
  g_autoptr (GPtrArray) running = list_interrupted (fixture->store);
  g_assert_cmpuint (running->len, ==, 0);

  archive_fixture_close (fixture);
  archive_fixture_reopen (fixture);
  g_assert_true (begin (fixture->store, "account", "running", &error));
  g_autoptr (GPtrArray) sends = list_interrupted (fixture->store);
  g_assert_cmpuint (sends->len, ==, 1);
  const ArchiveSend *send = sends->pdata[0];
  g_assert_cmpstr (send->id, ==, "send");
  g_assert_null (send->draft_id);
  g_assert_cmpint (send->created_at, >, 0);
  assert_states (send->requests, (ArchiveRequestState[]){ ARCHIVE_REQUEST_POSTING, 0, 0 });

  for (guint i = 0; i < G_N_ELEMENTS (n_recipients); i++) {
    if (i > 0) {
      g_assert_true (mark (fixture->store, i, ARCHIVE_REQUEST_POSTING, &error));
    }
    g_assert_true (mark (fixture->store, i, ARCHIVE_REQUEST_ACCEPTED, &error));
  }
  g_assert_no_error (error);
  g_autoptr (GPtrArray) none = list_interrupted (fixture->store);
  g_assert_cmpuint (none->len, ==, 0);
}

typedef void (*Settle) (
  ArchiveStore *, const char *, GCancellable *, GAsyncReadyCallback, gpointer);

static void
settle (ArchiveStore *store, Settle how, const char *send_id)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  how (store, send_id, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_assert_true (archive_store_write_finish (store, result, &error));
  g_assert_no_error (error);
}

static void
assert_send (ArchiveStore *store, const ArchiveRequestState *states)
{
  g_autoptr (GPtrArray) requests = list (store, "send");

  assert_states (requests, states);
}

static void
test_settle (ArchiveFixture *fixture, gconstpointer data)
{
  const ArchiveRequestState P = ARCHIVE_REQUEST_PLANNED, A = ARCHIVE_REQUEST_ACCEPTED,
                            U = ARCHIVE_REQUEST_UNKNOWN, X = ARCHIVE_REQUEST_ABANDONED;
  g_autoptr (GError) error = NULL;

  g_assert_true (begin (fixture->store, "account", "send", &error));
  g_assert_true (mark (fixture->store, 0, ARCHIVE_REQUEST_POSTING, &error));
  g_assert_true (mark (fixture->store, 0, ARCHIVE_REQUEST_ACCEPTED, &error));
  g_assert_true (mark (fixture->store, 1, ARCHIVE_REQUEST_POSTING, &error));
  g_assert_true (mark (fixture->store, 1, ARCHIVE_REQUEST_UNKNOWN, &error));
  g_assert_no_error (error);

  /* A send that may be running is left alone. */
  settle (fixture->store, archive_store_declare_unsent_async, "send");
  settle (fixture->store, archive_store_abandon_send_async, "send");
  assert_send (fixture->store, (ArchiveRequestState[]){ A, U, P });

  archive_fixture_close (fixture);
  archive_fixture_reopen (fixture);
  settle (fixture->store, archive_store_abandon_send_async, "send");
  assert_send (fixture->store, (ArchiveRequestState[]){ A, U, X });
  settle (fixture->store, archive_store_declare_unsent_async, "send");
  assert_send (fixture->store, (ArchiveRequestState[]){ A, P, X });
  settle (fixture->store, archive_store_abandon_send_async, "send");
  assert_send (fixture->store, (ArchiveRequestState[]){ A, X, X });
  g_autoptr (GPtrArray) none = list_interrupted (fixture->store);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_false (mark (fixture->store, 1, ARCHIVE_REQUEST_POSTING, &error));
}

static gboolean
begin_draft (ArchiveStore *store, const char *send_id, const char *draft_json)
{
  GAsyncResult *slot = NULL;

  archive_store_begin_send_async (store, "account", send_id, draft_json, NULL, NULL, n_recipients,
                                  G_N_ELEMENTS (n_recipients), NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  return archive_store_write_finish (store, result, NULL);
}

/* Another send of a draft takes the place of what the first left unsent, but never of what it may
 * have sent. */
static void
test_sent_anew (ArchiveFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (begin_draft (fixture->store, "send", "{\"id\":\"draft\"}"));
  g_assert_true (mark (fixture->store, 0, ARCHIVE_REQUEST_POSTING, &error));
  g_assert_true (mark (fixture->store, 0, ARCHIVE_REQUEST_REJECTED, &error));
  g_assert_true (mark (fixture->store, 1, ARCHIVE_REQUEST_POSTING, &error));
  g_assert_no_error (error);
  g_assert_true (begin_draft (fixture->store, "other", "{\"id\":\"another\"}"));
  assert_send (fixture->store,
               (ArchiveRequestState[]){ ARCHIVE_REQUEST_REJECTED, ARCHIVE_REQUEST_POSTING, 0 });
  g_assert_true (begin_draft (fixture->store, "second", "{\"id\":\"draft\"}"));
  assert_send (fixture->store,
               (ArchiveRequestState[]){ ARCHIVE_REQUEST_ABANDONED, ARCHIVE_REQUEST_POSTING,
                                        ARCHIVE_REQUEST_ABANDONED });
  g_autoptr (GPtrArray) requests = list (fixture->store, "second");
  assert_states (requests, (ArchiveRequestState[]){ 0, 0, 0 });
}

static void
test_content (ArchiveFixture *fixture, gconstpointer data)
{
  static const char *const ids[] = { "send", "none" };

  g_assert_true (begin_draft (fixture->store, "send", "{\"id\":\"draft\"}"));
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++) {
    g_autoptr (GError) error = NULL;
    GAsyncResult *slot = NULL;
    archive_store_read_send_async (fixture->store, ids[i], NULL, test_store_result, &slot);
    g_autoptr (GAsyncResult) result = test_await (&slot);
    g_autofree char *json = archive_store_read_send_finish (fixture->store, result, &error);
    g_assert_cmpstr (json, ==, i == 0 ? "{\"id\":\"draft\"}" : NULL);
    g_assert_cmpint (error == NULL, ==, i == 0);
  }
}

/* A file of the first schema keeps what it has. */
static void
test_migration (ArchiveFixture *fixture, gconstpointer data)
{
  static const char first[] =
    "PRAGMA user_version = 1;"
    "DROP TABLE draft_states; DROP TABLE draft_blocks; DROP TABLE drafts;"
    "CREATE TABLE drafts (account_id TEXT NOT NULL, id TEXT NOT NULL, changed_at INTEGER NOT NULL,"
    "  json TEXT NOT NULL, PRIMARY KEY (account_id, id));"
    "DROP TABLE send_addresses; DROP TABLE planned_jobs; DROP TABLE job_devices;"
    "DROP TABLE trash_devices; DROP TABLE trash; DROP TABLE job_rows; DROP TABLE jobs;"
    "DROP TABLE choices;"
    "DROP TABLE requests; DROP TABLE sends;"
    "CREATE TABLE sends (id TEXT NOT NULL PRIMARY KEY, account_id TEXT NOT NULL,"
    "  created_at INTEGER NOT NULL, draft_json TEXT NOT NULL);"
    "CREATE TABLE requests (send_id TEXT NOT NULL REFERENCES sends (id), number INTEGER NOT NULL,"
    "  state TEXT NOT NULL CHECK"
    "    (state IN ('planned', 'posting', 'accepted', 'rejected', 'unknown')),"
    "  n_recipients INTEGER NOT NULL, operation_id TEXT, detail TEXT, changed_at INTEGER NOT NULL,"
    "  PRIMARY KEY (send_id, number)) WITHOUT ROWID;"
    "CREATE INDEX requests_unsettled ON requests (send_id, number)"
    "  WHERE state IN ('posting', 'unknown');"
    "INSERT INTO sends VALUES ('send', 'account', 7, '{\"id\":\"draft\"}'),"
    "  ('odd', 'account', 8, 'no JSON');"
    "INSERT INTO requests VALUES ('send', 0, 'unknown', 10000, NULL, 'cut', 9),"
    "  ('send', 1, 'accepted', 10000, 'operation', NULL, 9),"
    "  ('send', 2, 'planned', 7, NULL, NULL, 9);";
  sqlite3 *db = NULL;

  archive_fixture_close (fixture);
  g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, first, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  archive_fixture_reopen (fixture);
  g_assert_null (archive_store_get_damaged (fixture->store));

  g_autoptr (GPtrArray) sends = list_interrupted (fixture->store);
  g_assert_cmpuint (sends->len, ==, 1);
  const ArchiveSend *send = sends->pdata[0];
  g_assert_cmpstr (send->draft_id, ==, "draft");
  g_assert_cmpint (send->created_at, ==, 7);
  assert_states (send->requests,
                 (ArchiveRequestState[]){ ARCHIVE_REQUEST_UNKNOWN, ARCHIVE_REQUEST_ACCEPTED,
                                          ARCHIVE_REQUEST_PLANNED });
  const ArchiveRequest *request = send->requests->pdata[0];
  g_assert_cmpstr (request->detail, ==, "cut");
  g_assert_cmpint (request->changed_at, ==, 9);
}

static void
post_and_crash (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ArchiveStore) store = archive_fixture_open (path, &error);

  g_assert_no_error (error);
  g_assert_true (begin (store, "account", "send", &error));
  g_assert_true (mark (store, 1, ARCHIVE_REQUEST_POSTING, &error));
  raise (SIGKILL);
}

/* What was reported as written is there after the process died at once. */
static void
test_crash (void)
{
  if (g_test_subprocess ()) {
    post_and_crash (g_getenv ("TEST_PATH"));
    return;
  }

  ArchiveFixture fixture = { 0 };
  archive_fixture_set_up (&fixture, NULL);
  archive_fixture_close (&fixture);
  g_setenv ("TEST_PATH", fixture.path, TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_failed ();

  archive_fixture_reopen (&fixture);
  g_assert_null (archive_store_get_damaged (fixture.store));
  g_autoptr (GPtrArray) requests = list_unsettled (fixture.store, "account");
  g_assert_cmpuint (requests->len, ==, 1);
  g_assert_cmpuint (((ArchiveRequest *) requests->pdata[0])->index, ==, 1);
  archive_fixture_tear_down (&fixture, NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  archive_fixture_add ("/archive/journal/begin", test_begin);
  archive_fixture_add ("/archive/journal/begin-twice", test_begin_twice);
  archive_fixture_add ("/archive/journal/steps", test_steps);
  archive_fixture_add ("/archive/journal/accepted-needs-operation", test_accepted_needs_operation);
  archive_fixture_add ("/archive/journal/unsettled", test_unsettled);
  archive_fixture_add ("/archive/journal/interrupted", test_interrupted);
  archive_fixture_add ("/archive/journal/settle", test_settle);
  archive_fixture_add ("/archive/journal/sent-anew", test_sent_anew);
  archive_fixture_add ("/archive/journal/content", test_content);
  archive_fixture_add ("/archive/journal/migration", test_migration);
  g_test_add_func ("/archive/journal/crash", test_crash);
  return g_test_run ();
}
