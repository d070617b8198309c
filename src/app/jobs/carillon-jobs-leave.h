#pragma once

#include <gtk/gtk.h>

#include "carillon-session.h"

G_BEGIN_DECLS

typedef enum {
  CARILLON_LEAVE_CLOSE,  /* the window is closed */
  CARILLON_LEAVE_SWITCH, /* another account is chosen */
} CarillonLeave;

/* Whether to leave a session whose jobs run: they pause then, and go on when the operator wants
 * that in another one. Asks only where a job runs. */
gboolean carillon_jobs_leave_asks (CarillonSession *session); /* (nullable) */
void carillon_jobs_leave_async (GtkWidget *parent,
                                CarillonSession *session, /* (nullable) */
                                CarillonLeave leave,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean carillon_jobs_leave_finish (GAsyncResult *result); /* TRUE: leave */

G_END_DECLS
