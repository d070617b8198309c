/* Each older shape that the emulator can answer in, one at a time: what it changes, and that it
 * changes nothing else. */

#include "api.h"

#include "test-emulator.h"

#include <string.h>

#define BARE_USER "01h9krwprkeee8fzqspvwy6nq8"
#define ALIAS_USER "comms_user_" BARE_USER
#define APPS "/PushNotifications/Apps"
#define OPERATIONS "/PushNotifications/Operations"
#define REGISTRATIONS "/PushNotifications/DeviceRegistrations"
#define USERS "/PushNotifications/Users"

/* Its texts look like what is converted, and must not be. */
#define SEND                                                                                  \
  "{'to':[{'userId':'" ALIAS_USER "'},{'token':'" API_USER "','provider':'FCM'}],"            \
  "'content':{'title':'" API_USER "','body':'comms_pushnotification_1','id':'" API_USER "'}," \
  "'tags':{'id':'" API_USER "'}}"

typedef struct {
  TestEmulator *emulator;
  Api *api;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->emulator = test_emulator_start ("--legacy", data, "--pace", "0", NULL);
  fixture->api =
    api_new (test_emulator_get_url (fixture->emulator), test_emulator_get_sid (fixture->emulator),
             test_emulator_get_secret (fixture->emulator));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  api_free (fixture->api);
  test_emulator_stop (fixture->emulator);
}

static char *
send_to_both (Api *api)
{
  g_autofree char *registration = api_register (api, "test_app", "tok", ALIAS_USER);

  return api_send (api, SEND);
}

/* The one that went to the user, or to the device. */
static JsonObject *
find_notification (JsonObject *answer, const char *collection, const char *member)
{
  for (guint i = 0; i < api_count (answer, collection); i++) {
    JsonObject *notification = api_element (answer, collection, i);
    JsonNode *to = base_json_member (notification, "to");
    JsonObject *recipient = JSON_NODE_HOLDS_ARRAY (to)
                              ? json_array_get_object_element (json_node_get_array (to), 0)
                              : base_json_node_object (to);
    if (base_json_string (recipient, member) != NULL) {
      return notification;
    }
  }
  g_assert_not_reached ();
}

static void
assert_related (JsonObject *object, guint index, const char *id, const char *uri)
{
  JsonObject *related = api_element (object, "related", index);

  g_assert_cmpstr (base_json_string (related, "id"), ==, id);
  g_assert_cmpstr (base_json_string (related, "uri"), ==, uri);
}

static void
test_ids (Fixture *fixture, gconstpointer data)
{
  Api *api = fixture->api;
  g_autofree char *operation = send_to_both (api);
  g_autofree char *operation_uri =
    g_strconcat (OPERATIONS "/", operation + strlen ("comms_operation_"), NULL);
  JsonObject *answer = api_get (api, 200, "/PushNotifications?operationId=%s", operation);
  JsonObject *notification = find_notification (answer, "notifications", "userId");

  g_assert_cmpstr (base_json_string (base_json_object (notification, "to"), "userId"), ==,
                   ALIAS_USER);
  assert_related (notification, 0, operation, operation_uri);
  assert_related (notification, 1, ALIAS_USER, "/Users/" ALIAS_USER);
  g_autofree char *id = g_strdup (base_json_string (notification, "id"));
  g_assert_true (g_str_has_prefix (id, "comms_notification_"));

  answer = api_get (api, 200, "/PushNotifications/%s", id);
  JsonObject *content = base_json_object (answer, "content");
  g_assert_cmpstr (base_json_string (answer, "id"), ==, id);
  g_assert_cmpstr (base_json_string (content, "title"), ==, API_USER);
  g_assert_cmpstr (base_json_string (content, "id"), ==, API_USER);
  g_assert_cmpstr (base_json_string (content, "body"), ==, "comms_pushnotification_1");
  g_assert_cmpstr (base_json_string (base_json_object (answer, "tags"), "id"), ==, API_USER);
  answer = api_get (api, 200, "/PushNotifications?user=" API_USER);
  g_assert_cmpuint (api_count (answer, "notifications"), ==, 1);
  answer = api_get (api, 200, "%s", operation_uri);
  g_assert_cmpstr (base_json_string (answer, "id"), ==, operation);
  g_assert_nonnull (base_json_member (base_json_object (answer, "stats"), "unaddressable"));
}

