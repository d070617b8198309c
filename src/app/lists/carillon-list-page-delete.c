/* Deleting the selected item of a list. */

#include "carillon-list-page-private.h"

#include <glib/gi18n.h>

#include "carillon-deletion.h"
#include "carillon-problem.h"
#include "carillon-split.h"
#include "carillon-toast.h"

/* What a deletion comes back to. */
typedef struct {
  CarillonListPage *page; /* (owned) */
  CommsResource *item;    /* (owned) */
} PendingDeletion;

static void
pending_deletion_free (PendingDeletion *pending)
{
  g_object_unref (pending->page);
  g_object_unref (pending->item);
  g_free (pending);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PendingDeletion, pending_deletion_free)

/**
 * carillon_list_page_close_delete_problem:
 *
 * Takes away why a deletion failed.
 */
void
carillon_list_page_close_delete_problem (CarillonListPage *self)
{
  g_return_if_fail (CARILLON_IS_LIST_PAGE (self));

  gtk_revealer_set_reveal_child (GTK_REVEALER (self->delete_revealer), FALSE);
}

static void
remove_item (CarillonListPage *self, CommsResource *item)
{
  if (carillon_split_get_collapsed (CARILLON_SPLIT (self->split))) {
    carillon_list_page_set_show_details (self, FALSE);
  }
  carillon_list_rows_remove (self->rows, item);
}

static void
on_deletion_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PendingDeletion) pending = user_data;
  CarillonListPage *self = pending->page;
  g_autoptr (GError) error = NULL;
  gboolean deleted = carillon_deletion_run_finish (result, &error);

  /* The page may have gone meanwhile, with the account that it was of. */
  if (self->list == NULL) {
    return;
  }
  self->deleting = FALSE;
  carillon_list_page_enable_actions (self);
  if (error != NULL) {
    carillon_problem_set_error (CARILLON_PROBLEM (self->delete_problem), error);
    gtk_revealer_set_reveal_child (GTK_REVEALER (self->delete_revealer), TRUE);
  } else if (deleted) {
    remove_item (self, pending->item);
    carillon_toast (GTK_WIDGET (self), _ (self->kind->deletion->done));
  }
}

/**
 * carillon_list_page_delete:
 * @widget: a list page
 *
 * The action "rows.delete".
 */
void
carillon_list_page_delete (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonListPage *self = CARILLON_LIST_PAGE (widget);
  CommsResource *item = carillon_list_page_get_selected_item (self);

  if (item == NULL || comms_resource_get_id (item) == NULL) {
    return;
  }

  PendingDeletion *pending = g_new0 (PendingDeletion, 1);
  pending->page = g_object_ref (self);
  pending->item = g_object_ref (item);

  carillon_list_page_close_delete_problem (self);
  self->deleting = TRUE;
  carillon_list_page_enable_actions (self);
  carillon_deletion_run_async (widget, self->session, self->kind->deletion, item, on_deletion_done,
                               pending);
}
