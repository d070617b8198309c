#include "carillon-composer-page.h"

#include <glib/gi18n.h>

#include "carillon-checker.h"
#include "carillon-facts.h"
#include "carillon-config.h"
#include "carillon-draft-files.h"
#include "carillon-draft-keeper.h"
#include "carillon-draft-place.h"
#include "carillon-drafts.h"
#include "carillon-error-text.h"
#include "carillon-format.h"
#include "carillon-import-dialog.h"
#include "carillon-message-pane.h"
#include "carillon-notice.h"
#include "carillon-panes.h"
#include "carillon-preview-pane.h"
#include "carillon-problems-list.h"
#include "carillon-recipients-export.h"
#include "carillon-recipients-grid.h"
#include "carillon-review.h"
#include "carillon-send.h"
#include "carillon-sheet.h"
#include "carillon-test-sheet.h"
#include "carillon-toast.h"

/* The order of the panes. */
enum {
  PANE_MESSAGE,
  PANE_RECIPIENTS,
  PANE_PREVIEW,
};

/* The size of the review, in pixels: a phone's width, and enough height for a few problems. */
#define REVIEW_WIDTH 520
#define REVIEW_HEIGHT 720

/* Likewise of the list of drafts. */
#define DRAFTS_WIDTH 480
#define DRAFTS_HEIGHT 640

struct _CarillonComposerPage {
  GtkWidget parent_instance;

  CarillonSession *session;    /* (owned) */
  CarillonDraftKeeper *keeper; /* (owned) */
  CarillonChecker *checker;    /* (owned) */
  CarillonFacts *facts;        /* (owned) */
  CarillonSend *send;          /* (owned) (nullable): the last one of this draft */
  CarillonSheet *sheet;        /* (owned) (nullable): while the review is open */
  CarillonReview *review;      /* (unowned) (nullable): in the sheet */
  CarillonSheet *drafts;       /* (owned) (nullable): while the list of drafts is open */
  GBinding *name_binding;      /* (unowned) (nullable): of the draft's name */
  CarillonDraftPlace place;    /* where to go when the focus comes here */
  GPtrArray *waiting;          /* of GVariant a(ss): recipients for the draft that comes next */
  gboolean user_added;         /* since the focus came here last */
  gboolean wants_focus;        /* as soon as there is a draft, if it is shown then */

  CarillonPanes *panes;
  CarillonMessagePane *message_pane;
  CarillonRecipientsGrid *grid;
  CarillonPreviewPane *preview_pane;
  CarillonProblemsList *problems;
  CarillonNotice *save_notice;
  CarillonNotice *send_notice;
  GtkStack *stack;
  GtkEntry *name_entry;
  GtkLabel *save_label;
  GtkLabel *recipients_tab;
};

G_DEFINE_FINAL_TYPE (CarillonComposerPage, carillon_composer_page, GTK_TYPE_WIDGET)

static DispatchDraft *
get_draft (CarillonComposerPage *self)
{
  return carillon_draft_keeper_get_draft (self->keeper);
}

/* The draft. */

static void
keep_waiting (CarillonComposerPage *self, GVariant *recipients)
{
  g_ptr_array_add (self->waiting, g_variant_ref_sink (recipients));
}

static void
append_recipients (DispatchAudience *audience, GVariant *recipients)
{
  g_autoptr (DispatchTable) rows = dispatch_table_new ();
  g_autoptr (DispatchBlockBuilder) builder =
    dispatch_block_builder_new (dispatch_table_get_n_slots (rows));
  GVariantIter iter;
  const char *address, *provider;

  g_variant_iter_init (&iter, recipients);
  while (g_variant_iter_next (&iter, "(&s&s)", &address, &provider)) {
    guint column = *provider != '\0' ? DISPATCH_COLUMN_TOKEN : DISPATCH_COLUMN_USER;
    dispatch_block_builder_set (builder, column, address, strlen (address));
    dispatch_block_builder_set (builder, DISPATCH_COLUMN_PROVIDER, provider, strlen (provider));
    dispatch_block_builder_end_row (builder);
    if (dispatch_block_builder_is_full (builder)) {
      dispatch_table_append_block (rows, dispatch_block_builder_finish (builder));
    }
  }
  dispatch_table_append_block (rows, dispatch_block_builder_finish (builder));
  dispatch_audience_insert_table (audience, dispatch_audience_get_n_rows (audience), rows);
}

