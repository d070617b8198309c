#include "carillon-connection.h"

#include <glib/gi18n.h>
#include <libsecret/secret.h>

#include <archive-account.h>

#include "carillon-emulator-process.h"
#include "carillon-secrets.h"

#define KEY_START_ACCOUNT "start-account"
#define KEY_LAST_ACCOUNT "last-account"

#define ARCHIVE_FILE "archive.db"
#define EMULATOR_FILE "emulator.db"
#define EMULATOR_COLOUR "purple"

struct _CarillonConnection {
  GObject parent_instance;

  GSettings *settings;
  CarillonAccounts *accounts;
  char *data_dir;

  CarillonConnectionState state;
  CarillonAccount *account; /* (nullable) */
  CarillonSession *session; /* (nullable) */
  GError *error;            /* (nullable) */

  GCancellable *attempt;             /* (nullable): to connect "account" */
  ArchiveStore *store;               /* (nullable) until it was opened */
  CarillonEmulatorProcess *emulator; /* (nullable) */
  GHashTable *session_secrets;       /* by ID of the account, for this session only */
};

enum {
  PROP_STATE = 1,
  PROP_ACCOUNT,
  PROP_SESSION,
  PROP_ERROR,
  PROP_DAMAGED,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (CarillonConnection, carillon_connection, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (CarillonConnectionState,
                    carillon_connection_state,
                    G_DEFINE_ENUM_VALUE (CARILLON_CONNECTION_STARTING, "starting"),
                    G_DEFINE_ENUM_VALUE (CARILLON_CONNECTION_WELCOME, "welcome"),
                    G_DEFINE_ENUM_VALUE (CARILLON_CONNECTION_CONNECTING, "connecting"),
                    G_DEFINE_ENUM_VALUE (CARILLON_CONNECTION_KEYRING, "keyring"),
                    G_DEFINE_ENUM_VALUE (CARILLON_CONNECTION_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (CARILLON_CONNECTION_FAILED, "failed"))

static const char *
get_damaged (CarillonConnection *self)
{
  return self->store != NULL ? archive_store_get_damaged (self->store) : NULL;
}

static void
carillon_connection_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonConnection *self = CARILLON_CONNECTION (object);

  switch (id) {
  case PROP_STATE:
    g_value_set_enum (value, (int) self->state);
    break;
  case PROP_ACCOUNT:
    g_value_set_object (value, self->account);
    break;
  case PROP_SESSION:
    g_value_set_object (value, self->session);
    break;
  case PROP_ERROR:
    g_value_set_boxed (value, self->error);
    break;
  case PROP_DAMAGED:
    g_value_set_string (value, get_damaged (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
stop_emulator (CarillonConnection *self)
{
  if (self->emulator != NULL) {
    g_signal_handlers_disconnect_by_data (self->emulator, self);
    g_clear_object (&self->emulator);
  }
}

static void
cancel_attempt (CarillonConnection *self)
{
  g_cancellable_cancel (self->attempt);
  g_clear_object (&self->attempt);
}

static void
carillon_connection_dispose (GObject *object)
{
  CarillonConnection *self = CARILLON_CONNECTION (object);

  cancel_attempt (self);
  if (self->session != NULL) {
    carillon_session_end (self->session);
  }
  stop_emulator (self);
  g_clear_object (&self->settings);
  g_clear_object (&self->accounts);
  g_clear_object (&self->account);
  g_clear_object (&self->session);
  g_clear_object (&self->store);
  g_clear_error (&self->error);
  g_clear_pointer (&self->session_secrets, g_hash_table_unref);
  g_clear_pointer (&self->data_dir, g_free);
  G_OBJECT_CLASS (carillon_connection_parent_class)->dispose (object);
}

static void
carillon_connection_class_init (CarillonConnectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = carillon_connection_get_property;
  object_class->dispose = carillon_connection_dispose;

  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, CARILLON_TYPE_CONNECTION_STATE,
                                              CARILLON_CONNECTION_STARTING, readable);
  properties[PROP_ACCOUNT] =
    g_param_spec_object ("account", NULL, NULL, CARILLON_TYPE_ACCOUNT, readable);
  properties[PROP_SESSION] =
    g_param_spec_object ("session", NULL, NULL, CARILLON_TYPE_SESSION, readable);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, readable);
  properties[PROP_DAMAGED] = g_param_spec_string ("damaged", NULL, NULL, NULL, readable);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
carillon_connection_init (CarillonConnection *self)
{
  self->session_secrets =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) secret_password_free);
}

static void
notify (CarillonConnection *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* The error first, so that whoever reacts to the state finds it. */
static void
set_state (CarillonConnection *self, CarillonConnectionState state, const GError *error)
{
  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  notify (self, PROP_ERROR);
  if (self->state != state) {
    self->state = state;
    notify (self, PROP_STATE);
  }
}

static void
set_account (CarillonConnection *self, CarillonAccount *account)
{
  if (g_set_object (&self->account, account)) {
    notify (self, PROP_ACCOUNT);
  }
}

static void
set_session (CarillonConnection *self, CarillonSession *session)
{
  if (self->session != NULL && self->session != session) {
    carillon_session_end (self->session);
  }
  if (g_set_object (&self->session, session)) {
    notify (self, PROP_SESSION);
  }
}

/* Without them lists look as nobody chose, and all else works. */
static void
on_choices_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (!carillon_list_choices_load_finish (CARILLON_LIST_CHOICES (source), result, &error)) {
    g_debug ("What was chosen for lists could not be read: %s", error->message);
  }
  if (!g_task_return_error_if_cancelled (task)) {
    g_task_return_pointer (task, g_object_ref (g_task_get_task_data (task)), g_object_unref);
  }
}

/* The last step of an attempt, whose data is the session from then on. */
static void
return_session (GTask *task, const char *base_uri, const char *sid, const char *secret)
{
  CarillonConnection *self = g_task_get_source_object (task);
  CarillonAccount *account = g_task_get_task_data (task);
  g_autoptr (CommsAuthorizer) authorizer = comms_basic_authorizer_new (sid, secret);
  GError *error = NULL;

  g_autoptr (CommsClient) client = comms_client_new (base_uri, authorizer, &error);
  if (client == NULL) {
    g_task_return_error (task, error);
    return;
  }

  CarillonSession *session = carillon_session_new (account, client, self->store);
  g_task_set_task_data (task, session, g_object_unref);
  carillon_list_choices_load_async (carillon_session_get_list_choices (session),
                                    g_task_get_cancellable (task), on_choices_loaded,
                                    g_object_ref (task));
}

static void
on_emulator_ended (CarillonConnection *self)
{
  g_autoptr (GError) error = g_error_new_literal (
    CARILLON_EMULATOR_ERROR, CARILLON_EMULATOR_ERROR_ENDED, "The emulator ended by itself");

  stop_emulator (self);
  if (self->state == CARILLON_CONNECTION_READY &&
      carillon_account_get_kind (self->account) == CARILLON_ACCOUNT_EMULATOR) {
    set_state (self, CARILLON_CONNECTION_FAILED, error);
  }
}

static void
return_emulator_session (GTask *task)
{
  CarillonConnection *self = g_task_get_source_object (task);

  g_object_set (g_task_get_task_data (task), "base-uri",
                carillon_emulator_process_get_url (self->emulator), "sid",
                carillon_emulator_process_get_sid (self->emulator), NULL);
  return_session (task, carillon_emulator_process_get_url (self->emulator),
                  carillon_emulator_process_get_sid (self->emulator),
                  carillon_emulator_process_get_secret (self->emulator));
}

static void
on_emulator_started (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CarillonConnection *self = g_task_get_source_object (task);
  GError *error = NULL;

  g_autoptr (CarillonEmulatorProcess) emulator =
    carillon_emulator_process_start_finish (result, &error);
  if (emulator == NULL) {
    g_task_return_error (task, error);
    return;
  }
  if (g_task_return_error_if_cancelled (task)) {
    return;
  }
  self->emulator = g_steal_pointer (&emulator);
  g_signal_connect_swapped (self->emulator, "ended", G_CALLBACK (on_emulator_ended), self);
  return_emulator_session (task);
}

static void
connect_emulator (CarillonConnection *self, GTask *task)
{
  g_autofree char *path = g_build_filename (self->data_dir, EMULATOR_FILE, NULL);

  if (self->emulator != NULL) {
    return_emulator_session (task);
    g_object_unref (task);
    return;
  }
  carillon_emulator_process_start_async (path, g_task_get_cancellable (task), on_emulator_started,
                                         task);
}

static void
on_secret (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CarillonAccount *account = g_task_get_task_data (task);
  GError *error = NULL;

  char *secret = carillon_secrets_lookup_finish (result, &error);
  if (secret == NULL) {
    g_task_return_error (task, error);
    return;
  }
  return_session (task, carillon_account_get_base_uri (account), carillon_account_get_sid (account),
                  secret);
  secret_password_free (secret);
}

static void
find_secret (CarillonConnection *self, GTask *task)
{
  g_autoptr (GTask) owned = task;
  CarillonAccount *account = g_task_get_task_data (task);
  const char *secret =
    g_hash_table_lookup (self->session_secrets, carillon_account_get_id (account));

  if (secret != NULL) {
    return_session (task, carillon_account_get_base_uri (account),
                    carillon_account_get_sid (account), secret);
    return;
  }
  carillon_secrets_lookup_async (carillon_account_get_id (account), g_task_get_cancellable (task),
                                 on_secret, g_steal_pointer (&owned));
}

/* Takes over @task. */
static void
find_credentials (CarillonConnection *self, GTask *task)
{
  CarillonAccount *account = g_task_get_task_data (task);

  if (carillon_account_get_kind (account) == CARILLON_ACCOUNT_EMULATOR) {
    connect_emulator (self, task);
  } else {
    find_secret (self, task);
  }
}

static void
on_store_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CarillonConnection *self = g_task_get_source_object (task);
  GError *error = NULL;

  g_autoptr (ArchiveStore) store = archive_store_open_finish (result, &error);
  if (store == NULL) {
    g_task_return_error (task, error);
    return;
  }
  if (g_task_return_error_if_cancelled (task)) {
    return;
  }
  self->store = g_steal_pointer (&store);
  notify (self, PROP_DAMAGED);
  find_credentials (self, g_steal_pointer (&task));
}

static void
open_store (CarillonConnection *self, GTask *task)
{
  g_autofree char *path = g_build_filename (self->data_dir, ARCHIVE_FILE, NULL);

  /* That it failed is told by opening, which then fails with the reason. */
  g_mkdir_with_parents (self->data_dir, 0700);
  archive_store_open_async (path, g_task_get_cancellable (task), on_store_opened, task);
}

static void
on_attempted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarillonConnection *self = CARILLON_CONNECTION (source);
  g_autoptr (GError) error = NULL;

  g_autoptr (CarillonSession) session = g_task_propagate_pointer (G_TASK (result), &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    return; /* another attempt has taken over */
  }
  g_clear_object (&self->attempt);
  if (error != NULL) {
    gboolean keyring = error->domain == CARILLON_SECRETS_ERROR;
    set_state (self, keyring ? CARILLON_CONNECTION_KEYRING : CARILLON_CONNECTION_FAILED, error);
    return;
  }
  g_settings_set_string (self->settings, KEY_LAST_ACCOUNT, carillon_account_get_id (self->account));
  set_session (self, session);
  set_state (self, CARILLON_CONNECTION_READY, NULL);
}

/**
 * carillon_connection_new:
 * @settings: of the application's schema
 * @accounts: to choose from
 * @data_dir: where the archive and the emulator's data are kept
 *
 * Returns: (transfer full): a connection in the state %CARILLON_CONNECTION_STARTING
 */
CarillonConnection *
carillon_connection_new (GSettings *settings, CarillonAccounts *accounts, const char *data_dir)
{
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (CARILLON_IS_ACCOUNTS (accounts), NULL);
  g_return_val_if_fail (data_dir != NULL, NULL);

  CarillonConnection *self = g_object_new (CARILLON_TYPE_CONNECTION, NULL);
  self->settings = g_object_ref (settings);
  self->accounts = g_object_ref (accounts);
  self->data_dir = g_strdup (data_dir);
  return self;
}

static CarillonAccount *
first_account (CarillonConnection *self)
{
  g_autoptr (CarillonAccount) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), 0);

  return account; /* the list keeps it */
}

