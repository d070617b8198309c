#pragma once

#include "carillon-list-kind.h"

G_BEGIN_DECLS

GtkListItemFactory *carillon_list_cells_new (const CarillonColumn *column); /* (transfer full) */

G_END_DECLS
