/* What each device received, under /__emulator/deliveries. */

#include "api.h"

#include "test-emulator.h"

typedef struct {
  TestEmulator *emulator;
  Api *api;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->emulator = test_emulator_start ("--control", "--pace", "0", NULL);
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

static JsonNode *
list (Fixture *fixture, const char *query)
{
  g_autofree char *path = g_strconcat ("/deliveries?", query, NULL);

  return test_emulator_control (fixture->emulator, 200, "GET", path, NULL);
}

/* The tokens of all pages, one delivery a page. */
static char *
walk (Fixture *fixture, const char *query)
{
  g_autoptr (GString) tokens = g_string_new (NULL);
  g_autofree char *page = g_strdup ("");

  while (page != NULL) {
    g_autofree char *whole = g_strdup_printf ("%s&pageSize=1&pageToken=%s", query, page);
    g_autoptr (JsonNode) node = list (fixture, whole);
    JsonObject *answer = base_json_node_object (node);
    for (guint i = 0; i < api_count (answer, "deliveries"); i++) {
      g_assert_cmpuint (i, ==, 0);
      g_string_append_printf (tokens, "%s%s", tokens->len > 0 ? " " : "",
                              base_json_string (api_element (answer, "deliveries", i), "token"));
    }
    g_free (page);
    page = g_strdup (api_next_page (answer));
  }
  return g_string_free (g_steal_pointer (&tokens), FALSE);
}

static void
assert_walk (Fixture *fixture, const char *query, const char *tokens)
{
  g_autofree char *found = walk (fixture, query);

  g_assert_cmpstr (found, ==, tokens);
}

static void
assert_member (JsonObject *delivery, const char *name, const char *json)
{
  g_autofree char *expected = g_strdelimit (g_strdup (json), "'", '"');
  g_autofree char *found = json_to_string (base_json_member (delivery, name), FALSE);

  g_assert_cmpstr (found, ==, expected);
}

static char *
send_and_wait (Fixture *fixture, const char *body)
{
  char *operation = api_send (fixture->api, body);

  api_await_operation (fixture->api, operation);
  return operation;
}

static void
test_payloads (Fixture *fixture, gconstpointer data)
{
  g_autofree char *operation = send_and_wait (
    fixture, "{'to':[{'token':'one','provider':'FCM','variables':{'n':'Ann'}},"
             "{'token':'two','provider':'APN','variables':{'n':'Zoe'}}],'priority':'LOW',"
             "'sound':'ring','content':{'title':'For {{ n }}','body':'Hello',"
             "'images':['https://site.example/a.png']}}");
  g_autoptr (JsonNode) node = list (fixture, "");
  JsonObject *answer = base_json_node_object (node);
  JsonObject *apple = api_element (answer, "deliveries", 0);
  JsonObject *google = api_element (answer, "deliveries", 1);

  g_assert_cmpuint (api_count (answer, "deliveries"), ==, 2);
  g_assert_cmpstr (base_json_string (google, "token"), ==, "one");
  g_assert_cmpstr (base_json_string (google, "provider"), ==, "FCM");
  g_assert_cmpstr (base_json_string (google, "operationId"), ==, operation);
  g_assert_cmpstr (base_json_string (google, "status"), ==, "DELIVERED");
  assert_member (google, "error", "null");
  assert_member (google, "userId", "null");
  g_assert_cmpstr (base_json_string (google, "title"), ==, "For Ann");
  assert_member (google, "headers", "{}");
  assert_member (
    google, "payload",
    "{'message':{'token':'one','notification':{'title':'For Ann','body':'Hello','image':"
    "'https://site.example/a.png'},'android':{'priority':'NORMAL','notification':"
    "{'sound':'ring'}}}}");
  g_assert_true (g_str_has_prefix (base_json_string (google, "credentialId"), "comms_credential_"));
  g_assert_nonnull (base_json_string (google, "attemptedAt"));

  g_assert_cmpstr (base_json_string (apple, "token"), ==, "two");
  g_assert_cmpstr (base_json_string (apple, "title"), ==, "For Zoe");
  g_assert_cmpstr (base_json_string (apple, "body"), ==, "Hello");
  assert_member (apple, "headers", "{'apns-priority':'5','apns-push-type':'alert'}");
  assert_member (apple, "payload",
                 "{'aps':{'alert':{'title':'For Zoe','body':'Hello'},'sound':'ring',"
                 "'mutable-content':1},'image':'https://site.example/a.png'}");
  const char *notification = base_json_string (apple, "notificationId");
  api_get (fixture->api, 200, "/PushNotifications/%s", notification);
}

static void
test_plain (Fixture *fixture, gconstpointer data)
{
  g_autofree char *operation =
    send_and_wait (fixture, "{'to':[{'token':'one','provider':'FCM'},"
                            "{'token':'two','provider':'APN'}],'content':{'body':'Hello'}}");
  g_autoptr (JsonNode) node = list (fixture, "");
  JsonObject *answer = base_json_node_object (node);

  assert_member (api_element (answer, "deliveries", 0), "payload",
                 "{'aps':{'alert':{'body':'Hello'}}}");
  assert_member (api_element (answer, "deliveries", 0), "headers",
                 "{'apns-priority':'10','apns-push-type':'alert'}");
  assert_member (api_element (answer, "deliveries", 1), "payload",
                 "{'message':{'token':'one','notification':{'body':'Hello'},"
                 "'android':{'priority':'HIGH'}}}");
  assert_member (api_element (answer, "deliveries", 1), "title", "null");
}

/* Each device of a user has its own attempt, and its own verdict. */
static void
test_user (Fixture *fixture, gconstpointer data)
{
  g_autofree char *good = api_register (fixture->api, "test_app", "good", API_USER);
  g_autofree char *bad = api_register (fixture->api, "test_app", "FAIL", API_USER);
  g_autofree char *operation =
    send_and_wait (fixture, "{'to':[{'userId':'" API_USER "'}],'from':{'appName':'test_app'},"
                            "'content':{'body':'Hello'}}");
  g_autoptr (JsonNode) node = list (fixture, "");
  JsonObject *answer = base_json_node_object (node);
  JsonObject *failed = api_element (answer, "deliveries", 0);
  JsonObject *delivered = api_element (answer, "deliveries", 1);

  g_assert_cmpuint (api_count (answer, "deliveries"), ==, 2);
  g_assert_cmpstr (base_json_string (delivered, "token"), ==, "good");
  g_assert_cmpstr (base_json_string (delivered, "userId"), ==, API_USER);
  g_assert_cmpstr (base_json_string (delivered, "status"), ==, "DELIVERED");
  g_assert_cmpstr (base_json_string (failed, "token"), ==, "FAIL");
  g_assert_cmpstr (base_json_string (failed, "status"), ==, "FAILED");
  JsonObject *error = base_json_object (failed, "error");
  g_assert_cmpstr (base_json_string (error, "code"), ==, "UNREGISTERED");
  g_assert_nonnull (base_json_string (error, "message"));
  g_assert_cmpstr (base_json_string (failed, "notificationId"), ==,
                   base_json_string (delivered, "notificationId"));
}

static void
test_filters (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first =
    send_and_wait (fixture, "{'to':[{'token':'a','provider':'FCM'},{'token':'b','provider':'APN'},"
                            "{'token':'c','provider':'FCM'}],'content':{'body':'x'}}");
  g_autofree char *second =
    send_and_wait (fixture, "{'to':[{'token':'a','provider':'FCM'},{'token':'b','provider':'FCM'}],"
                            "'content':{'body':'x'}}");
  g_autofree char *of_first = g_strconcat ("operationId=", first, NULL);
  g_autofree char *fcm_of_first = g_strconcat (of_first, "&provider=FCM", NULL);
  g_autofree char *a_of_second = g_strconcat ("token=a&provider=FCM&operationId=", second, NULL);
  g_autofree char *b_of_first = g_strconcat ("token=b&provider=FCM&operationId=", first, NULL);

  assert_walk (fixture, "", "b a c b a");
  assert_walk (fixture, of_first, "c b a");
  assert_walk (fixture, "provider=APN", "b");
  assert_walk (fixture, "token=b", "b b");
  assert_walk (fixture, "token=b&provider=FCM", "b");
  assert_walk (fixture, fcm_of_first, "c a");
  assert_walk (fixture, a_of_second, "a");
  assert_walk (fixture, b_of_first, "");
  assert_walk (fixture, "token=nobody", "");
  assert_walk (fixture, "operationId=comms_operation_01h9krwprkeee8fzqspvwy6nq8", "");

  const char *wrong[] = { "provider=fcm", "operationId=x", "pageSize=0", "pageToken=x" };
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autofree char *path = g_strconcat ("/deliveries?", wrong[i], NULL);
    g_autoptr (JsonNode) error = test_emulator_control (fixture->emulator, 400, "GET", path, NULL);
  }
}

#define ADD(name, function) \
  g_test_add ("/emulator/deliveries/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("payloads", test_payloads);
  ADD ("plain", test_plain);
  ADD ("user", test_user);
  ADD ("filters", test_filters);
  return g_test_run ();
}
