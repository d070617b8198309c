#include "carillon-register-ask.h"

#include <archive-index.h>
#include <glib/gi18n.h>

#include "carillon-guard.h"

/* Of one token: more users than have ever shared one. */
#define MAX_OWNERS 50

typedef struct {
  CarillonAccount *account; /* (owned) */
  char *app_name;
  char *token;
  char *user_id; /* (nullable) */
} Question;

static void
question_free (Question *question)
{
  g_clear_object (&question->account);
  g_free (question->app_name);
  g_free (question->token);
  g_free (question->user_id);
  g_free (question);
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  g_task_return_boolean (task, carillon_guard_finish (result));
}

static char *
describe (const Question *question, const char *owner)
{
  if (owner == NULL) {
    /* Translators: %s is the name of an app */
    return g_strdup_printf (_ ("It will get messages of the app %s."), question->app_name);
  }
  /* Translators: both are IDs of users */
  return g_strdup_printf (_ ("As far as the index knows, the device is of the user %s. It will be "
                             "taken from there and go to %s, who will get its messages."),
                          owner, question->user_id);
}

/* Takes @task. */
static void
ask (GTask *task, const char *owner)
{
  Question *question = g_task_get_task_data (task);
  g_autofree char *body = describe (question, owner);
  const CarillonIntent intent = {
    .heading =
      owner != NULL ? _ ("Take the Device from Another User?") : _ ("Register This Device?"),
    .body = body,
    .confirm = _ ("_Register"),
    .n_things = 1,
    .always_asks = owner != NULL,
  };

  carillon_guard_async (g_task_get_source_object (task), question->account, &intent, NULL,
                        on_answered, task);
}

/* Of a token that several have, one is enough to ask. */
static const char *
find_other_owner (GPtrArray *devices, const Question *question)
{
  for (guint i = 0; i < devices->len; i++) {
    const ArchiveDevice *device = devices->pdata[i];
    if (g_str_equal (device->token, question->token) &&
        g_strcmp0 (device->user_id, question->user_id) != 0) {
      return device->user_id;
    }
  }
  return NULL;
}

/* What the index cannot tell is no reason not to register. */
static void
on_owners (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Question *question = g_task_get_task_data (task);
  g_autoptr (ArchivePage) page = archive_store_list_finish (ARCHIVE_STORE (source), result, NULL);

  /* The form was closed meanwhile. */
  if (gtk_widget_get_root (g_task_get_source_object (task)) == NULL) {
    g_task_return_boolean (task, FALSE);
    return;
  }
  ask (g_steal_pointer (&task), page != NULL ? find_other_owner (page->rows, question) : NULL);
}

/**
 * carillon_register_ask_async:
 * @parent: the widget that asks
 * @session: whose device it is to be
 * @app_name: an App
 * @provider: FCM or APN
 * @token: the device
 * @user_id: (nullable): whose it is to be; %NULL makes a new user
 *
 * A token is unique within its App and provider (API: Device registrations), so whoever has the
 * device now loses it to @user_id.
 */
void
carillon_register_ask_async (GtkWidget *parent,
                             CarillonSession *session,
                             const char *app_name,
                             const char *provider,
                             const char *token,
                             const char *user_id,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (CARILLON_IS_SESSION (session));
  g_return_if_fail (app_name != NULL && provider != NULL && token != NULL);

  const ArchiveDeviceQuery query = {
    .needle = token,
    .app_name = app_name,
    .provider = provider,
  };
  GTask *task = g_task_new (parent, NULL, callback, user_data);
  Question *question = g_new0 (Question, 1);
  question->account = g_object_ref (carillon_session_get_account (session));
  question->app_name = g_strdup (app_name);
  question->token = g_strdup (token);
  question->user_id = g_strdup (user_id);
  g_task_set_source_tag (task, carillon_register_ask_async);
  g_task_set_task_data (task, question, (GDestroyNotify) question_free);
  if (user_id == NULL) {
    ask (task, NULL);
    return;
  }
  archive_store_list_devices_async (carillon_session_get_store (session),
                                    carillon_account_get_id (question->account), &query, NULL,
                                    MAX_OWNERS, NULL, on_owners, task);
}

/**
 * carillon_register_ask_finish:
 * @result: what the callback was given
 *
 * Returns: whether it is to be registered
 */
gboolean
carillon_register_ask_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, carillon_register_ask_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}