static CarillonAccount *
account_of_key (CarillonConnection *self, const char *key)
{
  g_autofree char *id = g_settings_get_string (self->settings, key);

  return carillon_accounts_find (self->accounts, id);
}

static void
use_or_welcome (CarillonConnection *self, CarillonAccount *account)
{
  if (account != NULL) {
    carillon_connection_use (self, account);
    return;
  }
  cancel_attempt (self);
  set_account (self, NULL);
  set_session (self, NULL);
  set_state (self, CARILLON_CONNECTION_WELCOME, NULL);
}

/**
 * carillon_connection_start:
 *
 * Connects the account that the operator wants to start with, or the one used last.
 */
void
carillon_connection_start (CarillonConnection *self)
{
  g_return_if_fail (CARILLON_IS_CONNECTION (self));

  CarillonAccount *account = account_of_key (self, KEY_START_ACCOUNT);
  if (account == NULL) {
    account = account_of_key (self, KEY_LAST_ACCOUNT);
  }
  use_or_welcome (self, account != NULL ? account : first_account (self));
}

/**
 * carillon_connection_use:
 *
 * Connects @account in place of what is connected. The session of the old one stays until the new
 * one is there.
 */
void
carillon_connection_use (CarillonConnection *self, CarillonAccount *account)
{
  g_return_if_fail (CARILLON_IS_CONNECTION (self));
  g_return_if_fail (CARILLON_IS_ACCOUNT (account));

  cancel_attempt (self);
  self->attempt = g_cancellable_new ();
  set_account (self, account);
  set_state (self, CARILLON_CONNECTION_CONNECTING, NULL);

  GTask *task = g_task_new (self, self->attempt, on_attempted, NULL);
  g_task_set_source_tag (task, carillon_connection_use);
  g_task_set_task_data (task, g_object_ref (account), g_object_unref);
  if (self->store != NULL) {
    find_credentials (self, task);
  } else {
    open_store (self, task);
  }
}