static void
test_ids_of_users (Fixture *fixture, gconstpointer data)
{
  Api *api = fixture->api;
  g_autofree char *id = api_register (api, "test_app", API_USER, API_USER);
  JsonObject *answer = api_get (api, 200, REGISTRATIONS "/%s", id);

  g_assert_cmpstr (base_json_string (answer, "userId"), ==, ALIAS_USER);
  g_assert_cmpstr (base_json_string (api_element (answer, "devices", 0), "token"), ==, API_USER);
  assert_related (answer, 0, ALIAS_USER, "/Users/" ALIAS_USER);
  assert_related (answer, 1, "test_app", APPS "/test_app");
  answer = api_get (api, 200, USERS);
  g_assert_cmpstr (base_json_string (api_element (answer, "users", 0), "id"), ==, ALIAS_USER);
  answer = api_delete (api, 202, "/Users/" ALIAS_USER);
  g_assert_cmpstr (base_json_string (answer, "resourceId"), ==, ALIAS_USER);
  g_assert_true (
    g_str_has_suffix (base_json_string (answer, "resourceLocation"), USERS "/" ALIAS_USER));
  g_assert_cmpstr (api_get_header (api, "Location"), ==,
                   base_json_string (answer, "resourceLocation"));
}

static void
assert_flat (Api *api, const char *method, guint status, const char *path, int code)
{
  JsonObject *answer = api_request_loosely (api, method, status, path, "{}");

  g_assert_cmpuint (json_object_get_size (answer), ==, 3);
  g_assert_cmpint (base_json_int (answer, "code", 0), ==, code);
  g_assert_nonnull (base_json_string (answer, "message"));
  g_assert_true (g_str_has_prefix (base_json_string (answer, "more_info"), "https://"));
}

static void
test_errors (Fixture *fixture, gconstpointer data)
{
  assert_flat (fixture->api, "GET", 404, "/Nothing", 20404);
  assert_flat (fixture->api, "DELETE", 405, USERS, 20004);
  assert_flat (fixture->api, "GET", 400, REGISTRATIONS, 400);
  assert_flat (fixture->api, "POST", 400, REGISTRATIONS, 400);
  JsonObject *answer = api_request_loosely (fixture->api, "POST", 400, REGISTRATIONS, "{}");
  g_assert_cmpstr (base_json_string (answer, "message"), ==, "$.appName is required");
  api_set_pair (fixture->api, "AC", "wrong");
  assert_flat (fixture->api, "GET", 401, USERS, 20003);
}

static void
test_stats (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id =
    api_send (fixture->api, "{'to':[{'token':'a','provider':'FCM'},{'token':'b','provider':'FCM'},"
                            "{'token':'FAIL','provider':'FCM'},{'userId':'" API_USER "'}],"
                            "'content':{'body':'b'}}");
  const struct {
    const char *name;
    gint64 count;
  } stats[] = { { "total", 3 }, { "recipients", 4 }, { "attempts", 3 }, { "queued", 0 },
                { "sent", 2 },  { "delivered", 2 },  { "failed", 1 },   { "undelivered", 1 } };
  JsonObject *operation = api_await_operation (fixture->api, id);

  for (gsize i = 0; i < G_N_ELEMENTS (stats); i++) {
    api_assert_stat (operation, stats[i].name, stats[i].count);
  }
  g_assert_cmpuint (json_object_get_size (base_json_object (operation, "stats")), ==,
                    G_N_ELEMENTS (stats));
  operation = api_element (api_get (fixture->api, 200, OPERATIONS), "operations", 0);
  api_assert_stat (operation, "undelivered", 1);
}

static void
test_collection_keys (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = send_to_both (fixture->api);
  JsonObject *answer = api_get (fixture->api, 200, "/PushNotifications");

  g_assert_cmpuint (api_count (answer, "pushNotifications"), ==, 2);
  g_assert_false (json_object_has_member (answer, "notifications"));
  g_assert_nonnull (base_json_object (answer, "pagination"));
  g_assert_cmpuint (api_count (api_get (fixture->api, 200, APPS), "apps"), ==, 2);
}

static void
test_headers (Fixture *fixture, gconstpointer data)
{
  Api *api = fixture->api;
  g_autofree char *body =
    g_strdup ("{'to':[{'token':'t','provider':'FCM'}],'content':{'body':'b'}}");

  g_assert_null (api_request_loosely (api, "POST", 202, "/PushNotifications", body));
  const char *names[] = { "Operation-Id", "X-Twilio-Operation-Id" };
  g_autofree char *location = g_strdup (api_get_header (api, "operation-location"));
  const char *id = strrchr (location, '/') + 1;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_assert_cmpstr (api_get_header (api, names[i]), ==, id);
  }
  g_assert_null (api_get_header (api, "Location"));
  g_assert_null (api_get_header (api, "Content-Type"));
  g_assert_cmpstr (api_get_header (api, "Content-Length"), ==, "0");
  JsonObject *operation = api_request (api, "GET", 200, location);
  g_assert_cmpstr (base_json_string (operation, "id"), ==, strrchr (location, '/') + 1);

  g_assert_null (api_request_loosely (api, "DELETE", 202, USERS "/" API_USER, NULL));
  g_assert_cmpstr (api_get_header (api, "Resource-Id"), ==, API_USER);
  g_assert_true (g_str_has_suffix (api_get_header (api, "resource-location"), USERS "/" API_USER));
  g_assert_cmpstr (api_get_header (api, "X-Twilio-Resource-Location"), ==,
                   api_get_header (api, "Resource-Location"));
  api_get (api, 400, REGISTRATIONS);
}

