/* Brackets, commas and texts are enough to tell where an element ends. Whether all of it is JSON is
 * asked when its parts are parsed, so a damaged document is an error here as elsewhere. */

#include "base-json-array.h"

#include <string.h>

/* Returns: the offset behind the text that begins at @at, or @length */
static gsize
skip_string (const char *text, gsize length, gsize at)
{
  for (at++; at < length && text[at] != '"'; at++) {
    at += text[at] == '\\';
  }
  return MIN (at + 1, length);
}

/* Returns: where @n_commas commas have been passed that are in no bracket, or where the bracket
 *   ends that @at is in, or @length */
static gsize
skip_elements (const char *text, gsize length, gsize at, guint n_commas)
{
  for (guint depth = 0; at < length; at++) {
    char c = text[at];
    if (c == '"') {
      at = skip_string (text, length, at) - 1;
    } else if (c == '[' || c == '{') {
      depth++;
    } else if (c == ']' || c == '}') {
      if (depth-- == 0) {
        return at;
      }
    } else if (c == ',' && depth == 0 && --n_commas == 0) {
      return at;
    }
  }
  return length;
}

static gsize
skip_space (const char *text, gsize length, gsize at)
{
  while (at < length && strchr (" \t\r\n", text[at]) != NULL && text[at] != '\0') {
    at++;
  }
  return at;
}

/* Whether the member at @at is the array @name; then @at is behind its bracket. */
static gboolean
enter_member (const char *text, gsize length, gsize *at, const char *name)
{
  gsize n_name = strlen (name);
  gsize start = skip_space (text, length, *at);
  gsize end = start < length && text[start] == '"' ? skip_string (text, length, start) : start;

  if (end - start != n_name + 2 || strncmp (text + start + 1, name, n_name) != 0) {
    return FALSE;
  }
  gsize colon = skip_space (text, length, end);
  gsize bracket = skip_space (text, length, MIN (colon + 1, length));
  *at = bracket + 1;
  return colon < length && text[colon] == ':' && bracket < length && text[bracket] == '[';
}

/**
 * base_json_array_find:
 * @self: (out caller-allocates): where the array is
 * @text: UTF-8, a JSON document; used for as long as @self is
 * @length: bytes of @text
 * @name: of a member of the object that @text is, as it is written there
 *
 * Returns: whether there is such a member, and it is an array
 */
gboolean
base_json_array_find (BaseJsonArray *self, const char *text, gsize length, const char *name)
{
  g_return_val_if_fail (self != NULL && text != NULL && name != NULL, FALSE);

  gsize at = skip_space (text, length, 0);
  if (at >= length || text[at] != '{') {
    return FALSE;
  }
  for (at++; at < length && text[at] != '}'; at++) {
    gsize start = at;
    if (enter_member (text, length, &start, name)) {
      *self = (BaseJsonArray){ text, start, skip_elements (text, length, start, G_MAXUINT), FALSE };
      return self->end < length;
    }
    at = skip_elements (text, length, at, 1);
    if (at < length && text[at] != ',') {
      return FALSE;
    }
  }
  return FALSE;
}

static JsonNode *
parse (GString *json, GError **error)
{
  g_autoptr (GBytes) bytes = g_string_free_to_bytes (json);

  return base_json_parse (bytes, error);
}

/**
 * base_json_array_parse_rest:
 * @self: an array that no element was taken of yet
 * @length: bytes of its document
 * @error: return location for a [error@Base.JsonError]
 *
 * Returns: (transfer full) (nullable): the document, in which the array is empty
 */
JsonNode *
base_json_array_parse_rest (const BaseJsonArray *self, gsize length, GError **error)
{
  g_return_val_if_fail (self != NULL && self->end <= length, NULL);

  GString *json = g_string_new_len (self->text, (gssize) self->start);
  g_string_append_len (json, self->text + self->end, (gssize) (length - self->end));
  return parse (json, error);
}

/**
 * base_json_array_parse_next:
 * @self: an array; moved behind what is returned
 * @n_elements: how many at most, not 0
 * @error: return location for a [error@Base.JsonError]
 *
 * Returns: (transfer full) (nullable): an array of the next elements, empty behind the last; %NULL
 *   with an error
 */
JsonNode *
base_json_array_parse_next (BaseJsonArray *self, guint n_elements, GError **error)
{
  g_return_val_if_fail (self != NULL && n_elements > 0, NULL);

  gsize stop = skip_elements (self->text, self->end, self->start, n_elements);
  GString *json = g_string_new ("[");
  g_string_append_len (json, self->text + self->start, (gssize) (stop - self->start));
  g_string_append_c (json, ']');
  gboolean was_cut = self->is_cut;
  self->is_cut = stop < self->end;
  self->start = stop + self->is_cut;
  g_autoptr (JsonNode) node = parse (json, error);
  if (node != NULL && (was_cut || self->is_cut) &&
      json_array_get_length (json_node_get_array (node)) == 0) {
    g_set_error_literal (error, BASE_JSON_ERROR, BASE_JSON_ERROR_SYNTAX, "an element is missing");
    return NULL;
  }
  return g_steal_pointer (&node);
}
