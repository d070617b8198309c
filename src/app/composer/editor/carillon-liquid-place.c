/* What stands where in a template that is still being typed, and therefore need not parse: a
 * scanner that takes every text for something. */

#include "carillon-liquid-place.h"

#include <string.h>

#include "carillon-liquid-help.h"

/* Blocks that are open at once; the engine refuses more. */
#define MAX_BLOCKS 100

typedef enum {
  EXPECT_TEXT,
  EXPECT_VALUE,
  EXPECT_FILTER,
  EXPECT_TAG,
  EXPECT_NAME,     /* a name that the template gives */
  EXPECT_PROPERTY, /* behind "." */
  EXPECT_OPERATOR, /* behind a value */
} Expectation;

typedef enum {
  TOKEN_OTHER,
  TOKEN_WORD,
  TOKEN_STRING,
  TOKEN_VERBATIM,
} TokenKind;

typedef struct {
  TokenKind kind;
  Expectation role; /* of a word */
  gsize start;
  gsize end;
} Token;

typedef struct {
  const char *text;
  gsize length;
  gsize at;
  CarillonRegion region;
  Expectation expects;
  char tag[16];   /* that the region is of */
  gboolean lines; /* each line of it is a tag */
  char blocks[MAX_BLOCKS][16];
  guint n_blocks;
} Scanner;

static gboolean
looking_at (const Scanner *self, const char *word)
{
  return strncmp (self->text + self->at, word, strlen (word)) == 0;
}

static gboolean
at_closer (const Scanner *self)
{
  return looking_at (self, self->region == CARILLON_REGION_OUTPUT ? "}}" : "%}");
}

static gboolean
is_name_byte (char c)
{
  return g_ascii_isalnum (c) || c == '_' || (guchar) c >= 0x80;
}

static void
copy_name (char to[16], const char *from, gsize length)
{
  g_strlcpy (to, from, MIN (length + 1, 16));
}

/* Where the tag that ends @tag begins, or the end of the text. */
static gsize
find_end_of (const Scanner *self, const char *tag)
{
  g_autofree char *end = g_strconcat ("end", tag, NULL);
  const char *open = self->text + self->at;

  while ((open = strstr (open, "{%")) != NULL) {
    const char *name = open + 2 + (open[2] == '-');
    name += strspn (name, " \t\r\n");
    if (g_str_has_prefix (name, end) && !is_name_byte (name[strlen (end)])) {
      return (gsize) (open - self->text);
    }
    open += 2;
  }
  return self->length;
}

static void
close_tag (Scanner *self)
{
  gsize length = strlen (self->tag);

  if (g_str_has_prefix (self->tag, "end")) {
    if (self->n_blocks > 0 && strcmp (self->blocks[self->n_blocks - 1], self->tag + 3) == 0) {
      self->n_blocks--;
    }
  } else if (length > 0 && self->n_blocks < MAX_BLOCKS &&
             carillon_liquid_help_is_block (self->tag)) {
    copy_name (self->blocks[self->n_blocks++], self->tag, length);
  }
}

static gboolean
is_verbatim (const char *tag)
{
  static const char *const tags[] = { "comment", "doc", "raw", NULL };

  return g_strv_contains (tags, tag);
}

static Token
take_text (Scanner *self)
{
  Token token = { TOKEN_OTHER, EXPECT_TEXT, self->at, self->length };
  const char *open = self->text + self->at;

  while ((open = strchr (open, '{')) != NULL && open[1] != '{' && open[1] != '%') {
    open++;
  }
  token.end = open != NULL ? (gsize) (open - self->text) : self->length;
  if (token.end == self->at) {
    self->region = open[1] == '{' ? CARILLON_REGION_OUTPUT : CARILLON_REGION_TAG;
    self->expects = open[1] == '{' ? EXPECT_VALUE : EXPECT_TAG;
    self->tag[0] = '\0';
    self->lines = FALSE;
    token.end += open[2] == '-' ? 3u : 2u;
  }
  return token;
}

static Token
take_closer (Scanner *self)
{
  Token token = { TOKEN_OTHER, EXPECT_TEXT, self->at, self->at + 2 };

  if (self->region == CARILLON_REGION_TAG && !self->lines) {
    close_tag (self);
  }
  self->region = self->region == CARILLON_REGION_TAG && is_verbatim (self->tag)
                   ? CARILLON_REGION_VERBATIM
                   : CARILLON_REGION_TEXT;
  return token;
}

