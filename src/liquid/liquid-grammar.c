/* Markup by the grammar: cut into words first, all of them, then walked. Shopify's strict modes
 * refuse what fails here, in their words; its lax mode reads outputs that pass here by the grammar,
 * and else goes by patterns. */

#include "liquid-grammar.h"

#include <string.h>

static const char *const type_names[] = {
  [LIQUID_WORD_END] = "end_of_string",
  [LIQUID_WORD_PIPE] = "pipe",
  [LIQUID_WORD_DOT] = "dot",
  [LIQUID_WORD_COLON] = "colon",
  [LIQUID_WORD_COMMA] = "comma",
  [LIQUID_WORD_OPEN_SQUARE] = "open_square",
  [LIQUID_WORD_CLOSE_SQUARE] = "close_square",
  [LIQUID_WORD_OPEN_ROUND] = "open_round",
  [LIQUID_WORD_CLOSE_ROUND] = "close_round",
  [LIQUID_WORD_QUESTION] = "question",
  [LIQUID_WORD_DASH] = "dash",
  [LIQUID_WORD_DOTDOT] = "dotdot",
  [LIQUID_WORD_COMPARISON] = "comparison",
  [LIQUID_WORD_ID] = "id",
  [LIQUID_WORD_NUMBER] = "number",
  [LIQUID_WORD_STRING] = "string",
};

/* What a word may be by its first letter; where nothing stands here, an operator or no word. */
static const uint8_t first_letters[256] = {
  ['|'] = LIQUID_WORD_PIPE,           ['.'] = LIQUID_WORD_DOT,
  [':'] = LIQUID_WORD_COLON,          [','] = LIQUID_WORD_COMMA,
  ['['] = LIQUID_WORD_OPEN_SQUARE,    [']'] = LIQUID_WORD_CLOSE_SQUARE,
  ['('] = LIQUID_WORD_OPEN_ROUND,     [')'] = LIQUID_WORD_CLOSE_ROUND,
  ['?'] = LIQUID_WORD_QUESTION,       ['-'] = LIQUID_WORD_DASH,
  ['0' ... '9'] = LIQUID_WORD_NUMBER, ['A' ... 'Z'] = LIQUID_WORD_ID,
  ['a' ... 'z'] = LIQUID_WORD_ID,     ['_'] = LIQUID_WORD_ID,
  ['"'] = LIQUID_WORD_STRING,         ['\''] = LIQUID_WORD_STRING,
};

/* Each of these answers what stands behind the word at @p, or NULL where it is no such word. */

static const char *
scan_id (const char *p, const char *end)
{
  while (p < end && (liquid_is_word (*p) || *p == '-')) {
    p++;
  }
  return p < end && *p == '?' ? p + 1 : p;
}

static const char *
scan_digits (const char *p, const char *end)
{
  while (p < end && g_ascii_isdigit (*p)) {
    p++;
  }
  return p;
}

static const char *
scan_number (const char *p, const char *end)
{
  const char *start = *p == '-' ? p + 1 : p;
  const char *whole = scan_digits (start, end);

  if (whole == start) {
    return NULL;
  }
  const char *fraction = whole < end && *whole == '.' ? scan_digits (whole + 1, end) : whole;
  return fraction > whole + 1 ? fraction : whole;
}

static const char *
scan_string (const char *p, const char *end)
{
  const char *close = memchr (p + 1, *p, (size_t) (end - p - 1));

  return close != NULL ? close + 1 : NULL;
}

static const char *
scan_comparison (const char *p, const char *end)
{
  bool has_next = p + 1 < end;

  if (has_next && p[1] == '=' && strchr ("=!<>", *p) != NULL) {
    return p + 2;
  }
  if (has_next && p[0] == '<' && p[1] == '>') {
    return p + 2;
  }
  return *p == '<' || *p == '>' ? p + 1 : NULL;
}

