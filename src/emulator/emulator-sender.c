/* What the `from` of a send means in terms of apps and credentials (reference, "Sender union").
 *
 * The two credentials of `{fcm, apn}` may be of different apps: the documents do not forbid it, and
 * a product whose Android and iPhone apps are apart has no other way to reach a user on both. The
 * devices that a user has under the app of each credential are reached with it. */

#include "emulator-sender.h"

#include "emulator-apps.h"
#include "emulator-id.h"
#include "emulator-schema.h"
#include "emulator-validate.h"

#include <base-json.h>

/* The members that name credentials. */
static const char *const side_names[] = { "fcm", "apn" };

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
      emulator_issues_add (issues, path, "is a credential of the type %s, which has no place here",
                           emulator_credential_types[type]);
    } else {
      self->sides[index].app = emulator_statement_get_int (query, 0);
      g_free (self->sides[index].credential);
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
  const char *app_name = base_json_string (from, "appName");
  if (app_name != NULL && emulator_accepts_app_name (app_name) &&
      !use_named_app (self, store, app_name, path, issues, error)) {
    return FALSE;
  }
  return use_credentials (self, store, from, path, issues, error);
}
