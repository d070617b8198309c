#pragma once

#include "carillon-list-kind.h"

G_BEGIN_DECLS

/* All that is known of one item: the kind's fields, its extra section, related objects as links,
 * and the members that nobody knows. Its buttons activate the actions of the CarillonListPage it is
 * in. Where several items are selected: what can be done with all of them. Properties: "item"
 * (CommsResource, nullable), "n-selected" (guint). */
#define CARILLON_TYPE_DETAILS (carillon_details_get_type ())
G_DECLARE_FINAL_TYPE (CarillonDetails, carillon_details, CARILLON, DETAILS, GtkWidget)

GtkWidget *carillon_details_new (CarillonSession *session, const CarillonListKind *kind);
void carillon_details_set_item (CarillonDetails *self, CommsResource *item);

/* One line as the details show it, for the extra sections of the kinds. */
GtkWidget *carillon_details_row_new (const char *title,
                                     const char *text,
                                     const char *tooltip, /* (nullable) */
                                     CarillonCellStyle style);
/* One whose button copies @copied, of which it shows a part. */
GtkWidget *carillon_details_copy_row_new (const char *title,
                                          const char *text,
                                          const char *tooltip, /* (nullable) */
                                          const char *copied);
/* One that leads to @target, by an action with it as its parameter. */
GtkWidget *
carillon_details_link_new (const char *title, const char *target, const char *action_name);
/* A titled group of such lines. */
GtkWidget *carillon_details_group_new (const char *title); /* (nullable) title */
void carillon_details_group_add (GtkWidget *group, GtkWidget *row);

G_END_DECLS
