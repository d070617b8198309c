/* LiquidJS's filters for texts, as far as they are not Shopify's. Lengths and positions count units
 * of UTF-16. */

/* For memmem(), which is linear. */
#define _GNU_SOURCE

#include "liquid-filters-js-string.h"

#include "liquid-filters-code.h"
#include "liquid-filters-js.h"
#include "liquid-filters-string.h"
#include "liquid-js.h"
#include "liquid-scan.h"

#include <math.h>
#include <string.h>

static bool
get_text (const LiquidCall *call, unsigned index, LiquidSlice *text)
{
  return liquid_render_to_text (call->render, liquid_js_argument (call, index), text);
}

static bool
get_input (const LiquidCall *call, LiquidSlice *text)
{
  return liquid_render_to_text (call->render, call->input, text);
}

static bool
return_slice (LiquidSlice text, LiquidValue *result)
{
  *result = liquid_string (text.bytes, text.length);
  return true;
}

/* Copies what was built to where the statement finds it. */
bool
liquid_js_return_text (const LiquidCall *call, const GString *text, LiquidValue *result)
{
  char *bytes = liquid_render_alloc (call->render, text->len);

  if (bytes == NULL) {
    return false;
  }
  liquid_copy (bytes, text->str, text->len);
  *result = liquid_string (bytes, text->len);
  return true;
}

/* Filters that count their arguments. */
static bool
check_pair (const LiquidCall *call)
{
  return call->n_arguments == 1 ||
         liquid_render_fail (call->render, "append and prepend expect 2 arguments");
}

bool
liquid_js_filter_append (const LiquidCall *call, LiquidValue *result)
{
  return check_pair (call) && liquid_filter_append (call, result);
}

bool
liquid_js_filter_prepend (const LiquidCall *call, LiquidValue *result)
{
  return check_pair (call) && liquid_filter_prepend (call, result);
}

static const char *
find (LiquidSlice text, LiquidSlice pattern)
{
  return pattern.length == 0 ? text.bytes
         : text.length == 0  ? NULL
                             : memmem (text.bytes, text.length, pattern.bytes, pattern.length);
}

/* The last place of @pattern. */
static const char *
find_last (LiquidSlice text, LiquidSlice pattern)
{
  for (size_t i = text.length + 1; i-- > 0;) {
    bool fits = text.length - i >= pattern.length;
    if (fits &&
        (pattern.length == 0 || (text.bytes[i] == pattern.bytes[0] &&
                                 memcmp (text.bytes + i, pattern.bytes, pattern.length) == 0))) {
      return text.bytes + i;
    }
  }
  return NULL;
}

static bool
replace_at (const LiquidCall *call,
            LiquidSlice text,
            const char *place,
            size_t length,
            LiquidSlice replacement,
            LiquidValue *result)
{
  if (place == NULL) {
    return return_slice (text, result);
  }
  g_autoptr (GString) built = g_string_new_len (text.bytes, place - text.bytes);
  const char *rest = place + length;
  g_string_append_len (built, replacement.bytes, (gssize) replacement.length);
  g_string_append_len (built, rest, text.bytes + text.length - rest);
  return liquid_js_return_text (call, built, result);
}

static bool
replace_one (const LiquidCall *call, bool last, bool remove, LiquidValue *result)
{
  LiquidSlice text, pattern, replacement = LIQUID_SLICE ("");

  if (!get_input (call, &text) || !get_text (call, 0, &pattern) ||
      (!remove && !get_text (call, 1, &replacement))) {
    return false;
  }
  return replace_at (call, text, last ? find_last (text, pattern) : find (text, pattern),
                     pattern.length, replacement, result);
}

bool
liquid_js_filter_remove_first (const LiquidCall *call, LiquidValue *result)
{
  return replace_one (call, false, true, result);
}

bool
liquid_js_filter_remove_last (const LiquidCall *call, LiquidValue *result)
{
  return replace_one (call, true, true, result);
}

bool
liquid_js_filter_replace_first (const LiquidCall *call, LiquidValue *result)
{
  return replace_one (call, false, false, result);
}

bool
liquid_js_filter_replace_last (const LiquidCall *call, LiquidValue *result)
{
  return replace_one (call, true, false, result);
}

