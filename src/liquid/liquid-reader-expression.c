/* Expressions as LiquidJS reads them: operators stand anywhere that a value may, bind as their
 * table says, and group from the right. Filters follow. */

#include "liquid-reader-expression.h"

#include "liquid-expression.h"
#include "liquid-js.h"
#include "liquid-output.h"
#include "liquid-scan.h"

#include <string.h>

typedef struct {
  LiquidSlice name;
  LiquidOpCode code;
  LiquidComparison comparison;
  int precedence;
} Operator;

static const Operator operators[] = {
  { LIQUID_SLICE ("=="), LIQUID_OP_COMPARE, LIQUID_EQUAL, 2 },
  { LIQUID_SLICE ("!="), LIQUID_OP_COMPARE, LIQUID_NOT_EQUAL, 2 },
  { LIQUID_SLICE (">="), LIQUID_OP_COMPARE, LIQUID_GREATER_EQUAL, 2 },
  { LIQUID_SLICE ("<="), LIQUID_OP_COMPARE, LIQUID_LESS_EQUAL, 2 },
  { LIQUID_SLICE (">"), LIQUID_OP_COMPARE, LIQUID_GREATER, 2 },
  { LIQUID_SLICE ("<"), LIQUID_OP_COMPARE, LIQUID_LESS, 2 },
  { LIQUID_SLICE ("contains"), LIQUID_OP_COMPARE, LIQUID_CONTAINS, 2 },
  { LIQUID_SLICE ("not"), LIQUID_OP_NOT, 0, 1 },
  { LIQUID_SLICE ("and"), LIQUID_OP_JUMP_UNLESS, 0, 0 },
  { LIQUID_SLICE ("or"), LIQUID_OP_JUMP_IF, 0, 0 },
};

/* How these begin. */
static const bool first_letters[256] = {
  ['='] = true, ['!'] = true, ['>'] = true, ['<'] = true,
  ['c'] = true, ['n'] = true, ['a'] = true, ['o'] = true,
};

static const Operator *
read_operator (LiquidReader *self)
{
  liquid_reader_skip_blank (self);
  if (self->p == self->end || !first_letters[(guchar) *self->p]) {
    return NULL;
  }
  for (size_t i = 0; i < G_N_ELEMENTS (operators); i++) {
    LiquidSlice name = operators[i].name;
    bool starts = (size_t) (self->end - self->p) >= name.length &&
                  memcmp (self->p, name.bytes, name.length) == 0;
    bool is_word = g_ascii_isalpha (name.bytes[0]);
    const char *behind = self->p + name.length;
    if (starts && !(is_word && liquid_scan_name (behind, self->end) > behind)) {
      self->p = behind;
      return &operators[i];
    }
  }
  return NULL;
}

/* An expression while it is read: what waits for its right side, and the values on the stack since
 * the last `and` or `or`. */
typedef struct {
  LiquidReader *reader;
  const Operator *waiting[LIQUID_STACK_SIZE];
  unsigned n_waiting;
  unsigned n_values;
  unsigned n_below;
  uint32_t *when_true;
  uint32_t *when_false;
  bool decided; /* it has `and` or `or` */
} Expression;

/* What waits is set when it begins to. */
static void
expression_init (Expression *self, LiquidReader *reader, uint32_t *when_true, uint32_t *when_false)
{
  self->reader = reader;
  self->n_waiting = self->n_values = self->n_below = 0;
  self->when_true = when_true;
  self->when_false = when_false;
  self->decided = false;
}

static bool
push_nothing (LiquidReader *self)
{
  LiquidSlice where = { self->p, 0 };

  return liquid_compile_value (self->parser, where, liquid_undefined ());
}

/* An operator that lacks a side takes what there is for its right one. */
static bool
emit_operator (Expression *self, const Operator *operator)
{
  LiquidParser *parser = self->reader->parser;
  unsigned n_sides = operator->code == LIQUID_OP_NOT ? 1 : 2;
  bool swap = self->n_values == 1 && n_sides == 2;

  for (; self->n_values < n_sides; self->n_values++) {
    if (!push_nothing (self->reader)) {
      return false;
    }
  }
  if (swap) {
    liquid_parser_emit (parser, LIQUID_OP_SWAP);
  }
  LiquidOp *op = liquid_parser_emit (parser, operator->code);
  op->comparison = (uint8_t) operator->comparison;
  parser->stack -= n_sides - 1;
  self->n_values -= n_sides - 1;
  return true;
}

