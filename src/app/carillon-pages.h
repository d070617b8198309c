#pragma once

#include <gtk/gtk.h>

#include "carillon-session.h"

G_BEGIN_DECLS

typedef struct {
  const char *name;  /* as in settings and actions */
  const char *title; /* not yet translated */
  const char *icon_name;
  GtkWidget *(*create) (CarillonSession *session);
} CarillonPageInfo;

extern const CarillonPageInfo carillon_page_infos[];
extern const guint carillon_n_page_infos;

const CarillonPageInfo *carillon_page_info_find (const char *name); /* (nullable) */

/* The pages of a session, each made when it is first shown, and all anew for another session.
 * Properties "session" (nullable) and "page" (the name of the one that is shown, always one of the
 * table), both read-write and notified; "title", read-only, translated. */
#define CARILLON_TYPE_PAGES (carillon_pages_get_type ())
G_DECLARE_FINAL_TYPE (CarillonPages, carillon_pages, CARILLON, PAGES, GtkWidget)

void carillon_pages_set_session (CarillonPages *self, CarillonSession *session);
const char *carillon_pages_get_page (CarillonPages *self);
void
carillon_pages_set_page (CarillonPages *self, const char *name); /* an unknown one is ignored */
GtkWidget *
carillon_pages_show (CarillonPages *self, const char *name); /* (nullable): the page itself */
GtkWidget *carillon_pages_lookup (CarillonPages *self,
                                  const char *name); /* (nullable): where it was made already */

G_END_DECLS
