/* Faults on request, as they are on the wire. */

#include "wire.h"

#include <base-json.h>
#include <libsoup/soup.h>
#include <string.h>

#define SENDS "/v1/PushNotifications"
#define USERS "/v1/PushNotifications/Users"
#define SEND "{'to':[{'token':'t','provider':'FCM'}],'content':{'body':'Hello'}}"

#define ENOUGH (4 * 1024 * 1024)

typedef struct {
  TestEmulator *emulator;
  Wire *wire;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->emulator = test_emulator_start ("--control", "--pace", "0", NULL);
  fixture->wire = wire_open (fixture->emulator);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  wire_close (fixture->wire);
  test_emulator_stop (fixture->emulator);
}

static void
add_fault (Fixture *fixture, const char *description)
{
  g_autofree char *id = test_emulator_add_fault (fixture->emulator, description);
}

static guint
get_status (Wire *wire, const char *path)
{
  wire_request (wire, "GET", path, NULL);
  g_autoptr (WireAnswer) answer = wire_read_answer (wire);
  return wire_answer_get_status (answer);
}

/* Sends once, on the connection of the fixture. */
static WireAnswer *
send_once (Fixture *fixture)
{
  wire_request (fixture->wire, "POST", SENDS, SEND);
  return wire_read_answer (fixture->wire);
}

static void
assert_accepted (Fixture *fixture, gint64 count)
{
  g_assert_cmpint (test_emulator_count_sends (fixture->emulator, "accepted"), ==, count);
}

/* The connection goes on as if nothing had been. */
static void
assert_keeps_alive (Fixture *fixture)
{
  g_autoptr (WireAnswer) answer = send_once (fixture);

  g_assert_cmpuint (wire_answer_get_status (answer), ==, 202);
}

static void
assert_header (WireAnswer *answer, const char *name, const char *value)
{
  g_autofree char *found = wire_answer_get_header (answer, name);

  g_assert_cmpstr (found, ==, value);
}

static JsonNode *
parse (const char *text, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new (text, length);
  JsonNode *node = base_json_parse (bytes, &error);

  g_assert_no_error (error);
  return node;
}

static void
test_status (Fixture *fixture, gconstpointer data)
{
  const struct {
    guint status;
    const char *line;
    int code;
  } cases[] = {
    { 429, "HTTP/1.1 429 Too Many Requests\r\n", 20429 },
    { 500, "HTTP/1.1 500 Internal Server Error\r\n", 20500 },
    { 503, "HTTP/1.1 503 Service Unavailable\r\n", 20503 },
    { 418, "HTTP/1.1 418 ", 418 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *fault = g_strdup_printf ("{'kind':'status','status':%u}", cases[i].status);
    add_fault (fixture, fault);
    g_autoptr (WireAnswer) answer = send_once (fixture);
    g_assert_true (g_str_has_prefix (answer->head, cases[i].line));
    assert_header (answer, "Content-Type", "application/json");
    assert_header (answer, "Retry-After", NULL);
    assert_header (answer, "Location", NULL);
    g_autoptr (JsonNode) body = parse (answer->body->str, answer->body->len);
    JsonArray *errors = base_json_array (base_json_node_object (body), "errors");
    g_assert_cmpint (base_json_int (json_array_get_object_element (errors, 0), "code", 0), ==,
                     cases[i].code);
    g_assert_cmpint (base_json_int (base_json_node_object (body), "status", 0), ==,
                     cases[i].status);
  }
  assert_accepted (fixture, 0);
  assert_keeps_alive (fixture);
}

static void
test_retry_after (Fixture *fixture, gconstpointer data)
{
  add_fault (fixture, "{'kind':'status','status':429,'retryAfter':0}");
  add_fault (fixture, "{'kind':'status','status':503,'retryAfter':3,'retryAfterFormat':'seconds'}");
  add_fault (fixture, "{'kind':'status','status':429,'retryAfter':90,'retryAfterFormat':'date'}");
  g_autoptr (WireAnswer) now = send_once (fixture);
  assert_header (now, "Retry-After", "0");
  g_autoptr (WireAnswer) soon = send_once (fixture);
  assert_header (soon, "Retry-After", "3");

  gint64 before = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (WireAnswer) later = send_once (fixture);
  gint64 after = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *text = wire_answer_get_header (later, "Retry-After");
  g_autoptr (GDateTime) date = soup_date_time_new_from_http_string (text);
  g_assert_nonnull (date);
  g_autofree char *fixed = soup_date_time_to_string (date, SOUP_DATE_HTTP);
  g_assert_cmpstr (text, ==, fixed);
  g_assert_cmpint (g_date_time_to_unix (date), >=, before + 90);
  g_assert_cmpint (g_date_time_to_unix (date), <=, after + 91);
  assert_accepted (fixture, 0);
}

static void
test_close (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Wire) other = wire_open (fixture->emulator);

  add_fault (fixture, "{'kind':'close-before'}");
  wire_request (fixture->wire, "POST", SENDS, SEND);
  g_autoptr (GString) nothing = wire_read_rest (fixture->wire);
  g_assert_cmpuint (nothing->len, ==, 0);
  assert_accepted (fixture, 0);

  add_fault (fixture, "{'kind':'close-after'}");
  wire_request (other, "POST", SENDS, SEND);
  g_autoptr (GString) nothing_either = wire_read_rest (other);
  g_assert_cmpuint (nothing_either->len, ==, 0);
  assert_accepted (fixture, 1);
}

