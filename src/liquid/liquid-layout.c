/* Layouts and their blocks while they run, in LiquidJS's dialect.
 *
 * What stands behind a `layout` runs first: its text becomes the block without a name, and its
 * blocks are kept for later. Then the layout runs, and where it has a block the one that was kept
 * under its name runs instead. A block that another one stands for is that one's `block.super`: it
 * runs before it, since what is printed for it is known then. */

#include "liquid-layout.h"

#include "liquid-limits.h"
#include "liquid-partial.h"
#include "liquid-scope.h"
#include "liquid-value.h"

#include <string.h>

typedef struct _Definition Definition;

/* One of the blocks of a name. */
struct _Definition {
  Definition *super; /* (nullable): what it stands for */
  LiquidPlace place;
  uint32_t position; /* of what stands in it */
  bool uses_super;
  bool is_text;
  LiquidSlice text; /* instead of operations */
};

/* The blocks that were kept. */
struct _LiquidKeptBlock {
  LiquidKeptBlock *next; /* (nullable) */
  LiquidSlice name;
  Definition *first;
  Definition *last;
};

typedef struct {
  LiquidFrame frame;
  const LiquidLayoutInfo *info;
  size_t start; /* of what is printed meanwhile */
  LiquidSlice name;
} Layout;

typedef struct {
  LiquidFrame frame;
  LiquidPlace caller;
  uint32_t position;
  Definition own;
  const Definition **chain; /* what is printed, then what it stands for… */
  size_t running;           /* in @chain */
  LiquidBinding binding;
  size_t start;
} Block;

static LiquidKeptBlock *
find_kept (LiquidRender *render, LiquidSlice name)
{
  for (LiquidKeptBlock *kept = render->kept_blocks; kept != NULL; kept = kept->next) {
    if (liquid_slice_equal (kept->name, name)) {
      return kept;
    }
  }
  return NULL;
}

/* Keeps a block, which the one that was kept before stands for. */
static bool
keep (LiquidRender *render, LiquidSlice name, const Definition *block)
{
  Definition *copy = liquid_render_alloc (render, sizeof *copy);
  LiquidKeptBlock *kept = find_kept (render, name);

  if (copy == NULL ||
      (kept == NULL && (kept = liquid_render_alloc (render, sizeof *kept)) == NULL)) {
    return false;
  }
  *copy = *block;
  if (find_kept (render, name) != NULL) {
    kept->last->super = copy;
    kept->last = copy;
  } else {
    *kept = (LiquidKeptBlock){ render->kept_blocks, name, copy, copy };
    render->kept_blocks = kept;
  }
  liquid_render_pin (render);
  return true;
}

/* Takes what was printed since @start out of the output. */
static bool
take_output (LiquidRender *render, size_t start, LiquidSlice *text)
{
  size_t length = render->output->len - start;
  char *bytes = liquid_render_alloc (render, length);

  if (bytes == NULL) {
    return false;
  }
  *text = (LiquidSlice){ bytes, length };
  liquid_copy (bytes, render->output->str + start, length);
  liquid_render_unprint (render, start);
  return true;
}

bool
liquid_layout_begin (LiquidRender *render, const LiquidLayoutInfo *info, LiquidValue name)
{
  Layout *self = liquid_render_push_frame (render, LIQUID_FRAME_LAYOUT, sizeof (Layout));

  if (name.type != LIQUID_STRING) {
    return liquid_render_fail (render, "Illegal file path");
  }
  if (self == NULL || !liquid_partial_find (render, liquid_value_get_text (name))) {
    return false;
  }
  self->info = info;
  self->name = liquid_value_get_text (name);
  self->start = render->output->len;
  render->stores_blocks = true;
  liquid_render_begin_frame (render, &self->frame);
  return true;
}

/* Runs the layout, whose attributes stand behind values[0]. */
bool
liquid_layout_end (LiquidRender *render,
                   const LiquidLayoutInfo *info,
                   LiquidValue *values,
                   uint32_t *position)
{
  Layout *self = (Layout *) (void *) render->frames;
  Definition whole = { .is_text = true };
  LiquidSlice none = { "", 0 };

  if (!take_output (render, self->start, &whole.text) ||
      (find_kept (render, none) == NULL && !keep (render, none, &whole))) {
    return false;
  }
  render->stores_blocks = false;
  values[0] = liquid_string (self->name.bytes, self->name.length);
  liquid_render_pin (render);
  liquid_render_pop_frame (render);
  return liquid_partial_call (render, &info->partial, values, position);
}

/* A `break` behind the tag ends what stands there. */
void
liquid_layout_stop (LiquidRender *render, uint32_t *position)
{
  *position = ((const Layout *) (const void *) render->frames)->info->end;
}

static bool
is_same (const Definition *a, const Definition *b)
{
  return a->place.slots == b->place.slots && a->position == b->position;
}

