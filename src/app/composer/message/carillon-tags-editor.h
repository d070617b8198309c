#pragma once

#include <dispatch-draft.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A row with key and value for each tag of a list. Property "tags" (GListStore of DispatchTag,
 * nullable, read-write). */
#define CARILLON_TYPE_TAGS_EDITOR (carillon_tags_editor_get_type ())
G_DECLARE_FINAL_TYPE (CarillonTagsEditor, carillon_tags_editor, CARILLON, TAGS_EDITOR, GtkWidget)

G_END_DECLS
