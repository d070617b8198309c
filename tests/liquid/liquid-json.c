/* JSON as the data of a template. */

#include "liquid-json.h"

#include <string.h>

static LiquidValue
get_scalar (JsonNode *node)
{
  switch (json_node_get_value_type (node)) {
  case G_TYPE_BOOLEAN:
    return liquid_boolean (json_node_get_boolean (node));
  case G_TYPE_INT64:
    return liquid_integer (json_node_get_int (node));
  case G_TYPE_DOUBLE:
    return liquid_float (json_node_get_double (node));
  default:
    return liquid_string (json_node_get_string (node), strlen (json_node_get_string (node)));
  }
}

static LiquidValue
get_array (JsonArray *array)
{
  LiquidArray *items = liquid_array_new ();

  for (guint i = 0; i < json_array_get_length (array); i++) {
    liquid_array_add (items, liquid_json_to_value (json_array_get_element (array, i)));
  }
  return liquid_array (items);
}

LiquidHash *
liquid_json_to_hash (JsonObject *object)
{
  LiquidHash *hash = liquid_hash_new ();
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *member = NULL;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &member)) {
    liquid_hash_set (hash, name, liquid_json_to_value (member));
  }
  return hash;
}

/* A container is owned by whom the value is given to. */
LiquidValue
liquid_json_to_value (JsonNode *node)
{
  switch (json_node_get_node_type (node)) {
  case JSON_NODE_OBJECT:
    return liquid_hash (liquid_json_to_hash (json_node_get_object (node)));
  case JSON_NODE_ARRAY:
    return get_array (json_node_get_array (node));
  case JSON_NODE_VALUE:
    return get_scalar (node);
  case JSON_NODE_NULL:
  default:
    return liquid_nil ();
  }
}
