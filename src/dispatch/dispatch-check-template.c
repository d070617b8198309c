/* What can be said of one text of a draft: by itself, and for the recipients that read it. */

#include "dispatch-check-template.h"

#include <string.h>

#include "dispatch-plain.h"

/* Characters around the place where two readings part: enough to recognise it in a line. */
#define EXCERPT_BEFORE 12
#define EXCERPT_AFTER 28

static void
add (DispatchTemplate *self,
     DispatchFindings *findings,
     DispatchProblemKind kind,
     const char *detail,
     const LiquidSpan *span)
{
  const DispatchCause cause = {
    .kind = kind, .field = self->field, .detail = detail, .span = span
  };

  dispatch_findings_add (findings, &cause);
}

static gboolean
add_unknown_tags (DispatchTemplate *self, DispatchFindings *findings, const char *text)
{
  size_t n_tags;
  LiquidUnknownTag *tags = liquid_find_unknown_tags (text, -1, LIQUID_SHOPIFY, &n_tags);

  for (size_t i = 0; i < n_tags; i++) {
    add (self, findings, DISPATCH_PROBLEM_UNKNOWN_TAG, tags[i].name, &tags[i].span);
  }
  liquid_unknown_tags_free (tags, n_tags);
  return n_tags > 0;
}

static void
add_error (DispatchTemplate *self,
           DispatchFindings *findings,
           DispatchProblemKind kind,
           const GError *error)
{
  LiquidSpan span;
  const DispatchCause cause = {
    .kind = kind,
    .field = self->field,
    .detail = error->message,
    .span = liquid_error_get_span (error, &span) ? &span : NULL,
    .error = error,
  };

  dispatch_findings_add (findings, &cause);
}

static void
parse (DispatchTemplate *self, DispatchFindings *findings, const char *text)
{
  g_autoptr (GError) error = NULL;
  const char *tag, *block;

  self->shopify = liquid_template_parse (text, -1, LIQUID_SHOPIFY, &error);
  if (self->shopify != NULL) {
    return;
  }
  gboolean listed = add_unknown_tags (self, findings, text);
  if (!listed || liquid_error_get_mistake (error, &tag, &block) != LIQUID_MISTAKE_UNKNOWN_TAG) {
    add_error (self, findings, DISPATCH_PROBLEM_TEMPLATE, error);
  }
}

/* A text without any markup reads the same everywhere. Curly quotes, which the other kind refuses,
 * have been told of. */
static void
parse_other (DispatchTemplate *self, DispatchFindings *findings, const char *text)
{
  g_autoptr (GError) error = NULL;
  LiquidSpan span;

  if (strstr (text, "{{") == NULL && strstr (text, "{%") == NULL) {
    return;
  }
  self->liquidjs = liquid_template_parse (text, -1, LIQUID_LIQUIDJS, &error);
  bool quoted = self->liquidjs == NULL && liquid_error_get_span (error, &span) &&
                dispatch_template_is_quoted (self, &span);
  if (self->liquidjs == NULL && !quoted) {
    add_error (self, findings, DISPATCH_PROBLEM_DIALECT_REFUSES, error);
  }
}

static gboolean
has_unknown_filter (const LiquidTemplate *template, const char *name)
{
  size_t n_filters;
  const LiquidUnknownFilter *filters = liquid_template_get_unknown_filters (template, &n_filters);

  for (size_t i = 0; i < n_filters; i++) {
    if (strcmp (filters[i].name, name) == 0) {
      return TRUE;
    }
  }
  return FALSE;
}

static void
add_filters (DispatchTemplate *self, DispatchFindings *findings)
{
  size_t n_filters;
  const LiquidUnknownFilter *filters =
    liquid_template_get_unknown_filters (self->shopify, &n_filters);

  for (size_t i = 0; i < n_filters; i++) {
    gboolean of_one =
      self->liquidjs != NULL && !has_unknown_filter (self->liquidjs, filters[i].name);
    add (self, findings, of_one ? DISPATCH_PROBLEM_FILTER_OF_ONE : DISPATCH_PROBLEM_UNKNOWN_FILTER,
         filters[i].name, &filters[i].span);
  }
}

/* Filters that only the other rules lack. */
static void
add_other_filters (DispatchTemplate *self, DispatchFindings *findings)
{
  size_t n_filters = 0;
  const LiquidUnknownFilter *filters =
    self->liquidjs != NULL ? liquid_template_get_unknown_filters (self->liquidjs, &n_filters)
                           : NULL;

  for (size_t i = 0; i < n_filters; i++) {
    if (!has_unknown_filter (self->shopify, filters[i].name)) {
      add (self, findings, DISPATCH_PROBLEM_FILTER_OF_ONE, filters[i].name, &filters[i].span);
    }
  }
}

