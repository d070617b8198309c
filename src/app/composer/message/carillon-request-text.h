#pragma once

#include <dispatch-request.h>

G_BEGIN_DECLS

/* What a request that was pasted brings, in words. */
char *carillon_describe_request_error (const GError *error);            /* (transfer full) */
char *carillon_describe_request_note (const DispatchRequestNote *note); /* (transfer full) */
/* (transfer full): a line for each field that becomes another */
char **carillon_describe_request_changes (const DispatchContent *now,
                                          guint n_recipients,
                                          const DispatchRequest *request);

G_END_DECLS
