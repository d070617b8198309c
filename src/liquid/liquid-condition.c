/* Conditions. `and` and `or` have no precedence and group from the right, so a chain is decided
 * from the left by jumps: `a or rest` is true as soon as a is, `a and rest` false as soon as a is
 * not. */

#include "liquid-condition.h"

#include "liquid-expression.h"
#include "liquid-grammar.h"
#include "liquid-reader-expression.h"
#include "liquid-scan.h"
#include "liquid-value.h"

#include <string.h>

static const struct {
  LiquidSlice name;
  LiquidComparison comparison;
} operators[] = {
  { LIQUID_SLICE ("=="), LIQUID_EQUAL },         { LIQUID_SLICE ("!="), LIQUID_NOT_EQUAL },
  { LIQUID_SLICE ("<>"), LIQUID_NOT_EQUAL },     { LIQUID_SLICE ("<"), LIQUID_LESS },
  { LIQUID_SLICE (">"), LIQUID_GREATER },        { LIQUID_SLICE ("<="), LIQUID_LESS_EQUAL },
  { LIQUID_SLICE (">="), LIQUID_GREATER_EQUAL }, { LIQUID_SLICE ("contains"), LIQUID_CONTAINS },
};

typedef struct {
  const char *p;
  const char *end;
} Scanner;

/* Behind `and` or `or` at @p, where that is a whole word. */
static const char *
scan_relation (const char *p, const char *end)
{
  size_t length = end - p >= 3 && memcmp (p, "and", 3) == 0  ? 3
                  : end - p >= 2 && memcmp (p, "or", 2) == 0 ? 2
                                                             : 0;

  if (length == 0 || (p + length < end && liquid_is_word (p[length]))) {
    return NULL;
  }
  return p + length;
}

static void
skip_space (Scanner *self)
{
  self->p = liquid_skip_space (self->p, self->end);
}

/* Behind the fragment at @p, or, where a stray mark stands, behind what is no white space. */
static const char *
scan_piece (const char *p, const char *end)
{
  const char *piece_end = liquid_scan_fragment (p, end);

  if (piece_end == p) {
    while (piece_end < end && !liquid_is_space (*piece_end)) {
      piece_end++;
    }
  }
  return piece_end;
}

/* The next `and` or `or`, or everything up to it; false at the end. */
static bool
next_term (Scanner *self, LiquidSlice *term)
{
  skip_space (self);
  if (self->p == self->end) {
    return false;
  }

  const char *start = self->p;
  const char *relation_end = scan_relation (start, self->end);
  if (relation_end != NULL) {
    self->p = relation_end;
  }
  while (relation_end == NULL && self->p < self->end) {
    self->p = scan_piece (self->p, self->end);
    skip_space (self);
    if (scan_relation (self->p, self->end) != NULL) {
      break;
    }
  }
  *term = liquid_slice_range (start, self->p);
  return true;
}

static bool
fail (LiquidParser *parser, const LiquidToken *token)
{
  return liquid_parser_fail (parser, LIQUID_ERROR_SYNTAX, token->whole,
                             "Syntax Error in tag 'if' - Valid syntax: if [expression]");
}

/* One side of a comparison; @fragment may be empty. */
bool
liquid_compile_side (LiquidParser *parser, LiquidSlice fragment)
{
  static const LiquidValue questions[] = { { .type = LIQUID_EMPTY }, { .type = LIQUID_BLANK } };
  bool is_empty = liquid_slice_equal (fragment, LIQUID_SLICE ("empty"));

  if (!is_empty && !liquid_slice_equal (fragment, LIQUID_SLICE ("blank"))) {
    return liquid_compile_expression (parser, fragment);
  }
  if (!liquid_parser_emit_push (parser, LIQUID_OP_PUSH, fragment)) {
    return false;
  }
  LiquidOp *op = &parser->template->ops.items[liquid_parser_get_position (parser) - 1];
  op->value = &questions[is_empty ? 0 : 1];
  return true;
}

static void
emit_comparison (LiquidParser *parser, LiquidSlice name)
{
  LiquidOp *op = liquid_parser_emit (parser, LIQUID_OP_BAD_COMPARE);

  parser->stack--;
  op->bytes = name.bytes;
  op->length = (uint32_t) name.length;
  for (size_t i = 0; i < G_N_ELEMENTS (operators); i++) {
    if (liquid_slice_equal (name, operators[i].name)) {
      op->code = LIQUID_OP_COMPARE;
      op->comparison = (uint8_t) operators[i].comparison;
    }
  }
}

static const char *
scan_operator (const char *p, const char *end)
{
  while (p < end && (strchr ("=!<>_", *p) != NULL ? *p != '\0' : g_ascii_islower (*p))) {
    p++;
  }
  return p;
}

