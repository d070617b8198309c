/* What is shown is what is sent: the review takes a snapshot when a check of the draft is done,
 * shows that, and hands it to the send. Where the draft changes all the same, a new one is taken,
 * and what was typed or acknowledged for the one before counts no more. */

#include "carillon-review.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "carillon-ask.h"
#include "carillon-config.h"
#include "carillon-confirm-entry.h"
#include "carillon-format.h"
#include "carillon-guard.h"
#include "carillon-review-facts.h"
#include "carillon-review-outcome.h"
#include "carillon-review-problems.h"
#include "carillon-review-reading.h"

struct _CarillonReview {
  GtkWidget parent_instance;

  CarillonSession *session;   /* (owned) */
  CarillonChecker *checker;   /* (owned) */
  CarillonSend *send;         /* (owned) */
  DispatchSnapshot *snapshot; /* (owned) (nullable): what is shown */
  DispatchReport *report;     /* (owned) (nullable): of a check of @snapshot */
  GCancellable *cancellable;  /* (owned) (nullable): of what is counted and compared */
  gboolean is_late;           /* its time passed before it was sent */
  guint countdown;            /* of the seconds of a pause; 0 for none */

  GtkWidget *account_icon;
  GtkWidget *account_card;
  GtkLabel *account_name;
  GtkLabel *account_kind;
  GtkWidget *checking;
  GtkWidget *check_failed;
  GtkWidget *content;
  CarillonReviewReading *reading;
  CarillonFactList *facts;
  GtkWidget *since;
  GtkLabel *since_label;
  CarillonFactList *changes;
  CarillonReviewProblems *problems;
  GtkLabel *progress_label;
  GtkLabel *outcome_title;
  GtkLabel *outcome_advice;
  GtkLabel *outcome_detail;
  GtkWidget *outcome;
  GtkWidget *progress;
  GtkWidget *stop_button;
  GtkWidget *read_only;
  GtkCheckButton *acknowledge;
  GtkWidget *confirm_box;
  CarillonConfirmEntry *confirm;
  GtkWidget *send_button;
  GtkWidget *look_button;
  GtkWidget *anew_button;
};

enum {
  ANEW,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CarillonReview, carillon_review, GTK_TYPE_WIDGET)

static void
show_account (CarillonReview *self)
{
  CarillonAccount *account = carillon_session_get_account (self->session);
  CarillonAccountKind kind = carillon_account_get_kind (account);
  gboolean production = kind == CARILLON_ACCOUNT_PRODUCTION;

  gtk_label_set_label (self->account_name, carillon_account_get_name (account));
  gtk_label_set_label (self->account_kind, carillon_account_kind_get_label (kind));
  gtk_image_set_from_icon_name (GTK_IMAGE (self->account_icon),
                                carillon_account_kind_get_icon_name (kind));
  gtk_widget_add_css_class (self->send_button,
                            production ? "destructive-action" : "suggested-action");
  if (production) {
    gtk_widget_add_css_class (self->account_card, "production");
  }
}

static void
on_counted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonReview) self = user_data;
  DispatchOutline outline;

  if (dispatch_outline_finish (result, &outline, NULL)) {
    carillon_review_show_outline (self->facts, &outline, self->report);
  }
}

static void
show_since (CarillonReview *self, const DispatchComparison *comparison)
{
  g_autofree char *ago = carillon_format_time (comparison->sent_at);
  /* Translators: a time, as in "Today, 14:03" */
  g_autofree char *text =
    comparison->is_other_draft
      ? g_strdup_printf (_ ("Different from the Last Draft of This Name (%s)"), ago)
      : g_strdup_printf (_ ("Different from the Last Send (%s)"), ago);

  gtk_label_set_label (self->since_label, text);
  carillon_review_show_comparison (self->changes, comparison);
  gtk_widget_set_visible (self->since, TRUE);
}

/* A journal that cannot be read, or a send of long ago that nobody can make sense of, is no reason
 * to keep a send back. */
static void
on_compared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonReview) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DispatchComparison) comparison = dispatch_compare_finish (result, &error);

  if (comparison != NULL) {
    show_since (self, comparison);
  } else if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_debug ("The send cannot be compared with the one before: %s", error->message);
  }
}

