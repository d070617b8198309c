#include "carillon-review.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "carillon-ask.h"
#include "carillon-config.h"
#include "carillon-confirm-entry.h"
#include "carillon-error-text.h"
#include "carillon-format.h"
#include "carillon-guard.h"
#include "carillon-template-text.h"
#include "carillon-preview-pane.h"
#include "carillon-problems-list.h"

struct _CarillonReview {
  GtkWidget parent_instance;

  CarillonSession *session; /* (owned) */
  CarillonChecker *checker; /* (owned) */
  CarillonSend *send;       /* (owned) */

  GtkWidget *account_icon;
  GtkWidget *account_card;
  GtkLabel *account_name;
  GtkLabel *account_kind;
  GtkLabel *title_label;
  GtkLabel *body_label;
  GtkLabel *recipients_label;
  GtkLabel *sender_label;
  GtkLabel *priority_label;
  GtkLabel *sound_label;
  GtkLabel *tags_label;
  GtkLabel *progress_label;
  GtkLabel *outcome_title;
  GtkLabel *outcome_advice;
  GtkLabel *outcome_detail;
  GtkWidget *outcome;
  GtkWidget *progress;
  GtkWidget *stop_button;
  GtkWidget *read_only;
  GtkWidget *confirm_box;
  CarillonConfirmEntry *confirm;
  GtkWidget *send_button;
  GtkWidget *look_button;
  GtkWidget *anew_button;
  CarillonProblemsList *problems;
  guint countdown; /* of the seconds of a pause; 0 for none */
};

enum {
  ANEW,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CarillonReview, carillon_review, GTK_TYPE_WIDGET)

static void
set_text (GtkLabel *label, const char *text, const char *otherwise)
{
  gtk_label_set_label (label, text != NULL && *text != '\0' ? text : otherwise);
}

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

static char *
describe_tags (DispatchDraft *draft)
{
  GListModel *tags = G_LIST_MODEL (dispatch_draft_get_tags (draft));
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (tags); i++) {
    g_autoptr (DispatchTag) tag = g_list_model_get_item (tags, i);
    g_string_append_printf (text, "%s%s: %s", i > 0 ? ", " : "", dispatch_tag_get_key (tag),
                            dispatch_tag_get_value (tag));
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
show_text (CarillonReview *self, DispatchDraft *draft)
{
  g_autofree char *title = NULL;
  g_autofree char *body = NULL;
  g_autoptr (GError) error = NULL;

  if (!dispatch_draft_preview (draft, 0, &title, &body, &error)) {
    g_autofree char *reason = carillon_describe_template_error (error);
    gtk_label_set_label (self->title_label, _ ("The text cannot be shown"));
    gtk_label_set_label (self->body_label, reason);
    return;
  }
  g_autofree char *short_title = carillon_preview_shorten (title);
  g_autofree char *short_body = carillon_preview_shorten (body);
  set_text (self->title_label, short_title, _ ("No title"));
  set_text (self->body_label, short_body, _ ("No body"));
}

static void
show_draft (CarillonReview *self)
{
  DispatchDraft *draft = carillon_send_get_draft (self->send);
  gboolean high = dispatch_draft_get_priority (draft) == DISPATCH_PRIORITY_HIGH;
  g_autofree char *tags = describe_tags (draft);

  show_text (self, draft);
  set_text (self->sender_label, dispatch_draft_get_app_name (draft), _ ("Default app"));
  gtk_label_set_label (self->priority_label, high ? _ ("High") : _ ("Low"));
  set_text (self->sound_label, dispatch_draft_get_sound (draft), _ ("Not set"));
  set_text (self->tags_label, tags, _ ("None"));
}

static void
show_count (CarillonReview *self)
{
  DispatchReport *report = carillon_checker_get_report (self->checker);
  DispatchAudience *audience = dispatch_draft_get_audience (carillon_send_get_draft (self->send));
  guint n_recipients = dispatch_audience_get_n_rows (audience);
  guint n_requests = report != NULL ? dispatch_report_get_n_requests (report) : 0;
  g_autofree char *recipients = carillon_format_count (n_recipients);
  g_autofree char *requests = carillon_format_count (n_requests);
  g_autofree char *label = g_strdup_printf (
    ngettext ("_Send to %s Recipient", "_Send to %s Recipients", n_recipients), recipients);
  /* Translators: the first is a number of recipients, the second of requests */
  g_autofree char *both = g_strdup_printf (
    ngettext ("%s in %s request", "%s in %s requests", n_requests), recipients, requests);

  carillon_confirm_entry_set_count (self->confirm, n_recipients);
  gtk_button_set_label (GTK_BUTTON (self->send_button), label);
  gtk_label_set_label (self->recipients_label, n_requests > 0 ? both : recipients);
}

static void
show_partly_sent (CarillonReview *self, const char *title)
{
  guint n_sent = carillon_send_get_n_sent (self->send);
  g_autofree char *count = carillon_format_count (n_sent);
  g_autofree char *advice = g_strdup_printf (
    ngettext ("%s recipient was sent to and has left the draft. What is still in it was not sent.",
              "%s recipients were sent to and have left the draft. What is still in it was not "
              "sent.",
              n_sent),
    count);

  gtk_label_set_label (self->outcome_title, _ ("Part of This Was Sent"));
  gtk_label_set_label (self->outcome_advice, advice);
  gtk_label_set_label (self->outcome_detail, title != NULL ? title : "");
}

static void
show_outcome (CarillonReview *self)
{
  const GError *error = carillon_send_get_error (self->send);
  gboolean unknown = carillon_send_get_state (self->send) == CARILLON_SEND_UNKNOWN;
  g_autofree char *title = error != NULL ? carillon_error_title (error) : NULL;
  g_autofree char *advice = error != NULL ? carillon_error_advice (error) : NULL;
  g_autofree char *detail = error != NULL ? carillon_error_detail (error) : NULL;

  if (unknown) {
    gtk_label_set_label (self->outcome_title, _ ("This May Have Been Sent"));
    gtk_label_set_label (
      self->outcome_advice,
      _ ("The connection was lost before the service confirmed it. Carillon looked the send up and "
         "did not find it, which does not prove that it was not sent. Look again in a moment; "
         "nothing is sent twice unless you decide so."));
    gtk_label_set_label (self->outcome_detail, title != NULL ? title : "");
  } else if (carillon_send_get_n_sent (self->send) > 0) {
    show_partly_sent (self, title);
  } else {
    set_text (self->outcome_title, title, _ ("The Notification Was Not Sent"));
    set_text (self->outcome_advice, advice, _ ("Your draft is kept. Try again."));
    gtk_label_set_label (self->outcome_detail, detail != NULL ? detail : "");
  }
  gtk_widget_set_visible (GTK_WIDGET (self->outcome_detail),
                          *gtk_label_get_label (self->outcome_detail) != '\0');
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

/* What can be done now follows from the check, from how far the send is and from what the account
 * allows, and from nothing else. */
static void
show_state (CarillonReview *self)
{
  if (self->send == NULL) {
    return; /* still being made */
  }
  CarillonSendState state = carillon_send_get_state (self->send);
  DispatchReport *report = carillon_checker_get_report (self->checker);
  gboolean checked = carillon_checker_get_state (self->checker) == CARILLON_CHECK_DONE &&
                     dispatch_report_count (report, DISPATCH_ERROR) == 0;
  gboolean unknown = state == CARILLON_SEND_UNKNOWN;
  gboolean startable = state == CARILLON_SEND_READY || state == CARILLON_SEND_FAILED;

  gboolean allowed = show_guard (self, startable);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "review.send", checked && startable && allowed);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "review.look-again", unknown);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "review.anew", unknown);
  gtk_widget_set_visible (self->send_button, !unknown && state != CARILLON_SEND_LOOKING);
  gtk_widget_set_visible (self->look_button, unknown);
  gtk_widget_set_visible (self->anew_button, unknown);
  gtk_widget_set_visible (self->outcome, unknown || state == CARILLON_SEND_FAILED);
  gtk_widget_set_visible (self->progress, carillon_send_is_busy (self->send));
  show_progress (self);
  show_outcome (self);
}

