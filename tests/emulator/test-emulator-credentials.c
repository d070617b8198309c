/* Credentials: what is taken for one, which is the default of its app, and how they are listed. */

#include "api.h"

#include "test-emulator.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  TestEmulator *emulator;
  Api *api;
} Fixture;

#define APPS "/PushNotifications/Apps"
#define CREDENTIALS "/PushNotifications/Credentials"
#define EXAMPLE CREDENTIALS "/comms_credential_01h9krwprkeee8fzqspvwy6nq8"

#define CERTIFICATE "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
#define KEY "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n"

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

static gboolean
is_default (Api *api, const char *id)
{
  return base_json_boolean (api_get (api, 200, CREDENTIALS "/%s", id), "isDefault", FALSE);
}

static void
delete_credential (Api *api, const char *id)
{
  g_autofree char *path = g_strconcat (CREDENTIALS "/", id, NULL);

  api_delete (api, 202, path);
}

static void
test_create (Fixture *fixture, gconstpointer data)
{
  const char *types[] = { "FCM", "APN", "APN_SANDBOX" };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++) {
    g_autofree char *id = api_add_credential (fixture->api, types[i], "new_app", FALSE);
    JsonObject *answer = api_get (fixture->api, 200, CREDENTIALS "/%s", id);
    const char *names[] = {
      "id", "credentialType", "isDefault", "appName", "createdAt", "updatedAt"
    };
    for (gsize j = 0; j < G_N_ELEMENTS (names); j++) {
      g_assert_true (json_object_has_member (answer, names[j]));
    }
    /* Above all no secrets. */
    g_assert_cmpuint (json_object_get_size (answer), ==, G_N_ELEMENTS (names));
    g_assert_cmpstr (base_json_string (answer, "id"), ==, id);
    g_assert_cmpstr (base_json_string (answer, "credentialType"), ==, types[i]);
    g_assert_cmpstr (base_json_string (answer, "appName"), ==, "new_app");
    g_assert_true (base_json_boolean (answer, "isDefault", FALSE));
  }
  JsonObject *app = api_get (fixture->api, 200, APPS "/new_app");
  g_assert_cmpuint (api_count (app, "defaultCredentials"), ==, 3);
}

static void
assert_refused (Api *api, const char *body, const char *contexts)
{
  g_auto (GStrv) expected = g_strsplit (contexts, " ", -1);

  g_test_message ("%s", body);
  api_post (api, 400, CREDENTIALS, body);
  api_assert_contexts (api, (const char *const *) expected);
}

