/* A value and its filters, as outputs and assignments have them. What keeps to the grammar is read
 * by it in every mode; the lax mode reads the rest by patterns. */

#include "liquid-output.h"

#include "liquid-expression.h"
#include "liquid-filters.h"
#include "liquid-grammar.h"
#include "liquid-lax.h"
#include "liquid-reader-expression.h"
#include "liquid-scan.h"

#include <string.h>

static const char *
skip_word (const char *p, const char *end)
{
  while (p < end && liquid_is_word (*p)) {
    p++;
  }
  return p;
}

/* Where in [@start, @end) an argument of the form `name: value` has its value, or NULL. */
static const char *
find_keyword_value (const char *start, const char *end)
{
  const char *p = start;

  if (p == end || !liquid_is_word (*p)) {
    return NULL;
  }
  while (p < end && (liquid_is_word (*p) || *p == '-')) {
    p++;
  }
  p = liquid_skip_space (p, end);
  if (p == end || *p != ':') {
    return NULL;
  }
  p = liquid_skip_space (p + 1, end);
  return p < end && liquid_scan_fragment (p, end) == end ? p : NULL;
}

/* Behind the argument at @start, which may be `name: value`; @start where there is none. */
static const char *
scan_argument (const char *start, const char *end)
{
  const char *word_end = skip_word (start, end);
  const char *colon = liquid_skip_space (word_end, end);

  if (word_end > start && colon < end && *colon == ':') {
    const char *value = liquid_skip_space (colon + 1, end);
    const char *value_end = liquid_scan_fragment (value, end);
    if (value_end > value) {
      return value_end;
    }
  }
  return liquid_scan_fragment (start, end);
}

/* Finds the next argument of a filter: behind a colon or comma. */
static bool
next_argument (const char *p, const char *end, LiquidSlice *argument)
{
  for (; p < end; p++) {
    if (*p != ':' && *p != ',') {
      continue;
    }
    const char *start = liquid_skip_space (p + 1, end);
    const char *argument_end = scan_argument (start, end);
    if (argument_end > start) {
      *argument = liquid_slice_range (start, argument_end);
      return true;
    }
  }
  return false;
}

static void
add_keyword (LiquidParser *parser, LiquidSlice name, LiquidSlice value)
{
  LiquidKeyword keyword = { name, value };

  LIQUID_VECTOR_ADD (parser->keywords, keyword);
}

static void
add_unknown_filter (LiquidParser *parser, LiquidSlice name)
{
  LiquidUnknownFilter unknown = {
    .name = liquid_arena_copy (&parser->template->arena, name.bytes, name.length),
    .span = liquid_parser_locate (parser, name),
  };

  LIQUID_VECTOR_ADD (parser->template->unknown, unknown);
}

LiquidFilterHead
liquid_filter_begin (LiquidParser *parser, LiquidSlice name)
{
  parser->keywords.len = 0;
  return (LiquidFilterHead){ name, parser->stack, parser->template->ops.len, 0 };
}

static bool
add_argument (LiquidParser *parser, LiquidFilterHead *filter, LiquidSlice value)
{
  filter->n_arguments++;
  return liquid_compile_expression (parser, value);
}

static bool
compile_keywords (LiquidParser *parser)
{
  for (guint i = 0; i < parser->keywords.len; i++) {
    LiquidKeyword keyword = parser->keywords.items[i];
    LiquidValue name = liquid_string (keyword.name.bytes, keyword.name.length);
    if (!liquid_compile_value (parser, keyword.name, name) ||
        !liquid_compile_operand (parser, keyword.value)) {
      return false;
    }
  }
  return true;
}

/* A filter that nobody knows is left out, but not the variables that its arguments name. */
bool
liquid_filter_end (LiquidParser *parser, const LiquidFilterHead *self)
{
  const LiquidFilter *filter = liquid_find_filter (parser->template->traits, self->name);

  if (!compile_keywords (parser)) {
    return false;
  }
  parser->stack = self->stack;
  if (filter == NULL) {
    add_unknown_filter (parser, self->name);
    parser->template->ops.len = self->first;
    return true;
  }
  LiquidOp *op = liquid_parser_emit (parser, LIQUID_OP_FILTER);
  op->filter = filter;
  op->n_arguments = (uint8_t) self->n_arguments;
  op->n_keywords = (uint8_t) parser->keywords.len;
  return true;
}

