/* Sends wait in a queue in the order they were begun. One that may have been sent is shown only
 * once the service was asked about it, so that nobody is troubled with what settles itself. The
 * journal is changed first, and what is shown follows. */

#include "carillon-unsettled.h"

#include <dispatch-record.h>
#include <dispatch-run.h>

typedef struct {
  ArchiveSend *send; /* (owned) */
  GError *error;     /* (owned) (nullable): why the last try failed */
  gboolean shown;    /* there is something to decide */
  gboolean wants_lookup;
} Leftover;

struct _CarillonUnsettled {
  GObject parent_instance;

  CarillonSession *session;  /* (owned) */
  GCancellable *cancellable; /* (owned) */
  GPtrArray *leftovers;      /* of Leftover */
  Leftover *looking;         /* (unowned) (nullable): that the service is being asked about */
  GError *error;             /* (owned) (nullable): why the journal could not be read */
  char *draft_id;            /* (nullable): of the draft being written */
  Leftover *writing;         /* (unowned) (nullable): the current one, while it is being settled */
};

enum {
  CHANGED,
  ACCEPTED,
  OPENED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CarillonUnsettled, carillon_unsettled, G_TYPE_OBJECT)

static void
leftover_free (Leftover *leftover)
{
  archive_send_free (leftover->send);
  g_clear_error (&leftover->error);
  g_free (leftover);
}

static ArchiveStore *
get_store (CarillonUnsettled *self)
{
  return carillon_session_get_store (self->session);
}

static const char *
get_account_id (CarillonUnsettled *self)
{
  return carillon_account_get_id (carillon_session_get_account (self->session));
}

static Leftover *
get_current (CarillonUnsettled *self)
{
  for (guint i = 0; i < self->leftovers->len; i++) {
    Leftover *leftover = self->leftovers->pdata[i];
    if (leftover->shown) {
      return leftover;
    }
  }
  return NULL;
}

static gboolean
is_stopped (CarillonUnsettled *self)
{
  return g_cancellable_is_cancelled (self->cancellable);
}

static void
changed (CarillonUnsettled *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * carillon_unsettled_count:
 * @send: an interrupted send
 * @state: of requests
 *
 * Returns: how many recipients the requests of that state have
 */
guint
carillon_unsettled_count (const ArchiveSend *send, ArchiveRequestState state)
{
  guint n_recipients = 0;

  for (guint i = 0; i < send->requests->len; i++) {
    const ArchiveRequest *request = send->requests->pdata[i];
    n_recipients += request->state == state ? request->n_recipients : 0;
  }
  return n_recipients;
}

gboolean
carillon_unsettled_is_open (const ArchiveSend *send)
{
  return carillon_unsettled_count (send, ARCHIVE_REQUEST_POSTING) > 0 ||
         carillon_unsettled_count (send, ARCHIVE_REQUEST_UNKNOWN) > 0;
}

/* Asking the service. */

static const char *
find_operation (const ArchiveSend *send)
{
  for (guint i = 0; i < send->requests->len; i++) {
    const ArchiveRequest *request = send->requests->pdata[i];
    if (request->operation_id != NULL) {
      return request->operation_id;
    }
  }
  return NULL;
}

static void look_up_next (CarillonUnsettled *self);

/* Behind those that are shown already, so that none is pushed aside while it is being decided on.
 */
static void
show (CarillonUnsettled *self, Leftover *leftover)
{
  guint index;

  if (!leftover->shown && g_ptr_array_find (self->leftovers, leftover, &index)) {
    g_ptr_array_add (self->leftovers, g_ptr_array_steal_index (self->leftovers, index));
  }
  leftover->shown = TRUE;
}

/* What nothing is left of goes. */
static void
conclude_lookup (CarillonUnsettled *self, Leftover *leftover)
{
  gboolean unsent = carillon_unsettled_count (leftover->send, ARCHIVE_REQUEST_PLANNED) > 0 ||
                    carillon_unsettled_count (leftover->send, ARCHIVE_REQUEST_REJECTED) > 0;
  g_autofree char *operation_id = g_strdup (find_operation (leftover->send));

  leftover->wants_lookup = FALSE;
  show (self, leftover);
  if (!unsent && !carillon_unsettled_is_open (leftover->send)) {
    g_ptr_array_remove (self->leftovers, leftover);
    if (operation_id != NULL) {
      g_signal_emit (self, signals[ACCEPTED], 0, operation_id);
    }
  }
  changed (self);
}

static void
on_looked_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonUnsettled) self = user_data;
  Leftover *leftover = g_steal_pointer (&self->looking);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) requests = dispatch_reconcile_send_finish (result, &error);

  if (is_stopped (self)) {
    return;
  }
  g_clear_error (&leftover->error);
  leftover->error = g_steal_pointer (&error);
  if (requests != NULL) {
    g_ptr_array_unref (leftover->send->requests);
    leftover->send->requests = g_steal_pointer (&requests);
  }
  conclude_lookup (self, leftover);
  look_up_next (self);
}

