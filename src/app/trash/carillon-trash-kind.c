/* What is deleted, to an operator: what it was, when it went, and whether it can come back. */

#include "carillon-trash-kind.h"

#include <archive-index.h>
#include <base-json.h>
#include <base-time.h>
#include <glib/gi18n.h>

#include "carillon-archive-source.h"
#include "carillon-details.h"
#include "carillon-format.h"
#include "carillon-trash-text.h"

/* There are two providers; a newer API may have more. */
#define MAX_PROVIDERS 8

static const char *const states[] = { "restorable", "restored", "uncertain", NULL };

/* Records. */

static JsonArray *
describe_devices (const ArchiveTrashItem *item)
{
  JsonArray *devices = json_array_new ();

  for (guint i = 0; i < item->devices->len; i++) {
    const ArchiveTrashDevice *device = item->devices->pdata[i];
    JsonObject *object = json_object_new ();

    json_object_set_string_member (object, "appName", device->app_name);
    json_object_set_string_member (object, "provider", device->provider);
    json_object_set_string_member (object, "token", device->token);
    json_array_add_object_element (devices, object);
  }
  return devices;
}

static void
set_time (JsonObject *object, const char *name, gint64 time)
{
  g_autofree char *text = time >= 0 ? base_time_format (time) : NULL;

  json_object_set_string_member (object, name, text);
}

static void
set_number (JsonObject *object, const char *name, gint64 number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  json_object_set_string_member (object, name, text);
}

static void
describe (gconstpointer row, JsonObject *object)
{
  const ArchiveTrashItem *item = row;

  set_number (object, "id", item->id);
  json_object_set_string_member (object, "kind", carillon_trash_kinds[item->kind]);
  json_object_set_string_member (object, "resourceId", item->resource_id);
  json_object_set_string_member (object, "userId", item->user_id);
  json_object_set_string_member (object, "appName", item->app_name);
  json_object_set_array_member (object, "devices", describe_devices (item));
  set_time (object, "deletedAt", item->deleted_at);
  json_object_set_boolean_member (object, "isCertain", item->is_certain);
  json_object_set_string_member (object, "obstacle", carillon_trash_obstacles[item->obstacle]);
  set_time (object, "restoredAt", item->restored_at);
  json_object_set_string_member (object, "restoredId", item->restored_id);
  json_object_set_string_member (object, "difference", item->difference);
  set_number (object, "job", item->job);
}

static void
list_trash (ArchiveStore *store,
            const char *account_id,
            gconstpointer query,
            const char *after,
            guint n_rows,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  archive_store_list_trash_async (store, account_id, query, after, n_rows, cancellable, callback,
                                  user_data);
}

/**
 * carillon_trash_query_new:
 * @query: what a list of this kind is asked for
 *
 * Returns: (transfer full): the same for the archive
 */
ArchiveTrashQuery *
carillon_trash_query_new (const CarillonListQuery *query)
{
  const char *kind = g_hash_table_lookup (query->values, "kind");
  const char *state = g_hash_table_lookup (query->values, "state");
  const char *job = g_hash_table_lookup (query->values, "job");
  const ArchiveTrashQuery wanted = {
    .needle = query->search,
    .job = job != NULL ? g_ascii_strtoll (job, NULL, 10) : 0,
    .kind = g_strcmp0 (kind, "user") == 0           ? ARCHIVE_TRASH_USER
            : g_strcmp0 (kind, "registration") == 0 ? ARCHIVE_TRASH_REGISTRATION
                                                    : ARCHIVE_TRASH_ANY,
    .is_restorable = g_strcmp0 (state, "restorable") == 0,
    .is_restored = g_strcmp0 (state, "restored") == 0,
    .is_uncertain = g_strcmp0 (state, "uncertain") == 0,
  };

  return archive_trash_query_copy (&wanted);
}

static CommsSource *
make_source (CarillonSession *session, CommsClient *client, const CarillonListQuery *query)
{
  static const CarillonArchiveList list = { list_trash, describe };

  return carillon_archive_source_new (session, &list, carillon_trash_query_new (query),
                                      (GDestroyNotify) archive_trash_query_free);
}

static void
count (CarillonSession *session,
       const CarillonListQuery *query,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  const char *account_id = carillon_account_get_id (carillon_session_get_account (session));
  g_autoptr (ArchiveTrashQuery) wanted = carillon_trash_query_new (query);

  archive_store_count_trash_async (carillon_session_get_store (session), account_id, wanted,
                                   cancellable, callback, user_data);
}

