#pragma once

#include <dispatch-import.h>

G_BEGIN_DECLS

/* The rows of a file that are left out: a GListModel of GtkStringObject, each made when a view asks
 * for it. */
#define CARILLON_TYPE_BAD_ROWS (carillon_bad_rows_get_type ())
G_DECLARE_FINAL_TYPE (CarillonBadRows, carillon_bad_rows, CARILLON, BAD_ROWS, GObject)

CarillonBadRows *carillon_bad_rows_new (DispatchImport *import);
char *carillon_bad_rows_to_csv (CarillonBadRows *self, guint max_rows);

G_END_DECLS
