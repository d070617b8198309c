/* The tags of both dialects, as completion explains them, and what the engine says of words. */

#include "carillon-liquid-help.h"

#include <glib/gi18n.h>
#include <string.h>

static const CarillonLiquidHelp tags[] = {
  { "#", N_ ("A note that nobody reads"), "{% # ask Ann %} →" },
  { "assign", N_ ("Gives a value a name"), "{% assign city = 'Graz' %}{{ city }} → Graz" },
  { "block", N_ ("A part that a layout may replace"), "{% block top %}Hi{% endblock %} → Hi" },
  { "break", N_ ("Ends a loop"), "{% for n in (1..9) %}{{ n }}{% break %}{% endfor %} → 1" },
  { "capture", N_ ("Gives what is printed a name"),
    "{% capture greeting %}Hi{% endcapture %}{{ greeting }} → Hi" },
  { "case", N_ ("Chooses by a value"), "{% case 1 %}{% when 1 %}one{% endcase %} → one" },
  { "comment", N_ ("A long note that nobody reads"), "{% comment %}Ask Ann{% endcomment %} →" },
  { "continue", N_ ("Goes on with the next item of a loop"),
    "{% for n in (1..3) %}{% if n == 2 %}{% continue %}{% endif %}{{ n }}{% endfor %} → 13" },
  { "cycle", N_ ("Prints one text after the other in a loop"),
    "{% for n in (1..3) %}{% cycle 'a', 'b' %}{% endfor %} → aba" },
  { "decrement", N_ ("Counts down and prints the number"), "{% decrement left %} → -1" },
  { "doc", N_ ("A description that nobody reads"), "{% doc %}Greets{% enddoc %} →" },
  { "echo", N_ ("Prints a value, as {{ }} does"), "{% echo 'Hi' %} → Hi" },
  { "else", N_ ("What else there is, where nothing else is true"),
    "{% if vip %}a{% else %}b{% endif %} → b" },
  { "elsif", N_ ("Another condition"), "{% if vip %}a{% elsif 1 == 1 %}b{% endif %} → b" },
  { "for", N_ ("Repeats for each item of a list"),
    "{% for n in (1..3) %}{{ n }}{% endfor %} → 123" },
  { "if", N_ ("Prints where something is true"), "{% if 2 > 1 %}yes{% endif %} → yes" },
  { "ifchanged", N_ ("Prints where it is not what it was before"),
    "{% for n in (1..2) %}{% ifchanged %}a{% endifchanged %}{% endfor %} → a" },
  { "include", N_ ("Another template, which the service has not"), "{% include 'footer' %}" },
  { "increment", N_ ("Counts up and prints the number"), "{% increment seen %} → 0" },
  { "layout", N_ ("A template around this one, which the service has not"), "{% layout 'page' %}" },
  { "liquid", N_ ("Several tags, one a line"), "{% liquid echo 'Hi' %} → Hi" },
  { "raw", N_ ("Prints Liquid as it stands"), "{% raw %}{{ name }}{% endraw %} → {{ name }}" },
  { "render", N_ ("Another template, which the service has not"), "{% render 'footer' %}" },
  { "tablerow", N_ ("Makes the rows of an HTML table"),
    "{% tablerow n in list %}{{ n }}{% endtablerow %}" },
  { "unless", N_ ("Prints where something is not true"),
    "{% unless vip %}yes{% endunless %} → yes" },
  { "when", N_ ("A value to choose by"), "{% case 1 %}{% when 1, 2 %}few{% endcase %} → few" },
};

/* Stand inside of blocks only, so that the engine does not count them as tags. */
static const char *const branches[] = { "else", "elsif", "when", NULL };

/**
 * carillon_liquid_help_get_tags:
 * @n_tags: (out): how many there are
 *
 * Returns: (array length=n_tags): the tags of both dialects, by name
 */
const CarillonLiquidHelp *
carillon_liquid_help_get_tags (gsize *n_tags)
{
  *n_tags = G_N_ELEMENTS (tags);
  return tags;
}

/**
 * carillon_liquid_help_has_filter:
 * @dialect: whose
 * @name: of a filter
 *
 * Returns: whether @dialect knows it
 */
gboolean
carillon_liquid_help_has_filter (LiquidDialect dialect, const char *name)
{
  const char *other;

  for (gsize i = 0; (other = liquid_get_nth_filter (dialect, i, NULL)) != NULL; i++) {
    if (strcmp (other, name) == 0) {
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * carillon_liquid_help_needs_value:
 * @filter: the name of a filter
 *
 * Returns: whether it does nothing sensible without a value behind a colon
 */
gboolean
carillon_liquid_help_needs_value (const char *filter)
{
  const char *other;
  bool needs_value;
  gsize n_filters;

  for (gsize i = 0; (other = liquid_get_nth_filter (LIQUID_SHOPIFY, i, &needs_value)) != NULL;
       i++) {
    if (strcmp (other, filter) == 0 && needs_value) {
      return TRUE;
    }
  }
  /* LiquidJS counts nothing; but the example shows how the filter is meant. */
  const CarillonLiquidHelp *filters = carillon_liquid_help_get_filters (&n_filters);
  g_autofree char *with_value = g_strconcat ("| ", filter, ": ", NULL);
  for (gsize i = 0; i < n_filters; i++) {
    if (strcmp (filters[i].name, filter) == 0) {
      return strstr (filters[i].example, with_value) != NULL;
    }
  }
  return FALSE;
}

static gboolean
find_tag (LiquidDialect dialect, const char *name, bool *is_block)
{
  const char *other;

  for (gsize i = 0; (other = liquid_get_nth_tag (dialect, i, is_block)) != NULL; i++) {
    if (strcmp (other, name) == 0) {
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * carillon_liquid_help_has_tag:
 * @dialect: whose
 * @name: of a tag, or of a word that is one inside blocks
 *
 * Returns: whether @dialect knows it
 */
gboolean
carillon_liquid_help_has_tag (LiquidDialect dialect, const char *name)
{
  return find_tag (dialect, name, NULL) || carillon_liquid_help_is_branch (name);
}

/**
 * carillon_liquid_help_is_block:
 * @tag: its name
 *
 * Returns: whether a tag of that name behind “end” closes it
 */
gboolean
carillon_liquid_help_is_block (const char *tag)
{
  bool is_block = false;

  return (find_tag (LIQUID_SHOPIFY, tag, &is_block) ||
          find_tag (LIQUID_LIQUIDJS, tag, &is_block)) &&
         is_block;
}

/**
 * carillon_liquid_help_is_branch:
 * @tag: its name
 *
 * Returns: whether it stands inside of blocks only
 */
gboolean
carillon_liquid_help_is_branch (const char *tag)
{
  return g_strv_contains (branches, tag);
}