static char *
copy_secret (const char *secret)
{
  SecretValue *value = secret_value_new (secret, -1, "text/plain");

  return secret_value_unref_to_password (value, NULL);
}

/**
 * carillon_connection_use_secret:
 * @secret: kept in memory that is not swapped out, for this session only
 *
 * Connects @account without the keyring.
 */
void
carillon_connection_use_secret (CarillonConnection *self,
                                CarillonAccount *account,
                                const char *secret)
{
  g_return_if_fail (CARILLON_IS_CONNECTION (self));
  g_return_if_fail (CARILLON_IS_ACCOUNT (account));
  g_return_if_fail (secret != NULL);

  g_hash_table_replace (self->session_secrets, g_strdup (carillon_account_get_id (account)),
                        copy_secret (secret));
  carillon_connection_use (self, account);
}

/**
 * carillon_connection_use_emulator:
 *
 * Connects the emulator, which needs no account: there is one from then on.
 */
void
carillon_connection_use_emulator (CarillonConnection *self)
{
  g_return_if_fail (CARILLON_IS_CONNECTION (self));

  CarillonAccount *known = carillon_accounts_find_kind (self->accounts, CARILLON_ACCOUNT_EMULATOR);
  if (known != NULL) {
    carillon_connection_use (self, known);
    return;
  }
  g_autoptr (CarillonAccount) account =
    carillon_account_new (CARILLON_ACCOUNT_EMULATOR, _ ("Emulator"));
  g_object_set (account, "colour", EMULATOR_COLOUR, NULL);
  carillon_accounts_add (self->accounts, account);
  carillon_connection_use (self, account);
}

