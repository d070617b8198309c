#include "dispatch-verdict.h"

static guint64
bit (guint row)
{
  return G_GUINT64_CONSTANT (1) << (row % 64);
}

/**
 * dispatch_verdict_new:
 * @block: the rows
 * @n_marks: how many things may be said of a row
 *
 * Returns: (transfer full): a verdict that knows nothing yet
 */
DispatchVerdict *
dispatch_verdict_new (DispatchBlock *block, guint n_marks)
{
  DispatchVerdict *self = g_new0 (DispatchVerdict, 1);

  self->block = dispatch_block_ref (block);
  self->n_rows = dispatch_block_get_n_rows (block);
  self->n_marks = n_marks;
  self->n_todo = self->n_rows;
  for (guint row = 0; row < self->n_rows; row++) {
    self->todo[row / 64] |= bit (row);
  }
  self->marks = g_new0 (guint64 *, n_marks);
  self->hashes = g_new0 (guint64, self->n_rows);
  self->sizes = g_new0 (guint32, self->n_rows);
  self->lengths = g_new0 (guint32, self->n_rows);
  self->n_missing = g_new0 (guint8, self->n_rows);
  self->n_rtl = g_new0 (guint8, self->n_rows);
  return self;
}

/**
 * dispatch_verdict_free:
 * @self: (nullable) (transfer full): a verdict
 */
void
dispatch_verdict_free (DispatchVerdict *self)
{
  if (self == NULL) {
    return;
  }
  for (guint i = 0; i < self->n_marks; i++) {
    g_free (self->marks[i]);
  }
  g_free (self->marks);
  g_free (self->hashes);
  g_free (self->sizes);
  g_free (self->lengths);
  g_free (self->n_missing);
  g_free (self->n_rtl);
  dispatch_block_unref (self->block);
  g_free (self);
}

void
dispatch_verdict_mark (DispatchVerdict *self, guint mark, guint row)
{
  g_assert (mark < self->n_marks && row < self->n_rows);

  if (self->marks[mark] == NULL) {
    self->marks[mark] = g_new0 (guint64, DISPATCH_VERDICT_WORDS);
  }
  self->marks[mark][row / 64] |= bit (row);
}

gboolean
dispatch_verdict_has (const DispatchVerdict *self, guint mark, guint row)
{
  return self->marks[mark] != NULL && (self->marks[mark][row / 64] & bit (row)) != 0;
}

gboolean
dispatch_verdict_is_todo (const DispatchVerdict *self, guint row)
{
  return (self->todo[row / 64] & bit (row)) != 0;
}

void
dispatch_verdict_done (DispatchVerdict *self, guint row)
{
  if (dispatch_verdict_is_todo (self, row)) {
    self->todo[row / 64] &= ~bit (row);
    self->n_todo--;
  }
}

/**
 * dispatch_verdict_copy_row:
 * @self: a verdict
 * @row: a row of it that was not looked at
 * @from: a verdict by the same rules
 * @from_row: a row of it that reads the same, and was looked at
 */
void
dispatch_verdict_copy_row (DispatchVerdict *self,
                           guint row,
                           const DispatchVerdict *from,
                           guint from_row)
{
  g_assert (self->n_marks == from->n_marks);

  for (guint i = 0; i < self->n_marks; i++) {
    if (dispatch_verdict_has (from, i, from_row)) {
      dispatch_verdict_mark (self, i, row);
    }
  }
  self->hashes[row] = from->hashes[from_row];
  self->sizes[row] = from->sizes[from_row];
  self->lengths[row] = from->lengths[from_row];
  self->n_missing[row] = from->n_missing[from_row];
  self->n_rtl[row] = from->n_rtl[from_row];
  dispatch_verdict_done (self, row);
}