static void
stop_looking (CarillonReview *self)
{
  if (self->cancellable != NULL) {
    g_cancellable_cancel (self->cancellable);
    g_clear_object (&self->cancellable);
  }
}

static void
look_closer (CarillonReview *self)
{
  const char *account_id = carillon_account_get_id (carillon_session_get_account (self->session));

  stop_looking (self);
  self->cancellable = g_cancellable_new ();
  gtk_widget_set_visible (self->since, FALSE);
  dispatch_outline_async (self->snapshot, self->cancellable, on_counted, g_object_ref (self));
  dispatch_compare_async (carillon_session_get_store (self->session), account_id, self->snapshot,
                          self->cancellable, on_compared, g_object_ref (self));
}

static void
show_count (CarillonReview *self)
{
  guint n_recipients = dispatch_table_get_n_rows (self->snapshot->table);
  guint n_warnings = carillon_review_problems_get_n_warnings (self->problems);
  g_autofree char *recipients = carillon_format_count (n_recipients);
  g_autofree char *label = g_strdup_printf (
    ngettext ("_Send to %s Recipient", "_Send to %s Recipients", n_recipients), recipients);
  g_autofree char *in_spite = g_strdup_printf (
    ngettext ("Send _in spite of %u warning", "Send _in spite of %u warnings", n_warnings),
    n_warnings);

  carillon_confirm_entry_set_count (self->confirm, n_recipients);
  gtk_button_set_label (GTK_BUTTON (self->send_button), label);
  gtk_check_button_set_label (self->acknowledge, in_spite);
}

/* What is asked for comes first. */
static void
focus_question (CarillonReview *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self->confirm))) {
    gtk_widget_grab_focus (GTK_WIDGET (self->confirm));
  } else if (gtk_widget_get_mapped (GTK_WIDGET (self->acknowledge))) {
    gtk_widget_grab_focus (GTK_WIDGET (self->acknowledge));
  }
}

static void show_state (CarillonReview *self);

/* From now on this is what is shown, and sent. */
static void
take (CarillonReview *self)
{
  g_autoptr (DispatchSnapshot) snapshot =
    dispatch_snapshot_new (carillon_send_get_draft (self->send));
  gboolean is_first = self->snapshot == NULL;
  gboolean is_other = is_first || !dispatch_snapshot_is_same (self->snapshot, snapshot);

  g_set_object (&self->report, carillon_checker_get_report (self->checker));
  if (carillon_review_problems_show (self->problems, self->report) || is_other) {
    gtk_check_button_set_active (self->acknowledge, FALSE);
  }
  if (is_other) {
    g_clear_pointer (&self->snapshot, dispatch_snapshot_free);
    self->snapshot = g_steal_pointer (&snapshot);
    self->is_late = FALSE;
    carillon_confirm_entry_clear (self->confirm);
  }
  carillon_review_show_facts (self->facts, self->snapshot, self->report);
  carillon_review_reading_show (self->reading, self->snapshot, self->report);
  show_count (self);
  show_state (self);
  look_closer (self);
  if (is_first) {
    focus_question (self);
  }
}

static void
show_outcome (CarillonReview *self)
{
  g_auto (CarillonReviewOutcome) outcome = { 0 };

  if (self->is_late) {
    carillon_review_outcome_init_late (&outcome);
  } else {
    carillon_review_outcome_init (&outcome, self->send);
  }
  gtk_label_set_label (self->outcome_title, outcome.title);
  gtk_label_set_label (self->outcome_advice, outcome.advice);
  gtk_label_set_label (self->outcome_detail, outcome.detail);
  gtk_widget_set_visible (GTK_WIDGET (self->outcome_detail), *outcome.detail != '\0');
}

static gboolean count_down (gpointer user_data);

