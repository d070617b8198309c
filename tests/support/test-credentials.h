#pragma once

#include <gio/gio.h>
#include <gnutls/x509.h>

G_BEGIN_DECLS

/* Keys and certificates made by the test itself, as their providers would hand them out. All
 * (transfer full) and followed by a NUL. */
#define TEST_OID_PUSH_SANDBOX "1.2.840.113635.100.6.3.1"
#define TEST_OID_PUSH_PRODUCTION "1.2.840.113635.100.6.3.2"
#define TEST_OID_SIGNING "1.2.840.113635.100.6.1.4" /* of apps, for the store */

#define TEST_DAY (24 * 60 * 60)

typedef struct {
  const char *key;       /* PEM: of whose certificate this is */
  const char *bundle;    /* (nullable): "com.example.shop" */
  const char *topics[4]; /* listed in the extension for them, where there is one */
  const char *oids[4];   /* of empty extensions */
  const char *issuer;    /* (nullable): the organisation; "Apple Inc." where NULL */
  gint64 activation;     /* seconds since 1970 */
  gint64 expiration;
} TestCertificate;

char *test_key_new (gnutls_pk_algorithm_t algorithm); /* RSA: the same one each time */
char *test_key_encrypt (const char *key, const char *passphrase);
char *test_certificate_new (const TestCertificate *certificate);
char *test_push_certificate_new (const char *key); /* for both worlds, valid for a year */
GBytes *test_certificate_to_der (const char *certificate);
GBytes *test_key_to_der (const char *key);
GBytes *test_bag_new (const char *certificate); /* .p12 */
char *test_account_new (const char *key);       /* a service account's JSON file */

G_END_DECLS
