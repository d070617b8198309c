#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Returns: (transfer full): @text, a template, with the variable @old called @name wherever it is
 * used; as it is where it does not parse. */
char *carillon_rename_variable (const char *text, const char *old, const char *name);

G_END_DECLS