static void
append_waiting (CarillonComposerPage *self)
{
  DispatchAudience *audience = dispatch_draft_get_audience (get_draft (self));

  for (guint i = 0; i < self->waiting->len; i++) {
    append_recipients (audience, g_ptr_array_index (self->waiting, i));
    self->user_added = TRUE;
  }
  g_ptr_array_set_size (self->waiting, 0);
}

static void
on_rows_changed (CarillonComposerPage *self)
{
  guint n_rows = dispatch_audience_get_n_rows (dispatch_draft_get_audience (get_draft (self)));
  g_autofree char *count = carillon_format_count (n_rows);
  /* Translators: the tab of the recipients, with their number */
  g_autofree char *label =
    n_rows > 0 ? g_strdup_printf (_ ("Recipients (%s)"), count) : g_strdup (_ ("Recipients"));

  gtk_label_set_label (self->recipients_tab, label);
}

/* Where the operator is. */

static char *
get_place (gpointer data)
{
  CarillonComposerPage *self = data;
  g_auto (CarillonDraftPlace) place = {
    .row = carillon_recipients_grid_get_current_row (self->grid),
  };

  g_object_get (self->panes, "current", &place.pane, NULL);
  carillon_draft_place_look (&place, GTK_WIDGET (self->stack));
  return carillon_draft_place_to_json (&place);
}

static gboolean
go_to_place (CarillonComposerPage *self)
{
  gboolean done = carillon_draft_place_go (&self->place, GTK_WIDGET (self->stack));

  if (done) {
    carillon_draft_place_clear (&self->place);
  }
  return done;
}

static void
restore_place (CarillonComposerPage *self)
{
  const char *json = carillon_draft_keeper_get_place (self->keeper);
  guint n_rows = dispatch_audience_get_n_rows (dispatch_draft_get_audience (get_draft (self)));

  carillon_draft_place_clear (&self->place);
  if (!carillon_draft_place_from_json (&self->place, json)) {
    return;
  }
  carillon_panes_set_current (self->panes, self->place.pane);
  if (self->place.row > 0 && self->place.row < n_rows) {
    carillon_recipients_grid_show_row (self->grid, self->place.row);
  }
  if (gtk_widget_get_mapped (GTK_WIDGET (self))) {
    go_to_place (self);
  }
}

static void
note_place (CarillonComposerPage *self)
{
  carillon_draft_keeper_note_place (self->keeper);
}

static gboolean
on_key_released (CarillonComposerPage *self,
                 guint keyval,
                 guint keycode,
                 GdkModifierType state,
                 gpointer controller)
{
  note_place (self);
  return FALSE;
}

/* Its name, by which the list of drafts tells it from others. */
static void
bind_name (CarillonComposerPage *self, DispatchDraft *draft)
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
on_draft_replaced (CarillonComposerPage *self)
{
  DispatchDraft *draft = get_draft (self);

  if (draft == NULL) {
    return;
  }
  g_object_set (self->message_pane, "draft", draft, NULL);
  g_object_set (self->grid, "draft", draft, NULL);
  g_object_set (self->preview_pane, "draft", draft, NULL);
  g_object_set (self->facts, "draft", draft, NULL);
  g_object_set (self->checker, "draft", draft, NULL);
  g_signal_connect_object (dispatch_draft_get_audience (draft), "items-changed",
                           G_CALLBACK (on_rows_changed), self, G_CONNECT_SWAPPED);
  bind_name (self, draft);
  on_rows_changed (self);
  append_waiting (self);
  gtk_stack_set_visible_child_name (self->stack, "content");
  restore_place (self);
  if (self->wants_focus && gtk_widget_get_mapped (GTK_WIDGET (self))) {
    gtk_widget_grab_focus (GTK_WIDGET (self));
  }
  self->wants_focus = FALSE;
}

