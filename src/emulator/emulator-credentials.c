/* Credentials: what an app identifies itself with to a provider. An app comes to be with its first
 * one and goes with its last, along with its registrations.
 *
 * An app has a default credential of each type that it has any of: the first until another is made
 * it. What the default is after it went, the documents do not say (reference, "Unknown"): here it
 * is the oldest one of the type that is left, so that sends by the app's name go on working. */

#include "emulator-credentials.h"

#include "emulator-apps.h"
#include "emulator-page.h"

#include <base-json.h>

#define COLLECTION "/PushNotifications/Credentials"

/* Limits of the API (reference, "Limits"). */
#define MAX_APPS 10
#define MAX_CREDENTIALS 10

#define SELECT_CREDENTIAL                                                          \
  "SELECT c.created, c.id, c.type, c.is_default, a.name, c.updated, c.tags, c.app" \
  " FROM credentials c JOIN apps a ON a.created = c.app"

enum {
  COLUMN_CREATED,
  COLUMN_ID,
  COLUMN_TYPE,
  COLUMN_IS_DEFAULT,
  COLUMN_APP_NAME,
  COLUMN_UPDATED,
  COLUMN_TAGS,
  COLUMN_APP,
};

/* The newest documents show no tags: one that was given none has none. */
static void
write_credential (JsonBuilder *json, EmulatorStatement *row)
{
  gint64 type = emulator_statement_get_int (row, COLUMN_TYPE);
  const char *tags = emulator_statement_get_text (row, COLUMN_TAGS);

  json_builder_begin_object (json);
  emulator_reply_id (json, "id", EMULATOR_ID_CREDENTIAL,
                     emulator_statement_get_text (row, COLUMN_ID));
  emulator_reply_string (json, "credentialType", emulator_credential_types[type]);
  emulator_reply_boolean (json, "isDefault", emulator_statement_get_int (row, COLUMN_IS_DEFAULT));
  emulator_reply_string (json, "appName", emulator_statement_get_text (row, COLUMN_APP_NAME));
  if (tags != NULL) {
    emulator_reply_document (json, "tags", tags);
  }
  emulator_reply_time (json, "createdAt", emulator_statement_get_int (row, COLUMN_CREATED));
  emulator_reply_time (json, "updatedAt", emulator_statement_get_int (row, COLUMN_UPDATED));
  json_builder_end_object (json);
}

static const EmulatorField list_fields[] = {
  { .name = "startDate", .accepts = emulator_accepts_time, .expected = EMULATOR_TIME_EXPECTED },
  { .name = "endDate", .accepts = emulator_accepts_time, .expected = EMULATOR_TIME_EXPECTED },
  { .name = "appName",
    .accepts = emulator_accepts_app_name,
    .expected = EMULATOR_APP_NAME_EXPECTED },
  { .name = "credentialType", .choices = emulator_credential_types },
  { .name = "isDefault", .choices = emulator_booleans },
};

static const EmulatorListing listing = {
  .collection = "credentials",
  .select = SELECT_CREDENTIAL,
  .key = "c.created",
  .fields = list_fields,
  .n_fields = G_N_ELEMENTS (list_fields),
  .write = write_credential,
};

guint
emulator_credentials_list (EmulatorCall *call, GError **error)
{
  g_autoptr (EmulatorPage) page = emulator_page_new (call, &listing);
  const char *app = emulator_call_get_parameter (call, "appName");
  int type = emulator_index_of (emulator_credential_types,
                                emulator_call_get_parameter (call, "credentialType"));
  int is_default =
    emulator_index_of (emulator_booleans, emulator_call_get_parameter (call, "isDefault"));

  if (app != NULL) {
    emulator_page_filter_text (page, "a.name = ?", app);
  }
  if (type >= 0) {
    emulator_page_filter_int (page, "c.type = ?", type);
  }
  if (is_default >= 0) {
    emulator_page_filter_int (page, "c.is_default = ?", is_default);
  }
  emulator_page_filter_dates (page);
  return emulator_page_reply (page, error);
}

