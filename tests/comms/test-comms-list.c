/* The cursor and the list model over it. */

#include "test-comms.h"

#include <comms-client-source.h>

static const TestAnswer first = {
  .status = 200,
  .body = "{\"users\":[{\"id\":\"u1\"},{\"id\":\"u2\"}],\"pagination\":{\"next\":\"t2\"}}",
};
static const TestAnswer second = {
  .status = 200,
  .body = "{\"users\":[{\"id\":\"u3\"}],\"pagination\":{\"next\":null}}",
};
static const TestAnswer renewed = {
  .status = 200,
  .body = "{\"users\":[{\"id\":\"u9\"}],\"pagination\":{\"next\":\"t9\"}}",
};
static const TestAnswer empty = { .status = 200, .body = "{\"users\":[]}" };
static const TestAnswer registrations = {
  .status = 200,
  .body = "{\"deviceRegistrations\":[{\"id\":\"r1\"}]}",
};
static const TestAnswer broken = { .status = 500 };
static const TestAnswer silent = { .kind = TEST_ANSWER_SILENT };

typedef struct {
  TestServer *server;
  CommsClient *client;
  CommsList *list;
  GString *log; /* what the list's observers were told */
} Fixture;

static const char *
target (Fixture *fixture, guint index)
{
  const char *text = test_server_get_request (fixture->server, index)->target;

  return text + strlen ("/v1/PushNotifications/Users");
}

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, gpointer user_data)
{
  g_string_append_printf (user_data, "%u-%u+%u ", position, removed, added);
}

static void
on_state (CommsList *list, GParamSpec *pspec, gpointer user_data)
{
  g_autoptr (GEnumClass) states = g_type_class_ref (COMMS_TYPE_LIST_STATE);

  g_string_append_printf (user_data, "%s ",
                          g_enum_get_value (states, (int) comms_list_get_state (list))->value_nick);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = test_server_new ();
  fixture->client = test_client_new (test_server_get_url (fixture->server));
  fixture->list =
    comms_list_new_for_client (fixture->client, comms_client_list_users_async, NULL, 2);
  fixture->log = g_string_new (NULL);
  g_signal_connect (fixture->list, "items-changed", G_CALLBACK (on_items_changed), fixture->log);
  g_signal_connect (fixture->list, "notify::state", G_CALLBACK (on_state), fixture->log);
}

/* The client goes with the last of its requests, those of a list that is gone included. */
static void
release_client (Fixture *fixture)
{
  CommsClient *client = fixture->client;

  g_object_add_weak_pointer (G_OBJECT (client), (gpointer *) &fixture->client);
  g_object_unref (client);
  while (fixture->client != NULL) {
    g_main_context_iteration (NULL, TRUE);
  }
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->list != NULL) {
    g_assert_finalize_object (fixture->list);
  }
  release_client (fixture);
  test_server_free (fixture->server);
  g_string_free (fixture->log, TRUE);
}

static gboolean
on_wake (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
wait_loaded (Fixture *fixture)
{
  while (comms_list_get_loading (fixture->list)) {
    g_main_context_iteration (NULL, TRUE);
  }
}

static void
wait_requests (Fixture *fixture, guint n_requests)
{
  guint wake = g_idle_add (on_wake, NULL);

  while (test_server_get_n_requests (fixture->server) < n_requests) {
    g_main_context_iteration (NULL, TRUE);
  }
  g_source_remove (wake);
}

static void
check_rows (Fixture *fixture, const char *expected)
{
  g_autoptr (GString) ids = g_string_new (NULL);
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (fixture->list));

  for (guint i = 0; i < n_items; i++) {
    g_autoptr (CommsResource) item = g_list_model_get_item (G_LIST_MODEL (fixture->list), i);
    g_string_append_printf (ids, "%s ", comms_resource_get_id (item));
  }
  g_assert_cmpstr (ids->str, ==, expected);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (fixture->list), n_items));
}

