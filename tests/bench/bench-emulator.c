/* What pages and sends cost in a large data file, against small ones of the same run: the first
 * page of a list against the middle and the last, a filter against no filter, a send to an empty
 * file against one with a million rows, and memory before and after everything was walked through.
 * Prints ratios; the times beside them are of whole requests over loopback. */

#include <base-json.h>
#include <base-time.h>
#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <stdlib.h>

#include "test-emulator.h"

#define SEND "/PushNotifications"
#define OPERATIONS SEND "/Operations"
#define USERS SEND "/Users"
#define REGISTRATIONS SEND "/DeviceRegistrations"

#define SID "ACme"
#define SECRET "secret"

/* The shortest of so many times, as the machine does other things too. */
#define N_PAGES 41
#define N_SENDS 7
#define N_RECIPIENTS 10000

/* A list of more pages is not walked through for its tokens. */
#define MAX_TOKENS 40

/* The users of a filled file came in the course of these. */
#define DAYS_OF_USERS 24

typedef struct {
  char *data; /* (nullable) */
  int n_users;
  int n_notifications;
  int n_operations;
} Options;

typedef struct {
  TestEmulator *emulator;
  SoupSession *session;
} Peer;

/* What there is in the file, from its lists. */
typedef struct {
  Peer *peer;
  char *user;   /* a user of the middle */
  char *middle; /* an operation of the middle */
  char *oldest; /* the first one, which has what is rare */
  gint64 middle_time;
  gint64 oldest_time;
  double plain; /* milliseconds of a page without filter */
} World;

static Peer *
peer_new (const char *data)
{
  Peer *self = g_new0 (Peer, 1);

  /* Nothing is delivered while it is measured. */
  self->emulator =
    test_emulator_start ("--data", data, "--pace", "3600", "--auth", SID ":" SECRET, NULL);
  self->session = soup_session_new_with_options ("max-conns-per-host", 1, NULL);
  return self;
}

static void
peer_free (Peer *self)
{
  g_clear_object (&self->session);
  g_clear_pointer (&self->emulator, test_emulator_stop);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Peer, peer_free)

static void
world_clear (World *self)
{
  g_free (self->user);
  g_free (self->middle);
  g_free (self->oldest);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)

/* Adds to @msec what it took. */
static GBytes *
request (Peer *peer, const char *method, const char *path, GBytes *body, double *msec)
{
  g_autofree char *url = g_strconcat (test_emulator_get_url (peer->emulator), path, NULL);
  g_autofree char *pair =
    g_base64_encode ((const guchar *) SID ":" SECRET, strlen (SID ":" SECRET));
  g_autofree char *authorization = g_strconcat ("Basic ", pair, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (method, url);
  g_autoptr (GError) error = NULL;

  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization",
                                authorization);
  soup_message_add_flags (message, SOUP_MESSAGE_IDEMPOTENT); /* for the open connection */
  if (body != NULL) {
    soup_message_set_request_body_from_bytes (message, "application/json", body);
  }
  gint64 start = g_get_monotonic_time ();
  GBytes *answer = soup_session_send_and_read (peer->session, message, NULL, &error);
  *msec = (double) (g_get_monotonic_time () - start) / 1000;
  g_assert_no_error (error);
  g_assert_true (SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (message)));
  return answer;
}

static JsonNode *
get (Peer *peer, const char *path)
{
  double msec = 0;
  g_autoptr (GBytes) answer = request (peer, "GET", path, NULL, &msec);
  JsonNode *node = base_json_parse (answer, NULL);

  g_assert_nonnull (node);
  return node;
}

static char *
get_next (JsonNode *page)
{
  JsonObject *pagination = base_json_object (base_json_node_object (page), "pagination");

  return g_strdup (base_json_string (pagination, "next"));
}

/* What else runs on the machine only ever adds to it. */
static double
time_page (Peer *peer, const char *path)
{
  double least = G_MAXDOUBLE;

  for (guint i = 0; i < N_PAGES; i++) {
    double msec = 0;
    g_autoptr (GBytes) answer = request (peer, "GET", path, NULL, &msec);
    least = MIN (least, msec);
  }
  return least;
}

