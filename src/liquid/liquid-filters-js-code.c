/* LiquidJS's filters that encode and decode, as far as they are not Shopify's. */

#include "liquid-filters-js-code.h"

#include "liquid-filters-code.h"
#include "liquid-filters-js.h"
#include "liquid-filters-string.h"

#include <string.h>

/* Entities that LiquidJS takes back. */
static const struct {
  LiquidSlice entity;
  char letter;
} entities[] = {
  { LIQUID_SLICE ("&amp;"), '&' }, { LIQUID_SLICE ("&lt;"), '<' },   { LIQUID_SLICE ("&gt;"), '>' },
  { LIQUID_SLICE ("&#34;"), '"' }, { LIQUID_SLICE ("&#39;"), '\'' },
};

static char
read_entity (const char *p, const char *end, size_t *length)
{
  for (size_t i = 0; i < G_N_ELEMENTS (entities); i++) {
    LiquidSlice entity = entities[i].entity;
    if ((size_t) (end - p) >= entity.length && memcmp (p, entity.bytes, entity.length) == 0) {
      *length = entity.length;
      return entities[i].letter;
    }
  }
  *length = 1;
  return *p;
}

bool
liquid_js_filter_escape_once (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice text;
  size_t length;

  if (!liquid_call_get_input (call, &text)) {
    return false;
  }
  g_autoptr (GString) built = g_string_sized_new (text.length);
  const char *end = text.bytes + text.length;
  for (const char *p = text.bytes; p < end; p += length) {
    g_string_append_c (built, read_entity (p, end, &length));
  }
  LiquidCall inner = *call;
  if (!liquid_return_text (call, built, &inner.input)) {
    return false;
  }
  return liquid_js_filter_escape (&inner, result);
}

/* Nothing, too, is a text here. */
bool
liquid_js_filter_escape (const LiquidCall *call, LiquidValue *result)
{
  LiquidCall inner = *call;

  if (inner.input.type == LIQUID_NIL) {
    inner.input = liquid_string ("", 0);
  }
  return liquid_filter_escape (&inner, result);
}

/* What goes with all that is in it, and tags. Each kind is looked for until it never ends once. */
bool
liquid_js_filter_strip_html (const LiquidCall *call, LiquidValue *result)
{
  static const LiquidSlice kinds[][2] = {
    { LIQUID_SLICE ("<script"), LIQUID_SLICE ("</script>") },
    { LIQUID_SLICE ("<style"), LIQUID_SLICE ("</style>") },
    { LIQUID_SLICE ("<!--"), LIQUID_SLICE ("-->") },
    { LIQUID_SLICE ("<"), LIQUID_SLICE (">") },
  };
  bool gone[G_N_ELEMENTS (kinds)] = { false };
  LiquidSlice text;

  if (!liquid_call_get_input (call, &text)) {
    return false;
  }
  g_autoptr (GString) built = g_string_sized_new (text.length);
  const char *end = text.bytes + text.length;
  for (const char *p = text.bytes; p < end;) {
    const char *less = memchr (p, '<', (size_t) (end - p));
    g_string_append_len (built, p, (less != NULL ? less : end) - p);
    p = less != NULL ? less : end;
    for (size_t i = 0; less != NULL && p == less && i < G_N_ELEMENTS (kinds); i++) {
      LiquidSlice open = kinds[i][0], close = kinds[i][1];
      if (gone[i] || (size_t) (end - p) < open.length || memcmp (p, open.bytes, open.length) != 0) {
        continue;
      }
      const char *match = liquid_slice_find (liquid_slice_range (p + open.length, end), 0, close);
      gone[i] = match == NULL;
      p = match != NULL ? match + close.length : p;
    }
    if (less != NULL && p == less) {
      g_string_append_len (built, p, end - p);
      break;
    }
  }
  return liquid_return_text (call, built, result);
}

