#include "dispatch-table.h"

#include <string.h>

#include "dispatch-audience.h"

/* The size of a block of texts: a thousand user IDs or so. */
#define POOL_BLOCK (64 * 1024)

/* Overwritten and removed texts stay in the pool until they are more than this and than the half of
 * it; so rewriting the pool costs each edit next to nothing. */
#define MIN_WASTE (256 * 1024)

/* Of the IDs of users, in the reference and in the guides of the API. */
static const char *const user_prefixes[] = { "comms_pushnotificationuser_", "comms_user_" };

/* Texts that never move, shared by a column and its frozen copies; only the column adds to it. */
typedef struct {
  GStringChunk *texts;
} Pool;

typedef struct {
  char *name; /* (nullable): of a variable */
  gsize name_length;
  Pool *pool;
  GPtrArray *cells;      /* of const char *, NULL where unset */
  gboolean cells_shared; /* with a frozen copy: copied before the next change */
  gsize used;            /* bytes of texts that were put into the pool */
  gsize waste;           /* of them, those that no cell has any more */
} Column;

struct _DispatchTable {
  GPtrArray *columns; /* of Column */
  guint n_rows;
};

static Pool *
pool_new (void)
{
  Pool *pool = g_atomic_rc_box_new (Pool);

  pool->texts = g_string_chunk_new (POOL_BLOCK);
  return pool;
}

static void
pool_clear (gpointer data)
{
  Pool *pool = data;

  g_clear_pointer (&pool->texts, g_string_chunk_free);
}

static void
pool_unref (Pool *pool)
{
  g_atomic_rc_box_release_full (pool, pool_clear);
}

static Column *
column_new (const char *name, guint n_rows)
{
  Column *column = g_new0 (Column, 1);

  column->name = g_strdup (name);
  column->name_length = name != NULL ? strlen (name) : 0;
  column->pool = pool_new ();
  column->cells = g_ptr_array_new ();
  g_ptr_array_set_size (column->cells, (int) n_rows);
  return column;
}

static Column *
column_freeze (Column *column)
{
  Column *copy = g_new0 (Column, 1);

  column->cells_shared = TRUE;
  copy->name = g_strdup (column->name);
  copy->name_length = column->name_length;
  copy->pool = g_atomic_rc_box_acquire (column->pool);
  copy->cells = g_ptr_array_ref (column->cells);
  return copy;
}

static void
column_free (gpointer data)
{
  Column *column = data;

  g_free (column->name);
  g_ptr_array_unref (column->cells);
  pool_unref (column->pool);
  g_free (column);
}

static void
column_unshare (Column *column)
{
  if (column->cells_shared) {
    GPtrArray *own = g_ptr_array_copy (column->cells, NULL, NULL);
    g_ptr_array_unref (column->cells);
    column->cells = own;
    column->cells_shared = FALSE;
  }
}

/* Neighbours often have the same value (a provider, a shop), which then is kept once. */
static const char *
column_intern (Column *column, guint row, const char *value)
{
  const char *neighbour = row > 0 ? column->cells->pdata[row - 1] : NULL;

  if (*value == '\0') {
    return NULL;
  }
  if (neighbour != NULL && strcmp (neighbour, value) == 0) {
    return neighbour;
  }
  gsize length = strlen (value);
  column->used += length + 1;
  return g_string_chunk_insert_len (column->pool->texts, value, (gssize) length);
}

static void
column_compact (Column *column)
{
  if (column->waste <= MIN_WASTE || column->waste <= column->used / 2) {
    return;
  }
  Pool *old_pool = column->pool;
  g_autoptr (GPtrArray) old_cells = g_steal_pointer (&column->cells);

  column->pool = pool_new ();
  column->cells = g_ptr_array_sized_new (old_cells->len);
  column->used = 0;
  column->waste = 0;
  for (guint row = 0; row < old_cells->len; row++) {
    const char *value = old_cells->pdata[row];
    g_ptr_array_add (column->cells,
                     (gpointer) (value != NULL ? column_intern (column, row, value) : NULL));
  }
  pool_unref (old_pool);
}

static void
column_set (Column *column, guint row, const char *value)
{
  const char *old = column->cells->pdata[row];

  column_unshare (column);
  if (old != NULL) {
    column->waste += strlen (old) + 1;
  }
  column->cells->pdata[row] = (gpointer) column_intern (column, row, value);
  column_compact (column);
}

static void
column_remove (Column *column, guint row, guint n_rows)
{
  column_unshare (column);
  for (guint i = row; i < row + n_rows; i++) {
    const char *value = column->cells->pdata[i];
    column->waste += value != NULL ? strlen (value) + 1 : 0;
  }
  g_ptr_array_remove_range (column->cells, row, n_rows);
  column_compact (column);
}

static Column *
get_column (const DispatchTable *self, guint column)
{
  g_assert (column < self->columns->len);
  return self->columns->pdata[column];
}

DispatchTable *
dispatch_table_new (void)
{
  DispatchTable *self = g_new0 (DispatchTable, 1);

  self->columns = g_ptr_array_new_with_free_func (column_free);
  for (guint i = 0; i < DISPATCH_N_FIXED_COLUMNS; i++) {
    g_ptr_array_add (self->columns, column_new (NULL, 0));
  }
  return self;
}

