/* Who may steer the emulator, what is said of a wrong fault, and what is counted. */

#include "wire.h"

#include <base-json.h>
#include <glib/gstdio.h>
#include <string.h>

#define SENDS "/v1/PushNotifications"
#define USER "comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6nq8"

static guint
request_status (Wire *wire, const char *method, const char *path, const char *body)
{
  wire_request (wire, method, path, body);
  g_autoptr (WireAnswer) answer = wire_read_answer (wire);
  return wire_answer_get_status (answer);
}

/* Nothing says that it could be there, to whoever has the credentials or has not. */
static void
test_off (void)
{
  g_autoptr (TestEmulator) emulator = test_emulator_start (NULL);
  g_autoptr (Wire) wire = wire_open (emulator);
  const char *paths[] = { "", "/", "/faults", "/faults/1", "/counts", "/clock", "/deliveries" };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autofree char *path = g_strconcat ("/__emulator", paths[i], NULL);
    g_assert_cmpuint (request_status (wire, "GET", path, NULL), ==, 404);
    g_autoptr (JsonNode) answer = test_emulator_control (emulator, 404, "GET", paths[i], NULL);
  }
  g_assert_cmpuint (request_status (wire, "POST", "/__emulator/faults", "{'kind':'close-before'}"),
                    ==, 404);
  g_assert_cmpuint (request_status (wire, "GET", SENDS, NULL), ==, 200);
}

static guint
status_with (Wire *wire, const char *method, const char *headers)
{
  g_autofree char *text =
    g_strdup_printf ("%s /__emulator/faults HTTP/1.1\r\n%s\r\n", method, headers);

  wire_write (wire, text);
  g_autoptr (WireAnswer) answer = wire_read_answer (wire);
  return wire_answer_get_status (answer);
}

static void
test_security (void)
{
  g_autoptr (TestEmulator) emulator = test_emulator_start ("--control", NULL);
  g_autoptr (Wire) wire = wire_open (emulator);
  const char *hosts[] = { "localhost", "LOCALHOST:80", "127.0.0.1", "127.1.2.3:9", "[::1]:8080" };
  const char *strangers[] = {
    "Host: site.example\r\n",
    "Host: localhost.site.example\r\n",
    "Host: 127.0.0.1.site.example:8080\r\n",
    "Host: 192.168.0.1\r\n",
    "Host: [2001:db8::1]\r\n",
    "Host: localhost\r\nOrigin: https://site.example\r\n",
    "Host: localhost\r\nOrigin: null\r\n",
    "Host: localhost\r\nOrigin: http://localhost\r\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++) {
    g_autofree char *host = g_strdup_printf ("Host: %s\r\n", hosts[i]);
    g_assert_cmpuint (status_with (wire, "GET", host), ==, 200);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (strangers); i++) {
    g_assert_cmpuint (status_with (wire, "GET", strangers[i]), ==, 403);
    g_assert_cmpuint (status_with (wire, "OPTIONS", strangers[i]), ==, 403);
    g_assert_cmpuint (status_with (wire, "DELETE", strangers[i]), ==, 403);
  }
}

static void
test_endpoints (void)
{
  g_autoptr (TestEmulator) emulator = test_emulator_start ("--control", NULL);
  g_autoptr (JsonNode) node = test_emulator_control (emulator, 200, "GET", "/", NULL);
  JsonArray *endpoints = base_json_array (base_json_node_object (node), "endpoints");

  g_assert_cmpuint (json_array_get_length (endpoints), >=, 6);
  for (guint i = 0; i < json_array_get_length (endpoints); i++) {
    JsonObject *endpoint = json_array_get_object_element (endpoints, i);
    g_assert_nonnull (base_json_string (endpoint, "method"));
    g_assert_true (g_str_has_prefix (base_json_string (endpoint, "path"), "/__emulator/"));
    g_assert_nonnull (base_json_string (endpoint, "summary"));
  }
  g_autoptr (JsonNode) unknown = test_emulator_control (emulator, 404, "GET", "/nothing", NULL);
  g_autoptr (JsonNode) wrong = test_emulator_control (emulator, 405, "PUT", "/faults", "{}");
}

