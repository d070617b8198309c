#include "dispatch-draft-file-private.h"

#include <base-json.h>
#include <base-time.h>

#include "dispatch-draft-private.h"
#include "dispatch-content-private.h"
#include "dispatch-file-copy.h"

/* Far more values than a message can have, and little memory. */
#define MAX_VALUES 100000

typedef struct {
  char *member; /* (owned) (nullable) */
  guint line;
} DispatchDraftFileErrorPrivate;

/* Not inlined, here and below: behind the precondition check of GLib's accessor gcc would see a
 * null pointer. */
static G_NO_INLINE void
dispatch_draft_file_error_private_init (DispatchDraftFileErrorPrivate *priv)
{
}

static G_NO_INLINE void
dispatch_draft_file_error_private_copy (const DispatchDraftFileErrorPrivate *from,
                                        DispatchDraftFileErrorPrivate *to)
{
  *to = *from;
  to->member = g_strdup (from->member);
}

static G_NO_INLINE void
dispatch_draft_file_error_private_clear (DispatchDraftFileErrorPrivate *priv)
{
  g_clear_pointer (&priv->member, g_free);
}

G_DEFINE_EXTENDED_ERROR (DispatchDraftFileError, dispatch_draft_file_error)

static G_NO_INLINE DispatchDraftFileErrorPrivate *
get_private (const GError *error)
{
  return error != NULL && error->domain == DISPATCH_DRAFT_FILE_ERROR
           ? dispatch_draft_file_error_get_private (error)
           : NULL;
}

/**
 * dispatch_draft_file_error_get_line:
 * @error: (nullable): any error
 *
 * Returns: the line of the file that it is about, from 1; 0 where that is not known
 */
guint
dispatch_draft_file_error_get_line (const GError *error)
{
  const DispatchDraftFileErrorPrivate *priv = get_private (error);

  return priv != NULL ? priv->line : 0;
}

/**
 * dispatch_draft_file_error_get_member:
 * @error: (nullable): any error
 *
 * Returns: (nullable): of a %DISPATCH_DRAFT_FILE_ERROR_VALUE, the member that has it
 */
const char *
dispatch_draft_file_error_get_member (const GError *error)
{
  const DispatchDraftFileErrorPrivate *priv = get_private (error);

  return priv != NULL ? priv->member : NULL;
}

static void G_GNUC_PRINTF (4, 5)
  set_error (GError **error, DispatchDraftFileError code, guint line, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_autoptr (GError) made =
    line > 0 ? g_error_new (DISPATCH_DRAFT_FILE_ERROR, (int) code, "line %u: %s", line, text)
             : g_error_new_literal (DISPATCH_DRAFT_FILE_ERROR, (int) code, text);
  DispatchDraftFileErrorPrivate *priv = get_private (made);
  if (priv != NULL) {
    priv->line = line;
  }
  g_propagate_error (error, g_steal_pointer (&made));
}

/* Members, in the order in which they are written. */

typedef enum {
  TEXT,    /* a string */
  LINES,   /* a string, or an array of the lines of one */
  STRINGS, /* an array of strings */
  PAIRS,   /* an array of arrays of two strings */
  NUMBER,
  TIME, /* of RFC 3339, or Unix seconds */
  ROWS, /* what dispatch_snapshot_to_json() writes */
} MemberType;

static const struct {
  const char *name;
  MemberType type;
  const char *expected;
} members[] = {
  { "carillon", NUMBER, "a number" },
  { "version", NUMBER, "a number" },
  { "id", TEXT, "a text" },
  { "name", TEXT, "a text" },
  { "title", LINES, "a text, or an array of lines" },
  { "body", LINES, "a text, or an array of lines" },
  { "images", STRINGS, "an array of texts" },
  { "sender", TEXT, "a text" },
  { "appName", TEXT, "a text" },
  { "fcm", TEXT, "a text" },
  { "apn", TEXT, "a text" },
  { "priority", TEXT, "a text" },
  { "sound", TEXT, "a text" },
  { "tags", PAIRS, "an array of pairs of texts" },
  { "sendAt", TIME, "a time such as \"2025-03-19T08:30:00Z\"" },
  { "zone", TEXT, "a text" },
  { "ignored", STRINGS, "an array of texts" },
  { "variables", STRINGS, "an array of texts" },
  { "recipients", ROWS, "an array of arrays" },
};