static void
check_log (Fixture *fixture, const char *expected)
{
  g_assert_cmpstr (fixture->log->str, ==, expected);
  g_string_truncate (fixture->log, 0);
}

static void
test_pages (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (comms_list_get_state (fixture->list), ==, COMMS_LIST_IDLE);
  g_assert_true (comms_list_get_has_more (fixture->list));
  check_rows (fixture, "");
  g_assert_cmpuint (test_server_get_n_requests (fixture->server), ==, 0);

  test_server_push (fixture->server, &first);
  comms_list_load_more (fixture->list);
  comms_list_load_more (fixture->list);
  wait_loaded (fixture);
  check_rows (fixture, "u1 u2 ");
  check_log (fixture, "loading 0-0+2 ready ");
  g_assert_true (comms_list_get_has_more (fixture->list));

  test_server_push (fixture->server, &second);
  comms_list_load_more (fixture->list);
  wait_loaded (fixture);
  check_rows (fixture, "u1 u2 u3 ");
  check_log (fixture, "2-0+1 ");
  g_assert_false (comms_list_get_has_more (fixture->list));

  comms_list_load_more (fixture->list);
  g_assert_false (comms_list_get_loading (fixture->list));
  g_assert_cmpuint (test_server_get_n_requests (fixture->server), ==, 2);
  g_assert_cmpstr (target (fixture, 0), ==, "?pageSize=2");
  g_assert_cmpstr (target (fixture, 1), ==, "?pageSize=2&pageToken=t2");
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  test_server_push (fixture->server, &empty);
  comms_list_reload (fixture->list);
  wait_loaded (fixture);
  check_log (fixture, "loading empty ");
  g_assert_false (comms_list_get_has_more (fixture->list));
}

static void
test_failures (Fixture *fixture, gconstpointer data)
{
  test_server_push (fixture->server, &broken);
  comms_list_load_more (fixture->list);
  wait_loaded (fixture);
  check_log (fixture, "loading failed ");
  g_assert_error (comms_list_get_error (fixture->list), COMMS_ERROR, COMMS_ERROR_SERVER);
  g_assert_true (comms_list_get_has_more (fixture->list));

  test_server_push (fixture->server, &first);
  comms_list_load_more (fixture->list);
  g_assert_null (comms_list_get_error (fixture->list));
  wait_loaded (fixture);
  check_log (fixture, "loading 0-0+2 ready ");

  test_server_push (fixture->server, &broken);
  comms_list_load_more (fixture->list);
  wait_loaded (fixture);
  g_assert_error (comms_list_get_error (fixture->list), COMMS_ERROR, COMMS_ERROR_SERVER);
  g_assert_cmpint (comms_list_get_state (fixture->list), ==, COMMS_LIST_READY);

  test_server_push (fixture->server, &second);
  comms_list_load_more (fixture->list);
  wait_loaded (fixture);
  check_rows (fixture, "u1 u2 u3 ");
  g_assert_null (comms_list_get_error (fixture->list));
  g_assert_cmpstr (target (fixture, 2), ==, "?pageSize=2&pageToken=t2");
  g_assert_cmpstr (target (fixture, 3), ==, "?pageSize=2&pageToken=t2");
}

static void
test_reload (Fixture *fixture, gconstpointer data)
{
  test_server_push (fixture->server, &first);
  comms_list_load_more (fixture->list);
  wait_loaded (fixture);
  check_log (fixture, "loading 0-0+2 ready ");

  test_server_push (fixture->server, &broken);
  comms_list_reload (fixture->list);
  check_rows (fixture, "u1 u2 ");
  wait_loaded (fixture);
  check_rows (fixture, "u1 u2 ");
  check_log (fixture, "");
  g_assert_nonnull (comms_list_get_error (fixture->list));

  test_server_push (fixture->server, &second);
  comms_list_load_more (fixture->list);
  wait_loaded (fixture);
  check_rows (fixture, "u1 u2 u3 ");
  check_log (fixture, "2-0+1 ");

  test_server_push (fixture->server, &renewed);
  comms_list_reload (fixture->list);
  wait_loaded (fixture);
  check_rows (fixture, "u9 ");
  check_log (fixture, "0-3+1 ");
  g_assert_true (comms_list_get_has_more (fixture->list));

  test_server_push (fixture->server, &empty);
  comms_list_reload (fixture->list);
  wait_loaded (fixture);
  check_log (fixture, "0-1+0 empty ");
}

