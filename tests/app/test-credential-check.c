/* What is said of a file before it is sent: with keys and certificates that the test makes, as
 * Apple and Google would hand them out, and with whatever else lies beside them. */

#include <glib/gstdio.h>
#include <string.h>

#include "carillon-credential-check.h"
#include "carillon-secret-text.h"
#include "test-credentials.h"
#include "test-emulator.h"

#define NOW (G_GINT64_CONSTANT (1790000000))

static CarillonCredentialFile *
recognise (const char *text, gssize length, const char *name)
{
  g_autoptr (GBytes) secret =
    carillon_secret_text_new (text, length < 0 ? strlen (text) : (gsize) length);

  return carillon_credential_file_recognise (secret, name);
}

static void
assert_part (CarillonCredentialFile *file, CarillonPart part, const char *text)
{
  g_autofree char *expected = g_strstrip (g_strdup (text));
  g_autofree char *found = g_strdup (carillon_secret_text_get (file->parts[part]));

  g_assert_nonnull (found);
  g_assert_cmpstr (g_strstrip (found), ==, expected);
}

static void
assert_problem (CarillonCredentialFile *file, const char *text)
{
  g_assert_nonnull (file->problem);
  if (strstr (file->problem, text) == NULL) {
    g_error ("“%s” does not say “%s”", file->problem, text);
  }
}

static void
test_recognise_both (void)
{
  g_autofree char *key = test_key_new (GNUTLS_PK_RSA);
  g_autofree char *certificate = test_push_certificate_new (key);
  g_autofree char *text = g_strconcat ("Bag Attributes\n    friendlyName: Apple Push Services\n",
                                       certificate, "Key Attributes: <No Attributes>\n", key, NULL);

  g_autoptr (CarillonCredentialFile) file = recognise (text, -1, "both.pem");
  g_assert_null (file->problem);
  assert_part (file, CARILLON_PART_CERTIFICATE, certificate);
  assert_part (file, CARILLON_PART_KEY, key);
  g_assert_null (file->parts[CARILLON_PART_ACCOUNT]);
}

static void
test_recognise_binary (void)
{
  g_autofree char *key = test_key_new (GNUTLS_PK_ECDSA);
  g_autofree char *certificate = test_push_certificate_new (key);
  g_autoptr (GBytes) der = test_certificate_to_der (certificate);
  g_autoptr (GBytes) key_der = test_key_to_der (key);
  g_autoptr (GBytes) bag = test_bag_new (certificate);

  g_autoptr (CarillonCredentialFile) file =
    recognise (g_bytes_get_data (der, NULL), (gssize) g_bytes_get_size (der), "aps.cer");
  g_assert_null (file->problem);
  assert_part (file, CARILLON_PART_CERTIFICATE, certificate);

  g_autoptr (CarillonCredentialFile) binary =
    recognise (g_bytes_get_data (key_der, NULL), (gssize) g_bytes_get_size (key_der), "aps.key");
  assert_problem (binary, "openssl pkey -inform DER -in 'aps.key' -out key.pem");

  g_autoptr (CarillonCredentialFile) packed =
    recognise (g_bytes_get_data (bag, NULL), (gssize) g_bytes_get_size (bag), "it's mine.p12");
  assert_problem (packed, "packed and encrypted (.p12)");
  assert_problem (packed, "-in 'it'\\''s mine.p12' -out credential.pem");
}

static void
test_recognise_encrypted (void)
{
  g_autofree char *key = test_key_new (GNUTLS_PK_ECDSA);
  g_autofree char *certificate = test_push_certificate_new (key);
  g_autofree char *encrypted = test_key_encrypt (key, "secret");
  g_autofree char *text = g_strconcat (certificate, encrypted, NULL);

  g_autoptr (CarillonCredentialFile) file = recognise (text, -1, "aps.pem");
  assert_problem (file, "openssl pkey -in 'aps.pem' -out key.pem");
  assert_part (file, CARILLON_PART_CERTIFICATE, certificate);
  g_assert_null (file->parts[CARILLON_PART_KEY]);
}

