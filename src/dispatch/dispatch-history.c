#include "dispatch-history.h"

typedef struct {
  DispatchTable *table; /* (owned) */
  char *label;          /* (owned) (nullable): of the change between this and the next */
  gsize size;           /* of what it does not share with the next */
} Step;

struct _DispatchHistory {
  GQueue undo; /* of Step, the newest first */
  GQueue redo; /* of Step, the next first */
  gsize size;  /* of those to undo */
};

static void
step_free (gpointer data)
{
  Step *step = data;

  dispatch_table_free (step->table);
  g_free (step->label);
  g_free (step);
}

DispatchHistory *
dispatch_history_new (void)
{
  DispatchHistory *self = g_new0 (DispatchHistory, 1);

  g_queue_init (&self->undo);
  g_queue_init (&self->redo);
  return self;
}

static void
clear_redo (DispatchHistory *self)
{
  g_queue_clear_full (&self->redo, step_free);
}

void
dispatch_history_clear (DispatchHistory *self)
{
  g_return_if_fail (self != NULL);

  g_queue_clear_full (&self->undo, step_free);
  clear_redo (self);
  self->size = 0;
}

void
dispatch_history_free (DispatchHistory *self)
{
  g_return_if_fail (self != NULL);

  dispatch_history_clear (self);
  g_free (self);
}

/* The one change that was made last can always be undone. */
static void
forget_oldest (DispatchHistory *self)
{
  guint n_steps = g_queue_get_length (&self->undo);

  while (n_steps > 1 && (n_steps > DISPATCH_MAX_UNDO || self->size > DISPATCH_MAX_UNDO_BYTES)) {
    Step *oldest = g_queue_pop_tail (&self->undo);
    self->size -= oldest->size;
    step_free (oldest);
    n_steps--;
  }
}

static void
remember (DispatchHistory *self, DispatchTable *table, const char *label, const DispatchTable *now)
{
  Step *step = g_new0 (Step, 1);

  step->table = table;
  step->label = g_strdup (label);
  step->size = dispatch_table_get_size_beside (table, now);
  g_queue_push_head (&self->undo, step);
  self->size += step->size;
  forget_oldest (self);
}

/**
 * dispatch_history_push:
 * @self: a history
 * @before: (transfer full): what was before a change
 * @label: (nullable): what was done, in an operator's words
 * @now: what is there after it
 *
 * What was undone can be redone no longer.
 */
void
dispatch_history_push (DispatchHistory *self,
                       DispatchTable *before,
                       const char *label,
                       const DispatchTable *now)
{
  g_return_if_fail (self != NULL && before != NULL && now != NULL);

  clear_redo (self);
  remember (self, before, label, now);
}

/**
 * dispatch_history_undo:
 * @self: a history with a step to undo
 * @now: (transfer full): what is there
 *
 * Returns: (transfer full): what was there before
 */
DispatchTable *
dispatch_history_undo (DispatchHistory *self, DispatchTable *now)
{
  g_return_val_if_fail (self != NULL && !g_queue_is_empty (&self->undo), now);

  Step *step = g_queue_pop_head (&self->undo);
  DispatchTable *table = step->table;
  self->size -= step->size;
  step->table = now;
  g_queue_push_head (&self->redo, step);
  return table;
}

/**
 * dispatch_history_redo:
 * @self: a history with a step to redo
 * @now: (transfer full): what is there
 *
 * Returns: (transfer full): what was there before that was undone
 */
DispatchTable *
dispatch_history_redo (DispatchHistory *self, DispatchTable *now)
{
  g_return_val_if_fail (self != NULL && !g_queue_is_empty (&self->redo), now);

  Step *step = g_queue_pop_head (&self->redo);
  DispatchTable *table = g_steal_pointer (&step->table);
  remember (self, now, step->label, table);
  g_free (step->label);
  g_free (step);
  return table;
}

gboolean
dispatch_history_can_undo (const DispatchHistory *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return self->undo.head != NULL;
}

gboolean
dispatch_history_can_redo (const DispatchHistory *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return self->redo.head != NULL;
}

static const char *
get_label (const GQueue *steps)
{
  return steps->head != NULL ? ((const Step *) steps->head->data)->label : NULL;
}

const char *
dispatch_history_get_undo_label (const DispatchHistory *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return get_label (&self->undo);
}

const char *
dispatch_history_get_redo_label (const DispatchHistory *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return get_label (&self->redo);
}

gsize
dispatch_history_get_size (const DispatchHistory *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->size;
}
