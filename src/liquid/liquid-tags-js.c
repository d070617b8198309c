/* The tags whose heads LiquidJS reads in its own way, or that mean something else there. */

#include "liquid-tags-js.h"

#include "liquid-assigned.h"
#include "liquid-expression.h"
#include "liquid-reader-expression.h"
#include "liquid-scan.h"
#include "liquid-symbol.h"
#include "liquid-tags-control.h"
#include "liquid-tags-loop.h"
#include "liquid-tags-partial.h"
#include "liquid-tags-variable.h"
#include "liquid-tags.h"

#include <string.h>

static bool
fail_tag (LiquidParser *parser, const LiquidToken *token)
{
  return liquid_parser_fail (parser, LIQUID_ERROR_SYNTAX, token->whole, "Illegal tag");
}

bool
liquid_tag_open_js_assign (LiquidParser *parser, const LiquidToken *token)
{
  LiquidReader reader = liquid_reader_new (parser, token->markup);
  uint32_t first = liquid_parser_get_position (parser);
  LiquidSlice name = liquid_reader_name (&reader);

  if (name.length == 0) {
    return liquid_reader_fail (&reader, "Expected variable name");
  }
  liquid_reader_skip_blank (&reader);
  if (!liquid_reader_accept (&reader, '=')) {
    return liquid_reader_fail (&reader, "Expected \"=\"");
  }
  if (!liquid_reader_filtered (&reader)) {
    return false;
  }
  LiquidSymbol *symbol = liquid_template_intern (parser->template, name);
  liquid_parser_assign (parser, symbol);
  liquid_parser_emit (parser, LIQUID_OP_ASSIGN)->symbol = symbol;
  parser->stack--;
  liquid_tag_end_silently (parser, first);
  return true;
}

bool
liquid_tag_open_js_capture (LiquidParser *parser, const LiquidToken *token)
{
  LiquidReader reader = liquid_reader_new (parser, token->markup);
  LiquidSlice name = liquid_reader_name (&reader);

  if (name.length == 0 && reader.p < reader.end && strchr ("'\"", *reader.p) != NULL) {
    const char *end = liquid_scan_quoted (reader.p, reader.end);
    name = liquid_slice_range (reader.p + 1, MAX (end - 1, reader.p + 1));
  } else if (name.length == 0) {
    return liquid_reader_fail (&reader, "Invalid capture name");
  }
  LiquidBlock *block =
    liquid_parser_push_block (parser, liquid_tag_find (parser, token->name), token);
  if (block == NULL) {
    return false;
  }
  block->info = liquid_template_intern (parser->template, name);
  liquid_parser_emit (parser, LIQUID_OP_CAPTURE)->symbol = block->info;
  return true;
}

bool
liquid_tag_open_js_echo (LiquidParser *parser, const LiquidToken *token)
{
  return liquid_slice_is_blank (token->markup) || liquid_tag_open_echo (parser, token);
}

static bool
count (LiquidParser *parser, const LiquidToken *token, LiquidOpCode code)
{
  LiquidReader reader = liquid_reader_new (parser, token->markup);
  LiquidSlice name = liquid_reader_name (&reader);

  liquid_list_counter (parser, liquid_template_intern (parser->template, name), name);
  return liquid_tag_compile_counter (parser, name, code);
}

bool
liquid_tag_open_js_increment (LiquidParser *parser, const LiquidToken *token)
{
  return count (parser, token, LIQUID_OP_INCREMENT);
}

bool
liquid_tag_open_js_decrement (LiquidParser *parser, const LiquidToken *token)
{
  return count (parser, token, LIQUID_OP_DECREMENT);
}

/* Some tags have nothing behind their name. */
static bool
check_nothing (LiquidParser *parser, const LiquidToken *token)
{
  return token->markup.length == 0 ||
         liquid_parser_fail (parser, LIQUID_ERROR_SYNTAX, token->markup,
                             "Nothing may stand behind %.*s", (int) token->name.length,
                             token->name.bytes);
}