/* The seconds of a pause are shown as they pass, from a whole one on. */
static void
show_progress (CarillonReview *self)
{
  gint64 left = carillon_send_get_resumes_at (self->send) - g_get_monotonic_time ();
  int seconds = (int) MIN (left / G_USEC_PER_SEC, G_MAXINT);
  g_autofree char *pause =
    g_strdup_printf (ngettext ("The server cannot take it now. Trying again in %d second…",
                               "The server cannot take it now. Trying again in %d seconds…",
                               (gulong) MAX (seconds, 0)),
                     seconds);

  if (carillon_send_get_state (self->send) == CARILLON_SEND_LOOKING) {
    gtk_label_set_label (self->progress_label, _ ("Looking up what became of it…"));
  } else {
    gtk_label_set_label (self->progress_label, seconds > 0 ? pause : _ ("Sending…"));
  }
  gboolean can_stop = carillon_send_can_stop (self->send);
  gtk_widget_set_visible (self->stop_button, can_stop);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "review.stop", can_stop);
  if (seconds > 0 && self->countdown == 0) {
    self->countdown = g_timeout_add_seconds (1, count_down, self);
  }
}

static gboolean
count_down (gpointer user_data)
{
  CarillonReview *self = user_data;
  gboolean goes_on = carillon_send_get_resumes_at (self->send) > g_get_monotonic_time ();

  if (!goes_on) {
    self->countdown = 0;
  }
  show_progress (self);
  return goes_on;
}

/* What the account asks of a send before it begins. */
static gboolean
show_guard (CarillonReview *self, gboolean startable)
{
  g_autofree char *reason =
    carillon_guard_get_reason (carillon_session_get_account (self->session));
  gboolean is_asked = gtk_widget_get_visible (GTK_WIDGET (self->confirm));

  gtk_widget_set_visible (self->read_only, reason != NULL);
  gtk_widget_set_visible (self->confirm_box, startable && is_asked && reason == NULL);
  gtk_widget_set_tooltip_text (self->send_button, reason);
  return reason == NULL && carillon_confirm_entry_get_confirmed (self->confirm);
}

static gboolean
show_warnings (CarillonReview *self, gboolean startable)
{
  gboolean has_warnings = carillon_review_problems_get_n_warnings (self->problems) > 0;

  gtk_widget_set_visible (GTK_WIDGET (self->acknowledge), startable && has_warnings);
  return !has_warnings || gtk_check_button_get_active (self->acknowledge);
}

/* Whether what is shown is the draft as it is. */
static gboolean
show_check (CarillonReview *self)
{
  CarillonCheckState state = carillon_checker_get_state (self->checker);
  gboolean is_shown = self->snapshot != NULL;

  gtk_widget_set_visible (self->checking, !is_shown && state == CARILLON_CHECK_PENDING);
  gtk_widget_set_visible (self->check_failed, state == CARILLON_CHECK_FAILED);
  gtk_widget_set_visible (self->content, is_shown);
  return is_shown && state == CARILLON_CHECK_DONE;
}

/* What can be done now follows from the check, from how far the send is and from what the account
 * allows, and from nothing else. */
static void
show_state (CarillonReview *self)
{
  if (self->send == NULL) {
    return; /* still being made */
  }
  CarillonSendState state = carillon_send_get_state (self->send);
  gboolean unknown = state == CARILLON_SEND_UNKNOWN;
  gboolean startable = state == CARILLON_SEND_READY || state == CARILLON_SEND_FAILED;
  gboolean checked = show_check (self);
  gboolean errors =
    self->report != NULL && dispatch_report_count (self->report, DISPATCH_ERROR) > 0;
  /* Not as long as it is checked again: nobody's typing is to be taken away. */
  gboolean asks = startable && self->snapshot != NULL && !errors && !self->is_late;

  gboolean acknowledged = show_warnings (self, asks);
  gboolean allowed = show_guard (self, asks);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "review.send",
                                 asks && checked && acknowledged && allowed);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "review.look-again", unknown);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "review.anew", unknown);
  gtk_widget_set_visible (self->send_button, !unknown && state != CARILLON_SEND_LOOKING);
  if (errors && startable) {
    gtk_widget_set_tooltip_text (self->send_button, _ ("Solve the errors first"));
  }
  gtk_widget_set_visible (self->look_button, unknown);
  gtk_widget_set_visible (self->anew_button, unknown);
  gtk_widget_set_visible (self->outcome, unknown || state == CARILLON_SEND_FAILED || self->is_late);
  gtk_widget_set_visible (self->progress, carillon_send_is_busy (self->send));
  show_progress (self);
  show_outcome (self);
}

