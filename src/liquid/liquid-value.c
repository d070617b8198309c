/* Values, and the containers that hold them. A container copies strings into an arena of its own.
 */

#include "liquid-value.h"

#include <string.h>

/* Up to here a hash is searched from one end to the other: that is as fast as an index. */
#define SMALL_HASH 16
/* Room that a container has once there is anything in it. */
#define FIRST_ITEMS 4
/* Bytes of strings that it then has room for: data are many small containers. */
#define FIRST_TEXTS 128
/* Bytes of a key and its value in a hash, where they are not known yet. */
#define USUAL_TEXTS 24
/* Entries of a hash that are allocated at once, whatever somebody says. */
#define MOST_OWN_ENTRIES 1024

/**
 * liquid_nil:
 *
 * Returns: nothing, which prints nothing
 */
LiquidValue
liquid_nil (void)
{
  return (LiquidValue){ .type = LIQUID_NIL, .string = { NULL, 0 } };
}

/**
 * liquid_boolean:
 * @boolean: which
 *
 * Returns: a boolean; false and nil alone count as false in conditions
 */
LiquidValue
liquid_boolean (bool boolean)
{
  return (LiquidValue){ .type = LIQUID_BOOLEAN, .boolean = boolean };
}

/**
 * liquid_integer:
 * @integer: a whole number
 *
 * Returns: an integer, which divides as Ruby's: 9 by 2 is 4
 */
LiquidValue
liquid_integer (int64_t integer)
{
  return (LiquidValue){ .type = LIQUID_INTEGER, .integer = integer };
}

/**
 * liquid_float:
 * @number: a number, which need not be finite
 *
 * Returns: a float, which prints with a point in Shopify's dialect even where it is whole
 */
LiquidValue
liquid_float (double number)
{
  return (LiquidValue){ .type = LIQUID_FLOAT, .number = number };
}

/**
 * liquid_string:
 * @bytes: (array length=length) (transfer none): UTF-8, borrowed for as long as the value is used;
 *   zero bytes are letters like others, and what is not UTF-8 becomes U+FFFD when a container or a
 *   render takes it
 * @length: how many bytes
 *
 * Returns: a string; a container that is given it copies the bytes
 */
LiquidValue
liquid_string (const char *bytes, size_t length)
{
  return (LiquidValue){ .type = LIQUID_STRING, .string = { bytes, length } };
}

/**
 * liquid_whole_number:
 * @digits: (array length=length) (transfer none): digits, the first not 0 unless it is the only
 * one, and perhaps a dash before them; borrowed like the bytes of a string
 * @length: how many bytes
 *
 * Shopify's engine counts without bounds. LiquidJS's dialect has no such numbers: its data take
 * liquid_float().
 *
 * Returns: an integer value, of any size
 */
LiquidValue
liquid_whole_number (const char *digits, size_t length)
{
  int64_t integer = 0;
  bool negative = length > 0 && *digits == '-';

  for (size_t i = negative; i < length; i++) {
    /* Counted downwards, where there is room for one more. */
    if (__builtin_mul_overflow (integer, 10, &integer) ||
        __builtin_sub_overflow (integer, digits[i] - '0', &integer)) {
      return (LiquidValue){ .type = LIQUID_BIGINT, .string = { digits, length } };
    }
  }
  if (!negative && integer == INT64_MIN) {
    return (LiquidValue){ .type = LIQUID_BIGINT, .string = { digits, length } };
  }
  return liquid_integer (negative ? integer : -integer);
}

/**
 * liquid_array:
 * @array: (transfer none): an array, borrowed until a container is given the value and owns it
 *
 * Returns: a value for it
 */
LiquidValue
liquid_array (const LiquidArray *array)
{
  return (LiquidValue){ .type = LIQUID_ARRAY, .array = array };
}

/**
 * liquid_hash:
 * @hash: (transfer none): a hash, borrowed until a container is given the value and owns it
 *
 * Returns: a value for it
 */
