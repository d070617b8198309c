/* A data file of an older version goes on being used. */

#include "api.h"

#include "test-emulator.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

#define OPERATION "comms_operation_01m80n38zqsppf1782wy8erh1e"
#define NOTIFICATION "comms_pushnotification_01m80n38zr0s5j65tjx8a1bt6z"

typedef struct {
  char *folder;
  char *data;
} Fixture;

static void
make_file (const char *path, const char *script)
{
  g_autofree char *script_path = g_test_build_filename (G_TEST_DIST, "emulator", script, NULL);
  g_autofree char *sql = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *database = NULL;

  g_file_get_contents (script_path, &sql, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (database), ==, SQLITE_OK);
}

static void
set_up (Fixture *fixture, gconstpointer script)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("carillon-upgrade-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->data = g_build_filename (fixture->folder, "emulator.db", NULL);
  make_file (fixture->data, script);
}

static void
tear_down (Fixture *fixture, gconstpointer script)
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

static void
assert_kept (Api *api)
{
  JsonObject *notification = api_get (api, 200, "/PushNotifications/" NOTIFICATION);
  JsonObject *content = base_json_object (notification, "content");

  g_assert_cmpstr (base_json_string (content, "title"), ==, "Hi Ann");
  g_assert_cmpstr (base_json_string (notification, "status"), ==, "SENT");
  JsonObject *registrations =
    api_get (api, 200, "/PushNotifications/DeviceRegistrations?userId=" API_USER);
  g_assert_cmpuint (api_count (registrations, "deviceRegistrations"), ==, 1);
  api_assert_stat (api_get (api, 200, "/PushNotifications/Operations/" OPERATION), "sent", 2);
}

static void
test_version_1 (Fixture *fixture, gconstpointer script)
{
  for (guint i = 0; i < 2; i++) {
    g_autoptr (TestEmulator) emulator =
      test_emulator_start ("--data", fixture->data, "--pace", "0", NULL);
    g_autoptr (Api) api = api_of (emulator);
    assert_kept (api);
    g_autofree char *operation =
      api_send (api, "{'to':[{'userId':'" API_USER "'}],'content':{'body':'b'}}");
    api_assert_stat (api_await_operation (api, operation), "sent", 1);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/emulator/upgrade/version-1", Fixture, "version-1.sql", set_up, test_version_1,
              tear_down);

  return g_test_run ();
}