/* A dash may begin a number, and two dots are one word. */
static const char *
scan_mark (const char *p, const char *end, LiquidWordType *type)
{
  const char *number = *p == '-' ? scan_number (p, end) : NULL;

  if (number != NULL) {
    *type = LIQUID_WORD_NUMBER;
    return number;
  }
  bool twice = *p == '.' && p + 1 < end && p[1] == '.';
  *type = twice ? LIQUID_WORD_DOTDOT : *type;
  return twice ? p + 2 : p + 1;
}

static const char *
scan_word (const char *p, const char *end, LiquidWordType *type)
{
  *type = first_letters[(guchar) *p];
  switch ((int) *type) {
  case LIQUID_WORD_ID:
    return scan_id (p, end);
  case LIQUID_WORD_NUMBER:
    return scan_number (p, end);
  case LIQUID_WORD_STRING:
    return scan_string (p, end);
  case LIQUID_WORD_END:
    *type = LIQUID_WORD_COMPARISON;
    return scan_comparison (p, end);
  default:
    return scan_mark (p, end, type);
  }
}

/* Sets the error, with the markup that it is about; returns false. */
bool
liquid_grammar_fail (LiquidGrammar *self, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  const LiquidWord *word = liquid_grammar_get_word (self, 0);
  if (self->quote.bytes == NULL) {
    return liquid_parser_fail (self->parser, LIQUID_ERROR_SYNTAX, word->text, "%s", message);
  }
  LiquidSlice quote = self->braces ? self->quote : liquid_slice_strip (self->quote);
  return liquid_parser_fail (self->parser, LIQUID_ERROR_SYNTAX, word->text,
                             self->braces ? "%s in \"{{%.*s}}\"" : "%s in \"%.*s\"", message,
                             (int) quote.length, quote.bytes);
}

static void
add_word (LiquidGrammar *self, LiquidWordType type, const char *start, const char *end)
{
  LiquidWord word = { type, liquid_slice_range (start, end) };

  /* `contains` compares, unless it is a part of a path. */
  if (type == LIQUID_WORD_ID && liquid_slice_equal (word.text, LIQUID_SLICE ("contains")) &&
      (self->parser->words.len == 0 ||
       self->parser->words.items[self->parser->words.len - 1].type != LIQUID_WORD_DOT)) {
    word.type = LIQUID_WORD_COMPARISON;
  }
  LIQUID_VECTOR_ADD (self->parser->words, word);
}

/* Cuts @markup into words; false with an error that quotes it where that cannot be done. */
bool
liquid_grammar_begin (LiquidGrammar *self, LiquidParser *parser, LiquidSlice markup)
{
  const char *end = markup.bytes + markup.length;
  const char *p = markup.bytes;

  self->parser = parser;
  self->position = 0;
  parser->words.len = 0;
  for (;;) {
    while (p < end && liquid_is_space (*p)) {
      p++;
    }
    if (p == end) {
      break;
    }
    LiquidWordType type;
    const char *word_end = scan_word (p, end, &type);
    if (word_end == NULL) {
      LiquidWord wrong = { LIQUID_WORD_END, liquid_slice_range (p, g_utf8_next_char (p)) };
      parser->words.len = 0;
      LIQUID_VECTOR_ADD (parser->words, wrong);
      return liquid_grammar_fail (self, "Unexpected character %.*s", (int) wrong.text.length,
                                  wrong.text.bytes);
    }
    add_word (self, type, p, word_end);
    p = word_end;
  }
  add_word (self, LIQUID_WORD_END, end, end);
  return true;
}

/* Whether the next word is the name @id. */
bool
liquid_grammar_look_id (const LiquidGrammar *self, const char *id)
{
  const LiquidWord *word = liquid_grammar_get_word (self, 0);

  return word->type == LIQUID_WORD_ID && liquid_slice_is (word->text, id);
}