/* It is acted on at once, and others are answered while it waits. */
static void
test_late (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Wire) waiting = wire_open (fixture->emulator);

  add_fault (fixture, "{'kind':'late','delay':300}");
  gint64 start = g_get_monotonic_time ();
  g_autoptr (WireAnswer) answer = send_once (fixture);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 300 * 1000);
  g_assert_cmpuint (wire_answer_get_status (answer), ==, 202);
  assert_keeps_alive (fixture);

  add_fault (fixture, "{'kind':'late','delay':600000}");
  wire_request (waiting, "POST", SENDS, SEND);
  while (test_emulator_count_sends (fixture->emulator, "accepted") < 3) {
  }
  assert_keeps_alive (fixture);
  g_assert_false (wire_has_something (waiting));
}

static void
test_cut (Fixture *fixture, gconstpointer data)
{
  add_fault (fixture, "{'kind':'cut'}");
  wire_request (fixture->wire, "POST", SENDS, SEND);
  g_autoptr (WireAnswer) answer = wire_read_head (fixture->wire);
  g_autoptr (GString) rest = wire_read_rest (fixture->wire);
  g_autofree char *length = wire_answer_get_header (answer, "Content-Length");
  g_autofree char *location = wire_answer_get_header (answer, "Location");
  g_autofree char *date = wire_answer_get_header (answer, "Date");

  g_assert_true (g_str_has_prefix (answer->head, "HTTP/1.1 202 Accepted\r\n"));
  assert_header (answer, "Content-Type", "application/json");
  assert_header (answer, "Transfer-Encoding", NULL);
  g_assert_nonnull (location);
  g_assert_nonnull (date);
  g_assert_cmpuint (rest->len, >, 0);
  g_assert_cmpuint (rest->len, ==, g_ascii_strtoull (length, NULL, 10) / 2);
  g_assert_true (g_str_has_prefix (rest->str, "{\"operationId\":\"comms_operation_"));
  assert_accepted (fixture, 1);
}

static void
test_html (Fixture *fixture, gconstpointer data)
{
  add_fault (fixture, "{'kind':'html'}");
  g_autoptr (WireAnswer) answer = send_once (fixture);

  g_assert_cmpuint (wire_answer_get_status (answer), ==, 200);
  assert_header (answer, "Content-Type", "text/html");
  g_assert_true (g_str_has_prefix (answer->body->str, "<!DOCTYPE html>"));
  assert_accepted (fixture, 0);
  assert_keeps_alive (fixture);
}

static GType
get_type (JsonObject *object, const char *name)
{
  JsonNode *node = base_json_member (object, name);

  g_assert_nonnull (node);
  return json_node_get_value_type (node);
}

static void
test_wrong_types (Fixture *fixture, gconstpointer data)
{
  add_fault (fixture, "{'kind':'wrong-types','times':2}");
  g_autoptr (WireAnswer) answer = send_once (fixture);
  g_autofree char *location = wire_answer_get_header (answer, "Location");
  g_autoptr (JsonNode) node = parse (answer->body->str, answer->body->len);
  JsonObject *body = base_json_node_object (node);

  g_assert_cmpuint (wire_answer_get_status (answer), ==, 202);
  g_assert_nonnull (location);
  g_assert_cmpuint (json_object_get_size (body), ==, 2);
  g_assert_true (get_type (body, "operationId") == G_TYPE_INT64);
  g_assert_true (get_type (body, "operationLocation") == G_TYPE_INT64);
  assert_accepted (fixture, 1);

  /* Members of objects too; an array is a text, and null is not null. */
  wire_request (fixture->wire, "GET", USERS, NULL);
  g_autoptr (WireAnswer) list = wire_read_answer (fixture->wire);
  g_autoptr (JsonNode) list_node = parse (list->body->str, list->body->len);
  JsonObject *page = base_json_node_object (list_node);
  g_assert_true (get_type (page, "users") == G_TYPE_STRING);
  g_assert_true (get_type (base_json_object (page, "pagination"), "next") == G_TYPE_INT64);
  assert_keeps_alive (fixture);
}

