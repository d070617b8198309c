/* Filters that encode and decode: HTML, URLs (application/x-www-form-urlencoded), base 64 (RFC
 * 4648). */

/* For memmem(). */
#define _GNU_SOURCE

#include "liquid-filters-code.h"

#include "liquid-filters-string.h"

#include <string.h>

/* Behind an entity at @p, "&name;" or "&#12;"; NULL where none is. */
static const char *
scan_entity (const char *p, const char *end)
{
  bool numeric = ++p < end && *p == '#';
  const char *start = p += numeric;

  while (p < end && (numeric ? g_ascii_isdigit (*p) : g_ascii_isalpha (*p))) {
    p++;
  }
  return p > start && p < end && *p == ';' ? p + 1 : NULL;
}

bool
liquid_filter_escape_once (const LiquidCall *call, LiquidValue *result)
{
  enum { LONGEST_ENTITY = 6 };
  LiquidSlice text;

  if (!liquid_call_get_input (call, &text)) {
    return false;
  }
  char *bytes = liquid_render_alloc (call->render, text.length * LONGEST_ENTITY + 1);
  char *q = bytes;
  if (bytes == NULL) {
    return false;
  }
  const char *end = text.bytes + text.length;
  for (const char *p = text.bytes; p < end; p++) {
    const char *entity = liquid_get_entity (call->traits, *p);
    if (entity == NULL || (*p == '&' && scan_entity (p, end) != NULL)) {
      *q++ = *p;
    } else {
      q = stpcpy (q, entity);
    }
  }
  *result = liquid_string (bytes, (size_t) (q - bytes));
  return true;
}

/* Parts that go with all that is in them. */
static const struct {
  LiquidSlice start;
  LiquidSlice end;
} html_blocks[] = {
  { LIQUID_SLICE ("<script"), LIQUID_SLICE ("</script>") },
  { LIQUID_SLICE ("<!--"), LIQUID_SLICE ("-->") },
  { LIQUID_SLICE ("<style"), LIQUID_SLICE ("</style>") },
};

/* Ends that were looked for and are not there: nobody looks for them again. */
typedef struct {
  bool blocks[G_N_ELEMENTS (html_blocks)];
  bool tag;
} Missing;

/* Behind the block at @p; NULL where there is none. */
static const char *
scan_block (const char *p, const char *end, Missing *missing)
{
  for (size_t i = 0; i < G_N_ELEMENTS (html_blocks); i++) {
    LiquidSlice start = html_blocks[i].start, stop = html_blocks[i].end;
    if (missing->blocks[i] || (size_t) (end - p) < start.length ||
        memcmp (p, start.bytes, start.length) != 0) {
      continue;
    }
    const char *inside = p + start.length;
    const char *match = memmem (inside, (size_t) (end - inside), stop.bytes, stop.length);
    if (match != NULL) {
      return match + stop.length;
    }
    missing->blocks[i] = true;
  }
  return NULL;
}

static const char *
scan_tag (const char *p, const char *end, Missing *missing)
{
  const char *close = missing->tag ? NULL : memchr (p, '>', (size_t) (end - p));

  missing->tag = close == NULL;
  return close != NULL ? close + 1 : NULL;
}

/* Copies @text without what @scan passes over; the result may be written over the text. */
static size_t
drop (LiquidSlice text,
      const char *(*scan) (const char *p, const char *end, Missing *missing),
      char *result)
{
  const char *end = text.bytes + text.length;
  Missing missing = { 0 };
  size_t length = 0;

  for (const char *p = text.bytes; p < end;) {
    const char *open = memchr (p, '<', (size_t) (end - p));
    const char *behind = open != NULL ? scan (open, end, &missing) : NULL;
    const char *stop = open == NULL ? end : behind == NULL ? open + 1 : open;
    memmove (result + length, p, (size_t) (stop - p));
    length += (size_t) (stop - p);
    p = behind != NULL ? behind : stop;
  }
  return length;
}

bool
liquid_filter_strip_html (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice text;

  if (!liquid_call_get_input (call, &text)) {
    return false;
  }
  char *bytes = liquid_render_alloc (call->render, text.length);
  if (bytes == NULL) {
    return false;
  }
  size_t length = drop (text, scan_block, bytes);
  length = drop ((LiquidSlice){ bytes, length }, scan_tag, bytes);
  *result = liquid_string (bytes, length);
  return true;
}

static bool
is_plain_in_url (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '.' || c == '-' || c == '~';
}

