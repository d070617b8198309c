/* Users as the index knows them: with the numbers that the API does not tell. */

#include "carillon-index-kinds.h"

#include <archive-index.h>
#include <glib/gi18n.h>

#include "carillon-archive-source.h"
#include "carillon-format.h"

static void
list_users (ArchiveStore *store,
            const char *account_id,
            gconstpointer query,
            const char *after,
            guint n_rows,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  archive_store_list_users_async (store, account_id, query, after, n_rows, cancellable, callback,
                                  user_data);
}

static void
describe_user (gconstpointer row, JsonObject *object)
{
  const ArchiveUser *user = row;

  json_object_set_string_member (object, "id", user->id);
  json_object_set_int_member (object, "devices", user->n_devices);
  json_object_set_int_member (object, "registrations", user->n_registrations);
  json_object_set_int_member (object, "mostDevicesInRegistration", user->most_devices);
  carillon_index_add_time (object, "createdAt", user->created_at);
  carillon_index_add_time (object, "updatedAt", user->updated_at);
  carillon_index_add_time (object, "seenAt", user->seen_at);
}

static const CarillonArchiveList user_list = { list_users, describe_user };

static void
match_users (const CarillonListQuery *query, ArchiveUserQuery *users)
{
  const char *devices = g_hash_table_lookup (query->values, "devices");

  *users = (ArchiveUserQuery){
    .needle = query->search,
    .user_id = g_hash_table_lookup (query->values, "user"),
    .min_devices = g_strcmp0 (devices, "many") == 0 ? CARILLON_MANY_DEVICES : 0,
    .has_none = g_strcmp0 (devices, "none") == 0,
  };
}

static CommsSource *
users_source_new (CarillonSession *session, CommsClient *client, const CarillonListQuery *query)
{
  ArchiveUserQuery users;

  match_users (query, &users);
  return carillon_archive_source_new (session, &user_list, archive_user_query_copy (&users),
                                      (GDestroyNotify) archive_user_query_free);
}

static void
count_users (CarillonSession *session,
             const CarillonListQuery *query,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  const char *account_id = carillon_account_get_id (carillon_session_get_account (session));
  ArchiveUserQuery users;

  match_users (query, &users);
  archive_store_count_users_async (carillon_session_get_store (session), account_id, &users,
                                   cancellable, callback, user_data);
}

static gint64
n_devices_number (gpointer item)
{
  return carillon_index_number (item, "devices");
}

static char *
n_devices (gpointer item)
{
  return carillon_format_count (n_devices_number (item));
}

static gint64
n_registrations_number (gpointer item)
{
  return carillon_index_number (item, "registrations");
}

static char *
n_registrations (gpointer item)
{
  return carillon_format_count (n_registrations_number (item));
}

static gint64
most_devices_number (gpointer item)
{
  return carillon_index_number (item, "mostDevicesInRegistration");
}

static char *
most_devices (gpointer item)
{
  return carillon_format_count (most_devices_number (item));
}

static const char *
fullness_class (gpointer item)
{
  return most_devices_number (item) >= CARILLON_MANY_DEVICES ? "warning" : NULL;
}

static const char *
fullness_icon (gpointer item)
{
  return most_devices_number (item) >= CARILLON_MANY_DEVICES ? "dialog-warning-symbolic" : NULL;
}

static void
add_recipients (gpointer item, GVariantBuilder *recipients)
{
  g_variant_builder_add (recipients, "(ss)", comms_resource_get_id (item), "");
}

static const CarillonColumn columns[] = {
  CARILLON_ID_COLUMN (N_ ("User ID"), 14, 0),
  {
    .id = "devices",
    .title = N_ ("Devices"),
    .text = n_devices,
    .number = n_devices_number,
    .style = CARILLON_CELL_NUMBER,
  },
  {
    .id = "registrations",
    .title = N_ ("Registrations"),
    .text = n_registrations,
    .number = n_registrations_number,
    .style = CARILLON_CELL_NUMBER,
    .from_width = 560,
  },
  {
    .id = "most",
    .title = N_ ("Most in One"),
    .text = most_devices,
    .number = most_devices_number,
    .icon_name = fullness_icon,
    .css_class = fullness_class,
    .style = CARILLON_CELL_NUMBER,
    .from_width = 480,
  },
  CARILLON_CREATED_COLUMN (720),
  {
    .id = "seen",
    .title = N_ ("Seen"),
    .text = carillon_index_seen,
    .number = carillon_index_seen_number,
    .tooltip = carillon_index_seen_utc,
    .from_width = 840,
  },
};

static const CarillonField fields[] = {
  CARILLON_ID_FIELD (N_ ("User ID"), "id"),
  {
    .title = N_ ("Devices"),
    .text = n_devices,
    .value = n_devices,
    .member = "devices",
  },
  {
    .title = N_ ("Registrations"),
    .text = n_registrations,
    .value = n_registrations,
    .member = "registrations",
  },
  {
    .title = N_ ("Most Devices in One Registration"),
    .text = most_devices,
    .value = most_devices,
    .member = "mostDevicesInRegistration",
  },
  CARILLON_CREATED_FIELD,
  CARILLON_UPDATED_FIELD,
  {
    .title = N_ ("Seen"),
    .text = carillon_index_seen,
    .tooltip = carillon_index_seen_utc,
    .member = "seenAt",
  },
};

static const CarillonItemAction actions[] = {
  { N_ ("Show _Registrations"), "win.show-user-registrations", carillon_resource_id },
  { N_ ("Show _Notifications"), "win.show-user-notifications", carillon_resource_id },
  { N_ ("_Compose to User"), "win.compose-to", carillon_resource_id },
};

static const char *const amounts[] = { "none", "many", NULL };

static char *
amount_label (const char *value)
{
  if (g_str_equal (value, "none")) {
    return g_strdup (_ ("None"));
  }
  /* Translators: a number of devices under one app */
  return g_strdup_printf (_ ("%d and more under one app"), CARILLON_MANY_DEVICES);
}

static const CarillonFilterField filters[] = {
  {
    .id = "devices",
    .title = N_ ("Devices"),
    .type = CARILLON_FILTER_CHOICE,
    .values = amounts,
    .label = amount_label,
  },
  {
    .id = "user",
    .title = N_ ("User"),
    .type = CARILLON_FILTER_TEXT,
    .hint = N_ ("ID of a user"),
  },
};

static const CarillonRowDeletion deletion = {
  .kind = ARCHIVE_JOB_DELETE_USERS,
  .match_users = match_users,
};

const CarillonListKind carillon_indexed_users_kind = {
  .id = "indexed-users",
  .title = N_ ("Users in the Index"),
  .singular = N_ ("User"),
  .columns = columns,
  .n_columns = G_N_ELEMENTS (columns),
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .actions = actions,
  .n_actions = G_N_ELEMENTS (actions),
  .row_deletion = &deletion,
  .filters = filters,
  .n_filters = G_N_ELEMENTS (filters),
  .add_recipients = add_recipients,
  .source = users_source_new,
  .count_async = count_users,
  .searches = TRUE,
  .search_hint = N_ ("Any part of a user’s ID"),
  .icon_name = "system-users-symbolic",
  .empty_title = N_ ("No Users"),
  .empty_text = N_ ("The index has no user yet."),
};
