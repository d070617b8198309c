#pragma once

#include <liquid.h>

G_BEGIN_DECLS

/* The columns behind an audience. The texts of a column stand in a pool that only grows, and a row
 * is a pointer in each column, so that a million rows are a few large blocks; a frozen copy shares
 * pools and pointers and costs nothing until the original changes. A frozen copy is read-only and
 * may be read by any thread; everything else belongs to one thread. */
typedef struct _DispatchTable DispatchTable;

DispatchTable *dispatch_table_new (void);
DispatchTable *dispatch_table_freeze (DispatchTable *self);
void dispatch_table_free (DispatchTable *self);
guint dispatch_table_get_n_rows (const DispatchTable *self);
guint dispatch_table_get_n_columns (const DispatchTable *self);
const char *dispatch_table_get_column_name (const DispatchTable *self, guint column);
gboolean dispatch_table_find_column (const DispatchTable *self,
                                     const char *name,
                                     gsize length,
                                     guint *column);
guint dispatch_table_add_column (DispatchTable *self, const char *name);
void dispatch_table_remove_column (DispatchTable *self, guint column);
guint dispatch_table_append (DispatchTable *self);
void dispatch_table_remove (DispatchTable *self, guint row, guint n_rows);
const char *dispatch_table_get (const DispatchTable *self, guint row, guint column);
gboolean dispatch_table_set (DispatchTable *self, guint row, guint column, const char *value);
gboolean dispatch_table_is_user (const DispatchTable *self, guint row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DispatchTable, dispatch_table_free)

/* The data of dispatch_table_lookup(), a #LiquidLookup. A row beyond the last has no values. */
typedef struct {
  const DispatchTable *table;
  guint row;
} DispatchRow;

bool dispatch_table_lookup (void *row, const char *name, size_t length, LiquidValue *value);

G_END_DECLS
