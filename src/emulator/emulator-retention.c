/* Operations and notifications are kept for seven days after their creation (reference, "Limits and
 * retention"). They are gone for whoever asks from that moment on, which a comparison with the key
 * decides; the rows go later, some at a time, and those of an operation only once it has ended:
 * what was accepted is delivered even where the clock leapt over it. */

#include "emulator-retention.h"

#include "emulator-schema.h"

#define RETENTION (7 * G_TIME_SPAN_DAY)

/**
 * emulator_retention_get_start:
 * @now: the time
 *
 * Returns: the smallest key of an operation or a notification that is still there
 */
gint64
emulator_retention_get_start (gint64 now)
{
  return now - RETENTION;
}

static EmulatorStep
find_oldest (EmulatorStore *store, gint64 *operation, GError **error)
{
  g_autoptr (EmulatorStatement) query = emulator_store_prepare (
    store, "SELECT created FROM operations WHERE +status >= 2 ORDER BY created LIMIT 1");
  EmulatorStep step = emulator_statement_step (query, error);

  if (step == EMULATOR_STEP_ROW) {
    *operation = emulator_statement_get_int (query, 0);
  }
  return step;
}

/**
 * emulator_retention_find_next:
 * @store: where the operations are
 * @next: (out): when the next of them is to go
 *
 * Returns: whether there is one
 */
gboolean
emulator_retention_find_next (EmulatorStore *store, gint64 *next)
{
  gint64 operation = 0;

  if (find_oldest (store, &operation, NULL) != EMULATOR_STEP_ROW) {
    return FALSE;
  }
  *next = operation + RETENTION + 1;
  return TRUE;
}

/* Runs a statement that takes an operation and a second number and answers what it deleted. Adds up
 * how many, and where @deleted is not NULL, which. */
static gboolean
delete_rows (EmulatorStore *store,
             const char *sql,
             gint64 operation,
             gint64 second,
             guint *n_deleted,
             GHashTable *deleted,
             GError **error)
{
  g_autoptr (EmulatorStatement) delete = emulator_store_prepare (store, sql);
  EmulatorStep step = EMULATOR_STEP_DONE;

  emulator_statement_bind_int (delete, 1, operation);
  emulator_statement_bind_int (delete, 2, second);
  while ((step = emulator_statement_step (delete, error)) == EMULATOR_STEP_ROW) {
    gint64 key = emulator_statement_get_int (delete, 0);
    *n_deleted += 1;
    if (deleted != NULL) {
      g_hash_table_add (deleted, g_memdup2 (&key, sizeof key));
    }
  }
  return step == EMULATOR_STEP_DONE;
}

static gboolean
drop_unused_tags (EmulatorStore *store, GHashTable *tags, GError **error)
{
  g_autoptr (EmulatorStatement) drop = emulator_store_prepare (
    store, "DELETE FROM tags WHERE id = ?1"
           " AND NOT EXISTS (SELECT 1 FROM notification_tags WHERE tag = ?1)");
  GHashTableIter iter;
  gpointer tag;

  g_hash_table_iter_init (&iter, tags);
  while (g_hash_table_iter_next (&iter, &tag, NULL)) {
    emulator_statement_bind_int (drop, 1, *(gint64 *) tag);
    if (!emulator_statement_run (drop, error)) {
      return FALSE;
    }
  }
  return TRUE;
}

/* The rows by which notifications are found by their tags have no index of their own by
 * notification; which they are is in the notifications. */
static gboolean
purge_tags (EmulatorStore *store, gint64 operation, gint64 last, GError **error)
{
  g_autoptr (GHashTable) tags = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  guint n_deleted = 0;

  return delete_rows (store,
                      "DELETE FROM notification_tags WHERE (tag, notification) IN"
                      " (SELECT t.id, n.created FROM notifications n"
                      "  CROSS JOIN operations o ON o.created = n.operation"
                      "  CROSS JOIN json_each (coalesce (n.tags, o.tags)) j"
                      "  CROSS JOIN tags t ON t.key = j.key AND t.value = j.value"
                      "  WHERE n.operation = ? AND n.created <= ?) RETURNING tag",
                      operation, last, &n_deleted, tags, error) &&
         drop_unused_tags (store, tags, error);
}

static gboolean
find_last (EmulatorStore *store, gint64 operation, guint limit, gint64 *last, GError **error)
{
  g_autoptr (EmulatorStatement) query = emulator_store_prepare (
    store, "SELECT max (created) FROM (SELECT created FROM notifications WHERE operation = ?"
           " ORDER BY created LIMIT ?)");

  emulator_statement_bind_int (query, 1, operation);
  emulator_statement_bind_int (query, 2, limit);
  if (emulator_statement_step (query, error) != EMULATOR_STEP_ROW) {
    return FALSE;
  }
  *last = emulator_statement_get_int (query, 0);
  return TRUE;
}

static gboolean
purge_notifications (
  EmulatorStore *store, gint64 operation, guint limit, guint *n_purged, GError **error)
{
  gint64 last = 0;

  return find_last (store, operation, limit, &last, error) &&
         purge_tags (store, operation, last, error) &&
         delete_rows (store,
                      "DELETE FROM notifications WHERE operation = ? AND created <= ?"
                      " RETURNING created",
                      operation, last, n_purged, NULL, error);
}

static gboolean
delete_operation (EmulatorStore *store, gint64 operation, GError **error)
{
  g_autoptr (EmulatorStatement) delete =
    emulator_store_prepare (store, "DELETE FROM operations WHERE created = ?");

  emulator_statement_bind_int (delete, 1, operation);
  return emulator_statement_run (delete, error);
}

/* Some rows of it, and itself after the last. */
static gboolean
purge_operation (
  EmulatorStore *store, gint64 operation, guint limit, guint *n_purged, GError **error)
{
  guint n_rows = 0;

  if (!delete_rows (store,
                    "DELETE FROM attempts WHERE id IN"
                    " (SELECT id FROM attempts WHERE operation = ? LIMIT ?) RETURNING id",
                    operation, limit, &n_rows, NULL, error) ||
      (n_rows < limit && !purge_notifications (store, operation, limit - n_rows, &n_rows, error))) {
    return FALSE;
  }
  *n_purged += n_rows;
  if (n_rows == limit) {
    return TRUE;
  }
  *n_purged += 1;
  return delete_operation (store, operation, error);
}

/**
 * emulator_retention_purge:
 * @store: where the operations are, with a transaction open
 * @now: the time
 * @limit: how many rows at most
 * @n_purged: (out): how many it were; fewer than @limit where nothing is left to do
 * @error: return location for a [error@Emulator.StoreError]
 *
 * Deletes operations that have ended and are not kept any longer, with all that belongs to them,
 * the oldest first.
 */
gboolean
emulator_retention_purge (
  EmulatorStore *store, gint64 now, guint limit, guint *n_purged, GError **error)
{
  g_return_val_if_fail (store != NULL && n_purged != NULL, FALSE);

  gint64 start = emulator_retention_get_start (now);
  *n_purged = 0;
  while (*n_purged < limit) {
    gint64 operation = 0;
    EmulatorStep step = find_oldest (store, &operation, error);
    if (step != EMULATOR_STEP_ROW || operation >= start) {
      return step != EMULATOR_STEP_ERROR;
    }
    if (!purge_operation (store, operation, limit - *n_purged, n_purged, error)) {
      return FALSE;
    }
  }
  return TRUE;
}
