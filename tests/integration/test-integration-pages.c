/* Lists that are walked while another connection adds and deletes rows: what is there all the time
 * is seen once, nothing is seen twice, the newest comes first, and the walk ends. What happens
 * between two pages is drawn; --seed repeats it. */

#include <api.h>
#include <comms-list.h>
#include <string.h>

#include "test-emulator.h"

/* A walk with pages of one row is then as many pages, and every other size is left with a rest. */
#define N_ROWS 31

/* The API's limit, and so of the registrations of one user. */
#define N_APPS 10

/* What another connection does between two moments of a walk, at most. */
#define MAX_CHANGES 3

/* And during all of it: not every kind of row can be deleted again. */
#define MAX_CHANGES_OF_WALK (2 * N_ROWS)

typedef struct {
  char *id;
  const char *app;   /* (nullable) (unowned): of a registration */
  gboolean is_gone;  /* now */
  gboolean was_gone; /* when the walk began */
  guint n_seen;      /* by the walk */
} Row;

typedef struct _Fixture Fixture;

typedef struct {
  const char *name;
  CommsListFunc list;
  const char *path; /* of the list, with what it is narrowed by */
  const char *key;
  gboolean (*add) (Fixture *fixture); /* whether there was room for one more */
  const char *deleted;                /* (nullable): the path of one, without its ID */
} Kind;

struct _Fixture {
  const Kind *kind;
  TestEmulator *emulator;
  Api *api;
  CommsClient *client;
  CommsFilter filter;
  GPtrArray *apps; /* of char * */
  GPtrArray *rows; /* of Row, the oldest first */
  guint n_tokens;

  /* The walk. */
  guint n_before;  /* rows when it began */
  guint n_changes; /* since */
  guint last;      /* the index of the row it saw last */
};

static const guint sizes[] = { 1, 2, 3, 7, 50, COMMS_MAX_PAGE_SIZE };

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->id);
  g_free (row);
}

static Row *
add_row (Fixture *fixture, const char *id)
{
  Row *row = g_new0 (Row, 1);

  row->id = g_strdup (id);
  g_ptr_array_add (fixture->rows, row);
  return row;
}

static char *
make_token (Fixture *fixture)
{
  return g_strdup_printf ("token-%u", fixture->n_tokens++);
}

static gboolean
add_user (Fixture *fixture)
{
  g_autofree char *token = make_token (fixture);
  g_autofree char *id = api_register (fixture->api, "test_app", token, NULL);
  JsonObject *registration =
    api_get (fixture->api, 200, "/PushNotifications/DeviceRegistrations/%s", id);

  add_row (fixture, base_json_string (registration, "userId"));
  return TRUE;
}

static gboolean
has_app (Fixture *fixture, const char *app)
{
  for (guint i = 0; i < fixture->rows->len; i++) {
    const Row *row = fixture->rows->pdata[i];
    if (!row->is_gone && g_strcmp0 (row->app, app) == 0) {
      return TRUE;
    }
  }
  return FALSE;
}

/* A user has one under each app. */
static gboolean
add_registration (Fixture *fixture)
{
  guint first = (guint) g_test_rand_int_range (0, N_APPS);

  for (guint i = 0; i < N_APPS; i++) {
    const char *app = fixture->apps->pdata[(first + i) % N_APPS];
    if (!has_app (fixture, app)) {
      g_autofree char *token = make_token (fixture);
      g_autofree char *id = api_register (fixture->api, app, token, API_USER);
      add_row (fixture, id)->app = app;
      return TRUE;
    }
  }
  return FALSE;
}

static char *
send_to_new_device (Fixture *fixture)
{
  g_autofree char *token = make_token (fixture);
  g_autofree char *body = g_strdup_printf (
    "{'to':[{'token':'%s','provider':'FCM'}],'content':{'title':'T','body':'B'}}", token);

  return api_send (fixture->api, body);
}

static gboolean
add_operation (Fixture *fixture)
{
  g_autofree char *id = send_to_new_device (fixture);

  add_row (fixture, id);
  return TRUE;
}

static gboolean
add_notification (Fixture *fixture)
{
  g_autofree char *id = send_to_new_device (fixture);
  JsonObject *answer = api_get (fixture->api, 200, "/PushNotifications?operationId=%s", id);

  g_assert_cmpuint (api_count (answer, "notifications"), ==, 1);
  add_row (fixture, base_json_string (api_element (answer, "notifications", 0), "id"));
  return TRUE;
}

static const Kind kinds[] = {
  { .name = "users",
    .list = comms_client_list_users_async,
    .path = "/PushNotifications/Users?",
    .key = "users",
    .add = add_user,
    .deleted = "/PushNotifications/Users/" },
  { .name = "registrations",
    .list = comms_client_list_registrations_async,
    .path = "/PushNotifications/DeviceRegistrations?userId=" API_USER "&",
    .key = "deviceRegistrations",
    .add = add_registration,
    .deleted = "/PushNotifications/DeviceRegistrations/" },
  { .name = "operations",
    .list = comms_client_list_operations_async,
    .path = "/PushNotifications/Operations?",
    .key = "operations",
    .add = add_operation },
  { .name = "notifications",
    .list = comms_client_list_notifications_async,
    .path = "/PushNotifications?",
    .key = "notifications",
    .add = add_notification },
};