/* The answer to what a reload overtook comes after it, or never. */
static void
test_overtaken (Fixture *fixture, gconstpointer data)
{
  test_server_push (fixture->server, &silent);
  comms_list_load_more (fixture->list);
  wait_requests (fixture, 1);

  test_server_push (fixture->server, &first);
  comms_list_reload (fixture->list);
  wait_loaded (fixture);
  check_rows (fixture, "u1 u2 ");
  g_assert_null (comms_list_get_error (fixture->list));
  check_log (fixture, "loading 0-0+2 ready ");
}

/* A list whose requests are not cancelled in time. */
static void
list_stubbornly (CommsClient *client,
                 const CommsFilter *filter,
                 const CommsPageRequest *page,
                 GCancellable *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer user_data)
{
  comms_client_list_users_async (client, filter, page, NULL, callback, user_data);
}

/* The page that was overtaken arrives all the same: it belongs to no rows. */
static void
test_stale (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->list);
  fixture->list = comms_list_new_for_client (fixture->client, list_stubbornly, NULL, 2);
  g_signal_connect (fixture->list, "items-changed", G_CALLBACK (on_items_changed), fixture->log);

  test_server_push (fixture->server, &second);
  comms_list_load_more (fixture->list);
  wait_requests (fixture, 1);
  test_server_push (fixture->server, &first);
  comms_list_reload (fixture->list);
  wait_loaded (fixture);
  check_rows (fixture, "u1 u2 ");
  check_log (fixture, "0-0+2 ");
}

/* As before, but the page follows rows that are still there. */
static void
test_stale_page (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->list);
  fixture->list = comms_list_new_for_client (fixture->client, list_stubbornly, NULL, 2);
  g_signal_connect (fixture->list, "items-changed", G_CALLBACK (on_items_changed), fixture->log);

  test_server_push (fixture->server, &first);
  comms_list_load_more (fixture->list);
  wait_loaded (fixture);
  test_server_push (fixture->server, &second);
  comms_list_load_more (fixture->list);
  wait_requests (fixture, 2);
  test_server_push (fixture->server, &broken);
  comms_list_reload (fixture->list);
  wait_loaded (fixture);
  while (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)) < 3) {
    g_main_context_iteration (NULL, TRUE);
  }
  check_rows (fixture, "u1 u2 u3 ");
  check_log (fixture, "0-0+2 2-0+1 ");
  g_assert_false (comms_list_get_has_more (fixture->list));
}

/* A search that is being typed: what was found last stays, and goes on, until the next is there. */
static void
test_another_source (Fixture *fixture, gconstpointer data)
{
  const CommsFilter filter = { .user_id = "u9" };
  g_autoptr (CommsSource) other =
    comms_client_source_new (fixture->client, comms_client_list_registrations_async, &filter);

  test_server_push (fixture->server, &first);
  comms_list_load_more (fixture->list);
  wait_loaded (fixture);
  comms_list_set_source (fixture->list, other);
  test_server_push (fixture->server, &second);
  comms_list_load_more (fixture->list);
  wait_loaded (fixture);
  check_rows (fixture, "u1 u2 u3 ");

  test_server_push (fixture->server, &registrations);
  comms_list_reload (fixture->list);
  check_rows (fixture, "u1 u2 u3 ");
  wait_loaded (fixture);
  check_rows (fixture, "r1 ");
  g_assert_cmpstr (test_server_get_request (fixture->server, 2)->target, ==,
                   "/v1/PushNotifications/DeviceRegistrations?userId=u9&pageSize=2");
}

