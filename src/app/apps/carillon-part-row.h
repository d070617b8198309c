#pragma once

#include <adwaita.h>

#include "carillon-credential-draft.h"

G_BEGIN_DECLS

/* A part of a credential: what was chosen for it, by which file or from the clipboard, and what
 * there is to say of it. Visible where the draft's provider needs it. */
#define CARILLON_TYPE_PART_ROW (carillon_part_row_get_type ())
G_DECLARE_FINAL_TYPE (CarillonPartRow, carillon_part_row, CARILLON, PART_ROW, AdwPreferencesRow)

GtkWidget *carillon_part_row_new (CarillonCredentialDraft *draft, CarillonPart part);

G_END_DECLS
