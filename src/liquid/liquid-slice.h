/* A part of a text that somebody else keeps. */

#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
  const char *bytes;
  size_t length;
} LiquidSlice;

#define LIQUID_SLICE(literal) ((LiquidSlice){ (literal), sizeof (literal) - 1 })

/* Up to eight bytes as a number. */
static inline uint64_t
liquid_load_few (const char *p, size_t n)
{
  uint32_t low, high;

  if (n >= sizeof low) {
    __builtin_memcpy (&low, p, sizeof low);
    __builtin_memcpy (&high, p + n - sizeof high, sizeof high);
    return low | (uint64_t) high << 32;
  }
  return n == 0 ? 0
                : (uint8_t) p[0] | (uint64_t) (uint8_t) p[n / 2] << 8 |
                    (uint64_t) (uint8_t) p[n - 1] << 16;
}

static inline bool
liquid_slice_equal (LiquidSlice a, LiquidSlice b)
{
  if (a.length != b.length) {
    return false;
  }
  return b.length <= sizeof (uint64_t)
           ? liquid_load_few (a.bytes, b.length) == liquid_load_few (b.bytes, b.length)
           : __builtin_memcmp (a.bytes, b.bytes, b.length) == 0;
}

/* Whether it is @text, which a zero ends. */
static inline bool
liquid_slice_is (LiquidSlice slice, const char *text)
{
  for (size_t i = 0; i < slice.length; i++) {
    if (slice.bytes[i] != text[i] || text[i] == '\0') {
      return false;
    }
  }
  return text[slice.length] == '\0';
}

/* The names that are hashed are what one operator's data hold, so nothing is gained by flooding. */
static inline uint32_t
liquid_slice_hash (LiquidSlice slice)
{
  /* The golden ratio, which spreads bits well. */
  const uint64_t factor = UINT64_C (0x9e3779b97f4a7c15);
  uint64_t hash = slice.length, letters;
  size_t left = slice.length;
  const char *p = slice.bytes;

  for (; left > sizeof letters; p += sizeof letters, left -= sizeof letters) {
    __builtin_memcpy (&letters, p, sizeof letters);
    hash = (hash ^ letters) * factor;
    hash ^= hash >> 32;
  }
  hash = (hash ^ liquid_load_few (p, left)) * factor;
  return (uint32_t) (hash ^ hash >> 32);
}

static inline LiquidSlice
liquid_slice_range (const char *start, const char *end)
{
  return (LiquidSlice){ start, (size_t) (end - start) };
}

/* Ruby's \s. */
static inline bool
liquid_is_space (char c)
{
  return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline const char *
liquid_skip_space (const char *p, const char *end)
{
  while (p < end && liquid_is_space (*p)) {
    p++;
  }
  return p;
}

/* Ruby's strip: white space and NUL. */
static inline bool
liquid_is_strippable (char c)
{
  return liquid_is_space (c) || c == '\0';
}

static inline LiquidSlice
liquid_slice_strip_left (LiquidSlice slice)
{
  while (slice.length > 0 && liquid_is_strippable (slice.bytes[0])) {
    slice.bytes++;
    slice.length--;
  }
  return slice;
}

static inline LiquidSlice
liquid_slice_strip_right (LiquidSlice slice)
{
  while (slice.length > 0 && liquid_is_strippable (slice.bytes[slice.length - 1])) {
    slice.length--;
  }
  return slice;
}

/* Ruby's \w. */
static inline bool
liquid_is_word (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

/* Copies @n bytes, of which there may be none; answers what stands behind them. */
static inline char *
liquid_copy (char *to, const char *from, size_t n)
{
  if (n > 0) {
    __builtin_memcpy (to, from, n);
  }
  return to + n;
}

LiquidSlice liquid_slice_strip (LiquidSlice slice);
bool liquid_slice_is_blank (LiquidSlice slice);
size_t liquid_slice_count_characters (LiquidSlice text);
size_t liquid_slice_find_character (LiquidSlice text, size_t character);
const char *liquid_slice_find (LiquidSlice text, size_t from, LiquidSlice pattern);
size_t liquid_slice_count_matches (LiquidSlice text, LiquidSlice pattern);
const char *liquid_find_invalid_utf8 (const char *text, size_t length);
bool liquid_is_utf8 (const char *bytes, size_t length);
