#include "carillon-register-call.h"

#include <dispatch-found.h>

typedef struct {
  ArchiveStore *store;  /* (owned) */
  CarillonIndex *index; /* (owned) */
  char *account_id;
  CarillonRegistered *registered; /* (owned) (nullable) */
} Call;

static void
call_free (Call *call)
{
  g_clear_object (&call->store);
  g_clear_object (&call->index);
  g_free (call->account_id);
  g_clear_pointer (&call->registered, carillon_registered_free);
  g_free (call);
}

void
carillon_registered_free (CarillonRegistered *self)
{
  g_free (self->registration_id);
  g_free (self->user_id);
  g_free (self);
}

static void
return_registered (GTask *task)
{
  Call *call = g_task_get_task_data (task);

  g_task_return_pointer (task, g_steal_pointer (&call->registered),
                         (GDestroyNotify) carillon_registered_free);
}

/* The next walk over all users puts it right where this failed. */
static void
on_indexed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!archive_store_write_finish (ARCHIVE_STORE (source), result, &error)) {
    g_debug ("the index does not have the device: %s", error->message);
  }
  carillon_index_changed (call->index);
  return_registered (task);
}

/* The API answers no user, so the registration has to be asked for (API: "Register"). */
static void
on_read_back (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (CommsRegistration) registration =
    comms_client_fetch_registration_finish (COMMS_CLIENT (source), result, &error);
  g_autoptr (ArchiveRegistration) found =
    registration != NULL ? dispatch_found_registration (registration, NULL) : NULL;

  if (found == NULL) {
    return_registered (task);
    return;
  }
  call->registered->user_id = g_strdup (found->user_id);
  archive_store_index_registration_async (call->store, call->account_id, found, NULL, on_indexed,
                                          g_steal_pointer (&task));
}

static void
on_registered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;
  char *id = comms_client_register_device_finish (COMMS_CLIENT (source), result, &error);

  if (id == NULL) {
    g_task_return_error (task, error);
    return;
  }
  call->registered = g_new0 (CarillonRegistered, 1);
  call->registered->registration_id = id;
  comms_client_fetch_registration_async (COMMS_CLIENT (source), id, NULL, on_read_back,
                                         g_steal_pointer (&task));
}

/**
 * carillon_register_async:
 * @session: whose device it is to be
 * @app_name: an App
 * @provider: FCM or APN
 * @token: the device
 * @user_id: (nullable): whose it is; %NULL makes a new user
 *
 * Registers a device.
 */
void
carillon_register_async (CarillonSession *session,
                         const char *app_name,
                         const char *provider,
                         const char *token,
                         const char *user_id,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (CARILLON_IS_SESSION (session));
  g_return_if_fail (app_name != NULL && provider != NULL && token != NULL);

  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  Call *call = g_new0 (Call, 1);
  call->store = g_object_ref (carillon_session_get_store (session));
  call->index = g_object_ref (carillon_session_get_index (session));
  call->account_id = g_strdup (carillon_account_get_id (carillon_session_get_account (session)));
  g_task_set_source_tag (task, carillon_register_async);
  g_task_set_task_data (task, call, (GDestroyNotify) call_free);
  comms_client_register_device_async (carillon_session_get_client (session), app_name, provider,
                                      token, user_id, NULL, on_registered, task);
}

/**
 * carillon_register_finish:
 * @result: what the callback was given
 * @error: return location for a [error@Comms.Error]
 *
 * Returns: (transfer full) (nullable): what came of it
 */
CarillonRegistered *
carillon_register_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, carillon_register_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
