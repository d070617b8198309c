/* What containers are made of, and the types that exist while a template is rendered only. */

#pragma once

#include "liquid.h"
#include "liquid-arena.h"
#include "liquid-slice.h"

/* Types that exist while a template is rendered only. The first two are the words of conditions
 * that stand for a question rather than a value. */
#define LIQUID_EMPTY ((LiquidType) (LIQUID_HASH + 1))
#define LIQUID_BLANK ((LiquidType) (LIQUID_HASH + 2))
/* A LiquidRange. */
#define LIQUID_RANGE ((LiquidType) (LIQUID_HASH + 3))
/* A LiquidLoop: forloop, tablerowloop. */
#define LIQUID_LOOP ((LiquidType) (LIQUID_HASH + 4))
/* A LiquidScope: all variables by their names. */
#define LIQUID_SELF ((LiquidType) (LIQUID_HASH + 5))
/* A whole number beyond 64 bits, as digits. */
#define LIQUID_BIGINT ((LiquidType) (LIQUID_HASH + 6))

/* Whole numbers from one to another, none where @last is smaller. */
typedef struct {
  int64_t first;
  int64_t last;
} LiquidRange;

static inline bool
liquid_value_is_true (LiquidValue value)
{
  return value.type != LIQUID_NIL && (value.type != LIQUID_BOOLEAN || value.boolean);
}

static inline LiquidSlice
liquid_value_get_text (LiquidValue value)
{
  return (LiquidSlice){ value.string.bytes, value.string.length };
}

/* What a hash has under one key. */
typedef struct {
  LiquidSlice key;
  uint32_t code; /* of the key */
  LiquidValue value;
} LiquidEntry;

static inline LiquidEntry
liquid_entry (LiquidSlice key, LiquidValue value)
{
  return (LiquidEntry){ key, liquid_slice_hash (key), value };
}

/* One that a render makes stands in its scratch memory, items and all. */
struct _LiquidArray {
  LiquidValue *items; /* (owned) (nullable) */
  size_t n_items;
  size_t n_allocated;
  LiquidArena arena; /* the strings */
};

struct _LiquidHash {
  LiquidEntry *entries; /* (owned): in the order of insertion */
  uint32_t n_entries;
  uint32_t n_allocated;
  uint32_t *slots; /* (owned) (nullable): open addressing, entry + 1; only for large hashes */
  uint32_t n_slots;
  LiquidArena arena; /* the keys and strings */
};

size_t liquid_array_get_size (const LiquidArray *self);
LiquidValue liquid_array_get (const LiquidArray *self, int64_t index);
bool liquid_hash_get (const LiquidHash *self, LiquidSlice key, LiquidValue *value);
