/* Walks through lists page by page while rows come and go: whatever is there from the beginning to
 * the end is seen once, in order, and nothing twice. --seed does the same again. */

#include "api.h"

#include "test-emulator.h"

#include <glib/gstdio.h>
#include <libsoup/soup.h>

#define SEND "/PushNotifications"
#define OPERATIONS SEND "/Operations"
#define USERS SEND "/Users"
#define REGISTRATIONS SEND "/DeviceRegistrations"
#define CREDENTIALS SEND "/Credentials"
#define APPS SEND "/Apps"

#define SID "ACme"
#define SECRET "secret"

/* Credentials that an app, and apps that an account may have. */
#define MAX_CREDENTIALS 10
#define MAX_APPS 10

typedef struct {
  char *folder;
  char *data;
  TestEmulator *emulator;
  Api *api;
  guint n_added;
  char *operation; /* (nullable): the last one */
} Fixture;

/* A list, and how rows of it come and go. */
typedef struct {
  const char *name;
  const char *path; /* with its filters */
  const char *collection;
  const char *key; /* names a row */
  void (*add) (Fixture *fixture);
  const char *deletes; /* (nullable): below it a row is deleted by its key */
  guint n_rows;
} List;

static void
add_user (Fixture *fixture)
{
  g_autofree char *token = g_strdup_printf ("t%u", fixture->n_added++);
  g_autofree char *id = api_register (fixture->api, "test_app", token, NULL);
}

/* Under the next app, as one registration holds all devices of a user under one. */
static void
add_registration (Fixture *fixture)
{
  g_autofree char *app = g_strdup_printf ("app_%u", fixture->n_added % (MAX_APPS - 2));
  g_autofree char *token = g_strdup_printf ("t%u", fixture->n_added++);
  g_autofree char *id = api_register (fixture->api, app, token, API_USER);
}

static void
add_credential (Fixture *fixture)
{
  JsonObject *page = api_get (fixture->api, 200, CREDENTIALS "?appName=test_app&pageSize=1000");

  if (api_count (page, "credentials") < MAX_CREDENTIALS) {
    g_autofree char *id = api_add_credential (fixture->api, "FCM", "test_app", FALSE);
  }
}

static void
add_app (Fixture *fixture)
{
  JsonObject *page = api_get (fixture->api, 200, APPS "?pageSize=1000");

  if (api_count (page, "apps") < MAX_APPS) {
    g_autofree char *app = g_strdup_printf ("new_%u", fixture->n_added++);
    g_autofree char *id = api_add_credential (fixture->api, "APN", app, FALSE);
  }
}

/* One that every filter of the lists below lets through, and two that some do not. */
static void
add_send (Fixture *fixture)
{
  g_autofree char *body =
    g_strdup_printf ("{'to':[{'token':'a%u','provider':'APN','variables':{'v':'x'}},"
                     "{'token':'FAIL','provider':'FCM','variables':{'v':'y'}},"
                     "{'userId':'" API_USER "','variables':{'v':'x'}}],"
                     "'content':{'title':'t'},'tags':{'k':'1','v':'{{ v }}'}}",
                     fixture->n_added++);

  g_free (fixture->operation);
  fixture->operation = api_send (fixture->api, body);
}

static const List lists[] = {
  { "users", USERS "?", "users", "id", add_user, USERS, 25 },
  { "registrations", REGISTRATIONS "?userId=" API_USER "&", "deviceRegistrations", "id",
    add_registration, REGISTRATIONS, 8 },
  { "credentials", CREDENTIALS "?appName=test_app&credentialType=FCM&", "credentials", "id",
    add_credential, CREDENTIALS, 8 },
  { "apps", APPS "?", "apps", "name", add_app, NULL, 6 },
  { "operations", OPERATIONS "?", "operations", "id", add_send, NULL, 12 },
  { "operations/status", OPERATIONS "?status=COMPLETED&", "operations", "id", add_send, NULL, 12 },
  { "notifications", SEND "?", "notifications", "id", add_send, NULL, 8 },
  { "notifications/status", SEND "?status=SENT&", "notifications", "id", add_send, NULL, 8 },
  { "notifications/provider", SEND "?provider=FCM&", "notifications", "id", add_send, NULL, 8 },
  { "notifications/both", SEND "?provider=FCM&status=SENT&", "notifications", "id", add_send, NULL,
    8 },
  { "notifications/user", SEND "?user=" API_USER "&", "notifications", "id", add_send, NULL, 8 },
  { "notifications/tags", SEND "?tags=k:1;v:x;&", "notifications", "id", add_send, NULL, 8 },
  { "notifications/all", SEND "?tags=k:1;v:x;&status=SENT&provider=FCM&user=" API_USER "&",
    "notifications", "id", add_send, NULL, 8 },
};

