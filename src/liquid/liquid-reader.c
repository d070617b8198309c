/* Values as LiquidJS reads them, from left to right. */

#include "liquid-reader.h"

#include "liquid-expression.h"
#include "liquid-integer.h"
#include "liquid-js.h"
#include "liquid-literal.h"
#include "liquid-scan.h"

#include <float.h>
#include <string.h>

LiquidReader
liquid_reader_new (LiquidParser *parser, LiquidSlice markup)
{
  return (LiquidReader){ parser, markup.bytes, markup.bytes + markup.length };
}

void
liquid_reader_skip_blank (LiquidReader *self)
{
  self->p = liquid_scan_skip_blank (self->p, self->end);
}

/* Whether nothing but white space is left. */
bool
liquid_reader_at_end (LiquidReader *self)
{
  liquid_reader_skip_blank (self);
  return self->p == self->end;
}

/* Passes over @c where it is next. */
bool
liquid_reader_accept (LiquidReader *self, char c)
{
  bool found = self->p < self->end && *self->p == c;

  self->p += found;
  return found;
}

/* Behind the next @text, or at the end. */
void
liquid_reader_skip_to (LiquidReader *self, const char *text)
{
  const char *found = g_strstr_len (self->p, self->end - self->p, text);

  self->p = found != NULL ? found + strlen (text) : self->end;
}

/* The next name, which may be empty. */
LiquidSlice
liquid_reader_name (LiquidReader *self)
{
  liquid_reader_skip_blank (self);

  LiquidSlice name = liquid_slice_range (self->p, liquid_scan_name (self->p, self->end));
  self->p = name.bytes + name.length;
  return name;
}

/* Sets a syntax error at what is left; returns false. */
bool
liquid_reader_fail (LiquidReader *self, const char *message)
{
  size_t left = (size_t) (self->end - self->p);
  LiquidSlice where = { self->p, MIN (left, LIQUID_MAX_QUOTE) };

  return liquid_parser_fail (self->parser, LIQUID_ERROR_SYNTAX, where, "%s", message);
}

static const struct {
  LiquidSlice word;
  LiquidValue value;
} words[] = {
  { LIQUID_SLICE ("nil"), { .type = LIQUID_NIL, .string = { NULL, LIQUID_NIL_WORD } } },
  { LIQUID_SLICE ("null"), { .type = LIQUID_NIL, .string = { NULL, LIQUID_NIL_WORD } } },
  { LIQUID_SLICE ("true"), { .type = LIQUID_BOOLEAN, .boolean = true } },
  { LIQUID_SLICE ("false"), { .type = LIQUID_BOOLEAN, .boolean = false } },
  { LIQUID_SLICE ("empty"), { .type = LIQUID_EMPTY } },
  { LIQUID_SLICE ("blank"), { .type = LIQUID_BLANK } },
};

/* How these begin: nearly every value is a name that begins otherwise. */
static const bool first_letters[256] = {
  ['n'] = true, ['t'] = true, ['f'] = true, ['e'] = true, ['b'] = true,
};

static bool
read_word (LiquidReader *self, LiquidValue *value)
{
  if (self->p == self->end || !first_letters[(guchar) *self->p]) {
    return false;
  }
  LiquidSlice name = liquid_slice_range (self->p, liquid_scan_name (self->p, self->end));
  for (size_t i = 0; i < G_N_ELEMENTS (words); i++) {
    if (liquid_slice_equal (name, words[i].word)) {
      *value = words[i].value;
      self->p += name.length;
      return true;
    }
  }
  return false;
}

/* Digits, at most one dot among or behind them, and a sign before them. */
static bool
read_number (LiquidReader *self, LiquidValue *value)
{
  const char *p = self->p;
  bool has_dot = false, has_digit = false;

  p += p < self->end && (*p == '-' || *p == '+');
  for (; p < self->end; p++) {
    bool is_dot = *p == '.' && (p + 1 == self->end || p[1] != '.');
    if (is_dot && (has_dot || !has_digit)) {
      return false;
    }
    if (!is_dot && !g_ascii_isdigit (*p)) {
      break;
    }
    has_dot |= is_dot;
    has_digit |= !is_dot;
  }
  if (!has_digit || liquid_scan_name (p, self->end) > p) {
    return false;
  }
  LiquidSlice digits = liquid_slice_range (self->p, p);
  int64_t whole;
  bool is_plain = g_ascii_isdigit (digits.bytes[0]) && !has_dot && digits.length <= DBL_DIG;
  if (is_plain && liquid_integer_read_small (digits, false, &whole)) {
    *value = liquid_integer (whole);
  } else {
    g_autofree char *text = g_strndup (digits.bytes, digits.length);
    *value = liquid_number (g_ascii_strtod (text, NULL));
  }
  self->p = p;
  return true;
}

