#include "carillon-session.h"

struct _CarillonSession {
  GObject parent_instance;

  CarillonAccount *account;
  CommsClient *client;
  ArchiveStore *store;
  CarillonJobs *jobs;
  CarillonListChoices *list_choices;
  CarillonIndex *index; /* (nullable): made when it is asked for */
  CarillonNetwork *network;
};

G_DEFINE_FINAL_TYPE (CarillonSession, carillon_session, G_TYPE_OBJECT)

static gboolean
mode_to_read_only (GBinding *binding, const GValue *mode, GValue *read_only, gpointer user_data)
{
  g_value_set_boolean (read_only, g_value_get_enum (mode) == CARILLON_MODE_READ_ONLY);
  return TRUE;
}

static void
carillon_session_dispose (GObject *object)
{
  CarillonSession *self = CARILLON_SESSION (object);

  if (self->jobs != NULL) {
    carillon_session_end (self);
  }
  g_clear_object (&self->jobs);
  g_clear_object (&self->index);
  g_clear_object (&self->account);
  g_clear_object (&self->client);
  g_clear_object (&self->store);
  g_clear_object (&self->list_choices);
  g_clear_object (&self->network);
  G_OBJECT_CLASS (carillon_session_parent_class)->dispose (object);
}

static void
carillon_session_class_init (CarillonSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = carillon_session_dispose;
}

static void
carillon_session_init (CarillonSession *self)
{
}

/**
 * carillon_session_new:
 * @account: who
 * @client: signs its requests as @account
 * @store: where drafts and the journal are kept
 *
 * Returns: (transfer full): a session
 */
CarillonSession *
carillon_session_new (CarillonAccount *account, CommsClient *client, ArchiveStore *store)
{
  g_return_val_if_fail (CARILLON_IS_ACCOUNT (account), NULL);
  g_return_val_if_fail (COMMS_IS_CLIENT (client), NULL);
  g_return_val_if_fail (ARCHIVE_IS_STORE (store), NULL);

  CarillonSession *self = g_object_new (CARILLON_TYPE_SESSION, NULL);
  self->account = g_object_ref (account);
  self->client = g_object_ref (client);
  self->store = g_object_ref (store);
  /* The last lock, behind the guard which asks: it holds for whoever has the client, from the
   * moment when the mode changes. */
  g_object_bind_property_full (account, "mode", client, "read-only", G_BINDING_SYNC_CREATE,
                               mode_to_read_only, NULL, NULL, NULL);
  self->jobs = carillon_jobs_new (client, store, carillon_account_get_id (account));
  self->list_choices = carillon_list_choices_new (store, carillon_account_get_id (account));
  self->network = carillon_network_new (comms_client_get_base_uri (client));
  return self;
}

CarillonAccount *
carillon_session_get_account (CarillonSession *self)
{
  g_return_val_if_fail (CARILLON_IS_SESSION (self), NULL);

  return self->account;
}

CommsClient *
carillon_session_get_client (CarillonSession *self)
{
  g_return_val_if_fail (CARILLON_IS_SESSION (self), NULL);

  return self->client;
}

ArchiveStore *
carillon_session_get_store (CarillonSession *self)
{
  g_return_val_if_fail (CARILLON_IS_SESSION (self), NULL);

  return self->store;
}

/**
 * carillon_session_get_index:
 *
 * Returns: (transfer none): the index of the account and the crawl that fills it
 */
CarillonIndex *
carillon_session_get_index (CarillonSession *self)
{
  g_return_val_if_fail (CARILLON_IS_SESSION (self), NULL);

  if (self->index == NULL) {
    self->index =
      carillon_index_new (self->client, self->store, carillon_account_get_id (self->account));
    g_signal_connect_object (self->jobs, "ended", G_CALLBACK (carillon_index_changed), self->index,
                             G_CONNECT_SWAPPED);
  }
  return self->index;
}

/**
 * carillon_session_get_jobs:
 *
 * Returns: (transfer none): what is being done to many things
 */
CarillonJobs *
carillon_session_get_jobs (CarillonSession *self)
{
  g_return_val_if_fail (CARILLON_IS_SESSION (self), NULL);

  return self->jobs;
}

/**
 * carillon_session_end:
 *
 * Stops what the session does by itself; what is on disk says where. To be called when the account
 * is no longer the one in use.
 */
void
carillon_session_end (CarillonSession *self)
{
  g_return_if_fail (CARILLON_IS_SESSION (self));

  carillon_jobs_close (self->jobs);
  if (self->index != NULL) {
    carillon_index_stop (self->index);
  }
}

/**
 * carillon_session_get_list_choices:
 *
 * Returns: (transfer none): how lists look; to be loaded before the first one is made
 */
CarillonListChoices *
carillon_session_get_list_choices (CarillonSession *self)
{
  g_return_val_if_fail (CARILLON_IS_SESSION (self), NULL);

  return self->list_choices;
}

/**
 * carillon_session_get_network:
 *
 * Returns: (transfer none): what the account's server is reached over
 */
CarillonNetwork *
carillon_session_get_network (CarillonSession *self)
{
  g_return_val_if_fail (CARILLON_IS_SESSION (self), NULL);

  return self->network;
}

/**
 * carillon_session_set_network:
 * @network: what takes the place of the system's, before any page is made
 */
void
carillon_session_set_network (CarillonSession *self, CarillonNetwork *network)
{
  g_return_if_fail (CARILLON_IS_SESSION (self));
  g_return_if_fail (CARILLON_IS_NETWORK (network));

  g_set_object (&self->network, network);
}
