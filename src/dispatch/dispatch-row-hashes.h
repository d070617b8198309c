#pragma once

#include "dispatch-table.h"
#include "dispatch-verdict.h"

G_BEGIN_DECLS

/* The address of a row. */
typedef struct {
  guint64 hash;
  guint row;
} DispatchRowHash;

GArray *dispatch_row_hashes_new (const GPtrArray *verdicts, guint without, guint n_rows);

/* Sorted hashes (guint64) of the recipients of a table, for the archive. */
GBytes *dispatch_table_hash_addresses (const DispatchTable *table);

/* Rows, in whatever order they come. */
typedef struct _DispatchRowSet DispatchRowSet;

DispatchRowSet *dispatch_row_set_new (guint n_rows);
void dispatch_row_set_free (DispatchRowSet *self);
void dispatch_row_set_add (DispatchRowSet *self, guint row);
guint dispatch_row_set_count (const DispatchRowSet *self);
GArray *dispatch_row_set_list (const DispatchRowSet *self); /* of guint, ascending */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DispatchRowSet, dispatch_row_set_free)

GArray *dispatch_verdicts_list_rows (const GPtrArray *verdicts, guint mark);
gboolean dispatch_verdicts_have (const GPtrArray *verdicts,
                                 const DispatchTable *table,
                                 guint mark,
                                 guint row);

G_END_DECLS
