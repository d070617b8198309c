/* A draft is lost only with the disk. A save begins a moment after the first change that is not
 * saved, however one goes on typing, and again with growing pauses while it fails; saves never
 * overlap, so the archive ends with what was typed last. What is saved is made in a worker from a
 * snapshot, and brings only the blocks of recipients that the archive does not have. */

#include "carillon-draft-keeper.h"

#include <dispatch-record.h>

/* Milliseconds from a change to the beginning of its save: with that, what a crash may cost. */
#define SAVE_DELAY 600
/* Milliseconds from a move of the cursor to its being noted. */
#define PLACE_DELAY 1500
/* Seconds from a failed save to the next, doubled each time: a full disk is noticed and emptied in
 * minutes, and another change tries again anyway. */
#define RETRY_DELAY_FIRST 2
#define RETRY_DELAY_LAST 60
/* Drafts that cannot be read, one after the other: then it is not the drafts. */
#define MAX_SKIPPED 20

struct _CarillonDraftKeeper {
  GObject parent_instance;

  CarillonSession *session; /* (owned) */
  DispatchDraft *draft;     /* (owned) (nullable) */
  DispatchKept *kept;       /* (owned) (nullable): what the archive has of it */
  DispatchKept *coming;     /* (owned) (nullable): and what it has when it has done what it does */
  char *place;              /* (nullable): where the operator was when it was saved last */
  CarillonPlaceFunc get_place;
  gpointer place_data;
  GError *error;   /* (owned) (nullable) */
  char *wanted;    /* (nullable): ID of the draft to open rather than the newest */
  guint n_skipped; /* drafts that could not be read */
  GError *failure; /* (owned) (nullable): why not, of the first of them */
  CarillonKeeperState state;
  gulong changed_handler;
  guint timer;           /* source ID: of the next save */
  guint place_timer;     /* source ID: of noting where the operator is */
  guint retry_delay;     /* seconds */
  gint64 dirty_since;    /* monotonic time of the first change that is not saved */
  gboolean dirty;        /* changed since the last save was begun */
  gboolean stored;       /* the archive has the draft in some state */
  gboolean held;         /* a send has the draft, and the journal what is in it */
  DispatchDraft *saving; /* (owned) (nullable): what is being written; another after a discard */
  gboolean is_made;      /* the archive has been given what is being written */
  guint serial;          /* of the save; one of an older number is not given to the archive */
  gboolean begins;       /* another draft, when this one is saved */
  GQueue next;           /* of DispatchDraft (owned): those, where they are not an empty one */
};

enum {
  PROP_DRAFT = 1,
  PROP_STATE,
  PROP_ERROR,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ENUM_TYPE (CarillonKeeperState,
                    carillon_keeper_state,
                    G_DEFINE_ENUM_VALUE (CARILLON_KEEPER_LOADING, "loading"),
                    G_DEFINE_ENUM_VALUE (CARILLON_KEEPER_SAVED, "saved"),
                    G_DEFINE_ENUM_VALUE (CARILLON_KEEPER_UNSAVED, "unsaved"),
                    G_DEFINE_ENUM_VALUE (CARILLON_KEEPER_FAILED, "failed"))
G_DEFINE_FINAL_TYPE (CarillonDraftKeeper, carillon_draft_keeper, G_TYPE_OBJECT)

static const char *
account_id (CarillonDraftKeeper *self)
{
  return carillon_account_get_id (carillon_session_get_account (self->session));
}

static void
set_state (CarillonDraftKeeper *self, CarillonKeeperState state, GError *error)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (error != NULL || self->error != NULL) {
    g_clear_error (&self->error);
    self->error = error;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
  }
  if (self->state != state) {
    self->state = state;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  }
  g_object_thaw_notify (G_OBJECT (self));
}

static void begin (CarillonDraftKeeper *self);

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

