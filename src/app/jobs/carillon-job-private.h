#pragma once

#include "carillon-job.h"

G_BEGIN_DECLS

/* For CarillonJobs only. */
CarillonJob *carillon_job_new (const ArchiveJob *job, CarillonJobState state);
void carillon_job_set_state (CarillonJob *self, CarillonJobState state, const GError *error);
void carillon_job_take (CarillonJob *self, const ArchiveJob *job);

/* Shows how far @run is, from now on or (NULL) no more. */
void carillon_job_follow (CarillonJob *self, DispatchJob *run);
DispatchJob *carillon_job_get_run (CarillonJob *self); /* (nullable) */

G_END_DECLS