/* Lets what binds closer than @precedence have its right side. */
static bool
settle (Expression *self, int precedence)
{
  while (self->n_waiting > 0 && self->waiting[self->n_waiting - 1]->precedence > precedence) {
    if (!emit_operator (self, self->waiting[--self->n_waiting])) {
      return false;
    }
  }
  return true;
}

/* Of values side by side the first counts. */
static void
drop (Expression *self, unsigned n_values)
{
  LiquidParser *parser = self->reader->parser;

  if (n_values > 0) {
    liquid_parser_emit (parser, LIQUID_OP_DROP)->target = n_values;
    parser->stack -= n_values;
  }
}

static bool
add_operator (Expression *self, const Operator *operator)
{
  LiquidParser *parser = self->reader->parser;

  if (!settle (self, operator->precedence)) {
    return false;
  }
  if (operator->precedence> 0) {
    if (self->n_waiting == G_N_ELEMENTS (self->waiting)) {
      LiquidSlice where = liquid_slice_range (self->reader->p, self->reader->p);
      return liquid_parser_fail (parser, LIQUID_ERROR_LIMIT, where,
                                 "More than %d operators in one expression", LIQUID_STACK_SIZE);
    }
    self->waiting[self->n_waiting++] = operator;
    return true;
  }
  if (self->n_values == 0 && !push_nothing (self->reader)) {
    return false;
  }
  bool is_or = operator->code == LIQUID_OP_JUMP_IF;
  /* The stack is as deep at the end from wherever a jump leads there. */
  if (self->decided) {
    drop (self, MAX (self->n_values, 1) - 1);
  } else {
    self->n_below += MAX (self->n_values, 1) - 1;
  }
  self->n_values = 0;
  parser->doubts += !self->decided;
  self->decided = true;
  liquid_parser_emit_jump (parser, operator->code, is_or ? self->when_true : self->when_false);
  parser->stack--;
  return true;
}

/* Reads operators and values as far as they go; the last value is left on the stack. What follows
 * an `and` or `or` is looked at for some data only. */
static bool
read_chain (Expression *self)
{
  bool empty = true;

  for (;;) {
    const Operator *operator= read_operator (self->reader);
    bool found = operator!= NULL;
    if (found ? !add_operator (self, operator) : !liquid_reader_value (self->reader, &found)) {
      return false;
    }
    if (!found) {
      break;
    }
    self->n_values += operator== NULL;
    empty = false;
  }
  self->reader->parser->doubts -= self->decided;
  if (empty) {
    return liquid_reader_fail (self->reader, "Invalid value expression");
  }
  if (!settle (self, -1)) {
    return false;
  }
  if (self->n_values == 0) {
    self->n_values = 1;
    return push_nothing (self->reader);
  }
  return true;
}

/* Where there were `and` and `or`, the value is whether they hold. */
static bool
make_boolean (Expression *self)
{
  LiquidParser *parser = self->reader->parser;
  uint32_t end = LIQUID_NO_TARGET;
  LiquidSlice where = { self->reader->p, 0 };

  liquid_parser_emit (parser, LIQUID_OP_TRUTH);
  liquid_parser_emit_jump (parser, LIQUID_OP_JUMP, &end);
  parser->stack--;
  liquid_parser_land (parser, self->when_true);
  if (!liquid_compile_value (parser, where, liquid_boolean (true))) {
    return false;
  }
  liquid_parser_emit_jump (parser, LIQUID_OP_JUMP, &end);
  parser->stack--;
  liquid_parser_land (parser, self->when_false);
  if (!liquid_compile_value (parser, where, liquid_boolean (false))) {
    return false;
  }
  liquid_parser_land (parser, &end);
  return true;
}

/* A name and its value are one argument, a list of both. */
static bool
compile_pair (LiquidParser *parser, LiquidSlice key, LiquidSlice value)
{
  if (!liquid_compile_value (parser, key, liquid_string (key.bytes, key.length)) ||
      !liquid_reader_compile (parser, value)) {
    return false;
  }
  liquid_parser_emit (parser, LIQUID_OP_PAIR);
  parser->stack--;
  return true;
}