static void
test_create_refused (Fixture *fixture, gconstpointer data)
{
  const struct {
    const char *body;
    const char *contexts;
  } cases[] = {
    { "{}", "$.credentialType $.content $.appName" },
    { "{'credentialType':'APNS','content':[],'appName':'Test-App','isDefault':'yes'}",
      "$.credentialType $.content $.appName $.isDefault" },
    { "{'credentialType':'APN','content':{},'appName':'a','isDefault':null}",
      "$.isDefault $.content.privateKey $.content.certificate" },
    { "{'credentialType':'FCM','content':{},'appName':''}", "$.appName $.content.privateKey" },
    { "{'credentialType':'fcm','content':{'privateKey':7},'appName':'a'}",
      "$.credentialType $.content.privateKey" },
    { "{'credentialType':'FCM','content':{'privateKey':''},'appName':'a'}",
      "$.content.privateKey" },
    { "{'credentialType':'APN_SANDBOX','content':{'privateKey':'x','certificate':[]},"
      "'appName':'a'}",
      "$.content.certificate $.content.privateKey" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    assert_refused (fixture->api, cases[i].body, cases[i].contexts);
  }
  JsonObject *answer = api_get (fixture->api, 200, CREDENTIALS);
  g_assert_cmpuint (api_count (answer, "credentials"), ==, 4);
}

static void
assert_account (Api *api, guint status, const char *account, guint n_errors)
{
  g_autofree char *key = api_encode (account);
  g_autofree char *body = g_strdup_printf (
    "{'credentialType':'FCM','appName':'test_app','content':{'privateKey':'%s'}}", key);
  JsonObject *answer = api_post (api, status, CREDENTIALS, body);

  for (guint i = 0; i < n_errors; i++) {
    JsonObject *error = api_element (answer, "errors", i);
    g_assert_cmpstr (base_json_string (error, "context"), ==, "$.content.privateKey");
    g_assert_null (strstr (base_json_string (error, "message"), "secret"));
  }
  g_assert_true (status == 202 || api_count (answer, "errors") == n_errors);
}

static void
test_account (Fixture *fixture, gconstpointer data)
{
  assert_account (fixture->api, 202,
                  "{\"type\":\"service_account\",\"project_id\":\"p\",\"private_key\":\"secret\","
                  "\"client_email\":\"e\",\"token_uri\":\"u\"}",
                  0);
  assert_account (fixture->api, 400, "secret", 1);
  assert_account (fixture->api, 400, "[\"secret\"]", 1);
  assert_account (fixture->api, 400, "{}", 4);
  assert_account (fixture->api, 400,
                  "{\"type\":\"authorized_user\",\"project_id\":\"p\",\"private_key\":\"secret\","
                  "\"client_email\":\"e\"}",
                  1);
  assert_account (fixture->api, 400,
                  "{\"type\":\"service_account\",\"project_id\":7,\"private_key\":\"\","
                  "\"client_email\":\"e\"}",
                  2);
}

/* What decodes only with good will is refused. The blanks at the end are what a lenient decoder
 * would lose of a text without its padding. */
static void
test_base64 (Fixture *fixture, gconstpointer data)
{
  g_autofree char *good = api_encode ("{\"type\":\"service_account\",\"project_id\":\"p\","
                                      "\"private_key\":\"k\",\"client_email\":\"e\"}   ");
  g_autofree char *wrapped = g_strdup_printf ("%.8s\\n%s", good, good + 8);
  g_autofree char *unpadded = g_strndup (good, strlen (good) - 1);
  g_autofree char *longer = g_strconcat (good, "====", NULL);
  const char *keys[] = { "{}", wrapped, unpadded, longer, "====", "e30-", "####" };

  g_assert_true (g_str_has_suffix (good, "="));
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    g_autofree char *body = g_strdup_printf (
      "{'credentialType':'FCM','appName':'test_app','content':{'privateKey':'%s'}}", keys[i]);
    assert_refused (fixture->api, body, "$.content.privateKey");
  }
}

