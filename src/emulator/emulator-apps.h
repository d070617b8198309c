#pragma once

#include "emulator-world.h"

G_BEGIN_DECLS

gboolean emulator_apps_find (EmulatorStore *store, const char *name, gint64 *app, GError **error);
gboolean emulator_apps_add (EmulatorWorld *world, const char *name, gint64 *app, GError **error);
gboolean emulator_apps_touch (EmulatorWorld *world, gint64 app, GError **error);
gboolean emulator_apps_delete (EmulatorWorld *world, gint64 app, GError **error);

G_END_DECLS