static bool
encode (const LiquidCall *call, const char *plain, bool plus, LiquidValue *result)
{
  LiquidSlice text;

  if (!liquid_call_get_input (call, &text)) {
    return false;
  }
  g_autoptr (GString) built = g_string_sized_new (text.length);
  for (size_t i = 0; i < text.length; i++) {
    char c = text.bytes[i];
    if (c == ' ' && plus) {
      g_string_append_c (built, '+');
    } else if (g_ascii_isalnum (c) || (c != '\0' && strchr (plain, c) != NULL)) {
      g_string_append_c (built, c);
    } else {
      g_string_append_printf (built, "%%%02X", (unsigned) (uint8_t) c);
    }
  }
  return liquid_return_text (call, built, result);
}

bool
liquid_js_filter_url_encode (const LiquidCall *call, LiquidValue *result)
{
  return encode (call, "-_.!~*'()", true, result);
}

bool
liquid_js_filter_cgi_escape (const LiquidCall *call, LiquidValue *result)
{
  return encode (call, "-_.~", true, result);
}

bool
liquid_js_filter_uri_escape (const LiquidCall *call, LiquidValue *result)
{
  return encode (call, "-_.!~*'();/?:@&=+$,#[]", false, result);
}

/* A percent sign without two digits behind it is an error. */
bool
liquid_js_filter_url_decode (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice text;

  if (!liquid_call_get_input (call, &text)) {
    return false;
  }
  for (size_t i = 0; i < text.length; i++) {
    if (text.bytes[i] == '%' && !(i + 2 < text.length && g_ascii_isxdigit (text.bytes[i + 1]) &&
                                  g_ascii_isxdigit (text.bytes[i + 2]))) {
      return liquid_render_fail (call->render, "URI malformed");
    }
  }
  LiquidCall inner = *call;
  inner.input = liquid_string (text.bytes, text.length);
  return liquid_filter_url_decode (&inner, result);
}

/* Its letters without white space and padding; false where there are others, or too few. */
static bool
read_base64 (LiquidSlice text, GString *letters)
{
  for (size_t i = 0; i < text.length; i++) {
    if (memchr ("\t\n\f\r ", text.bytes[i], 5) == NULL) {
      g_string_append_c (letters, text.bytes[i]);
    }
  }
  for (int i = 0; i < 2 && letters->len > 0 && (letters->len + (gsize) i) % 4 == 0 &&
                  letters->str[letters->len - 1] == '=';
       i++) {
    g_string_truncate (letters, letters->len - 1);
  }
  for (gsize i = 0; i < letters->len; i++) {
    char c = letters->str[i];
    if (!g_ascii_isalnum (c) && c != '+' && c != '/') {
      return false;
    }
  }
  return letters->len % 4 != 1;
}

bool
liquid_js_filter_base64_decode (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice text;

  if (!liquid_call_get_input (call, &text)) {
    return false;
  }
  g_autoptr (GString) letters = g_string_sized_new (text.length + 3);
  if (!read_base64 (text, letters)) {
    return liquid_render_fail (call->render, "invalid base64 provided to base64_decode");
  }
  while (letters->len % 4 != 0) {
    g_string_append_c (letters, '=');
  }
  gsize length = 0;
  g_autofree guchar *bytes = g_base64_decode (letters->str, &length);
  g_autofree char *valid = g_utf8_make_valid ((const char *) bytes, (gssize) length);
  g_autoptr (GString) built = g_string_new (valid);
  return liquid_return_text (call, built, result);
}

bool
liquid_js_filter_sha256 (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice text;

  if (!liquid_call_get_input (call, &text)) {
    return false;
  }
  g_autofree char *sum =
    g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) text.bytes, text.length);
  g_autoptr (GString) built = g_string_new (sum);
  return liquid_return_text (call, built, result);
}

bool
liquid_js_filter_hmac_sha256 (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice text, key;

  if (!liquid_call_get_input (call, &text) || !liquid_js_get_text (call, 0, &key)) {
    return false;
  }
  g_autofree char *sum =
    g_compute_hmac_for_data (G_CHECKSUM_SHA256, (const guchar *) key.bytes, key.length,
                             (const guchar *) text.bytes, text.length);
  g_autoptr (GString) built = g_string_new (sum);
  return liquid_return_text (call, built, result);
}

