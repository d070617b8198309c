#pragma once

#include <json-glib/json-glib.h>

#include "dispatch-request.h"

G_BEGIN_DECLS

/* The recipients of a request, @to (nullable), as rows. */
DispatchTable *dispatch_request_read_rows (JsonNode *to, GPtrArray *notes);

G_END_DECLS
