/* Steps of undo. What is done between the first begin and the last end of edits is one step, if
 * anything is different then; every other change is a step of its own. */

#include "dispatch-audience-private.h"

static void
tell_steps (DispatchAudience *self)
{
  static const char *const names[] = { "can-undo", "can-redo", "undo-label", "redo-label" };

  g_object_freeze_notify (G_OBJECT (self));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_object_notify (G_OBJECT (self), names[i]);
  }
  g_object_thaw_notify (G_OBJECT (self));
}

static gboolean
is_same (const DispatchTable *one, const DispatchTable *other)
{
  DispatchDifference difference = dispatch_table_compare (one, other);

  return !difference.columns && difference.n_old == 0 && difference.n_new == 0;
}

/* Takes @before. */
static void
push (DispatchAudience *self, DispatchTable *before, const char *label)
{
  dispatch_history_push (self->history, before, label, self->table);
  tell_steps (self);
}

/* Before each change; then remembered() after it. */
DispatchTable *
dispatch_audience_remember (DispatchAudience *self)
{
  return self->n_edits == 0 ? dispatch_table_copy (self->table) : NULL;
}

void
dispatch_audience_remembered (DispatchAudience *self, DispatchTable *before)
{
  if (before != NULL) {
    push (self, before, NULL);
  }
}

/**
 * dispatch_audience_begin_edit:
 * @self: an audience
 *
 * Until [method@Dispatch.Audience.end_edit] all changes are one step of undo. Such pairs may be
 * nested.
 */
void
dispatch_audience_begin_edit (DispatchAudience *self)
{
  dispatch_audience_begin_edit_named (self, NULL);
}

/**
 * dispatch_audience_begin_edit_named:
 * @self: an audience
 * @label: (nullable): what is done, in an operator's words
 *
 * As [method@Dispatch.Audience.begin_edit]. Of several labels that of the outermost edit counts.
 */
void
dispatch_audience_begin_edit_named (DispatchAudience *self, const char *label)
{
  g_return_if_fail (DISPATCH_IS_AUDIENCE (self));

  if (self->n_edits == 0) {
    self->before = dispatch_table_copy (self->table);
    g_free (self->label);
    self->label = g_strdup (label);
  } else if (self->label == NULL) {
    self->label = g_strdup (label);
  }
  self->n_edits++;
}

void
dispatch_audience_end_edit (DispatchAudience *self)
{
  g_return_if_fail (DISPATCH_IS_AUDIENCE (self) && self->n_edits > 0);

  self->n_edits--;
  if (self->n_edits > 0) {
    return;
  }
  g_autoptr (DispatchTable) before = g_steal_pointer (&self->before);
  g_autofree char *label = g_steal_pointer (&self->label);
  if (!is_same (before, self->table)) {
    push (self, g_steal_pointer (&before), label);
  }
}

/**
 * dispatch_audience_cancel_edit:
 * @self: an audience that is being edited
 *
 * In place of [method@Dispatch.Audience.end_edit]: everything is as it was when the edit began.
 * Inside of another edit, what was done stays.
 */
void
dispatch_audience_cancel_edit (DispatchAudience *self)
{
  g_return_if_fail (DISPATCH_IS_AUDIENCE (self) && self->n_edits > 0);

  self->n_edits--;
  if (self->n_edits > 0) {
    return;
  }
  g_autoptr (DispatchTable) old = g_steal_pointer (&self->table);
  self->table = g_steal_pointer (&self->before);
  g_clear_pointer (&self->label, g_free);
  dispatch_audience_tell_difference (self, old);
}

/* Undo. */

gboolean
dispatch_audience_can_undo (DispatchAudience *self)
{
  g_return_val_if_fail (DISPATCH_IS_AUDIENCE (self), FALSE);
  return dispatch_history_can_undo (self->history);
}

gboolean
dispatch_audience_can_redo (DispatchAudience *self)
{
  g_return_val_if_fail (DISPATCH_IS_AUDIENCE (self), FALSE);
  return dispatch_history_can_redo (self->history);
}

/**
 * dispatch_audience_get_undo_label:
 * @self: an audience
 *
 * Returns: (nullable): what would be undone, if somebody said what it was
 */
const char *
dispatch_audience_get_undo_label (DispatchAudience *self)
{
  g_return_val_if_fail (DISPATCH_IS_AUDIENCE (self), NULL);
  return dispatch_history_get_undo_label (self->history);
}

const char *
dispatch_audience_get_redo_label (DispatchAudience *self)
{
  g_return_val_if_fail (DISPATCH_IS_AUDIENCE (self), NULL);
  return dispatch_history_get_redo_label (self->history);
}

static void
step (DispatchAudience *self, DispatchTable *(*take) (DispatchHistory *history, DispatchTable *now))
{
  g_autoptr (DispatchTable) old = dispatch_table_copy (self->table);

  self->table = take (self->history, self->table);
  dispatch_audience_tell_difference (self, old);
  tell_steps (self);
}

/**
 * dispatch_audience_undo:
 * @self: an audience; nothing happens while it is being edited
 *
 * Takes back the last change, if there is one.
 */
void
dispatch_audience_undo (DispatchAudience *self)
{
  g_return_if_fail (DISPATCH_IS_AUDIENCE (self));

  if (self->n_edits == 0 && dispatch_audience_can_undo (self)) {
    step (self, dispatch_history_undo);
  }
}

