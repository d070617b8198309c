#pragma once

#include "carillon-list-kind.h"

G_BEGIN_DECLS

/* The filters of a list that are in force, as chips. Property "narrowed" (gboolean, read-only:
 * whether there are any); signal "changed". */
#define CARILLON_TYPE_FILTER_BAR (carillon_filter_bar_get_type ())
G_DECLARE_FINAL_TYPE (CarillonFilterBar, carillon_filter_bar, CARILLON, FILTER_BAR, GtkWidget)

void carillon_filter_bar_set_kind (CarillonFilterBar *self, const CarillonListKind *kind);
GMenuModel *carillon_filter_bar_make_menu (CarillonFilterBar *self); /* (transfer full) */
gboolean carillon_filter_bar_get_narrowed (CarillonFilterBar *self);
void carillon_filter_bar_set_value (CarillonFilterBar *self, const char *id, const char *value);
void carillon_filter_bar_edit (CarillonFilterBar *self, const char *id);
void carillon_filter_bar_clear (CarillonFilterBar *self);
GHashTable *carillon_filter_bar_get_values (
  CarillonFilterBar *self); /* (transfer full): of char * by the IDs of the filters */
CommsFilter *carillon_filter_bar_merge (CarillonFilterBar *self,
                                        const CommsFilter *filter); /* (transfer full) */

G_END_DECLS
