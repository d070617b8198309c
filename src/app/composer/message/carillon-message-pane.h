#pragma once

#include <dispatch-check.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What is sent, and how: title, body, sender, priority, sound, tags. Properties, read-write and
 * nullable: "draft" (DispatchDraft), "report" (DispatchReport: its problems are marked where they
 * are). */
#define CARILLON_TYPE_MESSAGE_PANE (carillon_message_pane_get_type ())
G_DECLARE_FINAL_TYPE (CarillonMessagePane, carillon_message_pane, CARILLON, MESSAGE_PANE, GtkWidget)

gboolean carillon_message_pane_focus_title (CarillonMessagePane *self);
void carillon_message_pane_show_problem (CarillonMessagePane *self, DispatchProblem *problem);
void carillon_message_pane_edit (CarillonMessagePane *self, DispatchField field, const char *text);

G_END_DECLS
