/* A record has the draft's JSON without the recipients, the names of their slots ("columns", null
 * for one whose column was removed), and a block of the archive for each block of rows: as its
 * bytes are, or compressed by zlib, as the first byte says. Identifiers repeat themselves, so that
 * is a third of them.
 *
 * What is kept is known by the pointers of the blocks, which live as long as they are known. */

#include "dispatch-record.h"

#include <base-json.h>

#include "dispatch-draft-private.h"
#include "dispatch-json.h"

struct _DispatchKept {
  gatomicrefcount ref_count;
  GHashTable *ids; /* of DispatchBlock (owned) to gint64 (owned) */
};

static DispatchKept *
kept_new (void)
{
  DispatchKept *self = g_new0 (DispatchKept, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->ids = g_hash_table_new_full (NULL, NULL, (GDestroyNotify) dispatch_block_unref, g_free);
  return self;
}

DispatchKept *
dispatch_kept_ref (DispatchKept *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
dispatch_kept_unref (DispatchKept *self)
{
  if (g_atomic_ref_count_dec (&self->ref_count)) {
    g_hash_table_unref (self->ids);
    g_free (self);
  }
}

static void
kept_add (DispatchKept *self, DispatchBlock *block, gint64 id)
{
  g_hash_table_insert (self->ids, dispatch_block_ref (block), g_memdup2 (&id, sizeof id));
}

/* Blocks as bytes. */

#define PLAIN 'p'
#define DEFLATED 'z'

/* The least work: what is random does not get smaller by more of it. */
#define COMPRESSION 1

/* Of a block of the archive's when it is unpacked: what a block of rows can have at most that do
 * not overflow a request. A damaged one must not take all memory. */
#define MAX_BLOCK_BYTES (256 * 1024 * 1024)

static GBytes *
convert (GConverter *converter, const guint8 *bytes, gsize length, gsize max_bytes, GError **error)
{
  g_autoptr (GByteArray) output = g_byte_array_new ();
  gsize used = 0;

  for (;;) {
    gsize n_read = 0, n_written = 0;
    g_byte_array_set_size (output, (guint) (used + MAX (length, 4096)));
    GConverterResult result =
      g_converter_convert (converter, bytes, length, output->data + used, output->len - used,
                           G_CONVERTER_INPUT_AT_END, &n_read, &n_written, error);
    if (result == G_CONVERTER_ERROR) {
      return NULL;
    }
    bytes += n_read;
    length -= n_read;
    used += n_written;
    if (result == G_CONVERTER_FINISHED) {
      g_byte_array_set_size (output, (guint) used);
      return g_byte_array_free_to_bytes (g_steal_pointer (&output));
    }
    if (used > max_bytes) {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "a block is too large");
      return NULL;
    }
  }
}

static GBytes *
tag_bytes (char tag, GBytes *bytes)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);
  GByteArray *tagged = g_byte_array_sized_new ((guint) size + 1);

  g_byte_array_append (tagged, (const guint8 *) &tag, 1);
  g_byte_array_append (tagged, data, (guint) size);
  return g_byte_array_free_to_bytes (tagged);
}

static GBytes *
pack_block (const DispatchBlock *block)
{
  g_autoptr (GBytes) plain = dispatch_block_to_bytes (block);
  g_autoptr (GZlibCompressor) compressor =
    g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW, COMPRESSION);
  gsize size;
  gconstpointer data = g_bytes_get_data (plain, &size);
  g_autoptr (GBytes) deflated = convert (G_CONVERTER (compressor), data, size, G_MAXUINT / 2, NULL);

  return deflated != NULL ? tag_bytes (DEFLATED, deflated) : tag_bytes (PLAIN, plain);
}

