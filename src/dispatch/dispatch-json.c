/* JSON strings (RFC 8259, section 7): quotes, backslashes and control characters are escaped,
 * everything else stands as UTF-8. json-glib's generator would need a node for each of a million
 * cells. */

#include "dispatch-json.h"

static const char short_escapes[256] = {
  ['"'] = '"', ['\\'] = '\\', ['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't',
};

/* How many bytes a character becomes. */
static gsize
measure (guchar c)
{
  if (short_escapes[c] != 0) {
    return 2;
  }
  return c < 0x20 ? strlen ("\\u0000") : 1;
}

/**
 * dispatch_json_measure_string:
 * @text: UTF-8
 * @length: of @text
 *
 * Returns: the bytes of @text as a JSON string, its quotes included
 */
gsize
dispatch_json_measure_string (const char *text, gsize length)
{
  gsize size = 2;

  for (gsize i = 0; i < length; i++) {
    size += measure ((guchar) text[i]);
  }
  return size;
}

/**
 * dispatch_json_append_string:
 * @json: a document in the making
 * @text: UTF-8
 *
 * Appends @text as a JSON string.
 */
void
dispatch_json_append_string (GString *json, const char *text)
{
  g_string_append_c (json, '"');
  for (const char *at = text; *at != '\0'; at++) {
    guchar c = (guchar) *at;

    if (short_escapes[c] != 0) {
      g_string_append_c (json, '\\');
      g_string_append_c (json, short_escapes[c]);
    } else if (c < 0x20) {
      g_string_append_printf (json, "\\u%04x", c);
    } else {
      g_string_append_c (json, *at);
    }
  }
  g_string_append_c (json, '"');
}
