#include "carillon-preferences.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "carillon-account.h"
#include "carillon-config.h"
#include "carillon-sheet.h"

#define SHEET_WIDTH 480
#define SHEET_HEIGHT 460

#define CARILLON_TYPE_PREFERENCES (carillon_preferences_get_type ())
G_DECLARE_FINAL_TYPE (CarillonPreferences, carillon_preferences, CARILLON, PREFERENCES, GtkWidget)

struct _CarillonPreferences {
  GtkWidget parent_instance;

  GSettings *settings;
  GListModel *accounts;

  AdwComboRow *scheme_row;
  AdwComboRow *account_row;
  GtkSwitch *remember_switch;
};

G_DEFINE_FINAL_TYPE (CarillonPreferences, carillon_preferences, GTK_TYPE_WIDGET)

/* In the order of the enumeration in the schema. */
static const struct {
  const char *nick;
  const char *label;
} schemes[] = {
  { "system", N_ ("As the System") },
  { "light", N_ ("Light") },
  { "dark", N_ ("Dark") },
};

static gboolean
scheme_to_position (GValue *value, GVariant *variant, gpointer user_data)
{
  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++) {
    if (g_str_equal (schemes[i].nick, g_variant_get_string (variant, NULL))) {
      g_value_set_uint (value, i);
      return TRUE;
    }
  }
  return FALSE;
}

static GVariant *
position_to_scheme (const GValue *value, const GVariantType *type, gpointer user_data)
{
  guint position = g_value_get_uint (value);

  return position < G_N_ELEMENTS (schemes) ? g_variant_new_string (schemes[position].nick) : NULL;
}

/* The first choice is no account; the others are the accounts in their order. */
static gboolean
account_to_position (GValue *value, GVariant *variant, gpointer user_data)
{
  CarillonPreferences *self = user_data;

  g_value_set_uint (value, 0);
  for (guint i = 0; i < g_list_model_get_n_items (self->accounts); i++) {
    g_autoptr (CarillonAccount) account = g_list_model_get_item (self->accounts, i);
    if (g_str_equal (carillon_account_get_id (account), g_variant_get_string (variant, NULL))) {
      g_value_set_uint (value, i + 1);
    }
  }
  return TRUE;
}

static GVariant *
position_to_account (const GValue *value, const GVariantType *type, gpointer user_data)
{
  CarillonPreferences *self = user_data;
  guint position = g_value_get_uint (value);

  if (position == 0 || position == GTK_INVALID_LIST_POSITION) {
    return g_variant_new_string ("");
  }
  g_autoptr (CarillonAccount) account = g_list_model_get_item (self->accounts, position - 1);
  return account != NULL ? g_variant_new_string (carillon_account_get_id (account)) : NULL;
}

static void
fill_schemes (CarillonPreferences *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++) {
    gtk_string_list_append (names, _ (schemes[i].label));
  }
  adw_combo_row_set_model (self->scheme_row, G_LIST_MODEL (names));
  g_settings_bind_with_mapping (self->settings, "colour-scheme", self->scheme_row, "selected",
                                G_SETTINGS_BIND_DEFAULT, scheme_to_position, position_to_scheme,
                                NULL, NULL);
}

static void
fill_accounts (CarillonPreferences *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, _ ("The One Used Last"));
  for (guint i = 0; i < g_list_model_get_n_items (self->accounts); i++) {
    g_autoptr (CarillonAccount) account = g_list_model_get_item (self->accounts, i);
    gtk_string_list_append (names, carillon_account_get_name (account));
  }
  adw_combo_row_set_model (self->account_row, G_LIST_MODEL (names));
  g_settings_bind_with_mapping (self->settings, "start-account", self->account_row, "selected",
                                G_SETTINGS_BIND_DEFAULT, account_to_position, position_to_account,
                                self, NULL);
}

static void
carillon_preferences_dispose (GObject *object)
{
  CarillonPreferences *self = CARILLON_PREFERENCES (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CARILLON_TYPE_PREFERENCES);
  g_clear_object (&self->settings);
  g_clear_object (&self->accounts);
  G_OBJECT_CLASS (carillon_preferences_parent_class)->dispose (object);
}

static void
carillon_preferences_class_init (CarillonPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carillon_preferences_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/preferences/carillon-preferences.ui");
  gtk_widget_class_bind_template_child_full (widget_class, "top", FALSE, 0);
  gtk_widget_class_bind_template_child (widget_class, CarillonPreferences, scheme_row);
  gtk_widget_class_bind_template_child (widget_class, CarillonPreferences, account_row);
  gtk_widget_class_bind_template_child (widget_class, CarillonPreferences, remember_switch);
}

static void
carillon_preferences_init (CarillonPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * carillon_preferences_present:
 * @parent: any widget of the window
 * @settings: of the application's schema; every change takes effect at once
 * @accounts: of #CarillonAccount
 */
void
carillon_preferences_present (GtkWidget *parent, GSettings *settings, GListModel *accounts)
{
  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (G_IS_LIST_MODEL (accounts));

  CarillonPreferences *self = g_object_new (CARILLON_TYPE_PREFERENCES, NULL);
  self->settings = g_object_ref (settings);
  self->accounts = g_object_ref (accounts);
  fill_schemes (self);
  fill_accounts (self);
  g_settings_bind (settings, "remember-page", self->remember_switch, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_autoptr (CarillonSheet) sheet =
    carillon_sheet_new (_ ("Preferences"), GTK_WIDGET (self), SHEET_WIDTH, SHEET_HEIGHT);
  carillon_sheet_present (sheet, parent);
}
