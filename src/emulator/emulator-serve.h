#pragma once

#include <glib.h>

G_BEGIN_DECLS

int emulator_serve_run (int argc, char *argv[]);

G_END_DECLS
