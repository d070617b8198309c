/* All devices that the index has, each with what it belongs to. A row is a token in a registration:
 * the same token stands there again where another registration has it too. */

#include "carillon-index-kinds.h"

#include <archive-index.h>
#include <glib/gi18n.h>

#include "carillon-archive-source.h"
#include "carillon-format.h"

static void
list_devices (ArchiveStore *store,
              const char *account_id,
              gconstpointer query,
              const char *after,
              guint n_rows,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  archive_store_list_devices_async (store, account_id, query, after, n_rows, cancellable, callback,
                                    user_data);
}

static void
describe_device (gconstpointer row, JsonObject *object)
{
  const ArchiveDevice *device = row;
  g_autofree char *id =
    g_strdup_printf ("%s/%s/%s", device->registration_id, device->provider, device->token);

  json_object_set_string_member (object, "id", id);
  json_object_set_string_member (object, "token", device->token);
  json_object_set_string_member (object, "provider", device->provider);
  json_object_set_string_member (object, "appName", device->app_name);
  json_object_set_string_member (object, "userId", device->user_id);
  json_object_set_string_member (object, "registrationId", device->registration_id);
  json_object_set_int_member (object, "devicesInRegistration", device->n_devices);
  carillon_index_add_time (object, "createdAt", device->created_at);
  carillon_index_add_time (object, "updatedAt", device->updated_at);
  carillon_index_add_time (object, "seenAt", device->seen_at);
}

static const CarillonArchiveList device_list = { list_devices, describe_device };

static void
match_devices (const CarillonListQuery *query, ArchiveDeviceQuery *devices)
{
  *devices = (ArchiveDeviceQuery){
    .needle = query->search,
    .user_id = g_hash_table_lookup (query->values, "user"),
    .app_name = g_hash_table_lookup (query->values, "app"),
    .provider = g_hash_table_lookup (query->values, "provider"),
    .is_shared = g_hash_table_contains (query->values, "shared"),
  };
}

static CommsSource *
devices_source_new (CarillonSession *session, CommsClient *client, const CarillonListQuery *query)
{
  ArchiveDeviceQuery devices;

  match_devices (query, &devices);
  return carillon_archive_source_new (session, &device_list, archive_device_query_copy (&devices),
                                      (GDestroyNotify) archive_device_query_free);
}

static void
count_devices (CarillonSession *session,
               const CarillonListQuery *query,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer user_data)
{
  const char *account_id = carillon_account_get_id (carillon_session_get_account (session));
  ArchiveDeviceQuery devices;

  match_devices (query, &devices);
  archive_store_count_devices_async (carillon_session_get_store (session), account_id, &devices,
                                     cancellable, callback, user_data);
}

static char *
token (gpointer item)
{
  return g_strdup (comms_resource_get_string (item, "token"));
}

static char *
provider (gpointer item)
{
  return g_strdup (comms_resource_get_string (item, "provider"));
}

static char *
app_name (gpointer item)
{
  return g_strdup (comms_resource_get_string (item, "appName"));
}

static char *
user_id (gpointer item)
{
  return g_strdup (comms_resource_get_string (item, "userId"));
}

static char *
registration_id (gpointer item)
{
  return g_strdup (comms_resource_get_string (item, "registrationId"));
}

static gint64
n_devices_number (gpointer item)
{
  return carillon_index_number (item, "devicesInRegistration");
}

static char *
n_devices (gpointer item)
{
  return carillon_format_count (n_devices_number (item));
}

static void
add_recipients (gpointer item, GVariantBuilder *recipients)
{
  const char *device_token = comms_resource_get_string (item, "token");
  const char *device_provider = comms_resource_get_string (item, "provider");

  if (device_token != NULL && device_provider != NULL) {
    g_variant_builder_add (recipients, "(ss)", device_token, device_provider);
  }
}

