#pragma once

#include <glib.h>

G_BEGIN_DECLS

int emulator_fill_run (int argc, char *argv[]);

G_END_DECLS
