/* Push notifications: sending them, and what became of each. */

#include "emulator-notification-filter.h"
#include "emulator-operations.h"
#include "emulator-retention.h"
#include "emulator-schema.h"
#include "emulator-send.h"

#include <base-json.h>

#define USERS "/PushNotifications/Users"

enum {
  COLUMN_CREATED,
  COLUMN_ID,
  COLUMN_STATUS,
  COLUMN_PROVIDERS,
  COLUMN_TOKEN,
  COLUMN_TAGS,
  COLUMN_UPDATED,
  COLUMN_OPERATION,
  COLUMN_PRIORITY,
  COLUMN_SOUND,
  COLUMN_FCM,
  COLUMN_APN,
  COLUMN_SCHEDULED_FOR,
  COLUMN_USER,
  COLUMN_CONTENT,
  COLUMN_TITLE,
  COLUMN_BODY,
};

#define SELECT_NOTIFICATION                                                                       \
  "SELECT n.created, n.id, n.status, n.providers, n.token, coalesce (n.tags, o.tags), n.updated," \
  " o.id, o.priority, o.sound, o.fcm, o.apn, o.scheduled_for, u.id, o.content, n.title, n.body"   \
  " FROM notifications n CROSS JOIN operations o ON o.created = n.operation"                      \
  " LEFT JOIN users u ON u.created = n.user"

static void
write_recipient (JsonBuilder *json, EmulatorStatement *row)
{
  const char *user = emulator_statement_get_text (row, COLUMN_USER);
  gboolean is_fcm = emulator_statement_get_int (row, COLUMN_PROVIDERS) == EMULATOR_FCM;

  json_builder_set_member_name (json, "to");
  json_builder_begin_object (json);
  if (user != NULL) {
    emulator_reply_id (json, "userId", EMULATOR_ID_USER, user);
  } else {
    emulator_reply_string (json, "token", emulator_statement_get_text (row, COLUMN_TOKEN));
    emulator_reply_string (json, "provider", emulator_providers[is_fcm ? 0 : 1]);
  }
  json_builder_end_object (json);
}

/* The credentials of the providers that this one goes through. */
static void
write_sender (JsonBuilder *json, EmulatorStatement *row)
{
  gint64 providers = emulator_statement_get_int (row, COLUMN_PROVIDERS);
  const char *fcm = emulator_statement_get_text (row, COLUMN_FCM);
  const char *apn = emulator_statement_get_text (row, COLUMN_APN);

  json_builder_set_member_name (json, "from");
  json_builder_begin_object (json);
  if ((providers & EMULATOR_FCM) != 0 && fcm != NULL) {
    emulator_reply_id (json, "fcm", EMULATOR_ID_CREDENTIAL, fcm);
  }
  if ((providers & EMULATOR_APN) != 0 && apn != NULL) {
    emulator_reply_id (json, "apn", EMULATOR_ID_CREDENTIAL, apn);
  }
  json_builder_end_object (json);
}

static void
write_related (JsonBuilder *json, EmulatorStatement *row)
{
  const char *user = emulator_statement_get_text (row, COLUMN_USER);
  g_autofree char *operation =
    emulator_id_format (EMULATOR_ID_OPERATION, emulator_statement_get_text (row, COLUMN_OPERATION));

  json_builder_set_member_name (json, "related");
  json_builder_begin_array (json);
  emulator_reply_related (json, "operation", EMULATOR_OPERATIONS, operation);
  if (user != NULL) {
    g_autofree char *user_id = emulator_id_format (EMULATOR_ID_USER, user);
    emulator_reply_related (json, "user", USERS, user_id);
  }
  json_builder_end_array (json);
}