static void
look_up_next (CarillonUnsettled *self)
{
  for (guint i = 0; self->looking == NULL && i < self->leftovers->len; i++) {
    Leftover *leftover = self->leftovers->pdata[i];
    if (leftover->wants_lookup) {
      self->looking = leftover;
      dispatch_reconcile_send_async (carillon_session_get_client (self->session), get_store (self),
                                     leftover->send->id, self->cancellable, on_looked_up,
                                     g_object_ref (self));
    }
  }
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonUnsettled) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sends =
    archive_store_list_interrupted_finish (ARCHIVE_STORE (source), result, &error);

  if (is_stopped (self)) {
    return;
  }
  self->error = g_steal_pointer (&error);
  for (guint i = 0; sends != NULL && i < sends->len; i++) {
    Leftover *leftover = g_new0 (Leftover, 1);
    leftover->send = sends->pdata[i];
    leftover->wants_lookup = carillon_unsettled_is_open (leftover->send);
    leftover->shown = !leftover->wants_lookup;
    g_ptr_array_add (self->leftovers, leftover);
  }
  if (sends != NULL) {
    g_ptr_array_set_free_func (sends, NULL);
  }
  changed (self);
  look_up_next (self);
}

/**
 * carillon_unsettled_load:
 * @self: one that is fresh
 *
 * Reads the journal, and asks the service about what may have been sent.
 */
void
carillon_unsettled_load (CarillonUnsettled *self)
{
  g_return_if_fail (CARILLON_IS_UNSETTLED (self));

  archive_store_list_interrupted_async (get_store (self), get_account_id (self), self->cancellable,
                                        on_listed, g_object_ref (self));
}

/**
 * carillon_unsettled_stop:
 *
 * Nothing is asked for or told from now on.
 */
void
carillon_unsettled_stop (CarillonUnsettled *self)
{
  g_return_if_fail (CARILLON_IS_UNSETTLED (self));

  g_cancellable_cancel (self->cancellable);
}

/**
 * carillon_unsettled_look_again:
 *
 * Asks the service about the current send once more.
 */
void
carillon_unsettled_look_again (CarillonUnsettled *self)
{
  g_return_if_fail (CARILLON_IS_UNSETTLED (self));

  Leftover *current = get_current (self);
  if (current != NULL && !carillon_unsettled_is_busy (self)) {
    current->wants_lookup = TRUE;
    changed (self);
    look_up_next (self);
  }
}

/* Settling. The current send stays the same until it has ended: others come behind it. */

static Leftover *
begin_writing (CarillonUnsettled *self)
{
  Leftover *current = get_current (self);

  if (current == NULL || carillon_unsettled_is_busy (self)) {
    return NULL;
  }
  self->writing = current;
  g_clear_error (&current->error);
  changed (self);
  return current;
}

/* @error: (transfer full) (nullable) */
static void
end_writing (CarillonUnsettled *self, GError *error)
{
  Leftover *written = g_steal_pointer (&self->writing);

  written->error = error;
  changed (self);
}

static void
on_marked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonUnsettled) self = user_data;
  GError *error = NULL;

  gboolean done = archive_store_write_finish (ARCHIVE_STORE (source), result, &error);
  for (guint i = 0; done && i < self->writing->send->requests->len; i++) {
    ArchiveRequest *request = self->writing->send->requests->pdata[i];
    if (request->state == ARCHIVE_REQUEST_POSTING || request->state == ARCHIVE_REQUEST_UNKNOWN) {
      request->state = ARCHIVE_REQUEST_PLANNED;
    }
  }
  end_writing (self, error);
}

/**
 * carillon_unsettled_mark_unsent:
 *
 * The operator decides that the current send did not go out where its outcome is unknown.
 */
void
carillon_unsettled_mark_unsent (CarillonUnsettled *self)
{
  g_return_if_fail (CARILLON_IS_UNSETTLED (self));

  Leftover *current = begin_writing (self);
  if (current != NULL) {
    archive_store_declare_unsent_async (get_store (self), current->send->id, NULL, on_marked,
                                        g_object_ref (self));
  }
}

static void
on_abandoned (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonUnsettled) self = user_data;
  g_autofree char *draft_id = g_steal_pointer (&self->draft_id);
  GError *error = NULL;

  if (!archive_store_write_finish (ARCHIVE_STORE (source), result, &error)) {
    end_writing (self, error);
    return;
  }
  g_ptr_array_remove (self->leftovers, g_steal_pointer (&self->writing));
  if (draft_id != NULL && !is_stopped (self)) {
    g_signal_emit (self, signals[OPENED], 0, draft_id);
  }
  changed (self);
}

