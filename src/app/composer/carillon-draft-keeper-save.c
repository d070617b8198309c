/* A save begins a moment after the first change that is not saved, however one goes on typing, and
 * again with growing pauses while it fails; saves never overlap, so the archive ends with what was
 * typed last. What is saved is made in a worker from a snapshot, and brings only the blocks of
 * recipients that the archive does not have. */

#include "carillon-draft-keeper-private.h"

/* Milliseconds from a change to the beginning of its save: with that, what a crash may cost. */
#define SAVE_DELAY 600
/* Milliseconds from a move of the cursor to its being noted. */
#define PLACE_DELAY 1500
/* The longest pause between two saves that fail, in seconds. */
#define RETRY_DELAY_LAST 60

static gboolean
on_save_due (gpointer user_data)
{
  CarillonDraftKeeper *self = user_data;

  self->timer = 0;
  carillon_draft_keeper_save (self);
  return G_SOURCE_REMOVE;
}

static void
schedule (CarillonDraftKeeper *self)
{
  gint64 waited = (g_get_monotonic_time () - self->dirty_since) / 1000;

  if (self->timer == 0) {
    self->timer =
      g_timeout_add ((guint) (SAVE_DELAY - CLAMP (waited, 0, SAVE_DELAY)), on_save_due, self);
  }
}

void
carillon_draft_keeper_changed (CarillonDraftKeeper *self)
{
  if (!self->dirty) {
    self->dirty = TRUE;
    self->dirty_since = g_get_monotonic_time ();
  }
  if (self->state == CARILLON_KEEPER_FAILED) {
    g_clear_handle_id (&self->timer, g_source_remove);
  } else {
    carillon_draft_keeper_set_state (self, CARILLON_KEEPER_UNSAVED, NULL);
  }
  if (self->saving == NULL) {
    schedule (self);
  }
}

typedef struct {
  CarillonDraftKeeper *keeper; /* (owned) */
  DispatchKept *after;         /* (owned) (nullable) */
  guint serial;
} Save;

static void
save_free (Save *save)
{
  g_clear_pointer (&save->after, dispatch_kept_unref);
  g_object_unref (save->keeper);
  g_free (save);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Save, save_free)

static Save *
save_new (CarillonDraftKeeper *self)
{
  Save *save = g_new0 (Save, 1);

  save->keeper = g_object_ref (self);
  save->serial = ++self->serial;
  self->dirty = FALSE;
  self->stored = TRUE;
  self->is_made = FALSE;
  self->saving = g_object_ref (self->draft);
  return save;
}

static void
fail (CarillonDraftKeeper *self, GError *error)
{
  gboolean is_stale = g_error_matches (error, ARCHIVE_ERROR, ARCHIVE_ERROR_STALE);

  self->dirty = TRUE;
  self->dirty_since = g_get_monotonic_time ();
  if (is_stale) {
    /* Another program has saved this draft. The next save brings all blocks. */
    g_clear_pointer (&self->kept, dispatch_kept_unref);
  }
  if (is_stale && self->state != CARILLON_KEEPER_FAILED) {
    g_error_free (error);
    carillon_draft_keeper_save (self);
    return;
  }
  carillon_draft_keeper_set_state (self, CARILLON_KEEPER_FAILED, error);
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add_seconds (self->retry_delay, on_save_due, self);
  self->retry_delay = MIN (self->retry_delay * 2, RETRY_DELAY_LAST);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Save) save = user_data;
  CarillonDraftKeeper *self = save->keeper;
  g_autoptr (GError) error = NULL;

  if (save->serial != self->serial) {
    return; /* another was given to the archive behind it */
  }
  g_autoptr (DispatchDraft) draft = g_steal_pointer (&self->saving);
  if (!archive_store_write_finish (ARCHIVE_STORE (source), result, &error) &&
      draft == self->draft) {
    fail (self, g_steal_pointer (&error));
    return;
  }
  if (draft == self->draft) {
    g_clear_pointer (&self->kept, dispatch_kept_unref);
    self->kept = g_steal_pointer (&save->after);
  }
  self->retry_delay = CARILLON_KEEPER_RETRY_FIRST;
  carillon_draft_keeper_set_state (
    self, self->dirty ? CARILLON_KEEPER_UNSAVED : CARILLON_KEEPER_SAVED, NULL);
  if (self->dirty && !self->held && (self->wanted != NULL || self->begins)) {
    carillon_draft_keeper_save (self);
  } else if (self->dirty && !self->held) {
    schedule (self);
  } else if (self->wanted != NULL) {
    carillon_draft_keeper_load (self);
  } else if (self->begins) {
    carillon_draft_keeper_show_next (self);
  }
}

static char *
dup_place (CarillonDraftKeeper *self)
{
  return self->get_place != NULL ? self->get_place (self->place_data) : NULL;
}

/* @save: (transfer full)
 * @record: (transfer full) */
static void
hand_over (Save *save, ArchiveDraft *record)
{
  CarillonDraftKeeper *self = save->keeper;

  self->is_made = TRUE;
  g_clear_pointer (&self->coming, dispatch_kept_unref);
  self->coming = dispatch_kept_ref (save->after);
  record->state = dup_place (self);
  archive_store_save_draft_async (carillon_session_get_store (self->session),
                                  carillon_draft_keeper_get_account_id (self), record, NULL,
                                  on_saved, save);
}

