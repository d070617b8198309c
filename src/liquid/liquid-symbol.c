/* The names of the variables that a template uses, each of which it has once. */

#include "liquid-symbol.h"

/* Up to here one look after the other is as fast as an index. */
#define FEW_SYMBOLS 24

static guint
hash_slice (gconstpointer key)
{
  return liquid_slice_hash (*(const LiquidSlice *) key);
}

static gboolean
equal_slices (gconstpointer a, gconstpointer b)
{
  return liquid_slice_equal (*(const LiquidSlice *) a, *(const LiquidSlice *) b);
}

/* Returns: (nullable): the variable called @name */
const LiquidSymbol *
liquid_template_find_symbol (const LiquidTemplate *self, LiquidSlice name)
{
  if (self->symbol_index != NULL) {
    return g_hash_table_lookup (self->symbol_index, &name);
  }
  for (guint i = 0; i < self->symbols.len; i++) {
    const LiquidSymbol *symbol = self->symbols.items[i];
    if (liquid_slice_equal (symbol->name, name)) {
      return symbol;
    }
  }
  return NULL;
}

static void
index_symbols (LiquidTemplate *self)
{
  self->symbol_index = g_hash_table_new (hash_slice, equal_slices);
  for (guint i = 0; i < self->symbols.len; i++) {
    LiquidSymbol *symbol = self->symbols.items[i];
    g_hash_table_insert (self->symbol_index, &symbol->name, symbol);
  }
}

/* The variable called @name, which becomes one of @self where it is none yet. */
LiquidSymbol *
liquid_template_intern (LiquidTemplate *self, LiquidSlice name)
{
  const LiquidSymbol *known = liquid_template_find_symbol (self, name);

  if (known != NULL) {
    return self->symbols.items[known->index];
  }
  LiquidSymbol *symbol = liquid_arena_alloc (&self->arena, sizeof *symbol);
  *symbol = (LiquidSymbol){ .name = name, .index = self->symbols.len };
  LIQUID_VECTOR_ADD (self->symbols, symbol);
  if (self->symbol_index != NULL) {
    g_hash_table_insert (self->symbol_index, &symbol->name, symbol);
  } else if (self->symbols.len > FEW_SYMBOLS) {
    index_symbols (self);
  }
  return symbol;
}
