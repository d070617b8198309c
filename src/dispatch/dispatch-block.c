#include "dispatch-block.h"

#include <string.h>

/* The cells of a slot. At the start of @bytes is a NUL, which is where unset cells begin. */
typedef struct {
  gsize n_bytes;
  char *bytes;
  gpointer starts; /* of guint16 or guint32, by @width; NULL where all begin at @same */
  guint width;     /* bytes of a start, or 0 */
  guint32 same;
} Cells;

struct _DispatchBlock {
  guint n_rows;
  guint n_slots;
  Cells **slots; /* NULL where no row has a value */
};

/* What a slot of a builder has so far. */
typedef struct {
  char *bytes;   /* (owned) (nullable): kept for the next block, which most likely needs as many */
  gsize n_bytes; /* 0: no row has a value */
  gsize room;    /* of @bytes */
  guint32 starts[DISPATCH_BLOCK_ROWS];
} Column;

struct _DispatchBlockBuilder {
  guint n_slots;
  guint n_rows;
  Column *columns;
};

/* A buffer of more than usual cells need is not kept for the next block. */
#define MAX_KEPT (256 * 1024)

/* On disk: the number of rows; of each slot the starts as the shorter or the longer kind of number,
 * one for each row or a single one that all have, and the bytes. Little endian. */
#define BLOCK_TYPE "(ua(aqauay))"
#define SLOT_TYPE "(aqauay)"

static void
cells_clear (gpointer data)
{
  Cells *self = data;

  g_clear_pointer (&self->bytes, g_free);
  g_clear_pointer (&self->starts, g_free);
}

static void
cells_unref (Cells *self)
{
  g_atomic_rc_box_release_full (self, cells_clear);
}

static Cells *
cells_ref (Cells *self)
{
  return self != NULL ? g_atomic_rc_box_acquire (self) : NULL;
}

static gboolean
all_equal (const guint32 *starts, guint n)
{
  for (guint i = 1; i < n; i++) {
    if (starts[i] != starts[0]) {
      return FALSE;
    }
  }
  return TRUE;
}

static guint16 *
narrow (const guint32 *starts, guint n)
{
  guint16 *narrowed = g_new (guint16, n);

  for (guint i = 0; i < n; i++) {
    narrowed[i] = (guint16) starts[i];
  }
  return narrowed;
}

/* Takes @bytes. */
static Cells *
cells_new (char *bytes, gsize n_bytes, const guint32 *starts, guint n_rows)
{
  Cells *self = g_atomic_rc_box_new0 (Cells);

  self->bytes = bytes;
  self->n_bytes = n_bytes;
  if (all_equal (starts, n_rows)) {
    self->same = n_rows > 0 ? starts[0] : 0;
  } else if (n_bytes <= G_MAXUINT16) {
    self->width = sizeof (guint16);
    self->starts = narrow (starts, n_rows);
  } else {
    self->width = sizeof (guint32);
    self->starts = g_memdup2 (starts, n_rows * sizeof *starts);
  }
  return self;
}

static guint32
get_start (const Cells *self, guint row)
{
  switch (self->width) {
  case sizeof (guint16):
    return ((const guint16 *) self->starts)[row];
  case sizeof (guint32):
    return ((const guint32 *) self->starts)[row];
  default:
    return self->same;
  }
}

static void
column_clear (Column *self)
{
  g_clear_pointer (&self->bytes, g_free);
  self->room = 0;
}

static inline void
column_make_room (Column *self, gsize length)
{
  if (self->room - self->n_bytes < length) {
    self->room = MAX (MAX (2 * self->room, DISPATCH_BLOCK_ROWS), self->n_bytes + length);
    self->bytes = g_realloc (self->bytes, self->room);
  }
}

static void
column_begin (Column *self)
{
  column_make_room (self, 1);
  self->bytes[0] = '\0';
  self->n_bytes = 1;
  memset (self->starts, 0, sizeof self->starts);
}

static inline void
column_set (Column *self, guint row, const char *text, gsize length)
{
  if (self->n_bytes == 0) {
    column_begin (self);
  }
  /* Neighbours often have the same value (a provider, a shop), which then is kept once. What the
   * row before has is the last text there is. Numbers differ at their end first. */
  guint32 before = row > 0 ? self->starts[row - 1] : 0;
  gsize end = self->n_bytes;
  if (before > 0 && end - before == length + 1 && self->bytes[end - 2] == text[length - 1] &&
      memcmp (self->bytes + before, text, length) == 0) {
    self->starts[row] = before;
    return;
  }
  column_make_room (self, length + 1);
  self->starts[row] = (guint32) end;
  memcpy (self->bytes + end, text, length);
  self->bytes[end + length] = '\0';
  self->n_bytes = end + length + 1;
}

