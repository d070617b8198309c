/* What the list page's template shows, as functions of the list's properties. */

#include "carillon-list-closures.h"

#include <archive-index.h>
#include <glib/gi18n.h>

#include "carillon-format.h"
#include "carillon-list-rows.h"

char *
carillon_list_state_to_page (gpointer object,
                             CommsListState state,
                             GtkWidget *notice,
                             gboolean arranged,
                             guint n_shown,
                             gboolean offline)
{
  static const char *const pages[] = {
    [COMMS_LIST_IDLE] = "loading", [COMMS_LIST_LOADING] = "loading", [COMMS_LIST_EMPTY] = "empty",
    [COMMS_LIST_READY] = "ready",  [COMMS_LIST_FAILED] = "failed",
  };

  if (notice == NULL && state == COMMS_LIST_READY && arranged && n_shown == 0) {
    return g_strdup ("unmatched");
  }
  if (notice == NULL && offline && state != COMMS_LIST_READY && state != COMMS_LIST_EMPTY) {
    return g_strdup ("offline");
  }
  return g_strdup (notice != NULL ? "notice" : pages[state]);
}

gboolean
carillon_list_is_first_page (gpointer object, CommsListState state)
{
  return state == COMMS_LIST_LOADING;
}

/* What failed for want of a network is said by the bar that says so. */
gboolean
carillon_list_is_later_page_failed (gpointer object,
                                    CommsListState state,
                                    GError *error,
                                    gboolean offline)
{
  return error != NULL && state != COMMS_LIST_FAILED && !offline;
}

/* What is shown may have changed meanwhile. */
gboolean
carillon_list_is_stale (gpointer object, CommsListState state, GtkWidget *notice, gboolean offline)
{
  return offline && notice == NULL && (state == COMMS_LIST_READY || state == COMMS_LIST_EMPTY);
}

/* Refreshing and loading more show where the one is asked for. */
char *
carillon_list_busy_to_page (gpointer object, gboolean loading)
{
  return g_strdup (loading ? "busy" : "idle");
}

gboolean
carillon_list_has_footer (gpointer object, CommsListState state, GtkWidget *notice)
{
  return notice == NULL && (state == COMMS_LIST_READY || state == COMMS_LIST_LOADING);
}

static char *
summarise_loading (guint n_loaded)
{
  g_autofree char *loaded = carillon_format_count (n_loaded);

  return g_strdup_printf (ngettext ("Loading… %s row so far", "Loading… %s rows so far", n_loaded),
                          loaded);
}

static char *
summarise_sort (guint n_loaded)
{
  g_autofree char *loaded = carillon_format_count (n_loaded);

  return g_strdup_printf (
    ngettext ("Only the %s loaded row is sorted", "Only the %s loaded rows are sorted", n_loaded),
    loaded);
}

/* "12,345" or "more than 10,000"; NULL where nobody knows. */
static char *
describe_total (guint n_loaded, gint64 n_all)
{
  gboolean is_more = n_all > ARCHIVE_MAX_COUNT;

  if (n_all < n_loaded || (is_more && n_loaded > ARCHIVE_MAX_COUNT)) {
    return NULL;
  }
  g_autofree char *count = carillon_format_count (is_more ? ARCHIVE_MAX_COUNT : n_all);
  /* Translators: %s is a number of rows */
  return is_more ? g_strdup_printf (_ ("more than %s"), count) : g_steal_pointer (&count);
}

static char *
summarise_rows (guint n_loaded, gboolean has_more, gint64 n_all)
{
  g_autofree char *loaded = carillon_format_count (n_loaded);
  g_autofree char *total = has_more ? describe_total (n_loaded, n_all) : NULL;

  if (total != NULL) {
    /* Translators: of so many rows, or of "more than 10,000" */
    return g_strdup_printf (_ ("%1$s of %2$s rows, more while you scroll"), loaded, total);
  }
  return g_strdup_printf (has_more ? ngettext ("%s row, more while you scroll",
                                               "%s rows, more while you scroll", n_loaded)
                                   : ngettext ("%s row", "%s rows", n_loaded),
                          loaded);
}

static char *
summarise_search (guint n_loaded, guint n_shown, gboolean has_more)
{
  g_autofree char *shown = carillon_format_count (n_shown);
  g_autofree char *loaded = carillon_format_count (n_loaded);

  return g_strdup_printf (
    has_more
      /* Translators: of the rows loaded so far; there are more */
      ? ngettext ("%1$s of %2$s loaded row matches", "%1$s of %2$s loaded rows match", n_loaded)
      : ngettext ("%1$s of %2$s row matches", "%1$s of %2$s rows match", n_loaded),
    shown, loaded);
}

/* What is selected is always loaded, whatever else there is. */
static char *
summarise_selection (
  guint n_loaded, guint n_shown, guint n_selected, gboolean has_more, gint64 n_all)
{
  g_autofree char *selected = carillon_format_count (n_selected);
  g_autofree char *shown = carillon_format_count (n_shown);
  g_autofree char *total =
    has_more && n_shown == n_loaded ? describe_total (n_loaded, n_all) : NULL;

  if (has_more && total == NULL) {
    /* Translators: of so many rows, at least two of them, which are not all that there are */
    return g_strdup_printf (_ ("%1$s of %2$s loaded rows selected, and there are more"), selected,
                            shown);
  }
  /* Translators: of so many rows, at least two of them, or of "more than 10,000" */
  return g_strdup_printf (_ ("%1$s of %2$s selected"), selected, total != NULL ? total : shown);
}

char *
carillon_list_summary (gpointer object,
                       guint n_loaded,
                       guint n_shown,
                       guint n_selected,
                       const char *search,
                       gboolean arranged,
                       gboolean has_more,
                       gboolean loads_all,
                       GError *error,
                       gint64 n_all)
{
  if (n_loaded == 0) {
    return g_strdup ("");
  }
  if (loads_all && error == NULL) {
    return summarise_loading (n_loaded);
  }
  if (n_selected > 1) {
    return summarise_selection (n_loaded, n_shown, n_selected, has_more, n_all);
  }
  if (search != NULL && *search != '\0') {
    return summarise_search (n_loaded, n_shown, has_more);
  }
  if (arranged && has_more) {
    return summarise_sort (n_loaded);
  }
  return summarise_rows (n_loaded, has_more, n_all);
}

/* Who waits is told that first. */
char *
carillon_list_or (gpointer object, const char *wait, const char *summary)
{
  return g_strdup (wait != NULL ? wait : summary);
}

gboolean
carillon_list_offers_all (gpointer object, gboolean arranged, gboolean has_more, gboolean loads_all)
{
  return arranged && has_more && !loads_all;
}

gboolean
carillon_list_offers_selection (
  gpointer object, guint n_shown, guint n_selected, gboolean has_more, gboolean loads_all)
{
  return n_selected > 1 && n_selected == n_shown && n_selected < CARILLON_MAX_LOADED_ROWS &&
         has_more && !loads_all;
}

char *
carillon_list_unmatched_text (gpointer object, guint n_loaded, gboolean has_more)
{
  if (!has_more) {
    return g_strdup (_ ("No row has all of these words."));
  }
  g_autofree char *loaded = carillon_format_count (n_loaded);
  return g_strdup_printf (ngettext ("Only the %s row loaded so far was searched.",
                                    "Only the %s rows loaded so far were searched.", n_loaded),
                          loaded);
}