static void
on_changed (CarillonDraftKeeper *self)
{
  if (!self->dirty) {
    self->dirty = TRUE;
    self->dirty_since = g_get_monotonic_time ();
  }
  if (self->state == CARILLON_KEEPER_FAILED) {
    g_clear_handle_id (&self->timer, g_source_remove);
  } else {
    set_state (self, CARILLON_KEEPER_UNSAVED, NULL);
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
  set_state (self, CARILLON_KEEPER_FAILED, error);
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
  self->retry_delay = RETRY_DELAY_FIRST;
  set_state (self, self->dirty ? CARILLON_KEEPER_UNSAVED : CARILLON_KEEPER_SAVED, NULL);
  if (self->dirty && !self->held && (self->wanted != NULL || self->begins)) {
    carillon_draft_keeper_save (self);
  } else if (self->dirty && !self->held) {
    schedule (self);
  } else if (self->wanted != NULL) {
    carillon_draft_keeper_load (self);
  } else if (self->begins) {
    begin (self);
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
  archive_store_save_draft_async (carillon_session_get_store (self->session), account_id (self),
                                  record, NULL, on_saved, save);
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
    set_state (self, CARILLON_KEEPER_SAVED, NULL);
    return FALSE;
  }
  return TRUE;
}

/* What is being made in a worker is not given to the archive any more: it is as if the save had not
 * begun. */
static void
take_back (CarillonDraftKeeper *self)
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
static void
flush (CarillonDraftKeeper *self)
{
  take_back (self);
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
    archive_store_save_draft_state_async (carillon_session_get_store (self->session),
                                          account_id (self), dispatch_draft_get_id (self->draft),
                                          place, NULL, NULL, NULL);
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

  take_back (self);
  if (self->place_timer != 0) {
    g_clear_handle_id (&self->place_timer, g_source_remove);
    on_place_due (self);
  }
  self->get_place = NULL;
  flush (self);
}

/**
 * carillon_draft_keeper_set_place_func:
 * @self: the keeper
 * @get_place: tells where the operator is, as JSON
 * @data: for @get_place
 *
 * Says who knows where the operator is, until the keeper is closed.
 */
void
carillon_draft_keeper_set_place_func (CarillonDraftKeeper *self,
                                      CarillonPlaceFunc get_place,
                                      gpointer data)
{
  g_return_if_fail (CARILLON_IS_DRAFT_KEEPER (self));

  self->get_place = get_place;
  self->place_data = data;
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
 * carillon_draft_keeper_get_place:
 * @self: the keeper
 *
 * Returns: (nullable): where the operator was in the draft when it was last open
 */
const char *
carillon_draft_keeper_get_place (CarillonDraftKeeper *self)
{
  g_return_val_if_fail (CARILLON_IS_DRAFT_KEEPER (self), NULL);

  return self->place;
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

  take_back (self);
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
    on_changed (self);
    carillon_draft_keeper_save (self);
  }
}

static void
drop_draft (CarillonDraftKeeper *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_handle_id (&self->place_timer, g_source_remove);
  take_back (self);
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
    g_signal_connect_swapped (draft, "changed", G_CALLBACK (on_changed), self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DRAFT]);
}

static void
show_fresh (CarillonDraftKeeper *self)
{
  gboolean is_given = !g_queue_is_empty (&self->next);
  g_autoptr (DispatchDraft) fresh =
    is_given ? g_queue_pop_head (&self->next) : dispatch_draft_new ();

  drop_draft (self);
  show_draft (self, fresh);
  if (is_given) {
    self->begins = !g_queue_is_empty (&self->next);
    on_changed (self);
  }
}

static void read_next (CarillonDraftKeeper *self);

/* Whether @draft is what was asked for. */
static gboolean
is_wanted (CarillonDraftKeeper *self, DispatchDraft *draft)
{
  return g_strcmp0 (self->wanted, dispatch_draft_get_id (draft)) == 0;
}

/* @kept: (transfer full) */
static void
show_read (CarillonDraftKeeper *self, DispatchDraft *draft, DispatchKept *kept, const char *place)
{
  gboolean is_asked_for = is_wanted (self, draft);

  drop_draft (self);
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
                                          account_id (self), dispatch_draft_get_id (draft), place,
                                          NULL, NULL, NULL);
  }
}

