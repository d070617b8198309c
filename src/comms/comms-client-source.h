#pragma once

#include "comms-client.h"
#include "comms-source.h"

G_BEGIN_DECLS

/* The pages of one of the client's lists, narrowed by a filter. */
#define COMMS_TYPE_CLIENT_SOURCE (comms_client_source_get_type ())
G_DECLARE_FINAL_TYPE (CommsClientSource, comms_client_source, COMMS, CLIENT_SOURCE, GObject)

CommsSource *comms_client_source_new (CommsClient *client,
                                      CommsListFunc list,
                                      const CommsFilter *filter); /* copied; (nullable) */

G_END_DECLS
