#include "carillon-ask.h"

#include <glib/gi18n.h>

#include "carillon-config.h"
#include "carillon-focus.h"

#if ADW_CHECK_VERSION(1, 5, 0)
#define HAVE_DIALOGS 1
typedef AdwAlertDialog Question;
#define QUESTION(widget) ADW_ALERT_DIALOG (widget)
#define question_(verb) adw_alert_dialog_##verb
#else
#define HAVE_DIALOGS 0
typedef AdwMessageDialog Question;
#define QUESTION(widget) ADW_MESSAGE_DIALOG (widget)
#define question_(verb) adw_message_dialog_##verb
#endif

#define RESPONSE_CANCEL "cancel"
#define RESPONSE_CONFIRM "confirm"

typedef struct {
  gulong cancelled;
  gboolean confirmed;
} Ask;

static AdwResponseAppearance
response_appearance (CarillonAskAppearance appearance)
{
  static const AdwResponseAppearance appearances[] = {
    [CARILLON_ASK_DEFAULT] = ADW_RESPONSE_DEFAULT,
    [CARILLON_ASK_SUGGESTED] = ADW_RESPONSE_SUGGESTED,
    [CARILLON_ASK_DESTRUCTIVE] = ADW_RESPONSE_DESTRUCTIVE,
  };

  return appearances[appearance];
}

static void
on_response (Question *question, const char *response, gpointer user_data)
{
  GTask *task = user_data;
  Ask *ask = g_task_get_task_data (task);

  ask->confirmed = g_str_equal (response, RESPONSE_CONFIRM);
}

/* Comes once for every way in which a question can end, its window's going away included. */
static void
on_destroy (Question *question, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Ask *ask = g_task_get_task_data (task);

  /* g_cancellable_disconnect() would wait for a handler of "cancelled" that destroys the window. */
  g_clear_signal_handler (&ask->cancelled, g_task_get_cancellable (task));
  g_signal_handlers_disconnect_by_data (question, task);
  g_task_return_boolean (task, ask->confirmed);
}

static void
close_question (Question *question)
{
#if HAVE_DIALOGS
  adw_dialog_force_close (ADW_DIALOG (question));
#else
  gtk_window_destroy (GTK_WINDOW (question));
#endif
}

static gboolean
close_in_idle (gpointer user_data)
{
  close_question (user_data);
  return G_SOURCE_REMOVE;
}

/* Not closed from inside "cancelled", which may come from any thread. */
static void
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, close_in_idle, g_object_ref (user_data), g_object_unref);
}

static Question *
question_new (GtkWidget *parent, const char *heading, const char *body)
{
#if HAVE_DIALOGS
  AdwDialog *question = adw_alert_dialog_new (heading, body);
  g_signal_connect_after (question, "closed", G_CALLBACK (carillon_focus_leave), NULL);
  return QUESTION (question);
#else
  GtkRoot *root = gtk_widget_get_root (parent);
  GtkWidget *question =
    adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, heading, body);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (question), TRUE);
  return QUESTION (question);
#endif
}

static void
question_present (Question *question, GtkWidget *parent)
{
#if HAVE_DIALOGS
  adw_dialog_present (ADW_DIALOG (question), parent);
#else
  gtk_window_present (GTK_WINDOW (question));
#endif
}

/* The answer that Enter gives is the one that was worked for. */
static void
on_needed (GObject *extra, GParamSpec *needs, gpointer user_data)
{
  Question *question = user_data;
  gboolean met = FALSE;

  g_object_get (extra, g_param_spec_get_name (needs), &met, NULL);
  question_ (set_response_enabled) (question, RESPONSE_CONFIRM, met);
  question_ (set_default_response) (question, met ? RESPONSE_CONFIRM : RESPONSE_CANCEL);
}

static void
need (Question *question, GtkWidget *extra, const char *property)
{
  g_autofree char *detailed = g_strconcat ("notify::", property, NULL);
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (extra), property);

  g_assert (pspec != NULL);
  g_signal_connect_object (extra, detailed, G_CALLBACK (on_needed), question, 0);
  on_needed (G_OBJECT (extra), pspec, question);
}