static void
start (Fixture *fixture)
{
  fixture->emulator =
    test_emulator_start ("--data", fixture->data, "--pace", "0", "--auth", SID ":" SECRET, NULL);
  fixture->api = api_new (test_emulator_get_url (fixture->emulator), SID, SECRET);
}

static void
stop (Fixture *fixture)
{
  g_clear_pointer (&fixture->api, api_free);
  g_clear_pointer (&fixture->emulator, test_emulator_stop);
}

static void
add_rows (Fixture *fixture, const List *list)
{
  if (list->add == add_registration) {
    for (guint i = 0; i < MAX_APPS - 2; i++) {
      g_autofree char *app = g_strdup_printf ("app_%u", i);
      g_autofree char *id = api_add_credential (fixture->api, "FCM", app, FALSE);
    }
  } else if (list->add == add_send) {
    g_autofree char *id = api_register (fixture->api, "test_app", "tok", API_USER);
  }
  for (guint i = 0; i < list->n_rows; i++) {
    list->add (fixture);
  }
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("carillon-walks-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->data = g_build_filename (fixture->folder, "emulator.db", NULL);
  start (fixture);
  if (data != NULL) {
    add_rows (fixture, data);
  }
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  stop (fixture);
  g_assert_cmpint (g_remove (fixture->data), ==, 0);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->operation);
  g_free (fixture->data);
  g_free (fixture->folder);
}

static JsonObject *
get_page (Fixture *fixture, const List *list, guint size, const char *token)
{
  return api_get (fixture->api, 200, "%spageSize=%u&pageToken=%s", list->path, size, token);
}

static void
collect (JsonObject *page, const List *list, GPtrArray *keys)
{
  for (guint i = 0; i < api_count (page, list->collection); i++) {
    JsonObject *row = api_element (page, list->collection, i);
    g_ptr_array_add (keys, g_strdup (base_json_string (row, list->key)));
  }
}

static gboolean
contains (GPtrArray *keys, const char *key, guint *index)
{
  return g_ptr_array_find_with_equal_func (keys, key, g_str_equal, index);
}

/* A row that was seen last, and so is what the token was made of, or any other. */
static void
delete_row (Fixture *fixture, const List *list, GPtrArray *all, GPtrArray *seen, GPtrArray *deleted)
{
  const char *key = g_test_rand_bit () ? seen->pdata[seen->len - 1]
                                       : all->pdata[g_test_rand_int_range (0, (gint32) all->len)];
  g_autofree char *path = g_strconcat (list->deletes, "/", key, NULL);

  if (!contains (deleted, key, NULL)) {
    api_delete (fixture->api, 202, path);
    g_ptr_array_add (deleted, g_strdup (key));
  }
}

static void
change (Fixture *fixture, const List *list, GPtrArray *all, GPtrArray *seen, GPtrArray *deleted)
{
  if (g_test_rand_bit ()) {
    list->add (fixture);
  }
  if (list->deletes != NULL && g_test_rand_bit ()) {
    delete_row (fixture, list, all, seen, deleted);
  }
}

/* In the order of @all, without what was not there at the beginning, and all that stayed. */
static void
assert_walk (GPtrArray *all, GPtrArray *seen, GPtrArray *deleted)
{
  guint last = 0, index = 0;

  for (guint i = 0; i < seen->len; i++) {
    g_assert_true (contains (all, seen->pdata[i], &index));
    g_assert_true (i == 0 || index > last);
    last = index;
  }
  for (guint i = 0; i < all->len; i++) {
    g_assert_true (contains (seen, all->pdata[i], NULL) || contains (deleted, all->pdata[i], NULL));
  }
}

static void
walk (Fixture *fixture, const List *list, guint size, gboolean restarts)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) seen = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) deleted = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *token = g_strdup ("");

  if (fixture->operation != NULL) {
    api_await_operation (fixture->api, fixture->operation);
  }
  collect (get_page (fixture, list, 1000, ""), list, all);
  g_assert_cmpuint (all->len, >, size);
  while (token != NULL) {
    guint n_seen = seen->len;
    JsonObject *page = get_page (fixture, list, size, token);
    g_free (token);
    token = g_strdup (api_next_page (page));
    collect (page, list, seen);
    g_assert_cmpuint (seen->len - n_seen, <=, size);
    g_assert_true (token == NULL || seen->len - n_seen == size);
    for (guint i = n_seen; i < seen->len; i++) {
      g_assert_false (contains (deleted, seen->pdata[i], NULL));
    }
    if (token != NULL) {
      change (fixture, list, all, seen, deleted);
    }
    if (restarts && g_test_rand_int_range (0, 3) == 0) {
      stop (fixture);
      start (fixture);
    }
  }
  assert_walk (all, seen, deleted);
}

