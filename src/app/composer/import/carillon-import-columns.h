#pragma once

#include <dispatch-import.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The first rows of a file, and above each column what it is, to choose. Signal "changed" when
 * somebody chose. */
#define CARILLON_TYPE_IMPORT_COLUMNS (carillon_import_columns_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonImportColumns, carillon_import_columns, CARILLON, IMPORT_COLUMNS, GtkWidget)

void carillon_import_columns_fill (CarillonImportColumns *self,
                                   const DispatchImportPreview *preview,
                                   const DispatchImportMapping *mapping,
                                   const char *const *names); /* (nullable): of variables */
void carillon_import_columns_apply (CarillonImportColumns *self, DispatchImportMapping *mapping);
void carillon_import_columns_show_mistakes (CarillonImportColumns *self,
                                            const DispatchImportMapping *mapping,
                                            const DispatchImportPreview *preview);

G_END_DECLS
