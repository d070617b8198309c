#pragma once

#include "carillon-list-kind.h"
#include "carillon-list-picked.h"

G_BEGIN_DECLS

/* More rows than this are not kept in memory: at half a kilobyte or so each they take fifty
 * megabytes, and twice that while they are searched. Who needs more narrows the list, or exports
 * it. */
#define CARILLON_MAX_LOADED_ROWS 100000

/* The rows of a passive list as a view shows them: all in the API's order, or those that a search
 * finds, or sorted by a column. A GListModel of CommsResource and a GtkSelectionModel that selects
 * any number of them; selected rows stay selected through sorting and reloading. What it shows is
 * found out in a worker, so it follows a moment later.
 *
 * Properties: "list" (CommsList, nullable), "search" (string, nullable); read-only and notified:
 * "arranged" (gboolean: searched or sorted), "mirrors" (gboolean: all rows of the list are shown,
 * in its order), "n-loaded", "n-shown", "n-selected" (guint), "selected-item" (CommsResource,
 * nullable: the only one). */
#define CARILLON_TYPE_LIST_ROWS (carillon_list_rows_get_type ())
G_DECLARE_FINAL_TYPE (CarillonListRows, carillon_list_rows, CARILLON, LIST_ROWS, GObject)

CarillonListRows *carillon_list_rows_new (const CarillonListKind *kind); /* static */
void carillon_list_rows_set_list (CarillonListRows *self, CommsList *list);
void carillon_list_rows_set_search (CarillonListRows *self, const char *search);
void carillon_list_rows_set_sort (CarillonListRows *self,
                                  const CarillonColumn *column, /* (nullable) static */
                                  gboolean descending);
const char *carillon_list_rows_get_search (CarillonListRows *self); /* (nullable) */
gboolean
carillon_list_rows_get_busy (CarillonListRows *self); /* what is shown is about to change */
guint carillon_list_rows_get_n_selected (CarillonListRows *self);
GPtrArray *carillon_list_rows_get_selected (CarillonListRows *self); /* (transfer full) */
/* The same without making anything of them yet, which is for very many. */
CarillonListPicked *carillon_list_rows_get_picked (CarillonListRows *self); /* (transfer full) */
CommsResource *
carillon_list_rows_get_selected_item (CarillonListRows *self); /* (transfer none) (nullable) */
void carillon_list_rows_select_all (CarillonListRows *self);
void carillon_list_rows_remove (CarillonListRows *self, CommsResource *item);
void carillon_list_rows_remove_all (CarillonListRows *self, GHashTable *ids);

G_END_DECLS
