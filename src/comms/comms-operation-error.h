#pragma once

#include "comms-resource.h"

G_BEGIN_DECLS

/* Why notifications of an operation failed. It has no ID. */
#define COMMS_TYPE_OPERATION_ERROR (comms_operation_error_get_type ())
G_DECLARE_FINAL_TYPE (
  CommsOperationError, comms_operation_error, COMMS, OPERATION_ERROR, CommsResource)
gint64 comms_operation_error_get_code (CommsOperationError *self);
const char *comms_operation_error_get_message (CommsOperationError *self);
const char *comms_operation_error_get_context (CommsOperationError *self);
const char *comms_operation_error_get_info_url (CommsOperationError *self);
const char *comms_operation_error_get_notification_id (CommsOperationError *self);

G_END_DECLS