/* Ready for the next block; what it held goes into the cells. */
static Cells *
column_finish (Column *self, guint n_rows)
{
  if (self->n_bytes == 0) {
    return NULL;
  }
  Cells *cells =
    cells_new (g_memdup2 (self->bytes, self->n_bytes), self->n_bytes, self->starts, n_rows);
  self->n_bytes = 0;
  if (self->room > MAX_KEPT) {
    column_clear (self);
  }
  return cells;
}

static DispatchBlock *
block_new (guint n_rows, guint n_slots)
{
  DispatchBlock *self = g_atomic_rc_box_new0 (DispatchBlock);

  self->n_rows = n_rows;
  self->n_slots = n_slots;
  self->slots = g_new0 (Cells *, n_slots);
  return self;
}

static void
block_clear (gpointer data)
{
  DispatchBlock *self = data;

  for (guint i = 0; i < self->n_slots; i++) {
    g_clear_pointer (&self->slots[i], cells_unref);
  }
  g_clear_pointer (&self->slots, g_free);
}

DispatchBlock *
dispatch_block_ref (DispatchBlock *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
dispatch_block_unref (DispatchBlock *self)
{
  g_atomic_rc_box_release_full (self, block_clear);
}

guint
dispatch_block_get_n_rows (const DispatchBlock *self)
{
  return self->n_rows;
}

/**
 * dispatch_block_get:
 * @self: a block
 * @row: a row of it
 * @slot: a slot, also one that it does not have
 *
 * Returns: (transfer none): the cell, "" where it is not set
 */
const char *
dispatch_block_get (const DispatchBlock *self, guint row, guint slot)
{
  g_assert (row < self->n_rows);

  const Cells *cells = slot < self->n_slots ? self->slots[slot] : NULL;
  return cells != NULL ? cells->bytes + get_start (cells, row) : "";
}

static gsize
get_cells_size (const DispatchBlock *self, guint slot)
{
  const Cells *cells = self->slots[slot];

  return cells != NULL ? sizeof *cells + cells->n_bytes + cells->width * self->n_rows : 0;
}

gsize
dispatch_block_get_size (const DispatchBlock *self)
{
  gsize size = sizeof *self + self->n_slots * sizeof (Cells *);

  for (guint i = 0; i < self->n_slots; i++) {
    size += get_cells_size (self, i);
  }
  return size;
}

gsize
dispatch_block_get_size_beside (const DispatchBlock *self, const DispatchBlock *other)
{
  gsize size = self == other ? 0 : sizeof *self + self->n_slots * sizeof (Cells *);

  for (guint i = 0; self != other && i < self->n_slots; i++) {
    if (i >= other->n_slots || self->slots[i] != other->slots[i]) {
      size += get_cells_size (self, i);
    }
  }
  return size;
}

gboolean
dispatch_block_has_slot (const DispatchBlock *self, guint slot)
{
  return slot < self->n_slots && self->slots[slot] != NULL;
}

/**
 * dispatch_block_map_slots:
 * @self: a block
 * @slots: (array length=n_slots): for each slot of the new block the one of @self, which need not
 *   be there
 * @n_slots: how many
 *
 * Returns: (transfer full): the same rows with other slots; cells are shared
 */
DispatchBlock *
dispatch_block_map_slots (const DispatchBlock *self, const guint *slots, guint n_slots)
{
  DispatchBlock *mapped = block_new (self->n_rows, n_slots);

  for (guint i = 0; i < n_slots; i++) {
    mapped->slots[i] = slots[i] < self->n_slots ? cells_ref (self->slots[slots[i]]) : NULL;
  }
  return mapped;
}

static DispatchBlock *
copy_with_slot (const DispatchBlock *self, guint slot, Cells *cells)
{
  DispatchBlock *copy = block_new (self->n_rows, MAX (self->n_slots, slot + 1));

  for (guint i = 0; i < self->n_slots; i++) {
    copy->slots[i] = i != slot ? cells_ref (self->slots[i]) : NULL;
  }
  copy->slots[slot] = cells;
  return copy;
}

/**
 * dispatch_block_rewrite:
 * @self: a block
 * @slot: a slot, also one that it does not have
 * @func: (scope call): called for each row
 * @data: for @func
 *
 * Texts of more than [const@Dispatch.MAX_CELL] bytes leave the cell as it is.
 *
 * Returns: (transfer full): a block with other cells in @slot
 */
DispatchBlock *
dispatch_block_rewrite (const DispatchBlock *self, guint slot, DispatchCellFunc func, gpointer data)
{
  g_autofree Column *column = g_new0 (Column, 1);

  for (guint row = 0; row < self->n_rows; row++) {
    const char *old = dispatch_block_get (self, row, slot);
    const char *text = func (row, old, data);
    gsize length = strlen (text);
    if (length > DISPATCH_MAX_CELL) {
      text = old;
      length = strlen (old);
    }
    if (length > 0) {
      column_set (column, row, text, length);
    }
  }
  Cells *cells = column_finish (column, self->n_rows);
  column_clear (column);
  return copy_with_slot (self, slot, cells);
}

static GVariant *
cells_to_variant (const Cells *self, guint n_rows)
{
  static const guint32 nothing[1] = { 0 };
  guint n_narrow = self != NULL && self->width == sizeof (guint16) ? n_rows : 0;
  guint n_wide = self != NULL && self->width == sizeof (guint32) ? n_rows : n_narrow == 0 ? 1 : 0;
  gconstpointer wide = self == NULL ? nothing : self->width == 0 ? &self->same : self->starts;
  GVariant *members[] = {
    g_variant_new_fixed_array (G_VARIANT_TYPE_UINT16, n_narrow > 0 ? self->starts : nothing,
                               n_narrow, sizeof (guint16)),
    g_variant_new_fixed_array (G_VARIANT_TYPE_UINT32, wide, n_wide, sizeof (guint32)),
    g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, self != NULL ? self->bytes : "",
                               self != NULL ? self->n_bytes : 0, 1),
  };

  return g_variant_new_tuple (members, G_N_ELEMENTS (members));
}

