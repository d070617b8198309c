#pragma once

#include "emulator-issues.h"
#include "emulator-world.h"

G_BEGIN_DECLS

/* Limit of the API (reference, "Send"). */
#define EMULATOR_MAX_RECIPIENTS 10000

void emulator_send_check (JsonObject *body,
                          gint64 now,
                          const EmulatorPath *root,
                          EmulatorIssues *issues);
gboolean emulator_send_accept (EmulatorWorld *world,
                               JsonObject *body,
                               EmulatorIssues *issues,
                               char **operation_id,
                               GError **error);

G_END_DECLS
