#include "dispatch-content.h"

#include <base-time.h>

static const char *const no_strings[] = { NULL };

G_DEFINE_ENUM_TYPE (DispatchPriority,
                    dispatch_priority,
                    G_DEFINE_ENUM_VALUE (DISPATCH_PRIORITY_HIGH, "high"),
                    G_DEFINE_ENUM_VALUE (DISPATCH_PRIORITY_LOW, "low"))
G_DEFINE_ENUM_TYPE (DispatchSender,
                    dispatch_sender,
                    G_DEFINE_ENUM_VALUE (DISPATCH_SENDER_DEFAULT, "default"),
                    G_DEFINE_ENUM_VALUE (DISPATCH_SENDER_APP, "app"),
                    G_DEFINE_ENUM_VALUE (DISPATCH_SENDER_CREDENTIALS, "credentials"))

static const char *
copy_string (const char *text)
{
  return g_strdup (text != NULL ? text : "");
}

static const char *const *
copy_strings (const char *const *strings)
{
  return (const char *const *) g_strdupv ((char **) (strings != NULL ? strings : no_strings));
}

/**
 * dispatch_content_new:
 * @values: what it has; read now, not kept
 *
 * Returns: (transfer full): a content
 */
DispatchContent *
dispatch_content_new (const DispatchContent *values)
{
  g_return_val_if_fail (values != NULL, NULL);

  DispatchContent *self = g_atomic_rc_box_new0 (DispatchContent);
  *self = (DispatchContent){
    .title = copy_string (values->title),
    .body = copy_string (values->body),
    .images = copy_strings (values->images),
    .sender = values->sender,
    .app_name = copy_string (values->app_name),
    .fcm_credential_id = copy_string (values->fcm_credential_id),
    .apn_credential_id = copy_string (values->apn_credential_id),
    .priority = values->priority,
    .sound = copy_string (values->sound),
    .tags = copy_strings (values->tags),
    .send_at = CLAMP (values->send_at, 0, DISPATCH_MAX_SEND_AT),
    .zone = copy_string (values->zone),
  };
  return self;
}

DispatchContent *
dispatch_content_ref (const DispatchContent *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire ((DispatchContent *) self);
}

static void
content_clear (gpointer data)
{
  DispatchContent *self = data;

  g_free ((char *) self->title);
  g_free ((char *) self->body);
  g_strfreev ((char **) self->images);
  g_free ((char *) self->app_name);
  g_free ((char *) self->fcm_credential_id);
  g_free ((char *) self->apn_credential_id);
  g_free ((char *) self->sound);
  g_strfreev ((char **) self->tags);
  g_free ((char *) self->zone);
}

void
dispatch_content_unref (DispatchContent *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, content_clear);
}

/**
 * dispatch_content_equal:
 * @a: a content
 * @b: a content
 *
 * Returns: whether every member is the same, those that the sender does not use included
 */
gboolean
dispatch_content_equal (const DispatchContent *a, const DispatchContent *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return a == b ||
         (g_str_equal (a->title, b->title) && g_str_equal (a->body, b->body) &&
          g_strv_equal (a->images, b->images) && a->sender == b->sender &&
          g_str_equal (a->app_name, b->app_name) &&
          g_str_equal (a->fcm_credential_id, b->fcm_credential_id) &&
          g_str_equal (a->apn_credential_id, b->apn_credential_id) && a->priority == b->priority &&
          g_str_equal (a->sound, b->sound) && g_strv_equal (a->tags, b->tags) &&
          a->send_at == b->send_at && g_str_equal (a->zone, b->zone));
}

/**
 * dispatch_content_get_app_name:
 * @self: a content
 *
 * Returns: the App that the sender names; "" for the default App and for credentials
 */
const char *
dispatch_content_get_app_name (const DispatchContent *self)
{
  g_return_val_if_fail (self != NULL, "");

  return self->sender == DISPATCH_SENDER_APP ? self->app_name : "";
}

/**
 * dispatch_content_get_credential_id:
 * @self: a content
 * @provider: "FCM" or "APN"
 *
 * Returns: the credential that the sender names for it; "" where it names none
 */
const char *
dispatch_content_get_credential_id (const DispatchContent *self, const char *provider)
{
  g_return_val_if_fail (self != NULL && provider != NULL, "");

  if (self->sender != DISPATCH_SENDER_CREDENTIALS) {
    return "";
  }
  return g_str_equal (provider, "FCM") ? self->fcm_credential_id : self->apn_credential_id;
}

/**
 * dispatch_content_get_priority:
 * @self: a content
 *
 * Returns: the API's name of it (PushNotificationPriority)
 */
const char *
dispatch_content_get_priority (const DispatchContent *self)
{
  g_return_val_if_fail (self != NULL, "HIGH");

  return self->priority == DISPATCH_PRIORITY_LOW ? "LOW" : "HIGH";
}

/**
 * dispatch_content_format_send_at:
 * @self: a content
 *
 * Returns: (transfer full) (nullable): when it is to go out, as RFC 3339 in UTC; %NULL for now
 */
char *
dispatch_content_format_send_at (const DispatchContent *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->send_at != 0 ? base_time_format (self->send_at * G_USEC_PER_SEC) : NULL;
}
