/* A Google service account, as FCM takes it: the whole file is the secret (API: Credentials,
 * Create). */

#include "carillon-credential-check-private.h"

#include <base-json.h>
#include <glib/gi18n.h>

#include "carillon-secret-text.h"
#include "carillon-service-account.h"

#define ACCOUNT_DOMAIN ".gserviceaccount.com"

/* What FCM cannot do without. */
static const struct {
  const char *member;
  const char *title; /* (nullable): not shown */
} members[] = {
  { "project_id", N_ ("Project") },
  { "client_email", N_ ("Service account") },
  { "private_key", NULL },
};

static void
check_member (CarillonCredentialCheck *check, JsonObject *object, gsize i)
{
  const char *value = base_json_string (object, members[i].member);

  if (value == NULL || *value == '\0') {
    carillon_credential_check_add (
      check, CARILLON_FINDING_ERROR, CARILLON_PART_ACCOUNT,
      /* Translators: %s is the name of a member of a JSON document, "project_id" */
      g_strdup_printf (_ ("The service account has no “%s”. Generate a new key for it in the "
                          "Firebase console."),
                       members[i].member));
  } else if (members[i].title != NULL) {
    carillon_credential_check_add_fact (check, _ (members[i].title), g_strdup (value));
  }
}

static void
check_private_key (CarillonCredentialCheck *check, GBytes *private_key)
{
  gnutls_x509_privkey_t key = carillon_private_key_read (private_key);

  if (key == NULL) {
    carillon_credential_check_add (
      check, CARILLON_FINDING_ERROR, CARILLON_PART_ACCOUNT,
      g_strdup (_ ("The private key in the service account cannot be read: it was changed, or "
                   "left out. Generate a new one in the Firebase console.")));
    return;
  }
  gnutls_x509_privkey_deinit (key);
}

static void
check_email (CarillonCredentialCheck *check, const char *email)
{
  if (email == NULL || *email == '\0' || g_str_has_suffix (email, ACCOUNT_DOMAIN)) {
    return;
  }
  carillon_credential_check_add (
    check, CARILLON_FINDING_WARNING, CARILLON_PART_ACCOUNT,
    /* Translators: %1$s is an email address, %2$s the end of one */
    g_strdup_printf (_ ("%1$s is not the address of a service account: those end in %2$s."), email,
                     ACCOUNT_DOMAIN));
}

/**
 * carillon_account_check:
 * @self: where to add what there is to say
 * @account: a secret text: a JSON object of the type "service_account"
 */
void
carillon_account_check (CarillonCredentialCheck *self, GBytes *account)
{
  g_autoptr (CarillonServiceAccount) parsed = carillon_service_account_parse (account);
  JsonObject *object = parsed != NULL ? parsed->object : NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++) {
    check_member (self, object, i);
  }
  if (parsed != NULL && parsed->private_key != NULL && g_bytes_get_size (parsed->private_key) > 0) {
    check_private_key (self, parsed->private_key);
  }
  check_email (self, base_json_string (object, "client_email"));
  carillon_credential_check_add_fact (self, _ ("Key ID"),
                                      g_strdup (base_json_string (object, "private_key_id")));
}