static void
on_keeper_changed (CarillonComposerPage *self)
{
  static const char *const labels[] = {
    [CARILLON_KEEPER_LOADING] = N_ ("Loading…"),
    [CARILLON_KEEPER_SAVED] = N_ ("Draft saved"),
    [CARILLON_KEEPER_UNSAVED] = N_ ("Saving…"),
    [CARILLON_KEEPER_FAILED] = N_ ("Draft not saved"),
  };
  CarillonKeeperState state = carillon_draft_keeper_get_state (self->keeper);
  const GError *error = carillon_draft_keeper_get_error (self->keeper);
  DispatchDraft *draft = get_draft (self);
  gboolean untouched =
    state == CARILLON_KEEPER_SAVED && draft != NULL && dispatch_draft_is_empty (draft);

  gtk_label_set_label (self->save_label, untouched ? _ ("New draft") : _ (labels[state]));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.discard", !untouched);
  if (error == NULL) {
    carillon_notice_set_message (self->save_notice, NULL);
    return;
  }
  g_autofree char *advice = carillon_error_advice (error);
  g_autofree char *message =
    state == CARILLON_KEEPER_FAILED
      ? g_strdup_printf (_ ("Your draft is not saved: %s. %s"), error->message, advice)
      : g_strdup_printf (_ ("An earlier draft could not be read: %s"), error->message);
  carillon_notice_set_message (self->save_notice, message);
}

static void
save_now (CarillonComposerPage *self)
{
  carillon_draft_keeper_save (self->keeper);
}

/* It goes on by itself where it is under way; what becomes of it is told at the next start. */
static void
drop_send (CarillonComposerPage *self)
{
  if (self->send != NULL) {
    g_signal_handlers_disconnect_by_data (self->send, self);
    g_clear_object (&self->send);
  }
  gtk_widget_set_sensitive (GTK_WIDGET (self->panes), TRUE);
  carillon_notice_set_message (self->send_notice, NULL);
}

static void
discard_now (CarillonComposerPage *self)
{
  drop_send (self);
  carillon_draft_keeper_discard (self->keeper);
}

static void
discard (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonComposerPage *self = CARILLON_COMPOSER_PAGE (widget);
  DispatchDraft *draft = get_draft (self);

  if (draft != NULL) {
    g_autofree char *id = g_strdup (dispatch_draft_get_id (draft));
    discard_now (self);
    carillon_toast_with_action (widget, _ ("Draft deleted"), _ ("_Undo"), "win.open-draft", id);
  }
}

/* The list of drafts, and files. */

static void
on_drafts_closed (CarillonComposerPage *self)
{
  g_clear_object (&self->drafts);
}

static void
close_drafts (CarillonComposerPage *self)
{
  if (self->drafts != NULL) {
    g_autoptr (CarillonSheet) sheet = g_object_ref (self->drafts);
    carillon_sheet_close (sheet);
  }
}

static void
on_open_draft (CarillonComposerPage *self, const char *id)
{
  g_autofree char *wanted = g_strdup (id);
  DispatchDraft *draft = get_draft (self);

  close_drafts (self);
  if (draft == NULL || !g_str_equal (dispatch_draft_get_id (draft), wanted)) {
    carillon_composer_page_open_draft (self, wanted);
  }
}

