#pragma once

#include "emulator-call.h"

G_BEGIN_DECLS

/* Where they stand below the version. */
#define EMULATOR_OPERATIONS "/PushNotifications/Operations"

typedef struct {
  gint64 key; /* 0 where there is none */
  gint64 status;
} EmulatorOperation;

gboolean emulator_operations_find (EmulatorCall *call,
                                   const char *bare_id,
                                   EmulatorOperation *operation,
                                   GError **error);

G_END_DECLS
