/* The grammar of RFC 8259, checked without recursion before a parser sees the document. json-glib
 * accepts more than JSON (comments, single quotes, a second document), recurses with the depth,
 * ends a text at its first \u0000, makes invalid UTF-8 of half a surrogate pair and an infinity,
 * which it writes as "inf.0", of a number that is too large; what it is given has been through
 * here. */

#include "base-json-scan.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "base-json.h"

/* No integer of as many characters is too large. */
#define MAX_SAFE_DIGITS 18

/* What may come next. */
typedef enum {
  SCAN_VALUE,
  SCAN_VALUE_OR_END, /* of an array that has just been opened */
  SCAN_NAME,
  SCAN_NAME_OR_END, /* of an object that has just been opened */
  SCAN_COLON,
  SCAN_AFTER_VALUE,
} ScanState;

typedef struct {
  const char *text;
  gsize length;
  gsize at;
  ScanState state;
  guint depth;
  gsize n_values;
  gsize max_values;
  gboolean is_large; /* an integer is */
  gboolean is_object[BASE_JSON_MAX_DEPTH];
  char *mended; /* (owned) (nullable): a copy of text, once something had to be replaced */
} Scan;

static char
peek (const Scan *scan)
{
  return scan->at < scan->length ? scan->text[scan->at] : '\0';
}

static void
skip_space (Scan *scan)
{
  while (scan->at < scan->length && strchr (" \t\n\r", scan->text[scan->at]) != NULL &&
         scan->text[scan->at] != '\0') {
    scan->at++;
  }
}

static gboolean
skip_digits (Scan *scan)
{
  gsize start = scan->at;

  while (g_ascii_isdigit (peek (scan))) {
    scan->at++;
  }
  return scan->at > start;
}

static char *
get_mended (Scan *scan)
{
  if (scan->mended == NULL) {
    scan->mended = g_memdup2 (scan->text, scan->length);
  }
  return scan->mended;
}

/* Puts null in place of the number at @start if no double can hold it. Such a number has five
 * characters at least. */
static void
mend_number (Scan *scan, gsize start)
{
  gsize length = scan->at - start;
  g_autofree char *number = g_strndup (scan->text + start, length);

  if (isinf (g_ascii_strtod (number, NULL))) {
    memset (get_mended (scan) + start, ' ', length);
    memcpy (get_mended (scan) + start, "null", strlen ("null"));
  }
}

static gboolean
skip_number (Scan *scan)
{
  scan->at += peek (scan) == '-';
  if (peek (scan) == '0') {
    scan->at++;
  } else if (!skip_digits (scan)) {
    return FALSE;
  }
  if (peek (scan) == '.') {
    scan->at++;
    if (!skip_digits (scan)) {
      return FALSE;
    }
  }
  if (peek (scan) == 'e' || peek (scan) == 'E') {
    scan->at++;
    scan->at += peek (scan) == '+' || peek (scan) == '-';
    return skip_digits (scan);
  }
  return TRUE;
}

/* The smallest of all is none: json-glib reads digits before their sign. */
static gboolean
is_large_integer (const char *text, gsize length)
{
  g_autofree char *number = g_strndup (text, length);

  errno = 0;
  gint64 value = g_ascii_strtoll (number, NULL, 10);
  return errno == ERANGE || value == G_MININT64;
}

/* Numbers without a fraction or an exponent are integers to json-glib. */
static gboolean
scan_number (Scan *scan)
{
  gsize start = scan->at;

  if (!skip_number (scan)) {
    return FALSE;
  }
  if (memchr (scan->text + start, '.', scan->at - start) != NULL ||
      memchr (scan->text + start, 'e', scan->at - start) != NULL ||
      memchr (scan->text + start, 'E', scan->at - start) != NULL) {
    mend_number (scan, start);
  } else if (scan->at - start > MAX_SAFE_DIGITS) {
    scan->is_large = scan->is_large || is_large_integer (scan->text + start, scan->at - start);
  }
  return TRUE;
}

static gboolean
scan_literal (Scan *scan)
{
  static const char *const literals[] = { "true", "false", "null" };

  for (gsize i = 0; i < G_N_ELEMENTS (literals); i++) {
    gsize length = strlen (literals[i]);
    if (scan->length - scan->at >= length &&
        strncmp (scan->text + scan->at, literals[i], length) == 0) {
      scan->at += length;
      return TRUE;
    }
  }
  return FALSE;
}

/* The code unit that the escape at @at is, -1 where there is no such escape. */
static int
read_unit (const Scan *scan, gsize at)
{
  int unit = 0;

  if (scan->length - at < 6 || scan->text[at] != '\\' || scan->text[at + 1] != 'u') {
    return -1;
  }
  for (gsize i = at + 2; i < at + 6; i++) {
    int digit = g_ascii_xdigit_value (scan->text[i]);
    if (digit < 0) {
      return -1;
    }
    unit = unit * 16 + digit;
  }
  return unit;
}

static gboolean
is_between (int unit, int first, int last)
{
  return unit >= first && unit <= last;
}

/* Puts U+FFFD in place of the escape at @at. */
static void
mend (Scan *scan, gsize at)
{
  memcpy (get_mended (scan) + at, "\\ufffd", 6);
}

static gboolean
scan_unit (Scan *scan)
{
  int unit = read_unit (scan, scan->at);
  gsize start = scan->at;

  if (unit < 0) {
    return FALSE;
  }
  scan->at += 6;
  if (is_between (unit, 0xd800, 0xdbff) && scan->at < scan->length &&
      is_between (read_unit (scan, scan->at), 0xdc00, 0xdfff)) {
    scan->at += 6;
  } else if (unit == 0 || is_between (unit, 0xd800, 0xdfff)) {
    mend (scan, start);
  }
  return TRUE;
}

