#include "run-fixture.h"

#include <glib/gstdio.h>

CommsClient *
run_fixture_make_client (TestEmulator *emulator, const char *url)
{
  g_autoptr (CommsAuthorizer) authorizer = comms_basic_authorizer_new (
    test_emulator_get_sid (emulator), test_emulator_get_secret (emulator));
  g_autoptr (GError) error = NULL;
  CommsClient *client = comms_client_new (url, authorizer, &error);

  g_assert_no_error (error);
  /* Each test says itself what is repeated. */
  comms_client_set_retry_policy (client, NULL);
  return client;
}

ArchiveStore *
run_fixture_open (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "archive.db", NULL);
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  archive_store_open_async (path, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  ArchiveStore *store = archive_store_open_finish (result, &error);
  g_assert_no_error (error);
  return store;
}

/* @folder, for the journal and what else the test keeps, and @emulator are taken. */
void
run_fixture_set_up_with (RunFixture *fixture, char *folder, TestEmulator *emulator)
{
  fixture->emulator = emulator;
  fixture->proxy = test_proxy_new (test_emulator_get_url (fixture->emulator));
  fixture->client =
    run_fixture_make_client (fixture->emulator, test_proxy_get_url (fixture->proxy));
  fixture->direct =
    run_fixture_make_client (fixture->emulator, test_emulator_get_url (fixture->emulator));
  fixture->folder = folder;
  fixture->store = run_fixture_open (fixture->folder);
  fixture->draft = dispatch_draft_new ();
  g_object_set (fixture->draft, "body", "Hello {{ name | default: 'you' }}", NULL);
}

void
run_fixture_set_up (RunFixture *fixture, gconstpointer data)
{
  run_fixture_set_up_with (fixture, g_dir_make_tmp ("carillon-run-XXXXXX", NULL),
                           test_emulator_start (NULL));
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir)) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_assert_no_errno (g_unlink (path));
  }
  g_assert_no_errno (g_rmdir (folder));
}

void
run_fixture_tear_down (RunFixture *fixture, gconstpointer data)
{
  if (fixture->run != NULL) {
    g_assert_finalize_object (fixture->run);
  }
  g_assert_finalize_object (fixture->draft);
  g_assert_finalize_object (fixture->store);
  g_assert_finalize_object (fixture->client);
  g_assert_finalize_object (fixture->direct);
  test_proxy_free (fixture->proxy);
  test_emulator_stop (fixture->emulator);
  remove_folder (fixture->folder);
  g_free (fixture->folder);
}

void
run_fixture_add_devices (RunFixture *fixture, guint n)
{
  g_autoptr (GString) rows = g_string_new ("token,provider,name\n");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++) {
    g_string_append_printf (rows, "token-%u,FCM,\"%s\"\n", i, i % 2 == 0 ? "Ann" : "");
  }
  dispatch_audience_paste (dispatch_draft_get_audience (fixture->draft), rows->str, NULL, &error);
  g_assert_no_error (error);
}

DispatchRun *
run_fixture_make_run (RunFixture *fixture)
{
  g_assert_null (fixture->run);
  fixture->run = dispatch_run_new (fixture->client, fixture->store, "account", fixture->draft);
  return fixture->run;
}

gboolean
run_fixture_start (RunFixture *fixture, GCancellable *cancellable, GError **error)
{
  GAsyncResult *slot = NULL;

  dispatch_run_start_async (fixture->run, cancellable, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  return dispatch_run_start_finish (fixture->run, result, error);
}

GPtrArray *
run_fixture_reconcile (RunFixture *fixture, CommsClient *client, GError **error)
{
  GAsyncResult *slot = NULL;

  dispatch_reconcile_async (client, fixture->store, "account", NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  return dispatch_reconcile_finish (result, error);
}

/* The state of each request in the journal: "accepted", "planned", ..., with ! where an operation
 * ID is missing or too much. */
char *
run_fixture_describe_journal (RunFixture *fixture, const char *send_id)
{
  static const char *const names[] = { "planned", "posting", "accepted", "rejected", "unknown" };
  g_autoptr (GError) error = NULL;
  GString *text = g_string_new (NULL);
  GAsyncResult *slot = NULL;

  archive_store_list_requests_async (fixture->store, send_id, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_autoptr (GPtrArray) requests =
    archive_store_list_requests_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < requests->len; i++) {
    const ArchiveRequest *request = requests->pdata[i];
    gboolean has_operation = request->operation_id != NULL;
    g_string_append_printf (text, "%s%s%s", i > 0 ? " " : "", names[request->state],
                            has_operation == (request->state == ARCHIVE_REQUEST_ACCEPTED) ? ""
                                                                                          : "!");
  }
  return g_string_free (text, FALSE);
}

/* How often the server was made to send. */
guint
run_fixture_count_operations (RunFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  comms_client_list_operations_async (fixture->direct, NULL, NULL, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_autoptr (CommsPage) page = comms_client_list_finish (fixture->direct, result, &error);
  g_assert_no_error (error);
  return comms_page_get_items (page)->len;
}
