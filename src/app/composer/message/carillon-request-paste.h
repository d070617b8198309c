#pragma once

#include <dispatch-draft.h>
#include <dispatch-request.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Where a request is pasted, as JSON or as a curl command, and what it is going to change is read
 * before it does. Signals: "apply", while carillon_request_paste_get_request() has what is to be
 * applied; "cancel". */
#define CARILLON_TYPE_REQUEST_PASTE (carillon_request_paste_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonRequestPaste, carillon_request_paste, CARILLON, REQUEST_PASTE, GtkWidget)

GtkWidget *carillon_request_paste_new (DispatchDraft *draft, const char *text);
DispatchRequest *carillon_request_paste_get_request (CarillonRequestPaste *self); /* (nullable) */

G_END_DECLS
