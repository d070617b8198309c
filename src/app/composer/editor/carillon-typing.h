#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Helps with the typing of Liquid: what closes a pair is put behind the cursor when it is opened,
 * is passed over when it is typed, and goes with the opening when nothing stands between. What is
 * pasted, undone or put in by the program is left as it is. The signal "typed" is emitted when a
 * character has been. */
#define CARILLON_TYPE_TYPING (carillon_typing_get_type ())
G_DECLARE_FINAL_TYPE (CarillonTyping, carillon_typing, CARILLON, TYPING, GObject)
CarillonTyping *carillon_typing_new (GtkTextView *view);
void carillon_typing_set_single_line (CarillonTyping *self, gboolean single_line);
void carillon_typing_press (CarillonTyping *self);

char *carillon_typing_get_text (GtkTextBuffer *buffer, gsize *cursor);

G_END_DECLS
