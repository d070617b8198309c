/* From the texts of a row to the values of a template. Nearly all cells are plain texts, which is
 * seen from their first byte and costs nothing. */

#include "dispatch-value.h"

#include <base-json.h>
#include <string.h>

/* A list that is longer than this is none that a notification of 4,096 bytes shows, and parsing it
 * for each recipient would take the check's time. */
#define MAX_VALUES 10000

/* What a cell is. */
typedef struct {
  const char *text; /* (unowned): where it stands */
  LiquidValue value;
} Known;

struct _DispatchValues {
  GArray *known;     /* of Known: the lists and hashes */
  GPtrArray *arrays; /* of LiquidArray */
  GPtrArray *hashes; /* of LiquidHash */
  guint n_refused;
};

/* @refused: (out): whether it is no text by its looks */
static JsonNode *
parse (const char *text, gsize length, gboolean *refused)
{
  g_autoptr (GError) error = NULL;

  *refused = FALSE;
  if (*text != '[' && *text != '{') {
    return NULL;
  }
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, length);
  JsonNode *node = base_json_parse_exact (bytes, MAX_VALUES, &error);
  *refused = node == NULL && !g_error_matches (error, BASE_JSON_ERROR, BASE_JSON_ERROR_SYNTAX);
  return node;
}

/**
 * dispatch_value_is_json:
 * @text: a cell
 *
 * Returns: whether it is a JSON array or object, and is sent as such
 */
gboolean
dispatch_value_is_json (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  gboolean refused;
  g_autoptr (JsonNode) node = parse (text, strlen (text), &refused);
  return node != NULL;
}

static LiquidValue convert (JsonNode *node);

static LiquidArray *
convert_array (JsonArray *array)
{
  guint n_items = json_array_get_length (array);
  LiquidArray *list = liquid_array_new_sized (n_items);

  for (guint i = 0; i < n_items; i++) {
    liquid_array_add (list, convert (json_array_get_element (array, i)));
  }
  return list;
}

static LiquidHash *
convert_object (JsonObject *object)
{
  LiquidHash *hash = liquid_hash_new_sized (json_object_get_size (object));
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &member)) {
    liquid_hash_set (hash, name, convert (member));
  }
  return hash;
}

static LiquidValue
convert_scalar (JsonNode *node)
{
  const char *string = base_json_node_string (node);

  if (string != NULL) {
    return liquid_string (string, strlen (string));
  }
  switch (json_node_get_value_type (node)) {
  case G_TYPE_INT64:
    return liquid_integer (json_node_get_int (node));
  case G_TYPE_DOUBLE:
    return liquid_float (json_node_get_double (node));
  case G_TYPE_BOOLEAN:
    return liquid_boolean (json_node_get_boolean (node));
  default:
    return liquid_nil ();
  }
}

/* Not deeper than BASE_JSON_MAX_DEPTH. */
static LiquidValue
convert (JsonNode *node)
{
  switch (JSON_NODE_TYPE (node)) {
  case JSON_NODE_ARRAY:
    return liquid_array (convert_array (json_node_get_array (node)));
  case JSON_NODE_OBJECT:
    return liquid_hash (convert_object (json_node_get_object (node)));
  case JSON_NODE_VALUE:
    return convert_scalar (node);
  case JSON_NODE_NULL:
  default:
    return liquid_nil ();
  }
}

DispatchValues *
dispatch_values_new (void)
{
  DispatchValues *self = g_new0 (DispatchValues, 1);

  self->known = g_array_new (FALSE, FALSE, sizeof (Known));
  self->arrays = g_ptr_array_new_with_free_func ((GDestroyNotify) liquid_array_free);
  self->hashes = g_ptr_array_new_with_free_func ((GDestroyNotify) liquid_hash_free);
  return self;
}

void
dispatch_values_free (DispatchValues *self)
{
  g_array_unref (self->known);
  g_ptr_array_unref (self->arrays);
  g_ptr_array_unref (self->hashes);
  g_free (self);
}

/* A row is rendered for each text and by each kind of rules. */
static const LiquidValue *
find_known (const DispatchValues *self, const char *text)
{
  for (guint i = 0; i < self->known->len; i++) {
    const Known *known = &g_array_index (self->known, Known, i);
    if (known->text == text) {
      return &known->value;
    }
  }
  return NULL;
}

static void
keep (DispatchValues *self, const char *text, LiquidValue value)
{
  const Known known = { text, value };

  g_array_append_val (self->known, known);
  if (value.type == LIQUID_ARRAY) {
    g_ptr_array_add (self->arrays, (gpointer) value.array);
  } else {
    g_ptr_array_add (self->hashes, (gpointer) value.hash);
  }
}

/**
 * dispatch_values_read:
 * @self: where lists and hashes are kept
 * @text: a cell; it must live, and stay as it is, as long as the value
 * @length: its bytes
 *
 * Returns: what templates see, valid until dispatch_values_forget()
 */
LiquidValue
dispatch_values_read (DispatchValues *self, const char *text, gsize length)
{
  g_return_val_if_fail (self != NULL && text != NULL, liquid_nil ());

  const LiquidValue *known = find_known (self, text);
  if (known != NULL) {
    return *known;
  }
  gboolean refused;
  g_autoptr (JsonNode) node = parse (text, length, &refused);
  self->n_refused += refused ? 1 : 0;
  if (node == NULL) {
    return liquid_string (text, length);
  }
  LiquidValue value = convert (node);
  keep (self, text, value);
  return value;
}

/**
 * dispatch_values_get_n_refused:
 * @self: what cells became
 *
 * Returns: how often a cell was read that is written as JSON, and a text since not everybody would
 *   read it alike
 */
guint
dispatch_values_get_n_refused (const DispatchValues *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_refused;
}

/**
 * dispatch_values_forget:
 * @self: what cells became
 *
 * To be called when a row was rendered.
 */
void
dispatch_values_forget (DispatchValues *self)
{
  g_return_if_fail (self != NULL);

  if (self->known->len == 0) {
    return;
  }
  g_array_set_size (self->known, 0);
  g_ptr_array_set_size (self->arrays, 0);
  g_ptr_array_set_size (self->hashes, 0);
}