/* A token is a place in time: the same list from another one, without walking there. */
static char *
move_token (const char *token, gint64 before)
{
  g_autofree char *padded = g_strconcat (token, strlen (token) % 4 == 2 ? "==" : "=", NULL);
  gsize length = 0;

  g_strdelimit (padded, "-", '+');
  g_strdelimit (padded, "_", '/');
  if (strlen (token) % 4 == 0) {
    padded[strlen (token)] = '\0';
  }
  guchar *text = g_base64_decode (padded, &length);
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, length);
  g_autoptr (JsonNode) node = base_json_parse (bytes, NULL);
  g_autofree char *json =
    g_strdup_printf ("{\"before\":%" G_GINT64_FORMAT ",\"of\":\"%s\"}", before,
                     base_json_string (base_json_node_object (node), "of"));
  char *moved = g_base64_encode ((const guchar *) json, strlen (json));
  g_strdelimit (moved, "+", '-');
  g_strdelimit (moved, "/", '_');
  return g_strdelimit (moved, "=", '\0');
}

/* The tokens of all pages but the first, where they are few. */
static GPtrArray *
walk_tokens (Peer *peer, const char *path)
{
  GPtrArray *tokens = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (JsonNode) page = get (peer, path);
  char *token = get_next (page);

  while (token != NULL && tokens->len < MAX_TOKENS) {
    g_autofree char *there = g_strconcat (path, "&pageToken=", token, NULL);
    g_ptr_array_add (tokens, token);
    g_clear_pointer (&page, json_node_unref);
    page = get (peer, there);
    token = get_next (page);
  }
  if (token != NULL) {
    g_ptr_array_add (tokens, token);
  }
  return tokens;
}

static double
time_page_from (World *world, const char *path, GPtrArray *tokens, guint index, gint64 before)
{
  g_autofree char *token = tokens->len > MAX_TOKENS ? move_token (tokens->pdata[0], before)
                                                    : g_strdup (tokens->pdata[index]);
  g_autofree char *there = g_strconcat (path, "&pageToken=", token, NULL);

  return time_page (world->peer, there);
}

/* Without what is long in an ID. */
static char *
abbreviate (const char *path)
{
  g_autoptr (GRegex) id = g_regex_new ("comms_[a-z]+_[0-9a-z]+", 0, 0, NULL);

  return g_regex_replace_literal (id, path, -1, 0, "ID", 0, NULL);
}

static void
measure_list (World *world, const char *path)
{
  g_autoptr (GPtrArray) tokens = walk_tokens (world->peer, path);
  g_autofree char *label = abbreviate (path + strlen (SEND));
  double first = time_page (world->peer, path);

  world->plain = world->plain == 0 ? first : world->plain;
  g_print ("%-48s %7.2f", label, first);
  if (tokens->len > 0) {
    double middle = time_page_from (world, path, tokens, tokens->len / 2, world->middle_time);
    double last = time_page_from (world, path, tokens, tokens->len - 1, world->oldest_time);
    g_print (" %7.2f %7.2f %7.2f", middle, last, last / first);
  } else {
    g_print (" %7s %7s %7s", "-", "-", "-");
  }
  g_print (" %9.2f\n", first / world->plain);
}

static void
look_at_users (World *world)
{
  g_autoptr (JsonNode) page = get (world->peer, USERS "?pageSize=1");
  JsonArray *users = base_json_array (base_json_node_object (page), "users");
  JsonObject *newest = json_array_get_object_element (users, 0);
  gint64 newest_time = 0;

  g_assert_true (base_time_parse (base_json_string (newest, "createdAt"), &newest_time));
  world->middle_time = newest_time - DAYS_OF_USERS / 2 * G_TIME_SPAN_DAY;
  world->oldest_time = newest_time - DAYS_OF_USERS * G_TIME_SPAN_DAY + 2 * G_TIME_SPAN_MINUTE;
}

