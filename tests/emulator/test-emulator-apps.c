/* Apps: how they come to be and go, which is the default, and how they are listed. */

#include "api.h"

#include "test-emulator.h"

#include <string.h>

typedef struct {
  TestEmulator *emulator;
  Api *api;
} Fixture;

#define APPS "/PushNotifications/Apps"
#define CREDENTIALS "/PushNotifications/Credentials"
#define REGISTRATIONS "/PushNotifications/DeviceRegistrations"

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->emulator = test_emulator_start (NULL);
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

static void
delete_credentials (Api *api, const char *app)
{
  while (TRUE) {
    JsonObject *answer = api_get (api, 200, CREDENTIALS "?appName=%s", app);
    if (api_count (answer, "credentials") == 0) {
      return;
    }
    JsonObject *credential = api_element (answer, "credentials", 0);
    g_autofree char *path =
      g_strconcat (CREDENTIALS "/", base_json_string (credential, "id"), NULL);
    api_delete (api, 202, path);
  }
}

static char *
default_app (Api *api)
{
  JsonObject *answer = api_get (api, 200, APPS "?isDefault=true");

  g_assert_cmpuint (api_count (answer, "apps"), ==, 1);
  return g_strdup (base_json_string (api_element (answer, "apps", 0), "name"));
}

static void
assert_default_app (Api *api, const char *name)
{
  g_autofree char *found = default_app (api);

  g_assert_cmpstr (found, ==, name);
}

static void
test_fetch (Fixture *fixture, gconstpointer data)
{
  JsonObject *app = api_get (fixture->api, 200, APPS "/test_app");
  JsonObject *credential = api_element (app, "defaultCredentials", 0);

  g_assert_cmpstr (base_json_string (app, "name"), ==, "test_app");
  g_assert_true (base_json_boolean (app, "isDefault", FALSE));
  g_assert_cmpuint (api_count (app, "defaultCredentials"), ==, 2);
  g_assert_cmpstr (base_json_string (credential, "credentialType"), ==, "FCM");
  g_assert_cmpstr (base_json_string (credential, "credentialId"), ==,
                   "comms_credential_01h9krwprkeee8fzqspvwy6nq8");
  g_assert_nonnull (base_json_string (app, "createdAt"));
  g_assert_nonnull (base_json_string (app, "updatedAt"));
  app = api_get (fixture->api, 200, APPS "/limonade_app");
  g_assert_false (base_json_boolean (app, "isDefault", TRUE));
  api_get (fixture->api, 404, APPS "/nobody");
  api_get (fixture->api, 404, APPS "/Test_App");
}

static void
test_list (Fixture *fixture, gconstpointer data)
{
  JsonObject *answer = api_get (fixture->api, 200, APPS);
  g_assert_cmpuint (api_count (answer, "apps"), ==, 2);
  g_assert_cmpstr (base_json_string (api_element (answer, "apps", 0), "name"), ==, "limonade_app");
  answer = api_get (fixture->api, 200, APPS "?isDefault=false");
  g_assert_cmpuint (api_count (answer, "apps"), ==, 1);
  g_assert_cmpstr (base_json_string (api_element (answer, "apps", 0), "name"), ==, "limonade_app");
  answer = api_get (fixture->api, 200, APPS "?endDate=2020-01-01T00:00:00Z");
  g_assert_cmpuint (api_count (answer, "apps"), ==, 0);
  answer = api_get (fixture->api, 200, APPS "?startDate=2020-01-01T00:00:00Z&nonsense=%%20");
  g_assert_cmpuint (api_count (answer, "apps"), ==, 2);
  answer = api_get (fixture->api, 200, APPS "?pageSize=1");
  g_autofree char *next = g_strdup (api_next_page (answer));
  answer = api_get (fixture->api, 200, APPS "?pageSize=1&pageToken=%s", next);
  g_assert_cmpstr (base_json_string (api_element (answer, "apps", 0), "name"), ==, "test_app");
  g_assert_null (api_next_page (answer));
}

