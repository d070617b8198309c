#include "test-credentials.h"

#include <gnutls/abstract.h>
#include <gnutls/pkcs12.h>
#include <string.h>

#define RSA_BITS 2048

#define OID_TOPICS "1.2.840.113635.100.6.3.6"
#define ISSUER_NAME "Apple Worldwide Developer Relations Certification Authority"

static void
check (int result)
{
  if (result < 0) {
    g_error ("GnuTLS: %s", gnutls_strerror (result));
  }
}

static gnutls_datum_t
datum (const char *text)
{
  return (gnutls_datum_t){ (unsigned char *) text, (unsigned int) strlen (text) };
}

static char *
take_text (gnutls_datum_t *data)
{
  char *text = g_strndup ((const char *) data->data, data->size);

  gnutls_free (data->data);
  return text;
}

static GBytes *
take_bytes (gnutls_datum_t *data)
{
  GBytes *bytes = g_bytes_new (data->data, data->size);

  gnutls_free (data->data);
  return bytes;
}

static gnutls_x509_privkey_t
read_key (const char *text)
{
  const gnutls_datum_t data = datum (text);
  gnutls_x509_privkey_t key;

  check (gnutls_x509_privkey_init (&key));
  check (gnutls_x509_privkey_import (key, &data, GNUTLS_X509_FMT_PEM));
  return key;
}

static gnutls_x509_crt_t
read_certificate (const char *text)
{
  const gnutls_datum_t data = datum (text);
  gnutls_x509_crt_t certificate;

  check (gnutls_x509_crt_init (&certificate));
  check (gnutls_x509_crt_import (certificate, &data, GNUTLS_X509_FMT_PEM));
  return certificate;
}

static char *
generate (gnutls_pk_algorithm_t algorithm)
{
  gnutls_x509_privkey_t key;
  gnutls_datum_t pem = { 0 };
  unsigned int bits =
    algorithm == GNUTLS_PK_RSA ? RSA_BITS : GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1);

  check (gnutls_x509_privkey_init (&key));
  check (gnutls_x509_privkey_generate (key, algorithm, bits, 0));
  check (
    gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &pem));
  gnutls_x509_privkey_deinit (key);
  return take_text (&pem);
}

char *
test_key_new (gnutls_pk_algorithm_t algorithm)
{
  static char *rsa;

  if (algorithm != GNUTLS_PK_RSA) {
    return generate (algorithm);
  }
  if (rsa == NULL) {
    rsa = generate (algorithm);
  }
  return g_strdup (rsa);
}

char *
test_key_encrypt (const char *key, const char *passphrase)
{
  gnutls_x509_privkey_t parsed = read_key (key);
  gnutls_datum_t pem = { 0 };

  check (gnutls_x509_privkey_export2_pkcs8 (parsed, GNUTLS_X509_FMT_PEM, passphrase,
                                            GNUTLS_PKCS_PBES2_AES_256, &pem));
  gnutls_x509_privkey_deinit (parsed);
  return take_text (&pem);
}

static void
set_name (gnutls_x509_crt_t certificate, const char *oid, const char *value)
{
  check (gnutls_x509_crt_set_dn_by_oid (certificate, oid, 0, value, (unsigned int) strlen (value)));
}

static void
append_der (GByteArray *der, guint8 tag, const void *data, gsize length)
{
  const guint8 header[] = { tag, (guint8) length };

  g_assert_cmpuint (length, <, 0x80);
  g_byte_array_append (der, header, sizeof header);
  g_byte_array_append (der, data, (guint) length);
}

/* As Apple writes them: SEQUENCE { topic, SEQUENCE { "app" }, … } */
static void
add_topics (gnutls_x509_crt_t certificate, const TestCertificate *description)
{
  g_autoptr (GByteArray) list = g_byte_array_new ();
  g_autoptr (GByteArray) sequence = g_byte_array_new ();

  for (guint i = 0; i < 4 && description->topics[i] != NULL; i++) {
    append_der (list, 0x0c, description->topics[i], strlen (description->topics[i]));
    append_der (list, 0x30,
                "\x0c\x03"
                "app",
                5);
  }
  if (list->len > 0) {
    append_der (sequence, 0x30, list->data, list->len);
    check (gnutls_x509_crt_set_extension_by_oid (certificate, OID_TOPICS, sequence->data,
                                                 sequence->len, 0));
  }
}

static void
add_extensions (gnutls_x509_crt_t certificate, const TestCertificate *description)
{
  static const guint8 der_null[] = { 0x05, 0x00 };

  for (guint i = 0; i < 4 && description->oids[i] != NULL; i++) {
    check (gnutls_x509_crt_set_extension_by_oid (certificate, description->oids[i], der_null,
                                                 sizeof der_null, 0));
  }
  add_topics (certificate, description);
}

/* An authority with a key of its own, of which only the name matters. */
static gnutls_x509_crt_t
make_issuer (const char *organisation, gnutls_x509_privkey_t key)
{
  gnutls_x509_crt_t issuer;

  check (gnutls_x509_crt_init (&issuer));
  set_name (issuer, GNUTLS_OID_X520_COMMON_NAME, ISSUER_NAME);
  set_name (issuer, GNUTLS_OID_X520_ORGANIZATION_NAME, organisation);
  check (gnutls_x509_crt_set_key (issuer, key));
  return issuer;
}

