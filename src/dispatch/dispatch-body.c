#include "dispatch-body.h"

#include "dispatch-audience.h"
#include "dispatch-value.h"

/* Whether every template could be read. */
static gboolean
collect_names (const char *text, GHashTable *names)
{
  g_autoptr (LiquidTemplate) template = liquid_template_parse (text, -1, LIQUID_SHOPIFY, NULL);
  size_t n_variables = 0;

  if (template == NULL) {
    return FALSE;
  }
  const LiquidVariable *variables = liquid_template_get_variables (template, &n_variables);
  for (size_t i = 0; i < n_variables; i++) {
    g_hash_table_add (names, g_strdup (variables[i].name));
  }
  return TRUE;
}

/* Of every @step texts, the last is a template. */
static gboolean
collect_all (const char *const *texts, guint step, GHashTable *names)
{
  gboolean known = TRUE;

  for (guint i = 0; known && texts[i] != NULL; i += step) {
    known = collect_names (texts[i + step - 1], names);
  }
  return known;
}

/**
 * dispatch_body_choose_columns:
 * @content: what is sent
 * @table: to whom
 *
 * Variables that no template uses stay here. A template that our engine cannot read may still use
 * any.
 *
 * Returns: (transfer full) (element-type guint): the columns that go out
 */
GArray *
dispatch_body_choose_columns (const DispatchContent *content, const DispatchTable *table)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (guint));

  gboolean known = collect_names (content->title, names) && collect_names (content->body, names) &&
                   collect_all (content->images, 1, names) && collect_all (content->tags, 2, names);
  for (guint i = DISPATCH_N_FIXED_COLUMNS; i < dispatch_table_get_n_columns (table); i++) {
    if (!known || g_hash_table_contains (names, dispatch_table_get_column_name (table, i))) {
      g_array_append_val (columns, i);
    }
  }
  return columns;
}

static const char *
null_if_empty (const char *text)
{
  return *text != '\0' ? text : NULL;
}

/**
 * dispatch_body_begin:
 * @content: what is sent
 * @send_tag: (nullable): the value of DISPATCH_SEND_TAG, by which the request is found again
 *
 * Returns: (transfer full): a body without recipients
 */
CommsSendBody *
dispatch_body_begin (const DispatchContent *content, const char *send_tag)
{
  g_autofree char *send_at = dispatch_content_format_send_at (content);
  g_autoptr (GPtrArray) tags = g_ptr_array_new ();

  for (guint i = 0; content->tags[i] != NULL; i++) {
    g_ptr_array_add (tags, (gpointer) content->tags[i]);
  }
  if (send_tag != NULL) {
    g_ptr_array_add (tags, (gpointer) DISPATCH_SEND_TAG);
    g_ptr_array_add (tags, (gpointer) send_tag);
  }
  g_ptr_array_add (tags, NULL);
  const CommsEnvelope envelope = {
    .title = null_if_empty (content->title),
    .body = null_if_empty (content->body),
    .images = content->images,
    .app_name = null_if_empty (dispatch_content_get_app_name (content)),
    .priority = dispatch_content_get_priority (content),
    .sound = null_if_empty (content->sound),
    .tags = (const char *const *) tags->pdata,
    .fcm_credential_id = null_if_empty (dispatch_content_get_credential_id (content, "FCM")),
    .apn_credential_id = null_if_empty (dispatch_content_get_credential_id (content, "APN")),
    .send_at = send_at,
  };
  return comms_send_body_new (&envelope);
}

static void
add_address (CommsSendBody *body, const DispatchTable *table, guint row)
{
  const char *address = dispatch_table_get_address (table, row);

  if (dispatch_table_is_user (table, row)) {
    comms_send_body_add_user (body, address);
  } else {
    comms_send_body_add_device (body, dispatch_table_get (table, row, DISPATCH_COLUMN_PROVIDER),
                                address);
  }
}

/**
 * dispatch_body_add_row:
 * @body: a body
 * @table: where the recipient stands
 * @row: and in which row
 * @columns: (element-type guint): the variables that go out
 *
 * An empty cell is left out, so that the filter `default` fills it; lists and objects go out as
 * JSON, everything else as a text.
 */
void
dispatch_body_add_row (CommsSendBody *body,
                       const DispatchTable *table,
                       guint row,
                       const GArray *columns)
{
  add_address (body, table, row);
  for (guint i = 0; i < columns->len; i++) {
    guint column = g_array_index (columns, guint, i);
    const char *name = dispatch_table_get_column_name (table, column);
    const char *value = dispatch_table_get (table, row, column);
    if (*value == '\0') {
      continue;
    }
    if (dispatch_value_is_json (value)) {
      comms_send_body_set_variable_json (body, name, value);
    } else {
      comms_send_body_set_variable (body, name, value);
    }
  }
}
