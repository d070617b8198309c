#include "carillon-own-devices.h"

#include <archive-choices.h>
#include <dispatch-token.h>

/* Where the archive's choices have them, and how: name, user, token, provider of each. */
#define PAGE "own-devices"
#define NAME "devices"
#define NAME_SET_ASIDE "devices-set-aside"
#define TYPE "a(ssss)"

struct _CarillonOwnDevice {
  GObject parent_instance;

  char *name;
  char *user;
  char *token;
  char *provider;
};

G_DEFINE_FINAL_TYPE (CarillonOwnDevice, carillon_own_device, G_TYPE_OBJECT)

static void
carillon_own_device_finalize (GObject *object)
{
  CarillonOwnDevice *self = CARILLON_OWN_DEVICE (object);

  g_free (self->name);
  g_free (self->user);
  g_free (self->token);
  g_free (self->provider);
  G_OBJECT_CLASS (carillon_own_device_parent_class)->finalize (object);
}

static void
carillon_own_device_class_init (CarillonOwnDeviceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = carillon_own_device_finalize;
}

static void
carillon_own_device_init (CarillonOwnDevice *self)
{
}

/**
 * carillon_own_device_new:
 * @name: how the operator calls it
 * @address: the ID of a user, or a device token
 * @provider: of a token: "FCM" or "APN"
 *
 * Returns: (transfer full): a device
 */
CarillonOwnDevice *
carillon_own_device_new (const char *name, const char *address, const char *provider)
{
  g_return_val_if_fail (name != NULL && address != NULL && provider != NULL, NULL);

  CarillonOwnDevice *self = g_object_new (CARILLON_TYPE_OWN_DEVICE, NULL);
  gboolean is_user = dispatch_user_id_is_valid (address);

  self->name = g_strdup (name);
  self->user = g_strdup (is_user ? address : "");
  self->token = g_strdup (is_user ? "" : address);
  self->provider = g_strdup (is_user ? "" : provider);
  return self;
}

const char *
carillon_own_device_get_name (CarillonOwnDevice *self)
{
  g_return_val_if_fail (CARILLON_IS_OWN_DEVICE (self), "");
  return self->name;
}

const char *
carillon_own_device_get_user (CarillonOwnDevice *self)
{
  g_return_val_if_fail (CARILLON_IS_OWN_DEVICE (self), "");
  return self->user;
}

const char *
carillon_own_device_get_token (CarillonOwnDevice *self)
{
  g_return_val_if_fail (CARILLON_IS_OWN_DEVICE (self), "");
  return self->token;
}

const char *
carillon_own_device_get_provider (CarillonOwnDevice *self)
{
  g_return_val_if_fail (CARILLON_IS_OWN_DEVICE (self), "");
  return self->provider;
}

/* The list. */

struct _CarillonOwnDevices {
  GObject parent_instance;

  ArchiveStore *store; /* (owned) */
  char *account_id;
  GListStore *devices; /* of CarillonOwnDevice */
  GError *error;       /* (owned) (nullable) */
  gboolean is_reading;
  gboolean is_read;    /* what the archive has is among @devices */
  gboolean is_changed; /* since they were written last */
  guint n_writes;      /* under way */
};

enum {
  PROP_READY = 1,
  PROP_ERROR,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CarillonOwnDevices,
                               carillon_own_devices,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return CARILLON_TYPE_OWN_DEVICE;
}

static guint
get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (CARILLON_OWN_DEVICES (model)->devices));
}

static gpointer
get_item (GListModel *model, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (CARILLON_OWN_DEVICES (model)->devices), position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* What became of reading or writing. */
static void
conclude (CarillonOwnDevices *self, GError *error)
{
  gboolean told = error != NULL || self->error != NULL;

  g_clear_error (&self->error);
  self->error = error;
  if (told) {
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
  }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonOwnDevices) self = user_data;
  GError *error = NULL;

  self->n_writes--;
  if (!archive_store_write_finish (ARCHIVE_STORE (source), result, &error)) {
    self->is_changed = TRUE;
  }
  conclude (self, error);
}

