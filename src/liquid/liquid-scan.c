/* How far the parts of markup go that lexer and parser both look for. */

#include "liquid-scan.h"

#include <string.h>

/* How many bytes of white space stand at @p: JavaScript knows more of it than ASCII has. */
size_t
liquid_scan_blank (const char *p, const char *end)
{
  if (p == end || (uint8_t) *p < 0x80) {
    return p < end && liquid_is_space (*p) ? 1 : 0;
  }
  gunichar c = g_utf8_get_char_validated (p, end - p);
  bool is_blank = c == 0x180e || (c < 0x110000 && c != 0x85 && g_unichar_isspace (c));
  return is_blank ? (size_t) (g_utf8_next_char (p) - p) : 0;
}

/* Behind the white space at @p. */
const char *
liquid_scan_skip_blank (const char *p, const char *end)
{
  size_t length;

  while ((length = liquid_scan_blank (p, end)) > 0) {
    p += length;
  }
  return p;
}

/* Whether curved quotes stand at @p, the only signs beyond ASCII that no name has. */
static bool
is_curved_quote (const char *p, const char *end)
{
  return end - p >= 3 && p[0] == '\xe2' && p[1] == '\x80' && (p[2] == '\x9c' || p[2] == '\x9d');
}

/* What names have within ASCII. */
static const bool letters[128] = {
  ['0' ... '9'] = true, ['A' ... 'Z'] = true, ['a' ... 'z'] = true,
  ['_'] = true,         ['-'] = true,         ['?'] = true,
};

/* Behind the name at @start; @start where there is none. */
const char *
liquid_scan_name (const char *start, const char *end)
{
  const char *p = start;

  for (; p < end; p++) {
    bool is_ascii = (uint8_t) *p < 0x80;
    if (is_ascii ? !letters[(uint8_t) *p]
                 : liquid_scan_blank (p, end) > 0 || is_curved_quote (p, end)) {
      break;
    }
  }
  return p;
}

/* Behind the quoted text at @p, which may lack its end. */
const char *
liquid_scan_quoted (const char *p, const char *end)
{
  char quote = *p++;

  while (p < end && *p != quote) {
    p += *p == '\\' && p + 1 < end ? 2 : 1;
  }
  return p < end ? p + 1 : end;
}

/* Behind the fragment at @start: a quoted string, or a run of bytes without white space, commas and
 * bars in which quoted strings may stand. @start itself where there is none. */
const char *
liquid_scan_fragment (const char *start, const char *end)
{
  const char *p = start;

  while (p < end && !liquid_is_space (*p) && *p != ',' && *p != '|') {
    if (*p != '"' && *p != '\'') {
      p++;
      continue;
    }
    const char *close = memchr (p + 1, *p, (size_t) (end - p - 1));
    if (close == NULL) {
      break;
    }
    if (p == start) {
      return close + 1;
    }
    p = close + 1;
  }
  return p;
}
