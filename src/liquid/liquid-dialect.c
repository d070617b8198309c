/* The table of what the dialects disagree on; Shopify's Liquid 5 in lax mode, and LiquidJS 10. */

#include "liquid-dialect.h"

#include "liquid-filters-js.h"
#include "liquid-format.h"

static const LiquidTraits dialects[] = {
  [LIQUID_SHOPIFY] = {
    .quote_entity = "&quot;",
    .suppress_blank = true,
    .count_arguments = true,
    .default_replaces_hash = true,
    .title_case = true,
    .print_containers = true,
    .append_float = liquid_append_ruby_float,
    .filters = liquid_shopify_filters,
    .n_filters = &liquid_n_shopify_filters,
  },
  [LIQUID_LIQUIDJS] = {
    .dialect = LIQUID_LIQUIDJS,
    .quote_entity = "&#34;",
    .is_js = true,
    .raises = true,
    .isolates = true,
    .append_float = liquid_append_js_float,
    .filters = liquid_js_filters,
    .n_filters = &liquid_n_js_filters,
  },
};

const LiquidTraits *
liquid_dialect_get_traits (LiquidDialect dialect)
{
  g_assert (dialect < G_N_ELEMENTS (dialects));

  return &dialects[dialect];
}
