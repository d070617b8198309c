/* Users and device registrations. */

#include "api.h"

#include "test-emulator.h"

typedef struct {
  TestEmulator *emulator;
  Api *api;
} Fixture;

#define REGISTRATIONS "/PushNotifications/DeviceRegistrations"
#define USERS "/PushNotifications/Users"

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
owner_of (Api *api, const char *registration)
{
  JsonObject *answer = api_get (api, 200, REGISTRATIONS "/%s", registration);

  return g_strdup (base_json_string (answer, "userId"));
}

static void
test_register (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = api_register (fixture->api, "test_app", "tok", API_USER);
  JsonObject *answer = api_get (fixture->api, 200, REGISTRATIONS "/%s", id);

  g_assert_cmpstr (base_json_string (answer, "id"), ==, id);
  g_assert_cmpstr (base_json_string (answer, "appName"), ==, "test_app");
  g_assert_cmpstr (base_json_string (answer, "userId"), ==, API_USER);
  g_assert_cmpstr (base_json_string (api_element (answer, "devices", 0), "token"), ==, "tok");
  g_assert_cmpstr (base_json_string (api_element (answer, "devices", 0), "provider"), ==, "FCM");
  g_assert_cmpstr (base_json_string (api_element (answer, "related", 0), "name"), ==, "user");
  g_assert_cmpstr (base_json_string (api_element (answer, "related", 1), "uri"), ==,
                   "/PushNotifications/Apps/test_app");
  g_assert_cmpuint (json_object_get_size (base_json_object (answer, "tags")), ==, 0);
  g_assert_cmpuint (api_count (answer, "related"), ==, 2);
  g_assert_cmpuint (json_object_get_size (answer), ==, 6);
}

