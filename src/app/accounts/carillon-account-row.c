#include "carillon-account-row.h"

#include <glib/gi18n.h>

#include "carillon-config.h"

struct _CarillonAccountRow {
  GtkListBoxRow parent_instance;

  CarillonAccount *account;
  CarillonConnection *connection;

  GtkActionable *edit;
  GtkActionable *remove;
};

enum {
  PROP_ACCOUNT = 1,
  PROP_CONNECTION,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (CarillonAccountRow, carillon_account_row, GTK_TYPE_LIST_BOX_ROW)

static char *
kind_label (CarillonAccountRow *self, CarillonAccountKind kind, CarillonMode mode)
{
  const char *word = carillon_account_kind_get_label (kind);

  if (mode == CARILLON_MODE_OPEN) {
    return g_strdup (word);
  }
  /* Translators: the kind of an account and its mode, "Production · Read Only" */
  return g_strdup_printf (_ ("%s · %s"), word, carillon_mode_get_label (mode));
}

static char *
kind_icon_name (CarillonAccountRow *self, CarillonAccountKind kind)
{
  return g_strdup (carillon_account_kind_get_icon_name (kind));
}

static char **
swatch_classes (CarillonAccountRow *self, const char *colour)
{
  g_autofree char *class = g_strdup_printf ("colour-%s", colour);
  const char *const classes[] = { "swatch", class, NULL };

  return g_strdupv ((char **) classes);
}

static gboolean
is_current (CarillonAccountRow *self, CarillonAccount *account, CarillonAccount *current)
{
  return account != NULL && account == current;
}

/* Its buttons lead elsewhere. */
static void
close_popover (CarillonAccountRow *self)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_POPOVER);

  if (popover != NULL) {
    gtk_popover_popdown (GTK_POPOVER (popover));
  }
}

static void
carillon_account_row_set_property (GObject *object,
                                   guint id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  CarillonAccountRow *self = CARILLON_ACCOUNT_ROW (object);

  switch (id) {
  case PROP_ACCOUNT:
    self->account = g_value_dup_object (value);
    break;
  case PROP_CONNECTION:
    self->connection = g_value_dup_object (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_account_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonAccountRow *self = CARILLON_ACCOUNT_ROW (object);

  switch (id) {
  case PROP_ACCOUNT:
    g_value_set_object (value, self->account);
    break;
  case PROP_CONNECTION:
    g_value_set_object (value, self->connection);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_account_row_constructed (GObject *object)
{
  CarillonAccountRow *self = CARILLON_ACCOUNT_ROW (object);
  const char *id = carillon_account_get_id (self->account);

  gtk_widget_init_template (GTK_WIDGET (self));
  G_OBJECT_CLASS (carillon_account_row_parent_class)->constructed (object);
  gtk_actionable_set_action_target (self->edit, "s", id);
  gtk_actionable_set_action_target (self->remove, "s", id);
}

static void
carillon_account_row_dispose (GObject *object)
{
  CarillonAccountRow *self = CARILLON_ACCOUNT_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CARILLON_TYPE_ACCOUNT_ROW);
  g_clear_object (&self->account);
  g_clear_object (&self->connection);
  G_OBJECT_CLASS (carillon_account_row_parent_class)->dispose (object);
}

static void
carillon_account_row_class_init (CarillonAccountRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = carillon_account_row_set_property;
  object_class->get_property = carillon_account_row_get_property;
  object_class->constructed = carillon_account_row_constructed;
  object_class->dispose = carillon_account_row_dispose;

  properties[PROP_ACCOUNT] =
    g_param_spec_object ("account", NULL, NULL, CARILLON_TYPE_ACCOUNT, once);
  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, CARILLON_TYPE_CONNECTION, once);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/accounts/carillon-account-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonAccountRow, edit);
  gtk_widget_class_bind_template_child (widget_class, CarillonAccountRow, remove);
  gtk_widget_class_bind_template_callback (widget_class, kind_label);
  gtk_widget_class_bind_template_callback (widget_class, kind_icon_name);
  gtk_widget_class_bind_template_callback (widget_class, swatch_classes);
  gtk_widget_class_bind_template_callback (widget_class, is_current);
  gtk_widget_class_bind_template_callback (widget_class, close_popover);
}

static void
carillon_account_row_init (CarillonAccountRow *self)
{
}

/**
 * carillon_account_row_new:
 * @account: what it shows
 * @connection: tells which account is in use
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
carillon_account_row_new (CarillonAccount *account, CarillonConnection *connection)
{
  g_return_val_if_fail (CARILLON_IS_ACCOUNT (account), NULL);
  g_return_val_if_fail (CARILLON_IS_CONNECTION (connection), NULL);

  return g_object_new (CARILLON_TYPE_ACCOUNT_ROW, "account", account, "connection", connection,
                       NULL);
}

CarillonAccount *
carillon_account_row_get_account (CarillonAccountRow *self)
{
  g_return_val_if_fail (CARILLON_IS_ACCOUNT_ROW (self), NULL);

  return self->account;
}
