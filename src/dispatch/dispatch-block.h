#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Some rows of a table, column by column. A block never changes once it is made, so tables, steps
 * of undo, checks and what is being saved share it, on any thread; who keeps a reference may take
 * the pointer for its identity. A column is called a slot here: what a slot means, a table knows.
 *
 * A cell is a text of UTF-8 without NUL; one that is not set is "". Cells of a slot are one run of
 * bytes and a number for each row that tells where it begins, of two bytes as long as that is
 * enough; blocks that differ in one slot share the others. */
typedef struct _DispatchBlock DispatchBlock;

/* Few enough that an edit, which makes a block anew, costs microseconds; enough that what a block
 * costs by itself is nothing to a row. */
#define DISPATCH_BLOCK_ROWS 1024

/* In bytes. A request of the API has ten megabytes for all of its recipients. */
#define DISPATCH_MAX_CELL (1024 * 1024)

guint dispatch_block_get_n_rows (const DispatchBlock *self);
const char *dispatch_block_get (const DispatchBlock *self, guint row, guint slot);
gsize dispatch_block_get_size (const DispatchBlock *self); /* bytes of memory, shared ones too */
gsize
dispatch_block_get_size_beside (const DispatchBlock *self,
                                const DispatchBlock *other); /* that it does not share with that */
gboolean dispatch_block_has_slot (const DispatchBlock *self, guint slot); /* some row has a value */
DispatchBlock *dispatch_block_ref (DispatchBlock *self);
void dispatch_block_unref (DispatchBlock *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DispatchBlock, dispatch_block_unref)

/* Says what a cell is from now on: @old to leave it, or a text that lives until the next call. */
typedef const char *(*DispatchCellFunc) (guint row, const char *old, gpointer data);

DispatchBlock *dispatch_block_rewrite (const DispatchBlock *self,
                                       guint slot,
                                       DispatchCellFunc func,
                                       gpointer data);
DispatchBlock *
dispatch_block_map_slots (const DispatchBlock *self, const guint *slots, guint n_slots);

GBytes *dispatch_block_to_bytes (const DispatchBlock *self);
DispatchBlock *dispatch_block_from_bytes (GBytes *bytes, GError **error); /* G_IO_ERROR */

/* Makes blocks, row by row. */
typedef struct _DispatchBlockBuilder DispatchBlockBuilder;

DispatchBlockBuilder *dispatch_block_builder_new (guint n_slots);
void dispatch_block_builder_free (DispatchBlockBuilder *self);
gboolean
dispatch_block_builder_set (DispatchBlockBuilder *self, guint slot, const char *text, gsize length);
void dispatch_block_builder_end_row (DispatchBlockBuilder *self);
void dispatch_block_builder_append (DispatchBlockBuilder *self,
                                    const DispatchBlock *block,
                                    guint first,
                                    guint n_rows);
guint dispatch_block_builder_get_n_rows (const DispatchBlockBuilder *self);
gboolean dispatch_block_builder_is_full (const DispatchBlockBuilder *self);
DispatchBlock *dispatch_block_builder_finish (DispatchBlockBuilder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DispatchBlockBuilder, dispatch_block_builder_free)

G_END_DECLS