/* A value, or two and what to ask of them; anything behind is passed over. */
static bool
compile_test (LiquidParser *parser, const LiquidToken *token, LiquidSlice term)
{
  const char *end = term.bytes + term.length;
  const char *left = term.bytes, *left_end = left;

  while (left < end && (left_end = liquid_scan_fragment (left, end)) == left) {
    left++;
  }
  if (left == end) {
    return fail (parser, token);
  }
  if (!liquid_compile_side (parser, liquid_slice_range (left, left_end))) {
    return false;
  }

  Scanner scanner = { left_end, end };
  skip_space (&scanner);
  LiquidSlice name = liquid_slice_range (scanner.p, scan_operator (scanner.p, end));
  if (name.length == 0) {
    return true;
  }
  scanner.p = name.bytes + name.length;
  skip_space (&scanner);
  LiquidSlice right = liquid_slice_range (scanner.p, liquid_scan_fragment (scanner.p, end));
  if (!liquid_compile_side (parser, right)) {
    return false;
  }
  emit_comparison (parser, name);
  return true;
}

static void
emit_decision (LiquidParser *parser, LiquidOpCode code, uint32_t *chain)
{
  liquid_parser_emit_jump (parser, code, chain);
  parser->stack--;
}

static void
decide (LiquidParser *parser, bool is_or, uint32_t *when_true, uint32_t *when_false)
{
  emit_decision (parser, is_or ? LIQUID_OP_JUMP_IF : LIQUID_OP_JUMP_UNLESS,
                 is_or ? when_true : when_false);
}

static void
decide_last (LiquidParser *parser, bool fall_through, uint32_t *when_true, uint32_t *when_false)
{
  decide (parser, !fall_through, when_true, when_false);
}

static bool
compile_comparison (LiquidGrammar *grammar)
{
  LiquidSlice left, right, name;

  if (!liquid_grammar_expression (grammar, &left) || !liquid_compile_side (grammar->parser, left)) {
    return false;
  }
  if (!liquid_grammar_look (grammar, LIQUID_WORD_COMPARISON, 0)) {
    return true;
  }
  if (!liquid_grammar_consume (grammar, LIQUID_WORD_COMPARISON, &name) ||
      !liquid_grammar_expression (grammar, &right) ||
      !liquid_compile_side (grammar->parser, right)) {
    return false;
  }
  emit_comparison (grammar->parser, name);
  return true;
}

static bool
compile_by_grammar (LiquidParser *parser,
                    LiquidSlice markup,
                    uint32_t *when_true,
                    uint32_t *when_false,
                    bool fall_through)
{
  LiquidGrammar grammar = { .quote = markup };

  if (!liquid_grammar_begin (&grammar, parser, markup) || !compile_comparison (&grammar)) {
    return false;
  }
  for (;;) {
    bool is_or = liquid_grammar_look_id (&grammar, "or");
    if (!is_or && !liquid_grammar_look_id (&grammar, "and")) {
      break;
    }
    decide (parser, is_or, when_true, when_false);
    grammar.position++;
    if (!compile_comparison (&grammar)) {
      return false;
    }
  }
  decide_last (parser, fall_through, when_true, when_false);
  return liquid_grammar_consume (&grammar, LIQUID_WORD_END, NULL);
}

static bool
compile_loosely (LiquidParser *parser,
                 const LiquidToken *token,
                 uint32_t *when_true,
                 uint32_t *when_false,
                 bool fall_through)
{
  Scanner scanner = { token->markup.bytes, token->markup.bytes + token->markup.length };
  LiquidSlice term;

  while (next_term (&scanner, &term)) {
    if (!compile_test (parser, token, term)) {
      return false;
    }
    if (!next_term (&scanner, &term)) {
      decide_last (parser, fall_through, when_true, when_false);
      return true;
    }
    if (scan_relation (term.bytes, term.bytes + term.length) != term.bytes + term.length) {
      return fail (parser, token);
    }
    decide (parser, term.bytes[0] == 'o', when_true, when_false);
  }
  return fail (parser, token);
}

/* Compiles the condition that is the markup of @token into jumps, which are added to the chains
 * @when_true and @when_false; the one that is decided last falls through: the true one with
 * @fall_through, otherwise the false one. */
bool
liquid_compile_condition (LiquidParser *parser,
                          const LiquidToken *token,
                          uint32_t *when_true,
                          uint32_t *when_false,
                          bool fall_through)
{
  if (parser->template->traits->is_js) {
    LiquidReader reader = liquid_reader_new (parser, token->markup);
    return liquid_reader_condition (&reader, when_true, when_false, fall_through);
  }
  if (liquid_parser_is_strict (parser)) {
    return compile_by_grammar (parser, token->markup, when_true, when_false, fall_through);
  }
  return compile_loosely (parser, token, when_true, when_false, fall_through);
}
