#include "emulator-variables.h"

#include <base-json.h>
#include <string.h>

/* The longest name of a variable that is looked up. */
#define MAX_NAME 256

static LiquidValue convert (JsonNode *node);

static LiquidArray *
convert_array (JsonArray *array)
{
  LiquidArray *list = liquid_array_new ();

  for (guint i = 0; i < json_array_get_length (array); i++) {
    liquid_array_add (list, convert (json_array_get_element (array, i)));
  }
  return list;
}

static LiquidHash *
convert_object (JsonObject *object)
{
  LiquidHash *hash = liquid_hash_new ();
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *value = NULL;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value)) {
    liquid_hash_set (hash, name, convert (value));
  }
  return hash;
}

static LiquidValue
convert_scalar (JsonNode *node)
{
  GType type = json_node_get_value_type (node);

  if (type == G_TYPE_STRING) {
    const char *text = json_node_get_string (node);
    return liquid_string (text, strlen (text));
  }
  if (type == G_TYPE_BOOLEAN) {
    return liquid_boolean (json_node_get_boolean (node));
  }
  if (type == G_TYPE_INT64) {
    return liquid_integer (json_node_get_int (node));
  }
  return type == G_TYPE_DOUBLE ? liquid_float (json_node_get_double (node)) : liquid_nil ();
}

/* As deep as a document may be, which is no more than BASE_JSON_MAX_DEPTH. */
static LiquidValue
convert (JsonNode *node)
{
  if (JSON_NODE_HOLDS_ARRAY (node)) {
    return liquid_array (convert_array (json_node_get_array (node)));
  }
  if (JSON_NODE_HOLDS_OBJECT (node)) {
    return liquid_hash (convert_object (json_node_get_object (node)));
  }
  return convert_scalar (node);
}

static void
keep (GPtrArray **kept, gpointer container, GDestroyNotify free_func)
{
  if (*kept == NULL) {
    *kept = g_ptr_array_new_with_free_func (free_func);
  }
  g_ptr_array_add (*kept, container);
}

/**
 * emulator_variables_look_up:
 * @self: (type EmulatorVariables): the variables of a recipient
 * @name: of one of them
 * @length: bytes of @name
 * @value: (out): what it is, valid until @self is cleared
 *
 * A #LiquidLookup.
 *
 * Returns: whether there is one
 */
bool
emulator_variables_look_up (void *self, const char *name, size_t length, LiquidValue *value)
{
  EmulatorVariables *variables = self;
  char terminated[MAX_NAME + 1];

  if (variables->object == NULL || length > MAX_NAME) {
    return false;
  }
  memcpy (terminated, name, length);
  terminated[length] = '\0';
  JsonNode *node = base_json_member (variables->object, terminated);
  if (node == NULL) {
    return false;
  }
  *value = convert (node);
  if (value->type == LIQUID_ARRAY) {
    keep (&variables->arrays, (gpointer) value->array, (GDestroyNotify) liquid_array_free);
  } else if (value->type == LIQUID_HASH) {
    keep (&variables->hashes, (gpointer) value->hash, (GDestroyNotify) liquid_hash_free);
  }
  return true;
}

void
emulator_variables_clear (EmulatorVariables *self)
{
  g_clear_pointer (&self->arrays, g_ptr_array_unref);
  g_clear_pointer (&self->hashes, g_ptr_array_unref);
}
