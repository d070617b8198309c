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

void liquid_arena_init (LiquidArena *self, void *first, size_t first_size);
void liquid_arena_reset (LiquidArena *self);
LiquidMark liquid_arena_get_mark (const LiquidArena *self);
void liquid_arena_release (LiquidArena *self, const LiquidMark *mark);
void *liquid_arena_alloc (LiquidArena *self, size_t size);
char *liquid_arena_copy (LiquidArena *self, const char *bytes, size_t length);
