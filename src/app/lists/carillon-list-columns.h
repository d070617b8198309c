#pragma once

#include "carillon-list-choices.h"
#include "carillon-list-rows.h"

G_BEGIN_DECLS

/* The columns of a view, made from the table of its kind: which are shown, in which order and how
 * wide, and by which of them the rows are sorted. All of that is the operator's choice and
 * remembered; what nobody chose follows from the room there is. The choices are also actions, of a
 * group that is inserted as "columns", with a menu of them. */
#define CARILLON_TYPE_LIST_COLUMNS (carillon_list_columns_get_type ())
G_DECLARE_FINAL_TYPE (CarillonListColumns, carillon_list_columns, CARILLON, LIST_COLUMNS, GObject)

CarillonListColumns *carillon_list_columns_new (GtkColumnView *view,
                                                const CarillonListKind *kind,
                                                CarillonListRows *rows,
                                                CarillonListChoices *choices);
GActionGroup *
carillon_list_columns_get_actions (CarillonListColumns *self); /* (transfer none): "columns" */
GMenuModel *carillon_list_columns_get_menu (CarillonListColumns *self);      /* (transfer none) */
GMenuModel *carillon_list_columns_get_sort_menu (CarillonListColumns *self); /* (transfer none) */

G_END_DECLS
