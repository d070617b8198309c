/* Reading JSON that someone else wrote. json-glib's accessors raise criticals on a member of
 * another type, and its parser accepts more than JSON; the functions here do neither. Everything is
 * safe to call from any thread. */

#include "base-json.h"

#include <string.h>

#include "base-json-scan.h"

typedef struct {
  gsize offset; /* one more than it is; 0 where it is not known */
} BaseJsonErrorPrivate;

/* Not inlined, here and below: behind the precondition check of GLib's accessor gcc would see a
 * null pointer. */
static G_NO_INLINE void
base_json_error_private_init (BaseJsonErrorPrivate *priv)
{
}

static G_NO_INLINE void
base_json_error_private_copy (const BaseJsonErrorPrivate *from, BaseJsonErrorPrivate *to)
{
  *to = *from;
}

static G_NO_INLINE void
base_json_error_private_clear (BaseJsonErrorPrivate *priv)
{
}

G_DEFINE_EXTENDED_ERROR (BaseJsonError, base_json_error)

void
base_json_error_set_offset (GError *error, gsize offset)
{
  BaseJsonErrorPrivate *priv = base_json_error_get_private (error);

  if (priv != NULL) {
    priv->offset = offset + 1;
  }
}

/**
 * base_json_error_get_offset:
 * @error: (nullable): an error
 * @offset: (out): the first byte of the document that cannot be understood, or its length
 *
 * Returns: whether @error is of [error@Base.JsonError] and the place is known
 */
gboolean
base_json_error_get_offset (const GError *error, gsize *offset)
{
  g_return_val_if_fail (offset != NULL, FALSE);

  const BaseJsonErrorPrivate *priv =
    error != NULL && error->domain == BASE_JSON_ERROR ? base_json_error_get_private (error) : NULL;
  if (priv == NULL || priv->offset == 0) {
    return FALSE;
  }
  *offset = priv->offset - 1;
  return TRUE;
}

/* Not deeper than BASE_JSON_MAX_DEPTH. */
static gsize
count_values (JsonNode *node)
{
  gsize n_values = 1;

  if (JSON_NODE_HOLDS_ARRAY (node)) {
    JsonArray *array = json_node_get_array (node);
    for (guint i = 0; i < json_array_get_length (array); i++) {
      n_values += count_values (json_array_get_element (array, i));
    }
  } else if (JSON_NODE_HOLDS_OBJECT (node)) {
    JsonObjectIter iter;
    JsonNode *member;

    json_object_iter_init (&iter, json_node_get_object (node));
    while (json_object_iter_next (&iter, NULL, &member)) {
      n_values += count_values (member);
    }
  }
  return n_values;
}

static gboolean
has_all_values (JsonNode *node, const BaseJsonScan *scan)
{
  return scan->is_exact && count_values (node) == scan->n_values;
}

/* Returns: (transfer full) (nullable) */
static JsonNode *
parse_scanned (const char *text, gsize length, const BaseJsonScan *scan, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) parse_error = NULL;

  if (!json_parser_load_from_data (parser, scan->mended != NULL ? scan->mended : text,
                                   (gssize) length, &parse_error)) {
    g_set_error_literal (error, BASE_JSON_ERROR, BASE_JSON_ERROR_SYNTAX, parse_error->message);
    return NULL;
  }
  return json_parser_steal_root (parser);
}

/* Returns: (transfer full) (nullable) */
static JsonNode *
parse (GBytes *bytes, gsize max_values, gboolean is_exact, GError **error)
{
  static const char mark[] = "\xef\xbb\xbf";
  gsize length = 0;
  const char *text = g_bytes_get_data (bytes, &length);
  BaseJsonScan scan;

  if (length >= strlen (mark) && memcmp (text, mark, strlen (mark)) == 0) {
    text += strlen (mark);
    length -= strlen (mark);
  }
  if (length == 0) {
    g_set_error_literal (error, BASE_JSON_ERROR, BASE_JSON_ERROR_SYNTAX, "empty document");
    return NULL;
  }
  if (!g_utf8_validate_len (text, length, NULL)) {
    g_set_error_literal (error, BASE_JSON_ERROR, BASE_JSON_ERROR_SYNTAX, "not UTF-8");
    return NULL;
  }
  if (!base_json_scan (text, length, max_values, &scan, error)) {
    return NULL;
  }
  g_autofree char *mended = scan.mended;
  g_autoptr (JsonNode) node = parse_scanned (text, length, &scan, error);
  if (node != NULL && is_exact && !has_all_values (node, &scan)) {
    g_set_error_literal (error, BASE_JSON_ERROR, BASE_JSON_ERROR_INEXACT,
                         "not every reader would read the same");
    return NULL;
  }
  return g_steal_pointer (&node);
}