bool
liquid_tag_check_js_end (LiquidParser *parser, const LiquidToken *token)
{
  static const LiquidSlice strict[] = { LIQUID_SLICE ("endif"), LIQUID_SLICE ("endfor") };
  bool is_strict =
    liquid_slice_equal (token->name, strict[0]) || liquid_slice_equal (token->name, strict[1]);

  return !is_strict || check_nothing (parser, token);
}

/* `if` takes no branch behind its `else`, `unless` passes over them. */
bool
liquid_tag_branch_js_if (LiquidParser *parser, const LiquidToken *token, bool *taken)
{
  LiquidBlock *block = liquid_parser_get_block (parser);
  bool is_else = liquid_slice_equal (token->name, LIQUID_SLICE ("else"));
  bool is_branch = is_else || liquid_slice_equal (token->name, LIQUID_SLICE ("elsif"));
  bool is_strict = block->tag->open == liquid_tag_open_if;

  if (is_strict && is_branch && block->has_else) {
    return liquid_parser_fail (parser, LIQUID_ERROR_SYNTAX, token->whole,
                               "Unexpected branch after else");
  }
  if (is_strict && is_else && !check_nothing (parser, token)) {
    return false;
  }
  block->has_else |= is_else;
  return liquid_tag_branch_if (parser, token, taken);
}

/* What is compared is looked up once. What stands before the first `when` is parsed and skipped. */
bool
liquid_tag_open_js_case (LiquidParser *parser, const LiquidToken *token)
{
  LiquidReader reader = liquid_reader_new (parser, token->markup);
  uint32_t first = liquid_parser_get_position (parser);
  LiquidBlock *block =
    liquid_parser_push_block (parser, liquid_tag_find (parser, token->name), token);

  if (block == NULL || !liquid_reader_filtered (&reader)) {
    return false;
  }
  block->n_branches = LIQUID_NO_BRANCH;
  liquid_parser_emit (parser, LIQUID_OP_CASE_OF);
  parser->stack--;
  liquid_parser_guard (parser, first, parser->statement_line, parser->depth);
  liquid_parser_emit_jump (parser, LIQUID_OP_JUMP, &block->skip);
  return true;
}

static bool
begin_when (LiquidParser *parser, const LiquidToken *token)
{
  LiquidBlock *block = liquid_parser_get_block (parser);
  LiquidReader reader = liquid_reader_new (parser, token->markup);
  uint32_t first = liquid_parser_get_position (parser);

  while (!liquid_reader_at_end (&reader)) {
    bool found;
    if (!liquid_reader_value (&reader, &found)) {
      return false;
    }
    if (!found) {
      return liquid_reader_fail (&reader, "A value was expected");
    }
    liquid_parser_emit (parser, LIQUID_OP_CASE_WHEN);
    parser->stack--;
    liquid_reader_skip_blank (&reader);
    bool comma = reader.p < reader.end && *reader.p == ',';
    liquid_reader_skip_to (&reader, comma ? "," : "or");
  }
  if (liquid_parser_get_position (parser) > first) {
    liquid_parser_guard (parser, first, parser->statement_line, parser->depth);
  }
  uint32_t *run = liquid_arena_alloc (&parser->template->arena, sizeof *run);
  *run = liquid_parser_get_position (parser);
  block->info = run;
  liquid_parser_emit_jump (parser, LIQUID_OP_CASE_RUN, &block->skip);
  return true;
}

/* Behind `else` a `when` is passed over, and another `else` ends what is printed. */
bool
liquid_tag_branch_js_case (LiquidParser *parser, const LiquidToken *token, bool *taken)
{
  LiquidBlock *block = liquid_parser_get_block (parser);
  bool is_when = liquid_slice_equal (token->name, LIQUID_SLICE ("when"));
  bool is_else = liquid_slice_equal (token->name, LIQUID_SLICE ("else"));

  *taken = is_when || is_else;
  if (!*taken || (is_when && block->has_else)) {
    return true;
  }
  if (is_else && block->has_else) {
    liquid_parser_emit_jump (parser, LIQUID_OP_JUMP, &block->skip);
    return true;
  }
  liquid_tag_end_when (parser);
  if (is_when) {
    return begin_when (parser, token);
  }
  block->has_else = true;
  liquid_parser_emit_jump (parser, LIQUID_OP_CASE_ELSE, &block->skip);
  return true;
}

