/* Turns tokens into operations. Blocks wait on a stack of their own, so the C stack does not grow
 * with the template. */

#include "liquid-parser.h"

#include "liquid-error.h"
#include "liquid-output.h"
#include "liquid-reader-expression.h"
#include "liquid-tags-js.h"
#include "liquid-tags.h"

#include <string.h>

static void
set_error (LiquidParser *self,
           LiquidError code,
           const LiquidErrorPrivate *mistake,
           LiquidSlice where,
           const char *message)
{
  LiquidErrorPrivate facts = *mistake;

  facts.span = liquid_parser_locate (self, where);
  facts.has_span = true;
  facts.line = self->statement_line;
  g_autofree char *place =
    g_strdup_printf ("line %u, column %u: ", facts.span.line, facts.span.column);
  g_autofree char *whole = g_strconcat (place, message, NULL);
  facts.summary = strlen (place);
  liquid_set_error (self->error, code, &facts, whole);
}

/* Sets the error, at @where; returns false, for callers to return. */
bool
liquid_parser_fail (
  LiquidParser *self, LiquidError code, LiquidSlice where, const char *format, ...)
{
  if (self->error == NULL) {
    return false;
  }

  va_list arguments;
  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_autofree char *tag =
    self->tag_name.length > 0 ? g_strndup (self->tag_name.bytes, self->tag_name.length) : NULL;
  set_error (self, code, &(LiquidErrorPrivate){ .tag = tag }, where, message);
  return false;
}

/* Likewise about the markup of a tag, which the strict modes repeat. */
bool
liquid_parser_fail_markup (LiquidParser *self, const LiquidToken *token, const char *message)
{
  LiquidSlice markup = liquid_slice_strip (token->markup);

  if (!liquid_parser_is_strict (self)) {
    return liquid_parser_fail (self, LIQUID_ERROR_SYNTAX, token->whole, "%s", message);
  }
  return liquid_parser_fail (self, LIQUID_ERROR_SYNTAX, token->whole, "%s in \"%.*s\"", message,
                             (int) markup.length, markup.bytes);
}

/* Likewise, where what is wrong is not inside the statement at hand; @tag may have no bytes. */
bool
liquid_parser_fail_mistake (LiquidParser *self,
                            LiquidMistake mistake,
                            LiquidSlice tag,
                            LiquidSlice where,
                            const char *format,
                            ...)
{
  if (self->error == NULL) {
    return false;
  }

  va_list arguments;
  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_autofree char *name = tag.length > 0 ? g_strndup (tag.bytes, tag.length) : NULL;
  const LiquidTag *outer = liquid_parser_get_block (self)->tag;
  const LiquidErrorPrivate facts = {
    .mistake = mistake,
    .tag = name,
    .block = outer != NULL ? outer->name : NULL,
  };
  set_error (self, LIQUID_ERROR_SYNTAX, &facts, where, message);
  return false;
}

/* Says that the block called @tag, opened at @where, never ends; returns false. */
bool
liquid_parser_fail_unclosed (LiquidParser *self, LiquidSlice tag, LiquidSlice where)
{
  return liquid_parser_fail_mistake (self, LIQUID_MISTAKE_UNCLOSED_BLOCK, tag, where,
                                     "'%.*s' tag was never closed", (int) tag.length, tag.bytes);
}

/* A block that the template, or the tag `liquid` at hand, leaves open. */
bool
liquid_parser_fail_open (LiquidParser *self)
{
  const LiquidBlock *block = liquid_parser_get_block (self);
  const char *name = block->tag->name;

  return liquid_parser_fail_unclosed (self, (LiquidSlice){ name, strlen (name) }, block->opening);
}

/* Whether what is not by the grammar is refused, in outputs, conditions and loops. */
bool
liquid_parser_is_strict (const LiquidParser *self)
{
  return self->template->mode != LIQUID_LAX;
}

/* The place of the next operation. */
uint32_t
liquid_parser_get_position (LiquidParser *self)
{
  return self->template->ops.len;
}

/* The innermost block; the document where none is open. */
LiquidBlock *
liquid_parser_get_block (LiquidParser *self)
{
  return &self->blocks[self->depth];
}

static LiquidOp *
get_op (LiquidParser *self, uint32_t position)
{
  return &self->template->ops.items[position];
}

