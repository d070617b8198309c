#pragma once

#include <gtk/gtk.h>

#include <comms-client.h>

#include "carillon-live-operations.h"

G_BEGIN_DECLS

/* A cell of the list of operations that shows the newest state of its operation. While it is mapped
 * it holds the operation in the CarillonLiveOperations of the page that it is in. */
#define CARILLON_TYPE_OPERATION_CELL (carillon_operation_cell_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonOperationCell, carillon_operation_cell, CARILLON, OPERATION_CELL, GtkWidget)

GtkWidget *carillon_operation_cell_new_status (void);
GtkWidget *carillon_operation_cell_new_bar (void);
GtkWidget *carillon_operation_cell_new_sent (void);
GtkWidget *carillon_operation_cell_new_failed (void);
void carillon_operation_cell_bind (GtkWidget *cell, gpointer operation);

G_END_DECLS
