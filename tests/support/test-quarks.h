#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Keeps GLib's first table of quarks known to the leak checker. A program with more than 2,048 of
 * them, as the whole console has, gets another table, and GLib lets go of the first one on purpose,
 * because other threads may still read it. Its allocation cannot be named in a suppression without
 * whole stacks, which are slow to take. To be called before there are so many. */
void test_quarks_keep (void);

G_END_DECLS
