#include "carillon-notification-content.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "carillon-details.h"
#include "carillon-problem.h"

/* While the arrow keys run through a list nothing is fetched; so long must one row stay. */
#define REST_MILLISECONDS 150

struct _CarillonNotificationContent {
  GtkWidget parent_instance;

  CommsClient *client;       /* (owned) */
  char *id;                  /* (owned) */
  GCancellable *cancellable; /* (owned) */
  guint rest;                /* source that will fetch */

  GtkWidget *stack;   /* (unowned): the only child */
  GtkWidget *problem; /* (unowned) */
};

G_DEFINE_FINAL_TYPE (CarillonNotificationContent, carillon_notification_content, GTK_TYPE_WIDGET)

static void
add_text (GtkWidget *group, const char *title, const char *text)
{
  if (text != NULL) {
    carillon_details_group_add (group,
                                carillon_details_row_new (title, text, NULL, CARILLON_CELL_TEXT));
  }
}

static void
show_content (CarillonNotificationContent *self, CommsNotification *notification)
{
  const char *title = comms_notification_get_title (notification);
  const char *body = comms_notification_get_body (notification);
  GtkWidget *group = carillon_details_group_new (_ ("Message"));

  add_text (group, _ ("Title"), title);
  add_text (group, _ ("Body"), body);
  if (title == NULL && body == NULL) {
    add_text (group, _ ("Text"), _ ("This notification has neither title nor body."));
  }
  gtk_stack_add_named (GTK_STACK (self->stack), group, "ready");
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "ready");
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonNotificationContent) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CommsNotification) notification =
    comms_client_fetch_notification_finish (COMMS_CLIENT (source), result, &error);

  if (self->stack == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    return;
  }
  if (error != NULL) {
    carillon_problem_set_error (CARILLON_PROBLEM (self->problem), error);
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "failed");
    return;
  }
  show_content (self, notification);
}

static void
fetch (CarillonNotificationContent *self)
{
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "loading");
  comms_client_fetch_notification_async (self->client, self->id, self->cancellable, on_fetched,
                                         g_object_ref (self));
}

static gboolean
on_rested (gpointer user_data)
{
  CarillonNotificationContent *self = user_data;

  self->rest = 0;
  fetch (self);
  return G_SOURCE_REMOVE;
}

/* The details are made for each selected row, open or not: only what is seen is fetched. */
static void
carillon_notification_content_map (GtkWidget *widget)
{
  CarillonNotificationContent *self = CARILLON_NOTIFICATION_CONTENT (widget);

  GTK_WIDGET_CLASS (carillon_notification_content_parent_class)->map (widget);
  if (self->cancellable == NULL) {
    self->cancellable = g_cancellable_new ();
    self->rest = g_timeout_add (REST_MILLISECONDS, on_rested, self);
  }
}

static void
carillon_notification_content_dispose (GObject *object)
{
  CarillonNotificationContent *self = CARILLON_NOTIFICATION_CONTENT (object);

  g_clear_handle_id (&self->rest, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->stack, gtk_widget_unparent);
  self->problem = NULL;
  g_clear_object (&self->client);
  G_OBJECT_CLASS (carillon_notification_content_parent_class)->dispose (object);
}

static void
carillon_notification_content_finalize (GObject *object)
{
  g_free (CARILLON_NOTIFICATION_CONTENT (object)->id);
  G_OBJECT_CLASS (carillon_notification_content_parent_class)->finalize (object);
}

static void
carillon_notification_content_class_init (CarillonNotificationContentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = carillon_notification_content_dispose;
  object_class->finalize = carillon_notification_content_finalize;
  widget_class->map = carillon_notification_content_map;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
spinner_new (void)
{
  GtkWidget *spinner = gtk_spinner_new ();

  gtk_widget_set_tooltip_text (spinner, _ ("Loading the message…"));
  gtk_widget_set_halign (spinner, GTK_ALIGN_CENTER);
  gtk_spinner_start (GTK_SPINNER (spinner));
  return spinner;
}

static void
carillon_notification_content_init (CarillonNotificationContent *self)
{
  self->stack = gtk_stack_new ();
  gtk_stack_set_vhomogeneous (GTK_STACK (self->stack), FALSE);
  gtk_stack_add_named (GTK_STACK (self->stack), spinner_new (), "loading");

  self->problem = g_object_new (CARILLON_TYPE_PROBLEM, "compact", TRUE, "stacked", TRUE,
                                "button-label", _ ("_Try Again"), NULL);
  gtk_widget_set_name (self->problem, "content-problem");
  g_signal_connect_object (self->problem, "clicked", G_CALLBACK (fetch), self, G_CONNECT_SWAPPED);
  gtk_stack_add_named (GTK_STACK (self->stack), self->problem, "failed");
  gtk_widget_set_parent (self->stack, GTK_WIDGET (self));
}

/**
 * carillon_notification_content_new:
 * @client: what fetches the notification
 * @id: (nullable): its ID
 *
 * Returns: (transfer floating) (nullable): the section, or %NULL where there is nothing to fetch
 */
GtkWidget *
carillon_notification_content_new (CommsClient *client, const char *id)
{
  g_return_val_if_fail (COMMS_IS_CLIENT (client), NULL);

  if (id == NULL) {
    return NULL;
  }

  CarillonNotificationContent *self = g_object_new (CARILLON_TYPE_NOTIFICATION_CONTENT, NULL);
  self->client = g_object_ref (client);
  self->id = g_strdup (id);
  return GTK_WIDGET (self);
}
