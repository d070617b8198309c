/* One user: whether there is one, if that is not known yet, and then page after page of its
 * registrations. There is one for each App, so that a page is almost always all. */

#include "dispatch-visit.h"

#include <comms-cursor.h>

#include "dispatch-found.h"

typedef struct {
  CommsCursor *cursor;     /* (owned) */
  ArchiveFinding *finding; /* (owned) */
} Visit;

static void
visit_free (Visit *visit)
{
  g_clear_object (&visit->cursor);
  g_clear_pointer (&visit->finding, archive_finding_free);
  g_free (visit);
}

static void
return_nobody (GTask *task)
{
  Visit *visit = g_task_get_task_data (task);

  visit->finding->found = ARCHIVE_FOUND_NOBODY;
  g_clear_pointer (&visit->finding->registrations, g_ptr_array_unref);
  g_task_return_pointer (task, g_steal_pointer (&visit->finding),
                         (GDestroyNotify) archive_finding_free);
}

static void
return_failure (GTask *task, GError *error)
{
  if (g_error_matches (error, COMMS_ERROR, COMMS_ERROR_NOT_FOUND)) {
    return_nobody (task);
    g_error_free (error);
  } else {
    g_task_return_error (task, error);
  }
}

static void
on_page (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Visit *visit = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) items = comms_cursor_next_finish (COMMS_CURSOR (source), result, &error);

  if (items == NULL) {
    return_failure (task, error);
    return;
  }
  for (guint i = 0; i < items->len; i++) {
    ArchiveRegistration *registration =
      dispatch_found_registration (items->pdata[i], visit->finding->user_id);
    if (registration != NULL) {
      g_ptr_array_add (visit->finding->registrations, registration);
    }
  }
  if (comms_cursor_has_more (visit->cursor)) {
    comms_cursor_next_async (visit->cursor, g_task_get_cancellable (task), on_page,
                             g_object_ref (task));
    return;
  }
  g_task_return_pointer (task, g_steal_pointer (&visit->finding),
                         (GDestroyNotify) archive_finding_free);
}

static void
on_user (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Visit *visit = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (CommsUser) user =
    comms_client_fetch_user_finish (COMMS_CLIENT (source), result, &error);

  if (user == NULL) {
    return_failure (task, error);
    return;
  }
  if (comms_user_get_deleted_at (user) >= 0) {
    return_nobody (task);
    return;
  }
  visit->finding->created_at = comms_resource_get_created_at (COMMS_RESOURCE (user));
  visit->finding->updated_at = comms_resource_get_updated_at (COMMS_RESOURCE (user));
  comms_cursor_next_async (visit->cursor, g_task_get_cancellable (task), on_page,
                           g_object_ref (task));
}

/**
 * dispatch_visit_async:
 * @client: whom to ask
 * @user_id: a user
 * @flags: what is known of it
 * @cancellable: (nullable): a cancellable
 * @callback: called with what was found
 * @user_data: for @callback
 *
 * Reads a user (sections 8.2 and 9 of the API).
 */
void
dispatch_visit_async (CommsClient *client,
                      const char *user_id,
                      DispatchVisitFlags flags,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_return_if_fail (COMMS_IS_CLIENT (client));
  g_return_if_fail (user_id != NULL);

  const CommsFilter filter = { .user_id = user_id };
  Visit *visit = g_new0 (Visit, 1);
  visit->cursor = comms_cursor_new_for_client (client, comms_client_list_registrations_async,
                                               &filter, COMMS_MAX_PAGE_SIZE);
  visit->finding = archive_finding_new (ARCHIVE_FOUND_USER, user_id);
  visit->finding->asked_at = g_get_real_time ();
  visit->finding->registrations =
    g_ptr_array_new_with_free_func ((GDestroyNotify) archive_registration_free);

  GTask *task = g_task_new (client, cancellable, callback, user_data);
  g_task_set_source_tag (task, dispatch_visit_async);
  g_task_set_task_data (task, visit, (GDestroyNotify) visit_free);
  if (flags & DISPATCH_VISIT_USER) {
    comms_client_fetch_user_async (client, user_id, cancellable, on_user, task);
  } else {
    comms_cursor_next_async (visit->cursor, cancellable, on_page, task);
  }
}

/**
 * dispatch_visit_finish:
 * @result: what the callback was given
 * @error: return location for a [error@Comms.Error] or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): what was found
 */
ArchiveFinding *
dispatch_visit_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, dispatch_visit_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
