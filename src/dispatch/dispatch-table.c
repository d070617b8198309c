/* A change makes the blocks that it touches anew and leaves the others as they are, for the table
 * as for everybody who shares them. */

#include "dispatch-table.h"

#include <string.h>

typedef struct {
  char *name; /* of a variable, else "" */
  gsize name_length;
  guint slot;
} Column;

struct _DispatchTable {
  GArray *columns;   /* of Column */
  GPtrArray *blocks; /* of DispatchBlock, none of them empty */
  GArray *firsts;    /* of guint: the first row of each block */
  guint n_rows;
  guint n_slots; /* also those of columns that were removed */
};

/* Of the IDs of users, in the reference and in the guides of the API. */
static const char *const user_prefixes[] = { "comms_pushnotificationuser_", "comms_user_" };

static void
clear_column (gpointer data)
{
  g_free (((Column *) data)->name);
}

static DispatchTable *
table_new (void)
{
  DispatchTable *self = g_new0 (DispatchTable, 1);

  self->columns = g_array_new (FALSE, FALSE, sizeof (Column));
  g_array_set_clear_func (self->columns, clear_column);
  self->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) dispatch_block_unref);
  self->firsts = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

static void
append_column (DispatchTable *self, const char *name, guint slot)
{
  const Column column = { g_strdup (name), strlen (name), slot };

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
    const Column *column = &g_array_index (self->columns, Column, i);
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

static void
count_rows (DispatchTable *self)
{
  guint n_rows = 0;

  g_array_set_size (self->firsts, 0);
  for (guint i = 0; i < self->blocks->len; i++) {
    g_array_append_val (self->firsts, n_rows);
    n_rows += dispatch_block_get_n_rows (self->blocks->pdata[i]);
  }
  self->n_rows = n_rows;
}

static const Column *
get_column (const DispatchTable *self, guint column)
{
  g_assert (column < self->columns->len);

  return &g_array_index (self->columns, Column, column);
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
  return get_column (self, column)->slot;
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

  return dispatch_block_get (block, row - first, get_column (self, column)->slot);
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
  return get_column (self, column)->name;
}

gboolean
dispatch_table_find_column (const DispatchTable *self,
                            const char *name,
                            gsize length,
                            guint *column)
{
  for (guint i = DISPATCH_N_FIXED_COLUMNS; i < self->columns->len; i++) {
    const Column *candidate = &g_array_index (self->columns, Column, i);
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
  Column *renamed = &g_array_index (self->columns, Column, column);

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

/* Puts blocks in a row, and joins those that are to be copied anyway. */
typedef struct {
  GPtrArray *blocks; /* of DispatchBlock */
  DispatchBlockBuilder *builder;
} Packer;

static void
packer_init (Packer *self, const DispatchTable *table)
{
  self->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) dispatch_block_unref);
  self->builder = dispatch_block_builder_new (table->n_slots);
}

static void
packer_flush (Packer *self)
{
  if (dispatch_block_builder_get_n_rows (self->builder) > 0) {
    g_ptr_array_add (self->blocks, dispatch_block_builder_finish (self->builder));
  }
}

static void
packer_add (Packer *self, DispatchBlock *block)
{
  packer_flush (self);
  g_ptr_array_add (self->blocks, dispatch_block_ref (block));
}

static void
packer_add_rows (Packer *self, const DispatchBlock *block, guint first, guint n_rows)
{
  while (n_rows > 0) {
    guint room = DISPATCH_BLOCK_ROWS - dispatch_block_builder_get_n_rows (self->builder);
    guint n = MIN (room, n_rows);
    dispatch_block_builder_append (self->builder, block, first, n);
    first += n;
    n_rows -= n;
    if (dispatch_block_builder_is_full (self->builder)) {
      packer_flush (self);
    }
  }
}

/* A small block is copied to its neighbours, so that edits do not leave ever smaller ones. */
static void
packer_add_whole (Packer *self, DispatchBlock *block)
{
  guint n_rows = dispatch_block_get_n_rows (block);
  gboolean joins =
    dispatch_block_builder_get_n_rows (self->builder) > 0 && n_rows < DISPATCH_BLOCK_ROWS / 4;

  if (joins) {
    packer_add_rows (self, block, 0, n_rows);
  } else {
    packer_add (self, block);
  }
}

static void
packer_add_blank (Packer *self, guint n_rows)
{
  for (guint i = 0; i < n_rows; i++) {
    dispatch_block_builder_end_row (self->builder);
    if (dispatch_block_builder_is_full (self->builder)) {
      packer_flush (self);
    }
  }
}

static void
packer_finish (Packer *self, DispatchTable *table)
{
  packer_flush (self);
  g_clear_pointer (&self->builder, dispatch_block_builder_free);
  g_ptr_array_unref (table->blocks);
  table->blocks = g_steal_pointer (&self->blocks);
  count_rows (table);
}

/* What comes to stand where rows are taken out: the rows of a table, or blank ones. */
typedef struct {
  GPtrArray *blocks; /* (nullable) (unowned): of DispatchBlock */
  guint n_blank;
} Insertion;

static void
insert (Packer *packer, const Insertion *insertion)
{
  for (guint i = 0; insertion->blocks != NULL && i < insertion->blocks->len; i++) {
    packer_add_whole (packer, insertion->blocks->pdata[i]);
  }
  packer_add_blank (packer, insertion->n_blank);
}

/* @is_open: more rows follow, which fill up the last block where it has room */
static void
add_range (Packer *packer, const DispatchTable *self, guint first, guint end, gboolean is_open)
{
  for (guint row = first; row < end;) {
    guint block_first = 0;
    guint index = dispatch_table_find_block (self, row);
    DispatchBlock *block = dispatch_table_get_block (self, index, &block_first);
    guint n_block = dispatch_block_get_n_rows (block);
    guint stop = MIN (end, block_first + n_block);
    gboolean has_room = is_open && stop == end && n_block < DISPATCH_BLOCK_ROWS;

    if (stop - row == n_block && !has_room) {
      packer_add_whole (packer, block);
    } else {
      packer_add_rows (packer, block, row - block_first, stop - row);
    }
    row = stop;
  }
}

/* The rows from @row on are replaced; @n_rows may be none, and @row behind the last. */
static void
splice (DispatchTable *self, guint row, guint n_rows, const Insertion *insertion)
{
  Packer packer;

  packer_init (&packer, self);
  add_range (&packer, self, 0, row, TRUE);
  insert (&packer, insertion);
  add_range (&packer, self, row + n_rows, self->n_rows, FALSE);
  packer_finish (&packer, self);
}

/**
 * dispatch_table_insert_blank:
 * @self: a table
 * @row: before which row, or the number of rows
 * @n_rows: how many; not more than there is room for
 */
void
dispatch_table_insert_blank (DispatchTable *self, guint row, guint n_rows)
{
  const Insertion insertion = { .n_blank = n_rows };

  g_assert (row <= self->n_rows && n_rows <= DISPATCH_MAX_ROWS - self->n_rows);

  if (n_rows > 0) {
    splice (self, row, 0, &insertion);
  }
}

static gboolean
can_take_columns (const DispatchTable *self, const DispatchTable *rows)
{
  guint n_new = 0, column = 0;

  for (guint i = DISPATCH_N_FIXED_COLUMNS; i < rows->columns->len; i++) {
    const Column *other = get_column (rows, i);
    n_new += !dispatch_table_find_column (self, other->name, other->name_length, &column);
  }
  return n_new <= DISPATCH_MAX_COLUMNS - self->columns->len;
}

/* Returns: for each slot of @self the one of @rows that has its values */
static guint *
match_slots (DispatchTable *self, const DispatchTable *rows)
{
  for (guint i = DISPATCH_N_FIXED_COLUMNS; i < rows->columns->len; i++) {
    const Column *other = get_column (rows, i);
    guint column = 0;
    if (!dispatch_table_find_column (self, other->name, other->name_length, &column)) {
      dispatch_table_add_column (self, other->name);
    }
  }
  guint *slots = g_new (guint, self->n_slots);
  for (guint i = 0; i < self->n_slots; i++) {
    slots[i] = DISPATCH_NONE;
  }
  for (guint i = 0; i < rows->columns->len; i++) {
    const Column *other = get_column (rows, i);
    guint column = i;
    if (i >= DISPATCH_N_FIXED_COLUMNS) {
      dispatch_table_find_column (self, other->name, other->name_length, &column);
    }
    slots[dispatch_table_get_slot (self, column)] = other->slot;
  }
  return slots;
}

/**
 * dispatch_table_insert_table:
 * @self: a table
 * @row: before which row, or the number of rows
 * @rows: a table with rows to insert; columns that @self has not are added
 *
 * Returns: whether there was room; otherwise @self is as before
 */
gboolean
dispatch_table_insert_table (DispatchTable *self, guint row, const DispatchTable *rows)
{
  g_assert (row <= self->n_rows);

  if (rows->n_rows > DISPATCH_MAX_ROWS - self->n_rows || !can_take_columns (self, rows)) {
    return FALSE;
  }
  g_autofree guint *slots = match_slots (self, rows);
  g_autoptr (GPtrArray) blocks =
    g_ptr_array_new_with_free_func ((GDestroyNotify) dispatch_block_unref);
  for (guint i = 0; i < rows->blocks->len; i++) {
    g_ptr_array_add (blocks,
                     dispatch_block_map_slots (rows->blocks->pdata[i], slots, self->n_slots));
  }
  const Insertion insertion = { .blocks = blocks };
  splice (self, row, 0, &insertion);
  return TRUE;
}

void
dispatch_table_remove (DispatchTable *self, guint row, guint n_rows)
{
  const Insertion nothing = { 0 };

  g_assert (row <= self->n_rows && n_rows <= self->n_rows - row);

  if (n_rows > 0) {
    splice (self, row, n_rows, &nothing);
  }
}

/* Keeps what stands between the rows of @rows that are in the block; returns how many those are. */
static guint
keep_others (Packer *packer, DispatchBlock *block, guint first, const guint *rows, guint n_rows)
{
  guint n_block = dispatch_block_get_n_rows (block);
  guint kept = 0, n = 0;

  for (; n < n_rows && rows[n] < first + n_block; n++) {
    packer_add_rows (packer, block, kept, rows[n] - first - kept);
    kept = rows[n] - first + 1;
  }
  if (n == 0) {
    packer_add_whole (packer, block);
  } else {
    packer_add_rows (packer, block, kept, n_block - kept);
  }
  return n;
}

/**
 * dispatch_table_remove_rows:
 * @self: a table
 * @rows: (array length=n_rows): rows, ascending, each once
 * @n_rows: how many
 */
void
dispatch_table_remove_rows (DispatchTable *self, const guint *rows, guint n_rows)
{
  Packer packer;
  guint n_done = 0;

  packer_init (&packer, self);
  for (guint i = 0; i < self->blocks->len; i++) {
    guint first = 0;
    DispatchBlock *block = dispatch_table_get_block (self, i, &first);
    n_done += keep_others (&packer, block, first, rows + n_done, n_rows - n_done);
  }
  packer_finish (&packer, self);
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
