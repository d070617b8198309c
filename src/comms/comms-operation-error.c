#include "comms-operation-error.h"

#include <base-json.h>

/* One entry of section 7.4 of the API, which names the list and shows no example: the members are
 * those of the errors of requests (section 4.7). */
struct _CommsOperationError {
  CommsResource parent_instance;
};

G_DEFINE_FINAL_TYPE (CommsOperationError, comms_operation_error, COMMS_TYPE_RESOURCE)

static void
comms_operation_error_class_init (CommsOperationErrorClass *klass)
{
  COMMS_RESOURCE_CLASS (klass)->id_member = NULL;
}

static void
comms_operation_error_init (CommsOperationError *self)
{
}

static const char *
get_string (CommsOperationError *self, const char *name)
{
  return comms_resource_get_string (COMMS_RESOURCE (self), name);
}

/**
 * comms_operation_error_get_code:
 * @self: an error of an operation
 *
 * Returns: its number, 0 where there is none
 */
gint64
comms_operation_error_get_code (CommsOperationError *self)
{
  g_return_val_if_fail (COMMS_IS_OPERATION_ERROR (self), 0);

  JsonNode *node = comms_resource_get_node (COMMS_RESOURCE (self));
  return MAX (base_json_int (base_json_node_object (node), "code", 0), 0);
}

/**
 * comms_operation_error_get_message:
 * @self: an error of an operation
 *
 * Returns: (nullable): what went wrong
 */
const char *
comms_operation_error_get_message (CommsOperationError *self)
{
  g_return_val_if_fail (COMMS_IS_OPERATION_ERROR (self), NULL);

  return get_string (self, "message");
}

/**
 * comms_operation_error_get_context:
 * @self: an error of an operation
 *
 * Returns: (nullable): the JSON path of what it is about; samples of the API write the word "null"
 * for none
 */
const char *
comms_operation_error_get_context (CommsOperationError *self)
{
  g_return_val_if_fail (COMMS_IS_OPERATION_ERROR (self), NULL);

  const char *context = get_string (self, "context");
  return g_strcmp0 (context, "null") != 0 ? context : NULL;
}

/**
 * comms_operation_error_get_info_url:
 * @self: an error of an operation
 *
 * Returns: (nullable): where to read more
 */
const char *
comms_operation_error_get_info_url (CommsOperationError *self)
{
  g_return_val_if_fail (COMMS_IS_OPERATION_ERROR (self), NULL);

  const char *url = get_string (self, "infoUrl");
  return url != NULL ? url : get_string (self, "more_info");
}

/**
 * comms_operation_error_get_notification_id:
 * @self: an error of an operation
 *
 * Returns: (nullable): the notification that failed
 */
const char *
comms_operation_error_get_notification_id (CommsOperationError *self)
{
  g_return_val_if_fail (COMMS_IS_OPERATION_ERROR (self), NULL);

  return comms_resource_get_related_id (COMMS_RESOURCE (self), "push_notification");
}
