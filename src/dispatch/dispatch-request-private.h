#pragma once

#include "dispatch-request.h"

G_BEGIN_DECLS

/* Notes of one kind that differ in the number of their recipient only are one note. */
void dispatch_request_add_note (GPtrArray *notes, DispatchRequestNoteKind kind, const char *place);
void dispatch_request_set_error (
  GError **error, DispatchRequestError code, const char *text, gsize offset, const char *message);

G_END_DECLS
