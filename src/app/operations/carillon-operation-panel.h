#pragma once

#include <dispatch-watch.h>
#include <gtk/gtk.h>

#include "carillon-session.h"

G_BEGIN_DECLS

/* The status of one operation, live until it has ended: how far it is, its counts, and what became
 * of each recipient. It asks while it is mapped, and once more when it comes back. Property
 * "watch" (DispatchWatch, read-only). Its Back button activates "operations.back". */
#define CARILLON_TYPE_OPERATION_PANEL (carillon_operation_panel_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonOperationPanel, carillon_operation_panel, CARILLON, OPERATION_PANEL, GtkWidget)

GtkWidget *carillon_operation_panel_new (CarillonSession *session, const char *operation_id);
const char *carillon_operation_panel_get_operation_id (CarillonOperationPanel *self);
DispatchWatch *carillon_operation_panel_get_watch (CarillonOperationPanel *self);

G_END_DECLS
