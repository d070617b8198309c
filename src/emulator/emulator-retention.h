#pragma once

#include "emulator-store.h"

G_BEGIN_DECLS

gint64 emulator_retention_get_start (gint64 now);
gboolean emulator_retention_find_next (EmulatorStore *store, gint64 *next);
gboolean emulator_retention_purge (
  EmulatorStore *store, gint64 now, guint limit, guint *n_purged, GError **error);

G_END_DECLS
