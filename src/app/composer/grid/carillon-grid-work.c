/* Changes of many cells. A few are made at once; what takes longer than a frame is made in a worker
 * on a copy of the table, while the grid cannot be edited, and becomes the audience's in one step
 * of undo. It goes to the audience for which it began, or nowhere: who opens another draft stops
 * it, and so does Escape. */

#include <glib/gi18n.h>

#include "carillon-problem-text.h"
#include "carillon-recipients-grid-private.h"

/* As many as are written in a millisecond or two. */
#define MAX_CELLS_AT_ONCE 2000

/* Milliseconds of work before the grid says that it is busy: less is not seen. */
#define BUSY_DELAY 250

/* What is done when a worker has changed the table, or has not. */
typedef struct {
  CarillonRecipientsGrid *grid; /* (owned) */
  GCancellable *work;           /* (owned) */
  CarillonGridWorkDone done;    /* (nullable) */
  gpointer data;                /* for done */
} After;

/* What the worker does. */
typedef struct {
  DispatchTableFunc func;
  gpointer data;          /* for func */
  GDestroyNotify destroy; /* of data */
  guint n_rows;           /* that the table had when it began */
} Change;

static void
tell_error (CarillonRecipientsGrid *self, const GError *error)
{
  if (error != NULL && error->domain == DISPATCH_PASTE_ERROR) {
    g_autofree char *message = carillon_describe_paste_error (error);
    carillon_recipients_grid_tell (self, message);
    return;
  }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BUSY)) {
    carillon_recipients_grid_tell (
      self, _ ("Recipients came or went meanwhile, so nothing was changed. Try again."));
    return;
  }
  carillon_recipients_grid_tell (self,
                                 _ ("There is no room for this many rows or columns: a message "
                                    "has at most 1,000,000 recipients and 100 columns."));
}

static gboolean
show_busy (gpointer user_data)
{
  CarillonRecipientsGrid *self = user_data;

  self->busy = 0;
  gtk_widget_set_visible (self->progress, TRUE);
  return G_SOURCE_REMOVE;
}

/**
 * carillon_grid_work_begin:
 * @label: what undoing it would undo, such as "Paste"
 *
 * Keeps the grid from being edited until carillon_grid_work_end().
 *
 * Returns: (transfer full): the work, which is cancelled when it is to have no effect any more
 */
GCancellable *
carillon_grid_work_begin (CarillonRecipientsGrid *self, const char *label)
{
  g_assert (self->working == NULL);

  carillon_recipients_grid_tell (self, NULL);
  self->working = g_cancellable_new ();
  self->work_label = g_strdup (label);
  self->busy = g_timeout_add (BUSY_DELAY, show_busy, self);
  carillon_grid_commands_update (self);
  return g_object_ref (self->working);
}

/**
 * carillon_grid_work_end:
 * @work: as begun; nothing happens when it was stopped
 */
void
carillon_grid_work_end (CarillonRecipientsGrid *self, GCancellable *work)
{
  if (self->working != work) {
    return;
  }
  g_clear_object (&self->working);
  g_clear_pointer (&self->work_label, g_free);
  g_clear_handle_id (&self->busy, g_source_remove);
  gtk_widget_set_visible (self->progress, self->sorting != NULL);
  carillon_grid_commands_update (self);
}

/**
 * carillon_grid_work_stop:
 *
 * Has what is under way change nothing.
 *
 * Returns: (transfer full) (nullable): the label of what that was
 */
char *
carillon_grid_work_stop (CarillonRecipientsGrid *self)
{
  if (self->working == NULL) {
    return NULL;
  }
  char *label = g_steal_pointer (&self->work_label);
  g_cancellable_cancel (self->working);
  carillon_grid_work_end (self, self->working);
  return label;
}

static void
on_changed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree After *after = user_data;
  g_autoptr (CarillonRecipientsGrid) self = after->grid;
  g_autoptr (GCancellable) work = after->work;
  g_autoptr (GError) error = NULL;
  gboolean changed = dispatch_audience_edit_finish (DISPATCH_AUDIENCE (source), result, &error);

  if (g_cancellable_is_cancelled (work)) {
    changed = FALSE;
  } else {
    carillon_grid_work_end (self, work);
    if (!changed) {
      tell_error (self, error);
    }
  }
  if (after->done != NULL) {
    after->done (self, changed, after->data);
  }
}

static void
change_free (gpointer data)
{
  Change *change = data;

  change->destroy (change->data);
  g_free (change);
}

/* What others do to the table meanwhile is not lost: the change is made once more. But its rows
 * might be others by then. */
static gboolean
make_change (DispatchTable *table, gpointer data, GError **error)
{
  const Change *change = data;

  if (dispatch_table_get_n_rows (table) != change->n_rows) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, "rows came or went meanwhile");
    return FALSE;
  }
  return change->func (table, change->data, error);
}

/* Takes what is pointed to. */
static void
run_in_worker (CarillonRecipientsGrid *self, const char *label, Change *change, After *after)
{
  after->grid = g_object_ref (self);
  after->work = carillon_grid_work_begin (self, label);
  change->n_rows = carillon_recipients_grid_get_n_rows (self);
  dispatch_audience_edit_async (carillon_recipients_grid_get_audience (self), label, make_change,
                                change, change_free, after->work, on_changed, after);
}

/**
 * carillon_grid_work_run:
 * @label: what undoing it would undo, such as "Paste"
 * @n_cells: about how many cells it is about
 * @func: makes the change, in any thread
 * @data: (transfer full): for @func
 * @destroy: frees @data
 * @done: (nullable): called when it was made, or was not; the grid may be gone in the latter case
 * @done_data: for @done
 *
 * Not while other work is under way.
 */
void
carillon_grid_work_run (CarillonRecipientsGrid *self,
                        const char *label,
                        guint64 n_cells,
                        DispatchTableFunc func,
                        gpointer data,
                        GDestroyNotify destroy,
                        CarillonGridWorkDone done,
                        gpointer done_data)
{
  if (n_cells > MAX_CELLS_AT_ONCE) {
    const Change change = { .func = func, .data = data, .destroy = destroy };
    const After after = { .done = done, .data = done_data };
    run_in_worker (self, label, g_memdup2 (&change, sizeof change),
                   g_memdup2 (&after, sizeof after));
    return;
  }
  g_autoptr (DispatchAudience) audience =
    g_object_ref (carillon_recipients_grid_get_audience (self));
  g_autoptr (GError) error = NULL;
  gboolean changed = dispatch_audience_edit (audience, label, func, data, &error);

  destroy (data);
  carillon_recipients_grid_tell (self, NULL);
  if (!changed) {
    tell_error (self, error);
  }
  if (done != NULL) {
    done (self, changed, done_data);
  }
}

static gboolean
apply_change (DispatchTable *table, gpointer data, GError **error)
{
  if (carillon_grid_change_apply (data, table)) {
    return TRUE;
  }
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "too many rows or columns");
  return FALSE;
}

/**
 * carillon_grid_work_change:
 * @label: what undoing it would undo
 * @change: (transfer full): what to write
 * @n_cells: about how many cells that is
 * @done: (nullable): as of carillon_grid_work_run()
 * @data: for @done
 */
void
carillon_grid_work_change (CarillonRecipientsGrid *self,
                           const char *label,
                           CarillonGridChange *change,
                           guint64 n_cells,
                           CarillonGridWorkDone done,
                           gpointer data)
{
  carillon_grid_work_run (self, label, n_cells, apply_change, change,
                          (GDestroyNotify) carillon_grid_change_free, done, data);
}
