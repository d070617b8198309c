#include "dispatch-audience-private.h"

#include <string.h>

/* Which end of the tables is compared. */
typedef enum {
  FROM_START,
  FROM_END,
} End;

static gboolean
columns_are_equal (const DispatchTable *a, const DispatchTable *b)
{
  guint n_columns = dispatch_table_get_n_columns (a);

  if (n_columns != dispatch_table_get_n_columns (b)) {
    return FALSE;
  }
  for (guint i = 0; i < n_columns; i++) {
    if (dispatch_table_get_slot (a, i) != dispatch_table_get_slot (b, i) ||
        strcmp (dispatch_table_get_column_name (a, i), dispatch_table_get_column_name (b, i)) !=
          0) {
      return FALSE;
    }
  }
  return TRUE;
}

/* Blocks that two tables share are the same without looking; returns the rows of those. */
static guint
skip_blocks (const DispatchTable *a, const DispatchTable *b, End end)
{
  guint n_a = dispatch_table_get_n_blocks (a), n_b = dispatch_table_get_n_blocks (b);
  guint n_rows = 0;

  for (guint i = 0; i < MIN (n_a, n_b); i++) {
    DispatchBlock *block = dispatch_table_get_block (a, end == FROM_START ? i : n_a - 1 - i, NULL);
    if (block != dispatch_table_get_block (b, end == FROM_START ? i : n_b - 1 - i, NULL)) {
      break;
    }
    n_rows += dispatch_block_get_n_rows (block);
  }
  return n_rows;
}

static const char *
get (const DispatchTable *table, guint row, guint column)
{
  return column < dispatch_table_get_n_columns (table) ? dispatch_table_get (table, row, column)
                                                       : "";
}

static gboolean
rows_are_equal (const DispatchTable *a, guint row_a, const DispatchTable *b, guint row_b)
{
  guint n_columns = MAX (dispatch_table_get_n_columns (a), dispatch_table_get_n_columns (b));

  for (guint i = 0; i < n_columns; i++) {
    if (strcmp (get (a, row_a, i), get (b, row_b, i)) != 0) {
      return FALSE;
    }
  }
  return TRUE;
}

/* Rows at an end that are the same in both; at most @limit. */
static guint
count_equal (const DispatchTable *a, const DispatchTable *b, End end, guint limit)
{
  guint last_a = dispatch_table_get_n_rows (a) - 1, last_b = dispatch_table_get_n_rows (b) - 1;
  guint n = MIN (skip_blocks (a, b, end), limit);

  while (n < limit && rows_are_equal (a, end == FROM_START ? n : last_a - n, b,
                                      end == FROM_START ? n : last_b - n)) {
    n++;
  }
  return n;
}

/**
 * dispatch_table_compare:
 * @old: a table
 * @new: another
 *
 * Where columns differ, rows are the same that have the same values in columns of the same number.
 *
 * Returns: where they differ
 */
DispatchDifference
dispatch_table_compare (const DispatchTable *old, const DispatchTable *new)
{
  guint n_old = dispatch_table_get_n_rows (old), n_new = dispatch_table_get_n_rows (new);
  guint n_start = count_equal (old, new, FROM_START, MIN (n_old, n_new));
  guint n_end = count_equal (old, new, FROM_END, MIN (n_old, n_new) - n_start);

  return (DispatchDifference){ !columns_are_equal (old, new), n_start, n_old - n_start - n_end,
                               n_new - n_start - n_end };
}

/**
 * dispatch_table_get_size_beside:
 * @self: a table
 * @other: another one, which was made from it or the other way round
 *
 * Returns: the bytes of memory that would come free if @self went and @other stayed
 */
gsize
dispatch_table_get_size_beside (const DispatchTable *self, const DispatchTable *other)
{
  guint n = dispatch_table_get_n_blocks (self), n_other = dispatch_table_get_n_blocks (other);
  gsize size = n * (sizeof (gpointer) + sizeof (guint));
  guint start = 0, end = 0;

  while (start < MIN (n, n_other) && dispatch_table_get_block (self, start, NULL) ==
                                       dispatch_table_get_block (other, start, NULL)) {
    start++;
  }
  while (start + end < MIN (n, n_other) &&
         dispatch_table_get_block (self, n - 1 - end, NULL) ==
           dispatch_table_get_block (other, n_other - 1 - end, NULL)) {
    end++;
  }
  for (guint i = start; i < n - end; i++) {
    DispatchBlock *block = dispatch_table_get_block (self, i, NULL);
    size += n == n_other
              ? dispatch_block_get_size_beside (block, dispatch_table_get_block (other, i, NULL))
              : dispatch_block_get_size (block);
  }
  return size;
}
