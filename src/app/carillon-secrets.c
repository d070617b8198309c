/* libsecret with errors that say what the operator can do, and a limit to how long a keyring may
 * take: where no service or portal answers, its calls hang. Main thread only. */

#include "carillon-secrets.h"

#include <libsecret/secret.h>

/* Long enough for a person to type the keyring's password into its prompt. */
#define PATIENCE_SECONDS 45

G_DEFINE_QUARK (carillon_secrets_error, carillon_secrets_error)

/* The keyring is searched by the attribute alone: with the name of the schema in the search, a
 * keyring that is locked since its start finds nothing instead of asking to be unlocked. */
static const SecretSchema schema = {
  .name = "io.github.carillon_console.Carillon.Account",
  .flags = SECRET_SCHEMA_DONT_MATCH_NAME,
  .attributes = {
    { "carillon-account", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

static guint time_limit = PATIENCE_SECONDS * 1000;

typedef struct {
  GCancellable *cancellable; /* (owned): of the call to the keyring */
  gulong chained;            /* cancels it when the caller's is cancelled */
  guint timeout;
  gboolean timed_out;
} Call;

static void
call_free (Call *call)
{
  g_clear_handle_id (&call->timeout, g_source_remove);
  g_clear_object (&call->cancellable);
  g_free (call);
}

static gboolean
on_timeout (gpointer user_data)
{
  Call *call = user_data;

  call->timeout = 0;
  call->timed_out = TRUE;
  g_cancellable_cancel (call->cancellable);
  return G_SOURCE_REMOVE;
}

static void
on_caller_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static GTask *
call_new (gpointer source_tag,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Call *call = g_new0 (Call, 1);

  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, call, (GDestroyNotify) call_free);
  call->cancellable = g_cancellable_new ();
  call->timeout = g_timeout_add (time_limit, on_timeout, call);
  if (cancellable != NULL) {
    call->chained = g_cancellable_connect (cancellable, G_CALLBACK (on_caller_cancelled),
                                           g_object_ref (call->cancellable), g_object_unref);
  }
  return task;
}

static GCancellable *
call_cancellable (GTask *task)
{
  return ((Call *) g_task_get_task_data (task))->cancellable;
}

static CarillonSecretsError
reason_for (const GError *error)
{
  static const struct {
    GQuark (*domain) (void);
    int code;
    CarillonSecretsError reason;
  } reasons[] = {
    { secret_error_get_quark, SECRET_ERROR_IS_LOCKED, CARILLON_SECRETS_ERROR_LOCKED },
    /* A prompt that was dismissed. */
    { g_io_error_quark, G_IO_ERROR_CANCELLED, CARILLON_SECRETS_ERROR_LOCKED },
    { g_io_error_quark, G_IO_ERROR_TIMED_OUT, CARILLON_SECRETS_ERROR_NO_ANSWER },
    { g_dbus_error_quark, G_DBUS_ERROR_NO_REPLY, CARILLON_SECRETS_ERROR_NO_ANSWER },
    { g_dbus_error_quark, G_DBUS_ERROR_TIMEOUT, CARILLON_SECRETS_ERROR_NO_ANSWER },
    { g_dbus_error_quark, G_DBUS_ERROR_SERVICE_UNKNOWN, CARILLON_SECRETS_ERROR_NO_SERVICE },
    { g_dbus_error_quark, G_DBUS_ERROR_NAME_HAS_NO_OWNER, CARILLON_SECRETS_ERROR_NO_SERVICE },
    { g_dbus_error_quark, G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND, CARILLON_SECRETS_ERROR_NO_SERVICE },
    { g_dbus_error_quark, G_DBUS_ERROR_NO_SERVER, CARILLON_SECRETS_ERROR_NO_SERVICE },
    /* There is no session bus. */
    { g_io_error_quark, G_IO_ERROR_NOT_FOUND, CARILLON_SECRETS_ERROR_NO_SERVICE },
    { g_io_error_quark, G_IO_ERROR_CONNECTION_REFUSED, CARILLON_SECRETS_ERROR_NO_SERVICE },
    { g_io_error_quark, G_IO_ERROR_INVALID_ARGUMENT, CARILLON_SECRETS_ERROR_NO_SERVICE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++) {
    if (g_error_matches (error, reasons[i].domain (), reasons[i].code)) {
      return reasons[i].reason;
    }
  }
  return CARILLON_SECRETS_ERROR_FAILED;
}

static void
call_end (GTask *task)
{
  Call *call = g_task_get_task_data (task);

  g_clear_handle_id (&call->timeout, g_source_remove);
  g_cancellable_disconnect (g_task_get_cancellable (task), call->chained);
  call->chained = 0;
}

static void
return_error (GTask *task, GError *cause)
{
  g_autoptr (GError) error = cause;
  Call *call = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task)) {
    return;
  }
  CarillonSecretsError reason =
    call->timed_out ? CARILLON_SECRETS_ERROR_NO_ANSWER : reason_for (error);
  g_task_return_new_error (task, CARILLON_SECRETS_ERROR, (int) reason, "%s", error->message);
}

static GHashTable *
attributes_for (const char *account_id)
{
  return secret_attributes_build (&schema, "carillon-account", account_id, NULL);
}

static void
on_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  gboolean stored = secret_password_store_finish (result, &error);
  call_end (task);
  if (!stored) {
    return_error (task, g_steal_pointer (&error));
    return;
  }
  g_task_return_boolean (task, TRUE);
}