/**
 * base_json_parse:
 * @bytes: UTF-8 text, one JSON document (RFC 8259)
 * @error: return location for a [error@Base.JsonError]
 *
 * Parses a document whose nesting is at most [const@Base.JSON_MAX_DEPTH]; no answer or request of
 * the API is deeper than a tenth of that. A byte order mark is passed over. \u0000 and halves of
 * surrogate pairs, which no C string can hold, are read as U+FFFD, so that they neither shorten a
 * text nor make an ID equal to another. A number that no double can hold is read as null: an
 * infinity could not be written again.
 *
 * Returns: (transfer full): an immutable node
 */
JsonNode *
base_json_parse (GBytes *bytes, GError **error)
{
  return base_json_parse_limited (bytes, G_MAXSIZE, error);
}

/**
 * base_json_parse_limited:
 * @bytes: UTF-8 text, one JSON document (RFC 8259)
 * @max_values: how many objects, arrays, texts, numbers and so on it may have in all
 * @error: return location for a [error@Base.JsonError]
 *
 * Like base_json_parse(), for what somebody else may have made large: a parsed value takes a
 * hundred times the memory of the two bytes that it can be written in.
 *
 * Returns: (transfer full): an immutable node
 */
JsonNode *
base_json_parse_limited (GBytes *bytes, gsize max_values, GError **error)
{
  g_return_val_if_fail (bytes != NULL, NULL);

  return parse (bytes, max_values, FALSE, error);
}

/**
 * base_json_parse_exact:
 * @bytes: UTF-8 text, one JSON document (RFC 8259)
 * @max_values: how many objects, arrays, texts, numbers and so on it may have in all
 * @error: return location for a [error@Base.JsonError]
 *
 * Like base_json_parse_limited(), but nothing is mended and no value is lost: a document with
 * \u0000, half of a surrogate pair, a number that no double or an integer that no #gint64 can hold,
 * or a name that an object has twice is refused as %BASE_JSON_ERROR_INEXACT. What is accepted may
 * be passed on as it is, since everybody reads it alike (RFC 7493, section 2).
 *
 * Returns: (transfer full): an immutable node
 */
JsonNode *
base_json_parse_exact (GBytes *bytes, gsize max_values, GError **error)
{
  g_return_val_if_fail (bytes != NULL, NULL);

  return parse (bytes, max_values, TRUE, error);
}

/**
 * base_json_node_object:
 * @node: (nullable): any node
 *
 * Returns: (transfer none) (nullable): the object that @node holds, if it holds one
 */
JsonObject *
base_json_node_object (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * base_json_node_string:
 * @node: (nullable): any node
 *
 * Returns: (transfer none) (nullable): the string that @node holds, if it holds one
 */
const char *
base_json_node_string (JsonNode *node)
{
  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING) {
    return NULL;
  }
  return json_node_get_string (node);
}

/**
 * base_json_member:
 * @object: (nullable): any object
 * @name: a member
 *
 * Returns: (transfer none) (nullable): the member, %NULL where it is absent
 */
JsonNode *
base_json_member (JsonObject *object, const char *name)
{
  return object != NULL ? json_object_get_member (object, name) : NULL;
}

/**
 * base_json_string:
 * @object: (nullable): any object
 * @name: a member
 *
 * Returns: (transfer none) (nullable): its text, %NULL where it is absent or something else
 */
const char *
base_json_string (JsonObject *object, const char *name)
{
  return base_json_node_string (base_json_member (object, name));
}

/**
 * base_json_int:
 * @object: (nullable): any object
 * @name: a member
 * @fallback: what to answer where it is absent or no integer
 *
 * Returns: the number
 */
gint64
base_json_int (JsonObject *object, const char *name, gint64 fallback)
{
  JsonNode *node = base_json_member (object, name);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_INT64) {
    return fallback;
  }
  return json_node_get_int (node);
}

/**
 * base_json_boolean:
 * @object: (nullable): any object
 * @name: a member
 * @fallback: what to answer where it is absent or no boolean
 *
 * Returns: the value
 */
gboolean
base_json_boolean (JsonObject *object, const char *name, gboolean fallback)
{
  JsonNode *node = base_json_member (object, name);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_BOOLEAN) {
    return fallback;
  }
  return json_node_get_boolean (node);
}

/**
 * base_json_object:
 * @object: (nullable): any object
 * @name: a member
 *
 * Returns: (transfer none) (nullable): the object of that name
 */
JsonObject *
base_json_object (JsonObject *object, const char *name)
{
  return base_json_node_object (base_json_member (object, name));
}

/**
 * base_json_array:
 * @object: (nullable): any object
 * @name: a member
 *
 * Returns: (transfer none) (nullable): the array of that name
 */
JsonArray *
base_json_array (JsonObject *object, const char *name)
{
  JsonNode *node = base_json_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}
