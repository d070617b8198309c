/* Discarding: what is there is counted first, because many have to be confirmed by their number. It
 * is of this computer only, so that a read-only account has nothing against it. */

#include "carillon-trash-discard.h"

#include <glib/gi18n.h>

#include "carillon-ask.h"
#include "carillon-confirm-entry.h"
#include "carillon-format.h"

typedef struct {
  GtkWidget *parent;        /* (owned) */
  CarillonSession *session; /* (owned) */
  GArray *items;            /* (owned) (nullable) */
  ArchiveTrashQuery *query; /* (owned) (nullable) */
} Discard;

static void
discard_free (Discard *discard)
{
  g_object_unref (discard->parent);
  g_object_unref (discard->session);
  g_clear_pointer (&discard->items, g_array_unref);
  g_clear_pointer (&discard->query, archive_trash_query_free);
  g_free (discard);
}

static void
on_items_gone (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Discard *discard = g_task_get_task_data (task);
  GError *error = NULL;

  if (archive_store_write_finish (ARCHIVE_STORE (source), result, &error)) {
    g_task_return_int (task, discard->items->len);
  } else {
    g_task_return_error (task, error);
  }
}

static void
on_matching_gone (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  gint64 n_gone = archive_store_count_finish (ARCHIVE_STORE (source), result, &error);

  if (error == NULL) {
    g_task_return_int (task, (gssize) n_gone);
  } else {
    g_task_return_error (task, error);
  }
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Discard *discard = g_task_get_task_data (task);
  ArchiveStore *store = carillon_session_get_store (discard->session);
  const char *account_id =
    carillon_account_get_id (carillon_session_get_account (discard->session));

  if (!carillon_ask_finish (result)) {
    g_task_return_int (task, 0);
  } else if (discard->items != NULL) {
    archive_store_discard_trash_async (store, account_id, (const gint64 *) discard->items->data,
                                       discard->items->len, NULL, on_items_gone,
                                       g_steal_pointer (&task));
  } else {
    archive_store_discard_matching_trash_async (store, account_id, discard->query, NULL,
                                                on_matching_gone, g_steal_pointer (&task));
  }
}

static void
ask (GTask *asked, gint64 n_items)
{
  g_autoptr (GTask) task = asked;
  Discard *discard = g_task_get_task_data (task);
  CarillonAccount *account = carillon_session_get_account (discard->session);
  g_autofree char *count = carillon_format_count (n_items);
  /* Translators: %s counts what is in the trash */
  g_autofree char *heading = g_strdup_printf (
    ngettext ("Discard %s Item for Good?", "Discard %s Items for Good?", (gulong) n_items), count);
  const CarillonQuestion question = {
    .heading = heading,
    .body = _ ("Nothing brings them back: their device tokens are kept nowhere else on this "
               "computer. On the server nothing changes."),
    .confirm = _ ("_Discard"),
    .appearance = CARILLON_ASK_DESTRUCTIVE,
    .extra = carillon_confirm_entry_new (account, (guint) MIN (n_items, G_MAXUINT)),
    .needs = "confirmed",
  };

  carillon_ask_question_async (discard->parent, &question, NULL, on_answered,
                               g_steal_pointer (&task));
}

static void
on_summed_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autofree ArchiveTrashSummary *summary =
    archive_store_sum_up_trash_finish (ARCHIVE_STORE (source), result, &error);

  if (summary == NULL) {
    g_task_return_error (task, error);
  } else if (summary->n_items == 0) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "nothing matches");
  } else {
    ask (g_steal_pointer (&task), summary->n_items);
  }
}

/**
 * carillon_trash_discard_async:
 * @parent: whose window asks
 * @session: whose trash
 * @items: (nullable): numbers of items
 * @query: (nullable): without @items: which part of the trash; %NULL is all
 * @callback: called when they are gone, or will not be
 * @user_data: for @callback
 */
void
carillon_trash_discard_async (GtkWidget *parent,
                              CarillonSession *session,
                              GArray *items,
                              const ArchiveTrashQuery *query,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (CARILLON_IS_SESSION (session));

  Discard *discard = g_new0 (Discard, 1);
  discard->parent = g_object_ref (parent);
  discard->session = g_object_ref (session);
  discard->items = items != NULL ? g_array_ref (items) : NULL;
  discard->query = archive_trash_query_copy (query);

  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (task, carillon_trash_discard_async);
  g_task_set_task_data (task, discard, (GDestroyNotify) discard_free);
  if (items != NULL) {
    ask (task, items->len);
    return;
  }
  archive_store_sum_up_trash_async (
    carillon_session_get_store (session),
    carillon_account_get_id (carillon_session_get_account (session)), query, NULL, on_summed_up,
    task);
}

/**
 * carillon_trash_discard_finish:
 *
 * Errors: those of the archive; %G_IO_ERROR_NOT_FOUND where nothing matches.
 *
 * Returns: how many were discarded, or -1
 */
gint64
carillon_trash_discard_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), -1);

  return g_task_propagate_int (G_TASK (result), error);
}
