/* A draft is lost only with the disk. A save is due a moment after each change, at once when the
 * page goes, and again with growing pauses while it fails; saves never overlap, so the archive ends
 * with what was typed last. */

#include "carillon-draft-keeper.h"

#include <dispatch-record.h>

/* Milliseconds from a change to its save: what a crash may cost. */
#define SAVE_DELAY 600
/* Seconds from a failed save to the next, doubled each time: a full disk is noticed and emptied in
 * minutes, and another change tries again anyway. */
#define RETRY_DELAY_FIRST 2
#define RETRY_DELAY_LAST 60

struct _CarillonDraftKeeper {
  GObject parent_instance;

  CarillonSession *session; /* (owned) */
  DispatchDraft *draft;     /* (owned) (nullable) */
  GError *error;            /* (owned) (nullable) */
  char *wanted;             /* (nullable): ID of the draft to open rather than the newest */
  guint n_skipped;          /* drafts that could not be read */
  GError *failure;          /* (owned) (nullable): why not, of the first of them */
  CarillonKeeperState state;
  gulong changed_handler;
  guint timer;           /* source ID: of the next save */
  guint retry_delay;     /* seconds */
  gboolean dirty;        /* changed since the last save was begun */
  gboolean stored;       /* the archive has the draft in some state */
  gboolean held;         /* a send has the draft, and the journal what is in it */
  DispatchDraft *saving; /* (owned) (nullable): what is being written; another after a discard */
  gboolean begins;       /* another draft, when this one is saved */
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
on_changed (CarillonDraftKeeper *self)
{
  self->dirty = TRUE;
  if (self->state != CARILLON_KEEPER_FAILED) {
    set_state (self, CARILLON_KEEPER_UNSAVED, NULL);
  }
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->saving == NULL) {
    self->timer = g_timeout_add (SAVE_DELAY, on_save_due, self);
  }
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonDraftKeeper) self = user_data;
  g_autoptr (GError) error = NULL;

  g_autoptr (DispatchDraft) draft = g_steal_pointer (&self->saving);
  if (!archive_store_write_finish (ARCHIVE_STORE (source), result, &error) &&
      draft == self->draft) {
    self->dirty = TRUE;
    set_state (self, CARILLON_KEEPER_FAILED, g_steal_pointer (&error));
    self->timer = g_timeout_add_seconds (self->retry_delay, on_save_due, self);
    self->retry_delay = MIN (self->retry_delay * 2, RETRY_DELAY_LAST);
    return;
  }
  self->retry_delay = RETRY_DELAY_FIRST;
  set_state (self, self->dirty ? CARILLON_KEEPER_UNSAVED : CARILLON_KEEPER_SAVED, NULL);
  if (self->dirty) {
    carillon_draft_keeper_save (self);
  } else if (self->wanted != NULL) {
    carillon_draft_keeper_load (self);
  } else if (self->begins) {
    begin (self);
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

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->draft == NULL || !self->dirty || self->saving != NULL || self->held) {
    return;
  }
  self->dirty = FALSE;
  if (!self->stored && dispatch_draft_is_empty (self->draft)) {
    set_state (self, CARILLON_KEEPER_SAVED, NULL);
    return;
  }
  self->saving = g_object_ref (self->draft);
  self->stored = TRUE;
  g_autoptr (DispatchSnapshot) snapshot = dispatch_snapshot_new (self->draft);
  archive_store_save_draft_async (carillon_session_get_store (self->session), account_id (self),
                                  dispatch_record_new (snapshot), NULL, on_saved,
                                  g_object_ref (self));
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
    on_changed (self);
    carillon_draft_keeper_save (self);
  }
}

static void
set_draft (CarillonDraftKeeper *self, DispatchDraft *draft, gboolean stored)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->draft != NULL) {
    g_clear_signal_handler (&self->changed_handler, self->draft);
  }
  self->dirty = FALSE;
  self->held = FALSE;
  self->stored = stored;
  if (!g_set_object (&self->draft, draft)) {
    return;
  }
  if (draft != NULL) {
    self->changed_handler =
      g_signal_connect_swapped (draft, "changed", G_CALLBACK (on_changed), self);
  }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DRAFT]);
}

static void read_next (CarillonDraftKeeper *self);

/* What is being written stays; a save under way is followed by another read. One that cannot be
 * read (of a newer Carillon) stays in the archive, and the one before it is opened. */
static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonDraftKeeper) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ArchiveDraft) stored =
    archive_store_read_draft_finish (ARCHIVE_STORE (source), result, &error);
  g_autoptr (DispatchDraft) draft =
    stored != NULL ? dispatch_draft_from_json (stored->json, &error) : NULL;

  if (self->draft != NULL && (self->wanted == NULL || draft == NULL || self->dirty)) {
    return;
  }
  if (self->failure == NULL) {
    self->failure = g_steal_pointer (&error);
  }
  if (draft == NULL && stored != NULL && self->wanted == NULL) {
    self->n_skipped++;
    read_next (self);
    return;
  }
  g_autoptr (DispatchDraft) fresh = draft == NULL ? dispatch_draft_new () : NULL;
  if (draft != NULL) {
    g_clear_pointer (&self->wanted, g_free);
  }
  set_draft (self, draft != NULL ? draft : fresh, draft != NULL);
  set_state (self, CARILLON_KEEPER_SAVED, g_steal_pointer (&self->failure));
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
 * archive.
 */
void
carillon_draft_keeper_open (CarillonDraftKeeper *self, const char *draft_id)
{
  g_return_if_fail (CARILLON_IS_DRAFT_KEEPER (self));
  g_return_if_fail (draft_id != NULL);

  g_free (self->wanted);
  self->wanted = g_strdup (draft_id);
  carillon_draft_keeper_save (self);
  if (self->saving == NULL) {
    carillon_draft_keeper_load (self);
  }
}

static void
begin (CarillonDraftKeeper *self)
{
  g_autoptr (DispatchDraft) fresh = dispatch_draft_new ();

  self->begins = FALSE;
  set_draft (self, fresh, FALSE);
  set_state (self, CARILLON_KEEPER_SAVED, NULL);
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

  carillon_draft_keeper_save (self);
  self->begins = !self->held && (self->saving != NULL || self->dirty);
  if (!self->begins) {
    begin (self);
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
 * Removes the draft from the archive and begins an empty one.
 */
void
carillon_draft_keeper_discard (CarillonDraftKeeper *self)
{
  g_return_if_fail (CARILLON_IS_DRAFT_KEEPER (self));

  if (self->draft == NULL) {
    return;
  }
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

  set_draft (self, NULL, FALSE);
  g_clear_object (&self->saving);
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
