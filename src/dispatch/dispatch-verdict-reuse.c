/* What of an earlier check still holds. A block that is still there is known as a whole, by its
 * pointer. Between two of those, rows that read the same as before are found by comparing: from
 * both ends, and in the middle each with what stands a little further down in the old rows; so an
 * edited cell, rows that came and rows that went leave all others as they were. */

#include "dispatch-verdict-reuse.h"

#include <base-hash.h>
#include <string.h>

/* How far the middle of two pieces is searched for a row: rows that were taken out one by one, or a
 * few at a time, are passed over, and a row that is new costs no more than a hundred nanoseconds.
 */
#define LOOK_AHEAD 256

/* One of two pieces that are compared: neighbouring blocks. */
typedef struct {
  GPtrArray *verdicts; /* (unowned) of DispatchVerdict */
  guint *firsts;       /* (owned): the first row of each, from the start of the piece */
  guint n_rows;
  guint64 *hashes; /* (owned): of what each row reads */
} Piece;

typedef struct {
  DispatchVerdict *verdict;
  guint row;
} Place;

static guint64
hash_row (const DispatchBlock *block, guint row, const GArray *slots)
{
  guint64 hash = 0;

  for (guint i = 0; i < slots->len; i++) {
    const char *text = dispatch_block_get (block, row, g_array_index (slots, guint, i));
    hash = hash * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) + base_hash_text (text, strlen (text));
  }
  return hash;
}

static void
piece_init (Piece *self, GPtrArray *verdicts, const GArray *slots)
{
  guint n = 0;

  *self = (Piece){ .verdicts = verdicts, .firsts = g_new (guint, verdicts->len) };
  for (guint i = 0; i < verdicts->len; i++) {
    const DispatchVerdict *verdict = verdicts->pdata[i];
    self->firsts[i] = self->n_rows;
    self->n_rows += verdict->n_rows;
  }
  self->hashes = g_new (guint64, self->n_rows);
  for (guint i = 0; i < verdicts->len; i++) {
    const DispatchVerdict *verdict = verdicts->pdata[i];
    for (guint row = 0; row < verdict->n_rows; row++) {
      self->hashes[n++] = hash_row (verdict->block, row, slots);
    }
  }
}

static void
piece_clear (Piece *self)
{
  g_free (self->firsts);
  g_free (self->hashes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Piece, piece_clear)

static Place
find_place (const Piece *piece, guint row)
{
  guint first = 0, end = piece->verdicts->len;

  while (end - first > 1) {
    guint middle = first + (end - first) / 2;
    if (piece->firsts[middle] <= row) {
      first = middle;
    } else {
      end = middle;
    }
  }
  return (Place){ piece->verdicts->pdata[first], row - piece->firsts[first] };
}

static gboolean
reads_same (Place a, Place b, const GArray *slots)
{
  for (guint i = 0; i < slots->len; i++) {
    guint slot = g_array_index (slots, guint, i);
    if (strcmp (dispatch_block_get (a.verdict->block, a.row, slot),
                dispatch_block_get (b.verdict->block, b.row, slot)) != 0) {
      return FALSE;
    }
  }
  return TRUE;
}

/* Returns: whether both rows are the same; then @row has the old verdict, if there is one. */
static gboolean
carry (const Piece *old, guint old_row, const Piece *new, guint row, const GArray *slots)
{
  if (old->hashes[old_row] != new->hashes[row]) {
    return FALSE;
  }
  Place from = find_place (old, old_row), to = find_place (new, row);
  if (!reads_same (from, to, slots)) {
    return FALSE;
  }
  if (!dispatch_verdict_is_todo (from.verdict, from.row)) {
    dispatch_verdict_copy_row (to.verdict, to.row, from.verdict, from.row);
  }
  return TRUE;
}

static gboolean
find_ahead (const Piece *old, guint start, guint end, guint64 hash, guint *found)
{
  guint stop = end - start > LOOK_AHEAD ? start + LOOK_AHEAD : end;

  for (guint i = start; i < stop; i++) {
    if (old->hashes[i] == hash) {
      *found = i;
      return TRUE;
    }
  }
  return FALSE;
}

static void
carry_middle (const Piece *old,
              guint old_start,
              guint old_end,
              const Piece *new,
              guint start,
              guint end,
              const GArray *slots)
{
  guint at = old_start, found = 0;

  for (guint row = start; row < end && at < old_end; row++) {
    if (find_ahead (old, at, old_end, new->hashes[row], &found) &&
        carry (old, found, new, row, slots)) {
      at = found + 1;
    }
  }
}

static void
carry_over (GPtrArray *old_verdicts, GPtrArray *new_verdicts, const GArray *slots)
{
  g_auto (Piece) old = { 0 }, new = { 0 };
  guint start = 0, n_end = 0;

  piece_init (&old, old_verdicts, slots);
  piece_init (&new, new_verdicts, slots);
  guint n_both = MIN (old.n_rows, new.n_rows);
  while (start < n_both && carry (&old, start, &new, start, slots)) {
    start++;
  }
  while (n_end < n_both - start &&
         carry (&old, old.n_rows - 1 - n_end, &new, new.n_rows - 1 - n_end, slots)) {
    n_end++;
  }
  carry_middle (&old, start, old.n_rows - n_end, &new, start, new.n_rows - n_end, slots);
}

/* Old verdicts by their blocks: where they stand in @old. */
static GHashTable *
index_blocks (const GPtrArray *old)
{
  GHashTable *places = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < old->len; i++) {
    const DispatchVerdict *verdict = old->pdata[i];
    g_hash_table_insert (places, verdict->block, GUINT_TO_POINTER (i + 1));
  }
  return places;
}

