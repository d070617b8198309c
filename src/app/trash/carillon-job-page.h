#pragma once

#include <gtk/gtk.h>

#include "carillon-list-page.h"
#include "carillon-session.h"

G_BEGIN_DECLS

/* One job of the history, opened: how it went, what can be done about it, and its rows. Signal
 * "left": the operator wants to see the others again, or has removed it. Actions: "job.…". */
#define CARILLON_TYPE_JOB_PAGE (carillon_job_page_get_type ())
G_DECLARE_FINAL_TYPE (CarillonJobPage, carillon_job_page, CARILLON, JOB_PAGE, GtkWidget)

GtkWidget *carillon_job_page_new (CarillonSession *session, gint64 job);
void carillon_job_page_refresh (CarillonJobPage *self);
CarillonListPage *carillon_job_page_get_rows (CarillonJobPage *self);

G_END_DECLS
