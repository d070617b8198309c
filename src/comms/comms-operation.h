#pragma once

#include "comms-resource.h"

G_BEGIN_DECLS

/* The counts of an operation, in the order of their names below. */
typedef enum {
  COMMS_COUNT_TOTAL,
  COMMS_COUNT_RECIPIENTS,
  COMMS_COUNT_UNADDRESSABLE,
  COMMS_COUNT_SCHEDULED,
  COMMS_COUNT_QUEUED,
  COMMS_COUNT_SENT,
  COMMS_COUNT_FAILED,
  COMMS_COUNT_CANCELED,
  COMMS_N_COUNTS,
} CommsCount;

#define COMMS_TYPE_OPERATION (comms_operation_get_type ())
G_DECLARE_FINAL_TYPE (CommsOperation, comms_operation, COMMS, OPERATION, CommsResource)
const char *comms_operation_get_status (CommsOperation *self);
gint64 comms_operation_get_count (CommsOperation *self, CommsCount count);
gint64 comms_operation_get_stat (CommsOperation *self, const char *name);
gboolean comms_operation_has_ended (CommsOperation *self);

G_END_DECLS
