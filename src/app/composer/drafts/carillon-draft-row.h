#pragma once

#include <gtk/gtk.h>

#include "carillon-draft-item.h"

G_BEGIN_DECLS

/* A draft in the list of drafts, whose name can be typed in place. Property "item"
 * (CarillonDraftItem, nullable, read-write). Its menu activates "drafts.open", "drafts.rename",
 * "drafts.duplicate", "drafts.delete", each with the draft's ID. Signal "renamed" (the item, the
 * new name). */
#define CARILLON_TYPE_DRAFT_ROW (carillon_draft_row_get_type ())
G_DECLARE_FINAL_TYPE (CarillonDraftRow, carillon_draft_row, CARILLON, DRAFT_ROW, GtkWidget)

GtkWidget *carillon_draft_row_new (void);
void carillon_draft_row_set_item (CarillonDraftRow *self, CarillonDraftItem *item);

G_END_DECLS
