#pragma once

#include <gtk/gtk.h>

#include "carillon-session.h"

G_BEGIN_DECLS

#define CARILLON_TYPE_OPERATIONS_PAGE (carillon_operations_page_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonOperationsPage, carillon_operations_page, CARILLON, OPERATIONS_PAGE, GtkWidget)

GtkWidget *carillon_operations_page_new (CarillonSession *session);
void carillon_operations_page_show (CarillonOperationsPage *self,
                                    const char *operation_id); /* its status panel */

G_END_DECLS