static void
test_pagination (Fixture *fixture, gconstpointer data)
{
  Api *api = fixture->api;
  g_autofree char *registration = api_register (api, "test_app", "tok", API_USER);
  g_autofree char *operation = send_to_both (api);
  g_autofree char *other = send_to_both (api);
  JsonObject *answer =
    api_get (api, 200, "/PushNotifications?tags=&pageSize=1&operationId=%s", operation);
  g_autofree char *first =
    g_strdup (base_json_string (api_element (answer, "notifications", 0), "id"));
  g_autofree char *next = g_strdup (api_next_page (answer));
  g_autofree char *self =
    g_strdup (base_json_string (base_json_object (answer, "pagination"), "self"));

  g_assert_true (g_str_has_prefix (next, api_get_base (api)));
  answer = api_request (api, "GET", 200, self);
  g_assert_cmpstr (base_json_string (api_element (answer, "notifications", 0), "id"), ==, first);
  /* The token of the page before does not stay in the address. */
  g_assert_cmpstr (api_next_page (answer), ==, next);
  answer = api_request (api, "GET", 200, next);
  g_assert_cmpuint (api_count (answer, "notifications"), ==, 1);
  g_assert_cmpstr (base_json_string (api_element (answer, "notifications", 0), "id"), !=, first);
  g_assert_null (api_next_page (answer));
  g_assert_true (json_object_has_member (base_json_object (answer, "pagination"), "next"));
}

static void
test_recipients (Fixture *fixture, gconstpointer data)
{
  Api *api = fixture->api;
  g_autofree char *operation = send_to_both (api);
  JsonObject *answer = api_get (api, 200, "/PushNotifications?operationId=%s", operation);
  JsonObject *device = find_notification (answer, "notifications", "token");
  g_autofree char *id = g_strdup (base_json_string (device, "id"));

  g_assert_cmpuint (api_count (device, "to"), ==, 1);
  g_assert_cmpstr (base_json_string (api_element (device, "to", 0), "token"), ==, API_USER);
  answer = api_get (api, 200, "/PushNotifications/%s", id);
  g_assert_cmpuint (api_count (answer, "to"), ==, 1);
  g_assert_true (g_str_has_prefix (id, "comms_pushnotification_"));
}

/* All of them, in the spelling of a careless hand. */
static void
test_together (Fixture *fixture, gconstpointer data)
{
  Api *api = fixture->api;

  g_assert_null (api_request_loosely (
    api, "POST", 202, REGISTRATIONS,
    "{'appName':'test_app','token':'t','provider':'FCM','userId':'" ALIAS_USER "'}"));
  g_assert_null (api_request_loosely (api, "POST", 202, "/PushNotifications", SEND));
  JsonObject *answer = api_get (api, 200, "/PushNotifications");
  JsonObject *notification = find_notification (answer, "pushNotifications", "userId");
  g_assert_cmpstr (base_json_string (api_element (notification, "to", 0), "userId"), ==,
                   ALIAS_USER);
  g_assert_null (api_request_loosely (api, "DELETE", 202, USERS "/" API_USER, NULL));
  g_assert_cmpstr (api_get_header (api, "Resource-Id"), ==, ALIAS_USER);
  assert_flat (api, "GET", 404, "/Nothing", 20404);
}

#define ADD(name, legacy, function) \
  g_test_add ("/emulator/legacy/" name, Fixture, legacy, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("ids", "ids", test_ids);
  ADD ("ids-of-users", "ids", test_ids_of_users);
  ADD ("errors", "errors", test_errors);
  ADD ("stats", "stats", test_stats);
  ADD ("collection-keys", "collection-keys", test_collection_keys);
  ADD ("headers", "headers", test_headers);
  ADD ("pagination", "pagination", test_pagination);
  ADD ("recipients", "recipients", test_recipients);
  ADD ("together", "ids, errors,stats,collection-keys,headers,pagination,recipients",
       test_together);
  return g_test_run ();
}
