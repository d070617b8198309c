#pragma once

#include <dispatch-draft.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* When a draft goes out. Properties: "draft" (nullable); "now" (gint64, Unix seconds; 0 is what the
 * clock says, which is looked at again as it goes on). */
#define CARILLON_TYPE_SCHEDULE_EDITOR (carillon_schedule_editor_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonScheduleEditor, carillon_schedule_editor, CARILLON, SCHEDULE_EDITOR, GtkWidget)

G_END_DECLS
