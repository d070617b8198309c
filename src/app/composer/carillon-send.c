/* Goes on when nobody looks: a send that was begun holds itself until it has an outcome.
 *
 * While it is under way or its outcome is unknown nobody should edit the draft. Where some of its
 * requests were accepted and others were not, the recipients of the accepted ones leave the draft,
 * whatever was done to it meanwhile: what it holds is what nobody is known to have got. */

#include "carillon-send.h"

#include <dispatch-take-out.h>

struct _CarillonSend {
  GObject parent_instance;

  CarillonSession *session;  /* (owned) */
  DispatchDraft *draft;      /* (owned): the operator's, which may change meanwhile */
  DispatchRun *run;          /* (owned) (nullable): from the first start on */
  GCancellable *stop;        /* (owned) (nullable): of the run */
  char *operation_id;        /* (nullable): the first */
  DispatchTable *sent;       /* (owned) (nullable): the recipients of the run */
  GHashTable *taken;         /* (owned): the requests of the run whose recipients left the draft */
  guint n_sent;              /* recipients that left the draft */
  CarillonSendState outcome; /* the state to be, while they leave */
  GError *error;             /* (owned) (nullable) */
  GError *failure;           /* (owned) (nullable): the error to be, until then */
  CarillonSendState state;
};

enum {
  PROP_STATE = 1,
  PROP_ERROR,
  PROP_RESUMES_AT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ENUM_TYPE (CarillonSendState,
                    carillon_send_state,
                    G_DEFINE_ENUM_VALUE (CARILLON_SEND_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (CARILLON_SEND_POSTING, "posting"),
                    G_DEFINE_ENUM_VALUE (CARILLON_SEND_LOOKING, "looking"),
                    G_DEFINE_ENUM_VALUE (CARILLON_SEND_ACCEPTED, "accepted"),
                    G_DEFINE_ENUM_VALUE (CARILLON_SEND_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (CARILLON_SEND_UNKNOWN, "unknown"))
G_DEFINE_FINAL_TYPE (CarillonSend, carillon_send, G_TYPE_OBJECT)

static const char *
account_id (CarillonSend *self)
{
  return carillon_account_get_id (carillon_session_get_account (self->session));
}

static ArchiveStore *
store (CarillonSend *self)
{
  return carillon_session_get_store (self->session);
}

static void
set_state (CarillonSend *self, CarillonSendState state, GError *error)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (self->error != error) {
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

static void
accept (CarillonSend *self, const char *operation_id)
{
  self->operation_id = g_strdup (operation_id);
  set_state (self, CARILLON_SEND_ACCEPTED, NULL);
}

/* What the journal says of each request decides; one that is open keeps the whole send unknown. */
static CarillonSendState
judge (GPtrArray *requests, const char **operation_id)
{
  CarillonSendState state = CARILLON_SEND_ACCEPTED;

  for (guint i = 0; i < requests->len; i++) {
    const ArchiveRequest *request = g_ptr_array_index (requests, i);
    if (request->state == ARCHIVE_REQUEST_POSTING || request->state == ARCHIVE_REQUEST_UNKNOWN) {
      return CARILLON_SEND_UNKNOWN;
    }
    if (request->state != ARCHIVE_REQUEST_ACCEPTED) {
      state = CARILLON_SEND_FAILED;
    } else if (*operation_id == NULL) {
      *operation_id = request->operation_id;
    }
  }
  return state;
}

/* The requests cut the recipients in order. Each is taken out once, however often one looks. */
static GArray *
list_accepted (CarillonSend *self, GPtrArray *requests)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (DispatchSpan));
  DispatchSpan span = { 0 };

  for (guint i = 0; i < requests->len; i++) {
    const ArchiveRequest *request = g_ptr_array_index (requests, i);
    span.n_rows = request->n_recipients;
    if (request->state == ARCHIVE_REQUEST_ACCEPTED &&
        g_hash_table_add (self->taken, GUINT_TO_POINTER (i))) {
      g_array_append_val (spans, span);
      self->n_sent += span.n_rows;
    }
    span.first += span.n_rows;
  }
  return spans;
}

static void
on_taken_out (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonSend) self = user_data;

  dispatch_audience_take_out_finish (DISPATCH_AUDIENCE (source), result);
  set_state (self, self->outcome, g_steal_pointer (&self->failure));
}

/* Whatever becomes of the others, who was sent to leaves the draft.
 * @error: (transfer full) (nullable): why the send is not accepted
 * @requests: (nullable): %NULL where the journal cannot be read */
static void
settle (CarillonSend *self, GPtrArray *requests, GError *error)
{
  const char *operation_id = NULL;

  self->outcome = requests != NULL ? judge (requests, &operation_id) : CARILLON_SEND_UNKNOWN;
  if (self->outcome == CARILLON_SEND_ACCEPTED) {
    g_clear_error (&error);
    accept (self, operation_id);
    return;
  }
  g_autoptr (GArray) spans = requests != NULL ? list_accepted (self, requests) : NULL;
  if (spans == NULL || spans->len == 0) {
    set_state (self, self->outcome, error);
    return;
  }
  self->failure = error;
  dispatch_audience_take_out_async (dispatch_draft_get_audience (self->draft), self->sent, spans,
                                    on_taken_out, g_object_ref (self));
}

static void
on_requests_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonSend) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) requests =
    archive_store_list_requests_finish (ARCHIVE_STORE (source), result, &error);

  if (self->failure != NULL) {
    g_clear_error (&error);
    error = g_steal_pointer (&self->failure);
  }
  settle (self, requests, g_steal_pointer (&error));
}