static void
test_list_refused (Fixture *fixture, gconstpointer data)
{
  const char *const contexts[] = { "$.startDate", "$.endDate",   "$.isDefault",
                                   "$.pageSize",  "$.pageToken", NULL };

  api_get (fixture->api, 400,
           APPS "?startDate=today&endDate=&isDefault=yes&pageSize=0&pageToken=!&other=1");
  api_assert_contexts (fixture->api, contexts);
}

static void
test_make_default (Fixture *fixture, gconstpointer data)
{
  JsonObject *answer = api_patch (fixture->api, 202, APPS "/limonade_app", "{'isDefault':true}");

  g_assert_cmpstr (base_json_string (answer, "resourceId"), ==, "limonade_app");
  g_assert_true (
    g_str_has_suffix (base_json_string (answer, "resourceLocation"), "/v1" APPS "/limonade_app"));
  g_assert_cmpstr (api_get_header (fixture->api, "Location"), ==,
                   base_json_string (answer, "resourceLocation"));
  assert_default_app (fixture->api, "limonade_app");
  answer = api_get (fixture->api, 200, APPS "/test_app");
  g_assert_false (base_json_boolean (answer, "isDefault", TRUE));

  api_patch (fixture->api, 202, APPS "/limonade_app", "{'isDefault':true}");
  api_patch (fixture->api, 202, APPS "/test_app", "{'isDefault':false}");
  assert_default_app (fixture->api, "limonade_app");
}

static void
test_make_default_refused (Fixture *fixture, gconstpointer data)
{
  const char *const context[] = { "$.isDefault", NULL };
  const char *bodies[] = { "{}", "{'isDefault':null}", "{'isDefault':'true'}", "{'isDefault':1}",
                           "{'isDefault':false}" };

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++) {
    api_patch (fixture->api, 400, APPS "/test_app", bodies[i]);
    api_assert_contexts (fixture->api, context);
  }
  assert_default_app (fixture->api, "test_app");
  api_patch (fixture->api, 404, APPS "/nobody", "{'isDefault':true}");
}

/* Sends that name no sender go out from it. */
static void
test_default_sends (Fixture *fixture, gconstpointer data)
{
  g_autofree char *credential = api_add_credential (fixture->api, "FCM", "another", FALSE);
  api_patch (fixture->api, 202, APPS "/another", "{'isDefault':true}");
  g_autofree char *id =
    api_send (fixture->api, "{'to':[{'token':'t','provider':'FCM'}],'content':{'body':'b'}}");
  JsonObject *answer = api_get (fixture->api, 200, "/PushNotifications?operationId=%s", id);
  JsonObject *from = base_json_object (api_element (answer, "notifications", 0), "from");

  g_assert_cmpstr (base_json_string (from, "fcm"), ==, credential);
}

static void
test_no_call (Fixture *fixture, gconstpointer data)
{
  const char *const context[] = { "$", NULL };

  api_delete (fixture->api, 405, APPS "/test_app");
  g_assert_nonnull (strstr (api_get_header (fixture->api, "Allow"), "PATCH"));
  api_post (fixture->api, 405, APPS, "{'name':'new'}");
  g_assert_null (strstr (api_get_header (fixture->api, "Allow"), "POST"));
  api_patch (fixture->api, 400, APPS "/test_app", "[]");
  api_assert_contexts (fixture->api, context);
}

/* The first app of an account is the default, and there is one as long as there are any. */
static void
test_born_and_gone (Fixture *fixture, gconstpointer data)
{
  const char *const context[] = { "$.from", NULL };

  delete_credentials (fixture->api, "test_app");
  api_get (fixture->api, 404, APPS "/test_app");
  assert_default_app (fixture->api, "limonade_app");
  delete_credentials (fixture->api, "limonade_app");
  g_assert_cmpuint (api_count (api_get (fixture->api, 200, APPS), "apps"), ==, 0);
  api_post (fixture->api, 400, "/PushNotifications",
            "{'to':[{'token':'t','provider':'FCM'}],'content':{'body':'b'}}");
  api_assert_contexts (fixture->api, context);

  g_autofree char *first = api_add_credential (fixture->api, "APN_SANDBOX", "first", FALSE);
  g_autofree char *second = api_add_credential (fixture->api, "FCM", "second", TRUE);
  assert_default_app (fixture->api, "first");
  JsonObject *app = api_get (fixture->api, 200, APPS "/first");
  g_assert_cmpuint (api_count (app, "defaultCredentials"), ==, 1);
  JsonObject *credential = api_element (app, "defaultCredentials", 0);
  g_assert_cmpstr (base_json_string (credential, "credentialType"), ==, "APN_SANDBOX");
  g_assert_cmpstr (base_json_string (credential, "credentialId"), ==, first);
}

