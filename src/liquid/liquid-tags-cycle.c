/* The tag `cycle`. */

#include "liquid-tags-cycle.h"

#include "liquid-expression.h"
#include "liquid-format.h"
#include "liquid-grammar.h"
#include "liquid-lax.h"
#include "liquid-literal.h"
#include "liquid-reader.h"
#include "liquid-scan.h"

#include <string.h>

/* A cycle as it was read: an optional name, and values. */
typedef struct {
  LiquidSlice name; /* no bytes where it has none */
  GArray *values;   /* (owned): LiquidSlice */
} LiquidCycle;

static void
cycle_clear (LiquidCycle *self)
{
  g_array_unref (self->values);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LiquidCycle, cycle_clear)

static bool
read_cycle (LiquidParser *parser, const LiquidToken *token, LiquidCycle *cycle)
{
  LiquidGrammar grammar = { .quote = token->markup };
  LiquidSlice value;

  if (!liquid_grammar_begin (&grammar, parser, token->markup)) {
    return false;
  }
  if (liquid_grammar_look (&grammar, LIQUID_WORD_END, 0)) {
    return liquid_grammar_fail (
      &grammar, "Syntax Error in 'cycle' - Valid syntax: cycle [name :] var [, var2, var3 ...]");
  }
  if (!liquid_grammar_expression (&grammar, &value)) {
    return false;
  }
  if (liquid_grammar_accept (&grammar, LIQUID_WORD_COLON)) {
    cycle->name = value;
    if (!liquid_grammar_expression (&grammar, &value)) {
      return false;
    }
  }
  g_array_append_val (cycle->values, value);
  while (liquid_grammar_accept (&grammar, LIQUID_WORD_COMMA) &&
         !liquid_grammar_look (&grammar, LIQUID_WORD_END, 0)) {
    if (!liquid_grammar_expression (&grammar, &value)) {
      return false;
    }
    g_array_append_val (cycle->values, value);
  }
  return liquid_grammar_consume (&grammar, LIQUID_WORD_END, NULL);
}

/* Between commas the first fragment counts. */
static void
read_loose_values (LiquidCycle *cycle, const char *p, const char *end)
{
  while (p <= end) {
    const char *comma = p < end ? memchr (p, ',', (size_t) (end - p)) : NULL;
    const char *part_end = comma != NULL ? comma : end;
    LiquidSlice value;
    if (liquid_lax_find_fragment (liquid_slice_range (p, part_end), &value)) {
      g_array_append_val (cycle->values, value);
    }
    p = part_end + 1;
  }
}

/* Behind the quoted text or the letter at @p; NULL where a fragment ends there. */
static const char *
skip_unit (const char *p, const char *end)
{
  if (p == end || liquid_is_space (*p) || *p == ',' || *p == '|') {
    return NULL;
  }
  if (*p != '"' && *p != '\'') {
    return p + 1;
  }
  const char *close = memchr (p + 1, *p, (size_t) (end - p - 1));
  return close != NULL ? close + 1 : NULL;
}

/* A fragment and a colon: a quoted text, or else a run, which takes colons up to the last for its
 * own. False where there is no name. */
static bool
find_cycle_name (LiquidSlice markup, LiquidSlice *name, const char **rest)
{
  const char *start = markup.bytes, *end = start + markup.length, *p = start;
  const char *next = skip_unit (p, end), *colon = NULL;

  if (next != NULL && (*start == '"' || *start == '\'')) {
    colon = liquid_skip_space (next, end);
    if (colon < end && *colon == ':') {
      *name = liquid_slice_range (start, next);
      *rest = colon + 1;
      return true;
    }
    colon = NULL;
  }
  for (; next != NULL; p = next, next = skip_unit (p, end)) {
    colon = *p == ':' && p > start ? p : colon;
  }
  const char *behind = liquid_skip_space (p, end);
  if (p > start && behind < end && *behind == ':') {
    colon = behind;
  } else {
    p = colon;
  }
  *name = colon != NULL ? liquid_slice_range (start, p) : *name;
  *rest = colon != NULL ? colon + 1 : *rest;
  return colon != NULL;
}