static void
test_walk (Fixture *fixture, gconstpointer data)
{
  const List *list = data;
  const guint sizes[] = { 1, 2, 3, 5 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    walk (fixture, list, sizes[i], FALSE);
    while (api_count (get_page (fixture, list, 1000, ""), list->collection) < list->n_rows) {
      list->add (fixture);
    }
  }
  walk (fixture, list, 4, TRUE);
}

/* What a filter leaves of a notification, by what the notification says itself. */
typedef struct {
  const char *operation, *status, *provider, *user, *tags; /* "" where it is not filtered by */
} Filter;

static gboolean
has_tags (JsonObject *row, const char *text)
{
  JsonObject *tags = base_json_object (row, "tags");
  g_auto (GStrv) pairs = g_strsplit (text, ";", -1);

  for (gsize i = 0; pairs[i] != NULL && *pairs[i] != '\0'; i++) {
    g_auto (GStrv) pair = g_strsplit (pairs[i], ":", 2);
    if (g_strcmp0 (base_json_string (tags, pair[0]), pair[1]) != 0) {
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
lets_through (const Filter *filter, JsonObject *row)
{
  JsonArray *related = base_json_array (row, "related");
  JsonObject *to = base_json_object (row, "to");
  const char *provider = base_json_string (to, "provider");
  g_autofree char *text = json_to_string (json_array_get_element (related, 0), FALSE);

  return strstr (text, filter->operation) != NULL &&
         (*filter->status == '\0' ||
          g_str_equal (base_json_string (row, "status"), filter->status)) &&
         (*filter->provider == '\0' ||
          g_str_equal (provider != NULL ? provider : "FCM", filter->provider)) &&
         (*filter->user == '\0' ||
          g_strcmp0 (base_json_string (to, "userId"), filter->user) == 0) &&
         has_tags (row, filter->tags);
}

static void
append_parameter (GString *path, const char *name, const char *value)
{
  if (*value != '\0') {
    g_string_append_printf (path, "%s=%s&", name, value);
  }
}

static void
assert_filter (Fixture *fixture, const Filter *filter, JsonArray *rows)
{
  g_autoptr (GString) path = g_string_new (SEND "?");
  g_autoptr (GPtrArray) seen = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *token = g_strdup ("");
  guint n_expected = 0;

  append_parameter (path, "operationId", filter->operation);
  append_parameter (path, "status", filter->status);
  append_parameter (path, "provider", filter->provider);
  append_parameter (path, "user", filter->user);
  append_parameter (path, "tags", filter->tags);
  const List list = { .path = path->str, .collection = "notifications", .key = "id" };
  while (token != NULL) {
    JsonObject *page = get_page (fixture, &list, 7, token);
    g_free (token);
    token = g_strdup (api_next_page (page));
    collect (page, &list, seen);
  }
  for (guint i = 0; i < json_array_get_length (rows); i++) {
    JsonObject *row = json_array_get_object_element (rows, i);
    if (lets_through (filter, row)) {
      g_assert_cmpuint (n_expected, <, seen->len);
      g_assert_cmpstr (base_json_string (row, "id"), ==, seen->pdata[n_expected++]);
    }
  }
  g_assert_cmpuint (n_expected, ==, seen->len);
}

/* Each combination of filters lists what it should of the whole list. */
static void
test_combinations (Fixture *fixture, gconstpointer data)
{
  const char *statuses[] = { "", "SENT", "FAILED", "QUEUED" };
  const char *providers[] = { "", "FCM", "APN" };
  const char *users[] = { "", API_USER, "comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6nq9" };
  const char *tags[] = { "", "k:1;", "v:x;", "v:y;", "k:1;v:x;", "v:x;v:y;", "k:2;" };

  add_rows (fixture, &lists[G_N_ELEMENTS (lists) - 1]);
  g_autofree char *operation = g_strdup (fixture->operation);
  add_send (fixture);
  api_await_operation (fixture->api, fixture->operation);
  JsonObject *page = api_get (fixture->api, 200, SEND "?pageSize=1000");
  g_autoptr (JsonArray) rows = json_array_ref (base_json_array (page, "notifications"));
  g_assert_cmpuint (json_array_get_length (rows), ==, 27);

  const char *operations[] = { "", operation };
  for (guint i = 0; i < 2 * 4 * 3 * 3 * 7; i++) {
    const Filter filter = {
      .operation = operations[i % 2],
      .status = statuses[i / 2 % 4],
      .provider = providers[i / 8 % 3],
      .user = users[i / 24 % 3],
      .tags = tags[i / 72],
    };
    assert_filter (fixture, &filter, rows);
  }
}

static char *
get_token (Api *api, const char *path)
{
  JsonObject *page = api_get (api, 200, "%s", path);
  const char *token = api_next_page (page);

  g_assert_nonnull (token);
  return g_strdup (token);
}

/* A token belongs to one list with its filters, in any order and for pages of any size. */
static void
test_other_lists (Fixture *fixture, gconstpointer data)
{
  const char *const context[] = { "$.pageToken", NULL };
  const struct {
    const char *from, *to;
    guint status;
  } cases[] = {
    { USERS "?", USERS "?", 200 },
    { USERS "?", USERS "?unknown=7&", 200 },
    { USERS "?", OPERATIONS "?", 400 },
    { USERS "?", SEND "?", 400 },
    { OPERATIONS "?", USERS "?", 400 },
    { OPERATIONS "?", OPERATIONS "?status=COMPLETED&", 400 },
    { SEND "?status=SENT&", SEND "?status=SENT&", 200 },
    { SEND "?status=SENT&", SEND "?", 400 },
    { SEND "?status=SENT&", SEND "?status=FAILED&", 400 },
    { SEND "?tags=k:1;&", SEND "?tags=v:x;&", 400 },
    { SEND "?provider=FCM&tags=k:1;&", SEND "?tags=k:1;&provider=FCM&", 200 },
  };

  for (guint i = 0; i < 4; i++) {
    add_user (fixture);
    add_send (fixture);
  }
  api_await_operation (fixture->api, fixture->operation);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *first = g_strconcat (cases[i].from, "pageSize=1", NULL);
    g_autofree char *token = get_token (fixture->api, first);
    g_test_message ("%s in %s", cases[i].from, cases[i].to);
    api_get (fixture->api, cases[i].status, "%spageSize=3&pageToken=%s", cases[i].to, token);
    if (cases[i].status == 400) {
      api_assert_contexts (fixture->api, context);
    }
  }
}

static guint
get_status (const char *url)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
  g_autofree char *pair =
    g_base64_encode ((const guchar *) SID ":" SECRET, strlen (SID ":" SECRET));
  g_autofree char *authorization = g_strconcat ("Basic ", pair, NULL);
  g_autoptr (GError) error = NULL;

  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization",
                                authorization);
  g_autoptr (GBytes) body = soup_session_send_and_read (session, message, NULL, &error);
  g_assert_no_error (error);
  return soup_message_get_status (message);
}

