/* The table of what the dialects disagree on; Shopify's Liquid 5 in lax mode, and LiquidJS 10. */

#include "liquid-private.h"

static const LiquidTraits dialects[] = {
  [LIQUID_SHOPIFY] = {
    .quote_entity = "&quot;",
    .suppress_blank = true,
    .strict_types = true,
    .count_arguments = true,
    .default_replaces_hash = true,
    .title_case = true,
    .print_containers = true,
    .append_float = liquid_append_ruby_float,
  },
  [LIQUID_LIQUIDJS] = {
    .quote_entity = "&#34;",
    .string_escapes = true,
    .empty_output_is_error = true,
    .unicode_strip = true,
    .arrays_only = true,
    .append_float = liquid_append_js_float,
  },
};

const LiquidTraits *
liquid_dialect_get_traits (LiquidDialect dialect)
{
  g_assert (dialect < G_N_ELEMENTS (dialects));

  return &dialects[dialect];
}