static EmulatorStatement *
prepare_fetch (EmulatorCall *call)
{
  EmulatorStatement *query =
    emulator_store_prepare (call->world->store, SELECT_CREDENTIAL " WHERE c.id = ?");

  emulator_statement_bind_text (query, 1, emulator_id_parse (EMULATOR_ID_CREDENTIAL, call->id));
  return query;
}

guint
emulator_credentials_fetch (EmulatorCall *call, GError **error)
{
  g_autoptr (EmulatorStatement) query = prepare_fetch (call);

  return emulator_call_reply_row (call, query, write_credential, error);
}

/* One that exists. */
typedef struct {
  gint64 key; /* 0 where there is none */
  gint64 app;
  gint64 type;
  gboolean is_default;
} Credential;

static gboolean
find_credential (EmulatorCall *call, Credential *credential, GError **error)
{
  g_autoptr (EmulatorStatement) query = prepare_fetch (call);
  EmulatorStep step = emulator_statement_step (query, error);

  *credential = (Credential){ 0 };
  if (step == EMULATOR_STEP_ROW) {
    *credential = (Credential){
      .key = emulator_statement_get_int (query, COLUMN_CREATED),
      .app = emulator_statement_get_int (query, COLUMN_APP),
      .type = emulator_statement_get_int (query, COLUMN_TYPE),
      .is_default = emulator_statement_get_int (query, COLUMN_IS_DEFAULT) != 0,
    };
  }
  return step != EMULATOR_STEP_ERROR;
}

/**
 * emulator_credentials_add:
 * @world: where to
 * @app: the key of its app
 * @type: its type
 * @bare_id: (nullable): the bare ID, %NULL makes one
 * @error: return location for a [error@Emulator.StoreError]
 *
 * The first of its type becomes the default of its app.
 */
gboolean
emulator_credentials_add (EmulatorWorld *world,
                          gint64 app,
                          EmulatorCredentialType type,
                          const char *bare_id,
                          GError **error)
{
  gint64 created = emulator_clock_stamp (world->clock);
  g_autofree char *id =
    bare_id != NULL ? g_strdup (bare_id) : emulator_id_new (created, world->random);
  g_autoptr (EmulatorStatement) insert = emulator_store_prepare (
    world->store, "INSERT INTO credentials (created, id, app, type, is_default, updated)"
                  " VALUES (?1, ?2, ?3, ?4, NOT EXISTS (SELECT 1 FROM credentials"
                  "   WHERE app = ?3 AND type = ?4 AND is_default), ?1)");

  emulator_statement_bind_int (insert, 1, created);
  emulator_statement_bind_text (insert, 2, id);
  emulator_statement_bind_int (insert, 3, app);
  emulator_statement_bind_int (insert, 4, type);
  return emulator_statement_run (insert, error) && emulator_apps_touch (world, app, error);
}

/* Whatever was the default of the app for the type is not any more. */
static gboolean
make_default (EmulatorWorld *world, gint64 app, gint64 type, const char *bare_id, GError **error)
{
  g_autoptr (EmulatorStatement) update = emulator_store_prepare (
    world->store, "UPDATE credentials SET is_default = (id = ?1), updated = ?2"
                  " WHERE app = ?3 AND type = ?4 AND is_default <> (id = ?1)");

  emulator_statement_bind_text (update, 1, bare_id);
  emulator_statement_bind_int (update, 2, emulator_clock_now (world->clock));
  emulator_statement_bind_int (update, 3, app);
  emulator_statement_bind_int (update, 4, type);
  return emulator_statement_run (update, error) && emulator_apps_touch (world, app, error);
}

static const EmulatorField create_fields[] = {
  { .name = "credentialType", .required = TRUE, .choices = emulator_credential_types },
  { .name = "content", .kind = EMULATOR_OBJECT, .required = TRUE },
  { .name = "appName",
    .required = TRUE,
    .accepts = emulator_accepts_app_name,
    .expected = EMULATOR_APP_NAME_EXPECTED },
  { .name = "isDefault", .kind = EMULATOR_BOOLEAN },
};

