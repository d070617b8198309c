#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Writes the JSON document of a send, recipient by recipient, into one growing buffer. The envelope
 * first (everything but "to"), then recipients, then finish. Texts must be UTF-8. */
typedef struct _CommsSendBody CommsSendBody;

typedef struct {
  const char *title;             /* (nullable) */
  const char *body;              /* (nullable) */
  const char *const *images;     /* (nullable): URLs, ended by NULL */
  const char *app_name;          /* (nullable): from.appName; NULL is the default App */
  const char *priority;          /* (nullable): "HIGH" or "LOW" */
  const char *sound;             /* (nullable) */
  const char *const *tags;       /* (nullable): key, value, key, value, ..., NULL */
  const char *fcm_credential_id; /* (nullable): from.fcm; in place of an App */
  const char *apn_credential_id; /* (nullable): from.apn; in place of an App */
  const char *send_at;           /* (nullable): schedule.sendAt, RFC 3339; NULL is now */
} CommsEnvelope;

CommsSendBody *comms_send_body_new (const CommsEnvelope *envelope);
void comms_send_body_free (CommsSendBody *self);
void comms_send_body_add_user (CommsSendBody *self, const char *user_id);
void comms_send_body_add_device (CommsSendBody *self, const char *provider, const char *token);
void comms_send_body_set_variable (CommsSendBody *self,
                                   const char *name,
                                   const char *value); /* of the last added */
void comms_send_body_set_variable_json (CommsSendBody *self, const char *name, const char *json);
guint comms_send_body_get_n_recipients (CommsSendBody *self);
GBytes *comms_send_body_finish (
  CommsSendBody *self); /* (transfer full); frees nothing, self is empty then */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CommsSendBody, comms_send_body_free)

G_END_DECLS
