#pragma once

#include <dispatch-check.h>

#include "carillon-device-preview.h"

G_BEGIN_DECLS

/* The notification as one recipient would see it. Properties: "draft" (DispatchDraft, nullable),
 * "row" (guint: the recipient), "report" (DispatchReport, nullable: knows the extremes). Signal
 * "show-row" (guint) when another recipient is asked for. */
#define CARILLON_TYPE_PREVIEW_PANE (carillon_preview_pane_get_type ())
G_DECLARE_FINAL_TYPE (CarillonPreviewPane, carillon_preview_pane, CARILLON, PREVIEW_PANE, GtkWidget)

G_END_DECLS
