#pragma once

#include "carillon-list-kind.h"

G_BEGIN_DECLS

/* Makes the columns of a kind in a view. */
void carillon_list_columns_add (GtkColumnView *view, const CarillonListKind *kind);
/* Shows those that have room in the scrolled window that @view is in. */
void carillon_list_columns_follow_width (GtkColumnView *view, const CarillonListKind *kind);

G_END_DECLS
