#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A drop-down with "Any Status" and @statuses (NULL-terminated, static, as the API names them). */
GtkWidget *carillon_status_filter_new (const char *const *statuses);
const char *
carillon_status_filter_get (GtkDropDown *filter, const char *const *statuses); /* (nullable): any */

G_END_DECLS
