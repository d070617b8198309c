#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows @text in the toast overlay around @from; does nothing where there is none. */
void carillon_toast (GtkWidget *from, const char *text);
/* The same, with a button that activates an action with a string. */
void carillon_toast_with_action (GtkWidget *from,
                                 const char *text,
                                 const char *button_label,
                                 const char *action_name,
                                 const char *target);

G_END_DECLS
