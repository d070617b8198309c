/* What each call writes, and what it reads from a good answer. */

#include "test-comms.h"

typedef struct {
  TestServer *server;
  CommsClient *client;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = test_server_new ();
  fixture->client = test_client_new (test_server_get_url (fixture->server));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->client);
  test_server_free (fixture->server);
}

static void
check_request (Fixture *fixture, const char *method, const char *target)
{
  guint last = test_server_get_n_requests (fixture->server) - 1;
  const TestRequest *request = test_server_get_request (fixture->server, last);

  g_assert_cmpstr (request->method, ==, method);
  g_assert_cmpstr (request->target, ==, target);
  g_assert_cmpstr (request->authorization, ==, "Basic QUMxMjM6czNjcmV0");
}

static void
test_send_answers (Fixture *fixture, gconstpointer data)
{
  const struct {
    TestAnswer answer;
    const char *id;
  } cases[] = {
    { { .status = 202,
        .body = "{\"operationId\":\"op1\",\"operationLocation\":\"x\"}",
        .headers = { "Location", "https://x/v1/PushNotifications/Operations/op2" } },
      "op1" },
    { { .status = 202,
        .body = "{}",
        .headers = { "Location", "https://x/v1/PushNotifications/Operations/op2/?a#b" } },
      "op2" },
    { { .status = 202, .headers = { "Location", "/v1/PushNotifications/Operations/op%2d2" } },
      "op-2" },
    { { .status = 202, .headers = { "operation-id", "op3" } }, "op3" },
    { { .status = 202, .headers = { "OperationId", "op4" } }, "op4" },
    { { .status = 202, .headers = { "X-Twilio-Operation-Id", "op5" } }, "op5" },
    { { .status = 202, .headers = { "operation-location", "/v1/Operations/op6" } }, "op6" },
    { { .status = 202, .headers = { "operation-location", "/x/y", "operation-id", "op7" } },
      "op7" },
    { { .status = 202, .headers = { "X-Twilio-Resource-Location", "/v1/x/op8" } }, "op8" },
    { { .status = 202, .headers = { "Location", "///" } }, NULL },
    { { .status = 202, .headers = { "Location", "a%2" } }, NULL },
    { { .status = 202, .body = "{\"operationId\":\"\",\"operationLocation\":\"/v1/x/op9\"}" },
      "op9" },
    { { .status = 202, .headers = { "Location", "", "operation-id", "op10" } }, "op10" },
    { { .status = 202, .body = "{\"operationId\":\"a\\nb\"}", .headers = { "Location", "/op11" } },
      "op11" },
    { { .status = 202, .headers = { "Location", "/v1/x/%ff%fe" } }, NULL },
    { { .status = 202, .headers = { "Location", "/v1/x/.." } }, NULL },
    { { .status = 202, .headers = { "Location", "/v1/x/a%0ab" } }, NULL },
    { { .status = 202, .body = "{\"operationId\":\"\"}" }, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    test_server_push (fixture->server, &cases[i].answer);
    g_autofree char *id = test_send (fixture->client, "{\"to\":[]}", &error);
    g_assert_cmpstr (id, ==, cases[i].id);
    g_assert_cmpint (comms_error_is_outcome_unknown (error), ==, cases[i].id == NULL);
    check_request (fixture, "POST", "/v1/PushNotifications");
  }
  const TestRequest *request = test_server_get_request (fixture->server, 0);
  g_assert_cmpstr (request->type, ==, "application/json");
  g_assert_cmpstr (request->body, ==, "{\"to\":[]}");
}

static void
test_register_device (Fixture *fixture, gconstpointer data)
{
  const TestAnswer answer = { .status = 202, .body = "{\"resourceId\":\"r1\"}" };
  const TestAnswer moved = { .status = 202, .headers = { "Location", "https://x/r2" } };
  g_autoptr (GError) error = NULL;

  test_server_push (fixture->server, &answer);
  g_autofree char *first = test_register (fixture->client, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (first, ==, "r1");
  check_request (fixture, "POST", "/v1/PushNotifications/DeviceRegistrations");
  g_assert_cmpstr (test_server_get_request (fixture->server, 0)->body, ==,
                   "{\"appName\":\"shop\",\"provider\":\"FCM\",\"token\":\"to\\\"ken\"}");

  test_server_push (fixture->server, &moved);
  g_autofree char *second = test_register (fixture->client, "u1", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (second, ==, "r2");
  g_assert_cmpstr (
    test_server_get_request (fixture->server, 1)->body, ==,
    "{\"appName\":\"shop\",\"provider\":\"FCM\",\"token\":\"to\\\"ken\",\"userId\":\"u1\"}");
}

static void
test_list_targets (Fixture *fixture, gconstpointer data)
{
  const TestAnswer answer = { .status = 200, .body = "{\"items\":[]}" };
  const CommsFilter all = { "op&1", "u1",   "shop", "SENT", "FCM", "k:v;", "2024-01-01T00:00:00Z",
                            "x",    "true", "APN" };
  const CommsPageRequest second = { "to ken/+=", 5000 };
  const struct {
    CommsListFunc list;
    const CommsFilter *filter;
    const CommsPageRequest *page;
    const char *target;
  } cases[] = {
    { comms_client_list_notifications_async, NULL, NULL, "/v1/PushNotifications" },
    { comms_client_list_notifications_async, &all, &second,
      "/v1/PushNotifications?operationId=op%261&user=u1&status=SENT&provider=FCM&tags=k%3Av%3B"
      "&startDate=2024-01-01T00%3A00%3A00Z&endDate=x&pageSize=1000&pageToken=to%20ken%2F%2B%3D" },
    { comms_client_list_operations_async, &all, NULL,
      "/v1/PushNotifications/Operations?status=SENT&startDate=2024-01-01T00%3A00%3A00Z&endDate=x" },
    { comms_client_list_registrations_async, &all, NULL,
      "/v1/PushNotifications/DeviceRegistrations?userId=u1&appName=shop" },
    { comms_client_list_users_async, &all, &second,
      "/v1/PushNotifications/Users?pageSize=1000&pageToken=to%20ken%2F%2B%3D" },
    { comms_client_list_apps_async, &all, &second,
      "/v1/PushNotifications/Apps?startDate=2024-01-01T00%3A00%3A00Z&endDate=x&isDefault=true"
      "&pageSize=1000&pageToken=to%20ken%2F%2B%3D" },
    { comms_client_list_credentials_async, &all, NULL,
      "/v1/PushNotifications/Credentials?appName=shop&startDate=2024-01-01T00%3A00%3A00Z&endDate=x"
      "&isDefault=true&credentialType=APN" },
    { comms_client_list_operation_errors_async, &all, &second,
      "/v1/PushNotifications/Operations/op%261/Errors?pageSize=1000"
      "&pageToken=to%20ken%2F%2B%3D" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    test_server_push (fixture->server, &answer);
    g_autoptr (CommsPage) page =
      test_list (fixture->client, cases[i].list, cases[i].filter, cases[i].page, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (comms_page_get_items (page)->len, ==, 0);
    g_assert_null (comms_page_get_next (page));
    check_request (fixture, "GET", cases[i].target);
  }
}

static void
test_list_pages (Fixture *fixture, gconstpointer data)
{
  g_autofree char *same_host =
    g_strdup_printf ("{\"users\":[],\"pagination\":{\"next\":\"%s/x?a=b&pageToken=t%%2B%%26\"}}",
                     test_server_get_url (fixture->server));
  g_autofree char *user_info =
    g_strdup_printf ("{\"users\":[],\"pagination\":{\"next\":\"http://a:b@%s/x?pageToken=t\"}}",
                     test_server_get_url (fixture->server) + strlen ("http://"));
  const struct {
    TestAnswer answer;
    const char *next;    /* NULL for the last page, */
    const char *refused; /* unless the answer is refused */
  } cases[] = {
    { { .status = 200,
        .body = "{\"users\":[{\"id\":\"u1\",\"x\":1}],\"pagination\":{\"next\":null}}" },
      NULL,
      NULL },
    { { .status = 200, .body = "{\"pagination\":{\"next\":\"t2\"},\"users\":[]}" }, "t2", NULL },
    { { .status = 200, .body = "{\"users\":[],\"pagination\":{\"next\":\"\"}}" }, NULL, NULL },
    { { .status = 200, .body = "{\"users\":[],\"pagination\":[]}" }, NULL, NULL },
    { { .status = 200, .body = "{\"pagination\":[7],\"other\":[{\"id\":\"u1\"}]}" }, NULL, NULL },
    { { .status = 200, .body = same_host }, "t+&", NULL },
    { { .status = 200,
        .body = "{\"users\":[],\"pagination\":{\"next\":\"https://127.0.0.1/?pageToken=t\"}}" },
      NULL,
      "elsewhere: https://127.0.0.1/" },
    { { .status = 200,
        .body = "{\"users\":[],\"pagination\":{\"next\":\"http://127.0.0.1:1/?pageToken=t\"}}" },
      NULL,
      "elsewhere: http://127.0.0.1:1/" },
    { { .status = 200,
        .body = "{\"users\":[],\"pagination\":{\"next\":\"http://evil/?pageToken=t\"}}" },
      NULL,
      "elsewhere: http://evil/" },
    { { .status = 200, .body = "{\"users\":[],\"pagination\":{\"next\":\"http://%\"}}" },
      NULL,
      "elsewhere" },
    { { .status = 200, .body = "{\"users\":[],\"pagination\":{\"next\":\"/b64+/=\"}}" },
      "/b64+/=",
      NULL },
    { { .status = 200,
        .body = "{\"users\":[],\"meta\":{\"next_page_url\":\"/v1/Users?PageToken=t%2B&Page=1\"}}" },
      "t+",
      NULL },
    { { .status = 200, .body = "{\"users\":[],\"meta\":{\"next_page_url\":null}}" }, NULL, NULL },
    { { .status = 200,
        .body = "{\"users\":[],\"pagination\":{\"next\":null},"
                "\"meta\":{\"next_page_url\":\"/v1/Users?pageToken=t\"}}" },
      NULL,
      NULL },
    { { .status = 200, .body = "{\"users\":[],\"pagination\":{\"next\":\"/v1/x?after=u9\"}}" },
      "/v1/x?after=u9",
      NULL },
    { { .status = 200, .body = "{\"users\":[],\"pagination\":{\"next\":\"/v2/x?after=u9\"}}" },
      NULL,
      "elsewhere" },
    { { .status = 200, .body = "{\"users\":[],\"pagination\":{\"next\":\"/v1/../x?a=u9\"}}" },
      NULL,
      "elsewhere" },
    { { .status = 200,
        .body = "{\"users\":[],\"pagination\":{\"next\":\"//evil.example/v1/x?pageToken=t\"}}" },
      NULL,
      "elsewhere: //evil" },
    { { .status = 200, .body = user_info }, NULL, "elsewhere" },
    { { .status = 200, .body = "{\"users\":[],\"pagination\":{\"next\":7}}" }, NULL, "not a text" },
    { { .status = 200, .body = "{\"users\":[],\"pagination\":{\"next\":\"t1\"}}" },
      NULL,
      "the same page" },
    { { .status = 200, .body = "{\"users\":{}}" }, NULL, "the answer has no array of users" },
    { { .status = 200, .body = "{\"users\":7,\"other\":[]}" }, NULL, "no array of users" },
    { { .status = 200, .body = "{}" }, NULL, "the answer has no array of users" },
    { { .status = 200 }, NULL, "the answer has no array of users" },
    { { .status = 200, .body = "{\"users\":[{\"id\":\"u1\"},7]}" }, NULL, "entry 1 of users" },
    { { .status = 200, .body = "{\"users\":[{\"id\":7}]}" }, NULL, "entry 0 of users" },
  };
  const CommsPageRequest request = { "t1", 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    test_server_push (fixture->server, &cases[i].answer);
    g_autoptr (CommsPage) page =
      test_list (fixture->client, comms_client_list_users_async, NULL, &request, &error);
    g_test_message ("%s", cases[i].answer.body);
    if (cases[i].refused != NULL) {
      g_assert_error (error, COMMS_ERROR, COMMS_ERROR_NOT_THIS_API);
      g_assert_nonnull (strstr (error->message, cases[i].refused));
    } else {
      g_assert_no_error (error);
      g_assert_cmpstr (comms_page_get_next (page), ==, cases[i].next);
    }
  }
}

/* A link without a token is followed as it is, and nowhere but where the client goes. */
static void
test_list_links (Fixture *fixture, gconstpointer data)
{
  const char *base = test_server_get_url (fixture->server);
  g_autofree char *here = g_strconcat (base, "/x?after=u9", NULL);
  g_autofree char *elsewhere = g_strconcat ("http://127.0.0.1:1/v1/x?after=u9", NULL);
  const TestAnswer answer = { .status = 200, .body = "{\"users\":[]}" };
  const CommsPageRequest good[] = { { here, 10 }, { "/v1/x?after=u9", 0 } };
  const CommsPageRequest bad[] = { { elsewhere, 0 }, { "/x?after=u9", 0 }, { "//x/?a", 0 } };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autoptr (GError) error = NULL;
    test_server_push (fixture->server, &answer);
    g_autoptr (CommsPage) page =
      test_list (fixture->client, comms_client_list_users_async, NULL, &good[i], &error);
    g_assert_no_error (error);
    check_request (fixture, "GET", "/v1/x?after=u9");
  }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (
      test_list (fixture->client, comms_client_list_users_async, NULL, &bad[i], &error));
    g_assert_error (error, COMMS_ERROR, COMMS_ERROR_REJECTED);
  }
  g_assert_cmpuint (test_server_get_n_requests (fixture->server), ==, G_N_ELEMENTS (good));
}

/* The errors are those of an operation, which the filter has to name. */
static void
test_list_of_none (Fixture *fixture, gconstpointer data)
{
  const CommsFilter filters[] = { { .operation_id = NULL }, { .operation_id = ".." } };

  for (gsize i = 0; i <= G_N_ELEMENTS (filters); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (test_list (fixture->client, comms_client_list_operation_errors_async,
                              i < G_N_ELEMENTS (filters) ? &filters[i] : NULL, NULL, &error));
    g_assert_error (error, COMMS_ERROR, COMMS_ERROR_REJECTED);
  }
}

static void
test_list_types (Fixture *fixture, gconstpointer data)
{
  const struct {
    CommsListFunc list;
    TestAnswer answer;
    GType type;
  } cases[] = {
    { comms_client_list_notifications_async,
      { .status = 200, .body = "{\"notifications\":[{\"id\":\"a\"}]}" },
      COMMS_TYPE_NOTIFICATION },
    { comms_client_list_notifications_async,
      { .status = 200, .body = "{\"pushNotifications\":[{\"id\":\"a\"}]}" },
      COMMS_TYPE_NOTIFICATION },
    { comms_client_list_operations_async,
      { .status = 200, .body = "{\"operations\":[{\"id\":\"a\"}]}" },
      COMMS_TYPE_OPERATION },
    { comms_client_list_registrations_async,
      { .status = 200, .body = "{\"deviceRegistrations\":[{\"id\":\"a\"}]}" },
      COMMS_TYPE_REGISTRATION },
    { comms_client_list_users_async,
      { .status = 200, .body = "{\"users\":[{\"id\":\"a\"}]}" },
      COMMS_TYPE_USER },
    { comms_client_list_apps_async,
      { .status = 200, .body = "{\"apps\":[{\"name\":\"a\"}]}" },
      COMMS_TYPE_APP },
    { comms_client_list_credentials_async,
      { .status = 200, .body = "{\"credentials\":[{\"id\":\"a\"}]}" },
      COMMS_TYPE_CREDENTIAL },
    { comms_client_list_operation_errors_async,
      { .status = 200, .body = "{\"errors\":[{\"code\":1}]}" },
      COMMS_TYPE_OPERATION_ERROR },
  };
  const CommsFilter filter = { .operation_id = "op1" };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    test_server_push (fixture->server, &cases[i].answer);
    g_autoptr (CommsPage) page = test_list (fixture->client, cases[i].list, &filter, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (comms_page_get_items (page)->len, ==, 1);
    CommsResource *item = comms_page_get_items (page)->pdata[0];
    g_assert_true (G_TYPE_CHECK_INSTANCE_TYPE (item, cases[i].type));
    gboolean has_id = cases[i].type != COMMS_TYPE_OPERATION_ERROR;
    g_assert_cmpstr (comms_resource_get_id (item), ==, has_id ? "a" : NULL);
  }
}

#define FETCH(name, type)                                                             \
  static gpointer fetch_##name (CommsClient *client, const char *id, GError **error)  \
  {                                                                                   \
    GAsyncResult *result = NULL;                                                      \
    comms_client_fetch_##name##_async (client, id, NULL, test_store_result, &result); \
    g_autoptr (GAsyncResult) done = test_await (&result);                             \
    return comms_client_fetch_##name##_finish (client, done, error);                  \
  }

FETCH (notification, CommsNotification)
FETCH (operation, CommsOperation)
FETCH (registration, CommsRegistration)
FETCH (user, CommsUser)
FETCH (app, CommsApp)
FETCH (credential, CommsCredential)

static void
test_fetch (Fixture *fixture, gconstpointer data)
{
  const TestAnswer answer = {
    .status = 200,
    .body = "{\"id\":\"a\",\"name\":\"a\",\"unknown\":[1.5,null]}",
  };
  const struct {
    gpointer (*fetch) (CommsClient *client, const char *id, GError **error);
    const char *target;
    GType type;
  } cases[] = {
    { fetch_notification, "/v1/PushNotifications/a%2Fb%3F%23%20%C3%A9", COMMS_TYPE_NOTIFICATION },
    { fetch_operation, "/v1/PushNotifications/Operations/a%2Fb%3F%23%20%C3%A9",
      COMMS_TYPE_OPERATION },
    { fetch_registration, "/v1/PushNotifications/DeviceRegistrations/a%2Fb%3F%23%20%C3%A9",
      COMMS_TYPE_REGISTRATION },
    { fetch_user, "/v1/PushNotifications/Users/a%2Fb%3F%23%20%C3%A9", COMMS_TYPE_USER },
    { fetch_app, "/v1/PushNotifications/Apps/a%2Fb%3F%23%20%C3%A9", COMMS_TYPE_APP },
    { fetch_credential, "/v1/PushNotifications/Credentials/a%2Fb%3F%23%20%C3%A9",
      COMMS_TYPE_CREDENTIAL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    test_server_push (fixture->server, &answer);
    CommsResource *item = cases[i].fetch (fixture->client, "a/b?# é", &error);
    g_assert_no_error (error);
    g_assert_true (G_TYPE_CHECK_INSTANCE_TYPE (item, cases[i].type));
    check_request (fixture, "GET", cases[i].target);
    g_assert_finalize_object (item);
  }
}

static void
test_refused_ids (Fixture *fixture, gconstpointer data)
{
  g_autofree char *longest = g_strnfill (COMMS_MAX_ID_LENGTH, 'a');
  g_autofree char *too_long = g_strnfill (COMMS_MAX_ID_LENGTH + 1, 'a');
  const char *ids[] = { "", ".", "..", "\xff", too_long };
  const TestAnswer answer = { .status = 202, .body = "{\"resourceId\":\"u1\"}" };

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GError) delete_error = NULL;
    g_assert_null (test_fetch_user (fixture->client, ids[i], &error));
    g_assert_error (error, COMMS_ERROR, COMMS_ERROR_REJECTED);
    g_assert_false (test_delete_user (fixture->client, ids[i], &delete_error));
    g_assert_error (delete_error, COMMS_ERROR, COMMS_ERROR_REJECTED);
  }
  g_assert_cmpuint (test_server_get_n_requests (fixture->server), ==, 0);

  g_autoptr (GError) error = NULL;
  test_server_push (fixture->server, &answer);
  g_assert_true (test_delete_user (fixture->client, longest, &error));
}

static void
test_delete (Fixture *fixture, gconstpointer data)
{
  const struct {
    TestAnswer answer;
    gboolean gone;
  } cases[] = {
    { { .status = 202, .body = "{\"resourceId\":\"u1\"}" }, TRUE },
    { { .status = 204 }, TRUE },
    { { .status = 404, .body = "{\"errors\":[{\"message\":\"no\"}]}" }, TRUE },
    { { .status = 404 }, TRUE },
    { { .status = 200, .type = "text/html", .body = "<html>Log in first</html>" }, FALSE },
    { { .status = 403 }, FALSE },
    { { .status = 500 }, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    test_server_push (fixture->server, &cases[i].answer);
    g_assert_cmpint (test_delete_user (fixture->client, "u1", &error), ==, cases[i].gone);
    g_assert_cmpint (error == NULL, ==, cases[i].gone);
    check_request (fixture, "DELETE", "/v1/PushNotifications/Users/u1");
  }
}

static void
test_delete_registration (Fixture *fixture, gconstpointer data)
{
  const TestAnswer answer = { .status = 202, .body = "{\"resourceId\":\"r1\"}" };
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;

  test_server_push (fixture->server, &answer);
  comms_client_delete_registration_async (fixture->client, "r1", NULL, test_store_result, &result);
  g_autoptr (GAsyncResult) done = test_await (&result);
  g_assert_true (comms_client_delete_finish (fixture->client, done, &error));
  check_request (fixture, "DELETE", "/v1/PushNotifications/DeviceRegistrations/r1");
}

static void
test_delete_credential (Fixture *fixture, gconstpointer data)
{
  const TestAnswer answer = { .status = 202, .body = "{\"resourceId\":\"c1\"}" };
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;

  test_server_push (fixture->server, &answer);
  comms_client_delete_credential_async (fixture->client, "c1", NULL, test_store_result, &result);
  g_autoptr (GAsyncResult) done = test_await (&result);
  g_assert_true (comms_client_delete_finish (fixture->client, done, &error));
  check_request (fixture, "DELETE", "/v1/PushNotifications/Credentials/c1");
}

static const char *
get_last_body (Fixture *fixture)
{
  guint last = test_server_get_n_requests (fixture->server) - 1;

  return test_server_get_request (fixture->server, last)->body;
}

static void
test_update_apps (Fixture *fixture, gconstpointer data)
{
  const TestAnswer answers[] = {
    { .status = 202, .body = "{\"resourceId\":\"shop\",\"resourceLocation\":\"x\"}" },
    { .status = 200, .body = "{\"name\":\"shop\"}" },
    { .status = 204 },
    { .status = 404, .body = "{}" },
    { .status = 405 },
    { .status = 200, .type = "text/html", .body = "<html>" },
  };
  const int codes[] = {
    -1, -1, -1, COMMS_ERROR_NOT_FOUND, COMMS_ERROR_UNSUPPORTED, COMMS_ERROR_NOT_THIS_API
  };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autoptr (GError) error = NULL;
    test_server_push (fixture->server, &answers[i]);
    g_assert_cmpint (test_update_app (fixture->client, "shop", i != 1, &error), ==, codes[i] < 0);
    g_assert_true (codes[i] < 0 || g_error_matches (error, COMMS_ERROR, codes[i]));
    g_assert_false (comms_error_is_outcome_unknown (error));
    check_request (fixture, "PATCH", "/v1/PushNotifications/Apps/shop");
    g_assert_cmpstr (get_last_body (fixture), ==,
                     i != 1 ? "{\"isDefault\":true}" : "{\"isDefault\":false}");
  }
}

static void
test_update_credentials (Fixture *fixture, gconstpointer data)
{
  const TestAnswer answer = { .status = 202, .body = "{\"resourceId\":\"c1\"}" };
  const char *const some[] = { "team", "a\"b", "x", "y", NULL };
  const char *const none[] = { NULL };
  const struct {
    const char *const *tags;
    const char *body;
  } cases[] = {
    { NULL, "{\"isDefault\":true}" },
    { none, "{\"isDefault\":true,\"tags\":{}}" },
    { some, "{\"isDefault\":true,\"tags\":{\"team\":\"a\\\"b\",\"x\":\"y\"}}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    GAsyncResult *result = NULL;
    g_autoptr (GError) error = NULL;
    test_server_push (fixture->server, &answer);
    comms_client_update_credential_async (fixture->client, "c1", TRUE, cases[i].tags, NULL,
                                          test_store_result, &result);
    g_autoptr (GAsyncResult) done = test_await (&result);
    g_assert_true (comms_client_update_finish (fixture->client, done, &error));
    check_request (fixture, "PATCH", "/v1/PushNotifications/Credentials/c1");
    g_assert_cmpstr (get_last_body (fixture), ==, cases[i].body);
  }
}

static void
test_create_credentials (Fixture *fixture, gconstpointer data)
{
  const TestAnswer answer = { .status = 202, .body = "{\"resourceId\":\"c1\"}" };
  const struct {
    CommsNewCredential credential;
    const char *body;
  } cases[] = {
    { { .credential_type = "FCM", .app_name = "shop", .private_key = "{\"type\": 1}" },
      "{\"credentialType\":\"FCM\",\"appName\":\"shop\",\"isDefault\":false,"
      "\"content\":{\"privateKey\":\"eyJ0eXBlIjogMX0=\"}}" },
    { { .credential_type = "APN_SANDBOX",
        .certificate = "-----BEGIN",
        .private_key = "key\n",
        .is_default = TRUE },
      "{\"credentialType\":\"APN_SANDBOX\",\"isDefault\":true,"
      "\"content\":{\"certificate\":\"LS0tLS1CRUdJTg==\",\"privateKey\":\"a2V5Cg==\"}}" },
    { { .credential_type = "FCM", .app_name = "\x01\x02\"", .private_key = "" },
      "{\"credentialType\":\"FCM\",\"appName\":\"\\u0001\\u0002\\\"\",\"isDefault\":false,"
      "\"content\":{\"privateKey\":\"\"}}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    test_server_push (fixture->server, &answer);
    g_autofree char *id = test_create_credential (fixture->client, &cases[i].credential, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (id, ==, "c1");
    check_request (fixture, "POST", "/v1/PushNotifications/Credentials");
    g_assert_cmpstr (get_last_body (fixture), ==, cases[i].body);
  }
}

static void
assert_no_secret (const char *text)
{
  if (text != NULL) {
    g_assert_null (strstr (text, "c2VjcmV0"));
  }
}

/* A server, or something in between, that quotes what it was sent. */
static void
test_secrets_in_errors (Fixture *fixture, gconstpointer data)
{
#define ECHO "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"
  const TestAnswer answers[] = {
    { .status = 400,
      .body = "{\"errors\":[{\"code\":1,\"message\":\"Bad key " ECHO ".\",\"context\":\"" ECHO
              "\",\"infoUrl\":\"x?" ECHO "\"}]}" },
    { .status = 400, .body = "{\"code\":1,\"message\":\"" ECHO "\"}" },
    { .status = 413, .type = "text/html", .body = "<p>" ECHO "</p>" },
    { .status = 502, .type = "text/plain", .body = ECHO },
    { .status = 200, .type = "text/html", .body = "<p>" ECHO "</p>" },
  };
  g_autofree char *secret = g_strnfill (48, 's');
  const CommsNewCredential credential = { .credential_type = "FCM", .private_key = secret };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autoptr (GError) error = NULL;
    test_server_push (fixture->server, &answers[i]);
    g_assert_null (test_create_credential (fixture->client, &credential, &error));
    GPtrArray *issues = comms_error_get_issues (error);
    assert_no_secret (error->message);
    for (guint j = 0; issues != NULL && j < issues->len; j++) {
      const CommsIssue *issue = issues->pdata[j];
      assert_no_secret (issue->message);
      assert_no_secret (issue->context);
      assert_no_secret (issue->info_url);
    }
    g_assert_true (i != 0 || g_str_has_prefix (error->message, "Bad key ...."));
  }
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  const struct {
    TestAnswer answer;
    int code; /* -1 for none */
    gboolean unknown;
  } cases[] = {
    { { .status = 202, .body = "{\"operationId\":\"op1\"}" }, -1, FALSE },
    { { .status = 204 }, -1, FALSE },
    { { .status = 404, .body = "{\"code\":20404,\"message\":\"no\"}" },
      COMMS_ERROR_UNSUPPORTED,
      FALSE },
    { { .status = 405 }, COMMS_ERROR_UNSUPPORTED, FALSE },
    { { .status = 409 }, COMMS_ERROR_REJECTED, FALSE },
    { { .status = 503 }, COMMS_ERROR_SERVER, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    test_server_push (fixture->server, &cases[i].answer);
    g_assert_cmpint (test_cancel_operation (fixture->client, "op/1", &error), ==,
                     cases[i].code < 0);
    g_assert_true (cases[i].code < 0 || g_error_matches (error, COMMS_ERROR, cases[i].code));
    g_assert_cmpint (comms_error_is_outcome_unknown (error), ==, cases[i].unknown);
    check_request (fixture, "POST", "/v1/PushNotifications/Operations/op%2F1/Cancel");
    g_assert_cmpstr (get_last_body (fixture), ==, "");
  }
}

/* A page of the largest size that the API gives. */
static void
test_large_page (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) body = g_string_new ("{\"users\":[{\"id\":\"u\"}");
  for (guint i = 1; i < COMMS_MAX_PAGE_SIZE; i++) {
    g_string_append_printf (body, ",{\"id\":\"u%u\",\"filler\":\"%0500u\"}", i, i);
  }
  g_string_append (body, "]}");
  const TestAnswer answer = { .status = 200, .body = body->str };
  g_autoptr (GError) error = NULL;

  test_server_push (fixture->server, &answer);
  g_autoptr (CommsPage) page =
    test_list (fixture->client, comms_client_list_users_async, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (comms_page_get_items (page)->len, ==, COMMS_MAX_PAGE_SIZE);
}

#define ADD(name, function) \
  g_test_add ("/comms/calls/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("send", test_send_answers);
  ADD ("register", test_register_device);
  ADD ("list/targets", test_list_targets);
  ADD ("list/pages", test_list_pages);
  ADD ("list/links", test_list_links);
  ADD ("list/of-none", test_list_of_none);
  ADD ("list/types", test_list_types);
  ADD ("list/large", test_large_page);
  ADD ("fetch", test_fetch);
  ADD ("refused-ids", test_refused_ids);
  ADD ("delete", test_delete);
  ADD ("delete-registration", test_delete_registration);
  ADD ("delete-credential", test_delete_credential);
  ADD ("update-app", test_update_apps);
  ADD ("update-credential", test_update_credentials);
  ADD ("create-credential", test_create_credentials);
  ADD ("secrets-in-errors", test_secrets_in_errors);
  ADD ("cancel", test_cancel);
  return g_test_run ();
}
