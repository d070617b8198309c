#pragma once

#include <glib.h>

G_BEGIN_DECLS

int ctl_render_run (int argc, char *argv[]);

G_END_DECLS
