/* What happens by itself as time passes: scheduled operations are opened, queued notifications
 * handed over, and what is too old is purged. Each step is a transaction that takes some 10 ms, so
 * that requests are answered in between, and what is to be done next is found in the tables, so
 * that nothing is lost when the program ends: the next start goes on. */

#include "emulator-delivery.h"

#include "emulator-attempts.h"
#include "emulator-retention.h"

/* Notifications handed over in one step. */
#define BATCH 500

/* Rows deleted in one step; each takes longer, for it stands in more indexes. */
#define PURGE_BATCH 200

/* Waking more often would show nothing that an operator can see. */
#define MIN_WAIT_MSEC 50

/* Between steps, for the requests that came in during one. */
#define PAUSE_MSEC 5

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
  gint64 deadline;      /* of the timeout, in monotonic time */
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

/* The operation whose scheduled time came first, if one's has. */
static gboolean
open_scheduled (EmulatorDelivery *self, gint64 now, gboolean *opened, GError **error)
{
  gint64 operation = 0;
  EmulatorStep step = EMULATOR_STEP_DONE;

  {
    g_autoptr (EmulatorStatement) due = emulator_store_prepare (
      self->store, "SELECT created FROM operations INDEXED BY operations_scheduled"
                   " WHERE status = 0 AND scheduled_for <= ?"
                   " ORDER BY scheduled_for LIMIT 1");
    emulator_statement_bind_int (due, 1, now);
    step = emulator_statement_step (due, error);
    operation = step == EMULATOR_STEP_ROW ? emulator_statement_get_int (due, 0) : 0;
  }
  *opened = operation != 0;
  return step != EMULATOR_STEP_ERROR && (!*opened || open_operation (self, operation, now, error));
}

/* @more says that there may be more to deliver at once. */
static gboolean
deliver_some (EmulatorDelivery *self, gint64 now, gboolean *more, GError **error)
{
  gboolean opened = FALSE;
  guint n_settled = 0;

  if (!open_scheduled (self, now, &opened, error) ||
      !emulator_attempts_make (self->store, now, BATCH, &n_settled, error)) {
    return FALSE;
  }
  *more = opened || n_settled == BATCH;
  return TRUE;
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

  gboolean more = FALSE;
  do {
    if (!deliver_some (self, emulator_clock_now (self->clock), &more, error)) {
      return FALSE;
    }
  } while (more);
  return TRUE;
}

/* Who waits for a notification comes before what nobody sees any more. */
static gboolean
do_some (EmulatorDelivery *self, gboolean *more, GError **error)
{
  gint64 now = emulator_clock_now (self->clock);
  guint n_purged = 0;

  if (!deliver_some (self, now, more, error)) {
    return FALSE;
  }
  if (!*more) {
    if (!emulator_retention_purge (self->store, now, PURGE_BATCH, &n_purged, error)) {
      return FALSE;
    }
    *more = n_purged >= PURGE_BATCH;
  }
  return TRUE;
}

static gboolean
take_step (EmulatorDelivery *self, gboolean *more, GError **error)
{
  if (emulator_store_begin (self->store, error) && do_some (self, more, error) &&
      emulator_store_commit (self->store, error)) {
    return TRUE;
  }
  emulator_store_rollback (self->store);
  return FALSE;
}

static gboolean on_due (gpointer user_data);

/* Not later than it is set already: a stream of requests that each wake it must not put it off. Nor
 * must they keep the loop from it, so its priority is theirs. */
static void
set_timeout (EmulatorDelivery *self, guint wait)
{
  gint64 deadline = g_get_monotonic_time () + wait * G_TIME_SPAN_MILLISECOND;

  if (self->timeout != 0 && self->deadline <= deadline) {
    return;
  }
  g_clear_handle_id (&self->timeout, g_source_remove);
  self->timeout = g_timeout_add (wait, on_due, self);
  self->deadline = deadline;
}

static gboolean
on_due (gpointer user_data)
{
  EmulatorDelivery *self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean more = FALSE;

  self->timeout = 0;
  if (!take_step (self, &more, &error)) {
    g_printerr ("carillon-emulator: cannot deliver: %s\n", error->message);
    set_timeout (self, RETRY_MSEC);
  } else if (more) {
    set_timeout (self, PAUSE_MSEC);
  } else {
    emulator_delivery_wake (self);
  }
  return G_SOURCE_REMOVE;
}

static gboolean
find_next_due (EmulatorDelivery *self, gint64 *next)
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

static gboolean
find_next (EmulatorDelivery *self, gint64 *next)
{
  gint64 due = G_MAXINT64, expiry = G_MAXINT64;

  find_next_due (self, &due);
  emulator_retention_find_next (self->store, &expiry);
  *next = MIN (due, expiry);
  return *next != G_MAXINT64;
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
  if (find_next (self, &next)) {
    guint wait = emulator_clock_get_wait (self->clock, next, MAX_WAIT_MSEC);
    set_timeout (self, MAX (wait, MIN_WAIT_MSEC));
  }
}