static gboolean
count_rows (EmulatorStore *store, const char *sql, gint64 app, gint64 *count, GError **error)
{
  g_autoptr (EmulatorStatement) query = emulator_store_prepare (store, sql);

  if (app != 0) {
    emulator_statement_bind_int (query, 1, app);
  }
  if (emulator_statement_step (query, error) != EMULATOR_STEP_ROW) {
    return FALSE;
  }
  *count = emulator_statement_get_int (query, 0);
  return TRUE;
}

/* Whether there is room for another credential of the app, or for another app. */
static gboolean
find_room (EmulatorCall *call, gint64 *app, GError **error)
{
  const EmulatorPath root = { NULL };
  const EmulatorPath path = { .parent = &root, .member = "appName" };
  EmulatorStore *store = call->world->store;
  const char *name = base_json_string (call->body, "appName");
  gint64 count = 0;

  if (name == NULL || !emulator_accepts_app_name (name)) {
    return TRUE;
  }
  if (!emulator_apps_find (store, name, app, error) ||
      !count_rows (store,
                   *app != 0 ? "SELECT count(*) FROM credentials WHERE app = ?"
                             : "SELECT count(*) FROM apps",
                   *app, &count, error)) {
    return FALSE;
  }
  if (*app != 0 && count >= MAX_CREDENTIALS) {
    emulator_issues_add (call->issues, &path, "the app has %d credentials already, no more fit",
                         MAX_CREDENTIALS);
  } else if (*app == 0 && count >= MAX_APPS) {
    emulator_issues_add (call->issues, &path,
                         "is a new name, but the account has %d apps already, no more fit",
                         MAX_APPS);
  }
  return TRUE;
}

static gboolean
check_new (EmulatorCall *call, gint64 *app, GError **error)
{
  const EmulatorPath root = { NULL };
  const EmulatorPath path = { .parent = &root, .member = "content" };
  JsonObject *content = base_json_object (call->body, "content");

  emulator_validate_object (call->body, create_fields, G_N_ELEMENTS (create_fields), &root,
                            call->issues);
  if (content != NULL) {
    emulator_credential_content_check (content, base_json_string (call->body, "credentialType"),
                                       &path, call->issues);
  }
  return find_room (call, app, error);
}

guint
emulator_credentials_create (EmulatorCall *call, GError **error)
{
  EmulatorWorld *world = call->world;
  gint64 app = 0;

  if (!check_new (call, &app, error)) {
    return 0;
  }
  if (emulator_issues_get_count (call->issues) > 0) {
    return 400;
  }
  int type =
    emulator_index_of (emulator_credential_types, base_json_string (call->body, "credentialType"));
  g_autofree char *bare = emulator_id_new (emulator_clock_now (world->clock), world->random);
  g_autofree char *id = emulator_id_format (EMULATOR_ID_CREDENTIAL, bare);
  if ((app == 0 &&
       !emulator_apps_add (world, base_json_string (call->body, "appName"), &app, error)) ||
      !emulator_credentials_add (world, app, (EmulatorCredentialType) type, bare, error) ||
      (base_json_boolean (call->body, "isDefault", FALSE) &&
       !make_default (world, app, type, bare, error))) {
    return 0;
  }
  return emulator_call_accept (call, COLLECTION, id);
}

static const EmulatorField update_fields[] = {
  { .name = "isDefault", .kind = EMULATOR_BOOLEAN },
  { .name = "tags", .kind = EMULATOR_OBJECT },
};

