/* JSON as the data of a template. Unlike json-glib this knows texts with \u0000, whole numbers of
 * any size and any depth, all of which conformance suites have. */

#include "json-source.h"

#include <string.h>

/* Beyond it a double does not hold every whole number. */
#define LARGEST_EXACT (INT64_C (1) << 53)

/* The variables of a recipient, or a few more. */
#define USUAL_MEMBERS 12

JsonSource
json_source_new (const char *text, size_t length)
{
  return (JsonSource){ .at = text, .end = text + length };
}

static char
peek (const JsonSource *self)
{
  return self->at < self->end ? *self->at : '\0';
}

static void
skip_space (JsonSource *self)
{
  while (self->at < self->end && *self->at != '\0' && strchr (" \t\n\r", *self->at) != NULL) {
    self->at++;
  }
}

static bool
accept (JsonSource *self, const char *text)
{
  size_t length = strlen (text);

  skip_space (self);
  if ((size_t) (self->end - self->at) < length || memcmp (self->at, text, length) != 0) {
    return false;
  }
  self->at += length;
  return true;
}

/* Whether nothing but white space is left. */
bool
json_source_at_end (JsonSource *self)
{
  skip_space (self);
  return self->at == self->end;
}

/* The code unit of \uXXXX, behind the u; -1 where there is none. */
static int
read_unit (JsonSource *self)
{
  int unit = 0;

  for (int i = 0; i < 4; i++) {
    int digit = g_ascii_xdigit_value (peek (self));
    if (digit < 0) {
      return -1;
    }
    unit = unit * 16 + digit;
    self->at++;
  }
  return unit;
}

/* Half of a pair of surrogates is no letter, and becomes U+FFFD. */
static bool
read_letter (JsonSource *self, GString *text)
{
  int unit = read_unit (self);

  if (unit >= 0xd800 && unit <= 0xdbff && g_str_has_prefix (self->at, "\\u")) {
    const char *second = self->at;
    self->at += 2;
    int low = read_unit (self);
    if (low >= 0xdc00 && low <= 0xdfff) {
      g_string_append_unichar (text, 0x10000 + (gunichar) ((unit - 0xd800) * 0x400 + low - 0xdc00));
      return true;
    }
    self->at = second;
  }
  g_string_append_unichar (text, unit >= 0xd800 && unit <= 0xdfff ? 0xfffd : (gunichar) unit);
  return unit >= 0;
}

static bool
read_escape (JsonSource *self, GString *text)
{
  static const char names[] = "\"\\/bfnrt", letters[] = "\"\\/\b\f\n\r\t";
  const char *name = peek (self) != '\0' ? strchr (names, *self->at) : NULL;

  if (name != NULL) {
    self->at++;
    g_string_append_c (text, letters[name - names]);
    return true;
  }
  if (peek (self) != 'u') {
    return false;
  }
  self->at++;
  return read_letter (self, text);
}

/* Replaces @text by the text that comes next. */
bool
json_source_read_text (JsonSource *self, GString *text)
{
  g_string_truncate (text, 0);
  if (!accept (self, "\"")) {
    return false;
  }
  while (self->at < self->end && (guchar) *self->at >= ' ') {
    char c = *self->at++;
    if (c == '"') {
      return true;
    }
    if (c != '\\') {
      g_string_append_c (text, c);
    } else if (!read_escape (self, text)) {
      return false;
    }
  }
  return false;
}

static bool
skip_digits (JsonSource *self)
{
  const char *start = self->at;

  while (g_ascii_isdigit (peek (self))) {
    self->at++;
  }
  return self->at > start;
}

/* Passes over a number; @is_whole is whether it has neither point nor exponent. */
static bool
skip_number (JsonSource *self, bool *is_whole)
{
  self->at += peek (self) == '-';
  const char *digits = self->at;
  bool valid = skip_digits (self) && (*digits != '0' || self->at == digits + 1);
  const char *whole_end = self->at;

  if (valid && peek (self) == '.') {
    self->at++;
    valid = skip_digits (self);
  }
  if (valid && (peek (self) == 'e' || peek (self) == 'E')) {
    self->at++;
    self->at += peek (self) == '-' || peek (self) == '+';
    valid = skip_digits (self);
  }
  *is_whole = self->at == whole_end;
  return valid;
}

static bool
is_exact (LiquidValue value)
{
  return value.type == LIQUID_INTEGER && value.integer >= -LARGEST_EXACT &&
         value.integer <= LARGEST_EXACT;
}

static bool
read_number (JsonSource *self, LiquidValue *value)
{
  const char *start = self->at;
  bool is_whole;

  if (!skip_number (self, &is_whole)) {
    return false;
  }
  g_autofree char *text = g_strndup (start, (size_t) (self->at - start));
  *value = is_whole ? liquid_whole_number (start, (size_t) (self->at - start)) : liquid_nil ();
  if (!is_whole || (self->doubles && !is_exact (*value))) {
    *value = liquid_float (g_ascii_strtod (text, NULL));
  }
  return true;
}

bool
json_source_read_null (JsonSource *self)
{
  return accept (self, "null");
}

