#pragma once

#include "carillon-job.h"

G_BEGIN_DECLS

/* A job in an operator's words. All (transfer full) and translated. */
char *carillon_job_title (CarillonJob *job);  /* "Deleting registrations" */
char *carillon_job_counts (CarillonJob *job); /* "312 of 1,000 deleted · 2 failed" */
char *carillon_job_detail (CarillonJob *job); /* (nullable): a wait, the time left, or what went
                                                 wrong */
char *carillon_job_toast (CarillonJob *job);  /* of one that is done: "3 registrations deleted" */

G_END_DECLS
