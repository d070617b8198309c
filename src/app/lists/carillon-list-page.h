#pragma once

#include "carillon-list-export.h"
#include "carillon-list-kind.h"
#include "carillon-list-rows.h"

G_BEGIN_DECLS

/* Three heights of a large window, so that the first page is the only one until somebody scrolls.
 */
#define CARILLON_LIST_PAGE_SIZE 100

/* A list of the API with all its habits: loads more while one scrolls, says when it is empty,
 * loading, failed or waiting to ask again, can be narrowed, searched and sorted, shows the selected
 * item's details at its end, copies, deletes, refreshes; its columns are the operator's choice.
 * Properties: "list" (CommsList, read-only, another one whenever the filters change), "rows"
 * (CarillonListRows, read-only: the list as it is shown), "selected-item" (CommsResource,
 * read-only), "show-details" (gboolean). Actions: "rows.…", see carillon-list-page-actions.c.
 * Signal "activated" (CommsResource): Enter or a double click; its handler answers TRUE where the
 * page shall not open its own details. */
#define CARILLON_TYPE_LIST_PAGE (carillon_list_page_get_type ())
G_DECLARE_FINAL_TYPE (CarillonListPage, carillon_list_page, CARILLON, LIST_PAGE, GtkWidget)

GtkWidget *carillon_list_page_new (CarillonSession *session,
                                   const CarillonListKind *kind, /* static */
                                   const CommsFilter *filter);   /* copied; (nullable) */
void carillon_list_page_set_filter (CarillonListPage *self, const CommsFilter *filter);
/* One of the kind's filters, as if the operator had chosen it; NULL lifts it. */
void
carillon_list_page_set_filter_value (CarillonListPage *self, const char *id, const char *value);
/* What a source is asked for besides, under an ID that none of the filters has; NULL is nothing. */
void carillon_list_page_set_given (CarillonListPage *self, const char *id, const char *value);
/* (transfer full): what the source is asked for at this moment, to act on all that matches. */
GHashTable *carillon_list_page_get_values (CarillonListPage *self);
const char *carillon_list_page_get_search (CarillonListPage *self); /* (nullable) */
void carillon_list_page_search (CarillonListPage *self, const char *text);
void carillon_list_page_clear_filters (CarillonListPage *self);
void carillon_list_page_export_to (CarillonListPage *self,
                                   CarillonExportFormat format,
                                   GFile *file,
                                   gboolean selected);
void carillon_list_page_add_control (CarillonListPage *self,
                                     GtkWidget *control); /* to the bar above the rows */
/* At the head of the menu of the bar above the rows. */
void carillon_list_page_add_menu (CarillonListPage *self, GMenuModel *section);
void carillon_list_page_refresh (CarillonListPage *self);

/* What the empty page says instead of the kind's own texts, translated; NULL for those again. */
void
carillon_list_page_set_empty_text (CarillonListPage *self, const char *title, const char *text);

/* In place of the rows, which are not asked for while it is there: that something has to be chosen
 * first, or why there is nothing to list. NULL shows the rows again. */
void carillon_list_page_set_notice (CarillonListPage *self, GtkWidget *notice);

CommsList *carillon_list_page_get_list (CarillonListPage *self);
CarillonListRows *carillon_list_page_get_rows (CarillonListPage *self);
CommsResource *carillon_list_page_get_selected_item (CarillonListPage *self); /* (nullable) */
GtkWidget *carillon_list_page_get_view (CarillonListPage *self); /* the GtkColumnView */
void carillon_list_page_set_show_details (CarillonListPage *self, gboolean show);

G_END_DECLS
