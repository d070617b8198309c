/* The one question between an operator's click and a write. */

#include "carillon-guard.h"

#include <glib/gi18n.h>

#include "carillon-ask.h"
#include "carillon-confirm-entry.h"

/* The account may have become read only while the question was open. */
static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CarillonAccount *account = g_task_get_task_data (task);
  gboolean read_only = carillon_account_get_mode (account) == CARILLON_MODE_READ_ONLY;

  g_task_return_boolean (task, carillon_ask_finish (result) && !read_only);
}

static void
ask (GtkWidget *parent, const CarillonIntent *intent, GTask *task)
{
  CarillonAccount *account = g_task_get_task_data (task);
  GtkWidget *entry = carillon_confirm_entry_new (account, intent->n_things);
  const CarillonQuestion question = {
    .heading = intent->heading,
    .body = intent->body,
    .confirm = intent->confirm,
    .appearance = intent->is_destructive ? CARILLON_ASK_DESTRUCTIVE : CARILLON_ASK_SUGGESTED,
    .extra = entry,
    .needs = "confirmed",
  };

  carillon_confirm_entry_set_phrase (CARILLON_CONFIRM_ENTRY (entry), intent->phrase);
  carillon_ask_question_async (parent, &question, g_task_get_cancellable (task), on_answered, task);
}

/* The way to where it is changed is the question's yes. */
static void
on_told (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CarillonAccount *account = g_task_get_task_data (task);
  GtkWidget *parent = g_task_get_source_object (task);

  if (carillon_ask_finish (result)) {
    carillon_guard_edit_account (parent, account);
  }
  g_task_return_boolean (task, FALSE);
}

static void
tell (GtkWidget *parent, GTask *task)
{
  CarillonAccount *account = g_task_get_task_data (task);
  /* Translators: %s is the name of an account */
  g_autofree char *heading =
    g_strdup_printf (_ ("“%s” Is Read Only"), carillon_account_get_name (account));
  const CarillonQuestion question = {
    .heading = heading,
    .body = _ ("Nothing can be sent, changed or deleted with this account until another mode is "
               "chosen in its settings."),
    .confirm = _ ("_Edit Account…"),
  };

  carillon_ask_question_async (parent, &question, g_task_get_cancellable (task), on_told, task);
}

/**
 * carillon_guard_async:
 * @parent: the widget that asks
 * @account: with whose credentials something is written
 * @intent: what
 *
 * Asks what @account's mode wants asked: nothing, whether it is meant, or that the number of things
 * is typed. A read-only account is told of instead, with the way to where that is changed.
 */
void
carillon_guard_async (GtkWidget *parent,
                      CarillonAccount *account,
                      const CarillonIntent *intent,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (CARILLON_IS_ACCOUNT (account));
  g_return_if_fail (intent != NULL && intent->heading != NULL && intent->confirm != NULL);

  CarillonMode mode = carillon_account_get_mode (account);
  gboolean many = intent->n_things > carillon_account_get_confirm_above (account);
  g_autoptr (GTask) task = g_task_new (parent, cancellable, callback, user_data);
  g_task_set_source_tag (task, carillon_guard_async);
  g_task_set_task_data (task, g_object_ref (account), g_object_unref);
  g_task_set_check_cancellable (task, FALSE);

  if (mode == CARILLON_MODE_READ_ONLY) {
    tell (parent, g_steal_pointer (&task));
  } else if (mode == CARILLON_MODE_ASK || intent->always_asks || many || intent->phrase != NULL) {
    ask (parent, intent, g_steal_pointer (&task));
  } else {
    g_task_return_boolean (task, TRUE);
  }
}

/**
 * carillon_guard_finish:
 *
 * Returns: whether it is to be done
 */
gboolean
carillon_guard_finish (GAsyncResult *result)
{
  g_return_val_if_fail (G_IS_TASK (result), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}

/**
 * carillon_guard_get_reason:
 * @account: (nullable): the account in use
 *
 * Returns: (transfer full) (nullable): why nothing can be written with @account
 */
char *
carillon_guard_get_reason (CarillonAccount *account)
{
  if (account == NULL || carillon_account_get_mode (account) != CARILLON_MODE_READ_ONLY) {
    return NULL;
  }
  return g_strdup (_ ("The account is read only. Its mode is changed under Edit Account."));
}

static GtkWidget *
window_below (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWindow *window = GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;

  return window != NULL ? GTK_WIDGET (gtk_window_get_transient_for (window)) : NULL;
}

/**
 * carillon_guard_edit_account:
 * @from: any widget of the console
 * @account: which account
 *
 * Opens the account's form. A sheet may be a window of its own, which does not know the actions of
 * the one that it lies over.
 */
void
carillon_guard_edit_account (GtkWidget *from, CarillonAccount *account)
{
  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (CARILLON_IS_ACCOUNT (account));

  while (from != NULL && !gtk_widget_activate_action (from, "win.edit-account", "s",
                                                      carillon_account_get_id (account))) {
    from = window_below (from);
  }
}
