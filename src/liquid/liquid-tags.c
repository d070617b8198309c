/* The tables of tags. */

#include "liquid-tags.h"

#include "liquid-tags-control.h"
#include "liquid-tags-cycle.h"
#include "liquid-tags-js.h"
#include "liquid-tags-layout.h"
#include "liquid-tags-loop.h"
#include "liquid-tags-partial.h"
#include "liquid-tags-text.h"
#include "liquid-tags-variable.h"

#include <string.h>

static const LiquidTag shopify_tags[] = {
  { .name = "#", .open = liquid_tag_open_inline_comment },
  { .name = "assign", .open = liquid_tag_open_assign },
  { .name = "break", .open = liquid_tag_open_break },
  { .name = "capture", .open = liquid_tag_open_capture, .close = liquid_tag_close_capture },
  { .name = "case",
    .open = liquid_tag_open_case,
    .branch = liquid_tag_branch_case,
    .close = liquid_tag_close_case,
    .is_conditional = true },
  { .name = "comment", .open = liquid_tag_open_comment, .is_verbatim = true },
  { .name = "continue", .open = liquid_tag_open_continue },
  { .name = "cycle", .open = liquid_tag_open_cycle },
  { .name = "decrement", .open = liquid_tag_open_decrement },
  { .name = "doc", .open = liquid_tag_open_doc, .is_verbatim = true },
  { .name = "echo", .open = liquid_tag_open_echo },
  { .name = "for",
    .open = liquid_tag_open_for,
    .branch = liquid_tag_branch_for,
    .close = liquid_tag_close_for,
    .is_conditional = true,
    .has_certain_head = true },
  { .name = "if",
    .open = liquid_tag_open_if,
    .branch = liquid_tag_branch_if,
    .close = liquid_tag_close_if,
    .is_conditional = true },
  { .name = "ifchanged", .open = liquid_tag_open_ifchanged, .close = liquid_tag_close_ifchanged },
  { .name = "include", .open = liquid_tag_open_include },
  { .name = "increment", .open = liquid_tag_open_increment },
  { .name = "liquid", .open = liquid_tag_open_liquid },
  { .name = "raw", .open = liquid_tag_open_raw, .is_verbatim = true },
  { .name = "render", .open = liquid_tag_open_render },
  { .name = "tablerow",
    .open = liquid_tag_open_tablerow,
    .close = liquid_tag_close_tablerow,
    .is_conditional = true,
    .has_certain_head = true },
  { .name = "unless",
    .open = liquid_tag_open_unless,
    .branch = liquid_tag_branch_if,
    .close = liquid_tag_close_if,
    .is_conditional = true },
};

static const LiquidTag js_tags[] = {
  { .name = "#", .open = liquid_tag_open_inline_comment },
  { .name = "assign", .open = liquid_tag_open_js_assign },
  { .name = "block", .open = liquid_tag_open_block, .close = liquid_tag_close_block },
  { .name = "break", .open = liquid_tag_open_break },
  { .name = "capture", .open = liquid_tag_open_js_capture, .close = liquid_tag_close_capture },
  { .name = "case",
    .open = liquid_tag_open_js_case,
    .branch = liquid_tag_branch_js_case,
    .close = liquid_tag_close_case,
    .is_conditional = true },
  { .name = "comment", .open = liquid_tag_open_comment, .is_verbatim = true },
  { .name = "continue", .open = liquid_tag_open_continue },
  { .name = "cycle", .open = liquid_tag_open_js_cycle },
  { .name = "decrement", .open = liquid_tag_open_js_decrement },
  { .name = "echo", .open = liquid_tag_open_js_echo },
  { .name = "for",
    .open = liquid_tag_open_js_for,
    .branch = liquid_tag_branch_js_for,
    .close = liquid_tag_close_for,
    .is_conditional = true,
    .has_certain_head = true },
  { .name = "if",
    .open = liquid_tag_open_if,
    .branch = liquid_tag_branch_js_if,
    .close = liquid_tag_close_if,
    .is_conditional = true },
  { .name = "include", .open = liquid_tag_open_js_include },
  { .name = "increment", .open = liquid_tag_open_js_increment },
  { .name = "layout",
    .open = liquid_tag_open_layout,
    .close = liquid_tag_close_layout,
    .takes_rest = true },
  { .name = "liquid", .open = liquid_tag_open_liquid },
  { .name = "raw", .open = liquid_tag_open_raw, .is_verbatim = true },
  { .name = "render", .open = liquid_tag_open_js_render },
  { .name = "tablerow",
    .open = liquid_tag_open_js_tablerow,
    .close = liquid_tag_close_js_tablerow,
    .is_conditional = true,
    .has_certain_head = true },
  { .name = "unless",
    .open = liquid_tag_open_unless,
    .branch = liquid_tag_branch_js_if,
    .close = liquid_tag_close_if,
    .is_conditional = true },
};