static bool
read_quoted (LiquidReader *self, LiquidValue *value)
{
  if (self->p == self->end || (*self->p != '"' && *self->p != '\'')) {
    return false;
  }
  const char *end = liquid_scan_quoted (self->p, self->end);
  size_t length = (size_t) (end - self->p);
  LiquidSlice inside = { self->p + 1, length < 2 ? 0 : length - 2 };
  LiquidSlice text = liquid_literal_read_escapes (self->parser, inside);
  *value = liquid_string (text.bytes, text.length);
  self->p = end;
  return true;
}

static bool
enter (LiquidReader *self)
{
  if (++self->parser->nesting > LIQUID_MAX_BRACKETS) {
    LiquidSlice where = { self->p, 0 };
    return liquid_parser_fail (self->parser, LIQUID_ERROR_LIMIT, where,
                               "More than %d brackets inside each other", LIQUID_MAX_BRACKETS);
  }
  return true;
}

static bool
read_end_of_range (LiquidReader *self)
{
  bool found;

  if (!liquid_reader_value (self, &found)) {
    return false;
  }
  liquid_reader_skip_blank (self);
  return found || liquid_reader_fail (self, "A value was expected");
}

static bool
compile_range (LiquidReader *self)
{
  self->p++;
  if (!enter (self) || !read_end_of_range (self)) {
    return false;
  }
  if (!liquid_reader_accept (self, '.') || !liquid_reader_accept (self, '.')) {
    return liquid_reader_fail (self, "Invalid range syntax");
  }
  if (!read_end_of_range (self)) {
    return false;
  }
  if (!liquid_reader_accept (self, ')')) {
    return liquid_reader_fail (self, "Invalid range syntax");
  }
  self->parser->nesting--;
  liquid_parser_emit (self->parser, LIQUID_OP_RANGE);
  self->parser->stack--;
  return true;
}

/* A path while it is read. */
typedef struct {
  LiquidSlice markup;
  guint variable; /* G_MAXUINT where it names none that the data must have */
  GString *text;  /* (owned) (nullable): where it is listed and has more than a root */
  bool has_root;
} Path;

static void
path_clear (Path *self)
{
  if (self->text != NULL) {
    g_string_free (self->text, TRUE);
  }
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Path, path_clear)

/* The path so far, to be gone on with; NULL where nobody lists it. */
static GString *
get_text (LiquidReader *self, Path *path)
{
  if (path->variable != G_MAXUINT && path->text == NULL) {
    path->text = g_string_new (self->parser->template->variables.items[path->variable].path);
  }
  return path->text;
}

static bool
add_name (LiquidReader *self, Path *path, LiquidSlice name)
{
  if (!path->has_root) {
    path->has_root = true;
    return liquid_compile_root (self->parser, name, path->markup, &path->variable);
  }
  LiquidOp *op = liquid_parser_emit (self->parser, LIQUID_OP_PROPERTY);
  op->bytes = name.bytes;
  op->length = (uint32_t) name.length;
  GString *text = get_text (self, path);
  if (text != NULL) {
    g_string_append_c (text, '.');
    g_string_append_len (text, name.bytes, (gssize) name.length);
  }
  return true;
}

/* What stands in brackets; behind its value everything up to the bracket is passed over. */
static bool
add_bracket (LiquidReader *self, Path *path)
{
  LiquidValue name = liquid_string ("", 0);
  bool found = true;

  self->p++;
  liquid_reader_skip_blank (self);
  const char *start = self->p;
  bool is_text = read_quoted (self, &name);
  bool is_plain = is_text && self->p < self->end && *self->p != '.' && *self->p != '[';
  self->p = is_text && !is_plain ? start : self->p;
  if (!is_plain) {
    if (!enter (self) || !liquid_reader_value (self, &found)) {
      return false;
    }
    self->parser->nesting--;
  }
  const char *value_end = self->p;
  const char *close = memchr (self->p, ']', (size_t) (self->end - self->p));
  if (close == NULL) {
    return liquid_reader_fail (self, "[ not closed");
  }
  self->p = close + 1;
  if (is_plain || !found) {
    return add_name (self, path, liquid_value_get_text (name));
  }
  if (!path->has_root) {
    path->has_root = true;
    liquid_parser_emit (self->parser, LIQUID_OP_ROOT_OF);
    return true;
  }
  LiquidOp *op = liquid_parser_emit (self->parser, LIQUID_OP_PROPERTY_OF);
  op->length = 0;
  self->parser->stack--;
  bool is_index = g_ascii_isdigit (*start);
  GString *text = get_text (self, path);
  if (text != NULL) {
    int length = is_index ? (int) MIN (value_end - start, 20) : 0;
    g_string_append_printf (text, "[%.*s]", length, start);
  }
  return true;
}

