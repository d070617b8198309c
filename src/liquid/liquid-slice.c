/* Texts that somebody else keeps: what stands at their ends and where things stand in them. All of
 * it is UTF-8. */

/* For memmem(), which is linear. */
#define _GNU_SOURCE

#include "liquid-slice.h"

#include <string.h>

/* Ruby's strip. */
LiquidSlice
liquid_slice_strip (LiquidSlice slice)
{
  return liquid_slice_strip_right (liquid_slice_strip_left (slice));
}

/* Whether it is white space only, or nothing. */
bool
liquid_slice_is_blank (LiquidSlice slice)
{
  for (size_t i = 0; i < slice.length; i++) {
    if (!liquid_is_space (slice.bytes[i])) {
      return false;
    }
  }
  return true;
}

/* How many of the eight bytes at @p begin a character. */
static size_t
count_eight (const char *p)
{
  const uint64_t ones = UINT64_C (0x0101010101010101);
  uint64_t letters;

  memcpy (&letters, p, sizeof letters);
  /* A byte inside a character has the highest bit and not the next one. */
  uint64_t inside = (letters >> 7) & ~(letters >> 6) & ones;
  return 8 - (size_t) (inside * ones >> 56);
}

size_t
liquid_slice_count_characters (LiquidSlice text)
{
  size_t count = 0, i = 0;

  for (; i + 8 <= text.length; i += 8) {
    count += count_eight (text.bytes + i);
  }
  for (; i < text.length; i++) {
    count += ((uint8_t) text.bytes[i] & 0xc0) != 0x80;
  }
  return count;
}

/* The byte at which a character begins, or the end. */
size_t
liquid_slice_find_character (LiquidSlice text, size_t character)
{
  size_t i = 0;

  for (; i + 8 <= text.length && character >= 8; i += 8) {
    character -= count_eight (text.bytes + i);
  }
  for (; i < text.length; i++) {
    if (((uint8_t) text.bytes[i] & 0xc0) != 0x80 && character-- == 0) {
      break;
    }
  }
  return i;
}

/* The first @pattern at or behind the byte @from, or NULL. */
const char *
liquid_slice_find (LiquidSlice text, size_t from, LiquidSlice pattern)
{
  if (pattern.length == 0) {
    return text.bytes + from;
  }
  return from < text.length
           ? memmem (text.bytes + from, text.length - from, pattern.bytes, pattern.length)
           : NULL;
}

/* How often @pattern, which is not empty, stands in @text, one match behind the other. */
size_t
liquid_slice_count_matches (LiquidSlice text, LiquidSlice pattern)
{
  size_t count = 0;

  for (const char *p = liquid_slice_find (text, 0, pattern); p != NULL;
       p = liquid_slice_find (text, (size_t) (p - text.bytes) + pattern.length, pattern)) {
    count++;
  }
  return count;
}

static const char *
skip_ascii (const char *text, const char *end)
{
  uint64_t letters;

  for (; (size_t) (end - text) >= sizeof letters; text += sizeof letters) {
    memcpy (&letters, text, sizeof letters);
    if ((letters & UINT64_C (0x8080808080808080)) != 0) {
      break;
    }
  }
  return text;
}

/* The first byte that is not UTF-8, or NULL; a zero byte is a character like others. */
const char *
liquid_find_invalid_utf8 (const char *text, size_t length)
{
  const char *end = text + length;

  text = skip_ascii (text, end);
  while (!g_utf8_validate (text, end - text, &text)) {
    if (*text != '\0') {
      return text;
    }
    text++;
  }
  return NULL;
}

bool
liquid_is_utf8 (const char *bytes, size_t length)
{
  return liquid_find_invalid_utf8 (bytes, length) == NULL;
}
