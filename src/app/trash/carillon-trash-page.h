#pragma once

#include <gtk/gtk.h>

#include "carillon-session.h"

G_BEGIN_DECLS

/* What was deleted here and may come back, and the history of jobs with what became of each row.
 * Actions: "trash.…" and "job.…", for what is selected. */
#define CARILLON_TYPE_TRASH_PAGE (carillon_trash_page_get_type ())
G_DECLARE_FINAL_TYPE (CarillonTrashPage, carillon_trash_page, CARILLON, TRASH_PAGE, GtkWidget)

GtkWidget *carillon_trash_page_new (CarillonSession *session);
void carillon_trash_page_show_deleted (CarillonTrashPage *self);
void carillon_trash_page_show_job (CarillonTrashPage *self, const char *job); /* its number */
/* What a job deleted; and the way back, which asks first. */
void carillon_trash_page_show_deleted_by (CarillonTrashPage *self, const char *job);
void carillon_trash_page_restore_job (CarillonTrashPage *self, const char *job);

G_END_DECLS
