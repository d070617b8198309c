/* A check looks at a draft as the service would, in workers: at its message, which makes the rules;
 * at every recipient by the rules, which gives verdicts; and at all of them together. The workers
 * have a snapshot of their own, so that nothing is shared with the main thread. What is kept are
 * the rules and the verdicts, which belong to whoever holds the lock. */

#include "dispatch-check.h"

#include "dispatch-check-private.h"
#include "dispatch-check-report.h"
#include "dispatch-check-rows.h"
#include "dispatch-verdict-reuse.h"

struct _DispatchCheck {
  GObject parent_instance;

  DispatchFacts *facts; /* (owned) (nullable) */
  guint n_threads;

  GMutex lock;
  DispatchRules *rules; /* (owned) (nullable): of the last run */
  GPtrArray *verdicts;  /* (nullable): on its rows, by its rules */
};

/* What a run is given. */
typedef struct {
  DispatchSnapshot *snapshot; /* (owned) */
  DispatchFacts *facts;       /* (owned) (nullable) */
  guint n_threads;
  gint cancelled; /* (atomic) */
} Run;

G_DEFINE_FINAL_TYPE (DispatchCheck, dispatch_check, G_TYPE_OBJECT)

static void
run_free (Run *run)
{
  dispatch_snapshot_free (run->snapshot);
  g_clear_pointer (&run->facts, dispatch_facts_unref);
  g_free (run);
}

/* By other rules nothing holds any more. */
static void
renew_rules (DispatchCheck *self, const DispatchSnapshot *snapshot)
{
  g_autoptr (DispatchRules) rules = dispatch_rules_new (snapshot);

  if (self->rules == NULL || !dispatch_rules_equal (self->rules, rules)) {
    g_clear_pointer (&self->rules, dispatch_rules_free);
    g_clear_pointer (&self->verdicts, g_ptr_array_unref);
    self->rules = g_steal_pointer (&rules);
  }
}

static void
renew_verdicts (DispatchCheck *self, const DispatchSnapshot *snapshot)
{
  GPtrArray *old = g_steal_pointer (&self->verdicts);

  if (old == NULL) {
    old = g_ptr_array_new ();
  }
  self->verdicts = dispatch_verdicts_reuse (old, snapshot->table, self->rules->slots,
                                            dispatch_findings_get_n_marks (self->rules->findings));
}

/* What a run that is cancelled found out the next one need not. */
static DispatchReport *
run_locked (DispatchCheck *self, Run *run)
{
  if (g_atomic_int_get (&run->cancelled) != 0) {
    return NULL;
  }
  renew_rules (self, run->snapshot);
  renew_verdicts (self, run->snapshot);
  guint n_rendered =
    dispatch_check_rows (self->rules, self->verdicts, run->n_threads, &run->cancelled);
  return g_atomic_int_get (&run->cancelled) == 0
           ? dispatch_check_sum_up (run->snapshot, self->rules, self->verdicts, run->facts,
                                    n_rendered)
           : NULL;
}

static void
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  Run *run = user_data;

  g_atomic_int_set (&run->cancelled, 1);
}

static void
run_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  DispatchCheck *self = source;
  Run *run = task_data;
  gulong handler = cancellable != NULL
                     ? g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), run, NULL)
                     : 0;

  g_mutex_lock (&self->lock);
  DispatchReport *report = run_locked (self, run);
  g_mutex_unlock (&self->lock);
  g_cancellable_disconnect (cancellable, handler);
  if (report != NULL) {
    g_task_return_pointer (task, report, g_object_unref);
  } else {
    g_task_return_error_if_cancelled (task);
  }
}

static void
dispatch_check_finalize (GObject *object)
{
  DispatchCheck *self = DISPATCH_CHECK (object);

  g_clear_pointer (&self->facts, dispatch_facts_unref);
  g_clear_pointer (&self->rules, dispatch_rules_free);
  g_clear_pointer (&self->verdicts, g_ptr_array_unref);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (dispatch_check_parent_class)->finalize (object);
}

static void
dispatch_check_class_init (DispatchCheckClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dispatch_check_finalize;
}

static void
dispatch_check_init (DispatchCheck *self)
{
  g_mutex_init (&self->lock);
  self->n_threads = g_get_num_processors ();
}

/**
 * dispatch_check_new:
 *
 * Returns: (transfer full): a check that remembers nothing yet
 */
DispatchCheck *
dispatch_check_new (void)
{
  return g_object_new (DISPATCH_TYPE_CHECK, NULL);
}

/**
 * dispatch_check_set_facts:
 * @self: a check
 * @facts: (nullable): what is known outside of the draft
 *
 * For the runs to come.
 */
void
dispatch_check_set_facts (DispatchCheck *self, DispatchFacts *facts)
{
  g_return_if_fail (DISPATCH_IS_CHECK (self));

  g_clear_pointer (&self->facts, dispatch_facts_unref);
  self->facts = facts != NULL ? dispatch_facts_ref (facts) : NULL;
}

/* For tests: what a machine with so many processors does. */
void
dispatch_check_set_n_threads (DispatchCheck *self, guint n_threads)
{
  g_return_if_fail (DISPATCH_IS_CHECK (self));

  self->n_threads = n_threads;
}

/**
 * dispatch_check_run_async:
 * @self: a check
 * @snapshot: (transfer full): a draft as it is
 * @cancellable: (nullable): a cancellable
 * @callback: called when everything was looked at
 * @user_data: for @callback
 *
 * Looks at each row that reads something else than at the last run, or at all of them where the
 * message does.
 */
void
dispatch_check_run_async (DispatchCheck *self,
                          DispatchSnapshot *snapshot,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (DISPATCH_IS_CHECK (self));
  g_return_if_fail (snapshot != NULL);

  Run *run = g_new0 (Run, 1);
  run->snapshot = snapshot;
  run->facts = self->facts != NULL ? dispatch_facts_ref (self->facts) : NULL;
  run->n_threads = self->n_threads;

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, dispatch_check_run_async);
  g_task_set_task_data (task, run, (GDestroyNotify) run_free);
  g_task_run_in_thread (task, run_in_thread);
}

/**
 * dispatch_check_run_finish:
 * @self: a check
 * @result: what the callback was given
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): what was found
 */
DispatchReport *
dispatch_check_run_finish (DispatchCheck *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
