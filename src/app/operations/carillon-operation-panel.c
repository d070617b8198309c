/* What is shown is bound to the watch in the interface file; the functions here say how a state
 * reads. Any of them may be called with no operation, before the first answer. */
#include "carillon-operation-panel.h"

#include <glib/gi18n.h>

#include "carillon-config.h"
#include "carillon-count-bar.h"
#include "carillon-count-legend.h"
#include "carillon-error-text.h"
#include "carillon-fit-scroller.h"
#include "carillon-format.h"
#include "carillon-operation-notifications.h"
#include "carillon-operation-steps.h"
#include "carillon-problem.h"
#include "carillon-status.h"
#include "carillon-toast.h"

struct _CarillonOperationPanel {
  GtkWidget parent_instance;

  DispatchWatch *watch; /* (owned) */
  GtkWidget *box;       /* (unowned): of the template, the only child */
  GtkWidget *content;   /* (unowned): of the template */
};

typedef enum {
  PROP_WATCH = 1,
  PROP_OPERATION_ID,
} CarillonOperationPanelProperty;

static GParamSpec *properties[PROP_OPERATION_ID + 1];

G_DEFINE_FINAL_TYPE (CarillonOperationPanel, carillon_operation_panel, GTK_TYPE_WIDGET)

/* What is known stays on the screen when a later question fails. */
static char *
get_page_name (gpointer object, CommsOperation *operation, const GError *error)
{
  return g_strdup (operation != NULL ? "content" : error != NULL ? "problem" : "loading");
}

static gboolean
has_object (gpointer object, gpointer other)
{
  return other != NULL;
}

static const char *
get_status (CommsOperation *operation)
{
  return operation != NULL ? comms_operation_get_status (operation) : NULL;
}

static char *
get_status_text (gpointer object, CommsOperation *operation)
{
  const char *status = get_status (operation);
  return status != NULL && *status != '\0' ? carillon_format_status (status)
                                           : g_strdup (_ ("Unknown Status"));
}

static char *
get_status_icon_name (gpointer object, CommsOperation *operation)
{
  return g_strdup (carillon_status_icon_name (get_status (operation)));
}

static char **
get_status_css_classes (gpointer object, CommsOperation *operation)
{
  const char *classes[] = { carillon_status_css_class (get_status (operation)), NULL };
  return g_strdupv ((char **) classes);
}

static char *
get_times (gpointer object, CommsOperation *operation)
{
  if (operation == NULL) {
    return NULL;
  }
  g_autofree char *created =
    carillon_format_time (comms_resource_get_created_at (COMMS_RESOURCE (operation)));
  g_autofree char *updated =
    carillon_format_time (comms_resource_get_updated_at (COMMS_RESOURCE (operation)));
  /* Translators: two times; the second is of the last change of an operation. */
  return g_strdup_printf (_ ("Created %1$s · Changed %2$s"), created, updated);
}

static char *
get_exact_times (gpointer object, CommsOperation *operation)
{
  if (operation == NULL) {
    return NULL;
  }
  g_autofree char *created =
    carillon_format_utc (comms_resource_get_created_at (COMMS_RESOURCE (operation)));
  g_autofree char *updated =
    carillon_format_utc (comms_resource_get_updated_at (COMMS_RESOURCE (operation)));
  return g_strdup_printf (_ ("Created %1$s\nChanged %2$s"), created, updated);
}

static char *
get_summary (gpointer object, CommsOperation *operation)
{
  CarillonCounts counts;
  carillon_counts_init_operation (&counts, operation);
  return carillon_counts_summarise (&counts,
                                    operation != NULL && comms_operation_has_ended (operation));
}

static gint64
get_n_unaddressable (CommsOperation *operation)
{
  CarillonCounts counts;
  carillon_counts_init_operation (&counts, operation);
  return counts.parts[CARILLON_PART_UNADDRESSABLE];
}

static gboolean
has_unaddressable (gpointer object, CommsOperation *operation)
{
  return get_n_unaddressable (operation) > 0;
}