static void
on_begin_draft (CarillonComposerPage *self)
{
  close_drafts (self);
  drop_send (self);
  carillon_panes_set_current (self->panes, PANE_MESSAGE);
  carillon_draft_keeper_begin (self->keeper);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
show_drafts (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonComposerPage *self = CARILLON_COMPOSER_PAGE (widget);

  if (get_draft (self) == NULL || self->drafts != NULL) {
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

static void
save_file (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DispatchDraft *draft = get_draft (CARILLON_COMPOSER_PAGE (widget));

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

/* Problems lead to where they can be solved: those of a place in a text there, even if they are
 * only some recipients', the first of whom the preview shows. */

static void
on_report_changed (CarillonComposerPage *self)
{
  DispatchReport *report = carillon_checker_get_report (self->checker);

  g_object_set (self->message_pane, "report", report, NULL);
  g_object_set (self->preview_pane, "report", report, NULL);
  g_object_set (self->grid, "report", report, NULL);
}

static void
on_problem_activated (CarillonComposerPage *self, DispatchProblem *problem)
{
  guint n_rows;
  const guint *rows = dispatch_problem_get_rows (problem, &n_rows);

  LiquidSpan span;

  if (dispatch_problem_get_span (problem, &span)) {
    if (n_rows > 0) {
      carillon_recipients_grid_show_row (self->grid, rows[0]);
    }
    carillon_panes_set_current (self->panes, PANE_MESSAGE);
    carillon_message_pane_show_problem (self->message_pane, problem);
  } else if (n_rows > 0) {
    carillon_panes_set_current (self->panes, PANE_RECIPIENTS);
    carillon_recipients_grid_select_rows (self->grid, rows, n_rows);
  } else if (dispatch_problem_get_field (problem) == DISPATCH_FIELD_RECIPIENTS) {
    carillon_panes_set_current (self->panes, PANE_RECIPIENTS);
    carillon_recipients_grid_add (self->grid);
  } else {
    carillon_panes_set_current (self->panes, PANE_MESSAGE);
    carillon_message_pane_show_problem (self->message_pane, problem);
  }
}

static void
on_edit_text (CarillonComposerPage *self, DispatchField field, const char *text)
{
  carillon_message_pane_edit (self->message_pane, field, text);
}

/* Sending. */

static void
on_sheet_closed (CarillonComposerPage *self)
{
  self->review = NULL;
  g_clear_object (&self->sheet);
}

static void
close_review (CarillonComposerPage *self)
{
  if (self->sheet != NULL) {
    g_autoptr (CarillonSheet) sheet = g_object_ref (self->sheet);
    carillon_sheet_close (sheet);
  }
}

/* The send of a draft that another one has taken the place of. */
static void
leave_send (CarillonComposerPage *self)
{
  if (self->send != NULL && carillon_send_get_draft (self->send) != get_draft (self)) {
    close_review (self);
    drop_send (self);
  }
}

static void
finish_send (CarillonComposerPage *self)
{
  g_autoptr (CarillonSend) send = g_steal_pointer (&self->send);
  const char *operation_id = carillon_send_get_operation_id (send);

  g_signal_handlers_disconnect_by_data (send, self);
  close_review (self);
  if (carillon_send_get_draft (send) == get_draft (self)) {
    carillon_draft_keeper_discard (self->keeper);
  }
  carillon_panes_set_current (self->panes, PANE_MESSAGE);
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
  drop_send (self);
  self->send = carillon_send_new (self->session, get_draft (self));
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

  if (get_draft (self) == NULL || self->sheet != NULL) {
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
send_test (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonComposerPage *self = CARILLON_COMPOSER_PAGE (widget);

  if (get_draft (self) != NULL) {
    carillon_test_sheet_present (widget, self->session, get_draft (self),
                                 carillon_recipients_grid_get_current_row (self->grid),
                                 carillon_checker_get_report (self->checker));
  }
}

static void
open_review (CarillonComposerPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "composer.review", NULL);
}

/**
 * carillon_composer_page_add_recipients:
 * @self: the page
 * @recipients: `a(ss)`: users' IDs, each with "", and tokens with their providers; a floating one
 * is consumed
 *
 * Adds recipients to the draft, as soon as that is loaded; to the next one while a send has it.
 */
void
carillon_composer_page_add_recipients (CarillonComposerPage *self, GVariant *recipients)
{
  g_return_if_fail (CARILLON_IS_COMPOSER_PAGE (self));
  g_return_if_fail (g_variant_is_of_type (recipients, G_VARIANT_TYPE ("a(ss)")));

  carillon_panes_set_current (self->panes, PANE_RECIPIENTS);
  keep_waiting (self, recipients);
  if (get_draft (self) != NULL && (self->send == NULL || !carillon_send_has_draft (self->send))) {
    append_waiting (self);
  }
}

/**
 * carillon_composer_page_add_user:
 * @self: the page
 * @user_id: a user
 *
 * Adds a recipient to the draft, as soon as that is loaded; to the next one while a send has it.
 */
void
carillon_composer_page_add_user (CarillonComposerPage *self, const char *user_id)
{
  g_return_if_fail (CARILLON_IS_COMPOSER_PAGE (self));
  g_return_if_fail (user_id != NULL);

  carillon_composer_page_add_recipients (self, g_variant_new_parsed ("[(%s, '')]", user_id));
}

/**
 * carillon_composer_page_begin:
 * @self: the page
 * @recipients: see carillon_composer_page_add_recipients()
 *
 * Begins another draft with @recipients, unless nothing was written yet. The one before is saved,
 * and can be gone back to.
 */
void
carillon_composer_page_begin (CarillonComposerPage *self, GVariant *recipients)
{
  g_return_if_fail (CARILLON_IS_COMPOSER_PAGE (self));
  g_return_if_fail (g_variant_is_of_type (recipients, G_VARIANT_TYPE ("a(ss)")));

  DispatchDraft *draft = get_draft (self);
  if (draft == NULL || dispatch_draft_is_empty (draft)) {
    carillon_composer_page_add_recipients (self, recipients);
    return;
  }

  g_autofree char *before = g_strdup (dispatch_draft_get_id (draft));
  close_review (self);
  drop_send (self);
  carillon_panes_set_current (self->panes, PANE_RECIPIENTS);
  keep_waiting (self, recipients);
  carillon_draft_keeper_begin (self->keeper);
  carillon_toast_with_action (GTK_WIDGET (self), _ ("The other draft is kept"), _ ("_Go Back"),
                              "win.open-draft", before);
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

  close_review (self);
  carillon_draft_keeper_open (self->keeper, draft_id);
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

  close_drafts (self);
  carillon_draft_files_open (GTK_WIDGET (self), self->keeper, file);
}

/* To where one goes on: the recipient that was added, where one was, or the first thing to write.
 */
static gboolean
carillon_composer_page_grab_focus (GtkWidget *widget)
{
  CarillonComposerPage *self = CARILLON_COMPOSER_PAGE (widget);
  DispatchDraft *draft = get_draft (self);

  if (draft == NULL) {
    self->wants_focus = TRUE;
    return TRUE;
  }
  guint n_rows = dispatch_audience_get_n_rows (dispatch_draft_get_audience (draft));
  if (self->user_added && n_rows > 0) {
    guint last = n_rows - 1;
    self->user_added = FALSE;
    carillon_recipients_grid_select_rows (self->grid, &last, 1);
    return TRUE;
  }
  return go_to_place (self) || (gtk_widget_get_child_visible (GTK_WIDGET (self->message_pane)) &&
                                carillon_message_pane_focus_title (self->message_pane));
}

/* Recipients from files, and to them. */

static void
import_recipients (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DispatchDraft *draft = get_draft (CARILLON_COMPOSER_PAGE (widget));

  if (draft != NULL) {
    carillon_import_dialog_present (widget, dispatch_draft_get_audience (draft));
  }
}

static void
export_recipients (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DispatchDraft *draft = get_draft (CARILLON_COMPOSER_PAGE (widget));

  if (draft != NULL) {
    carillon_recipients_export (widget, dispatch_draft_get_audience (draft));
  }
}

static gboolean
on_file_dropped (CarillonComposerPage *self, const GValue *value)
{
  GFile *file = g_value_get_object (value);
  DispatchDraft *draft = get_draft (self);

  if (file == NULL || draft == NULL) {
    return FALSE;
  }
  carillon_import_dialog_present_file (GTK_WIDGET (self), dispatch_draft_get_audience (draft),
                                       file);
  return TRUE;
}

static void
accept_files (CarillonComposerPage *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);

  g_signal_connect_object (target, "drop", G_CALLBACK (on_file_dropped), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->grid), GTK_EVENT_CONTROLLER (target));
}

/* Tab goes through the children only: on the way back GTK would focus the page itself after them.
 */
static gboolean
carillon_composer_page_focus (GtkWidget *widget, GtkDirectionType direction)
{
  return gtk_widget_child_focus (gtk_widget_get_first_child (widget), direction);
}

static void
stop_facts (CarillonFacts *facts)
{
  carillon_facts_stop (facts);
  g_object_unref (facts);
}

static void
carillon_composer_page_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));
  CarillonComposerPage *self = CARILLON_COMPOSER_PAGE (object);

  close_review (self);
  close_drafts (self);
  carillon_draft_place_clear (&self->place);
  g_clear_weak_pointer (&self->name_binding);
  if (self->keeper != NULL) {
    carillon_draft_keeper_close (self->keeper);
  }
  g_clear_object (&self->keeper);
  g_clear_object (&self->checker);
  g_clear_pointer (&self->facts, stop_facts);
  g_clear_object (&self->send);
  g_clear_object (&self->session);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), CARILLON_TYPE_COMPOSER_PAGE);
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_composer_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/composer/carillon-composer-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonComposerPage, panes);
  gtk_widget_class_bind_template_child (widget_class, CarillonComposerPage, message_pane);
  gtk_widget_class_bind_template_child (widget_class, CarillonComposerPage, grid);
  gtk_widget_class_bind_template_child (widget_class, CarillonComposerPage, preview_pane);
  gtk_widget_class_bind_template_child (widget_class, CarillonComposerPage, problems);
  gtk_widget_class_bind_template_child (widget_class, CarillonComposerPage, save_notice);
  gtk_widget_class_bind_template_child (widget_class, CarillonComposerPage, send_notice);
  gtk_widget_class_bind_template_child (widget_class, CarillonComposerPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CarillonComposerPage, name_entry);
  gtk_widget_class_bind_template_child (widget_class, CarillonComposerPage, save_label);
  gtk_widget_class_bind_template_child (widget_class, CarillonComposerPage, recipients_tab);
  gtk_widget_class_bind_template_callback (widget_class, on_problem_activated);
  gtk_widget_class_bind_template_callback (widget_class, note_place);
  gtk_widget_class_bind_template_callback (widget_class, on_key_released);
  gtk_widget_class_bind_template_callback (widget_class, save_now);
  gtk_widget_class_bind_template_callback (widget_class, open_review);
}

