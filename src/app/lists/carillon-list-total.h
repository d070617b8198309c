#pragma once

#include "carillon-list-kind.h"

G_BEGIN_DECLS

/* How many rows a list has in all, those that are not loaded included, where its kind can count
 * them. Property "n-rows" (int64, read-only, notified): CARILLON_TOTAL_UNKNOWN where nobody knows;
 * more than ARCHIVE_MAX_COUNT stands for any number beyond that. */
#define CARILLON_TYPE_LIST_TOTAL (carillon_list_total_get_type ())
G_DECLARE_FINAL_TYPE (CarillonListTotal, carillon_list_total, CARILLON, LIST_TOTAL, GObject)

#define CARILLON_TOTAL_UNKNOWN -1

CarillonListTotal *carillon_list_total_new (CarillonSession *session, const CarillonListKind *kind);
void carillon_list_total_forget (CarillonListTotal *self);
void carillon_list_total_lose (CarillonListTotal *self, guint n_rows);
gboolean carillon_list_total_is_wanted (CarillonListTotal *self);
void carillon_list_total_count (CarillonListTotal *self, const CarillonListQuery *query);

G_END_DECLS
