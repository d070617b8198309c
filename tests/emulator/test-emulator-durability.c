/* What was answered with 202 is there after anything: the emulator is killed at random moments of a
 * stream of requests and then asked for everything, and runs out of room in the middle of a send.
 * CARILLON_KILLS=N kills it N times; --seed does the same again. */

#define _GNU_SOURCE /* prlimit () */

#include "api.h"

#include "test-emulator.h"

#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <sqlite3.h>
#include <sys/resource.h>

#define SEND "/PushNotifications"
#define OPERATIONS "/PushNotifications/Operations"
#define REGISTRATIONS "/PushNotifications/DeviceRegistrations"
#define USERS "/PushNotifications/Users"

#define DEFAULT_KILLS 30
#define N_IN_FLIGHT 6
#define MAX_RECIPIENTS 200

/* The kill comes so many answers and then so many microseconds after a start. */
#define MAX_ANSWERS 24
#define MAX_DELAY 4000

#define SID "ACme"
#define SECRET "secret"

typedef enum {
  REQUEST_SEND,
  REQUEST_REGISTER,
  REQUEST_DELETE,
} RequestKind;

typedef struct _Fixture Fixture;

/* A request that was posted, and what is known of it. */
typedef struct {
  Fixture *fixture;
  SoupMessage *message;
  RequestKind kind;
  guint number; /* of a deletion: of the registration that it deletes */
  guint n_recipients;
  char *id; /* what an answer with 202 named */
  gboolean is_accepted;
  gboolean was_deleted; /* a deletion was posted */
  gboolean was_seen;
} Request;

struct _Fixture {
  char *folder;
  char *data;
  TestEmulator *emulator;
  Api *api;
  SoupSession *session;
  GPtrArray *requests;
  GHashTable *operations; /* IDs of those that were looked through */
  guint n_in_flight;
  guint n_answers;   /* since the start */
  guint kill_after;  /* answers */
  gboolean is_dying; /* no more requests */
  gboolean is_idle;  /* none is in flight either */
};

static void
request_free (gpointer data)
{
  Request *self = data;

  g_clear_object (&self->message);
  g_free (self->id);
  g_free (self);
}

