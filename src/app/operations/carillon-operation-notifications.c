#include "carillon-operation-notifications.h"

#include <glib/gi18n.h>

#include "carillon-counts.h"
#include "carillon-format.h"
#include "carillon-list-page.h"
#include "carillon-notifications-kind.h"
#include "carillon-status.h"

/* The bar above the rows, the titles, and three rows: fewer cannot be scrolled through. */
#define LEAST_HEIGHT 180

struct _CarillonOperationNotifications {
  GtkWidget parent_instance;

  char *operation_id;        /* (owned) */
  GtkWidget *page;           /* (unowned): the only child, a CarillonListPage */
  GtkAdjustment *adjustment; /* (owned): of the rows */
  CarillonCounts counts;     /* that the list was last loaded for */
  gboolean stale;            /* the counts changed while somebody read further down */
};

typedef enum {
  PROP_OPERATION = 1,
} CarillonOperationNotificationsProperty;

static GParamSpec *properties[PROP_OPERATION + 1];

G_DEFINE_FINAL_TYPE (CarillonOperationNotifications,
                     carillon_operation_notifications,
                     GTK_TYPE_WIDGET)

static const char *
get_status_icon (gpointer item)
{
  return carillon_status_icon_name (comms_notification_get_status (item));
}

static const char *
get_status_class (gpointer item)
{
  return carillon_status_css_class (comms_notification_get_status (item));
}

static char *
get_status (gpointer item)
{
  return carillon_format_status (comms_notification_get_status (item));
}

static char *
get_recipient (gpointer item)
{
  const char *user_id = comms_notification_get_user_id (item);
  return user_id != NULL ? g_strdup (user_id)
                         : carillon_format_token (comms_notification_get_token (item));
}

static char *
get_whole_recipient (gpointer item)
{
  const char *user_id = comms_notification_get_user_id (item);
  return g_strdup (user_id != NULL ? user_id : comms_notification_get_token (item));
}

static char *
get_provider (gpointer item)
{
  return g_strdup (comms_notification_get_provider (item));
}

static const CarillonColumn columns[] = {
  {
    .id = "recipient",
    .title = N_ ("Recipient"),
    .text = get_recipient,
    .tooltip = get_whole_recipient,
    .style = CARILLON_CELL_ID,
    .expand = TRUE,
    .width_chars = 14,
  },
  {
    .id = "status",
    .title = N_ ("Status"),
    .text = get_status,
    .icon_name = get_status_icon,
    .css_class = get_status_class,
  },
  { .id = "provider", .title = N_ ("Provider"), .text = get_provider, .from_width = 480 },
  {
    .id = "updated",
    .title = N_ ("Updated"),
    .text = carillon_resource_updated,
    .number = carillon_resource_updated_number,
    .tooltip = carillon_resource_updated_utc,
    .from_width = 600,
  },
};

/* A notification as everywhere else, less what is the same in all rows here. */
static const CarillonListKind *
get_kind (void)
{
  static CarillonListKind kind;
  kind = carillon_notifications_kind;
  kind.id = "operation-notifications";
  kind.n_filters = CARILLON_NOTIFICATIONS_N_COMMON_FILTERS;
  kind.columns = columns;
  kind.n_columns = G_N_ELEMENTS (columns);
  kind.empty_text = N_ ("No recipient of this operation has a notification of this kind.");
  return &kind;
}

/* Rows beyond the first page are lost by loading anew; whoever scrolled there is not sent back. */
static gboolean
is_reading (CarillonOperationNotifications *self)
{
  return self->adjustment != NULL && gtk_adjustment_get_value (self->adjustment) > 0;
}

static void
reload (CarillonOperationNotifications *self)
{
  self->stale = is_reading (self);
  if (!self->stale) {
    carillon_list_page_refresh (CARILLON_LIST_PAGE (self->page));
  }
}

static void
on_scrolled (CarillonOperationNotifications *self)
{
  if (self->stale && !is_reading (self)) {
    reload (self);
  }
}

/* Asks for little, so that the counts above get all they need; what remains is for the rows. */
static void
carillon_operation_notifications_measure (GtkWidget *widget,
                                          GtkOrientation orientation,
                                          int for_size,
                                          int *minimum,
                                          int *natural,
                                          int *minimum_baseline,
                                          int *natural_baseline)
{
  CarillonOperationNotifications *self = CARILLON_OPERATION_NOTIFICATIONS (widget);
  gboolean vertical = orientation == GTK_ORIENTATION_VERTICAL;
  gtk_widget_measure (self->page, orientation, vertical ? for_size : -1, minimum, natural, NULL,
                      NULL);
  if (vertical) {
    *minimum = MAX (*minimum, LEAST_HEIGHT);
    *natural = *minimum;
  }
}

