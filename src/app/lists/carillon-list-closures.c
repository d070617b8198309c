/* What the list page's template shows, as functions of the list's properties. */

#include "carillon-list-closures.h"

char *
carillon_list_state_to_page (gpointer object, CommsListState state, GtkWidget *notice)
{
  static const char *const pages[] = {
    [COMMS_LIST_IDLE] = "loading", [COMMS_LIST_LOADING] = "loading", [COMMS_LIST_EMPTY] = "empty",
    [COMMS_LIST_READY] = "ready",  [COMMS_LIST_FAILED] = "failed",
  };

  return g_strdup (notice != NULL ? "notice" : pages[state]);
}

gboolean
carillon_list_is_first_page (gpointer object, CommsListState state)
{
  return state == COMMS_LIST_LOADING;
}

gboolean
carillon_list_is_later_page_failed (gpointer object, CommsListState state, GError *error)
{
  return error != NULL && state != COMMS_LIST_FAILED;
}

/* Refreshing and loading more show where the one is asked for. */
char *
carillon_list_busy_to_page (gpointer object, gboolean loading)
{
  return g_strdup (loading ? "busy" : "idle");
}
