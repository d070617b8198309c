#pragma once

#include <comms-send-body.h>

#include "dispatch-content.h"
#include "dispatch-table.h"

G_BEGIN_DECLS

/* The body of a request, from a content and rows of a table. What is shown to an operator and what
 * goes out are made by the same functions. */
GArray *dispatch_body_choose_columns (const DispatchContent *content, const DispatchTable *table);
CommsSendBody *dispatch_body_begin (const DispatchContent *content, const char *send_tag);
void dispatch_body_add_row (CommsSendBody *body,
                            const DispatchTable *table,
                            guint row,
                            const GArray *columns);

G_END_DECLS
