/* The command "fill": makes a data file as large as one likes, to see what lists and sends are like
 * then. As with the demo data, it is lived through by the code that serves requests, so the file is
 * what so many requests would have left; the same each time for a seed, but for the dates.
 *
 * All operations are alike but for the first, which has what is rare: devices of Apple's, devices
 * that fail, and a tag that nothing else has. A list that looks through rows finds them last. */

#include "emulator-fill.h"

#include "emulator-apps.h"
#include "emulator-id.h"
#include "emulator-registrations.h"
#include "emulator-schema.h"
#include "emulator-send.h"
#include "emulator-users.h"

#include <glib/gstdio.h>
#include <stdlib.h>

/* What the documents' examples bring along, and has credentials for both providers. */
#define APP_NAME "test_app"

#define DEFAULT_ROWS 1000000
#define DEFAULT_OPERATIONS 1000
#define DEFAULT_SEED 20231122

/* More takes hours and says nothing new. */
#define MAX_ROWS 100000000

/* The API's limit of a send (reference, "Limits"). */
#define MAX_RECIPIENTS 10000

/* Users added in one transaction. */
#define BATCH 10000

/* The API forgets notifications after seven days. */
#define FIRST_USER_AGO (30 * G_TIME_SPAN_DAY)
#define FIRST_SEND_AGO (6 * G_TIME_SPAN_DAY)
#define LAST_SEND_AGO G_TIME_SPAN_MINUTE

/* Nobody else is there to share the memory with or to lose anything: more in memory, and written
 * in larger pieces. */
#define LARGE_STEPS \
  "PRAGMA cache_size = -262144; PRAGMA wal_autocheckpoint = 20000; PRAGMA synchronous = NORMAL;"

/* One in so many recipients is a device without a user, as is every one where there are no users.
 */
#define DEVICE_EVERY 10

typedef struct {
  char *data; /* (nullable) */
  int n_users;
  int n_notifications;
  int n_operations;
  int seed;
} Options;

typedef struct {
  EmulatorWorld *world; /* (unowned) */
  const Options *options;
  GRand *random;
  GPtrArray *users; /* their IDs */
  guint next_user;  /* each gets as many as the others, one after the other */
  gint64 now;
  gint64 app;
} Fill;

static void
options_clear (Options *self)
{
  g_clear_pointer (&self->data, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static void
fill_clear (Fill *self)
{
  g_clear_pointer (&self->random, g_rand_free);
  g_clear_pointer (&self->users, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fill, fill_clear)

static gboolean
check_counts (const Options *self, GError **error)
{
  gint64 n_most = (gint64) self->n_operations * MAX_RECIPIENTS;

  if (self->n_users < 0 || self->n_users > MAX_ROWS || self->n_notifications < 0 ||
      self->n_notifications > MAX_ROWS || self->n_operations < 0) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "--users, --notifications and --operations must be from 0 to %d", MAX_ROWS);
    return FALSE;
  }
  if (self->n_operations > self->n_notifications || self->n_notifications > n_most) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "each of the --operations must have from 1 to %d of the --notifications",
                 MAX_RECIPIENTS);
    return FALSE;
  }
  return TRUE;
}

static gboolean
parse_options (Options *self, int argc, char *argv[], GError **error)
{
  const GOptionEntry entries[] = {
    { "data", 'd', 0, G_OPTION_ARG_FILENAME, &self->data, "Make this file", "FILE" },
    { "users", 0, 0, G_OPTION_ARG_INT, &self->n_users,
      "How many users, each with a device (default: 1000000)", "N" },
    { "notifications", 0, 0, G_OPTION_ARG_INT, &self->n_notifications,
      "How many notifications (default: 1000000)", "N" },
    { "operations", 0, 0, G_OPTION_ARG_INT, &self->n_operations,
      "How many operations they are sent by (default: 1000)", "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT, &self->seed, "Make up another world", "N" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_summary (context, "Makes a large data file for “serve --data”.");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, error)) {
    return FALSE;
  }
  if (argc > 1) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, "unexpected argument “%s”", argv[1]);
    return FALSE;
  }
  if (self->data == NULL) {
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, "--data is missing");
    return FALSE;
  }
  return check_counts (self, error);
}