/* The parts of a path; @found where there are any, or there is a value before them. */
static bool
read_parts (LiquidReader *self, Path *path)
{
  for (bool first = !path->has_root;; first = false) {
    if (self->p < self->end && *self->p == '[') {
      if (!add_bracket (self, path)) {
        return false;
      }
      continue;
    }
    const char *name_end = liquid_scan_name (self->p, self->end);
    LiquidSlice name = liquid_slice_range (self->p, name_end);
    if (!first || name.length == 0) {
      bool is_dot = self->end - self->p > 0 && *self->p == '.' &&
                    (self->end - self->p == 1 || self->p[1] != '.');
      if (!is_dot) {
        return true;
      }
      self->p++;
      name = liquid_reader_name (self);
      if (name.length == 0) {
        return true;
      }
    }
    self->p = name.bytes + name.length;
    if (!add_name (self, path, name)) {
      return false;
    }
  }
}

static bool
read_path (LiquidReader *self, const char *start, bool *found)
{
  g_auto (Path) path = {
    .markup = { start, 0 },
    .variable = G_MAXUINT,
    .has_root = *found,
  };

  if (!read_parts (self, &path)) {
    return false;
  }
  *found = path.has_root;
  if (path.variable != G_MAXUINT) {
    LiquidTemplate *template = self->parser->template;
    LiquidVariable *variable = &template->variables.items[path.variable];
    if (path.text != NULL) {
      variable->path = liquid_arena_copy (&template->arena, path.text->str, path.text->len);
    }
    variable->span.end = (size_t) (self->p - template->source);
  }
  return true;
}

/* Compiles the next value, which is left on the stack; not @found where there is none. */
bool
liquid_reader_value (LiquidReader *self, bool *found)
{
  LiquidValue value;

  liquid_reader_skip_blank (self);
  const char *start = self->p;
  *found = true;
  if (read_word (self, &value) || read_quoted (self, &value)) {
    if (!liquid_compile_value (self->parser, liquid_slice_range (start, self->p), value)) {
      return false;
    }
  } else if (self->p < self->end && *self->p == '(') {
    if (!compile_range (self)) {
      return false;
    }
  } else if (read_number (self, &value)) {
    if (!liquid_compile_value (self->parser, liquid_slice_range (start, self->p), value)) {
      return false;
    }
  } else {
    *found = false;
  }
  return read_path (self, start, found);
}

/* Passes over a value, to be compiled later; @value has no bytes where there is none. */
bool
liquid_reader_scan (LiquidReader *self, LiquidSlice *value)
{
  LiquidTemplate *template = self->parser->template;
  guint n_ops = template->ops.len, n_variables = template->variables.len;
  unsigned stack = self->parser->stack;
  bool found;

  liquid_reader_skip_blank (self);
  const char *start = self->p;
  bool read = liquid_reader_value (self, &found);
  *value = found ? liquid_slice_range (start, self->p) : (LiquidSlice){ NULL, 0 };
  template->ops.len = n_ops;
  template->variables.len = n_variables;
  self->parser->stack = stack;
  return read;
}

/* `name: value`, or a name alone; false where neither is next. */
bool
liquid_reader_attribute (LiquidReader *self, LiquidKeyword *attribute, bool *failed)
{
  liquid_reader_skip_blank (self);
  liquid_reader_accept (self, ',');
  attribute->name = liquid_reader_name (self);
  attribute->value = (LiquidSlice){ NULL, 0 };
  if (attribute->name.length == 0) {
    return false;
  }
  liquid_reader_skip_blank (self);
  *failed = liquid_reader_accept (self, ':') && !liquid_reader_scan (self, &attribute->value);
  return !*failed;
}

/* Compiles what liquid_reader_scan() passed over. */
bool
liquid_reader_compile (LiquidParser *parser, LiquidSlice value)
{
  bool found;

  /* Nothing was there: it stands where the statement does. */
  if (value.bytes == NULL) {
    value = (LiquidSlice){ parser->statement.bytes, 0 };
  }
  LiquidReader reader = liquid_reader_new (parser, value);
  return liquid_reader_value (&reader, &found) &&
         (found || liquid_compile_value (parser, value, liquid_undefined ()));
}

/* Compiles a value, without filters, by the rules of the dialect. */
bool
liquid_compile_operand (LiquidParser *parser, LiquidSlice value)
{
  return parser->template->traits->is_js ? liquid_reader_compile (parser, value)
                                         : liquid_compile_expression (parser, value);
}
