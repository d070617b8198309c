/* Cancels an operation: what was not handed over yet never will be. An extension: the documents
 * know the status and the count, but no call that leads there (reference, "Cancel").
 *
 * Cancelling what is cancelled is accepted and changes nothing, so that a request whose answer got
 * lost can be made again; what has completed is a conflict, for the caller should know that it was
 * too late. All rows change in one transaction: ten thousand take less than the send that made
 * them.
 */

#include "emulator-operations.h"

#include "emulator-schema.h"

static gboolean
cancel (EmulatorCall *call, gint64 operation, GError **error)
{
  gint64 now = emulator_clock_now (call->world->clock);
  g_autoptr (EmulatorStatement) notifications =
    emulator_store_prepare (call->world->store, "UPDATE notifications SET status = 4, updated = ?2"
                                                " WHERE operation = ?1 AND status IN (0, 1)");
  g_autoptr (EmulatorStatement) update = emulator_store_prepare (
    call->world->store, "UPDATE operations SET status = 3, canceled = scheduled + queued,"
                        " scheduled = 0, queued = 0, updated = ?2 WHERE created = ?1");

  emulator_statement_bind_int (notifications, 1, operation);
  emulator_statement_bind_int (notifications, 2, now);
  emulator_statement_bind_int (update, 1, operation);
  emulator_statement_bind_int (update, 2, now);
  return emulator_statement_run (notifications, error) && emulator_statement_run (update, error);
}

guint
emulator_operations_cancel (EmulatorCall *call, GError **error)
{
  const char *bare = emulator_id_parse (EMULATOR_ID_OPERATION, call->id);
  EmulatorOperation operation = { 0 };

  if (!emulator_operations_find (call, bare, &operation, error)) {
    return 0;
  }
  if (operation.key == 0) {
    return 404;
  }
  if (operation.status == EMULATOR_OPERATION_COMPLETED) {
    emulator_issues_add (call->issues, NULL, "The operation has completed.");
    return 409;
  }
  if (operation.status != EMULATOR_OPERATION_CANCELED && !cancel (call, operation.key, error)) {
    return 0;
  }
  g_autofree char *id = emulator_id_format (EMULATOR_ID_OPERATION, bare);
  return emulator_call_accept (call, EMULATOR_OPERATIONS, id);
}