static void
add_partials (DispatchTemplate *self, DispatchFindings *findings)
{
  size_t n_partials;
  const LiquidPartialUse *partials = liquid_template_get_partials (self->shopify, &n_partials);

  self->has_partials = n_partials > 0;
  for (size_t i = 0; i < n_partials; i++) {
    add (self, findings, DISPATCH_PROBLEM_PARTIAL, partials[i].name, &partials[i].span);
  }
}

static void
add_positionals (DispatchTemplate *self, DispatchFindings *findings)
{
  size_t n_positionals;
  const LiquidPositional *positionals =
    liquid_template_get_positionals (self->shopify, &n_positionals);

  for (size_t i = 0; i < n_positionals; i++) {
    add (self, findings, DISPATCH_PROBLEM_POSITIONAL, positionals[i].name, &positionals[i].span);
  }
}

/* Two marks with nothing but their text between them are one. */
static void
join_quotes (DispatchTemplate *self, const char *text)
{
  size_t n_joined = 0;

  for (size_t i = 0; i < self->n_quotes; i++) {
    LiquidSpan span = self->quotes[i];
    bool has_next = i + 1 < self->n_quotes;
    if (has_next && strcspn (text + span.end, "|}\n") >= self->quotes[i + 1].start - span.end) {
      span.end = self->quotes[++i].end;
    }
    self->quotes[n_joined++] = span;
  }
  self->n_quotes = n_joined;
}

static void
add_quotes (DispatchTemplate *self, DispatchFindings *findings, const char *text)
{
  self->quotes = liquid_find_curly_quotes (text, -1, LIQUID_SHOPIFY, &self->n_quotes);
  join_quotes (self, text);
  for (size_t i = 0; i < self->n_quotes; i++) {
    const LiquidSpan *span = &self->quotes[i];
    g_autofree char *quoted = g_strndup (text + span->start, span->end - span->start);
    add (self, findings, DISPATCH_PROBLEM_CURLY_QUOTES, quoted, span);
  }
}

static void
expect_rows (DispatchTemplate *self, DispatchFindings *findings)
{
  const DispatchCause failed = { .kind = DISPATCH_PROBLEM_RENDER, .field = self->field };
  const DispatchCause differs = { .kind = DISPATCH_PROBLEM_DIALECT, .field = self->field };

  self->failed = dispatch_findings_expect (findings, &failed);
  self->differs = dispatch_findings_expect (findings, &differs);
}

/**
 * dispatch_template_init:
 * @self: (out caller-allocates): the text as it is read
 * @text: a text of a draft
 * @field: which
 * @findings: where to put what is wrong with it
 */
void
dispatch_template_init (DispatchTemplate *self,
                        const char *text,
                        DispatchField field,
                        DispatchFindings *findings)
{
  *self = (DispatchTemplate){ .field = field, .is_plain = dispatch_text_is_plain (text) };
  parse (self, findings, text);
  add_quotes (self, findings, text);
  if (self->shopify != NULL) {
    parse_other (self, findings, text);
    add_filters (self, findings);
    add_other_filters (self, findings);
    add_partials (self, findings);
    add_positionals (self, findings);
  }
  expect_rows (self, findings);
}

void
dispatch_template_clear (DispatchTemplate *self)
{
  g_clear_pointer (&self->shopify, liquid_template_free);
  g_clear_pointer (&self->liquidjs, liquid_template_free);
  g_clear_pointer (&self->quotes, g_free);
}

/**
 * dispatch_template_is_quoted:
 * @self: a text
 * @span: of a variable
 *
 * Returns: whether it is one only because of typographic quotation marks
 */
gboolean
dispatch_template_is_quoted (const DispatchTemplate *self, const LiquidSpan *span)
{
  for (size_t i = 0; i < self->n_quotes; i++) {
    if (span->start < self->quotes[i].end && self->quotes[i].start < span->end) {
      return TRUE;
    }
  }
  return FALSE;
}

static char *
make_excerpt (const char *text, gsize offset)
{
  const char *start = text + MIN (offset, strlen (text)), *end = start;

  for (guint i = 0; i < EXCERPT_BEFORE && start > text; i++) {
    start = g_utf8_prev_char (start);
  }
  for (guint i = 0; i < EXCERPT_AFTER && *end != '\0'; i++) {
    end = g_utf8_next_char (end);
  }
  g_autofree char *part = g_strndup (start, (gsize) (end - start));
  char *excerpt = g_strconcat (start > text ? "…" : "", part, *end != '\0' ? "…" : "", NULL);
  return g_strdelimit (excerpt, "\r\n\t", ' ');
}

