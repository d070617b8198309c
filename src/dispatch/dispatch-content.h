#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum {
  DISPATCH_PRIORITY_HIGH,
  DISPATCH_PRIORITY_LOW,
} DispatchPriority;

#define DISPATCH_TYPE_PRIORITY (dispatch_priority_get_type ())
GType dispatch_priority_get_type (void);

/* On whose behalf a send goes out. */
typedef enum {
  DISPATCH_SENDER_DEFAULT,     /* the account's default App */
  DISPATCH_SENDER_APP,         /* a named App */
  DISPATCH_SENDER_CREDENTIALS, /* a credential for each provider */
} DispatchSender;

#define DISPATCH_TYPE_SENDER (dispatch_sender_get_type ())
GType dispatch_sender_get_type (void);

/* The API allows ten; one is the send's own. */
#define DISPATCH_MAX_TAGS 9
#define DISPATCH_SEND_TAG "carillon_send"

/* The reference names no limit; ten is that of the sibling API of messages, and a device shows
 * one. */
#define DISPATCH_MAX_IMAGES 10

/* "At a time", of which nobody knows yet which: so long over that neither the check nor the service
 * lets it pass, as "now" would. */
#define DISPATCH_SEND_AT_UNDECIDED G_GINT64_CONSTANT (1)

/* The last second of the year 9999, beyond which RFC 3339 has no times. */
#define DISPATCH_MAX_SEND_AT G_GINT64_CONSTANT (253402300799)

/* What is sent, whoever gets it. Immutable, and any thread may read it. No member is NULL but in
 * what dispatch_content_new() is given, where NULL is "" or an empty list. What the sender does not
 * use is kept (an operator may change back) and must not be sent: ask
 * dispatch_content_get_app_name() and dispatch_content_get_credential_id(). */
typedef struct {
  const char *title;
  const char *body;
  const char *const *images; /* of https URLs */
  DispatchSender sender;
  const char *app_name;
  const char *fcm_credential_id;
  const char *apn_credential_id;
  DispatchPriority priority;
  const char *sound;
  const char *const *tags; /* key, value, key, value, ..., NULL; none is blank */
  gint64 send_at;          /* Unix seconds; 0 is now */
  const char *zone;        /* in which send_at was chosen: an IANA name, or "" */
} DispatchContent;

DispatchContent *dispatch_content_new (const DispatchContent *values);
DispatchContent *dispatch_content_ref (const DispatchContent *self);
void dispatch_content_unref (DispatchContent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DispatchContent, dispatch_content_unref)
gboolean dispatch_content_equal (const DispatchContent *a, const DispatchContent *b);

/* Those that the sender uses; "" where it uses none. @provider is "FCM" or "APN". */
const char *dispatch_content_get_app_name (const DispatchContent *self);
const char *dispatch_content_get_credential_id (const DispatchContent *self, const char *provider);

/* The API's names (PushNotificationPriority), and an RFC 3339 time in UTC or NULL for now. */
const char *dispatch_content_get_priority (const DispatchContent *self);
char *dispatch_content_format_send_at (const DispatchContent *self);

G_END_DECLS
