/* What "serve --record" writes down of what was said, and what it keeps to itself. */

#include "api.h"

#include "test-emulator.h"

#include <glib/gstdio.h>
#include <string.h>

#define MAX_REQUEST (10 * 1024 * 1024)

typedef struct {
  char *folder;
  char *record;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  /* Two options of the name would leave this one without effect. */
  g_unsetenv ("CARILLON_RECORD");
  fixture->folder = g_dir_make_tmp ("carillon-emulator-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->record = g_build_filename (fixture->folder, "record.jsonl", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (g_remove (fixture->record), ==, 0);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->record);
  g_free (fixture->folder);
}

static TestEmulator *
start (Fixture *fixture)
{
  return test_emulator_start ("--auth", "ACme:the-secret", "--record", fixture->record, NULL);
}

static Api *
api_of (TestEmulator *emulator)
{
  return api_new (test_emulator_get_url (emulator), test_emulator_get_sid (emulator),
                  test_emulator_get_secret (emulator));
}

/* The exchanges so far: each is there before its answer is. */
static GPtrArray *
read_record (Fixture *fixture)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *exchanges = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);

  g_file_get_contents (fixture->record, &text, NULL, &error);
  g_assert_no_error (error);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL && *lines[i] != '\0'; i++) {
    g_autoptr (GBytes) line = g_bytes_new_static (lines[i], strlen (lines[i]));
    g_ptr_array_add (exchanges, base_json_parse (line, &error));
    g_assert_no_error (error);
  }
  return exchanges;
}

static void
assert_exchange (
  GPtrArray *exchanges, guint index, const char *method, const char *path, gint64 status)
{
  g_assert_cmpuint (index, <, exchanges->len);
  JsonObject *exchange = base_json_node_object (exchanges->pdata[index]);

  g_assert_cmpstr (base_json_string (exchange, "method"), ==, method);
  g_assert_cmpstr (base_json_string (exchange, "path"), ==, path);
  g_assert_cmpint (base_json_int (exchange, "status", 0), ==, status);
}

static JsonObject *
half (GPtrArray *exchanges, guint index, const char *name)
{
  return base_json_object (base_json_node_object (exchanges->pdata[index]), name);
}

static void
test_exchanges (Fixture *fixture, gconstpointer data)
{
  const char *body = "{\"to\":[{\"token\":\"Grüße\",\"provider\":\"FCM\"}],"
                     "\"content\":{\"title\":\"t\"}}";
  g_autoptr (TestEmulator) emulator = start (fixture);
  g_autoptr (Api) api = api_of (emulator);

  api_get (api, 200, "/PushNotifications/Users?pageSize=2&unknown=%%20");
  api_post (api, 202, "/PushNotifications", body);
  g_autofree char *location = g_strdup (api_get_header (api, "Location"));
  api_set_pair (api, NULL, NULL);
  api_get (api, 401, "/PushNotifications/Users");

  g_autoptr (GPtrArray) exchanges = read_record (fixture);
  g_assert_cmpuint (exchanges->len, ==, 3);
  assert_exchange (exchanges, 0, "GET", "/v1/PushNotifications/Users?pageSize=2&unknown=%20", 200);
  assert_exchange (exchanges, 1, "POST", "/v1/PushNotifications", 202);
  assert_exchange (exchanges, 2, "GET", "/v1/PushNotifications/Users", 401);
  g_assert_null (base_json_string (half (exchanges, 0, "request"), "body"));
  g_assert_cmpstr (base_json_string (half (exchanges, 1, "request"), "body"), ==, body);
  JsonObject *headers = base_json_object (half (exchanges, 1, "response"), "headers");
  g_assert_cmpstr (base_json_string (headers, "Location"), ==, location);
  g_assert_nonnull (strstr (base_json_string (half (exchanges, 1, "response"), "body"), location));
}

static void
test_secrets (Fixture *fixture, gconstpointer data)
{
  g_autofree char *pair = g_base64_encode ((const guchar *) "ACme:the-secret", 15);
  g_autofree char *text = NULL;
  g_autoptr (TestEmulator) emulator = start (fixture);
  g_autoptr (Api) api = api_of (emulator);
  GStatBuf status;

  api_get (api, 200, "/PushNotifications/Users");
  g_assert_true (g_file_get_contents (fixture->record, &text, NULL, NULL));
  g_assert_null (strstr (text, pair));
  g_assert_null (strstr (text, "the-secret"));
  g_assert_cmpint (g_stat (fixture->record, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
}

static void
test_bytes (Fixture *fixture, gconstpointer data)
{
  static const guchar bytes[] = { 0xff, 0x00, 0xfe };
  g_autoptr (GBytes) body = g_bytes_new_static (bytes, sizeof bytes);
  g_autoptr (TestEmulator) emulator = start (fixture);
  g_autoptr (Api) api = api_of (emulator);

  api_post_bytes (api, 400, "/PushNotifications", body);
  g_autoptr (GPtrArray) exchanges = read_record (fixture);
  JsonObject *request = half (exchanges, 0, "request");
  g_assert_cmpstr (base_json_string (request, "bodyBase64"), ==, "/wD+");
  g_assert_false (json_object_has_member (request, "body"));
}

/* Refused before a handler sees it. */
static void
test_too_long (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) body = g_bytes_new_take (g_malloc0 (MAX_REQUEST + 1), MAX_REQUEST + 1);
  g_autoptr (TestEmulator) emulator = start (fixture);
  g_autoptr (Api) api = api_of (emulator);

  api_post_bytes (api, 413, "/PushNotifications", body);
  g_autoptr (GPtrArray) exchanges = read_record (fixture);
  g_assert_cmpuint (exchanges->len, ==, 1);
  assert_exchange (exchanges, 0, "POST", "/v1/PushNotifications", 413);
}

static void
test_adds (Fixture *fixture, gconstpointer data)
{
  for (guint i = 1; i <= 2; i++) {
    g_autoptr (TestEmulator) emulator = start (fixture);
    g_autoptr (Api) api = api_of (emulator);
    api_get (api, 200, "/PushNotifications/Users");
    g_autoptr (GPtrArray) exchanges = read_record (fixture);
    g_assert_cmpuint (exchanges->len, ==, i);
  }
}

#define ADD(name, function) \
  g_test_add ("/emulator/recorder/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("exchanges", test_exchanges);
  ADD ("secrets", test_secrets);
  ADD ("bytes", test_bytes);
  ADD ("too-long", test_too_long);
  ADD ("adds", test_adds);
  return g_test_run ();
}