/* A line each tenth of the way. */
static void
tell_progress (const char *what, int done, int total)
{
  int step = MAX (total / 10, 1);

  if (done % step == 0 || done == total) {
    g_printerr ("%s %d of %d\n", what, done, total);
  }
}

static gint64
between (gint64 first, gint64 last, int index, int count)
{
  return first + (gint64) ((double) (last - first) * index / count);
}

/* As long as real ones are. */
static char *
make_token (Fill *self, const char *kind, int index)
{
  return g_strdup_printf ("%s-%08d-%08x%08x%08x%08x", kind, index, g_rand_int (self->random),
                          g_rand_int (self->random), g_rand_int (self->random),
                          g_rand_int (self->random));
}

static gboolean
add_user (Fill *self, int index, GError **error)
{
  EmulatorWorld *world = self->world;
  g_autofree char *bare = emulator_id_new (emulator_clock_now (world->clock), world->random);
  g_autofree char *token = make_token (self, "user", index);
  EmulatorDevice device = { .app = self->app, .token = token };
  gint64 registration = 0;
  gboolean is_full = FALSE;

  if (!emulator_users_add (world, bare, &device.user, error)) {
    return FALSE;
  }
  g_ptr_array_add (self->users, emulator_id_format (EMULATOR_ID_USER, bare));
  return emulator_registrations_add (world, &device, &registration, &is_full, error);
}

static gboolean
add_users (Fill *self, GError **error)
{
  int count = self->options->n_users;

  for (int i = 0; i < count; i++) {
    if (i % BATCH == 0 && (!emulator_store_commit (self->world->store, error) ||
                           !emulator_store_begin (self->world->store, error))) {
      return FALSE;
    }
    emulator_clock_set (self->world->clock,
                        between (self->now - FIRST_USER_AGO, self->now - FIRST_SEND_AGO, i, count));
    if (!add_user (self, i, error)) {
      return FALSE;
    }
    tell_progress ("users", i + 1, count);
  }
  return TRUE;
}

static void
write_string (JsonBuilder *json, const char *name, const char *value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_string_value (json, value);
}

static void
write_recipient (Fill *self, JsonBuilder *json, int index, gboolean is_rare)
{
  json_builder_begin_object (json);
  if (is_rare || self->users->len == 0 || index % DEVICE_EVERY == 0) {
    g_autofree char *token = make_token (self, is_rare && index % 2 == 1 ? "FAIL" : "guest", index);
    write_string (json, "token", token);
    write_string (json, "provider", emulator_providers[is_rare && index % 2 == 0 ? 1 : 0]);
  } else {
    write_string (json, "userId", self->users->pdata[self->next_user++ % self->users->len]);
  }
  json_builder_set_member_name (json, "variables");
  json_builder_begin_object (json);
  write_string (json, "variant", index % 2 == 0 ? "a" : "b");
  json_builder_end_object (json);
  json_builder_end_object (json);
}

static JsonNode *
make_send (Fill *self, int index, int n_recipients)
{
  g_autofree char *campaign = g_strdup_printf ("fill-%d", index);
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "to");
  json_builder_begin_array (json);
  for (int i = 0; i < n_recipients; i++) {
    write_recipient (self, json, i, index == 0);
  }
  json_builder_end_array (json);
  json_builder_set_member_name (json, "content");
  json_builder_begin_object (json);
  write_string (json, "title", "Your order ships today");
  write_string (json, "body", "Variant {{ variant }}: follow it in the app.");
  json_builder_end_object (json);
  json_builder_set_member_name (json, "from");
  json_builder_begin_object (json);
  write_string (json, "appName", APP_NAME);
  json_builder_end_object (json);
  json_builder_set_member_name (json, "tags");
  json_builder_begin_object (json);
  write_string (json, "campaign", campaign);
  write_string (json, "source", "fill");
  write_string (json, "variant", "{{ variant }}");
  if (index == 0) {
    write_string (json, "rare", "yes");
  }
  json_builder_end_object (json);
  json_builder_end_object (json);
  return json_builder_get_root (json);
}