static void
measure_lists (World *world)
{
  g_auto (GStrv) filters = g_strsplit (
    "|provider=FCM|provider=APN|status=SENT|status=FAILED|status=QUEUED|status=SENT&provider=FCM|"
    "tags=source:fill;|tags=rare:yes;|tags=source:fill;rare:yes;|tags=source:fill;variant:a;|"
    "tags=source:fill;&provider=APN|tags=variant:a;&status=FAILED|"
    "startDate=2020-01-01T00:00:00Z&provider=FCM",
    "|", -1);

  g_print ("%-48s %7s %7s %7s %7s %9s\n", "page of 50, milliseconds", "first", "middle", "last",
           "ratio", "to plain");
  for (gsize i = 0; filters[i] != NULL; i++) {
    g_autofree char *path = g_strconcat (SEND "?", filters[i], NULL);
    measure_list (world, path);
  }
  const char *of_operation[] = { "", "&tags=source:fill;", "&provider=FCM", "&status=FAILED" };
  for (gsize i = 0; i < G_N_ELEMENTS (of_operation); i++) {
    g_autofree char *path =
      g_strconcat (SEND "?operationId=", world->middle, of_operation[i], NULL);
    measure_list (world, path);
  }
  const char *of_user[] = { "", "&status=SENT", "&tags=source:fill;", "&provider=APN" };
  for (gsize i = 0; i < G_N_ELEMENTS (of_user); i++) {
    g_autofree char *path = g_strconcat (SEND "?user=", world->user, of_user[i], NULL);
    measure_list (world, path);
  }
  measure_list (world, OPERATIONS "?");
  measure_list (world, OPERATIONS "?status=COMPLETED");
  measure_list (world, OPERATIONS "?status=SCHEDULED");
  look_at_users (world);
  measure_list (world, USERS "?");
  g_autofree char *registrations = g_strconcat (REGISTRATIONS "?userId=", world->user, NULL);
  measure_list (world, registrations);
}

static void
look_around (World *world)
{
  g_autoptr (JsonNode) page = get (world->peer, OPERATIONS "?status=COMPLETED&pageSize=1000");
  JsonArray *operations = base_json_array (base_json_node_object (page), "operations");
  guint count = json_array_get_length (operations);
  JsonObject *middle = json_array_get_object_element (operations, count / 2);
  JsonObject *oldest = json_array_get_object_element (operations, count - 1);

  world->middle = g_strdup (base_json_string (middle, "id"));
  world->oldest = g_strdup (base_json_string (oldest, "id"));
  g_assert_true (base_time_parse (base_json_string (middle, "createdAt"), &world->middle_time));
  g_assert_true (base_time_parse (base_json_string (oldest, "createdAt"), &world->oldest_time));
  world->oldest_time += G_USEC_PER_SEC;

  g_autofree char *path = g_strconcat (SEND "?pageSize=20&operationId=", world->middle, NULL);
  g_autoptr (JsonNode) sent = get (world->peer, path);
  JsonArray *rows = base_json_array (base_json_node_object (sent), "notifications");
  for (guint i = 0; i < json_array_get_length (rows) && world->user == NULL; i++) {
    JsonObject *to = base_json_object (json_array_get_object_element (rows, i), "to");
    world->user = g_strdup (base_json_string (to, "userId"));
  }
  g_assert_nonnull (world->user);
}

static int
get_memory (Peer *peer)
{
  g_autofree char *path =
    g_strdup_printf ("/proc/%d/status", test_emulator_get_process_id (peer->emulator));
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return atoi (strstr (text, "VmRSS:") + strlen ("VmRSS:")) / 1024;
}

/* Adds the IDs of the newest users to @users until it has enough. */
static guint
walk (Peer *peer, const char *path, const char *collection, GPtrArray *users)
{
  g_autofree char *token = g_strdup ("");
  guint count = 0;

  while (token != NULL) {
    g_autofree char *there = g_strconcat (path, "?pageSize=1000&pageToken=", token, NULL);
    g_autoptr (JsonNode) page = get (peer, there);
    JsonArray *rows = base_json_array (base_json_node_object (page), collection);
    count += json_array_get_length (rows);
    for (guint i = 0; users != NULL && i < json_array_get_length (rows); i += 10) {
      JsonObject *row = json_array_get_object_element (rows, i);
      g_ptr_array_add (users, g_strdup (base_json_string (row, "id")));
    }
    g_free (token);
    token = get_next (page);
  }
  return count;
}

static GBytes *
write_send (GPtrArray *users)
{
  GString *body = g_string_new ("{\"to\":[");

  for (guint i = 0; i < N_RECIPIENTS; i++) {
    if (users != NULL) {
      guint chosen = (guint) g_random_int_range (0, (gint32) users->len);
      g_string_append_printf (body, "%s{\"userId\":\"%s\"", i > 0 ? "," : "",
                              (char *) users->pdata[chosen]);
    } else {
      g_string_append_printf (body, "%s{\"token\":\"t%08x%08x\",\"provider\":\"FCM\"",
                              i > 0 ? "," : "", g_random_int (), g_random_int ());
    }
    g_string_append_printf (body, ",\"variables\":{\"name\":\"Ann %u\"}}", i);
  }
  g_string_append (body, "],\"content\":{\"title\":\"Hello {{ name }}\",\"body\":\"It ships.\"},"
                         "\"tags\":{\"campaign\":\"bench\",\"season\":\"winter\"}}");
  return g_string_free_to_bytes (body);
}

