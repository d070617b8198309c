/* Writing the rows of a list to a file that the operator chooses. */

#include "carillon-list-page-private.h"

#include <glib/gi18n.h>

#include "carillon-choose-file.h"
#include "carillon-toast.h"

typedef struct {
  CarillonListPage *page; /* (owned) */
  CarillonExportFormat format;
  gboolean selected;
} PendingExport;

static void
pending_export_free (PendingExport *pending)
{
  g_object_unref (pending->page);
  g_free (pending);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PendingExport, pending_export_free)

/* The page may have gone meanwhile, with the account that it was of. */
static void
on_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PendingExport) pending = user_data;
  g_autoptr (GFile) file = carillon_choose_file_finish (result);

  if (file != NULL && pending->page->list != NULL) {
    carillon_list_page_export_to (pending->page, pending->format, file, pending->selected);
  }
}

static void
ask (CarillonListPage *self, GVariant *format, gboolean selected)
{
  if (carillon_export_bar_is_busy (CARILLON_EXPORT_BAR (self->export_bar))) {
    carillon_toast (GTK_WIDGET (self), _ ("Another export is under way; stop it first"));
    return;
  }

  PendingExport *pending = g_new0 (PendingExport, 1);
  pending->page = g_object_ref (self);
  pending->format = g_str_equal (g_variant_get_string (format, NULL), "json") ? CARILLON_EXPORT_JSON
                                                                              : CARILLON_EXPORT_CSV;
  pending->selected = selected;

  g_autofree char *name = carillon_list_export_make_name (self->kind, pending->format);
  carillon_choose_file_async (GTK_WIDGET (self), CARILLON_FILE_TO_WRITE, _ ("Export"), name,
                              on_chosen, pending);
}

/**
 * carillon_list_page_export:
 * @widget: a list page
 * @format: "csv" or "json"
 *
 * The action "rows.export": all rows that pass the filters and the search.
 */
void
carillon_list_page_export (GtkWidget *widget, const char *action, GVariant *format)
{
  ask (CARILLON_LIST_PAGE (widget), format, FALSE);
}

/**
 * carillon_list_page_export_selected:
 * @widget: a list page
 * @format: "csv" or "json"
 *
 * The action "rows.export-selected".
 */
void
carillon_list_page_export_selected (GtkWidget *widget, const char *action, GVariant *format)
{
  ask (CARILLON_LIST_PAGE (widget), format, TRUE);
}

/**
 * carillon_list_page_export_to:
 * @format: of the file
 * @file: what is written
 * @selected: only the selected rows, and not all that pass the filters and the search
 *
 * What the menu does once a file was chosen.
 */
void
carillon_list_page_export_to (CarillonListPage *self,
                              CarillonExportFormat format,
                              GFile *file,
                              gboolean selected)
{
  g_return_if_fail (CARILLON_IS_LIST_PAGE (self));
  g_return_if_fail (G_IS_FILE (file));

  g_autoptr (CarillonListExport) export = carillon_list_export_new (self->kind, format, file);
  g_autoptr (CommsClient) client =
    comms_client_derive (self->client, comms_client_get_retry_policy (self->client));
  g_autoptr (CarillonListWait) wait = carillon_list_wait_new (client);

  carillon_export_bar_follow (CARILLON_EXPORT_BAR (self->export_bar), export, wait);
  if (selected) {
    carillon_list_export_run_picked (export, carillon_list_rows_get_picked (self->rows));
    return;
  }

  g_autoptr (CommsSource) source = carillon_list_page_make_source (self, client);
  g_autoptr (CommsCursor) cursor = comms_cursor_new (source, COMMS_MAX_PAGE_SIZE);
  carillon_list_export_run_cursor (export, cursor, carillon_list_rows_get_search (self->rows));
}
