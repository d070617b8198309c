#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* One table for both: what the keys do, and the sheet that tells so. */
void carillon_shortcuts_install (GtkApplication *application);
void carillon_shortcuts_present (GtkWidget *parent);

G_END_DECLS
