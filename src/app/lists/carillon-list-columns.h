#pragma once

#include "carillon-list-kind.h"

G_BEGIN_DECLS

/* Makes the columns of a kind in a view. */
void carillon_list_columns_add (GtkColumnView *view, const CarillonListKind *kind);
/* Shows the columns that have room where the view is @width pixels wide. */
void carillon_list_columns_fit (GtkColumnView *view, const CarillonListKind *kind, int width);

G_END_DECLS
