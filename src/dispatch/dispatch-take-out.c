/* A row is told by a hash of 64 bits over its address and values. That two of a million rows share
 * one is less likely than that a disk errs. */

#include "dispatch-take-out.h"

#include <base-hash.h>

#include "dispatch-audience-private.h"

/* Stands between cells, and in none. */
#define SEPARATOR '\0'

/* How many rows of each hash are still to be taken. */
typedef GHashTable Counts; /* of guint64 * */

typedef struct {
  DispatchTable *table;
  const DispatchTable *sent;
  guint *columns; /* (owned): where the columns of @sent are in @table; DISPATCH_NONE: nowhere */
  GString *text;
  Counts *rows;
  Counts *addresses;
} Search;

static void
add_cell (GString *text, const char *cell)
{
  g_string_append (text, cell);
  g_string_append_c (text, SEPARATOR);
}

/* The address alone, or with all values that @sent has. */
static guint64
hash_row (Search *search, const DispatchTable *table, guint row, gboolean whole)
{
  guint n_columns = whole ? dispatch_table_get_n_columns (search->sent) : DISPATCH_N_FIXED_COLUMNS;

  g_string_truncate (search->text, 0);
  for (guint i = 0; i < n_columns; i++) {
    guint column = table == search->sent ? i : search->columns[i];
    add_cell (search->text, column != DISPATCH_NONE ? dispatch_table_get (table, row, column) : "");
  }
  return base_hash_text (search->text->str, search->text->len);
}

static void
count (Counts *counts, guint64 hash)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, &hash));

  g_hash_table_replace (counts, g_memdup2 (&hash, sizeof hash), GUINT_TO_POINTER (n + 1));
}

/* Returns: whether there was one. */
static gboolean
take_one (Counts *counts, guint64 hash)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, &hash));

  if (n > 0) {
    g_hash_table_replace (counts, g_memdup2 (&hash, sizeof hash), GUINT_TO_POINTER (n - 1));
  }
  return n > 0;
}

static guint *
find_columns (const DispatchTable *table, const DispatchTable *sent)
{
  guint n_columns = dispatch_table_get_n_columns (sent);
  guint *columns = g_new (guint, n_columns);

  for (guint i = 0; i < n_columns; i++) {
    const char *name = dispatch_table_get_column_name (sent, i);
    columns[i] = i;
    if (i >= DISPATCH_N_FIXED_COLUMNS &&
        !dispatch_table_find_column (table, name, strlen (name), &columns[i])) {
      columns[i] = DISPATCH_NONE;
    }
  }
  return columns;
}

static Counts *
counts_new (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

static void
count_sent (Search *search, const GArray *spans)
{
  for (guint i = 0; i < spans->len; i++) {
    const DispatchSpan *span = &g_array_index (spans, DispatchSpan, i);
    for (guint row = span->first; row < span->first + span->n_rows; row++) {
      count (search->rows, hash_row (search, search->sent, row, TRUE));
      count (search->addresses, hash_row (search, search->sent, row, FALSE));
    }
  }
}

/* Rows that are the same come before those that only have the address, wherever they stand.
 * Returns: (transfer full): of guint8: whether a row goes */
static guint8 *
find_rows (Search *search)
{
  guint n_rows = dispatch_table_get_n_rows (search->table);
  guint8 *goes = g_new0 (guint8, n_rows + 1);

  for (guint row = 0; row < n_rows; row++) {
    goes[row] = take_one (search->rows, hash_row (search, search->table, row, TRUE));
    if (goes[row]) {
      take_one (search->addresses, hash_row (search, search->table, row, FALSE));
    }
  }
  for (guint row = 0; row < n_rows; row++) {
    goes[row] =
      goes[row] || take_one (search->addresses, hash_row (search, search->table, row, FALSE));
  }
  return goes;
}

static void
take_out_edited (DispatchTable *table, const DispatchTable *sent, const GArray *spans)
{
  Search search = {
    .table = table,
    .sent = sent,
    .columns = find_columns (table, sent),
    .text = g_string_new (NULL),
    .rows = counts_new (),
    .addresses = counts_new (),
  };
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint));

  count_sent (&search, spans);
  g_autofree guint8 *goes = find_rows (&search);
  for (guint row = 0; row < dispatch_table_get_n_rows (table); row++) {
    if (goes[row]) {
      g_array_append_val (rows, row);
    }
  }
  dispatch_table_remove_rows (table, (const guint *) (gpointer) rows->data, rows->len);
  g_hash_table_unref (search.rows);
  g_hash_table_unref (search.addresses);
  g_string_free (search.text, TRUE);
  g_free (search.columns);
}

/**
 * dispatch_table_take_out:
 * @table: what recipients are there now
 * @sent: what they were
 * @spans: (element-type DispatchSpan): rows of @sent, ascending
 *
 * Removes those rows from @table, wherever they are in it. An address that somebody changed is
 * another recipient, who was not sent to and stays.
 */
void
dispatch_table_take_out (DispatchTable *table, const DispatchTable *sent, const GArray *spans)
{
  DispatchDifference difference = dispatch_table_compare (sent, table);

  if (difference.columns || difference.n_old > 0 || difference.n_new > 0) {
    take_out_edited (table, sent, spans);
    return;
  }
  for (guint i = spans->len; i > 0; i--) {
    const DispatchSpan *span = &g_array_index (spans, DispatchSpan, i - 1);
    dispatch_table_remove (table, span->first, span->n_rows);
  }
}

typedef struct {
  DispatchTable *sent; /* (owned) */
  GArray *spans;       /* (owned) */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  dispatch_table_free (job->sent);
  g_array_unref (job->spans);
  g_free (job);
}

static gboolean
take_out (DispatchTable *table, gpointer data, GError **error)
{
  const Job *job = data;

  dispatch_table_take_out (table, job->sent, job->spans);
  return TRUE;
}

static void
on_edited (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DispatchAudience *self = DISPATCH_AUDIENCE (source);

  dispatch_audience_edit_finish (self, result, NULL);
  dispatch_audience_forget_steps (self);
  g_task_return_boolean (task, TRUE);
}

/**
 * dispatch_audience_take_out_async:
 * @self: an audience
 * @sent: what it held when it was sent
 * @spans: (element-type DispatchSpan): which rows of that were sent to, ascending
 * @callback: called when they are out
 * @user_data: for @callback
 *
 * See dispatch_table_take_out(). What was done to the audience before can be undone no more.
 */
void
dispatch_audience_take_out_async (DispatchAudience *self,
                                  const DispatchTable *sent,
                                  const GArray *spans,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (DISPATCH_IS_AUDIENCE (self) && sent != NULL && spans != NULL);

  GTask *task = g_task_new (self, NULL, callback, user_data);
  Job *job = g_new0 (Job, 1);
  job->sent = dispatch_table_copy (sent);
  job->spans = g_array_copy ((GArray *) spans);
  g_task_set_source_tag (task, dispatch_audience_take_out_async);
  dispatch_audience_edit_async (self, NULL, take_out, job, job_free, NULL, on_edited, task);
}

void
dispatch_audience_take_out_finish (DispatchAudience *self, GAsyncResult *result)
{
  g_return_if_fail (g_task_is_valid (result, self));

  g_task_propagate_boolean (G_TASK (result), NULL);
}
