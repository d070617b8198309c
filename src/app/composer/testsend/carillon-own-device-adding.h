#pragma once

#include <gtk/gtk.h>

#include "carillon-session.h"

G_BEGIN_DECLS

/* Asks under what name one of @recipients, a(ss) of users, each with "", and of tokens with their
 * providers, is to be among one's own devices, and adds it there. */
void
carillon_own_device_adding_ask (GtkWidget *from, CarillonSession *session, GVariant *recipients);

G_END_DECLS
