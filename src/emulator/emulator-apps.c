/* Apps: names under which credentials and device registrations stand together. One comes to be with
 * its first credential and goes with its last (see emulator-credentials.c); there is no call for
 * either.
 *
 * One of them is the default, from which come the sends that name no sender: the first of all until
 * another is made it. What the default is after it went, the documents do not say (reference,
 * "Unknown"): here it is the oldest one left, so that a send without `from` goes on working. */

#include "emulator-apps.h"

#include "emulator-page.h"
#include "emulator-schema.h"

#include <base-json.h>

#define COLLECTION "/PushNotifications/Apps"

#define DEFAULT_OF(type) \
  "(SELECT id FROM credentials WHERE app = a.created AND type = " #type " AND is_default)"

enum {
  COLUMN_CREATED,
  COLUMN_NAME,
  COLUMN_IS_DEFAULT,
  COLUMN_UPDATED,
  COLUMN_DEFAULTS, /* as many as there are types, in their order */
};

#define SELECT_APP                                                                       \
  "SELECT a.created, a.name, a.is_default, a.updated, " DEFAULT_OF (0) ", " DEFAULT_OF ( \
    1) ", " DEFAULT_OF (2) " FROM apps a"

static void
write_default (JsonBuilder *json, const char *type, const char *bare_id)
{
  json_builder_begin_object (json);
  emulator_reply_string (json, "credentialType", type);
  emulator_reply_id (json, "credentialId", EMULATOR_ID_CREDENTIAL, bare_id);
  json_builder_end_object (json);
}

static void
write_app (JsonBuilder *json, EmulatorStatement *row)
{
  json_builder_begin_object (json);
  emulator_reply_string (json, "name", emulator_statement_get_text (row, COLUMN_NAME));
  emulator_reply_boolean (json, "isDefault", emulator_statement_get_int (row, COLUMN_IS_DEFAULT));
  json_builder_set_member_name (json, "defaultCredentials");
  json_builder_begin_array (json);
  for (int i = 0; emulator_credential_types[i] != NULL; i++) {
    const char *id = emulator_statement_get_text (row, COLUMN_DEFAULTS + i);
    if (id != NULL) {
      write_default (json, emulator_credential_types[i], id);
    }
  }
  json_builder_end_array (json);
  emulator_reply_time (json, "createdAt", emulator_statement_get_int (row, COLUMN_CREATED));
  emulator_reply_time (json, "updatedAt", emulator_statement_get_int (row, COLUMN_UPDATED));
  json_builder_end_object (json);
}

static const EmulatorField list_fields[] = {
  { .name = "startDate", .accepts = emulator_accepts_time, .expected = EMULATOR_TIME_EXPECTED },
  { .name = "endDate", .accepts = emulator_accepts_time, .expected = EMULATOR_TIME_EXPECTED },
  { .name = "isDefault", .choices = emulator_booleans },
};

static const EmulatorListing listing = {
  .collection = "apps",
  .select = SELECT_APP,
  .key = "a.created",
  .fields = list_fields,
  .n_fields = G_N_ELEMENTS (list_fields),
  .write = write_app,
};

guint
emulator_apps_list (EmulatorCall *call, GError **error)
{
  g_autoptr (EmulatorPage) page = emulator_page_new (call, &listing);
  int is_default =
    emulator_index_of (emulator_booleans, emulator_call_get_parameter (call, "isDefault"));

  if (is_default >= 0) {
    emulator_page_filter_int (page, "a.is_default = ?", is_default);
  }
  emulator_page_filter_dates (page);
  return emulator_page_reply (page, error);
}

guint
emulator_apps_fetch (EmulatorCall *call, GError **error)
{
  g_autoptr (EmulatorStatement) query =
    emulator_store_prepare (call->world->store, SELECT_APP " WHERE a.name = ?");

  emulator_statement_bind_text (query, 1, call->id);
  return emulator_call_reply_row (call, query, write_app, error);
}

/**
 * emulator_apps_find:
 * @store: a store
 * @name: (nullable): the name of an app; %NULL is the default one
 * @app: (out): its key, 0 where there is none
 * @error: return location for a [error@Emulator.StoreError]
 *
 * Returns: whether the search worked
 */
gboolean
emulator_apps_find (EmulatorStore *store, const char *name, gint64 *app, GError **error)
{
  g_autoptr (EmulatorStatement) query =
    emulator_store_prepare (store, name != NULL ? "SELECT created FROM apps WHERE name = ?"
                                                : "SELECT created FROM apps WHERE is_default");

  if (name != NULL) {
    emulator_statement_bind_text (query, 1, name);
  }
  EmulatorStep step = emulator_statement_step (query, error);
  *app = step == EMULATOR_STEP_ROW ? emulator_statement_get_int (query, 0) : 0;
  return step != EMULATOR_STEP_ERROR;
}

