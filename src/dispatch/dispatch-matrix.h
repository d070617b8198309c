#pragma once

#include "dispatch-table.h"

G_BEGIN_DECLS

/* The text that spreadsheets and browsers copy for a table, as the rows and cells that it is made
 * of: rows are lines, cells are parted by tabs, and one with a tab, a quote or a line break stands
 * in quotes, in which quotes are doubled. What one thread has made another may read. */
typedef struct _DispatchMatrix DispatchMatrix;

DispatchMatrix *dispatch_matrix_new (guint n_columns);
DispatchMatrix *dispatch_matrix_read (const char *text, gsize length);
void dispatch_matrix_free (DispatchMatrix *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DispatchMatrix, dispatch_matrix_free)

void dispatch_matrix_append (DispatchMatrix *self, const char *text, gsize length);
void dispatch_matrix_drop_row (DispatchMatrix *self); /* the first */
guint dispatch_matrix_get_n_rows (const DispatchMatrix *self);
guint dispatch_matrix_get_n_columns (const DispatchMatrix *self); /* of the widest row */
const char *dispatch_matrix_get (const DispatchMatrix *self, guint row, guint column);

char *dispatch_matrix_write (const DispatchTable *table,
                             const guint *rows,
                             guint n_rows,
                             const guint *columns,
                             guint n_columns);

G_END_DECLS
