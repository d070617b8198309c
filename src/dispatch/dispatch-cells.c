#include "dispatch-cells.h"

/**
 * dispatch_cells_lookup:
 * @cells: a #DispatchCells
 * @name: a variable
 * @length: of @name, in bytes
 * @value: (out): what the row has of it, until its values are forgotten
 *
 * Returns: whether it is set
 */
bool
dispatch_cells_lookup (void *cells, const char *name, size_t length, LiquidValue *value)
{
  DispatchCells *self = cells;

  if (!dispatch_table_lookup (&self->row, name, length, value)) {
    return false;
  }
  if (value->type == LIQUID_STRING) {
    *value = dispatch_values_read (self->values, value->string.bytes, value->string.length);
  }
  return true;
}
