/* The clock under /__emulator/clock, and what follows it. */

#include "api.h"

#include "test-emulator.h"

#include <base-time.h>
#include <glib/gstdio.h>

typedef struct {
  char *folder;
  char *data;
  TestEmulator *emulator;
  Api *api;
} Fixture;

#define NEW_YEAR "2030-01-01T00:00:00Z"

static void
start (Fixture *fixture)
{
  fixture->emulator =
    test_emulator_start ("--control", "--data", fixture->data, "--pace", "1000", NULL);
  fixture->api =
    api_new (test_emulator_get_url (fixture->emulator), test_emulator_get_sid (fixture->emulator),
             test_emulator_get_secret (fixture->emulator));
}

static void
stop (Fixture *fixture)
{
  g_clear_pointer (&fixture->api, api_free);
  g_clear_pointer (&fixture->emulator, test_emulator_stop);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("emulator-XXXXXX", NULL);
  fixture->data = g_build_filename (fixture->folder, "data.db", NULL);
  start (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  stop (fixture);
  g_remove (fixture->data);
  g_rmdir (fixture->folder);
  g_free (fixture->data);
  g_free (fixture->folder);
}

static gint64
read_clock (Fixture *fixture)
{
  g_autoptr (JsonNode) clock =
    test_emulator_control (fixture->emulator, 200, "GET", "/clock", NULL);
  gint64 now = 0;

  g_assert_true (base_time_parse (base_json_string (base_json_node_object (clock), "now"), &now));
  return now;
}

static void
assert_clock (Fixture *fixture, const char *now, double speed)
{
  g_autoptr (JsonNode) node = test_emulator_control (fixture->emulator, 200, "GET", "/clock", NULL);
  JsonObject *clock = base_json_node_object (node);

  g_assert_cmpstr (base_json_string (clock, "now"), ==, now);
  g_assert_cmpfloat (json_object_get_double_member (clock, "speed"), ==, speed);
}

static void
set_clock (Fixture *fixture, const char *body)
{
  g_autoptr (JsonNode) clock =
    test_emulator_control (fixture->emulator, 200, "PUT", "/clock", body);

  g_assert_nonnull (base_json_string (base_json_node_object (clock), "now"));
}

static void
assert_status (Fixture *fixture, const char *operation, const char *status)
{
  JsonObject *answer = api_get (fixture->api, 200, "/PushNotifications/Operations/%s", operation);

  g_assert_cmpstr (base_json_string (answer, "status"), ==, status);
}

#define SEND_TO "{'to':[{'token':'a','provider':'FCM'}],'content':{'body':'x'}"

static void
test_set (Fixture *fixture, gconstpointer data)
{
  gint64 before = g_get_real_time () - G_USEC_PER_SEC;
  gint64 now = read_clock (fixture);

  g_assert_cmpint (now, >=, before);
  g_assert_cmpint (now, <=, g_get_real_time ());
  set_clock (fixture, "{'now':'" NEW_YEAR "','speed':0}");
  assert_clock (fixture, NEW_YEAR, 0);
  assert_clock (fixture, NEW_YEAR, 0);
  set_clock (fixture, "{'advance':3600.5}");
  assert_clock (fixture, "2030-01-01T01:00:00Z", 0);
  set_clock (fixture, "{'advance':-60.5}");
  assert_clock (fixture, "2030-01-01T00:59:00Z", 0);
  set_clock (fixture, "{'now':'2031-02-03T04:05:06+01:00'}");
  assert_clock (fixture, "2031-02-03T03:05:06Z", 0);

  /* What is made then is made then. */
  g_autofree char *operation = api_send (fixture->api, SEND_TO "}");
  JsonObject *answer = api_get (fixture->api, 200, "/PushNotifications/Operations/%s", operation);
  g_assert_cmpstr (base_json_string (answer, "createdAt"), ==, "2031-02-03T03:05:06Z");
}

static void
test_speed (Fixture *fixture, gconstpointer data)
{
  set_clock (fixture, "{'speed':0}");
  g_autofree char *operation = api_send (fixture->api, SEND_TO "}");
  assert_status (fixture, operation, "PROCESSING");

  /* A thousand seconds and more go by in a hundredth of one. */
  gint64 start = read_clock (fixture);
  set_clock (fixture, "{'speed':100000}");
  api_assert_stat (api_await_operation (fixture->api, operation), "sent", 1);
  set_clock (fixture, "{'speed':1}");
  gint64 end = read_clock (fixture);
  g_assert_cmpint (end - start, >=, 1000 * G_USEC_PER_SEC);
  g_assert_cmpint (read_clock (fixture) - end, <=, 60 * G_USEC_PER_SEC);
}

static void
test_schedule (Fixture *fixture, gconstpointer data)
{
  set_clock (fixture, "{'now':'" NEW_YEAR "','speed':0}");
  g_autofree char *operation =
    api_send (fixture->api, SEND_TO ",'schedule':{'sendAt':['2030-01-03T00:00:00Z']}}");
  set_clock (fixture, "{'now':'2030-01-02T23:59:59Z'}");
  assert_status (fixture, operation, "SCHEDULED");

  /* Past its time and the time that it takes. */
  set_clock (fixture, "{'advance':5000}");
  api_assert_stat (api_await_operation (fixture->api, operation), "sent", 1);
}

static void
test_retention (Fixture *fixture, gconstpointer data)
{
  set_clock (fixture, "{'now':'" NEW_YEAR "','speed':0}");
  g_autofree char *operation = api_send (fixture->api, SEND_TO "}");
  set_clock (fixture, "{'now':'2030-01-07T23:59:59Z'}");
  api_await_operation (fixture->api, operation);
  set_clock (fixture, "{'advance':2}");
  api_get (fixture->api, 404, "/PushNotifications/Operations/%s", operation);

  /* Totals do not forget. */
  g_assert_cmpint (test_emulator_count_sends (fixture->emulator, "accepted"), ==, 1);
}

static void
test_restart (Fixture *fixture, gconstpointer data)
{
  set_clock (fixture, "{'now':'" NEW_YEAR "','speed':0}");
  g_autofree char *operation = api_send (fixture->api, SEND_TO "}");
  stop (fixture);
  start (fixture);
  assert_clock (fixture, NEW_YEAR, 0);
  assert_status (fixture, operation, "PROCESSING");

  /* One that runs has run on in between. */
  set_clock (fixture, "{'speed':0.5}");
  gint64 machine = g_get_real_time ();
  gint64 before = read_clock (fixture);
  stop (fixture);
  start (fixture);
  gint64 passed = read_clock (fixture) - before;
  g_assert_cmpint (passed, >=, 0);
  g_assert_cmpint (passed, <=, (g_get_real_time () - machine) / 2 + G_USEC_PER_SEC);
}

/* Whatever the clock says, what is made later stands above what was made before. */
static void
test_back (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = api_send (fixture->api, SEND_TO "}");
  set_clock (fixture, "{'now':'2001-01-01T00:00:00Z','speed':0}");
  g_autofree char *second = api_send (fixture->api, SEND_TO "}");
  JsonObject *list = api_get (fixture->api, 200, "/PushNotifications/Operations");

  g_assert_cmpuint (api_count (list, "operations"), ==, 2);
  g_assert_cmpstr (base_json_string (api_element (list, "operations", 0), "id"), ==, second);
  g_assert_cmpstr (base_json_string (api_element (list, "operations", 1), "id"), ==, first);
}

static void
test_checks (Fixture *fixture, gconstpointer data)
{
  const struct {
    const char *body, *contexts;
  } cases[] = {
    { "{}", "$" },
    { "{'now':'soon'}", "$.now" },
    { "{'now':7}", "$.now" },
    { "{'now':'1999-12-31T23:59:59Z'}", "$.now" },
    { "{'advance':'1'}", "$.advance" },
    { "{'advance':1e300}", "$.advance" },
    { "{'advance':-1e10}", "$.advance" },
    { "{'speed':-1}", "$.speed" },
    { "{'speed':100001}", "$.speed" },
    { "{'speed':null}", "$.speed" },
    { "{'now':'soon','advance':true,'speed':1e9}", "$.now $.advance $.speed $" },
  };

  set_clock (fixture, "{'now':'" NEW_YEAR "','speed':0}");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (JsonNode) node =
      test_emulator_control (fixture->emulator, 400, "PUT", "/clock", cases[i].body);
    JsonArray *errors = base_json_array (base_json_node_object (node), "errors");
    g_autoptr (GString) found = g_string_new (NULL);
    for (guint j = 0; j < json_array_get_length (errors); j++) {
      JsonObject *error = json_array_get_object_element (errors, j);
      g_string_append_printf (found, "%s%s", j > 0 ? " " : "", base_json_string (error, "context"));
    }
    g_assert_cmpstr (found->str, ==, cases[i].contexts);
  }
  assert_clock (fixture, NEW_YEAR, 0);
}

#define ADD(name, function) \
  g_test_add ("/emulator/clock/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("set", test_set);
  ADD ("speed", test_speed);
  ADD ("schedule", test_schedule);
  ADD ("retention", test_retention);
  ADD ("restart", test_restart);
  ADD ("back", test_back);
  ADD ("checks", test_checks);
  return g_test_run ();
}
