/* How large the JSON is that a provider gets for a recipient: what counts against the 4,096 bytes
 * of the FCM HTTP v1 API and of APNs. An estimate: the service may add members of its own. */

#include "dispatch-payload.h"

#include <string.h>

#include "dispatch-json.h"

/* Title and body go into the inner object of @shape. The others are there only with a sound or an
 * image, which come on top; FCM's image stands beside title and body. Both providers take one
 * image, and a device shows one. */
static const struct {
  const char *shape;
  const char *sound;
  const char *image;
  gboolean image_is_member;
} providers[] = {
  [DISPATCH_REACH_FCM] = { "{\"notification\":{}}", ",\"android\":{\"notification\":{\"sound\":}}",
                           "\"image\":", TRUE },
  [DISPATCH_REACH_APN] = { "{\"aps\":{\"alert\":{}}}",
                           ",\"sound\":", ",\"mutable-content\":1,\"image\":", FALSE },
};

static gsize
measure (const char *name, const char *value)
{
  return strlen (name) + dispatch_json_measure_string (value, strlen (value));
}

/**
 * dispatch_payload_init:
 * @self: (out caller-allocates): to be filled in
 * @content: what is sent
 */
void
dispatch_payload_init (DispatchPayload *self, const DispatchContent *content)
{
  *self = (DispatchPayload){ 0 };
  for (guint i = 0; i < G_N_ELEMENTS (providers); i++) {
    self->fixed[i] = strlen (providers[i].shape);
    if (*content->sound != '\0') {
      self->fixed[i] += measure (providers[i].sound, content->sound);
    }
    if (content->images[0] != NULL) {
      self->fixed[i] += measure (providers[i].image, content->images[0]);
      self->members[i] = providers[i].image_is_member ? 1 : 0;
    }
  }
}

static gsize
measure_member (const char *name, const GString *value)
{
  return value->len > 0 ? strlen (name) + dispatch_json_measure_string (value->str, value->len) : 0;
}

/* Returns: the bytes without title and body, which are @n_texts. */
static gsize
measure_rest (const DispatchPayload *self, DispatchReach reach, guint n_texts)
{
  guint n_members = self->members[reach] + n_texts;

  return self->fixed[reach] + (n_members > 0 ? n_members - 1 : 0);
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
  guint n_texts = (title->len > 0) + (body->len > 0);
  gsize rest = reach == DISPATCH_REACH_ANY ? MAX (measure_rest (self, DISPATCH_REACH_FCM, n_texts),
                                                  measure_rest (self, DISPATCH_REACH_APN, n_texts))
                                           : measure_rest (self, reach, n_texts);

  return rest + measure_member ("\"title\":", title) + measure_member ("\"body\":", body);
}
