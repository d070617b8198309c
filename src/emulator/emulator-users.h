#pragma once

#include "emulator-world.h"

G_BEGIN_DECLS

gboolean emulator_users_find (EmulatorStore *store, const char *id, gint64 *user, GError **error);
gboolean
emulator_users_add (EmulatorWorld *world, const char *bare_id, gint64 *user, GError **error);

G_END_DECLS
