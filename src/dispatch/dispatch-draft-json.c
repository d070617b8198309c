/* A draft as one JSON document: see dispatch_snapshot_to_json(). */

#include <base-json-array.h>

#include "dispatch-audience-private.h"
#include "dispatch-content-private.h"
#include "dispatch-draft-private.h"
#include "dispatch-snapshot.h"

/**
 * dispatch_draft_to_json:
 * @self: a draft
 *
 * Returns: (transfer full): the whole draft as one JSON document
 */
char *
dispatch_draft_to_json (DispatchDraft *self)
{
  g_return_val_if_fail (DISPATCH_IS_DRAFT (self), NULL);

  g_autoptr (DispatchSnapshot) snapshot = dispatch_snapshot_new (self);
  return dispatch_snapshot_to_json (snapshot);
}

static const char *
element_string (JsonArray *array, guint index)
{
  const char *text = NULL;

  if (array != NULL && index < json_array_get_length (array)) {
    text = base_json_node_string (json_array_get_element (array, index));
  }
  return text != NULL ? text : "";
}

static JsonArray *
element_array (JsonArray *array, guint index)
{
  JsonNode *node = json_array_get_element (array, index);

  return JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/* Where each cell of a row goes; DISPATCH_NONE is nowhere. The slots of a new table are its
 * columns. */
static GArray *
read_variables (DispatchTable *table, JsonArray *variables)
{
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (guint));
  guint nowhere = DISPATCH_NONE;

  for (guint i = 0; i < DISPATCH_N_FIXED_COLUMNS; i++) {
    g_array_append_val (columns, i);
  }
  for (guint i = 0; variables != NULL && i < json_array_get_length (variables); i++) {
    const char *name = element_string (variables, i);
    guint column = 0;
    if (*name == '\0' || dispatch_table_find_column (table, name, strlen (name), &column) ||
        dispatch_table_get_n_columns (table) == DISPATCH_MAX_COLUMNS) {
      g_array_append_val (columns, nowhere);
    } else {
      column = dispatch_table_add_column (table, name);
      g_array_append_val (columns, column);
    }
  }
  return columns;
}

static void
set_cell (DispatchBlockBuilder *builder, guint column, const char *text)
{
  if (column != DISPATCH_NONE) {
    dispatch_block_builder_set (builder, column, text, strlen (text));
  }
}

static void
read_cells (DispatchBlockBuilder *builder, JsonArray *cells, const GArray *columns)
{
  for (guint i = 0; i < columns->len; i++) {
    set_cell (builder, g_array_index (columns, guint, i), element_string (cells, i));
  }
}

/* A recipient is an address and a provider, and variables. */
static void
read_old_cells (DispatchBlockBuilder *builder, JsonArray *cells, const GArray *columns)
{
  const char *address = element_string (cells, 0);

  set_cell (builder,
            dispatch_address_is_user (address) ? DISPATCH_COLUMN_USER : DISPATCH_COLUMN_TOKEN,
            address);
  set_cell (builder, DISPATCH_COLUMN_PROVIDER, element_string (cells, 1));
  for (guint i = DISPATCH_N_FIXED_COLUMNS; i < columns->len; i++) {
    set_cell (builder, g_array_index (columns, guint, i), element_string (cells, i - 1));
  }
}

/* @recipients is (nullable): there are none. Never more than a block of them are nodes at a time.
 */
static DispatchTable *
read_recipients (JsonObject *object, BaseJsonArray *recipients, GError **error)
{
  g_autoptr (DispatchTable) table = dispatch_table_new ();
  gboolean is_old = base_json_int (object, "version", 1) < 2;
  g_autoptr (GArray) columns = read_variables (table, base_json_array (object, "variables"));
  g_autoptr (DispatchBlockBuilder) builder =
    dispatch_block_builder_new (dispatch_table_get_n_slots (table));

  while (recipients != NULL) {
    guint room = DISPATCH_MAX_ROWS - dispatch_table_get_n_rows (table);
    g_autoptr (JsonNode) rows = base_json_array_parse_next (recipients, DISPATCH_BLOCK_ROWS, error);
    if (rows == NULL) {
      return NULL;
    }
    JsonArray *elements = json_node_get_array (rows);
    guint n_rows = MIN (json_array_get_length (elements), room);
    if (n_rows == 0) {
      break;
    }
    for (guint row = 0; row < n_rows; row++) {
      (is_old ? read_old_cells : read_cells) (builder, element_array (elements, row), columns);
      dispatch_block_builder_end_row (builder);
    }
    dispatch_table_append_block (table, dispatch_block_builder_finish (builder));
  }
  return g_steal_pointer (&table);
}

static char **
read_ignored (JsonArray *codes)
{
  GStrvBuilder *ignored = g_strv_builder_new ();

  for (guint i = 0; codes != NULL && i < json_array_get_length (codes); i++) {
    g_strv_builder_add (ignored, element_string (codes, i));
  }
  char **strings = g_strv_builder_end (ignored);
  g_strv_builder_unref (ignored);
  return strings;
}

static DispatchDraft *
read_draft (JsonObject *object, BaseJsonArray *recipients, GError **error)
{
  DispatchTable *table = read_recipients (object, recipients, error);
  if (table == NULL) {
    return NULL;
  }
  DispatchDraft *self = dispatch_draft_new_with_id (base_json_string (object, "id"));
  g_autoptr (DispatchContent) content = dispatch_content_from_object (object);
  g_auto (GStrv) ignored = read_ignored (base_json_array (object, "ignored"));

  dispatch_draft_set_content (self, content);
  g_object_set (self, "name", base_json_string (object, "name"), "ignored", ignored, NULL);
  dispatch_audience_reset (dispatch_draft_get_audience (self), table);
  return self;
}

/**
 * dispatch_draft_from_json:
 * @json: what [method@Dispatch.Draft.to_json] wrote, now or in another version
 * @error: return location for a `BaseJsonError`
 *
 * Reads what it knows: members that are absent or of another type count as empty, unknown ones are
 * passed over.
 *
 * Returns: (transfer full) (nullable): the draft; %NULL where @json is no JSON object
 */
DispatchDraft *
dispatch_draft_from_json (const char *json, GError **error)
{
  g_return_val_if_fail (json != NULL, NULL);

  gsize length = strlen (json);
  BaseJsonArray recipients;
  gboolean has_recipients = base_json_array_find (&recipients, json, length, "recipients");
  g_autoptr (GBytes) bytes = g_bytes_new_static (json, length);
  g_autoptr (JsonNode) node = has_recipients
                                ? base_json_array_parse_rest (&recipients, length, error)
                                : base_json_parse (bytes, error);
  if (node == NULL) {
    return NULL;
  }
  JsonObject *object = base_json_node_object (node);
  if (object == NULL) {
    g_set_error_literal (error, BASE_JSON_ERROR, BASE_JSON_ERROR_SYNTAX, "a draft is an object");
    return NULL;
  }
  return read_draft (object, has_recipients ? &recipients : NULL, error);
}
