/* The body of POST /PushNotifications, written rather than built: ten thousand recipients with
 * their variables are one buffer and no tree. Not thread-safe; each body belongs to one thread at a
 * time. */

#include "comms-send-body.h"

#include <string.h>

struct _CommsSendBody {
  GString *text; /* (owned) (nullable): NULL once it was handed over */
  guint n_recipients;
  guint n_variables; /* of the last recipient */
};

/* JSON strings (RFC 8259, section 7): only quotes, backslashes and control characters are escaped.
 */
static void
append_string (GString *text, const char *value)
{
  g_string_append_c (text, '"');
  for (;;) {
    gsize plain = 0;
    while ((guchar) value[plain] >= 0x20 && value[plain] != '"' && value[plain] != '\\') {
      plain++;
    }
    g_string_append_len (text, value, (gssize) plain);
    value += plain;
    if (*value == '\0') {
      break;
    }
    if (*value == '"' || *value == '\\') {
      g_string_append_c (text, '\\');
      g_string_append_c (text, *value);
    } else {
      g_string_append_printf (text, "\\u%04x", (guint) (guchar) *value);
    }
    value++;
  }
  g_string_append_c (text, '"');
}

/* Writes a member and the comma before it, unless an object or array has just been opened. */
static void
append_member (GString *text, const char *name, const char *value)
{
  if (value == NULL) {
    return;
  }
  if (text->str[text->len - 1] != '{') {
    g_string_append_c (text, ',');
  }
  append_string (text, name);
  g_string_append_c (text, ':');
  append_string (text, value);
}

static void
append_envelope (GString *text, const CommsEnvelope *envelope)
{
  g_string_append (text, "{\"content\":{");
  append_member (text, "title", envelope->title);
  append_member (text, "body", envelope->body);
  g_string_append_c (text, '}');
  if (envelope->app_name != NULL) {
    g_string_append (text, ",\"from\":{");
    append_member (text, "appName", envelope->app_name);
    g_string_append_c (text, '}');
  }
  append_member (text, "priority", envelope->priority);
  append_member (text, "sound", envelope->sound);
  if (envelope->tags != NULL && envelope->tags[0] != NULL) {
    g_string_append (text, ",\"tags\":{");
    for (guint i = 0; envelope->tags[i] != NULL && envelope->tags[i + 1] != NULL; i += 2) {
      append_member (text, envelope->tags[i], envelope->tags[i + 1]);
    }
    g_string_append_c (text, '}');
  }
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
  append_member (self->text, "userId", user_id);
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
  append_member (self->text, "token", token);
  append_member (self->text, "provider", provider);
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

  if (self->n_variables++ == 0) {
    g_string_append (self->text, ",\"variables\":{");
  }
  append_member (self->text, name, value);
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