static char *
get_unaddressable_text (gpointer object, CommsOperation *operation)
{
  gint64 n = get_n_unaddressable (operation);
  const char *phrase =
    ngettext ("%s recipient is unaddressable: no device of that user can be reached under the "
              "app that sends, so nothing was attempted.",
              "%s recipients are unaddressable: no device of those users can be reached under "
              "the app that sends, so nothing was attempted for them.",
              (gulong) n);
  return carillon_counts_format (phrase, n);
}

static gboolean
is_forgotten (const GError *error)
{
  return g_error_matches (error, COMMS_ERROR, COMMS_ERROR_NOT_FOUND);
}

static char *
get_problem_title (gpointer object, const GError *error)
{
  if (error == NULL) {
    return NULL;
  }
  return is_forgotten (error) ? g_strdup (_ ("Operation Not Found")) : carillon_error_title (error);
}

/* After these the watch goes on by itself, and nothing of the operation is lost by waiting. */
static gboolean
is_passing (const GError *error)
{
  return error->domain == COMMS_ERROR &&
         !g_error_matches (error, COMMS_ERROR, COMMS_ERROR_UNAUTHORIZED) &&
         !g_error_matches (error, COMMS_ERROR, COMMS_ERROR_FORBIDDEN) && !is_forgotten (error);
}

static char *
get_problem_advice (gpointer object, CommsOperation *operation, const GError *error)
{
  if (error == NULL) {
    return NULL;
  }
  if (is_forgotten (error)) {
    return g_strdup (_ ("The API forgets operations 7 days after they were created. If this one "
                        "is new, try again in a moment; else check that its ID belongs to this "
                        "account."));
  }
  if (is_passing (error)) {
    return g_strdup (operation != NULL
                       ? _ ("The counts are the last known ones. The operation goes on without the "
                            "console, which keeps asking.")
                       : _ ("The operation goes on without the console, which keeps asking."));
  }
  return carillon_error_advice (error);
}

static char *
get_problem_detail (gpointer object, const GError *error)
{
  return error == NULL || is_forgotten (error) ? NULL : carillon_error_detail (error);
}

static void
on_refresh (CarillonOperationPanel *self)
{
  dispatch_watch_start (self->watch);
}

static void
on_copy_id (CarillonOperationPanel *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          dispatch_watch_get_operation_id (self->watch));
  carillon_toast (GTK_WIDGET (self), _ ("Operation ID copied"));
}

/* Nobody is told anything while the panel is away, so nothing is asked; what ended cannot change.
 */
static void
carillon_operation_panel_map (GtkWidget *widget)
{
  CarillonOperationPanel *self = CARILLON_OPERATION_PANEL (widget);
  CommsOperation *operation = dispatch_watch_get_operation (self->watch);
  GTK_WIDGET_CLASS (carillon_operation_panel_parent_class)->map (widget);
  if (operation == NULL || !comms_operation_has_ended (operation)) {
    dispatch_watch_start (self->watch);
  }
}

static void
carillon_operation_panel_unmap (GtkWidget *widget)
{
  CarillonOperationPanel *self = CARILLON_OPERATION_PANEL (widget);
  dispatch_watch_stop (self->watch);
  GTK_WIDGET_CLASS (carillon_operation_panel_parent_class)->unmap (widget);
}

static void
carillon_operation_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonOperationPanel *self = CARILLON_OPERATION_PANEL (object);
  switch ((CarillonOperationPanelProperty) id) {
  case PROP_WATCH:
    g_value_set_object (value, self->watch);
    break;
  case PROP_OPERATION_ID:
    g_value_set_string (value,
                        self->watch != NULL ? dispatch_watch_get_operation_id (self->watch) : NULL);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_operation_panel_dispose (GObject *object)
{
  CarillonOperationPanel *self = CARILLON_OPERATION_PANEL (object);
  if (self->watch != NULL) {
    dispatch_watch_stop (self->watch);
  }
  gtk_widget_dispose_template (GTK_WIDGET (self), CARILLON_TYPE_OPERATION_PANEL);
  g_clear_object (&self->watch);
  G_OBJECT_CLASS (carillon_operation_panel_parent_class)->dispose (object);
}

static void
bind_callbacks (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, get_page_name);
  gtk_widget_class_bind_template_callback (widget_class, has_object);
  gtk_widget_class_bind_template_callback (widget_class, get_status_text);
  gtk_widget_class_bind_template_callback (widget_class, get_status_icon_name);
  gtk_widget_class_bind_template_callback (widget_class, get_status_css_classes);
  gtk_widget_class_bind_template_callback (widget_class, get_times);
  gtk_widget_class_bind_template_callback (widget_class, get_exact_times);
  gtk_widget_class_bind_template_callback (widget_class, get_summary);
  gtk_widget_class_bind_template_callback (widget_class, has_unaddressable);
  gtk_widget_class_bind_template_callback (widget_class, get_unaddressable_text);
  gtk_widget_class_bind_template_callback (widget_class, get_problem_title);
  gtk_widget_class_bind_template_callback (widget_class, get_problem_advice);
  gtk_widget_class_bind_template_callback (widget_class, get_problem_detail);
  gtk_widget_class_bind_template_callback (widget_class, on_refresh);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_id);
}

