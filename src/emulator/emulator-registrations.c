/* Device registrations: the set of devices of one user under one app.
 *
 * A token is unique within its app and provider (reference, "DeviceRegistrations"), as an
 * installation of an app has one owner at a time: registering it for another user moves it there,
 * which is what happens when somebody else signs in on a device; registering it again changes
 * nothing, and without a user it stays with whoever has it. A registration that lost its last
 * device is gone, as it cannot have none. */

#include "emulator-registrations.h"

#include "emulator-apps.h"
#include "emulator-page.h"
#include "emulator-schema.h"
#include "emulator-users.h"

#include <base-json.h>

#define COLLECTION "/PushNotifications/DeviceRegistrations"

/* Limit of the API (reference, "DeviceRegistrations"). */
#define MAX_DEVICES 50

#define SELECT_REGISTRATION                                                               \
  "SELECT r.created, r.id, u.id, a.name,"                                                 \
  " (SELECT json_group_array (json_object ('provider', iif (provider = 0, 'FCM', 'APN')," \
  "   'token', token)) FROM (SELECT provider, token FROM devices"                         \
  "   WHERE registration = r.created ORDER BY id))"                                       \
  " FROM registrations r JOIN users u ON u.created = r.user JOIN apps a ON a.created = r.app"

static void
write_registration (JsonBuilder *json, EmulatorStatement *row)
{
  g_autofree char *user =
    emulator_id_format (EMULATOR_ID_USER, emulator_statement_get_text (row, 2));
  const char *app = emulator_statement_get_text (row, 3);

  json_builder_begin_object (json);
  emulator_reply_id (json, "id", EMULATOR_ID_REGISTRATION, emulator_statement_get_text (row, 1));
  emulator_reply_string (json, "appName", app);
  emulator_reply_string (json, "userId", user);
  emulator_reply_document (json, "devices", emulator_statement_get_text (row, 4));
  json_builder_set_member_name (json, "related");
  json_builder_begin_array (json);
  emulator_reply_related (json, "user", "/PushNotifications/Users", user);
  emulator_reply_related (json, "push_notification_app", "/PushNotifications/Apps", app);
  json_builder_end_array (json);
  emulator_reply_document (json, "tags", NULL);
  json_builder_end_object (json);
}

static const EmulatorField list_fields[] = {
  { .name = "userId",
    .required = TRUE,
    .accepts = emulator_id_is_user,
    .expected = EMULATOR_USER_ID_EXPECTED },
  { .name = "appName",
    .accepts = emulator_accepts_app_name,
    .expected = EMULATOR_APP_NAME_EXPECTED },
};

static const EmulatorListing listing = {
  .collection = "deviceRegistrations",
  .select = SELECT_REGISTRATION,
  .key = "r.created",
  .fields = list_fields,
  .n_fields = G_N_ELEMENTS (list_fields),
  .write = write_registration,
};

guint
emulator_registrations_list (EmulatorCall *call, GError **error)
{
  g_autoptr (EmulatorPage) page = emulator_page_new (call, &listing);
  const char *user = emulator_call_get_parameter (call, "userId");
  const char *app = emulator_call_get_parameter (call, "appName");

  emulator_page_filter_text (page, "r.user = (SELECT created FROM users WHERE id = ?)",
                             emulator_id_parse (EMULATOR_ID_USER, user));
  if (app != NULL) {
    emulator_page_filter_text (page, "a.name = ?", app);
  }
  return emulator_page_reply (page, error);
}

guint
emulator_registrations_fetch (EmulatorCall *call, GError **error)
{
  g_autoptr (EmulatorStatement) query =
    emulator_store_prepare (call->world->store, SELECT_REGISTRATION " WHERE r.id = ?");

  emulator_statement_bind_text (query, 1, emulator_id_parse (EMULATOR_ID_REGISTRATION, call->id));
  switch (emulator_statement_step (query, error)) {
  case EMULATOR_STEP_ROW:
    write_registration (call->reply, query);
    return 200;
  case EMULATOR_STEP_DONE:
    return 404;
  case EMULATOR_STEP_ERROR:
  default:
    return 0;
  }
}