static const CarillonColumn columns[] = {
  {
    .id = "token",
    .title = N_ ("Token"),
    .text = token,
    .tooltip = token,
    .style = CARILLON_CELL_ID,
    .expand = TRUE,
    .width_chars = 12,
  },
  {
    .id = "provider",
    .title = N_ ("Provider"),
    .text = provider,
  },
  {
    .id = "app",
    .title = N_ ("App"),
    .text = app_name,
    .width_chars = 10,
    .from_width = 360,
  },
  {
    .id = "user",
    .title = N_ ("User ID"),
    .text = user_id,
    .tooltip = user_id,
    .style = CARILLON_CELL_ID,
    .expand = TRUE,
    .width_chars = 14,
    .from_width = 560,
  },
  {
    .id = "registration",
    .title = N_ ("Registration ID"),
    .text = registration_id,
    .tooltip = registration_id,
    .style = CARILLON_CELL_ID,
    .expand = TRUE,
    .width_chars = 14,
    .from_width = 1000,
  },
  {
    .id = "devices",
    .title = N_ ("Devices"),
    .text = n_devices,
    .number = n_devices_number,
    .style = CARILLON_CELL_NUMBER,
    .from_width = 720,
  },
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
  {
    .title = N_ ("Token"),
    .text = token,
    .member = "token",
    .style = CARILLON_CELL_ID,
  },
  {
    .title = N_ ("Provider"),
    .text = provider,
    .member = "provider",
  },
  {
    .title = N_ ("App"),
    .text = app_name,
    .member = "appName",
    .action_name = "win.show-app",
  },
  {
    .title = N_ ("User ID"),
    .text = user_id,
    .member = "userId",
    .style = CARILLON_CELL_ID,
  },
  {
    .title = N_ ("Registration ID"),
    .text = registration_id,
    .member = "registrationId",
    .style = CARILLON_CELL_ID,
  },
  {
    .title = N_ ("Devices in the Registration"),
    .text = n_devices,
    .value = n_devices,
    .member = "devicesInRegistration",
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
  { N_ ("Show _Registrations"), "win.show-user-registrations", user_id },
  { N_ ("Show _Notifications"), "win.show-user-notifications", user_id },
  { N_ ("_Compose to User"), "win.compose-to", user_id },
};

static const char *const providers[] = { "FCM", "APN", NULL };
static const char *const shared[] = { "true", NULL };

static char *
shared_label (const char *value)
{
  return g_strdup (_ ("By several users"));
}

static const CarillonFilterField filters[] = {
  {
    .id = "app",
    .title = N_ ("App"),
    .type = CARILLON_FILTER_TEXT,
    .hint = N_ ("Name of an app"),
  },
  {
    .id = "provider",
    .title = N_ ("Provider"),
    .type = CARILLON_FILTER_CHOICE,
    .values = providers,
  },
  {
    .id = "user",
    .title = N_ ("User"),
    .type = CARILLON_FILTER_TEXT,
    .hint = N_ ("ID of a user"),
  },
  {
    .id = "shared",
    .title = N_ ("Shared Token"),
    .type = CARILLON_FILTER_CHOICE,
    .values = shared,
    .label = shared_label,
  },
};

static const char *
get_registration (gpointer item)
{
  return comms_resource_get_string (item, "registrationId");
}

static const char *
get_owner (gpointer item)
{
  return comms_resource_get_string (item, "userId");
}

static const CarillonRowDeletion deletion = {
  .kind = ARCHIVE_JOB_DELETE_REGISTRATIONS,
  .target = get_registration,
  .owner = get_owner,
  .remark = N_ ("The API deletes registrations, not single devices: all devices that a user has "
                "under the same app are deleted together."),
  .match_devices = match_devices,
};

const CarillonListKind carillon_devices_kind = {
  .id = "devices",
  .title = N_ ("All Devices"),
  .singular = N_ ("Device"),
  .columns = columns,
  .n_columns = G_N_ELEMENTS (columns),
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .actions = actions,
  .n_actions = G_N_ELEMENTS (actions),
  .row_deletion = &deletion,
  .filters = filters,
  .n_filters = G_N_ELEMENTS (filters),
  .copied_id = token,
  .add_recipients = add_recipients,
  .source = devices_source_new,
  .count_async = count_devices,
  .searches = TRUE,
  .search_hint = N_ ("Any part of a token"),
  .icon_name = "phone-symbolic",
  .empty_title = N_ ("No Devices"),
  .empty_text = N_ ("The index has no device yet."),
};
