#pragma once

#include <archive-jobs.h>

G_BEGIN_DECLS

/* What the archive keeps in words of its own, in those of operators. All (transfer full) and
 * translated. */
char *carillon_trash_kind_label (const char *kind);        /* "registration": "Registration" */
char *carillon_trash_obstacle_text (const char *obstacle); /* (nullable) */
char *carillon_trash_difference_text (const char *words);  /* (nullable) */
char *carillon_job_kind_label (const char *kind);          /* "restore": "Restore registrations" */
char *carillon_job_state_label (const char *state);
char *carillon_job_row_state_label (const char *state);
const char *carillon_job_row_state_icon_name (const char *state); /* (nullable) */
const char *carillon_job_row_state_css_class (const char *state); /* (nullable) */
/* Why a row failed, or what is different of something restored. */
char *carillon_job_reason_text (const char *reason); /* (nullable) */

/* In the order of their enumerations, as members of records and values of filters. */
extern const char *const carillon_trash_kinds[];
extern const char *const carillon_trash_obstacles[];
extern const char *const carillon_job_kinds[];
extern const char *const carillon_job_states[];
extern const char *const carillon_job_row_states[];

G_END_DECLS