static gboolean
scan_escape (Scan *scan)
{
  char kind = scan->length - scan->at > 1 ? scan->text[scan->at + 1] : '\0';

  if (kind == 'u') {
    return scan_unit (scan);
  }
  scan->at += 2;
  return kind != '\0' && strchr ("\"\\/bfnrt", kind) != NULL;
}

static gboolean
scan_string (Scan *scan)
{
  if (peek (scan) != '"') {
    return FALSE;
  }
  scan->at++;
  while (scan->at < scan->length) {
    char c = scan->text[scan->at];
    if (c == '"') {
      scan->at++;
      return TRUE;
    }
    if ((guchar) c < 0x20 || (c == '\\' && !scan_escape (scan))) {
      return FALSE;
    }
    scan->at += c != '\\';
  }
  return FALSE;
}

static gboolean
enter (Scan *scan, gboolean is_object)
{
  if (scan->depth == BASE_JSON_MAX_DEPTH) {
    return FALSE;
  }
  scan->is_object[scan->depth++] = is_object;
  scan->state = is_object ? SCAN_NAME_OR_END : SCAN_VALUE_OR_END;
  scan->at++;
  return TRUE;
}

static gboolean
leave (Scan *scan)
{
  scan->depth--;
  scan->state = SCAN_AFTER_VALUE;
  scan->at++;
  return TRUE;
}

static gboolean
scan_value (Scan *scan)
{
  char c = peek (scan);

  if (scan->n_values++ == scan->max_values) {
    return FALSE;
  }
  if (c == '{' || c == '[') {
    return enter (scan, c == '{');
  }
  scan->state = SCAN_AFTER_VALUE;
  if (c == '"') {
    return scan_string (scan);
  }
  return c == '-' || g_ascii_isdigit (c) ? scan_number (scan) : scan_literal (scan);
}

static gboolean
scan_after_value (Scan *scan)
{
  gboolean in_object = scan->depth > 0 && scan->is_object[scan->depth - 1];

  if (scan->depth == 0) {
    return FALSE;
  }
  if (peek (scan) == ',') {
    scan->at++;
    scan->state = in_object ? SCAN_NAME : SCAN_VALUE;
    return TRUE;
  }
  return peek (scan) == (in_object ? '}' : ']') && leave (scan);
}

static gboolean
step (Scan *scan)
{
  switch (scan->state) {
  case SCAN_VALUE_OR_END:
    return peek (scan) == ']' ? leave (scan) : scan_value (scan);
  case SCAN_VALUE:
    return scan_value (scan);
  case SCAN_NAME_OR_END:
  case SCAN_NAME:
    if (scan->state == SCAN_NAME_OR_END && peek (scan) == '}') {
      return leave (scan);
    }
    scan->state = SCAN_COLON;
    return scan_string (scan);
  case SCAN_COLON:
    scan->state = SCAN_VALUE;
    return peek (scan) == ':' && scan->at++ < scan->length;
  case SCAN_AFTER_VALUE:
  default:
    return scan_after_value (scan);
  }
}

static GError *
make_error (const Scan *scan)
{
  char next = peek (scan);
  GError *error = NULL;

  if (scan->n_values > scan->max_values) {
    return g_error_new (BASE_JSON_ERROR, BASE_JSON_ERROR_TOO_MANY,
                        "more than %" G_GSIZE_FORMAT " values", scan->max_values);
  }
  if (scan->depth == BASE_JSON_MAX_DEPTH && (next == '[' || next == '{')) {
    error = g_error_new (BASE_JSON_ERROR, BASE_JSON_ERROR_TOO_DEEP,
                         "more than %d arrays and objects inside each other", BASE_JSON_MAX_DEPTH);
  } else if (scan->at >= scan->length) {
    error =
      g_error_new_literal (BASE_JSON_ERROR, BASE_JSON_ERROR_SYNTAX, "the document breaks off");
  } else {
    error = g_error_new (BASE_JSON_ERROR, BASE_JSON_ERROR_SYNTAX,
                         "unexpected byte at %" G_GSIZE_FORMAT, scan->at);
  }
  base_json_error_set_offset (error, scan->at);
  return error;
}

/**
 * base_json_scan:
 * @text: UTF-8
 * @length: bytes of @text
 * @max_values: how many objects, arrays, texts, numbers and so on it may have in all
 * @result: (out caller-allocates): what is in it; the mended copy has the same length, each
 *   \u0000 and each half of a surrogate pair is U+FFFD there, and each number that no double can
 *   hold is null
 * @error: return location for a [error@Base.JsonError]
 *
 * Returns: whether @text is one JSON document that is neither too deep nor too large
 */
gboolean
base_json_scan (
  const char *text, gsize length, gsize max_values, BaseJsonScan *result, GError **error)
{
  Scan scan = { .text = text, .length = length, .max_values = max_values, .state = SCAN_VALUE };
  gboolean good = TRUE;

  skip_space (&scan);
  while (good && !(scan.state == SCAN_AFTER_VALUE && scan.depth == 0 && scan.at == length)) {
    good = step (&scan);
    skip_space (&scan);
  }
  if (!good) {
    g_propagate_error (error, make_error (&scan));
    g_clear_pointer (&scan.mended, g_free);
  }
  *result = (BaseJsonScan){
    .mended = scan.mended,
    .n_values = scan.n_values,
    .is_exact = scan.mended == NULL && !scan.is_large,
  };
  return good;
}