/* Whatever is no token is refused; a changed one is refused or a place like any other. */
static void
test_garbage (Fixture *fixture, gconstpointer data)
{
  const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  add_user (fixture);
  g_autofree char *token = get_token (fixture->api, USERS "?pageSize=1");
  for (gsize length = 1; length < strlen (token) - 2; length++) {
    api_get (fixture->api, 400, USERS "?pageToken=%.*s", (int) length, token);
  }
  for (guint i = 0; i < 200; i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    for (gint32 j = g_test_rand_int_range (1, 80); j > 0; j--) {
      g_string_append_c (text, alphabet[g_test_rand_int_range (0, sizeof alphabet - 1)]);
    }
    api_get (fixture->api, 400, USERS "?pageToken=%s", text->str);
  }
  for (guint i = 0; i < 200; i++) {
    g_autofree char *changed = g_strdup (token);
    changed[g_test_rand_int_range (0, (gint32) strlen (token))] =
      alphabet[g_test_rand_int_range (0, sizeof alphabet - 1)];
    g_autofree char *url =
      g_strdup_printf ("%s" USERS "?pageToken=%s", api_get_base (fixture->api), changed);
    guint status = get_status (url);
    g_assert_true (status == 400 || status == 200);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++) {
    g_autofree char *path = g_strconcat ("/emulator/walks/", lists[i].name, NULL);
    g_test_add (path, Fixture, &lists[i], set_up, test_walk, tear_down);
  }
  g_test_add ("/emulator/walks/combinations", Fixture, NULL, set_up, test_combinations, tear_down);
  g_test_add ("/emulator/walks/other-lists", Fixture, NULL, set_up, test_other_lists, tear_down);
  g_test_add ("/emulator/walks/garbage", Fixture, NULL, set_up, test_garbage, tear_down);
  return g_test_run ();
}
