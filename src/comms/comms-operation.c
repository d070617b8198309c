#include "comms-operation.h"

#include <base-json.h>

struct _CommsOperation {
  CommsResource parent_instance;
};

G_DEFINE_FINAL_TYPE (CommsOperation, comms_operation, COMMS_TYPE_RESOURCE)

static const char *const count_names[COMMS_N_COUNTS] = {
  [COMMS_COUNT_TOTAL] = "total",
  [COMMS_COUNT_RECIPIENTS] = "recipients",
  [COMMS_COUNT_UNADDRESSABLE] = "unaddressable",
  [COMMS_COUNT_SCHEDULED] = "scheduled",
  [COMMS_COUNT_QUEUED] = "queued",
  [COMMS_COUNT_SENT] = "sent",
  [COMMS_COUNT_FAILED] = "failed",
  [COMMS_COUNT_CANCELED] = "canceled",
};

static const char *const final_statuses[] = { "COMPLETED", "CANCELED" };

static void
comms_operation_class_init (CommsOperationClass *klass)
{
}

static void
comms_operation_init (CommsOperation *self)
{
}

static JsonObject *
get_object (CommsOperation *self)
{
  return base_json_node_object (comms_resource_get_node (COMMS_RESOURCE (self)));
}

/**
 * comms_operation_get_status:
 * @self: an operation
 *
 * Returns: (nullable): as the API wrote it: SCHEDULED, PROCESSING, COMPLETED, CANCELED; compare
 * without case
 */
const char *
comms_operation_get_status (CommsOperation *self)
{
  g_return_val_if_fail (COMMS_IS_OPERATION (self), NULL);

  return base_json_string (get_object (self), "status");
}

/**
 * comms_operation_get_count:
 * @self: an operation
 * @count: which count
 *
 * The counts need not add up: the API's own samples do not.
 *
 * Returns: the count, 0 where it is absent
 */
gint64
comms_operation_get_count (CommsOperation *self, CommsCount count)
{
  g_return_val_if_fail (COMMS_IS_OPERATION (self), 0);
  g_return_val_if_fail ((guint) count < COMMS_N_COUNTS, 0);

  JsonObject *stats = base_json_object (get_object (self), "stats");
  return MAX (base_json_int (stats, count_names[count], 0), 0);
}

/**
 * comms_operation_get_stat:
 * @self: an operation
 * @name: of a count, such as "delivered", which only a guide of the API shows (section 7.1)
 *
 * Returns: the count, -1 where it is absent or no number
 */
gint64
comms_operation_get_stat (CommsOperation *self, const char *name)
{
  g_return_val_if_fail (COMMS_IS_OPERATION (self), -1);
  g_return_val_if_fail (name != NULL, -1);

  return base_json_int (base_json_object (get_object (self), "stats"), name, -1);
}

/**
 * comms_operation_has_ended:
 * @self: an operation
 *
 * Returns: whether its status is one that no other follows
 */
gboolean
comms_operation_has_ended (CommsOperation *self)
{
  g_return_val_if_fail (COMMS_IS_OPERATION (self), FALSE);

  const char *status = comms_operation_get_status (self);
  for (gsize i = 0; status != NULL && i < G_N_ELEMENTS (final_statuses); i++) {
    if (g_ascii_strcasecmp (status, final_statuses[i]) == 0) {
      return TRUE;
    }
  }
  return FALSE;
}
