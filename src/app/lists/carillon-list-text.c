#include "carillon-list-text.h"

#include <base-json.h>
#include <glib/gi18n.h>

/* What the shell puts in place of the secret, which is never written. */
#define SECRET_VARIABLE "CARILLON_SECRET"

/* What makes spreadsheets take a text for a formula (OWASP, "CSV Injection"). */
#define FORMULA_STARTS "=+-@\t\r"

/**
 * carillon_list_text_append_csv_text:
 * @line: where to
 * @text: of a cell
 *
 * Appends a cell, in quotes where it needs them, so that no spreadsheet takes it for a formula.
 */
void
carillon_list_text_append_csv_text (GString *line, const char *text)
{
  g_return_if_fail (line != NULL && text != NULL);

  gboolean formula = *text != '\0' && strchr (FORMULA_STARTS, *text) != NULL;

  if (!formula && strpbrk (text, ",\"\r\n") == NULL) {
    g_string_append (line, text);
    return;
  }
  g_string_append (line, formula ? "\"'" : "\"");
  for (const char *at = text; *at != '\0'; at++) {
    if (*at == '"') {
      g_string_append_c (line, '"');
    }
    g_string_append_c (line, *at);
  }
  g_string_append_c (line, '"');
}

/* What the API wrote, where that is a text or a number. */
static char *
get_scalar (JsonObject *object, const char *member)
{
  JsonNode *node = member != NULL ? base_json_member (object, member) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)) {
    return NULL;
  }
  const char *string = base_json_node_string (node);
  return string != NULL ? g_strdup (string) : json_to_string (node, FALSE);
}

static char *
get_field (const CarillonField *field, gpointer item)
{
  JsonObject *object = base_json_node_object (comms_resource_get_node (item));
  char *value = get_scalar (object, field->member);

  if (value == NULL && field->value != NULL) {
    return field->value (item);
  }
  return value != NULL || field->text == NULL ? value : field->text (item);
}

/* Counts that the fields tell in words only. */
static gboolean
is_count (const CarillonColumn *column)
{
  return column->style == CARILLON_CELL_NUMBER && column->number != NULL;
}

static void
append_cell (GString *text, guint *n_cells, const char *cell)
{
  if ((*n_cells)++ > 0) {
    g_string_append_c (text, ',');
  }
  carillon_list_text_append_csv_text (text, cell != NULL ? cell : "");
}

/**
 * carillon_list_text_append_csv_header:
 * @kind: what the rows are
 *
 * Appends the line with the names of the columns.
 */
void
carillon_list_text_append_csv_header (GString *text, const CarillonListKind *kind)
{
  guint n_cells = 0;

  for (guint i = 0; i < kind->n_fields; i++) {
    append_cell (text, &n_cells, _ (kind->fields[i].title));
  }
  for (guint i = 0; i < kind->n_columns; i++) {
    if (is_count (&kind->columns[i])) {
      append_cell (text, &n_cells, _ (kind->columns[i].title));
    }
  }
  g_string_append (text, "\r\n");
}

/**
 * carillon_list_text_append_csv_row:
 * @kind: what @item is
 * @item: (type CommsResource): a row
 *
 * Appends a line.
 */
void
carillon_list_text_append_csv_row (GString *text, const CarillonListKind *kind, gpointer item)
{
  guint n_cells = 0;

  for (guint i = 0; i < kind->n_fields; i++) {
    g_autofree char *value = get_field (&kind->fields[i], item);

    append_cell (text, &n_cells, value);
  }
  for (guint i = 0; i < kind->n_columns; i++) {
    if (is_count (&kind->columns[i])) {
      g_autofree char *count =
        g_strdup_printf ("%" G_GINT64_FORMAT, kind->columns[i].number (item));

      append_cell (text, &n_cells, count);
    }
  }
  g_string_append (text, "\r\n");
}

/**
 * carillon_list_text_append_json:
 * @item: (type CommsResource): a row
 *
 * Appends the object, without a line end.
 */
void
carillon_list_text_append_json (GString *text, gpointer item)
{
  g_autofree char *json = json_to_string (comms_resource_get_node (item), FALSE);

  g_string_append (text, json);
}

static void
write_json (GTask *task, gpointer source, gpointer items, GCancellable *cancellable)
{
  g_autoptr (JsonArray) array = json_array_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < ((GPtrArray *) items)->len; i++) {
    JsonNode *item = comms_resource_get_node (((GPtrArray *) items)->pdata[i]);

    json_array_add_element (array, json_node_ref (item));
  }
  json_node_set_array (node, array);
  g_task_return_pointer (task, json_to_string (node, TRUE), g_free);
}

/**
 * carillon_list_text_json_async:
 * @items: (transfer full) (element-type Comms.Resource): rows
 *
 * Writes an indented array of @items.
 */
void
carillon_list_text_json_async (GPtrArray *items, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (items != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (task, carillon_list_text_json_async);
  g_task_set_task_data (task, items, (GDestroyNotify) g_ptr_array_unref);
  g_task_run_in_thread (task, write_json);
}

/**
 * carillon_list_text_json_finish:
 *
 * Returns: (transfer full): the text
 */
char *
carillon_list_text_json_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}

/**
 * carillon_list_text_curl:
 * @client: whose API @item is of
 * @sid: (nullable): who signs in
 * @item: a row
 *
 * Returns: (transfer full) (nullable): a command for a shell that fetches @item
 */
char *
carillon_list_text_curl (CommsClient *client, const char *sid, CommsResource *item)
{
  g_return_val_if_fail (COMMS_IS_CLIENT (client), NULL);
  g_return_val_if_fail (COMMS_IS_RESOURCE (item), NULL);

  g_autofree char *uri = comms_client_get_resource_uri (client, item);
  if (uri == NULL) {
    return NULL;
  }

  g_autofree char *quoted_uri = g_shell_quote (uri);
  g_autofree char *quoted_sid = g_shell_quote (sid != NULL ? sid : "");
  return g_strdup_printf ("curl --user %s:\"$" SECRET_VARIABLE "\" %s", quoted_sid, quoted_uri);
}
