#include "carillon-own-devices.h"

#include <archive-choices.h>
#include <dispatch-token.h>

/* Where the archive's choices have them, and how: name, user, token, provider of each. */
#define PAGE "own-devices"
#define NAME "devices"
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
};

enum {
  PROP_ERROR = 1,
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

static void
set_error (CarillonOwnDevices *self, GError *error)
{
  g_clear_error (&self->error);
  self->error = error;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

/* What was added before the archive answered stays, behind what it has. */
static void
read_devices (CarillonOwnDevices *self, const char *text)
{
  g_autoptr (GVariant) devices = g_variant_parse (G_VARIANT_TYPE (TYPE), text, NULL, NULL, NULL);
  gsize n_devices = devices != NULL ? g_variant_n_children (devices) : 0;

  for (gsize i = 0; i < MIN (n_devices, CARILLON_MAX_OWN_DEVICES); i++) {
    const char *name, *user, *token, *provider;
    g_variant_get_child (devices, i, "(&s&s&s&s)", &name, &user, &token, &provider);
    g_autoptr (CarillonOwnDevice) device =
      carillon_own_device_new (name, *user != '\0' ? user : token, provider);
    g_list_store_insert (self->devices, (guint) i, device);
  }
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonOwnDevices) self = user_data;
  GError *error = NULL;
  g_autoptr (GHashTable) choices =
    archive_store_list_choices_finish (ARCHIVE_STORE (source), result, &error);
  const char *text = choices != NULL ? g_hash_table_lookup (choices, NAME) : NULL;

  if (text != NULL) {
    read_devices (self, text);
  }
  if (error != NULL) {
    set_error (self, error);
  }
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonOwnDevices) self = user_data;
  GError *error = NULL;

  archive_store_write_finish (ARCHIVE_STORE (source), result, &error);
  if (error != NULL || self->error != NULL) {
    set_error (self, error);
  }
}

static void
save (CarillonOwnDevices *self)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE (TYPE));

  for (guint i = 0; i < get_n_items (G_LIST_MODEL (self)); i++) {
    g_autoptr (CarillonOwnDevice) device = get_item (G_LIST_MODEL (self), i);
    g_variant_builder_add (&builder, "(ssss)", device->name, device->user, device->token,
                           device->provider);
  }
  g_autoptr (GVariant) devices = g_variant_ref_sink (g_variant_builder_end (&builder));
  g_autofree char *text = g_variant_print (devices, FALSE);
  archive_store_set_choice_async (self->store, self->account_id, PAGE, NAME, text, NULL, on_written,
                                  g_object_ref (self));
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

  if (get_n_items (G_LIST_MODEL (self)) >= CARILLON_MAX_OWN_DEVICES) {
    return FALSE;
  }
  g_list_store_append (self->devices, device);
  save (self);
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
    save (self);
  }
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
  if (id == PROP_ERROR) {
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

  object_class->get_property = carillon_own_devices_get_property;
  object_class->finalize = carillon_own_devices_finalize;
  properties[PROP_ERROR] =
    g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR,
                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
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
  archive_store_list_choices_async (store, account_id, PAGE, NULL, on_read, g_object_ref (self));
  return self;
}