static void
test_pem (Fixture *fixture, gconstpointer data)
{
  const struct {
    const char *certificate;
    const char *key;
    const char *contexts; /* (nullable): NULL where it is fine */
  } cases[] = {
    { CERTIFICATE, KEY, NULL },
    { "Bag Attributes\n  friendlyName: Apple Push Services\n" CERTIFICATE, KEY, NULL },
    { CERTIFICATE, "-----BEGIN EC PRIVATE KEY-----MHc-----END EC PRIVATE KEY-----", NULL },
    { KEY, CERTIFICATE, "$.content.privateKey $.content.certificate" },
    { CERTIFICATE, "text", "$.content.privateKey" },
    { CERTIFICATE, "-----BEGIN PRIVATE KEY-----\nMIIE\n", "$.content.privateKey" },
    { CERTIFICATE, "-----BEGIN PRIVATE KEY-----\n\n-----END PRIVATE KEY-----",
      "$.content.privateKey" },
    { CERTIFICATE, "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----",
      "$.content.privateKey" },
    { CERTIFICATE,
      "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIE\n-----END ENCRYPTED PRIVATE KEY-----",
      "$.content.privateKey" },
    { CERTIFICATE,
      "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMIIE\n"
      "-----END RSA PRIVATE KEY-----",
      "$.content.privateKey" },
    { "-----BEGIN ", "-----BEGIN -----END ", "$.content.privateKey $.content.certificate" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *certificate = api_encode (cases[i].certificate);
    g_autofree char *key = api_encode (cases[i].key);
    g_autofree char *body =
      g_strdup_printf ("{'credentialType':'APN','appName':'test_app','content':{'certificate':'%s',"
                       "'privateKey':'%s'}}",
                       certificate, key);
    if (cases[i].contexts != NULL) {
      assert_refused (fixture->api, body, cases[i].contexts);
    } else {
      api_post (fixture->api, 202, CREDENTIALS, body);
    }
  }
}

static gboolean
contains (const char *contents, gsize length, const char *text)
{
  gsize size = strlen (text);

  for (gsize i = 0; i + size <= length; i++) {
    if (memcmp (contents + i, text, size) == 0) {
      return TRUE;
    }
  }
  return FALSE;
}

/* Secrets are not in the data file either. */
static void
test_forgotten (void)
{
  g_autofree char *folder = g_dir_make_tmp ("carillon-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "emulator.db", NULL);
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autoptr (TestEmulator) emulator = test_emulator_start ("--data", path, NULL);
  g_autoptr (Api) api = api_new (test_emulator_get_url (emulator), test_emulator_get_sid (emulator),
                                 test_emulator_get_secret (emulator));
  g_autofree char *key = api_encode ("{\"type\":\"service_account\",\"project_id\":\"p\","
                                     "\"private_key\":\"secret\",\"client_email\":\"e\"}");
  g_autofree char *body = g_strdup_printf (
    "{'credentialType':'FCM','appName':'app_to_find','content':{'privateKey':'%s'}}", key);
  gboolean found = FALSE;

  api_post (api, 202, CREDENTIALS, body);
  for (const char *const *file = (const char *[]){ path, log, NULL }; *file != NULL; file++) {
    g_autofree char *contents = NULL;
    gsize length = 0;
    g_assert_true (g_file_get_contents (*file, &contents, &length, NULL));
    found |= contains (contents, length, "app_to_find");
    g_assert_false (contains (contents, length, "secret"));
    g_assert_false (contains (contents, length, key));
  }
  g_assert_true (found);
  g_clear_pointer (&emulator, test_emulator_stop);
  g_remove (path);
  g_remove (log);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_defaults (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = api_add_credential (fixture->api, "FCM", "a", FALSE);
  g_autofree char *second = api_add_credential (fixture->api, "FCM", "a", FALSE);
  g_autofree char *apple = api_add_credential (fixture->api, "APN", "a", FALSE);
  g_autofree char *third = api_add_credential (fixture->api, "FCM", "a", TRUE);
  g_autofree char *elsewhere = api_add_credential (fixture->api, "FCM", "b", TRUE);
  g_autofree char *path = g_strconcat (CREDENTIALS "/", second, NULL);

  g_assert_false (is_default (fixture->api, first));
  g_assert_false (is_default (fixture->api, second));
  g_assert_true (is_default (fixture->api, apple));
  g_assert_true (is_default (fixture->api, third));
  JsonObject *answer = api_patch (fixture->api, 202, path, "{'isDefault':true}");
  g_assert_cmpstr (base_json_string (answer, "resourceId"), ==, second);
  g_assert_true (is_default (fixture->api, second));
  g_assert_false (is_default (fixture->api, third));
  g_assert_true (is_default (fixture->api, apple));
  g_assert_true (is_default (fixture->api, elsewhere));

  delete_credential (fixture->api, first);
  g_assert_true (is_default (fixture->api, second));
  delete_credential (fixture->api, second);
  g_assert_true (is_default (fixture->api, third));
  delete_credential (fixture->api, third);
  answer = api_get (fixture->api, 200, APPS "/a");
  g_assert_cmpuint (api_count (answer, "defaultCredentials"), ==, 1);
}

/* The oldest one left of its type and app. */
static void
test_reelected (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = api_add_credential (fixture->api, "FCM", "a", FALSE);
  g_autofree char *apple = api_add_credential (fixture->api, "APN", "a", FALSE);
  g_autofree char *second = api_add_credential (fixture->api, "FCM", "a", FALSE);
  g_autofree char *third = api_add_credential (fixture->api, "FCM", "a", FALSE);

  delete_credential (fixture->api, first);
  g_assert_true (is_default (fixture->api, second));
  g_assert_false (is_default (fixture->api, third));
}

static void
test_update (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = api_add_credential (fixture->api, "FCM", "test_app", FALSE);
  g_autofree char *path = g_strconcat (CREDENTIALS "/", id, NULL);

  api_patch (fixture->api, 202, path, "{'tags':{'team':'a-b_c.d~1'}}");
  JsonObject *answer = api_get (fixture->api, 200, "%s", path);
  g_assert_cmpstr (base_json_string (base_json_object (answer, "tags"), "team"), ==, "a-b_c.d~1");
  g_assert_false (base_json_boolean (answer, "isDefault", TRUE));
  api_patch (fixture->api, 202, path, "{'isDefault':true,'tags':{}}");
  answer = api_get (fixture->api, 200, "%s", path);
  g_assert_false (json_object_has_member (answer, "tags"));
  g_assert_true (base_json_boolean (answer, "isDefault", FALSE));
  api_patch (fixture->api, 202, EXAMPLE, "{'isDefault':false}");
  g_assert_true (is_default (fixture->api, id));
  api_patch (fixture->api, 404, CREDENTIALS "/comms_credential_01h9krwprkeee8fzqspvwy6nq0",
             "{'isDefault':true}");
}

static void
test_update_refused (Fixture *fixture, gconstpointer data)
{
  const struct {
    const char *body;
    const char *contexts;
  } cases[] = {
    { "{}", "$.isDefault" },
    { "{'content':{'privateKey':'x'}}", "$.isDefault" },
    { "{'isDefault':false}", "$.isDefault" },
    { "{'isDefault':'no','tags':[]}", "$.isDefault $.tags" },
    { "{'isDefault':false,'tags':{'a b':'c','':'','d':7}}",
      "$.isDefault $.tags['a_b'] $.tags[''] $.tags[''] $.tags.d" },
    { "{'tags':{'a':'1','b':'2','c':'3','d':'4','e':'5','f':'6','g':'7','h':'8','i':'9','j':'0',"
      "'k':'1'}}",
      "$.tags" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (GStrv) contexts = g_strsplit (cases[i].contexts, " ", -1);
    for (gsize j = 0; contexts[j] != NULL; j++) {
      g_strdelimit (contexts[j], "_", ' ');
    }
    api_patch (fixture->api, 400, EXAMPLE, cases[i].body);
    api_assert_contexts (fixture->api, (const char *const *) contexts);
  }
  g_autofree char *key = g_strnfill (129, 'k');
  g_autofree char *value = g_strnfill (257, 'v');
  g_autofree char *too_long = g_strdup_printf ("{'tags':{'%s':'v','k':'%s'}}", key, value);
  api_patch (fixture->api, 400, EXAMPLE, too_long);
  g_autofree char *fits = g_strdup_printf ("{'tags':{'%s':'v','k':'%s'}}", key + 1, value + 1);
  api_patch (fixture->api, 202, EXAMPLE, fits);
}

static void
test_delete (Fixture *fixture, gconstpointer data)
{
  JsonObject *answer = api_delete (fixture->api, 202, EXAMPLE);

  g_assert_cmpstr (base_json_string (answer, "resourceId"), ==,
                   "comms_credential_01h9krwprkeee8fzqspvwy6nq8");
  g_assert_true (g_str_has_suffix (base_json_string (answer, "resourceLocation"), "/v1" EXAMPLE));
  api_delete (fixture->api, 404, EXAMPLE);
  api_get (fixture->api, 404, EXAMPLE);
  answer = api_get (fixture->api, 200, APPS "/test_app");
  g_assert_cmpuint (api_count (answer, "defaultCredentials"), ==, 1);
  api_delete (fixture->api, 404, CREDENTIALS "/test_app");
}

static void
test_ten (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 10; i++) {
    g_autofree char *id = api_add_credential (fixture->api, "FCM", "full", i % 2 == 0);
  }
  assert_refused (fixture->api, "{'credentialType':'FCM','appName':'full','content':{}}",
                  "$.content.privateKey $.appName");
  JsonObject *answer = api_get (fixture->api, 200, CREDENTIALS "?appName=full");
  g_assert_cmpuint (api_count (answer, "credentials"), ==, 10);
  g_autofree char *other = api_add_credential (fixture->api, "FCM", "not_full", FALSE);
}

static guint
count (Api *api, const char *query)
{
  return api_count (api_get (api, 200, CREDENTIALS "?%s", query), "credentials");
}

static void
test_list (Fixture *fixture, gconstpointer data)
{
  g_autofree char *second = api_add_credential (fixture->api, "FCM", "test_app", FALSE);
  g_autofree char *sandbox = api_add_credential (fixture->api, "APN_SANDBOX", "third", FALSE);
  JsonObject *answer = api_get (fixture->api, 200, CREDENTIALS);

  g_assert_cmpstr (base_json_string (api_element (answer, "credentials", 0), "id"), ==, sandbox);
  g_assert_cmpuint (api_count (answer, "credentials"), ==, 6);
  g_assert_cmpuint (count (fixture->api, "appName=test_app"), ==, 3);
  g_assert_cmpuint (count (fixture->api, "appName=nobody"), ==, 0);
  g_assert_cmpuint (count (fixture->api, "credentialType=FCM"), ==, 3);
  g_assert_cmpuint (count (fixture->api, "credentialType=APN_SANDBOX"), ==, 1);
  g_assert_cmpuint (count (fixture->api, "isDefault=true"), ==, 5);
  g_assert_cmpuint (count (fixture->api, "isDefault=false"), ==, 1);
  g_assert_cmpuint (count (fixture->api, "appName=test_app&credentialType=FCM&isDefault=true"), ==,
                    1);
  g_assert_cmpuint (count (fixture->api, "endDate=2020-01-01T00:00:00Z"), ==, 0);
  g_assert_cmpuint (count (fixture->api, "startDate=2020-01-01T00:00:00Z"), ==, 6);
  g_assert_cmpuint (count (fixture->api, "credential_type=APN"), ==, 6);
}

static void
test_list_refused (Fixture *fixture, gconstpointer data)
{
  const char *const contexts[] = { "$.startDate", "$.endDate",  "$.appName", "$.credentialType",
                                   "$.isDefault", "$.pageSize", NULL };

  api_get (fixture->api, 400,
           CREDENTIALS "?startDate=1&endDate=2&appName=A&credentialType=apn&isDefault=1"
                       "&pageSize=1001");
  api_assert_contexts (fixture->api, contexts);
}

#define ADD(name, function) \
  g_test_add ("/emulator/credentials/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("create", test_create);
  ADD ("create-refused", test_create_refused);
  ADD ("account", test_account);
  ADD ("base64", test_base64);
  ADD ("pem", test_pem);
  g_test_add_func ("/emulator/credentials/forgotten", test_forgotten);
  ADD ("defaults", test_defaults);
  ADD ("re-elected", test_reelected);
  ADD ("update", test_update);
  ADD ("update-refused", test_update_refused);
  ADD ("delete", test_delete);
  ADD ("ten", test_ten);
  ADD ("list", test_list);
  ADD ("list-refused", test_list_refused);
  return g_test_run ();
}
