#pragma once

#include <gtk/gtk.h>

#include "carillon-connection.h"

G_BEGIN_DECLS

/* Why the keyring did not give the secret, and the ways on: try again, or type the secret for this
 * session. Property "connection" (read-write, nullable). */
#define CARILLON_TYPE_KEYRING_PAGE (carillon_keyring_page_get_type ())
G_DECLARE_FINAL_TYPE (CarillonKeyringPage, carillon_keyring_page, CARILLON, KEYRING_PAGE, GtkWidget)

G_END_DECLS