/* Compares the new verdicts from @first on with what is left of the old ones from @old_first on. */
static void
fill_gap (GPtrArray *old,
          guint old_first,
          guint old_end,
          GPtrArray *new,
          guint first,
          guint end,
          const GArray *slots)
{
  g_autoptr (GPtrArray) before = g_ptr_array_new (), after = g_ptr_array_new ();

  for (guint i = old_first; i < old_end; i++) {
    if (old->pdata[i] != NULL) {
      g_ptr_array_add (before, old->pdata[i]);
    }
  }
  for (guint i = first; i < end; i++) {
    g_ptr_array_add (after, new->pdata[i]);
  }
  if (before->len > 0 && after->len > 0) {
    carry_over (before, after, slots);
  }
}

/* Takes over the verdicts of blocks that are still there. Returns: where each stood, plus one, or 0
 * where the block is new. */
static guint *
take_known (GPtrArray *old, GPtrArray *new, const DispatchTable *table, guint n_marks)
{
  g_autoptr (GHashTable) places = index_blocks (old);
  guint n_blocks = dispatch_table_get_n_blocks (table);
  guint *known = g_new0 (guint, n_blocks + 1);

  for (guint i = 0; i < n_blocks; i++) {
    guint first_row;
    DispatchBlock *block = dispatch_table_get_block (table, i, &first_row);
    guint place = GPOINTER_TO_UINT (g_hash_table_lookup (places, block));
    if (place > 0 && old->pdata[place - 1] != NULL) {
      known[i] = place;
      g_ptr_array_add (new, g_steal_pointer (&old->pdata[place - 1]));
    } else {
      g_ptr_array_add (new, dispatch_verdict_new (block, n_marks));
    }
  }
  known[n_blocks] = old->len + 1;
  return known;
}

/**
 * dispatch_verdicts_reuse:
 * @old: (transfer full) (element-type DispatchVerdict): of an earlier table, by the same rules
 * @table: the table now
 * @slots: of guint: what of a row the rules look at
 * @n_marks: how many marks the rules have
 *
 * Returns: (transfer full) (element-type DispatchVerdict): one for each block of the table; rows
 *   that are not known are still to do
 */
GPtrArray *
dispatch_verdicts_reuse (GPtrArray *old,
                         const DispatchTable *table,
                         const GArray *slots,
                         guint n_marks)
{
  g_autoptr (GPtrArray) before = old;
  GPtrArray *new = g_ptr_array_new_with_free_func ((GDestroyNotify) dispatch_verdict_free);
  g_autofree guint *known = take_known (before, new, table, n_marks);
  guint old_first = 0, first = 0;

  for (guint i = 0; i <= new->len; i++) {
    if (known[i] == 0) {
      continue;
    }
    if (first < i && old_first < known[i]) {
      fill_gap (before, old_first, known[i] - 1, new, first, i, slots);
    }
    old_first = known[i];
    first = i + 1;
  }
  return new;
}
