/* From the review to the outcome, and a test before it. */

#include "carillon-composer-page-private.h"

#include <glib/gi18n.h>

#include "carillon-test-sheet.h"

/* The size of the review, in pixels: a phone's width, and enough height for a few problems. */
#define REVIEW_WIDTH 520
#define REVIEW_HEIGHT 720

/* It goes on by itself where it is under way; what becomes of it is told at the next start. */
void
carillon_composer_sending_drop (CarillonComposerPage *self)
{
  if (self->send != NULL) {
    g_signal_handlers_disconnect_by_data (self->send, self);
    g_clear_object (&self->send);
  }
  gtk_widget_set_sensitive (GTK_WIDGET (self->panes), TRUE);
  carillon_notice_set_message (self->send_notice, NULL);
}

static void
on_sheet_closed (CarillonComposerPage *self)
{
  self->review = NULL;
  g_clear_object (&self->sheet);
}

void
carillon_composer_sending_close_review (CarillonComposerPage *self)
{
  if (self->sheet != NULL) {
    g_autoptr (CarillonSheet) sheet = g_object_ref (self->sheet);
    carillon_sheet_close (sheet);
  }
}

/* The send of a draft that another one has taken the place of. */
void
carillon_composer_sending_leave (CarillonComposerPage *self)
{
  if (self->send != NULL &&
      carillon_send_get_draft (self->send) != carillon_composer_page_get_draft (self)) {
    carillon_composer_sending_close_review (self);
    carillon_composer_sending_drop (self);
  }
}

static void
finish_send (CarillonComposerPage *self)
{
  g_autoptr (CarillonSend) send = g_steal_pointer (&self->send);
  const char *operation_id = carillon_send_get_operation_id (send);

  g_signal_handlers_disconnect_by_data (send, self);
  carillon_composer_sending_close_review (self);
  if (carillon_send_get_draft (send) == carillon_composer_page_get_draft (self)) {
    carillon_draft_keeper_discard (self->keeper);
  }
  carillon_panes_set_current (self->panes, CARILLON_PANE_MESSAGE);
  if (operation_id != NULL) {
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-operation", "s", operation_id);
  }
}

static void
on_send_changed (CarillonComposerPage *self)
{
  CarillonSendState state = carillon_send_get_state (self->send);
  gboolean taken = carillon_send_has_draft (self->send);

  gtk_widget_set_sensitive (GTK_WIDGET (self->panes), !taken);
  if (taken) {
    carillon_draft_keeper_hold (self->keeper);
  } else if (state == CARILLON_SEND_FAILED) {
    carillon_draft_keeper_release (self->keeper);
  }
  carillon_notice_set_message (
    self->send_notice, state == CARILLON_SEND_UNKNOWN
                         ? _ ("This draft may have been sent already. Look it up before you send.")
                         : NULL);
  if (state == CARILLON_SEND_ACCEPTED) {
    finish_send (self);
  }
}

static void
begin_send (CarillonComposerPage *self)
{
  carillon_composer_sending_drop (self);
  self->send = carillon_send_new (self->session, carillon_composer_page_get_draft (self));
  g_signal_connect_object (self->send, "notify", G_CALLBACK (on_send_changed), self,
                           G_CONNECT_SWAPPED);
}

static void
on_anew (CarillonComposerPage *self)
{
  if (self->review == NULL) {
    return; /* closed while it asked */
  }
  begin_send (self);
  carillon_draft_keeper_release (self->keeper);
  carillon_review_set_send (self->review, self->send);
}

/* A send that is under way, or of unknown outcome, is shown as it is; any other is begun anew,
 * since the draft may have been edited. */
static void
review (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonComposerPage *self = CARILLON_COMPOSER_PAGE (widget);

  if (carillon_composer_page_get_draft (self) == NULL || self->sheet != NULL) {
    return;
  }
  if (self->send == NULL || !carillon_send_has_draft (self->send)) {
    begin_send (self);
  }
  carillon_facts_refresh (self->facts);
  carillon_checker_hurry (self->checker);
  GtkWidget *content = carillon_review_new (self->session, self->checker, self->send);
  self->review = CARILLON_REVIEW (content);
  self->sheet = carillon_sheet_new (_ ("Review and Send"), content, REVIEW_WIDTH, REVIEW_HEIGHT);
  g_signal_connect_object (content, "anew", G_CALLBACK (on_anew), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sheet, "closed", G_CALLBACK (on_sheet_closed), self,
                           G_CONNECT_SWAPPED);
  carillon_sheet_present (self->sheet, widget);
}

static void
open_review (CarillonComposerPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "composer.review", NULL);
}

static void
send_test (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonComposerPage *self = CARILLON_COMPOSER_PAGE (widget);

  if (carillon_composer_page_get_draft (self) != NULL) {
    carillon_test_sheet_present (widget, self->session, carillon_composer_page_get_draft (self),
                                 carillon_recipients_grid_get_current_row (self->grid),
                                 carillon_checker_get_report (self->checker));
  }
}

void
carillon_composer_sending_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "composer.review", NULL, review);
  gtk_widget_class_install_action (widget_class, "composer.send-test", NULL, send_test);
  gtk_widget_class_bind_template_callback (widget_class, open_review);
}
