/* Polls one operation. A poll holds the watch weakly, so that it can be dropped at any time; what
 * arrives for a poll that was given up is not looked at. */

#include "dispatch-watch.h"

#include "dispatch-backoff.h"

/* What was taken on need not be there for everyone to see at once (section 4.1 of the API): polls,
 * a quarter of a minute in all, before an operation that was never seen counts as one that is not.
 */
#define MAX_MISSING 5

struct _DispatchWatch {
  GObject parent_instance;

  CommsClient *client;
  char *operation_id;
  CommsOperation *operation; /* (nullable) */
  GError *error;             /* (nullable): of the last poll */
  gboolean active;
  GCancellable *poll; /* (nullable): of the poll under way */
  guint timer;        /* 0 unless it waits for the next poll */
  guint delay;        /* before the next poll, in milliseconds */
  guint n_missing;    /* polls since the start that were told of no such operation */
};

typedef enum {
  PROP_OPERATION = 1,
  PROP_ERROR,
  PROP_ACTIVE,
} DispatchWatchProperty;

static GParamSpec *properties[PROP_ACTIVE + 1];

G_DEFINE_FINAL_TYPE (DispatchWatch, dispatch_watch, G_TYPE_OBJECT)

typedef struct {
  GWeakRef watch;
  GCancellable *cancellable; /* (owned) */
} Poll;

static void poll_now (DispatchWatch *self);

static void
poll_free (Poll *poll)
{
  g_weak_ref_clear (&poll->watch);
  g_clear_object (&poll->cancellable);
  g_free (poll);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Poll, poll_free)

/**
 * dispatch_watch_new:
 * @client: whom to ask
 * @operation_id: the operation
 *
 * Returns: (transfer full): a watch that is not started
 */
DispatchWatch *
dispatch_watch_new (CommsClient *client, const char *operation_id)
{
  g_return_val_if_fail (COMMS_IS_CLIENT (client), NULL);
  g_return_val_if_fail (operation_id != NULL, NULL);

  DispatchWatch *self = g_object_new (DISPATCH_TYPE_WATCH, NULL);
  /* A poll that failed is followed by the next, in a pace of the watch's own. */
  self->client = comms_client_derive (client, NULL);
  self->operation_id = g_strdup (operation_id);
  return self;
}

/**
 * dispatch_watch_get_operation_id:
 * @self: a watch
 *
 * Returns: the operation that it follows
 */
const char *
dispatch_watch_get_operation_id (DispatchWatch *self)
{
  g_return_val_if_fail (DISPATCH_IS_WATCH (self), NULL);

  return self->operation_id;
}

/**
 * dispatch_watch_get_operation:
 * @self: a watch
 *
 * Returns: (transfer none) (nullable): the operation as it was last seen
 */
CommsOperation *
dispatch_watch_get_operation (DispatchWatch *self)
{
  g_return_val_if_fail (DISPATCH_IS_WATCH (self), NULL);

  return self->operation;
}

/**
 * dispatch_watch_get_error:
 * @self: a watch
 *
 * Returns: (transfer none) (nullable): why the last poll failed, %NULL if it did not
 */
const GError *
dispatch_watch_get_error (DispatchWatch *self)
{
  g_return_val_if_fail (DISPATCH_IS_WATCH (self), NULL);

  return self->error;
}

/**
 * dispatch_watch_get_active:
 * @self: a watch
 *
 * Returns: whether it polls or is going to
 */
gboolean
dispatch_watch_get_active (DispatchWatch *self)
{
  g_return_val_if_fail (DISPATCH_IS_WATCH (self), FALSE);

  return self->active;
}

static void
set_active (DispatchWatch *self, gboolean active)
{
  if (self->active != active) {
    self->active = active;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACTIVE]);
  }
}

static void
set_error (DispatchWatch *self, GError *error)
{
  if (self->error == NULL && error == NULL) {
    return;
  }
  g_clear_error (&self->error);
  self->error = error;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

static gboolean
has_moved (CommsOperation *before, CommsOperation *now)
{
  if (before == NULL ||
      g_strcmp0 (comms_operation_get_status (before), comms_operation_get_status (now)) != 0) {
    return TRUE;
  }
  for (guint i = 0; i < COMMS_N_COUNTS; i++) {
    if (comms_operation_get_count (before, i) != comms_operation_get_count (now, i)) {
      return TRUE;
    }
  }
  return FALSE;
}

/* What waiting does not mend. */
static gboolean
is_final (DispatchWatch *self, const GError *error)
{
  if (g_error_matches (error, COMMS_ERROR, COMMS_ERROR_NOT_FOUND)) {
    return self->operation != NULL || ++self->n_missing == MAX_MISSING;
  }
  return g_error_matches (error, COMMS_ERROR, COMMS_ERROR_UNAUTHORIZED) ||
         g_error_matches (error, COMMS_ERROR, COMMS_ERROR_FORBIDDEN);
}

static gboolean
on_timer (gpointer user_data)
{
  DispatchWatch *self = user_data;

  self->timer = 0;
  poll_now (self);
  return G_SOURCE_REMOVE;
}

static void
schedule (DispatchWatch *self, gboolean moved, gint64 retry_after)
{
  self->delay = dispatch_backoff_next (self->delay, moved, retry_after);
  self->timer = g_timeout_add (self->delay, on_timer, self);
}

/* Whatever is told about a poll may make somebody stop the watch, or start it again: so what comes
 * next is settled first. */
static void
take_operation (DispatchWatch *self, CommsOperation *operation)
{
  gboolean moved = has_moved (self->operation, operation);
  gboolean ended = comms_operation_has_ended (operation);

  if (!ended) {
    schedule (self, moved, -1);
  }
  g_set_object (&self->operation, operation);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPERATION]);
  set_error (self, NULL);
  if (ended) {
    set_active (self, FALSE);
  }
}

