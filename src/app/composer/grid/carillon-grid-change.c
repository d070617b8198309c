#include "carillon-grid-change.h"

#include <string.h>

/* Rows that are nearer to each other are written in one go: a block is made anew once. */
#define MAX_GAP DISPATCH_BLOCK_ROWS

typedef struct {
  guint row;
  guint line; /* of the cells, from 0 */
} Target;

typedef struct {
  DispatchColumnKind kind;
  char *name; /* (owned) */
} Column;

struct _CarillonGridChange {
  guint *rows; /* (owned) */
  guint n_rows;
  guint n_appended;
  DispatchMatrix *cells; /* (owned) */
  GArray *columns;       /* of Column */
};

static void
clear_column (gpointer column)
{
  g_free (((Column *) column)->name);
}

CarillonGridChange *
carillon_grid_change_new (guint *rows, guint n_rows, DispatchMatrix *cells)
{
  g_return_val_if_fail (cells != NULL && dispatch_matrix_get_n_rows (cells) > 0, NULL);

  CarillonGridChange *self = g_new0 (CarillonGridChange, 1);
  self->rows = rows;
  self->n_rows = n_rows;
  self->cells = cells;
  self->columns = g_array_new (FALSE, FALSE, sizeof (Column));
  g_array_set_clear_func (self->columns, clear_column);
  return self;
}

void
carillon_grid_change_free (CarillonGridChange *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->rows);
  dispatch_matrix_free (self->cells);
  g_array_unref (self->columns);
  g_free (self);
}

void
carillon_grid_change_add_column (CarillonGridChange *self,
                                 DispatchColumnKind kind,
                                 const char *name)
{
  g_return_if_fail (self != NULL && name != NULL);

  Column column = { kind, g_strdup (name) };
  g_array_append_val (self->columns, column);
}

void
carillon_grid_change_set_appended (CarillonGridChange *self, guint n_rows)
{
  g_return_if_fail (self != NULL);
  self->n_appended = n_rows;
}

static guint
find_or_add (DispatchTable *table, const Column *column)
{
  guint index;

  if (column->kind != DISPATCH_COLUMN_VARIABLE) {
    return (guint) column->kind;
  }
  if (dispatch_table_find_column (table, column->name, strlen (column->name), &index)) {
    return index;
  }
  if (dispatch_table_get_n_columns (table) >= DISPATCH_MAX_COLUMNS) {
    return DISPATCH_NONE;
  }
  return dispatch_table_add_column (table, column->name);
}

static int
compare_targets (gconstpointer a, gconstpointer b)
{
  const Target *one = a;
  const Target *other = b;

  return (one->row > other->row) - (one->row < other->row);
}

static GArray *
list_targets (CarillonGridChange *self, guint first_appended)
{
  guint n = self->n_rows + self->n_appended;
  GArray *targets = g_array_sized_new (FALSE, FALSE, sizeof (Target), n);
  gboolean ascending = TRUE;

  for (guint i = 0; i < n; i++) {
    Target target = { i < self->n_rows ? self->rows[i] : first_appended + i - self->n_rows, i };
    ascending = ascending && (i == 0 || g_array_index (targets, Target, i - 1).row < target.row);
    g_array_append_val (targets, target);
  }
  if (!ascending) {
    g_array_sort (targets, compare_targets);
  }
  return targets;
}

typedef struct {
  CarillonGridChange *change;
  const Target *next;
  const Target *end;
  guint column; /* of the cells */
  gboolean is_fixed;
  GString *trimmed;
} Writing;

/* Around an address or a provider spaces mean nothing. */
static const char *
trim (Writing *writing, const char *text)
{
  gsize start = strspn (text, " \t\r\n");
  gsize length = strlen (text + start);

  while (length > 0 && g_ascii_isspace (text[start + length - 1])) {
    length--;
  }
  g_string_truncate (writing->trimmed, 0);
  g_string_append_len (writing->trimmed, text + start, (gssize) length);
  return writing->trimmed->str;
}

static const char *
write_cell (guint row, const char *old, gpointer data)
{
  Writing *writing = data;
  const DispatchMatrix *cells = writing->change->cells;

  if (writing->next == writing->end || writing->next->row != row) {
    return old;
  }
  guint line = writing->next++->line;
  const char *text =
    dispatch_matrix_get (cells, line % dispatch_matrix_get_n_rows (cells),
                         writing->column % MAX (dispatch_matrix_get_n_columns (cells), 1));
  return writing->is_fixed ? trim (writing, text) : text;
}

static void
write_column (Writing *writing, DispatchTable *table, guint column, const GArray *targets)
{
  const Target *first = &g_array_index (targets, Target, 0);
  const Target *end = first + targets->len;

  while (first < end) {
    const Target *last = first;
    while (last + 1 < end && last[1].row - last->row <= MAX_GAP) {
      last++;
    }
    writing->next = first;
    writing->end = last + 1;
    dispatch_table_rewrite (table, column, first->row, last->row - first->row + 1, write_cell,
                            writing);
    first = last + 1;
  }
}

gboolean
carillon_grid_change_apply (CarillonGridChange *self, DispatchTable *table)
{
  guint first_appended = dispatch_table_get_n_rows (table);

  if (self->n_appended > DISPATCH_MAX_ROWS - first_appended) {
    return FALSE;
  }
  if (self->n_appended > 0) {
    dispatch_table_insert_blank (table, first_appended, self->n_appended);
  }
  g_autoptr (GArray) targets = list_targets (self, first_appended);
  g_autoptr (GString) trimmed = g_string_new (NULL);
  for (guint i = 0; targets->len > 0 && i < self->columns->len; i++) {
    guint column = find_or_add (table, &g_array_index (self->columns, Column, i));
    if (column == DISPATCH_NONE) {
      return FALSE;
    }
    Writing writing = {
      .change = self, .column = i, .is_fixed = column < DISPATCH_N_FIXED_COLUMNS, .trimmed = trimmed
    };
    write_column (&writing, table, column, targets);
  }
  return TRUE;
}
