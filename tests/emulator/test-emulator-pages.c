/* Lists: their pages while rows come and go, and their filters. */

#include "api.h"

#include "test-emulator.h"

typedef struct {
  TestEmulator *emulator;
  Api *api;
} Fixture;

#define SEND "/PushNotifications"
#define OPERATIONS "/PushNotifications/Operations"
#define USERS "/PushNotifications/Users"

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->emulator = test_emulator_start ("--pace", "0", NULL);
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
add_users (Api *api, const char *prefix, guint count)
{
  for (guint i = 0; i < count; i++) {
    g_autofree char *token = g_strdup_printf ("%s-%u", prefix, i);
    g_autofree char *id = api_register (api, "test_app", token, NULL);
  }
}

static void
collect (JsonObject *page, GPtrArray *ids)
{
  for (guint i = 0; i < api_count (page, "users"); i++) {
    JsonObject *user = api_element (page, "users", i);
    g_ptr_array_add (ids, g_strdup (base_json_string (user, "id")));
  }
}

static GPtrArray *
collect_all (Api *api, guint size)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  JsonObject *page = api_get (api, 200, USERS "?pageSize=%u", size);

  collect (page, ids);
  while (api_next_page (page) != NULL) {
    g_autofree char *token = g_strdup (api_next_page (page));
    page = api_get (api, 200, USERS "?pageSize=%u&pageToken=%s", size, token);
    g_assert_cmpuint (api_count (page, "users"), >, 0);
    collect (page, ids);
  }
  return ids;
}

static void
assert_same (GPtrArray *a, GPtrArray *b)
{
  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++) {
    g_assert_cmpstr (a->pdata[i], ==, b->pdata[i]);
  }
}

static void
test_sizes (Fixture *fixture, gconstpointer data)
{
  const guint sizes[] = { 1, 7, 59, 60, 61 };
  const char *const size[] = { "$.pageSize", NULL };
  const char *const token[] = { "$.pageToken", NULL };
  const char *bad_sizes[] = { "0", "1001", "-1", "x", "1.5", "%201", "99999999999999999999" };
  const char *bad_tokens[] = { "x", "%25", "e30", "eyJiZWZvcmUiOiJ4In0", "W10" };

  add_users (fixture->api, "t", 59); /* and the one that a new emulator has */
  g_autoptr (GPtrArray) all = collect_all (fixture->api, 1000);
  g_assert_cmpuint (all->len, ==, 60);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (GPtrArray) paged = collect_all (fixture->api, sizes[i]);
    assert_same (all, paged);
  }
  JsonObject *page = api_get (fixture->api, 200, USERS);
  g_assert_cmpuint (api_count (page, "users"), ==, 50);
  for (gsize i = 0; i < G_N_ELEMENTS (bad_sizes); i++) {
    api_get (fixture->api, 400, USERS "?pageSize=%s", bad_sizes[i]);
    api_assert_contexts (fixture->api, size);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (bad_tokens); i++) {
    api_get (fixture->api, 400, USERS "?pageToken=%s", bad_tokens[i]);
    api_assert_contexts (fixture->api, token);
  }
}

/* What is there throughout is seen once, whatever comes and goes meanwhile. */
static void
test_changes (Fixture *fixture, gconstpointer data)
{
  add_users (fixture->api, "t", 29);
  g_autoptr (GPtrArray) before = collect_all (fixture->api, 1000);
  g_autoptr (GPtrArray) seen = g_ptr_array_new_with_free_func (g_free);
  JsonObject *page = api_get (fixture->api, 200, USERS "?pageSize=10");
  g_autofree char *self =
    g_strdup (base_json_string (base_json_object (page, "pagination"), "self"));
  g_autofree char *next = g_strdup (api_next_page (page));

  collect (page, seen);
  add_users (fixture->api, "new", 5);
  const guint deleted[] = { 3, 9, 10, 15 }; /* the last of the page and the first of the next too */
  for (gsize i = 0; i < G_N_ELEMENTS (deleted); i++) {
    g_autofree char *path = g_strconcat (USERS "/", before->pdata[deleted[i]], NULL);
    api_delete (fixture->api, 202, path);
  }
  page = api_get (fixture->api, 200, USERS "?pageSize=100&pageToken=%s", next);
  collect (page, seen);
  g_assert_null (api_next_page (page));
  g_assert_cmpuint (seen->len, ==, 28);
  for (guint i = 0, j = 0; i < before->len; i++) {
    if (i != 10 && i != 15) {
      g_assert_cmpstr (seen->pdata[j++], ==, before->pdata[i]);
    }
  }

  /* The same page again: less what was deleted, filled up from below. */
  page = api_get (fixture->api, 200, USERS "?pageSize=8&pageToken=%s", self);
  g_assert_cmpstr (base_json_string (api_element (page, "users", 0), "id"), ==, before->pdata[0]);
  g_assert_cmpstr (base_json_string (api_element (page, "users", 7), "id"), ==, before->pdata[8]);
}