static void
on_checked (CarillonReview *self)
{
  if (carillon_checker_get_state (self->checker) == CARILLON_CHECK_DONE &&
      !carillon_send_is_busy (self->send)) {
    take (self);
  } else {
    show_state (self);
  }
}

static void
on_send_changed (CarillonReview *self)
{
  if (carillon_send_get_state (self->send) == CARILLON_SEND_FAILED) {
    on_checked (self);
  } else {
    show_state (self);
  }
}

/* Times are looked at when it matters: what was fine when it was checked may be over. */
static gboolean
is_over (const DispatchContent *content)
{
  return content->send_at != 0 && content->send_at <= g_get_real_time () / G_USEC_PER_SEC;
}

static void
start_send (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonReview *self = CARILLON_REVIEW (widget);

  self->is_late = is_over (self->snapshot->content);
  if (self->is_late) {
    show_state (self);
  } else {
    carillon_send_start (self->send, self->snapshot);
  }
}

static void
check_again (GtkWidget *widget, const char *action, GVariant *parameter)
{
  carillon_checker_hurry (CARILLON_REVIEW (widget)->checker);
}

static void
edit_account (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonReview *self = CARILLON_REVIEW (widget);

  carillon_guard_edit_account (widget, carillon_session_get_account (self->session));
}

static void
look_again (GtkWidget *widget, const char *action, GVariant *parameter)
{
  carillon_send_look_again (CARILLON_REVIEW (widget)->send);
}

static void
stop (GtkWidget *widget, const char *action, GVariant *parameter)
{
  carillon_send_stop (CARILLON_REVIEW (widget)->send);
}

static void
on_asked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonReview) self = user_data;

  if (carillon_ask_finish (result)) {
    g_signal_emit (self, signals[ANEW], 0);
  }
}

static void
ask_anew (GtkWidget *widget, const char *action, GVariant *parameter)
{
  carillon_ask_async (widget, _ ("Send Once More?"),
                      _ ("If the first send did reach the service, every recipient will get the "
                         "notification twice."),
                      _ ("_Review Again"), CARILLON_ASK_DESTRUCTIVE, NULL, NULL, on_asked,
                      g_object_ref (widget));
}

/**
 * carillon_review_set_send:
 * @self: the review
 * @send: another send of the draft
 */
void
carillon_review_set_send (CarillonReview *self, CarillonSend *send)
{
  g_return_if_fail (CARILLON_IS_REVIEW (self));
  g_return_if_fail (CARILLON_IS_SEND (send));

  if (self->send != NULL) {
    g_signal_handlers_disconnect_by_data (self->send, self);
  }
  g_set_object (&self->send, send);
  g_signal_connect_object (send, "notify", G_CALLBACK (on_send_changed), self, G_CONNECT_SWAPPED);
  on_checked (self);
}

/* Where the check was done before there was anything to see. */
static void
carillon_review_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (carillon_review_parent_class)->map (widget);
  focus_question (CARILLON_REVIEW (widget));
}

