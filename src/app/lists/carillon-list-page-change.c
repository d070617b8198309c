/* What a kind's change makes of the selected item: a question, then the request, then the list as
 * the server has it now, for one item's change may be another's too. */

#include "carillon-list-page-private.h"

#include <glib/gi18n.h>

#include "carillon-guard.h"
#include "carillon-problem.h"
#include "carillon-toast.h"

typedef struct {
  CarillonListPage *page; /* (owned) */
  CommsResource *item;    /* (owned) */
} PendingChange;

static void
pending_change_free (PendingChange *pending)
{
  g_object_unref (pending->page);
  g_object_unref (pending->item);
  g_free (pending);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PendingChange, pending_change_free)

static void
on_changed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PendingChange) pending = user_data;
  CarillonListPage *self = pending->page;
  g_autoptr (GError) error = NULL;
  gboolean changed = comms_client_update_finish (COMMS_CLIENT (source), result, &error);

  /* The page may have gone meanwhile, with the account that it was of. */
  if (self->list == NULL) {
    return;
  }
  if (!changed) {
    carillon_problem_set_error (CARILLON_PROBLEM (self->delete_problem), error);
    gtk_revealer_set_reveal_child (GTK_REVEALER (self->delete_revealer), TRUE);
    return;
  }
  carillon_toast (GTK_WIDGET (self), _ (self->kind->change->done));
  carillon_list_page_refresh (self);
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PendingChange) pending = user_data;
  CarillonListPage *self = pending->page;

  if (carillon_guard_finish (result) && self->list != NULL) {
    const char *id = comms_resource_get_id (pending->item);
    CommsClient *client = carillon_session_get_client (self->session);

    self->kind->change->apply_async (client, id, NULL, on_changed, g_steal_pointer (&pending));
  }
}

/**
 * carillon_list_page_change:
 * @widget: a list page
 *
 * The action "rows.change".
 */
void
carillon_list_page_change (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonListPage *self = CARILLON_LIST_PAGE (widget);
  CommsResource *item = carillon_list_page_get_selected_item (self);
  const CarillonChange *change = self->kind->change;

  if (item == NULL) {
    return;
  }

  PendingChange *pending = g_new0 (PendingChange, 1);
  pending->page = g_object_ref (self);
  pending->item = g_object_ref (item);

  g_autofree char *heading = change->heading (item);
  g_autofree char *body = change->body (item);
  carillon_list_page_close_delete_problem (self);
  const CarillonIntent intent = {
    .heading = heading,
    .body = body,
    .confirm = _ (change->confirm),
    .n_things = 1,
    .always_asks = TRUE,
  };
  carillon_guard_async (widget, carillon_session_get_account (self->session), &intent, NULL,
                        on_answered, pending);
}