static gboolean
send (Fill *self, int index, int n_recipients, GError **error)
{
  g_autoptr (JsonNode) body = make_send (self, index, n_recipients);
  g_autoptr (EmulatorIssues) issues = emulator_issues_new ();
  g_autofree char *id = NULL;

  if (!emulator_send_accept (self->world, json_node_get_object (body), issues, &id, error)) {
    return FALSE;
  }
  g_assert (emulator_issues_get_count (issues) == 0);
  emulator_clock_set (self->world->clock,
                      emulator_clock_now (self->world->clock) + G_TIME_SPAN_SECOND);
  return emulator_delivery_run (self->world->delivery, error) &&
         emulator_store_commit (self->world->store, error) &&
         emulator_store_begin (self->world->store, error);
}

static gboolean
add_operations (Fill *self, GError **error)
{
  int count = self->options->n_operations;
  int n_done = 0;

  for (int i = 0; i < count; i++) {
    int until = (int) between (0, self->options->n_notifications, i + 1, count);
    emulator_clock_set (self->world->clock,
                        between (self->now - FIRST_SEND_AGO, self->now - LAST_SEND_AGO, i, count));
    if (!send (self, i, until - n_done, error)) {
      return FALSE;
    }
    n_done = until;
    tell_progress ("operations", i + 1, count);
  }
  return TRUE;
}

static gboolean
fill_world (EmulatorWorld *world, const Options *options, gint64 now, GError **error)
{
  g_auto (Fill) self = {
    .world = world,
    .options = options,
    .random = g_rand_new_with_seed ((guint32) options->seed),
    .users = g_ptr_array_new_with_free_func (g_free),
    .now = now,
  };

  g_rand_set_seed (world->random, (guint32) options->seed);
  if (!emulator_store_execute (world->store, LARGE_STEPS, error) ||
      !emulator_store_begin (world->store, error) ||
      !emulator_apps_find (world->store, APP_NAME, &self.app, error) || !add_users (&self, error) ||
      !add_operations (&self, error)) {
    return FALSE;
  }
  emulator_clock_reset (world->clock);
  return emulator_store_commit (world->store, error);
}

static gboolean
fill_file (const char *path, const Options *options, GError **error)
{
  gint64 now = g_get_real_time ();
  const EmulatorWorldOptions world_options = { .path = path, .begins = now - FIRST_USER_AGO };
  g_autoptr (EmulatorWorld) world = emulator_world_new (&world_options, error);

  return world != NULL && fill_world (world, options, now, error);
}

static gboolean
is_free (const char *path, GError **error)
{
  if (g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_EXIST, "%s is there already", path);
    return FALSE;
  }
  return TRUE;
}

/* Under another name until it is whole. */
static gboolean
fill (const Options *options, GError **error)
{
  g_autofree char *part = g_strconcat (options->data, ".part", NULL);

  if (!is_free (options->data, error) || !is_free (part, error)) {
    return FALSE;
  }
  if (!fill_file (part, options, error)) {
    g_unlink (part);
    return FALSE;
  }
  if (g_rename (part, options->data) != 0) {
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "cannot make %s", options->data);
    return FALSE;
  }
  return TRUE;
}

/**
 * emulator_fill_run:
 * @argc: the number of @argv
 * @argv: (array length=argc): the command and its options
 *
 * Returns: the exit status of the program
 */
int
emulator_fill_run (int argc, char *argv[])
{
  g_auto (Options) options = {
    .n_users = DEFAULT_ROWS,
    .n_notifications = DEFAULT_ROWS,
    .n_operations = DEFAULT_OPERATIONS,
    .seed = DEFAULT_SEED,
  };
  g_autoptr (GError) error = NULL;

  if (!parse_options (&options, argc, argv, &error) || !fill (&options, &error)) {
    g_printerr ("carillon-emulator: %s\n", error->message);
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