static void
carillon_review_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));
  CarillonReview *self = CARILLON_REVIEW (object);

  g_clear_handle_id (&self->countdown, g_source_remove);
  stop_looking (self);
  g_clear_pointer (&self->snapshot, dispatch_snapshot_free);
  g_clear_object (&self->report);
  g_clear_object (&self->session);
  g_clear_object (&self->checker);
  g_clear_object (&self->send);
  gtk_widget_dispose_template (GTK_WIDGET (self), CARILLON_TYPE_REVIEW);
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_review_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/composer/review/carillon-review.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonReview, account_icon);
  gtk_widget_class_bind_template_child (widget_class, CarillonReview, account_card);
  gtk_widget_class_bind_template_child (widget_class, CarillonReview, account_name);
  gtk_widget_class_bind_template_child (widget_class, CarillonReview, account_kind);
  gtk_widget_class_bind_template_child (widget_class, CarillonReview, progress_label);
  gtk_widget_class_bind_template_child (widget_class, CarillonReview, outcome_title);
  gtk_widget_class_bind_template_child (widget_class, CarillonReview, outcome_advice);
  gtk_widget_class_bind_template_child (widget_class, CarillonReview, outcome_detail);
  gtk_widget_class_bind_template_child (widget_class, CarillonReview, outcome);
  gtk_widget_class_bind_template_child (widget_class, CarillonReview, progress);
  gtk_widget_class_bind_template_child (widget_class, CarillonReview, stop_button);
  gtk_widget_class_bind_template_child (widget_class, CarillonReview, read_only);
  gtk_widget_class_bind_template_child (widget_class, CarillonReview, confirm_box);
  gtk_widget_class_bind_template_child (widget_class, CarillonReview, confirm);
  gtk_widget_class_bind_template_child (widget_class, CarillonReview, send_button);
  gtk_widget_class_bind_template_child (widget_class, CarillonReview, look_button);
  gtk_widget_class_bind_template_child (widget_class, CarillonReview, anew_button);
  gtk_widget_class_bind_template_child (widget_class, CarillonReview, problems);
  gtk_widget_class_bind_template_child (widget_class, CarillonReview, checking);
  gtk_widget_class_bind_template_child (widget_class, CarillonReview, check_failed);
  gtk_widget_class_bind_template_child (widget_class, CarillonReview, content);
  gtk_widget_class_bind_template_child (widget_class, CarillonReview, reading);
  gtk_widget_class_bind_template_child (widget_class, CarillonReview, facts);
  gtk_widget_class_bind_template_child (widget_class, CarillonReview, since);
  gtk_widget_class_bind_template_child (widget_class, CarillonReview, since_label);
  gtk_widget_class_bind_template_child (widget_class, CarillonReview, changes);
  gtk_widget_class_bind_template_child (widget_class, CarillonReview, acknowledge);
  gtk_widget_class_bind_template_callback (widget_class, show_state);
}

static void
carillon_review_class_init (CarillonReviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carillon_review_dispose;
  widget_class->map = carillon_review_map;
  signals[ANEW] = g_signal_new ("anew", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  g_type_ensure (CARILLON_TYPE_CONFIRM_ENTRY);
  g_type_ensure (CARILLON_TYPE_FACT_LIST);
  g_type_ensure (CARILLON_TYPE_REVIEW_PROBLEMS);
  g_type_ensure (CARILLON_TYPE_REVIEW_READING);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "review.send", NULL, start_send);
  gtk_widget_class_install_action (widget_class, "review.check-again", NULL, check_again);
  gtk_widget_class_install_action (widget_class, "review.edit-account", NULL, edit_account);
  gtk_widget_class_install_action (widget_class, "review.stop", NULL, stop);
  gtk_widget_class_install_action (widget_class, "review.look-again", NULL, look_again);
  gtk_widget_class_install_action (widget_class, "review.anew", NULL, ask_anew);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "review");
}

static void
carillon_review_init (CarillonReview *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * carillon_review_new:
 * @session: the account that sends
 * @checker: the check of the draft
 * @send: what to send
 *
 * Returns: (transfer floating): a review
 */
GtkWidget *
carillon_review_new (CarillonSession *session, CarillonChecker *checker, CarillonSend *send)
{
  g_return_val_if_fail (CARILLON_IS_SESSION (session), NULL);
  g_return_val_if_fail (CARILLON_IS_CHECKER (checker), NULL);

  CarillonReview *self = g_object_new (CARILLON_TYPE_REVIEW, NULL);
  self->session = g_object_ref (session);
  self->checker = g_object_ref (checker);
  show_account (self);
  CarillonAccount *account = carillon_session_get_account (session);
  g_object_set (self->confirm, "account", account, NULL);
  g_signal_connect_object (account, "notify::mode", G_CALLBACK (show_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (checker, "notify", G_CALLBACK (on_checked), self, G_CONNECT_SWAPPED);
  carillon_review_set_send (self, send);
  return GTK_WIDGET (self);
}