static void
start (Fixture *fixture)
{
  fixture->emulator =
    test_emulator_start ("--data", fixture->data, "--pace", "0", "--auth", SID ":" SECRET, NULL);
  fixture->api = api_new (test_emulator_get_url (fixture->emulator), SID, SECRET);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("carillon-durability-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->data = g_build_filename (fixture->folder, "emulator.db", NULL);
  fixture->session = soup_session_new_with_options ("max-conns-per-host", N_IN_FLIGHT, NULL);
  fixture->requests = g_ptr_array_new_with_free_func (request_free);
  fixture->operations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
remove_files (Fixture *fixture)
{
  g_autoptr (GDir) folder = g_dir_open (fixture->folder, 0, NULL);
  const char *name = NULL;

  while ((name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
    g_assert_cmpint (g_remove (path), ==, 0);
  }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->api, api_free);
  g_clear_pointer (&fixture->emulator, test_emulator_stop);
  g_clear_object (&fixture->session);
  g_clear_pointer (&fixture->requests, g_ptr_array_unref);
  g_clear_pointer (&fixture->operations, g_hash_table_unref);
  remove_files (fixture);
  g_free (fixture->data);
  g_free (fixture->folder);
}

static char *
write_send (guint number, guint n_recipients)
{
  g_autoptr (GString) body = g_string_new ("{\"to\":[");

  for (guint i = 0; i < n_recipients; i++) {
    g_string_append_printf (body, "%s{\"token\":\"s%u-%u\",\"provider\":\"FCM\"}", i > 0 ? "," : "",
                            number, i);
  }
  g_string_append_printf (body, "],\"content\":{\"title\":\"t\"},\"tags\":{\"send\":\"%u\"}}",
                          number);
  return g_string_free (g_steal_pointer (&body), FALSE);
}

/* A registration that may be deleted: one of those that are known to be there. */
static Request *
choose_registration (Fixture *fixture)
{
  for (guint i = 0; i < fixture->requests->len; i++) {
    Request *request = fixture->requests->pdata[i];
    if (request->kind == REQUEST_REGISTER && request->is_accepted && !request->was_deleted) {
      return request;
    }
  }
  return NULL;
}

static void
set_target (Request *request, const char *method, const char *path, const char *body)
{
  g_autofree char *url =
    g_strconcat (test_emulator_get_url (request->fixture->emulator), path, NULL);
  g_autofree char *pair =
    g_base64_encode ((const guchar *) SID ":" SECRET, strlen (SID ":" SECRET));
  g_autofree char *authorization = g_strconcat ("Basic ", pair, NULL);

  request->message = soup_message_new (method, url);
  soup_message_headers_replace (soup_message_get_request_headers (request->message),
                                "Authorization", authorization);
  if (body != NULL) {
    g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
    soup_message_set_request_body_from_bytes (request->message, "application/json", bytes);
  }
}

static void
compose (Request *request)
{
  Request *registration = choose_registration (request->fixture);
  g_autofree char *text = NULL;

  switch (g_test_rand_int_range (0, 4)) {
  case 0:
    request->kind = REQUEST_REGISTER;
    text = g_strdup_printf ("{\"appName\":\"test_app\",\"token\":\"r%u\",\"provider\":\"APN\"}",
                            request->number);
    set_target (request, "POST", REGISTRATIONS, text);
    return;
  case 1:
    if (registration != NULL) {
      request->kind = REQUEST_DELETE;
      request->number = registration->number;
      registration->was_deleted = TRUE;
      text = g_strconcat (REGISTRATIONS "/", registration->id, NULL);
      set_target (request, "DELETE", text, NULL);
      return;
    }
    break;
  default:
    break;
  }
  request->kind = REQUEST_SEND;
  request->n_recipients = (guint) g_test_rand_int_range (1, MAX_RECIPIENTS + 1);
  text = write_send (request->number, request->n_recipients);
  set_target (request, "POST", SEND, text);
}

static void post (Fixture *fixture);

static void
note_answer (Request *request, GBytes *body)
{
  g_autoptr (JsonNode) node = base_json_parse (body, NULL);
  JsonObject *answer = base_json_node_object (node);

  g_assert_cmpuint (soup_message_get_status (request->message), ==, 202);
  request->is_accepted = TRUE;
  request->id = g_strdup (
    base_json_string (answer, request->kind == REQUEST_SEND ? "operationId" : "resourceId"));
  g_assert_nonnull (request->id);
}

static gboolean
on_moment (gpointer user_data)
{
  Fixture *fixture = user_data;

  g_clear_pointer (&fixture->api, api_free);
  g_clear_pointer (&fixture->emulator, test_emulator_kill);
  fixture->is_idle = fixture->n_in_flight == 0;
  return G_SOURCE_REMOVE;
}

/* No timeout counts in less than milliseconds. */
static void
kill_soon (Fixture *fixture)
{
  gint64 moment = g_get_monotonic_time () + g_test_rand_int_range (0, MAX_DELAY);
  g_autoptr (GSource) source = g_timeout_source_new (0);

  fixture->is_dying = TRUE;
  g_source_set_ready_time (source, moment);
  g_source_set_callback (source, on_moment, fixture, NULL);
  g_source_attach (source, NULL);
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Request *request = user_data;
  Fixture *fixture = request->fixture;
  g_autoptr (GBytes) body = soup_session_send_and_read_finish (SOUP_SESSION (source), result, NULL);

  fixture->n_in_flight--;
  if (body != NULL) {
    note_answer (request, body);
    fixture->n_answers++;
  }
  g_clear_object (&request->message);
  if (!fixture->is_dying && fixture->n_answers >= fixture->kill_after) {
    kill_soon (fixture);
  }
  if (fixture->emulator != NULL) {
    post (fixture);
  }
  fixture->is_idle = fixture->emulator == NULL && fixture->n_in_flight == 0;
}

static void
post (Fixture *fixture)
{
  Request *request = g_new0 (Request, 1);

  request->fixture = fixture;
  request->number = fixture->requests->len;
  compose (request);
  g_ptr_array_add (fixture->requests, request);
  fixture->n_in_flight++;
  soup_session_send_and_read_async (fixture->session, request->message, G_PRIORITY_DEFAULT, NULL,
                                    on_answer, request);
}

/* Keeps it busy, kills it, and waits until every request knows that. */
static void
run_until_killed (Fixture *fixture)
{
  fixture->is_dying = FALSE;
  fixture->is_idle = FALSE;
  fixture->n_answers = 0;
  fixture->kill_after = (guint) g_test_rand_int_range (1, MAX_ANSWERS);
  for (guint i = 0; i < N_IN_FLIGHT; i++) {
    post (fixture);
  }
  test_wait_until (&fixture->is_idle);
}

static void
copy_file (const char *from, const char *to)
{
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (to);
  g_autoptr (GError) error = NULL;

  if (g_file_test (from, G_FILE_TEST_EXISTS)) {
    g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error);
    g_assert_no_error (error);
  } else {
    g_remove (to);
  }
}

static void
assert_query (sqlite3 *database, const char *sql, const char *expected)
{
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (database, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  g_assert_cmpstr ((const char *) sqlite3_column_text (statement, 0), ==, expected);
  sqlite3_finalize (statement);
}

/* Looks at a copy of what was left on the disk: opening it mends it. */
static void
assert_sound (Fixture *fixture)
{
  g_autofree char *log = g_strconcat (fixture->data, "-wal", NULL);
  g_autofree char *copy = g_strconcat (fixture->data, ".copy", NULL);
  g_autofree char *copied_log = g_strconcat (copy, "-wal", NULL);
  sqlite3 *database = NULL;

  copy_file (fixture->data, copy);
  copy_file (log, copied_log);
  g_assert_cmpint (sqlite3_open (copy, &database), ==, SQLITE_OK);
  assert_query (database, "PRAGMA integrity_check", "ok");
  assert_query (database, "SELECT count(*) FROM pragma_foreign_key_check", "0");
  assert_query (database,
                "SELECT count(*) FROM operations o WHERE"
                " (total, scheduled, queued, sent, failed, canceled) !="
                " (SELECT count(*), total (status = 0), total (status = 1), total (status = 2),"
                "  total (status = 3), total (status = 4) FROM notifications"
                "  WHERE operation = o.created)",
                "0");
  sqlite3_close (database);
}

/* The tokens are those that were posted, each once. */
static void
assert_tokens (Fixture *fixture, const char *operation, Request *request)
{
  g_autoptr (GHashTable) tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonObject *page = api_get (fixture->api, 200, SEND "?pageSize=1000&operationId=%s", operation);

  g_assert_null (api_next_page (page));
  g_assert_cmpuint (api_count (page, "notifications"), ==, request->n_recipients);
  for (guint i = 0; i < request->n_recipients; i++) {
    JsonObject *to = base_json_object (api_element (page, "notifications", i), "to");
    g_hash_table_add (tokens, g_strdup (base_json_string (to, "token")));
  }
  g_assert_cmpuint (g_hash_table_size (tokens), ==, request->n_recipients);
  for (guint i = 0; i < request->n_recipients; i++) {
    g_autofree char *token = g_strdup_printf ("s%u-%u", request->number, i);
    g_assert_true (g_hash_table_contains (tokens, token));
  }
}

/* It was posted, once, and is whole. */
static void
check_operation (Fixture *fixture, const char *operation)
{
  JsonObject *page = api_get (fixture->api, 200, SEND "?pageSize=1&operationId=%s", operation);
  JsonObject *tags = base_json_object (api_element (page, "notifications", 0), "tags");
  guint number = (guint) g_ascii_strtoull (base_json_string (tags, "send"), NULL, 10);

  g_assert_cmpuint (number, <, fixture->requests->len);
  Request *request = fixture->requests->pdata[number];
  g_assert_cmpint (request->kind, ==, REQUEST_SEND);
  g_assert_false (request->was_seen);
  request->was_seen = TRUE;
  if (request->is_accepted) {
    g_assert_cmpstr (request->id, ==, operation);
  }
  assert_tokens (fixture, operation, request);
}

static void
check_operations (Fixture *fixture)
{
  g_autoptr (GPtrArray) new = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *token = g_strdup ("");
  guint n_there = 0;

  while (token != NULL) {
    JsonObject *page = api_get (fixture->api, 200, OPERATIONS "?pageSize=100&pageToken=%s", token);
    g_free (token);
    token = g_strdup (api_next_page (page));
    for (guint i = 0; i < api_count (page, "operations"); i++) {
      char *id = g_strdup (base_json_string (api_element (page, "operations", i), "id"));
      n_there++;
      if (g_hash_table_add (fixture->operations, g_strdup (id))) {
        g_ptr_array_add (new, id);
      } else {
        g_free (id);
      }
    }
  }
  g_assert_cmpuint (n_there, ==, g_hash_table_size (fixture->operations));
  for (guint i = 0; i < new->len; i++) {
    check_operation (fixture, new->pdata[i]);
  }
}

/* A deletion that was not answered may have been done or not. */
static void
check_registration (Fixture *fixture, Request *request)
{
  g_autofree char *url =
    g_strconcat (test_emulator_get_url (fixture->emulator), REGISTRATIONS "/", request->id, NULL);

  if (!request->was_deleted) {
    JsonObject *registration = api_request (fixture->api, "GET", 200, url);
    JsonArray *devices = base_json_array (registration, "devices");
    g_autofree char *token = g_strdup_printf ("r%u", request->number);
    g_assert_cmpuint (json_array_get_length (devices), ==, 1);
    g_assert_cmpstr (base_json_string (json_array_get_object_element (devices, 0), "token"), ==,
                     token);
  }
}

static void
check_requests (Fixture *fixture)
{
  guint n_posted = 0, n_registered = 0;

  for (guint i = 0; i < fixture->requests->len; i++) {
    Request *request = fixture->requests->pdata[i];
    if (request->kind == REQUEST_SEND && request->is_accepted) {
      g_assert_true (request->was_seen);
    } else if (request->kind == REQUEST_REGISTER) {
      n_posted++;
      if (request->is_accepted) {
        n_registered++;
        check_registration (fixture, request);
      }
    } else if (request->kind == REQUEST_DELETE && request->is_accepted) {
      api_get (fixture->api, 404, REGISTRATIONS "/%s", request->id);
    }
  }

  /* Each registration made a user, beside the one of a new emulator. */
  guint n_users = 0;
  g_autofree char *token = g_strdup ("");
  while (token != NULL) {
    JsonObject *page = api_get (fixture->api, 200, USERS "?pageSize=1000&pageToken=%s", token);
    n_users += api_count (page, "users");
    g_free (token);
    token = g_strdup (api_next_page (page));
  }
  g_assert_cmpuint (n_users, >=, n_registered + 1);
  g_assert_cmpuint (n_users, <=, n_posted + 1);
}

static guint
read_kills (void)
{
  const char *text = g_getenv ("CARILLON_KILLS");

  return text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : DEFAULT_KILLS;
}

static void
test_kill (Fixture *fixture, gconstpointer data)
{
  GHashTableIter iter;
  gpointer id;
  guint n_kills = read_kills (), n_answered = 0;

  for (guint i = 0; i < n_kills; i++) {
    start (fixture);
    check_operations (fixture);
    check_requests (fixture);
    run_until_killed (fixture);
    assert_sound (fixture);
    n_answered += fixture->n_answers;
  }
  start (fixture);
  check_operations (fixture);
  check_requests (fixture);

  /* Deliveries go on to the end. */
  g_hash_table_iter_init (&iter, fixture->operations);
  while (g_hash_table_iter_next (&iter, &id, NULL)) {
    JsonObject *operation = api_await_operation (fixture->api, id);
    JsonObject *stats = base_json_object (operation, "stats");
    api_assert_stat (operation, "sent", base_json_int (stats, "recipients", -1));
  }
  g_test_message ("%u kills, %u requests, %u answered, %u operations", n_kills,
                  fixture->requests->len, n_answered, g_hash_table_size (fixture->operations));
}

/* The limit that it has lets it write as much as it likes. */
static void
limit_files (Fixture *fixture, rlim_t limit)
{
  int process = test_emulator_get_process_id (fixture->emulator);
  struct rlimit limits = { 0 };

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limits), ==, 0);
  limits.rlim_cur = MIN (limit, limits.rlim_max);
  g_assert_cmpint (prlimit (process, RLIMIT_FSIZE, &limits, NULL), ==, 0);
}

