#pragma once

#include "dispatch-audience.h"

G_BEGIN_DECLS

/* Recipients that were sent to leave the draft, which may have been edited meanwhile: rows are
 * known by what is in them, not by where they stand. */

typedef struct {
  guint first;
  guint n_rows;
} DispatchSpan;

/* Rows of @sent: one of the table that is the same goes, else one with the same address, which was
 * sent to whatever its values are now; nothing else does. Each row takes one. */
void dispatch_table_take_out (DispatchTable *table, const DispatchTable *sent, const GArray *spans);

/* The same in a worker, and for good: no step of undo brings them back, to be sent to twice. */
void dispatch_audience_take_out_async (DispatchAudience *self,
                                       const DispatchTable *sent,
                                       const GArray *spans, /* of DispatchSpan, ascending */
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
void dispatch_audience_take_out_finish (DispatchAudience *self, GAsyncResult *result);

G_END_DECLS
