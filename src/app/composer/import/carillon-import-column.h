#pragma once

#include <dispatch-import.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What one column of a file is, to choose, or the name of a variable to type. Signal "changed" when
 * somebody did. */
#define CARILLON_TYPE_IMPORT_COLUMN (carillon_import_column_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonImportColumn, carillon_import_column, CARILLON, IMPORT_COLUMN, GtkWidget)

GtkWidget *
carillon_import_column_new (guint position,
                            const char *heading,
                            const DispatchImportColumn *guessed,
                            const char *const *names); /* of variables, the likely first */
void carillon_import_column_apply (CarillonImportColumn *self, DispatchImportMapping *mapping);
void carillon_import_column_set_mistake (CarillonImportColumn *self,
                                         const char *text, /* (nullable) */
                                         gboolean is_odd);

G_END_DECLS
