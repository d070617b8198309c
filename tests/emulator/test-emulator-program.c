/* The program: its options, how it begins and ends, and what is left after that. */

#include "api.h"

#include "test-emulator.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#define CONTENT "'content':{'title':'t'}"

typedef struct {
  char *folder;
  char *data;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("carillon-emulator-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->data = g_build_filename (fixture->folder, "emulator.db", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) folder = g_dir_open (fixture->folder, 0, NULL);
  const char *name = NULL;

  while ((name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
    g_assert_cmpint (g_remove (path), ==, 0);
  }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->data);
  g_free (fixture->folder);
}

static Api *
api_of (TestEmulator *emulator)
{
  return api_new (test_emulator_get_url (emulator), test_emulator_get_sid (emulator),
                  test_emulator_get_secret (emulator));
}

/* Runs it with arguments under which it ends at once. */
static int
run (const char *const *arguments, char **output, char **errors)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  int status = 0;

  g_strv_builder_add (builder, g_getenv ("CARILLON_EMULATOR"));
  g_strv_builder_addv (builder, (const char **) arguments);
  g_auto (GStrv) argv = g_strv_builder_end (builder);
  g_spawn_sync (NULL, argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, output, errors, &status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

static void
assert_refused (const char *const *arguments, const char *reason)
{
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;

  g_assert_cmpint (run (arguments, &output, &errors), ==, 1);
  g_assert_cmpstr (output, ==, "");
  g_assert_true (g_str_has_prefix (errors, "carillon-emulator: "));
  g_test_message ("%s", errors);
  g_assert_nonnull (strstr (errors, reason));
}

static void
test_arguments (Fixture *fixture, gconstpointer data)
{
  const struct {
    const char *arguments[5];
    const char *reason;
  } cases[] = {
    { { NULL }, "--help" },
    { { "dance", NULL }, "dance" },
    { { "serve", "--port", "x", NULL }, "x" },
    { { "serve", "--port", "65536", NULL }, "65535" },
    { { "serve", "--port", "-1", NULL }, "65535" },
    { { "serve", "--pace", "-1", NULL }, "--pace" },
    { { "serve", "--legacy", "ids,shapes", NULL }, "shapes" },
    { { "serve", "--auth", "nocolon", NULL }, "SID:SECRET" },
    { { "serve", "--auth", ":secret", NULL }, "SID:SECRET" },
    { { "serve", "--auth", "sid:", NULL }, "SID:SECRET" },
    { { "serve", "--unknown", NULL }, "--unknown" },
    { { "serve", "more", NULL }, "more" },
    { { "serve", "--data", "/nowhere/at/all.db", NULL }, "/nowhere/at/all.db" },
    { { "serve", "--data", "/", NULL }, "/" },
    { { "fill", NULL }, "--data" },
    { { "fill", "--data", "/nowhere/at/all.db", NULL }, "/nowhere/at/all.db" },
    { { "fill", "--data", "/", NULL }, "there already" },
    { { "fill", "--data", "x", "more", NULL }, "more" },
    { { "fill", "--data=x", "--users=-1", NULL }, "--users" },
    { { "fill", "--data=x", "--notifications=10001", "--operations=1", NULL }, "10000" },
    { { "fill", "--data=x", "--notifications=1", "--operations=2", NULL }, "--operations" },
    { { "serve", "--record", "/nowhere/at/all.jsonl", NULL }, "/nowhere/at/all.jsonl" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    assert_refused (cases[i].arguments, cases[i].reason);
  }
}

static void
test_information (Fixture *fixture, gconstpointer data)
{
  const char *const version[] = { "--version", NULL };
  const char *const help[] = { "--help", NULL };
  const char *const serve_help[] = { "serve", "--help", NULL };
  g_autofree char *version_text = NULL;
  g_autofree char *help_text = NULL;
  g_autofree char *serve_text = NULL;

  g_assert_cmpint (run (version, &version_text, NULL), ==, 0);
  g_assert_true (g_str_has_prefix (version_text, "carillon-emulator "));
  g_assert_cmpint (run (help, &help_text, NULL), ==, 0);
  g_assert_nonnull (strstr (help_text, "serve"));
  g_assert_cmpint (run (serve_help, &serve_text, NULL), ==, 0);
  g_assert_nonnull (strstr (serve_text, "--announce"));
}

static void
test_port_in_use (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TestEmulator) emulator = test_emulator_start (NULL);
  g_autoptr (GUri) uri = g_uri_parse (test_emulator_get_url (emulator), G_URI_FLAGS_NONE, NULL);
  g_autofree char *port = g_strdup_printf ("%d", g_uri_get_port (uri));
  const char *const arguments[] = { "serve", "--port", port, NULL };

  assert_refused (arguments, port);
}

static void
write_file (const char *path, const char *text, gsize length)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, (gssize) length, &error);
  g_assert_no_error (error);
}

