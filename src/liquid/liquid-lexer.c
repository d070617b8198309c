/* Cuts a template into texts, outputs and tags, by the rules of Shopify's tokenizer: a tag runs to
 * the first "%}" even inside quotes, an output to the first "}" that "}" follows. Every token is a
 * slice of the source, and each byte is looked at a bounded number of times. */

#include "liquid-lexer.h"

#include "liquid-scan.h"

#include <string.h>

static bool
starts (const char *p, const char *end, const char *pair)
{
  return end - p >= 2 && p[0] == pair[0] && p[1] == pair[1];
}

/* Behind the next "%}", or NULL. */
static const char *
find_tag_end (const char *p, const char *end)
{
  while ((p = memchr (p, '%', (size_t) (end - p))) != NULL) {
    if (starts (p, end, "%}")) {
      return p + 2;
    }
    p++;
  }
  return NULL;
}

/* Behind the text that starts at @p. */
static const char *
find_text_end (const char *p, const char *end)
{
  while ((p = memchr (p, '{', (size_t) (end - p))) != NULL) {
    if (starts (p, end, "{{") || starts (p, end, "{%")) {
      return p;
    }
    p++;
  }
  return end;
}

/* Behind the output whose inside starts at @p: at the first "}", alone or doubled, or, where "{%"
 * comes first, at the end of that tag; NULL where neither comes. */
static const char *
find_output_end (const char *p, const char *end)
{
  for (; p < end; p++) {
    if (*p == '}') {
      return starts (p, end, "}}") ? p + 2 : p + 1;
    }
    if (starts (p, end, "{%")) {
      return find_tag_end (p + 2, end);
    }
  }
  return NULL;
}

/* @source must outlive the lexer and its tokens. */
void
liquid_lexer_init (LiquidLexer *self, LiquidSlice source, const LiquidTraits *traits)
{
  *self = (LiquidLexer){
    .next = source.bytes,
    .end = source.bytes + source.length,
    .js = traits->is_js,
  };
}

/* Where LiquidJS sees the end of an output: outside quotes. */
static const char *
find_js_output_end (const char *p, const char *end)
{
  while (p < end) {
    if (*p == '"' || *p == '\'') {
      p = liquid_scan_quoted (p, end);
    } else if (starts (p, end, "}}")) {
      return p + 2;
    } else {
      p++;
    }
  }
  return NULL;
}

static LiquidSlice
strip_blank_left (LiquidSlice text)
{
  const char *end = text.bytes + text.length;

  return liquid_slice_range (liquid_scan_skip_blank (text.bytes, end), end);
}

static LiquidSlice
strip_blank_right (LiquidSlice text)
{
  while (text.length > 0) {
    const char *end = text.bytes + text.length;
    const char *last = g_utf8_find_prev_char (text.bytes, end);
    if (last == NULL || liquid_scan_blank (last, end) == 0) {
      break;
    }
    text.length = (size_t) (last - text.bytes);
  }
  return text;
}

static void
read_text (LiquidLexer *self, LiquidToken *token)
{
  const char *end = find_text_end (self->next, self->end);
  LiquidSlice text = liquid_slice_range (self->next, end);

  token->type = LIQUID_TOKEN_TEXT;
  token->whole = text;
  bool trim_end = self->end - end > 2 && end[2] == '-';
  if (self->trim) {
    text = self->js ? strip_blank_left (text) : liquid_slice_strip_left (text);
  }
  if (trim_end) {
    text = self->js ? strip_blank_right (text) : liquid_slice_strip_right (text);
  }
  token->markup = text;
  self->trim = false;
  self->next = end;
}

/* The inside of @token, which has two bytes of delimiter at either end, without the dashes; one
 * dash may be both. */
static LiquidSlice
get_inside (const LiquidToken *token)
{
  const char *start = token->whole.bytes + 2;
  const char *end = token->whole.bytes + token->whole.length - 2;

  if (start < end && *start == '-') {
    start++;
  }
  if (start < end && end[-1] == '-') {
    end--;
  }
  return liquid_slice_range (start, end);
}

static void
read_output (LiquidLexer *self, LiquidToken *token)
{
  const char *end = self->js ? find_js_output_end (self->next + 2, self->end)
                             : find_output_end (self->next + 2, self->end);

  token->type = LIQUID_TOKEN_BROKEN_OUTPUT;
  token->whole = liquid_slice_range (self->next, end != NULL ? end : self->end);
  if (end != NULL && end - self->next >= 4 && end[-1] == '}' && end[-2] == '}') {
    token->type = LIQUID_TOKEN_OUTPUT;
    token->markup = get_inside (token);
  }
}

