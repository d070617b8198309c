/* How a draft is written into a file: see dispatch-draft-file.h. */

#include <base-json.h>

#include "dispatch-draft-file-private.h"
#include "dispatch-export.h"
#include "dispatch-json.h"

/* Written at once, in bytes. */
#define PART (256 * 1024)

static const DispatchExportOptions export_options = {
  .line_end = "\n",
  .is_exact = TRUE,
};

/* What stands before a member: nothing before the first. */
static void
begin_member (GString *text, const char *name)
{
  g_string_append_printf (text, "%s  \"%s\": ", text->str[text->len - 1] == '{' ? "\n" : ",\n",
                          name);
}

static void
append_text (GString *text, const char *name, const char *value)
{
  if (*value != '\0') {
    begin_member (text, name);
    dispatch_json_append_string (text, value);
  }
}

static void
begin_line (GString *text)
{
  g_string_append (text, text->str[text->len - 1] == '[' ? "\n    " : ",\n    ");
}

static void
append_lines (GString *text, const char *name, const char *value)
{
  g_auto (GStrv) lines = g_strsplit (value, "\n", -1);

  begin_member (text, name);
  g_string_append_c (text, '[');
  for (guint i = 0; lines[i] != NULL; i++) {
    begin_line (text);
    dispatch_json_append_string (text, lines[i]);
  }
  g_string_append (text, lines[0] != NULL ? "\n  ]" : "]");
}

static void
append_strings (GString *text, const char *name, const char *const *strings)
{
  if (strings[0] == NULL) {
    return;
  }
  begin_member (text, name);
  g_string_append_c (text, '[');
  for (guint i = 0; strings[i] != NULL; i++) {
    begin_line (text);
    dispatch_json_append_string (text, strings[i]);
  }
  g_string_append (text, "\n  ]");
}

static void
append_tags (GString *text, const char *const *tags)
{
  if (tags[0] == NULL) {
    return;
  }
  begin_member (text, "tags");
  g_string_append_c (text, '[');
  for (guint i = 0; tags[i] != NULL; i += 2) {
    begin_line (text);
    g_string_append_c (text, '[');
    dispatch_json_append_string (text, tags[i]);
    g_string_append (text, ", ");
    dispatch_json_append_string (text, tags[i + 1]);
    g_string_append_c (text, ']');
  }
  g_string_append (text, "\n  ]");
}

static const char *
get_sender_name (DispatchSender sender)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (DISPATCH_TYPE_SENDER);
  const GEnumValue *value = g_enum_get_value (klass, (int) sender);

  return value != NULL ? value->value_nick : "";
}

static void
append_content (GString *text, const DispatchContent *content)
{
  g_autofree char *send_at = dispatch_content_format_send_at (content);

  append_text (text, "title", content->title);
  append_lines (text, "body", content->body);
  append_strings (text, "images", content->images);
  append_text (text, "sender", get_sender_name (content->sender));
  append_text (text, "appName", content->app_name);
  append_text (text, "fcm", content->fcm_credential_id);
  append_text (text, "apn", content->apn_credential_id);
  append_text (text, "priority", dispatch_content_get_priority (content));
  append_text (text, "sound", content->sound);
  append_tags (text, content->tags);
  append_text (text, "sendAt", send_at != NULL ? send_at : "");
  append_text (text, "zone", content->zone);
}

/* @others: (nullable): members of the file that is written over, of which the unknown ones stay */
static void
append_others (GString *text, JsonObject *others)
{
  g_autoptr (GList) names = others != NULL ? json_object_get_members (others) : NULL;

  for (GList *name = names; name != NULL; name = name->next) {
    if (dispatch_draft_file_knows (name->data)) {
      continue;
    }
    g_autofree char *json = json_to_string (json_object_get_member (others, name->data), FALSE);
    g_string_append (text, ",\n  ");
    dispatch_json_append_string (text, name->data);
    g_string_append_printf (text, ": %s", json);
  }
}

static void
append_head (GString *text, const DispatchSnapshot *snapshot, JsonObject *others)
{
  g_string_append_printf (text, "{\n  \"carillon\": %d", DISPATCH_DRAFT_FILE_VERSION);
  append_text (text, "name", snapshot->name);
  append_content (text, snapshot->content);
  append_strings (text, "ignored", (const char *const *) snapshot->ignored);
  append_others (text, others);
  g_string_append (text, "\n}\n");
}

static gboolean
has_columns (const DispatchTable *table)
{
  return dispatch_table_get_n_rows (table) > 0 ||
         dispatch_table_get_n_columns (table) > DISPATCH_N_FIXED_COLUMNS;
}

/* Where the text goes, part by part. */
typedef struct {
  GOutputStream *stream;      /* (owned) (nullable): otherwise all of it stays in the text */
  DispatchProgress *progress; /* (unowned) (nullable) */
  GCancellable *cancellable;  /* (unowned) (nullable) */
} Output;

static gboolean
flush (const Output *output, GString *text, GError **error)
{
  gboolean done = g_output_stream_write_all (output->stream, text->str, text->len, NULL,
                                             output->cancellable, error);

  g_string_truncate (text, 0);
  return done;
}

