/* Memory that is given back all at once. The first bytes can be lent by the caller, from the stack,
 * so that a small job allocates nothing. Not safe for two threads at once. */

#include "liquid-private.h"

#include <string.h>

/* A template of a few lines fits in the first chunk; later ones double up to the largest. */
#define FIRST_CHUNK 512
#define LARGEST_CHUNK (64 * 1024)
#define ALIGNMENT 8

struct _LiquidChunk {
  LiquidChunk *previous;
  max_align_t data[];
};

void
liquid_arena_init (LiquidArena *self, void *first, size_t first_size)
{
  *self = (LiquidArena){
    .first = first,
    .first_size = first_size,
    .next = first,
    .left = first_size,
    .chunk_size = FIRST_CHUNK,
  };
}

/* Gives everything back; the arena can be used again. */
void
liquid_arena_reset (LiquidArena *self)
{
  while (self->chunks != NULL) {
    LiquidChunk *chunk = self->chunks;
    self->chunks = chunk->previous;
    g_free (chunk);
  }
  self->next = self->first;
  self->left = self->first_size;
  self->chunk_size = FIRST_CHUNK;
  self->used = 0;
}

static void
add_chunk (LiquidArena *self, size_t size)
{
  size_t wanted = MAX (size, self->chunk_size);
  LiquidChunk *chunk = g_malloc (sizeof (LiquidChunk) + wanted);

  chunk->previous = self->chunks;
  self->chunks = chunk;
  self->next = (char *) chunk->data;
  self->left = wanted;
  self->chunk_size = MIN (self->chunk_size * 2, LARGEST_CHUNK);
}

void *
liquid_arena_alloc (LiquidArena *self, size_t size)
{
  size_t rounded = (MAX (size, 1) + ALIGNMENT - 1) & ~(size_t) (ALIGNMENT - 1);

  if (rounded > self->left) {
    add_chunk (self, rounded);
  }
  char *result = self->next;
  self->next += rounded;
  self->left -= rounded;
  self->used += rounded;
  return result;
}

/* Copies @bytes and puts a zero behind them. */
char *
liquid_arena_copy (LiquidArena *self, const char *bytes, size_t length)
{
  char *copy = liquid_arena_alloc (self, length + 1);

  if (length > 0) {
    memcpy (copy, bytes, length);
  }
  copy[length] = '\0';
  return copy;
}