static DispatchBlock *
unpack_block (GBytes *bytes, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  if (size > 0 && *data == PLAIN) {
    g_autoptr (GBytes) plain = g_bytes_new_from_bytes (bytes, 1, size - 1);
    return dispatch_block_from_bytes (plain, error);
  }
  if (size == 0 || *data != DEFLATED) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "not rows of recipients");
    return NULL;
  }
  g_autoptr (GZlibDecompressor) decompressor =
    g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW);
  g_autoptr (GBytes) inflated =
    convert (G_CONVERTER (decompressor), data + 1, size - 1, MAX_BLOCK_BYTES, error);
  return inflated != NULL ? dispatch_block_from_bytes (inflated, error) : NULL;
}

/* From a snapshot to a record. */

/* The first line that has something on it. */
static char *
make_heading (const DispatchContent *content)
{
  const char *texts[] = { content->title, content->body };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    const char *begin = texts[i] + strspn (texts[i], " \t\r\n");
    if (*begin != '\0') {
      return g_strndup (begin, strcspn (begin, "\r\n"));
    }
  }
  return g_strdup ("");
}

/* Slots are given in the order of the columns, and those of removed ones not again. */
static void
append_columns (GString *json, const DispatchTable *table)
{
  guint column = DISPATCH_N_FIXED_COLUMNS;
  guint n_columns = dispatch_table_get_n_columns (table);

  g_string_append (json, ",\"columns\":[");
  for (guint i = DISPATCH_N_FIXED_COLUMNS; i < dispatch_table_get_n_slots (table); i++) {
    g_string_append (json, i > DISPATCH_N_FIXED_COLUMNS ? "," : "");
    if (column < n_columns && dispatch_table_get_slot (table, column) == i) {
      dispatch_json_append_string (json, dispatch_table_get_column_name (table, column++));
    } else {
      g_string_append (json, "null");
    }
  }
  g_string_append_c (json, ']');
}

static char *
make_json (const DispatchSnapshot *snapshot)
{
  GString *json = g_string_new ("{");

  dispatch_snapshot_append_head (snapshot, json);
  append_columns (json, snapshot->table);
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

/* Never used again, in this draft, by this program or another: 63 random bits. */
static gint64
make_id (void)
{
  return (gint64) (g_random_int () & G_MAXINT32) << 32 | g_random_int ();
}

static void
add_block (ArchiveDraft *record,
           DispatchBlock *block,
           const DispatchKept *before,
           DispatchKept *kept)
{
  const gint64 *known = before != NULL ? g_hash_table_lookup (before->ids, block) : NULL;
  gint64 id = known != NULL ? *known : make_id ();
  g_autoptr (GBytes) bytes = known == NULL ? pack_block (block) : NULL;

  archive_draft_add_block (record, id, bytes);
  kept_add (kept, block, id);
}

/* A block that is in the table twice is under one ID. */
static void
add_blocks (ArchiveDraft *record,
            const DispatchTable *table,
            const DispatchKept *before,
            DispatchKept *kept)
{
  for (guint i = 0; i < dispatch_table_get_n_blocks (table); i++) {
    DispatchBlock *block = dispatch_table_get_block (table, i, NULL);
    gboolean is_repeated = g_hash_table_contains (kept->ids, block);
    add_block (record, block, is_repeated ? kept : before, kept);
  }
}

/**
 * dispatch_record_new:
 * @snapshot: a draft
 * @before: (nullable): what the archive has of it; %NULL where it has nothing
 * @after: (out) (optional) (transfer full): what it has once the record is saved
 *
 * Returns: (transfer full): what to save of it
 */
ArchiveDraft *
dispatch_record_new (const DispatchSnapshot *snapshot,
                     const DispatchKept *before,
                     DispatchKept **after)
{
  g_return_val_if_fail (snapshot != NULL, NULL);

  g_autofree char *json = make_json (snapshot);
  g_autoptr (DispatchKept) kept = kept_new ();
  ArchiveDraft *record = archive_draft_new (snapshot->id, json);
  g_free (record->heading);
  g_free (record->name);
  record->name = g_strdup (snapshot->name);
  record->heading = make_heading (snapshot->content);
  record->text = g_strconcat (snapshot->content->title, "\n", snapshot->content->body, NULL);
  record->n_recipients = dispatch_table_get_n_rows (snapshot->table);
  add_blocks (record, snapshot->table, before, kept);
  if (after != NULL) {
    *after = g_steal_pointer (&kept);
  }
  return record;
}

typedef struct {
  DispatchSnapshot *snapshot; /* (owned) */
  DispatchKept *before;       /* (owned) (nullable) */
  DispatchKept *after;        /* (owned) (nullable) */
} Making;

static void
making_free (Making *making)
{
  dispatch_snapshot_free (making->snapshot);
  g_clear_pointer (&making->before, dispatch_kept_unref);
  g_clear_pointer (&making->after, dispatch_kept_unref);
  g_free (making);
}

static void
make_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Making *making = task_data;

  g_task_return_pointer (task,
                         dispatch_record_new (making->snapshot, making->before, &making->after),
                         (GDestroyNotify) archive_draft_free);
}

