#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How the operator wants a list to look: what is chosen is remembered under the name of the list.
 */
GVariant *carillon_list_choices_load (const char *list);               /* (transfer full): a{sv} */
void carillon_list_choices_save (const char *list, GVariant *choices); /* sinks @choices */

G_END_DECLS
