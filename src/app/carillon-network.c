/* The system's monitor may be a service that is asked over D-Bus when it is first wanted, in a
 * sandbox always, so a worker fetches it. Until it is there nothing is offline: a request tells
 * soon enough. */

#include "carillon-network.h"

struct _CarillonNetwork {
  GObject parent_instance;

  GNetworkMonitor *monitor; /* (owned) (nullable) */
  gboolean offline;
};

G_DEFINE_FINAL_TYPE (CarillonNetwork, carillon_network, G_TYPE_OBJECT)

typedef enum {
  PROP_OFFLINE = 1,
} CarillonNetworkProperty;

static GParamSpec *properties[PROP_OFFLINE + 1];
static guint returned_signal;

static void
on_network_changed (CarillonNetwork *self, gboolean available)
{
  if (self->offline == available) {
    self->offline = !available;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OFFLINE]);
  }
  if (available) {
    g_signal_emit (self, returned_signal, 0);
  }
}

static void
take_monitor (CarillonNetwork *self, GNetworkMonitor *monitor)
{
  self->monitor = g_object_ref (monitor);
  self->offline = !g_network_monitor_get_network_available (monitor);
  g_signal_connect_object (monitor, "network-changed", G_CALLBACK (on_network_changed), self,
                           G_CONNECT_SWAPPED);
  if (self->offline) {
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OFFLINE]);
  }
}

static void
fetch_monitor (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, g_network_monitor_get_default (), NULL);
}

static void
on_monitor (GObject *source, GAsyncResult *result, gpointer user_data)
{
  take_monitor (CARILLON_NETWORK (source), g_task_propagate_pointer (G_TASK (result), NULL));
}

static void
carillon_network_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((CarillonNetworkProperty) id) {
  case PROP_OFFLINE:
    g_value_set_boolean (value, CARILLON_NETWORK (object)->offline);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_network_dispose (GObject *object)
{
  g_clear_object (&CARILLON_NETWORK (object)->monitor);
  G_OBJECT_CLASS (carillon_network_parent_class)->dispose (object);
}

static void
carillon_network_class_init (CarillonNetworkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = carillon_network_get_property;
  object_class->dispose = carillon_network_dispose;
  properties[PROP_OFFLINE] =
    g_param_spec_boolean ("offline", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  returned_signal = g_signal_new ("returned", CARILLON_TYPE_NETWORK, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
carillon_network_init (CarillonNetwork *self)
{
}

static gboolean
is_this_computer (const char *uri)
{
  g_autofree char *host = NULL;
  g_autoptr (GInetAddress) address = NULL;

  if (!g_uri_split_network (uri, G_URI_FLAGS_NONE, NULL, &host, NULL, NULL) || host == NULL) {
    return FALSE;
  }
  address = g_inet_address_new_from_string (host);
  return address != NULL ? g_inet_address_get_is_loopback (address)
                         : g_ascii_strcasecmp (host, "localhost") == 0;
}

/**
 * carillon_network_new:
 * @uri: of the server that is to be reached
 *
 * Follows the system's monitor, unless the server is on this computer: that is never offline.
 *
 * Returns: (transfer full): a network that is there until the monitor says otherwise
 */
CarillonNetwork *
carillon_network_new (const char *uri)
{
  g_return_val_if_fail (uri != NULL, NULL);

  CarillonNetwork *self = g_object_new (CARILLON_TYPE_NETWORK, NULL);
  if (!is_this_computer (uri)) {
    g_autoptr (GTask) task = g_task_new (self, NULL, on_monitor, NULL);

    g_task_set_source_tag (task, carillon_network_new);
    g_task_run_in_thread (task, fetch_monitor);
  }
  return self;
}

/**
 * carillon_network_new_for_monitor:
 * @monitor: what is followed
 *
 * Returns: (transfer full): the network that @monitor tells of
 */
CarillonNetwork *
carillon_network_new_for_monitor (GNetworkMonitor *monitor)
{
  g_return_val_if_fail (G_IS_NETWORK_MONITOR (monitor), NULL);

  CarillonNetwork *self = g_object_new (CARILLON_TYPE_NETWORK, NULL);
  take_monitor (self, monitor);
  return self;
}

/**
 * carillon_network_get_offline:
 *
 * Returns: whether there is no network, as far as this computer knows
 */
gboolean
carillon_network_get_offline (CarillonNetwork *self)
{
  g_return_val_if_fail (CARILLON_IS_NETWORK (self), FALSE);

  return self->offline;
}
