#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A dialog with room for a form: AdwDialog, or a modal AdwWindow before libadwaita 1.5. Its child
 * brings its own header bar. Property "title", signal "closed" (however
 * that came about). Escape closes it. */
#define CARILLON_TYPE_SHEET (carillon_sheet_get_type ())
G_DECLARE_DERIVABLE_TYPE (CarillonSheet, carillon_sheet, CARILLON, SHEET, GObject)

struct _CarillonSheetClass {
  GObjectClass parent_class;
};

CarillonSheet *carillon_sheet_new (const char *title, GtkWidget *child, int width, int height);
void carillon_sheet_present (CarillonSheet *self,
                             GtkWidget *parent); /* keeps itself alive until closed */
void carillon_sheet_close (CarillonSheet *self);

G_END_DECLS