/* One of the lax mode, whose arguments stand in @chunk. */
static bool
compile_loose_filter (LiquidParser *parser, LiquidSlice name, LiquidSlice chunk)
{
  LiquidFilterHead filter = liquid_filter_begin (parser, name);
  const char *end = chunk.bytes + chunk.length;
  LiquidSlice argument;

  for (const char *p = chunk.bytes; next_argument (p, end, &argument);
       p = argument.bytes + argument.length) {
    const char *argument_end = argument.bytes + argument.length;
    const char *value = find_keyword_value (argument.bytes, argument_end);
    if (value != NULL) {
      const char *name_end = argument.bytes;
      while (liquid_is_word (*name_end) || *name_end == '-') {
        name_end++;
      }
      add_keyword (parser, liquid_slice_range (argument.bytes, name_end),
                   liquid_slice_range (value, argument_end));
    } else if (!add_argument (parser, &filter, argument)) {
      return false;
    }
  }
  return liquid_filter_end (parser, &filter);
}

/* Behind the filter at @p: everything up to a bar that no quotes hold. */
static const char *
scan_filter (const char *p, const char *end)
{
  for (;;) {
    const char *next =
      p < end && (liquid_is_space (*p) || *p == ',') ? p + 1 : liquid_scan_fragment (p, end);
    if (next == p) {
      return p;
    }
    p = next;
  }
}

static bool
compile_loose_filters (LiquidParser *parser, const char *p, const char *end, LiquidChain *chain)
{
  while (p < end) {
    const char *filter_end = scan_filter (p, end);
    const char *name = p;
    while (name < filter_end && !liquid_is_word (*name)) {
      name++;
    }
    LiquidSlice word = liquid_slice_range (name, skip_word (name, filter_end));
    if (word.length > 0) {
      liquid_chain_add (chain, parser, word);
      if (!compile_loose_filter (parser, word, liquid_slice_range (p, filter_end))) {
        return false;
      }
    }
    p = filter_end + 1;
  }
  return true;
}

/* Filters that make something of nothing, so that a `default` behind them does not guard what
 * stands before. */
static const LiquidSlice fillers[] = {
  LIQUID_SLICE ("abs"),        LIQUID_SLICE ("append"),  LIQUID_SLICE ("at_least"),
  LIQUID_SLICE ("at_most"),    LIQUID_SLICE ("ceil"),    LIQUID_SLICE ("concat"),
  LIQUID_SLICE ("divided_by"), LIQUID_SLICE ("floor"),   LIQUID_SLICE ("hmac_sha256"),
  LIQUID_SLICE ("inspect"),    LIQUID_SLICE ("json"),    LIQUID_SLICE ("jsonify"),
  LIQUID_SLICE ("minus"),      LIQUID_SLICE ("modulo"),  LIQUID_SLICE ("number_of_words"),
  LIQUID_SLICE ("plus"),       LIQUID_SLICE ("prepend"), LIQUID_SLICE ("push"),
  LIQUID_SLICE ("round"),      LIQUID_SLICE ("sha256"),  LIQUID_SLICE ("size"),
  LIQUID_SLICE ("sum"),        LIQUID_SLICE ("times"),   LIQUID_SLICE ("to_integer"),
  LIQUID_SLICE ("unshift"),
};

static bool
is_filler (LiquidSlice name)
{
  for (size_t i = 0; i < G_N_ELEMENTS (fillers); i++) {
    if (liquid_slice_equal (name, fillers[i])) {
      return true;
    }
  }
  return false;
}

/* Notes the next filter, none of whose arguments is compiled yet. */
void
liquid_chain_add (LiquidChain *self, const LiquidParser *parser, LiquidSlice name)
{
  bool is_default = liquid_slice_equal (name, LIQUID_SLICE ("default"));

  self->has_default |= is_default && !self->is_filled;
  self->is_date |= !self->is_changed && liquid_slice_equal (name, LIQUID_SLICE ("date"));
  self->is_changed |= !is_default;
  self->is_filled |= is_filler (name);
  self->last_argument = parser->template->variables.len;
  if (self->n_filters++ == 0) {
    self->first_argument = self->last_argument;
  }
}

/* In a row of defaults of which the last is no variable, that one stands in for all before it. */
static void
mark_fallbacks (const LiquidChain *self, const LiquidTemplate *template)
{
  bool is_certain =
    self->has_default && !self->is_changed && self->last_argument == template->variables.len;

  for (guint i = self->first_argument; is_certain && i < template->variables.len; i++) {
    template->variables.items[i].has_default = true;
  }
}

/* Notes what becomes of the value at @start, if it is the variable @first. */
void
liquid_chain_mark (const LiquidChain *self, LiquidParser *parser, guint first, const char *start)
{
  const LiquidTemplate *template = parser->template;

  if (first < template->variables.len) {
    LiquidVariable *variable = &template->variables.items[first];
    bool is_it = variable->span.start == (size_t) (start - template->source);
    variable->has_default |= is_it && self->has_default;
    variable->is_date = is_it && self->is_date;
  }
  mark_fallbacks (self, template);
}

static bool
compile_nothing (LiquidParser *parser, LiquidSlice markup)
{
  return liquid_compile_value (parser, markup, liquid_nil ());
}

