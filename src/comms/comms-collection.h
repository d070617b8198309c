#pragma once

#include "comms-answer.h"
#include "comms-client.h"

G_BEGIN_DECLS

/* The lists of the API: their paths, keys and filters, and how their answers are read. Private to
 * this layer. */
typedef enum {
  COMMS_COLLECTION_NOTIFICATIONS,
  COMMS_COLLECTION_OPERATIONS,
  COMMS_COLLECTION_REGISTRATIONS,
  COMMS_COLLECTION_USERS,
  COMMS_COLLECTION_APPS,
  COMMS_COLLECTION_CREDENTIALS,
  COMMS_COLLECTION_OPERATION_ERRORS,
  COMMS_N_COLLECTIONS,
} CommsCollection;

gboolean comms_collection_is_id (const char *id);
char *comms_collection_get_target (CommsCollection collection,
                                   const char *base_uri,
                                   const CommsFilter *filter,
                                   const CommsPageRequest *page); /* (nullable) */
char *
comms_collection_get_item_target (CommsCollection collection, const char *id); /* (nullable) */
char *comms_collection_get_resource_target (CommsResource *resource);          /* (nullable) */

/* Contexts of the two readers; comms_list_context_new() for the first, a CommsCollection in a
 * pointer for the second. */
gpointer
comms_list_context_new (CommsCollection collection, const char *base_uri, const char *token);
void comms_list_context_free (gpointer context);
gpointer
comms_collection_read_page (const CommsAnswer *answer, gconstpointer context, GError **error);
gpointer
comms_collection_read_item (const CommsAnswer *answer, gconstpointer context, GError **error);

G_END_DECLS