/**
 * carillon_connection_retry:
 *
 * Tries again to connect what could not be connected.
 */
void
carillon_connection_retry (CarillonConnection *self)
{
  g_return_if_fail (CARILLON_IS_CONNECTION (self));

  if (self->account != NULL) {
    g_autoptr (CarillonAccount) account = g_object_ref (self->account);
    carillon_connection_use (self, account);
  }
}

typedef struct {
  ArchiveStore *store; /* (owned) */
  char *account_id;
} Kept;

static void
on_unused (gpointer data, GObject *session)
{
  Kept *kept = data;

  archive_store_forget_account_async (kept->store, kept->account_id, NULL, NULL, NULL);
  g_object_unref (kept->store);
  g_free (kept->account_id);
  g_free (kept);
}

/* The pages of a session write when they go, a draft for instance: that goes last. */
static void
forget_kept (CarillonConnection *self, CarillonAccount *account)
{
  if (self->store == NULL) {
    return;
  }
  Kept *kept = g_new0 (Kept, 1);
  kept->store = g_object_ref (self->store);
  kept->account_id = g_strdup (carillon_account_get_id (account));
  if (self->session != NULL && carillon_session_get_account (self->session) == account) {
    g_object_weak_ref (G_OBJECT (self->session), on_unused, kept);
  } else {
    on_unused (kept, NULL);
  }
}