static bool
compile_loosely (LiquidParser *parser, LiquidSlice markup)
{
  const char *end = markup.bytes + markup.length;
  guint first = parser->template->variables.len;
  LiquidSlice value;
  LiquidChain chain = { 0 };

  if (!liquid_lax_find_fragment (markup, &value)) {
    return compile_nothing (parser, markup);
  }
  if (!liquid_compile_expression (parser, value)) {
    return false;
  }
  const char *rest = value.bytes + value.length;
  const char *bar = memchr (rest, '|', (size_t) (end - rest));
  if (bar != NULL && !compile_loose_filters (parser, bar + 1, end, &chain)) {
    return false;
  }
  liquid_chain_mark (&chain, parser, first, value.bytes);
  return true;
}

static bool
compile_argument (LiquidGrammar *grammar, LiquidFilterHead *filter)
{
  bool is_keyword = liquid_grammar_look (grammar, LIQUID_WORD_ID, 0) &&
                    liquid_grammar_look (grammar, LIQUID_WORD_COLON, 1);
  LiquidSlice name, value;

  if (!is_keyword) {
    return liquid_grammar_expression (grammar, &value) &&
           add_argument (grammar->parser, filter, value);
  }
  if (!liquid_grammar_consume (grammar, LIQUID_WORD_ID, &name) ||
      !liquid_grammar_consume (grammar, LIQUID_WORD_COLON, NULL) ||
      !liquid_grammar_expression (grammar, &value)) {
    return false;
  }
  add_keyword (grammar->parser, name, value);
  return true;
}

/* Where a comma may be the last word. */
static bool
is_end_of_arguments (const LiquidGrammar *grammar)
{
  return grammar->parser->template->mode == LIQUID_STRICT2 &&
         (liquid_grammar_look (grammar, LIQUID_WORD_PIPE, 0) ||
          liquid_grammar_look (grammar, LIQUID_WORD_END, 0));
}

static bool
compile_filter (LiquidGrammar *grammar, LiquidChain *chain)
{
  LiquidSlice name;

  if (!liquid_grammar_consume (grammar, LIQUID_WORD_ID, &name)) {
    return false;
  }
  LiquidFilterHead filter = liquid_filter_begin (grammar->parser, name);
  liquid_chain_add (chain, grammar->parser, name);
  bool more = liquid_grammar_accept (grammar, LIQUID_WORD_COLON);
  while (more && !is_end_of_arguments (grammar)) {
    if (!compile_argument (grammar, &filter)) {
      return false;
    }
    more = liquid_grammar_accept (grammar, LIQUID_WORD_COMMA);
  }
  return liquid_filter_end (grammar->parser, &filter);
}

static bool
compile_by_grammar (LiquidParser *parser, LiquidSlice markup, LiquidSlice quote, bool braces)
{
  LiquidGrammar grammar = { .quote = quote, .braces = braces };
  guint first = parser->template->variables.len;
  LiquidSlice value;
  LiquidChain chain = { 0 };

  if (!liquid_grammar_begin (&grammar, parser, markup)) {
    return false;
  }
  if (liquid_grammar_look (&grammar, LIQUID_WORD_END, 0)) {
    return compile_nothing (parser, markup);
  }
  if (!liquid_grammar_expression (&grammar, &value) || !liquid_compile_expression (parser, value)) {
    return false;
  }
  while (liquid_grammar_accept (&grammar, LIQUID_WORD_PIPE)) {
    if (!compile_filter (&grammar, &chain)) {
      return false;
    }
  }
  liquid_chain_mark (&chain, parser, first, value.bytes);
  return liquid_grammar_consume (&grammar, LIQUID_WORD_END, NULL);
}

/* Compiles a value and its filters; the result is left on the stack. @quote is what an error
 * repeats, with @braces in {{ }}. */
bool
liquid_compile_output (LiquidParser *parser, LiquidSlice markup, LiquidSlice quote, bool braces)
{
  LiquidTemplate *template = parser->template;
  guint n_ops = template->ops.len, n_variables = template->variables.len;
  guint n_unknown = template->unknown.len;
  unsigned stack = parser->stack;
  GError **error = parser->error;

  if (template->traits->is_js) {
    LiquidReader reader = liquid_reader_new (parser, markup);
    return liquid_reader_filtered (&reader);
  }
  if (liquid_parser_is_strict (parser)) {
    return compile_by_grammar (parser, markup, quote, braces);
  }
  parser->error = NULL;
  bool by_grammar = compile_by_grammar (parser, markup, quote, braces);
  parser->error = error;
  if (by_grammar) {
    return true;
  }
  template->ops.len = n_ops;
  template->variables.len = n_variables;
  template->unknown.len = n_unknown;
  parser->stack = stack;
  parser->nesting = 0;
  return compile_loosely (parser, markup);
}
