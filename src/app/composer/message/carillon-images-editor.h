#pragma once

#include <dispatch-draft.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The images of a draft. Property "draft" (nullable). */
#define CARILLON_TYPE_IMAGES_EDITOR (carillon_images_editor_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonImagesEditor, carillon_images_editor, CARILLON, IMAGES_EDITOR, GtkWidget)

G_END_DECLS
