/* Why notifications of an operation failed: one error for each that did. An extension: the
 * documents name the place, but not what is found there (reference, "Errors"). */

#include "emulator-operations.h"

#include "emulator-cause.h"
#include "emulator-page.h"

static void
write_error (JsonBuilder *json, EmulatorStatement *row)
{
  gint64 cause = emulator_statement_get_int (row, 2);
  const EmulatorCauseText *text = emulator_cause_get_text (
    cause != EMULATOR_CAUSE_NONE ? (EmulatorCause) cause : EMULATOR_CAUSE_UNKNOWN,
    emulator_statement_get_int (row, 3) == 0 ? 0 : 1);
  g_autofree char *message = g_strdup_printf ("%s: %s", text->code, text->message);
  g_autofree char *info =
    g_strdup_printf ("https://www.twilio.com/docs/api/errors/%u", text->status);
  g_autofree char *id =
    emulator_id_format (EMULATOR_ID_NOTIFICATION, emulator_statement_get_text (row, 1));

  json_builder_begin_object (json);
  emulator_reply_int (json, "code", text->status);
  emulator_reply_string (json, "message", message);
  emulator_reply_string (json, "infoUrl", info);
  emulator_reply_string (json, "context", NULL);
  json_builder_set_member_name (json, "related");
  json_builder_begin_array (json);
  emulator_reply_related (json, "push_notification", "/PushNotifications", id);
  json_builder_end_array (json);
  json_builder_end_object (json);
}

static const EmulatorListing listing = {
  .collection = "errors",
  .select = "SELECT created, id, cause, cause_provider FROM notifications",
  .key = "created",
  .write = write_error,
};

guint
emulator_operations_list_errors (EmulatorCall *call, GError **error)
{
  const char *bare = emulator_id_parse (EMULATOR_ID_OPERATION, call->id);
  EmulatorOperation operation = { 0 };

  if (!emulator_operations_find (call, bare, &operation, error)) {
    return 0;
  }
  if (operation.key == 0) {
    return 404;
  }
  g_autoptr (EmulatorPage) page = emulator_page_new (call, &listing);
  emulator_page_filter (page, "status = 3");
  emulator_page_filter_int (page, "operation = ?", operation.key);
  return emulator_page_reply (page, error);
}
