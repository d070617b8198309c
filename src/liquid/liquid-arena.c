/* Memory that is given back all at once. The first bytes can be lent by the caller, from the stack,
 * so that a small job allocates nothing. Not safe for two threads at once. */

#include "liquid-arena.h"

#include <string.h>

/* A template of a few lines fits in the first chunk; later ones double up to the largest. */
#define FIRST_CHUNK 512
#define LARGEST_CHUNK (64 * 1024)

struct _LiquidChunk {
  LiquidChunk *previous;
  size_t size;
  max_align_t data[];
};

/* @first, which may be NULL, stays the caller's and is used before any chunk. */
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

/* What liquid_arena_release() does where chunks were added since @mark. */
void
liquid_arena_free_chunks (LiquidArena *self, const LiquidMark *mark)
{
  while (self->chunks != mark->chunks) {
    LiquidChunk *chunk = self->chunks;
    self->chunks = chunk->previous;
    g_free (self->spare);
    self->spare = chunk;
  }
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

/* What liquid_arena_alloc() does where a chunk must be added. */
void *
liquid_arena_alloc_slowly (LiquidArena *self, size_t size)
{
  add_chunk (self, MAX (size, 1));
  return liquid_arena_alloc (self, size);
}

/* Memory for text, which stands anywhere. */
static char *
alloc_text (LiquidArena *self, size_t size)
{
  if (size > self->left) {
    add_chunk (self, size);
  }
  char *result = self->next;
  self->next += size;
  self->left -= size;
  self->used += size;
  return result;
}

/* Copies @bytes and puts a zero behind them. */
char *
liquid_arena_copy (LiquidArena *self, const char *bytes, size_t length)
{
  char *copy = alloc_text (self, length + 1);

  if (length > 0) {
    memcpy (copy, bytes, length);
  }
  copy[length] = '\0';
  return copy;
}
