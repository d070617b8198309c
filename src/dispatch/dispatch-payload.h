#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which provider a recipient is reached by; of a user it is not known. */
typedef enum {
  DISPATCH_REACH_FCM,
  DISPATCH_REACH_APN,
  DISPATCH_REACH_ANY,
} DispatchReach;

/* The bytes that are the same for every recipient. */
typedef struct {
  gsize fixed[DISPATCH_REACH_ANY];
} DispatchPayload;

void dispatch_payload_init (DispatchPayload *self, const char *sound);
gsize dispatch_payload_measure (const DispatchPayload *self,
                                DispatchReach reach,
                                const GString *title,
                                const GString *body);

G_END_DECLS