typedef struct {
  CarillonDraftKeeper *keeper; /* (owned) */
  char *place;                 /* (nullable) */
} Reading;

static void
reading_free (Reading *reading)
{
  g_object_unref (reading->keeper);
  g_free (reading->place);
  g_free (reading);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, reading_free)

/* One that cannot be read (of a newer Carillon) stays in the archive, and the one before it is
 * opened.
 * @error: (transfer full) */
static void
on_unreadable (CarillonDraftKeeper *self, GError *error)
{
  if (self->draft != NULL) {
    g_clear_pointer (&self->wanted, g_free);
    set_state (self, self->state, error);
    return;
  }
  if (self->failure == NULL) {
    self->failure = error;
  } else {
    g_error_free (error);
  }
  g_clear_pointer (&self->wanted, g_free);
  self->n_skipped++;
  read_next (self);
}

/* What is being written stays; a save under way is followed by another read. */
static gboolean
is_in_the_way (CarillonDraftKeeper *self, DispatchDraft *read)
{
  gboolean is_saved = self->held || (!self->dirty && self->saving != self->draft);

  return self->draft != NULL && (!is_wanted (self, read) || !is_saved);
}

static void
on_decoded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Reading) reading = user_data;
  CarillonDraftKeeper *self = reading->keeper;
  g_autoptr (DispatchKept) kept = NULL;
  GError *error = NULL;
  g_autoptr (DispatchDraft) draft = dispatch_record_read_finish (result, &kept, &error);

  if (draft == NULL) {
    on_unreadable (self, error);
  } else if (!is_in_the_way (self, draft)) {
    show_read (self, draft, g_steal_pointer (&kept), reading->place);
    set_state (self, CARILLON_KEEPER_SAVED, g_steal_pointer (&self->failure));
    if (!g_queue_is_empty (&self->next)) {
      begin (self);
    }
  }
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonDraftKeeper) self = user_data;
  GError *error = NULL;
  g_autoptr (ArchiveDraft) stored =
    archive_store_read_draft_finish (ARCHIVE_STORE (source), result, &error);

  if (stored != NULL) {
    Reading *reading = g_new0 (Reading, 1);
    reading->keeper = g_object_ref (self);
    reading->place = g_strdup (stored->state);
    dispatch_record_read_async (g_steal_pointer (&stored), NULL, on_decoded, reading);
  } else if (error != NULL && self->n_skipped < MAX_SKIPPED) {
    on_unreadable (self, error);
  } else if (self->draft == NULL) {
    show_fresh (self);
    set_state (self, CARILLON_KEEPER_SAVED,
               error != NULL ? error : g_steal_pointer (&self->failure));
  } else {
    g_clear_pointer (&self->wanted, g_free);
    set_state (self, self->state, error);
  }
}

static void
read_next (CarillonDraftKeeper *self)
{
  archive_store_read_draft_async (carillon_session_get_store (self->session), account_id (self),
                                  self->wanted, self->n_skipped, NULL, on_read,
                                  g_object_ref (self));
}

/**
 * carillon_draft_keeper_load:
 * @self: the keeper
 *
 * Fetches the newest draft of the account, or begins one where there is none.
 */
void
carillon_draft_keeper_load (CarillonDraftKeeper *self)
{
  g_return_if_fail (CARILLON_IS_DRAFT_KEEPER (self));

  self->n_skipped = 0;
  g_clear_error (&self->failure);
  read_next (self);
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
  archive_store_restore_draft_async (carillon_session_get_store (self->session), account_id (self),
                                     draft_id, NULL, NULL, NULL);
  carillon_draft_keeper_save (self);
  if (self->saving == NULL) {
    carillon_draft_keeper_load (self);
  }
}

