/* Memory that is freed all at once. */

#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct _LiquidChunk LiquidChunk;

typedef struct {
  LiquidChunk *chunks; /* (owned) (nullable) */
  LiquidChunk *spare;  /* (owned) (nullable) */
  char *first;         /* (unowned) (nullable): lent by the caller, used before any chunk */
  size_t first_size;
  char *next;
  size_t left;
  size_t chunk_size;
  size_t used; /* bytes handed out since the last reset */
} LiquidArena;

/* A state of the arena to go back to. */
typedef struct {
  LiquidChunk *chunks;
  char *next;
  size_t left;
  size_t used;
} LiquidMark;

#define LIQUID_ARENA_ALIGNMENT 8

void liquid_arena_init (LiquidArena *self, void *first, size_t first_size);
void liquid_arena_reset (LiquidArena *self);
void liquid_arena_free_chunks (LiquidArena *self, const LiquidMark *mark);
void *liquid_arena_alloc_slowly (LiquidArena *self, size_t size);
char *liquid_arena_copy (LiquidArena *self, const char *bytes, size_t length);

static inline LiquidMark
liquid_arena_get_mark (const LiquidArena *self)
{
  return (LiquidMark){ self->chunks, self->next, self->left, self->used };
}

/* Gives back what was handed out since @mark. The last chunk that this frees is kept: a loop asks
 * for it again at once. */
static inline void
liquid_arena_release (LiquidArena *self, const LiquidMark *mark)
{
  if (self->chunks != mark->chunks) {
    liquid_arena_free_chunks (self, mark);
  }
  self->next = mark->next;
  self->left = mark->left;
  self->used = mark->used;
}

static inline void *
liquid_arena_alloc (LiquidArena *self, size_t size)
{
  size_t gap = -(uintptr_t) self->next % LIQUID_ARENA_ALIGNMENT;
  size_t needed = gap + MAX (size, 1);

  if (needed > self->left) {
    return liquid_arena_alloc_slowly (self, size);
  }
  char *result = self->next + gap;
  self->next += needed;
  self->left -= needed;
  self->used += needed;
  return result;
}
