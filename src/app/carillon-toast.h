#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Shows @text in the toast overlay around @from; does nothing where there is none. */
void carillon_toast (GtkWidget *from, const char *text);
/* The same, with a button that activates an action with a string. */
void carillon_toast_with_action (GtkWidget *from,
                                 const char *text,
                                 const char *button_label,
                                 const char *action_name,
                                 const char *target);
/* The same, with a button that calls @clicked with @object, as long as that is there; it stays
 * until it is closed, or dismissed as what is returned. */
AdwToast *carillon_toast_with_button (
  GtkWidget *from, const char *text, const char *button_label, GCallback clicked, GObject *object);

G_END_DECLS
