/* Upper, lower and title case by Unicode's full mappings, whatever the locale: GLib's own functions
 * turn i into İ for a Turkish operator, and the service would not. Bytes that are no UTF-8 stay. */

#include "liquid-case.h"

#include <string.h>

/* Where the letters stand whose upper case is more than one letter; SpecialCasing.txt of Unicode.
 */
static const struct {
  gunichar first;
  gunichar last;
} expanding[] = {
  { 0x00df, 0x00df }, { 0x0149, 0x0149 }, { 0x01f0, 0x01f0 },
  { 0x0390, 0x0390 }, { 0x03b0, 0x03b0 }, { 0x0587, 0x0587 },
  { 0x1e96, 0x1e9a }, { 0x1f50, 0x1ffc }, { 0xfb00, 0xfb17 },
};

static bool
may_expand (gunichar c)
{
  for (size_t i = 0; i < G_N_ELEMENTS (expanding); i++) {
    if (c >= expanding[i].first && c <= expanding[i].last) {
      return true;
    }
  }
  return false;
}

static size_t
upcase_letter (gunichar c, const char *bytes, size_t length, char *result)
{
  if (!may_expand (c)) {
    return (size_t) g_unichar_to_utf8 (g_unichar_toupper (c), result);
  }
  /* None of these letters depends on the locale. */
  g_autofree char *upper = g_utf8_strup (bytes, (gssize) length);
  size_t upper_length = strlen (upper);
  memcpy (result, upper, upper_length);
  return upper_length;
}

static size_t
downcase_letter (gunichar c, const char *bytes, size_t length, char *result)
{
  if (c == 0x0130) {
    memcpy (result, "i\xcc\x87", 3);
    return 3;
  }
  return (size_t) g_unichar_to_utf8 (g_unichar_tolower (c), result);
}

typedef size_t (*ChangeLetter) (gunichar c, const char *bytes, size_t length, char *result);

/* The letters from @p on that are not ASCII; returns what it wrote, and moves @p. */
static size_t
change_wide (const char **p, const char *end, ChangeLetter change, char *result)
{
  gunichar c = g_utf8_get_char_validated (*p, end - *p);

  if (c >= 0x110000) {
    *result = *(*p)++;
    return 1;
  }
  const char *start = *p;
  *p = g_utf8_next_char (start);
  return change (c, start, (size_t) (*p - start), result);
}

size_t
liquid_upcase (LiquidSlice text, char *result)
{
  const char *end = text.bytes + text.length;
  char *out = result;

  for (const char *p = text.bytes; p < end;) {
    if ((*p & 0x80) == 0) {
      *out++ = g_ascii_toupper (*p++);
    } else {
      out += change_wide (&p, end, upcase_letter, out);
    }
  }
  return (size_t) (out - result);
}

size_t
liquid_downcase (LiquidSlice text, char *result)
{
  const char *end = text.bytes + text.length;
  char *out = result;

  for (const char *p = text.bytes; p < end;) {
    if ((*p & 0x80) == 0) {
      *out++ = g_ascii_tolower (*p++);
    } else {
      out += change_wide (&p, end, downcase_letter, out);
    }
  }
  return (size_t) (out - result);
}

/* The title case of one letter: ǆ is ǅ, and of a letter that expands only the first is large: ﬁ is
 * Fi. */
size_t
liquid_titlecase (LiquidSlice letter, char *result)
{
  gunichar c =
    letter.length > 0 ? g_utf8_get_char_validated (letter.bytes, (gssize) letter.length) : 0;

  if (letter.length == 0) {
    return 0;
  }
  if (c < 0x110000 && g_unichar_totitle (c) != c) {
    return (size_t) g_unichar_to_utf8 (g_unichar_totitle (c), result);
  }
  size_t length = liquid_upcase (letter, result);
  if (c >= 0x110000 || !may_expand (c) || c == 0x0149) {
    return length;
  }
  size_t first = (size_t) (g_utf8_next_char (result) - result);
  char rest[32];
  memcpy (rest, result + first, length - first);
  return first + liquid_downcase ((LiquidSlice){ rest, length - first }, result + first);
}
