#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Content with a side pane that lies beside it while there is room and over it when there is not.
 * AdwOverlaySplitView with a breakpoint, or AdwFlap before libadwaita 1.4. Properties: "sidebar",
 * "content" (GtkWidget), "sidebar-position" (GtkPackType, construct-only), "show-sidebar"
 * (gboolean), "collapsed" (gboolean, read-only: the pane lies over the content), "threshold" (int,
 * construct-only: collapsed below this width, in pixels). Buildable with <child type="sidebar"> and
 * <child type="content">. */
#define CARILLON_TYPE_SPLIT (carillon_split_get_type ())
G_DECLARE_FINAL_TYPE (CarillonSplit, carillon_split, CARILLON, SPLIT, GtkWidget)

GtkWidget *carillon_split_new (GtkPackType sidebar_position, int threshold);
void carillon_split_set_sidebar (CarillonSplit *self, GtkWidget *sidebar);
void carillon_split_set_content (CarillonSplit *self, GtkWidget *content);
void carillon_split_set_show_sidebar (CarillonSplit *self, gboolean show);
gboolean carillon_split_get_show_sidebar (CarillonSplit *self);
gboolean carillon_split_get_collapsed (CarillonSplit *self);

G_END_DECLS
