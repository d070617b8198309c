#pragma once

#include <archive-jobs.h>

#include "carillon-list-kind.h"
#include "carillon-record.h"

G_BEGIN_DECLS

/* What was done to many things at once: deletions, restores, registrations. */
extern const CarillonListKind carillon_jobs_kind;

/* The rows of one job, which is given to the list as "job", with what it does as "kind". */
extern const CarillonListKind carillon_job_rows_kind;

/* Rows of the list of jobs. */
CarillonRecord *carillon_job_item_new (const ArchiveJob *job); /* (transfer full) */
gint64 carillon_job_item_get_number (gpointer item);
gint64 carillon_job_item_count (gpointer item, ArchiveRowState state);
char *carillon_job_item_describe (gpointer item); /* "Delete users, begun 3 Mar, 12:01" */
char *carillon_job_item_counts (gpointer item);   /* "Done: 12 · Failed: 3" */

G_END_DECLS
