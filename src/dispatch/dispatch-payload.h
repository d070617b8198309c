#pragma once

#include "dispatch-content.h"

G_BEGIN_DECLS

/* Which provider a recipient is reached by; of a user it is not known. */
typedef enum {
  DISPATCH_REACH_FCM,
  DISPATCH_REACH_APN,
  DISPATCH_REACH_ANY,
} DispatchReach;

/* What is the same for every recipient. */
typedef struct {
  gsize fixed[DISPATCH_REACH_ANY];   /* bytes */
  guint members[DISPATCH_REACH_ANY]; /* beside title and body, in the same object */
} DispatchPayload;

void dispatch_payload_init (DispatchPayload *self, const DispatchContent *content);
gsize dispatch_payload_measure (const DispatchPayload *self,
                                DispatchReach reach,
                                const GString *title,
                                const GString *body);

G_END_DECLS