/* Puts @glue where @pattern stands; an empty one stands between all characters. */
static bool
replace_all (const LiquidCall *call,
             LiquidSlice text,
             LiquidSlice pattern,
             LiquidSlice glue,
             LiquidValue *result)
{
  g_autoptr (GString) built = g_string_new (NULL);
  const char *end = text.bytes + text.length;

  for (const char *p = text.bytes; p < end;) {
    const char *match =
      pattern.length == 0 ? g_utf8_next_char (p) : find (liquid_slice_range (p, end), pattern);
    match = match != NULL ? MIN (match, end) : end;
    g_string_append_len (built, p, match - p);
    p = match + pattern.length;
    if (match < end) {
      g_string_append_len (built, glue.bytes, (gssize) glue.length);
    }
    if (built->len > call->render->max_scratch) {
      return liquid_render_exceed (call->render, "Filters build more text than is allowed");
    }
  }
  return liquid_js_return_text (call, built, result);
}

bool
liquid_js_filter_replace (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice text, pattern, glue;

  return get_input (call, &text) && get_text (call, 0, &pattern) && get_text (call, 1, &glue) &&
         replace_all (call, text, pattern, glue, result);
}

bool
liquid_js_filter_remove (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice text, pattern;

  return get_input (call, &text) && get_text (call, 0, &pattern) &&
         replace_all (call, text, pattern, LIQUID_SLICE (""), result);
}

/* Empty parts at the end are dropped. */
static bool
return_parts (LiquidArray *parts, LiquidValue *result)
{
  while (parts->n_items > 0 && parts->items[parts->n_items - 1].string.length == 0) {
    parts->n_items--;
  }
  *result = liquid_array (parts);
  return true;
}

static bool
split_units (const LiquidCall *call, LiquidSlice text, LiquidValue *result)
{
  LiquidArray *parts = liquid_render_new_array (call->render, liquid_js_length (text));
  size_t n_parts = 0;

  for (const char *p = text.bytes; parts != NULL && n_parts < parts->n_items;) {
    LiquidSlice letter = liquid_slice_range (p, g_utf8_next_char (p));
    size_t units = liquid_js_length (letter);
    for (size_t i = 0; i < units; i++) {
      LiquidSlice part;
      if (!liquid_js_substring (call->render, letter, (double) i, (double) i + 1, &part)) {
        return false;
      }
      parts->items[n_parts++] = liquid_string (part.bytes, part.length);
    }
    p += letter.length;
  }
  return parts != NULL && return_parts (parts, result);
}

bool
liquid_js_filter_split (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice text, pattern;
  size_t count = 1;

  if (!get_input (call, &text) || !get_text (call, 0, &pattern)) {
    return false;
  }
  if (pattern.length == 0) {
    return split_units (call, text, result);
  }
  const char *end = text.bytes + text.length;
  for (const char *p = text.bytes; (p = find (liquid_slice_range (p, end), pattern)) != NULL;
       p += pattern.length) {
    count++;
  }
  LiquidArray *parts = liquid_render_new_array (call->render, count);
  const char *p = text.bytes;
  for (size_t i = 0; parts != NULL && i < count; i++) {
    const char *match = i + 1 < count ? find (liquid_slice_range (p, end), pattern) : end;
    parts->items[i] = liquid_string (p, (size_t) (match - p));
    p = match < end ? match + pattern.length : end;
  }
  return parts != NULL && return_parts (parts, result);
}

/* White space, or with an argument its characters. */
static bool
is_strippable (const char *p, const char *end, const LiquidSlice *letters)
{
  size_t length = (size_t) (g_utf8_next_char (p) - p);

  if (letters == NULL) {
    return liquid_scan_blank (p, end) > 0 || (length == 3 && memcmp (p, "\xef\xbb\xbf", 3) == 0);
  }
  return find (*letters, (LiquidSlice){ p, length }) != NULL && letters->length > 0;
}

static bool
strip (const LiquidCall *call, bool left, bool right, LiquidValue *result)
{
  LiquidSlice text, letters, *set = NULL;

  if (!get_input (call, &text)) {
    return false;
  }
  if (call->n_arguments > 0 && liquid_value_is_true (call->arguments[0])) {
    if (!get_text (call, 0, &letters)) {
      return false;
    }
    set = letters.length > 0 ? &letters : NULL;
  }
  const char *p = text.bytes, *end = p + text.length;
  while (left && p < end && is_strippable (p, end, set)) {
    p = g_utf8_next_char (p);
  }
  while (right && p < end) {
    const char *last = g_utf8_find_prev_char (p, end);
    if (last == NULL || !is_strippable (last, end, set)) {
      break;
    }
    end = last;
  }
  return return_slice (liquid_slice_range (p, end), result);
}