/**
 * carillon_secrets_store_async:
 * @account_id: whose secret it is
 * @account_name: what the operator sees in the desktop's password manager
 * @secret: the auth token or the API key's secret
 *
 * Puts a secret into the keyring, in place of an older one.
 */
void
carillon_secrets_store_async (const char *account_id,
                              const char *account_name,
                              const char *secret,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (account_id != NULL && account_name != NULL && secret != NULL);

  GTask *task = call_new (carillon_secrets_store_async, cancellable, callback, user_data);
  g_autoptr (GHashTable) attributes = attributes_for (account_id);
  g_autofree char *label = g_strdup_printf ("Carillon: %s", account_name);
  secret_password_storev (&schema, attributes, SECRET_COLLECTION_DEFAULT, label, secret,
                          call_cancellable (task), on_stored, task);
}

gboolean
carillon_secrets_store_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_retrieved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  g_autoptr (SecretValue) value =
    secret_retrievable_retrieve_secret_finish (SECRET_RETRIEVABLE (source), result, &error);
  call_end (task);
  if (error != NULL) {
    return_error (task, g_steal_pointer (&error));
    return;
  }
  const char *text = value != NULL ? secret_value_get_text (value) : NULL;
  if (text == NULL) {
    g_task_return_new_error (task, CARILLON_SECRETS_ERROR, CARILLON_SECRETS_ERROR_LOCKED,
                             "The keyring kept the secret to itself");
    return;
  }
  g_task_return_pointer (task, secret_value_unref_to_password (g_steal_pointer (&value), NULL),
                         (GDestroyNotify) secret_password_free);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  g_autolist (SecretRetrievable) items = secret_password_search_finish (result, &error);
  if (error != NULL) {
    call_end (task);
    return_error (task, g_steal_pointer (&error));
    return;
  }
  if (items == NULL) {
    call_end (task);
    g_task_return_new_error (task, CARILLON_SECRETS_ERROR, CARILLON_SECRETS_ERROR_NOT_FOUND,
                             "No secret for this account");
    return;
  }
  GCancellable *cancellable = call_cancellable (task);
  secret_retrievable_retrieve_secret (items->data, cancellable, on_retrieved,
                                      g_steal_pointer (&task));
}

/**
 * carillon_secrets_lookup_async:
 * @account_id: whose secret
 *
 * Searches instead of looking up: to a lookup, a prompt that was dismissed and a secret that is not
 * there are the same.
 */
void
carillon_secrets_lookup_async (const char *account_id,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (account_id != NULL);

  GTask *task = call_new (carillon_secrets_lookup_async, cancellable, callback, user_data);
  g_autoptr (GHashTable) attributes = attributes_for (account_id);
  secret_password_searchv (&schema, attributes, SECRET_SEARCH_UNLOCK, call_cancellable (task),
                           on_found, task);
}

char *
carillon_secrets_lookup_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_cleared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  secret_password_clear_finish (result, &error);
  call_end (task);
  if (error != NULL) {
    return_error (task, g_steal_pointer (&error));
    return;
  }
  g_task_return_boolean (task, TRUE);
}

/**
 * carillon_secrets_clear_async:
 * @account_id: whose secret
 *
 * Removes a secret. It is no error when there was none.
 */
void
carillon_secrets_clear_async (const char *account_id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (account_id != NULL);

  GTask *task = call_new (carillon_secrets_clear_async, cancellable, callback, user_data);
  g_autoptr (GHashTable) attributes = attributes_for (account_id);
  secret_password_clearv (&schema, attributes, call_cancellable (task), on_cleared, task);
}

gboolean
carillon_secrets_clear_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * carillon_secrets_set_time_limit:
 * @milliseconds: how long the keyring may take from now on
 */
void
carillon_secrets_set_time_limit (guint milliseconds)
{
  time_limit = milliseconds;
}
