#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Frees in a worker what takes too long for the main loop. Takes NULL. */
void comms_let_go (gpointer data, GDestroyNotify free_data);

G_END_DECLS
