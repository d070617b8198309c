#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What is on the clipboard as rows of cells. Immutable. */
typedef struct _DispatchCells DispatchCells;

/* As much as people copy; what is larger is a file to import. */
#define DISPATCH_CELLS_MAX_BYTES (64 * 1024 * 1024)

DispatchCells *dispatch_cells_parse (const char *text); /* NULL: nothing, no text, or too much */
void dispatch_cells_free (DispatchCells *self);
guint dispatch_cells_get_n_rows (const DispatchCells *self);
guint dispatch_cells_get_n_columns (const DispatchCells *self); /* of the widest row */
const char *dispatch_cells_get (const DispatchCells *self, guint row, guint column);
gboolean dispatch_cells_has_header (const DispatchCells *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DispatchCells, dispatch_cells_free)

/* The other way: cells between tabs, rows between line ends, as spreadsheets write them. */
void dispatch_cells_append (GString *text, const char *cell, gboolean is_first);

G_END_DECLS
