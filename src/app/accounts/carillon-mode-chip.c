#include "carillon-mode-chip.h"

#include <glib/gi18n.h>

#include "carillon-config.h"
#include "carillon-guard.h"

struct _CarillonModeChip {
  GtkWidget parent_instance;

  CarillonAccount *account; /* (nullable) */

  GtkWidget *button;
  GtkImage *icon;
  GtkLabel *label;
};

enum {
  PROP_ACCOUNT = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (CarillonModeChip, carillon_mode_chip, GTK_TYPE_WIDGET)

static const struct {
  const char *label;
  const char *icon_name;
  const char *tooltip;
} looks[] = {
  [CARILLON_MODE_OPEN] = { "", NULL, "" },
  /* Translators: of an account that asks before it writes; as short as can be */
  [CARILLON_MODE_ASK] = { N_ ("Asks First"), "carillon-ask-symbolic",
                          N_ ("Every change with this account asks first. Edit the account to "
                              "choose another mode.") },
  [CARILLON_MODE_READ_ONLY] = { N_ ("Read Only"), "carillon-read-only-symbolic",
                                N_ ("Nothing can be sent, changed or deleted with this account. "
                                    "Edit the account to choose another mode.") },
};

static void
show_mode (CarillonModeChip *self)
{
  CarillonMode mode =
    self->account != NULL ? carillon_account_get_mode (self->account) : CARILLON_MODE_OPEN;

  gtk_widget_set_visible (GTK_WIDGET (self), mode != CARILLON_MODE_OPEN);
  if (mode != CARILLON_MODE_OPEN) {
    gtk_label_set_label (self->label, _ (looks[mode].label));
    gtk_image_set_from_icon_name (self->icon, looks[mode].icon_name);
    gtk_widget_set_tooltip_text (self->button, _ (looks[mode].tooltip));
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _ (looks[mode].label), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    _ (looks[mode].tooltip), -1);
  }
}

static void
edit_account (CarillonModeChip *self)
{
  if (self->account != NULL) {
    carillon_guard_edit_account (GTK_WIDGET (self), self->account);
  }
}

static void
set_account (CarillonModeChip *self, CarillonAccount *account)
{
  if (self->account == account) {
    return;
  }
  if (self->account != NULL) {
    g_signal_handlers_disconnect_by_data (self->account, self);
  }
  g_set_object (&self->account, account);
  if (account != NULL) {
    g_signal_connect_object (account, "notify::mode", G_CALLBACK (show_mode), self,
                             G_CONNECT_SWAPPED);
  }
  show_mode (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACCOUNT]);
}

static void
carillon_mode_chip_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id) {
  case PROP_ACCOUNT:
    set_account (CARILLON_MODE_CHIP (object), g_value_get_object (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_mode_chip_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id) {
  case PROP_ACCOUNT:
    g_value_set_object (value, CARILLON_MODE_CHIP (object)->account);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_mode_chip_dispose (GObject *object)
{
  CarillonModeChip *self = CARILLON_MODE_CHIP (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CARILLON_TYPE_MODE_CHIP);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (carillon_mode_chip_parent_class)->dispose (object);
}

static void
carillon_mode_chip_class_init (CarillonModeChipClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = carillon_mode_chip_set_property;
  object_class->get_property = carillon_mode_chip_get_property;
  object_class->dispose = carillon_mode_chip_dispose;

  properties[PROP_ACCOUNT] =
    g_param_spec_object ("account", NULL, NULL, CARILLON_TYPE_ACCOUNT,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_css_name (widget_class, "modechip");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/accounts/carillon-mode-chip.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonModeChip, button);
  gtk_widget_class_bind_template_child (widget_class, CarillonModeChip, icon);
  gtk_widget_class_bind_template_child (widget_class, CarillonModeChip, label);
  gtk_widget_class_bind_template_callback (widget_class, edit_account);
}

static void
carillon_mode_chip_init (CarillonModeChip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_mode (self);
}