/**
 * carillon_connection_forget:
 * @account: one that was removed
 *
 * Connects another where @account was in use. What the archive keeps of it is forgotten.
 */
void
carillon_connection_forget (CarillonConnection *self, CarillonAccount *account)
{
  g_return_if_fail (CARILLON_IS_CONNECTION (self));
  g_return_if_fail (CARILLON_IS_ACCOUNT (account));

  carillon_connection_forget_secret (self, account);
  forget_kept (self, account);
  if (self->account == account) {
    use_or_welcome (self, first_account (self));
  }
}

/**
 * carillon_connection_get_store:
 *
 * Returns: (transfer none) (nullable): the archive, once it is open
 */
ArchiveStore *
carillon_connection_get_store (CarillonConnection *self)
{
  g_return_val_if_fail (CARILLON_IS_CONNECTION (self), NULL);

  return self->store;
}

/**
 * carillon_connection_forget_secret:
 *
 * From now on the keyring is asked for the secret of @account.
 */
void
carillon_connection_forget_secret (CarillonConnection *self, CarillonAccount *account)
{
  g_return_if_fail (CARILLON_IS_CONNECTION (self));
  g_return_if_fail (CARILLON_IS_ACCOUNT (account));

  g_hash_table_remove (self->session_secrets, carillon_account_get_id (account));
}

/**
 * carillon_connection_stop:
 *
 * Ends an attempt that is under way, which would keep the connection alive, and the emulator.
 */
void
carillon_connection_stop (CarillonConnection *self)
{
  g_return_if_fail (CARILLON_IS_CONNECTION (self));

  cancel_attempt (self);
  stop_emulator (self);
}

/**
 * carillon_connection_close:
 *
 * Waits until what was asked of the archive is on disk. Nothing can be kept afterwards.
 */
void
carillon_connection_close (CarillonConnection *self)
{
  g_return_if_fail (CARILLON_IS_CONNECTION (self));

  cancel_attempt (self);
  if (self->store != NULL) {
    archive_store_close (self->store);
  }
}

CarillonConnectionState
carillon_connection_get_state (CarillonConnection *self)
{
  g_return_val_if_fail (CARILLON_IS_CONNECTION (self), CARILLON_CONNECTION_STARTING);

  return self->state;
}

CarillonAccount *
carillon_connection_get_account (CarillonConnection *self)
{
  g_return_val_if_fail (CARILLON_IS_CONNECTION (self), NULL);

  return self->account;
}

CarillonSession *
carillon_connection_get_session (CarillonConnection *self)
{
  g_return_val_if_fail (CARILLON_IS_CONNECTION (self), NULL);

  return self->session;
}
