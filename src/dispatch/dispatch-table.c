/* A change makes the blocks that it touches anew and leaves the others as they are, for the table
 * as for everybody who shares them. */

#include "dispatch-table-private.h"

#include <string.h>

/* Of the IDs of users, in the reference and in the guides of the API. */
static const char *const user_prefixes[] = { "comms_pushnotificationuser_", "comms_user_" };

static void
clear_column (gpointer data)
{
  g_free (((DispatchColumn *) data)->name);
}

static DispatchTable *
table_new (void)
{
  DispatchTable *self = g_new0 (DispatchTable, 1);

  self->columns = g_array_new (FALSE, FALSE, sizeof (DispatchColumn));
  g_array_set_clear_func (self->columns, clear_column);
  self->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) dispatch_block_unref);
  self->firsts = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

static void
append_column (DispatchTable *self, const char *name, guint slot)
{
  const DispatchColumn column = { g_strdup (name), strlen (name), slot };

  g_array_append_val (self->columns, column);
}

DispatchTable *
dispatch_table_new (void)
{
  DispatchTable *self = table_new ();

  for (guint i = 0; i < DISPATCH_N_FIXED_COLUMNS; i++) {
    append_column (self, "", self->n_slots++);
  }
  return self;
}

/**
 * dispatch_table_copy:
 * @self: a table
 *
 * Returns: (transfer full): the same columns and rows; for another thread as long as nobody changes
 *   it
 */
DispatchTable *
dispatch_table_copy (const DispatchTable *self)
{
  DispatchTable *copy = table_new ();

  for (guint i = 0; i < self->columns->len; i++) {
    const DispatchColumn *column = &g_array_index (self->columns, DispatchColumn, i);
    append_column (copy, column->name, column->slot);
  }
  g_ptr_array_set_size (copy->blocks, (int) self->blocks->len);
  for (guint i = 0; i < self->blocks->len; i++) {
    copy->blocks->pdata[i] = dispatch_block_ref (self->blocks->pdata[i]);
  }
  g_array_append_vals (copy->firsts, self->firsts->data, self->firsts->len);
  copy->n_rows = self->n_rows;
  copy->n_slots = self->n_slots;
  return copy;
}

void
dispatch_table_free (DispatchTable *self)
{
  g_array_unref (self->columns);
  g_ptr_array_unref (self->blocks);
  g_array_unref (self->firsts);
  g_free (self);
}

/* After the blocks were changed. */
void
dispatch_table_count_rows (DispatchTable *self)
{
  guint n_rows = 0;

  g_array_set_size (self->firsts, 0);
  for (guint i = 0; i < self->blocks->len; i++) {
    g_array_append_val (self->firsts, n_rows);
    n_rows += dispatch_block_get_n_rows (self->blocks->pdata[i]);
  }
  self->n_rows = n_rows;
}