guint
emulator_registrations_delete (EmulatorCall *call, GError **error)
{
  const char *bare = emulator_id_parse (EMULATOR_ID_REGISTRATION, call->id);
  g_autoptr (EmulatorStatement) delete = emulator_store_prepare (
    call->world->store, "DELETE FROM registrations WHERE id = ? RETURNING id");

  emulator_statement_bind_text (delete, 1, bare);
  switch (emulator_statement_step (delete, error)) {
  case EMULATOR_STEP_ROW:
    return emulator_call_accept (call, COLLECTION, call->id);
  case EMULATOR_STEP_DONE:
    return 404;
  case EMULATOR_STEP_ERROR:
  default:
    return 0;
  }
}

/* Who has the device now. */
static gboolean
find_device (EmulatorWorld *world,
             const EmulatorDevice *device,
             gint64 *registration,
             gint64 *user,
             GError **error)
{
  g_autoptr (EmulatorStatement) query = emulator_store_prepare (
    world->store, "SELECT r.created, r.user FROM devices d JOIN registrations r"
                  " ON r.created = d.registration"
                  " WHERE d.app = ? AND d.provider = ? AND d.token = ?");

  emulator_statement_bind_int (query, 1, device->app);
  emulator_statement_bind_int (query, 2, device->provider);
  emulator_statement_bind_text (query, 3, device->token);
  EmulatorStep step = emulator_statement_step (query, error);
  *registration = step == EMULATOR_STEP_ROW ? emulator_statement_get_int (query, 0) : 0;
  *user = step == EMULATOR_STEP_ROW ? emulator_statement_get_int (query, 1) : 0;
  return step != EMULATOR_STEP_ERROR;
}

static gboolean
find_registration (EmulatorWorld *world,
                   const EmulatorDevice *device,
                   gint64 *registration,
                   gboolean *is_full,
                   GError **error)
{
  g_autoptr (EmulatorStatement) query = emulator_store_prepare (
    world->store, "SELECT created, (SELECT count(*) FROM devices WHERE registration = created)"
                  " FROM registrations WHERE user = ? AND app = ?");

  emulator_statement_bind_int (query, 1, device->user);
  emulator_statement_bind_int (query, 2, device->app);
  EmulatorStep step = emulator_statement_step (query, error);
  if (step == EMULATOR_STEP_ROW) {
    *registration = emulator_statement_get_int (query, 0);
    *is_full = emulator_statement_get_int (query, 1) >= MAX_DEVICES;
  }
  return step != EMULATOR_STEP_ERROR;
}

static gboolean
add_registration (EmulatorWorld *world,
                  const EmulatorDevice *device,
                  gint64 *registration,
                  GError **error)
{
  gint64 created = emulator_clock_stamp (world->clock);
  g_autofree char *id = emulator_id_new (created, world->random);
  g_autoptr (EmulatorStatement) insert = emulator_store_prepare (
    world->store, "INSERT INTO registrations (created, id, user, app, updated)"
                  " VALUES (?1, ?2, ?3, ?4, ?1)");

  emulator_statement_bind_int (insert, 1, created);
  emulator_statement_bind_text (insert, 2, id);
  emulator_statement_bind_int (insert, 3, device->user);
  emulator_statement_bind_int (insert, 4, device->app);
  *registration = created;
  return emulator_statement_run (insert, error);
}

static gboolean
put_device (EmulatorWorld *world,
            const EmulatorDevice *device,
            gint64 registration,
            gint64 previous,
            GError **error)
{
  g_autoptr (EmulatorStatement) put = emulator_store_prepare (
    world->store, "INSERT INTO devices (registration, app, provider, token) VALUES (?, ?, ?, ?)"
                  " ON CONFLICT DO UPDATE SET registration = excluded.registration");
  g_autoptr (EmulatorStatement) touch =
    emulator_store_prepare (world->store, "UPDATE users SET updated = ?2 WHERE created ="
                                          " (SELECT user FROM registrations WHERE created = ?1)");
  g_autoptr (EmulatorStatement) drop = emulator_store_prepare (
    world->store, "DELETE FROM registrations WHERE created = ?1"
                  " AND NOT EXISTS (SELECT 1 FROM devices WHERE registration = ?1)");

  emulator_statement_bind_int (put, 1, registration);
  emulator_statement_bind_int (put, 2, device->app);
  emulator_statement_bind_int (put, 3, device->provider);
  emulator_statement_bind_text (put, 4, device->token);
  emulator_statement_bind_int (touch, 1, registration);
  emulator_statement_bind_int (touch, 2, emulator_clock_now (world->clock));
  emulator_statement_bind_int (drop, 1, previous);
  return emulator_statement_run (put, error) && emulator_statement_run (touch, error) &&
         (previous == 0 || emulator_statement_run (drop, error));
}