/* The attributes of a loop: a later one counts. */
static bool
read_attributes (LiquidReader *reader, bool is_row, LiquidLoopHead *head)
{
  static const LiquidSlice yes = LIQUID_SLICE ("true");
  LiquidKeyword attribute;
  bool failed = false;

  while (liquid_reader_attribute (reader, &attribute, &failed)) {
    LiquidSlice value = attribute.value.bytes != NULL ? attribute.value : yes;
    liquid_loop_head_set (head, attribute.name, value);
    head->reversed |= !is_row && liquid_slice_equal (attribute.name, LIQUID_SLICE ("reversed"));
  }
  return !failed;
}

static bool
open_loop (LiquidParser *parser, const LiquidToken *token, bool is_row)
{
  LiquidReader reader = liquid_reader_new (parser, token->markup);
  LiquidLoopHead head = { .variable = liquid_reader_name (&reader) };
  LiquidSlice in = liquid_reader_name (&reader);

  if (head.variable.length == 0 || !liquid_slice_equal (in, LIQUID_SLICE ("in"))) {
    return fail_tag (parser, token);
  }
  if (!liquid_reader_scan (&reader, &head.collection)) {
    return false;
  }
  if (head.collection.bytes == NULL) {
    return fail_tag (parser, token);
  }
  return read_attributes (&reader, is_row, &head) &&
         liquid_tag_open_loop (parser, token, &head, is_row);
}

bool
liquid_tag_open_js_for (LiquidParser *parser, const LiquidToken *token)
{
  return open_loop (parser, token, false);
}

bool
liquid_tag_open_js_tablerow (LiquidParser *parser, const LiquidToken *token)
{
  parser->n_rows++;
  return open_loop (parser, token, true);
}

/* What stopped the row stops what is around it. */
bool
liquid_tag_close_js_tablerow (LiquidParser *parser)
{
  bool closed = liquid_tag_close_tablerow (parser);

  parser->n_rows--;
  parser->doubts += parser->row_stops;
  parser->row_stops = false;
  liquid_parser_emit (parser, LIQUID_OP_STOP);
  return closed;
}

/* All that stands behind an `else` is of it. */
bool
liquid_tag_branch_js_for (LiquidParser *parser, const LiquidToken *token, bool *taken)
{
  bool is_else = liquid_slice_equal (token->name, LIQUID_SLICE ("else"));

  if (is_else && !check_nothing (parser, token)) {
    return false;
  }
  if (is_else && liquid_parser_get_block (parser)->has_else) {
    *taken = true;
    return true;
  }
  return liquid_tag_branch_for (parser, token, taken);
}

/* `name:`, where that is what stands first; @found says so. */
static bool
read_group (LiquidReader *reader, bool *found)
{
  LiquidReader start = *reader;
  LiquidSlice group;

  if (!liquid_reader_scan (reader, &group)) {
    return false;
  }
  liquid_reader_skip_blank (reader);
  *found = group.bytes != NULL && liquid_reader_accept (reader, ':');
  if (!*found) {
    *reader = start;
    group.bytes = NULL;
  }
  return liquid_reader_compile (reader->parser, group);
}

/* The values and their places; each is printed where the tag ends. */
static bool
compile_candidates (LiquidReader *reader, GArray *targets, GString *list, uint32_t *end)
{
  LiquidParser *parser = reader->parser;

  while (reader->p < reader->end) {
    uint32_t target = liquid_parser_get_position (parser);
    const char *start = reader->p;
    g_array_append_val (targets, target);
    if (!liquid_reader_filtered (reader)) {
      return false;
    }
    g_string_append_len (list, start, reader->p - start);
    g_string_append_c (list, ',');
    liquid_reader_skip_to (reader, ",");
    liquid_parser_emit_jump (parser, LIQUID_OP_JUMP, end);
    parser->stack--;
  }
  return targets->len > 0 || liquid_reader_fail (reader, "Empty candidates");
}