static double
time_send (Peer *peer, GPtrArray *users)
{
  double least = G_MAXDOUBLE;

  for (guint i = 0; i < N_SENDS; i++) {
    double msec = 0;
    g_autoptr (GBytes) body = write_send (users);
    g_autoptr (GBytes) answer = request (peer, "POST", SEND, body, &msec);
    least = MIN (least, msec);
  }
  return least;
}

static void
measure_sends (Peer *large, GPtrArray *users, const char *folder)
{
  g_autofree char *data = g_build_filename (folder, "small.db", NULL);
  g_autoptr (Peer) small = peer_new (data);
  double few = time_send (small, NULL);
  double many = time_send (large, NULL);

  g_print ("\n%-48s %7s %7s %7s\n", "send of 10,000 accepted, milliseconds", "empty", "large",
           "ratio");
  g_print ("%-48s %7.0f %7.0f %7.2f\n", "to devices", few, many, many / few);
  if (users->len > 0) {
    g_print ("%-48s %7s %7.0f\n", "to users chosen at random", "-", time_send (large, users));
  }
  g_print ("%-48s %7d %7d %7.2f\n", "resident after that, MiB", get_memory (small),
           get_memory (large), (double) get_memory (large) / get_memory (small));
}

static void
measure (const char *data, const char *folder)
{
  g_autoptr (Peer) peer = peer_new (data);
  g_autoptr (GPtrArray) users = g_ptr_array_new_with_free_func (g_free);
  g_auto (World) world = { .peer = peer };

  look_around (&world);
  measure_lists (&world);
  int before = get_memory (peer);
  guint count = walk (peer, USERS, "users", users) + walk (peer, SEND, "notifications", NULL) +
                walk (peer, OPERATIONS, "operations", NULL);
  g_print ("\n%-48s %7s %7s %7s\n", "resident, MiB", "before", "after", "ratio");
  g_print ("walking through %-32u %7d %7d %7.2f\n", count, before, get_memory (peer),
           (double) get_memory (peer) / before);
  measure_sends (peer, users, folder);
}

static void
fill (const Options *options, const char *data)
{
  g_autofree char *users = g_strdup_printf ("--users=%d", options->n_users);
  g_autofree char *notifications = g_strdup_printf ("--notifications=%d", options->n_notifications);
  g_autofree char *operations = g_strdup_printf ("--operations=%d", options->n_operations);
  const char *argv[] = {
    g_getenv ("CARILLON_EMULATOR"), "fill", "--data", data, users, notifications, operations, NULL
  };
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL,
                NULL, &error);
  g_assert_no_error (error);
  g_print ("filled with %d users, %d notifications and %d operations in %.0f s\n\n",
           options->n_users, options->n_notifications, options->n_operations,
           (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) open = g_dir_open (folder, 0, NULL);
  const char *name = NULL;

  while ((name = g_dir_read_name (open)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_remove (path);
  }
  g_rmdir (folder);
}

int
main (int argc, char *argv[])
{
  Options options = { .n_users = 1000000, .n_notifications = 1000000, .n_operations = 1000 };
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &options.data,
      "Keep the large file here and use it again; sends are added to it", "FILE" },
    { "users", 0, 0, G_OPTION_ARG_INT, &options.n_users, "How many it has", "N" },
    { "notifications", 0, 0, G_OPTION_ARG_INT, &options.n_notifications, "How many", "N" },
    { "operations", 0, 0, G_OPTION_ARG_INT, &options.n_operations, "How many", "N" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    g_printerr ("%s\n", error->message);
    return EXIT_FAILURE;
  }
  g_autofree char *folder = g_dir_make_tmp ("carillon-bench-XXXXXX", &error);
  g_assert_no_error (error);
  g_autofree char *data = options.data != NULL ? g_steal_pointer (&options.data)
                                               : g_build_filename (folder, "large.db", NULL);
  if (!g_file_test (data, G_FILE_TEST_EXISTS)) {
    fill (&options, data);
  }
  measure (data, folder);
  remove_folder (folder);
  return EXIT_SUCCESS;
}