/**
 * emulator_registrations_add:
 * @world: where to
 * @device: what to register
 * @registration: (out): the key of the registration that has it then
 * @is_full: (out): set where nothing was done, because the user's registration has all the
 *   devices that it may have
 * @error: return location for a [error@Emulator.StoreError]
 */
gboolean
emulator_registrations_add (EmulatorWorld *world,
                            const EmulatorDevice *device,
                            gint64 *registration,
                            gboolean *is_full,
                            GError **error)
{
  EmulatorDevice owned = *device;
  gint64 previous = 0, owner = 0;

  *registration = 0;
  *is_full = FALSE;
  if (!find_device (world, device, &previous, &owner, error)) {
    return FALSE;
  }
  if (previous != 0 && (device->user == 0 || device->user == owner)) {
    *registration = previous;
    return TRUE;
  }
  if (owned.user == 0 && !emulator_users_add (world, NULL, &owned.user, error)) {
    return FALSE;
  }
  if (!find_registration (world, &owned, registration, is_full, error)) {
    return FALSE;
  }
  return *is_full ||
         ((*registration != 0 || add_registration (world, &owned, registration, error)) &&
          put_device (world, &owned, *registration, previous, error));
}

static const EmulatorField register_fields[] = {
  { .name = "appName",
    .required = TRUE,
    .accepts = emulator_accepts_app_name,
    .expected = EMULATOR_APP_NAME_EXPECTED },
  { .name = "token", .required = TRUE, .min = 1 },
  { .name = "provider", .required = TRUE, .choices = emulator_providers },
  { .name = "userId", .accepts = emulator_id_is_user, .expected = EMULATOR_USER_ID_EXPECTED },
};

/* The app and the user must be there. */
static gboolean
find_owner (EmulatorCall *call, EmulatorDevice *device, GError **error)
{
  const EmulatorPath root = { NULL };
  const EmulatorPath app_path = { .parent = &root, .member = "appName" };
  const EmulatorPath user_path = { .parent = &root, .member = "userId" };
  const char *app = base_json_string (call->body, "appName");
  const char *user = base_json_string (call->body, "userId");

  if ((app != NULL && !emulator_apps_find (call->world->store, app, &device->app, error)) ||
      (user != NULL && !emulator_users_find (call->world->store, user, &device->user, error))) {
    return FALSE;
  }
  if (app != NULL && emulator_accepts_app_name (app) && device->app == 0) {
    emulator_issues_add (call->issues, &app_path, "no app has this name");
  }
  if (emulator_id_is_user (user) && device->user == 0) {
    emulator_issues_add (call->issues, &user_path, "there is no such user");
  }
  return TRUE;
}

static guint
accept_registration (EmulatorCall *call, gint64 registration, GError **error)
{
  g_autoptr (EmulatorStatement) query =
    emulator_store_prepare (call->world->store, "SELECT id FROM registrations WHERE created = ?");

  emulator_statement_bind_int (query, 1, registration);
  if (emulator_statement_step (query, error) != EMULATOR_STEP_ROW) {
    return 0;
  }
  g_autofree char *id =
    emulator_id_format (EMULATOR_ID_REGISTRATION, emulator_statement_get_text (query, 0));
  return emulator_call_accept (call, COLLECTION, id);
}

guint
emulator_registrations_register (EmulatorCall *call, GError **error)
{
  const EmulatorPath root = { NULL };
  EmulatorDevice device = { 0 };
  gint64 registration = 0;
  gboolean is_full = FALSE;

  emulator_validate_object (call->body, register_fields, G_N_ELEMENTS (register_fields), &root,
                            call->issues);
  if (!find_owner (call, &device, error)) {
    return 0;
  }
  if (emulator_issues_get_count (call->issues) > 0) {
    return 400;
  }
  device.token = base_json_string (call->body, "token");
  device.provider =
    (guint) emulator_index_of (emulator_providers, base_json_string (call->body, "provider"));
  if (!emulator_registrations_add (call->world, &device, &registration, &is_full, error)) {
    return 0;
  }
  if (is_full) {
    emulator_issues_add (call->issues, &root, "the user has %d devices under this app already",
                         MAX_DEVICES);
    return 400;
  }
  return accept_registration (call, registration, error);
}
