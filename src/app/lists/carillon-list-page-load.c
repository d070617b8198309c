/* What a list asks for and when: its first page when it is shown, another list for other filters,
 * again after a failure. Where the network is gone that is said in place of each failure, and what
 * failed for want of it is asked for once more when it is back. */

#include "carillon-list-page-private.h"

#include <adwaita.h>
#include <comms-client-source.h>
#include <glib/gi18n.h>

static const char *
get_search (CarillonListPage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));

  return *text != '\0' ? text : NULL;
}

/**
 * carillon_list_page_make_source:
 * @client: whom to ask, if it is the API
 *
 * Returns: (transfer full): where rows come from as the filters and the search are now
 */
CommsSource *
carillon_list_page_make_source (CarillonListPage *self, CommsClient *client)
{
  g_return_val_if_fail (CARILLON_IS_LIST_PAGE (self), NULL);
  g_return_val_if_fail (COMMS_IS_CLIENT (client), NULL);

  CarillonFilterBar *filters = CARILLON_FILTER_BAR (self->filters);

  if (self->kind->source != NULL) {
    g_autoptr (GHashTable) values = carillon_list_page_get_values (self);
    const CarillonListQuery query = { values, carillon_list_page_get_search (self) };

    return self->kind->source (self->session, client, &query);
  }

  g_autoptr (CommsFilter) filter = carillon_filter_bar_merge (filters, self->filter);
  return comms_client_source_new (client, self->kind->list, filter);
}

/* How many there are matters where they are not all there. */
static void
count_rows (CarillonListPage *self)
{
  if (comms_list_get_has_more (self->list) && carillon_list_total_is_wanted (self->total)) {
    g_autoptr (GHashTable) values = carillon_list_page_get_values (self);
    const CarillonListQuery query = { values, carillon_list_page_get_search (self) };

    carillon_list_total_count (self->total, &query);
  }
}

/**
 * carillon_list_page_tell_empty:
 *
 * What stands in place of the kind's words for nothing: the filters may be why.
 */
void
carillon_list_page_tell_empty (CarillonListPage *self)
{
  g_return_if_fail (CARILLON_IS_LIST_PAGE (self));

  AdwStatusPage *empty = ADW_STATUS_PAGE (self->empty);
  gboolean filtered = carillon_filter_bar_get_narrowed (CARILLON_FILTER_BAR (self->filters));
  gboolean narrowed = filtered || (self->kind->searches && get_search (self) != NULL);
  const char *title = self->empty_title != NULL ? self->empty_title : _ (self->kind->empty_title);
  const char *text = self->empty_text != NULL ? self->empty_text : _ (self->kind->empty_text);
  g_autofree char *description =
    g_markup_escape_text (filtered ? _ ("Nothing passes these filters. Change one, or clear them.")
                          : narrowed ? _ ("Nothing has what is searched for.")
                                     : text,
                          -1);

  adw_status_page_set_icon_name (empty, narrowed ? "edit-find-symbolic" : self->kind->icon_name);
  adw_status_page_set_title (empty, narrowed ? _ ("No Matches") : title);
  adw_status_page_set_description (empty, description);
  gtk_widget_set_visible (self->clear_button, filtered);
  gtk_widget_set_visible (self->begin_button, !narrowed && self->kind->begin_action != NULL);
}

/* The rows that are there stay until those that were found take their place. */
static void
search_source (CarillonListPage *self)
{
  g_autoptr (CommsSource) source = carillon_list_page_make_source (self, self->client);

  carillon_list_total_forget (self->total);
  carillon_list_page_tell_empty (self);
  comms_list_set_source (self->list, source);
  if (comms_list_get_state (self->list) != COMMS_LIST_IDLE) {
    carillon_list_page_refresh (self);
  }
}

/**
 * carillon_list_page_search_changed:
 *
 * To be called when something else was typed.
 */
void
carillon_list_page_search_changed (CarillonListPage *self)
{
  g_return_if_fail (CARILLON_IS_LIST_PAGE (self));

  if (self->kind->searches) {
    search_source (self);
  } else {
    carillon_list_rows_set_search (self->rows, get_search (self));
  }
}

/**
 * carillon_list_page_retry:
 *
 * Asks again for what did not arrive.
 */
void
carillon_list_page_retry (CarillonListPage *self)
{
  g_return_if_fail (CARILLON_IS_LIST_PAGE (self));

  if (self->reloading || comms_list_get_state (self->list) == COMMS_LIST_FAILED) {
    comms_list_reload (self->list);
  } else {
    comms_list_load_more (self->list);
  }
}

/* Nothing was sent, or no answer came: another network may change that. */
static gboolean
is_for_want_of_network (const GError *error)
{
  return g_error_matches (error, COMMS_ERROR, COMMS_ERROR_UNREACHABLE) ||
         g_error_matches (error, COMMS_ERROR, COMMS_ERROR_INTERRUPTED) ||
         g_error_matches (error, COMMS_ERROR, COMMS_ERROR_TIMED_OUT);
}

