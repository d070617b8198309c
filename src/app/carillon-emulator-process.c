/* Starts the emulator and reads, without blocking, the one line in which it says where it listens.
 * The child's standard input stays open for as long as this object lives: when that closes, be it
 * because the console crashed, the emulator ends too. */

#include "carillon-emulator-process.h"

#include <base-json.h>
#include <errno.h>

#include "carillon-config.h"

#define PROGRAM "carillon-emulator"

/* Filling an empty database with demo data takes a second; a busy machine many. */
#define START_SECONDS 30

/* One that was told to end a moment ago still has the data file: the new one then gives up, and is
 * worth another try. */
#define START_ATTEMPTS 10
#define START_PAUSE 500 /* milliseconds */

struct _CarillonEmulatorProcess {
  GObject parent_instance;

  GSubprocess *process;
  GOutputStream *input;     /* (owned): ends the program when closed */
  GCancellable *waiting;    /* (owned) */
  GDataInputStream *output; /* (owned) */
  JsonNode *announcement;   /* (owned) (nullable) */
};

enum {
  SIGNAL_ENDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_QUARK (carillon_emulator_error, carillon_emulator_error)

G_DEFINE_FINAL_TYPE (CarillonEmulatorProcess, carillon_emulator_process, G_TYPE_OBJECT)

typedef struct {
  char *data_path;
  guint attempts;        /* that are left */
  GCancellable *reading; /* (owned) */
  gulong chained;
  guint timeout;
  gboolean timed_out;
} Start;

static void
start_free (Start *start)
{
  g_clear_handle_id (&start->timeout, g_source_remove);
  g_clear_object (&start->reading);
  g_free (start->data_path);
  g_free (start);
}

static void
carillon_emulator_process_dispose (GObject *object)
{
  CarillonEmulatorProcess *self = CARILLON_EMULATOR_PROCESS (object);

  carillon_emulator_process_stop (self);
  g_clear_object (&self->input);
  g_clear_object (&self->output);
  g_clear_object (&self->process);
  g_clear_object (&self->waiting);
  g_clear_pointer (&self->announcement, json_node_unref);
  G_OBJECT_CLASS (carillon_emulator_process_parent_class)->dispose (object);
}

static void
carillon_emulator_process_class_init (CarillonEmulatorProcessClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = carillon_emulator_process_dispose;

  /**
   * CarillonEmulatorProcess::ended:
   *
   * The program has ended without being told to.
   */
  signals[SIGNAL_ENDED] = g_signal_new ("ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
carillon_emulator_process_init (CarillonEmulatorProcess *self)
{
  self->waiting = g_cancellable_new ();
}

/* Uninstalled runs and tests name it; otherwise it lies beside this program. */
static char *
find_program (void)
{
  const char *named = g_getenv ("CARILLON_EMULATOR");

  if (named != NULL && *named != '\0') {
    return g_strdup (named);
  }
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  if (self != NULL) {
    g_autofree char *folder = g_path_get_dirname (self);
    g_autofree char *beside = g_build_filename (folder, PROGRAM, NULL);
    if (g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE)) {
      return g_steal_pointer (&beside);
    }
  }
  return g_build_filename (CARILLON_BINDIR, PROGRAM, NULL);
}

static gboolean
spawn (CarillonEmulatorProcess *self, const char *data_path, GError **error)
{
  g_autofree char *program = find_program ();
  const char *const argv[] = {
    program,  "serve",   "--port", "0", "--demo", "--announce", "--exit-with-stdin",
    "--data", data_path, NULL
  };
  g_autofree char *folder = g_path_get_dirname (data_path);

  if (g_mkdir_with_parents (folder, 0700) != 0) {
    g_set_error (error, CARILLON_EMULATOR_ERROR, CARILLON_EMULATOR_ERROR_START, "%s: %s", folder,
                 g_strerror (errno));
    return FALSE;
  }
  g_autoptr (GError) cause = NULL;
  g_clear_object (&self->process);
  g_clear_object (&self->input);
  g_clear_object (&self->output);
  self->process = g_subprocess_newv (
    argv, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &cause);
  if (self->process == NULL) {
    g_set_error_literal (error, CARILLON_EMULATOR_ERROR, CARILLON_EMULATOR_ERROR_START,
                         cause->message);
    return FALSE;
  }
  self->input = g_object_ref (g_subprocess_get_stdin_pipe (self->process));
  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  return TRUE;
}

static const char *
announced (CarillonEmulatorProcess *self, const char *name)
{
  return base_json_string (base_json_node_object (self->announcement), name);
}

static gboolean
read_announcement (CarillonEmulatorProcess *self, const char *line)
{
  g_autoptr (GBytes) bytes = g_bytes_new (line, strlen (line));

  self->announcement = base_json_parse (bytes, NULL);
  return self->announcement != NULL && base_json_node_object (self->announcement) != NULL &&
         announced (self, "url") != NULL && announced (self, "sid") != NULL &&
         announced (self, "secret") != NULL;
}

/* Cancelled before this object goes, and then not to be touched. */
static void
on_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  if (g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL)) {
    g_signal_emit (user_data, signals[SIGNAL_ENDED], 0);
  }
}

