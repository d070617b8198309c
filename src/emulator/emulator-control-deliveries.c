/* What each device received, under /__emulator/deliveries: the attempts, newest first. */

#include "emulator-control.h"

#include "emulator-cause.h"
#include "emulator-page.h"
#include "emulator-payload.h"
#include "emulator-schema.h"

#include <base-json.h>

#define NEWEST " AND id BETWEEN ?1 AND ?2 ORDER BY id DESC LIMIT 1"

static const char by_operation[] =
  "SELECT id FROM attempts INDEXED BY attempts_by_operation WHERE operation = ?3" NEWEST;

static const char by_provider[] =
  "SELECT id FROM attempts INDEXED BY attempts_by_provider WHERE provider = ?3" NEWEST;

/* A condition on keys has numbers only: the token is named by an attempt that has it. */
static const char by_token[] = "SELECT id FROM attempts INDEXED BY attempts_by_token"
                               " WHERE token = (SELECT token FROM attempts WHERE id = ?3)" NEWEST;

/* In the order of the statement below. */
enum {
  COLUMN_ID,
  COLUMN_NOTIFICATION,
  COLUMN_OPERATION,
  COLUMN_USER,
  COLUMN_PROVIDER,
  COLUMN_TOKEN,
  COLUMN_CREDENTIAL,
  COLUMN_CAUSE,
  COLUMN_ATTEMPTED,
  COLUMN_TITLE,
  COLUMN_BODY,
  COLUMN_CONTENT,
  COLUMN_SOUND,
  COLUMN_PRIORITY,
};

static void
write_optional_id (JsonBuilder *json, const char *name, EmulatorIdKind kind, const char *bare)
{
  if (bare != NULL) {
    emulator_reply_id (json, name, kind, bare);
  } else {
    emulator_reply_string (json, name, NULL);
  }
}

static void
write_verdict (JsonBuilder *json, EmulatorCause cause, guint provider)
{
  const EmulatorCauseText *text = emulator_cause_get_text (cause, provider);

  emulator_reply_string (json, "status", text == NULL ? "DELIVERED" : "FAILED");
  json_builder_set_member_name (json, "error");
  if (text == NULL) {
    json_builder_add_null_value (json);
    return;
  }
  json_builder_begin_object (json);
  emulator_reply_string (json, "code", text->code);
  emulator_reply_string (json, "message", text->message);
  json_builder_end_object (json);
}

/* What the device was given, and the headers of the request that gave it to the provider. */
static void
write_message (JsonBuilder *json, EmulatorStatement *row, guint provider)
{
  const char *title = emulator_statement_get_text (row, COLUMN_TITLE);
  const char *body = emulator_statement_get_text (row, COLUMN_BODY);
  g_autoptr (JsonNode) content =
    json_from_string (emulator_statement_get_text (row, COLUMN_CONTENT), NULL);
  EmulatorMessage message;

  emulator_message_init (&message, base_json_node_object (content),
                         emulator_statement_get_text (row, COLUMN_SOUND),
                         emulator_statement_get_text (row, COLUMN_PRIORITY));
  message.title = title != NULL ? title : message.title;
  message.body = body != NULL ? body : message.body;
  emulator_reply_string (json, "title", message.title);
  emulator_reply_string (json, "body", message.body);
  json_builder_set_member_name (json, "headers");
  json_builder_add_value (json, emulator_payload_get_headers (&message, provider));
  json_builder_set_member_name (json, "payload");
  json_builder_add_value (
    json,
    emulator_payload_new (&message, provider, emulator_statement_get_text (row, COLUMN_TOKEN)));
}

