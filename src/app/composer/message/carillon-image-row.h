#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The address of one image, with what is wrong with it. Properties: "url" (string, read-write,
 * notified). Signals: "move" (gint by) and "remove", asked for by buttons or keys. */
#define CARILLON_TYPE_IMAGE_ROW (carillon_image_row_get_type ())
G_DECLARE_FINAL_TYPE (CarillonImageRow, carillon_image_row, CARILLON, IMAGE_ROW, GtkListBoxRow)

GtkWidget *carillon_image_row_new (const char *url);
const char *carillon_image_row_get_url (CarillonImageRow *self);
void carillon_image_row_set_place (CarillonImageRow *self, guint index, guint n_rows);

G_END_DECLS
