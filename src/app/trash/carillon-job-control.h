#pragma once

#include <archive-jobs.h>
#include <gtk/gtk.h>

#include "carillon-record.h"
#include "carillon-session.h"

G_BEGIN_DECLS

/* What can be wanted of a job of the history, whether this session knows it or not. */
typedef enum {
  CARILLON_JOB_CONTINUE, /* what waits */
  CARILLON_JOB_STOP,
  CARILLON_JOB_RETRY, /* what failed, with what waits */
  CARILLON_JOB_REMOVE,
  CARILLON_N_JOB_COMMANDS,
} CarillonJobCommand;

/* @item is a row of the list of jobs. */
gboolean
carillon_job_control_can (CarillonSession *session, gpointer item, CarillonJobCommand command);
void carillon_job_control_async (GtkWidget *parent,
                                 CarillonSession *session,
                                 gpointer item,
                                 CarillonJobCommand command,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean carillon_job_control_finish (GAsyncResult *result,
                                      GError **error); /* FALSE without error: the answer was no */

G_END_DECLS