static void
write_delivery (JsonBuilder *json, EmulatorStatement *row)
{
  guint provider = (guint) emulator_statement_get_int (row, COLUMN_PROVIDER);

  json_builder_begin_object (json);
  emulator_reply_id (json, "notificationId", EMULATOR_ID_NOTIFICATION,
                     emulator_statement_get_text (row, COLUMN_NOTIFICATION));
  emulator_reply_id (json, "operationId", EMULATOR_ID_OPERATION,
                     emulator_statement_get_text (row, COLUMN_OPERATION));
  write_optional_id (json, "userId", EMULATOR_ID_USER,
                     emulator_statement_get_text (row, COLUMN_USER));
  emulator_reply_string (json, "provider", emulator_providers[provider]);
  emulator_reply_string (json, "token", emulator_statement_get_text (row, COLUMN_TOKEN));
  write_optional_id (json, "credentialId", EMULATOR_ID_CREDENTIAL,
                     emulator_statement_get_text (row, COLUMN_CREDENTIAL));
  write_verdict (json, (EmulatorCause) emulator_statement_get_int (row, COLUMN_CAUSE), provider);
  write_message (json, row, provider);
  emulator_reply_time (json, "attemptedAt", emulator_statement_get_int (row, COLUMN_ATTEMPTED));
  json_builder_end_object (json);
}

static const EmulatorField filters[] = {
  { .name = "operationId",
    .accepts = emulator_id_is_operation,
    .expected = EMULATOR_OPERATION_ID_EXPECTED },
  { .name = "provider", .choices = emulator_providers },
  { .name = "token" },
};

static const EmulatorListing listing = {
  .collection = "deliveries",
  .select =
    "SELECT a.id, n.id, o.id, u.id, a.provider, a.token, a.credential, a.cause, a.attempted,"
    " n.title, n.body, o.content, o.sound, o.priority FROM attempts a"
    " CROSS JOIN notifications n ON n.created = a.notification"
    " CROSS JOIN operations o ON o.created = a.operation"
    " LEFT JOIN users u ON u.created = n.user",
  .key = "a.id",
  .fields = filters,
  .n_fields = G_N_ELEMENTS (filters),
  .write = write_delivery,
};

/* @find answers the number that stands for @text in the condition. Nothing meets one without an
 * alternative. */
static gboolean
filter_text (EmulatorPage *page,
             EmulatorStatement *find,
             const char *text,
             const char *condition,
             GError **error)
{
  EmulatorKeys *keys = emulator_page_get_keys (page);

  emulator_statement_bind_text (find, 1, text);
  EmulatorStep step = emulator_statement_step (find, error);
  emulator_keys_add_condition (keys, condition);
  if (step == EMULATOR_STEP_ROW) {
    emulator_keys_add_alternative (keys, emulator_statement_get_int (find, 0), 0, 0);
  }
  return step != EMULATOR_STEP_ERROR;
}

static gboolean
filter_operation (EmulatorCall *call, EmulatorPage *page, GError **error)
{
  const char *id = emulator_call_get_parameter (call, "operationId");
  g_autoptr (EmulatorStatement) find =
    emulator_store_prepare (call->world->store, "SELECT created FROM operations WHERE id = ?");

  return id == NULL || filter_text (page, find, emulator_id_parse (EMULATOR_ID_OPERATION, id),
                                    by_operation, error);
}

static gboolean
filter_token (EmulatorCall *call, EmulatorPage *page, GError **error)
{
  const char *token = emulator_call_get_parameter (call, "token");
  g_autoptr (EmulatorStatement) find =
    emulator_store_prepare (call->world->store, "SELECT id FROM attempts WHERE token = ? LIMIT 1");

  return token == NULL || filter_text (page, find, token, by_token, error);
}

static void
filter_provider (EmulatorCall *call, EmulatorPage *page)
{
  int provider =
    emulator_index_of (emulator_providers, emulator_call_get_parameter (call, "provider"));

  if (provider >= 0) {
    emulator_keys_add_condition (emulator_page_get_keys (page), by_provider);
    emulator_keys_add_alternative (emulator_page_get_keys (page), provider, 0, 0);
  }
}

guint
emulator_control_list_deliveries (EmulatorCall *call, GError **error)
{
  g_autoptr (EmulatorPage) page = emulator_page_new (call, &listing);

  if (emulator_issues_get_count (call->issues) > 0) {
    return 400;
  }
  filter_provider (call, page);
  if (!filter_operation (call, page, error) || !filter_token (call, page, error)) {
    return 0;
  }
  return emulator_page_reply (page, error);
}