static GVariant *
to_little_endian (GVariant *variant)
{
  return G_BYTE_ORDER == G_BIG_ENDIAN ? g_variant_byteswap (variant) : g_variant_ref (variant);
}

/**
 * dispatch_block_to_bytes:
 * @self: a block
 *
 * Returns: (transfer full): the block as it is written to disk
 */
GBytes *
dispatch_block_to_bytes (const DispatchBlock *self)
{
  GVariantBuilder slots;

  g_variant_builder_init (&slots, G_VARIANT_TYPE ("a" SLOT_TYPE));
  for (guint i = 0; i < self->n_slots; i++) {
    g_variant_builder_add_value (&slots, cells_to_variant (self->slots[i], self->n_rows));
  }
  g_autoptr (GVariant) block =
    g_variant_ref_sink (g_variant_new ("(ua" SLOT_TYPE ")", self->n_rows, &slots));
  g_autoptr (GVariant) ordered = to_little_endian (block);
  return g_variant_get_data_as_bytes (ordered);
}

/* What stands on disk may be of any length and begin anywhere. Copies it as full starts. */
static gboolean
read_starts (GVariant *slot, guint n_rows, gsize n_bytes, guint32 *starts)
{
  g_autoptr (GVariant) narrow_variant = g_variant_get_child_value (slot, 0);
  g_autoptr (GVariant) wide_variant = g_variant_get_child_value (slot, 1);
  gsize n_narrow = 0, n_wide = 0;
  const guint16 *narrowed = g_variant_get_fixed_array (narrow_variant, &n_narrow, sizeof (guint16));
  const guint32 *wide = g_variant_get_fixed_array (wide_variant, &n_wide, sizeof (guint32));

  if (n_narrow != n_rows && n_wide != n_rows && n_wide != 1) {
    return FALSE;
  }
  for (guint row = 0; row < n_rows; row++) {
    starts[row] = n_narrow == n_rows ? narrowed[row] : wide[n_wide == n_rows ? row : 0];
    if (starts[row] >= n_bytes) {
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
bytes_are_texts (const char *bytes, gsize n_bytes)
{
  const char *end = bytes + n_bytes;

  if (n_bytes > G_MAXUINT32 || bytes[0] != '\0' || end[-1] != '\0') {
    return FALSE;
  }
  for (const char *at = bytes; at < end; at += strlen (at) + 1) {
    if (!g_utf8_validate (at, -1, NULL)) {
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
starts_are_texts (const char *bytes, const guint32 *starts, guint n_rows)
{
  for (guint row = 0; row < n_rows; row++) {
    if (starts[row] > 0 && bytes[starts[row] - 1] != '\0') {
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
read_slot (GVariant *slot, guint n_rows, Cells **cells)
{
  guint32 starts[DISPATCH_BLOCK_ROWS];
  gsize n_bytes = 0;
  g_autoptr (GVariant) variant = g_variant_get_child_value (slot, 2);
  const char *bytes = g_variant_get_fixed_array (variant, &n_bytes, 1);

  if (n_bytes == 0) {
    return TRUE;
  }
  if (!bytes_are_texts (bytes, n_bytes) || !read_starts (slot, n_rows, n_bytes, starts) ||
      !starts_are_texts (bytes, starts, n_rows)) {
    return FALSE;
  }
  *cells = cells_new (g_memdup2 (bytes, n_bytes), n_bytes, starts, n_rows);
  return TRUE;
}

static DispatchBlock *
read_block (GVariant *variant)
{
  guint32 n_rows = 0;
  g_autoptr (GVariant) slots = g_variant_get_child_value (variant, 1);

  g_variant_get_child (variant, 0, "u", &n_rows);
  if (n_rows > DISPATCH_BLOCK_ROWS) {
    return NULL;
  }
  g_autoptr (DispatchBlock) block = block_new (n_rows, (guint) g_variant_n_children (slots));
  for (guint i = 0; i < block->n_slots; i++) {
    g_autoptr (GVariant) slot = g_variant_get_child_value (slots, i);
    if (!read_slot (slot, n_rows, &block->slots[i])) {
      return NULL;
    }
  }
  return g_steal_pointer (&block);
}

/**
 * dispatch_block_from_bytes:
 * @bytes: what dispatch_block_to_bytes() made, or anything else
 * @error: return location for %G_IO_ERROR_INVALID_DATA
 *
 * Returns: (transfer full) (nullable): the block
 */
DispatchBlock *
dispatch_block_from_bytes (GBytes *bytes, GError **error)
{
  g_autoptr (GVariant) stored =
    g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (BLOCK_TYPE), bytes, FALSE));
  DispatchBlock *block = NULL;

  if (g_variant_is_normal_form (stored)) {
    g_autoptr (GVariant) variant = to_little_endian (stored);
    block = read_block (variant);
  }
  if (block == NULL) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "not rows of recipients");
  }
  return block;
}

DispatchBlockBuilder *
dispatch_block_builder_new (guint n_slots)
{
  DispatchBlockBuilder *self = g_new0 (DispatchBlockBuilder, 1);

  self->n_slots = n_slots;
  self->columns = g_new0 (Column, n_slots);
  return self;
}

void
dispatch_block_builder_free (DispatchBlockBuilder *self)
{
  for (guint i = 0; i < self->n_slots; i++) {
    column_clear (&self->columns[i]);
  }
  g_free (self->columns);
  g_free (self);
}

/**
 * dispatch_block_builder_set:
 * @self: a builder that is not full
 * @slot: a slot
 * @text: UTF-8 without NUL, not ended by one
 * @length: of @text, in bytes
 *
 * Sets a cell of the row that is being written, at most once.
 *
 * Returns: whether the text is not longer than [const@Dispatch.MAX_CELL]
 */
gboolean
dispatch_block_builder_set (DispatchBlockBuilder *self, guint slot, const char *text, gsize length)
{
  g_assert (slot < self->n_slots && self->n_rows < DISPATCH_BLOCK_ROWS);

  if (length > DISPATCH_MAX_CELL) {
    return FALSE;
  }
  if (length > 0) {
    column_set (&self->columns[slot], self->n_rows, text, length);
  }
  return TRUE;
}

void
dispatch_block_builder_end_row (DispatchBlockBuilder *self)
{
  g_assert (self->n_rows < DISPATCH_BLOCK_ROWS);

  self->n_rows++;
}

static void
append_cells (Column *column, guint at, const Cells *cells, guint first, guint n_rows)
{
  for (guint i = 0; i < n_rows; i++) {
    const char *text = cells->bytes + get_start (cells, first + i);
    if (*text != '\0') {
      column_set (column, at + i, text, strlen (text));
    }
  }
}

/**
 * dispatch_block_builder_append:
 * @self: a builder between two rows
 * @block: rows to copy
 * @first: the first of them
 * @n_rows: how many; not more than there is room for
 */
void
dispatch_block_builder_append (DispatchBlockBuilder *self,
                               const DispatchBlock *block,
                               guint first,
                               guint n_rows)
{
  g_assert (first <= block->n_rows && n_rows <= block->n_rows - first);
  g_assert (n_rows <= DISPATCH_BLOCK_ROWS - self->n_rows);

  for (guint i = 0; i < MIN (self->n_slots, block->n_slots); i++) {
    if (block->slots[i] != NULL) {
      append_cells (&self->columns[i], self->n_rows, block->slots[i], first, n_rows);
    }
  }
  self->n_rows += n_rows;
}

guint
dispatch_block_builder_get_n_rows (const DispatchBlockBuilder *self)
{
  return self->n_rows;
}

gboolean
dispatch_block_builder_is_full (const DispatchBlockBuilder *self)
{
  return self->n_rows == DISPATCH_BLOCK_ROWS;
}

/**
 * dispatch_block_builder_finish:
 * @self: a builder between two rows
 *
 * Returns: (transfer full): what was built; the builder begins anew
 */
DispatchBlock *
dispatch_block_builder_finish (DispatchBlockBuilder *self)
{
  DispatchBlock *block = block_new (self->n_rows, self->n_slots);

  for (guint i = 0; i < self->n_slots; i++) {
    block->slots[i] = column_finish (&self->columns[i], self->n_rows);
  }
  self->n_rows = 0;
  return block;
}