static void
test_bad_data (Fixture *fixture, gconstpointer data)
{
  const char *const arguments[] = { "serve", "--port", "0", "--data", fixture->data, NULL };
  g_autofree char *noise = g_strnfill (20000, '#');

  write_file (fixture->data, noise, 20000);
  assert_refused (arguments, fixture->data);

  /* A file of its own, cut short or with a page that was overwritten. */
  g_remove (fixture->data);
  TestEmulator *emulator = test_emulator_start ("--data", fixture->data, NULL);
  assert_refused (arguments, "another program is using it");
  test_emulator_stop (emulator);
  g_autofree char *text = NULL;
  gsize length = 0;
  g_assert_true (g_file_get_contents (fixture->data, &text, &length, NULL));
  write_file (fixture->data, text, length / 2);
  assert_refused (arguments, fixture->data);
  memset (text + length / 2, '#', 5000);
  write_file (fixture->data, text, length);
  assert_refused (arguments, fixture->data);
}

static void
test_announcement (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_new (
    G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE,
    &error, g_getenv ("CARILLON_EMULATOR"), "serve", "--port", "0", "--announce",
    "--exit-with-stdin", NULL);
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, "ignored", NULL, &output, &errors, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  g_assert_cmpstr (errors, ==, "");
  g_assert_true (g_regex_match_simple ("^{\"url\":\"http://127\\.0\\.0\\.1:[0-9]+/v1\","
                                       "\"sid\":\"AC[0-9a-f]{32}\",\"secret\":\"[^\"]{20,}\"}\n$",
                                       output, G_REGEX_DOLLAR_ENDONLY, 0));
}

/* Starts it as a person does and ends it by a signal. */
static void
assert_ends_with (int signal)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_PIPE, &error, g_getenv ("CARILLON_EMULATOR"),
                      "serve", "--port", "0", "--auth", "ACme:secret", NULL);
  g_assert_no_error (error);
  g_autoptr (GDataInputStream) errors =
    g_data_input_stream_new (g_subprocess_get_stderr_pipe (process));
  g_autofree char *listening = g_data_input_stream_read_line (errors, NULL, NULL, &error);
  g_autofree char *sid = g_data_input_stream_read_line (errors, NULL, NULL, &error);
  g_autofree char *secret = g_data_input_stream_read_line (errors, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (strstr (listening, "http://127.0.0.1:"));
  g_assert_nonnull (strstr (sid, "ACme"));
  g_assert_nonnull (strstr (secret, "secret"));
  g_subprocess_send_signal (process, signal);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
}

static void
test_signals (Fixture *fixture, gconstpointer data)
{
  assert_ends_with (SIGTERM);
  assert_ends_with (SIGINT);
}

