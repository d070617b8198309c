/* Other drafts in place of this one: from the list of them, or from a file. */

#include "carillon-composer-page-private.h"

#include <glib/gi18n.h>

#include "carillon-draft-files.h"
#include "carillon-drafts.h"
#include "carillon-toast.h"

/* The size of the list of drafts, in pixels: as of the review, for fewer lines. */
#define DRAFTS_WIDTH 480
#define DRAFTS_HEIGHT 640

/* Its name, by which the list of drafts tells it from others. */
void
carillon_composer_drafts_bind_name (CarillonComposerPage *self, DispatchDraft *draft)
{
  if (self->name_binding != NULL) {
    g_binding_unbind (self->name_binding);
    g_clear_weak_pointer (&self->name_binding);
  }
  g_set_weak_pointer (&self->name_binding,
                      g_object_bind_property (draft, "name", self->name_entry, "text",
                                              G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL));
}

static void
save_now (CarillonComposerPage *self)
{
  carillon_draft_keeper_save (self->keeper);
}

static void
discard_now (CarillonComposerPage *self)
{
  carillon_composer_sending_drop (self);
  carillon_draft_keeper_discard (self->keeper);
}

static void
discard (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonComposerPage *self = CARILLON_COMPOSER_PAGE (widget);
  DispatchDraft *draft = carillon_composer_page_get_draft (self);

  if (draft != NULL) {
    g_autofree char *id = g_strdup (dispatch_draft_get_id (draft));
    discard_now (self);
    carillon_toast_with_action (widget, _ ("Draft deleted"), _ ("_Undo"), "win.open-draft", id);
  }
}

static void
on_drafts_closed (CarillonComposerPage *self)
{
  g_clear_object (&self->drafts);
}

void
carillon_composer_drafts_close (CarillonComposerPage *self)
{
  if (self->drafts != NULL) {
    g_autoptr (CarillonSheet) sheet = g_object_ref (self->drafts);
    carillon_sheet_close (sheet);
  }
}

/**
 * carillon_composer_page_open_draft:
 * @self: the page
 * @draft_id: a draft of the archive
 *
 * Shows that draft; the one that was being written stays in the archive.
 */
void
carillon_composer_page_open_draft (CarillonComposerPage *self, const char *draft_id)
{
  g_return_if_fail (CARILLON_IS_COMPOSER_PAGE (self));
  g_return_if_fail (draft_id != NULL);

  carillon_composer_sending_close_review (self);
  carillon_draft_keeper_open (self->keeper, draft_id);
}

static void
on_open_draft (CarillonComposerPage *self, const char *id)
{
  g_autofree char *wanted = g_strdup (id);
  DispatchDraft *draft = carillon_composer_page_get_draft (self);

  carillon_composer_drafts_close (self);
  if (draft == NULL || !g_str_equal (dispatch_draft_get_id (draft), wanted)) {
    carillon_composer_page_open_draft (self, wanted);
  }
}

static void
on_begin_draft (CarillonComposerPage *self)
{
  carillon_composer_drafts_close (self);
  carillon_composer_sending_drop (self);
  carillon_panes_set_current (self->panes, CARILLON_PANE_MESSAGE);
  carillon_draft_keeper_begin (self->keeper);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
show_drafts (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonComposerPage *self = CARILLON_COMPOSER_PAGE (widget);

  if (carillon_composer_page_get_draft (self) == NULL || self->drafts != NULL) {
    return;
  }
  GtkWidget *list = carillon_drafts_new (self->session, self->keeper);
  self->drafts = carillon_sheet_new (_ ("Drafts"), list, DRAFTS_WIDTH, DRAFTS_HEIGHT);
  g_signal_connect_object (list, "open", G_CALLBACK (on_open_draft), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "begin", G_CALLBACK (on_begin_draft), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "discard", G_CALLBACK (discard_now), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->drafts, "closed", G_CALLBACK (on_drafts_closed), self,
                           G_CONNECT_SWAPPED);
  carillon_sheet_present (self->drafts, widget);
  gtk_widget_grab_focus (list);
}

/**
 * carillon_composer_page_open_file:
 * @self: the page
 * @file: a draft in a file of its own
 *
 * Shows that draft once it is read; the one that was being written stays in the archive. What is
 * wrong with the file is told, and then everything is as it was.
 */
void
carillon_composer_page_open_file (CarillonComposerPage *self, GFile *file)
{
  g_return_if_fail (CARILLON_IS_COMPOSER_PAGE (self));
  g_return_if_fail (G_IS_FILE (file));

  carillon_composer_drafts_close (self);
  carillon_draft_files_open (GTK_WIDGET (self), self->keeper, file);
}

static void
save_file (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DispatchDraft *draft = carillon_composer_page_get_draft (CARILLON_COMPOSER_PAGE (widget));

  if (draft != NULL) {
    carillon_draft_files_save (widget, draft);
  }
}

static void
open_file (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonComposerPage *self = CARILLON_COMPOSER_PAGE (widget);

  carillon_draft_files_open (widget, self->keeper, NULL);
}

void
carillon_composer_drafts_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "composer.discard", NULL, discard);
  gtk_widget_class_install_action (widget_class, "composer.drafts", NULL, show_drafts);
  gtk_widget_class_install_action (widget_class, "composer.save-file", NULL, save_file);
  gtk_widget_class_install_action (widget_class, "composer.open-file", NULL, open_file);
  gtk_widget_class_bind_template_callback (widget_class, save_now);
}
