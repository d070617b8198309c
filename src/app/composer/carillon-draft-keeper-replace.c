/* Another draft in the place of the one that is being written: an empty one, one of the archive or
 * one that was given. The one before is saved first, or a send has it; it is never thrown away
 * unless the operator discards it, and even then it can be brought back. */

#include "carillon-draft-keeper-private.h"

void
carillon_draft_keeper_drop (CarillonDraftKeeper *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_handle_id (&self->place_timer, g_source_remove);
  carillon_draft_keeper_take_back (self);
  if (self->draft != NULL) {
    g_clear_signal_handler (&self->changed_handler, self->draft);
  }
  g_clear_pointer (&self->kept, dispatch_kept_unref);
  g_clear_pointer (&self->place, g_free);
  g_clear_object (&self->draft);
  self->dirty = FALSE;
  self->held = FALSE;
  self->stored = FALSE;
}

static void
show_draft (CarillonDraftKeeper *self, DispatchDraft *draft)
{
  self->draft = g_object_ref (draft);
  self->changed_handler =
    g_signal_connect_swapped (draft, "changed", G_CALLBACK (carillon_draft_keeper_changed), self);
  g_object_notify (G_OBJECT (self), "draft");
}

void
carillon_draft_keeper_show_fresh (CarillonDraftKeeper *self)
{
  gboolean is_given = !g_queue_is_empty (&self->next);
  g_autoptr (DispatchDraft) fresh =
    is_given ? g_queue_pop_head (&self->next) : dispatch_draft_new ();

  carillon_draft_keeper_drop (self);
  show_draft (self, fresh);
  if (is_given) {
    self->begins = !g_queue_is_empty (&self->next);
    carillon_draft_keeper_changed (self);
  }
}

/* Whether @draft is what was asked for. */
gboolean
carillon_draft_keeper_wants (CarillonDraftKeeper *self, DispatchDraft *draft)
{
  return g_strcmp0 (self->wanted, dispatch_draft_get_id (draft)) == 0;
}

/* @kept: (transfer full) */
void
carillon_draft_keeper_show_read (CarillonDraftKeeper *self,
                                 DispatchDraft *draft,
                                 DispatchKept *kept,
                                 const char *place)
{
  gboolean is_asked_for = carillon_draft_keeper_wants (self, draft);

  carillon_draft_keeper_drop (self);
  if (is_asked_for) {
    g_clear_pointer (&self->wanted, g_free);
  }
  self->kept = kept;
  self->place = g_strdup (place);
  self->stored = TRUE;
  show_draft (self, draft);
  if (is_asked_for) {
    /* The one to come back to. */
    archive_store_save_draft_state_async (carillon_session_get_store (self->session),
                                          carillon_draft_keeper_get_account_id (self),
                                          dispatch_draft_get_id (draft), place, NULL, NULL, NULL);
  }
}

void
carillon_draft_keeper_show_next (CarillonDraftKeeper *self)
{
  self->begins = FALSE;
  g_clear_pointer (&self->wanted, g_free);
  carillon_draft_keeper_set_state (self, CARILLON_KEEPER_SAVED, NULL);
  carillon_draft_keeper_show_fresh (self);
}

/**
 * carillon_draft_keeper_open:
 * @self: the keeper
 * @draft_id: a draft of the archive
 *
 * Puts that draft in the place of the one that is being written, which is saved and stays in the
 * archive. One that was discarded is brought back.
 */
void
carillon_draft_keeper_open (CarillonDraftKeeper *self, const char *draft_id)
{
  g_return_if_fail (CARILLON_IS_DRAFT_KEEPER (self));
  g_return_if_fail (draft_id != NULL);

  /* What was asked for last counts, but nothing is lost that is not in the archive yet. */
  self->begins = self->begins && !g_queue_is_empty (&self->next);
  g_free (self->wanted);
  self->wanted = g_strdup (draft_id);
  archive_store_restore_draft_async (carillon_session_get_store (self->session),
                                     carillon_draft_keeper_get_account_id (self), draft_id, NULL,
                                     NULL, NULL);
  carillon_draft_keeper_save (self);
  if (self->saving == NULL) {
    carillon_draft_keeper_load (self);
  }
}

/**
 * carillon_draft_keeper_begin:
 * @self: the keeper, with a draft
 *
 * Begins an empty draft in the place of the one that is being written, once that is saved; it stays
 * in the archive. One that a send has is left to it.
 */
void
carillon_draft_keeper_begin (CarillonDraftKeeper *self)
{
  g_return_if_fail (CARILLON_IS_DRAFT_KEEPER (self));
  g_return_if_fail (self->draft != NULL);

  g_clear_pointer (&self->wanted, g_free);
  carillon_draft_keeper_save (self);
  self->begins = !self->held && (self->saving != NULL || self->dirty);
  if (!self->begins) {
    carillon_draft_keeper_show_next (self);
  }
}

/**
 * carillon_draft_keeper_adopt:
 * @self: the keeper
 * @draft: a draft that the archive does not have
 *
 * Puts a draft in the place of the one that is being written, as carillon_draft_keeper_begin()
 * does, and saves it. Of several the last one stays, and all of them are in the archive.
 */
void
carillon_draft_keeper_adopt (CarillonDraftKeeper *self, DispatchDraft *draft)
{
  g_return_if_fail (CARILLON_IS_DRAFT_KEEPER (self));
  g_return_if_fail (DISPATCH_IS_DRAFT (draft));

  g_queue_push_tail (&self->next, g_object_ref (draft));
  if (self->draft != NULL) {
    carillon_draft_keeper_begin (self);
  }
}

static void
on_deleted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonDraftKeeper) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!archive_store_write_finish (ARCHIVE_STORE (source), result, &error)) {
    carillon_draft_keeper_set_state (self, self->state, g_steal_pointer (&error));
  }
}

/**
 * carillon_draft_keeper_discard:
 * @self: the keeper
 *
 * Removes the draft from the archive and begins an empty one. Brought back, it is as it was when it
 * was discarded.
 */
void
carillon_draft_keeper_discard (CarillonDraftKeeper *self)
{
  g_return_if_fail (CARILLON_IS_DRAFT_KEEPER (self));

  if (self->draft == NULL) {
    return;
  }
  carillon_draft_keeper_flush (self);
  if (self->stored) {
    archive_store_discard_draft_async (
      carillon_session_get_store (self->session), carillon_draft_keeper_get_account_id (self),
      dispatch_draft_get_id (self->draft), NULL, on_deleted, g_object_ref (self));
  }
  carillon_draft_keeper_show_next (self);
}
