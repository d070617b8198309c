/* Operations: one for each accepted send, with the counts of what became of its notifications. */

#include "emulator-page.h"
#include "emulator-schema.h"

#define SELECT_OPERATION                                                   \
  "SELECT created, id, status, updated, total, recipients, unaddressable," \
  " scheduled, queued, sent, failed, canceled FROM operations"

/* The columns from `total` on. */
static const char *const stats[] = { "total",  "recipients", "unaddressable", "scheduled",
                                     "queued", "sent",       "failed",        "canceled" };

static void
write_operation (JsonBuilder *json, EmulatorStatement *row)
{
  gint64 status = emulator_statement_get_int (row, 2);

  json_builder_begin_object (json);
  emulator_reply_id (json, "id", EMULATOR_ID_OPERATION, emulator_statement_get_text (row, 1));
  emulator_reply_string (json, "status", emulator_operation_statuses[status]);
  json_builder_set_member_name (json, "stats");
  json_builder_begin_object (json);
  for (gsize i = 0; i < G_N_ELEMENTS (stats); i++) {
    emulator_reply_int (json, stats[i], emulator_statement_get_int (row, 4 + (int) i));
  }
  json_builder_end_object (json);
  emulator_reply_time (json, "createdAt", emulator_statement_get_int (row, 0));
  emulator_reply_time (json, "updatedAt", emulator_statement_get_int (row, 3));
  json_builder_end_object (json);
}

static const EmulatorField fields[] = {
  { .name = "status", .choices = emulator_operation_statuses },
  { .name = "startDate", .accepts = emulator_accepts_time, .expected = EMULATOR_TIME_EXPECTED },
  { .name = "endDate", .accepts = emulator_accepts_time, .expected = EMULATOR_TIME_EXPECTED },
};

static const EmulatorListing listing = {
  .collection = "operations",
  .select = SELECT_OPERATION,
  .key = "created",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .write = write_operation,
};

guint
emulator_operations_list (EmulatorCall *call, GError **error)
{
  g_autoptr (EmulatorPage) page = emulator_page_new (call, &listing);
  int status =
    emulator_index_of (emulator_operation_statuses, emulator_call_get_parameter (call, "status"));

  if (status >= 0) {
    emulator_page_filter_int (page, "status = ?", status);
  }
  emulator_page_filter_dates (page);
  return emulator_page_reply (page, error);
}

guint
emulator_operations_fetch (EmulatorCall *call, GError **error)
{
  g_autoptr (EmulatorStatement) query =
    emulator_store_prepare (call->world->store, SELECT_OPERATION " WHERE id = ?");

  emulator_statement_bind_text (query, 1, emulator_id_parse (EMULATOR_ID_OPERATION, call->id));
  switch (emulator_statement_step (query, error)) {
  case EMULATOR_STEP_ROW:
    write_operation (call->reply, query);
    return 200;
  case EMULATOR_STEP_DONE:
    return 404;
  case EMULATOR_STEP_ERROR:
  default:
    return 0;
  }
}
