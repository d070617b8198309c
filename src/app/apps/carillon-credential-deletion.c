#include "carillon-credential-deletion.h"

#include <glib/gi18n.h>

#include "carillon-apps-kind.h"
#include "carillon-format.h"

/* Somebody waits for a question. */
#define LOOK_SECONDS 5

/* An account has ten apps of ten credentials at most: one page, even where the filter is ignored.
 */
#define PAGE_SIZE 200

typedef struct {
  CarillonSession *session;    /* (owned) */
  CommsCredential *credential; /* (owned) */
  GCancellable *cancellable;   /* (owned): of what takes too long */
  guint timeout;
  gboolean is_known; /* whether those below are */
  guint n_others;    /* credentials of the app */
  guint n_alike;     /* of those, for the same provider */
  gint64 n_devices;  /* of the app, in the index; -1 for unknown */
} Look;

static void
look_free (Look *look)
{
  g_clear_handle_id (&look->timeout, g_source_remove);
  g_object_unref (look->session);
  g_object_unref (look->credential);
  g_object_unref (look->cancellable);
  g_free (look);
}

static void
on_counted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Look *look = g_task_get_task_data (task);

  look->n_devices = archive_store_count_finish (ARCHIVE_STORE (source), result, NULL);
  g_task_return_boolean (task, TRUE);
}

static gboolean
has_index (Look *look)
{
  const ArchiveIndexState *found =
    carillon_index_get_found (carillon_session_get_index (look->session));

  return found != NULL && found->finished_at >= 0;
}

/* What an index that never was whole has of an app says nothing. */
static void
count_devices (GTask *task)
{
  Look *look = g_task_get_task_data (task);
  const ArchiveDeviceQuery query = {
    .app_name = comms_credential_get_app_name (look->credential),
  };

  if (!look->is_known || look->n_others > 0 || !has_index (look)) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  archive_store_count_devices_async (
    carillon_session_get_store (look->session),
    carillon_account_get_id (carillon_session_get_account (look->session)), &query,
    look->cancellable, on_counted, g_object_ref (task));
}

static void
count_credential (Look *look, CommsCredential *other)
{
  const char *app_name = comms_credential_get_app_name (look->credential);
  const char *type = comms_credential_get_credential_type (look->credential);
  const char *id = comms_resource_get_id (COMMS_RESOURCE (look->credential));

  if (g_strcmp0 (comms_credential_get_app_name (other), app_name) == 0 &&
      g_strcmp0 (comms_resource_get_id (COMMS_RESOURCE (other)), id) != 0) {
    look->n_others++;
    look->n_alike += g_strcmp0 (comms_credential_get_credential_type (other), type) == 0;
  }
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Look *look = g_task_get_task_data (task);

  g_autoptr (CommsPage) page = comms_client_list_finish (COMMS_CLIENT (source), result, NULL);
  GPtrArray *items = page != NULL ? comms_page_get_items (page) : NULL;
  for (guint i = 0; items != NULL && i < items->len; i++) {
    count_credential (look, items->pdata[i]);
  }
  look->is_known = page != NULL && (comms_page_get_next (page) == NULL || look->n_others > 0);
  count_devices (task);
}

static gboolean
on_timeout (gpointer user_data)
{
  Look *look = user_data;

  look->timeout = 0;
  g_cancellable_cancel (look->cancellable);
  return G_SOURCE_REMOVE;
}

void
carillon_credential_deletion_look_async (CarillonSession *session,
                                         gpointer item,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  g_return_if_fail (CARILLON_IS_SESSION (session));
  g_return_if_fail (COMMS_IS_CREDENTIAL (item));

  Look *look = g_new0 (Look, 1);
  look->session = g_object_ref (session);
  look->credential = g_object_ref (item);
  look->cancellable = g_cancellable_new ();
  look->n_devices = -1;
  look->timeout = g_timeout_add_seconds (LOOK_SECONDS, on_timeout, look);

  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (task, carillon_credential_deletion_look_async);
  g_task_set_task_data (task, look, (GDestroyNotify) look_free);
  const CommsFilter filter = { .app_name = comms_credential_get_app_name (item) };
  comms_client_list_credentials_async (carillon_session_get_client (session), &filter,
                                       &(CommsPageRequest){ .size = PAGE_SIZE }, look->cancellable,
                                       on_listed, g_object_ref (task));
}

static char *
describe_devices (Look *look)
{
  g_autofree char *count = carillon_format_count (MIN (look->n_devices, ARCHIVE_MAX_COUNT));

  if (look->n_devices < 0) {
    return g_strdup (_ ("How many devices that are is not known: the index of registrations was "
                        "not built yet."));
  }
  if (look->n_devices > ARCHIVE_MAX_COUNT) {
    /* Translators: %s is a number of devices, 10,000 */
    return g_strdup_printf (_ ("The index knows more than %s devices of it."), count);
  }
  return g_strdup_printf (ngettext ("The index knows %s device of it.",
                                    "The index knows %s devices of it.", (gulong) look->n_devices),
                          count);
}

static char *
describe_last (Look *look)
{
  g_autofree char *devices = describe_devices (look);

  return g_strdup_printf (
    /* Translators: %1$s is the name of an app, %2$s a sentence */
    _ ("This is the last credential of the app %1$s. The app is deleted with it, and all of its "
       "device registrations too. %2$s No copy of them is kept."),
    comms_credential_get_app_name (look->credential), devices);
}

static char *
describe_rest (Look *look, const char *type)
{
  const char *app_name = comms_credential_get_app_name (look->credential);

  if (!look->is_known) {
    return g_strdup_printf (
      /* Translators: %s is the name of an app */
      _ ("Whether the app %s has another credential could not be found out. If this is its last "
         "one, the app is deleted too, and all of its device registrations with it."),
      app_name);
  }
  if (look->n_alike == 0) {
    /* Translators: %1$s is the name of an app, %2$s a provider: "Google (FCM)" */
    return g_strdup_printf (_ ("The app %1$s has no other credential for %2$s, and cannot send to "
                               "it any more. Its device registrations stay."),
                            app_name, type);
  }
  return g_strdup_printf (
    /* Translators: %1$s is the name of an app, %2$u how many credentials it has besides, %3$s a
     * provider: "Google (FCM)" */
    ngettext ("The app %1$s has %2$u other credential for %3$s, and can go on sending with that.",
              "The app %1$s has %2$u other credentials for %3$s, and can go on sending with those.",
              look->n_alike),
    app_name, look->n_alike, type);
}

/**
 * carillon_credential_deletion_look_finish:
 * @phrase: (out) (nullable) (transfer full): the app's name, where the app goes too or may go too
 *
 * Returns: (transfer full): what is lost
 */
char *
carillon_credential_deletion_look_finish (GAsyncResult *result, char **phrase)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  Look *look = g_task_get_task_data (G_TASK (result));
  gboolean is_last = look->is_known && look->n_others == 0;
  g_autofree char *type =
    carillon_credential_type_label (comms_credential_get_credential_type (look->credential));
  g_autofree char *what = is_last ? describe_last (look) : describe_rest (look, type);
  gboolean may_take_app = is_last || !look->is_known;

  *phrase = may_take_app ? g_strdup (comms_credential_get_app_name (look->credential)) : NULL;
  return g_strconcat (what, "\n\n",
                      _ ("The key itself stays valid at its provider, and can be uploaded again."),
                      NULL);
}
