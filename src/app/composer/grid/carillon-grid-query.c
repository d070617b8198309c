#include "carillon-grid-query.h"

/* Rows are looked through before somebody is asked whether it is still wanted. */
#define N_ROWS_A_LOOK 4096

/**
 * carillon_grid_query_new:
 * @text: what to find, not empty
 * @match_case: whether capitals count
 * @whole: whether the cell must hold nothing else
 *
 * Returns: (transfer full): a query of no columns yet
 */
CarillonGridQuery *
carillon_grid_query_new (const char *text, gboolean match_case, gboolean whole)
{
  g_return_val_if_fail (text != NULL && *text != '\0', NULL);

  CarillonGridQuery *self = g_new0 (CarillonGridQuery, 1);
  g_autofree char *escaped = g_regex_escape_string (text, -1);
  g_autofree char *pattern = whole ? g_strconcat ("\\A", escaped, "\\z", NULL) : g_strdup (escaped);
  self->regex =
    g_regex_new (pattern, (match_case ? 0 : G_REGEX_CASELESS) | G_REGEX_OPTIMIZE, 0, NULL);
  self->columns = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

void
carillon_grid_query_free (CarillonGridQuery *self)
{
  g_return_if_fail (self != NULL);

  g_regex_unref (self->regex);
  g_array_unref (self->columns);
  g_clear_pointer (&self->rows, g_array_unref);
  g_free (self);
}

CarillonGridQuery *
carillon_grid_query_copy (const CarillonGridQuery *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  CarillonGridQuery *copy = g_new0 (CarillonGridQuery, 1);
  copy->regex = g_regex_ref (self->regex);
  copy->columns = g_array_ref (self->columns);
  copy->rows = self->rows != NULL ? g_array_ref (self->rows) : NULL;
  return copy;
}

static guint
count_rows (const CarillonGridQuery *self, const DispatchTable *table)
{
  return self->rows != NULL ? self->rows->len : dispatch_table_get_n_rows (table);
}

static guint
get_row (const CarillonGridQuery *self, guint index)
{
  return self->rows != NULL ? g_array_index (self->rows, guint, index) : index;
}

typedef struct {
  CarillonGridQuery *query; /* (owned) */
  DispatchTable *table;     /* (owned) */
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  carillon_grid_query_free (search->query);
  dispatch_table_free (search->table);
  g_free (search);
}

static void
look_at_row (const Search *search, guint row, GArray *matches)
{
  const CarillonGridQuery *query = search->query;

  for (guint i = 0; i < query->columns->len; i++) {
    CarillonGridMatch match = { row, g_array_index (query->columns, guint, i) };
    const char *text = dispatch_table_get (search->table, row, match.column);
    if (*text != '\0' && g_regex_match (query->regex, text, 0, NULL)) {
      g_array_append_val (matches, match);
    }
  }
}

static void
search_in_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Search *search = data;
  g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (CarillonGridMatch));
  guint n_rows = count_rows (search->query, search->table);

  for (guint i = 0; i < n_rows && matches->len < CARILLON_GRID_MAX_MATCHES; i++) {
    guint row = get_row (search->query, i);
    if (i % N_ROWS_A_LOOK == 0 && g_task_return_error_if_cancelled (task)) {
      return;
    }
    if (row < dispatch_table_get_n_rows (search->table)) {
      look_at_row (search, row, matches);
    }
  }
  g_task_return_pointer (task, g_steal_pointer (&matches), (GDestroyNotify) g_array_unref);
}

void
carillon_grid_query_run_async (CarillonGridQuery *query,
                               DispatchTable *table,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (query != NULL && table != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Search *search = g_new0 (Search, 1);
  search->query = carillon_grid_query_copy (query);
  search->table = table;
  g_task_set_source_tag (task, carillon_grid_query_run_async);
  g_task_set_task_data (task, search, search_free);
  g_task_run_in_thread (task, search_in_worker);
}

GArray *
carillon_grid_query_run_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Replacing. */

char *
carillon_grid_query_replace_in (const CarillonGridQuery *self, const char *text, const char *with)
{
  g_return_val_if_fail (self != NULL && text != NULL && with != NULL, NULL);
  return g_regex_replace_literal (self->regex, text, -1, 0, with, 0, NULL);
}

typedef struct {
  const CarillonGridQuery *query;
  const char *with;
  guint next;    /* of the query's rows */
  char *written; /* (owned) (nullable) */
  guint n_replaced;
} Replacing;

static gboolean
is_wanted (Replacing *replacing, guint row)
{
  const GArray *rows = replacing->query->rows;

  if (rows == NULL) {
    return TRUE;
  }
  while (replacing->next < rows->len && g_array_index (rows, guint, replacing->next) < row) {
    replacing->next++;
  }
  return replacing->next < rows->len && g_array_index (rows, guint, replacing->next) == row;
}

static const char *
replace_cell (guint row, const char *old, gpointer data)
{
  Replacing *replacing = data;

  if (*old == '\0' || !is_wanted (replacing, row) ||
      !g_regex_match (replacing->query->regex, old, 0, NULL)) {
    return old;
  }
  g_free (replacing->written);
  replacing->written = carillon_grid_query_replace_in (replacing->query, old, replacing->with);
  if (replacing->written == NULL) {
    return old;
  }
  replacing->n_replaced++;
  return replacing->written;
}

guint
carillon_grid_query_replace (const CarillonGridQuery *self, DispatchTable *table, const char *with)
{
  g_return_val_if_fail (self != NULL && table != NULL && with != NULL, 0);

  Replacing replacing = { .query = self, .with = with };
  for (guint i = 0; i < self->columns->len; i++) {
    replacing.next = 0;
    dispatch_table_rewrite (table, g_array_index (self->columns, guint, i), 0,
                            dispatch_table_get_n_rows (table), replace_cell, &replacing);
  }
  g_free (replacing.written);
  return replacing.n_replaced;
}