static guint
post_send (Fixture *fixture, guint n_recipients)
{
  g_autofree char *url = g_strconcat (test_emulator_get_url (fixture->emulator), SEND, NULL);
  g_autofree char *body = write_send (0, n_recipients);
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  g_autoptr (SoupMessage) message = soup_message_new ("POST", url);
  g_autoptr (GBytes) answer = NULL;
  g_autofree char *pair =
    g_base64_encode ((const guchar *) SID ":" SECRET, strlen (SID ":" SECRET));
  g_autofree char *authorization = g_strconcat ("Basic ", pair, NULL);
  g_autoptr (GError) error = NULL;

  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization",
                                authorization);
  soup_message_set_request_body_from_bytes (message, "application/json", bytes);
  answer = soup_session_send_and_read (fixture->session, message, NULL, &error);
  g_assert_no_error (error);
  return soup_message_get_status (message);
}

static void
assert_operations (Fixture *fixture, guint n_operations, guint n_recipients)
{
  JsonObject *list = api_get (fixture->api, 200, OPERATIONS "?pageSize=1000");

  g_assert_cmpuint (api_count (list, "operations"), ==, n_operations);
  for (guint i = 0; i < n_operations; i++) {
    api_assert_stat (api_element (list, "operations", i), "total", n_recipients);
  }
}

