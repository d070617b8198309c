/* Text of other encodings becomes UTF-8 by hand, for two reasons: a converter of iconv stops at the
 * first byte that is not of the encoding, where the rows before and after are wanted; and it is not
 * told apart afterwards which rows had such bytes. */

#include "dispatch-encoding.h"

#include <string.h>

/* U+FEFF at the start of a text, in each encoding that has it. */
static const struct {
  const char *bytes;
  gsize length;
} marks[DISPATCH_N_ENCODINGS] = {
  [DISPATCH_ENCODING_UTF_8] = { "\xEF\xBB\xBF", 3 },
  [DISPATCH_ENCODING_UTF_16LE] = { "\xFF\xFE", 2 },
  [DISPATCH_ENCODING_UTF_16BE] = { "\xFE\xFF", 2 },
};

/* What Windows-1252 has from 0x80 to 0x9F; 0 is nothing. Everything else is as in Latin-1. */
static const guint16 windows_1252[32] = {
  0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
  0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
  0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

/* So many bytes tell which encoding it is. */
#define PART (1024 * 1024)

/* A text of a language with another script has few characters below U+0100, but its separators and
 * digits are; what is no UTF-16 has a zero byte at most here and there. */
#define ZEROS_OF_UTF_16 10 /* per cent of the bytes at even, or at odd, places */

/**
 * dispatch_encoding_get_mark:
 * @self: an encoding
 * @bytes: how a text begins
 * @length: of @bytes
 *
 * Returns: the length of its byte order mark, or 0
 */
gsize
dispatch_encoding_get_mark (DispatchEncoding self, const char *bytes, gsize length)
{
  gsize n = marks[self].length;

  return n > 0 && length >= n && memcmp (bytes, marks[self].bytes, n) == 0 ? n : 0;
}

static gboolean
guess_utf_16 (const char *bytes, gsize length, DispatchEncoding *encoding)
{
  gsize n_zeros[2] = { 0, 0 };

  for (gsize i = 0; i < length; i++) {
    n_zeros[i % 2] += bytes[i] == '\0';
  }
  for (guint i = 0; i < 2; i++) {
    if (n_zeros[i] * 2 * 100 >= length * ZEROS_OF_UTF_16 && n_zeros[i] > 4 * n_zeros[1 - i]) {
      *encoding = i == 1 ? DISPATCH_ENCODING_UTF_16LE : DISPATCH_ENCODING_UTF_16BE;
      return TRUE;
    }
  }
  return FALSE;
}

/* Most files have nothing beyond ASCII for a long while, or at all. */
static gsize
count_ascii (const char *bytes, gsize length)
{
  const guint64 highs = G_GUINT64_CONSTANT (0x8080808080808080);
  gsize at = 0;
  guint64 word;

  for (; length - at >= sizeof word; at += sizeof word) {
    memcpy (&word, bytes + at, sizeof word);
    if ((word & highs) != 0) {
      break;
    }
  }
  while (at < length && (guint8) bytes[at] < 0x80) {
    at++;
  }
  return at;
}

/* Counts what is beyond ASCII: characters of UTF-8, and bytes that are none. */
static void
count_characters (const char *bytes, gsize length, gsize *n_good, gsize *n_bad)
{
  const char *at = bytes, *end = bytes + length, *bad;

  *n_good = 0;
  *n_bad = 0;
  while (at < end) {
    gboolean is_valid = g_utf8_validate_len (at, end - at, &bad);
    for (; at < bad; at++) {
      *n_good += (*at & 0xC0) == 0xC0;
    }
    /* The last character may be cut off, and a zero byte is of no encoding but UTF-16. */
    if (is_valid || g_utf8_get_char_validated (at, end - at) == (gunichar) -2) {
      return;
    }
    *n_bad += *at != '\0';
    at++;
  }
}

/**
 * dispatch_encoding_guess:
 * @bytes: a text, or how it begins
 * @length: of @bytes
 *
 * Returns: what it most likely is: what its mark says; otherwise UTF-16 where every other byte
 * tends to be zero, and Windows-1252 where more bytes beyond ASCII are no UTF-8 than are, in the
 * part that begins with the first of them
 */
DispatchEncoding
dispatch_encoding_guess (const char *bytes, gsize length)
{
  DispatchEncoding encoding;
  gsize n_good, n_bad;

  for (encoding = 0; encoding < DISPATCH_N_ENCODINGS; encoding++) {
    if (dispatch_encoding_get_mark (encoding, bytes, length) > 0) {
      return encoding;
    }
  }
  if (guess_utf_16 (bytes, MIN (length, PART), &encoding)) {
    return encoding;
  }
  gsize n_ascii = count_ascii (bytes, length);
  count_characters (bytes + n_ascii, MIN (length - n_ascii, PART), &n_good, &n_bad);
  return n_bad > n_good ? DISPATCH_ENCODING_WINDOWS_1252 : DISPATCH_ENCODING_UTF_8;
}

static inline void
append_character (GString *text, gunichar c)
{
  char bytes[6];

  if (c < 0x80) {
    g_string_append_c (text, (char) c);
  } else {
    g_string_append_len (text, bytes, g_unichar_to_utf8 (c, bytes));
  }
}

static gsize
decode_windows_1252 (const char *bytes, gsize length, GString *text)
{
  for (gsize i = 0; i < length; i++) {
    guint8 byte = (guint8) bytes[i];
    guint16 c = byte >= 0x80 && byte < 0xA0 ? windows_1252[byte - 0x80] : byte;

    if (c == 0 && byte != 0) {
      g_string_append_c (text, DISPATCH_ENCODING_BAD);
    } else {
      append_character (text, c);
    }
  }
  return length;
}

static inline gunichar
get_unit (const char *bytes, gboolean is_little)
{
  const guint8 *at = (const guint8 *) bytes;

  return is_little ? at[0] | (gunichar) at[1] << 8 : at[1] | (gunichar) at[0] << 8;
}

/* Half a pair of surrogates, or half a unit at the end, is bad; at the end of a part it waits. */
static gsize
decode_utf_16 (gboolean is_little, const char *bytes, gsize length, gboolean is_end, GString *text)
{
  gsize at = 0;

  while (length - at >= 2) {
    gunichar c = get_unit (bytes + at, is_little);
    if (c >= 0xD800 && c < 0xDC00 && length - at < 4 && !is_end) {
      return at;
    }
    gunichar low = length - at >= 4 ? get_unit (bytes + at + 2, is_little) : 0;
    at += 2;
    if (c < 0xD800 || c > 0xDFFF) {
      append_character (text, c);
    } else if (c < 0xDC00 && low >= 0xDC00 && low <= 0xDFFF) {
      append_character (text, 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00));
      at += 2;
    } else {
      g_string_append_c (text, DISPATCH_ENCODING_BAD);
    }
  }
  if (is_end && at < length) {
    g_string_append_c (text, DISPATCH_ENCODING_BAD);
    at = length;
  }
  return at;
}

/**
 * dispatch_encoding_decode:
 * @self: an encoding
 * @bytes: a part of a text, without its mark
 * @length: of @bytes
 * @is_end: whether nothing follows
 * @text: to which UTF-8 is added, with %DISPATCH_ENCODING_BAD for what is not of the encoding; what
 *   is in UTF-8 is added as it is
 *
 * Returns: how many bytes were used: up to three are left when a character is not complete
 */
gsize
dispatch_encoding_decode (
  DispatchEncoding self, const char *bytes, gsize length, gboolean is_end, GString *text)
{
  switch (self) {
  case DISPATCH_ENCODING_UTF_16LE:
  case DISPATCH_ENCODING_UTF_16BE:
    return decode_utf_16 (self == DISPATCH_ENCODING_UTF_16LE, bytes, length, is_end, text);
  case DISPATCH_ENCODING_WINDOWS_1252:
    return decode_windows_1252 (bytes, length, text);
  case DISPATCH_ENCODING_UTF_8:
  case DISPATCH_N_ENCODINGS:
  default:
    g_string_append_len (text, bytes, (gssize) length);
    return length;
  }
}