static void
abandon (CarillonUnsettled *self)
{
  archive_store_abandon_send_async (get_store (self), self->writing->send->id, NULL, on_abandoned,
                                    g_object_ref (self));
}

/**
 * carillon_unsettled_dismiss:
 *
 * What was not sent of the current send is not mentioned again.
 */
void
carillon_unsettled_dismiss (CarillonUnsettled *self)
{
  g_return_if_fail (CARILLON_IS_UNSETTLED (self));

  if (begin_writing (self) != NULL) {
    abandon (self);
  }
}

/* Only now that the draft is on disk is the send given up. */
static void
on_draft_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonUnsettled) self = user_data;
  GError *error = NULL;

  if (archive_store_write_finish (ARCHIVE_STORE (source), result, &error)) {
    abandon (self);
  } else {
    g_clear_pointer (&self->draft_id, g_free);
    end_writing (self, error);
  }
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonUnsettled) self = user_data;
  GError *error = NULL;
  g_autofree char *sent = archive_store_read_send_finish (ARCHIVE_STORE (source), result, &error);
  g_autoptr (DispatchDraft) draft =
    sent != NULL ? dispatch_draft_from_unsent (sent, self->writing->send->requests, &error) : NULL;

  if (draft == NULL) {
    end_writing (self, error);
    return;
  }
  g_autoptr (DispatchSnapshot) snapshot = dispatch_snapshot_new (draft);
  self->draft_id = g_strdup (dispatch_draft_get_id (draft));
  archive_store_save_draft_async (get_store (self), get_account_id (self),
                                  dispatch_record_new (snapshot, NULL, NULL), NULL, on_draft_saved,
                                  g_object_ref (self));
}

/**
 * carillon_unsettled_open_as_draft:
 *
 * Makes a draft of what was not sent of the current send, and settles it.
 */
void
carillon_unsettled_open_as_draft (CarillonUnsettled *self)
{
  g_return_if_fail (CARILLON_IS_UNSETTLED (self));

  Leftover *current = begin_writing (self);
  if (current != NULL) {
    archive_store_read_send_async (get_store (self), current->send->id, NULL, on_read,
                                   g_object_ref (self));
  }
}

/**
 * carillon_unsettled_get_current:
 *
 * Returns: (nullable) (transfer none): the oldest send that is to be decided on
 */
const ArchiveSend *
carillon_unsettled_get_current (CarillonUnsettled *self)
{
  g_return_val_if_fail (CARILLON_IS_UNSETTLED (self), NULL);

  const Leftover *current = get_current (self);
  return current != NULL ? current->send : NULL;
}

guint
carillon_unsettled_get_n_sends (CarillonUnsettled *self)
{
  g_return_val_if_fail (CARILLON_IS_UNSETTLED (self), 0);

  guint n_sends = 0;
  for (guint i = 0; i < self->leftovers->len; i++) {
    n_sends += ((Leftover *) self->leftovers->pdata[i])->shown;
  }
  return n_sends;
}

gboolean
carillon_unsettled_is_busy (CarillonUnsettled *self)
{
  g_return_val_if_fail (CARILLON_IS_UNSETTLED (self), FALSE);

  const Leftover *current = get_current (self);
  return self->writing != NULL || (current != NULL && current->wants_lookup);
}

const GError *
carillon_unsettled_get_error (CarillonUnsettled *self)
{
  g_return_val_if_fail (CARILLON_IS_UNSETTLED (self), NULL);

  const Leftover *current = get_current (self);
  return current != NULL ? current->error : self->error;
}

static void
carillon_unsettled_finalize (GObject *object)
{
  CarillonUnsettled *self = CARILLON_UNSETTLED (object);

  g_clear_pointer (&self->leftovers, g_ptr_array_unref);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_error (&self->error);
  g_clear_pointer (&self->draft_id, g_free);
  G_OBJECT_CLASS (carillon_unsettled_parent_class)->finalize (object);
}

static void
carillon_unsettled_class_init (CarillonUnsettledClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = carillon_unsettled_finalize;
  signals[CHANGED] =
    g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ACCEPTED] = g_signal_new ("accepted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[OPENED] = g_signal_new ("opened", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
carillon_unsettled_init (CarillonUnsettled *self)
{
  self->leftovers = g_ptr_array_new_with_free_func ((GDestroyNotify) leftover_free);
  self->cancellable = g_cancellable_new ();
}

/**
 * carillon_unsettled_new:
 * @session: whose sends
 *
 * Returns: (transfer full): with nothing loaded yet
 */
CarillonUnsettled *
carillon_unsettled_new (CarillonSession *session)
{
  g_return_val_if_fail (CARILLON_IS_SESSION (session), NULL);

  CarillonUnsettled *self = g_object_new (CARILLON_TYPE_UNSETTLED, NULL);
  self->session = g_object_ref (session);
  return self;
}