/* The operation is valid until the next one is added. */
LiquidOp *
liquid_parser_emit (LiquidParser *self, LiquidOpCode code)
{
  LiquidTemplate *template = self->template;

  LIQUID_VECTOR_ADD (template->ops, ((LiquidOp){ .code = (uint8_t) code }));
  return &template->ops.items[template->ops.len - 1];
}

/* Adds an operation that leaves one more value on the stack. */
bool
liquid_parser_emit_push (LiquidParser *self, LiquidOpCode code, LiquidSlice bytes)
{
  if (self->stack == LIQUID_STACK_SIZE) {
    return liquid_parser_fail (self, LIQUID_ERROR_LIMIT, bytes,
                               "More than %d values in one expression", LIQUID_STACK_SIZE);
  }
  self->stack++;
  LiquidOp *op = liquid_parser_emit (self, code);
  op->bytes = bytes.bytes;
  op->length = (uint32_t) bytes.length;
  return true;
}

/* Prints @text; the depth is kept for liquid_parser_drop_blanks(). */
void
liquid_parser_emit_text (LiquidParser *self, LiquidSlice text)
{
  if (text.length == 0) {
    return;
  }
  LiquidOp *op = liquid_parser_emit (self, LIQUID_OP_TEXT);
  op->bytes = text.bytes;
  op->length = (uint32_t) text.length;
  op->n_arguments = (uint8_t) self->depth;
}

/* Adds a jump that lands where the chain does. */
void
liquid_parser_emit_jump (LiquidParser *self, LiquidOpCode code, uint32_t *chain)
{
  uint32_t position = liquid_parser_get_position (self);

  liquid_parser_emit (self, code)->target = *chain;
  *chain = position;
}

/* Lets every jump of the chain land here. */
void
liquid_parser_land (LiquidParser *self, uint32_t *chain)
{
  uint32_t here = liquid_parser_get_position (self);

  while (*chain != LIQUID_NO_TARGET) {
    LiquidOp *op = get_op (self, *chain);
    *chain = op->target;
    op->target = here;
  }
}

/* Notes that the operations since @first are one statement, which ends here, or the condition of
 * the block at @depth. */
void
liquid_parser_guard (LiquidParser *self, uint32_t first, unsigned line, unsigned depth)
{
  uint32_t end = liquid_parser_get_position (self);
  LiquidGuard guard = {
    .first = first,
    .end = end,
    .resume = end,
    .line = line,
    .depth = depth,
    .start = (uint32_t) (self->statement.bytes - self->template->source),
    .length = (uint32_t) self->statement.length,
  };

  LIQUID_VECTOR_ADD (self->template->guards, guard);
}

/* Opens a block; NULL, with an error, where too many are open. */
LiquidBlock *
liquid_parser_push_block (LiquidParser *self, const LiquidTag *tag, const LiquidToken *token)
{
  if (self->depth == LIQUID_MAX_DEPTH) {
    liquid_parser_fail (self, LIQUID_ERROR_LIMIT, token->whole,
                        "Nesting too deep: more than %d blocks inside each other",
                        LIQUID_MAX_DEPTH);
    return NULL;
  }

  LiquidBlock *block = &self->blocks[++self->depth];
  *block = (LiquidBlock){
    .tag = tag,
    .opening = token->whole,
    .line = self->statement_line,
    .first_op = liquid_parser_get_position (self),
    .first_guard = self->template->guards.len,
    .skip = LIQUID_NO_TARGET,
    .done = LIQUID_NO_TARGET,
    .blank = true,
    .first_assigned = self->assigned.len,
  };
  return block;
}

/* A block that holds white space only prints no error. */
void
liquid_parser_silence_blank (LiquidParser *self)
{
  const LiquidBlock *block = liquid_parser_get_block (self);

  if (!block->blank || !self->template->traits->suppress_blank) {
    return;
  }
  for (uint32_t i = block->first_guard; i < self->template->guards.len; i++) {
    self->template->guards.items[i].silent = true;
  }
}

/* Nor does it print the white space: its own texts become empty. What blocks inside it hold is
 * theirs. */