/**
 * dispatch_record_new_async:
 * @snapshot: (transfer full): a draft
 * @before: (nullable): what the archive has of it
 * @callback: called with the record
 * @user_data: for @callback
 *
 * Makes a record in a worker.
 */
void
dispatch_record_new_async (DispatchSnapshot *snapshot,
                           DispatchKept *before,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (snapshot != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Making *making = g_new0 (Making, 1);
  making->snapshot = snapshot;
  making->before = before != NULL ? dispatch_kept_ref (before) : NULL;
  g_task_set_source_tag (task, dispatch_record_new_async);
  g_task_set_task_data (task, making, (GDestroyNotify) making_free);
  g_task_run_in_thread (task, make_in_thread);
}

/**
 * dispatch_record_new_finish:
 * @result: what the callback was given
 * @after: (out) (transfer full): what the archive has once the record is saved
 *
 * Returns: (transfer full): the record
 */
ArchiveDraft *
dispatch_record_new_finish (GAsyncResult *result, DispatchKept **after)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  Making *making = g_task_get_task_data (G_TASK (result));
  *after = g_steal_pointer (&making->after);
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

/* From a record to a draft. */

/* A name that no column can have, for slots whose column was removed. */
static char *
make_filler (guint slot)
{
  return g_strdup_printf ("\n%u", slot);
}

static void
add_columns (DispatchTable *table, JsonArray *columns)
{
  guint n_slots = columns != NULL ? json_array_get_length (columns) : 0;
  guint found;

  for (guint i = 0; i < n_slots; i++) {
    const char *name = base_json_node_string (json_array_get_element (columns, i));
    g_autofree char *filler = make_filler (i);
    gboolean is_free = name != NULL && *name != '\0' &&
                       !dispatch_table_find_column (table, name, strlen (name), &found);
    if (dispatch_table_get_n_columns (table) == DISPATCH_MAX_COLUMNS) {
      break;
    }
    guint column = dispatch_table_add_column (table, is_free ? name : filler);
    if (!is_free) {
      dispatch_table_remove_column (table, column);
    }
  }
}

static DispatchTable *
read_table (const ArchiveDraft *record, JsonObject *object, DispatchKept *kept, GError **error)
{
  g_autoptr (DispatchTable) table = dispatch_table_new ();

  add_columns (table, base_json_array (object, "columns"));
  for (guint i = 0; i < record->blocks->len; i++) {
    DispatchBlock *block = unpack_block (record->blocks->pdata[i], error);
    if (block == NULL) {
      return NULL;
    }
    if (dispatch_block_get_n_rows (block) > DISPATCH_MAX_ROWS - dispatch_table_get_n_rows (table)) {
      dispatch_block_unref (block);
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "too many recipients");
      return NULL;
    }
    kept_add (kept, block, g_array_index (record->order, gint64, i));
    dispatch_table_append_block (table, block);
  }
  return g_steal_pointer (&table);
}

/* Drafts of before have no columns, and their recipients in the JSON.
 * Returns: (transfer full) (nullable) */
