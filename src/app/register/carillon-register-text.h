#pragma once

#include <archive-jobs.h>
#include <dispatch-devices.h>

G_BEGIN_DECLS

/* What is said of devices to be registered, and of the rows of a job that registers them. */

extern const char *const carillon_register_providers[]; /* FCM and APN, NULL */

const char *carillon_register_provider_label (const char *provider);
const char *carillon_register_shape_text (DispatchTokenShape shape, const char *provider);
char *carillon_register_problem_text (DispatchDeviceProblem problem, guint other_line);

/* Of a row of such a job: what became of it in a word or two, and why (nullable). */
const char *carillon_register_row_result (const ArchiveJobRow *row);
char *carillon_register_row_reason (const ArchiveJobRow *row);
char *carillon_register_reason_text (const char *reason); /* NULL where it is of no such row */

G_END_DECLS
