#include "carillon-senders.h"

/* An account has ten Apps at most and each ten credentials (section 4.9 of the API's reference), so
 * one page has all of either. */
#define PAGE_SIZE 100

struct _CarillonSenders {
  GObject parent_instance;

  CommsClient *client;       /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable) */
  GPtrArray *apps;           /* (owned): of CommsApp */
  GPtrArray *credentials;    /* (owned): of CommsCredential */
  guint n_waiting;           /* answers that are still to come */
  GError *error;             /* (owned) (nullable) */
};

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CarillonSenders, carillon_senders, G_TYPE_OBJECT)

CarillonSendersState
carillon_senders_get_state (CarillonSenders *self)
{
  g_return_val_if_fail (CARILLON_IS_SENDERS (self), CARILLON_SENDERS_LOADING);

  if (self->n_waiting > 0) {
    return CARILLON_SENDERS_LOADING;
  }
  return self->error != NULL ? CARILLON_SENDERS_FAILED : CARILLON_SENDERS_READY;
}

const GError *
carillon_senders_get_error (CarillonSenders *self)
{
  g_return_val_if_fail (CARILLON_IS_SENDERS (self), NULL);

  return self->error;
}

GPtrArray *
carillon_senders_get_apps (CarillonSenders *self)
{
  g_return_val_if_fail (CARILLON_IS_SENDERS (self), NULL);

  return self->apps;
}

GPtrArray *
carillon_senders_get_credentials (CarillonSenders *self)
{
  g_return_val_if_fail (CARILLON_IS_SENDERS (self), NULL);

  return self->credentials;
}

CommsApp *
carillon_senders_find_app (CarillonSenders *self, const char *name)
{
  g_return_val_if_fail (CARILLON_IS_SENDERS (self), NULL);

  for (guint i = 0; i < self->apps->len; i++) {
    if (g_strcmp0 (comms_app_get_name (self->apps->pdata[i]), name) == 0) {
      return self->apps->pdata[i];
    }
  }
  return NULL;
}

CommsApp *
carillon_senders_find_default_app (CarillonSenders *self)
{
  g_return_val_if_fail (CARILLON_IS_SENDERS (self), NULL);

  for (guint i = 0; i < self->apps->len; i++) {
    if (comms_app_get_is_default (self->apps->pdata[i])) {
      return self->apps->pdata[i];
    }
  }
  return NULL;
}

CommsCredential *
carillon_senders_find_credential (CarillonSenders *self, const char *id)
{
  g_return_val_if_fail (CARILLON_IS_SENDERS (self), NULL);

  for (guint i = 0; i < self->credentials->len; i++) {
    if (g_strcmp0 (comms_resource_get_id (self->credentials->pdata[i]), id) == 0) {
      return self->credentials->pdata[i];
    }
  }
  return NULL;
}

const char *
carillon_credential_get_provider (CommsCredential *credential)
{
  const char *type = comms_credential_get_credential_type (credential);

  return g_strcmp0 (type, "FCM") == 0 ? "FCM" : "APN";
}

static void
append_all (GPtrArray *to, GPtrArray *from)
{
  for (guint i = 0; i < from->len; i++) {
    g_ptr_array_add (to, g_object_ref (from->pdata[i]));
  }
}

static void
take (CarillonSenders *self, GObject *client, GAsyncResult *result, GPtrArray *resources)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CommsPage) page = comms_client_list_finish (COMMS_CLIENT (client), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    return;
  }
  if (page != NULL) {
    append_all (resources, comms_page_get_items (page));
  } else if (self->error == NULL) {
    self->error = g_steal_pointer (&error);
  }
  if (--self->n_waiting == 0) {
    g_signal_emit (self, signals[CHANGED], 0);
  }
}

static void
on_apps (GObject *client, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonSenders) self = user_data;

  take (self, client, result, self->apps);
}

static void
on_credentials (GObject *client, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonSenders) self = user_data;

  take (self, client, result, self->credentials);
}

/**
 * carillon_senders_load:
 * @self: senders
 *
 * Asks for them anew.
 */
void
carillon_senders_load (CarillonSenders *self)
{
  g_return_if_fail (CARILLON_IS_SENDERS (self));

  const CommsPageRequest page = { .size = PAGE_SIZE };
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_ptr_array_set_size (self->apps, 0);
  g_ptr_array_set_size (self->credentials, 0);
  g_clear_error (&self->error);
  self->n_waiting = 2;
  comms_client_list_apps_async (self->client, NULL, &page, self->cancellable, on_apps,
                                g_object_ref (self));
  comms_client_list_credentials_async (self->client, NULL, &page, self->cancellable, on_credentials,
                                       g_object_ref (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Who waits for an answer has a reference, and lets go of it when the answer is cancelled. */
void
carillon_senders_stop (CarillonSenders *self)
{
  g_return_if_fail (CARILLON_IS_SENDERS (self));

  g_cancellable_cancel (self->cancellable);
}

static void
carillon_senders_finalize (GObject *object)
{
  CarillonSenders *self = CARILLON_SENDERS (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->client);
  g_ptr_array_unref (self->apps);
  g_ptr_array_unref (self->credentials);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (carillon_senders_parent_class)->finalize (object);
}

static void
carillon_senders_class_init (CarillonSendersClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = carillon_senders_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
carillon_senders_init (CarillonSenders *self)
{
  self->apps = g_ptr_array_new_with_free_func (g_object_unref);
  self->credentials = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * carillon_senders_new:
 * @client: whom to ask
 *
 * Returns: (transfer full): senders, which are being loaded
 */
CarillonSenders *
carillon_senders_new (CommsClient *client)
{
  g_return_val_if_fail (COMMS_IS_CLIENT (client), NULL);

  CarillonSenders *self = g_object_new (CARILLON_TYPE_SENDERS, NULL);
  self->client = g_object_ref (client);
  carillon_senders_load (self);
  return self;
}
