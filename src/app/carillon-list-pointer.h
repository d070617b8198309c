#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* For a list in a popover beside what is typed into, one of whose rows is chosen by keys as well:
 * only a pointer that is moved chooses a row by being over it. */
#define CARILLON_TYPE_LIST_POINTER (carillon_list_pointer_get_type ())
G_DECLARE_FINAL_TYPE (CarillonListPointer, carillon_list_pointer, CARILLON, LIST_POINTER, GObject)

CarillonListPointer *carillon_list_pointer_new (GtkListView *list);
/* To be called when other rows come under the pointer: they were shown, found or scrolled. */
void carillon_list_pointer_rest (CarillonListPointer *self);

G_END_DECLS