static void
on_checked (CarillonReview *self)
{
  show_count (self);
  show_state (self);
}

static void
start_send (GtkWidget *widget, const char *action, GVariant *parameter)
{
  carillon_send_start (CARILLON_REVIEW (widget)->send);
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
  g_signal_connect_object (send, "notify", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  show_draft (self);
  on_checked (self);
}

static void
carillon_review_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));
  CarillonReview *self = CARILLON_REVIEW (object);

  g_clear_handle_id (&self->countdown, g_source_remove);
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
  gtk_widget_class_bind_template_child (widget_class, CarillonReview, title_label);
  gtk_widget_class_bind_template_child (widget_class, CarillonReview, body_label);
  gtk_widget_class_bind_template_child (widget_class, CarillonReview, recipients_label);
  gtk_widget_class_bind_template_child (widget_class, CarillonReview, sender_label);
  gtk_widget_class_bind_template_child (widget_class, CarillonReview, priority_label);
  gtk_widget_class_bind_template_child (widget_class, CarillonReview, sound_label);
  gtk_widget_class_bind_template_child (widget_class, CarillonReview, tags_label);
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
  gtk_widget_class_bind_template_callback (widget_class, show_state);
}

static void
carillon_review_class_init (CarillonReviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carillon_review_dispose;
  signals[ANEW] = g_signal_new ("anew", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  g_type_ensure (CARILLON_TYPE_CONFIRM_ENTRY);
  g_type_ensure (CARILLON_TYPE_PROBLEMS_LIST);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "review.send", NULL, start_send);
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
  g_object_set (self->problems, "checker", checker, NULL);
  g_signal_connect_object (checker, "notify", G_CALLBACK (on_checked), self, G_CONNECT_SWAPPED);
  carillon_review_set_send (self, send);
  return GTK_WIDGET (self);
}
