/* The recipients of a request. A column of a table has texts: what is none becomes the text that
 * Liquid would print for it, which is told of, because a template may look at the difference. */

#include "dispatch-request-rows.h"

#include <base-json.h>

#include "dispatch-request-private.h"
#include "dispatch-value.h"

typedef struct {
  DispatchTable *table;
  DispatchBlockBuilder *builder;
  GPtrArray *notes;
  guint row;
} Rows;

static void
add_note (Rows *rows, DispatchRequestNoteKind kind, const char *member, const char *name)
{
  g_autofree char *place = g_strdup_printf ("to[%u]%s%s%s%s", rows->row, *member != '\0' ? "." : "",
                                            member, *name != '\0' ? "." : "", name);

  dispatch_request_add_note (rows->notes, kind, place);
}

static void
set_cell (Rows *rows, guint column, const char *text, const char *member, const char *name)
{
  guint slot = dispatch_table_get_slot (rows->table, column);

  if (!dispatch_block_builder_set (rows->builder, slot, text, strlen (text))) {
    add_note (rows, DISPATCH_REQUEST_TOO_LONG, member, name);
  }
}

/* Lists and objects go out as what they are; null is as good as nothing. */
static void
read_variable (Rows *rows, guint column, const char *name, JsonNode *value)
{
  const char *text = base_json_node_string (value);
  g_autofree char *json = NULL;

  if (JSON_NODE_HOLDS_NULL (value)) {
    return;
  }
  if (text == NULL) {
    json = json_to_string (value, FALSE);
  }
  if (text != NULL && dispatch_value_is_json (text)) {
    add_note (rows, DISPATCH_REQUEST_TEXT_TO_VALUE, "variables", name);
  } else if (text == NULL && JSON_NODE_HOLDS_VALUE (value)) {
    add_note (rows, DISPATCH_REQUEST_VALUE_TO_TEXT, "variables", name);
  }
  set_cell (rows, column, text != NULL ? text : json, "variables", name);
}

static void
read_variables (Rows *rows, JsonNode *node)
{
  JsonObject *variables = base_json_node_object (node);
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *value = NULL;

  if (variables == NULL) {
    add_note (rows, DISPATCH_REQUEST_BAD_VALUE, "variables", "");
    return;
  }
  json_object_iter_init_ordered (&iter, variables);
  while (json_object_iter_next_ordered (&iter, &name, &value)) {
    guint column = 0;
    if (dispatch_table_find_column (rows->table, name, strlen (name), &column)) {
      read_variable (rows, column, name, value);
    } else {
      add_note (rows, DISPATCH_REQUEST_NO_COLUMN, "variables", name);
    }
  }
}

static void
read_address (Rows *rows, guint column, const char *name, JsonNode *value)
{
  const char *text = base_json_node_string (value);

  if (text != NULL) {
    set_cell (rows, column, text, name, "");
  } else {
    add_note (rows, DISPATCH_REQUEST_BAD_VALUE, name, "");
  }
}

static void
read_recipient (Rows *rows, JsonObject *recipient)
{
  static const struct {
    const char *name;
    guint column;
  } addresses[] = {
    { "userId", DISPATCH_COLUMN_USER },
    { "token", DISPATCH_COLUMN_TOKEN },
    { "provider", DISPATCH_COLUMN_PROVIDER },
  };
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *value = NULL;

  json_object_iter_init_ordered (&iter, recipient);
  while (json_object_iter_next_ordered (&iter, &name, &value)) {
    gsize i = 0;
    while (i < G_N_ELEMENTS (addresses) && !g_str_equal (addresses[i].name, name)) {
      i++;
    }
    if (i == G_N_ELEMENTS (addresses) && !g_str_equal (name, "variables")) {
      add_note (rows, DISPATCH_REQUEST_UNKNOWN, name, "");
    } else if (JSON_NODE_HOLDS_NULL (value)) {
      continue;
    } else if (i < G_N_ELEMENTS (addresses)) {
      read_address (rows, addresses[i].column, name, value);
    } else {
      read_variables (rows, value);
    }
  }
}

/* A block has all of its columns from the first row on. */
static void
add_columns (DispatchTable *table, JsonArray *to)
{
  for (guint i = 0; i < json_array_get_length (to); i++) {
    JsonObject *recipient = base_json_node_object (json_array_get_element (to, i));
    JsonObject *variables = base_json_object (recipient, "variables");
    g_autoptr (GList) names = variables != NULL ? json_object_get_members (variables) : NULL;
    for (GList *l = names; l != NULL; l = l->next) {
      guint column = 0;
      if (*(const char *) l->data != '\0' &&
          !dispatch_table_find_column (table, l->data, strlen (l->data), &column) &&
          dispatch_table_get_n_columns (table) < DISPATCH_MAX_COLUMNS) {
        dispatch_table_add_column (table, l->data);
      }
    }
  }
}

static void
read_all (Rows *rows, JsonArray *to)
{
  guint n_rows = MIN (json_array_get_length (to), DISPATCH_MAX_ROWS);

  for (rows->row = 0; rows->row < n_rows; rows->row++) {
    JsonObject *recipient = base_json_node_object (json_array_get_element (to, rows->row));
    if (recipient == NULL) {
      add_note (rows, DISPATCH_REQUEST_BAD_VALUE, "", "");
      continue;
    }
    read_recipient (rows, recipient);
    dispatch_block_builder_end_row (rows->builder);
    if (dispatch_block_builder_is_full (rows->builder)) {
      dispatch_table_append_block (rows->table, dispatch_block_builder_finish (rows->builder));
    }
  }
  if (dispatch_block_builder_get_n_rows (rows->builder) > 0) {
    dispatch_table_append_block (rows->table, dispatch_block_builder_finish (rows->builder));
  }
}

DispatchTable *
dispatch_request_read_rows (JsonNode *to, GPtrArray *notes)
{
  DispatchTable *table = dispatch_table_new ();
  JsonArray *array = to != NULL && JSON_NODE_HOLDS_ARRAY (to) ? json_node_get_array (to) : NULL;

  if (array == NULL) {
    if (to != NULL && !JSON_NODE_HOLDS_NULL (to)) {
      dispatch_request_add_note (notes, DISPATCH_REQUEST_BAD_VALUE, "to");
    }
    return table;
  }
  add_columns (table, array);
  g_autoptr (DispatchBlockBuilder) builder =
    dispatch_block_builder_new (dispatch_table_get_n_slots (table));
  Rows rows = { .table = table, .builder = builder, .notes = notes };
  read_all (&rows, array);
  return table;
}
