#pragma once

#include <glib.h>
#include <liquid.h>

G_BEGIN_DECLS

/* What a filter or a tag does, for people who do not know it. */
typedef struct {
  const char *name;
  const char *help;    /* one line; to be translated */
  const char *example; /* Liquid; where it says "→", what it prints stands behind that */
} CarillonLiquidHelp;

/* Both in the order of their names; ends of blocks are not among the tags. */
const CarillonLiquidHelp *carillon_liquid_help_get_filters (gsize *n_filters);
const CarillonLiquidHelp *carillon_liquid_help_get_tags (gsize *n_tags);

gboolean carillon_liquid_help_has_filter (LiquidDialect dialect, const char *name);
gboolean carillon_liquid_help_has_tag (LiquidDialect dialect, const char *name);
gboolean carillon_liquid_help_needs_value (const char *filter);
gboolean carillon_liquid_help_is_block (const char *tag);
gboolean carillon_liquid_help_is_branch (const char *tag);

G_END_DECLS