/**
 * dispatch_table_freeze:
 * @self: a table
 *
 * Returns: (transfer full): a read-only copy for any thread
 */
DispatchTable *
dispatch_table_freeze (DispatchTable *self)
{
  DispatchTable *copy = g_new0 (DispatchTable, 1);

  copy->columns = g_ptr_array_new_with_free_func (column_free);
  copy->n_rows = self->n_rows;
  for (guint i = 0; i < self->columns->len; i++) {
    g_ptr_array_add (copy->columns, column_freeze (get_column (self, i)));
  }
  return copy;
}

void
dispatch_table_free (DispatchTable *self)
{
  g_ptr_array_unref (self->columns);
  g_free (self);
}

guint
dispatch_table_get_n_rows (const DispatchTable *self)
{
  return self->n_rows;
}

guint
dispatch_table_get_n_columns (const DispatchTable *self)
{
  return self->columns->len;
}

/**
 * dispatch_table_get_column_name:
 * @self: a table
 * @column: a column
 *
 * Returns: (transfer none): the name of the variable; "" for a fixed column
 */
const char *
dispatch_table_get_column_name (const DispatchTable *self, guint column)
{
  const char *name = get_column (self, column)->name;

  return name != NULL ? name : "";
}

gboolean
dispatch_table_find_column (const DispatchTable *self,
                            const char *name,
                            gsize length,
                            guint *column)
{
  for (guint i = DISPATCH_N_FIXED_COLUMNS; i < self->columns->len; i++) {
    const Column *candidate = self->columns->pdata[i];
    if (candidate->name_length == length && memcmp (candidate->name, name, length) == 0) {
      *column = i;
      return TRUE;
    }
  }
  return FALSE;
}

guint
dispatch_table_add_column (DispatchTable *self, const char *name)
{
  g_assert (self->columns->len < DISPATCH_MAX_COLUMNS);

  g_ptr_array_add (self->columns, column_new (name, self->n_rows));
  return self->columns->len - 1;
}

void
dispatch_table_remove_column (DispatchTable *self, guint column)
{
  g_assert (column >= DISPATCH_N_FIXED_COLUMNS && column < self->columns->len);

  g_ptr_array_remove_index (self->columns, column);
}

/**
 * dispatch_table_append:
 * @self: a table
 *
 * Returns: a new row at the end, without values
 */
guint
dispatch_table_append (DispatchTable *self)
{
  g_assert (self->n_rows < DISPATCH_MAX_ROWS);

  for (guint i = 0; i < self->columns->len; i++) {
    Column *column = get_column (self, i);
    column_unshare (column);
    g_ptr_array_add (column->cells, NULL);
  }
  return self->n_rows++;
}

void
dispatch_table_remove (DispatchTable *self, guint row, guint n_rows)
{
  g_assert (row <= self->n_rows && n_rows <= self->n_rows - row);

  for (guint i = 0; i < self->columns->len && n_rows > 0; i++) {
    column_remove (get_column (self, i), row, n_rows);
  }
  self->n_rows -= n_rows;
}

/**
 * dispatch_table_get:
 * @self: a table
 * @row: a row
 * @column: a column
 *
 * Returns: (transfer none): the value, "" where there is none; valid until the table changes
 */
const char *
dispatch_table_get (const DispatchTable *self, guint row, guint column)
{
  g_assert (row < self->n_rows);

  const char *value = get_column (self, column)->cells->pdata[row];
  return value != NULL ? value : "";
}

/**
 * dispatch_table_set:
 * @self: a table
 * @row: a row
 * @column: a column
 * @value: the new value
 *
 * Returns: whether it is another than before
 */
gboolean
dispatch_table_set (DispatchTable *self, guint row, guint column, const char *value)
{
  if (strcmp (dispatch_table_get (self, row, column), value) == 0) {
    return FALSE;
  }
  column_set (get_column (self, column), row, value);
  return TRUE;
}

gboolean
dispatch_table_is_user (const DispatchTable *self, guint row)
{
  const char *address = dispatch_table_get (self, row, DISPATCH_COLUMN_ADDRESS);

  for (gsize i = 0; i < G_N_ELEMENTS (user_prefixes); i++) {
    if (g_str_has_prefix (address, user_prefixes[i])) {
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * dispatch_table_lookup:
 * @row: a #DispatchRow
 * @name: the name of a variable
 * @length: of @name
 * @value: (out): its value in the row
 *
 * An empty cell is no value, so that the filter `default` fills it as the service will, which is
 * not sent empty variables.
 *
 * Returns: whether the row has one
 */
bool
dispatch_table_lookup (void *row, const char *name, size_t length, LiquidValue *value)
{
  const DispatchRow *at = row;
  guint column = 0;

  if (at->row >= at->table->n_rows ||
      !dispatch_table_find_column (at->table, name, length, &column)) {
    return false;
  }
  const char *text = dispatch_table_get (at->table, at->row, column);
  if (*text == '\0') {
    return false;
  }
  *value = liquid_string (text, strlen (text));
  return true;
}