static void
carillon_composer_page_class_init (CarillonComposerPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carillon_composer_page_dispose;
  widget_class->focus = carillon_composer_page_focus;
  widget_class->grab_focus = carillon_composer_page_grab_focus;
  g_type_ensure (CARILLON_TYPE_PANES);
  g_type_ensure (CARILLON_TYPE_MESSAGE_PANE);
  g_type_ensure (CARILLON_TYPE_RECIPIENTS_GRID);
  g_type_ensure (CARILLON_TYPE_PREVIEW_PANE);
  g_type_ensure (CARILLON_TYPE_PROBLEMS_LIST);
  g_type_ensure (CARILLON_TYPE_NOTICE);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "composer.review", NULL, review);
  gtk_widget_class_install_action (widget_class, "composer.send-test", NULL, send_test);
  gtk_widget_class_install_action (widget_class, "composer.discard", NULL, discard);
  gtk_widget_class_install_action (widget_class, "composer.import", NULL, import_recipients);
  gtk_widget_class_install_action (widget_class, "composer.export", NULL, export_recipients);
  gtk_widget_class_install_action (widget_class, "composer.drafts", NULL, show_drafts);
  gtk_widget_class_install_action (widget_class, "composer.save-file", NULL, save_file);
  gtk_widget_class_install_action (widget_class, "composer.open-file", NULL, open_file);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "composer");
}

