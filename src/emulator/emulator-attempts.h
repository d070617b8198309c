#pragma once

#include "emulator-store.h"

G_BEGIN_DECLS

gboolean emulator_attempts_make (
  EmulatorStore *store, gint64 now, guint limit, guint *n_settled, GError **error);

G_END_DECLS
