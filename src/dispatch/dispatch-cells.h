#pragma once

#include "dispatch-table.h"
#include "dispatch-value.h"

G_BEGIN_DECLS

/* The data of dispatch_cells_lookup(), a #LiquidLookup: the cells of a row as templates get them,
 * lists and objects too. The row is changed from render to render; what it needed is given back
 * with dispatch_values_forget(). */
typedef struct {
  DispatchRow row;
  DispatchValues *values; /* (unowned) */
} DispatchCells;

bool dispatch_cells_lookup (void *cells, const char *name, size_t length, LiquidValue *value);

G_END_DECLS