LiquidValue
liquid_hash (const LiquidHash *hash)
{
  return (LiquidValue){ .type = LIQUID_HASH, .hash = hash };
}

/* Filters walk from letter to letter: what is no UTF-8 becomes U+FFFD before they see it. */
static LiquidSlice
keep_text (LiquidArena *arena, LiquidSlice text)
{
  if (liquid_is_utf8 (text.bytes, text.length)) {
    return (LiquidSlice){ liquid_arena_copy (arena, text.bytes, text.length), text.length };
  }
  g_autofree char *valid = g_utf8_make_valid (text.bytes, (gssize) text.length);
  size_t length = strlen (valid);
  return (LiquidSlice){ liquid_arena_copy (arena, valid, length), length };
}

/* Takes the container in @value over, or copies its string. */
static LiquidValue
keep (LiquidArena *arena, LiquidValue value)
{
  if (value.type == LIQUID_STRING) {
    LiquidSlice text = keep_text (arena, liquid_value_get_text (value));
    return liquid_string (text.bytes, text.length);
  }
  if (value.type == LIQUID_BIGINT) {
    value.string.bytes = liquid_arena_copy (arena, value.string.bytes, value.string.length);
  }
  return value;
}

static bool
is_container (LiquidValue value)
{
  return value.type == LIQUID_ARRAY || value.type == LIQUID_HASH;
}

static void
free_array (LiquidArray *self, GArray *rest)
{
  for (guint i = 0; i < self->n_items; i++) {
    LiquidValue value = self->items[i];
    if (is_container (value)) {
      g_array_append_val (rest, value);
    }
  }
  liquid_arena_reset (&self->arena);
  g_free (self->items);
  g_free (self);
}

/* The entries that a hash is made for stand behind it, and their texts behind them: what a render
 * looks at is close together. */
static LiquidEntry *
get_own_entries (LiquidHash *self)
{
  return (LiquidEntry *) (self + 1);
}

static void
free_hash (LiquidHash *self, GArray *rest)
{
  for (uint32_t i = 0; i < self->n_entries; i++) {
    LiquidValue value = self->entries[i].value;
    if (is_container (value)) {
      g_array_append_val (rest, value);
    }
  }
  liquid_arena_reset (&self->arena);
  if (self->entries != get_own_entries (self)) {
    g_free (self->entries);
  }
  g_free (self->slots);
  g_free (self);
}

/* Frees a container and all inside it without recursion: data may be nested as deep as it likes. */
static void
free_value (LiquidValue value)
{
  g_autoptr (GArray) rest = g_array_new (FALSE, FALSE, sizeof (LiquidValue));

  g_array_append_val (rest, value);
  while (rest->len > 0) {
    LiquidValue next = g_array_index (rest, LiquidValue, rest->len - 1);
    g_array_set_size (rest, rest->len - 1);
    if (next.type == LIQUID_ARRAY) {
      free_array ((LiquidArray *) next.array, rest);
    } else if (next.type == LIQUID_HASH) {
      free_hash ((LiquidHash *) next.hash, rest);
    }
  }
}

/**
 * liquid_array_new:
 *
 * Returns: (transfer full): an empty array
 */
LiquidArray *
liquid_array_new (void)
{
  return liquid_array_new_sized (0);
}

/**
 * liquid_array_new_sized:
 * @n_items: how many values it is going to have; it can have more
 *
 * Returns: (transfer full): an empty array
 */
LiquidArray *
liquid_array_new_sized (size_t n_items)
{
  LiquidArray *self = g_new0 (LiquidArray, 1);

  liquid_arena_init (&self->arena, NULL, 0);
  self->arena.chunk_size = FIRST_TEXTS;
  self->items = n_items > 0 ? g_new (LiquidValue, n_items) : NULL;
  self->n_allocated = n_items;
  return self;
}

/**
 * liquid_array_free:
 * @self: (nullable) (transfer full): an array that no other container owns and no render reads
 *
 * Frees the array with all that is in it.
 */
void
liquid_array_free (LiquidArray *self)
{
  if (self != NULL) {
    free_value (liquid_array (self));
  }
}