const DispatchColumn *
dispatch_table_get_column (const DispatchTable *self, guint column)
{
  g_assert (column < self->columns->len);

  return &g_array_index (self->columns, DispatchColumn, column);
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

gsize
dispatch_table_get_size (const DispatchTable *self)
{
  gsize size = self->blocks->len * (sizeof (gpointer) + sizeof (guint));

  for (guint i = 0; i < self->blocks->len; i++) {
    size += dispatch_block_get_size (self->blocks->pdata[i]);
  }
  return size;
}

guint
dispatch_table_get_n_blocks (const DispatchTable *self)
{
  return self->blocks->len;
}

/**
 * dispatch_table_get_block:
 * @self: a table
 * @index: the number of a block, from 0
 * @first_row: (out) (optional): the number of its first row
 *
 * Returns: (transfer none): the block
 */
DispatchBlock *
dispatch_table_get_block (const DispatchTable *self, guint index, guint *first_row)
{
  g_assert (index < self->blocks->len);

  if (first_row != NULL) {
    *first_row = g_array_index (self->firsts, guint, index);
  }
  return self->blocks->pdata[index];
}

/**
 * dispatch_table_find_block:
 * @self: a table
 * @row: a row
 *
 * Returns: the number of its block
 */
guint
dispatch_table_find_block (const DispatchTable *self, guint row)
{
  guint low = 0, high = self->firsts->len;

  g_assert (row < self->n_rows);

  while (high - low > 1) {
    guint middle = low + (high - low) / 2;
    if (g_array_index (self->firsts, guint, middle) <= row) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

guint
dispatch_table_get_slot (const DispatchTable *self, guint column)
{
  return dispatch_table_get_column (self, column)->slot;
}

guint
dispatch_table_get_n_slots (const DispatchTable *self)
{
  return self->n_slots;
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
  guint first = 0;
  guint index = dispatch_table_find_block (self, row);
  const DispatchBlock *block = dispatch_table_get_block (self, index, &first);

  return dispatch_block_get (block, row - first, dispatch_table_get_column (self, column)->slot);
}

gboolean
dispatch_table_is_user (const DispatchTable *self, guint row)
{
  return *dispatch_table_get (self, row, DISPATCH_COLUMN_USER) != '\0';
}

/**
 * dispatch_table_get_address:
 * @self: a table
 * @row: a row
 *
 * Returns: (transfer none): where the row's recipient is reached: the user's ID, or the token
 */
const char *
dispatch_table_get_address (const DispatchTable *self, guint row)
{
  const char *user = dispatch_table_get (self, row, DISPATCH_COLUMN_USER);

  return *user != '\0' ? user : dispatch_table_get (self, row, DISPATCH_COLUMN_TOKEN);
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
  return dispatch_table_get_column (self, column)->name;
}

gboolean
dispatch_table_find_column (const DispatchTable *self,
                            const char *name,
                            gsize length,
                            guint *column)
{
  for (guint i = DISPATCH_N_FIXED_COLUMNS; i < self->columns->len; i++) {
    const DispatchColumn *candidate = &g_array_index (self->columns, DispatchColumn, i);
    if (candidate->name_length == length && memcmp (candidate->name, name, length) == 0) {
      *column = i;
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * dispatch_table_add_column:
 * @self: a table with less than [const@Dispatch.MAX_COLUMNS] columns
 * @name: the name of a variable that has none yet
 *
 * Returns: its column, the last one
 */
guint
dispatch_table_add_column (DispatchTable *self, const char *name)
{
  g_assert (self->columns->len < DISPATCH_MAX_COLUMNS);

  append_column (self, name, self->n_slots++);
  return self->columns->len - 1;
}

void
dispatch_table_rename_column (DispatchTable *self, guint column, const char *name)
{
  DispatchColumn *renamed = &g_array_index (self->columns, DispatchColumn, column);

  g_assert (column >= DISPATCH_N_FIXED_COLUMNS && column < self->columns->len);

  g_free (renamed->name);
  renamed->name = g_strdup (name);
  renamed->name_length = strlen (name);
}

/**
 * dispatch_table_remove_column:
 * @self: a table
 * @column: the column of a variable
 *
 * The cells stay in the blocks, where nothing names them any more, until their rows are copied.
 */
void
dispatch_table_remove_column (DispatchTable *self, guint column)
{
  g_assert (column >= DISPATCH_N_FIXED_COLUMNS && column < self->columns->len);

  g_array_remove_index (self->columns, column);
}

static void
replace_block (DispatchTable *self, guint index, DispatchBlock *block)
{
  dispatch_block_unref (self->blocks->pdata[index]);
  self->blocks->pdata[index] = block;
}

typedef struct {
  guint first; /* of the block's rows that change */
  guint end;
  guint offset; /* what a row of the block has on a row of the table */
  DispatchCellFunc func;
  gpointer data;
} Rewrite;

static const char *
rewrite_cell (guint row, const char *old, gpointer data)
{
  const Rewrite *rewrite = data;

  return row >= rewrite->first && row < rewrite->end
           ? rewrite->func (rewrite->offset + row, old, rewrite->data)
           : old;
}

/**
 * dispatch_table_rewrite:
 * @self: a table
 * @column: a column
 * @first: the first row
 * @n_rows: how many rows
 * @func: (scope call): called for each of them with its number in the table
 * @data: for @func
 */
void
dispatch_table_rewrite (DispatchTable *self,
                        guint column,
                        guint first,
                        guint n_rows,
                        DispatchCellFunc func,
                        gpointer data)
{
  guint slot = dispatch_table_get_slot (self, column);
  guint end = first + n_rows;

  g_assert (first <= self->n_rows && n_rows <= self->n_rows - first);

  for (guint row = first; row < end;) {
    guint block_first = 0;
    guint index = dispatch_table_find_block (self, row);
    DispatchBlock *block = dispatch_table_get_block (self, index, &block_first);
    guint block_end = block_first + dispatch_block_get_n_rows (block);
    Rewrite rewrite = { row - block_first, MIN (end, block_end) - block_first, block_first, func,
                        data };
    replace_block (self, index, dispatch_block_rewrite (block, slot, rewrite_cell, &rewrite));
    row = block_end;
  }
}

static const char *
take_value (guint row, const char *old, gpointer value)
{
  return value;
}

/**
 * dispatch_table_set:
 * @self: a table
 * @row: a row
 * @column: a column
 * @value: the new value
 *
 * Returns: whether it is another than before; one of more than [const@Dispatch.MAX_CELL] bytes is
 *   not taken
 */
gboolean
dispatch_table_set (DispatchTable *self, guint row, guint column, const char *value)
{
  if (strlen (value) > DISPATCH_MAX_CELL ||
      strcmp (dispatch_table_get (self, row, column), value) == 0) {
    return FALSE;
  }
  dispatch_table_rewrite (self, column, row, 1, take_value, (gpointer) value);
  return TRUE;
}

/**
 * dispatch_table_append_block:
 * @self: a table
 * @block: (transfer full): rows with the slots of the table; not more of them than there is room
 * for
 */
void
dispatch_table_append_block (DispatchTable *self, DispatchBlock *block)
{
  g_assert (dispatch_block_get_n_rows (block) <= DISPATCH_MAX_ROWS - self->n_rows);

  if (dispatch_block_get_n_rows (block) == 0) {
    dispatch_block_unref (block);
    return;
  }
  g_array_append_val (self->firsts, self->n_rows);
  g_ptr_array_add (self->blocks, block);
  self->n_rows += dispatch_block_get_n_rows (block);
}

/**
 * dispatch_address_is_user:
 * @address: an ID or a token
 *
 * Returns: whether it begins as the IDs of users do (section 3 of the API's reference)
 */
gboolean
dispatch_address_is_user (const char *address)
{
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
