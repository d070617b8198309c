#include "test-emulator.h"

#include <base-json.h>
#include <libsoup/soup.h>
#include <string.h>
#include <unistd.h>

/* Far above what any step takes under sanitisers on a busy machine. */
#define TEST_PATIENCE_SECONDS 60

struct _TestEmulator {
  GSubprocess *process;
  GOutputStream *input; /* (unowned): of process; the emulator ends when it is closed */
  JsonNode *announcement;
};

static const char *
announced (TestEmulator *self, const char *name)
{
  const char *value = base_json_string (base_json_node_object (self->announcement), name);

  g_assert_nonnull (value);
  return value;
}

/* Where the exchanges of the next emulator of this program are to be written. */
static char *
new_record (const char *folder)
{
  static guint count = 0;
  g_autofree char *program = g_path_get_basename (g_get_prgname ());

  return g_strdup_printf ("--record=%s/%s-%d-%u.jsonl", folder, program, (int) getpid (), ++count);
}

/**
 * test_emulator_start:
 * @first_argument: (nullable): more arguments for "serve", ended by %NULL
 *
 * Where the environment variable CARILLON_RECORD names a folder, the emulator records there, unless
 * it speaks an older generation of the API.
 *
 * Returns: (transfer full): the emulator, listening
 */
TestEmulator *
test_emulator_start (const char *first_argument, ...)
{
  const char *program = g_getenv ("CARILLON_EMULATOR");
  g_assert_nonnull (program);
  const char *folder = g_getenv ("CARILLON_RECORD");

  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  const char *fixed[] = { program, "serve", "--port", "0", "--announce", "--exit-with-stdin" };
  for (gsize i = 0; i < G_N_ELEMENTS (fixed); i++) {
    g_ptr_array_add (argv, (gpointer) fixed[i]);
  }
  va_list arguments;
  va_start (arguments, first_argument);
  for (const char *argument = first_argument; argument != NULL;
       argument = va_arg (arguments, const char *)) {
    g_ptr_array_add (argv, (gpointer) argument);
    folder = g_str_has_prefix (argument, "--legacy") ? NULL : folder;
  }
  va_end (arguments);
  g_autofree char *record = folder != NULL ? new_record (folder) : NULL;
  if (record != NULL) {
    g_ptr_array_add (argv, record);
  }
  g_ptr_array_add (argv, NULL);

  g_autoptr (GError) error = NULL;
  TestEmulator *self = g_new0 (TestEmulator, 1);
  self->process =
    g_subprocess_newv ((const char *const *) argv->pdata,
                       G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  self->input = g_subprocess_get_stdin_pipe (self->process);

  g_autoptr (GDataInputStream) output =
    g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (output), FALSE);
  g_autofree char *line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  g_autoptr (GBytes) bytes = g_bytes_new_static (line, strlen (line));
  self->announcement = base_json_parse (bytes, &error);
  g_assert_no_error (error);
  return self;
}

/**
 * test_emulator_stop:
 * @self: (transfer full): an emulator
 *
 * Ends it as its user would, and fails the test if it did not end well: a leak or an error that its
 * sanitisers found shows in its exit status.
 */
void
test_emulator_stop (TestEmulator *self)
{
  g_autoptr (GError) error = NULL;

  g_output_stream_close (self->input, NULL, &error);
  g_assert_no_error (error);
  g_subprocess_wait_check (self->process, NULL, &error);
  g_assert_no_error (error);
  g_clear_object (&self->process);
  g_clear_pointer (&self->announcement, json_node_unref);
  g_free (self);
}

/**
 * test_emulator_kill:
 * @self: (transfer full): an emulator
 *
 * Ends it as no program can prevent, wherever it is.
 */
void
test_emulator_kill (TestEmulator *self)
{
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  g_clear_object (&self->process);
  g_clear_pointer (&self->announcement, json_node_unref);
  g_free (self);
}

/**
 * test_emulator_get_process_id:
 * @self: an emulator
 *
 * Returns: its number in the system
 */
int
test_emulator_get_process_id (TestEmulator *self)
{
  return (int) g_ascii_strtoll (g_subprocess_get_identifier (self->process), NULL, 10);
}

const char *
test_emulator_get_url (TestEmulator *self)
{
  return announced (self, "url");
}

const char *
test_emulator_get_sid (TestEmulator *self)
{
  return announced (self, "sid");
}

const char *
test_emulator_get_secret (TestEmulator *self)
{
  return announced (self, "secret");
}

static char *
make_control_url (TestEmulator *self, const char *path)
{
  const char *url = test_emulator_get_url (self);

  return g_strdup_printf ("%.*s/__emulator%s", (int) (strrchr (url, '/') - url), url, path);
}

/**
 * test_emulator_control:
 * @self: an emulator with "--control"
 * @status: what it must answer
 * @method: of the request
 * @path: below /__emulator
 * @body: (nullable): JSON with ' for "
 *
 * Returns: (transfer full) (nullable): the body of the answer
 */
