#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Lays its children side by side while there is room for all of them, and shows one of them below a
 * switcher when there is not. The one child of type "switcher" is shown in the second case only;
 * its buttons use the action "panes.current" (u). Properties: "current" (guint: the child that is
 * shown alone), "narrow" (gboolean, read-only). */
#define CARILLON_TYPE_PANES (carillon_panes_get_type ())
G_DECLARE_FINAL_TYPE (CarillonPanes, carillon_panes, CARILLON, PANES, GtkWidget)

void carillon_panes_set_current (CarillonPanes *self, guint current);
gboolean carillon_panes_get_narrow (CarillonPanes *self);

G_END_DECLS
