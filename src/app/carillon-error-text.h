#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Errors in an operator's words. All (transfer full), translated, without secrets. */
gboolean carillon_error_is_foreseen (const GError *error); /* so that title and advice are ours */
char *
carillon_error_title (const GError *error); /* what happened: "The server could not be reached" */
char *
carillon_error_advice (const GError *error); /* what can be done about it; one or two sentences */
char *carillon_error_detail (
  const GError *error); /* (nullable): issues of the answer, a line each, with their fields */

G_END_DECLS