/* One of those that are there, if any. */
static void
delete_row (Fixture *fixture)
{
  guint first = (guint) g_test_rand_int_range (0, (gint32) fixture->rows->len);

  for (guint i = 0; i < fixture->rows->len; i++) {
    Row *row = fixture->rows->pdata[(first + i) % fixture->rows->len];
    if (!row->is_gone) {
      g_autofree char *path = g_strconcat (fixture->kind->deleted, row->id, NULL);
      api_delete (fixture->api, 202, path);
      row->is_gone = TRUE;
      return;
    }
  }
}

static void
change (Fixture *fixture)
{
  guint n_changes = (guint) g_test_rand_int_range (0, MAX_CHANGES + 1);

  for (guint i = 0; i < n_changes && fixture->n_changes++ < MAX_CHANGES_OF_WALK; i++) {
    if (fixture->kind->deleted != NULL && g_test_rand_bit ()) {
      delete_row (fixture);
    } else {
      fixture->kind->add (fixture);
    }
  }
}

static const char *
find_app (Fixture *fixture, const char *name)
{
  guint index = 0;

  g_assert_true (
    g_ptr_array_find_with_equal_func (fixture->apps, name, (GEqualFunc) g_str_equal, &index));
  return fixture->apps->pdata[index];
}

/* What a new emulator brings. */
static void
read_rows (Fixture *fixture)
{
  JsonObject *answer = api_get (fixture->api, 200, "%spageSize=1000", fixture->kind->path);

  g_assert_null (api_next_page (answer));
  for (guint i = api_count (answer, fixture->kind->key); i > 0; i--) {
    JsonObject *row = api_element (answer, fixture->kind->key, i - 1);
    const char *app = base_json_string (row, "appName");
    add_row (fixture, base_json_string (row, "id"))->app =
      app != NULL ? find_app (fixture, app) : NULL;
  }
}

static void
add_apps (Fixture *fixture)
{
  JsonObject *answer = api_get (fixture->api, 200, "/PushNotifications/Apps");

  for (guint i = 0; i < api_count (answer, "apps"); i++) {
    const char *name = base_json_string (api_element (answer, "apps", i), "name");
    g_ptr_array_add (fixture->apps, g_strdup (name));
  }
  while (fixture->apps->len < N_APPS) {
    char *name = g_strdup_printf ("app_%u", fixture->apps->len);
    g_ptr_array_add (fixture->apps, name);
    g_autofree char *credential = api_add_credential (fixture->api, "FCM", name, FALSE);
  }
}

static void
set_up (Fixture *fixture, const Kind *kind, const char *legacy)
{
  fixture->kind = kind;
  fixture->emulator =
    test_emulator_start ("--pace", "0", legacy != NULL ? "--legacy" : NULL, legacy, NULL);
  const char *url = test_emulator_get_url (fixture->emulator);
  const char *sid = test_emulator_get_sid (fixture->emulator);
  const char *secret = test_emulator_get_secret (fixture->emulator);
  g_autoptr (CommsAuthorizer) authorizer = comms_basic_authorizer_new (sid, secret);
  g_autoptr (GError) error = NULL;

  fixture->api = api_new (url, sid, secret);
  fixture->client = comms_client_new (url, authorizer, &error);
  g_assert_no_error (error);
  fixture->rows = g_ptr_array_new_with_free_func (row_free);
  fixture->apps = g_ptr_array_new_with_free_func (g_free);
  fixture->filter.user_id = kind->add == add_registration ? API_USER : NULL;
  if (kind->add == add_registration) {
    add_apps (fixture);
  }
  read_rows (fixture);
}

static void
tear_down (Fixture *fixture)
{
  g_ptr_array_unref (fixture->rows);
  g_ptr_array_unref (fixture->apps);
  g_object_add_weak_pointer (G_OBJECT (fixture->client), (gpointer *) &fixture->client);
  g_object_unref (fixture->client);
  /* A page that a list gave up may still be under way. */
  while (fixture->client != NULL) {
    g_main_context_iteration (NULL, TRUE);
  }
  api_free (fixture->api);
  test_emulator_stop (fixture->emulator);
}

static guint
count_rows (Fixture *fixture)
{
  guint n = 0;

  for (guint i = 0; i < fixture->rows->len; i++) {
    n += !((Row *) fixture->rows->pdata[i])->is_gone;
  }
  return n;
}