static void
test_redirect (Fixture *fixture, gconstpointer data)
{
  add_fault (fixture, "{'kind':'redirect'}");
  add_fault (fixture, "{'kind':'redirect','location':'http://127.0.0.1:9/there?a=b'}");
  g_autoptr (WireAnswer) away = send_once (fixture);
  g_autoptr (WireAnswer) there = send_once (fixture);

  g_assert_true (g_str_has_prefix (away->head, "HTTP/1.1 307 Temporary Redirect\r\n"));
  assert_header (away, "Location", "https://elsewhere.example/v1");
  assert_header (there, "Location", "http://127.0.0.1:9/there?a=b");
  assert_accepted (fixture, 0);
  assert_keeps_alive (fixture);
}

/* Reads a chunk and what frames it (RFC 9112, section 7.1). */
static GString *
read_chunk (Wire *wire)
{
  g_autoptr (GString) line = g_string_new (NULL);

  while (!g_str_has_suffix (line->str, "\r\n")) {
    g_autoptr (GString) byte = wire_read (wire, 1);
    g_string_append_len (line, byte->str, 1);
  }
  guint64 size = g_ascii_strtoull (line->str, NULL, 16);
  g_assert_cmpuint (size, >, 0);
  GString *chunk = wire_read (wire, size);
  g_autoptr (GString) end = wire_read (wire, 2);
  g_assert_cmpstr (end->str, ==, "\r\n");
  return chunk;
}

static void
test_endless (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) body = g_string_new (NULL);

  add_fault (fixture, "{'kind':'endless'}");
  wire_request (fixture->wire, "POST", SENDS, SEND);
  g_autoptr (WireAnswer) answer = wire_read_head (fixture->wire);
  g_assert_cmpuint (wire_answer_get_status (answer), ==, 202);
  assert_header (answer, "Content-Length", NULL);
  assert_header (answer, "Transfer-Encoding", "chunked");
  assert_header (answer, "Content-Type", "application/json");
  while (body->len < ENOUGH) {
    g_autoptr (GString) chunk = read_chunk (fixture->wire);
    g_string_append_len (body, chunk->str, (gssize) chunk->len);
  }
  g_string_append (body, "]}");
  g_autoptr (JsonNode) node = parse (body->str, body->len);
  g_assert_nonnull (base_json_array (base_json_node_object (node), "endless"));
  assert_accepted (fixture, 1);
}

/* One that does not read and one that reads as fast as it can; others are served, and the emulator
 * ends with both of them there. */
static void
test_endless_peers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Wire) idle = wire_open (fixture->emulator);
  g_autoptr (Wire) busy = wire_open (fixture->emulator);

  add_fault (fixture, "{'kind':'endless','times':2,'method':'POST'}");
  wire_request (idle, "POST", SENDS, SEND);
  wire_request (busy, "POST", SENDS, SEND);
  for (guint i = 0; i < 50; i++) {
    g_autoptr (GString) some = wire_read (busy, 100000);
    g_assert_cmpuint (get_status (fixture->wire, USERS), ==, 200);
  }
  assert_accepted (fixture, 2);
}

/* Acted on although it does not look so. */
static void
test_act (Fixture *fixture, gconstpointer data)
{
  const char *faults[] = {
    "{'kind':'status','status':503,'act':true}",
    "{'kind':'html','act':true}",
    "{'kind':'redirect','act':true}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++) {
    add_fault (fixture, faults[i]);
    g_autoptr (WireAnswer) answer = send_once (fixture);
    g_autofree char *location = wire_answer_get_header (answer, "Location");
    g_assert_cmpuint (wire_answer_get_status (answer), !=, 202);
    g_assert_true (location == NULL || g_str_has_prefix (location, "https://elsewhere.example"));
    assert_accepted (fixture, (gint64) i + 1);
  }
}

static void
assert_statuses (Fixture *fixture, const char *path, const guint *statuses, gsize n_statuses)
{
  for (gsize i = 0; i < n_statuses; i++) {
    g_assert_cmpuint (get_status (fixture->wire, path), ==, statuses[i]);
  }
}

