/* What a notification is to an operator: to whom, what became of it, by which operation. Lists
 * leave its content out (API: PushNotifications, list), so the details fetch it. */

#include "carillon-notifications-kind.h"

#include <base-json.h>
#include <glib/gi18n.h>

#include "carillon-format.h"
#include "carillon-notification-content.h"
#include "carillon-status.h"

static char *
status (gpointer item)
{
  const char *value = comms_notification_get_status (item);

  return value != NULL ? carillon_format_status (value) : NULL;
}

static const char *
status_icon_name (gpointer item)
{
  return carillon_status_icon_name (comms_notification_get_status (item));
}

static const char *
status_css_class (gpointer item)
{
  return carillon_status_css_class (comms_notification_get_status (item));
}

static char *
user_id (gpointer item)
{
  return g_strdup (comms_notification_get_user_id (item));
}

static char *
token (gpointer item)
{
  return g_strdup (comms_notification_get_token (item));
}

static char *
recipient (gpointer item)
{
  char *user = user_id (item);

  return user != NULL ? user : token (item);
}

static char *
provider (gpointer item)
{
  return g_strdup (comms_notification_get_provider (item));
}

static char *
operation_id (gpointer item)
{
  return g_strdup (comms_notification_get_operation_id (item));
}

static char *
string_member (gpointer item, const char *name)
{
  JsonObject *object = base_json_node_object (comms_resource_get_node (item));

  return object != NULL ? g_strdup (base_json_string (object, name)) : NULL;
}

static char *
priority (gpointer item)
{
  return string_member (item, "priority");
}

static char *
sound (gpointer item)
{
  return string_member (item, "sound");
}

static char *
scheduled (gpointer item)
{
  return carillon_resource_time (item, "scheduledFor");
}

static char *
scheduled_utc (gpointer item)
{
  return carillon_resource_time_utc (item, "scheduledFor");
}

static char *
deleted (gpointer item)
{
  return carillon_resource_time (item, "deletedAt");
}

static char *
deleted_utc (gpointer item)
{
  return carillon_resource_time_utc (item, "deletedAt");
}

