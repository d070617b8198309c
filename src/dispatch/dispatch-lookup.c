#include "dispatch-lookup.h"

#include <base-json.h>

#include "dispatch-plan.h"

/* One notification with the tag is proof; a server that did not know the filter would answer with
 * any, so a few are looked at and none is believed without its tag. */
#define PAGE_SIZE 10

static gboolean
has_tag (CommsResource *notification, const char *tag)
{
  JsonObject *object = base_json_node_object (comms_resource_get_node (notification));
  JsonObject *tags = base_json_object (object, "tags");

  return g_strcmp0 (base_json_string (tags, DISPATCH_SEND_TAG), tag) == 0;
}

static const char *
find_operation (CommsPage *page, const char *tag)
{
  GPtrArray *items = comms_page_get_items (page);

  for (guint i = 0; i < items->len; i++) {
    const char *operation_id = comms_notification_get_operation_id (items->pdata[i]);
    if (operation_id != NULL && has_tag (items->pdata[i], tag)) {
      return operation_id;
    }
  }
  return NULL;
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (CommsPage) page = comms_client_list_finish (COMMS_CLIENT (source), result, &error);

  if (page == NULL) {
    g_task_return_error (task, error);
    return;
  }
  const char *operation_id = find_operation (page, g_task_get_task_data (task));
  g_task_return_pointer (task, g_strdup (operation_id), g_free);
}

/**
 * dispatch_lookup_async:
 * @client: whom to ask
 * @send_id: a send
 * @request: one of its requests
 * @cancellable: (nullable): a cancellable
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Lists notifications by the tag of the request (section 6.6 of the API).
 */
void
dispatch_lookup_async (CommsClient *client,
                       const char *send_id,
                       guint request,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_return_if_fail (COMMS_IS_CLIENT (client));
  g_return_if_fail (send_id != NULL);

  char *tag = dispatch_plan_make_tag (send_id, request);
  g_autofree char *tags = g_strdup_printf (DISPATCH_SEND_TAG ":%s;", tag);
  const CommsFilter filter = { .tags = tags };
  const CommsPageRequest page = { .size = PAGE_SIZE };
  GTask *task = g_task_new (client, cancellable, callback, user_data);
  g_task_set_source_tag (task, dispatch_lookup_async);
  g_task_set_task_data (task, tag, g_free);
  comms_client_list_notifications_async (client, &filter, &page, cancellable, on_listed, task);
}

/**
 * dispatch_lookup_finish:
 * @result: what the callback was given
 * @operation_id: (out) (transfer full) (nullable): the operation that the request became; %NULL
 *   where the API has nothing of it, which does not mean that it never will
 * @error: return location for a [error@Comms.Error] or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether the API answered
 */
gboolean
dispatch_lookup_finish (GAsyncResult *result, char **operation_id, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, dispatch_lookup_async), FALSE);
  g_return_val_if_fail (operation_id != NULL, FALSE);

  g_autoptr (GError) failure = NULL;
  *operation_id = g_task_propagate_pointer (G_TASK (result), &failure);
  if (failure != NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  return TRUE;
}