static void
carillon_composer_page_init (CarillonComposerPage *self)
{
  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  self->checker = carillon_checker_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_object_set (self->problems, "checker", self->checker, NULL);
  accept_files (self);
  g_object_bind_property (self->grid, "current-row", self->preview_pane, "row",
                          G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->preview_pane, "show-row",
                           G_CALLBACK (carillon_recipients_grid_show_row), self->grid,
                           G_CONNECT_SWAPPED);
  g_object_bind_property (self->grid, "current-row", self->problems, "current-row",
                          G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->problems, "show-row",
                           G_CALLBACK (carillon_recipients_grid_show_row), self->grid,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->problems, "edit-text", G_CALLBACK (on_edit_text), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->checker, "notify::report", G_CALLBACK (on_report_changed), self,
                           G_CONNECT_SWAPPED);
}

/**
 * carillon_composer_page_new:
 * @session: the account that sends
 *
 * Returns: (transfer floating): a page with the newest draft of the account
 */
GtkWidget *
carillon_composer_page_new (CarillonSession *session)
{
  g_return_val_if_fail (CARILLON_IS_SESSION (session), NULL);

  CarillonComposerPage *self = g_object_new (CARILLON_TYPE_COMPOSER_PAGE, NULL);
  self->session = g_object_ref (session);
  self->facts = carillon_facts_new (session);
  g_object_bind_property (self->facts, "facts", self->checker, "facts", G_BINDING_SYNC_CREATE);
  g_object_set (self->message_pane, "session", session, NULL);
  self->keeper = carillon_draft_keeper_new (session);
  carillon_draft_keeper_set_place_func (self->keeper, get_place, self);
  g_signal_connect_object (self->keeper, "notify::draft", G_CALLBACK (leave_send), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->keeper, "notify::draft", G_CALLBACK (on_draft_replaced), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->keeper, "notify", G_CALLBACK (on_keeper_changed), self,
                           G_CONNECT_SWAPPED);
  carillon_draft_keeper_load (self->keeper);
  return GTK_WIDGET (self);
}
