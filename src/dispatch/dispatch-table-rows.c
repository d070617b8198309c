/* Rows that come and go. Blocks stay whole and shared where nothing of them goes; what has to be
 * copied anyway is joined with its neighbours. */

#include "dispatch-table-private.h"

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
  dispatch_table_count_rows (table);
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
    const DispatchColumn *other = dispatch_table_get_column (rows, i);
    n_new += !dispatch_table_find_column (self, other->name, other->name_length, &column);
  }
  return n_new <= DISPATCH_MAX_COLUMNS - self->columns->len;
}

/* Returns: for each slot of @self the one of @rows that has its values */
static guint *
match_slots (DispatchTable *self, const DispatchTable *rows)
{
  for (guint i = DISPATCH_N_FIXED_COLUMNS; i < rows->columns->len; i++) {
    const DispatchColumn *other = dispatch_table_get_column (rows, i);
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
    const DispatchColumn *other = dispatch_table_get_column (rows, i);
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