void
liquid_parser_drop_blanks (LiquidParser *self)
{
  const LiquidBlock *block = liquid_parser_get_block (self);

  if (!block->blank || !self->template->traits->suppress_blank) {
    return;
  }
  for (uint32_t i = block->first_op; i < self->template->ops.len; i++) {
    LiquidOp *op = get_op (self, i);
    if (op->code == LIQUID_OP_TEXT && op->n_arguments == self->depth) {
      op->length = 0;
    }
  }
  liquid_parser_silence_blank (self);
}

/* Where the head of the block fails, the render goes on behind the whole block. */
void
liquid_parser_resume_behind (LiquidParser *self)
{
  uint32_t end = liquid_parser_get_position (self);

  for (uint32_t i = liquid_parser_get_block (self)->first_guard; i < self->template->guards.len;
       i++) {
    LiquidGuard *guard = &self->template->guards.items[i];
    if (guard->depth == self->depth) {
      guard->resume = end;
    }
  }
}

/* Closes the innermost block; the one around it stays blank only where this one is. */
void
liquid_parser_pop_block (LiquidParser *self)
{
  const LiquidBlock *block = liquid_parser_get_block (self);

  self->depth--;
  liquid_parser_get_block (self)->blank &= block->blank;
}

static void
add_positional (LiquidParser *self, const LiquidToken *token)
{
  LiquidSlice number = liquid_slice_strip (token->markup);

  for (size_t i = 0; i < number.length; i++) {
    if (!g_ascii_isdigit (number.bytes[i])) {
      return;
    }
  }
  if (number.length > 0) {
    LiquidPositional positional = {
      .name = liquid_arena_copy (&self->template->arena, number.bytes, number.length),
      .span = liquid_parser_locate (self, token->whole),
    };
    LIQUID_VECTOR_ADD (self->template->positionals, positional);
  }
}

/* Prints the value that the operations since @first push. */
static void
emit_output (LiquidParser *self, uint32_t first)
{
  LiquidOp *op = get_op (self, first);

  self->stack--;
  if (op->code == LIQUID_OP_ROOT && liquid_parser_get_position (self) == first + 1) {
    op->code = LIQUID_OP_EMIT_ROOT;
  } else {
    liquid_parser_emit (self, LIQUID_OP_EMIT);
  }
}

static bool
parse_output (LiquidParser *self, const LiquidToken *token)
{
  uint32_t first = liquid_parser_get_position (self);

  self->statement = token->whole;
  self->tag_name = (LiquidSlice){ NULL, 0 };
  self->statement_line =
    liquid_parser_locate (self, token->whole).line + (unsigned) self->line_shift;
  add_positional (self, token);
  liquid_parser_get_block (self)->blank = false;
  if (!liquid_compile_output (self, token->markup, token->markup, true)) {
    return false;
  }
  emit_output (self, first);
  liquid_parser_guard (self, first, self->statement_line, 0);
  return true;
}

/* How much of @slice an error message repeats: whole characters. */
static int
quote_length (LiquidSlice slice)
{
  size_t length = MIN (slice.length, LIQUID_MAX_QUOTE);

  while (length > 0 && length < slice.length && (slice.bytes[length] & 0xc0) == 0x80) {
    length--;
  }
  return (int) length;
}

static bool
fail_unknown (LiquidParser *self, const LiquidToken *token)
{
  LiquidSlice name = token->name.length > 0 ? token->name : token->whole, where = token->whole;
  LiquidMistake mistake = liquid_dialect_classify_unknown (self->template->dialect, token->name);
  const char *block = self->depth > self->base ? liquid_parser_get_block (self)->tag->name
                      : self->lexer.lines      ? "liquid"
                                               : NULL;
  bool is_lines = self->depth == self->base;
  int length = quote_length (name);
  bool is_else = liquid_slice_equal (name, LIQUID_SLICE ("else"));
  bool is_end =
    name.length >= 3 && liquid_slice_equal ((LiquidSlice){ name.bytes, 3 }, LIQUID_SLICE ("end"));

  if (block == NULL && (is_else || (is_end && name.length == 3))) {
    return liquid_parser_fail_mistake (self, mistake, name, where, "Unexpected outer '%.*s' tag",
                                       length, name.bytes);
  }
  if (block != NULL && is_else) {
    return liquid_parser_fail_mistake (self, mistake, name, where,
                                       "%s tag does not expect 'else' tag", block);
  }
  if (block != NULL && is_end) {
    return liquid_parser_fail_mistake (
      self, mistake, name, where, "'%.*s' is not a valid delimiter for %s tags. use %s%s", length,
      name.bytes, block, is_lines ? "%}" : "end", is_lines ? "" : block);
  }
  return liquid_parser_fail_mistake (self, mistake, name, where, "Unknown tag '%.*s'", length,
                                     name.bytes);
}