/* A page that is cancelled by a reload which then fails is still the next one. */
static void
test_overtaken_page (Fixture *fixture, gconstpointer data)
{
  test_server_push (fixture->server, &first);
  comms_list_load_more (fixture->list);
  wait_loaded (fixture);

  test_server_push (fixture->server, &second);
  comms_list_load_more (fixture->list);
  wait_requests (fixture, 2);
  test_server_push (fixture->server, &broken);
  comms_list_reload (fixture->list);
  wait_loaded (fixture);
  g_assert_cmpint (comms_list_get_state (fixture->list), ==, COMMS_LIST_READY);

  /* Whether the second page made it or not, none of its rows is lost. */
  test_server_push (fixture->server, &second);
  comms_list_load_more (fixture->list);
  wait_loaded (fixture);
  check_rows (fixture, "u1 u2 u3 ");
}

static void
test_remove (Fixture *fixture, gconstpointer data)
{
  test_server_push (fixture->server, &first);
  comms_list_load_more (fixture->list);
  wait_loaded (fixture);
  g_autoptr (CommsResource) one = g_list_model_get_item (G_LIST_MODEL (fixture->list), 0);
  g_autoptr (CommsResource) two = g_list_model_get_item (G_LIST_MODEL (fixture->list), 1);

  test_server_push (fixture->server, &first);
  comms_list_reload (fixture->list);
  wait_loaded (fixture);
  check_log (fixture, "loading 0-0+2 ready 0-2+2 ");

  comms_list_remove (fixture->list, two);
  comms_list_remove (fixture->list, two);
  check_rows (fixture, "u1 ");
  comms_list_remove (fixture->list, one);
  check_log (fixture, "1-1+0 0-1+0 ");
  g_assert_cmpint (comms_list_get_state (fixture->list), ==, COMMS_LIST_READY);

  test_server_push (fixture->server, &empty);
  comms_list_load_more (fixture->list);
  wait_loaded (fixture);
  g_assert_cmpint (comms_list_get_state (fixture->list), ==, COMMS_LIST_EMPTY);
}

static void
test_finalize_while_loading (Fixture *fixture, gconstpointer data)
{
  test_server_push (fixture->server, &silent);
  comms_list_load_more (fixture->list);
  wait_requests (fixture, 1);
  g_assert_finalize_object (g_steal_pointer (&fixture->list));

  fixture->list =
    comms_list_new_for_client (fixture->client, comms_client_list_users_async, NULL, 2);
  comms_list_load_more (fixture->list);
  g_assert_finalize_object (g_steal_pointer (&fixture->list));
}

static GPtrArray *
next (CommsCursor *cursor, GError **error)
{
  GAsyncResult *result = NULL;

  comms_cursor_next_async (cursor, NULL, test_store_result, &result);
  g_autoptr (GAsyncResult) done = test_await (&result);
  return comms_cursor_next_finish (cursor, done, error);
}