gboolean
dispatch_draft_file_knows (const char *member)
{
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++) {
    if (strcmp (members[i].name, member) == 0) {
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean is_type (JsonNode *node, MemberType type);

static gboolean
all_are (JsonNode *node, MemberType type)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    if (!is_type (json_array_get_element (array, i), type)) {
      return FALSE;
    }
  }
  return array != NULL;
}

static gboolean
is_pair (JsonNode *node)
{
  return all_are (node, TEXT) && json_array_get_length (json_node_get_array (node)) == 2;
}

static gboolean
all_are_pairs (JsonNode *node)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    if (!is_pair (json_array_get_element (array, i))) {
      return FALSE;
    }
  }
  return array != NULL;
}

static gboolean
read_time (JsonNode *node, gint64 *time)
{
  const char *text = base_json_node_string (node);
  gint64 microseconds;

  if (text == NULL) {
    *time = json_node_get_value_type (node) == G_TYPE_INT64 ? json_node_get_int (node) : -1;
    return *time >= 0;
  }
  if (*text == '\0') {
    *time = 0;
    return TRUE;
  }
  if (!base_time_parse (text, &microseconds)) {
    return FALSE;
  }
  *time = microseconds / G_USEC_PER_SEC;
  return TRUE;
}

static gboolean
is_type (JsonNode *node, MemberType type)
{
  gint64 time;

  switch (type) {
  case TEXT:
    return base_json_node_string (node) != NULL;
  case LINES:
    return base_json_node_string (node) != NULL || all_are (node, TEXT);
  case STRINGS:
    return all_are (node, TEXT);
  case PAIRS:
    return all_are_pairs (node);
  case NUMBER:
    return json_node_get_value_type (node) == G_TYPE_INT64;
  case TIME:
    return read_time (node, &time);
  case ROWS:
    return JSON_NODE_HOLDS_ARRAY (node);
  default:
    return FALSE;
  }
}

/* The JSON at the beginning of a file. */

static guint
count_lines (const char *text, const char *end)
{
  guint n = 0;

  for (const char *at = text; at < end && (at = memchr (at, '\n', (gsize) (end - at))) != NULL;
       at++) {
    n++;
  }
  return n;
}

/* Of a member that somebody has written as people do. */
static guint
find_line (const char *head, gsize length, const char *member)
{
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", member);
  const char *at = g_strstr_len (head, (gssize) length, quoted);

  return at != NULL ? count_lines (head, at) + 1 : 0;
}

gsize
dispatch_draft_file_find_end (const char *text, gsize length, guint *n_lines)
{
  const char *end = text + length;

  *n_lines = 0;
  for (const char *line = text; line < end;) {
    const char *newline = memchr (line, '\n', (gsize) (end - line));
    const char *next = newline != NULL ? newline + 1 : end;
    gsize size = (gsize) ((newline != NULL ? newline : end) - line);
    *n_lines += 1;
    while (size > 1 && g_ascii_isspace (line[size - 1])) {
      size--;
    }
    if (size == 1 && *line == '}') {
      return (gsize) (next - text);
    }
    line = next;
  }
  return length;
}

/* base_json_parse() knows no lines; json-glib begins its messages with "<data>:LINE:". */
static guint
find_syntax_error (const char *head, gsize length)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  const char *colon = NULL;

  if (g_utf8_validate_len (head, length, NULL) &&
      !json_parser_load_from_data (parser, head, (gssize) length, &error) && error != NULL) {
    colon = strchr (error->message, ':');
  }
  return colon != NULL ? (guint) g_ascii_strtoull (colon + 1, NULL, 10) : 0;
}

/* A picture, say, or a CSV file. */
static gboolean
begins_object (const char *head, gsize length)
{
  gsize at = 0;

  while (at < length && g_ascii_isspace (head[at])) {
    at++;
  }
  return at < length && head[at] == '{';
}

static JsonNode *
parse_head (const char *head, gsize length, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (head, length);
  g_autoptr (GError) failure = NULL;
  g_autoptr (JsonNode) node = base_json_parse_limited (bytes, MAX_VALUES, &failure);

  if (node == NULL) {
    set_error (error, DISPATCH_DRAFT_FILE_ERROR_SYNTAX, find_syntax_error (head, length), "%s",
               failure->message);
    return NULL;
  }
  return g_steal_pointer (&node);
}