static void
begin_walk (Fixture *fixture)
{
  while (count_rows (fixture) < N_ROWS && fixture->kind->add (fixture)) {
  }
  for (guint i = 0; i < fixture->rows->len; i++) {
    Row *row = fixture->rows->pdata[i];
    row->was_gone = row->is_gone;
    row->n_seen = 0;
  }
  fixture->n_before = fixture->rows->len;
  fixture->n_changes = 0;
  fixture->last = G_MAXUINT;
}

static guint
find_row (Fixture *fixture, const char *id)
{
  guint index = 0;

  while (index < fixture->rows->len &&
         !g_str_equal (((Row *) fixture->rows->pdata[index])->id, id)) {
    index++;
  }
  g_assert_cmpuint (index, <, fixture->rows->len);
  return index;
}

static void
see (Fixture *fixture, CommsResource *resource)
{
  guint index = find_row (fixture, comms_resource_get_id (resource));
  Row *row = fixture->rows->pdata[index];

  g_assert_false (row->was_gone);
  g_assert_cmpuint (index, <, fixture->last);
  fixture->last = index;
  row->n_seen++;
}

static void
end_walk (Fixture *fixture)
{
  for (guint i = 0; i < fixture->n_before; i++) {
    const Row *row = fixture->rows->pdata[i];
    if (!row->is_gone) {
      g_assert_cmpuint (row->n_seen, ==, 1);
    }
  }
}

/* Lets what is under way come along, or not. */
static void
drift (void)
{
  for (gint32 i = g_test_rand_int_range (0, 6); i > 0; i--) {
    g_main_context_iteration (NULL, FALSE);
  }
}

static guint
take_page (Fixture *fixture, CommsCursor *cursor)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  comms_cursor_next_async (cursor, NULL, test_store_result, &slot);
  drift ();
  change (fixture);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_autoptr (GPtrArray) items = comms_cursor_next_finish (cursor, result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < items->len; i++) {
    see (fixture, items->pdata[i]);
  }
  return items->len;
}

static void
walk_cursor (Fixture *fixture, guint size)
{
  begin_walk (fixture);
  g_autoptr (CommsCursor) cursor =
    comms_cursor_new_for_client (fixture->client, fixture->kind->list, &fixture->filter, size);

  while (comms_cursor_has_more (cursor)) {
    g_assert_cmpuint (take_page (fixture, cursor), <=, size);
    change (fixture);
  }
  end_walk (fixture);
}

/* As the console does with what it deleted itself. */
static void
remove_gone (Fixture *fixture, CommsList *list)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (list)); i > 0; i--) {
    g_autoptr (CommsResource) item = g_list_model_get_item (G_LIST_MODEL (list), i - 1);
    guint index = find_row (fixture, comms_resource_get_id (item));
    if (((Row *) fixture->rows->pdata[index])->is_gone && g_test_rand_bit ()) {
      comms_list_remove (list, item);
    }
  }
}

static void
await_list (CommsList *list)
{
  while (comms_list_get_loading (list)) {
    g_main_context_iteration (NULL, TRUE);
  }
  g_assert_no_error (comms_list_get_error (list));
}

/* Now and then it begins anew, while a page is under way or not. */
static void
load_list (Fixture *fixture, CommsList *list, guint *n_reloads)
{
  comms_list_load_more (list);
  drift ();
  change (fixture);
  if (*n_reloads > 0 && g_test_rand_int_range (0, 8) == 0) {
    *n_reloads -= 1;
    begin_walk (fixture);
    comms_list_reload (list);
    drift ();
    change (fixture);
  }
  await_list (list);
  remove_gone (fixture, list);
  change (fixture);
}

static void
walk_list (Fixture *fixture, guint size)
{
  begin_walk (fixture);
  CommsList *list =
    comms_list_new_for_client (fixture->client, fixture->kind->list, &fixture->filter, size);
  guint n_reloads = 2;

  while (comms_list_get_has_more (list)) {
    load_list (fixture, list, &n_reloads);
  }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++) {
    g_autoptr (CommsResource) item = g_list_model_get_item (G_LIST_MODEL (list), i);
    see (fixture, item);
  }
  end_walk (fixture);
  g_assert_finalize_object (list);
}

static void
walk_all (const Kind *kind, const char *legacy)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    Fixture fixture = { 0 };
    set_up (&fixture, kind, legacy);
    walk_cursor (&fixture, sizes[i]);
    walk_list (&fixture, sizes[i]);
    tear_down (&fixture);
  }
}

static void
test_tokens (gconstpointer data)
{
  walk_all (data, NULL);
}

static void
test_addresses (gconstpointer data)
{
  walk_all (data, "pagination");
}

static void
add_tests (const char *prefix, GTestDataFunc func)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autofree char *path = g_strconcat (prefix, kinds[i].name, NULL);
    g_test_add_data_func (path, &kinds[i], func);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add_tests ("/integration/pages/tokens/", test_tokens);
  add_tests ("/integration/pages/addresses/", test_addresses);
  return g_test_run ();
}