/* The oldest one left, not the newest. */
static void
test_reelected (Fixture *fixture, gconstpointer data)
{
  g_autofree char *newest = api_add_credential (fixture->api, "FCM", "newest", FALSE);

  delete_credentials (fixture->api, "test_app");
  assert_default_app (fixture->api, "limonade_app");
  delete_credentials (fixture->api, "newest");
  assert_default_app (fixture->api, "limonade_app");
}

static void
test_takes_registrations (Fixture *fixture, gconstpointer data)
{
  const char *const context[] = { "$.appName", NULL };
  g_autofree char *gone = api_register (fixture->api, "test_app", "tok", API_USER);
  g_autofree char *stays = api_register (fixture->api, "limonade_app", "tok", API_USER);

  delete_credentials (fixture->api, "test_app");
  api_get (fixture->api, 404, REGISTRATIONS "/%s", gone);
  api_get (fixture->api, 200, REGISTRATIONS "/%s", stays);
  api_get (fixture->api, 200, "/PushNotifications/Users/" API_USER);
  api_post (fixture->api, 400, REGISTRATIONS,
            "{'appName':'test_app','token':'tok','provider':'FCM'}");
  api_assert_contexts (fixture->api, context);
  /* Nothing of the app that had this name comes back with it. */
  g_autofree char *again = api_add_credential (fixture->api, "FCM", "test_app", FALSE);
  JsonObject *answer =
    api_get (fixture->api, 200, REGISTRATIONS "?userId=" API_USER "&appName=test_app");
  g_assert_cmpuint (api_count (answer, "deviceRegistrations"), ==, 0);
}

static void
test_ten (Fixture *fixture, gconstpointer data)
{
  const char *const context[] = { "$.appName", NULL };

  for (guint i = 2; i < 10; i++) {
    g_autofree char *name = g_strdup_printf ("app_%u", i);
    g_autofree char *id = api_add_credential (fixture->api, "FCM", name, FALSE);
  }
  g_autofree char *account =
    api_encode ("{\"type\":\"service_account\",\"project_id\":\"p\",\"private_key\":\"k\","
                "\"client_email\":\"e\"}");
  g_autofree char *body = g_strdup_printf (
    "{'credentialType':'FCM','appName':'eleventh','content':{'privateKey':'%s'}}", account);
  api_post (fixture->api, 400, CREDENTIALS, body);
  api_assert_contexts (fixture->api, context);
  g_assert_cmpuint (api_count (api_get (fixture->api, 200, APPS), "apps"), ==, 10);
  g_autofree char *known = api_add_credential (fixture->api, "FCM", "app_9", FALSE);
  delete_credentials (fixture->api, "app_9");
  api_post (fixture->api, 202, CREDENTIALS, body);
}

#define ADD(name, function) \
  g_test_add ("/emulator/apps/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("fetch", test_fetch);
  ADD ("list", test_list);
  ADD ("list-refused", test_list_refused);
  ADD ("make-default", test_make_default);
  ADD ("make-default-refused", test_make_default_refused);
  ADD ("default-sends", test_default_sends);
  ADD ("no-call", test_no_call);
  ADD ("born-and-gone", test_born_and_gone);
  ADD ("re-elected", test_reelected);
  ADD ("takes-registrations", test_takes_registrations);
  ADD ("ten", test_ten);
  return g_test_run ();
}
