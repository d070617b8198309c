#pragma once

#include "dispatch-table.h"

G_BEGIN_DECLS

/* What the files of the table share. */

typedef struct {
  char *name; /* of a variable, else "" */
  gsize name_length;
  guint slot;
} DispatchColumn;

struct _DispatchTable {
  GArray *columns;   /* of DispatchColumn */
  GPtrArray *blocks; /* of DispatchBlock, none of them empty */
  GArray *firsts;    /* of guint: the first row of each block */
  guint n_rows;
  guint n_slots; /* also those of columns that were removed */
};

const DispatchColumn *dispatch_table_get_column (const DispatchTable *self, guint column);
void dispatch_table_count_rows (DispatchTable *self);

G_END_DECLS
