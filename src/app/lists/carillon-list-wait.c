#include "carillon-list-wait.h"

#include <glib/gi18n.h>

#include "carillon-error-text.h"

#define MS_PER_SECOND 1000
#define USEC_PER_MS 1000

struct _CarillonListWait {
  GObject parent_instance;

  char *reason; /* (owned) (nullable) */
  char *text;   /* (owned) (nullable) */
  gint64 until; /* monotonic, in microseconds */
  guint tick;   /* (nullable): source */
};

G_DEFINE_FINAL_TYPE (CarillonListWait, carillon_list_wait, G_TYPE_OBJECT)

typedef enum {
  PROP_TEXT = 1,
} CarillonListWaitProperty;

static GParamSpec *properties[PROP_TEXT + 1];

static void
take_text (CarillonListWait *self, char *text)
{
  g_free (self->text);
  self->text = text;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

static char *
make_text (CarillonListWait *self)
{
  gint64 left = self->until - g_get_monotonic_time ();
  gint64 seconds = (left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;

  if (left <= 0) {
    /* Translators: %s is why, "The Server Has a Problem" for instance */
    return g_strdup_printf (_ ("%s. Trying again…"), self->reason);
  }
  return g_strdup_printf (
    /* Translators: %1$s is why, "The Server Has a Problem" for instance */
    ngettext ("%1$s. Trying again in %2$d second…", "%1$s. Trying again in %2$d seconds…",
              (gulong) seconds),
    self->reason, (int) seconds);
}

static gboolean
on_tick (gpointer user_data)
{
  CarillonListWait *self = user_data;

  take_text (self, make_text (self));
  return G_SOURCE_CONTINUE;
}

static void
on_retrying (CarillonListWait *self, guint attempt, guint milliseconds, const GError *error)
{
  g_free (self->reason);
  self->reason = carillon_error_title (error);
  self->until = g_get_monotonic_time () + (gint64) milliseconds * USEC_PER_MS;
  if (self->tick == 0) {
    self->tick = g_timeout_add (MS_PER_SECOND, on_tick, self);
  }
  take_text (self, make_text (self));
}

static void
carillon_list_wait_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonListWait *self = CARILLON_LIST_WAIT (object);

  switch ((CarillonListWaitProperty) id) {
  case PROP_TEXT:
    g_value_set_string (value, self->text);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_list_wait_dispose (GObject *object)
{
  g_clear_handle_id (&CARILLON_LIST_WAIT (object)->tick, g_source_remove);
  G_OBJECT_CLASS (carillon_list_wait_parent_class)->dispose (object);
}

static void
carillon_list_wait_finalize (GObject *object)
{
  CarillonListWait *self = CARILLON_LIST_WAIT (object);

  g_free (self->reason);
  g_free (self->text);
  G_OBJECT_CLASS (carillon_list_wait_parent_class)->finalize (object);
}

static void
carillon_list_wait_class_init (CarillonListWaitClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = carillon_list_wait_get_property;
  object_class->dispose = carillon_list_wait_dispose;
  object_class->finalize = carillon_list_wait_finalize;
  properties[PROP_TEXT] = g_param_spec_string (
    "text", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
carillon_list_wait_init (CarillonListWait *self)
{
}

/**
 * carillon_list_wait_new:
 * @client: what asks for the rows, and for nothing else
 *
 * Returns: (transfer full): a wait, for nothing yet
 */
CarillonListWait *
carillon_list_wait_new (CommsClient *client)
{
  g_return_val_if_fail (COMMS_IS_CLIENT (client), NULL);

  CarillonListWait *self = g_object_new (CARILLON_TYPE_LIST_WAIT, NULL);
  g_signal_connect_object (client, "retrying", G_CALLBACK (on_retrying), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * carillon_list_wait_stop:
 *
 * To be called when an answer is there, or nobody waits for one any more.
 */
void
carillon_list_wait_stop (CarillonListWait *self)
{
  g_return_if_fail (CARILLON_IS_LIST_WAIT (self));

  g_clear_handle_id (&self->tick, g_source_remove);
  if (self->text != NULL) {
    take_text (self, NULL);
  }
}
