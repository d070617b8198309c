#pragma once

#include <gtk/gtk.h>

#include <comms-client.h>

G_BEGIN_DECLS

/* The way of an operation from accepted to its end, with where it is. Property "operation"
 * (CommsOperation, nullable). */
#define CARILLON_TYPE_OPERATION_STEPS (carillon_operation_steps_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonOperationSteps, carillon_operation_steps, CARILLON, OPERATION_STEPS, GtkWidget)

GtkWidget *carillon_operation_steps_new (void);
void
carillon_operation_steps_set_operation (CarillonOperationSteps *self, CommsOperation *operation);

G_END_DECLS