static void
carillon_operation_panel_class_init (CarillonOperationPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = carillon_operation_panel_get_property;
  object_class->dispose = carillon_operation_panel_dispose;
  widget_class->map = carillon_operation_panel_map;
  widget_class->unmap = carillon_operation_panel_unmap;

  properties[PROP_WATCH] =
    g_param_spec_object ("watch", NULL, NULL, DISPATCH_TYPE_WATCH,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_OPERATION_ID] =
    g_param_spec_string ("operation-id", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (CARILLON_TYPE_COUNT_BAR);
  g_type_ensure (CARILLON_TYPE_COUNT_LEGEND);
  g_type_ensure (CARILLON_TYPE_FIT_SCROLLER);
  g_type_ensure (CARILLON_TYPE_OPERATION_STEPS);
  g_type_ensure (CARILLON_TYPE_PROBLEM);
  g_type_ensure (DISPATCH_TYPE_WATCH);
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/operations/carillon-operation-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonOperationPanel, box);
  gtk_widget_class_bind_template_child (widget_class, CarillonOperationPanel, content);
  bind_callbacks (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
carillon_operation_panel_init (CarillonOperationPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
add_notifications (CarillonOperationPanel *self, CarillonSession *session)
{
  GtkWidget *notifications =
    carillon_operation_notifications_new (session, dispatch_watch_get_operation_id (self->watch));
  gtk_widget_set_name (notifications, "operation-notifications");
  gtk_widget_set_vexpand (notifications, TRUE);
  gtk_box_append (GTK_BOX (self->content), notifications);
  g_object_bind_property (self->watch, "operation", notifications, "operation",
                          G_BINDING_SYNC_CREATE);
}

/**
 * carillon_operation_panel_new:
 * @session: whom to ask
 * @operation_id: which operation
 *
 * Shows an operation, of which no more than its ID need be known.
 *
 * Returns: a new panel
 */
GtkWidget *
carillon_operation_panel_new (CarillonSession *session, const char *operation_id)
{
  g_return_val_if_fail (CARILLON_IS_SESSION (session), NULL);
  g_return_val_if_fail (operation_id != NULL, NULL);

  CarillonOperationPanel *self = g_object_new (CARILLON_TYPE_OPERATION_PANEL, NULL);
  self->watch = dispatch_watch_new (carillon_session_get_client (session), operation_id);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WATCH]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPERATION_ID]);
  add_notifications (self, session);
  return GTK_WIDGET (self);
}

/**
 * carillon_operation_panel_get_operation_id:
 * @self: a panel
 *
 * Returns: (transfer none): the ID of its operation
 */
const char *
carillon_operation_panel_get_operation_id (CarillonOperationPanel *self)
{
  g_return_val_if_fail (CARILLON_IS_OPERATION_PANEL (self), NULL);

  return dispatch_watch_get_operation_id (self->watch);
}

/**
 * carillon_operation_panel_get_watch:
 * @self: a panel
 *
 * Returns: (transfer none): what it shows the state of
 */
DispatchWatch *
carillon_operation_panel_get_watch (CarillonOperationPanel *self)
{
  g_return_val_if_fail (CARILLON_IS_OPERATION_PANEL (self), NULL);

  return self->watch;
}