static void
on_started (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonSend) self = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *ids = dispatch_run_get_operation_ids (self->run);

  if (dispatch_run_start_finish (self->run, result, &error)) {
    accept (self, ids->len > 0 ? g_ptr_array_index (ids, 0) : NULL);
  } else if (ids->len > 0) {
    self->failure = g_steal_pointer (&error);
    archive_store_list_requests_async (store (self), dispatch_run_get_send_id (self->run), NULL,
                                       on_requests_listed, g_object_ref (self));
  } else {
    gboolean is_unknown = dispatch_run_get_state (self->run) == DISPATCH_RUN_UNKNOWN;
    set_state (self, is_unknown ? CARILLON_SEND_UNKNOWN : CARILLON_SEND_FAILED,
               g_steal_pointer (&error));
  }
}

static void
on_run_state (CarillonSend *self)
{
  DispatchRunState state = dispatch_run_get_state (self->run);

  if (state == DISPATCH_RUN_RECONCILING) {
    set_state (self, CARILLON_SEND_LOOKING, NULL);
  } else if (state == DISPATCH_RUN_POSTING) {
    set_state (self, CARILLON_SEND_POSTING, NULL);
  }
}

static void
on_run_resumes_at (CarillonSend *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RESUMES_AT]);
}

/* What it left open is told of at the start of the next session. */
static void
drop_run (CarillonSend *self)
{
  if (self->run != NULL) {
    archive_store_release_send_async (store (self), dispatch_run_get_send_id (self->run), NULL,
                                      NULL, NULL);
    g_signal_handlers_disconnect_by_data (self->run, self);
    g_clear_object (&self->run);
  }
}

/**
 * carillon_send_start:
 * @self: a send that is ready or has failed
 * @snapshot: its draft as it was checked and looked at, and still is
 *
 * Posts what is in the snapshot. Does nothing while it is under way, once it is accepted, and while
 * its outcome is unknown.
 */