static DispatchTable *
find_table (const ArchiveDraft *record, DispatchDraft *parsed, DispatchKept *kept, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (record->json, strlen (record->json));
  g_autoptr (JsonNode) node = base_json_parse (bytes, NULL);
  JsonObject *object = base_json_node_object (node);

  return base_json_array (object, "columns") != NULL
           ? read_table (record, object, kept, error)
           : dispatch_audience_freeze (dispatch_draft_get_audience (parsed));
}

/* The ID and the name are those of the record: it may be a copy, or have been renamed. */
static DispatchDraft *
make_draft (const ArchiveDraft *record, DispatchDraft *parsed, DispatchTable *table)
{
  DispatchDraft *draft = dispatch_draft_new_with_id (record->id);
  g_autoptr (DispatchContent) content = dispatch_draft_get_content (parsed);

  dispatch_draft_set_content (draft, content);
  g_object_set (draft, "name", record->name, "ignored", dispatch_draft_get_ignored (parsed), NULL);
  dispatch_audience_reset (dispatch_draft_get_audience (draft), table);
  return draft;
}

/**
 * dispatch_record_read:
 * @record: what the archive has read
 * @kept: (out) (optional) (transfer full): which blocks that are
 * @error: return location for a `BaseJsonError` or %G_IO_ERROR_INVALID_DATA
 *
 * Reads a draft, also one that has its recipients in its JSON.
 *
 * Returns: (transfer full) (nullable): the draft, for the main thread
 */
DispatchDraft *
dispatch_record_read (const ArchiveDraft *record, DispatchKept **kept, GError **error)
{
  g_return_val_if_fail (record != NULL && record->json != NULL, NULL);

  g_autoptr (DispatchDraft) parsed = dispatch_draft_from_json (record->json, error);
  if (parsed == NULL) {
    return NULL;
  }
  g_autoptr (DispatchKept) found = kept_new ();
  DispatchTable *table = find_table (record, parsed, found, error);
  if (table == NULL) {
    return NULL;
  }
  if (kept != NULL) {
    *kept = g_steal_pointer (&found);
  }
  return make_draft (record, parsed, table);
}

typedef struct {
  ArchiveDraft *record; /* (owned) */
  DispatchKept *kept;   /* (owned) (nullable) */
} Reading;

static void
reading_free (Reading *reading)
{
  archive_draft_free (reading->record);
  g_clear_pointer (&reading->kept, dispatch_kept_unref);
  g_free (reading);
}

static void
read_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Reading *reading = task_data;
  GError *error = NULL;
  DispatchDraft *draft = dispatch_record_read (reading->record, &reading->kept, &error);

  if (draft != NULL) {
    g_task_return_pointer (task, draft, g_object_unref);
  } else {
    g_task_return_error (task, error);
  }
}

/**
 * dispatch_record_read_async:
 * @record: (transfer full): what the archive has read
 * @cancellable: (nullable): a cancellable
 * @callback: called with the draft
 * @user_data: for @callback
 *
 * Reads a draft in a worker.
 */
void
dispatch_record_read_async (ArchiveDraft *record,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (record != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Reading *reading = g_new0 (Reading, 1);
  reading->record = record;
  g_task_set_source_tag (task, dispatch_record_read_async);
  g_task_set_task_data (task, reading, (GDestroyNotify) reading_free);
  g_task_run_in_thread (task, read_in_thread);
}

/**
 * dispatch_record_read_finish:
 * @result: what the callback was given
 * @kept: (out) (transfer full): which blocks of the draft the archive has
 * @error: return location for a `BaseJsonError`, %G_IO_ERROR_INVALID_DATA or
 *   %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the draft
 */
DispatchDraft *
dispatch_record_read_finish (GAsyncResult *result, DispatchKept **kept, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  DispatchDraft *draft = g_task_propagate_pointer (G_TASK (result), error);
  Reading *reading = g_task_get_task_data (G_TASK (result));
  if (draft != NULL) {
    *kept = g_steal_pointer (&reading->kept);
  }
  return draft;
}