static void
question_fill (Question *question, const CarillonQuestion *about)
{
  question_ (add_response) (question, RESPONSE_CANCEL,
                            about->confirm != NULL ? _ ("_Cancel") : _ ("_Close"));
  question_ (set_default_response) (question, RESPONSE_CANCEL);
  question_ (set_close_response) (question, RESPONSE_CANCEL);
  question_ (set_extra_child) (question, about->extra);
  if (about->confirm != NULL) {
    question_ (add_response) (question, RESPONSE_CONFIRM, about->confirm);
    question_ (set_response_appearance) (question, RESPONSE_CONFIRM,
                                         response_appearance (about->appearance));
  }
  if (about->needs != NULL) {
    need (question, about->extra, about->needs);
  }
}

/**
 * carillon_ask_question_async:
 * @parent: the widget that asks
 * @about: what is asked; copied
 *
 * Asks, and finishes when the operator has answered, or when @parent's window is gone or
 * @cancellable is cancelled, which both mean no.
 */
void
carillon_ask_question_async (GtkWidget *parent,
                             const CarillonQuestion *about,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (about != NULL && about->heading != NULL);
  g_return_if_fail (about->needs == NULL || (about->extra != NULL && about->confirm != NULL));

  Ask *ask = g_new0 (Ask, 1);
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, carillon_ask_question_async);
  g_task_set_task_data (task, ask, g_free);
  g_task_set_check_cancellable (task, FALSE);

  Question *question = question_new (parent, about->heading, about->body);
  question_fill (question, about);
  g_signal_connect (question, "response", G_CALLBACK (on_response), task);
  g_signal_connect (question, "destroy", G_CALLBACK (on_destroy), task);
  question_present (question, parent);
  if (cancellable != NULL) {
    ask->cancelled = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), question, NULL);
  }
}

/**
 * carillon_ask_async:
 * @parent: the widget that asks
 * @heading: the question, in header capitalisation
 * @body: what will happen
 * @confirm: a verb with a mnemonic, "_Delete"
 * @extra: (nullable): shown below the body
 *
 * carillon_ask_question_async() where the yes needs nothing but a click.
 */
void
carillon_ask_async (GtkWidget *parent,
                    const char *heading,
                    const char *body,
                    const char *confirm,
                    CarillonAskAppearance appearance,
                    GtkWidget *extra,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (heading != NULL && confirm != NULL);

  const CarillonQuestion question = { heading, body, confirm, appearance, extra, NULL };

  carillon_ask_question_async (parent, &question, cancellable, callback, user_data);
}

/**
 * carillon_ask_finish:
 *
 * Returns: whether the answer was yes
 */
gboolean
carillon_ask_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}

/**
 * carillon_show_about:
 * @parent: any widget of the window
 */
void
carillon_show_about (GtkWidget *parent)
{
  const char *const developers[] = { "The Carillon authors", NULL };

  g_return_if_fail (GTK_IS_WIDGET (parent));
#if HAVE_DIALOGS
  AdwDialog *about = adw_about_dialog_new ();
  g_signal_connect_after (about, "closed", G_CALLBACK (carillon_focus_leave), NULL);
#else
  GtkWidget *about = adw_about_window_new ();
#endif
  g_object_set (about, "application-name", _ ("Carillon"), "application-icon", CARILLON_APP_ID,
                "version", CARILLON_VERSION, "developer-name", _ ("The Carillon authors"),
                "developers", developers, "license-type", GTK_LICENSE_GPL_3_0, "comments",
                _ ("Compose and send push notifications, and watch each one arrive."),
                /* Translators: your name and address, a line for each translator */
                "translator-credits", _ ("translator-credits"), NULL);
#if HAVE_DIALOGS
  adw_dialog_present (about, parent);
#else
  GtkRoot *root = gtk_widget_get_root (parent);
  gtk_window_set_transient_for (GTK_WINDOW (about),
                                GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
  gtk_window_set_modal (GTK_WINDOW (about), TRUE);
  gtk_window_present (GTK_WINDOW (about));
#endif
}