/* Behind each part of a row in LiquidJS's dialect the render looks whether the row was stopped. No
 * part ends where a block was opened since @depth. */
static bool
end_part (LiquidParser *self, unsigned depth)
{
  bool in_row = false;

  for (unsigned i = self->depth; self->n_rows > 0 && i > 0; i--) {
    const LiquidTag *tag = self->blocks[i].tag;
    if (tag->open == liquid_tag_open_js_tablerow || tag->open == liquid_tag_open_js_for) {
      in_row = tag->open == liquid_tag_open_js_tablerow;
      break;
    }
  }
  if (in_row && self->depth <= depth) {
    liquid_parser_emit (self, LIQUID_OP_STOP);
  }
  return true;
}

/* Ends what stands behind tags that take the rest of the text. */
bool
liquid_parser_end_rest (LiquidParser *self)
{
  const LiquidBlock *block = liquid_parser_get_block (self);

  while (self->depth > self->base && block->tag->takes_rest) {
    if (!block->tag->close (self)) {
      return false;
    }
    block = liquid_parser_get_block (self);
  }
  return true;
}

static bool
is_end_of (const LiquidTag *tag, LiquidSlice name)
{
  return !tag->takes_rest && name.length > 3 &&
         liquid_slice_equal ((LiquidSlice){ name.bytes, 3 }, LIQUID_SLICE ("end")) &&
         liquid_slice_is ((LiquidSlice){ name.bytes + 3, name.length - 3 }, tag->name);
}

/* Parses a tag: the end of the innermost block, a tag of its own, or a branch of that block. */
bool
liquid_parser_parse_tag (LiquidParser *self, const LiquidToken *token)
{
  /* Blocks around a tag `liquid` cannot be closed inside it. */
  const LiquidTag *outer = self->depth > self->base ? liquid_parser_get_block (self)->tag : NULL;
  unsigned depth = self->depth;

  self->statement = token->whole;
  self->tag_name = token->name;
  self->statement_line =
    liquid_parser_locate (self, token->name.length > 0 ? token->markup : token->whole).line +
    (unsigned) self->line_shift;
  if (outer != NULL && is_end_of (outer, token->name)) {
    bool is_js = self->template->traits->is_js;
    return (!is_js || liquid_tag_check_js_end (self, token)) && outer->close (self) &&
           end_part (self, depth);
  }
  const LiquidTag *tag = liquid_tag_find (self, token->name);
  if (tag != NULL) {
    return tag->open (self, token) && end_part (self, depth);
  }
  bool taken = false;
  if (outer != NULL && outer->branch != NULL && !outer->branch (self, token, &taken)) {
    return false;
  }
  return taken || fail_unknown (self, token);
}

/* How much of the token Shopify repeats: a tag that nothing ends is its two first bytes; an output
 * ends behind the "{%" of a tag inside it that nothing ends. */
static LiquidSlice
get_broken_part (const LiquidToken *token)
{
  const char *start = token->whole.bytes, *end = start + token->whole.length;

  for (const char *p = start + 2; token->type == LIQUID_TOKEN_BROKEN_OUTPUT && p < end; p++) {
    if (*p == '}') {
      return token->whole;
    }
    if (p + 1 < end && p[0] == '{' && p[1] == '%') {
      bool ends = end - p >= 4 && end[-2] == '%' && end[-1] == '}';
      return ends ? token->whole : liquid_slice_range (start, p + 2);
    }
  }
  return (LiquidSlice){ start, 2 };
}

static bool
fail_broken (LiquidParser *self, const LiquidToken *token)
{
  bool is_output = token->type == LIQUID_TOKEN_BROKEN_OUTPUT;
  LiquidSlice part = get_broken_part (token);

  self->statement_line =
    liquid_parser_locate (self, token->whole).line + (unsigned) self->line_shift;
  return liquid_parser_fail_mistake (
    self, is_output ? LIQUID_MISTAKE_UNCLOSED_OUTPUT : LIQUID_MISTAKE_UNCLOSED_TAG, token->name,
    token->whole, "%s '%.*s' was not properly terminated with regexp: %s",
    is_output ? "Variable" : "Tag", (int) part.length, part.bytes,
    is_output ? "/\\}\\}/" : "/\\%\\}/");
}

