/* The command "serve": reads its options, says where it listens, and runs until it is told to end.
 */

#include "emulator-serve.h"

#include "emulator-server.h"

#include <errno.h>
#include <glib-unix.h>
#include <json-glib/json-glib.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define DEFAULT_PORT 8080
#define MAX_PORT 65535

/* See emulator_cause_of_token(). */
#define TOKENS_HELP                                                                         \
  "A device whose token contains one of these is not reached, and its provider says why:\n" \
  "  FAIL, FAIL_INVALID, FAIL_MISMATCH, FAIL_QUOTA, FAIL_UNAVAILABLE\n"

/* More makes watching pointless. */
#define MAX_PACE 3600.0

typedef struct {
  int port;
  char *data; /* (nullable) */
  gboolean demo;
  GStrv pairs; /* (nullable) */
  double pace;
  char *legacy; /* (nullable) */
  gboolean strict_variables;
  gboolean control;
  char *record; /* (nullable) */
  gboolean announce;
  gboolean exit_with_stdin;
} Options;

static void
options_clear (Options *self)
{
  g_clear_pointer (&self->data, g_free);
  g_clear_pointer (&self->pairs, g_strfreev);
  g_clear_pointer (&self->legacy, g_free);
  g_clear_pointer (&self->record, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
check_options (const Options *self, int argc, char *argv[], GError **error)
{
  if (argc > 1) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, "unexpected argument “%s”", argv[1]);
    return FALSE;
  }
  if (self->port < 0 || self->port > MAX_PORT) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "--port must be from 0 to %d, where 0 picks a free one", MAX_PORT);
    return FALSE;
  }
  if (!(self->pace >= 0 && self->pace <= MAX_PACE)) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "--pace must be from 0 to %g seconds", MAX_PACE);
    return FALSE;
  }
  for (gsize i = 0; self->pairs != NULL && self->pairs[i] != NULL; i++) {
    if (!emulator_server_is_pair (self->pairs[i])) {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           "--auth must be SID:SECRET, both not empty");
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
parse_options (Options *self, int argc, char *argv[], GError **error)
{
  const GOptionEntry entries[] = {
    { "port", 'p', 0, G_OPTION_ARG_INT, &self->port,
      "Listen on this port of 127.0.0.1; 0 picks a free one (default: 8080)", "N" },
    { "data", 'd', 0, G_OPTION_ARG_FILENAME, &self->data,
      "Keep the data in this file (default: in memory)", "FILE" },
    { "demo", 0, 0, G_OPTION_ARG_NONE, &self->demo,
      "Begin with users, devices and past sends, where there are no data yet", NULL },
    { "auth", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->pairs,
      "Let in who has this pair; may be given again (default: a made-up pair)", "SID:SECRET" },
    { "pace", 0, 0, G_OPTION_ARG_DOUBLE, &self->pace,
      "Seconds that a small send takes from queued to sent (default: 2.5)", "SECONDS" },
    { "legacy", 0, 0, G_OPTION_ARG_STRING, &self->legacy,
      "Answer in these shapes of older documents: ids, errors, stats, collection-keys, headers,"
      " pagination, recipients",
      "SHAPE,…" },
    { "strict-variables", 0, 0, G_OPTION_ARG_NONE, &self->strict_variables,
      "Refuse a send with a recipient who lacks a variable that has no default", NULL },
    { "control", 0, 0, G_OPTION_ARG_NONE, &self->control,
      "Let tests steer it under /__emulator/: faults, the clock, counts, deliveries", NULL },
    { "record", 0, 0, G_OPTION_ARG_FILENAME, &self->record,
      "Add each exchange to this file, one line of JSON each", "FILE" },
    { "announce", 0, 0, G_OPTION_ARG_NONE, &self->announce,
      "Print one line of JSON on standard output once it listens: url, sid, secret", NULL },
    { "exit-with-stdin", 0, 0, G_OPTION_ARG_NONE, &self->exit_with_stdin,
      "End when standard input ends", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_summary (context, "Serves the Push Notifications API on this machine.");
  g_option_context_set_description (context, TOKENS_HELP);
  g_option_context_add_main_entries (context, entries, NULL);
  return g_option_context_parse (context, &argc, &argv, error) &&
         check_options (self, argc, argv, error);
}

/* An account SID as Twilio's look, and a secret that nobody guesses. */
static GStrv
make_up_pair (void)
{
  g_autofree char *sid = g_uuid_string_random ();
  g_autofree char *secret = g_uuid_string_random ();
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GString) pair = g_string_new (NULL);

  g_string_printf (pair, "AC%s:%s", sid, secret);
  g_string_replace (pair, "-", "", 0);
  g_strv_builder_add (builder, pair->str);
  return g_strv_builder_end (builder);
}

/* One line for a program, or a few for a person. */
static void
tell (const Options *options, const char *url)
{
  g_auto (GStrv) pair = g_strsplit (options->pairs[0], ":", 2);

  if (!options->announce) {
    g_printerr ("Listening on %s\n  account SID  %s\n  secret       %s\n", url, pair[0], pair[1]);
    return;
  }
  g_autoptr (JsonBuilder) json = json_builder_new ();
  json_builder_begin_object (json);
  json_builder_set_member_name (json, "url");
  json_builder_add_string_value (json, url);
  json_builder_set_member_name (json, "sid");
  json_builder_add_string_value (json, pair[0]);
  json_builder_set_member_name (json, "secret");
  json_builder_add_string_value (json, pair[1]);
  json_builder_end_object (json);
  g_autoptr (JsonNode) node = json_builder_get_root (json);
  g_autofree char *line = json_to_string (node, FALSE);
  printf ("%s\n", line);
  fflush (stdout);
}

static gboolean
on_signal (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_stdin (int fd, GIOCondition condition, gpointer user_data)
{
  char ignored[256];
  gssize length = read (fd, ignored, sizeof ignored);

  if (length > 0 || (length < 0 && (errno == EINTR || errno == EAGAIN))) {
    return G_SOURCE_CONTINUE;
  }
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

/* Whoever reads that it listens may already tell it to end. */
static void
run_until_told (const Options *options, const char *url)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  guint terminate = g_unix_signal_add (SIGTERM, on_signal, loop);
  guint interrupt = g_unix_signal_add (SIGINT, on_signal, loop);
  g_autoptr (GSource) input = NULL;

  if (options->exit_with_stdin) {
    input = g_unix_fd_source_new (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR);
    g_source_set_callback (input, G_SOURCE_FUNC (on_stdin), loop, NULL);
    g_source_attach (input, NULL);
  }
  tell (options, url);
  g_main_loop_run (loop);
  if (input != NULL) {
    g_source_destroy (input);
  }
  g_source_remove (interrupt);
  g_source_remove (terminate);
}

static gboolean
serve (Options *options, GError **error)
{
  EmulatorWorldOptions how = {
    .path = options->data,
    .with_demo = options->demo,
    .pace = options->pace,
    .strict_variables = options->strict_variables,
    .has_control = options->control,
  };
  if (options->legacy != NULL && !emulator_legacy_parse (options->legacy, &how.legacy, error)) {
    return FALSE;
  }

  g_autoptr (EmulatorWorld) world = emulator_world_new (&how, error);
  if (world == NULL) {
    return FALSE;
  }
  if (options->demo && !emulator_store_is_new (world->store)) {
    g_printerr ("carillon-emulator: %s has data already, none were added\n", options->data);
  }
  if (options->pairs == NULL) {
    options->pairs = make_up_pair ();
  }

  g_autoptr (EmulatorRecorder) recorder = NULL;
  if (options->record != NULL) {
    recorder = emulator_recorder_new (options->record, error);
    if (recorder == NULL) {
      g_prefix_error (error, "cannot record: ");
      return FALSE;
    }
  }
  g_autoptr (EmulatorServer) server =
    emulator_server_new (world, (const char *const *) options->pairs);
  emulator_server_set_recorder (server, recorder);
  if (!emulator_server_listen (server, (guint) options->port, error)) {
    g_prefix_error (error, "cannot listen on port %d: ", options->port);
    return FALSE;
  }
  run_until_told (options, emulator_server_get_url (server));
  return TRUE;
}

/**
 * emulator_serve_run:
 * @argc: the number of @argv
 * @argv: (array length=argc): the command and its options
 *
 * Returns: the exit status of the program
 */
int
emulator_serve_run (int argc, char *argv[])
{
  g_auto (Options) options = { .port = DEFAULT_PORT, .pace = EMULATOR_DEFAULT_PACE };
  g_autoptr (GError) error = NULL;

  /* Writing more than a limit of this process allows (ulimit -f) is answered as a full disk is. */
  signal (SIGXFSZ, SIG_IGN);
  if (!parse_options (&options, argc, argv, &error) || !serve (&options, &error)) {
    g_printerr ("carillon-emulator: %s\n", error->message);
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
