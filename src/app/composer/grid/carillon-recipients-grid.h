#pragma once

#include <dispatch-check.h>
#include <dispatch-draft.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The recipients of a draft as a spreadsheet. Properties, notified: "draft" (DispatchDraft,
 * nullable, read-write), "report" (DispatchReport, nullable, read-write: what the last check found,
 * for the marks), "current-row" (guint, read-only: the recipient that is being looked at),
 * "current-column" (string, read-only: the ID of the column with the cursor). */
#define CARILLON_TYPE_RECIPIENTS_GRID (carillon_recipients_grid_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonRecipientsGrid, carillon_recipients_grid, CARILLON, RECIPIENTS_GRID, GtkWidget)

guint carillon_recipients_grid_get_current_row (CarillonRecipientsGrid *self);
void carillon_recipients_grid_show_row (CarillonRecipientsGrid *self, guint row);
void carillon_recipients_grid_go_to (CarillonRecipientsGrid *self, guint row, const char *column);
void carillon_recipients_grid_select_rows (CarillonRecipientsGrid *self,
                                           const guint *rows,
                                           guint n_rows);
void carillon_recipients_grid_add (CarillonRecipientsGrid *self);

G_END_DECLS
