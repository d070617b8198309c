/* Most messages are so simple that both kinds of Liquid must read them the same: text, and outputs
 * of a variable with or without a default. For them nothing needs to be rendered twice, as long as
 * the values are texts: both print a text as it is, nothing where there is none, and both give
 * `default` to what is not there or empty, which an empty cell is not sent as. Anything else, be it
 * as simple, counts as not plain. */

#include "dispatch-plain.h"

#include <string.h>

/* Words that are no names in one of the dialects. */
static const char *const words[] = {
  "true", "false", "nil", "null", "empty", "blank", "and", "or", "not", "contains", "in",
};

static const char *
skip_space (const char *at)
{
  return at + strspn (at, " \t");
}

/* Returns: (nullable): what stands behind the name at @at. */
static const char *
skip_name (const char *at)
{
  const char *end = at;

  if (!g_ascii_isalpha (*at) && *at != '_') {
    return NULL;
  }
  while (g_ascii_isalnum (*end) || *end == '_') {
    end++;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
    if (strlen (words[i]) == (gsize) (end - at) && memcmp (words[i], at, (gsize) (end - at)) == 0) {
      return NULL;
    }
  }
  return end;
}

/* Returns: (nullable): what stands behind `| default: "text"` at @at. */
static const char *
skip_default (const char *at)
{
  static const char name[] = "default";

  at = skip_space (at + 1);
  if (strncmp (at, name, strlen (name)) != 0) {
    return NULL;
  }
  at = skip_space (at + strlen (name));
  if (*at != ':') {
    return NULL;
  }
  at = skip_space (at + 1);
  if (*at != '\'' && *at != '"') {
    return NULL;
  }
  const char *end = strpbrk (at + 1, "'\"\\{}|%\n");
  return end != NULL && *end == *at ? skip_space (end + 1) : NULL;
}

/* Returns: (nullable): what stands behind the output whose braces begin at @at. */
static const char *
skip_output (const char *at)
{
  at = skip_name (skip_space (at + 2));
  if (at == NULL) {
    return NULL;
  }
  at = skip_space (at);
  if (*at == '|') {
    at = skip_default (at);
  }
  return at != NULL && g_str_has_prefix (at, "}}") ? at + 2 : NULL;
}

/**
 * dispatch_text_is_plain:
 * @text: a template
 *
 * Returns: whether it reads the same in both dialects for all values that are texts
 */
gboolean
dispatch_text_is_plain (const char *text)
{
  const char *at = text;

  while (at != NULL && *(at += strcspn (at, "{}")) != '\0') {
    at = g_str_has_prefix (at, "{{") ? skip_output (at) : NULL;
  }
  return at != NULL;
}
