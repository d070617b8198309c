/* Apps, their credentials, and what a send's `from` means in terms of them. */

#include "emulator-apps.h"

#include "emulator-id.h"
#include "emulator-users.h"
#include "emulator-validate.h"

#include <base-json.h>

/* Which members of `from` name credentials (reference, "Sender union"). */
static const char *const side_names[] = { "fcm", "apn" };

static const char *const type_names[] = { "FCM", "APN", "APN_SANDBOX" };

static guint
side_of_type (gint64 type)
{
  return type == EMULATOR_CREDENTIAL_FCM ? 0 : 1;
}

void
emulator_sender_clear (EmulatorSender *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (self->sides); i++) {
    g_clear_pointer (&self->sides[i].credential, g_free);
  }
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

/* The default credentials of an app; where it has none for the App Store's devices, the one for
 * their sandbox serves. */
static gboolean
use_app (EmulatorSender *self, EmulatorStore *store, gint64 app, GError **error)
{
  g_autoptr (EmulatorStatement) query = emulator_store_prepare (
    store, "SELECT type, id FROM credentials WHERE app = ? AND is_default ORDER BY type");
  EmulatorStep step = EMULATOR_STEP_DONE;

  emulator_statement_bind_int (query, 1, app);
  while ((step = emulator_statement_step (query, error)) == EMULATOR_STEP_ROW) {
    EmulatorSenderSide *side = &self->sides[side_of_type (emulator_statement_get_int (query, 0))];
    if (side->app == 0) {
      side->app = app;
      side->credential = g_strdup (emulator_statement_get_text (query, 1));
    }
  }
  return step == EMULATOR_STEP_DONE;
}

static gboolean
use_named_app (EmulatorSender *self,
               EmulatorStore *store,
               const char *name,
               const EmulatorPath *path,
               EmulatorIssues *issues,
               GError **error)
{
  gint64 app = 0;

  if (!emulator_apps_find (store, name, &app, error)) {
    return FALSE;
  }
  if (app == 0 && name == NULL) {
    emulator_issues_add (issues, path, "is required: the account has no default app");
  } else if (app == 0) {
    const EmulatorPath member = { .parent = path, .member = "appName" };
    emulator_issues_add (issues, &member, "no app has this name");
  }
  return app == 0 || use_app (self, store, app, error);
}

static gboolean
use_credential (EmulatorSender *self,
                guint index,
                EmulatorStore *store,
                const char *id,
                const EmulatorPath *path,
                EmulatorIssues *issues,
                GError **error)
{
  const char *bare = emulator_id_parse (EMULATOR_ID_CREDENTIAL, id);
  g_autoptr (EmulatorStatement) query =
    emulator_store_prepare (store, "SELECT app, type FROM credentials WHERE id = ?");

  emulator_statement_bind_text (query, 1, bare);
  EmulatorStep step = emulator_statement_step (query, error);
  if (step == EMULATOR_STEP_DONE) {
    emulator_issues_add (issues, path, "there is no such credential");
  } else if (step == EMULATOR_STEP_ROW) {
    gint64 type = emulator_statement_get_int (query, 1);
    if (side_of_type (type) != index) {
      emulator_issues_add (issues, path, "is a credential of the type %s", type_names[type]);
    } else {
      self->sides[index].app = emulator_statement_get_int (query, 0);
      self->sides[index].credential = g_strdup (bare);
    }
  }
  return step != EMULATOR_STEP_ERROR;
}

/* Those whose IDs are no IDs are reported elsewhere. */
static gboolean
use_credentials (EmulatorSender *self,
                 EmulatorStore *store,
                 JsonObject *from,
                 const EmulatorPath *path,
                 EmulatorIssues *issues,
                 GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (side_names); i++) {
    const EmulatorPath member = { .parent = path, .member = side_names[i] };
    const char *id = base_json_string (from, side_names[i]);
    if (emulator_id_is_credential (id) &&
        !use_credential (self, i, store, id, &member, issues, error)) {
      return FALSE;
    }
  }
  return TRUE;
}

static const EmulatorField from_fields[] = {
  { .name = "appName",
    .accepts = emulator_accepts_app_name,
    .expected = EMULATOR_APP_NAME_EXPECTED },
  { .name = "fcm",
    .accepts = emulator_id_is_credential,
    .expected = EMULATOR_CREDENTIAL_ID_EXPECTED },
  { .name = "apn",
    .accepts = emulator_id_is_credential,
    .expected = EMULATOR_CREDENTIAL_ID_EXPECTED },
};

