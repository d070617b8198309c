#include "carillon-unsettled-bar.h"

#include <comms-error.h>
#include <glib/gi18n.h>

#include "carillon-ask.h"
#include "carillon-error-text.h"
#include "carillon-format.h"
#include "carillon-notice.h"
#include "carillon-toast.h"
#include "carillon-unsettled.h"

struct _CarillonUnsettledBar {
  GtkWidget parent_instance;

  CarillonSession *session;     /* (owned) (nullable) */
  CarillonUnsettled *unsettled; /* (owned) (nullable): of the session */
  GtkWidget *notice;            /* (unowned) (nullable): the one child */
};

enum {
  PROP_SESSION = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (CarillonUnsettledBar, carillon_unsettled_bar, GTK_TYPE_WIDGET)

/* The words. */

static char *
describe_recipients (guint n_recipients)
{
  g_autofree char *count = carillon_format_count (n_recipients);

  /* Translators: goes into "… a notification to %s …" */
  return g_strdup_printf (ngettext ("%s recipient", "%s recipients", n_recipients), count);
}

static char *
describe_send (const ArchiveSend *send)
{
  guint open = carillon_unsettled_count (send, ARCHIVE_REQUEST_POSTING) +
               carillon_unsettled_count (send, ARCHIVE_REQUEST_UNKNOWN);
  guint unsent = carillon_unsettled_count (send, ARCHIVE_REQUEST_PLANNED) +
                 carillon_unsettled_count (send, ARCHIVE_REQUEST_REJECTED);
  g_autofree char *time = carillon_format_time (send->created_at);
  g_autofree char *recipients = describe_recipients (open > 0 ? open : unsent);

  if (open > 0) {
    /* Translators: the first %s is a time, "Today, 10:02", the second "3 recipients" */
    return g_strdup_printf (_ ("%s: a notification to %s may or may not have been sent. The "
                               "console was closed before the service confirmed it."),
                            time, recipients);
  }
  /* Translators: the first %s is a time, "Today, 10:02", the second "3 recipients" */
  return g_strdup_printf (_ ("%s: a notification to %s was not sent: the console was closed before "
                             "that."),
                          time, recipients);
}

/* An error says by itself that the service could not be asked. */
static void
append_lookup (GString *text, const ArchiveSend *send, const GError *error)
{
  if (error == NULL && carillon_unsettled_is_open (send)) {
    g_string_append_c (text, ' ');
    g_string_append (text, _ ("The service does not list it, which does not prove that it was not "
                              "sent."));
  }
}

/* What is known of the rest, so that nobody believes that all is lost, or that this is all. */
static void
append_rest (GString *text, const ArchiveSend *send, guint n_sends)
{
  guint accepted = carillon_unsettled_count (send, ARCHIVE_REQUEST_ACCEPTED);

  if (accepted > 0) {
    g_autofree char *recipients = describe_recipients (accepted);
    g_string_append_c (text, ' ');
    /* Translators: %s is "3 recipients" */
    g_string_append_printf (text, _ ("The part to %s was accepted."), recipients);
  }
  if (n_sends > 1) {
    g_autofree char *count = carillon_format_count (n_sends - 1);
    g_string_append_c (text, ' ');
    g_string_append_printf (
      text,
      ngettext ("%s more send was interrupted.", "%s more sends were interrupted.", n_sends - 1),
      count);
  }
}

/* What is said of a request that cannot be sent, "Nothing was sent", is not true of a question
 * about one that may have been. */
static void
append_error (GString *text, const ArchiveSend *send, const GError *error)
{
  g_autofree char *title = carillon_error_title (error);
  g_autofree char *advice = carillon_error_advice (error);

  if (text->len > 0) {
    g_string_append_c (text, ' ');
  }
  if (send != NULL && error->domain == COMMS_ERROR) {
    /* Translators: %s is a sentence in header capitalisation, "The Server Could Not Be Reached" */
    g_string_append_printf (text, _ ("The service could not be asked: “%s”."), title);
  } else {
    g_string_append_printf (text, "%s. %s", title, advice);
  }
}

static char *
make_message (CarillonUnsettled *unsettled)
{
  const ArchiveSend *send = carillon_unsettled_get_current (unsettled);
  const GError *error = carillon_unsettled_get_error (unsettled);
  g_autoptr (GString) text = g_string_new (NULL);

  if (send != NULL) {
    g_autofree char *description = describe_send (send);
    g_string_append (text, description);
    append_lookup (text, send, error);
    append_rest (text, send, carillon_unsettled_get_n_sends (unsettled));
  }
  if (error != NULL) {
    append_error (text, send, error);
  }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/* While something is under way the text stays, so that the page below does not jump. */
static void
on_changed (CarillonUnsettledBar *self)
{
  const ArchiveSend *send = carillon_unsettled_get_current (self->unsettled);
  gboolean open = send != NULL && carillon_unsettled_is_open (send);
  g_autofree char *message = make_message (self->unsettled);

  gtk_widget_set_sensitive (self->notice, !carillon_unsettled_is_busy (self->unsettled));
  if (message != NULL) {
    g_object_set (self->notice, "closable", send == NULL, "button-label",
                  send == NULL ? NULL
                  : open       ? _ ("_Look Again")
                               : _ ("Open as _Draft"),
                  "other-label",
                  send == NULL ? NULL
                  : open       ? _ ("_Mark as Not Sent…")
                               : _ ("D_ismiss"),
                  NULL);
  }
  carillon_notice_set_message (CARILLON_NOTICE (self->notice), message);
}

static void
on_accepted (CarillonUnsettledBar *self, const char *operation_id)
{
  carillon_toast_with_action (GTK_WIDGET (self), _ ("Earlier send accepted"), _ ("_Show"),
                              "win.show-operation", operation_id);
}

static void
on_opened (CarillonUnsettledBar *self, const char *draft_id)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-draft", "s", draft_id);
}

static void
on_asked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonUnsettled) unsettled = user_data;

  if (carillon_ask_finish (result)) {
    carillon_unsettled_mark_unsent (unsettled);
  }
}

