/* The rows of a list that change. Every row that is on the screen holds its operation here, and
 * lets it go when it is not; the operations that can still change share a few watches. Main thread
 * only. */
#include "carillon-live-operations.h"

#include <dispatch-watch.h>

struct _CarillonLiveOperation {
  GObject parent_instance;

  CommsOperation *operation;          /* (owned) */
  DispatchWatch *watch;               /* (owned) (nullable) */
  CarillonLiveOperations *operations; /* (unowned) (nullable): NULL once it is gone */
};

struct _CarillonLiveOperations {
  GObject parent_instance;

  CommsClient *client; /* (owned) */
  GPtrArray *held;     /* (owned) of (unowned) CarillonLiveOperation, oldest first */
};

typedef enum {
  PROP_OPERATION = 1,
} CarillonLiveOperationProperty;

static GParamSpec *properties[PROP_OPERATION + 1];

G_DEFINE_FINAL_TYPE (CarillonLiveOperation, carillon_live_operation, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (CarillonLiveOperations, carillon_live_operations, G_TYPE_OBJECT)

static void share_watches (CarillonLiveOperations *self);

static const char *
get_id (CarillonLiveOperation *self)
{
  return comms_resource_get_id (COMMS_RESOURCE (self->operation));
}

static void
set_operation (CarillonLiveOperation *self, CommsOperation *operation)
{
  if (operation != NULL && g_set_object (&self->operation, operation)) {
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPERATION]);
  }
}

static void
stop_watching (CarillonLiveOperation *self)
{
  if (self->watch != NULL) {
    g_signal_handlers_disconnect_by_data (self->watch, self);
    dispatch_watch_stop (self->watch);
    g_clear_object (&self->watch);
  }
}

/* Once it has ended, the one that waits longest takes over its watch. */
static void
on_operation (CarillonLiveOperation *self)
{
  set_operation (self, dispatch_watch_get_operation (self->watch));
  if (comms_operation_has_ended (self->operation) && self->operations != NULL) {
    share_watches (self->operations);
  }
}

static void
start_watching (CarillonLiveOperation *self, CommsClient *client)
{
  self->watch = dispatch_watch_new (client, get_id (self));
  g_signal_connect_swapped (self->watch, "notify::operation", G_CALLBACK (on_operation), self);
  dispatch_watch_start (self->watch);
}

static gboolean
can_change (CarillonLiveOperation *self)
{
  return !comms_operation_has_ended (self->operation) && get_id (self) != NULL;
}

/* A watch that gave up keeps its place, so that a server in trouble is not asked ever again. */
static void
share_watches (CarillonLiveOperations *self)
{
  guint n_free = CARILLON_MAX_WATCHES;
  for (guint i = 0; i < self->held->len; i++) {
    CarillonLiveOperation *live = g_ptr_array_index (self->held, i);
    if (n_free == 0 || !can_change (live)) {
      stop_watching (live);
    } else {
      n_free--;
      if (live->watch == NULL) {
        start_watching (live, self->client);
      }
    }
  }
}