/* What was not read is still on disk, and would be lost. */
static void
save (CarillonOwnDevices *self)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE (TYPE));

  if (!self->is_read || !self->is_changed) {
    return;
  }
  for (guint i = 0; i < get_n_items (G_LIST_MODEL (self)); i++) {
    g_autoptr (CarillonOwnDevice) device = get_item (G_LIST_MODEL (self), i);
    g_variant_builder_add (&builder, "(ssss)", device->name, device->user, device->token,
                           device->provider);
  }
  g_autoptr (GVariant) devices = g_variant_ref_sink (g_variant_builder_end (&builder));
  g_autofree char *text = g_variant_print (devices, FALSE);
  self->is_changed = FALSE;
  self->n_writes++;
  archive_store_set_choice_async (self->store, self->account_id, PAGE, NAME, text, NULL, on_written,
                                  g_object_ref (self));
}

static void
change (CarillonOwnDevices *self)
{
  self->is_changed = TRUE;
  save (self);
}

static void
on_set_aside (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonOwnDevices) self = user_data;
  GError *error = NULL;

  self->is_read = archive_store_write_finish (ARCHIVE_STORE (source), result, &error);
  if (self->is_read) {
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "not a list of devices");
  }
  conclude (self, error);
  save (self);
}

/* What was added before the archive answered stays, behind what it has. */
static void
take_devices (CarillonOwnDevices *self, GVariant *devices)
{
  for (gsize i = 0; i < g_variant_n_children (devices); i++) {
    const char *name, *user, *token, *provider;
    g_variant_get_child (devices, i, "(&s&s&s&s)", &name, &user, &token, &provider);
    g_autoptr (CarillonOwnDevice) device =
      carillon_own_device_new (name, *user != '\0' ? user : token, provider);
    g_list_store_insert (self->devices, (guint) i, device);
  }
  self->is_read = TRUE;
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonOwnDevices) self = user_data;
  GError *error = NULL;
  g_autoptr (GHashTable) choices =
    archive_store_list_choices_finish (ARCHIVE_STORE (source), result, &error);
  const char *text = choices != NULL ? g_hash_table_lookup (choices, NAME) : NULL;
  g_autoptr (GVariant) devices =
    g_variant_parse (G_VARIANT_TYPE (TYPE), text != NULL ? text : "[]", NULL, NULL, NULL);

  self->is_reading = FALSE;
  if (choices != NULL && devices == NULL) {
    archive_store_set_choice_async (self->store, self->account_id, PAGE, NAME_SET_ASIDE, text, NULL,
                                    on_set_aside, g_object_ref (self));
    return;
  }
  if (choices != NULL) {
    take_devices (self, devices);
  }
  conclude (self, error);
  save (self);
}

static void
read_again (CarillonOwnDevices *self)
{
  if (!self->is_reading) {
    self->is_reading = TRUE;
    archive_store_list_choices_async (self->store, self->account_id, PAGE, NULL, on_read,
                                      g_object_ref (self));
  }
}

/**
 * carillon_own_devices_try_again:
 * @self: the list, of which something could not be read or written
 *
 * Reads or writes it again.
 */
void
carillon_own_devices_try_again (CarillonOwnDevices *self)
{
  g_return_if_fail (CARILLON_IS_OWN_DEVICES (self));

  if (self->is_read) {
    save (self);
  } else {
    read_again (self);
  }
}

gboolean
carillon_own_devices_is_full (CarillonOwnDevices *self)
{
  g_return_val_if_fail (CARILLON_IS_OWN_DEVICES (self), TRUE);

  return get_n_items (G_LIST_MODEL (self)) >= CARILLON_MAX_OWN_DEVICES;
}

/**
 * carillon_own_devices_find:
 * @self: the list
 * @address: the ID of a user, or a device token
 *
 * Returns: (transfer full) (nullable): what is kept of it
 */