static void
test_times (Fixture *fixture, gconstpointer data)
{
  const guint after_one[] = { 200, 500, 500, 200 };
  const guint in_order[] = { 500, 503, 502, 502, 502 };
  g_autofree char *skipping = test_emulator_add_fault (
    fixture->emulator, "{'kind':'status','status':500,'skip':1,'times':2}");

  assert_statuses (fixture, USERS, after_one, G_N_ELEMENTS (after_one));
  g_assert_cmpint (test_emulator_get_fault_hits (fixture->emulator, skipping), ==, 2);
  add_fault (fixture, "{'kind':'status','status':500}");
  add_fault (fixture, "{'kind':'status','status':503}");
  g_autofree char *lasting =
    test_emulator_add_fault (fixture->emulator, "{'kind':'status','status':502,'times':0}");
  assert_statuses (fixture, USERS, in_order, G_N_ELEMENTS (in_order));
  g_assert_cmpint (test_emulator_get_fault_hits (fixture->emulator, lasting), ==, 3);
  test_emulator_remove_faults (fixture->emulator);
  g_assert_cmpuint (get_status (fixture->wire, USERS), ==, 200);
}

static void
test_routes (Fixture *fixture, gconstpointer data)
{
  const char *user = USERS "/comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6nq8";

  add_fault (fixture, "{'kind':'status','status':500,'path':'/PushNotifications/Users/{id}',"
                      "'method':'GET','times':0}");
  g_assert_cmpuint (get_status (fixture->wire, USERS), ==, 200);
  g_assert_cmpuint (get_status (fixture->wire, SENDS), ==, 200);
  g_assert_cmpuint (get_status (fixture->wire, user), ==, 500);
  g_assert_cmpuint (get_status (fixture->wire, "/preview/PushNotifications/Users/x"), ==, 500);
  wire_request (fixture->wire, "DELETE", user, NULL);
  g_autoptr (WireAnswer) gone = wire_read_answer (fixture->wire);
  g_assert_cmpuint (wire_answer_get_status (gone), ==, 202);

  add_fault (fixture, "{'kind':'status','status':503,'method':'POST','times':0}");
  g_assert_cmpuint (get_status (fixture->wire, USERS), ==, 200);
  g_autoptr (WireAnswer) refused = send_once (fixture);
  g_assert_cmpuint (wire_answer_get_status (refused), ==, 503);
}

/* A gateway that fails does not look at credentials; what is acted on does. */
static void
test_credentials (Fixture *fixture, gconstpointer data)
{
  const char *request = "GET " USERS " HTTP/1.1\r\nHost: localhost\r\n\r\n";

  add_fault (fixture, "{'kind':'status','status':503}");
  add_fault (fixture, "{'kind':'wrong-types'}");
  wire_write (fixture->wire, request);
  g_autoptr (WireAnswer) gateway = wire_read_answer (fixture->wire);
  g_assert_cmpuint (wire_answer_get_status (gateway), ==, 503);
  wire_write (fixture->wire, request);
  g_autoptr (WireAnswer) refused = wire_read_answer (fixture->wire);
  g_assert_cmpuint (wire_answer_get_status (refused), ==, 401);
}

/* Faults meet the API only, or nobody could remove them. */
static void
test_control_is_spared (Fixture *fixture, gconstpointer data)
{
  add_fault (fixture, "{'kind':'close-before','times':0}");
  g_assert_cmpint (test_emulator_count_requests (fixture->emulator, NULL), ==, 0);
  g_assert_cmpuint (get_status (fixture->wire, "/openapi.json"), ==, 200);
  test_emulator_remove_faults (fixture->emulator);
  g_assert_cmpuint (get_status (fixture->wire, USERS), ==, 200);
}

#define ADD(name, function) \
  g_test_add ("/emulator/faults/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("status", test_status);
  ADD ("retry-after", test_retry_after);
  ADD ("close", test_close);
  ADD ("late", test_late);
  ADD ("cut", test_cut);
  ADD ("html", test_html);
  ADD ("wrong-types", test_wrong_types);
  ADD ("redirect", test_redirect);
  ADD ("endless", test_endless);
  ADD ("endless-peers", test_endless_peers);
  ADD ("act", test_act);
  ADD ("times", test_times);
  ADD ("routes", test_routes);
  ADD ("credentials", test_credentials);
  ADD ("control-is-spared", test_control_is_spared);
  return g_test_run ();
}
