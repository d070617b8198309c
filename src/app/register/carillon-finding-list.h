#pragma once

#include <dispatch-devices.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/* What is to be told of the rows of a file, a GtkStringObject each, made when a view asks for it:
 * "Line 17: There is no token". */
#define CARILLON_TYPE_FINDING_LIST (carillon_finding_list_get_type ())
G_DECLARE_FINAL_TYPE (CarillonFindingList, carillon_finding_list, CARILLON, FINDING_LIST, GObject)

CarillonFindingList *carillon_finding_list_new (DispatchDevices *devices);

G_END_DECLS