static void
carillon_operation_notifications_size_allocate (GtkWidget *widget,
                                                int width,
                                                int height,
                                                int baseline)
{
  CarillonOperationNotifications *self = CARILLON_OPERATION_NOTIFICATIONS (widget);
  gtk_widget_allocate (self->page, width, height, baseline, NULL);
}

static void
carillon_operation_notifications_set_property (GObject *object,
                                               guint id,
                                               const GValue *value,
                                               GParamSpec *pspec)
{
  CarillonOperationNotifications *self = CARILLON_OPERATION_NOTIFICATIONS (object);
  switch ((CarillonOperationNotificationsProperty) id) {
  case PROP_OPERATION:
    carillon_operation_notifications_set_operation (self, g_value_get_object (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_operation_notifications_dispose (GObject *object)
{
  CarillonOperationNotifications *self = CARILLON_OPERATION_NOTIFICATIONS (object);
  if (self->adjustment != NULL) {
    g_signal_handlers_disconnect_by_data (self->adjustment, self);
  }
  g_clear_object (&self->adjustment);
  g_clear_pointer (&self->page, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_operation_notifications_parent_class)->dispose (object);
}

static void
carillon_operation_notifications_finalize (GObject *object)
{
  CarillonOperationNotifications *self = CARILLON_OPERATION_NOTIFICATIONS (object);
  g_free (self->operation_id);
  G_OBJECT_CLASS (carillon_operation_notifications_parent_class)->finalize (object);
}

static void
carillon_operation_notifications_class_init (CarillonOperationNotificationsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = carillon_operation_notifications_set_property;
  object_class->dispose = carillon_operation_notifications_dispose;
  object_class->finalize = carillon_operation_notifications_finalize;
  widget_class->measure = carillon_operation_notifications_measure;
  widget_class->size_allocate = carillon_operation_notifications_size_allocate;

  properties[PROP_OPERATION] =
    g_param_spec_object ("operation", NULL, NULL, COMMS_TYPE_OPERATION,
                         G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
carillon_operation_notifications_init (CarillonOperationNotifications *self)
{
}

static void
follow_scrolling (CarillonOperationNotifications *self)
{
  GtkScrollable *view =
    GTK_SCROLLABLE (carillon_list_page_get_view (CARILLON_LIST_PAGE (self->page)));
  g_set_object (&self->adjustment, gtk_scrollable_get_vadjustment (view));
  if (self->adjustment != NULL) {
    g_signal_connect_swapped (self->adjustment, "value-changed", G_CALLBACK (on_scrolled), self);
  }
}

/**
 * carillon_operation_notifications_new:
 * @session: whom to ask
 * @operation_id: of which operation
 *
 * Returns: a new list of the notifications of an operation
 */
GtkWidget *
carillon_operation_notifications_new (CarillonSession *session, const char *operation_id)
{
  g_return_val_if_fail (CARILLON_IS_SESSION (session), NULL);
  g_return_val_if_fail (operation_id != NULL, NULL);

  CarillonOperationNotifications *self = g_object_new (CARILLON_TYPE_OPERATION_NOTIFICATIONS, NULL);
  self->operation_id = g_strdup (operation_id);
  self->page =
    carillon_list_page_new (session, get_kind (), &(CommsFilter){ .operation_id = operation_id });
  gtk_widget_set_parent (self->page, GTK_WIDGET (self));
  follow_scrolling (self);
  return GTK_WIDGET (self);
}

/**
 * carillon_operation_notifications_set_operation:
 * @self: a list
 * @operation: (nullable): the newest state of its operation
 *
 * Loads the list anew when the counts are others than before; at once, or when somebody who reads
 * further down comes back to the top.
 */
void
carillon_operation_notifications_set_operation (CarillonOperationNotifications *self,
                                                CommsOperation *operation)
{
  g_return_if_fail (CARILLON_IS_OPERATION_NOTIFICATIONS (self));
  g_return_if_fail (operation == NULL || COMMS_IS_OPERATION (operation));

  CarillonCounts counts;
  carillon_counts_init_operation (&counts, operation);
  if (operation == NULL || carillon_counts_equal (&counts, &self->counts)) {
    return;
  }
  self->counts = counts;
  reload (self);
}
