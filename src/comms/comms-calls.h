#pragma once

#include "comms-collection.h"
#include "comms-request.h"

G_BEGIN_DECLS

/* The kinds of calls, of which every public one is an instance. Private to this layer. */
typedef struct {
  const char *member;     /* of the answer: what was made */
  const char *location;   /* of the answer: its URI */
  const char *headers[4]; /* where older generations of the API said so */
} CommsCreation;

typedef enum {
  COMMS_POST_NONE = 0,
  COMMS_POST_SECRET = 1 << 0, /* see CommsRequest */
  COMMS_POST_UNCUT = 1 << 1,
} CommsPostFlags;

extern const CommsCreation comms_operation_creation;
extern const CommsCreation comms_resource_creation;

gboolean comms_calls_is_result (CommsClient *self, GAsyncResult *result, gpointer source_tag);

void comms_calls_list (CommsClient *self,
                       CommsCollection collection,
                       const CommsFilter *filter,
                       const CommsPageRequest *page,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data);
void comms_calls_fetch (CommsClient *self,
                        CommsCollection collection,
                        const char *id,
                        gpointer source_tag,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
void comms_calls_create (CommsClient *self,
                         CommsCollection collection,
                         GBytes *body, /* (transfer full) */
                         const CommsCreation *creation,
                         CommsPostFlags flags,
                         gpointer source_tag,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
void comms_calls_update (CommsClient *self,
                         CommsCollection collection,
                         const char *id,
                         GBytes *body, /* (transfer full) */
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
void comms_calls_delete (CommsClient *self,
                         CommsCollection collection,
                         const char *id,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
void comms_calls_tell (CommsClient *self,
                       CommsCollection collection,
                       const char *id,
                       const char *verb,
                       gpointer source_tag,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data);

G_END_DECLS