static void
test_register_refused (Fixture *fixture, gconstpointer data)
{
  const struct {
    const char *body;
    const char *contexts;
  } cases[] = {
    { "{}", "$.appName $.token $.provider" },
    { "{'appName':'Test-App','token':'','provider':'fcm','userId':'me'}",
      "$.appName $.token $.provider $.userId" },
    { "{'appName':7,'token':[],'provider':{},'userId':null}",
      "$.appName $.token $.provider $.userId" },
    { "{'appName':'nobody','token':'t','provider':'FCM',"
      "'userId':'comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6nq9'}",
      "$.appName $.userId" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (GStrv) contexts = g_strsplit (cases[i].contexts, " ", -1);
    api_post (fixture->api, 400, REGISTRATIONS, cases[i].body);
    api_assert_contexts (fixture->api, (const char *const *) contexts);
  }
}

static void
test_idempotent (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = api_register (fixture->api, "test_app", "tok", NULL);
  g_autofree char *again = api_register (fixture->api, "test_app", "tok", NULL);
  g_autofree char *owner = owner_of (fixture->api, first);
  g_autofree char *named = api_register (fixture->api, "test_app", "tok", owner);
  g_autofree char *second = api_register (fixture->api, "test_app", "other", owner);
  g_autofree char *elsewhere = api_register (fixture->api, "limonade_app", "tok", owner);

  g_assert_cmpstr (first, ==, again);
  g_assert_cmpstr (first, ==, named);
  g_assert_cmpstr (first, ==, second);
  g_assert_cmpstr (first, !=, elsewhere);
  g_assert_cmpstr (owner, !=, API_USER);
  JsonObject *answer = api_get (fixture->api, 200, REGISTRATIONS "/%s", first);
  g_assert_cmpuint (api_count (answer, "devices"), ==, 2);
  answer = api_get (fixture->api, 200, USERS);
  g_assert_cmpuint (api_count (answer, "users"), ==, 2);
}

/* A token belongs to one user of an app. */
static void
test_moved (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = api_register (fixture->api, "test_app", "tok", NULL);
  g_autofree char *owner = owner_of (fixture->api, before);
  g_autofree char *after = api_register (fixture->api, "test_app", "tok", API_USER);

  api_get (fixture->api, 404, REGISTRATIONS "/%s", before);
  g_autofree char *new_owner = owner_of (fixture->api, after);
  g_assert_cmpstr (new_owner, ==, API_USER);
  api_get (fixture->api, 200, USERS "/%s", owner);
}

static void
test_full (Fixture *fixture, gconstpointer data)
{
  const char *const root[] = { "$", NULL };

  for (guint i = 0; i < 50; i++) {
    g_autofree char *token = g_strdup_printf ("token-%u", i);
    g_autofree char *id = api_register (fixture->api, "test_app", token, API_USER);
  }
  api_post (fixture->api, 400, REGISTRATIONS,
            "{'appName':'test_app','token':'x','provider':'APN','userId':'" API_USER "'}");
  api_assert_contexts (fixture->api, root);
  g_autofree char *known = api_register (fixture->api, "test_app", "token-49", API_USER);
  g_autofree char *elsewhere = api_register (fixture->api, "limonade_app", "x", API_USER);
}

/* The last device that fits, and none that would have to move to where no more fit. */
static void
test_move_to_full (Fixture *fixture, gconstpointer data)
{
  const char *const root[] = { "$", NULL };
  g_autofree char *before = api_register (fixture->api, "test_app", "tok", NULL);
  g_autofree char *owner = owner_of (fixture->api, before);

  for (guint i = 0; i < 50; i++) {
    g_autofree char *token = g_strdup_printf ("token-%u", i);
    g_autofree char *id = api_register (fixture->api, "test_app", token, API_USER);
  }
  api_post (fixture->api, 400, REGISTRATIONS,
            "{'appName':'test_app','token':'tok','provider':'FCM','userId':'" API_USER "'}");
  api_assert_contexts (fixture->api, root);
  g_autofree char *owner_after = owner_of (fixture->api, before);
  g_assert_cmpstr (owner_after, ==, owner);
  /* The same token of the other provider is another device. */
  api_post (fixture->api, 400, REGISTRATIONS,
            "{'appName':'test_app','token':'token-1','provider':'APN','userId':'" API_USER "'}");
  JsonObject *answer = api_get (fixture->api, 200, REGISTRATIONS "?userId=" API_USER);
  JsonObject *registration = api_element (answer, "deviceRegistrations", 0);
  g_assert_cmpuint (api_count (registration, "devices"), ==, 50);
}

static void
test_list_registrations (Fixture *fixture, gconstpointer data)
{
  const char *const user[] = { "$.userId", NULL };
  const char *const both[] = { "$.userId", "$.appName", NULL };
  g_autofree char *first = api_register (fixture->api, "test_app", "tok", API_USER);
  g_autofree char *second = api_register (fixture->api, "limonade_app", "tok", API_USER);
  g_autofree char *other = api_register (fixture->api, "test_app", "else", NULL);

  api_get (fixture->api, 400, REGISTRATIONS);
  api_assert_contexts (fixture->api, user);
  api_get (fixture->api, 400, REGISTRATIONS "?userId=x&appName=A");
  api_assert_contexts (fixture->api, both);
  JsonObject *answer =
    api_get (fixture->api, 200, REGISTRATIONS "?userId=comms_user_01h9krwprkeee8fzqspvwy6nq8");
  g_assert_cmpuint (api_count (answer, "deviceRegistrations"), ==, 2);
  JsonObject *newest = api_element (answer, "deviceRegistrations", 0);
  g_assert_cmpstr (base_json_string (newest, "id"), ==, second);
  answer = api_get (fixture->api, 200, REGISTRATIONS "?userId=" API_USER "&appName=test_app");
  g_assert_cmpuint (api_count (answer, "deviceRegistrations"), ==, 1);
  answer = api_get (fixture->api, 200, REGISTRATIONS "?userId=" API_USER "&appName=nobody");
  g_assert_cmpuint (api_count (answer, "deviceRegistrations"), ==, 0);
  answer = api_get (fixture->api, 200,
                    REGISTRATIONS "?userId=comms_user_01h9krwprkeee8fzqspvwy6nq0&app=other");
  g_assert_cmpuint (api_count (answer, "deviceRegistrations"), ==, 0);
  answer = api_get (fixture->api, 200, REGISTRATIONS "?userId=" API_USER "&pageSize=1");
  g_autofree char *next = g_strdup (api_next_page (answer));
  answer =
    api_get (fixture->api, 200, REGISTRATIONS "?userId=" API_USER "&pageSize=1&pageToken=%s", next);
  g_assert_cmpstr (base_json_string (api_element (answer, "deviceRegistrations", 0), "id"), ==,
                   first);
}

static void
test_list_refused (Fixture *fixture, gconstpointer data)
{
  const char *const registrations[] = { "$.userId", "$.appName", "$.pageSize", "$.pageToken",
                                        NULL };
  const char *const repeated[] = { "$.userId", NULL };
  const char *const users[] = { "$.pageSize", "$.pageToken", NULL };

  api_get (fixture->api, 400, REGISTRATIONS "?userId=&appName=&pageSize=1.5&pageToken=%s&tags=x",
           "AAAA");
  api_assert_contexts (fixture->api, registrations);
  api_get (fixture->api, 400, REGISTRATIONS "?userId=" API_USER "&userId=" API_USER);
  api_assert_contexts (fixture->api, repeated);
  api_get (fixture->api, 400, USERS "?pageSize=1001&pageToken=%s&startDate=never", "AAAA");
  api_assert_contexts (fixture->api, users);
}

static void
test_delete_registration (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = api_register (fixture->api, "test_app", "tok", API_USER);
  g_autofree char *path = g_strconcat (REGISTRATIONS "/", id, NULL);
  JsonObject *answer = api_delete (fixture->api, 202, path);

  g_assert_cmpstr (base_json_string (answer, "resourceId"), ==, id);
  api_delete (fixture->api, 404, path);
  api_get (fixture->api, 404, "%s", path);
  api_get (fixture->api, 200, USERS "/" API_USER);
  g_autofree char *again = api_register (fixture->api, "test_app", "tok", API_USER);
  g_assert_cmpstr (again, !=, id);
}

static void
test_delete_user (Fixture *fixture, gconstpointer data)
{
  const char *const context[] = { "$.userId", NULL };
  g_autofree char *id = api_register (fixture->api, "test_app", "tok", API_USER);
  JsonObject *answer = api_get (fixture->api, 200, USERS "/" API_USER);
  g_assert_true (JSON_NODE_HOLDS_NULL (base_json_member (answer, "deletedAt")));

  answer = api_delete (fixture->api, 202, USERS "/comms_user_01h9krwprkeee8fzqspvwy6nq8");
  g_assert_cmpstr (base_json_string (answer, "resourceId"), ==, API_USER);
  api_delete (fixture->api, 404, USERS "/" API_USER);
  api_get (fixture->api, 404, REGISTRATIONS "/%s", id);
  answer = api_get (fixture->api, 200, USERS "/" API_USER);
  g_assert_nonnull (base_json_string (answer, "deletedAt"));
  g_assert_cmpstr (base_json_string (answer, "deletedAt"), ==,
                   base_json_string (answer, "updatedAt"));
  answer = api_get (fixture->api, 200, USERS);
  g_assert_cmpuint (api_count (answer, "users"), ==, 0);
  answer = api_get (fixture->api, 200, REGISTRATIONS "?userId=" API_USER);
  g_assert_cmpuint (api_count (answer, "deviceRegistrations"), ==, 0);
  api_post (fixture->api, 400, REGISTRATIONS,
            "{'appName':'test_app','token':'tok','provider':'FCM','userId':'" API_USER "'}");
  api_assert_contexts (fixture->api, context);
}

#define ADD(name, function) \
  g_test_add ("/emulator/resources/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("register", test_register);
  ADD ("register-refused", test_register_refused);
  ADD ("idempotent", test_idempotent);
  ADD ("moved", test_moved);
  ADD ("full", test_full);
  ADD ("move-to-full", test_move_to_full);
  ADD ("list-registrations", test_list_registrations);
  ADD ("list-refused", test_list_refused);
  ADD ("delete-registration", test_delete_registration);
  ADD ("delete-user", test_delete_user);
  return g_test_run ();
}