void
carillon_send_start (CarillonSend *self, const DispatchSnapshot *snapshot)
{
  g_return_if_fail (CARILLON_IS_SEND (self));
  g_return_if_fail (snapshot != NULL);

  if (self->state != CARILLON_SEND_READY && self->state != CARILLON_SEND_FAILED) {
    return;
  }
  /* First, because who listens stops saving the draft, and the run takes it out of the archive. */
  set_state (self, CARILLON_SEND_POSTING, NULL);
  drop_run (self);
  self->run =
    dispatch_run_new_for_snapshot (carillon_session_get_client (self->session), store (self),
                                   account_id (self), dispatch_snapshot_copy (snapshot));
  g_signal_connect_object (self->run, "notify::state", G_CALLBACK (on_run_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->run, "notify::resumes-at", G_CALLBACK (on_run_resumes_at), self,
                           G_CONNECT_SWAPPED);
  g_clear_pointer (&self->sent, dispatch_table_free);
  self->sent = dispatch_table_copy (snapshot->table);
  g_hash_table_remove_all (self->taken);
  g_clear_object (&self->stop);
  self->stop = g_cancellable_new ();
  dispatch_run_start_async (self->run, self->stop, on_started, g_object_ref (self));
}

/**
 * carillon_send_can_stop:
 * @self: a send
 *
 * Returns: whether stopping it now keeps anything from being sent: it waits to try again, or has
 *   more than one request
 */
gboolean
carillon_send_can_stop (CarillonSend *self)
{
  g_return_val_if_fail (CARILLON_IS_SEND (self), FALSE);

  return self->state == CARILLON_SEND_POSTING && self->run != NULL &&
         !g_cancellable_is_cancelled (self->stop) &&
         (carillon_send_get_resumes_at (self) > g_get_monotonic_time () ||
          dispatch_run_get_n_requests (self->run) > 1);
}

/**
 * carillon_send_stop:
 * @self: a send
 *
 * Keeps back what has not been sent yet. A request that is under way is waited for, so that what
 * became of it is known.
 */
void
carillon_send_stop (CarillonSend *self)
{
  g_return_if_fail (CARILLON_IS_SEND (self));

  if (carillon_send_can_stop (self)) {
    g_cancellable_cancel (self->stop);
    on_run_resumes_at (self);
  }
}

static void
on_reconciled (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonSend) self = user_data;
  GError *error = NULL;
  g_autoptr (GPtrArray) requests = dispatch_reconcile_send_finish (result, &error);

  settle (self, requests, error);
}

/**
 * carillon_send_look_again:
 * @self: a send of unknown outcome
 *
 * Asks the service whether it has the send. Sends nothing.
 */
void
carillon_send_look_again (CarillonSend *self)
{
  g_return_if_fail (CARILLON_IS_SEND (self));

  if (self->state != CARILLON_SEND_UNKNOWN) {
    return;
  }
  set_state (self, CARILLON_SEND_LOOKING, NULL);
  dispatch_reconcile_send_async (carillon_session_get_client (self->session), store (self),
                                 dispatch_run_get_send_id (self->run), NULL, on_reconciled,
                                 g_object_ref (self));
}

/**
 * carillon_send_get_state:
 * @self: a send
 *
 * Returns: how far it is
 */
CarillonSendState
carillon_send_get_state (CarillonSend *self)
{
  g_return_val_if_fail (CARILLON_IS_SEND (self), CARILLON_SEND_READY);
  return self->state;
}

/**
 * carillon_send_get_resumes_at:
 * @self: a send
 *
 * Returns: see dispatch_run_get_resumes_at()
 */
gint64
carillon_send_get_resumes_at (CarillonSend *self)
{
  g_return_val_if_fail (CARILLON_IS_SEND (self), 0);
  return self->run != NULL ? dispatch_run_get_resumes_at (self->run) : 0;
}

/**
 * carillon_send_is_busy:
 * @self: a send
 *
 * Returns: whether it is under way
 */
