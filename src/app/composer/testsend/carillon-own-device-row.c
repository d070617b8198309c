#include "carillon-own-device-row.h"

#include <glib/gi18n.h>

#include "carillon-own-device-text.h"

struct _CarillonOwnDeviceRow {
  AdwActionRow parent_instance;

  CarillonOwnDevice *device; /* (owned) */
  GtkCheckButton *check;
};

enum {
  TOGGLED,
  REMOVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CarillonOwnDeviceRow, carillon_own_device_row, ADW_TYPE_ACTION_ROW)

static void
on_toggled (CarillonOwnDeviceRow *self)
{
  g_signal_emit (self, signals[TOGGLED], 0);
}

static void
on_removed (CarillonOwnDeviceRow *self)
{
  g_signal_emit (self, signals[REMOVED], 0);
}

CarillonOwnDevice *
carillon_own_device_row_get_device (CarillonOwnDeviceRow *self)
{
  g_return_val_if_fail (CARILLON_IS_OWN_DEVICE_ROW (self), NULL);
  return self->device;
}

gboolean
carillon_own_device_row_get_checked (CarillonOwnDeviceRow *self)
{
  g_return_val_if_fail (CARILLON_IS_OWN_DEVICE_ROW (self), FALSE);
  return gtk_check_button_get_active (self->check);
}

static void
add_remove_button (CarillonOwnDeviceRow *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  /* Translators: %s is the name of a device */
  g_autofree char *label =
    g_strdup_printf (_ ("Remove “%s” From the List"), carillon_own_device_get_name (self->device));

  gtk_widget_set_name (button, "test-remove");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_removed), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), button);
}

static void
carillon_own_device_row_dispose (GObject *object)
{
  g_clear_object (&CARILLON_OWN_DEVICE_ROW (object)->device);
  G_OBJECT_CLASS (carillon_own_device_row_parent_class)->dispose (object);
}

static void
carillon_own_device_row_class_init (CarillonOwnDeviceRowClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carillon_own_device_row_dispose;
  signals[TOGGLED] =
    g_signal_new ("toggled", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REMOVED] =
    g_signal_new ("removed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
carillon_own_device_row_init (CarillonOwnDeviceRow *self)
{
  GtkWidget *check = gtk_check_button_new ();

  self->check = GTK_CHECK_BUTTON (check);
  gtk_widget_set_name (check, "test-check");
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), check);
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_toggled), self, G_CONNECT_SWAPPED);
}

/**
 * carillon_own_device_row_new:
 * @device: a device
 * @checked: whether it is chosen
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
carillon_own_device_row_new (CarillonOwnDevice *device, gboolean checked)
{
  g_return_val_if_fail (CARILLON_IS_OWN_DEVICE (device), NULL);

  CarillonOwnDeviceRow *self = g_object_new (CARILLON_TYPE_OWN_DEVICE_ROW, NULL);
  g_autofree char *address = carillon_own_device_describe (device);
  g_autofree char *title = g_markup_escape_text (carillon_own_device_get_name (device), -1);
  g_autofree char *subtitle = g_markup_escape_text (address, -1);

  self->device = g_object_ref (device);
  gtk_check_button_set_active (self->check, checked);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  add_remove_button (self);
  return GTK_WIDGET (self);
}
