#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Children in lines, as words of a text: each as wide as it likes to be, or as the whole is if that
 * is less. */
#define CARILLON_TYPE_WRAP_LAYOUT (carillon_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonWrapLayout, carillon_wrap_layout, CARILLON, WRAP_LAYOUT, GtkLayoutManager)

G_END_DECLS