static void
assert_refused (TestEmulator *emulator,
                const char *method,
                const char *path,
                const char *body,
                const char *contexts)
{
  g_autoptr (JsonNode) node = test_emulator_control (emulator, 400, method, path, body);
  JsonArray *errors = base_json_array (base_json_node_object (node), "errors");
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (errors); i++) {
    JsonObject *error = json_array_get_object_element (errors, i);
    g_string_append_printf (found, "%s%s", i > 0 ? " " : "", base_json_string (error, "context"));
  }
  g_assert_cmpstr (found->str, ==, contexts);
}

static void
test_fault_checks (void)
{
  g_autoptr (TestEmulator) emulator = test_emulator_start ("--control", NULL);
  const struct {
    const char *description, *contexts;
  } cases[] = {
    { "", "$" },
    { "[]", "$" },
    { "{}", "$.kind" },
    { "{'kind':'explode'}", "$.kind" },
    { "{'kind':7}", "$.kind" },
    { "{'kind':'status'}", "$.status" },
    { "{'kind':'status','status':399}", "$.status" },
    { "{'kind':'status','status':600}", "$.status" },
    { "{'kind':'status','status':'500'}", "$.status" },
    { "{'kind':'status','status':500,'retryAfter':1.5}", "$.retryAfter" },
    { "{'kind':'status','status':500,'retryAfter':-1}", "$.retryAfter" },
    { "{'kind':'status','status':500,'retryAfterFormat':'weeks'}", "$.retryAfterFormat" },
    { "{'kind':'cut','delay':10}", "$.delay" },
    { "{'kind':'late','delay':600001}", "$.delay" },
    { "{'kind':'close-after','act':false}", "$.act" },
    { "{'kind':'html','act':'yes'}", "$.act" },
    { "{'kind':'redirect','location':'nowhere'}", "$.location" },
    { "{'kind':'redirect','location':'http://a/\\r\\nX: y'}", "$.location" },
    { "{'kind':'cut','path':'/v1/PushNotifications'}", "$.path" },
    { "{'kind':'cut','path':'/PushNotifications/Users/{'}", "$.path" },
    { "{'kind':'cut','method':'TRACE'}", "$.method" },
    { "{'kind':'cut','times':-1,'skip':'1','path':7,'method':null,'act':true,'tims':3}",
      "$.times $.skip $.method $.path $.act $.tims" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    assert_refused (emulator, "POST", "/faults", cases[i].description, cases[i].contexts);
  }
  g_autoptr (JsonNode) none = test_emulator_control (emulator, 200, "GET", "/faults", NULL);
  JsonArray *faults = base_json_array (base_json_node_object (none), "faults");
  g_assert_cmpuint (json_array_get_length (faults), ==, 0);
}

static void
test_fault_list (void)
{
  g_autoptr (TestEmulator) emulator = test_emulator_start ("--control", NULL);
  g_autofree char *first =
    test_emulator_add_fault (emulator, "{'kind':'late','delay':5,'times':3}");
  g_autofree char *second = test_emulator_add_fault (emulator, "{'kind':'cut','times':0}");
  g_autofree char *path = g_strconcat ("/faults/", first, NULL);
  g_autoptr (JsonNode) node = test_emulator_control (emulator, 200, "GET", "/faults", NULL);
  JsonArray *faults = base_json_array (base_json_node_object (node), "faults");
  JsonObject *late = json_array_get_object_element (faults, 0);
  JsonObject *cut = json_array_get_object_element (faults, 1);

  g_assert_cmpuint (json_array_get_length (faults), ==, 2);
  g_assert_cmpstr (base_json_string (late, "id"), ==, first);
  g_assert_cmpstr (base_json_string (late, "kind"), ==, "late");
  g_assert_cmpint (base_json_int (late, "delay", 0), ==, 5);
  g_assert_cmpint (base_json_int (late, "remaining", 0), ==, 3);
  g_assert_cmpint (base_json_int (late, "hits", -1), ==, 0);
  g_assert_true (json_node_is_null (base_json_member (cut, "remaining")));

  g_autoptr (JsonNode) removed = test_emulator_control (emulator, 204, "DELETE", path, NULL);
  g_autoptr (JsonNode) again = test_emulator_control (emulator, 404, "DELETE", path, NULL);
  g_autoptr (JsonNode) other = test_emulator_control (emulator, 404, "DELETE", "/faults/x", NULL);
  g_assert_cmpint (test_emulator_get_fault_hits (emulator, second), ==, 0);
}

/* Those used up make room; beyond that it is refused rather than forgotten. */
static void
test_fault_limit (void)
{
  g_autoptr (TestEmulator) emulator = test_emulator_start ("--control", NULL);
  g_autoptr (Wire) wire = wire_open (emulator);
  const guint limit = 1000;

  for (guint i = 0; i < limit; i++) {
    g_assert_cmpuint (
      request_status (wire, "POST", "/__emulator/faults", "{'kind':'status','status':500}"), ==,
      201);
  }
  assert_refused (emulator, "POST", "/faults", "{'kind':'html'}", "$");
  g_assert_cmpuint (request_status (wire, "GET", SENDS, NULL), ==, 500);
  g_autofree char *id = test_emulator_add_fault (emulator, "{'kind':'html'}");
  assert_refused (emulator, "POST", "/faults", "{'kind':'html'}", "$");
}

static void
assert_sends (TestEmulator *emulator, const gint64 counts[5])
{
  const char *names[] = { "accepted", "recipients", "unaddressable", "duplicates",
                          "duplicateRecipients" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_test_message ("%s", names[i]);
    g_assert_cmpint (test_emulator_count_sends (emulator, names[i]), ==, counts[i]);
  }
}

#define HELLO "'content':{'body':'Hello'}}"

static void
test_counts (void)
{
  g_autofree char *folder = g_dir_make_tmp ("emulator-XXXXXX", NULL);
  g_autofree char *data = g_build_filename (folder, "data.db", NULL);
  TestEmulator *emulator = test_emulator_start ("--control", "--data", data, NULL);
  Wire *wire = wire_open (emulator);
  const struct {
    guint status;
    const char *body;
    gint64 counts[5];
  } cases[] = {
    { 202, "{'to':[{'token':'a','provider':'FCM'}]," HELLO, { 1, 1, 0, 0, 0 } },
    /* The same, byte for byte. */
    { 202, "{'to':[{'token':'a','provider':'FCM'}]," HELLO, { 2, 2, 0, 1, 1 } },
    /* The same recipient and text in other bytes. */
    { 202, "{'to':[{'token':'a','provider':'FCM'}], " HELLO, { 3, 3, 0, 1, 2 } },
    /* Another provider is another device, and a user is no device. */
    { 202,
      "{'to':[{'token':'a','provider':'APN'},{'userId':'" USER "'}]," HELLO,
      { 4, 5, 1, 1, 2 } },
    { 400, "{'to':[]," HELLO, { 4, 5, 1, 1, 2 } },
    /* Rendered, two read the same and one does not. */
    { 202,
      "{'to':[{'token':'b','provider':'FCM','variables':{'n':'Ann'}},"
      "{'token':'b','provider':'FCM','variables':{'n':'Ann'}},"
      "{'token':'b','provider':'FCM','variables':{'n':'Zoe'}}],"
      "'content':{'title':'For {{ n }}','body':'Hello'}}",
      { 5, 8, 1, 1, 3 } },
    { 202,
      "{'to':[{'token':'b','provider':'FCM'}],'content':{'title':'For Ann','body':'Hello'}}",
      { 6, 9, 1, 1, 4 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_assert_cmpuint (request_status (wire, "POST", SENDS, cases[i].body), ==, cases[i].status);
    assert_sends (emulator, cases[i].counts);
  }
  wire_close (wire);
  test_emulator_stop (emulator);

  /* Sends are remembered, requests are not. */
  emulator = test_emulator_start ("--control", "--data", data, NULL);
  wire = wire_open (emulator);
  assert_sends (emulator, cases[G_N_ELEMENTS (cases) - 1].counts);
  g_assert_cmpint (test_emulator_count_requests (emulator, NULL), ==, 0);
  g_assert_cmpuint (request_status (wire, "POST", SENDS, cases[0].body), ==, 202);
  g_assert_cmpint (test_emulator_count_sends (emulator, "duplicates"), ==, 2);
  wire_close (wire);
  test_emulator_stop (emulator);
  g_remove (data);
  g_rmdir (folder);
}

/* What is not kept any longer was still sent. */
static void
test_counts_of_forgotten (void)
{
  g_autoptr (TestEmulator) emulator = test_emulator_start ("--control", "--pace", "0", NULL);
  g_autoptr (Wire) wire = wire_open (emulator);
  const char *send = "{'to':[{'token':'a','provider':'FCM'},{'token':'a','provider':'FCM'}]," HELLO;

  g_assert_cmpuint (request_status (wire, "POST", SENDS, send), ==, 202);
  g_autoptr (JsonNode) clock =
    test_emulator_control (emulator, 200, "PUT", "/clock", "{'advance':604801}");
  /* Long enough for the rows to go, of which nothing tells. */
  for (guint i = 0; i < 100; i++) {
    assert_sends (emulator, (const gint64[]){ 1, 2, 0, 0, 1 });
  }
  g_assert_cmpuint (request_status (wire, "POST", SENDS, send), ==, 202);
  assert_sends (emulator, (const gint64[]){ 2, 4, 0, 1, 3 });
}

static void
test_request_counts (void)
{
  g_autoptr (TestEmulator) emulator = test_emulator_start ("--control", NULL);
  g_autoptr (Wire) wire = wire_open (emulator);
  const char *user = SENDS "/Users/" USER;

  g_assert_cmpuint (request_status (wire, "GET", SENDS, NULL), ==, 200);
  g_assert_cmpuint (request_status (wire, "GET", user, NULL), ==, 200);
  g_assert_cmpuint (request_status (wire, "GET", SENDS "/Users/x", NULL), ==, 404);
  g_assert_cmpuint (request_status (wire, "GET", "/v1/Nothing", NULL), ==, 404);
  g_autofree char *id = test_emulator_add_fault (emulator, "{'kind':'status','status':500}");
  g_assert_cmpuint (request_status (wire, "DELETE", user, NULL), ==, 500);
  g_assert_cmpint (test_emulator_count_requests (emulator, NULL), ==, 5);
  g_assert_cmpint (test_emulator_count_requests (emulator, "GET /PushNotifications"), ==, 1);
  g_assert_cmpint (test_emulator_count_requests (emulator, "GET /PushNotifications/Users/{userId}"),
                   ==, 2);
  g_assert_cmpint (
    test_emulator_count_requests (emulator, "DELETE /PushNotifications/Users/{userId}"), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/emulator/control/off", test_off);
  g_test_add_func ("/emulator/control/security", test_security);
  g_test_add_func ("/emulator/control/endpoints", test_endpoints);
  g_test_add_func ("/emulator/control/fault-checks", test_fault_checks);
  g_test_add_func ("/emulator/control/fault-list", test_fault_list);
  g_test_add_func ("/emulator/control/fault-limit", test_fault_limit);
  g_test_add_func ("/emulator/control/counts", test_counts);
  g_test_add_func ("/emulator/control/counts-of-forgotten", test_counts_of_forgotten);
  g_test_add_func ("/emulator/control/request-counts", test_request_counts);
  return g_test_run ();
}