/* Letters with accents, as `slugify` with "latin" writes them. */
static const struct {
  const char *letters;
  const char *plain;
} accents[] = {
  { "àáâãäå", "a" }, { "æ", "ae" }, { "ç", "c" },  { "èéêë", "e" },  { "ìíîï", "i" },
  { "ð", "d" },      { "ñ", "n" },  { "ø", "o" },  { "òóôõö", "o" }, { "ùúûü", "u" },
  { "ýÿ", "y" },     { "ß", "ss" }, { "œ", "oe" }, { "þ", "th" },    { "ẞ", "SS" },
  { "Œ", "OE" },     { "Þ", "TH" },
};

static const char *
find_plain (gunichar c)
{
  for (size_t i = 0; i < G_N_ELEMENTS (accents); i++) {
    if (g_utf8_strchr (accents[i].letters, -1, c) != NULL) {
      return accents[i].plain;
    }
  }
  return NULL;
}

static bool
stays_in_slug (gunichar c, LiquidSlice mode)
{
  if (liquid_slice_equal (mode, LIQUID_SLICE ("ascii"))) {
    return c < 0x80 && g_ascii_isalnum ((char) c);
  }
  if (liquid_slice_equal (mode, LIQUID_SLICE ("pretty")) && c < 0x80 && c != 0 &&
      strchr ("._~!$&'()+,;=@", (int) c) != NULL) {
    return true;
  }
  return g_unichar_isalpha (c) || g_unichar_ismark (c) ||
         g_unichar_type (c) == G_UNICODE_DECIMAL_NUMBER;
}

/* Whether @mode is one that replaces anything. */
static bool
replaces (LiquidSlice mode)
{
  static const LiquidSlice modes[] = { LIQUID_SLICE ("raw"), LIQUID_SLICE ("default"),
                                       LIQUID_SLICE ("pretty"), LIQUID_SLICE ("ascii"),
                                       LIQUID_SLICE ("latin") };

  for (size_t i = 0; i < G_N_ELEMENTS (modes); i++) {
    if (liquid_slice_equal (mode, modes[i])) {
      return true;
    }
  }
  return false;
}

static void
append_slug (GString *slug, LiquidSlice text, LiquidSlice mode)
{
  const char *end = text.bytes + text.length;
  bool is_raw = liquid_slice_equal (mode, LIQUID_SLICE ("raw"));
  bool is_latin = liquid_slice_equal (mode, LIQUID_SLICE ("latin"));
  bool gap = false;

  for (const char *p = text.bytes; p < end; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    const char *plain = is_latin ? find_plain (c) : NULL;
    bool stays = is_raw ? liquid_js_scan_space (p, end) == 0 : stays_in_slug (c, mode);
    if (!stays && !gap) {
      g_string_append_c (slug, '-');
    } else if (stays && plain != NULL) {
      g_string_append (slug, plain);
    } else if (stays) {
      g_string_append_len (slug, p, g_utf8_next_char (p) - p);
    }
    gap = !stays;
  }
  if (slug->len > 0 && slug->str[slug->len - 1] == '-') {
    g_string_truncate (slug, slug->len - 1);
  }
  if (slug->len > 0 && slug->str[0] == '-') {
    g_string_erase (slug, 0, 1);
  }
}

bool
liquid_js_filter_slugify (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice text, mode;

  if (!liquid_call_get_input (call, &text) ||
      !liquid_render_to_text (
        call->render, liquid_js_argument_or (call, 0, liquid_string ("default", 7)), &mode)) {
    return false;
  }
  g_autoptr (GString) slug = g_string_new (NULL);
  if (replaces (mode)) {
    append_slug (slug, text, mode);
  } else {
    g_string_append_len (slug, text.bytes, (gssize) text.length);
  }
  LiquidCall inner = *call;
  if (!liquid_return_text (call, slug, &inner.input)) {
    return false;
  }
  *result = inner.input;
  return liquid_js_is_true (liquid_js_argument (call, 1)) ||
         liquid_filter_downcase (&inner, result);
}
