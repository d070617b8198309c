#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Whether this computer has a network to reach a server over. Property "offline" (gboolean,
 * read-only, notified): it has none. Signal "returned": the network changed and there is one now,
 * so that what could not be reached may be worth another try. */
#define CARILLON_TYPE_NETWORK (carillon_network_get_type ())
G_DECLARE_FINAL_TYPE (CarillonNetwork, carillon_network, CARILLON, NETWORK, GObject)

CarillonNetwork *carillon_network_new (const char *uri); /* of the server */
CarillonNetwork *carillon_network_new_for_monitor (GNetworkMonitor *monitor);
gboolean carillon_network_get_offline (CarillonNetwork *self);

G_END_DECLS