static void
test_restart (Fixture *fixture, gconstpointer data)
{
  TestEmulator *emulator = test_emulator_start ("--data", fixture->data, NULL);
  Api *api = api_of (emulator);
  g_autofree char *registration = api_register (api, "test_app", "tok", NULL);
  g_autofree char *operation =
    api_send (api, "{'to':[{'token':'a','provider':'APN'}]," CONTENT "}");
  api_free (api);
  test_emulator_stop (emulator);

  /* What was queued then is delivered now. */
  emulator = test_emulator_start ("--data", fixture->data, "--demo", NULL);
  api = api_of (emulator);
  api_get (api, 200, "/PushNotifications/DeviceRegistrations/%s", registration);
  api_assert_stat (api_await_operation (api, operation), "sent", 1);
  JsonObject *users = api_get (api, 200, "/PushNotifications/Users?pageSize=1000");
  g_assert_cmpuint (api_count (users, "users"), ==, 2);
  api_free (api);
  test_emulator_stop (emulator);
}

/* Accepts sends until it is killed right after an answer, and must have all of them then. */
static void
test_kill (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) operations = g_ptr_array_new_with_free_func (g_free);

  for (guint round = 0; round < 5; round++) {
    g_autoptr (GSubprocess) process = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, g_getenv ("CARILLON_EMULATOR"), "serve", "--port",
      "0", "--announce", "--auth", "ACme:secret", "--data", fixture->data, NULL);
    g_assert_no_error (error);
    g_autoptr (GDataInputStream) output =
      g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
    g_autofree char *line = g_data_input_stream_read_line (output, NULL, NULL, &error);
    g_assert_no_error (error);
    g_autoptr (GBytes) bytes = g_bytes_new (line, strlen (line));
    g_autoptr (JsonNode) announcement = base_json_parse (bytes, &error);
    g_assert_no_error (error);
    g_autoptr (Api) api =
      api_new (base_json_string (base_json_node_object (announcement), "url"), "ACme", "secret");

    JsonObject *list = api_get (api, 200, "/PushNotifications/Operations?pageSize=1000");
    g_assert_cmpuint (api_count (list, "operations"), ==, operations->len);
    for (guint i = 0; i < operations->len; i++) {
      JsonObject *operation =
        api_get (api, 200, "/PushNotifications/Operations/%s", (char *) operations->pdata[i]);
      api_assert_stat (operation, "total", 2);
    }
    for (guint i = 0; i <= round; i++) {
      g_ptr_array_add (operations, api_send (api, "{'to':[{'token':'a','provider':'APN'},"
                                                  "{'token':'b','provider':'FCM'}]," CONTENT "}"));
    }
    g_subprocess_force_exit (process);
    g_subprocess_wait (process, NULL, NULL);
  }
}

static guint
count_all (Api *api, const char *path, const char *collection)
{
  g_autofree char *token = g_strdup ("");
  guint count = 0;

  while (token != NULL) {
    JsonObject *page = api_get (api, 200, "%s?pageSize=1000&pageToken=%s", path, token);
    count += api_count (page, collection);
    g_free (token);
    token = g_strdup (api_next_page (page));
  }
  return count;
}

static void
test_demo (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TestEmulator) emulator = test_emulator_start ("--demo", NULL);
  g_autoptr (Api) api = api_of (emulator);
  gint64 recipients = 0, unaddressable = 0, sent = 0, failed = 0, total = 0;

  g_assert_cmpuint (count_all (api, "/PushNotifications/Users", "users"), ==, 2000);
  JsonObject *operations = api_get (api, 200, "/PushNotifications/Operations?status=COMPLETED");
  g_assert_cmpuint (api_count (operations, "operations"), ==, 40);
  for (guint i = 0; i < 40; i++) {
    JsonObject *stats = base_json_object (api_element (operations, "operations", i), "stats");
    recipients += base_json_int (stats, "recipients", 0);
    unaddressable += base_json_int (stats, "unaddressable", 0);
    sent += base_json_int (stats, "sent", 0);
    failed += base_json_int (stats, "failed", 0);
    total += base_json_int (stats, "total", 0);
  }
  g_assert_cmpint (unaddressable, >, 0);
  g_assert_cmpint (failed, >, 0);
  g_assert_cmpint (recipients, ==, unaddressable + total);
  g_assert_cmpint (total, ==, sent + failed);
  g_assert_cmpuint (count_all (api, "/PushNotifications", "notifications"), ==, total);
}

