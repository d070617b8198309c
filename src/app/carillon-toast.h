#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows @text in the toast overlay around @from; does nothing where there is none. */
void carillon_toast (GtkWidget *from, const char *text);

G_END_DECLS
