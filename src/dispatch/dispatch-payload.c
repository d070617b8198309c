/* How large the JSON is that a provider gets for a recipient: what counts against the 4,096 bytes
 * of the FCM HTTP v1 API and of APNs. An estimate: the service may add members of its own. */

#include "dispatch-payload.h"

#include <string.h>

#include "dispatch-json.h"

/* Title and body go into the inner object of @shape; @sound is there only with a sound, which comes
 * on top. */
static const struct {
  const char *shape;
  const char *sound;
} providers[] = {
  [DISPATCH_REACH_FCM] = { "{\"notification\":{}}",
                           ",\"android\":{\"notification\":{\"sound\":}}" },
  [DISPATCH_REACH_APN] = { "{\"aps\":{\"alert\":{}}}", ",\"sound\":" },
};

/**
 * dispatch_payload_init:
 * @self: to be filled in
 * @sound: the name of a sound, or ""
 */
void
dispatch_payload_init (DispatchPayload *self, const char *sound)
{
  for (guint i = 0; i < G_N_ELEMENTS (providers); i++) {
    self->fixed[i] = strlen (providers[i].shape);
    if (*sound != '\0') {
      self->fixed[i] +=
        strlen (providers[i].sound) + dispatch_json_measure_string (sound, strlen (sound));
    }
  }
}

static gsize
measure_member (const char *name, const GString *value)
{
  return value->len > 0 ? strlen (name) + dispatch_json_measure_string (value->str, value->len) : 0;
}

/**
 * dispatch_payload_measure:
 * @self: what is the same for all
 * @reach: how the recipient is reached; where that is not known, the larger one counts
 * @title: what the recipient reads
 * @body: and below it
 *
 * Returns: bytes
 */
gsize
dispatch_payload_measure (const DispatchPayload *self,
                          DispatchReach reach,
                          const GString *title,
                          const GString *body)
{
  gsize fixed = reach == DISPATCH_REACH_ANY
                  ? MAX (self->fixed[DISPATCH_REACH_FCM], self->fixed[DISPATCH_REACH_APN])
                  : self->fixed[reach];
  gsize comma = title->len > 0 && body->len > 0 ? 1 : 0;

  return fixed + comma + measure_member ("\"title\":", title) + measure_member ("\"body\":", body);
}
