#include "dispatch-snapshot.h"

#include "dispatch-audience-private.h"
#include "dispatch-content-private.h"
#include "dispatch-json.h"

/* What dispatch_snapshot_to_json() writes. Version 1, which did not say so, had no images,
 * schedule, credentials and names, and one cell for both users and tokens. */
#define VERSION 2

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
  self->name = g_strdup (dispatch_draft_get_name (draft));
  self->content = dispatch_draft_get_content (draft);
  self->table = dispatch_audience_freeze (audience);
  self->ignored = g_strdupv ((char **) dispatch_draft_get_ignored (draft));
  return self;
}

/**
 * dispatch_snapshot_copy:
 * @self: a snapshot
 *
 * Returns: (transfer full): the same; the content and the recipients are shared
 */
DispatchSnapshot *
dispatch_snapshot_copy (const DispatchSnapshot *self)
{
  DispatchSnapshot *copy = g_new0 (DispatchSnapshot, 1);

  copy->id = g_strdup (self->id);
  copy->name = g_strdup (self->name);
  copy->content = dispatch_content_ref (self->content);
  copy->table = dispatch_table_copy (self->table);
  copy->ignored = g_strdupv (self->ignored);
  return copy;
}

static gboolean
has_same_rows (const DispatchTable *a, const DispatchTable *b)
{
  guint n_blocks = dispatch_table_get_n_blocks (a), n_columns = dispatch_table_get_n_columns (a);

  if (n_blocks != dispatch_table_get_n_blocks (b) ||
      n_columns != dispatch_table_get_n_columns (b)) {
    return FALSE;
  }
  for (guint i = 0; i < n_blocks; i++) {
    if (dispatch_table_get_block (a, i, NULL) != dispatch_table_get_block (b, i, NULL)) {
      return FALSE;
    }
  }
  for (guint i = 0; i < n_columns; i++) {
    if (dispatch_table_get_slot (a, i) != dispatch_table_get_slot (b, i) ||
        !g_str_equal (dispatch_table_get_column_name (a, i),
                      dispatch_table_get_column_name (b, i))) {
      return FALSE;
    }
  }
  return TRUE;
}

/**
 * dispatch_snapshot_is_same:
 * @self: a snapshot
 * @other: another of the same draft
 *
 * Compares blocks, not values, so that a million rows take a moment.
 *
 * Returns: whether both send the same to the same recipients; %FALSE also where rows were written
 *   anew with the values that they had
 */
gboolean
dispatch_snapshot_is_same (const DispatchSnapshot *self, const DispatchSnapshot *other)
{
  return dispatch_content_equal (self->content, other->content) &&
         g_strv_equal ((const char *const *) self->ignored, (const char *const *) other->ignored) &&
         has_same_rows (self->table, other->table);
}

void
dispatch_snapshot_free (DispatchSnapshot *self)
{
  g_free (self->id);
  g_free (self->name);
  dispatch_content_unref (self->content);
  dispatch_table_free (self->table);
  g_strfreev (self->ignored);
  g_free (self);
}

static void
append_ignored (GString *json, char *const *ignored)
{
  g_string_append (json, ",\"ignored\":[");
  for (guint i = 0; ignored[i] != NULL; i++) {
    g_string_append (json, i > 0 ? "," : "");
    dispatch_json_append_string (json, ignored[i]);
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
 * dispatch_snapshot_append_head:
 * @self: a snapshot
 * @json: an object in the making
 *
 * Appends the members of the draft but those of its recipients, to stand among others.
 */
void
dispatch_snapshot_append_head (const DispatchSnapshot *self, GString *json)
{
  g_string_append_printf (json, "\"version\":%d,\"id\":", VERSION);
  dispatch_json_append_string (json, self->id);
  g_string_append (json, ",\"name\":");
  dispatch_json_append_string (json, self->name);
  g_string_append_c (json, ',');
  dispatch_content_append_members (self->content, json);
  append_ignored (json, self->ignored);
}

/**
 * dispatch_snapshot_to_json:
 * @self: a snapshot
 *
 * Writes what [func@Dispatch.Draft.from_json] reads; between "name" and "ignored" stand the members
 * of the content:
 *
 * {"version":2,"id":"...","name":"October offer","title":"...",...,"ignored":["duplicate"],
 *  "variables":["name"],"recipients":[["comms_pushnotificationuser_...","","","Ann"],
 *  ["","dQw4w9...","FCM","Zoë"]]}
 *
 * Returns: (transfer full): one JSON document
 */
char *
dispatch_snapshot_to_json (const DispatchSnapshot *self)
{
  GString *json = g_string_new ("{");

  dispatch_snapshot_append_head (self, json);
  append_variables (json, self->table);
  append_recipients (json, self->table);
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}