static void
test_recognise_token_key (void)
{
  g_autofree char *key = test_key_new (GNUTLS_PK_ECDSA);

  g_autoptr (CarillonCredentialFile) file = recognise (key, -1, "AuthKey_ABC.P8");
  assert_problem (file, "token signing key (.p8)");
  g_assert_null (file->parts[CARILLON_PART_KEY]);
}

#define BLOCK(label) "-----BEGIN " label "-----\nAAAA\n-----END " label "-----\n"

/* Files that are of no use, and what is said of them. */
static const struct {
  const char *text;
  const char *problem;
} others[] = {
  { "", "nothing in it" },
  { " \n\t", "nothing in it" },
  { "hello", "neither a PEM text nor a JSON document" },
  { BLOCK ("CERTIFICATE REQUEST"), "request for a certificate" },
  { BLOCK ("PUBLIC KEY"), "public key" },
  { BLOCK ("OPENSSH PRIVATE KEY"), "for SSH" },
  { BLOCK ("PKCS7"), "openssl pkcs7 -print_certs -in 'file' -out certificate.pem" },
  { BLOCK ("EC PARAMETERS"), "neither a certificate nor a key" },
  { "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n"
    "-----END RSA PRIVATE KEY-----\n",
    "is encrypted" },
  { "-----BEGIN CERTIFICATE-----\nAAAA\n", "breaks off" },
  { "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERT", "breaks off" },
  { "{\"type\": \"service_account\", \"project_id\": \"sh", "not whole" },
  { "{\"project_info\": {}, \"client\": []}", "google-services.json" },
  { "\xef\xbb\xbf {\"project_info\": {}, \"client\": []}", "google-services.json" },
  { "{\"installed\": {\"client_id\": \"1\", \"client_secret\": \"s\"}}", "OAuth client" },
  { "{\"web\": {\"client_id\": \"1\"}}", "OAuth client" },
  { "{\"type\": \"authorized_user\", \"refresh_token\": \"s\"}", "of the type “authorized_user”" },
  { "{\"apiKey\": \"AIza\", \"messagingSenderId\": \"1\"}", "configuration of a web app" },
  { "{}", "not the file of a service account" },
  { "<?xml version=\"1.0\"?><plist><dict><key>GOOGLE_APP_ID</key></dict></plist>",
    "GoogleService-Info.plist" },
};

static void
test_recognise_others (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++) {
    g_autoptr (CarillonCredentialFile) file = recognise (others[i].text, -1, "file");

    assert_problem (file, others[i].problem);
    for (CarillonPart part = 0; part < CARILLON_N_PARTS; part++) {
      g_assert_null (file->parts[part]);
    }
  }

  g_autoptr (CarillonCredentialFile) zeros = recognise ("\0\0\0", 3, "file");
  assert_problem (zeros, "neither a PEM text nor a JSON document");
}

/* Whatever is cut off, there is an answer and no more. */
static void
test_recognise_cut (void)
{
  g_autofree char *key = test_key_new (GNUTLS_PK_ECDSA);
  g_autofree char *certificate = test_push_certificate_new (key);
  g_autofree char *account = test_account_new (key);
  g_autofree char *text = g_strconcat (certificate, key, NULL);
  const char *const texts[] = { text, account };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    for (gsize length = 0; length < strlen (texts[i]); length++) {
      g_autoptr (CarillonCredentialFile) file = recognise (texts[i], (gssize) length, "cut");
      g_autoptr (CarillonCredentialCheck) check =
        carillon_credential_check_new (i == 0 ? "APN" : "FCM", file->parts, NOW);

      g_assert_nonnull (check);
    }
  }
}

static CarillonCredentialFile *
load (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GAsyncResult *stored = NULL;

  carillon_credential_file_load_async (file, NULL, test_store_result, &stored);
  g_autoptr (GAsyncResult) result = test_await (&stored);
  return carillon_credential_file_load_finish (result, error);
}