static bool
read_argument (LiquidReader *self, LiquidFilterHead *filter)
{
  LiquidTemplate *template = self->parser->template;
  guint n_ops = template->ops.len, n_variables = template->variables.len;
  unsigned stack = self->parser->stack;
  LiquidSlice value = { NULL, 0 };
  bool found;

  liquid_reader_skip_blank (self);
  const char *start = self->p;
  if (!liquid_reader_value (self, &found)) {
    return false;
  }
  if (!found) {
    return true;
  }
  LiquidSlice key = liquid_slice_range (start, self->p);
  liquid_reader_skip_blank (self);
  filter->n_arguments++;
  if (!liquid_reader_accept (self, ':')) {
    return true;
  }
  /* It was a name, and no value. */
  template->ops.len = n_ops;
  template->variables.len = n_variables;
  self->parser->stack = stack;
  return liquid_reader_scan (self, &value) && compile_pair (self->parser, key, value);
}

static bool
ends_filter (LiquidReader *self)
{
  return self->p == self->end || strchr ("|,)", *self->p) != NULL;
}

static bool
read_arguments (LiquidReader *self, LiquidFilterHead *filter)
{
  bool more = !liquid_reader_at_end (self) && *self->p == ':';

  if (!more && !ends_filter (self)) {
    return liquid_reader_fail (self, "Expected \":\" after filter name");
  }
  while (more) {
    self->p++;
    if (!read_argument (self, filter)) {
      return false;
    }
    if (!liquid_reader_at_end (self) && !ends_filter (self)) {
      return liquid_reader_fail (self, "Unexpected character");
    }
    more = self->p < self->end && *self->p == ',';
  }
  return true;
}

/* What stands behind a comma or a bracket that was never opened is passed over. */
static bool
read_filters (LiquidReader *self, LiquidChain *chain)
{
  while (!liquid_reader_at_end (self) && *self->p != ',' && *self->p != ')') {
    if (!liquid_reader_accept (self, '|')) {
      return liquid_reader_fail (self, "Expected \"|\" before filter");
    }
    LiquidSlice name = liquid_reader_name (self);
    if (name.length == 0) {
      return self->p == self->end || liquid_reader_fail (self, "Expected filter name");
    }
    LiquidFilterHead filter = liquid_filter_begin (self->parser, name);
    liquid_chain_add (chain, self->parser, name);
    if (!read_arguments (self, &filter) || !liquid_filter_end (self->parser, &filter)) {
      return false;
    }
  }
  return true;
}

static bool
finish_value (Expression *expression, guint first, const char *start)
{
  LiquidReader *reader = expression->reader;
  LiquidChain chain = { 0 };

  drop (expression, expression->n_values - 1);
  if (expression->decided && !make_boolean (expression)) {
    return false;
  }
  drop (expression, expression->n_below);
  if (!read_filters (reader, &chain)) {
    return false;
  }
  liquid_chain_mark (&chain, reader->parser, first, start);
  return true;
}

/* Compiles an expression and its filters, up to the end; the result is left on the stack. */
bool
liquid_reader_filtered (LiquidReader *self)
{
  uint32_t when_true = LIQUID_NO_TARGET, when_false = LIQUID_NO_TARGET;
  Expression expression;
  guint first = self->parser->template->variables.len;

  liquid_reader_skip_blank (self);
  const char *start = self->p;
  self->parser->nesting = 0;
  expression_init (&expression, self, &when_true, &when_false);
  return read_chain (&expression) && finish_value (&expression, first, start);
}

/* Compiles an expression and its filters into jumps, as liquid_compile_condition() says. */
bool
liquid_reader_condition (LiquidReader *self,
                         uint32_t *when_true,
                         uint32_t *when_false,
                         bool fall_through)
{
  Expression expression;
  guint first = self->parser->template->variables.len;

  liquid_reader_skip_blank (self);
  const char *start = self->p;
  self->parser->nesting = 0;
  expression_init (&expression, self, when_true, when_false);
  if (!read_chain (&expression)) {
    return false;
  }
  bool is_plain = liquid_reader_at_end (self) && expression.n_below + expression.n_values == 1;
  if (!is_plain && !finish_value (&expression, first, start)) {
    return false;
  }
  liquid_parser_emit_jump (self->parser, fall_through ? LIQUID_OP_JUMP_UNLESS : LIQUID_OP_JUMP_IF,
                           fall_through ? when_false : when_true);
  self->parser->stack--;
  return true;
}
