#pragma once

#include <liquid.h>

#include "dispatch-block.h"

G_BEGIN_DECLS

/* The columns of an audience: blocks of rows that are shared, and a name for each of their slots. A
 * copy takes references only, eight kilobytes for a million rows, whatever is in them; so one is
 * taken for every step of undo and for every worker. A table that nobody changes may be read by any
 * thread; everything else belongs to one thread. */
typedef struct _DispatchTable DispatchTable;

typedef enum {
  DISPATCH_COLUMN_USER,     /* the ID of a user */
  DISPATCH_COLUMN_TOKEN,    /* a device token */
  DISPATCH_COLUMN_PROVIDER, /* of the token: "FCM" or "APN" */
  DISPATCH_COLUMN_VARIABLE,
} DispatchColumnKind;

/* The first three columns are of the kinds of these numbers, all others are variables. */
#define DISPATCH_N_FIXED_COLUMNS 3

/* The most rows: a million is the size the product is made for. */
#define DISPATCH_MAX_ROWS 1000000
#define DISPATCH_MAX_COLUMNS 100

/* The row or column that is not there. */
#define DISPATCH_NONE G_MAXUINT

DispatchTable *dispatch_table_new (void);
DispatchTable *dispatch_table_copy (const DispatchTable *self);
void dispatch_table_free (DispatchTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DispatchTable, dispatch_table_free)

guint dispatch_table_get_n_rows (const DispatchTable *self);
guint dispatch_table_get_n_columns (const DispatchTable *self);
gsize dispatch_table_get_size (const DispatchTable *self); /* bytes of memory */
gsize
dispatch_table_get_size_beside (const DispatchTable *self,
                                const DispatchTable *other); /* that it does not share with that */
const char *dispatch_table_get (const DispatchTable *self, guint row, guint column);
gboolean dispatch_table_is_user (const DispatchTable *self, guint row);
const char *dispatch_table_get_address (const DispatchTable *self, guint row);

/* For those who go through all rows. */
guint dispatch_table_get_n_blocks (const DispatchTable *self);
DispatchBlock *dispatch_table_get_block (const DispatchTable *self, guint index, guint *first_row);
guint dispatch_table_find_block (const DispatchTable *self, guint row);
guint dispatch_table_get_slot (const DispatchTable *self, guint column);
guint dispatch_table_get_n_slots (const DispatchTable *self);

const char *dispatch_table_get_column_name (const DispatchTable *self, guint column);
gboolean dispatch_table_find_column (const DispatchTable *self,
                                     const char *name,
                                     gsize length,
                                     guint *column);
guint dispatch_table_add_column (DispatchTable *self, const char *name);
void dispatch_table_rename_column (DispatchTable *self, guint column, const char *name);
void dispatch_table_remove_column (DispatchTable *self, guint column);

/* Changes of values and rows. */
gboolean dispatch_table_set (DispatchTable *self, guint row, guint column, const char *value);
void dispatch_table_rewrite (DispatchTable *self,
                             guint column,
                             guint first,
                             guint n_rows,
                             DispatchCellFunc func,
                             gpointer data);
void dispatch_table_append_block (DispatchTable *self, DispatchBlock *block);
void dispatch_table_insert_blank (DispatchTable *self, guint row, guint n_rows);
gboolean dispatch_table_insert_table (DispatchTable *self, guint row, const DispatchTable *rows);
void dispatch_table_remove (DispatchTable *self, guint row, guint n_rows);
void dispatch_table_remove_rows (DispatchTable *self, const guint *rows, guint n_rows);

/* For addresses of which nobody said whether they are users or tokens. */
gboolean dispatch_address_is_user (const char *address);

/* The data of dispatch_table_lookup(), a #LiquidLookup. A row beyond the last has no values. */
typedef struct {
  const DispatchTable *table;
  guint row;
} DispatchRow;

bool dispatch_table_lookup (void *row, const char *name, size_t length, LiquidValue *value);

G_END_DECLS
