#include "carillon-variables.h"

#include <liquid.h>
#include <string.h>

static void
carillon_variable_free (gpointer data)
{
  CarillonVariable *variable = data;

  g_free (variable->name);
  g_free (variable->fallback);
  g_free (variable);
}

static CarillonVariable *
find (GPtrArray *variables, const char *name)
{
  for (guint i = 0; i < variables->len; i++) {
    CarillonVariable *variable = g_ptr_array_index (variables, i);
    if (strcmp (variable->name, name) == 0) {
      return variable;
    }
  }
  return NULL;
}

static bool
find_nothing (void *data, const char *name, size_t length, LiquidValue *value)
{
  return false;
}

/* What the output around @use gives when no variable has a value: the text of its default. */
static char *
render_fallback (const char *text, const LiquidVariable *use)
{
  const char *open = g_strrstr_len (text, (gssize) use->span.start, "{{");
  const char *close = strstr (text + use->span.end, "}}");
  if (open == NULL || close == NULL) {
    return NULL;
  }
  g_autoptr (LiquidTemplate) output =
    liquid_template_parse (open, close + 2 - open, LIQUID_SHOPIFY, NULL);
  g_autoptr (GString) result = g_string_new (NULL);
  if (output == NULL || !liquid_template_render (output, find_nothing, NULL, NULL, result, NULL)) {
    return NULL;
  }
  return g_string_free (g_steal_pointer (&result), FALSE);
}

static void
add_use (GPtrArray *variables, const char *text, const LiquidVariable *use)
{
  CarillonVariable *variable = find (variables, use->name);

  if (variable == NULL) {
    variable = g_new0 (CarillonVariable, 1);
    variable->name = g_strdup (use->name);
    g_ptr_array_add (variables, variable);
  }
  if (!use->has_default && !use->conditional) {
    variable->required = TRUE;
  } else if (use->has_default && variable->fallback == NULL) {
    variable->fallback = render_fallback (text, use);
  }
}

/* What stands in typographic quotation marks is meant to be a text, whatever Liquid makes of it. */
static gboolean
is_quoted (const LiquidVariable *use, const LiquidSpan *quotes, size_t n_quotes)
{
  for (size_t i = 0; i < n_quotes; i++) {
    if (use->span.start < quotes[i].end && quotes[i].start < use->span.end) {
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
add_uses (GPtrArray *variables, const char *text)
{
  g_autoptr (LiquidTemplate) template = liquid_template_parse (text, -1, LIQUID_SHOPIFY, NULL);
  if (template == NULL) {
    return FALSE;
  }
  size_t n_uses, n_quotes;
  const LiquidVariable *uses = liquid_template_get_variables (template, &n_uses);
  g_autofree LiquidSpan *quotes = liquid_find_curly_quotes (text, -1, LIQUID_SHOPIFY, &n_quotes);
  for (size_t i = 0; i < n_uses; i++) {
    if (!is_quoted (&uses[i], quotes, n_quotes)) {
      add_use (variables, text, &uses[i]);
    }
  }
  return TRUE;
}

/**
 * carillon_variables_scan:
 * @draft: a draft
 *
 * Finds the variables that the title and the body name, in the order of first use.
 *
 * Returns: (transfer full) (nullable) (element-type CarillonVariable): the variables, or %NULL
 * while one of the templates does not parse
 */
GPtrArray *
carillon_variables_scan (DispatchDraft *draft)
{
  g_return_val_if_fail (DISPATCH_IS_DRAFT (draft), NULL);

  g_autoptr (GPtrArray) variables = g_ptr_array_new_with_free_func (carillon_variable_free);
  if (!add_uses (variables, dispatch_draft_get_title (draft)) ||
      !add_uses (variables, dispatch_draft_get_body (draft))) {
    return NULL;
  }
  return g_steal_pointer (&variables);
}

/**
 * carillon_variables_find:
 * @variables: (nullable): what carillon_variables_scan() found
 * @name: the name of a variable
 *
 * Returns: (nullable): the variable
 */
const CarillonVariable *
carillon_variables_find (GPtrArray *variables, const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);
  return variables != NULL ? find (variables, name) : NULL;
}