static void
test_load (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("carillon-check-XXXXXX", &error);
  g_assert_no_error (error);
  g_autofree char *path = g_build_filename (folder, "account.json", NULL);
  g_autofree char *key = test_key_new (GNUTLS_PK_RSA);
  g_autofree char *account = test_account_new (key);

  g_file_set_contents (path, account, -1, &error);
  g_assert_no_error (error);
  g_autoptr (CarillonCredentialFile) file = load (path, &error);
  g_assert_no_error (error);
  assert_part (file, CARILLON_PART_ACCOUNT, account);

  /* A mark in front of it is no part of it. */
  g_autofree char *marked = g_strconcat ("\xef\xbb\xbf", account, NULL);
  g_autoptr (CarillonCredentialFile) without = recognise (marked, -1, "account.json");
  assert_part (without, CARILLON_PART_ACCOUNT, account);

  g_autofree char *large = g_strnfill (CARILLON_MAX_CREDENTIAL_FILE + 1, ' ');
  g_file_set_contents (path, large, -1, &error);
  g_assert_no_error (error);
  g_autoptr (CarillonCredentialFile) refused = load (path, &error);
  g_assert_no_error (error);
  assert_problem (refused, "larger than 64 KiB");

  g_assert_no_errno (g_unlink (path));
  g_assert_null (load (path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_no_errno (g_rmdir (folder));
}

/* Secrets appear nowhere in what is shown. */
static void
assert_silent (CarillonCredentialCheck *check, const char *secret)
{
  g_auto (GStrv) lines = g_strsplit (secret, "\n", -1);

  for (guint line = 0; lines[line] != NULL; line++) {
    if (strlen (lines[line]) < 16 || g_str_has_prefix (lines[line], "-----")) {
      continue;
    }
    for (guint i = 0; i < check->findings->len; i++) {
      g_assert_null (strstr (((CarillonFinding *) check->findings->pdata[i])->text, lines[line]));
    }
    for (guint i = 0; i < check->facts->len; i++) {
      g_assert_null (strstr (((CarillonFact *) check->facts->pdata[i])->value, lines[line]));
    }
  }
}

static CarillonCredentialCheck *
check_at (
  const char *type, const char *certificate, const char *key, const char *account, gint64 now)
{
  const char *const texts[CARILLON_N_PARTS] = {
    [CARILLON_PART_CERTIFICATE] = certificate,
    [CARILLON_PART_KEY] = key,
    [CARILLON_PART_ACCOUNT] = account,
  };
  GBytes *parts[CARILLON_N_PARTS] = { NULL };

  for (CarillonPart part = 0; part < CARILLON_N_PARTS; part++) {
    parts[part] =
      texts[part] != NULL ? carillon_secret_text_new (texts[part], strlen (texts[part])) : NULL;
  }
  CarillonCredentialCheck *check = carillon_credential_check_new (type, parts, now);
  for (CarillonPart part = 0; part < CARILLON_N_PARTS; part++) {
    g_clear_pointer (&parts[part], g_bytes_unref);
  }
  if (key != NULL) {
    assert_silent (check, key);
  }
  return check;
}

static void
assert_findings (CarillonCredentialCheck *check, guint n_findings)
{
  if (check->findings->len != n_findings) {
    for (guint i = 0; i < check->findings->len; i++) {
      g_test_message ("%s", ((CarillonFinding *) check->findings->pdata[i])->text);
    }
  }
  g_assert_cmpuint (check->findings->len, ==, n_findings);
}

static void
assert_finding (CarillonCredentialCheck *check,
                CarillonSeverity severity,
                CarillonPart part,
                const char *text)
{
  for (guint i = 0; i < check->findings->len; i++) {
    CarillonFinding *finding = check->findings->pdata[i];

    if (strstr (finding->text, text) != NULL) {
      g_assert_cmpint (finding->severity, ==, severity);
      g_assert_cmpint (finding->part, ==, part);
      return;
    }
    g_test_message ("%s", finding->text);
  }
  g_error ("nothing says “%s”", text);
}

static void
assert_fact (CarillonCredentialCheck *check, const char *title, const char *value)
{
  for (guint i = 0; i < check->facts->len; i++) {
    CarillonFact *fact = check->facts->pdata[i];

    if (g_str_equal (fact->title, title)) {
      g_assert_cmpstr (fact->value, ==, value);
      return;
    }
  }
  g_error ("no fact is called “%s”", title);
}

static TestCertificate
push_certificate (const char *key)
{
  return (TestCertificate){
    .key = key,
    .bundle = "com.example.shop",
    .topics = { "com.example.shop", "com.example.shop.voip" },
    .oids = { TEST_OID_PUSH_SANDBOX, TEST_OID_PUSH_PRODUCTION },
    .activation = NOW - TEST_DAY,
    .expiration = NOW + 365 * TEST_DAY,
  };
}

static void
test_check_push (void)
{
  g_autofree char *key = test_key_new (GNUTLS_PK_RSA);
  TestCertificate description = push_certificate (key);
  g_autofree char *certificate = test_certificate_new (&description);

  g_autoptr (CarillonCredentialCheck) check = check_at ("APN", certificate, key, NULL, NOW);
  assert_findings (check, 0);
  g_assert_true (carillon_credential_check_passes (check));
  assert_fact (check, "Bundle ID", "com.example.shop");
  assert_fact (check, "Topics", "com.example.shop\ncom.example.shop.voip");
  assert_fact (check, "For", "Sandbox and production");
  assert_fact (check, "Issued by", "Apple Worldwide Developer Relations Certification Authority");
  g_assert_cmpstr (carillon_secret_text_get (check->certificate), ==, certificate);

  g_autoptr (CarillonCredentialCheck) sandbox =
    check_at ("APN_SANDBOX", certificate, key, NULL, NOW);
  assert_findings (sandbox, 0);
}

/* Certificates that something is wrong with, and what. */
static const struct {
  const char *type;
  const char *oids[4];
  int activation, expiration; /* days from now */
  const char *issuer;
  gboolean nameless;
  CarillonSeverity severity;
  const char *text;
} certificates[] = {
  { "APN",
    { TEST_OID_SIGNING },
    -1,
    365,
    NULL,
    FALSE,
    CARILLON_FINDING_ERROR,
    "is not for push notifications" },
  { "APN", { NULL }, -1, 365, NULL, FALSE, CARILLON_FINDING_ERROR, "is not for push" },
  { "APN",
    { TEST_OID_PUSH_SANDBOX },
    -1,
    365,
    NULL,
    FALSE,
    CARILLON_FINDING_ERROR,
    "for the sandbox only" },
  { "APN_SANDBOX",
    { TEST_OID_PUSH_PRODUCTION },
    -1,
    365,
    NULL,
    FALSE,
    CARILLON_FINDING_ERROR,
    "for production only" },
  { "APN",
    { TEST_OID_PUSH_PRODUCTION },
    -365,
    -1,
    NULL,
    FALSE,
    CARILLON_FINDING_ERROR,
    "expired on 20 Sep 2026" },
  { "APN",
    { TEST_OID_PUSH_PRODUCTION },
    1,
    365,
    NULL,
    FALSE,
    CARILLON_FINDING_ERROR,
    "not valid before 22 Sep 2026" },
  { "APN",
    { TEST_OID_PUSH_PRODUCTION },
    -300,
    29,
    NULL,
    FALSE,
    CARILLON_FINDING_WARNING,
    "expires in 29 days" },
  { "APN",
    { TEST_OID_PUSH_PRODUCTION },
    -300,
    1,
    NULL,
    FALSE,
    CARILLON_FINDING_WARNING,
    "expires in 1 day." },
  { "APN",
    { TEST_OID_PUSH_PRODUCTION },
    -1,
    365,
    "Example Ltd.",
    FALSE,
    CARILLON_FINDING_WARNING,
    "not issued by Apple" },
  { "APN",
    { TEST_OID_PUSH_PRODUCTION },
    -1,
    365,
    NULL,
    TRUE,
    CARILLON_FINDING_WARNING,
    "names no app" },
};

static void
test_check_certificates (void)
{
  g_autofree char *key = test_key_new (GNUTLS_PK_ECDSA);

  for (gsize i = 0; i < G_N_ELEMENTS (certificates); i++) {
    TestCertificate description = {
      .key = key,
      .bundle = certificates[i].nameless ? NULL : "com.example.shop",
      .issuer = certificates[i].issuer,
      .activation = NOW + certificates[i].activation * TEST_DAY,
      .expiration = NOW + certificates[i].expiration * TEST_DAY,
    };
    memcpy (description.oids, certificates[i].oids, sizeof description.oids);
    g_autofree char *certificate = test_certificate_new (&description);

    g_autoptr (CarillonCredentialCheck) check =
      check_at (certificates[i].type, certificate, key, NULL, NOW);
    assert_findings (check, 1);
    assert_finding (check, certificates[i].severity, CARILLON_PART_CERTIFICATE,
                    certificates[i].text);
    g_assert_cmpint (carillon_credential_check_passes (check), ==,
                     certificates[i].severity != CARILLON_FINDING_ERROR);
  }
}

static void
test_check_fit (void)
{
  g_autofree char *key = test_key_new (GNUTLS_PK_RSA);
  g_autofree char *curve = test_key_new (GNUTLS_PK_ECDSA);
  g_autofree char *other_curve = test_key_new (GNUTLS_PK_ECDSA);
  TestCertificate description = push_certificate (key);
  g_autofree char *certificate = test_certificate_new (&description);
  description.key = curve;
  g_autofree char *curve_certificate = test_certificate_new (&description);

  g_autoptr (CarillonCredentialCheck) token = check_at ("APN", certificate, curve, NULL, NOW);
  assert_findings (token, 1);
  assert_finding (token, CARILLON_FINDING_ERROR, CARILLON_PART_KEY, "token signing key");

  g_autoptr (CarillonCredentialCheck) other =
    check_at ("APN", curve_certificate, other_curve, NULL, NOW);
  assert_findings (other, 1);
  assert_finding (other, CARILLON_FINDING_ERROR, CARILLON_PART_KEY, "not that of the certificate");

  /* Of several the one that the key fits is sent. */
  g_autofree char *chain = g_strconcat (curve_certificate, certificate, NULL);
  g_autoptr (CarillonCredentialCheck) second = check_at ("APN", chain, key, NULL, NOW);
  assert_findings (second, 0);
  g_assert_cmpstr (carillon_secret_text_get (second->certificate), ==, certificate);
}

static void
test_check_damaged (void)
{
  g_autofree char *key = test_key_new (GNUTLS_PK_ECDSA);
  TestCertificate description = push_certificate (key);
  g_autofree char *certificate = test_certificate_new (&description);

  g_autoptr (CarillonCredentialCheck) without =
    check_at ("APN", BLOCK ("CERTIFICATE"), key, NULL, NOW);
  assert_findings (without, 1);
  assert_finding (without, CARILLON_FINDING_ERROR, CARILLON_PART_CERTIFICATE, "cannot be read");

  g_autoptr (CarillonCredentialCheck) keyless =
    check_at ("APN", certificate, BLOCK ("PRIVATE KEY"), NULL, NOW);
  assert_findings (keyless, 1);
  assert_finding (keyless, CARILLON_FINDING_ERROR, CARILLON_PART_KEY, "cannot be read");

  g_autoptr (CarillonCredentialCheck) half = check_at ("APN", certificate, NULL, NULL, NOW);
  assert_findings (half, 0);
  assert_fact (half, "Bundle ID", "com.example.shop");
}

static void
test_check_account (void)
{
  g_autofree char *key = test_key_new (GNUTLS_PK_RSA);
  g_autofree char *account = test_account_new (key);

  g_autoptr (CarillonCredentialCheck) check = check_at ("FCM", NULL, key, account, NOW);
  assert_findings (check, 0);
  assert_fact (check, "Project", "shop-1234");
  assert_fact (check, "Service account", "push@shop-1234.iam.gserviceaccount.com");
  assert_fact (check, "Key ID", "0123456789abcdef0123456789abcdef01234567");
}

static char *
replace (const char *text, const char *from, const char *to)
{
  g_auto (GStrv) parts = g_strsplit (text, from, -1);

  g_assert_cmpuint (g_strv_length (parts), ==, 2);
  return g_strjoinv (to, parts);
}

/* What is changed in a good account, and what is said then. */
static const struct {
  const char *from, *to;
  CarillonSeverity severity;
  const char *text;
} accounts[] = {
  { "\"project_id\"", "\"project\"", CARILLON_FINDING_ERROR, "has no “project_id”" },
  { "\"shop-1234\"", "7", CARILLON_FINDING_ERROR, "has no “project_id”" },
  { "\"client_email\"", "\"mail\"", CARILLON_FINDING_ERROR, "has no “client_email”" },
  { "\"private_key\"", "\"key\"", CARILLON_FINDING_ERROR, "has no “private_key”" },
  { "-----BEGIN PRIVATE KEY-----\\nMI", "-----BEGIN PRIVATE KEY-----\\nAA", CARILLON_FINDING_ERROR,
    "private key in the service account cannot be read" },
  { "push@shop-1234.iam.gserviceaccount.com", "me@example.com", CARILLON_FINDING_WARNING,
    "me@example.com is not the address of a service account" },
};

static void
test_check_accounts (void)
{
  g_autofree char *key = test_key_new (GNUTLS_PK_RSA);
  g_autofree char *account = test_account_new (key);

  for (gsize i = 0; i < G_N_ELEMENTS (accounts); i++) {
    g_autofree char *changed = replace (account, accounts[i].from, accounts[i].to);

    g_autoptr (CarillonCredentialCheck) check = check_at ("FCM", NULL, key, changed, NOW);
    assert_findings (check, 1);
    assert_finding (check, accounts[i].severity, CARILLON_PART_ACCOUNT, accounts[i].text);
  }
}

/* Careful writers of JSON escape more than they must. */
static void
test_check_escaped_account (void)
{
  g_autofree char *key = test_key_new (GNUTLS_PK_RSA);
  g_auto (GStrv) parts = g_strsplit (key, "/", -1);
  g_autofree char *slashes = g_strjoinv ("\\/", parts);
  g_autofree char *account = test_account_new (slashes);

  g_autoptr (CarillonCredentialCheck) check = check_at ("FCM", NULL, key, account, NOW);
  assert_findings (check, 0);
}

int
main (int argc, char *argv[])
{
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/credentials/recognise/both", test_recognise_both);
  g_test_add_func ("/credentials/recognise/binary", test_recognise_binary);
  g_test_add_func ("/credentials/recognise/encrypted", test_recognise_encrypted);
  g_test_add_func ("/credentials/recognise/token-key", test_recognise_token_key);
  g_test_add_func ("/credentials/recognise/others", test_recognise_others);
  g_test_add_func ("/credentials/recognise/cut", test_recognise_cut);
  g_test_add_func ("/credentials/load", test_load);
  g_test_add_func ("/credentials/check/push", test_check_push);
  g_test_add_func ("/credentials/check/certificates", test_check_certificates);
  g_test_add_func ("/credentials/check/fit", test_check_fit);
  g_test_add_func ("/credentials/check/damaged", test_check_damaged);
  g_test_add_func ("/credentials/check/account", test_check_account);
  g_test_add_func ("/credentials/check/accounts", test_check_accounts);
  g_test_add_func ("/credentials/check/escaped-account", test_check_escaped_account);
  return g_test_run ();
}
