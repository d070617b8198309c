/* Operations: one for each accepted send, with the counts of what became of its notifications. */

#include "emulator-operations.h"

#include "emulator-page.h"
#include "emulator-retention.h"
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
  emulator_page_filter_range (
    page, emulator_retention_get_start (emulator_clock_now (call->world->clock)), G_MAXINT64);
  return emulator_page_reply (page, error);
}

guint
emulator_operations_fetch (EmulatorCall *call, GError **error)
{
  g_autoptr (EmulatorStatement) query =
    emulator_store_prepare (call->world->store, SELECT_OPERATION " WHERE id = ? AND created >= ?");

  emulator_statement_bind_text (query, 1, emulator_id_parse (EMULATOR_ID_OPERATION, call->id));
  emulator_statement_bind_int (
    query, 2, emulator_retention_get_start (emulator_clock_now (call->world->clock)));
  return emulator_call_reply_row (call, query, write_operation, error);
}

/**
 * emulator_operations_find:
 * @call: a request
 * @bare_id: (nullable): a bare ID
 * @operation: (out): the operation, as far as others need it
 * @error: return location for a [error@Emulator.StoreError]
 *
 * Returns: whether the search worked
 */
gboolean
emulator_operations_find (EmulatorCall *call,
                          const char *bare_id,
                          EmulatorOperation *operation,
                          GError **error)
{
  g_autoptr (EmulatorStatement) query = emulator_store_prepare (
    call->world->store, "SELECT created, status FROM operations WHERE id = ? AND created >= ?");

  emulator_statement_bind_text (query, 1, bare_id);
  emulator_statement_bind_int (
    query, 2, emulator_retention_get_start (emulator_clock_now (call->world->clock)));
  EmulatorStep step = emulator_statement_step (query, error);
  *operation = (EmulatorOperation){ 0 };
  if (step == EMULATOR_STEP_ROW) {
    operation->key = emulator_statement_get_int (query, 0);
    operation->status = emulator_statement_get_int (query, 1);
  }
  return step != EMULATOR_STEP_ERROR;
}