CarillonOwnDevice *
carillon_own_devices_find (CarillonOwnDevices *self, const char *address)
{
  g_return_val_if_fail (CARILLON_IS_OWN_DEVICES (self), NULL);
  g_return_val_if_fail (address != NULL, NULL);

  for (guint i = 0; i < get_n_items (G_LIST_MODEL (self)); i++) {
    g_autoptr (CarillonOwnDevice) device = get_item (G_LIST_MODEL (self), i);
    if (g_str_equal (address, *device->user != '\0' ? device->user : device->token)) {
      return g_steal_pointer (&device);
    }
  }
  return NULL;
}

/**
 * carillon_own_devices_add:
 * @self: the list
 * @device: a device
 *
 * Returns: whether there was room for it
 */
gboolean
carillon_own_devices_add (CarillonOwnDevices *self, CarillonOwnDevice *device)
{
  g_return_val_if_fail (CARILLON_IS_OWN_DEVICES (self), FALSE);
  g_return_val_if_fail (CARILLON_IS_OWN_DEVICE (device), FALSE);

  if (carillon_own_devices_is_full (self)) {
    return FALSE;
  }
  g_list_store_append (self->devices, device);
  change (self);
  return TRUE;
}

/**
 * carillon_own_devices_remove:
 * @self: the list
 * @device: one of it
 */
void
carillon_own_devices_remove (CarillonOwnDevices *self, CarillonOwnDevice *device)
{
  guint position;

  g_return_if_fail (CARILLON_IS_OWN_DEVICES (self));
  if (g_list_store_find (self->devices, device, &position)) {
    g_list_store_remove (self->devices, position);
    change (self);
  }
}

gboolean
carillon_own_devices_is_ready (CarillonOwnDevices *self)
{
  g_return_val_if_fail (CARILLON_IS_OWN_DEVICES (self), FALSE);
  return self->is_read && !self->is_changed && self->n_writes == 0;
}

const GError *
carillon_own_devices_get_error (CarillonOwnDevices *self)
{
  g_return_val_if_fail (CARILLON_IS_OWN_DEVICES (self), NULL);
  return self->error;
}

static void
carillon_own_devices_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_READY) {
    g_value_set_boolean (value, carillon_own_devices_is_ready (CARILLON_OWN_DEVICES (object)));
  } else if (id == PROP_ERROR) {
    g_value_set_boxed (value, CARILLON_OWN_DEVICES (object)->error);
  } else {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_own_devices_finalize (GObject *object)
{
  CarillonOwnDevices *self = CARILLON_OWN_DEVICES (object);

  g_clear_object (&self->devices);
  g_clear_object (&self->store);
  g_clear_error (&self->error);
  g_free (self->account_id);
  G_OBJECT_CLASS (carillon_own_devices_parent_class)->finalize (object);
}

static void
carillon_own_devices_class_init (CarillonOwnDevicesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = carillon_own_devices_get_property;
  object_class->finalize = carillon_own_devices_finalize;
  properties[PROP_READY] = g_param_spec_boolean ("ready", NULL, NULL, FALSE, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

/* From the store within on. */
static void
on_items_changed (CarillonOwnDevices *self, guint position, guint n_removed, guint n_added)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, n_removed, n_added);
}

static void
carillon_own_devices_init (CarillonOwnDevices *self)
{
  self->devices = g_list_store_new (CARILLON_TYPE_OWN_DEVICE);
  g_signal_connect_object (self->devices, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED);
}

/**
 * carillon_own_devices_new:
 * @store: where they are kept
 * @account_id: whose they are
 *
 * Returns: (transfer full): the list, which reads itself
 */
CarillonOwnDevices *
carillon_own_devices_new (ArchiveStore *store, const char *account_id)
{
  g_return_val_if_fail (ARCHIVE_IS_STORE (store), NULL);
  g_return_val_if_fail (account_id != NULL, NULL);

  CarillonOwnDevices *self = g_object_new (CARILLON_TYPE_OWN_DEVICES, NULL);
  self->store = g_object_ref (store);
  self->account_id = g_strdup (account_id);
  read_again (self);
  return self;
}