static void
carillon_live_operation_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonLiveOperation *self = CARILLON_LIVE_OPERATION (object);
  switch ((CarillonLiveOperationProperty) id) {
  case PROP_OPERATION:
    g_value_set_object (value, self->operation);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_live_operation_dispose (GObject *object)
{
  CarillonLiveOperation *self = CARILLON_LIVE_OPERATION (object);
  stop_watching (self);
  CarillonLiveOperations *operations = g_steal_pointer (&self->operations);
  if (operations != NULL) {
    g_ptr_array_remove (operations->held, self);
    share_watches (operations);
  }
  g_clear_object (&self->operation);
  G_OBJECT_CLASS (carillon_live_operation_parent_class)->dispose (object);
}

static void
carillon_live_operation_class_init (CarillonLiveOperationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = carillon_live_operation_get_property;
  object_class->dispose = carillon_live_operation_dispose;

  properties[PROP_OPERATION] =
    g_param_spec_object ("operation", NULL, NULL, COMMS_TYPE_OPERATION,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
carillon_live_operation_init (CarillonLiveOperation *self)
{
}

static void
carillon_live_operations_dispose (GObject *object)
{
  CarillonLiveOperations *self = CARILLON_LIVE_OPERATIONS (object);
  for (guint i = 0; i < self->held->len; i++) {
    CarillonLiveOperation *live = g_ptr_array_index (self->held, i);
    stop_watching (live);
    live->operations = NULL;
  }
  g_ptr_array_set_size (self->held, 0);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (carillon_live_operations_parent_class)->dispose (object);
}

static void
carillon_live_operations_finalize (GObject *object)
{
  CarillonLiveOperations *self = CARILLON_LIVE_OPERATIONS (object);
  g_ptr_array_unref (self->held);
  G_OBJECT_CLASS (carillon_live_operations_parent_class)->finalize (object);
}

static void
carillon_live_operations_class_init (CarillonLiveOperationsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = carillon_live_operations_dispose;
  object_class->finalize = carillon_live_operations_finalize;
}

static void
carillon_live_operations_init (CarillonLiveOperations *self)
{
  self->held = g_ptr_array_new ();
}

/**
 * carillon_live_operation_get_operation:
 * @self: a live operation
 *
 * Returns: (transfer none): its newest known state
 */
CommsOperation *
carillon_live_operation_get_operation (CarillonLiveOperation *self)
{
  g_return_val_if_fail (CARILLON_IS_LIVE_OPERATION (self), NULL);

  return self->operation;
}

/**
 * carillon_live_operations_new:
 * @client: whom to ask
 *
 * Returns: (transfer full): a new, empty set
 */
CarillonLiveOperations *
carillon_live_operations_new (CommsClient *client)
{
  g_return_val_if_fail (COMMS_IS_CLIENT (client), NULL);

  CarillonLiveOperations *self = g_object_new (CARILLON_TYPE_LIVE_OPERATIONS, NULL);
  self->client = g_object_ref (client);
  return self;
}

static CarillonLiveOperation *
find_held (CarillonLiveOperations *self, const char *id)
{
  for (guint i = 0; id != NULL && i < self->held->len; i++) {
    CarillonLiveOperation *live = g_ptr_array_index (self->held, i);
    if (g_strcmp0 (get_id (live), id) == 0) {
      return live;
    }
  }
  return NULL;
}

/**
 * carillon_live_operations_hold:
 * @self: a set
 * @operation: an operation as a list has it
 *
 * Holds @operation, and follows it while it can change. The state that is newer, by its updatedAt,
 * is kept when it was held already.
 *
 * Returns: (transfer full): the operation; unref it to let it go
 */
CarillonLiveOperation *
carillon_live_operations_hold (CarillonLiveOperations *self, CommsOperation *operation)
{
  g_return_val_if_fail (CARILLON_IS_LIVE_OPERATIONS (self), NULL);
  g_return_val_if_fail (COMMS_IS_OPERATION (operation), NULL);

  CarillonLiveOperation *held =
    find_held (self, comms_resource_get_id (COMMS_RESOURCE (operation)));
  if (held != NULL) {
    if (comms_resource_get_updated_at (COMMS_RESOURCE (operation)) >
        comms_resource_get_updated_at (COMMS_RESOURCE (held->operation))) {
      set_operation (held, operation);
    }
    return g_object_ref (held);
  }
  CarillonLiveOperation *live = g_object_new (CARILLON_TYPE_LIVE_OPERATION, NULL);
  live->operation = g_object_ref (operation);
  live->operations = self;
  g_ptr_array_add (self->held, live);
  share_watches (self);
  return live;
}

/**
 * carillon_live_operations_get_n_watches:
 * @self: a set
 *
 * Returns: how many operations are being followed
 */
guint
carillon_live_operations_get_n_watches (CarillonLiveOperations *self)
{
  g_return_val_if_fail (CARILLON_IS_LIVE_OPERATIONS (self), 0);

  guint n = 0;
  for (guint i = 0; i < self->held->len; i++) {
    CarillonLiveOperation *live = g_ptr_array_index (self->held, i);
    n += live->watch != NULL;
  }
  return n;
}