static void
on_made (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Save) save = user_data;
  g_autoptr (ArchiveDraft) record = dispatch_record_new_finish (result, &save->after);

  if (save->serial == save->keeper->serial) {
    ArchiveDraft *made = g_steal_pointer (&record);
    hand_over (g_steal_pointer (&save), made);
  }
}

/* Returns: whether there is something to save, and nothing in the way */
static gboolean
prepare_save (CarillonDraftKeeper *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->draft == NULL || !self->dirty || self->saving != NULL || self->held) {
    return FALSE;
  }
  if (!self->stored && dispatch_draft_is_empty (self->draft)) {
    self->dirty = FALSE;
    carillon_draft_keeper_set_state (self, CARILLON_KEEPER_SAVED, NULL);
    return FALSE;
  }
  return TRUE;
}

/* What is being made in a worker is not given to the archive any more: it is as if the save had not
 * begun. */
void
carillon_draft_keeper_take_back (CarillonDraftKeeper *self)
{
  if (self->saving != NULL && !self->is_made) {
    self->serial++;
    self->dirty = self->dirty || self->saving == self->draft;
    g_clear_object (&self->saving);
  }
}

/**
 * carillon_draft_keeper_save:
 * @self: the keeper
 *
 * Saves at once what is not saved yet. The keeper stays alive until that has ended.
 */
void
carillon_draft_keeper_save (CarillonDraftKeeper *self)
{
  g_return_if_fail (CARILLON_IS_DRAFT_KEEPER (self));

  if (prepare_save (self)) {
    dispatch_record_new_async (dispatch_snapshot_new (self->draft), self->kept, on_made,
                               save_new (self));
  }
}

/* Hands what is not saved yet to the archive before it returns. */
void
carillon_draft_keeper_flush (CarillonDraftKeeper *self)
{
  carillon_draft_keeper_take_back (self);
  if (self->saving != NULL && self->dirty) {
    /* The archive has been given a save, and takes the next one after it. */
    if (self->saving == self->draft) {
      g_clear_pointer (&self->kept, dispatch_kept_unref);
      self->kept = g_steal_pointer (&self->coming);
    }
    g_clear_object (&self->saving);
  }
  if (prepare_save (self)) {
    g_autoptr (DispatchSnapshot) snapshot = dispatch_snapshot_new (self->draft);
    Save *save = save_new (self);
    hand_over (save, dispatch_record_new (snapshot, self->kept, &save->after));
  }
}

static gboolean
on_place_due (gpointer user_data)
{
  CarillonDraftKeeper *self = user_data;
  g_autofree char *place = dup_place (self);

  self->place_timer = 0;
  if (self->draft != NULL && self->stored && !self->held && !self->dirty && place != NULL) {
    archive_store_save_draft_state_async (
      carillon_session_get_store (self->session), carillon_draft_keeper_get_account_id (self),
      dispatch_draft_get_id (self->draft), place, NULL, NULL, NULL);
  }
  return G_SOURCE_REMOVE;
}

/**
 * carillon_draft_keeper_close:
 * @self: the keeper
 *
 * Hands what is not saved yet to the archive before it returns: the program may end then.
 */
void
carillon_draft_keeper_close (CarillonDraftKeeper *self)
{
  g_return_if_fail (CARILLON_IS_DRAFT_KEEPER (self));

  carillon_draft_keeper_take_back (self);
  if (self->place_timer != 0) {
    g_clear_handle_id (&self->place_timer, g_source_remove);
    on_place_due (self);
  }
  self->get_place = NULL;
  carillon_draft_keeper_flush (self);
}

/**
 * carillon_draft_keeper_note_place:
 * @self: the keeper
 *
 * The operator is somewhere else now, which is written down in a moment.
 */
void
carillon_draft_keeper_note_place (CarillonDraftKeeper *self)
{
  g_return_if_fail (CARILLON_IS_DRAFT_KEEPER (self));

  if (self->place_timer == 0) {
    self->place_timer = g_timeout_add (PLACE_DELAY, on_place_due, self);
  }
}

/**
 * carillon_draft_keeper_hold:
 * @self: the keeper
 *
 * Saves the draft no more: a send takes it out of the archive, and found there after a crash it
 * would be sent again.
 */
void
carillon_draft_keeper_hold (CarillonDraftKeeper *self)
{
  g_return_if_fail (CARILLON_IS_DRAFT_KEEPER (self));

  carillon_draft_keeper_take_back (self);
  g_clear_handle_id (&self->timer, g_source_remove);
  self->held = TRUE;
}

/**
 * carillon_draft_keeper_release:
 * @self: the keeper
 *
 * Saves the draft again, and at once: its send did not go out, or not to all of its recipients.
 */
void
carillon_draft_keeper_release (CarillonDraftKeeper *self)
{
  g_return_if_fail (CARILLON_IS_DRAFT_KEEPER (self));

  if (self->held) {
    self->held = FALSE;
    /* The archive may have given them to the send. */
    g_clear_pointer (&self->kept, dispatch_kept_unref);
    carillon_draft_keeper_changed (self);
    carillon_draft_keeper_save (self);
  }
}
