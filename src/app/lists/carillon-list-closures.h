#pragma once

#include <gtk/gtk.h>

#include <comms-list.h>

G_BEGIN_DECLS

/* Called by the bindings of carillon-list-page.ui; @object is the page. */
char *carillon_list_state_to_page (gpointer object,
                                   CommsListState state,
                                   GtkWidget *notice,
                                   gboolean arranged,
                                   guint n_shown,
                                   gboolean offline);
gboolean carillon_list_is_first_page (gpointer object, CommsListState state);
gboolean carillon_list_is_later_page_failed (gpointer object,
                                             CommsListState state,
                                             GError *error,
                                             gboolean offline);
gboolean
carillon_list_is_stale (gpointer object, CommsListState state, GtkWidget *notice, gboolean offline);
char *carillon_list_busy_to_page (gpointer object, gboolean loading);
gboolean carillon_list_has_footer (gpointer object, CommsListState state, GtkWidget *notice);
char *carillon_list_summary (gpointer object,
                             guint n_loaded,
                             guint n_shown,
                             guint n_selected,
                             const char *search,
                             gboolean arranged,
                             gboolean has_more,
                             gboolean loads_all,
                             GError *error,
                             gint64 n_all);
char *carillon_list_or (gpointer object, const char *wait, const char *summary);
gboolean carillon_list_offers_all (gpointer object,
                                   gboolean arranged,
                                   gboolean has_more,
                                   gboolean loads_all);
gboolean carillon_list_offers_selection (
  gpointer object, guint n_shown, guint n_selected, gboolean has_more, gboolean loads_all);
char *carillon_list_unmatched_text (gpointer object, guint n_loaded, gboolean has_more);

G_END_DECLS
