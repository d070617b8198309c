#pragma once

#include "carillon-recipients-grid.h"

G_BEGIN_DECLS

/* Shows what is in a CSV file, and how it is understood, which can be changed, before its rows
 * become recipients of the draft that is shown then: one step of undo. A worker reads. Properties
 * for its interface only. */
#define CARILLON_TYPE_IMPORT_DIALOG (carillon_import_dialog_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonImportDialog, carillon_import_dialog, CARILLON, IMPORT_DIALOG, GtkWidget)

void carillon_import_dialog_present (CarillonRecipientsGrid *grid);
CarillonImportDialog *
carillon_import_dialog_present_file (CarillonRecipientsGrid *grid, GFile *file); /* (nullable) */
void carillon_import_dialog_open (CarillonImportDialog *self, GFile *file);

G_END_DECLS