/* Behind the name of the tag at @start. */
static const char *
find_name_end (const LiquidLexer *self, const char *start, const char *end)
{
  const char *p = start;

  if (start < end && *start == '#') {
    return start + 1;
  }
  if (self->js) {
    return liquid_scan_name (start, end);
  }
  while (p < end && liquid_is_word (*p)) {
    p++;
  }
  return p;
}

static void
read_tag (LiquidLexer *self, LiquidToken *token)
{
  const char *end = find_tag_end (self->next + 2, self->end);

  token->type = end != NULL ? LIQUID_TOKEN_TAG : LIQUID_TOKEN_BROKEN_TAG;
  token->whole = liquid_slice_range (self->next, end != NULL ? end : self->end);
  if (end == NULL) {
    return;
  }

  LiquidSlice inside = get_inside (token);
  if (self->js) {
    inside = strip_blank_left (strip_blank_right (inside));
  }
  const char *inside_end = inside.bytes + inside.length;
  const char *name = liquid_skip_space (inside.bytes, inside_end);
  const char *name_end = find_name_end (self, name, inside_end);
  token->name = liquid_slice_range (name, name_end);
  token->markup = liquid_slice_range (liquid_skip_space (name_end, inside_end), inside_end);
  if (self->js) {
    token->markup = strip_blank_left (token->markup);
  }
}

static void
read_line (LiquidLexer *self, LiquidToken *token)
{
  const char *start = liquid_skip_space (self->next, self->end);
  /* A line is read again from its middle where it is `liquid liquid …`. */
  if (start < self->end && (self->line_end == NULL || start >= self->line_end)) {
    const char *newline = memchr (start, '\n', (size_t) (self->end - start));
    self->line_end = newline != NULL ? newline : self->end;
  }
  const char *end = start < self->end ? self->line_end : self->end, *line = start;

  while (line > self->next && line[-1] != '\n') {
    line--;
  }
  self->next = end;
  if (start == self->end) {
    return;
  }
  token->type = LIQUID_TOKEN_TAG;
  const char *name_end = find_name_end (self, start, end);
  token->name = liquid_slice_range (start, name_end);
  /* What has no name is an error that repeats the line. */
  token->whole = liquid_slice_range (name_end > start ? start : line, end);
  token->markup = liquid_slice_range (liquid_skip_space (name_end, end), end);
  if (self->js) {
    token->markup = strip_blank_left (strip_blank_right (token->markup));
  }
}

/* Reads the next token; at the end of the source always LIQUID_TOKEN_END. */
void
liquid_lexer_next (LiquidLexer *self, LiquidToken *token)
{
  *token = (LiquidToken){ .type = LIQUID_TOKEN_END, .whole = { self->end, 0 } };
  if (self->lines) {
    read_line (self, token);
    return;
  }
  if (self->next == self->end) {
    return;
  }
  if (starts (self->next, self->end, "{{")) {
    read_output (self, token);
  } else if (starts (self->next, self->end, "{%")) {
    read_tag (self, token);
  } else {
    read_text (self, token);
    return;
  }
  self->next = token->whole.bytes + token->whole.length;
  self->trim = token->whole.length >= 5 && self->next[-3] == '-';
}

/* The name of the last tag that starts in @token, which must end with it; what precedes it may be
 * anything, even an output that was never ended. @start is where the tag begins. */
static LiquidSlice
find_last_tag (const LiquidToken *token, const char **tag_start)
{
  const char *start = token->whole.bytes;
  const char *end = start + token->whole.length;

  if (token->whole.length < 4 || !starts (end - 2, end, "%}")) {
    return (LiquidSlice){ start, 0 };
  }
  for (const char *p = end - 4; p >= start; p--) {
    if (!starts (p, end, "{%")) {
      continue;
    }
    const char *word = liquid_skip_space (p[2] == '-' ? p + 3 : p + 2, end);
    const char *word_end = word;
    while (word_end < end && liquid_is_word (*word_end)) {
      word_end++;
    }
    if (word_end > word) {
      *tag_start = p;
      return liquid_slice_range (word, word_end);
    }
  }
  return (LiquidSlice){ start, 0 };
}

