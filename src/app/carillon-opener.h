#pragma once

#include "carillon-window.h"

G_BEGIN_DECLS

/* Drafts in files that the desktop or the command line hands over. They wait until an account is
 * connected, since a draft is one of an account. */
#define CARILLON_TYPE_OPENER (carillon_opener_get_type ())
G_DECLARE_FINAL_TYPE (CarillonOpener, carillon_opener, CARILLON, OPENER, GObject)

CarillonOpener *carillon_opener_new (CarillonWindow *window, CarillonPages *pages);
void carillon_opener_open (CarillonOpener *self, GFile **files, guint n_files);

G_END_DECLS
