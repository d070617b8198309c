#include "carillon-mode-group.h"

#include <glib/gi18n.h>

#include "carillon-config.h"

/* More than any one thing is ever done with; it keeps the field narrow. */
#define LARGEST_NUMBER 9999999

struct _CarillonModeGroup {
  AdwPreferencesGroup parent_instance;

  CarillonAccountKind kind; /* whose defaults are shown where nothing else was chosen */

  AdwComboRow *mode_row;
  GtkSpinButton *number;
};

G_DEFINE_FINAL_TYPE (CarillonModeGroup, carillon_mode_group, ADW_TYPE_PREFERENCES_GROUP)

static const CarillonMode modes[] = {
  CARILLON_MODE_OPEN,
  CARILLON_MODE_ASK,
  CARILLON_MODE_READ_ONLY,
};

static char *
describe_mode (CarillonModeGroup *self, guint selected)
{
  static const char *const descriptions[] = {
    [CARILLON_MODE_OPEN] = N_ ("Single changes are made without a question"),
    [CARILLON_MODE_ASK] = N_ ("Every change asks first"),
    [CARILLON_MODE_READ_ONLY] = N_ ("Nothing can be sent, changed or deleted"),
  };

  return g_strdup (selected < G_N_ELEMENTS (modes) ? _ (descriptions[modes[selected]]) : "");
}

static CarillonMode
get_mode (CarillonModeGroup *self)
{
  guint selected = adw_combo_row_get_selected (self->mode_row);

  return selected < G_N_ELEMENTS (modes) ? modes[selected] : CARILLON_MODE_READ_ONLY;
}

static void
set_mode (CarillonModeGroup *self, CarillonMode mode)
{
  for (guint i = 0; i < G_N_ELEMENTS (modes); i++) {
    if (modes[i] == mode) {
      adw_combo_row_set_selected (self->mode_row, i);
    }
  }
}

static guint
get_number (CarillonModeGroup *self)
{
  return (guint) gtk_spin_button_get_value (self->number);
}

static void
set_number (CarillonModeGroup *self, guint number)
{
  gtk_spin_button_set_value (self->number, number);
}

static void
carillon_mode_group_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CARILLON_TYPE_MODE_GROUP);
  G_OBJECT_CLASS (carillon_mode_group_parent_class)->dispose (object);
}

static void
carillon_mode_group_class_init (CarillonModeGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carillon_mode_group_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/accounts/carillon-mode-group.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonModeGroup, mode_row);
  gtk_widget_class_bind_template_child (widget_class, CarillonModeGroup, number);
  gtk_widget_class_bind_template_callback (widget_class, describe_mode);
}

static void
carillon_mode_group_init (CarillonModeGroup *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++) {
    gtk_string_list_append (labels, carillon_mode_get_label (modes[i]));
  }
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_combo_row_set_model (self->mode_row, G_LIST_MODEL (labels));
  gtk_spin_button_set_adjustment (self->number,
                                  gtk_adjustment_new (0, 0, LARGEST_NUMBER, 10, 1000, 0));
  set_mode (self, carillon_account_kind_get_mode (self->kind));
  set_number (self, carillon_account_kind_get_confirm_above (self->kind));
}

/**
 * carillon_mode_group_show_account:
 * @account: whose mode and number are shown
 */
void
carillon_mode_group_show_account (CarillonModeGroup *self, CarillonAccount *account)
{
  g_return_if_fail (CARILLON_IS_MODE_GROUP (self));
  g_return_if_fail (CARILLON_IS_ACCOUNT (account));

  self->kind = carillon_account_get_kind (account);
  set_mode (self, carillon_account_get_mode (account));
  set_number (self, carillon_account_get_confirm_above (account));
}

/**
 * carillon_mode_group_show_kind:
 * @kind: what a new account is now going to be
 *
 * Shows what accounts of @kind begin with, but leaves what was chosen otherwise.
 */
void
carillon_mode_group_show_kind (CarillonModeGroup *self, CarillonAccountKind kind)
{
  g_return_if_fail (CARILLON_IS_MODE_GROUP (self));

  if (get_mode (self) == carillon_account_kind_get_mode (self->kind)) {
    set_mode (self, carillon_account_kind_get_mode (kind));
  }
  if (get_number (self) == carillon_account_kind_get_confirm_above (self->kind)) {
    set_number (self, carillon_account_kind_get_confirm_above (kind));
  }
  self->kind = kind;
}

/**
 * carillon_mode_group_apply:
 * @account: gets what is chosen
 */
void
carillon_mode_group_apply (CarillonModeGroup *self, CarillonAccount *account)
{
  g_return_if_fail (CARILLON_IS_MODE_GROUP (self));
  g_return_if_fail (CARILLON_IS_ACCOUNT (account));

  gtk_spin_button_update (self->number); /* what is typed and not yet entered */
  g_object_set (account, "mode", get_mode (self), "confirm-above", get_number (self), NULL);
}
