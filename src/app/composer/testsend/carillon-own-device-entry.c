#include "carillon-own-device-entry.h"

#include <glib/gi18n.h>

#include "carillon-own-device-text.h"

struct _CarillonOwnDeviceEntry {
  AdwBin parent_instance;

  CarillonOwnDevices *devices; /* (owned) */
  GVariant *recipients;        /* (owned): a(ss) */
  char *suggested;             /* (nullable): the name that stands there by itself */
  gboolean answered;

  GtkEditable *name_row;
  AdwComboRow *device_row;
  GtkLabel *remark; /* has its line also while it is empty: the dialog does not grow */
};

enum {
  PROP_ANSWERED = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CarillonOwnDeviceEntry, carillon_own_device_entry, ADW_TYPE_BIN)

static void
get_recipient (CarillonOwnDeviceEntry *self, const char **address, const char **provider)
{
  gsize n_recipients = g_variant_n_children (self->recipients);
  guint selected = adw_combo_row_get_selected (self->device_row);

  g_variant_get_child (self->recipients, MIN (selected, n_recipients - 1), "(&s&s)", address,
                       provider);
}

static char *
get_name (CarillonOwnDeviceEntry *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));
}

static void
follow (CarillonOwnDeviceEntry *self)
{
  const char *address, *provider;

  get_recipient (self, &address, &provider);
  g_autoptr (CarillonOwnDevice) known = carillon_own_devices_find (self->devices, address);
  g_autofree char *remark = known != NULL ? carillon_own_device_describe_known (known) : NULL;
  g_autofree char *name = get_name (self);
  gboolean answered = known == NULL && *name != '\0';

  gtk_label_set_label (self->remark, remark != NULL ? remark : "");
  if (self->answered != answered) {
    self->answered = answered;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ANSWERED]);
  }
}

/* A name that nobody typed follows the device. */
static void
suggest_name (CarillonOwnDeviceEntry *self)
{
  const char *address, *provider;

  get_recipient (self, &address, &provider);
  if (g_strcmp0 (gtk_editable_get_text (self->name_row),
                 self->suggested != NULL ? self->suggested : "") == 0) {
    g_free (self->suggested);
    self->suggested = carillon_own_device_suggest_name (address, provider);
    gtk_editable_set_text (self->name_row, self->suggested);
  }
  follow (self);
}

static GtkStringList *
list_addresses (GVariant *recipients)
{
  GtkStringList *addresses = gtk_string_list_new (NULL);
  GVariantIter iter;
  const char *address, *provider;

  g_variant_iter_init (&iter, recipients);
  while (g_variant_iter_next (&iter, "(&s&s)", &address, &provider)) {
    g_autoptr (CarillonOwnDevice) device = carillon_own_device_new ("", address, provider);
    gtk_string_list_take (addresses, carillon_own_device_describe (device));
  }
  return addresses;
}

static void
carillon_own_device_entry_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ANSWERED) {
    g_value_set_boolean (value, CARILLON_OWN_DEVICE_ENTRY (object)->answered);
  } else {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_own_device_entry_finalize (GObject *object)
{
  CarillonOwnDeviceEntry *self = CARILLON_OWN_DEVICE_ENTRY (object);

  g_clear_object (&self->devices);
  g_clear_pointer (&self->recipients, g_variant_unref);
  g_free (self->suggested);
  G_OBJECT_CLASS (carillon_own_device_entry_parent_class)->finalize (object);
}

static void
carillon_own_device_entry_class_init (CarillonOwnDeviceEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = carillon_own_device_entry_get_property;
  object_class->finalize = carillon_own_device_entry_finalize;
  properties[PROP_ANSWERED] =
    g_param_spec_boolean ("answered", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static GtkWidget *
add_row (GtkWidget *list, GtkWidget *row, const char *name, const char *title)
{
  gtk_widget_set_name (row, name);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  return row;
}

static void
carillon_own_device_entry_init (CarillonOwnDeviceEntry *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *remark = gtk_label_new (NULL);

  self->remark = GTK_LABEL (remark);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  self->device_row =
    ADW_COMBO_ROW (add_row (list, adw_combo_row_new (), "own-device", _ ("Device")));
  self->name_row =
    GTK_EDITABLE (add_row (list, adw_entry_row_new (), "own-device-name", _ ("Name")));
  gtk_box_append (GTK_BOX (box), list);
  gtk_widget_set_name (remark, "own-device-remark");
  gtk_label_set_wrap (self->remark, TRUE);
  gtk_label_set_xalign (self->remark, 0.0f);
  gtk_box_append (GTK_BOX (box), remark);
  adw_bin_set_child (ADW_BIN (self), box);
}

/**
 * carillon_own_device_entry_create:
 * @self: the entry, which is answered
 *
 * Returns: (transfer full): the device as it is to be kept
 */
CarillonOwnDevice *
carillon_own_device_entry_create (CarillonOwnDeviceEntry *self)
{
  const char *address, *provider;

  g_return_val_if_fail (CARILLON_IS_OWN_DEVICE_ENTRY (self), NULL);

  get_recipient (self, &address, &provider);
  g_autofree char *name = get_name (self);
  return carillon_own_device_new (name, address, provider);
}

/**
 * carillon_own_device_entry_new:
 * @devices: one's own, which were read
 * @recipients: (type a(ss)): users, each with "", or tokens with their providers; at least one
 *
 * Returns: (transfer floating): an entry
 */
GtkWidget *
carillon_own_device_entry_new (CarillonOwnDevices *devices, GVariant *recipients)
{
  g_return_val_if_fail (CARILLON_IS_OWN_DEVICES (devices), NULL);
  g_return_val_if_fail (g_variant_n_children (recipients) > 0, NULL);

  CarillonOwnDeviceEntry *self = g_object_new (CARILLON_TYPE_OWN_DEVICE_ENTRY, NULL);
  g_autoptr (GtkStringList) addresses = list_addresses (recipients);

  self->devices = g_object_ref (devices);
  self->recipients = g_variant_ref_sink (recipients);
  adw_combo_row_set_model (self->device_row, G_LIST_MODEL (addresses));
  gtk_widget_set_sensitive (GTK_WIDGET (self->device_row), g_variant_n_children (recipients) > 1);
  suggest_name (self);
  g_signal_connect_object (self->device_row, "notify::selected", G_CALLBACK (suggest_name), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->name_row, "changed", G_CALLBACK (follow), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