static Token
take_string (Scanner *self)
{
  Token token = { TOKEN_STRING, EXPECT_VALUE, self->at, self->at };
  char quote = self->text[self->at++];

  while (self->at < self->length && self->text[self->at] != quote && !at_closer (self)) {
    self->at++;
  }
  token.end = self->at + (self->text[self->at] == quote);
  self->expects = EXPECT_OPERATOR;
  return token;
}

static Expectation
expect_behind_tag (const char *tag)
{
  static const char *const naming[] = { "assign",    "capture",  "decrement", "for",
                                        "increment", "tablerow", NULL };

  return g_strv_contains (naming, tag) ? EXPECT_NAME : EXPECT_VALUE;
}

static Token
take_word (Scanner *self)
{
  static const char *const operators[] = { "and", "by", "contains", "for", "in",
                                           "not", "or", "with",     NULL };
  Token token = { TOKEN_WORD, self->expects, self->at, self->at };

  while (token.end < self->length &&
         (is_name_byte (self->text[token.end]) ||
          (self->text[token.end] == '-' && is_name_byte (self->text[token.end + 1])))) {
    token.end++;
  }
  g_autofree char *word = g_strndup (self->text + token.start, token.end - token.start);
  if (self->expects == EXPECT_TAG) {
    copy_name (self->tag, word, strlen (word));
    self->lines = self->lines || strcmp (word, "liquid") == 0;
    self->expects =
      self->lines && strcmp (word, "liquid") == 0 ? EXPECT_TAG : expect_behind_tag (word);
  } else if (self->expects == EXPECT_OPERATOR && g_strv_contains (operators, word)) {
    self->expects = EXPECT_VALUE;
  } else {
    self->expects = EXPECT_OPERATOR;
  }
  return token;
}

static Token
take_space (Scanner *self)
{
  Token token = { TOKEN_OTHER, EXPECT_TEXT, self->at, self->at };

  while (token.end < self->length && g_ascii_isspace (self->text[token.end])) {
    if (self->lines && self->text[token.end] == '\n') {
      self->expects = EXPECT_TAG;
    }
    token.end++;
  }
  return token;
}

/* To the end of the tag, or of the line where each is one. */
static Token
take_comment (Scanner *self)
{
  Token token = { TOKEN_VERBATIM, EXPECT_TEXT, self->at, self->at };

  while (self->at < self->length && !at_closer (self) &&
         !(self->lines && self->text[self->at] == '\n')) {
    self->at++;
  }
  token.end = self->at;
  self->tag[0] = '\0';
  return token;
}

static Token
take_sign (Scanner *self)
{
  static const struct {
    const char *signs;
    Expectation expects;
  } behind[] = {
    { "|", EXPECT_FILTER },
    { ":,=!<>[(", EXPECT_VALUE },
    { "])", EXPECT_OPERATOR },
  };
  char sign = self->text[self->at];
  Token token = { TOKEN_OTHER, EXPECT_TEXT, self->at, self->at + 1 };

  if (sign == '.') {
    gboolean range = self->text[self->at + 1] == '.';
    token.end += range;
    self->expects = range ? EXPECT_VALUE : EXPECT_PROPERTY;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (behind); i++) {
    if (strchr (behind[i].signs, sign) != NULL) {
      self->expects = behind[i].expects;
    }
  }
  return token;
}

static Token
take_markup (Scanner *self)
{
  char c = self->text[self->at];

  if (at_closer (self)) {
    return take_closer (self);
  }
  if (g_ascii_isspace (c)) {
    return take_space (self);
  }
  if (c == '"' || c == '\'') {
    return take_string (self);
  }
  if (c == '#' && self->expects == EXPECT_TAG) {
    return take_comment (self);
  }
  return is_name_byte (c) ? take_word (self) : take_sign (self);
}

/* What comes next, which is never empty before the end of the text. */
static Token
take (Scanner *self)
{
  Token token;

  switch (self->region) {
  case CARILLON_REGION_VERBATIM:
    token = (Token){ TOKEN_VERBATIM, EXPECT_TEXT, self->at, find_end_of (self, self->tag) };
    self->region = CARILLON_REGION_TEXT;
    if (token.end == token.start) {
      token = take_text (self);
    }
    break;
  case CARILLON_REGION_OUTPUT:
  case CARILLON_REGION_TAG:
    token = take_markup (self);
    break;
  case CARILLON_REGION_TEXT:
  default:
    token = take_text (self);
  }
  self->at = token.end;
  return token;
}

static CarillonPlaceKind
to_kind (Expectation expectation)
{
  switch (expectation) {
  case EXPECT_VALUE:
    return CARILLON_PLACE_VALUE;
  case EXPECT_FILTER:
    return CARILLON_PLACE_FILTER;
  case EXPECT_TAG:
    return CARILLON_PLACE_TAG;
  case EXPECT_TEXT:
  case EXPECT_NAME:
  case EXPECT_PROPERTY:
  case EXPECT_OPERATOR:
  default:
    return CARILLON_PLACE_NOTHING;
  }
}

