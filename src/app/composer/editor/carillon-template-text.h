#pragma once

#include <dispatch-check.h>

G_BEGIN_DECLS

/* What the template engine says, for people who do not know its words. All (transfer full) and
 * translated. */
char *carillon_describe_template_error (const GError *error);
char *carillon_describe_unknown_tag (const char *name);
char *carillon_describe_place (const char *what, DispatchField field, const LiquidSpan *span);

G_END_DECLS
