#pragma once

#include "dispatch-audience.h"

G_BEGIN_DECLS

DispatchRecipient *dispatch_recipient_new (DispatchAudience *audience, guint row);
void dispatch_recipient_rows_replaced (DispatchRecipient *self,
                                       guint row,
                                       guint n_removed,
                                       guint n_added);
void dispatch_audience_forget (DispatchAudience *self, DispatchRecipient *recipient);

/* What tells two tables apart: the rows between those at the start and at the end that are the same
 * in both, and whether columns differ. */
typedef struct {
  gboolean columns;
  guint row;
  guint n_old;
  guint n_new;
} DispatchDifference;

DispatchDifference dispatch_table_compare (const DispatchTable *old, const DispatchTable *new);

G_END_DECLS
