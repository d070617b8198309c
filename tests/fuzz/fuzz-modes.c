/* What the strictest mode of Shopify's dialect takes prints the same in the laxest; but for what
 * the strictest alone gives a meaning to. */

#include "fuzz-data.h"

#include <stdlib.h>
#include <string.h>

/* A comma or colon that nothing follows is allowed by the grammar only. */
static bool
has_trailing_mark (const char *text, size_t size)
{
  for (size_t i = 0; i < size; i++) {
    size_t next = i + 1;
    while (next < size && g_ascii_isspace (text[next])) {
      next++;
    }
    if ((text[i] == ',' || text[i] == ':') && (next == size || strchr ("|-}%", text[next]))) {
      return true;
    }
  }
  return false;
}

/* Names of filters have dashes and question marks by the grammar, and end before them by the
 * patterns. */
static bool
has_long_name (const char *text, size_t size)
{
  for (size_t i = 1; i < size; i++) {
    if ((text[i] == '-' || text[i] == '?') &&
        (g_ascii_isalnum (text[i - 1]) || text[i - 1] == '_')) {
      return true;
    }
  }
  return false;
}

/* By the grammar a number and an operator end where a letter begins, and a word where a quote or
 * bracket or operator does; by the patterns they are one with it, or need a blank between. */
static bool
has_glued_word (const char *text, size_t size)
{
  for (size_t i = 1; i < size; i++) {
    bool is_letter = g_ascii_isalpha (text[i]) || text[i] == '_';
    if (is_letter && (g_ascii_isdigit (text[i - 1]) || strchr ("=<>!", text[i - 1]) != NULL)) {
      return true;
    }
    bool behind_letter = g_ascii_isalnum (text[i - 1]) || strchr ("_])'\"", text[i - 1]) != NULL;
    if (behind_letter && text[i] != '\0' && strchr ("('\"=<>!", text[i]) != NULL) {
      return true;
    }
  }
  return false;
}

/* Blanks inside a range, and before a bracket in a condition, are allowed by the grammar only. */
static bool
has_loose_range (const char *text, size_t size)
{
  for (size_t i = 1; i < size; i++) {
    bool behind = g_ascii_isspace (text[i]) && (text[i - 1] == '(' || text[i - 1] == '.');
    bool before =
      g_ascii_isspace (text[i - 1]) && (text[i] == ')' || text[i] == '.' || text[i] == '[');
    if (behind || before) {
      return true;
    }
  }
  return false;
}

/* By the patterns a comma in quotes, too, ends a value of a cycle. */
static bool
has_quoted_cycle (const char *text, size_t size)
{
  bool has_comma = false, has_quote = false, has_cycle = false;

  for (size_t i = 0; i < size; i++) {
    has_comma |= text[i] == ',';
    has_quote |= text[i] == '"' || text[i] == '\'';
    has_cycle |= size - i >= strlen ("cycle") && strncmp (text + i, "cycle", strlen ("cycle")) == 0;
  }
  return has_comma && has_quote && has_cycle;
}

static int
count_matches (GRegex *regex, const char *text, size_t size)
{
  GMatchInfo *match;
  int count = 0;

  for (g_regex_match_full (regex, text, (gssize) size, 0, 0, &match, NULL);
       g_match_info_matches (match); g_match_info_next (match, NULL)) {
    count++;
  }
  g_match_info_free (match);
  return count;
}

/* By the patterns `and` and `or` join conditions wherever they stand; by the grammar they are names
 * where nothing stands before or behind that they could join. */
static bool
has_operator_name (const char *text, size_t size)
{
  static GRegex *words, *joining;

  if (words == NULL) {
    words = g_regex_new ("\\b(?:and|or)\\b", G_REGEX_RAW, 0, NULL);
    joining = g_regex_new ("[\\w'\")\\]]\\s+(?:and|or)(?=\\s+(?!(?:and|or)\\b)[\\w'\"(\\[-])",
                           G_REGEX_RAW, 0, NULL);
  }
  return count_matches (words, text, size) != count_matches (joining, text, size);
}

static bool
means_more (const char *text, size_t size)
{
  return has_long_name (text, size) || has_trailing_mark (text, size) ||
         has_glued_word (text, size) || has_loose_range (text, size) ||
         has_quoted_cycle (text, size) || has_operator_name (text, size);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  const char *text = (const char *) bytes;
  bool parsed;

  if (size == 0 || means_more (text, size)) {
    return 0;
  }
  GString *strict = fuzz_render (text, size, LIQUID_SHOPIFY, LIQUID_STRICT2, &parsed);

  if (parsed) {
    GString *lax = fuzz_render (text, size, LIQUID_SHOPIFY, LIQUID_LAX, &parsed);
    g_assert (parsed);
    if (strict != NULL && lax != NULL && !g_string_equal (strict, lax)) {
      /* No g_error(): the fuzzer takes its trap for a way to end. */
      g_printerr ("strict2 prints “%s”, lax “%s”\n", strict->str, lax->str);
      abort ();
    }
    if (lax != NULL) {
      g_string_free (lax, TRUE);
    }
  }
  if (strict != NULL) {
    g_string_free (strict, TRUE);
  }
  return 0;
}
