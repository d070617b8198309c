#pragma once

#include <gtk/gtk.h>

#include <comms-client.h>

G_BEGIN_DECLS

/* Title and body of a notification as its recipient reads them, which lists leave out: fetched when
 * the widget has been shown for a moment, with its own loading and failure. */
#define CARILLON_TYPE_NOTIFICATION_CONTENT (carillon_notification_content_get_type ())
G_DECLARE_FINAL_TYPE (CarillonNotificationContent,
                      carillon_notification_content,
                      CARILLON,
                      NOTIFICATION_CONTENT,
                      GtkWidget)

GtkWidget *carillon_notification_content_new (CommsClient *client, const char *id);

G_END_DECLS