static void
begin (CarillonDraftKeeper *self)
{
  self->begins = FALSE;
  g_clear_pointer (&self->wanted, g_free);
  set_state (self, CARILLON_KEEPER_SAVED, NULL);
  show_fresh (self);
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
    begin (self);
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
    set_state (self, self->state, g_steal_pointer (&error));
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
  flush (self);
  if (self->stored) {
    archive_store_discard_draft_async (carillon_session_get_store (self->session),
                                       account_id (self), dispatch_draft_get_id (self->draft), NULL,
                                       on_deleted, g_object_ref (self));
  }
  begin (self);
}

/**
 * carillon_draft_keeper_get_draft:
 * @self: the keeper
 *
 * Returns: (nullable): the draft, once it is loaded
 */
DispatchDraft *
carillon_draft_keeper_get_draft (CarillonDraftKeeper *self)
{
  g_return_val_if_fail (CARILLON_IS_DRAFT_KEEPER (self), NULL);
  return self->draft;
}

/**
 * carillon_draft_keeper_get_state:
 * @self: the keeper
 *
 * Returns: whether what was typed is in the archive
 */
CarillonKeeperState
carillon_draft_keeper_get_state (CarillonDraftKeeper *self)
{
  g_return_val_if_fail (CARILLON_IS_DRAFT_KEEPER (self), CARILLON_KEEPER_LOADING);
  return self->state;
}

/**
 * carillon_draft_keeper_get_error:
 * @self: the keeper
 *
 * Returns: (nullable): why the last save or load failed
 */
const GError *
carillon_draft_keeper_get_error (CarillonDraftKeeper *self)
{
  g_return_val_if_fail (CARILLON_IS_DRAFT_KEEPER (self), NULL);
  return self->error;
}

static void
carillon_draft_keeper_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonDraftKeeper *self = CARILLON_DRAFT_KEEPER (object);

  switch (id) {
  case PROP_DRAFT:
    g_value_set_object (value, self->draft);
    break;
  case PROP_STATE:
    g_value_set_enum (value, self->state);
    break;
  case PROP_ERROR:
    g_value_set_boxed (value, self->error);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_draft_keeper_dispose (GObject *object)
{
  CarillonDraftKeeper *self = CARILLON_DRAFT_KEEPER (object);

  drop_draft (self);
  g_clear_object (&self->saving);
  g_queue_clear_full (&self->next, g_object_unref);
  g_clear_pointer (&self->coming, dispatch_kept_unref);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (carillon_draft_keeper_parent_class)->dispose (object);
}

static void
carillon_draft_keeper_finalize (GObject *object)
{
  g_clear_error (&CARILLON_DRAFT_KEEPER (object)->error);
  g_clear_error (&CARILLON_DRAFT_KEEPER (object)->failure);
  g_free (CARILLON_DRAFT_KEEPER (object)->wanted);
  G_OBJECT_CLASS (carillon_draft_keeper_parent_class)->finalize (object);
}

static void
carillon_draft_keeper_class_init (CarillonDraftKeeperClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = carillon_draft_keeper_get_property;
  object_class->dispose = carillon_draft_keeper_dispose;
  object_class->finalize = carillon_draft_keeper_finalize;

  properties[PROP_DRAFT] = g_param_spec_object ("draft", NULL, NULL, DISPATCH_TYPE_DRAFT, flags);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, CARILLON_TYPE_KEEPER_STATE,
                                              CARILLON_KEEPER_LOADING, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
carillon_draft_keeper_init (CarillonDraftKeeper *self)
{
  self->retry_delay = RETRY_DELAY_FIRST;
}

/**
 * carillon_draft_keeper_new:
 * @session: whose drafts to keep
 *
 * Returns: (transfer full): a keeper that has nothing loaded yet
 */
CarillonDraftKeeper *
carillon_draft_keeper_new (CarillonSession *session)
{
  g_return_val_if_fail (CARILLON_IS_SESSION (session), NULL);

  CarillonDraftKeeper *self = g_object_new (CARILLON_TYPE_DRAFT_KEEPER, NULL);
  self->session = g_object_ref (session);
  return self;
}
