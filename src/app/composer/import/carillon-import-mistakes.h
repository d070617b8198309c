#pragma once

#include <dispatch-import.h>

G_BEGIN_DECLS

/* What is wrong with what the columns of a file are said to be, in words. All (transfer full) and
 * translated, and NULL where nothing is wrong. */
char *carillon_import_mistakes_find (const DispatchImportMapping *mapping,
                                     const DispatchImportPreview *preview);
char *carillon_import_mistakes_find_odd_name (const DispatchImportMapping *mapping);
char *carillon_import_mistakes_label (const DispatchImportMapping *mapping,
                                      const DispatchImportPreview *preview,
                                      guint column,
                                      gboolean *is_odd); /* (out): it may stay so */
char *carillon_import_mistakes_column_label (const DispatchImportPreview *preview, guint column);

G_END_DECLS
