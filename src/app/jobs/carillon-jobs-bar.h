#pragma once

#include <gtk/gtk.h>

#include "carillon-session.h"

G_BEGIN_DECLS

/* Tells of the job at hand at the foot of the window: how far it is, what it waits for, what became
 * of it; and lets the operator pause, stop, resume and try again. Properties: "session" (nullable),
 * read-write; read-only: "job" (nullable), "title", "counts", "detail" (strings, nullable). All
 * notified. */
#define CARILLON_TYPE_JOBS_BAR (carillon_jobs_bar_get_type ())
G_DECLARE_FINAL_TYPE (CarillonJobsBar, carillon_jobs_bar, CARILLON, JOBS_BAR, GtkWidget)

void carillon_jobs_bar_set_session (CarillonJobsBar *self, CarillonSession *session);

G_END_DECLS
