/* Moves notifications on when their time has come: scheduled to queued, queued to sent or failed,
 * and their operations to completed. What will become of a notification is in its row from the
 * start, so nothing is lost when the program ends in between: the next start catches up. */

#include "emulator-delivery.h"

#include "emulator-attempts.h"

/* Rows moved in one go, so that requests are answered in between (some 10 ms). */
#define BATCH 2000

/* Waking more often would show nothing that an operator can see. */
#define MIN_WAIT_MSEC 50

/* A timeout counts in 32 bits of milliseconds; whoever is due later is looked up again then. */
#define MAX_WAIT_MSEC (60 * 60 * 1000)

#define RETRY_MSEC 1000

/* How many recipients of a send add the time that a small one takes. */
#define RECIPIENTS_PER_PACE 5000.0

struct _EmulatorDelivery {
  EmulatorStore *store; /* (unowned) */
  EmulatorClock *clock; /* (unowned) */
  double pace;          /* seconds that a small send takes */
  guint timeout;        /* 0 where nothing is waiting */
};

/**
 * emulator_delivery_new:
 * @store: (transfer none): where the notifications are
 * @clock: (transfer none): the time
 * @pace: seconds that a small send takes; 0 delivers at once
 */
EmulatorDelivery *
emulator_delivery_new (EmulatorStore *store, EmulatorClock *clock, double pace)
{
  EmulatorDelivery *self = g_new0 (EmulatorDelivery, 1);

  self->store = store;
  self->clock = clock;
  self->pace = pace;
  return self;
}

void
emulator_delivery_free (EmulatorDelivery *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_free (self);
}

/**
 * emulator_delivery_get_delay:
 * @self: a delivery
 * @index: which notification of a send
 * @count: of how many recipients
 *
 * Staggers a send, so that an operator sees it move: ten recipients take the pace, ten thousand
 * three times as long.
 *
 * Returns: microseconds from queued to sent or failed
 */
gint64
emulator_delivery_get_delay (EmulatorDelivery *self, guint index, guint count)
{
  g_return_val_if_fail (self != NULL && index < count, 0);

  double first = self->pace / 3;
  double rest = self->pace * 2 / 3 + self->pace * count / RECIPIENTS_PER_PACE;
  return (gint64) ((first + rest * (index + 1) / count) * G_USEC_PER_SEC);
}

static gboolean
open_operation (EmulatorDelivery *self, gint64 operation, gint64 now, GError **error)
{
  g_autoptr (EmulatorStatement) notifications = emulator_store_prepare (
    self->store,
    "UPDATE notifications SET status = 1, updated = ?2 WHERE operation = ?1 AND status = 0");
  g_autoptr (EmulatorStatement) update = emulator_store_prepare (
    self->store, "UPDATE operations SET status = iif (scheduled > 0, 1, 2), queued = scheduled,"
                 " scheduled = 0, updated = ?2 WHERE created = ?1");

  emulator_statement_bind_int (notifications, 1, operation);
  emulator_statement_bind_int (notifications, 2, now);
  emulator_statement_bind_int (update, 1, operation);
  emulator_statement_bind_int (update, 2, now);
  return emulator_statement_run (notifications, error) && emulator_statement_run (update, error);
}

/* Operations whose scheduled time has come. */
static gboolean
open_scheduled (EmulatorDelivery *self, gint64 now, GError **error)
{
  g_autoptr (GArray) operations = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (EmulatorStatement) due = emulator_store_prepare (
    self->store, "SELECT created FROM operations WHERE status = 0 AND scheduled_for <= ?");
  EmulatorStep step = EMULATOR_STEP_DONE;

  emulator_statement_bind_int (due, 1, now);
  while ((step = emulator_statement_step (due, error)) == EMULATOR_STEP_ROW) {
    gint64 operation = emulator_statement_get_int (due, 0);
    g_array_append_val (operations, operation);
  }
  for (guint i = 0; step == EMULATOR_STEP_DONE && i < operations->len; i++) {
    if (!open_operation (self, g_array_index (operations, gint64, i), now, error)) {
      return FALSE;
    }
  }
  return step == EMULATOR_STEP_DONE;
}

static gboolean
move_batch (EmulatorDelivery *self, guint *n_moved, GError **error)
{
  gint64 now = emulator_clock_now (self->clock);

  return open_scheduled (self, now, error) &&
         emulator_attempts_make (self->store, now, BATCH, n_moved, error);
}

/**
 * emulator_delivery_run:
 * @self: a delivery
 * @error: return location for a [error@Emulator.StoreError]
 *
 * Moves everything that is due, within the transaction that is open.
 */
gboolean
emulator_delivery_run (EmulatorDelivery *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  guint n_moved = 0;
  do {
    if (!move_batch (self, &n_moved, error)) {
      return FALSE;
    }
  } while (n_moved == BATCH);
  return TRUE;
}

static gboolean
move_one_batch (EmulatorDelivery *self, GError **error)
{
  guint n_moved = 0;

  if (emulator_store_begin (self->store, error) && move_batch (self, &n_moved, error) &&
      emulator_store_commit (self->store, error)) {
    return TRUE;
  }
  emulator_store_rollback (self->store);
  return FALSE;
}

static gboolean
on_due (gpointer user_data)
{
  EmulatorDelivery *self = user_data;
  g_autoptr (GError) error = NULL;

  self->timeout = 0;
  if (move_one_batch (self, &error)) {
    emulator_delivery_wake (self);
  } else {
    g_printerr ("carillon-emulator: cannot deliver: %s\n", error->message);
    self->timeout = g_timeout_add (RETRY_MSEC, on_due, self);
  }
  return G_SOURCE_REMOVE;
}

static gboolean
find_next (EmulatorDelivery *self, gint64 *next)
{
  g_autoptr (EmulatorStatement) query = emulator_store_prepare (
    self->store, "SELECT min (due) FROM (SELECT min (due) AS due FROM notifications"
                 " WHERE status = 1 UNION ALL SELECT min (scheduled_for) FROM operations"
                 " WHERE status = 0)");

  if (emulator_statement_step (query, NULL) != EMULATOR_STEP_ROW ||
      emulator_statement_is_null (query, 0)) {
    return FALSE;
  }
  *next = emulator_statement_get_int (query, 0);
  return TRUE;
}

/**
 * emulator_delivery_wake:
 * @self: a delivery
 *
 * To be called when there is something new to deliver, or the clock was set.
 */
void
emulator_delivery_wake (EmulatorDelivery *self)
{
  g_return_if_fail (self != NULL);

  gint64 next = 0;
  g_clear_handle_id (&self->timeout, g_source_remove);
  if (find_next (self, &next)) {
    gint64 wait = (next - emulator_clock_now (self->clock)) / 1000;
    self->timeout =
      g_timeout_add ((guint) CLAMP (wait, MIN_WAIT_MSEC, MAX_WAIT_MSEC), on_due, self);
  }
}