bool
liquid_filter_url_encode (const LiquidCall *call, LiquidValue *result)
{
  static const char digits[] = "0123456789ABCDEF";
  LiquidSlice text;

  if (call->input.type == LIQUID_NIL) {
    return liquid_return_nil (result);
  }
  if (!liquid_call_get_input (call, &text)) {
    return false;
  }
  char *bytes = liquid_render_alloc (call->render, text.length * 3);
  char *q = bytes;
  if (bytes == NULL) {
    return false;
  }
  for (size_t i = 0; i < text.length; i++) {
    uint8_t c = (uint8_t) text.bytes[i];
    if (c == ' ') {
      *q++ = '+';
    } else if (is_plain_in_url ((char) c)) {
      *q++ = (char) c;
    } else {
      *q++ = '%';
      *q++ = digits[c >> 4];
      *q++ = digits[c & 15];
    }
  }
  *result = liquid_string (bytes, (size_t) (q - bytes));
  return true;
}

bool
liquid_filter_url_decode (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice text;

  if (call->input.type == LIQUID_NIL) {
    return liquid_return_nil (result);
  }
  if (!liquid_call_get_input (call, &text)) {
    return false;
  }
  char *bytes = liquid_render_alloc (call->render, text.length);
  size_t length = 0;
  if (bytes == NULL) {
    return false;
  }
  for (size_t i = 0; i < text.length; i++) {
    const char *p = text.bytes + i;
    bool escaped =
      *p == '%' && i + 2 < text.length && g_ascii_isxdigit (p[1]) && g_ascii_isxdigit (p[2]);
    if (escaped) {
      bytes[length++] = (char) (g_ascii_xdigit_value (p[1]) << 4 | g_ascii_xdigit_value (p[2]));
      i += 2;
    } else {
      bytes[length++] = *p == '+' ? ' ' : *p;
    }
  }
  if (!liquid_is_utf8 (bytes, length)) {
    return liquid_render_fail (call->render, "invalid byte sequence in UTF-8");
  }
  *result = liquid_string (bytes, length);
  return true;
}

static bool
encode_base64 (const LiquidCall *call, bool url_safe, LiquidValue *result)
{
  LiquidSlice text;

  if (!liquid_call_get_input (call, &text)) {
    return false;
  }
  g_autofree char *encoded = g_base64_encode ((const guchar *) text.bytes, text.length);
  size_t length = strlen (encoded);
  char *bytes = liquid_render_alloc (call->render, length);
  if (bytes == NULL) {
    return false;
  }
  for (size_t i = 0; i < length; i++) {
    char c = encoded[i];
    bytes[i] = url_safe && c == '+' ? '-' : url_safe && c == '/' ? '_' : c;
  }
  *result = liquid_string (bytes, length);
  return true;
}

bool
liquid_filter_base64_encode (const LiquidCall *call, LiquidValue *result)
{
  return encode_base64 (call, false, result);
}

bool
liquid_filter_base64_url_safe_encode (const LiquidCall *call, LiquidValue *result)
{
  return encode_base64 (call, true, result);
}

static int
get_base64_value (char c, bool url_safe)
{
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  char letter = url_safe && c == '-' ? '+' : url_safe && c == '_' ? '/' : c;
  const char *found = letter != '\0' ? strchr (letters, letter) : NULL;

  return found != NULL ? (int) (found - letters) : -1;
}

/* Decodes without padding; false where there is a letter or a bit too many. */
static bool
decode (LiquidSlice text, bool url_safe, char *bytes, size_t *length)
{
  uint32_t bits = 0;
  unsigned n_bits = 0;

  *length = 0;
  for (size_t i = 0; i < text.length; i++) {
    int value = get_base64_value (text.bytes[i], url_safe);
    if (value < 0) {
      return false;
    }
    bits = (bits << 6 | (uint32_t) value) & 0xffffff;
    n_bits += 6;
    if (n_bits >= 8) {
      n_bits -= 8;
      bytes[(*length)++] = (char) (bits >> n_bits);
    }
  }
  return n_bits < 6 && (bits & ((1u << n_bits) - 1)) == 0;
}

static bool
decode_base64 (const LiquidCall *call, bool url_safe, LiquidValue *result)
{
  LiquidSlice text;
  size_t length, padding = 0;

  if (!liquid_call_get_input (call, &text)) {
    return false;
  }
  char *bytes = liquid_render_alloc (call->render, text.length);
  if (bytes == NULL) {
    return false;
  }
  while (padding < 2 && padding < text.length && text.bytes[text.length - 1 - padding] == '=') {
    padding++;
  }
  bool whole = text.length % 4 == 0 || (url_safe && padding == 0);
  text.length -= padding;
  if (!whole || !decode (text, url_safe, bytes, &length)) {
    return liquid_render_fail (call->render, "invalid base64 provided to %s",
                               url_safe ? "base64_url_safe_decode" : "base64_decode");
  }
  *result = liquid_string (bytes, length);
  return true;
}

bool
liquid_filter_base64_decode (const LiquidCall *call, LiquidValue *result)
{
  return decode_base64 (call, false, result);
}

bool
liquid_filter_base64_url_safe_decode (const LiquidCall *call, LiquidValue *result)
{
  return decode_base64 (call, true, result);
}