static bool
read_loose_cycle (LiquidParser *parser, const LiquidToken *token, LiquidCycle *cycle)
{
  const char *start = token->markup.bytes, *end = start + token->markup.length;
  const char *first_end = liquid_scan_fragment (start, end);

  if (first_end == start) {
    return liquid_parser_fail_markup (
      parser, token,
      "Syntax Error in 'cycle' - Valid syntax: cycle [name :] var [, var2, var3 ...]");
  }
  find_cycle_name (token->markup, &cycle->name, &start);
  read_loose_values (cycle, start, end);
  return true;
}

/* A cycle without a name is called by its values: the same literals share a place, what is looked
 * up has a place of its own. */
static LiquidValue
make_cycle_name (LiquidParser *parser, const LiquidCycle *cycle)
{
  g_autoptr (GString) name = g_string_new ("[");

  for (guint i = 0; i < cycle->values->len; i++) {
    LiquidSlice text = g_array_index (cycle->values, LiquidSlice, i);
    LiquidValue value;
    g_string_append (name, i > 0 ? ", " : "");
    if (liquid_literal_read (parser, liquid_slice_strip (text), &value)) {
      liquid_value_inspect (value, parser->template->traits, name);
    } else {
      g_string_append_printf (name, "#<Liquid::VariableLookup:%p>", (const void *) text.bytes);
    }
  }
  g_string_append_c (name, ']');
  char *kept = liquid_arena_copy (&parser->template->arena, name->str, name->len);
  return liquid_string (kept, name->len);
}

/* Compiles the choice among the values, and prints the one whose turn it is. */
static bool
compile_cycle (LiquidParser *parser, const LiquidCycle *cycle)
{
  LiquidArena *arena = &parser->template->arena;
  guint n_values = cycle->values->len;
  uint32_t *targets = liquid_arena_alloc (arena, sizeof (uint32_t) * MAX (n_values, 1));
  LiquidCycleInfo *info = liquid_arena_alloc (arena, sizeof *info);
  uint32_t end = LIQUID_NO_TARGET;
  LiquidSlice nothing = { "", 0 };

  if (!(cycle->name.bytes != NULL
          ? liquid_compile_expression (parser, cycle->name)
          : liquid_compile_value (parser, nothing, make_cycle_name (parser, cycle)))) {
    return false;
  }
  liquid_parser_emit (parser, LIQUID_OP_CYCLE)->cycle = info;
  parser->stack--;
  for (guint i = 0; i < n_values; i++) {
    targets[i] = liquid_parser_get_position (parser);
    /* The first value is printed wherever the tag runs, unless another one had that turn. */
    bool certain = i == 0 && cycle->name.bytes == NULL;
    parser->doubts += !certain;
    bool compiled =
      liquid_compile_expression (parser, g_array_index (cycle->values, LiquidSlice, i));
    parser->doubts -= !certain;
    if (!compiled) {
      return false;
    }
    liquid_parser_emit_jump (parser, LIQUID_OP_JUMP, &end);
    parser->stack--;
  }
  liquid_parser_land (parser, &end);
  *info = (LiquidCycleInfo){
    .targets = targets,
    .n_targets = n_values,
    .end = liquid_parser_get_position (parser),
  };
  liquid_parser_emit (parser, LIQUID_OP_EMIT);
  return true;
}

bool
liquid_tag_open_cycle (LiquidParser *parser, const LiquidToken *token)
{
  g_auto (LiquidCycle) cycle = { .values = g_array_new (FALSE, FALSE, sizeof (LiquidSlice)) };
  uint32_t first = liquid_parser_get_position (parser);
  bool read = parser->template->mode == LIQUID_STRICT2 ? read_cycle (parser, token, &cycle)
                                                       : read_loose_cycle (parser, token, &cycle);

  liquid_parser_get_block (parser)->blank = false;
  if (!read || !compile_cycle (parser, &cycle)) {
    return false;
  }
  liquid_parser_guard (parser, first, parser->statement_line, 0);
  return true;
}