static bool
parse_token (LiquidParser *self, const LiquidToken *token)
{
  switch (token->type) {
  case LIQUID_TOKEN_TEXT:
    liquid_parser_get_block (self)->blank &= liquid_slice_is_blank (token->markup);
    liquid_parser_emit_text (self, token->markup);
    return end_part (self, self->depth);
  case LIQUID_TOKEN_OUTPUT:
    return parse_output (self, token) && end_part (self, self->depth);
  case LIQUID_TOKEN_TAG:
    return liquid_parser_parse_tag (self, token);
  case LIQUID_TOKEN_BROKEN_OUTPUT:
  case LIQUID_TOKEN_BROKEN_TAG:
    return fail_broken (self, token);
  case LIQUID_TOKEN_END:
  default:
    g_return_val_if_reached (false);
  }
}

/* Parses @text, a part of the source, as if it were a template of its own. The statement around it
 * stays the one at hand. */
bool
liquid_parser_parse_part (LiquidParser *self, LiquidSlice text)
{
  const LiquidLexer lexer = self->lexer;
  const LiquidSlice statement = self->statement, tag_name = self->tag_name;
  unsigned base = self->base;
  bool parsed = true;
  LiquidToken token;

  self->base = self->depth;
  liquid_lexer_init (&self->lexer, text, self->template->traits);
  for (liquid_lexer_next (&self->lexer, &token); parsed && token.type != LIQUID_TOKEN_END;
       liquid_lexer_next (&self->lexer, &token)) {
    parsed = parse_token (self, &token);
  }
  if (parsed && self->depth > self->base) {
    parsed = liquid_parser_fail_open (self);
  }
  self->lexer = lexer;
  self->base = base;
  self->statement = statement;
  self->tag_name = tag_name;
  return parsed;
}

/* Into the order of the text. Only arguments that stand in another order than they are compiled in
 * lie wrong, a few places away: those of a loop, and keywords of a filter. */
static void
sort_variables (LiquidTemplate *template)
{
  LiquidVariable *variables = template->variables.items;

  for (uint32_t i = 1; i < template->variables.len; i++) {
    LiquidVariable variable = variables[i];
    uint32_t place = i;
    for (; place > 0 && variables[place - 1].span.start > variable.span.start; place--) {
      variables[place] = variables[place - 1];
    }
    variables[place] = variable;
  }
}

/* Parses the whole source into the template. */
bool
liquid_parser_run (LiquidParser *self)
{
  LiquidSlice source = { self->template->source, self->template->length };
  LiquidToken token;

  liquid_lexer_init (&self->lexer, source, self->template->traits);
  self->lexer.trim = self->template->trims;
  for (liquid_lexer_next (&self->lexer, &token); token.type != LIQUID_TOKEN_END;
       liquid_lexer_next (&self->lexer, &token)) {
    if (!parse_token (self, &token)) {
      return false;
    }
    bool is_liquid = liquid_slice_equal (token.name, LIQUID_SLICE ("liquid"));
    self->line_shift = is_liquid ? self->line_shift : 0;
  }
  if (!liquid_parser_end_rest (self)) {
    return false;
  }
  if (self->depth > 0) {
    self->statement_line =
      liquid_parser_locate (self, token.whole).line + (unsigned) self->line_shift;
    return liquid_parser_fail_open (self);
  }
  self->template->trims = self->lexer.trim;
  sort_variables (self->template);
  liquid_parser_emit (self, LIQUID_OP_END);
  return true;
}

/* Parses the source as one expression with its filters, whose value is the result. */
bool
liquid_parser_run_expression (LiquidParser *self)
{
  LiquidSlice source = { self->template->source, self->template->length };
  LiquidReader reader = liquid_reader_new (self, source);

  self->statement_line = 1;
  if (!liquid_reader_filtered (&reader)) {
    return false;
  }
  liquid_parser_emit (self, LIQUID_OP_RESULT);
  return true;
}
