#pragma once

#include <carillon-composer-page.h>

/* A composer page in a window of its own, on a store in a temporary folder. */
typedef struct {
  char *folder;
  gboolean keeps_folder;
  char *path; /* of the store's file */
  ArchiveStore *store;
  CommsClient *client;
  CarillonAccount *account;
  CarillonSession *session;
  GtkWidget *window; /* (nullable): while a page is open */
  char *operation;   /* (nullable): what "win.show-operation" was activated with */
} ComposerFixture;

#define NOWHERE "http://127.0.0.1:1/v1"

void composer_fixture_use_style (void); /* which composer_fixture_new() does by itself */
ComposerFixture *composer_fixture_new (const char *url, const char *sid, const char *secret);
ComposerFixture *composer_fixture_new_at (const char *folder); /* which stays */
void composer_fixture_free (ComposerFixture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComposerFixture, composer_fixture_free)

GtkWidget *composer_fixture_open (ComposerFixture *self, int width); /* the window */
void composer_fixture_close (ComposerFixture *self);                 /* asserts that all is freed */
CarillonComposerPage *composer_fixture_get_page (ComposerFixture *self);

/* Presses a key where the focus of a cell or an editor is. */
gboolean composer_press (GtkWidget *widget, guint keyval, GdkModifierType state);
void composer_assert_text (GtkWidget *root, const char *name, const char *text);
void composer_wait_text (GtkWidget *root, const char *name, const char *text);
void composer_wait_usable (GtkWidget *root, const char *name); /* so that a click does something */
void composer_wait_absent (GtkWidget *root, const char *name); /* no mapped widget of that name */