/* As for apps, false only means something for the default one, which cannot just cease to be it. */
static void
check_update (EmulatorCall *call, const Credential *credential)
{
  const EmulatorPath root = { NULL };
  const EmulatorPath default_path = { .parent = &root, .member = "isDefault" };
  const EmulatorPath tags_path = { .parent = &root, .member = "tags" };
  JsonObject *tags = base_json_object (call->body, "tags");

  if (base_json_member (call->body, "isDefault") == NULL &&
      base_json_member (call->body, "tags") == NULL) {
    emulator_issues_add (call->issues, &default_path, "is required where there are no tags");
  }
  emulator_validate_object (call->body, update_fields, G_N_ELEMENTS (update_fields), &root,
                            call->issues);
  if (credential->is_default && !base_json_boolean (call->body, "isDefault", TRUE)) {
    emulator_issues_add (call->issues, &default_path,
                         "cannot be false for the default %s credential of its app, which would"
                         " leave none: make another one the default instead",
                         emulator_credential_types[credential->type]);
  }
  if (tags != NULL) {
    emulator_validate_tags (tags, &tags_path, call->issues);
  }
}

static gboolean
set_tags (EmulatorCall *call, const Credential *credential, JsonObject *tags, GError **error)
{
  g_autoptr (EmulatorStatement) update = emulator_store_prepare (
    call->world->store, "UPDATE credentials SET tags = ?2, updated = ?3 WHERE created = ?1");
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), tags);
  g_autofree char *text = json_object_get_size (tags) > 0 ? json_to_string (node, FALSE) : NULL;

  emulator_statement_bind_int (update, 1, credential->key);
  emulator_statement_bind_text (update, 2, text);
  emulator_statement_bind_int (update, 3, emulator_clock_now (call->world->clock));
  return emulator_statement_run (update, error);
}

guint
emulator_credentials_update (EmulatorCall *call, GError **error)
{
  JsonObject *tags = base_json_object (call->body, "tags");
  Credential credential = { 0 };

  if (!find_credential (call, &credential, error)) {
    return 0;
  }
  if (credential.key == 0) {
    return 404;
  }
  check_update (call, &credential);
  if (emulator_issues_get_count (call->issues) > 0) {
    return 400;
  }
  gboolean becomes_default =
    base_json_boolean (call->body, "isDefault", FALSE) && !credential.is_default;
  if ((becomes_default &&
       !make_default (call->world, credential.app, credential.type,
                      emulator_id_parse (EMULATOR_ID_CREDENTIAL, call->id), error)) ||
      (tags != NULL && !set_tags (call, &credential, tags, error))) {
    return 0;
  }
  return emulator_call_accept (call, COLLECTION, call->id);
}

static gboolean
delete_credential (EmulatorWorld *world, const Credential *credential, GError **error)
{
  g_autoptr (EmulatorStatement) delete =
    emulator_store_prepare (world->store, "DELETE FROM credentials WHERE created = ?");
  g_autoptr (EmulatorStatement) elect = emulator_store_prepare (
    world->store,
    "UPDATE credentials SET is_default = 1, updated = ?3 WHERE created ="
    " (SELECT min (created) FROM credentials WHERE app = ?1 AND type = ?2)"
    " AND NOT EXISTS (SELECT 1 FROM credentials WHERE app = ?1 AND type = ?2 AND is_default)");

  emulator_statement_bind_int (delete, 1, credential->key);
  emulator_statement_bind_int (elect, 1, credential->app);
  emulator_statement_bind_int (elect, 2, credential->type);
  emulator_statement_bind_int (elect, 3, emulator_clock_now (world->clock));
  return emulator_statement_run (delete, error) && emulator_statement_run (elect, error) &&
         emulator_apps_touch (world, credential->app, error);
}

guint
emulator_credentials_delete (EmulatorCall *call, GError **error)
{
  Credential credential = { 0 };
  gint64 left = 0;

  if (!find_credential (call, &credential, error)) {
    return 0;
  }
  if (credential.key == 0) {
    return 404;
  }
  if (!delete_credential (call->world, &credential, error) ||
      !count_rows (call->world->store, "SELECT count(*) FROM credentials WHERE app = ?",
                   credential.app, &left, error) ||
      (left == 0 && !emulator_apps_delete (call->world, credential.app, error))) {
    return 0;
  }
  return emulator_call_accept (call, COLLECTION, call->id);
}
