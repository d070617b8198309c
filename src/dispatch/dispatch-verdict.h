#pragma once

#include "dispatch-block.h"

G_BEGIN_DECLS

/* What a check found out about each row of one block. What is right or wrong with a row is a bit in
 * a mark; which mark means what the rules know. A block never changes, so neither does a verdict
 * once all of its rows were looked at. */

#define DISPATCH_VERDICT_WORDS (DISPATCH_BLOCK_ROWS / 64)

typedef struct {
  DispatchBlock *block; /* (owned) */
  guint n_rows;
  guint n_marks;
  guint n_todo; /* rows that were not looked at yet: their bits are set in @todo */
  guint64 todo[DISPATCH_VERDICT_WORDS];
  guint64 **marks; /* (owned): of @n_marks, NULL where no row has it */

  /* Of each row. */
  guint64 *hashes;   /* of the address */
  guint32 *sizes;    /* bytes of the payload; 0 where it cannot be made */
  guint32 *lengths;  /* characters of title and body */
  guint8 *n_missing; /* variables without a value, as far as a byte counts, as is the next */
  guint8 *n_rtl;     /* characters that are written from right to left */
} DispatchVerdict;

DispatchVerdict *dispatch_verdict_new (DispatchBlock *block, guint n_marks);
void dispatch_verdict_free (DispatchVerdict *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DispatchVerdict, dispatch_verdict_free)

void dispatch_verdict_mark (DispatchVerdict *self, guint mark, guint row);
gboolean dispatch_verdict_has (const DispatchVerdict *self, guint mark, guint row);
gboolean dispatch_verdict_is_todo (const DispatchVerdict *self, guint row);
void dispatch_verdict_done (DispatchVerdict *self, guint row);
void dispatch_verdict_copy_row (DispatchVerdict *self,
                                guint row,
                                const DispatchVerdict *from,
                                guint from_row);

G_END_DECLS