/**
 * liquid_array_add:
 * @self: an array that no render reads meanwhile
 * @value: (transfer full): the value; a string is copied, a container is owned by @self from now on
 *   and may be in no other
 *
 * Adds a value at the end.
 */
void
liquid_array_add (LiquidArray *self, LiquidValue value)
{
  g_return_if_fail (self != NULL);

  if (self->n_items == self->n_allocated) {
    self->n_allocated = MAX (self->n_allocated * 2, FIRST_ITEMS);
    self->items = g_renew (LiquidValue, self->items, self->n_allocated);
  }
  self->items[self->n_items++] = keep (&self->arena, value);
}

size_t
liquid_array_get_size (const LiquidArray *self)
{
  return self->n_items;
}

/* A negative index counts from the end; outside there is nil. */
LiquidValue
liquid_array_get (const LiquidArray *self, int64_t index)
{
  int64_t size = self->n_items;
  int64_t position = index < 0 ? index + size : index;

  if (position < 0 || position >= size) {
    return liquid_nil ();
  }
  return self->items[position];
}

static LiquidEntry *
find_entry (const LiquidHash *self, LiquidSlice key)
{
  uint32_t code = liquid_slice_hash (key);

  if (self->slots == NULL) {
    for (uint32_t i = 0; i < self->n_entries; i++) {
      if (self->entries[i].code == code && liquid_slice_equal (self->entries[i].key, key)) {
        return &self->entries[i];
      }
    }
    return NULL;
  }

  for (uint32_t i = code; self->slots[i & (self->n_slots - 1)] != 0; i++) {
    LiquidEntry *entry = &self->entries[self->slots[i & (self->n_slots - 1)] - 1];
    if (entry->code == code && liquid_slice_equal (entry->key, key)) {
      return entry;
    }
  }
  return NULL;
}

static void
insert_slot (LiquidHash *self, uint32_t index)
{
  uint32_t i = self->entries[index].code;

  while (self->slots[i & (self->n_slots - 1)] != 0) {
    i++;
  }
  self->slots[i & (self->n_slots - 1)] = index + 1;
}

/* Keeps at least half of the slots free. */
static void
index_entry (LiquidHash *self, uint32_t index)
{
  uint32_t n_entries = self->n_entries;

  if (n_entries <= SMALL_HASH) {
    return;
  }
  if (n_entries * 2 <= self->n_slots) {
    insert_slot (self, index);
    return;
  }
  self->n_slots = MAX (self->n_slots * 2, SMALL_HASH * 4);
  g_free (self->slots);
  self->slots = g_new0 (uint32_t, self->n_slots);
  for (uint32_t i = 0; i < n_entries; i++) {
    insert_slot (self, i);
  }
}

static void
grow_entries (LiquidHash *self)
{
  bool own = self->entries == get_own_entries (self);
  LiquidEntry *old = self->entries;

  self->n_allocated += MAX (self->n_allocated / 2, FIRST_ITEMS);
  self->entries = g_renew (LiquidEntry, own ? NULL : old, self->n_allocated);
  if (own) {
    liquid_copy ((char *) self->entries, (char *) old, self->n_entries * sizeof (LiquidEntry));
  }
}

static void
add_entry (LiquidHash *self, LiquidEntry entry)
{
  if (self->n_entries == self->n_allocated) {
    grow_entries (self);
  }
  self->entries[self->n_entries++] = entry;
  index_entry (self, self->n_entries - 1);
}

/**
 * liquid_hash_new:
 *
 * Returns: (transfer full): an empty hash, which keeps the order of insertion
 */
LiquidHash *
liquid_hash_new (void)
{
  return liquid_hash_new_sized (0);
}

/**
 * liquid_hash_new_sized:
 * @n_entries: how many keys it is going to have; it can have more
 *
 * Returns: (transfer full): an empty hash, as of liquid_hash_new()
 */
