#pragma once

#include "emulator-call.h"

G_BEGIN_DECLS

/* What tests and rehearsals steer the emulator by; it stands beside the versions of the API. */
#define EMULATOR_CONTROL_PATH "/__emulator"

extern const EmulatorRoute emulator_control_routes[]; /* ended by one without a method */

guint emulator_control_fetch_clock (EmulatorCall *call, GError **error);
guint emulator_control_set_clock (EmulatorCall *call, GError **error);
guint emulator_control_list_deliveries (EmulatorCall *call, GError **error);

gboolean emulator_control_is_path (const char *path);
gboolean emulator_control_admits (const char *host, const char *origin);

G_END_DECLS
