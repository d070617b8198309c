#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The name of a column, checked as it is typed, for a question. Properties: "valid" (read-only:
 * whether it can be taken). */
#define CARILLON_TYPE_COLUMN_FORM (carillon_column_form_get_type ())
G_DECLARE_FINAL_TYPE (CarillonColumnForm, carillon_column_form, CARILLON, COLUMN_FORM, GtkWidget)

/* @taken: the names that others have. @name: (nullable): to begin with. @option: (nullable): of a
 * switch, which is on at first. */
GtkWidget *
carillon_column_form_new (const char *const *taken, const char *name, const char *option);
const char *carillon_column_form_get_name (CarillonColumnForm *self);
gboolean carillon_column_form_get_option (CarillonColumnForm *self);

G_END_DECLS
