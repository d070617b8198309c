#pragma once

#include <dispatch-draft.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The notification as one recipient would see it. Properties: "draft" (DispatchDraft, nullable),
 * "row" (guint: the recipient). Signal "show-row" (guint) when another is asked for. */
#define CARILLON_TYPE_PREVIEW_PANE (carillon_preview_pane_get_type ())
G_DECLARE_FINAL_TYPE (CarillonPreviewPane, carillon_preview_pane, CARILLON, PREVIEW_PANE, GtkWidget)

char *
carillon_preview_shorten (const char *text); /* (transfer full): as much as is worth showing */

G_END_DECLS
