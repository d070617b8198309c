#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Has a screen reader say @text, which @from shows already, once it has said what it is saying. */
void carillon_announce (GtkWidget *from, const char *text);

G_END_DECLS
