/* The rows of both sends become pairs of hashes, of who it is and of what they get, sixteen bytes a
 * row; sorted, they are walked through side by side. So the order of rows and columns does not
 * matter, and a million recipients take a fraction of a second. */

#include "dispatch-comparison.h"

#include <base-hash.h>
#include <string.h>

#include "dispatch-draft.h"

typedef struct {
  guint64 address;
  guint64 values;
} Row;

typedef struct {
  char *draft_id;
  DispatchContent *content; /* (owned) */
  DispatchTable *table;     /* (owned) */
  ArchiveLastSend *last;    /* (owned) (nullable) until it is read */
} Compare;

static void
compare_free (Compare *compare)
{
  g_free (compare->draft_id);
  g_clear_pointer (&compare->content, dispatch_content_unref);
  g_clear_pointer (&compare->table, dispatch_table_free);
  g_clear_pointer (&compare->last, archive_last_send_free);
  g_free (compare);
}

void
dispatch_comparison_free (DispatchComparison *self)
{
  g_clear_pointer (&self->content, dispatch_content_unref);
  g_free (self);
}

/**
 * dispatch_comparison_is_same:
 * @self: a comparison
 *
 * Returns: whether the same goes out to the same recipients once more
 */
gboolean
dispatch_comparison_is_same (const DispatchComparison *self)
{
  for (guint i = 0; i < DISPATCH_N_PARTS; i++) {
    if (self->differs[i]) {
      return FALSE;
    }
  }
  return self->n_added == 0 && self->n_removed == 0 && self->n_changed == 0;
}

/* The finaliser of MurmurHash3, by which sums of hashes stay far apart. */
static guint64
mix (guint64 hash)
{
  hash ^= hash >> 33;
  hash *= G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
  hash ^= hash >> 33;
  hash *= G_GUINT64_CONSTANT (0xc4ceb9fe1a85ec53);
  return hash ^ hash >> 33;
}

static guint64
hash_text (const char *text)
{
  return base_hash_text (text, strlen (text));
}

static guint64 *
hash_names (const DispatchTable *table)
{
  guint n_columns = dispatch_table_get_n_columns (table);
  guint64 *names = g_new (guint64, n_columns);

  for (guint i = 0; i < n_columns; i++) {
    names[i] = mix (hash_text (dispatch_table_get_column_name (table, i)));
  }
  return names;
}

/* A value that is not set is none, whether there is a column for it or not. */
static Row
hash_row (const DispatchTable *table, const guint64 *names, guint row)
{
  const char *provider = dispatch_table_get (table, row, DISPATCH_COLUMN_PROVIDER);
  Row hashed = {
    mix (hash_text (dispatch_table_get_address (table, row))) + hash_text (provider),
    0,
  };

  for (guint i = DISPATCH_N_FIXED_COLUMNS; i < dispatch_table_get_n_columns (table); i++) {
    const char *value = dispatch_table_get (table, row, i);
    if (*value != '\0') {
      hashed.values += mix (names[i] ^ hash_text (value));
    }
  }
  return hashed;
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const Row *first = a, *second = b;

  if (first->address != second->address) {
    return first->address < second->address ? -1 : 1;
  }
  return first->values < second->values ? -1 : first->values > second->values;
}

static gboolean
may_be_sent (const ArchiveRequest *request)
{
  return request->state == ARCHIVE_REQUEST_POSTING || request->state == ARCHIVE_REQUEST_ACCEPTED ||
         request->state == ARCHIVE_REQUEST_UNKNOWN;
}

static void
add_rows (GArray *rows, const DispatchTable *table, guint first, guint end)
{
  g_autofree guint64 *names = hash_names (table);

  for (guint row = first; row < end; row++) {
    const Row hashed = hash_row (table, names, row);
    g_array_append_val (rows, hashed);
  }
}

/* The requests cut the recipients in order. */
static GArray *
list_sent (const DispatchTable *table, GPtrArray *requests)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (Row));
  guint n_rows = dispatch_table_get_n_rows (table), row = 0;

  for (guint i = 0; i < requests->len; i++) {
    const ArchiveRequest *request = requests->pdata[i];
    guint end = row + MIN (request->n_recipients, n_rows - row);
    if (may_be_sent (request)) {
      add_rows (rows, table, row, end);
    }
    row = end;
  }
  g_array_sort (rows, compare_rows);
  return rows;
}

static GArray *
list_all (const DispatchTable *table)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (Row));

  add_rows (rows, table, 0, dispatch_table_get_n_rows (table));
  g_array_sort (rows, compare_rows);
  return rows;
}

static guint
end_of_address (GArray *rows, guint start)
{
  guint end = start;

  while (end < rows->len &&
         g_array_index (rows, Row, end).address == g_array_index (rows, Row, start).address) {
    end++;
  }
  return end;
}

/* Rows of one address on both sides: most often one each. */
static void
match (DispatchComparison *self, GArray *old, guint *at_old, GArray *new, guint *at_new)
{
  guint end_old = end_of_address (old, *at_old), end_new = end_of_address (new, *at_new);
  guint n_old = end_old - *at_old, n_new = end_new - *at_new, n_same = 0;

  while (*at_old < end_old && *at_new < end_new) {
    int order =
      compare_rows (&g_array_index (old, Row, *at_old), &g_array_index (new, Row, *at_new));
    n_same += order == 0;
    *at_old += order <= 0;
    *at_new += order >= 0;
  }
  *at_old = end_old;
  *at_new = end_new;
  guint n_changed = MIN (n_old, n_new) - n_same;
  self->n_same += n_same;
  self->n_changed += n_changed;
  self->n_removed += n_old - n_same - n_changed;
  self->n_added += n_new - n_same - n_changed;
}

