/* Deleting one item: a question, then the request. A request under way is not cancelled when its
 * page goes: what was confirmed is done, and nobody would know otherwise whether it was. */

#include "carillon-deletion.h"

#include <glib/gi18n.h>

#include "carillon-ask.h"

typedef struct {
  CommsClient *client; /* (owned) */
  const CarillonDeletion *deletion;
  CommsResource *item; /* (owned) */
} DeletionData;

static void
deletion_data_free (DeletionData *data)
{
  g_clear_object (&data->client);
  g_clear_object (&data->item);
  g_free (data);
}

static void
on_deleted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (!comms_client_delete_finish (COMMS_CLIENT (source), result, &error)) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  g_task_return_boolean (task, TRUE);
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DeletionData *data = g_task_get_task_data (task);

  if (!carillon_ask_finish (result)) {
    g_task_return_boolean (task, FALSE);
    return;
  }
  data->deletion->delete_async (data->client, comms_resource_get_id (data->item), NULL, on_deleted,
                                g_object_ref (task));
}

/**
 * carillon_deletion_run_async:
 * @parent: whose window asks
 * @deletion: how @item is deleted; static
 * @item: has an ID
 *
 * Errors are those of the request.
 */
void
carillon_deletion_run_async (GtkWidget *parent,
                             CommsClient *client,
                             const CarillonDeletion *deletion,
                             CommsResource *item,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (COMMS_IS_CLIENT (client));
  g_return_if_fail (deletion != NULL);
  g_return_if_fail (COMMS_IS_RESOURCE (item));

  DeletionData *data = g_new0 (DeletionData, 1);
  data->client = g_object_ref (client);
  data->deletion = deletion;
  data->item = g_object_ref (item);

  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (task, carillon_deletion_run_async);
  g_task_set_task_data (task, data, (GDestroyNotify) deletion_data_free);

  g_autofree char *heading = deletion->heading (item);
  g_autofree char *body = deletion->body (item);
  carillon_ask_async (parent, heading, body, _ ("_Delete"), CARILLON_ASK_DESTRUCTIVE, NULL, NULL,
                      on_answered, task);
}

/**
 * carillon_deletion_run_finish:
 *
 * Returns: whether the item is gone; %FALSE without @error being set where the operator kept it
 */
gboolean
carillon_deletion_run_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