void
dispatch_audience_redo (DispatchAudience *self)
{
  g_return_if_fail (DISPATCH_IS_AUDIENCE (self));

  if (self->n_edits == 0 && dispatch_audience_can_redo (self)) {
    step (self, dispatch_history_redo);
  }
}

/* There is nothing to be undone any more, not even by an edit that goes on. */
void
dispatch_audience_forget_steps (DispatchAudience *self)
{
  if (self->before != NULL) {
    dispatch_table_free (self->before);
    self->before = dispatch_table_copy (self->table);
  }
  dispatch_history_clear (self->history);
  tell_steps (self);
}

/**
 * dispatch_audience_reset:
 * @self: an audience
 * @table: (transfer full): what it holds from now on
 *
 * For what was read from a disk: there is nothing to be undone then.
 */
void
dispatch_audience_reset (DispatchAudience *self, DispatchTable *table)
{
  g_return_if_fail (DISPATCH_IS_AUDIENCE (self) && table != NULL);

  g_autoptr (DispatchTable) old = g_steal_pointer (&self->table);
  self->table = table;
  dispatch_history_clear (self->history);
  dispatch_audience_tell_difference (self, old);
  tell_steps (self);
}

/* Changes of the whole table. */

/* Takes @table. */
static void
take (DispatchAudience *self, DispatchTable *table, const char *label)
{
  g_autoptr (DispatchTable) old = g_steal_pointer (&self->table);

  self->table = table;
  if (self->n_edits == 0 && !is_same (old, table)) {
    push (self, dispatch_table_copy (old), label);
  }
  dispatch_audience_tell_difference (self, old);
}

/**
 * dispatch_audience_edit:
 * @self: an audience
 * @label: (nullable): what is done, in an operator's words
 * @func: (scope call): changes a table
 * @data: for @func
 * @error: what @func sets
 *
 * Has @func change a copy of the table, which then takes its place, in one step of undo.
 *
 * Returns: what @func returned; when it is %FALSE nothing was changed
 */
gboolean
dispatch_audience_edit (
  DispatchAudience *self, const char *label, DispatchTableFunc func, gpointer data, GError **error)
{
  g_return_val_if_fail (DISPATCH_IS_AUDIENCE (self) && func != NULL, FALSE);

  g_autoptr (DispatchTable) table = dispatch_table_copy (self->table);
  if (!func (table, data, error)) {
    return FALSE;
  }
  take (self, g_steal_pointer (&table), label);
  return TRUE;
}

typedef struct {
  DispatchTable *base;  /* (owned): what the audience held when the worker began */
  DispatchTable *table; /* (owned) */
  char *label;          /* (owned) (nullable) */
  DispatchTableFunc func;
  gpointer data;
  GDestroyNotify destroy;
} Edit;

static void
edit_free (gpointer data)
{
  Edit *edit = data;

  g_clear_pointer (&edit->base, dispatch_table_free);
  g_clear_pointer (&edit->table, dispatch_table_free);
  g_free (edit->label);
  edit->destroy (edit->data);
  g_free (edit);
}

static void
edit_in_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Edit *edit = data;
  GError *error = NULL;

  if (edit->func (edit->table, edit->data, &error)) {
    g_task_return_boolean (task, TRUE);
  } else {
    g_task_return_error (task, error);
  }
}

static void begin (GTask *task);

/* What was changed meanwhile is not lost: the same is done once more, to that. */
static void
on_worked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DispatchAudience *self = DISPATCH_AUDIENCE (source);
  Edit *edit = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    g_task_return_error (task, error);
  } else if (!is_same (edit->base, self->table)) {
    g_clear_pointer (&edit->base, dispatch_table_free);
    g_clear_pointer (&edit->table, dispatch_table_free);
    begin (g_steal_pointer (&task));
  } else {
    take (self, g_steal_pointer (&edit->table), edit->label);
    g_task_return_boolean (task, TRUE);
  }
}

/* The worker's data are the task's, which waits for it. */
static void
begin (GTask *task)
{
  DispatchAudience *self = g_task_get_source_object (task);
  Edit *edit = g_task_get_task_data (task);
  g_autoptr (GTask) worker = g_task_new (self, g_task_get_cancellable (task), on_worked, task);

  edit->base = dispatch_table_copy (self->table);
  edit->table = dispatch_table_copy (self->table);
  g_task_set_source_tag (worker, begin);
  g_task_set_task_data (worker, edit, NULL);
  g_task_run_in_thread (worker, edit_in_worker);
}

/**
 * dispatch_audience_edit_async:
 * @self: an audience
 * @label: (nullable): what is done, in an operator's words
 * @func: changes a table, in a worker; more than once if the audience is changed meanwhile
 * @data: (transfer full): for @func
 * @destroy: frees @data
 * @cancellable: (nullable): a way to have it left undone
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * As [method@Dispatch.Audience.edit], for what takes longer than a frame.
 */
void
dispatch_audience_edit_async (DispatchAudience *self,
                              const char *label,
                              DispatchTableFunc func,
                              gpointer data,
                              GDestroyNotify destroy,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (DISPATCH_IS_AUDIENCE (self) && func != NULL && destroy != NULL);

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Edit *edit = g_new0 (Edit, 1);
  edit->label = g_strdup (label);
  edit->func = func;
  edit->data = data;
  edit->destroy = destroy;
  g_task_set_source_tag (task, dispatch_audience_edit_async);
  g_task_set_task_data (task, edit, edit_free);
  begin (g_steal_pointer (&task));
}

gboolean
dispatch_audience_edit_finish (DispatchAudience *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