bool
liquid_js_filter_strip (const LiquidCall *call, LiquidValue *result)
{
  return strip (call, true, true, result);
}

bool
liquid_js_filter_lstrip (const LiquidCall *call, LiquidValue *result)
{
  return strip (call, true, false, result);
}

bool
liquid_js_filter_rstrip (const LiquidCall *call, LiquidValue *result)
{
  return strip (call, false, true, result);
}

static LiquidValue
get_or (const LiquidCall *call, unsigned index, LiquidValue otherwise)
{
  LiquidValue value = liquid_js_argument (call, index);

  return liquid_is_undefined (value) ? otherwise : value;
}

bool
liquid_js_filter_truncate (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice text, end, start;
  LiquidValue most = get_or (call, 0, liquid_integer (50));

  if (!get_input (call, &text) ||
      !liquid_render_to_text (call->render, get_or (call, 1, liquid_string ("...", 3)), &end)) {
    return false;
  }
  double limit = liquid_js_number (call->render, most);
  if ((double) liquid_js_length (text) <= limit) {
    *result = call->input;
    return true;
  }
  double length = limit - (double) liquid_js_length (end);
  if (!liquid_js_substring (call->render, text, 0, isnan (length) ? 0 : trunc (length), &start)) {
    return false;
  }
  g_autoptr (GString) built = g_string_new_len (start.bytes, (gssize) start.length);
  g_string_append_len (built, end.bytes, (gssize) end.length);
  return liquid_js_return_text (call, built, result);
}

/* Behind the white space at @p. */
static const char *
skip_blank (const char *p, const char *end)
{
  size_t length;

  while ((length = liquid_scan_blank (p, end)) > 0) {
    p += length;
  }
  return p;
}

static const char *
skip_word (const char *p, const char *end)
{
  while (p < end && liquid_scan_blank (p, end) == 0) {
    p = g_utf8_next_char (p);
  }
  return p;
}

/* White space at either end does not count. */
bool
liquid_js_filter_truncatewords (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice text, ellipsis;
  LiquidValue most = get_or (call, 0, liquid_integer (15));

  if (!get_input (call, &text) ||
      !liquid_render_to_text (call->render, get_or (call, 1, liquid_string ("...", 3)),
                              &ellipsis)) {
    return false;
  }
  double limit = liquid_js_number (call->render, most);
  limit = limit <= 0 ? 1 : limit;
  g_autoptr (GString) built = g_string_new (NULL);
  const char *end = text.bytes + text.length;
  size_t n_words = 0;
  for (const char *p = skip_blank (text.bytes, end);; p = skip_blank (p, end)) {
    const char *word_end = skip_word (p, end);
    if (n_words > 0 && p == end) {
      break;
    }
    if ((double) n_words < limit) {
      g_string_append (built, n_words > 0 ? " " : "");
      g_string_append_len (built, p, word_end - p);
    }
    n_words++;
    p = word_end;
    if (p == end) {
      break;
    }
  }
  if ((double) n_words >= limit) {
    g_string_append_len (built, ellipsis.bytes, (gssize) ellipsis.length);
  }
  return liquid_js_return_text (call, built, result);
}

bool
liquid_js_filter_normalize_whitespace (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice text;

  if (!get_input (call, &text)) {
    return false;
  }
  g_autoptr (GString) built = g_string_sized_new (text.length);
  const char *end = text.bytes + text.length;
  for (const char *p = text.bytes; p < end;) {
    const char *behind = skip_blank (p, end);
    g_string_append (built, behind > p ? " " : "");
    const char *word_end = skip_word (behind, end);
    g_string_append_len (built, behind, word_end - behind);
    p = word_end;
  }
  return liquid_js_return_text (call, built, result);
}

static bool
is_cjk (gunichar c)
{
  return (c >= 0x4e00 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff) ||
         (c >= 0x3400 && c <= 0x4dbf) || (c >= 0x3040 && c <= 0x30ff) ||
         (c >= 0xac00 && c <= 0xd7af);
}

/* Words between white space; with @cjk each such character counts, and ends a word. */
static int64_t
count_words (LiquidSlice text, bool cjk, bool *has_cjk)
{
  const char *end = text.bytes + text.length;
  bool inside = false;
  int64_t count = 0;

  *has_cjk = false;
  for (const char *p = text.bytes; p < end; p = g_utf8_next_char (p)) {
    bool single = is_cjk (g_utf8_get_char (p));
    bool letter = liquid_scan_blank (p, end) == 0;
    *has_cjk |= single;
    count += single && cjk ? 1 : letter && !inside;
    inside = letter && !(single && cjk);
  }
  return count;
}

