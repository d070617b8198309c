#pragma once

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

/* Colours Liquid in a buffer, in the style of the system from now on. */
void carillon_liquid_language_use (GtkSourceBuffer *buffer);

G_END_DECLS
