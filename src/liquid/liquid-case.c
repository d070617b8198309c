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

/* What GLib leaves alone because it is no letter: Roman numbers and letters in circles. */
static const struct {
  gunichar first;
  gunichar last;
  int step; /* to the other case */
} symbols[] = {
  { 0x2160, 0x216f, 16 },
  { 0x2170, 0x217f, -16 },
  { 0x24b6, 0x24cf, 26 },
  { 0x24d0, 0x24e9, -26 },
};

static gunichar
change_symbol (gunichar c, bool upper)
{
  for (size_t i = 0; i < G_N_ELEMENTS (symbols); i++) {
    if (c >= symbols[i].first && c <= symbols[i].last && upper == (symbols[i].step < 0)) {
      return (gunichar) ((int) c + symbols[i].step);
    }
  }
  return c;
}

#define SMALL_IOTA 0x0345 /* below a letter */
#define LARGE_IOTA 0x0399

static gunichar
get_upper (gunichar c)
{
  return c == SMALL_IOTA ? LARGE_IOTA : change_symbol (g_unichar_toupper (c), true);
}

/* Three letters in UTF-8, and a zero. */
#define LONGEST_EXPANSION 16

/* None of the letters that expand depends on the locale. */
static void
expand (const char *bytes, size_t length, char *result)
{
  g_autofree char *upper = g_utf8_strup (bytes, (gssize) length);

  g_strlcpy (result, upper, LONGEST_EXPANSION);
}

static size_t
upcase_letter (gunichar c, const char *bytes, size_t length, char *result)
{
  if (!may_expand (c)) {
    return (size_t) g_unichar_to_utf8 (get_upper (c), result);
  }
  char expanded[LONGEST_EXPANSION];
  expand (bytes, length, expanded);
  char *out = result;
  for (const char *p = expanded; *p != '\0'; p = g_utf8_next_char (p)) {
    out += g_unichar_to_utf8 (get_upper (g_utf8_get_char (p)), out);
  }
  return (size_t) (out - result);
}

static size_t
downcase_letter (gunichar c, const char *bytes, size_t length, char *result)
{
  if (c == 0x0130) {
    memcpy (result, "i\xcc\x87", 3);
    return 3;
  }
  return (size_t) g_unichar_to_utf8 (change_symbol (g_unichar_tolower (c), false), result);
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
  /* Georgian has large letters, but no titles in them. */
  if (c < 0x110000 && (g_unichar_istitle (c) || (c >= 0x10d0 && c <= 0x10ff))) {
    return (size_t) g_unichar_to_utf8 (c, result);
  }
  if (c >= 0x1c90 && c <= 0x1cbf) {
    return (size_t) g_unichar_to_utf8 (g_unichar_tolower (c), result);
  }
  if (c < 0x110000 && g_unichar_totitle (c) != c) {
    return (size_t) g_unichar_to_utf8 (g_unichar_totitle (c), result);
  }
  if (c >= 0x110000 || !may_expand (c) || c == 0x0149) {
    return liquid_upcase (letter, result);
  }
  char expanded[LONGEST_EXPANSION];
  expand (letter.bytes, letter.length, expanded);
  size_t first = (size_t) (g_utf8_next_char (expanded) - expanded);
  memcpy (result, expanded, first);
  char *out = result + first;
  for (const char *p = expanded + first; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar rest = g_utf8_get_char (p);
    out += g_unichar_to_utf8 (rest == LARGE_IOTA ? SMALL_IOTA : g_unichar_tolower (rest), out);
  }
  return (size_t) (out - result);
}
