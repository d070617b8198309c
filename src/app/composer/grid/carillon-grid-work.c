/* Changes of many cells. A few are made at once; what takes longer than a frame is made in a worker
 * on a copy of the table, while the grid cannot be edited, and becomes the audience's in one step
 * of undo. */

#include <glib/gi18n.h>

#include "carillon-problem-text.h"
#include "carillon-recipients-grid-private.h"

/* As many as are written in a millisecond or two. */
#define MAX_CELLS_AT_ONCE 2000

/* Milliseconds of work before the grid says that it is busy: less is not seen. */
#define BUSY_DELAY 250

typedef struct {
  CarillonRecipientsGrid *grid; /* (owned) */
  CarillonGridWorkDone done;    /* (nullable) */
  gpointer data;                /* for done */
  guint busy;                   /* source ID */
} Work;

static void
tell_error (CarillonRecipientsGrid *self, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    return;
  }
  if (error != NULL && error->domain == DISPATCH_PASTE_ERROR) {
    g_autofree char *message = carillon_describe_paste_error (error);
    carillon_recipients_grid_tell (self, message);
    return;
  }
  carillon_recipients_grid_tell (self,
                                 _ ("There is no room for this many rows or columns: a message "
                                    "has at most 1,000,000 recipients and 100 columns."));
}

static gboolean
show_busy (gpointer user_data)
{
  Work *work = user_data;

  work->busy = 0;
  gtk_widget_set_visible (work->grid->progress, TRUE);
  return G_SOURCE_REMOVE;
}

static void
on_edited (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Work *work = user_data;
  CarillonRecipientsGrid *self = work->grid;
  g_autoptr (GError) error = NULL;
  gboolean changed = dispatch_audience_edit_finish (DISPATCH_AUDIENCE (source), result, &error);

  g_clear_handle_id (&work->busy, g_source_remove);
  g_clear_object (&self->working);
  if (self->view != NULL) {
    gtk_widget_set_visible (self->progress, FALSE);
    carillon_grid_commands_update (self);
    if (!changed) {
      tell_error (self, error);
    }
    if (work->done != NULL) {
      work->done (self, changed, work->data);
    }
  }
  g_object_unref (self);
  g_free (work);
}

/**
 * carillon_grid_work_run:
 * @label: (nullable): what undoing it would undo, such as "Paste"
 * @n_cells: about how many cells it is about
 * @func: makes the change, in any thread
 * @data: (transfer full): for @func
 * @destroy: frees @data
 * @done: (nullable): called when it was made, or was not; not when the grid is gone by then
 * @done_data: for @done
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
  g_autoptr (DispatchAudience) audience =
    g_object_ref (carillon_recipients_grid_get_audience (self));
  g_autoptr (GError) error = NULL;

  carillon_recipients_grid_tell (self, NULL);
  if (n_cells <= MAX_CELLS_AT_ONCE) {
    gboolean changed = dispatch_audience_edit (audience, label, func, data, &error);
    destroy (data);
    if (!changed) {
      tell_error (self, error);
    }
    if (done != NULL) {
      done (self, changed, done_data);
    }
    return;
  }
  Work *work = g_new0 (Work, 1);
  work->grid = g_object_ref (self);
  work->done = done;
  work->data = done_data;
  work->busy = g_timeout_add (BUSY_DELAY, show_busy, work);
  self->working = g_cancellable_new ();
  carillon_grid_commands_update (self);
  dispatch_audience_edit_async (audience, label, func, data, destroy, self->working, on_edited,
                                work);
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
 * @label: (nullable): what undoing it would undo
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
