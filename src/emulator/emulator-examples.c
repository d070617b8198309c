/* What a new world has where nobody asked for demo data. */

#include "emulator-examples.h"

#include "emulator-apps.h"
#include "emulator-credentials.h"
#include "emulator-users.h"

/**
 * emulator_examples_fill:
 * @world: a new one
 * @error: return location for a [error@Emulator.StoreError]
 *
 * Adds the apps, credentials and user that the examples of the API's documents name, so that they
 * run word for word. The default app is the one of the guide, whose example sends without `from`.
 */
gboolean
emulator_examples_fill (EmulatorWorld *world, GError **error)
{
  gint64 test_app = 0, limonade_app = 0, user = 0;

  return emulator_apps_add (world, "test_app", &test_app, error) &&
         emulator_credentials_add (world, test_app, EMULATOR_CREDENTIAL_FCM,
                                   "01h9krwprkeee8fzqspvwy6nq8", error) &&
         emulator_credentials_add (world, test_app, EMULATOR_CREDENTIAL_APN,
                                   "8qn6ywvpsqzf8eeekrpwrk9h10", error) &&
         emulator_apps_add (world, "limonade_app", &limonade_app, error) &&
         emulator_credentials_add (world, limonade_app, EMULATOR_CREDENTIAL_FCM, NULL, error) &&
         emulator_credentials_add (world, limonade_app, EMULATOR_CREDENTIAL_APN, NULL, error) &&
         emulator_users_add (world, "01h9krwprkeee8fzqspvwy6nq8", &user, error);
}
