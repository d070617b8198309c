#include "carillon-account-switcher.h"

#include "carillon-account-row.h"
#include "carillon-config.h"

struct _CarillonAccountSwitcher {
  GtkWidget parent_instance;

  CarillonAccounts *accounts;     /* (nullable) */
  CarillonConnection *connection; /* (nullable) */
  gboolean compact;

  GtkMenuButton *button;
  GtkListBox *list;
};

enum {
  PROP_ACCOUNTS = 1,
  PROP_CONNECTION,
  PROP_COMPACT,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (CarillonAccountSwitcher, carillon_account_switcher, GTK_TYPE_WIDGET)

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  CarillonAccountSwitcher *self = user_data;

  return carillon_account_row_new (item, self->connection);
}

/* The two come one after the other. */
static void
fill (CarillonAccountSwitcher *self)
{
  if (self->accounts != NULL && self->connection != NULL) {
    gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->accounts), create_row, self, NULL);
  }
}

/* Whatever is pressed inside leads elsewhere. */
static void
close_popover (CarillonAccountSwitcher *self)
{
  gtk_menu_button_popdown (self->button);
}

/* Closed first: using another account may hide the page that this is on. */
static void
use_row (CarillonAccountSwitcher *self, GtkListBoxRow *row)
{
  CarillonAccount *account = carillon_account_row_get_account (CARILLON_ACCOUNT_ROW (row));

  close_popover (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.use-account", "s",
                              carillon_account_get_id (account));
}

static char *
kind_icon_name (CarillonAccountSwitcher *self, CarillonAccountKind kind)
{
  return g_strdup (carillon_account_kind_get_icon_name (kind));
}

static gboolean not(CarillonAccountSwitcher * self, gboolean value)
{
  return !value;
}

static void
carillon_account_switcher_set_property (GObject *object,
                                        guint id,
                                        const GValue *value,
                                        GParamSpec *pspec)
{
  CarillonAccountSwitcher *self = CARILLON_ACCOUNT_SWITCHER (object);

  switch (id) {
  case PROP_ACCOUNTS:
    if (g_set_object (&self->accounts, g_value_get_object (value))) {
      fill (self);
      g_object_notify_by_pspec (object, pspec);
    }
    break;
  case PROP_CONNECTION:
    if (g_set_object (&self->connection, g_value_get_object (value))) {
      fill (self);
      g_object_notify_by_pspec (object, pspec);
    }
    break;
  case PROP_COMPACT:
    if (self->compact != g_value_get_boolean (value)) {
      self->compact = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
    }
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_account_switcher_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonAccountSwitcher *self = CARILLON_ACCOUNT_SWITCHER (object);

  switch (id) {
  case PROP_ACCOUNTS:
    g_value_set_object (value, self->accounts);
    break;
  case PROP_CONNECTION:
    g_value_set_object (value, self->connection);
    break;
  case PROP_COMPACT:
    g_value_set_boolean (value, self->compact);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_account_switcher_dispose (GObject *object)
{
  CarillonAccountSwitcher *self = CARILLON_ACCOUNT_SWITCHER (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CARILLON_TYPE_ACCOUNT_SWITCHER);
  g_clear_object (&self->accounts);
  g_clear_object (&self->connection);
  G_OBJECT_CLASS (carillon_account_switcher_parent_class)->dispose (object);
}

static void
carillon_account_switcher_class_init (CarillonAccountSwitcherClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags read_write =
    G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = carillon_account_switcher_set_property;
  object_class->get_property = carillon_account_switcher_get_property;
  object_class->dispose = carillon_account_switcher_dispose;

  properties[PROP_ACCOUNTS] =
    g_param_spec_object ("accounts", NULL, NULL, CARILLON_TYPE_ACCOUNTS, read_write);
  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, CARILLON_TYPE_CONNECTION, read_write);
  properties[PROP_COMPACT] = g_param_spec_boolean ("compact", NULL, NULL, FALSE, read_write);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/accounts/carillon-account-switcher.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonAccountSwitcher, button);
  gtk_widget_class_bind_template_child (widget_class, CarillonAccountSwitcher, list);
  gtk_widget_class_bind_template_callback (widget_class, close_popover);
  gtk_widget_class_bind_template_callback (widget_class, use_row);
  gtk_widget_class_bind_template_callback (widget_class, kind_icon_name);
  gtk_widget_class_bind_template_callback (widget_class, not );
}

static void
carillon_account_switcher_init (CarillonAccountSwitcher *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * carillon_account_switcher_popup:
 *
 * Opens the list.
 */
void
carillon_account_switcher_popup (CarillonAccountSwitcher *self)
{
  g_return_if_fail (CARILLON_IS_ACCOUNT_SWITCHER (self));

  gtk_menu_button_popup (self->button);
}