gboolean
dispatch_template_can_render (const DispatchTemplate *self)
{
  return self->shopify != NULL && !self->has_partials;
}

/* A text by both kinds of rules. What fails by Shopify's, which the API documents, is sent with the
 * words of the failure in it, so nobody asks what the other rules make of it. */
typedef struct {
  gboolean rendered;
  gboolean differs;
  GError *error;       /* (owned) (nullable) */
  GError *other_error; /* (owned) (nullable) */
} Readings;

static void
readings_clear (Readings *self)
{
  g_clear_error (&self->error);
  g_clear_error (&self->other_error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Readings, readings_clear)

static void
read_both (const DispatchTemplate *self,
           DispatchReader *reader,
           GString *output,
           GString *other,
           Readings *readings)
{
  readings->rendered =
    self->has_branches
      ? dispatch_reader_render_noting (reader, self->shopify, output, &readings->error)
      : dispatch_reader_render (reader, self->shopify, output, &readings->error);
  if (!readings->rendered || self->liquidjs == NULL || (self->is_plain && !reader->has_json)) {
    return;
  }
  gboolean other_rendered =
    dispatch_reader_render (reader, self->liquidjs, other, &readings->other_error);
  readings->differs = !other_rendered || !g_string_equal (output, other);
}

/**
 * dispatch_template_render:
 * @self: a text that parses
 * @reader: at a row
 * @output: (out): what the recipient reads
 * @other: for what would be read by other rules
 *
 * Returns: whether there is something to read, and whether it is certain
 */
DispatchReads
dispatch_template_render (const DispatchTemplate *self,
                          DispatchReader *reader,
                          GString *output,
                          GString *other)
{
  g_auto (Readings) readings = { 0 };

  read_both (self, reader, output, other, &readings);
  if (g_error_matches (readings.error, LIQUID_ERROR, LIQUID_ERROR_CANCELLED) ||
      g_error_matches (readings.other_error, LIQUID_ERROR, LIQUID_ERROR_CANCELLED)) {
    return DISPATCH_READS_CANCELLED;
  }
  if (!readings.rendered) {
    return DISPATCH_READS_NOT;
  }
  return readings.differs ? DISPATCH_READS_DIFFERS : DISPATCH_READS;
}

void
dispatch_explanation_clear (DispatchExplanation *self)
{
  g_clear_pointer (&self->detail, g_free);
  g_clear_pointer (&self->other, g_free);
  g_clear_error (&self->error);
}

static void
explain_failure (GError *error, DispatchExplanation *explanation)
{
  explanation->detail = g_strdup (error->message);
  explanation->has_span = liquid_error_get_span (error, &explanation->span);
  explanation->error = g_error_copy (error);
}

static void
explain_difference (const DispatchTemplate *self,
                    DispatchReader *reader,
                    const GError *error,
                    DispatchExplanation *explanation)
{
  g_auto (LiquidDifference) difference = { 0 };

  if (dispatch_reader_compare (reader, self->shopify, self->liquidjs, &difference) ||
      difference.text == NULL) {
    return;
  }
  explanation->detail = make_excerpt (difference.text, difference.offset);
  explanation->other =
    difference.other_text != NULL ? make_excerpt (difference.other_text, difference.offset) : NULL;
  explanation->has_span = difference.has_span;
  explanation->span = difference.span;
  explanation->error = error != NULL ? g_error_copy (error) : NULL;
}

/**
 * dispatch_template_explain:
 * @self: a text
 * @reader: at a row for which it differs or cannot be rendered
 * @explanation: (out caller-allocates): why
 *
 * The first row of a cause stands for all of them, so this happens once for each.
 */
void
dispatch_template_explain (const DispatchTemplate *self,
                           DispatchReader *reader,
                           DispatchExplanation *explanation)
{
  g_auto (Readings) readings = { 0 };
  g_autoptr (GString) output = g_string_new (NULL), other = g_string_new (NULL);

  *explanation = (DispatchExplanation){ 0 };
  read_both (self, reader, output, other, &readings);
  if (readings.differs) {
    explain_difference (self, reader, readings.rendered ? readings.other_error : readings.error,
                        explanation);
  } else if (readings.error != NULL) {
    explain_failure (readings.error, explanation);
  }
}
