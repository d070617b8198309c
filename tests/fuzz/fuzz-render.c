/* Any bytes, as a template of each dialect and mode: nothing crashes, leaks, hangs or lists a place
 * that is not in the text, no limit is passed, and none changes what is printed. What stands behind
 * a byte 0x1e is the text of the partial `f`. */

/* For memmem(), which is linear. */
#define _GNU_SOURCE

#include "fuzz-data.h"

#include <string.h>

#define SEPARATOR '\x1e'

/* Each of them small enough to be met. */
static const LiquidLimits small_limits[] = {
  { .max_output = 40 }, { .max_steps = 60 },   { .max_memory = 2000 },
  { .max_rounds = 3 },  { .max_partials = 1 }, { .max_partial_text = 40 },
};

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

/* The data, of which somebody ends the render when they have been asked a few times. */
typedef struct {
  guint asked;
  guint most;
  gint cancelled;
} Canceller;

static bool
look_up (void *data, const char *name, size_t length, LiquidValue *value)
{
  Canceller *self = data;

  self->asked++;
  g_atomic_int_set (&self->cancelled, self->asked > self->most);
  return liquid_hash_lookup (fuzz_data_get (), name, length, value);
}

static void
check_cancel (const LiquidTemplate *template, size_t size)
{
  Canceller canceller = { .most = size % 4 };
  LiquidRenderOptions options = fuzz_data_get_options ();
  g_autoptr (GString) output = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  options.lookup = look_up;
  options.data = &canceller;
  options.cancelled = &canceller.cancelled;
  if (!liquid_template_render_full (template, &options, output, &error)) {
    g_assert (error->code != LIQUID_ERROR_SYNTAX);
    g_assert (output->len == 0);
  }
}

/* What a render with a small limit prints is what it prints without; @full is NULL where that does
 * not end. */
static void
check_limits (const LiquidTemplate *template, size_t size, const GString *full)
{
  LiquidRenderOptions options = fuzz_data_get_options ();
  g_autoptr (GString) output = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  options.limits = small_limits[size % G_N_ELEMENTS (small_limits)];
  if (options.limits.max_steps == 0) {
    options.limits.max_steps = fuzz_data_get_options ().limits.max_steps;
  }
  if (!liquid_template_render_full (template, &options, output, &error)) {
    g_assert (output->len == 0);
    return;
  }
  g_assert (options.limits.max_output == 0 || output->len <= options.limits.max_output);
  g_assert (full == NULL || g_string_equal (output, full));
}

static void
check_kind (const char *text, size_t size, LiquidDialect dialect, LiquidMode mode)
{
  LiquidRenderOptions options = fuzz_data_get_options ();
  g_autoptr (LiquidTemplate) template =
    liquid_template_parse_mode (text, (gssize) size, dialect, mode, NULL);
  g_autoptr (GString) output = g_string_new (NULL);

  if (template == NULL) {
    return;
  }
  bool rendered = liquid_template_render_full (template, &options, output, NULL);
  /* A sample is another one each time. */
  if (size > 0 && memmem (text, size, "sample", strlen ("sample")) == NULL) {
    check_limits (template, size, rendered ? output : NULL);
  }
  check_cancel (template, size);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  const char *text = (const char *) bytes;
  const char *separator = size > 0 ? memchr (text, SEPARATOR, size) : NULL;

  if (separator != NULL) {
    fuzz_data_set_partial (separator + 1, size - (size_t) (separator + 1 - text));
    size = (size_t) (separator - text);
  } else {
    fuzz_data_set_partial ("", 0);
  }
  for (size_t i = 0; i < G_N_ELEMENTS (kinds); i++) {
    check_kind (text, size, kinds[i].dialect, kinds[i].mode);
    check_lists (text, size, kinds[i].dialect, kinds[i].mode);
  }
  check_tags (text, size);
  check_difference (text, size);
  return 0;
}
