#pragma once

#include "dispatch-audience.h"
#include "dispatch-table.h"

G_BEGIN_DECLS

DispatchRecipient *dispatch_recipient_new (DispatchAudience *audience, guint row);
void dispatch_recipient_rows_removed (DispatchRecipient *self, guint row, guint n_rows);

DispatchTable *dispatch_audience_get_table (DispatchAudience *self);
gboolean
dispatch_audience_store (DispatchAudience *self, guint row, guint column, const char *value);
void dispatch_audience_forget (DispatchAudience *self, DispatchRecipient *recipient);
void dispatch_audience_columns_changed (DispatchAudience *self);
void dispatch_audience_rows_added (DispatchAudience *self, guint n_rows);

G_END_DECLS