/* Passes over the name @id where it is next. */
bool
liquid_grammar_accept_id (LiquidGrammar *self, const char *id)
{
  bool found = liquid_grammar_look_id (self, id);

  self->position += found;
  return found;
}

/* Passes over a word that must be of @type. */
bool
liquid_grammar_consume (LiquidGrammar *self, LiquidWordType type, LiquidSlice *text)
{
  const LiquidWord *word = liquid_grammar_get_word (self, 0);

  if (word->type != type) {
    return liquid_grammar_fail (self, "Expected %s but found %s", type_names[type],
                                type_names[word->type]);
  }
  if (text != NULL) {
    *text = word->text;
  }
  self->position++;
  return true;
}

static bool
fail_expression (LiquidGrammar *self)
{
  const LiquidWord *word = liquid_grammar_get_word (self, 0);

  if (word->type == LIQUID_WORD_END) {
    return liquid_grammar_fail (self, "[:end_of_string] is not a valid expression");
  }
  return liquid_grammar_fail (self, "[:%s, \"%.*s\"] is not a valid expression",
                              type_names[word->type], (int) word->text.length, word->text.bytes);
}

static bool skip_expression (LiquidGrammar *self, int depth);

static bool
skip_bracket (LiquidGrammar *self, int depth)
{
  return liquid_grammar_consume (self, LIQUID_WORD_OPEN_SQUARE, NULL) &&
         skip_expression (self, depth + 1) &&
         liquid_grammar_consume (self, LIQUID_WORD_CLOSE_SQUARE, NULL);
}

static bool
skip_parts (LiquidGrammar *self, int depth)
{
  for (;;) {
    if (liquid_grammar_look (self, LIQUID_WORD_OPEN_SQUARE, 0)) {
      if (!skip_bracket (self, depth)) {
        return false;
      }
    } else if (liquid_grammar_accept (self, LIQUID_WORD_DOT)) {
      if (!liquid_grammar_consume (self, LIQUID_WORD_ID, NULL)) {
        return false;
      }
    } else {
      return true;
    }
  }
}

static bool
skip_range (LiquidGrammar *self, int depth)
{
  return liquid_grammar_consume (self, LIQUID_WORD_OPEN_ROUND, NULL) &&
         skip_expression (self, depth + 1) &&
         liquid_grammar_consume (self, LIQUID_WORD_DOTDOT, NULL) &&
         skip_expression (self, depth + 1) &&
         liquid_grammar_consume (self, LIQUID_WORD_CLOSE_ROUND, NULL);
}

static bool
skip_expression (LiquidGrammar *self, int depth)
{
  if (depth > LIQUID_MAX_BRACKETS) {
    return liquid_grammar_fail (self, "More than %d brackets inside each other",
                                LIQUID_MAX_BRACKETS);
  }
  switch ((int) liquid_grammar_get_word (self, 0)->type) {
  case LIQUID_WORD_ID:
    self->position++;
    return skip_parts (self, depth);
  case LIQUID_WORD_OPEN_SQUARE:
    if (self->parser->template->mode == LIQUID_STRICT2) {
      return liquid_grammar_fail (self,
                                  "Bare bracket access is not allowed. Use self['...'] instead");
    }
    return skip_bracket (self, depth) && skip_parts (self, depth);
  case LIQUID_WORD_NUMBER:
  case LIQUID_WORD_STRING:
    self->position++;
    return true;
  case LIQUID_WORD_OPEN_ROUND:
    return skip_range (self, depth);
  default:
    return fail_expression (self);
  }
}

/* Passes over a literal, a path or a range; @text is what it was. */
bool
liquid_grammar_expression (LiquidGrammar *self, LiquidSlice *text)
{
  const char *start = liquid_grammar_get_word (self, 0)->text.bytes;

  if (!skip_expression (self, 0)) {
    return false;
  }
  const LiquidWord *last = &self->parser->words.items[self->position - 1];
  *text = liquid_slice_range (start, last->text.bytes + last->text.length);
  return true;
}