static void
sign (gnutls_x509_crt_t certificate, const char *organisation)
{
  g_autofree char *text = generate (GNUTLS_PK_ECDSA);
  gnutls_x509_privkey_t key = read_key (text);
  gnutls_x509_crt_t issuer = make_issuer (organisation, key);

  check (gnutls_x509_crt_sign2 (certificate, issuer, key, GNUTLS_DIG_SHA256, 0));
  gnutls_x509_crt_deinit (issuer);
  gnutls_x509_privkey_deinit (key);
}

static void
describe (gnutls_x509_crt_t certificate, const TestCertificate *description)
{
  g_autofree char *name = g_strconcat (
    "Apple Push Services: ", description->bundle != NULL ? description->bundle : "", NULL);

  set_name (certificate, GNUTLS_OID_X520_COMMON_NAME, name);
  if (description->bundle != NULL) {
    set_name (certificate, GNUTLS_OID_LDAP_UID, description->bundle);
  }
  check (gnutls_x509_crt_set_version (certificate, 3));
  check (gnutls_x509_crt_set_serial (certificate, "\x01", 1));
  check (gnutls_x509_crt_set_activation_time (certificate, description->activation));
  check (gnutls_x509_crt_set_expiration_time (certificate, description->expiration));
}

char *
test_certificate_new (const TestCertificate *description)
{
  gnutls_x509_privkey_t key = read_key (description->key);
  gnutls_x509_crt_t certificate;
  gnutls_datum_t pem = { 0 };

  check (gnutls_x509_crt_init (&certificate));
  describe (certificate, description);
  check (gnutls_x509_crt_set_key (certificate, key));
  add_extensions (certificate, description);
  sign (certificate, description->issuer != NULL ? description->issuer : "Apple Inc.");
  check (gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_PEM, &pem));
  gnutls_x509_crt_deinit (certificate);
  gnutls_x509_privkey_deinit (key);
  return take_text (&pem);
}

char *
test_push_certificate_new (const char *key)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  return test_certificate_new (&(TestCertificate){
    .key = key,
    .bundle = "com.example.shop",
    .topics = { "com.example.shop", "com.example.shop.voip" },
    .oids = { TEST_OID_PUSH_SANDBOX, TEST_OID_PUSH_PRODUCTION },
    .activation = now - TEST_DAY,
    .expiration = now + 365 * TEST_DAY,
  });
}

GBytes *
test_certificate_to_der (const char *certificate)
{
  gnutls_x509_crt_t parsed = read_certificate (certificate);
  gnutls_datum_t der = { 0 };

  check (gnutls_x509_crt_export2 (parsed, GNUTLS_X509_FMT_DER, &der));
  gnutls_x509_crt_deinit (parsed);
  return take_bytes (&der);
}

GBytes *
test_key_to_der (const char *key)
{
  gnutls_x509_privkey_t parsed = read_key (key);
  gnutls_datum_t der = { 0 };

  check (gnutls_x509_privkey_export2 (parsed, GNUTLS_X509_FMT_DER, &der));
  gnutls_x509_privkey_deinit (parsed);
  return take_bytes (&der);
}

GBytes *
test_bag_new (const char *certificate)
{
  gnutls_x509_crt_t crt = read_certificate (certificate);
  gnutls_pkcs12_t pkcs12;
  gnutls_pkcs12_bag_t bag;
  gnutls_datum_t der = { 0 };

  check (gnutls_pkcs12_init (&pkcs12));
  check (gnutls_pkcs12_bag_init (&bag));
  check (gnutls_pkcs12_bag_set_crt (bag, crt));
  check (gnutls_pkcs12_bag_encrypt (bag, "secret", GNUTLS_PKCS_PBES2_AES_256));
  check (gnutls_pkcs12_set_bag (pkcs12, bag));
  check (gnutls_pkcs12_generate_mac (pkcs12, "secret"));
  check (gnutls_pkcs12_export2 (pkcs12, GNUTLS_X509_FMT_DER, &der));
  gnutls_pkcs12_bag_deinit (bag);
  gnutls_pkcs12_deinit (pkcs12);
  gnutls_x509_crt_deinit (crt);
  return take_bytes (&der);
}

char *
test_account_new (const char *key)
{
  g_auto (GStrv) lines = g_strsplit (key, "\n", -1);
  g_autofree char *escaped = g_strjoinv ("\\n", lines);

  return g_strdup_printf ("{\n"
                          "  \"type\": \"service_account\",\n"
                          "  \"project_id\": \"shop-1234\",\n"
                          "  \"private_key_id\": \"0123456789abcdef0123456789abcdef01234567\",\n"
                          "  \"private_key\": \"%s\",\n"
                          "  \"client_email\": \"push@shop-1234.iam.gserviceaccount.com\",\n"
                          "  \"client_id\": \"123456789012345678901\",\n"
                          "  \"token_uri\": \"https://oauth2.googleapis.com/token\"\n"
                          "}\n",
                          escaped);
}