static void
count_rows (DispatchComparison *self, GArray *old, GArray *new)
{
  guint at_old = 0, at_new = 0;

  while (at_old < old->len && at_new < new->len) {
    guint64 first = g_array_index (old, Row, at_old).address;
    guint64 second = g_array_index (new, Row, at_new).address;
    if (first == second) {
      match (self, old, &at_old, new, &at_new);
    } else if (first < second) {
      at_old++;
      self->n_removed++;
    } else {
      at_new++;
      self->n_added++;
    }
  }
  self->n_removed += old->len - at_old;
  self->n_added += new->len - at_new;
}

static gboolean
has_another_sender (const DispatchContent *a, const DispatchContent *b)
{
  return strcmp (dispatch_content_get_app_name (a), dispatch_content_get_app_name (b)) != 0 ||
         strcmp (dispatch_content_get_credential_id (a, "FCM"),
                 dispatch_content_get_credential_id (b, "FCM")) != 0 ||
         strcmp (dispatch_content_get_credential_id (a, "APN"),
                 dispatch_content_get_credential_id (b, "APN")) != 0;
}

static void
compare_contents (DispatchComparison *self, const DispatchContent *now)
{
  const DispatchContent *then = self->content;

  self->differs[DISPATCH_PART_TITLE] = strcmp (then->title, now->title) != 0;
  self->differs[DISPATCH_PART_BODY] = strcmp (then->body, now->body) != 0;
  self->differs[DISPATCH_PART_IMAGES] = !g_strv_equal (then->images, now->images);
  self->differs[DISPATCH_PART_SENDER] = has_another_sender (then, now);
  self->differs[DISPATCH_PART_PRIORITY] = then->priority != now->priority;
  self->differs[DISPATCH_PART_SOUND] = strcmp (then->sound, now->sound) != 0;
  self->differs[DISPATCH_PART_TAGS] = !g_strv_equal (then->tags, now->tags);
  self->differs[DISPATCH_PART_SEND_AT] = then->send_at != now->send_at;
}

static DispatchComparison *
compare (const Compare *what, GError **error)
{
  const ArchiveSend *send = what->last->send;
  g_autoptr (DispatchDraft) draft = dispatch_draft_from_json (what->last->json, error);

  if (draft == NULL) {
    return NULL;
  }
  DispatchComparison *self = g_new0 (DispatchComparison, 1);
  self->sent_at = send->created_at;
  self->is_other_draft = g_strcmp0 (send->draft_id, what->draft_id) != 0;
  self->content = dispatch_draft_get_content (draft);
  compare_contents (self, what->content);
  const DispatchTable *table = dispatch_audience_get_table (dispatch_draft_get_audience (draft));
  g_autoptr (GArray) old = list_sent (table, send->requests);
  g_autoptr (GArray) new = list_all (what->table);
  count_rows (self, old, new);
  return self;
}

/* The draft that is read here is nobody else's. */
static void
compare_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  DispatchComparison *self = compare (data, &error);

  if (self != NULL) {
    g_task_return_pointer (task, self, (GDestroyNotify) dispatch_comparison_free);
  } else {
    g_task_return_error (task, error);
  }
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Compare *compare = g_task_get_task_data (task);
  GError *error = NULL;

  compare->last = archive_store_read_last_send_finish (ARCHIVE_STORE (source), result, &error);
  if (error != NULL) {
    g_task_return_error (task, error);
  } else if (compare->last == NULL) {
    g_task_return_pointer (task, NULL, NULL);
  } else {
    g_task_run_in_thread (task, compare_in_thread);
  }
}

/**
 * dispatch_compare_async:
 * @store: what has the journal
 * @account_id: whose sends
 * @snapshot: what is about to be sent
 * @cancellable: (nullable): a cancellable
 * @callback: called with the comparison
 * @user_data: for @callback
 *
 * Compares it, in a worker, with what went out the last time that its draft was sent.
 */
void
dispatch_compare_async (ArchiveStore *store,
                        const char *account_id,
                        const DispatchSnapshot *snapshot,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (store));
  g_return_if_fail (account_id != NULL && snapshot != NULL);

  Compare *compare = g_new0 (Compare, 1);
  compare->draft_id = g_strdup (snapshot->id);
  compare->content = dispatch_content_ref (snapshot->content);
  compare->table = dispatch_table_copy (snapshot->table);

  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, dispatch_compare_async);
  g_task_set_task_data (task, compare, (GDestroyNotify) compare_free);
  archive_store_read_last_send_async (store, account_id, snapshot->id, snapshot->name, cancellable,
                                      on_read, task);
}

/**
 * dispatch_compare_finish:
 * @result: what the callback was given
 * @error: return location for a [error@Archive.Error], a `BaseJsonError` or
 *   %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the comparison; %NULL without an error where nothing was
 *   sent before
 */
DispatchComparison *
dispatch_compare_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, dispatch_compare_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
