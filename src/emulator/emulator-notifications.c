/* Push notifications: sending them, and what became of each. */

#include "emulator-page.h"
#include "emulator-schema.h"
#include "emulator-send.h"

#include <base-json.h>
#include <string.h>

#define OPERATIONS "/PushNotifications/Operations"
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

#define COLUMNS                                                                                   \
  "SELECT n.created, n.id, n.status, n.providers, n.token, coalesce (n.tags, o.tags), n.updated," \
  " o.id, o.priority, o.sound, o.fcm, o.apn, o.scheduled_for, u.id, o.content, n.title, n.body"

#define JOINS \
  " JOIN operations o ON o.created = n.operation LEFT JOIN users u ON u.created = n.user"

#define SELECT_NOTIFICATION COLUMNS " FROM notifications n" JOINS

/* Read from the tag's side: the order of CROSS JOIN is kept, and only what has the tag is visited.
 */
#define SELECT_TAGGED \
  COLUMNS " FROM notification_tags t CROSS JOIN notifications n ON n.created = t.notification" JOINS

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
  emulator_reply_related (json, "operation", OPERATIONS, operation);
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

static const EmulatorField fields[] = {
  { .name = "operationId",
    .accepts = emulator_id_is_operation,
    .expected = EMULATOR_OPERATION_ID_EXPECTED },
  { .name = "operation_id",
    .accepts = emulator_id_is_operation,
    .expected = EMULATOR_OPERATION_ID_EXPECTED },
  { .name = "status", .choices = emulator_notification_statuses },
  { .name = "startDate", .accepts = emulator_accepts_time, .expected = EMULATOR_TIME_EXPECTED },
  { .name = "endDate", .accepts = emulator_accepts_time, .expected = EMULATOR_TIME_EXPECTED },
  { .name = "user", .accepts = emulator_id_is_user, .expected = EMULATOR_USER_ID_EXPECTED },
  { .name = "provider", .choices = emulator_providers },
};

static const EmulatorListing listing = {
  .collection = "notifications",
  .select = SELECT_NOTIFICATION,
  .key = "n.created",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .write = write_element,
};

static const EmulatorListing tagged_listing = {
  .collection = "notifications",
  .select = SELECT_TAGGED,
  .key = "t.notification",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .write = write_element,
};

static gboolean
find_tag (EmulatorStore *store, const char *key, const char *value, gint64 *tag, GError **error)
{
  g_autoptr (EmulatorStatement) query =
    emulator_store_prepare (store, "SELECT id FROM tags WHERE key = ? AND value = ?");

  emulator_statement_bind_text (query, 1, key);
  emulator_statement_bind_text (query, 2, value);
  EmulatorStep step = emulator_statement_step (query, error);
  *tag = step == EMULATOR_STEP_ROW ? emulator_statement_get_int (query, 0) : -1;
  return step != EMULATOR_STEP_ERROR;
}

/* "key_1:value;key_2:value;": all of them must be there. Adds their keys to @tags. */
static gboolean
find_tags (EmulatorCall *call, GArray *tags, GError **error)
{
  const EmulatorPath root = { NULL };
  const EmulatorPath path = { .parent = &root, .member = "tags" };
  const char *text = emulator_call_get_parameter (call, "tags");
  g_auto (GStrv) pairs = g_strsplit (text != NULL ? text : "", ";", -1);

  for (gsize i = 0; pairs[i] != NULL; i++) {
    char *colon = strchr (pairs[i], ':');
    gint64 tag = 0;
    if (*pairs[i] == '\0') {
      continue;
    }
    if (colon == NULL) {
      emulator_issues_add (call->issues, &path, "must be pairs such as key:value;key:value;");
      return TRUE;
    }
    *colon = '\0';
    if (!find_tag (call->world->store, pairs[i], colon + 1, &tag, error)) {
      return FALSE;
    }
    /* One that nothing has comes first: there is nothing to look through then. */
    g_array_insert_val (tags, tag < 0 ? 0 : tags->len, tag);
  }
  return TRUE;
}

static void
filter_tags (EmulatorPage *page, GArray *tags)
{
  for (guint i = 0; i < tags->len; i++) {
    emulator_page_filter_int (page,
                              i == 0 ? "t.tag = ?"
                                     : "EXISTS (SELECT 1 FROM notification_tags"
                                       " WHERE tag = ? AND notification = t.notification)",
                              g_array_index (tags, gint64, i));
  }
}

static void
filter_fields (EmulatorPage *page, EmulatorCall *call)
{
  const char *operation = emulator_call_get_parameter (call, "operationId");
  const char *user = emulator_call_get_parameter (call, "user");
  int status = emulator_index_of (emulator_notification_statuses,
                                  emulator_call_get_parameter (call, "status"));
  int provider =
    emulator_index_of (emulator_providers, emulator_call_get_parameter (call, "provider"));

  if (operation == NULL) {
    operation = emulator_call_get_parameter (call, "operation_id");
  }
  if (operation != NULL) {
    emulator_page_filter_text (page, "n.operation = (SELECT created FROM operations WHERE id = ?)",
                               emulator_id_parse (EMULATOR_ID_OPERATION, operation));
  }
  if (user != NULL) {
    emulator_page_filter_text (page, "n.user = (SELECT created FROM users WHERE id = ?)",
                               emulator_id_parse (EMULATOR_ID_USER, user));
  }
  if (status >= 0) {
    emulator_page_filter_int (page, "n.status = ?", status);
  }
  if (provider >= 0) {
    emulator_page_filter_int (page, "n.providers & ?", 1 << provider);
  }
}

guint
emulator_notifications_list (EmulatorCall *call, GError **error)
{
  g_autoptr (GArray) tags = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!find_tags (call, tags, error)) {
    return 0;
  }
  g_autoptr (EmulatorPage) page =
    emulator_page_new (call, tags->len > 0 ? &tagged_listing : &listing);
  filter_tags (page, tags);
  filter_fields (page, call);
  emulator_page_filter_dates (page);
  return emulator_page_reply (page, error);
}

guint
emulator_notifications_fetch (EmulatorCall *call, GError **error)
{
  g_autoptr (EmulatorStatement) query =
    emulator_store_prepare (call->world->store, SELECT_NOTIFICATION " WHERE n.id = ?");

  emulator_statement_bind_text (query, 1, emulator_id_parse (EMULATOR_ID_NOTIFICATION, call->id));
  switch (emulator_statement_step (query, error)) {
  case EMULATOR_STEP_ROW:
    json_builder_begin_object (call->reply);
    write_metadata (call->reply, query);
    write_content (call->reply, query);
    json_builder_end_object (call->reply);
    return 200;
  case EMULATOR_STEP_DONE:
    return 404;
  case EMULATOR_STEP_ERROR:
  default:
    return 0;
  }
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
  call->location = g_strconcat (call->base_url, OPERATIONS "/", id, NULL);
  json_builder_begin_object (call->reply);
  emulator_reply_string (call->reply, "operationId", id);
  emulator_reply_string (call->reply, "operationLocation", call->location);
  json_builder_end_object (call->reply);
  return 202;
}