/* What the rows say. */

static JsonObject *
object_of (gpointer item)
{
  return base_json_node_object (comms_resource_get_node (item));
}

static const char *
text_of (gpointer item, const char *name)
{
  return comms_resource_get_string (item, name);
}

static gint64
time_of (gpointer item, const char *name)
{
  const char *text = text_of (item, name);
  gint64 time = -1;

  return text != NULL && base_time_parse (text, &time) ? time : -1;
}

static gboolean
is_user (gpointer item)
{
  return g_strcmp0 (text_of (item, "kind"), "user") == 0;
}

static gboolean
is_certain (gpointer item)
{
  return base_json_boolean (object_of (item), "isCertain", FALSE);
}

/**
 * carillon_trash_item_get_number:
 * @item: a row of the list
 *
 * Returns: by which the archive has it
 */
gint64
carillon_trash_item_get_number (gpointer item)
{
  const char *id = comms_resource_get_id (item);

  return id != NULL ? g_ascii_strtoll (id, NULL, 10) : 0;
}

/**
 * carillon_trash_item_is_restorable:
 * @item: a row of the list
 *
 * Returns: whether nothing stands in the way, and it was not restored yet
 */
gboolean
carillon_trash_item_is_restorable (gpointer item)
{
  const char *obstacle = text_of (item, "obstacle");

  return (obstacle == NULL || *obstacle == '\0') && time_of (item, "restoredAt") < 0;
}

static char *
kind_text (gpointer item)
{
  return carillon_trash_kind_label (text_of (item, "kind"));
}

static const char *
kind_icon_name (gpointer item)
{
  return is_user (item) ? "avatar-default-symbolic" : "phone-symbolic";
}

static char *
resource_id (gpointer item)
{
  return g_strdup (text_of (item, "resourceId"));
}

static char *
registration_id (gpointer item)
{
  return is_user (item) ? NULL : resource_id (item);
}

static char *
user_id (gpointer item)
{
  return g_strdup (text_of (item, "userId"));
}

static char *
living_user_id (gpointer item)
{
  return is_user (item) ? NULL : user_id (item);
}

static char *
deleted_user_id (gpointer item)
{
  return is_user (item) ? user_id (item) : NULL;
}

static char *
app_name (gpointer item)
{
  return g_strdup (text_of (item, "appName"));
}

static char *
deleted (gpointer item)
{
  return carillon_format_time (time_of (item, "deletedAt"));
}

static char *
deleted_utc (gpointer item)
{
  return carillon_format_utc (time_of (item, "deletedAt"));
}

static gint64
deleted_number (gpointer item)
{
  return time_of (item, "deletedAt");
}

static char *
restored (gpointer item)
{
  return carillon_format_time (time_of (item, "restoredAt"));
}

static char *
restored_utc (gpointer item)
{
  return carillon_format_utc (time_of (item, "restoredAt"));
}

static gint64
restored_number (gpointer item)
{
  return time_of (item, "restoredAt");
}

static char *
restored_id (gpointer item)
{
  return g_strdup (text_of (item, "restoredId"));
}

static char *
difference (gpointer item)
{
  if (time_of (item, "restoredAt") < 0) {
    return NULL;
  }
  char *text = carillon_trash_difference_text (text_of (item, "difference"));
  return text != NULL ? text : g_strdup (_ ("Nothing: it is as it was."));
}

static const char *
state_of (gpointer item)
{
  if (time_of (item, "restoredAt") >= 0) {
    return "restored";
  }
  if (!is_certain (item)) {
    return "uncertain";
  }
  return carillon_trash_item_is_restorable (item) ? "restorable" : "lost";
}

