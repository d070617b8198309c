#pragma once

#include "carillon-list-page.h"

G_BEGIN_DECLS

/* A list of what the index has, below the bar that tells how the index is. What was never built is
 * offered to be built in place of the rows. Rows are read again when the operator asks for it; that
 * there is something new is said quietly. Property "stale" (gboolean, read-only): that it is. */
#define CARILLON_TYPE_INDEXED_LIST (carillon_indexed_list_get_type ())
G_DECLARE_FINAL_TYPE (CarillonIndexedList, carillon_indexed_list, CARILLON, INDEXED_LIST, GtkWidget)

GtkWidget *carillon_indexed_list_new (CarillonSession *session,
                                      const CarillonListKind *kind, /* static */
                                      const char *reason); /* to build an index for, translated */
CarillonListPage *carillon_indexed_list_get_list (CarillonIndexedList *self);

G_END_DECLS
