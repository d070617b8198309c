/* Deleting one item: a question, then the request. A request under way is not cancelled when its
 * page goes: what was confirmed is done, and nobody would know otherwise whether it was. */

#include "carillon-deletion.h"

#include <glib/gi18n.h>

#include "carillon-guard.h"

typedef struct {
  GtkWidget *parent;        /* (weak) (nullable): once it is gone nothing is asked any more */
  CarillonSession *session; /* (owned) */
  const CarillonDeletion *deletion;
  CommsResource *item; /* (owned) */
} DeletionData;

static void
deletion_data_free (DeletionData *data)
{
  g_clear_weak_pointer (&data->parent);
  g_clear_object (&data->session);
  g_clear_object (&data->item);
  g_free (data);
}

static void
on_deleted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DeletionData *data = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!comms_client_delete_finish (COMMS_CLIENT (source), result, &error)) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  if (data->parent != NULL && data->deletion->refresh_action != NULL) {
    gtk_widget_activate_action (data->parent, data->deletion->refresh_action, NULL);
  }
  g_task_return_boolean (task, TRUE);
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DeletionData *data = g_task_get_task_data (task);

  if (!carillon_guard_finish (result)) {
    g_task_return_boolean (task, FALSE);
    return;
  }
  data->deletion->delete_async (carillon_session_get_client (data->session),
                                comms_resource_get_id (data->item), NULL, on_deleted,
                                g_object_ref (task));
}

static void
ask (GTask *task, const char *body, const char *phrase)
{
  DeletionData *data = g_task_get_task_data (task);
  g_autofree char *heading = data->deletion->heading (data->item);
  const CarillonIntent intent = {
    .heading = heading,
    .body = body,
    .confirm = _ ("_Delete"),
    .n_things = 1,
    .phrase = phrase,
    .is_destructive = TRUE,
    .always_asks = TRUE,
  };

  if (data->parent == NULL || gtk_widget_get_root (data->parent) == NULL) {
    g_task_return_boolean (task, FALSE);
    return;
  }
  carillon_guard_async (data->parent, carillon_session_get_account (data->session), &intent, NULL,
                        on_answered, g_object_ref (task));
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DeletionData *data = g_task_get_task_data (task);
  g_autofree char *phrase = NULL;
  g_autofree char *body = data->deletion->look_finish (result, &phrase);

  ask (task, body, phrase);
}

/**
 * carillon_deletion_run_async:
 * @parent: whose window asks
 * @session: whose item it is
 * @deletion: how @item is deleted; static
 * @item: has an ID
 *
 * Errors are those of the request.
 */
void
carillon_deletion_run_async (GtkWidget *parent,
                             CarillonSession *session,
                             const CarillonDeletion *deletion,
                             CommsResource *item,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (CARILLON_IS_SESSION (session));
  g_return_if_fail (deletion != NULL);
  g_return_if_fail (COMMS_IS_RESOURCE (item));

  DeletionData *data = g_new0 (DeletionData, 1);
  g_set_weak_pointer (&data->parent, parent);
  data->session = g_object_ref (session);
  data->deletion = deletion;
  data->item = g_object_ref (item);

  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (task, carillon_deletion_run_async);
  g_task_set_task_data (task, data, (GDestroyNotify) deletion_data_free);
  if (deletion->look_async != NULL) {
    deletion->look_async (session, item, on_looked, g_object_ref (task));
  } else {
    g_autofree char *body = deletion->body (item);
    ask (task, body, NULL);
  }
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