static guint
count_notifications (Api *api, const char *query)
{
  return api_count (api_get (api, 200, SEND "?%s", query), "notifications");
}

static void
test_filters (Fixture *fixture, gconstpointer data)
{
  Api *api = fixture->api;
  g_autofree char *registered = api_register (api, "test_app", "tok", API_USER);
  g_autofree char *first =
    api_send (api, "{'to':[{'token':'a','provider':'APN'},{'token':'FAIL','provider':'FCM'},"
                   "{'userId':'" API_USER "'}],'content':{'title':'t'},"
                   "'tags':{'a':'1','b':'x.y','who':'{{ w }}'}}");
  g_autofree char *second =
    api_send (api, "{'to':[{'token':'a','provider':'FCM','variables':{'w':'z'}}],"
                   "'content':{'title':'t'},'tags':{'a':'1','who':'{{ w }}'}}");
  api_await_operation (api, first);
  api_await_operation (api, second);
  g_autofree char *by_operation = g_strconcat ("operationId=", first, NULL);
  g_autofree char *by_guide = g_strconcat ("operation_id=", second, NULL);
  const struct {
    const char *query;
    guint count;
  } cases[] = {
    { "", 4 },
    { by_operation, 3 },
    { by_guide, 1 },
    { "operationId=comms_operation_01h9krwprkeee8fzqspvwy6nq8", 0 },
    { "status=SENT", 3 },
    { "status=FAILED", 1 },
    { "status=QUEUED", 0 },
    { "provider=FCM", 3 },
    { "provider=APN", 1 },
    { "user=" API_USER, 1 },
    { "user=comms_user_01h9krwprkeee8fzqspvwy6nq8&status=SENT", 1 },
    { "tags=a:1;", 4 },
    { "tags=a:1", 4 },
    { "tags=a:1;b:x.y;", 3 },
    { "tags=who:z;", 1 },
    { "tags=a:2;", 0 },
    { "tags=a:1;a:1;", 4 },
    { "tags=a:1;a:2;", 0 },
    { "tags=a:1;who:nobody;", 0 },
    { "tags=a:1;&provider=FCM&status=FAILED", 1 },
    { "startDate=2020-01-01T00:00:00Z&endDate=2199-01-01T00:00:00Z", 4 },
    { "endDate=2020-01-01T00:00:00Z", 0 },
    { "tags=a:1;&startDate=2020-01-01T00:00:00Z&pageSize=3", 3 },
    { "tags=a:1;&endDate=2020-01-01T00:00:00Z", 0 },
    { "startDate=2199-01-01T00:00:00Z", 0 },
    { "unknown=7&Status=SENT", 4 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].query);
    g_assert_cmpuint (count_notifications (api, cases[i].query), ==, cases[i].count);
  }
}

/* Both ends belong to a range, in the seconds in which times go out. */
static void
test_dates (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id =
    api_send (fixture->api, "{'to':[{'token':'a','provider':'APN'}],'content':{'title':'t'}}");
  JsonObject *operation = api_get (fixture->api, 200, OPERATIONS "/%s", id);
  g_autofree char *created = g_strdup (base_json_string (operation, "createdAt"));
  JsonObject *list =
    api_get (fixture->api, 200, OPERATIONS "?startDate=%s&endDate=%s", created, created);

  g_assert_cmpuint (api_count (list, "operations"), ==, 1);
  api_await_operation (fixture->api, id);
  list = api_get (fixture->api, 200, OPERATIONS "?status=COMPLETED");
  g_assert_cmpuint (api_count (list, "operations"), ==, 1);
  list = api_get (fixture->api, 200, OPERATIONS "?status=PROCESSING");
  g_assert_cmpuint (api_count (list, "operations"), ==, 0);
}

static void
test_bad_filters (Fixture *fixture, gconstpointer data)
{
  const char *const of_notifications[] = { "$.tags",      "$.operationId", "$.status",
                                           "$.startDate", "$.endDate",     "$.user",
                                           "$.provider",  "$.pageSize",    "$.pageToken",
                                           NULL };
  const char *const of_operations[] = { "$.status", "$.startDate", NULL };

  api_get (fixture->api, 400,
           SEND "?operationId=x&status=sent&startDate=yesterday&endDate=2020-13-01T00:00:00Z"
                "&user=x&provider=fcm&pageSize=x&pageToken=x&tags=x");
  api_assert_contexts (fixture->api, of_notifications);
  api_get (fixture->api, 400, OPERATIONS "?status=SENT&startDate=");
  api_assert_contexts (fixture->api, of_operations);
}

#define ADD(name, function) \
  g_test_add ("/emulator/pages/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("sizes", test_sizes);
  ADD ("changes", test_changes);
  ADD ("filters", test_filters);
  ADD ("dates", test_dates);
  ADD ("bad-filters", test_bad_filters);
  return g_test_run ();
}