gboolean
carillon_send_is_busy (CarillonSend *self)
{
  g_return_val_if_fail (CARILLON_IS_SEND (self), FALSE);
  return self->state == CARILLON_SEND_POSTING || self->state == CARILLON_SEND_LOOKING;
}

/**
 * carillon_send_has_draft:
 * @self: a send
 *
 * Returns: whether the draft is the send's now, and must neither be edited nor kept elsewhere
 */
gboolean
carillon_send_has_draft (CarillonSend *self)
{
  g_return_val_if_fail (CARILLON_IS_SEND (self), FALSE);
  return carillon_send_is_busy (self) || self->state == CARILLON_SEND_UNKNOWN;
}

/**
 * carillon_send_get_n_sent:
 * @self: a send
 *
 * Returns: how many recipients left the draft because their requests were accepted while others
 *   were not
 */
guint
carillon_send_get_n_sent (CarillonSend *self)
{
  g_return_val_if_fail (CARILLON_IS_SEND (self), 0);
  return self->n_sent;
}

/**
 * carillon_send_get_error:
 * @self: a send
 *
 * Returns: (nullable): why it failed, or why its outcome is unknown
 */
const GError *
carillon_send_get_error (CarillonSend *self)
{
  g_return_val_if_fail (CARILLON_IS_SEND (self), NULL);
  return self->error;
}

/**
 * carillon_send_get_draft:
 * @self: a send
 *
 * Returns: what it sends, as the operator has it now
 */
DispatchDraft *
carillon_send_get_draft (CarillonSend *self)
{
  g_return_val_if_fail (CARILLON_IS_SEND (self), NULL);
  return self->draft;
}

/**
 * carillon_send_get_operation_id:
 * @self: a send
 *
 * Returns: (nullable): the operation that followed, of the first request where there are several
 */
const char *
carillon_send_get_operation_id (CarillonSend *self)
{
  g_return_val_if_fail (CARILLON_IS_SEND (self), NULL);
  return self->operation_id;
}

static void
carillon_send_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonSend *self = CARILLON_SEND (object);

  switch (id) {
  case PROP_STATE:
    g_value_set_enum (value, self->state);
    break;
  case PROP_ERROR:
    g_value_set_boxed (value, self->error);
    break;
  case PROP_RESUMES_AT:
    g_value_set_int64 (value, carillon_send_get_resumes_at (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_send_finalize (GObject *object)
{
  CarillonSend *self = CARILLON_SEND (object);

  drop_run (self);
  g_clear_object (&self->stop);
  g_clear_object (&self->draft);
  g_clear_object (&self->session);
  g_clear_error (&self->error);
  g_clear_error (&self->failure);
  g_clear_pointer (&self->sent, dispatch_table_free);
  g_clear_pointer (&self->taken, g_hash_table_unref);
  g_free (self->operation_id);
  G_OBJECT_CLASS (carillon_send_parent_class)->finalize (object);
}

static void
carillon_send_class_init (CarillonSendClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = carillon_send_get_property;
  object_class->finalize = carillon_send_finalize;
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, CARILLON_TYPE_SEND_STATE, CARILLON_SEND_READY, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_RESUMES_AT] =
    g_param_spec_int64 ("resumes-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
carillon_send_init (CarillonSend *self)
{
  self->taken = g_hash_table_new (NULL, NULL);
}

/**
 * carillon_send_new:
 * @session: the account that sends
 * @draft: what to send
 *
 * Returns: (transfer full): a send that is ready; it is given what to post of @draft when it is
 * started
 */
CarillonSend *
carillon_send_new (CarillonSession *session, DispatchDraft *draft)
{
  g_return_val_if_fail (CARILLON_IS_SESSION (session), NULL);
  g_return_val_if_fail (DISPATCH_IS_DRAFT (draft), NULL);

  CarillonSend *self = g_object_new (CARILLON_TYPE_SEND, NULL);
  self->session = g_object_ref (session);
  self->draft = g_object_ref (draft);
  return self;
}