/* Cycles share their place by their name and by how their values are written. */
bool
liquid_tag_open_js_cycle (LiquidParser *parser, const LiquidToken *token)
{
  LiquidArena *arena = &parser->template->arena;
  LiquidCycleInfo *info = liquid_arena_alloc (arena, sizeof *info);
  g_autoptr (GArray) targets = g_array_new (FALSE, FALSE, sizeof (uint32_t));
  g_autoptr (GString) list = g_string_new (NULL);
  LiquidReader reader = liquid_reader_new (parser, token->markup);
  uint32_t first = liquid_parser_get_position (parser), end = LIQUID_NO_TARGET;
  bool has_group;

  if (!read_group (&reader, &has_group)) {
    return false;
  }
  liquid_parser_emit (parser, LIQUID_OP_CYCLE)->cycle = info;
  parser->stack--;
  parser->doubts++;
  bool compiled = compile_candidates (&reader, targets, list, &end);
  parser->doubts--;
  if (!compiled) {
    return false;
  }
  uint32_t *places = liquid_arena_alloc (arena, targets->len * sizeof (uint32_t));
  memcpy (places, targets->data, targets->len * sizeof (uint32_t));
  liquid_parser_land (parser, &end);
  *info = (LiquidCycleInfo){
    .targets = places,
    .n_targets = targets->len,
    .end = liquid_parser_get_position (parser),
    .list = { liquid_arena_copy (arena, list->str, list->len), list->len },
  };
  liquid_parser_emit (parser, LIQUID_OP_EMIT_TRUE);
  liquid_parser_guard (parser, first, parser->statement_line, 0);
  return true;
}

/* `with value` or `for value`, and `as name`; false where that is not next, as in `with: 1`. */
static bool
read_binding (LiquidReader *reader, bool is_render, LiquidPartialHead *head, bool *failed)
{
  LiquidReader start = *reader;
  LiquidSlice word = liquid_reader_name (reader), value = { NULL, 0 };
  bool is_loop = is_render && liquid_slice_equal (word, LIQUID_SLICE ("for"));

  liquid_reader_skip_blank (reader);
  bool is_binding = (is_loop || liquid_slice_equal (word, LIQUID_SLICE ("with"))) &&
                    !(reader->p < reader->end && *reader->p == ':');
  if (is_binding) {
    *failed = !liquid_reader_scan (reader, &value);
  }
  if (value.bytes == NULL) {
    *reader = start;
    return false;
  }
  head->variable = value;
  head->is_loop = is_loop;
  start = *reader;
  if (!is_render || !liquid_slice_equal (liquid_reader_name (reader), LIQUID_SLICE ("as"))) {
    *reader = start;
    return true;
  }
  LiquidSlice alias = liquid_reader_name (reader);
  head->alias = alias.length > 0 ? alias : (LiquidSlice){ NULL, 0 };
  liquid_reader_skip_blank (reader);
  liquid_reader_accept (reader, ',');
  return true;
}

static bool
open_partial (LiquidParser *parser, const LiquidToken *token, bool is_render)
{
  g_autoptr (GArray) attributes = g_array_new (FALSE, FALSE, sizeof (LiquidKeyword));
  LiquidPartialHead head = { .attributes = attributes };
  LiquidReader reader = liquid_reader_new (parser, token->markup);
  uint32_t first = liquid_parser_get_position (parser);
  LiquidKeyword attribute;
  bool failed = false;

  if (!liquid_reader_scan (&reader, &head.name)) {
    return false;
  }
  if (head.name.bytes == NULL) {
    return liquid_reader_fail (&reader, "Illegal file path");
  }
  while (read_binding (&reader, is_render, &head, &failed) && is_render) {
  }
  while (!failed && liquid_reader_attribute (&reader, &attribute, &failed)) {
    g_array_append_val (attributes, attribute);
  }
  if (failed || !liquid_tag_compile_partial (parser, &head, is_render)) {
    return false;
  }
  liquid_parser_guard (parser, first, parser->statement_line, 0);
  return true;
}

bool
liquid_tag_open_js_include (LiquidParser *parser, const LiquidToken *token)
{
  return open_partial (parser, token, false);
}

bool
liquid_tag_open_js_render (LiquidParser *parser, const LiquidToken *token)
{
  return open_partial (parser, token, true);
}