/* What was asked for is there, and what is rare is in the oldest operation. */
static void
test_fill (Fixture *fixture, gconstpointer data)
{
  const char *const arguments[] = {
    "fill", "--data",       fixture->data, "--users", "70", "--notifications",
    "130",  "--operations", "3",           NULL,
  };
  g_autofree char *progress = NULL;

  g_assert_cmpint (run (arguments, NULL, &progress), ==, 0);
  g_assert_nonnull (strstr (progress, "70 of 70"));
  assert_refused (arguments, "there already");

  g_autoptr (TestEmulator) emulator = test_emulator_start ("--data", fixture->data, NULL);
  g_autoptr (Api) api = api_of (emulator);
  g_assert_cmpuint (count_all (api, "/PushNotifications/Users", "users"), ==, 71);
  g_assert_cmpuint (count_all (api, "/PushNotifications", "notifications"), ==, 130);
  JsonObject *list = api_get (api, 200, "/PushNotifications/Operations?status=COMPLETED");
  g_assert_cmpuint (api_count (list, "operations"), ==, 3);
  g_autofree char *oldest = g_strdup (base_json_string (api_element (list, "operations", 2), "id"));
  api_assert_stat (api_element (list, "operations", 2), "failed", 21);
  list = api_get (api, 200, "/PushNotifications?operationId=%s&tags=rare:yes;", oldest);
  g_assert_cmpuint (api_count (list, "notifications"), ==, 43);
  list = api_get (api, 200, "/PushNotifications?provider=APN");
  g_assert_cmpuint (api_count (list, "notifications"), ==, 22);

  /* Over days, not all at once. */
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) then = g_date_time_add_days (now, -3);
  g_autofree char *date = g_date_time_format_iso8601 (then);
  list = api_get (api, 200, "/PushNotifications/Operations?endDate=%s", date);
  g_assert_cmpuint (api_count (list, "operations"), ==, 2);
}

#define ADD(name, function) \
  g_test_add ("/emulator/program/" name, Fixture, NULL, set_up, function, tear_down)

static guint
count_descriptors (TestEmulator *emulator)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/fd", test_emulator_get_process_id (emulator));
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) folder = g_dir_open (path, 0, &error);
  guint n = 0;

  g_assert_no_error (error);
  while (g_dir_read_name (folder) != NULL) {
    n++;
  }
  return n;
}

/* A client that goes away takes its connection with it, however it was answered. */
static void
test_hang_ups (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TestEmulator) emulator = test_emulator_start ("--control", NULL);
  g_autoptr (Api) kept = api_of (emulator);

  api_get (kept, 200, "/PushNotifications/Apps");
  guint n_before = count_descriptors (emulator);
  for (guint i = 0; i < 30; i++) {
    g_autoptr (Api) api = api_of (emulator);
    g_autofree char *fault =
      i % 2 > 0 ? test_emulator_add_fault (emulator, "{'kind':'status','status':500}") : NULL;
    api_get (api, fault != NULL ? 500 : 200, "/PushNotifications/Apps");
  }
  /* While these are answered, the emulator learns of the ends of those before. */
  for (guint i = 0; i < 1000 && count_descriptors (emulator) > n_before; i++) {
    api_get (kept, 200, "/PushNotifications/Apps");
  }
  g_assert_cmpuint (count_descriptors (emulator), ==, n_before);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("arguments", test_arguments);
  ADD ("information", test_information);
  ADD ("port-in-use", test_port_in_use);
  ADD ("bad-data", test_bad_data);
  ADD ("announcement", test_announcement);
  ADD ("signals", test_signals);
  ADD ("restart", test_restart);
  ADD ("kill", test_kill);
  ADD ("hang-ups", test_hang_ups);
  ADD ("demo", test_demo);
  ADD ("fill", test_fill);
  return g_test_run ();
}
