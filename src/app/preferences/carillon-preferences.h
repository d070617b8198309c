#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @accounts: of CarillonAccount, to choose the one to start with. */
void carillon_preferences_present (GtkWidget *parent, GSettings *settings, GListModel *accounts);

G_END_DECLS