JsonNode *
test_emulator_control (
  TestEmulator *self, guint status, const char *method, const char *path, const char *body)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autofree char *url = make_control_url (self, path);
  g_autoptr (SoupMessage) message = soup_message_new (method, url);

  if (body != NULL) {
    char *text = g_strdelimit (g_strdup (body), "'", '"');
    g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));
    soup_message_set_request_body_from_bytes (message, "application/json", bytes);
  }
  g_autoptr (GBytes) answer = soup_session_send_and_read (session, message, NULL, &error);
  g_assert_no_error (error);
  if (soup_message_get_status (message) != status) {
    g_test_message ("%s %s: %.*s", method, path, (int) g_bytes_get_size (answer),
                    (const char *) g_bytes_get_data (answer, NULL));
  }
  g_assert_cmpuint (soup_message_get_status (message), ==, status);
  if (g_bytes_get_size (answer) == 0) {
    return NULL;
  }
  JsonNode *node = base_json_parse (answer, &error);
  g_assert_no_error (error);
  return node;
}

/**
 * test_emulator_add_fault:
 * @self: an emulator with "--control"
 * @description: of the fault, with ' for "
 *
 * Returns: (transfer full): the ID of the fault
 */
char *
test_emulator_add_fault (TestEmulator *self, const char *description)
{
  g_autoptr (JsonNode) fault = test_emulator_control (self, 201, "POST", "/faults", description);

  return g_strdup (base_json_string (base_json_node_object (fault), "id"));
}

void
test_emulator_remove_faults (TestEmulator *self)
{
  g_autoptr (JsonNode) nothing = test_emulator_control (self, 204, "DELETE", "/faults", NULL);

  g_assert_null (nothing);
}

/**
 * test_emulator_get_fault_hits:
 * @self: an emulator with "--control"
 * @id: of a fault
 *
 * Returns: how many requests it has met
 */
gint64
test_emulator_get_fault_hits (TestEmulator *self, const char *id)
{
  g_autoptr (JsonNode) node = test_emulator_control (self, 200, "GET", "/faults", NULL);
  JsonArray *faults = base_json_array (base_json_node_object (node), "faults");

  for (guint i = 0; i < json_array_get_length (faults); i++) {
    JsonObject *fault = json_array_get_object_element (faults, i);
    if (g_strcmp0 (base_json_string (fault, "id"), id) == 0) {
      return base_json_int (fault, "hits", -1);
    }
  }
  g_assert_not_reached ();
}

static gint64
read_count (TestEmulator *self, const char *group, const char *part, const char *name)
{
  g_autoptr (JsonNode) node = test_emulator_control (self, 200, "GET", "/counts", NULL);
  JsonObject *counts = base_json_object (base_json_node_object (node), group);

  return base_json_int (part != NULL ? base_json_object (counts, part) : counts, name, 0);
}

/**
 * test_emulator_count_sends:
 * @self: an emulator with "--control"
 * @name: "accepted", "recipients", "unaddressable", "duplicates" or "duplicateRecipients"
 *
 * Returns: how many there were since the data are kept
 */
gint64
test_emulator_count_sends (TestEmulator *self, const char *name)
{
  return read_count (self, "sends", NULL, name);
}

/**
 * test_emulator_count_requests:
 * @self: an emulator with "--control"
 * @route: (nullable): "GET /PushNotifications/Users/{userId}"; %NULL for all together
 *
 * Returns: how many there were since it was started
 */
gint64
test_emulator_count_requests (TestEmulator *self, const char *route)
{
  return route != NULL ? read_count (self, "requests", "byRoute", route)
                       : read_count (self, "requests", NULL, "total");
}

static gboolean
lose_patience (gpointer user_data)
{
  g_error ("nothing happened for %d seconds", TEST_PATIENCE_SECONDS);
  return G_SOURCE_REMOVE;
}

/**
 * test_wait_until:
 * @done: set by a callback
 */
void
test_wait_until (const gboolean *done)
{
  guint patience = g_timeout_add_seconds (TEST_PATIENCE_SECONDS, lose_patience, NULL);

  while (!*done) {
    g_main_context_iteration (NULL, TRUE);
  }
  g_source_remove (patience);
}

/**
 * test_store_result:
 * @user_data: (type Gio.AsyncResult): where to put @result
 *
 * A #GAsyncReadyCallback.
 */
void
test_store_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/**
 * test_await:
 * @result: what test_store_result() was given
 *
 * Returns: (transfer full): the result, once it is there
 */
GAsyncResult *
test_await (GAsyncResult **result)
{
  guint patience = g_timeout_add_seconds (TEST_PATIENCE_SECONDS, lose_patience, NULL);

  while (*result == NULL) {
    g_main_context_iteration (NULL, TRUE);
  }
  g_source_remove (patience);
  return g_steal_pointer (result);
}
