#pragma once

#include <dispatch-table.h>
#include <gtk/gtk.h>

#include "carillon-grid-order.h"

G_BEGIN_DECLS

/* A cell of a table. */
typedef struct {
  guint row, column;
} CarillonGridMatch;

/* What is looked for, and where. Immutable, for any thread. */
typedef struct {
  GRegex *regex;   /* (owned) */
  GArray *columns; /* of guint (owned): of the table */
  GArray *rows;    /* of guint (owned) (nullable): ascending; NULL for all */
} CarillonGridQuery;

CarillonGridQuery *carillon_grid_query_new (const char *text, gboolean match_case, gboolean whole);
void carillon_grid_query_free (CarillonGridQuery *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarillonGridQuery, carillon_grid_query_free)
CarillonGridQuery *carillon_grid_query_copy (const CarillonGridQuery *self);

/* More matches are not counted, or gone to; all of them are replaced. */
#define CARILLON_GRID_MAX_MATCHES 1000000

/* Looks through @table (transfer full) in a worker; answers a GArray of CarillonGridMatch by row
 * and column. */
void carillon_grid_query_run_async (CarillonGridQuery *query,
                                    DispatchTable *table,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
GArray *carillon_grid_query_run_finish (GAsyncResult *result, GError **error);

/* Writes @with for each match in @table. Returns how many cells are another now. */
guint
carillon_grid_query_replace (const CarillonGridQuery *self, DispatchTable *table, const char *with);
char *
carillon_grid_query_replace_in (const CarillonGridQuery *self, const char *text, const char *with);

G_END_DECLS
