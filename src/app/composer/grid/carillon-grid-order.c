#include "carillon-grid-order.h"

#include <string.h>

struct _CarillonGridOrder {
  gatomicrefcount references;
  guint n_rows;
  guint *rows;      /* (owned): of each position */
  guint *positions; /* (owned): of each row */
};

static guint *
invert (const guint *rows, guint n_rows)
{
  guint *positions = g_new (guint, MAX (n_rows, 1));

  for (guint i = 0; i < n_rows; i++) {
    positions[rows[i]] = i;
  }
  return positions;
}

CarillonGridOrder *
carillon_grid_order_new (guint *rows, guint n_rows)
{
  CarillonGridOrder *self = g_new0 (CarillonGridOrder, 1);

  g_atomic_ref_count_init (&self->references);
  self->n_rows = n_rows;
  self->rows = rows;
  self->positions = invert (rows, n_rows);
  return self;
}

CarillonGridOrder *
carillon_grid_order_ref (CarillonGridOrder *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
carillon_grid_order_unref (CarillonGridOrder *self)
{
  g_return_if_fail (self != NULL);

  if (g_atomic_ref_count_dec (&self->references)) {
    g_free (self->rows);
    g_free (self->positions);
    g_free (self);
  }
}

guint
carillon_grid_order_get_n_rows (const CarillonGridOrder *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->n_rows;
}

guint
carillon_grid_order_get_row (const CarillonGridOrder *self, guint position)
{
  g_return_val_if_fail (self != NULL && position < self->n_rows, DISPATCH_NONE);
  return self->rows[position];
}

guint
carillon_grid_order_find (const CarillonGridOrder *self, guint row)
{
  g_return_val_if_fail (self != NULL, DISPATCH_NONE);
  return row < self->n_rows ? self->positions[row] : DISPATCH_NONE;
}

/**
 * carillon_grid_order_splice:
 * @self: an order
 * @row: where rows of the table came or went
 * @n_removed: how many went
 * @n_added: how many came
 * @first: (out): the first position from which a row went
 * @last: (out): the last one; before @first where none did
 *
 * Rows that stay keep their order; those that came are shown behind them all. As many that come as
 * go are the same ones with other texts, and stay where they are until one sorts again.
 *
 * Returns: (transfer full): the order of the table as it is now
 */
CarillonGridOrder *
carillon_grid_order_splice (const CarillonGridOrder *self,
                            guint row,
                            guint n_removed,
                            guint n_added,
                            guint *first,
                            guint *last)
{
  g_return_val_if_fail (self != NULL && row + n_removed <= self->n_rows, NULL);
  g_return_val_if_fail (first != NULL && last != NULL, NULL);

  guint *rows = g_new (guint, (gsize) self->n_rows + n_added + 1);
  gboolean in_place = n_added == n_removed;
  guint n = 0;
  *first = 1;
  *last = 0;
  for (guint i = 0; i < self->n_rows; i++) {
    guint old = self->rows[i];
    if (old < row) {
      rows[n++] = old;
    } else if (old - row >= n_removed) {
      rows[n++] = old - n_removed + n_added;
    } else {
      *first = *first > *last ? i : *first;
      *last = i;
      if (in_place) {
        rows[n++] = old;
      }
    }
  }
  for (guint i = 0; i < n_added && !in_place; i++) {
    rows[n++] = row + i;
  }
  return carillon_grid_order_new (rows, n);
}

/* Sorting. */

/* Keys of this many rows are made before somebody is asked whether it is still wanted. */
#define N_ROWS_A_LOOK 4096

typedef enum {
  KEY_NUMBER,
  KEY_TEXT,
  KEY_EMPTY,
} KeyKind;

typedef struct {
  guint row;
  KeyKind kind;
  double number;
  const char *text; /* (nullable): in the chunk, as strcmp() sorts it */
} Key;

typedef struct {
  DispatchTable *table; /* (owned) */
  guint column;
  gboolean descending;
  GStringChunk *texts; /* (owned) */
} Sort;

static void
sort_free (gpointer data)
{
  Sort *sort = data;

  dispatch_table_free (sort->table);
  g_string_chunk_free (sort->texts);
  g_free (sort);
}

static gboolean
read_number (const char *text, double *number)
{
  char *end;

  if (!g_ascii_isdigit (*text) && strchr ("+-.", *text) == NULL) {
    return FALSE;
  }
  *number = g_ascii_strtod (text, &end);
  return end != text && *end == '\0';
}

static void
make_key (Sort *sort, guint row, Key *key)
{
  const char *text = dispatch_table_get (sort->table, row, sort->column);

  *key = (Key){ .row = row };
  if (*text == '\0') {
    key->kind = KEY_EMPTY;
  } else if (read_number (text, &key->number)) {
    key->kind = KEY_NUMBER;
  } else {
    g_autofree char *folded = g_utf8_casefold (text, -1);
    g_autofree char *collated = g_utf8_collate_key (folded, -1);
    key->kind = KEY_TEXT;
    key->text = g_string_chunk_insert (sort->texts, collated);
  }
}

/* Rows of one key keep the order of the table, either way; what is empty comes last, either way. */
static int
compare_keys (gconstpointer a, gconstpointer b, gpointer data)
{
  const Key *one = a;
  const Key *other = b;
  int result = 0;

  if (one->kind == KEY_EMPTY || other->kind == KEY_EMPTY) {
    result = (int) one->kind - (int) other->kind;
    return result != 0 ? result : (one->row > other->row) - (one->row < other->row);
  }
  if (one->kind != other->kind) {
    result = (int) one->kind - (int) other->kind;
  } else if (one->kind == KEY_NUMBER) {
    result = (one->number > other->number) - (one->number < other->number);
  } else {
    result = strcmp (one->text, other->text);
  }
  if (result == 0) {
    return (one->row > other->row) - (one->row < other->row);
  }
  return ((Sort *) data)->descending ? -result : result;
}

static Key *
make_keys (Sort *sort, guint n, GCancellable *cancellable)
{
  g_autofree Key *keys = g_new (Key, MAX (n, 1));

  for (guint i = 0; i < n; i++) {
    if (i % N_ROWS_A_LOOK == 0 && g_cancellable_is_cancelled (cancellable)) {
      return NULL;
    }
    make_key (sort, i, &keys[i]);
  }
  return g_steal_pointer (&keys);
}

static void
sort_in_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Sort *sort = data;
  guint n = dispatch_table_get_n_rows (sort->table);
  g_autofree Key *keys = make_keys (sort, n, cancellable);

  if (g_task_return_error_if_cancelled (task)) {
    return;
  }
  g_qsort_with_data (keys, (int) n, sizeof (Key), compare_keys, sort);
  guint *rows = g_new (guint, (gsize) n + 1);
  for (guint i = 0; i < n; i++) {
    rows[i] = keys[i].row;
  }
  g_task_return_pointer (task, carillon_grid_order_new (rows, n),
                         (GDestroyNotify) carillon_grid_order_unref);
}

void
carillon_grid_order_sort_async (DispatchTable *table,
                                guint column,
                                gboolean descending,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (table != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Sort *sort = g_new0 (Sort, 1);
  sort->table = table;
  sort->column = column;
  sort->descending = descending;
  sort->texts = g_string_chunk_new (64 * 1024);
  g_task_set_source_tag (task, carillon_grid_order_sort_async);
  g_task_set_task_data (task, sort, sort_free);
  g_task_run_in_thread (task, sort_in_worker);
}

CarillonGridOrder *
carillon_grid_order_sort_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