/**
 * emulator_sender_resolve:
 * @self: (out caller-allocates): zeroed
 * @store: a store
 * @from: (nullable): the member of a send; %NULL is the default app
 * @path: where it stands
 * @issues: where to put what is wrong with it
 * @error: return location for a [error@Emulator.StoreError]
 *
 * Returns: whether the search worked
 */
gboolean
emulator_sender_resolve (EmulatorSender *self,
                         EmulatorStore *store,
                         JsonObject *from,
                         const EmulatorPath *path,
                         EmulatorIssues *issues,
                         GError **error)
{
  gboolean has_app = base_json_member (from, "appName") != NULL;
  gboolean has_credential = base_json_member (from, side_names[0]) != NULL ||
                            base_json_member (from, side_names[1]) != NULL;

  if (from == NULL) {
    return use_named_app (self, store, NULL, path, issues, error);
  }
  if (has_app == has_credential) {
    emulator_issues_add (issues, path, "must have either appName, or fcm, apn or both");
  }
  emulator_validate_object (from, from_fields, G_N_ELEMENTS (from_fields), path, issues);
  if (has_credential) {
    return use_credentials (self, store, from, path, issues, error);
  }
  const char *app_name = base_json_string (from, "appName");
  return app_name == NULL || !emulator_accepts_app_name (app_name) ||
         use_named_app (self, store, app_name, path, issues, error);
}

/**
 * emulator_apps_add:
 * @world: where to
 * @name: its name
 * @is_default: whether it is the one that sends without `from` use
 * @app: (out): its key
 * @error: return location for a [error@Emulator.StoreError]
 */
gboolean
emulator_apps_add (
  EmulatorWorld *world, const char *name, gboolean is_default, gint64 *app, GError **error)
{
  g_autoptr (EmulatorStatement) insert = emulator_store_prepare (
    world->store, "INSERT INTO apps (created, name, is_default, updated) VALUES (?1, ?2, ?3, ?1)");

  *app = emulator_clock_stamp (world->clock);
  emulator_statement_bind_int (insert, 1, *app);
  emulator_statement_bind_text (insert, 2, name);
  emulator_statement_bind_int (insert, 3, is_default);
  return emulator_statement_run (insert, error);
}

/**
 * emulator_apps_add_credential:
 * @world: where to
 * @app: the key of its app
 * @type: its type; it becomes the default of its app for it
 * @bare_id: (nullable): the bare ID, %NULL makes one
 * @error: return location for a [error@Emulator.StoreError]
 */
gboolean
emulator_apps_add_credential (EmulatorWorld *world,
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
                  " VALUES (?1, ?2, ?3, ?4, 1, ?1)");

  emulator_statement_bind_int (insert, 1, created);
  emulator_statement_bind_text (insert, 2, id);
  emulator_statement_bind_int (insert, 3, app);
  emulator_statement_bind_int (insert, 4, type);
  return emulator_statement_run (insert, error);
}

/**
 * emulator_apps_add_examples:
 * @world: a new one
 * @error: return location for a [error@Emulator.StoreError]
 *
 * Adds the apps, credentials and user that the examples of the API's documents name, so that they
 * run word for word. The default app is the one of the guide, whose example sends without `from`.
 */
gboolean
emulator_apps_add_examples (EmulatorWorld *world, GError **error)
{
  gint64 test_app = 0, limonade_app = 0, user = 0;

  return emulator_apps_add (world, "test_app", TRUE, &test_app, error) &&
         emulator_apps_add_credential (world, test_app, EMULATOR_CREDENTIAL_FCM,
                                       "01h9krwprkeee8fzqspvwy6nq8", error) &&
         emulator_apps_add_credential (world, test_app, EMULATOR_CREDENTIAL_APN,
                                       "8qn6ywvpsqzf8eeekrpwrk9h10", error) &&
         emulator_apps_add (world, "limonade_app", FALSE, &limonade_app, error) &&
         emulator_apps_add_credential (world, limonade_app, EMULATOR_CREDENTIAL_FCM, NULL, error) &&
         emulator_apps_add_credential (world, limonade_app, EMULATOR_CREDENTIAL_APN, NULL, error) &&
         emulator_users_add (world, "01h9krwprkeee8fzqspvwy6nq8", &user, error);
}
