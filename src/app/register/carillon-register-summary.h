#pragma once

#include <dispatch-devices.h>

#include "carillon-app-list.h"

G_BEGIN_DECLS

/* What is said of the devices of a file before they are registered. */
char *carillon_register_good_text (const DispatchDevices *devices);
char *carillon_register_bad_text (const DispatchDevices *devices);     /* (nullable) */
char *carillon_register_warning_text (const DispatchDevices *devices); /* (nullable) */
char *carillon_register_user_text (const DispatchDevices *devices);    /* (nullable) */
char *
carillon_register_app_text (const DispatchDevices *devices, CarillonAppList *apps); /* (nullable) */
char *carillon_register_consequences (const DispatchDevices *devices);

/* A GtkStringObject for no column, and one for each. */
GListModel *carillon_register_name_columns (const DispatchSheet *file, gboolean has_header);

G_END_DECLS