static void
set_value_error (GError **error, guint line, gsize member)
{
  g_autoptr (GError) made = NULL;

  set_error (&made, DISPATCH_DRAFT_FILE_ERROR_VALUE, line, "“%s” is not %s", members[member].name,
             members[member].expected);
  DispatchDraftFileErrorPrivate *priv = get_private (made);
  if (priv != NULL) {
    priv->member = g_strdup (members[member].name);
  }
  g_propagate_error (error, g_steal_pointer (&made));
}

static gboolean
check_members (JsonObject *object, const char *head, gsize length, GError **error)
{
  gint64 version = base_json_int (object, "carillon", 0);

  if (version > DISPATCH_DRAFT_FILE_VERSION) {
    set_error (error, DISPATCH_DRAFT_FILE_ERROR_NEWER, find_line (head, length, "carillon"),
               "the file is of version %" G_GINT64_FORMAT ", at most %d is known", version,
               DISPATCH_DRAFT_FILE_VERSION);
    return FALSE;
  }
  if (version < 1 && base_json_member (object, "title") == NULL &&
      base_json_member (object, "body") == NULL) {
    set_error (error, DISPATCH_DRAFT_FILE_ERROR_NOT_A_DRAFT, 1, "not a draft");
    return FALSE;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++) {
    JsonNode *node = base_json_member (object, members[i].name);
    if (node != NULL && !is_type (node, members[i].type)) {
      set_value_error (error, find_line (head, length, members[i].name), i);
      return FALSE;
    }
  }
  return TRUE;
}

static char *
join_lines (JsonArray *lines)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (lines); i++) {
    g_string_append (text, i > 0 ? "\n" : "");
    g_string_append (text, base_json_node_string (json_array_get_element (lines, i)));
  }
  return g_string_free (text, FALSE);
}

/* As dispatch_content_from_object() knows it: lines as texts, times as numbers. */
static DispatchContent *
read_content (JsonObject *object)
{
  g_autoptr (JsonObject) plain = json_object_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++) {
    JsonNode *node = base_json_member (object, members[i].name);
    gint64 time = 0;
    if (node == NULL) {
      continue;
    }
    if (members[i].type == LINES && JSON_NODE_HOLDS_ARRAY (node)) {
      g_autofree char *text = join_lines (json_node_get_array (node));
      json_object_set_string_member (plain, members[i].name, text);
    } else if (members[i].type == TIME && read_time (node, &time)) {
      json_object_set_int_member (plain, members[i].name, time);
    } else {
      json_object_set_member (plain, members[i].name, json_node_ref (node));
    }
  }
  return dispatch_content_from_object (plain);
}

static char **
read_ignored (JsonObject *object)
{
  JsonArray *codes = base_json_array (object, "ignored");
  guint n_codes = codes != NULL ? json_array_get_length (codes) : 0;
  char **ignored = g_new0 (char *, n_codes + 1);

  for (guint i = 0; i < n_codes; i++) {
    ignored[i] = g_strdup (base_json_node_string (json_array_get_element (codes, i)));
  }
  return ignored;
}

/* The recipients below it. */

/* A header as this program writes it says all; any other is read as that of a file of somebody
 * else. */
static DispatchImportMapping *
make_mapping (const DispatchImportFile *file)
{
  static const DispatchCsvOptions options = DISPATCH_CSV_OPTIONS_INIT;
  static const char *const names[] = { "userId", "token", "provider" };
  static const DispatchImportRole roles[] = { DISPATCH_IMPORT_USER, DISPATCH_IMPORT_TOKEN,
                                              DISPATCH_IMPORT_PROVIDER };
  g_autoptr (DispatchImportPreview) preview = dispatch_import_preview_new (file, &options);
  DispatchImportMapping *mapping = dispatch_import_mapping_guess (file, &options, NULL);
  guint n_fixed = G_N_ELEMENTS (names);
  gboolean is_ours = mapping->n_columns >= n_fixed;

  for (guint i = 0; is_ours && i < n_fixed; i++) {
    is_ours = strcmp (dispatch_import_preview_get_name (preview, i), names[i]) == 0;
  }
  mapping->is_exact = is_ours;
  for (guint i = 0; is_ours && i < mapping->n_columns; i++) {
    const char *name = dispatch_import_preview_get_name (preview, i);
    gboolean is_fixed = i < n_fixed;
    DispatchImportRole other = *name != '\0' ? DISPATCH_IMPORT_VARIABLE : DISPATCH_IMPORT_NOTHING;
    dispatch_import_mapping_set (mapping, i, is_fixed ? roles[i] : other,
                                 !is_fixed && *name != '\0' ? name : NULL);
  }
  return mapping;
}

