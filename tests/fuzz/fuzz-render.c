/* Any bytes, as a template of each dialect and mode: nothing crashes, leaks, hangs or lists a place
 * that is not in the text. */

#include "fuzz-data.h"

static const struct {
  LiquidDialect dialect;
  LiquidMode mode;
} kinds[] = {
  { LIQUID_SHOPIFY, LIQUID_LAX },
  { LIQUID_SHOPIFY, LIQUID_STRICT },
  { LIQUID_SHOPIFY, LIQUID_STRICT2 },
  { LIQUID_LIQUIDJS, LIQUID_LAX },
};

static void
check_span (const LiquidSpan *span, size_t size)
{
  g_assert (span->start <= span->end);
  g_assert (span->end <= size);
  g_assert (span->line > 0);
  g_assert (span->column > 0);
}

static void
check_lists (const char *text, size_t size, LiquidDialect dialect, LiquidMode mode)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LiquidTemplate) template =
    liquid_template_parse_mode (text, (gssize) size, dialect, mode, &error);
  LiquidSpan span;
  size_t count = 0;

  if (template == NULL) {
    if (liquid_error_get_span (error, &span)) {
      check_span (&span, size);
    }
    return;
  }
  const LiquidVariable *variables = liquid_template_get_variables (template, &count);
  for (size_t i = 0; i < count; i++) {
    g_assert_nonnull (variables[i].path);
    g_assert_nonnull (variables[i].name);
    check_span (&variables[i].span, size);
  }
  const LiquidUnknownFilter *filters = liquid_template_get_unknown_filters (template, &count);
  for (size_t i = 0; i < count; i++) {
    check_span (&filters[i].span, size);
  }
  const LiquidPartialUse *partials = liquid_template_get_partials (template, &count);
  for (size_t i = 0; i < count; i++) {
    check_span (&partials[i].span, size);
  }
  const LiquidPositional *positionals = liquid_template_get_positionals (template, &count);
  for (size_t i = 0; i < count; i++) {
    check_span (&positionals[i].span, size);
  }
}

static void
check_tags (const char *text, size_t size)
{
  size_t count = 0;
  LiquidUnknownTag *tags = liquid_find_unknown_tags (text, (gssize) size, LIQUID_SHOPIFY, &count);

  for (size_t i = 0; i < count; i++) {
    check_span (&tags[i].span, size);
  }
  liquid_unknown_tags_free (tags, count);
}

/* Where the dialects part is a place in both texts, and in the template. */
static void
check_difference (const char *text, size_t size)
{
  g_autoptr (LiquidTemplate) shopify =
    liquid_template_parse (text, (gssize) size, LIQUID_SHOPIFY, NULL);
  g_autoptr (LiquidTemplate) liquidjs =
    liquid_template_parse (text, (gssize) size, LIQUID_LIQUIDJS, NULL);
  g_auto (LiquidDifference) difference = { 0 };
  LiquidRenderOptions options = fuzz_data_get_options ();

  if (shopify == NULL || liquidjs == NULL ||
      liquid_template_compare (shopify, liquidjs, &options, &difference, NULL) ||
      difference.text == NULL) {
    return;
  }
  g_assert ((difference.other_text == NULL) == (difference.other_error != NULL));
  if (difference.has_span) {
    check_span (&difference.span, size);
  }
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  const char *text = (const char *) bytes;
  bool parsed;

  for (size_t i = 0; i < G_N_ELEMENTS (kinds); i++) {
    GString *output = fuzz_render (text, size, kinds[i].dialect, kinds[i].mode, &parsed);
    if (output != NULL) {
      g_string_free (output, TRUE);
    }
    check_lists (text, size, kinds[i].dialect, kinds[i].mode);
  }
  check_tags (text, size);
  check_difference (text, size);
  return 0;
}