/* "campaign: gates, region: eu"; NULL for none. */
static char *
tags (gpointer item)
{
  JsonObject *object = base_json_node_object (comms_resource_get_node (item));
  JsonObject *members = object != NULL ? base_json_object (object, "tags") : NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  JsonObjectIter iter;
  const char *member;
  JsonNode *node;

  if (members == NULL) {
    return NULL;
  }
  json_object_iter_init_ordered (&iter, members);
  while (json_object_iter_next_ordered (&iter, &member, &node)) {
    const char *value = base_json_node_string (node);

    g_string_append_printf (text, "%s%s: %s", text->len > 0 ? ", " : "", member,
                            value != NULL ? value : "?");
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The ID of the credential for a provider (API: PushNotificationCredentialSender); the reference
 * also has one without saying which. */
static char *
get_sender (gpointer item, const char *name)
{
  JsonObject *object = base_json_node_object (comms_resource_get_node (item));
  JsonObject *from = object != NULL ? base_json_object (object, "from") : NULL;

  return from != NULL ? g_strdup (base_json_string (from, name)) : NULL;
}

static char *
fcm_credential (gpointer item)
{
  return get_sender (item, "fcm");
}

static char *
apn_credential (gpointer item)
{
  return get_sender (item, "apn");
}

static char *
credential (gpointer item)
{
  return get_sender (item, "credentialId");
}

static void
add_recipients (gpointer item, GVariantBuilder *recipients)
{
  const char *user = comms_notification_get_user_id (item);
  const char *device_token = comms_notification_get_token (item);
  const char *device_provider = comms_notification_get_provider (item);

  if (user != NULL) {
    g_variant_builder_add (recipients, "(ss)", user, "");
  } else if (device_token != NULL && device_provider != NULL) {
    g_variant_builder_add (recipients, "(ss)", device_token, device_provider);
  }
}

static GtkWidget *
content_section_new (CarillonSession *session, gpointer item)
{
  return carillon_notification_content_new (carillon_session_get_client (session),
                                            comms_resource_get_id (item));
}

static const CarillonColumn columns[] = {
  {
    .id = "status",
    .title = N_ ("Status"),
    .text = status,
    .icon_name = status_icon_name,
    .css_class = status_css_class,
  },
  {
    .id = "recipient",
    .title = N_ ("Recipient"),
    .text = recipient,
    .tooltip = recipient,
    .style = CARILLON_CELL_ID,
    .expand = TRUE,
    .width_chars = 14,
  },
  {
    .id = "provider",
    .title = N_ ("Provider"),
    .text = provider,
    .from_width = 560,
  },
  {
    .id = "operation",
    .title = N_ ("Operation"),
    .text = operation_id,
    .tooltip = operation_id,
    .style = CARILLON_CELL_ID,
    .expand = TRUE,
    .width_chars = 14,
    .from_width = 720,
  },
  {
    .id = "tags",
    .title = N_ ("Tags"),
    .text = tags,
    .tooltip = tags,
    .width_chars = 12,
    .from_width = 1200,
  },
  CARILLON_CREATED_COLUMN (420),
  CARILLON_UPDATED_COLUMN (1000),
  {
    .id = "priority",
    .title = N_ ("Priority"),
    .text = priority,
    .from_width = CARILLON_ONLY_CHOSEN,
  },
  CARILLON_ID_COLUMN (N_ ("Notification ID"), 14, 1400),
};

static const CarillonField fields[] = {
  CARILLON_ID_FIELD (N_ ("Notification ID"), "id"),
  {
    .title = N_ ("Status"),
    .text = status,
    .member = "status",
  },
  {
    .title = N_ ("To User"),
    .text = user_id,
    .member = "to",
    .style = CARILLON_CELL_ID,
    .action_name = "win.show-user-registrations",
  },
  {
    .title = N_ ("To Token"),
    .text = token,
    .member = "to",
    .style = CARILLON_CELL_ID,
  },
  {
    .title = N_ ("Provider"),
    .text = provider,
    .member = "to",
  },
  {
    .title = N_ ("FCM Credential"),
    .text = fcm_credential,
    .member = "from",
    .value = fcm_credential,
    .style = CARILLON_CELL_ID,
  },
  {
    .title = N_ ("APNs Credential"),
    .text = apn_credential,
    .member = "from",
    .value = apn_credential,
    .style = CARILLON_CELL_ID,
  },
  {
    .title = N_ ("Credential"),
    .text = credential,
    .member = "from",
    .value = credential,
    .style = CARILLON_CELL_ID,
  },
  CARILLON_CREATED_FIELD,
  CARILLON_UPDATED_FIELD,
  {
    .title = N_ ("Scheduled For"),
    .text = scheduled,
    .tooltip = scheduled_utc,
    .member = "scheduledFor",
  },
  {
    .title = N_ ("Deleted"),
    .text = deleted,
    .tooltip = deleted_utc,
    .member = "deletedAt",
  },
  {
    .title = N_ ("Operation"),
    .value = operation_id,
  },
  {
    .title = N_ ("Priority"),
    .text = priority,
    .member = "priority",
  },
  {
    .title = N_ ("Sound"),
    .text = sound,
    .member = "sound",
  },
};

/* As the API writes them. */
static const char *const statuses[] = {
  "SCHEDULED", "QUEUED", "SENT", "FAILED", "CANCELED", NULL,
};

static const char *const providers[] = { "FCM", "APN", NULL };

static const CarillonFilterField filters[] = {
  {
    .id = "status",
    .title = N_ ("Status"),
    .type = CARILLON_FILTER_CHOICE,
    .offset = G_STRUCT_OFFSET (CommsFilter, status),
    .values = statuses,
    .label = carillon_format_status,
  },
  {
    .id = "provider",
    .title = N_ ("Provider"),
    .type = CARILLON_FILTER_CHOICE,
    .offset = G_STRUCT_OFFSET (CommsFilter, provider),
    .values = providers,
  },
  {
    .id = "tags",
    .title = N_ ("Tags"),
    .type = CARILLON_FILTER_TAGS,
    .offset = G_STRUCT_OFFSET (CommsFilter, tags),
  },
  /* From here on what a list of one operation has no use for. */
  {
    .id = "created",
    .title = N_ ("Created"),
    .type = CARILLON_FILTER_DATES,
  },
  {
    .id = "user",
    .title = N_ ("User"),
    .type = CARILLON_FILTER_TEXT,
    .offset = G_STRUCT_OFFSET (CommsFilter, user_id),
    .hint = N_ ("ID of a user"),
  },
  {
    .id = "operation",
    .title = N_ ("Operation"),
    .type = CARILLON_FILTER_TEXT,
    .offset = G_STRUCT_OFFSET (CommsFilter, operation_id),
    .hint = N_ ("ID of an operation"),
  },
};

const CarillonListKind carillon_notifications_kind = {
  .id = "notifications",
  .title = N_ ("Notifications"),
  .singular = N_ ("Notification"),
  .columns = columns,
  .n_columns = G_N_ELEMENTS (columns),
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .extra = content_section_new,
  .filters = filters,
  .n_filters = G_N_ELEMENTS (filters),
  .add_recipients = add_recipients,
  .list = comms_client_list_notifications_async,
  .icon_name = "preferences-system-notifications-symbolic",
  .empty_title = N_ ("No Notifications"),
  .empty_text = N_ ("Each recipient of a send gets one. The API keeps them for seven days."),
};
