#include "carillon-test-run.h"

#include <dispatch-run.h>
#include <dispatch-watch.h>

struct _CarillonTestRun {
  GObject parent_instance;

  CarillonSession *session; /* (owned) */
  DispatchRun *run;         /* (owned) */
  DispatchWatch *watch;     /* (owned) (nullable): once it is accepted */
  GError *error;            /* (owned) (nullable) */
  CarillonTestState state;
  guint n_devices;
};

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CarillonTestRun, carillon_test_run, G_TYPE_OBJECT)

static void
tell (CarillonTestRun *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
follow (CarillonTestRun *self, const char *operation_id)
{
  self->watch = dispatch_watch_new (carillon_session_get_client (self->session), operation_id);
  g_signal_connect_object (self->watch, "notify::operation", G_CALLBACK (tell), self,
                           G_CONNECT_SWAPPED);
  dispatch_watch_start (self->watch);
}

/* Nobody is asked about a test at the next start: one that is not sent is pressed again. One that
 * may have been sent is told of like any other. */
static void
release (CarillonTestRun *self)
{
  ArchiveStore *store = carillon_session_get_store (self->session);
  const char *send_id = dispatch_run_get_send_id (self->run);

  archive_store_release_send_async (store, send_id, NULL, NULL, NULL);
  if (self->state == CARILLON_TEST_FAILED) {
    archive_store_abandon_send_async (store, send_id, NULL, NULL, NULL);
  }
}

static void
on_started (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonTestRun) self = user_data;

  if (dispatch_run_start_finish (self->run, result, &self->error)) {
    self->state = CARILLON_TEST_ACCEPTED;
    follow (self, carillon_test_run_get_operation_id (self));
  } else if (dispatch_run_get_state (self->run) == DISPATCH_RUN_UNKNOWN) {
    self->state = CARILLON_TEST_UNKNOWN;
  } else {
    self->state = CARILLON_TEST_FAILED;
  }
  release (self);
  tell (self);
}

CarillonTestState
carillon_test_run_get_state (CarillonTestRun *self)
{
  g_return_val_if_fail (CARILLON_IS_TEST_RUN (self), CARILLON_TEST_POSTING);
  return self->state;
}

guint
carillon_test_run_get_n_devices (CarillonTestRun *self)
{
  g_return_val_if_fail (CARILLON_IS_TEST_RUN (self), 0);
  return self->n_devices;
}

const GError *
carillon_test_run_get_error (CarillonTestRun *self)
{
  g_return_val_if_fail (CARILLON_IS_TEST_RUN (self), NULL);
  return self->error;
}

/**
 * carillon_test_run_get_operation_id:
 * @self: a test
 *
 * Returns: (nullable): the operation that followed; a test is one request
 */
const char *
carillon_test_run_get_operation_id (CarillonTestRun *self)
{
  g_return_val_if_fail (CARILLON_IS_TEST_RUN (self), NULL);

  GPtrArray *ids = dispatch_run_get_operation_ids (self->run);
  return ids->len > 0 ? g_ptr_array_index (ids, 0) : NULL;
}

/**
 * carillon_test_run_get_operation:
 * @self: a test
 *
 * Returns: (transfer none) (nullable): what became of it so far
 */
CommsOperation *
carillon_test_run_get_operation (CarillonTestRun *self)
{
  g_return_val_if_fail (CARILLON_IS_TEST_RUN (self), NULL);
  return self->watch != NULL ? dispatch_watch_get_operation (self->watch) : NULL;
}

static void
carillon_test_run_finalize (GObject *object)
{
  CarillonTestRun *self = CARILLON_TEST_RUN (object);

  if (self->watch != NULL) {
    dispatch_watch_stop (self->watch);
  }
  g_clear_object (&self->watch);
  g_clear_object (&self->run);
  g_clear_object (&self->session);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (carillon_test_run_parent_class)->finalize (object);
}

static void
carillon_test_run_class_init (CarillonTestRunClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = carillon_test_run_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
carillon_test_run_init (CarillonTestRun *self)
{
}

/**
 * carillon_test_run_new:
 * @session: the account that sends
 * @snapshot: (transfer full): what, and to whom: few enough for one request
 *
 * Returns: (transfer full): a test that is on its way
 */
CarillonTestRun *
carillon_test_run_new (CarillonSession *session, DispatchSnapshot *snapshot)
{
  g_return_val_if_fail (CARILLON_IS_SESSION (session), NULL);
  g_return_val_if_fail (snapshot != NULL, NULL);

  CarillonTestRun *self = g_object_new (CARILLON_TYPE_TEST_RUN, NULL);
  self->session = g_object_ref (session);
  self->n_devices = dispatch_table_get_n_rows (snapshot->table);
  self->run = dispatch_run_new_for_snapshot (
    carillon_session_get_client (session), carillon_session_get_store (session),
    carillon_account_get_id (carillon_session_get_account (session)), snapshot);
  dispatch_run_start_async (self->run, NULL, on_started, g_object_ref (self));
  return self;
}