static void
on_button (CarillonUnsettledBar *self)
{
  const ArchiveSend *send = carillon_unsettled_get_current (self->unsettled);

  if (send == NULL) {
    return;
  }
  if (carillon_unsettled_is_open (send)) {
    carillon_unsettled_look_again (self->unsettled);
  } else {
    carillon_unsettled_open_as_draft (self->unsettled);
  }
}

static void
on_other (CarillonUnsettledBar *self)
{
  const ArchiveSend *send = carillon_unsettled_get_current (self->unsettled);

  if (send == NULL) {
    return;
  }
  if (!carillon_unsettled_is_open (send)) {
    carillon_unsettled_dismiss (self->unsettled);
    return;
  }
  carillon_ask_async (GTK_WIDGET (self), _ ("Mark as Not Sent?"),
                      _ ("Nothing is sent now. You can then open it as a draft and send it again. "
                         "If the first send did reach the service after all, everyone whom you "
                         "send it to again gets the notification twice."),
                      _ ("_Mark as Not Sent"), CARILLON_ASK_DESTRUCTIVE, NULL, NULL, on_asked,
                      g_object_ref (self->unsettled));
}

static void
drop_unsettled (CarillonUnsettledBar *self)
{
  if (self->unsettled != NULL) {
    g_signal_handlers_disconnect_by_data (self->unsettled, self);
    carillon_unsettled_stop (self->unsettled);
    g_clear_object (&self->unsettled);
  }
}

/**
 * carillon_unsettled_bar_set_session:
 * @self: the bar
 * @session: (nullable): whose sends to tell of
 *
 * Begins to look up what was left open.
 */
void
carillon_unsettled_bar_set_session (CarillonUnsettledBar *self, CarillonSession *session)
{
  g_return_if_fail (CARILLON_IS_UNSETTLED_BAR (self));
  g_return_if_fail (session == NULL || CARILLON_IS_SESSION (session));

  if (!g_set_object (&self->session, session)) {
    return;
  }
  drop_unsettled (self);
  carillon_notice_set_message (CARILLON_NOTICE (self->notice), NULL);
  if (session != NULL) {
    self->unsettled = carillon_unsettled_new (session);
    g_signal_connect_swapped (self->unsettled, "changed", G_CALLBACK (on_changed), self);
    g_signal_connect_swapped (self->unsettled, "accepted", G_CALLBACK (on_accepted), self);
    g_signal_connect_swapped (self->unsettled, "opened", G_CALLBACK (on_opened), self);
    carillon_unsettled_load (self->unsettled);
  }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

static void
carillon_unsettled_bar_set_property (GObject *object,
                                     guint id,
                                     const GValue *value,
                                     GParamSpec *pspec)
{
  switch (id) {
  case PROP_SESSION:
    carillon_unsettled_bar_set_session (CARILLON_UNSETTLED_BAR (object),
                                        g_value_get_object (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_unsettled_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id) {
  case PROP_SESSION:
    g_value_set_object (value, CARILLON_UNSETTLED_BAR (object)->session);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_unsettled_bar_dispose (GObject *object)
{
  CarillonUnsettledBar *self = CARILLON_UNSETTLED_BAR (object);

  drop_unsettled (self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->notice, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_unsettled_bar_parent_class)->dispose (object);
}

static void
carillon_unsettled_bar_class_init (CarillonUnsettledBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = carillon_unsettled_bar_set_property;
  object_class->get_property = carillon_unsettled_bar_get_property;
  object_class->dispose = carillon_unsettled_bar_dispose;
  properties[PROP_SESSION] =
    g_param_spec_object ("session", NULL, NULL, CARILLON_TYPE_SESSION,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
carillon_unsettled_bar_init (CarillonUnsettledBar *self)
{
  self->notice = g_object_new (CARILLON_TYPE_NOTICE, "name", "unsettled", NULL);
  gtk_widget_set_parent (self->notice, GTK_WIDGET (self));
  g_signal_connect_swapped (self->notice, "activated", G_CALLBACK (on_button), self);
  g_signal_connect_swapped (self->notice, "other-activated", G_CALLBACK (on_other), self);
}