/* A block that runs, or that asked for the one which runs, cannot run inside itself. */
static bool
is_running (const LiquidRender *render, const Definition *block)
{
  bool found = false;

  for (const LiquidFrame *frame = render->frames; frame != NULL && !found; frame = frame->outer) {
    const Block *outer = (const Block *) (const void *) frame;
    size_t n_running = frame->kind == LIQUID_FRAME_BLOCK ? outer->running + 1 : 0;
    for (size_t i = 0; i < n_running; i++) {
      found |= is_same (outer->chain[i], block);
    }
  }
  return found;
}

static LiquidHash *
make_drop (LiquidRender *render, LiquidSlice super)
{
  LiquidHash *hash = liquid_render_alloc (render, sizeof (LiquidHash) + sizeof (LiquidEntry));

  if (hash != NULL) {
    *hash = (LiquidHash){ .entries = (LiquidEntry *) (void *) (hash + 1), .n_entries = 1 };
    hash->entries[0] =
      liquid_entry (LIQUID_SLICE ("super"), liquid_string (super.bytes, super.length));
  }
  return hash;
}

/* Lets the block at hand run, which sees the text of the one that it stands for. */
static bool
begin_block (LiquidRender *render, Block *self, LiquidSlice super, uint32_t *position)
{
  const Definition *block = self->chain[self->running];

  LiquidHash *drop = make_drop (render, super);
  LiquidSlot *slot =
    drop != NULL ? liquid_scope_get (render, block->place.scope, LIQUID_SLICE ("block")) : NULL;
  if (slot == NULL) {
    return false;
  }
  liquid_render_begin_frame (render, &self->frame);
  self->binding = liquid_slot_bind (slot, liquid_hash (drop));
  self->start = render->output->len;
  render->place = block->place;
  *position = block->position;
  return true;
}

static void
end_block (LiquidRender *render, Block *self)
{
  liquid_binding_end (&self->binding);
  render->place = self->caller;
  liquid_render_pop_frame (render);
}

/* Prints a text, or runs operations; those leave the rest to liquid_layout_end_block(). */
static bool
run (LiquidRender *render, Block *self, LiquidSlice super, uint32_t *position)
{
  const Definition *block = self->chain[self->running];

  if (!block->is_text) {
    return begin_block (render, self, super, position);
  }
  *position = self->position;
  return liquid_render_print (render, block->text.bytes, block->text.length);
}

static bool
set_chain (LiquidRender *render, Block *self, const LiquidKeptBlock *kept, const Definition *own)
{
  size_t n_kept = 0;

  for (const Definition *block = kept != NULL ? kept->first : NULL; block != NULL;
       block = block->super) {
    n_kept++;
  }
  self->own = *own;
  self->chain = liquid_render_alloc (render, (n_kept + 1) * sizeof *self->chain);
  if (self->chain == NULL || !liquid_render_count_steps (render, n_kept)) {
    return false;
  }
  const Definition *block = kept != NULL ? kept->first : NULL;
  for (size_t i = 0; i < n_kept; i++, block = block->super) {
    self->chain[i] = block;
  }
  self->chain[n_kept] = &self->own;
  return true;
}

/* Keeps the block at @position, or runs what stands under its name. */
bool
liquid_layout_run_block (LiquidRender *render, const LiquidBlockInfo *info, uint32_t *position)
{
  const Definition own = {
    .place = render->place,
    .position = *position,
    .uses_super = info->uses_super,
  };

  if (render->stores_blocks) {
    *position = info->end;
    return keep (render, info->name, &own);
  }
  Block *self = liquid_render_push_frame (render, LIQUID_FRAME_BLOCK, sizeof (Block));
  if (self == NULL || !set_chain (render, self, find_kept (render, info->name), &own)) {
    return false;
  }
  self->caller = render->place;
  self->position = info->end;
  while (self->chain[self->running]->uses_super && self->chain[self->running] != &self->own) {
    self->running++;
  }
  for (size_t i = 0; i <= self->running; i++) {
    if (is_running (render, self->chain[i])) {
      return liquid_render_fail (render, "block tag cannot be nested");
    }
  }
  return run (render, self, (LiquidSlice){ "", 0 }, position);
}

/* Ends a block: goes on with the one that stands for it, or behind the block of the layout. */
bool
liquid_layout_end_block (LiquidRender *render, uint32_t *position)
{
  Block *self = (Block *) (void *) render->frames;
  LiquidSlice super = { "", 0 };

  *position = self->position;
  if (self->running == 0) {
    end_block (render, self);
    return true;
  }
  if (!take_output (render, self->start, &super)) {
    return false;
  }
  liquid_render_pin (render);
  end_block (render, self);
  self->running--;
  return run (render, self, super, position);
}

/* A `break` leaves the block. */
void
liquid_layout_leave_block (LiquidRender *render)
{
  end_block (render, (Block *) (void *) render->frames);
}