static void
test_cursor (Fixture *fixture, gconstpointer data)
{
  CommsFilter filter = { .user_id = "u1" };
  CommsCursor *cursor =
    comms_cursor_new_for_client (fixture->client, comms_client_list_users_async, &filter, 0);
  g_autoptr (GError) error = NULL;

  test_server_push (fixture->server, &first);
  g_autoptr (GPtrArray) one = next (cursor, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (one->len, ==, 2);

  test_server_push (fixture->server, &broken);
  g_assert_null (next (cursor, &error));
  g_assert_error (error, COMMS_ERROR, COMMS_ERROR_SERVER);
  g_clear_error (&error);
  g_assert_true (comms_cursor_has_more (cursor));

  test_server_push (fixture->server, &second);
  g_autoptr (GPtrArray) two = next (cursor, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (two->len, ==, 1);
  g_assert_cmpstr (target (fixture, 1), ==, "?pageToken=t2");
  g_assert_cmpstr (target (fixture, 2), ==, "?pageToken=t2");

  g_assert_false (comms_cursor_has_more (cursor));
  g_autoptr (GPtrArray) end = next (cursor, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (end->len, ==, 0);
  g_assert_cmpuint (test_server_get_n_requests (fixture->server), ==, 3);
  g_assert_finalize_object (cursor);
}

/* Tokens that come round again would keep a crawl of all users going for ever. */
static void
test_cursor_circle (Fixture *fixture, gconstpointer data)
{
  const TestAnswer pages[] = {
    { .status = 200, .body = "{\"users\":[],\"pagination\":{\"next\":\"a\"}}" },
    { .status = 200, .body = "{\"users\":[],\"pagination\":{\"next\":\"b\"}}" },
    { .status = 200, .body = "{\"users\":[],\"pagination\":{\"next\":\"c\"}}" },
  };
  CommsCursor *cursor =
    comms_cursor_new_for_client (fixture->client, comms_client_list_users_async, NULL, 0);
  g_autoptr (GError) error = NULL;
  guint n_pages = 0;

  while (error == NULL) {
    test_server_push (fixture->server, &pages[n_pages++ % G_N_ELEMENTS (pages)]);
    g_autoptr (GPtrArray) items = next (cursor, &error);
    g_assert_cmpuint (n_pages, <, 10);
  }
  g_assert_error (error, COMMS_ERROR, COMMS_ERROR_NOT_THIS_API);
  g_assert_cmpuint (n_pages, >, G_N_ELEMENTS (pages));
  g_assert_finalize_object (cursor);
}

/* The last page is more until its rows are there: who is told of none would not wait for them. */
static void
test_cursor_last_pack (Fixture *fixture, gconstpointer data)
{
  CommsCursor *cursor =
    comms_cursor_new_for_client (fixture->client, comms_client_list_users_async, NULL, 0);
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;

  test_server_push (fixture->server, &second);
  comms_cursor_next_pack_async (cursor, NULL, test_store_result, &result);
  while (result == NULL) {
    g_assert_true (comms_cursor_has_more (cursor));
    g_main_context_iteration (NULL, TRUE);
  }
  g_assert_false (comms_cursor_has_more (cursor));
  g_autoptr (CommsPack) pack = comms_cursor_next_pack_finish (cursor, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (comms_pack_get_n_rows (pack), ==, 1);
  g_object_unref (result);
  g_assert_finalize_object (cursor);
}

static void
test_cursor_pending (Fixture *fixture, gconstpointer data)
{
  CommsCursor *cursor =
    comms_cursor_new_for_client (fixture->client, comms_client_list_users_async, NULL, 0);
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;

  test_server_push (fixture->server, &first);
  comms_cursor_next_async (cursor, NULL, test_store_result, &result);
  g_assert_null (next (cursor, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PENDING);
  g_clear_error (&error);

  g_autoptr (GAsyncResult) done = test_await (&result);
  g_autoptr (GPtrArray) page = comms_cursor_next_finish (cursor, done, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->len, ==, 2);
  g_clear_object (&done);
  g_assert_finalize_object (cursor);
}

#define ADD(name, function) \
  g_test_add ("/comms/list/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("pages", test_pages);
  ADD ("empty", test_empty);
  ADD ("failures", test_failures);
  ADD ("reload", test_reload);
  ADD ("overtaken", test_overtaken);
  ADD ("stale", test_stale);
  ADD ("stale-page", test_stale_page);
  ADD ("another-source", test_another_source);
  ADD ("overtaken-page", test_overtaken_page);
  ADD ("remove", test_remove);
  ADD ("finalize-while-loading", test_finalize_while_loading);
  ADD ("cursor", test_cursor);
  ADD ("cursor-circle", test_cursor_circle);
  ADD ("cursor-last-pack", test_cursor_last_pack);
  ADD ("cursor-pending", test_cursor_pending);
  return g_test_run ();
}
