#pragma once

#include <comms-client.h>

G_BEGIN_DECLS

/* An operation of a list with its newest known state. As long as somebody holds it, it takes part
 * in the watching below. Property "operation" (CommsOperation, read-only, notified). */
#define CARILLON_TYPE_LIVE_OPERATION (carillon_live_operation_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonLiveOperation, carillon_live_operation, CARILLON, LIVE_OPERATION, GObject)

CommsOperation *carillon_live_operation_get_operation (CarillonLiveOperation *self);

/* Keeps the operations that are held, and have not ended, up to date: the first
 * CARILLON_MAX_WATCHES of them at a time. */
#define CARILLON_TYPE_LIVE_OPERATIONS (carillon_live_operations_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonLiveOperations, carillon_live_operations, CARILLON, LIVE_OPERATIONS, GObject)

/* Each is a request every few seconds, on the two connections that libsoup has for a host. */
#define CARILLON_MAX_WATCHES 8

CarillonLiveOperations *carillon_live_operations_new (CommsClient *client);
CarillonLiveOperation *
carillon_live_operations_hold (CarillonLiveOperations *self, CommsOperation *operation);
guint carillon_live_operations_get_n_watches (CarillonLiveOperations *self);

G_END_DECLS
