#include "carillon-export-bar.h"

#include "carillon-config.h"

#include <glib/gi18n.h>

#include "carillon-error-text.h"
#include "carillon-format.h"
#include "carillon-toast.h"

struct _CarillonExportBar {
  GtkWidget parent_instance;

  GtkWidget *revealer;        /* the only child */
  CarillonListExport *export; /* (owned) (nullable) */
  CarillonListWait *wait;     /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (CarillonExportBar, carillon_export_bar, GTK_TYPE_WIDGET)

typedef enum {
  PROP_EXPORT = 1,
  PROP_WAIT,
} CarillonExportBarProperty;

static GParamSpec *properties[PROP_WAIT + 1];

static char *
describe (gpointer object, CarillonExportState state, guint n_rows, GError *error, const char *wait)
{
  g_autofree char *count = carillon_format_count (n_rows);

  if (state == CARILLON_EXPORT_FAILED && error != NULL) {
    g_autofree char *title = carillon_error_title (error);
    g_autofree char *advice = carillon_error_advice (error);

    /* Translators: an export stopped: %1$s is why, %2$s what can be done, %3$s rows are written */
    return g_strdup_printf (ngettext ("%1$s. %2$s (%3$s row is exported so far.)",
                                      "%1$s. %2$s (%3$s rows are exported so far.)", n_rows),
                            title, advice, count);
  }
  if (wait != NULL) {
    return g_strdup (wait);
  }
  return g_strdup_printf (
    ngettext ("Exporting… %s row so far", "Exporting… %s rows so far", n_rows), count);
}

static gboolean
is_busy (gpointer object, CarillonExportState state)
{
  return state == CARILLON_EXPORT_RUNNING || state == CARILLON_EXPORT_FAILED;
}

static gboolean
has_failed (gpointer object, CarillonExportState state)
{
  return state == CARILLON_EXPORT_FAILED;
}

static gboolean
is_shown (gpointer object, CarillonListExport *export, CarillonExportState state)
{
  return export != NULL && is_busy (object, state);
}

static void
tell_done (CarillonExportBar *self)
{
  guint n_rows = carillon_list_export_get_n_rows (self->export);
  g_autofree char *count = carillon_format_count (n_rows);
  g_autofree char *name = g_file_get_basename (carillon_list_export_get_file (self->export));
  g_autofree char *display = g_filename_display_name (name);
  /* Translators: %1$s counts rows, %2$s is the name of a file */
  g_autofree char *text = g_strdup_printf (
    ngettext ("Exported %1$s row to %2$s", "Exported %1$s rows to %2$s", n_rows), count, display);

  carillon_toast (GTK_WIDGET (self), text);
}

static void
on_state_changed (CarillonExportBar *self)
{
  if (carillon_list_export_get_state (self->export) == CARILLON_EXPORT_DONE) {
    tell_done (self);
  }
}

static void
on_go_on (CarillonExportBar *self)
{
  carillon_list_export_go_on (self->export);
}

static void
on_stop (CarillonExportBar *self)
{
  carillon_list_export_stop (self->export);
}

static void
leave_export (CarillonExportBar *self)
{
  if (self->export != NULL) {
    g_signal_handlers_disconnect_by_data (self->export, self);
    carillon_list_export_stop (self->export);
  }
  g_clear_object (&self->export);
  g_clear_object (&self->wait);
}

static void
carillon_export_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonExportBar *self = CARILLON_EXPORT_BAR (object);

  switch ((CarillonExportBarProperty) id) {
  case PROP_EXPORT:
    g_value_set_object (value, self->export);
    break;
  case PROP_WAIT:
    g_value_set_object (value, self->wait);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

/* Whose page goes, with the account that it was of, does not wait for the file. */
static void
carillon_export_bar_dispose (GObject *object)
{
  leave_export (CARILLON_EXPORT_BAR (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), CARILLON_TYPE_EXPORT_BAR);
  G_OBJECT_CLASS (carillon_export_bar_parent_class)->dispose (object);
}

static void
carillon_export_bar_class_init (CarillonExportBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = carillon_export_bar_get_property;
  object_class->dispose = carillon_export_bar_dispose;
  properties[PROP_EXPORT] =
    g_param_spec_object ("export", NULL, NULL, CARILLON_TYPE_LIST_EXPORT, flags);
  properties[PROP_WAIT] = g_param_spec_object ("wait", NULL, NULL, CARILLON_TYPE_LIST_WAIT, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (CARILLON_TYPE_LIST_EXPORT);
  g_type_ensure (CARILLON_TYPE_LIST_WAIT);
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/lists/carillon-export-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonExportBar, revealer);
  gtk_widget_class_bind_template_callback (widget_class, describe);
  gtk_widget_class_bind_template_callback (widget_class, has_failed);
  gtk_widget_class_bind_template_callback (widget_class, is_shown);
  gtk_widget_class_bind_template_callback (widget_class, on_go_on);
  gtk_widget_class_bind_template_callback (widget_class, on_stop);
}

static void
carillon_export_bar_init (CarillonExportBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * carillon_export_bar_follow:
 * @export: what is told from now on; stopped with this widget
 * @wait: what the client of @export waits for
 */
void
carillon_export_bar_follow (CarillonExportBar *self,
                            CarillonListExport *export,
                            CarillonListWait *wait)
{
  g_return_if_fail (CARILLON_IS_EXPORT_BAR (self));
  g_return_if_fail (CARILLON_IS_LIST_EXPORT (export));
  g_return_if_fail (CARILLON_IS_LIST_WAIT (wait));

  leave_export (self);
  self->export = g_object_ref (export);
  self->wait = g_object_ref (wait);
  g_signal_connect_object (export, "notify::state", G_CALLBACK (on_state_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (export, "notify::state", G_CALLBACK (carillon_list_wait_stop), wait,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (export, "notify::n-rows", G_CALLBACK (carillon_list_wait_stop), wait,
                           G_CONNECT_SWAPPED);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXPORT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WAIT]);
}

/**
 * carillon_export_bar_is_busy:
 *
 * Returns: whether an export is under way, or waits for somebody to go on
 */
gboolean
carillon_export_bar_is_busy (CarillonExportBar *self)
{
  g_return_val_if_fail (CARILLON_IS_EXPORT_BAR (self), FALSE);

  return self->export != NULL && is_busy (self, carillon_list_export_get_state (self->export));
}
