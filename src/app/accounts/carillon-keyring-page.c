#include "carillon-keyring-page.h"

#include <adwaita.h>

#include "carillon-config.h"
#include "carillon-error-text.h"

struct _CarillonKeyringPage {
  GtkWidget parent_instance;

  CarillonConnection *connection; /* (nullable) */

  GtkRevealer *revealer;
  GtkEditable *secret;
};

enum {
  PROP_CONNECTION = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (CarillonKeyringPage, carillon_keyring_page, GTK_TYPE_WIDGET)

static char *
error_title (CarillonKeyringPage *self, const GError *error)
{
  return error != NULL ? carillon_error_title (error) : NULL;
}

static char *
error_advice (CarillonKeyringPage *self, const GError *error)
{
  return error != NULL ? carillon_error_advice (error) : NULL;
}

static gboolean
not_empty (CarillonKeyringPage *self, const char *text)
{
  return text != NULL && *text != '\0';
}

static void
ask_for_secret (CarillonKeyringPage *self)
{
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->secret));
}

static void
use_secret (CarillonKeyringPage *self)
{
  CarillonAccount *account = carillon_connection_get_account (self->connection);
  const char *secret = gtk_editable_get_text (self->secret);

  if (account == NULL || *secret == '\0') {
    return;
  }
  carillon_connection_use_secret (self->connection, account, secret);
  gtk_editable_set_text (self->secret, "");
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
}

static void
carillon_keyring_page_set_property (GObject *object,
                                    guint id,
                                    const GValue *value,
                                    GParamSpec *pspec)
{
  CarillonKeyringPage *self = CARILLON_KEYRING_PAGE (object);

  switch (id) {
  case PROP_CONNECTION:
    if (g_set_object (&self->connection, g_value_get_object (value))) {
      g_object_notify_by_pspec (object, pspec);
    }
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_keyring_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonKeyringPage *self = CARILLON_KEYRING_PAGE (object);

  switch (id) {
  case PROP_CONNECTION:
    g_value_set_object (value, self->connection);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_keyring_page_dispose (GObject *object)
{
  CarillonKeyringPage *self = CARILLON_KEYRING_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CARILLON_TYPE_KEYRING_PAGE);
  g_clear_object (&self->connection);
  G_OBJECT_CLASS (carillon_keyring_page_parent_class)->dispose (object);
}

static void
carillon_keyring_page_class_init (CarillonKeyringPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = carillon_keyring_page_set_property;
  object_class->get_property = carillon_keyring_page_get_property;
  object_class->dispose = carillon_keyring_page_dispose;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, CARILLON_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/accounts/carillon-keyring-page.ui");
  gtk_widget_class_bind_template_child_full (widget_class, "top", FALSE, 0);
  gtk_widget_class_bind_template_child (widget_class, CarillonKeyringPage, revealer);
  gtk_widget_class_bind_template_child (widget_class, CarillonKeyringPage, secret);
  gtk_widget_class_bind_template_callback (widget_class, error_title);
  gtk_widget_class_bind_template_callback (widget_class, error_advice);
  gtk_widget_class_bind_template_callback (widget_class, not_empty);
  gtk_widget_class_bind_template_callback (widget_class, ask_for_secret);
  gtk_widget_class_bind_template_callback (widget_class, use_secret);
}

static void
carillon_keyring_page_init (CarillonKeyringPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