bool
liquid_js_filter_number_of_words (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice text, mode;
  bool has_cjk;

  if (!get_input (call, &text) || !get_text (call, 0, &mode)) {
    return false;
  }
  int64_t count = count_words (text, false, &has_cjk);
  bool cjk = liquid_slice_equal (mode, LIQUID_SLICE ("cjk")) ||
             (has_cjk && liquid_slice_equal (mode, LIQUID_SLICE ("auto")));
  *result = liquid_integer (cjk ? count_words (text, true, &has_cjk) : count);
  return true;
}

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

  if (!get_input (call, &text)) {
    return false;
  }
  g_autoptr (GString) built = g_string_sized_new (text.length);
  const char *end = text.bytes + text.length;
  for (const char *p = text.bytes; p < end; p += length) {
    g_string_append_c (built, read_entity (p, end, &length));
  }
  LiquidCall inner = *call;
  if (!liquid_js_return_text (call, built, &inner.input)) {
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

  if (!get_input (call, &text)) {
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
      const char *match = find (liquid_slice_range (p + open.length, end), close);
      gone[i] = match == NULL;
      p = match != NULL ? match + close.length : p;
    }
    if (less != NULL && p == less) {
      g_string_append_len (built, p, end - p);
      break;
    }
  }
  return liquid_js_return_text (call, built, result);
}

static bool
encode (const LiquidCall *call, const char *plain, bool plus, LiquidValue *result)
{
  LiquidSlice text;

  if (!get_input (call, &text)) {
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
  return liquid_js_return_text (call, built, result);
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

  if (!get_input (call, &text)) {
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

bool
liquid_js_filter_base64_decode (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice text;

  if (!get_input (call, &text)) {
    return false;
  }
  /* Nothing but its letters counts; it ends at the first padding. */
  g_autoptr (GString) letters = g_string_sized_new (text.length + 3);
  for (size_t i = 0; i < text.length && text.bytes[i] != '='; i++) {
    char c = text.bytes[i] == '-' ? '+' : text.bytes[i] == '_' ? '/' : text.bytes[i];
    if (g_ascii_isalnum (c) || c == '+' || c == '/') {
      g_string_append_c (letters, c);
    }
  }
  if (letters->len % 4 == 1) {
    g_string_truncate (letters, letters->len - 1);
  }
  while (letters->len % 4 != 0) {
    g_string_append_c (letters, '=');
  }
  gsize length = 0;
  g_autofree guchar *bytes = g_base64_decode (letters->str, &length);
  g_autofree char *valid = g_utf8_make_valid ((const char *) bytes, (gssize) length);
  g_autoptr (GString) built = g_string_new (valid);
  return liquid_js_return_text (call, built, result);
}

bool
liquid_js_filter_sha256 (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice text;

  if (!get_input (call, &text)) {
    return false;
  }
  g_autofree char *sum =
    g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) text.bytes, text.length);
  g_autoptr (GString) built = g_string_new (sum);
  return liquid_js_return_text (call, built, result);
}

bool
liquid_js_filter_hmac_sha256 (const LiquidCall *call, LiquidValue *result)
{
  LiquidSlice text, key;

  if (!get_input (call, &text) || !get_text (call, 0, &key)) {
    return false;
  }
  g_autofree char *sum =
    g_compute_hmac_for_data (G_CHECKSUM_SHA256, (const guchar *) key.bytes, key.length,
                             (const guchar *) text.bytes, text.length);
  g_autoptr (GString) built = g_string_new (sum);
  return liquid_js_return_text (call, built, result);
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
    bool stays = is_raw ? liquid_scan_blank (p, end) == 0 : stays_in_slug (c, mode);
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

  if (!get_input (call, &text) ||
      !liquid_render_to_text (call->render, get_or (call, 0, liquid_string ("default", 7)),
                              &mode)) {
    return false;
  }
  g_autoptr (GString) slug = g_string_new (NULL);
  if (replaces (mode)) {
    append_slug (slug, text, mode);
  } else {
    g_string_append_len (slug, text.bytes, (gssize) text.length);
  }
  LiquidCall inner = *call;
  if (!liquid_js_return_text (call, slug, &inner.input)) {
    return false;
  }
  *result = inner.input;
  return liquid_value_is_true (liquid_js_argument (call, 1)) ||
         liquid_filter_downcase (&inner, result);
}