/* What a token begins with. */
typedef struct {
  CarillonRegion region;
  Expectation expects;
  guint n_blocks;
} Before;

/* The cursor is inside of @token, or right behind it. */
static void
describe (const Before *before, const Scanner *after, const Token *token, CarillonPlace *place)
{
  gsize cursor = place->start;
  gboolean inside = cursor < token->end;

  place->region = inside ? before->region : after->region;
  if (token->kind == TOKEN_WORD) {
    place->kind = to_kind (token->role);
    place->start = token->start;
    place->end = token->end;
  } else if (token->kind == TOKEN_STRING) {
    char quote = after->text[token->start];
    gboolean closed = token->end - token->start > 1 && after->text[token->end - 1] == quote;
    place->quote = inside || !closed ? quote : 0;
  } else if (token->kind == TOKEN_VERBATIM) {
    place->region = CARILLON_REGION_VERBATIM;
  } else if (place->region == CARILLON_REGION_OUTPUT || place->region == CARILLON_REGION_TAG) {
    place->kind = to_kind (inside ? before->expects : after->expects);
  }
}

/**
 * carillon_liquid_place_find:
 * @text: a template, which need not parse
 * @cursor: a place of it, in bytes
 * @place: (out): what the place is
 */
void
carillon_liquid_place_find (const char *text, gsize cursor, CarillonPlace *place)
{
  g_return_if_fail (text != NULL);
  g_return_if_fail (place != NULL);

  Scanner scanner = { .text = text, .length = strlen (text) };
  Before before = { CARILLON_REGION_TEXT, EXPECT_TEXT, 0 };
  Token token = { TOKEN_OTHER, EXPECT_TEXT, 0, 0 };
  *place = (CarillonPlace){ .start = MIN (cursor, scanner.length) };
  place->end = cursor = place->start;
  while (scanner.at < cursor) {
    before = (Before){ scanner.region, scanner.expects, scanner.n_blocks };
    token = take (&scanner);
  }
  describe (&before, &scanner, &token, place);
  guint n_blocks = cursor < token.end ? before.n_blocks : scanner.n_blocks;
  if (n_blocks > 0) {
    g_strlcpy (place->block, scanner.blocks[n_blocks - 1], sizeof place->block);
  }
}

static gboolean
is_constant (const char *name)
{
  static const char *const constants[] = { "blank", "empty", "false", "forloop",
                                           "nil",   "null",  "true",  NULL };

  return g_ascii_isdigit (*name) || g_strv_contains (constants, name);
}

/* The name of an argument stands where a value may. */
static gboolean
is_argument (const Scanner *scanner)
{
  const char *behind = scanner->text + scanner->at;

  return behind[strspn (behind, " \t\r\n")] == ':';
}

/**
 * carillon_liquid_place_add_names:
 * @text: a template, which need not parse
 * @cursor: a place in it, in bytes, whose own word is left out; or -1
 * @names: (element-type utf8): gets the names that the template uses or gives, once each
 */
void
carillon_liquid_place_add_names (const char *text, gssize cursor, GPtrArray *names)
{
  g_return_if_fail (text != NULL);
  g_return_if_fail (names != NULL);

  Scanner scanner = { .text = text, .length = strlen (text) };
  while (scanner.at < scanner.length) {
    Token token = take (&scanner);
    gboolean here = cursor >= (gssize) token.start && cursor <= (gssize) token.end;
    if (token.kind != TOKEN_WORD || here || is_argument (&scanner) ||
        (token.role != EXPECT_VALUE && token.role != EXPECT_NAME)) {
      continue;
    }
    g_autofree char *name = g_strndup (text + token.start, token.end - token.start);
    if (!is_constant (name) && !g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL)) {
      g_ptr_array_add (names, g_steal_pointer (&name));
    }
  }
}

/**
 * carillon_liquid_place_is_name:
 * @text: UTF-8
 *
 * Returns: whether a variable can be called so
 */
gboolean
carillon_liquid_place_is_name (const char *text)
{
  if (!g_unichar_isalpha (g_utf8_get_char (text)) && *text != '_') {
    return FALSE;
  }
  for (; *text != '\0'; text = g_utf8_next_char (text)) {
    gunichar c = g_utf8_get_char (text);
    if (!g_unichar_isalnum (c) && c != '_' && c != '-') {
      return FALSE;
    }
  }
  return TRUE;
}