/* A send that does not fit is refused as a whole, what was there goes on being served, and sends
 * are accepted again once there is room. */
static void
test_no_space (Fixture *fixture, gconstpointer data)
{
  guint n_accepted = 0, status = 202;

  start (fixture);
  limit_files (fixture, 1024 * 1024);
  while (status == 202) {
    status = post_send (fixture, MAX_RECIPIENTS);
    n_accepted += status == 202;
    g_assert_cmpuint (n_accepted, <, 100);
  }
  g_assert_cmpuint (n_accepted, >, 0);
  g_assert_cmpuint (status, ==, 507);
  assert_operations (fixture, n_accepted, MAX_RECIPIENTS);

  limit_files (fixture, RLIM_INFINITY);
  g_assert_cmpuint (post_send (fixture, MAX_RECIPIENTS), ==, 202);
  assert_operations (fixture, n_accepted + 1, MAX_RECIPIENTS);
  g_clear_pointer (&fixture->api, api_free);
  g_clear_pointer (&fixture->emulator, test_emulator_kill);
  assert_sound (fixture);
  start (fixture);
  assert_operations (fixture, n_accepted + 1, MAX_RECIPIENTS);
}

/* However much goes through it, the log stays short. */
static void
test_log (Fixture *fixture, gconstpointer data)
{
  g_autofree char *log = g_strconcat (fixture->data, "-wal", NULL);
  GStatBuf info;

  start (fixture);
  for (guint i = 0; i < 40; i++) {
    g_assert_cmpuint (post_send (fixture, 1000), ==, 202);
    g_assert_cmpint (g_stat (log, &info), ==, 0);
    g_assert_cmpint (info.st_size, <, 16 * 1024 * 1024);
  }
  g_assert_cmpint (g_stat (fixture->data, &info), ==, 0);
  g_assert_cmpint (info.st_size, >, 4 * 1024 * 1024);
}

#define ADD(name, function) \
  g_test_add ("/emulator/durability/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("kill", test_kill);
  ADD ("no-space", test_no_space);
  ADD ("log", test_log);
  return g_test_run ();
}
