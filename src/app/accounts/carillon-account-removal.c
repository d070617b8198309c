#include "carillon-account-removal.h"

#include <archive-account.h>
#include <glib/gi18n.h>

#include "carillon-ask.h"
#include "carillon-format.h"

typedef struct {
  GtkWidget *parent; /* (owned) */
  CarillonAccount *account;
} Removal;

static void
removal_free (Removal *removal)
{
  g_object_unref (removal->parent);
  g_object_unref (removal->account);
  g_free (removal);
}

/* A line for each thing that there is. */
static void
add_line (GString *text, const char *format, guint count)
{
  g_autofree char *number = carillon_format_count (count);
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);

  if (count > 0) {
    g_string_append (text, "\n• ");
    g_string_append (text, parts[0]);
    g_string_append (text, number);
    g_string_append (text, parts[1] != NULL ? parts[1] : "");
  }
}

static char *
describe_losses (const ArchiveAccountSummary *summary)
{
  g_autoptr (GString) text = g_string_new (NULL);

  add_line (text, ngettext ("%s draft", "%s drafts", summary->n_drafts), summary->n_drafts);
  add_line (text, ngettext ("the record of %s send", "the record of %s sends", summary->n_sends),
            summary->n_sends);
  add_line (text,
            ngettext ("%s send that may or may not have gone out",
                      "%s sends that may or may not have gone out", summary->n_unsettled),
            summary->n_unsettled);
  add_line (text,
            ngettext ("%s deleted registration that could be restored",
                      "%s deleted registrations that could be restored", summary->n_restorable),
            summary->n_restorable);
  add_line (
    text,
    ngettext ("%s job that has not ended", "%s jobs that have not ended", summary->n_open_jobs),
    summary->n_open_jobs);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  g_task_return_boolean (task, carillon_ask_finish (result));
}

/* @task: (transfer full) */
static void
ask (GTask *task, const ArchiveAccountSummary *summary)
{
  Removal *removal = g_task_get_task_data (task);
  g_autofree char *lost = describe_losses (summary);
  /* Translators: %s is the name of an account */
  g_autofree char *heading =
    g_strdup_printf (_ ("Remove “%s”?"), carillon_account_get_name (removal->account));
  g_autoptr (GString) body = g_string_new (
    _ ("The account and its secret are removed from this computer. Nothing changes on the "
       "server."));

  if (*lost != '\0') {
    g_string_append_printf (
      body, "\n\n%s%s", _ ("What is kept of it here goes along and cannot be had again:"), lost);
  }
  carillon_ask_async (removal->parent, heading, body->str, _ ("_Remove"), CARILLON_ASK_DESTRUCTIVE,
                      NULL, NULL, on_answered, task);
}

/* An archive that cannot be read is no reason to keep the account. */
static void
on_summed_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  const ArchiveAccountSummary nothing = { 0 };
  g_autofree ArchiveAccountSummary *summary =
    archive_store_sum_up_account_finish (ARCHIVE_STORE (source), result, NULL);

  ask (user_data, summary != NULL ? summary : &nothing);
}

/**
 * carillon_account_removal_ask_async:
 * @parent: over what to ask
 * @store: (nullable): what is kept
 * @account: that is going to be removed
 * @callback: called with the answer
 * @user_data: for @callback
 */
void
carillon_account_removal_ask_async (GtkWidget *parent,
                                    ArchiveStore *store,
                                    CarillonAccount *account,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (store == NULL || ARCHIVE_IS_STORE (store));
  g_return_if_fail (CARILLON_IS_ACCOUNT (account));

  const ArchiveAccountSummary nothing = { 0 };
  Removal *removal = g_new0 (Removal, 1);
  removal->parent = g_object_ref (parent);
  removal->account = g_object_ref (account);
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (task, carillon_account_removal_ask_async);
  g_task_set_task_data (task, removal, (GDestroyNotify) removal_free);
  if (store == NULL) {
    ask (task, &nothing);
    return;
  }
  archive_store_sum_up_account_async (store, carillon_account_get_id (account), NULL, on_summed_up,
                                      task);
}

/**
 * carillon_account_removal_ask_finish:
 * @result: what the callback was given
 *
 * Returns: whether it shall go
 */
gboolean
carillon_account_removal_ask_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}
