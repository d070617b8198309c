#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A random JSON array or object, and whether everybody reads it alike. */
char *value_fixture_make (GRand *random, gboolean *is_exact);

G_END_DECLS