/**
 * carillon_list_page_load_if_shown:
 *
 * The first page is asked for when it will be seen, not for every page of a new window; so is what
 * failed until the network was back.
 */
void
carillon_list_page_load_if_shown (CarillonListPage *self)
{
  g_return_if_fail (CARILLON_IS_LIST_PAGE (self));

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || self->notice != NULL) {
    return;
  }
  if (comms_list_get_state (self->list) == COMMS_LIST_IDLE) {
    comms_list_load_more (self->list);
  } else if (self->returned && is_for_want_of_network (comms_list_get_error (self->list))) {
    self->returned = FALSE;
    carillon_list_page_retry (self);
  }
}

static void
on_offline_changed (CarillonListPage *self)
{
  self->reached = FALSE;
  g_object_notify (G_OBJECT (self), "offline");
}

/* Once, and not before what is under way has failed. */
static void
on_returned (CarillonListPage *self)
{
  self->returned = comms_list_get_loading (self->list) || comms_list_get_error (self->list) != NULL;
  carillon_list_page_load_if_shown (self);
}

/**
 * carillon_list_page_follow_network:
 *
 * To be called once. What does not come from the API needs no network.
 */
void
carillon_list_page_follow_network (CarillonListPage *self)
{
  g_return_if_fail (CARILLON_IS_LIST_PAGE (self));

  CarillonNetwork *network = carillon_session_get_network (self->session);
  if (self->kind->list != NULL) {
    g_signal_connect_object (network, "notify::offline", G_CALLBACK (on_offline_changed), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (network, "returned", G_CALLBACK (on_returned), self,
                             G_CONNECT_SWAPPED);
  }
}

/**
 * carillon_list_page_get_offline:
 *
 * Returns: whether there is no network, and no answer came since it went that says otherwise
 */
gboolean
carillon_list_page_get_offline (CarillonListPage *self)
{
  g_return_val_if_fail (CARILLON_IS_LIST_PAGE (self), FALSE);

  return self->kind->list != NULL && !self->reached &&
         carillon_network_get_offline (carillon_session_get_network (self->session));
}

static void
on_loading_changed (CarillonListPage *self)
{
  if (comms_list_get_loading (self->list)) {
    return;
  }
  carillon_list_wait_stop (self->wait);
  if (comms_list_get_error (self->list) == NULL) {
    self->reloading = FALSE;
    self->reached = TRUE;
    count_rows (self);
    self->returned = FALSE;
    g_object_notify (G_OBJECT (self), "offline");
  }
  carillon_list_page_unpark_focus (self);
  carillon_list_page_load_if_shown (self);
}

/**
 * carillon_list_page_list_anew:
 *
 * Takes another list, of the filters as they are now; an answer to the one before is not waited
 * for.
 */
void
carillon_list_page_list_anew (CarillonListPage *self)
{
  g_return_if_fail (CARILLON_IS_LIST_PAGE (self));

  guint page_size = self->kind->page_size > 0 ? self->kind->page_size : CARILLON_LIST_PAGE_SIZE;
  g_autoptr (CommsSource) source = carillon_list_page_make_source (self, self->client);

  if (self->list != NULL) {
    g_signal_handlers_disconnect_by_data (self->list, self);
  }
  g_clear_object (&self->list);
  self->reloading = FALSE;
  self->selects_all = FALSE;
  self->list = comms_list_new (source, page_size);
  g_signal_connect_object (self->list, "notify::loading", G_CALLBACK (on_loading_changed), self,
                           G_CONNECT_SWAPPED);
  carillon_list_total_forget (self->total);
  carillon_list_wait_stop (self->wait);
  carillon_list_page_close_delete_problem (self);
  carillon_list_page_tell_empty (self);
  g_object_notify (G_OBJECT (self), "list");
  carillon_list_page_load_if_shown (self);
}

/**
 * carillon_list_page_refresh:
 *
 * Asks for the first page again. The rows stay until it is there, and what was selected is selected
 * again if it is on it.
 */
void
carillon_list_page_refresh (CarillonListPage *self)
{
  g_return_if_fail (CARILLON_IS_LIST_PAGE (self));

  if (self->notice != NULL) {
    return;
  }
  self->reloading = TRUE;
  carillon_list_total_forget (self->total);
  carillon_list_page_close_delete_problem (self);
  comms_list_reload (self->list);
}

/**
 * carillon_list_page_loads_all_changed:
 *
 * To be called when the pager has begun or ended to load all rows.
 */
void
carillon_list_page_loads_all_changed (CarillonListPage *self)
{
  g_return_if_fail (CARILLON_IS_LIST_PAGE (self));

  gboolean done = !comms_list_get_has_more (self->list) ||
                  g_list_model_get_n_items (G_LIST_MODEL (self->list)) >= CARILLON_MAX_LOADED_ROWS;

  if (carillon_list_pager_get_loads_all (self->pager) || !self->selects_all) {
    return;
  }
  self->selects_all = FALSE;
  if (done) {
    carillon_list_rows_select_all (self->rows);
  }
}
