#pragma once

#include <gtk/gtk.h>

#include "carillon-session.h"

G_BEGIN_DECLS

/* Message, recipients, preview and problems; saves what is typed as a draft by itself. */
#define CARILLON_TYPE_COMPOSER_PAGE (carillon_composer_page_get_type ())
G_DECLARE_FINAL_TYPE (
  CarillonComposerPage, carillon_composer_page, CARILLON, COMPOSER_PAGE, GtkWidget)

GtkWidget *carillon_composer_page_new (CarillonSession *session);
void carillon_composer_page_add_user (CarillonComposerPage *self, const char *user_id);
void carillon_composer_page_add_recipients (CarillonComposerPage *self,
                                            GVariant *recipients); /* a(ss) */
void
carillon_composer_page_begin (CarillonComposerPage *self, GVariant *recipients); /* another draft */
void carillon_composer_page_open_draft (CarillonComposerPage *self, const char *draft_id);
void carillon_composer_page_open_file (CarillonComposerPage *self, GFile *file);

G_END_DECLS
