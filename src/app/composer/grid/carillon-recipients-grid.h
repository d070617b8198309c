#pragma once

#include <dispatch-draft.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The recipients of a draft as a spreadsheet. Properties, notified: "draft" (DispatchDraft,
 * nullable, read-write), "current-row" (guint, read-only: the recipient that is being looked at).
 */
#define CARILLON_TYPE_RECIPIENTS_GRID (carillon_recipients_grid_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonRecipientsGrid, carillon_recipients_grid, CARILLON, RECIPIENTS_GRID, GtkWidget)

guint carillon_recipients_grid_get_current_row (CarillonRecipientsGrid *self);
void carillon_recipients_grid_show_row (CarillonRecipientsGrid *self, guint row);
void carillon_recipients_grid_select_rows (CarillonRecipientsGrid *self,
                                           const guint *rows,
                                           guint n_rows);
void carillon_recipients_grid_add (CarillonRecipientsGrid *self);
gboolean carillon_recipients_grid_paste (CarillonRecipientsGrid *self, const char *text);

G_END_DECLS
