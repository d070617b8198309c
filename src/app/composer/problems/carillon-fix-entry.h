#pragma once

#include <adwaita.h>

#include "carillon-problem-fix.h"

G_BEGIN_DECLS

/* The text that a fix needs. Property "answered" (gboolean, read-only, notified): it can be used.
 */
#define CARILLON_TYPE_FIX_ENTRY (carillon_fix_entry_get_type ())
G_DECLARE_FINAL_TYPE (CarillonFixEntry, carillon_fix_entry, CARILLON, FIX_ENTRY, AdwBin)

GtkWidget *carillon_fix_entry_new (CarillonFix fix);
const char *carillon_fix_entry_get_text (CarillonFixEntry *self);

G_END_DECLS
