#include "dispatch-snapshot.h"

#include "dispatch-audience-private.h"
#include "dispatch-draft-private.h"
#include "dispatch-json.h"

static char **
copy_tags (GListModel *tags)
{
  g_autoptr (GPtrArray) copy = g_ptr_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (tags); i++) {
    g_autoptr (DispatchTag) tag = g_list_model_get_item (tags, i);
    if (!dispatch_tag_is_blank (tag)) {
      g_ptr_array_add (copy, g_strdup (dispatch_tag_get_key (tag)));
      g_ptr_array_add (copy, g_strdup (dispatch_tag_get_value (tag)));
    }
  }
  g_ptr_array_add (copy, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&copy), FALSE);
}

/**
 * dispatch_snapshot_new:
 * @draft: a draft
 *
 * Returns: (transfer full): the draft as it is now; the recipients are not copied
 */
DispatchSnapshot *
dispatch_snapshot_new (DispatchDraft *draft)
{
  DispatchSnapshot *self = g_new0 (DispatchSnapshot, 1);
  DispatchAudience *audience = dispatch_draft_get_audience (draft);

  self->id = g_strdup (dispatch_draft_get_id (draft));
  self->title = g_strdup (dispatch_draft_get_title (draft));
  self->body = g_strdup (dispatch_draft_get_body (draft));
  self->app_name = g_strdup (dispatch_draft_get_app_name (draft));
  self->sound = g_strdup (dispatch_draft_get_sound (draft));
  self->priority = dispatch_draft_get_priority (draft);
  self->tags = copy_tags (G_LIST_MODEL (dispatch_draft_get_tags (draft)));
  self->table = dispatch_table_freeze (dispatch_audience_get_table (audience));
  return self;
}

void
dispatch_snapshot_free (DispatchSnapshot *self)
{
  g_free (self->id);
  g_free (self->title);
  g_free (self->body);
  g_free (self->app_name);
  g_free (self->sound);
  g_strfreev (self->tags);
  dispatch_table_free (self->table);
  g_free (self);
}

/**
 * dispatch_snapshot_get_priority:
 * @self: a snapshot
 *
 * Returns: (transfer none): the API's name of it (PushNotificationPriority)
 */
const char *
dispatch_snapshot_get_priority (const DispatchSnapshot *self)
{
  return self->priority == DISPATCH_PRIORITY_LOW ? "LOW" : "HIGH";
}

static void
append_member (GString *json, const char *name, const char *value)
{
  g_string_append_printf (json, ",\"%s\":", name);
  dispatch_json_append_string (json, value);
}

static void
append_tags (GString *json, char *const *tags)
{
  g_string_append (json, ",\"tags\":[");
  for (guint i = 0; tags[i] != NULL; i += 2) {
    g_string_append (json, i > 0 ? ",[" : "[");
    dispatch_json_append_string (json, tags[i]);
    g_string_append_c (json, ',');
    dispatch_json_append_string (json, tags[i + 1]);
    g_string_append_c (json, ']');
  }
  g_string_append_c (json, ']');
}

static void
append_variables (GString *json, const DispatchTable *table)
{
  g_string_append (json, ",\"variables\":[");
  for (guint i = DISPATCH_N_FIXED_COLUMNS; i < dispatch_table_get_n_columns (table); i++) {
    g_string_append (json, i > DISPATCH_N_FIXED_COLUMNS ? "," : "");
    dispatch_json_append_string (json, dispatch_table_get_column_name (table, i));
  }
  g_string_append_c (json, ']');
}

static void
append_recipients (GString *json, const DispatchTable *table)
{
  g_string_append (json, ",\"recipients\":[");
  for (guint row = 0; row < dispatch_table_get_n_rows (table); row++) {
    g_string_append (json, row > 0 ? ",\n[" : "\n[");
    for (guint i = 0; i < dispatch_table_get_n_columns (table); i++) {
      g_string_append (json, i > 0 ? "," : "");
      dispatch_json_append_string (json, dispatch_table_get (table, row, i));
    }
    g_string_append_c (json, ']');
  }
  g_string_append_c (json, ']');
}

/**
 * dispatch_snapshot_to_json:
 * @self: a snapshot
 *
 * Writes what [func@Dispatch.Draft.from_json] reads:
 *
 * {"id":"...","title":"...","body":"...","appName":"","sound":"","priority":"HIGH",
 *  "tags":[["campaign","gates"]],"variables":["name"],
 *  "recipients":[["comms_pushnotificationuser_...","","Ann"],["dQw4w9...","FCM","Zoë"]]}
 *
 * Returns: (transfer full): one JSON document
 */
char *
dispatch_snapshot_to_json (const DispatchSnapshot *self)
{
  GString *json = g_string_new ("{\"id\":");

  dispatch_json_append_string (json, self->id);
  append_member (json, "title", self->title);
  append_member (json, "body", self->body);
  append_member (json, "appName", self->app_name);
  append_member (json, "sound", self->sound);
  append_member (json, "priority", dispatch_snapshot_get_priority (self));
  append_tags (json, self->tags);
  append_variables (json, self->table);
  append_recipients (json, self->table);
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}
