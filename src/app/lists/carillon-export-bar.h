#pragma once

#include "carillon-list-export.h"
#include "carillon-list-wait.h"

G_BEGIN_DECLS

/* How an export stands, while there is one to tell of. Property "export" (CarillonListExport,
 * nullable, read-only). */
#define CARILLON_TYPE_EXPORT_BAR (carillon_export_bar_get_type ())
G_DECLARE_FINAL_TYPE (CarillonExportBar, carillon_export_bar, CARILLON, EXPORT_BAR, GtkWidget)

/* @wait: what the client of the export waits for. */
void carillon_export_bar_follow (CarillonExportBar *self,
                                 CarillonListExport *export,
                                 CarillonListWait *wait);
gboolean carillon_export_bar_is_busy (CarillonExportBar *self);

G_END_DECLS
