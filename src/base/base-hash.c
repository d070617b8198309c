/* A hash that stays the same: files keep it, and a later version of the program on another kind of
 * machine compares with it. It is XXH64 with the seed 0, as its specification has it
 * (xxhash_spec.md, "XXH64 algorithm description"). Not for what somebody might forge. */

#include "base-hash.h"

#include <string.h>

#define PRIME_1 G_GUINT64_CONSTANT (0x9e3779b185ebca87)
#define PRIME_2 G_GUINT64_CONSTANT (0xc2b2ae3d27d4eb4f)
#define PRIME_3 G_GUINT64_CONSTANT (0x165667b19e3779f9)
#define PRIME_4 G_GUINT64_CONSTANT (0x85ebca77c2b2ae63)
#define PRIME_5 G_GUINT64_CONSTANT (0x27d4eb2f165667c5)

/* Bytes of a stripe: one number for each of four lanes. */
#define STRIPE 32

static guint64
rotate (guint64 value, guint n_bits)
{
  return value << n_bits | value >> (64 - n_bits);
}

static guint64
read_64 (const guint8 *at)
{
  guint64 value;

  memcpy (&value, at, sizeof value);
  return GUINT64_FROM_LE (value);
}

static guint64
read_32 (const guint8 *at)
{
  guint32 value;

  memcpy (&value, at, sizeof value);
  return GUINT32_FROM_LE (value);
}

static guint64
mix (guint64 lane, guint64 input)
{
  return rotate (lane + input * PRIME_2, 31) * PRIME_1;
}

static guint64
merge (guint64 hash, guint64 lane)
{
  return (hash ^ mix (0, lane)) * PRIME_1 + PRIME_4;
}

/* Returns: what the whole stripes come to; @at is moved behind them. */
static guint64
hash_stripes (const guint8 **at, const guint8 *end)
{
  guint64 lanes[] = { PRIME_1 + PRIME_2, PRIME_2, 0, 0 - PRIME_1 };

  for (; end - *at >= STRIPE; *at += STRIPE) {
    for (guint i = 0; i < G_N_ELEMENTS (lanes); i++) {
      lanes[i] = mix (lanes[i], read_64 (*at + 8 * i));
    }
  }
  guint64 hash =
    rotate (lanes[0], 1) + rotate (lanes[1], 7) + rotate (lanes[2], 12) + rotate (lanes[3], 18);
  for (guint i = 0; i < G_N_ELEMENTS (lanes); i++) {
    hash = merge (hash, lanes[i]);
  }
  return hash;
}

static guint64
hash_rest (guint64 hash, const guint8 *at, const guint8 *end)
{
  for (; end - at >= 8; at += 8) {
    hash = rotate (hash ^ mix (0, read_64 (at)), 27) * PRIME_1 + PRIME_4;
  }
  if (end - at >= 4) {
    hash = rotate (hash ^ read_32 (at) * PRIME_1, 23) * PRIME_2 + PRIME_3;
    at += 4;
  }
  for (; at < end; at++) {
    hash = rotate (hash ^ *at * PRIME_5, 11) * PRIME_1;
  }
  return hash;
}

static guint64
avalanche (guint64 hash)
{
  hash = (hash ^ hash >> 33) * PRIME_2;
  hash = (hash ^ hash >> 29) * PRIME_3;
  return hash ^ hash >> 32;
}

/**
 * base_hash_text:
 * @text: (array length=length): bytes
 * @length: how many
 *
 * Returns: their hash, the same in every version and on every machine; of what is alike it is not
 *   alike, so that its upper bits alone serve too
 */
guint64
base_hash_text (const char *text, gsize length)
{
  g_return_val_if_fail (text != NULL, 0);

  const guint8 *at = (const guint8 *) text, *end = at + length;
  guint64 hash = length >= STRIPE ? hash_stripes (&at, end) : PRIME_5;

  return avalanche (hash_rest (hash + length, at, end));
}
