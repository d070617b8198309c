#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A popover that asks for a variable, and for the text where a recipient has none. The signal
 * "insert" has what was chosen: `name`, or `name | default: "text"`. */
#define CARILLON_TYPE_INSERT_VARIABLE (carillon_insert_variable_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonInsertVariable, carillon_insert_variable, CARILLON, INSERT_VARIABLE, GtkPopover)
void carillon_insert_variable_open (CarillonInsertVariable *self, const char *const *names);

G_END_DECLS
