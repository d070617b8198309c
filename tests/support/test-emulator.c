#include "test-emulator.h"

#include <base-json.h>
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