bool
json_source_read_boolean (JsonSource *self, bool *boolean)
{
  *boolean = accept (self, "true");
  return *boolean || accept (self, "false");
}

bool
json_source_begin_object (JsonSource *self)
{
  self->fresh = accept (self, "{");
  return self->fresh;
}

/* Goes to the next item of a container; false behind @end, which ends it, or where it has @failed.
 */
static bool
next_item (JsonSource *self, const char *end, bool *failed)
{
  bool fresh = self->fresh;

  self->fresh = false;
  *failed = false;
  if (accept (self, end)) {
    return false;
  }
  *failed = !fresh && !accept (self, ",");
  return !*failed;
}

/* Behind the name of the next member of an object; false at its end, or where it has @failed. */
bool
json_source_next_member (JsonSource *self, GString *name, bool *failed)
{
  if (!next_item (self, "}", failed)) {
    return false;
  }
  *failed = !json_source_read_text (self, name) || !accept (self, ":");
  return !*failed;
}

/* Reads a value, of a container its opening; a text lives as long as @text. */
static bool
read_piece (JsonSource *self, GString *text, LiquidValue *value)
{
  bool boolean;

  *value = liquid_nil ();
  if (json_source_read_null (self)) {
    return true;
  }
  if (json_source_read_boolean (self, &boolean)) {
    *value = liquid_boolean (boolean);
    return true;
  }
  if (json_source_begin_object (self)) {
    *value = liquid_hash (liquid_hash_new ());
    return true;
  }
  if (accept (self, "[")) {
    self->fresh = true;
    *value = liquid_array (liquid_array_new ());
    return true;
  }
  if (peek (self) != '"') {
    return read_number (self, value);
  }
  bool read = json_source_read_text (self, text);
  *value = liquid_string (text->str, text->len);
  return read;
}

static bool
is_container (LiquidValue value)
{
  return value.type == LIQUID_ARRAY || value.type == LIQUID_HASH;
}

/* Reads what comes next in @container and adds it; @value is nil at the end of the container. */
static bool
read_item (JsonSource *self, LiquidValue container, LiquidValue *value, bool *at_end)
{
  g_autoptr (GString) name = g_string_new (NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  bool is_array = container.type == LIQUID_ARRAY;
  bool failed;

  *at_end =
    is_array ? !next_item (self, "]", &failed) : !json_source_next_member (self, name, &failed);
  if (failed || *at_end) {
    return !failed;
  }
  bool read = read_piece (self, text, value);
  if (is_array) {
    liquid_array_add ((LiquidArray *) container.array, *value);
  } else {
    liquid_hash_set_bytes ((LiquidHash *) container.hash, name->str, name->len, *value);
  }
  return read;
}

/* Reads all that is in @container, behind its opening; without recursion. */
static bool
read_items (JsonSource *self, LiquidValue container)
{
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (LiquidValue));

  g_array_append_val (open, container);
  while (open->len > 0) {
    LiquidValue innermost = g_array_index (open, LiquidValue, open->len - 1), value;
    bool at_end;
    if (!read_item (self, innermost, &value, &at_end)) {
      return false;
    }
    if (at_end) {
      g_array_set_size (open, open->len - 1);
    } else if (is_container (value)) {
      g_array_append_val (open, value);
    }
  }
  return true;
}

/* The object that comes next; NULL where there is none. */
LiquidHash *
json_source_read_hash (JsonSource *self)
{
  g_autoptr (LiquidHash) hash = liquid_hash_new_sized (USUAL_MEMBERS);

  if (!json_source_begin_object (self) || !read_items (self, liquid_hash (hash))) {
    return NULL;
  }
  return g_steal_pointer (&hash);
}

/* Passes over a value of any kind. */
bool
json_source_skip (JsonSource *self)
{
  g_autoptr (LiquidArray) owner = liquid_array_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  LiquidValue value;
  bool read = read_piece (self, text, &value);

  liquid_array_add (owner, value);
  return read && (!is_container (value) || read_items (self, value));
}

static void
append_letter (GString *output, char letter)
{
  static const char letters[] = "\"\\\b\f\n\r\t", names[] = "\"\\bfnrt";
  const char *escaped = letter != '\0' ? strchr (letters, letter) : NULL;

  if (escaped != NULL) {
    g_string_append_c (output, '\\');
    g_string_append_c (output, names[escaped - letters]);
  } else if ((guchar) letter < ' ') {
    g_string_append_printf (output, "\\u%04x", (guint) letter);
  } else {
    g_string_append_c (output, letter);
  }
}

/* Appends a text with its quotes. What is no UTF-8 becomes U+FFFD. */
void
json_append_text (GString *output, const char *text, size_t length)
{
  const char *end = text + length, *stop;

  g_string_append_c (output, '"');
  for (const char *p = text; p < end; p = stop) {
    /* It stops at a NUL, too. */
    g_utf8_validate (p, end - p, &stop);
    for (; p < stop; p++) {
      append_letter (output, *p);
    }
    if (stop < end) {
      g_string_append (output, *stop == '\0' ? "\\u0000" : "\xef\xbf\xbd");
      stop++;
    }
  }
  g_string_append_c (output, '"');
}
