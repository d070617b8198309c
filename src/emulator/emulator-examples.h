#pragma once

#include "emulator-world.h"

G_BEGIN_DECLS

gboolean emulator_examples_fill (EmulatorWorld *world, GError **error);

G_END_DECLS