/* Reads up to behind @end_tag; false where it never comes, or @forbidden comes before it. */
static bool
skip_to (LiquidLexer *self, LiquidSlice end_tag, LiquidSlice forbidden, LiquidSlice *body)
{
  const char *start = self->next, *tag_start = start;
  LiquidToken token;

  do {
    liquid_lexer_next (self, &token);
    LiquidSlice name = find_last_tag (&token, &tag_start);
    if (liquid_slice_equal (name, end_tag)) {
      *body = liquid_slice_range (start, tag_start);
      return true;
    }
    if (name.length > 0 && liquid_slice_equal (name, forbidden)) {
      return false;
    }
  } while (token.type != LIQUID_TOKEN_END);
  return false;
}

/* Behind the name of a tag `endraw` at @p; NULL where there is none. LiquidJS takes no dash before
 * it. */
static const char *
scan_js_endraw (const char *p, const char *end)
{
  if (!starts (p, end, "{%")) {
    return NULL;
  }
  const char *name = liquid_scan_skip_blank (p + 2, end), *name_end = liquid_scan_name (name, end);
  bool is_end = liquid_slice_equal (liquid_slice_range (name, name_end), LIQUID_SLICE ("endraw"));
  return is_end ? name_end : NULL;
}

/* Whether the tag whose name ends at @name_end is one: anything may stand behind it but another
 * tag, unless that is `endraw`, too. @tag_end is where it ends, or one before it ended; NULL where
 * none ends any more. @next is where to look for another one. */
static bool
is_js_endraw (const LiquidLexer *self,
              const char *name_end,
              const char **tag_end,
              const char **next)
{
  while (name_end != NULL) {
    if (*tag_end - 2 < name_end) {
      *tag_end = find_tag_end (name_end, self->end);
    }
    if (*tag_end == NULL) {
      return false;
    }
    *next = g_strstr_len (name_end, *tag_end - 1 - name_end, "{%");
    if (*next == NULL) {
      return true;
    }
    name_end = scan_js_endraw (*next, self->end);
  }
  return false;
}

static bool
skip_js_raw (LiquidLexer *self, LiquidSlice *body)
{
  const char *start = self->next, *tag_end = start, *p = start;

  while (tag_end != NULL && (p = memchr (p, '{', (size_t) (self->end - p))) != NULL) {
    const char *name_end = scan_js_endraw (p, self->end), *next = p + 1;
    if (name_end != NULL && is_js_endraw (self, name_end, &tag_end, &next)) {
      *body = liquid_slice_range (start, p);
      self->next = tag_end;
      self->trim = tag_end[-3] == '-';
      return true;
    }
    p = MAX (next, p + 1);
  }
  self->next = self->end;
  return false;
}

/* Reads up to behind `endraw`; false where it never comes. */
bool
liquid_lexer_skip_raw (LiquidLexer *self, LiquidSlice *body)
{
  if (self->js && !self->lines) {
    return skip_js_raw (self, body);
  }
  return skip_to (self, LIQUID_SLICE ("endraw"), LIQUID_SLICE (""), body);
}

/* Reads up to behind `enddoc`; false where it never comes, or another `doc` does. */
bool
liquid_lexer_skip_doc (LiquidLexer *self, LiquidSlice *body, bool *nested)
{
  bool skipped = skip_to (self, LIQUID_SLICE ("enddoc"), LIQUID_SLICE ("doc"), body);

  *nested = !skipped && self->next != self->end;
  return skipped;
}

/* Reads up to behind the `endcomment` that belongs to the comment just opened: comments nest, and
 * what is raw inside is passed over as one. Returns false where the tag @unclosed never ends. */
bool
liquid_lexer_skip_comment (LiquidLexer *self, LiquidSlice *unclosed)
{
  size_t depth = 1;
  LiquidToken token;
  LiquidSlice body;

  *unclosed = LIQUID_SLICE ("comment");
  for (;;) {
    liquid_lexer_next (self, &token);
    if (token.type == LIQUID_TOKEN_END) {
      return false;
    }
    if (token.type != LIQUID_TOKEN_TAG) {
      continue;
    }
    if (liquid_slice_equal (token.name, LIQUID_SLICE ("comment"))) {
      depth += !self->js;
    } else if (liquid_slice_equal (token.name, LIQUID_SLICE ("endcomment")) && --depth == 0) {
      return true;
    } else if (liquid_slice_equal (token.name, LIQUID_SLICE ("raw")) &&
               !liquid_lexer_skip_raw (self, &body)) {
      *unclosed = LIQUID_SLICE ("raw");
      return false;
    }
  }
}