/* The tags of each dialect. */
static const struct {
  const LiquidTag *tags;
  size_t n_tags;
} tables[] = {
  [LIQUID_SHOPIFY] = { shopify_tags, G_N_ELEMENTS (shopify_tags) },
  [LIQUID_LIQUIDJS] = { js_tags, G_N_ELEMENTS (js_tags) },
};

/* Returns: (nullable): the tag called @name */
const LiquidTag *
liquid_dialect_find_tag (LiquidDialect dialect, LiquidSlice name)
{
  const LiquidTag *tags = tables[dialect].tags;

  for (size_t i = 0; i < tables[dialect].n_tags; i++) {
    if (liquid_slice_is (name, tags[i].name)) {
      return &tags[i];
    }
  }
  return NULL;
}

/* Returns: (nullable): the tag called @name in the template at hand */
const LiquidTag *
liquid_tag_find (const LiquidParser *parser, LiquidSlice name)
{
  return liquid_dialect_find_tag (parser->template->dialect, name);
}

/* Words that are tags inside blocks only. */
static const LiquidSlice branches[] = {
  LIQUID_SLICE ("else"),
  LIQUID_SLICE ("elsif"),
  LIQUID_SLICE ("when"),
};

static bool
is_end (LiquidDialect dialect, LiquidSlice name)
{
  if (name.length <= 3 || memcmp (name.bytes, "end", 3) != 0) {
    return false;
  }
  const LiquidTag *tag =
    liquid_dialect_find_tag (dialect, (LiquidSlice){ name.bytes + 3, name.length - 3 });
  return tag != NULL && (tag->close != NULL || tag->is_verbatim);
}

/* What is wrong with a tag called @name that does not stand where one of that name may. */
LiquidMistake
liquid_dialect_classify_unknown (LiquidDialect dialect, LiquidSlice name)
{
  for (size_t i = 0; i < G_N_ELEMENTS (branches); i++) {
    if (liquid_slice_equal (name, branches[i])) {
      return LIQUID_MISTAKE_STRAY_BRANCH;
    }
  }
  return is_end (dialect, name) ? LIQUID_MISTAKE_WRONG_END : LIQUID_MISTAKE_UNKNOWN_TAG;
}

/**
 * liquid_get_nth_tag:
 * @dialect: whose tags
 * @index: from 0
 * @is_block: (out) (optional): whether a tag of the same name behind "end" closes it
 *
 * Tags are in the order of their names; words that are tags inside blocks only are not among them.
 *
 * Returns: (nullable): the name of a tag that @dialect knows, or %NULL behind the last
 */
const char *
liquid_get_nth_tag (LiquidDialect dialect, size_t index, bool *is_block)
{
  g_return_val_if_fail (dialect < G_N_ELEMENTS (tables), NULL);

  if (index >= tables[dialect].n_tags) {
    return NULL;
  }
  const LiquidTag *tag = &tables[dialect].tags[index];
  if (is_block != NULL) {
    *is_block = (tag->close != NULL && !tag->takes_rest) || tag->is_verbatim;
  }
  return tag->name;
}
