#include "carillon-notice.h"

#include "carillon-config.h"

struct _CarillonNotice {
  GtkWidget parent_instance;

  char *message;      /* (nullable) */
  char *button_label; /* (nullable) */
  char *other_label;  /* (nullable) */
  gboolean closable;
};

enum {
  PROP_MESSAGE = 1,
  PROP_BUTTON_LABEL,
  PROP_OTHER_LABEL,
  PROP_CLOSABLE,
  N_PROPS,
};

enum {
  ACTIVATED,
  OTHER_ACTIVATED,
  DISMISSED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CarillonNotice, carillon_notice, GTK_TYPE_WIDGET)

static gboolean
is_text (gpointer object, const char *text)
{
  return text != NULL && *text != '\0';
}

static void
on_activated (CarillonNotice *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

static void
on_other_activated (CarillonNotice *self)
{
  g_signal_emit (self, signals[OTHER_ACTIVATED], 0);
}

static GtkOrientation
buttons_orientation (gpointer object, const char *other_label)
{
  return is_text (object, other_label) ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL;
}

static void
on_dismissed (CarillonNotice *self)
{
  carillon_notice_set_message (self, NULL);
  g_signal_emit (self, signals[DISMISSED], 0);
}

/**
 * carillon_notice_set_message:
 * @self: the notice
 * @message: (nullable): what to tell, or %NULL to hide it
 */
void
carillon_notice_set_message (CarillonNotice *self, const char *message)
{
  g_return_if_fail (CARILLON_IS_NOTICE (self));

  if (g_strcmp0 (self->message, message) == 0) {
    return;
  }
  g_free (self->message);
  self->message = g_strdup (message);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGE]);
}

/**
 * carillon_notice_get_message:
 * @self: the notice
 *
 * Returns: (nullable): what it tells
 */
const char *
carillon_notice_get_message (CarillonNotice *self)
{
  g_return_val_if_fail (CARILLON_IS_NOTICE (self), NULL);
  return self->message;
}

static void
carillon_notice_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonNotice *self = CARILLON_NOTICE (object);

  switch (id) {
  case PROP_MESSAGE:
    g_value_set_string (value, self->message);
    break;
  case PROP_BUTTON_LABEL:
    g_value_set_string (value, self->button_label);
    break;
  case PROP_OTHER_LABEL:
    g_value_set_string (value, self->other_label);
    break;
  case PROP_CLOSABLE:
    g_value_set_boolean (value, self->closable);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_notice_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CarillonNotice *self = CARILLON_NOTICE (object);

  switch (id) {
  case PROP_MESSAGE:
    carillon_notice_set_message (self, g_value_get_string (value));
    break;
  case PROP_BUTTON_LABEL:
    g_free (self->button_label);
    self->button_label = g_value_dup_string (value);
    g_object_notify_by_pspec (object, pspec);
    break;
  case PROP_OTHER_LABEL:
    g_free (self->other_label);
    self->other_label = g_value_dup_string (value);
    g_object_notify_by_pspec (object, pspec);
    break;
  case PROP_CLOSABLE:
    self->closable = g_value_get_boolean (value);
    g_object_notify_by_pspec (object, pspec);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_notice_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));

  gtk_widget_dispose_template (GTK_WIDGET (object), CARILLON_TYPE_NOTICE);
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_notice_parent_class)->dispose (object);
}

static void
carillon_notice_finalize (GObject *object)
{
  CarillonNotice *self = CARILLON_NOTICE (object);

  g_free (self->message);
  g_free (self->button_label);
  g_free (self->other_label);
  G_OBJECT_CLASS (carillon_notice_parent_class)->finalize (object);
}

static void
carillon_notice_class_init (CarillonNoticeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = carillon_notice_get_property;
  object_class->set_property = carillon_notice_set_property;
  object_class->dispose = carillon_notice_dispose;
  object_class->finalize = carillon_notice_finalize;

  properties[PROP_MESSAGE] =
    g_param_spec_string ("message", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_BUTTON_LABEL] =
    g_param_spec_string ("button-label", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_OTHER_LABEL] =
    g_param_spec_string ("other-label", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_CLOSABLE] =
    g_param_spec_boolean ("closable", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[OTHER_ACTIVATED] = g_signal_new ("other-activated", G_TYPE_FROM_CLASS (klass),
                                           G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[DISMISSED] = g_signal_new ("dismissed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/composer/carillon-notice.ui");
  gtk_widget_class_bind_template_callback (widget_class, is_text);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_other_activated);
  gtk_widget_class_bind_template_callback (widget_class, buttons_orientation);
  gtk_widget_class_bind_template_callback (widget_class, on_dismissed);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "notice");
}

static void
carillon_notice_init (CarillonNotice *self)
{
  self->closable = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}
