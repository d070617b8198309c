#pragma once

#include <gtk/gtk.h>

#include "carillon-bad-rows.h"

G_BEGIN_DECLS

/* The rows of a file that did not become recipients, for who wants to put them right: a table of
 * their lines, what is wrong with them, and how they begin. */
void carillon_left_out_copy (GtkWidget *from, CarillonBadRows *rows);
void carillon_left_out_save (GtkWidget *from, CarillonBadRows *rows);
/* Lets them be saved after the import too, by the action "import.left-out" of @widget, as long as
 * that shows the same draft; a toast tells of it. */
void carillon_left_out_offer (GtkWidget *widget, CarillonBadRows *rows, const char *toast_text);

G_END_DECLS