static void
take_error (DispatchWatch *self, GError *error)
{
  gboolean final = is_final (self, error);

  if (!final) {
    schedule (self, FALSE, comms_error_get_retry_after (error));
  }
  set_error (self, error);
  if (final) {
    set_active (self, FALSE);
  }
}

static void
on_polled (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Poll) poll = user_data;
  g_autoptr (DispatchWatch) self = g_weak_ref_get (&poll->watch);
  g_autoptr (GError) error = NULL;
  g_autoptr (CommsOperation) operation =
    comms_client_fetch_operation_finish (COMMS_CLIENT (source), result, &error);

  if (self == NULL || self->poll != poll->cancellable) {
    return;
  }
  g_clear_object (&self->poll);
  if (operation != NULL) {
    take_operation (self, operation);
  } else {
    take_error (self, g_steal_pointer (&error));
  }
}

static void
poll_now (DispatchWatch *self)
{
  Poll *poll = g_new0 (Poll, 1);

  g_assert (self->poll == NULL && self->timer == 0);
  self->poll = g_cancellable_new ();
  poll->cancellable = g_object_ref (self->poll);
  g_weak_ref_init (&poll->watch, self);
  comms_client_fetch_operation_async (self->client, self->operation_id, self->poll, on_polled,
                                      poll);
}

/**
 * dispatch_watch_start:
 * @self: a watch
 *
 * Polls now, and again until the operation has ended, the credentials are refused, or there is no
 * such operation: at once where it was seen before, else after a few polls, because a send may be
 * taken on before its operation is there. Does nothing while a poll is under way and
 * after the end.
 */
void
dispatch_watch_start (DispatchWatch *self)
{
  g_return_if_fail (DISPATCH_IS_WATCH (self));

  if (self->poll != NULL ||
      (self->operation != NULL && comms_operation_has_ended (self->operation))) {
    return;
  }
  g_clear_handle_id (&self->timer, g_source_remove);
  self->delay = DISPATCH_BACKOFF_MIN;
  if (!self->active) {
    self->n_missing = 0;
  }
  poll_now (self);
  set_active (self, TRUE);
}

static void
give_up (DispatchWatch *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->poll);
  g_clear_object (&self->poll);
}

/**
 * dispatch_watch_stop:
 * @self: a watch
 *
 * Ends the polling, at any time; it can be started again.
 */
void
dispatch_watch_stop (DispatchWatch *self)
{
  g_return_if_fail (DISPATCH_IS_WATCH (self));

  give_up (self);
  set_active (self, FALSE);
}

static void
dispatch_watch_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DispatchWatch *self = DISPATCH_WATCH (object);

  switch ((DispatchWatchProperty) id) {
  case PROP_OPERATION:
    g_value_set_object (value, self->operation);
    break;
  case PROP_ERROR:
    g_value_set_boxed (value, self->error);
    break;
  case PROP_ACTIVE:
    g_value_set_boolean (value, self->active);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
dispatch_watch_dispose (GObject *object)
{
  DispatchWatch *self = DISPATCH_WATCH (object);

  give_up (self);
  g_clear_object (&self->client);
  g_clear_object (&self->operation);
  G_OBJECT_CLASS (dispatch_watch_parent_class)->dispose (object);
}

static void
dispatch_watch_finalize (GObject *object)
{
  DispatchWatch *self = DISPATCH_WATCH (object);

  g_clear_pointer (&self->operation_id, g_free);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (dispatch_watch_parent_class)->finalize (object);
}

static void
dispatch_watch_class_init (DispatchWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = dispatch_watch_get_property;
  object_class->dispose = dispatch_watch_dispose;
  object_class->finalize = dispatch_watch_finalize;
  properties[PROP_OPERATION] =
    g_param_spec_object ("operation", NULL, NULL, COMMS_TYPE_OPERATION, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
dispatch_watch_init (DispatchWatch *self)
{
}
