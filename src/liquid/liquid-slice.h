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

static inline bool
liquid_slice_equal (LiquidSlice a, LiquidSlice b)
{
  return a.length == b.length &&
         (a.length == 0 || __builtin_memcmp (a.bytes, b.bytes, a.length) == 0);
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
