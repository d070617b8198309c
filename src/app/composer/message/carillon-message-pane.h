#pragma once

#include <dispatch-check.h>
#include <gtk/gtk.h>

#include "carillon-session.h"

G_BEGIN_DECLS

/* What is sent, and how: title, body, images, sender, priority, sound, schedule, tags, and the
 * request that they make. Properties, read-write and nullable: "draft" (DispatchDraft), "report"
 * (DispatchReport: its problems are marked where they are), "session" (CarillonSession, set once:
 * whose Apps and credentials are offered). */
#define CARILLON_TYPE_MESSAGE_PANE (carillon_message_pane_get_type ())
G_DECLARE_FINAL_TYPE (CarillonMessagePane, carillon_message_pane, CARILLON, MESSAGE_PANE, GtkWidget)

gboolean carillon_message_pane_focus_title (CarillonMessagePane *self);
void carillon_message_pane_show_problem (CarillonMessagePane *self, DispatchProblem *problem);
void carillon_message_pane_edit (CarillonMessagePane *self, DispatchField field, const char *text);
void carillon_message_pane_undo (CarillonMessagePane *self, DispatchField field);

G_END_DECLS
