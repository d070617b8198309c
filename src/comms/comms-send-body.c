/* The body of POST /PushNotifications, written rather than built: ten thousand recipients with
 * their variables are one buffer and no tree. Not thread-safe; each body belongs to one thread at a
 * time. */

#include "comms-send-body.h"

#include "comms-json.h"

struct _CommsSendBody {
  GString *text; /* (owned) (nullable): NULL once it was handed over */
  guint n_recipients;
  guint n_variables; /* of the last recipient */
};

/* Section 6.4 of the API: an App, or a credential for each provider. */
static void
append_sender (GString *text, const CommsEnvelope *envelope)
{
  if (envelope->app_name == NULL && envelope->fcm_credential_id == NULL &&
      envelope->apn_credential_id == NULL) {
    return;
  }
  comms_json_append_name (text, "from");
  g_string_append_c (text, '{');
  comms_json_append_member (text, "appName", envelope->app_name);
  comms_json_append_member (text, "fcm", envelope->fcm_credential_id);
  comms_json_append_member (text, "apn", envelope->apn_credential_id);
  g_string_append_c (text, '}');
}

/* Section 12 of the API: the times in the array are intersected, and one is enough. */
static void
append_schedule (GString *text, const CommsEnvelope *envelope)
{
  if (envelope->send_at == NULL) {
    return;
  }
  comms_json_append_name (text, "schedule");
  g_string_append (text, "{\"sendAt\":[");
  comms_json_append_string (text, envelope->send_at);
  g_string_append (text, "]}");
}

/* Section 6.3 of the API documents the name alone. The only shape that was ever shown, media_url in
 * the generation before, is written as this generation writes names; a plain array of addresses
 * would be the other guess. */
static void
append_images (GString *text, const char *const *images)
{
  if (images == NULL || images[0] == NULL) {
    return;
  }
  comms_json_append_name (text, "images");
  for (guint i = 0; images[i] != NULL; i++) {
    g_string_append (text, i == 0 ? "[{" : ",{");
    comms_json_append_member (text, "mediaUrl", images[i]);
    g_string_append_c (text, '}');
  }
  g_string_append_c (text, ']');
}

static void
append_envelope (GString *text, const CommsEnvelope *envelope)
{
  g_string_append (text, "{\"content\":{");
  comms_json_append_member (text, "title", envelope->title);
  comms_json_append_member (text, "body", envelope->body);
  append_images (text, envelope->images);
  g_string_append_c (text, '}');
  append_sender (text, envelope);
  comms_json_append_member (text, "priority", envelope->priority);
  comms_json_append_member (text, "sound", envelope->sound);
  if (envelope->tags != NULL && envelope->tags[0] != NULL) {
    comms_json_append_pairs (text, "tags", envelope->tags);
  }
  append_schedule (text, envelope);
}

static void
end_recipient (CommsSendBody *self)
{
  if (self->n_variables > 0) {
    g_string_append_c (self->text, '}');
    self->n_variables = 0;
  }
  if (self->n_recipients > 0) {
    g_string_append_c (self->text, '}');
  }
}

static void
begin_recipient (CommsSendBody *self)
{
  gboolean first = self->n_recipients == 0;

  end_recipient (self);
  g_string_append (self->text, first ? "{" : ",{");
  self->n_recipients++;
}

/**
 * comms_send_body_new:
 * @envelope: everything but the recipients; read now, not kept
 *
 * Begins the document of POST /PushNotifications. Texts go out as they are: Liquid in them is the
 * server's to render.
 *
 * Returns: (transfer full): a body without recipients
 */
CommsSendBody *
comms_send_body_new (const CommsEnvelope *envelope)
{
  g_return_val_if_fail (envelope != NULL, NULL);

  CommsSendBody *self = g_new0 (CommsSendBody, 1);
  self->text = g_string_new (NULL);
  append_envelope (self->text, envelope);
  g_string_append (self->text, ",\"to\":[");
  return self;
}

/**
 * comms_send_body_free:
 * @self: (transfer full): a body, finished or not
 */
void
comms_send_body_free (CommsSendBody *self)
{
  g_return_if_fail (self != NULL);

  if (self->text != NULL) {
    g_string_free (self->text, TRUE);
  }
  g_free (self);
}

/**
 * comms_send_body_add_user:
 * @self: a body
 * @user_id: whose devices are to get it
 */
void
comms_send_body_add_user (CommsSendBody *self, const char *user_id)
{
  g_return_if_fail (self != NULL && self->text != NULL);
  g_return_if_fail (user_id != NULL);

  begin_recipient (self);
  comms_json_append_member (self->text, "userId", user_id);
}

/**
 * comms_send_body_add_device:
 * @self: a body
 * @provider: FCM or APN
 * @token: the device
 */
void
comms_send_body_add_device (CommsSendBody *self, const char *provider, const char *token)
{
  g_return_if_fail (self != NULL && self->text != NULL);
  g_return_if_fail (provider != NULL);
  g_return_if_fail (token != NULL);

  begin_recipient (self);
  comms_json_append_member (self->text, "token", token);
  comms_json_append_member (self->text, "provider", provider);
}

static void
begin_variable (CommsSendBody *self)
{
  if (self->n_variables++ == 0) {
    g_string_append (self->text, ",\"variables\":{");
  }
}

/**
 * comms_send_body_set_variable:
 * @self: a body with at least one recipient
 * @name: a variable; each name once for a recipient
 * @value: what the templates read for the recipient that was added last
 */
void
comms_send_body_set_variable (CommsSendBody *self, const char *name, const char *value)
{
  g_return_if_fail (self != NULL && self->text != NULL);
  g_return_if_fail (self->n_recipients > 0);
  g_return_if_fail (name != NULL);
  g_return_if_fail (value != NULL);

  begin_variable (self);
  comms_json_append_member (self->text, name, value);
}

/**
 * comms_send_body_set_variable_json:
 * @self: a body with at least one recipient
 * @name: a variable; each name once for a recipient
 * @json: one JSON value, found valid: it goes out as it is
 *
 * For lists and objects, which loops and paths of templates need.
 */
void
comms_send_body_set_variable_json (CommsSendBody *self, const char *name, const char *json)
{
  g_return_if_fail (self != NULL && self->text != NULL);
  g_return_if_fail (self->n_recipients > 0);
  g_return_if_fail (name != NULL);
  g_return_if_fail (json != NULL);

  begin_variable (self);
  comms_json_append_name (self->text, name);
  g_string_append (self->text, json);
}

/**
 * comms_send_body_get_n_recipients:
 * @self: a body
 *
 * Returns: how many recipients were added
 */
guint
comms_send_body_get_n_recipients (CommsSendBody *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_recipients;
}

/**
 * comms_send_body_finish:
 * @self: a body
 *
 * Ends the document and hands it over without a copy. @self is empty afterwards: it can only be
 * freed.
 *
 * Returns: (transfer full): the document
 */
GBytes *
comms_send_body_finish (CommsSendBody *self)
{
  g_return_val_if_fail (self != NULL && self->text != NULL, NULL);

  end_recipient (self);
  self->n_recipients = 0;
  g_string_append (self->text, "]}");
  return g_string_free_to_bytes (g_steal_pointer (&self->text));
}