LiquidHash *
liquid_hash_new_sized (size_t n_entries)
{
  size_t n_own = MIN (n_entries, MOST_OWN_ENTRIES), n_texts = n_own * USUAL_TEXTS;
  LiquidHash *self = g_malloc (sizeof (LiquidHash) + n_own * sizeof (LiquidEntry) + n_texts);

  *self = (LiquidHash){ .n_allocated = (uint32_t) n_own };
  self->entries = get_own_entries (self);
  liquid_arena_init (&self->arena, self->entries + n_own, n_texts);
  self->arena.chunk_size = FIRST_TEXTS;
  return self;
}

/**
 * liquid_hash_free:
 * @self: (nullable) (transfer full): a hash that no other container owns and no render reads
 *
 * Frees the hash with all that is in it.
 */
void
liquid_hash_free (LiquidHash *self)
{
  if (self != NULL) {
    free_value (liquid_hash (self));
  }
}

/**
 * liquid_hash_set_bytes:
 * @self: a hash that no render reads meanwhile
 * @key: (array length=length): the key, in UTF-8, which is copied
 * @length: the bytes of @key, among which may be zeros
 * @value: (transfer full): the value; a string is copied, a container is owned by @self from now on
 *   and may be in no other
 *
 * Sets what the key has. What it had before is freed, and its place in the order stays.
 */
void
liquid_hash_set_bytes (LiquidHash *self, const char *key, size_t length, LiquidValue value)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (key != NULL);

  g_autofree char *valid = NULL;
  LiquidSlice name = { key, length };
  if (!liquid_is_utf8 (key, length)) {
    valid = g_utf8_make_valid (key, (gssize) length);
    name = (LiquidSlice){ valid, strlen (valid) };
  }
  LiquidValue kept = keep (&self->arena, value);
  LiquidEntry *old = find_entry (self, name);
  if (old != NULL) {
    free_value (old->value);
    old->value = kept;
    return;
  }

  name.bytes = liquid_arena_copy (&self->arena, name.bytes, name.length);
  add_entry (self, liquid_entry (name, kept));
}

/**
 * liquid_hash_set:
 * @self: a hash that no render reads meanwhile
 * @key: the key, in UTF-8, which is copied
 * @value: (transfer full): the value, as of liquid_hash_set_bytes()
 *
 * liquid_hash_set_bytes() for a key that ends in a zero.
 */
void
liquid_hash_set (LiquidHash *self, const char *key, LiquidValue value)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (key != NULL);

  liquid_hash_set_bytes (self, key, strlen (key), value);
}

/* Whether the hash has @key; @value stays as it is where it has not. */
bool
liquid_hash_get (const LiquidHash *self, LiquidSlice key, LiquidValue *value)
{
  const LiquidEntry *entry = find_entry (self, key);

  if (entry != NULL) {
    *value = entry->value;
  }
  return entry != NULL;
}

/**
 * liquid_hash_prefetch:
 * @hash: (nullable): a hash
 *
 * Has the processor fetch what a render looks at first. Of the data of many recipients none are in
 * a cache, and waiting for them takes longer than a personalised line: whoever renders for one
 * calls this for the next one before.
 */
void
liquid_hash_prefetch (const LiquidHash *hash)
{
  /* What a hash is made for stands behind it. */
  enum { LINE = 64, N_LINES = 16 };

  for (int i = 0; hash != NULL && i < N_LINES; i++) {
    __builtin_prefetch ((const char *) hash + i * LINE);
  }
}

/**
 * liquid_hash_lookup:
 * @hash: (type LiquidHash): a hash
 * @name: (array length=length): a name, in UTF-8
 * @length: its bytes
 * @value: (out) (transfer none): what the hash has under it
 *
 * A #LiquidLookup over a hash, which several threads may use at once while nobody changes it.
 *
 * Returns: whether the hash has it
 */
bool
liquid_hash_lookup (void *hash, const char *name, size_t length, LiquidValue *value)
{
  g_return_val_if_fail (hash != NULL, false);

  return liquid_hash_get (hash, (LiquidSlice){ name, length }, value);
}