static gboolean
append_rows (GString *text, const DispatchTable *table, const Output *output, GError **error)
{
  g_autofree guint *columns = dispatch_export_choose_columns (table, &export_options);
  guint n_rows = dispatch_table_get_n_rows (table);

  g_string_append_c (text, '\n');
  dispatch_export_append_header (text, table, columns, &export_options);
  for (guint row = 0; row < n_rows; row++) {
    dispatch_export_append_row (text, table, row, columns, &export_options);
    if (output->stream == NULL || text->len < PART) {
      continue;
    }
    if (output->progress != NULL) {
      dispatch_progress_tell (output->progress, row, n_rows);
    }
    if (!flush (output, text, error)) {
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
append_all (GString *text,
            const DispatchSnapshot *snapshot,
            JsonObject *others,
            const Output *output,
            GError **error)
{
  append_head (text, snapshot, others);
  return !has_columns (snapshot->table) || append_rows (text, snapshot->table, output, error);
}

/**
 * dispatch_draft_file_to_text:
 * @snapshot: a draft
 *
 * Returns: (transfer full): what is in a file of it
 */
char *
dispatch_draft_file_to_text (const DispatchSnapshot *snapshot)
{
  g_return_val_if_fail (snapshot != NULL, NULL);

  const Output output = { 0 };
  GString *text = g_string_new (NULL);
  append_all (text, snapshot, NULL, &output, NULL);
  return g_string_free (text, FALSE);
}

/* Returns: (nullable): the JSON of the file that is there; NULL where there is none, or another */
static JsonNode *
read_others (GFile *file, GCancellable *cancellable)
{
  g_autofree char *head = g_malloc (DISPATCH_DRAFT_FILE_MAX_HEAD);
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, NULL);
  gsize length = 0;
  guint n_lines;

  if (stream == NULL ||
      !g_input_stream_read_all (G_INPUT_STREAM (stream), head, DISPATCH_DRAFT_FILE_MAX_HEAD,
                                &length, cancellable, NULL)) {
    return NULL;
  }
  g_autoptr (GBytes) bytes =
    g_bytes_new_static (head, dispatch_draft_file_find_end (head, length, &n_lines));
  g_autoptr (JsonNode) node = base_json_parse (bytes, NULL);
  JsonObject *object = base_json_node_object (node);
  return base_json_int (object, "carillon", 0) > 0 ? g_steal_pointer (&node) : NULL;
}

/* A stream that is closed by who is cancelled leaves the file as it was. */
static void
give_up (GOutputStream *stream)
{
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();

  g_cancellable_cancel (cancelled);
  g_output_stream_close (stream, cancelled, NULL);
}

typedef struct {
  DispatchSnapshot *snapshot; /* (owned) */
  GFile *file;                /* (owned) */
  DispatchProgress *progress; /* (owned) (nullable) */
} Write;

static void
write_free (Write *write)
{
  dispatch_snapshot_free (write->snapshot);
  g_object_unref (write->file);
  g_clear_object (&write->progress);
  g_free (write);
}

static gboolean
write_file (const Write *write, GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonNode) others = read_others (write->file, cancellable);
  /* Device tokens are in it, which nobody else may read. */
  g_autoptr (GFileOutputStream) stream =
    g_file_replace (write->file, NULL, FALSE, G_FILE_CREATE_PRIVATE, cancellable, error);
  g_autoptr (GString) text = g_string_new (NULL);

  if (stream == NULL) {
    return FALSE;
  }
  const Output output = { G_OUTPUT_STREAM (stream), write->progress, cancellable };
  if (!append_all (text, write->snapshot, base_json_node_object (others), &output, error) ||
      !flush (&output, text, error)) {
    give_up (output.stream);
    return FALSE;
  }
  return g_output_stream_close (output.stream, cancellable, error);
}

static void
write_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (write_file (task_data, cancellable, &error)) {
    g_task_return_boolean (task, TRUE);
  } else {
    g_task_return_error (task, error);
  }
}

/**
 * dispatch_draft_file_write_async:
 * @snapshot: a draft
 * @file: where to write it
 * @progress: (nullable): told how far it is
 * @cancellable: (nullable): a cancellable
 * @callback: called when the file is there
 * @user_data: for @callback
 *
 * Writes a draft in a worker. Members of the file that is there already and that this program does
 * not know are written again.
 */
void
dispatch_draft_file_write_async (const DispatchSnapshot *snapshot,
                                 GFile *file,
                                 DispatchProgress *progress,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (snapshot != NULL && G_IS_FILE (file));

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Write *write = g_new0 (Write, 1);
  write->snapshot = dispatch_snapshot_copy (snapshot);
  write->file = g_object_ref (file);
  g_set_object (&write->progress, progress);
  g_task_set_source_tag (task, dispatch_draft_file_write_async);
  g_task_set_task_data (task, write, (GDestroyNotify) write_free);
  g_task_run_in_thread (task, write_in_thread);
}

/**
 * dispatch_draft_file_write_finish:
 * @result: what the callback was given
 * @error: return location for %G_IO_ERROR_CANCELLED, or an error of writing
 *
 * Returns: whether the file is there; otherwise what was there before is there still
 */
gboolean
dispatch_draft_file_write_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, dispatch_draft_file_write_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