static void
write_metadata (JsonBuilder *json, EmulatorStatement *row)
{
  gint64 status = emulator_statement_get_int (row, COLUMN_STATUS);

  emulator_reply_id (json, "id", EMULATOR_ID_NOTIFICATION,
                     emulator_statement_get_text (row, COLUMN_ID));
  write_recipient (json, row);
  write_sender (json, row);
  emulator_reply_string (json, "status", emulator_notification_statuses[status]);
  emulator_reply_string (json, "priority", emulator_statement_get_text (row, COLUMN_PRIORITY));
  emulator_reply_string (json, "sound", emulator_statement_get_text (row, COLUMN_SOUND));
  emulator_reply_document (json, "tags", emulator_statement_get_text (row, COLUMN_TAGS));
  write_related (json, row);
  emulator_reply_time (json, "scheduledFor",
                       emulator_statement_get_int (row, COLUMN_SCHEDULED_FOR));
  emulator_reply_time (json, "createdAt", emulator_statement_get_int (row, COLUMN_CREATED));
  emulator_reply_time (json, "updatedAt", emulator_statement_get_int (row, COLUMN_UPDATED));
  emulator_reply_time (json, "deletedAt", 0);
}

/* An element of a list goes without its content (reference, "List"). */
static void
write_element (JsonBuilder *json, EmulatorStatement *row)
{
  json_builder_begin_object (json);
  write_metadata (json, row);
  json_builder_end_object (json);
}

/* The content as it was sent, with the texts that this recipient reads. */
static void
write_content (JsonBuilder *json, EmulatorStatement *row)
{
  const char *title = emulator_statement_get_text (row, COLUMN_TITLE);
  const char *body = emulator_statement_get_text (row, COLUMN_BODY);
  g_autoptr (JsonNode) node =
    json_from_string (emulator_statement_get_text (row, COLUMN_CONTENT), NULL);
  JsonObject *content = base_json_node_object (node);

  if (content == NULL) {
    return;
  }
  if (title != NULL) {
    json_object_set_string_member (content, "title", title);
  }
  if (body != NULL) {
    json_object_set_string_member (content, "body", body);
  }
  json_builder_set_member_name (json, "content");
  json_builder_add_value (json, g_steal_pointer (&node));
}

static void
write_notification (JsonBuilder *json, EmulatorStatement *row)
{
  json_builder_begin_object (json);
  write_metadata (json, row);
  write_content (json, row);
  json_builder_end_object (json);
}

static const EmulatorListing listing = {
  .collection = "notifications",
  .select = SELECT_NOTIFICATION,
  .key = "n.created",
  .fields = emulator_notification_filters,
  .n_fields = EMULATOR_N_NOTIFICATION_FILTERS,
  .write = write_element,
};

guint
emulator_notifications_list (EmulatorCall *call, GError **error)
{
  g_autoptr (EmulatorPage) page = emulator_page_new (call, &listing);

  emulator_page_filter_range (
    page, emulator_retention_get_start (emulator_clock_now (call->world->clock)), G_MAXINT64);
  return emulator_notification_filter_apply (call, page, error) ? emulator_page_reply (page, error)
                                                                : 0;
}

guint
emulator_notifications_fetch (EmulatorCall *call, GError **error)
{
  g_autoptr (EmulatorStatement) query = emulator_store_prepare (
    call->world->store, SELECT_NOTIFICATION " WHERE n.id = ? AND n.created >= ?");

  emulator_statement_bind_text (query, 1, emulator_id_parse (EMULATOR_ID_NOTIFICATION, call->id));
  emulator_statement_bind_int (
    query, 2, emulator_retention_get_start (emulator_clock_now (call->world->clock)));
  return emulator_call_reply_row (call, query, write_notification, error);
}

guint
emulator_notifications_send (EmulatorCall *call, GError **error)
{
  g_autofree char *id = NULL;

  if (!emulator_send_accept (call->world, call->body, call->issues, &id, error)) {
    return 0;
  }
  if (emulator_issues_get_count (call->issues) > 0) {
    return 400;
  }
  if (!emulator_counts_add_send (call->world->counts, call->text,
                                 emulator_id_parse (EMULATOR_ID_OPERATION, id), error)) {
    return 0;
  }
  call->location = g_strconcat (call->base_url, EMULATOR_OPERATIONS "/", id, NULL);
  json_builder_begin_object (call->reply);
  emulator_reply_string (call->reply, "operationId", id);
  emulator_reply_string (call->reply, "operationLocation", call->location);
  json_builder_end_object (call->reply);
  return 202;
}
