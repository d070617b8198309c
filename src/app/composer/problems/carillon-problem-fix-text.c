/* Fixes of the title and the body, written as edits that their editors can undo. */

#include "carillon-problem-fix-text.h"

#include <string.h>

static const char *
get_text (DispatchDraft *draft, DispatchField field)
{
  return field == DISPATCH_FIELD_TITLE ? dispatch_draft_get_title (draft)
                                       : dispatch_draft_get_body (draft);
}

/* Whether a variable is what an output begins with, so that a filter behind it is for it. */
static gboolean
begins_output (const char *text, gsize start)
{
  gsize at = start;

  while (at > 0 && g_ascii_isspace (text[at - 1])) {
    at--;
  }
  at -= at > 0 && text[at - 1] == '-';
  return at >= 2 && text[at - 1] == '{' && text[at - 2] == '{';
}

/* @insert: (nullable): where to write it behind each
 *
 * Returns: in how many places a `default` can be written behind @path */
static guint
find_outputs (const char *text, const char *path, const char *insert, GString *result)
{
  g_autoptr (LiquidTemplate) template = liquid_template_parse (text, -1, LIQUID_SHOPIFY, NULL);
  size_t n_variables = 0;
  const LiquidVariable *variables =
    template != NULL ? liquid_template_get_variables (template, &n_variables) : NULL;
  guint n_found = 0;
  gsize written = 0;

  for (size_t i = 0; i < n_variables; i++) {
    const LiquidVariable *variable = &variables[i];
    if (!variable->has_default && strcmp (variable->path, path) == 0 &&
        begins_output (text, variable->span.start) && variable->span.start >= written) {
      g_string_append_len (result, text + written, (gssize) (variable->span.end - written));
      g_string_append (result, insert);
      written = variable->span.end;
      n_found++;
    }
  }
  g_string_append (result, text + written);
  return n_found;
}

static const DispatchField text_fields[] = { DISPATCH_FIELD_TITLE, DISPATCH_FIELD_BODY };

gboolean
carillon_fix_can_default (DispatchDraft *draft, DispatchProblem *problem)
{
  guint n_found = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (text_fields); i++) {
    g_autoptr (GString) result = g_string_new (NULL);
    n_found += find_outputs (get_text (draft, text_fields[i]),
                             dispatch_problem_get_detail (problem), "", result);
  }
  return n_found > 0;
}

guint
carillon_fix_set_default (const CarillonFixTarget *target, const char *text)
{
  const char *path = dispatch_problem_get_detail (target->problem);
  char quote = strchr (text, '"') == NULL ? '"' : '\'';
  g_autofree char *filter = g_strdup_printf (" | default: %c%s%c", quote, text, quote);
  guint n_changed = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (text_fields); i++) {
    g_autoptr (GString) result = g_string_new (NULL);
    guint n_found = find_outputs (get_text (target->draft, text_fields[i]), path, filter, result);
    if (n_found > 0) {
      target->edit_text (target->data, text_fields[i], result->str);
    }
    n_changed += n_found;
  }
  return n_changed;
}

static gboolean
is_curly (gunichar c)
{
  return (c >= 0x2018 && c <= 0x201f) || c == 0x2039 || c == 0x203a || c == 0xab || c == 0xbb;
}

gboolean
carillon_fix_is_in_text (DispatchDraft *draft, DispatchProblem *problem)
{
  DispatchField field = dispatch_problem_get_field (problem);
  LiquidSpan span;

  return (field == DISPATCH_FIELD_TITLE || field == DISPATCH_FIELD_BODY) &&
         dispatch_problem_get_span (problem, &span);
}

/* The span is of the text that was checked. */
guint
carillon_fix_straighten_quotes (const CarillonFixTarget *target, const char *text)
{
  DispatchField field = dispatch_problem_get_field (target->problem);
  const char *old = get_text (target->draft, field);
  g_autoptr (GString) result = g_string_new (NULL);
  LiquidSpan span = { 0 };
  guint n_changed = 0;

  dispatch_problem_get_span (target->problem, &span);
  for (const char *at = old; *at != '\0'; at = g_utf8_next_char (at)) {
    gsize offset = (gsize) (at - old);
    gunichar c = g_utf8_get_char (at);
    gboolean curly = offset >= span.start && offset < span.end && is_curly (c);
    g_string_append_unichar (result, curly ? '\'' : c);
    n_changed += curly;
  }
  if (n_changed > 0) {
    target->edit_text (target->data, field, result->str);
  }
  return n_changed;
}
