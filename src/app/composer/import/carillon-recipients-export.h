#pragma once

#include <dispatch-audience.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Asks for a file, and writes all recipients to it as CSV. A toast tells how that ended. */
void carillon_recipients_export (GtkWidget *parent, DispatchAudience *audience);
void carillon_recipients_export_to (GtkWidget *parent, const DispatchTable *table, GFile *file);

G_END_DECLS
