/* Memory that is given back all at once. The first bytes can be lent by the caller, from the stack,
 * so that a small job allocates nothing. Not safe for two threads at once. */

#include "liquid-arena.h"

#include <string.h>

/* A template of a few lines fits in the first chunk; later ones double up to the largest. */
#define FIRST_CHUNK 512
#define LARGEST_CHUNK (64 * 1024)
#define ALIGNMENT 8

struct _LiquidChunk {
  LiquidChunk *previous;
  size_t size;
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

LiquidMark
liquid_arena_get_mark (const LiquidArena *self)
{
  return (LiquidMark){ self->chunks, self->next, self->left, self->used };
}

/* Gives back what was handed out since @mark. The last chunk that this frees is kept: a loop asks
 * for it again at once. */
void
liquid_arena_release (LiquidArena *self, const LiquidMark *mark)
{
  while (self->chunks != mark->chunks) {
    LiquidChunk *chunk = self->chunks;
    self->chunks = chunk->previous;
    g_free (self->spare);
    self->spare = chunk;
  }
  self->next = mark->next;
  self->left = mark->left;
  self->used = mark->used;
}

/* Gives everything back; the arena can be used again. */
void
liquid_arena_reset (LiquidArena *self)
{
  const LiquidMark start = { .next = self->first, .left = self->first_size };

  liquid_arena_release (self, &start);
  g_clear_pointer (&self->spare, g_free);
  self->chunk_size = FIRST_CHUNK;
}

static LiquidChunk *
take_chunk (LiquidArena *self, size_t size)
{
  LiquidChunk *chunk = self->spare;

  if (chunk != NULL && chunk->size >= size) {
    self->spare = NULL;
    return chunk;
  }
  size_t wanted = MAX (size, self->chunk_size);
  chunk = g_malloc (sizeof (LiquidChunk) + wanted);
  chunk->size = wanted;
  self->chunk_size = MIN (self->chunk_size * 2, LARGEST_CHUNK);
  return chunk;
}

static void
add_chunk (LiquidArena *self, size_t size)
{
  LiquidChunk *chunk = take_chunk (self, size);

  chunk->previous = self->chunks;
  self->chunks = chunk;
  self->next = (char *) chunk->data;
  self->left = chunk->size;
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
