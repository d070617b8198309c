#pragma once

#include <dispatch-draft.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The request of a draft as it would go out, which can be copied, and another pasted in its place.
 * Properties "draft" (nullable), "url" and "sid" (strings, nullable): where it is posted to, and by
 * whom. */
#define CARILLON_TYPE_REQUEST_VIEW (carillon_request_view_get_type ())
G_DECLARE_FINAL_TYPE (CarillonRequestView, carillon_request_view, CARILLON, REQUEST_VIEW, GtkWidget)

G_END_DECLS
