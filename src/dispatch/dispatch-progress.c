#include "dispatch-progress.h"

/* The fraction as a whole number, for atomic access; finer than any bar shows. */
#define WHOLE 10000

struct _DispatchProgress {
  GObject parent_instance;

  GMainContext *context; /* (owned) */
  int fraction;          /* (atomic): of WHOLE */
  int is_pending;        /* (atomic): a notification is on its way */
};

typedef enum {
  PROP_FRACTION = 1,
} DispatchProgressProperty;

static GParamSpec *properties[PROP_FRACTION + 1];

G_DEFINE_FINAL_TYPE (DispatchProgress, dispatch_progress, G_TYPE_OBJECT)

static gboolean
notify (gpointer data)
{
  DispatchProgress *self = data;

  g_atomic_int_set (&self->is_pending, FALSE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
  return G_SOURCE_REMOVE;
}

/**
 * dispatch_progress_tell:
 * @self: (nullable): a progress
 * @done: how much is done
 * @total: of how much; 0 where nobody knows
 *
 * May be called from any thread.
 */
void
dispatch_progress_tell (DispatchProgress *self, guint64 done, guint64 total)
{
  if (self == NULL || total == 0) {
    return;
  }
  int fraction = (int) (MIN (done, total) * WHOLE / total);
  if (g_atomic_int_exchange (&self->fraction, fraction) == fraction ||
      g_atomic_int_exchange (&self->is_pending, TRUE)) {
    return;
  }
  g_autoptr (GSource) source = g_idle_source_new ();
  g_source_set_static_name (source, "dispatch-progress");
  g_source_set_callback (source, notify, g_object_ref (self), g_object_unref);
  g_source_attach (source, self->context);
}

double
dispatch_progress_get_fraction (DispatchProgress *self)
{
  g_return_val_if_fail (DISPATCH_IS_PROGRESS (self), 0);

  return g_atomic_int_get (&self->fraction) / (double) WHOLE;
}

static void
dispatch_progress_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((DispatchProgressProperty) id) {
  case PROP_FRACTION:
    g_value_set_double (value, dispatch_progress_get_fraction (DISPATCH_PROGRESS (object)));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
dispatch_progress_finalize (GObject *object)
{
  DispatchProgress *self = DISPATCH_PROGRESS (object);

  g_main_context_unref (self->context);
  G_OBJECT_CLASS (dispatch_progress_parent_class)->finalize (object);
}

static void
dispatch_progress_class_init (DispatchProgressClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = dispatch_progress_get_property;
  object_class->finalize = dispatch_progress_finalize;
  properties[PROP_FRACTION] =
    g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
dispatch_progress_init (DispatchProgress *self)
{
  self->context = g_main_context_ref_thread_default ();
}

/**
 * dispatch_progress_new:
 *
 * Returns: (transfer full): a progress at 0, of this thread's main context
 */
DispatchProgress *
dispatch_progress_new (void)
{
  return g_object_new (DISPATCH_TYPE_PROGRESS, NULL);
}