static char *
state_label (const char *state)
{
  static const struct {
    const char *state;
    const char *label;
  } labels[] = {
    { "restorable", N_ ("Can be restored") },
    { "restored", N_ ("Restored") },
    { "uncertain", N_ ("Not confirmed") },
    { "lost", N_ ("Cannot be restored") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++) {
    if (g_strcmp0 (labels[i].state, state) == 0) {
      return g_strdup (_ (labels[i].label));
    }
  }
  return g_strdup (state);
}

static char *
state_text (gpointer item)
{
  return state_label (state_of (item));
}

static const char *
state_icon_name (gpointer item)
{
  const char *state = state_of (item);

  return g_str_equal (state, "restored")    ? "emblem-ok-symbolic"
         : g_str_equal (state, "uncertain") ? "dialog-question-symbolic"
                                            : NULL;
}

static const char *
state_css_class (gpointer item)
{
  const char *state = state_of (item);

  return g_str_equal (state, "restored")    ? "success"
         : g_str_equal (state, "uncertain") ? "warning"
         : g_str_equal (state, "lost")      ? "dim-label"
                                            : NULL;
}

static char *
certainty (gpointer item)
{
  return g_strdup (is_certain (item)
                     ? _ ("Confirmed by the server")
                     : _ ("Not confirmed: the request may have gone out, and no answer came. Run "
                          "the job again to make sure."));
}

static char *
restorable (gpointer item)
{
  if (time_of (item, "restoredAt") >= 0) {
    return NULL;
  }
  char *obstacle = carillon_trash_obstacle_text (text_of (item, "obstacle"));
  return obstacle != NULL
           ? obstacle
           : g_strdup (_ ("Yes, as long as its user and its app exist. It will get another "
                          "registration ID, and devices that other users have by now stay there."));
}

/* Devices. */

static JsonObject *
device_at (gpointer item, guint i)
{
  JsonArray *devices = base_json_array (object_of (item), "devices");

  return devices != NULL && i < json_array_get_length (devices)
           ? base_json_node_object (json_array_get_element (devices, i))
           : NULL;
}

static const char *
text_in (JsonObject *device, const char *name)
{
  const char *text = base_json_string (device, name);

  return text != NULL ? text : "";
}

static gint64
count_devices (gpointer item)
{
  JsonArray *devices = base_json_array (object_of (item), "devices");

  return devices != NULL ? json_array_get_length (devices) : 0;
}

/* "2 FCM, 1 APN" */
static char *
devices_by_provider (gpointer item)
{
  const char *providers[MAX_PROVIDERS];
  guint counts[MAX_PROVIDERS] = { 0 };
  guint n_providers = 0;
  g_autoptr (GString) text = g_string_new (NULL);
  JsonObject *device;

  for (guint i = 0; (device = device_at (item, i)) != NULL; i++) {
    const char *provider = text_in (device, "provider");
    guint found = 0;

    while (found < n_providers && !g_str_equal (providers[found], provider)) {
      found++;
    }
    if (found == n_providers && n_providers < MAX_PROVIDERS) {
      providers[n_providers++] = provider;
    }
    if (found < MAX_PROVIDERS) {
      counts[found]++;
    }
  }
  for (guint i = 0; i < n_providers; i++) {
    g_string_append_printf (text, "%s%u %s", i > 0 ? ", " : "", counts[i], providers[i]);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* "app:FCM:token app:APN:token", for files. */
static char *
tokens (gpointer item)
{
  g_autoptr (GString) text = g_string_new (NULL);
  JsonObject *device;

  for (guint i = 0; (device = device_at (item, i)) != NULL; i++) {
    g_string_append_printf (text, "%s%s:%s:%s", i > 0 ? " " : "", text_in (device, "appName"),
                            text_in (device, "provider"), text_in (device, "token"));
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static GtkWidget *
devices_section_new (CarillonSession *session, gpointer item)
{
  GtkWidget *group = NULL;
  JsonObject *device;

  for (guint i = 0; (device = device_at (item, i)) != NULL; i++) {
    const char *token = text_in (device, "token");
    g_autofree char *shortened = carillon_format_token (token);
    /* Translators: %1$s is a provider of notifications, "FCM" for instance; %2$s an app. */
    g_autofree char *title = g_strdup_printf (_ ("%1$s token, %2$s"), text_in (device, "provider"),
                                              text_in (device, "appName"));

    if (group == NULL) {
      group = carillon_details_group_new (_ ("Devices"));
    }
    carillon_details_group_add (group,
                                carillon_details_copy_row_new (title, shortened, token, token));
  }
  return group;
}

static char *
job (gpointer item)
{
  return g_strdup (text_of (item, "job"));
}

static const CarillonColumn columns[] = {
  {
    .id = "kind",
    .title = N_ ("What"),
    .text = kind_text,
    .icon_name = kind_icon_name,
  },
  {
    .id = "id",
    .title = N_ ("ID"),
    .text = resource_id,
    .tooltip = resource_id,
    .style = CARILLON_CELL_ID,
    .expand = TRUE,
    .width_chars = 10,
    .from_width = 760,
  },
  {
    .id = "user",
    .title = N_ ("User"),
    .text = user_id,
    .tooltip = user_id,
    .style = CARILLON_CELL_ID,
    .expand = TRUE,
    .width_chars = 10,
  },
  {
    .id = "app",
    .title = N_ ("App"),
    .text = app_name,
    .from_width = 640,
  },
  {
    .id = "devices",
    .title = N_ ("Devices"),
    .text = devices_by_provider,
    .number = count_devices,
    .from_width = 520,
  },
  {
    .id = "deleted",
    .title = N_ ("Deleted"),
    .text = deleted,
    .number = deleted_number,
    .tooltip = deleted_utc,
    .from_width = 440,
  },
  {
    .id = "state",
    .title = N_ ("State"),
    .text = state_text,
    .icon_name = state_icon_name,
    .css_class = state_css_class,
  },
  {
    .id = "restored",
    .title = N_ ("Restored"),
    .text = restored,
    .number = restored_number,
    .tooltip = restored_utc,
    .from_width = 1100,
  },
};

static const CarillonField fields[] = {
  {
    .title = N_ ("What"),
    .text = kind_text,
    .member = "kind",
  },
  {
    .title = N_ ("Registration ID"),
    .text = registration_id,
    .member = "resourceId",
    .style = CARILLON_CELL_ID,
  },
  {
    .title = N_ ("User ID"),
    .text = deleted_user_id,
    .style = CARILLON_CELL_ID,
  },
  {
    .title = N_ ("User"),
    .text = living_user_id,
    .member = "userId",
    .style = CARILLON_CELL_ID,
    .action_name = "win.show-user-registrations",
  },
  {
    .title = N_ ("App"),
    .text = app_name,
    .member = "appName",
    .action_name = "win.show-app",
  },
  {
    .title = N_ ("Devices"),
    .text = devices_by_provider,
    .member = "devices",
    .value = devices_by_provider,
  },
  {
    .title = N_ ("Tokens"),
    .value = tokens,
  },
  {
    .title = N_ ("Deleted"),
    .text = deleted,
    .tooltip = deleted_utc,
    .member = "deletedAt",
  },
  {
    .title = N_ ("Deletion"),
    .text = certainty,
    .member = "isCertain",
  },
  {
    .title = N_ ("Can It Be Restored?"),
    .text = restorable,
    .member = "obstacle",
  },
  {
    .title = N_ ("Restored"),
    .text = restored,
    .tooltip = restored_utc,
    .member = "restoredAt",
  },
  {
    .title = N_ ("Restored As"),
    .text = restored_id,
    .member = "restoredId",
    .style = CARILLON_CELL_ID,
  },
  {
    .title = N_ ("What Is Different"),
    .text = difference,
  },
  {
    .title = N_ ("Difference as Recorded"),
    .member = "difference",
  },
  {
    .title = N_ ("Job"),
    .text = job,
    .member = "job",
    .action_name = "win.show-job",
  },
  {
    .title = N_ ("Number in the Trash"),
    .value = carillon_resource_id,
    .member = "id",
  },
};

static const CarillonFilterField filters[] = {
  {
    .id = "state",
    .title = N_ ("State"),
    .type = CARILLON_FILTER_CHOICE,
    .values = states,
    .label = state_label,
  },
  {
    .id = "kind",
    .title = N_ ("What"),
    .type = CARILLON_FILTER_CHOICE,
    .values = carillon_trash_kinds + 1,
    .label = carillon_trash_kind_label,
  },
  {
    .id = "job",
    .title = N_ ("Job"),
    .type = CARILLON_FILTER_TEXT,
    .hint = N_ ("Number of a job"),
  },
};

static const CarillonSelectionAction actions[] = {
  { N_ ("_Restore…"), "trash.restore", "suggested-action" },
  { N_ ("_Discard…"), "trash.discard", "destructive-action" },
};

const CarillonListKind carillon_trash_kind = {
  .id = "trash",
  .title = N_ ("Deleted"),
  .singular = N_ ("Deleted Item"),
  .columns = columns,
  .n_columns = G_N_ELEMENTS (columns),
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .selection_actions = actions,
  .n_selection_actions = G_N_ELEMENTS (actions),
  .extra = devices_section_new,
  .filters = filters,
  .n_filters = G_N_ELEMENTS (filters),
  .copied_id = resource_id,
  .source = make_source,
  .count_async = count,
  .searches = TRUE,
  .icon_name = "user-trash-symbolic",
  .empty_title = N_ ("The Trash Is Empty"),
  .empty_text = N_ ("What is deleted here is kept on this computer, with its device tokens, until "
                    "you discard it: nothing is dropped by itself. Registrations can be restored "
                    "from here; users cannot."),
};
