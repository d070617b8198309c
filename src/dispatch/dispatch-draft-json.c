/* A draft as one JSON document: see dispatch_snapshot_to_json(). */

#include <base-json.h>

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

/* Returns: where the cells of variables go; DISPATCH_NONE is nowhere */
static GArray *
read_variables (DispatchAudience *audience, JsonArray *variables)
{
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; variables != NULL && i < json_array_get_length (variables); i++) {
    const char *name = element_string (variables, i);
    guint column = *name != '\0' ? dispatch_audience_add_column (audience, name) : DISPATCH_NONE;
    g_array_append_val (columns, column);
  }
  return columns;
}

/* Before version 2 a user and a token were one cell, and told apart by their looks.
 *
 * Returns: how many cells come before those of variables */
static guint
read_address (DispatchTable *table, guint row, JsonArray *cells, gint64 version)
{
  const char *address = element_string (cells, 0);
  guint i = 1;

  if (version >= 2) {
    const char *token = element_string (cells, i++);
    address = *token != '\0' ? token : address;
  }
  dispatch_table_set (table, row, DISPATCH_COLUMN_ADDRESS, address);
  dispatch_table_set (table, row, DISPATCH_COLUMN_PROVIDER, element_string (cells, i++));
  return i;
}

static void
read_recipients (DispatchAudience *audience, JsonArray *recipients, GArray *columns, gint64 version)
{
  DispatchTable *table = dispatch_audience_get_table (audience);
  guint n_rows =
    recipients != NULL ? MIN (json_array_get_length (recipients), DISPATCH_MAX_ROWS) : 0;

  for (guint row = 0; row < n_rows; row++) {
    JsonArray *cells = element_array (recipients, row);
    dispatch_table_append (table);
    guint n_fixed = read_address (table, row, cells, version);
    for (guint i = 0; i < columns->len; i++) {
      guint column = g_array_index (columns, guint, i);
      if (column != DISPATCH_NONE) {
        dispatch_table_set (table, row, column, element_string (cells, n_fixed + i));
      }
    }
  }
  if (n_rows > 0) {
    dispatch_audience_rows_added (audience, n_rows);
  }
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
read_draft (JsonObject *object)
{
  DispatchDraft *self = dispatch_draft_new_with_id (base_json_string (object, "id"));
  DispatchAudience *audience = dispatch_draft_get_audience (self);
  g_autoptr (DispatchContent) content = dispatch_content_from_object (object);
  g_auto (GStrv) ignored = read_ignored (base_json_array (object, "ignored"));

  dispatch_draft_set_content (self, content);
  g_object_set (self, "name", base_json_string (object, "name"), "ignored", ignored, NULL);
  g_autoptr (GArray) columns = read_variables (audience, base_json_array (object, "variables"));
  read_recipients (audience, base_json_array (object, "recipients"), columns,
                   base_json_int (object, "version", 1));
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

  g_autoptr (GBytes) bytes = g_bytes_new_static (json, strlen (json));
  g_autoptr (JsonNode) node = base_json_parse (bytes, error);
  if (node == NULL) {
    return NULL;
  }
  JsonObject *object = base_json_node_object (node);
  if (object == NULL) {
    g_set_error_literal (error, BASE_JSON_ERROR, BASE_JSON_ERROR_SYNTAX, "a draft is an object");
    return NULL;
  }
  return read_draft (object);
}
