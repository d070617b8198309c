#pragma once

#include <dispatch-check.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Takes back what was done to a draft since it was made, by the button of a toast, which goes away
 * as soon as something else is done there: what would be taken back then is that. Signals:
 * "undo-rows" and "undo-text" (DispatchField: the title or the body) for the last step of these. */
#define CARILLON_TYPE_FIX_UNDO (carillon_fix_undo_get_type ())
G_DECLARE_FINAL_TYPE (CarillonFixUndo, carillon_fix_undo, CARILLON, FIX_UNDO, GObject)

CarillonFixUndo *carillon_fix_undo_new (DispatchDraft *draft);
void carillon_fix_undo_offer (CarillonFixUndo *self, GtkWidget *from, const char *text);
void carillon_fix_undo_take_back (CarillonFixUndo *self);
void carillon_fix_undo_withdraw (CarillonFixUndo *self);

G_END_DECLS