static gboolean
on_start_timeout (gpointer user_data)
{
  Start *start = user_data;

  start->timeout = 0;
  start->timed_out = TRUE;
  g_cancellable_cancel (start->reading);
  return G_SOURCE_REMOVE;
}

static void
on_caller_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static void on_line (GObject *source, GAsyncResult *result, gpointer user_data);

/* Takes over @task. */
static void
attempt (GTask *task)
{
  g_autoptr (GTask) owned = task;
  CarillonEmulatorProcess *self = g_task_get_source_object (task);
  Start *start = g_task_get_task_data (task);
  GError *error = NULL;

  if (!spawn (self, start->data_path, &error)) {
    g_task_return_error (task, error);
    return;
  }
  start->attempts--;
  g_data_input_stream_read_line_async (self->output, G_PRIORITY_DEFAULT, start->reading, on_line,
                                       g_steal_pointer (&owned));
}

static gboolean
attempt_again (gpointer user_data)
{
  attempt (g_object_ref (user_data));
  return G_SOURCE_REMOVE;
}

static void
on_line (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  CarillonEmulatorProcess *self = g_task_get_source_object (task);
  Start *start = g_task_get_task_data (task);

  g_autofree char *line =
    g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, &error);
  if (line == NULL && error == NULL && start->attempts > 0) {
    g_timeout_add_full (G_PRIORITY_DEFAULT, START_PAUSE, attempt_again, g_steal_pointer (&task),
                        g_object_unref);
    return;
  }
  g_clear_handle_id (&start->timeout, g_source_remove);
  g_clear_signal_handler (&start->chained, g_task_get_cancellable (task));
  if (g_task_return_error_if_cancelled (task)) {
    return;
  }
  if (start->timed_out) {
    g_task_return_new_error (task, CARILLON_EMULATOR_ERROR, CARILLON_EMULATOR_ERROR_NO_ANSWER,
                             "Nothing was announced for %d seconds", START_SECONDS);
  } else if (line == NULL) {
    g_task_return_new_error (task, CARILLON_EMULATOR_ERROR, CARILLON_EMULATOR_ERROR_ENDED, "%s",
                             error != NULL ? error->message : "It ended without an announcement");
  } else if (!read_announcement (self, line)) {
    g_task_return_new_error (task, CARILLON_EMULATOR_ERROR, CARILLON_EMULATOR_ERROR_START,
                             "Its announcement cannot be read");
  } else {
    g_subprocess_wait_async (self->process, self->waiting, on_ended, self);
    g_task_return_pointer (task, g_object_ref (self), g_object_unref);
  }
}

/**
 * carillon_emulator_process_start_async:
 * @data_path: the file that it keeps its data in; made with demo data where there is none
 *
 * Starts an emulator on a free port. It fails with an error of #CarillonEmulatorError, or
 * %G_IO_ERROR_CANCELLED.
 */
void
carillon_emulator_process_start_async (const char *data_path,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_return_if_fail (data_path != NULL);

  g_autoptr (CarillonEmulatorProcess) self = g_object_new (CARILLON_TYPE_EMULATOR_PROCESS, NULL);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Start *start = g_new0 (Start, 1);

  g_task_set_source_tag (task, carillon_emulator_process_start_async);
  g_task_set_task_data (task, start, (GDestroyNotify) start_free);
  start->data_path = g_strdup (data_path);
  start->attempts = START_ATTEMPTS;
  start->reading = g_cancellable_new ();
  start->timeout = g_timeout_add_seconds (START_SECONDS, on_start_timeout, start);
  if (cancellable != NULL) {
    start->chained = g_signal_connect_object (cancellable, "cancelled",
                                              G_CALLBACK (on_caller_cancelled), start->reading, 0);
  }
  attempt (g_steal_pointer (&task));
}

/**
 * carillon_emulator_process_start_finish:
 *
 * Returns: (transfer full): an emulator that listens
 */
CarillonEmulatorProcess *
carillon_emulator_process_start_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

const char *
carillon_emulator_process_get_url (CarillonEmulatorProcess *self)
{
  g_return_val_if_fail (CARILLON_IS_EMULATOR_PROCESS (self), NULL);

  return announced (self, "url");
}

const char *
carillon_emulator_process_get_sid (CarillonEmulatorProcess *self)
{
  g_return_val_if_fail (CARILLON_IS_EMULATOR_PROCESS (self), NULL);

  return announced (self, "sid");
}

const char *
carillon_emulator_process_get_secret (CarillonEmulatorProcess *self)
{
  g_return_val_if_fail (CARILLON_IS_EMULATOR_PROCESS (self), NULL);

  return announced (self, "secret");
}

/**
 * carillon_emulator_process_stop:
 *
 * Tells the program to end, as it does for itself when the console is gone.
 */
void
carillon_emulator_process_stop (CarillonEmulatorProcess *self)
{
  g_return_if_fail (CARILLON_IS_EMULATOR_PROCESS (self));

  g_cancellable_cancel (self->waiting);
  if (self->input != NULL && !g_output_stream_is_closed (self->input)) {
    g_output_stream_close (self->input, NULL, NULL);
  }
}
