#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A list of what is what: "Priority  High". It is not visible as long as nothing was added.
 * Property "label" (string): what it is a list of, write-only. */
#define CARILLON_TYPE_FACT_LIST (carillon_fact_list_get_type ())
G_DECLARE_FINAL_TYPE (CarillonFactList, carillon_fact_list, CARILLON, FACT_LIST, GtkWidget)

void carillon_fact_list_clear (CarillonFactList *self);
void carillon_fact_list_add (CarillonFactList *self,
                             const char *name, /* of the widget that shows the value */
                             const char *label,
                             const char *value);
void carillon_fact_list_set (CarillonFactList *self, const char *name, const char *value);

G_END_DECLS
