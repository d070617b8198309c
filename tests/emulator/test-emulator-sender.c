/* Who a send comes from: the forms of `from`, and everything that can be wrong with one. */

#include "api.h"

#include "test-emulator.h"

typedef struct {
  TestEmulator *emulator;
  Api *api;
} Fixture;

#define FCM "comms_credential_01h9krwprkeee8fzqspvwy6nq8" /* of test_app, as the next */
#define APN "comms_credential_8qn6ywvpsqzf8eeekrpwrk9h10"
#define NOBODY "comms_credential_8qn6ywvpsqzf8eeekrpwrk9h11"

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

static char *
make_send (const char *from)
{
  return g_strdup_printf ("{'to':[{'token':'f','provider':'FCM'},{'token':'a','provider':'APN'}],"
                          "'content':{'body':'b'}%s%s}",
                          from != NULL ? ",'from':" : "", from != NULL ? from : "");
}

/* Asserts the credentials, and that no other one was used. */
static void
assert_sender (Api *api, const char *from, const char *fcm, const char *apn)
{
  g_autofree char *body = make_send (from);
  g_autofree char *id = api_send (api, body);
  JsonObject *answer = api_get (api, 200, "/PushNotifications?operationId=%s", id);

  g_assert_cmpuint (api_count (answer, "notifications"), ==, 2);
  for (guint i = 0; i < 2; i++) {
    JsonObject *notification = api_element (answer, "notifications", i);
    JsonObject *sender = base_json_object (notification, "from");
    const char *provider = base_json_string (base_json_object (notification, "to"), "provider");
    gboolean is_fcm = g_str_equal (provider, "FCM");
    g_assert_cmpstr (base_json_string (sender, "fcm"), ==, is_fcm ? fcm : NULL);
    g_assert_cmpstr (base_json_string (sender, "apn"), ==, is_fcm ? NULL : apn);
  }
}

static void
test_forms (Fixture *fixture, gconstpointer data)
{
  Api *api = fixture->api;
  g_autofree char *fcm = api_add_credential (api, "FCM", "other", FALSE);
  g_autofree char *second = api_add_credential (api, "FCM", "other", FALSE);
  g_autofree char *apn = api_add_credential (api, "APN", "other", FALSE);
  g_autofree char *both_apps = g_strdup_printf ("{'fcm':'%s','apn':'" APN "'}", second);
  g_autofree char *one = g_strdup_printf ("{'fcm':'%s'}", second);

  assert_sender (api, NULL, FCM, APN);
  assert_sender (api, "null", FCM, APN);
  assert_sender (api, "{'appName':'other'}", fcm, apn);
  assert_sender (api, "{'appName':'other','unknown':1}", fcm, apn);
  assert_sender (api, "{'fcm':'" FCM "','apn':'" APN "'}", FCM, APN);
  assert_sender (api, "{'apn':'" APN "'}", NULL, APN);
  assert_sender (api, one, second, NULL);
  assert_sender (api, both_apps, second, APN);
  g_autofree char *path = g_strconcat ("/PushNotifications/Credentials/", second, NULL);
  api_patch (api, 202, path, "{'isDefault':true}");
  assert_sender (api, "{'appName':'other'}", second, apn);
}

/* It stands in for the production one where there is none, and can always be named. */
static void
test_sandbox (Fixture *fixture, gconstpointer data)
{
  const char *const context[] = { "$.from.fcm", NULL };
  g_autofree char *sandbox = api_add_credential (fixture->api, "APN_SANDBOX", "sandy", FALSE);
  g_autofree char *named = g_strdup_printf ("{'apn':'%s'}", sandbox);
  g_autofree char *wrong = g_strdup_printf ("{'fcm':'%s'}", sandbox);
  g_autofree char *refused = make_send (wrong);

  assert_sender (fixture->api, "{'appName':'sandy'}", NULL, sandbox);
  assert_sender (fixture->api, named, NULL, sandbox);
  api_post (fixture->api, 400, "/PushNotifications", refused);
  api_assert_contexts (fixture->api, context);
  g_autofree char *production = api_add_credential (fixture->api, "APN", "sandy", FALSE);
  assert_sender (fixture->api, "{'appName':'sandy'}", NULL, production);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  const struct {
    const char *from;
    const char *contexts;
  } cases[] = {
    { "'test_app'", "$.from" },
    { "[]", "$.from" },
    { "{}", "$.from" },
    { "{'senderId':'comms_sender_x'}", "$.from" },
    { "{'appName':'nobody'}", "$.from.appName" },
    { "{'appName':'Test-App'}", "$.from.appName" },
    { "{'appName':null}", "$.from.appName" },
    { "{'appName':7}", "$.from.appName" },
    { "{'fcm':'" NOBODY "','apn':'" NOBODY "'}", "$.from.fcm $.from.apn" },
    { "{'fcm':'" APN "','apn':'" FCM "'}", "$.from.fcm $.from.apn" },
    { "{'fcm':'','apn':null}", "$.from.fcm $.from.apn" },
    { "{'fcm':'" API_USER "','apn':[]}", "$.from.fcm $.from.apn" },
    { "{'appName':'test_app','fcm':'" FCM "'}", "$.from" },
    { "{'appName':'nobody','fcm':'" APN "','apn':'x'}",
      "$.from $.from.apn $.from.appName $.from.fcm" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (GStrv) contexts = g_strsplit (cases[i].contexts, " ", -1);
    g_autofree char *body = make_send (cases[i].from);
    g_test_message ("%s", cases[i].from);
    api_post (fixture->api, 400, "/PushNotifications", body);
    api_assert_contexts (fixture->api, (const char *const *) contexts);
  }
  JsonObject *answer = api_get (fixture->api, 200, "/PushNotifications/Operations");
  g_assert_cmpuint (api_count (answer, "operations"), ==, 0);
}

/* Along with what is wrong elsewhere. */
static void
test_at_once (Fixture *fixture, gconstpointer data)
{
  const char *const contexts[] = { "$.to", "$.content", "$.priority", "$.from.fcm", NULL };

  api_post (fixture->api, 400, "/PushNotifications",
            "{'to':[],'priority':'high','from':{'fcm':'" NOBODY "'}}");
  api_assert_contexts (fixture->api, contexts);
}

/* The devices that a user has under the app of each credential are reached with it, and no other.
 */
static void
test_users (Fixture *fixture, gconstpointer data)
{
  Api *api = fixture->api;
  g_autofree char *fcm = api_add_credential (api, "FCM", "other", FALSE);
  g_autofree char *registration = api_register (api, "test_app", "tok", API_USER);
  g_autofree char *there =
    g_strdup ("{'to':[{'userId':'" API_USER "'}],'content':{'body':'b'},'from':{'fcm':'" FCM "'}}");
  g_autofree char *elsewhere = g_strdup_printf (
    "{'to':[{'userId':'" API_USER "'}],'content':{'body':'b'},'from':{'fcm':'%s'}}", fcm);
  g_autofree char *reached = api_send (api, there);
  g_autofree char *missed = api_send (api, elsewhere);

  api_assert_stat (api_get (api, 200, "/PushNotifications/Operations/%s", reached), "unaddressable",
                   0);
  api_assert_stat (api_get (api, 200, "/PushNotifications/Operations/%s", missed), "unaddressable",
                   1);
}

#define ADD(name, function) \
  g_test_add ("/emulator/sender/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("forms", test_forms);
  ADD ("sandbox", test_sandbox);
  ADD ("refused", test_refused);
  ADD ("at-once", test_at_once);
  ADD ("users", test_users);
  return g_test_run ();
}