static gboolean
check_columns (const DispatchImportMapping *mapping, guint line, GError **error)
{
  guint n_columns = DISPATCH_N_FIXED_COLUMNS;

  for (guint i = 0; i < mapping->n_columns; i++) {
    n_columns += mapping->columns[i].role == DISPATCH_IMPORT_VARIABLE;
  }
  if (n_columns > DISPATCH_MAX_COLUMNS) {
    set_error (error, DISPATCH_DRAFT_FILE_ERROR_TOO_LARGE, line,
               "the recipients of a draft have at most %d columns", DISPATCH_MAX_COLUMNS);
  }
  return n_columns <= DISPATCH_MAX_COLUMNS;
}

static gboolean
is_blank (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++) {
    if (!g_ascii_isspace (text[i])) {
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
read_rows (DispatchDraftFile *self,
           const char *name,
           GBytes *rest,
           guint first_line,
           DispatchProgress *progress,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (DispatchImportFile) file = dispatch_import_file_new_for_bytes (name, rest, first_line);
  g_autoptr (DispatchImportMapping) mapping = make_mapping (file);

  self->import = check_columns (mapping, first_line, error)
                   ? dispatch_import_build (file, mapping, progress, cancellable, error)
                   : NULL;
  if (self->import == NULL) {
    return FALSE;
  }
  self->table = dispatch_table_copy (dispatch_import_get_table (self->import));
  return TRUE;
}

/* Of a file that is one document. */
static gboolean
read_document (DispatchDraftFile *self, const char *head, gsize length, GError **error)
{
  g_autofree char *json = g_strndup (head, length);
  g_autoptr (DispatchDraft) draft = dispatch_draft_from_json (json, error);

  if (draft == NULL) {
    return FALSE;
  }
  self->table = dispatch_audience_freeze (dispatch_draft_get_audience (draft));
  return TRUE;
}

static gsize
get_mark_length (const char *text, gsize length)
{
  static const char mark[] = "\xef\xbb\xbf";

  return length >= 3 && memcmp (text, mark, 3) == 0 ? 3 : 0;
}

static gboolean
check_size (gsize head, guint n_lines, GError **error)
{
  if (head > DISPATCH_DRAFT_FILE_MAX_HEAD) {
    set_error (error, DISPATCH_DRAFT_FILE_ERROR_TOO_LARGE, n_lines,
               "the JSON of a draft has at most %d bytes", DISPATCH_DRAFT_FILE_MAX_HEAD);
    return FALSE;
  }
  return TRUE;
}

/**
 * dispatch_draft_file_parse:
 * @name: what the file is called
 * @bytes: what is in it
 * @progress: (nullable): told how far it is
 * @cancellable: (nullable): a cancellable
 * @error: return location for a [error@Dispatch.DraftFileError], or what
 *   [func@Dispatch.Import.build] has
 *
 * Returns: (transfer full) (nullable): the draft
 */
DispatchDraftFile *
dispatch_draft_file_parse (const char *name,
                           GBytes *bytes,
                           DispatchProgress *progress,
                           GCancellable *cancellable,
                           GError **error)
{
  g_return_val_if_fail (name != NULL && bytes != NULL, NULL);

  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  gsize begin = text != NULL ? get_mark_length (text, length) : 0;
  if (text == NULL || !begins_object (text + begin, length - begin)) {
    set_error (error, DISPATCH_DRAFT_FILE_ERROR_NOT_A_DRAFT, 0, "not a draft");
    return NULL;
  }
  guint n_lines = 0;
  gsize end = begin + dispatch_draft_file_find_end (text + begin, length - begin, &n_lines);
  /* A document of one line may have its recipients in it. */
  gboolean is_document = end == length && n_lines <= 1;
  if (!is_document && !check_size (end - begin, n_lines, error)) {
    return NULL;
  }
  g_autoptr (JsonNode) node = parse_head (text + begin, end - begin, error);
  JsonObject *object = base_json_node_object (node);
  if (object == NULL || !check_members (object, text + begin, end - begin, error)) {
    return NULL;
  }

  g_autoptr (DispatchDraftFile) self = g_new0 (DispatchDraftFile, 1);
  const char *draft_name = base_json_string (object, "name");
  self->name = g_strdup (draft_name != NULL ? draft_name : "");
  self->content = read_content (object);
  self->ignored = read_ignored (object);
  g_autoptr (GBytes) rest = g_bytes_new_from_bytes (bytes, end, length - end);
  gboolean done = is_blank (text + end, length - end)
                    ? read_document (self, text + begin, end - begin, error)
                    : read_rows (self, name, rest, n_lines + 1, progress, cancellable, error);
  return done ? g_steal_pointer (&self) : NULL;
}

/**
 * dispatch_draft_file_load:
 * @file: a file
 * @progress: (nullable): told how far it is
 * @cancellable: (nullable): a cancellable
 * @error: return location for what [func@Dispatch.DraftFile.parse] has, or an error of reading
 *
 * Reads a file; for a worker.
 *
 * Returns: (transfer full) (nullable): the draft
 */
DispatchDraftFile *
dispatch_draft_file_load (GFile *file,
                          DispatchProgress *progress,
                          GCancellable *cancellable,
                          GError **error)
{
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  g_autofree char *name = g_file_get_basename (file);
  g_autoptr (GBytes) bytes =
    dispatch_file_copy (file, DISPATCH_IMPORT_MAX_BYTES, progress, cancellable, error);

  return bytes != NULL ? dispatch_draft_file_parse (name, bytes, progress, cancellable, error)
                       : NULL;
}

typedef struct {
  GFile *file;                /* (owned) */
  DispatchProgress *progress; /* (owned) (nullable) */
} Load;

static void
load_free (Load *load)
{
  g_object_unref (load->file);
  g_clear_object (&load->progress);
  g_free (load);
}

static void
load_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Load *load = task_data;
  GError *error = NULL;
  DispatchDraftFile *self =
    dispatch_draft_file_load (load->file, load->progress, cancellable, &error);

  if (self != NULL) {
    g_task_return_pointer (task, self, (GDestroyNotify) dispatch_draft_file_free);
  } else {
    g_task_return_error (task, error);
  }
}

/**
 * dispatch_draft_file_load_async:
 * @file: a file
 * @progress: (nullable): told how far it is
 * @cancellable: (nullable): a cancellable
 * @callback: called with the draft
 * @user_data: for @callback
 *
 * Reads a file in a worker.
 */
void
dispatch_draft_file_load_async (GFile *file,
                                DispatchProgress *progress,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (G_IS_FILE (file));

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Load *load = g_new0 (Load, 1);
  load->file = g_object_ref (file);
  g_set_object (&load->progress, progress);
  g_task_set_source_tag (task, dispatch_draft_file_load_async);
  g_task_set_task_data (task, load, (GDestroyNotify) load_free);
  g_task_run_in_thread (task, load_in_thread);
}

/**
 * dispatch_draft_file_load_finish:
 * @result: what the callback was given
 * @error: return location for what [func@Dispatch.DraftFile.load] has, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the draft
 */
DispatchDraftFile *
dispatch_draft_file_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, dispatch_draft_file_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
dispatch_draft_file_free (DispatchDraftFile *self)
{
  g_free (self->name);
  g_strfreev (self->ignored);
  g_clear_pointer (&self->content, dispatch_content_unref);
  g_clear_pointer (&self->table, dispatch_table_free);
  g_clear_pointer (&self->import, dispatch_import_unref);
  g_free (self);
}

/**
 * dispatch_draft_file_make_draft:
 * @self: what was read
 *
 * Returns: (transfer full): a draft of its own
 */
DispatchDraft *
dispatch_draft_file_make_draft (const DispatchDraftFile *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  DispatchDraft *draft = dispatch_draft_new ();
  dispatch_draft_set_content (draft, self->content);
  g_object_set (draft, "name", self->name, "ignored", self->ignored, NULL);
  dispatch_audience_reset (dispatch_draft_get_audience (draft), dispatch_table_copy (self->table));
  return draft;
}
