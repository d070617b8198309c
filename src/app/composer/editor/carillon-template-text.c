#include "carillon-template-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* What can fail while a text is made, by how the engine begins to say it. */
static const struct {
  const char *words;
  const char *meaning;
} failures[] = {
  { "comparison of String",
    N_ ("A text is compared with a number: make it one first, with “| plus: 0”") },
  { "comparison of Integer with String",
    N_ ("A number is compared with a text: make it a number first, with “| plus: 0”") },
  { "comparison of ", N_ ("Things are compared of which neither is the larger") },
  { "divided by 0", N_ ("A number is divided by zero") },
  { "invalid integer", N_ ("A whole number is needed where there is none") },
  { "wrong number of arguments", N_ ("A filter has too many values, or too few") },
  { "cannot sort values", N_ ("A list of different things cannot be sorted") },
  { "cannot select the property", N_ ("A list has something without properties in it") },
  { "Unknown operator", N_ ("A comparison is none that Liquid knows") },
  { "Nesting too deep", N_ ("Too many blocks stand inside each other") },
};

static char *
describe_failure (const GError *error)
{
  const char *summary = liquid_error_get_summary (error);

  for (gsize i = 0; i < G_N_ELEMENTS (failures); i++) {
    if (g_str_has_prefix (summary, failures[i].words)) {
      return g_strdup (_ (failures[i].meaning));
    }
  }
  return g_strdup (summary);
}

static char *
describe_unknown (const char *tag)
{
  /* The engine calls a tag without a name as a whole. */
  return tag == NULL || *tag == '{'
           ? g_strdup (_ ("A tag has no name: write one behind “{%”, or remove it"))
           : carillon_describe_unknown_tag (tag);
}

static char *
describe_wrong_end (const char *tag, const char *block)
{
  return block != NULL
           /* Translators: as in “{% endfor %}” stands where “{% endif %}” is needed */
           ? g_strdup_printf (_ ("“{%% %s %%}” stands where “{%% end%s %%}” is needed"), tag, block)
           : g_strdup_printf (_ ("“{%% %s %%}” ends a block that was never begun: remove it"), tag);
}

/* How tags are written, in Liquid. */
static const struct {
  const char *tag;
  const char *example;
} examples[] = {
  { "assign", "{% assign city = 'Graz' %}" },
  { "capture", "{% capture city %}" },
  { "case", "{% case city %}" },
  { "cycle", "{% cycle 'red', 'blue' %}" },
  { "elsif", "{% elsif city == 'Graz' %}" },
  { "for", "{% for item in items %}" },
  { "if", "{% if city == 'Graz' %}" },
  { "tablerow", "{% tablerow item in items %}" },
  { "unless", "{% unless city == 'Graz' %}" },
  { "when", "{% when 'Graz' %}" },
};

static const char *
find_example (const char *tag)
{
  for (gsize i = 0; i < G_N_ELEMENTS (examples); i++) {
    if (g_strcmp0 (tag, examples[i].tag) == 0) {
      return examples[i].example;
    }
  }
  return tag == NULL ? "{{ city | default: 'Graz' }}" : NULL;
}

static char *
describe_markup (const char *tag)
{
  const char *example = find_example (tag);
  g_autofree char *whole =
    tag != NULL ? g_strdup_printf ("{%% %s … %%}", tag) : g_strdup ("{{ … }}");

  return example != NULL
           /* Translators: as in “{% for … %}” cannot be understood: write it as in {% for item in
              items %} */
           ? g_strdup_printf (_ ("“%s” cannot be understood: write it as in %s"), whole, example)
           : g_strdup_printf (_ ("“%s” cannot be understood: look at what stands in it"), whole);
}

static char *
describe_mistake (const GError *error)
{
  const char *tag, *block;
  LiquidMistake mistake = liquid_error_get_mistake (error, &tag, &block);

  switch (mistake) {
  case LIQUID_MISTAKE_ENCODING:
    return g_strdup (_ ("A character is damaged: remove it, and type it again"));
  case LIQUID_MISTAKE_UNKNOWN_TAG:
    return describe_unknown (tag);
  case LIQUID_MISTAKE_UNCLOSED_BLOCK:
    return g_strdup_printf (_ ("“{%% %s %%}” is never closed: write “{%% end%s %%}” where it ends"),
                            tag, tag);
  case LIQUID_MISTAKE_UNCLOSED_TAG:
    return g_strdup (_ ("“{%” is never closed: write “%}” where the tag ends"));
  case LIQUID_MISTAKE_UNCLOSED_OUTPUT:
    return g_strdup (_ ("“{{” is never closed: write “}}” where the variable ends"));
  case LIQUID_MISTAKE_WRONG_END:
    return describe_wrong_end (tag, block);
  case LIQUID_MISTAKE_STRAY_BRANCH:
    return g_strdup_printf (
      _ ("“{%% %s %%}” does not belong here: it needs a block such as “{%% if %%}” around it"),
      tag);
  case LIQUID_MISTAKE_MARKUP:
  default:
    return describe_markup (tag);
  }
}

/**
 * carillon_describe_template_error:
 * @error: an error, of the template engine or another
 *
 * Returns: (transfer full): what is wrong and what to do, in one translated sentence
 */
char *
carillon_describe_template_error (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  if (error->domain != LIQUID_ERROR) {
    return g_strdup (error->message);
  }
  switch ((LiquidError) error->code) {
  case LIQUID_ERROR_SYNTAX:
    return describe_mistake (error);
  case LIQUID_ERROR_LIMIT:
    return g_strdup (_ ("It is too long, or takes too long to make: simplify it"));
  case LIQUID_ERROR_RENDER:
  case LIQUID_ERROR_CANCELLED:
  default:
    return describe_failure (error);
  }
}

/**
 * carillon_describe_unknown_tag:
 * @name: of a tag
 *
 * Returns: (transfer full): that nobody knows it, and what to do
 */
char *
carillon_describe_unknown_tag (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  return g_strdup_printf (
    _ ("“{%% %s %%}” is no tag that Liquid knows: check its spelling, or remove it"), name);
}

/**
 * carillon_describe_place:
 * @what: what there is, such as an error
 * @field: where
 * @span: where in it
 *
 * Returns: (transfer full): both, in a few translated words
 */
char *
carillon_describe_place (const char *what, DispatchField field, const LiquidSpan *span)
{
  g_return_val_if_fail (what != NULL, NULL);
  g_return_val_if_fail (span != NULL, NULL);

  switch (field) {
  case DISPATCH_FIELD_TITLE:
    /* Translators: the first is “Error”, “Warning” or “Note”, as in those below */
    return g_strdup_printf (_ ("%s in the title, column %u"), what, span->column);
  case DISPATCH_FIELD_BODY:
    return g_strdup_printf (_ ("%s in the body, line %u, column %u"), what, span->line,
                            span->column);
  case DISPATCH_FIELD_TAGS:
    return g_strdup_printf (_ ("%s in a tag, column %u"), what, span->column);
  case DISPATCH_FIELD_IMAGES:
  case DISPATCH_FIELD_SENDER:
  case DISPATCH_FIELD_SEND_AT:
  case DISPATCH_FIELD_NONE:
  case DISPATCH_FIELD_RECIPIENTS:
  case DISPATCH_FIELD_APP_NAME:
  default:
    return g_strdup (what);
  }
}
