#pragma once

#include <dispatch-draft.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One tag, with what is wrong with it as it is typed. Signal "remove", asked for by the button. */
#define CARILLON_TYPE_TAG_ROW (carillon_tag_row_get_type ())
G_DECLARE_FINAL_TYPE (CarillonTagRow, carillon_tag_row, CARILLON, TAG_ROW, GtkListBoxRow)

GtkWidget *carillon_tag_row_new (DispatchTag *tag);
DispatchTag *carillon_tag_row_get_tag (CarillonTagRow *self);
void carillon_tag_row_check (CarillonTagRow *self, gboolean is_repeated);

/* (transfer full) (nullable): what the API would refuse (section 4.6 of its reference) */
char *carillon_describe_tag (const char *key, const char *value, gboolean is_repeated);

G_END_DECLS