/**
 * emulator_apps_add:
 * @world: where to
 * @name: its name
 * @app: (out): its key
 * @error: return location for a [error@Emulator.StoreError]
 *
 * The first app of all becomes the default.
 */
gboolean
emulator_apps_add (EmulatorWorld *world, const char *name, gint64 *app, GError **error)
{
  g_autoptr (EmulatorStatement) insert = emulator_store_prepare (
    world->store, "INSERT INTO apps (created, name, is_default, updated)"
                  " VALUES (?1, ?2, NOT EXISTS (SELECT 1 FROM apps WHERE is_default), ?1)");

  *app = emulator_clock_stamp (world->clock);
  emulator_statement_bind_int (insert, 1, *app);
  emulator_statement_bind_text (insert, 2, name);
  return emulator_statement_run (insert, error);
}

/**
 * emulator_apps_touch:
 * @world: where it is
 * @app: the key of an app of which something changed, such as its default credentials
 * @error: return location for a [error@Emulator.StoreError]
 */
gboolean
emulator_apps_touch (EmulatorWorld *world, gint64 app, GError **error)
{
  g_autoptr (EmulatorStatement) update =
    emulator_store_prepare (world->store, "UPDATE apps SET updated = ?2 WHERE created = ?1");

  emulator_statement_bind_int (update, 1, app);
  emulator_statement_bind_int (update, 2, emulator_clock_now (world->clock));
  return emulator_statement_run (update, error);
}

/**
 * emulator_apps_delete:
 * @world: where it is
 * @app: the key of an app
 * @error: return location for a [error@Emulator.StoreError]
 *
 * Its credentials and its registrations go with it; the users of those stay (reference,
 * "Credentials").
 */
gboolean
emulator_apps_delete (EmulatorWorld *world, gint64 app, GError **error)
{
  g_autoptr (EmulatorStatement) delete =
    emulator_store_prepare (world->store, "DELETE FROM apps WHERE created = ?");
  g_autoptr (EmulatorStatement) elect =
    emulator_store_prepare (world->store, "UPDATE apps SET is_default = 1, updated = ?"
                                          " WHERE created = (SELECT min (created) FROM apps)"
                                          " AND NOT EXISTS (SELECT 1 FROM apps WHERE is_default)");

  emulator_statement_bind_int (delete, 1, app);
  emulator_statement_bind_int (elect, 1, emulator_clock_now (world->clock));
  return emulator_statement_run (delete, error) && emulator_statement_run (elect, error);
}

/* Whatever was the default is not any more. An app that is it already stays as it is. */
static gboolean
make_default (EmulatorWorld *world, gint64 app, GError **error)
{
  g_autoptr (EmulatorStatement) update = emulator_store_prepare (
    world->store, "UPDATE apps SET is_default = (created = ?1), updated = ?2"
                  " WHERE is_default <> (created = ?1)");

  emulator_statement_bind_int (update, 1, app);
  emulator_statement_bind_int (update, 2, emulator_clock_now (world->clock));
  return emulator_statement_run (update, error);
}

static const EmulatorField update_fields[] = {
  { .name = "isDefault", .kind = EMULATOR_BOOLEAN, .required = TRUE },
};

/* What false does is not documented. An app that is not the default stays so; the default one
 * cannot just cease to be it, as there is always one. */
static void
check_update (EmulatorCall *call, gboolean is_default)
{
  const EmulatorPath root = { NULL };
  const EmulatorPath path = { .parent = &root, .member = "isDefault" };

  if (emulator_validate_object (call->body, update_fields, G_N_ELEMENTS (update_fields), &root,
                                call->issues) &&
      is_default && !base_json_boolean (call->body, "isDefault", FALSE)) {
    emulator_issues_add (call->issues, &path,
                         "cannot be false for the default app, which would leave none: make "
                         "another app the default instead");
  }
}

guint
emulator_apps_update (EmulatorCall *call, GError **error)
{
  gint64 app = 0, default_app = 0;

  if (!emulator_apps_find (call->world->store, call->id, &app, error) ||
      !emulator_apps_find (call->world->store, NULL, &default_app, error)) {
    return 0;
  }
  if (app == 0) {
    return 404;
  }
  check_update (call, app == default_app);
  if (emulator_issues_get_count (call->issues) > 0) {
    return 400;
  }
  if (base_json_boolean (call->body, "isDefault", FALSE) &&
      !make_default (call->world, app, error)) {
    return 0;
  }
  return emulator_call_accept (call, COLLECTION, call->id);
}
