/* What a template gives a value itself, so that the data need not have it: behind an assignment
 * that is certain to have run. One that stands in a branch counts in that branch, and behind the
 * block where every branch has one. */

#include "liquid-assigned.h"

#include "liquid-tags.h"

/* Whether what is compiled here runs for some data only. The head of a loop always does. */
bool
liquid_parser_is_conditional (LiquidParser *self)
{
  if (self->doubts > 0) {
    return true;
  }
  for (unsigned i = 1; i <= self->depth; i++) {
    const LiquidBlock *block = &self->blocks[i];
    if (block->tag->is_conditional && (!block->tag->has_certain_head || block->info != NULL)) {
      return true;
    }
  }
  return false;
}

/* From here on the template's own value is read. */
void
liquid_parser_assign (LiquidParser *self, LiquidSymbol *symbol)
{
  if (!symbol->assigned) {
    symbol->assigned = true;
    LIQUID_VECTOR_ADD (self->assigned, symbol);
  }
}

/* What is assigned from here on is the branch's. */
void
liquid_parser_begin_branch (LiquidParser *self)
{
  liquid_parser_get_block (self)->first_assigned = self->assigned.len;
}

static void
add_vote (LiquidBlock *self, LiquidSymbol *symbol)
{
  if (self->votes == NULL) {
    self->votes = g_hash_table_new (NULL, NULL);
  }
  guint votes = GPOINTER_TO_UINT (g_hash_table_lookup (self->votes, symbol));
  g_hash_table_insert (self->votes, symbol, GUINT_TO_POINTER (votes + 1));
}

/* Forgets what the branch of the innermost block assigned, but for a vote. */
void
liquid_parser_end_branch (LiquidParser *self)
{
  LiquidBlock *block = liquid_parser_get_block (self);

  block->n_branches++;
  for (guint i = block->first_assigned; i < self->assigned.len; i++) {
    LiquidSymbol *symbol = self->assigned.items[i];
    if (block->n_branches != LIQUID_NO_BRANCH + 1u) {
      add_vote (block, symbol);
    }
    symbol->assigned = false;
  }
  self->assigned.len = block->first_assigned;
}

/* Ends the last branch of the innermost block, too. @complete says that one of them always runs. */
void
liquid_parser_end_branches (LiquidParser *self, bool complete)
{
  LiquidBlock *block = liquid_parser_get_block (self);
  GHashTableIter iter;
  gpointer symbol, votes;

  liquid_parser_end_branch (self);
  if (block->votes == NULL) {
    return;
  }
  g_hash_table_iter_init (&iter, block->votes);
  while (complete && g_hash_table_iter_next (&iter, &symbol, &votes)) {
    if (GPOINTER_TO_UINT (votes) == block->n_branches) {
      liquid_parser_assign (self, symbol);
    }
  }
  g_clear_pointer (&block->votes, g_hash_table_unref);
}
