/* A certificate of Apple's push service and its key. What Apple writes into its certificates is
 * documented in the certificate policy of its Worldwide Developer Relations authority. */

#include "carillon-credential-check-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "carillon-secret-text.h"

#define OID_PUSH_SANDBOX "1.2.840.113635.100.6.3.1"
#define OID_PUSH_PRODUCTION "1.2.840.113635.100.6.3.2"
#define OID_PUSH_TOPICS "1.2.840.113635.100.6.3.6"

/* More than a leaf, its authority and the root of that makes no sense in one file. */
#define MAX_CERTIFICATES 16
/* Apple lists a topic or four, each as long as a bundle ID. */
#define MAX_EXTENSION 4096
#define MAX_NAME 256
#define KEY_ID_SIZE 32 /* SHA-256 */

/* A new certificate takes a person, an account and a day: a month leaves time to notice. */
#define SOON (30 * 24 * 60 * 60)

/* DER, as far as it takes to list texts. */
#define DER_UTF8_STRING 0x0c
#define DER_SEQUENCE 0x30

typedef struct {
  gnutls_x509_crt_t list[MAX_CERTIFICATES];
  unsigned int n;
} Certificates;

static void
certificates_free (Certificates *self)
{
  for (unsigned int i = 0; i < self->n; i++) {
    gnutls_x509_crt_deinit (self->list[i]);
  }
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Certificates, certificates_free)

static Certificates *
read_certificates (GBytes *pem)
{
  g_autoptr (Certificates) self = g_new0 (Certificates, 1);
  const gnutls_datum_t data = {
    .data = (unsigned char *) carillon_secret_text_get (pem),
    .size = (unsigned int) g_bytes_get_size (pem),
  };
  unsigned int n = MAX_CERTIFICATES;

  if (gnutls_x509_crt_list_import (self->list, &n, &data, GNUTLS_X509_FMT_PEM,
                                   GNUTLS_X509_CRT_LIST_IMPORT_FAIL_IF_EXCEED) < 1) {
    return NULL;
  }
  self->n = n;
  return g_steal_pointer (&self);
}

static void
add_error (CarillonCredentialCheck *check, CarillonPart part, const char *text)
{
  carillon_credential_check_add (check, CARILLON_FINDING_ERROR, part, g_strdup (text));
}

/* A day, as precise as anybody plans. */
static char *
format_day (time_t when)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (when);

  /* Translators: a day, "3 Jan 2027" */
  return time != NULL ? g_date_time_format (time, _ ("%-d %b %Y")) : g_strdup ("?");
}

static gboolean
fits (gnutls_x509_crt_t certificate, gnutls_x509_privkey_t key)
{
  unsigned char of_certificate[KEY_ID_SIZE], of_key[KEY_ID_SIZE];
  size_t certificate_size = KEY_ID_SIZE, key_size = KEY_ID_SIZE;

  return gnutls_x509_crt_get_key_id (certificate, GNUTLS_KEYID_USE_SHA256, of_certificate,
                                     &certificate_size) == GNUTLS_E_SUCCESS &&
         gnutls_x509_privkey_get_key_id (key, GNUTLS_KEYID_USE_SHA256, of_key, &key_size) ==
           GNUTLS_E_SUCCESS &&
         certificate_size == key_size && memcmp (of_certificate, of_key, key_size) == 0;
}

/* The DER of an extension; NULL where the certificate has none of the kind. */
static GBytes *
get_extension (gnutls_x509_crt_t certificate, const char *oid)
{
  unsigned char buffer[MAX_EXTENSION];
  size_t size = sizeof buffer;
  unsigned int critical;

  if (gnutls_x509_crt_get_extension_by_oid (certificate, oid, 0, buffer, &size, &critical) !=
      GNUTLS_E_SUCCESS) {
    return NULL;
  }
  return g_bytes_new (buffer, size);
}

static gboolean
has_extension (gnutls_x509_crt_t certificate, const char *oid)
{
  g_autoptr (GBytes) extension = get_extension (certificate, oid);

  return extension != NULL;
}

typedef struct {
  const guint8 *data;
  gsize length;
} Der;

/* Takes the first element of @der off it. Lengths of more than two bytes are none that fit. */
static gboolean
next_element (Der *der, guint8 *tag, Der *element)
{
  gsize header = 2, length;

  if (der->length < header) {
    return FALSE;
  }
  length = der->data[1];
  if (length == 0x81 && der->length > 2) {
    header = 3;
    length = der->data[2];
  } else if (length == 0x82 && der->length > 3) {
    header = 4;
    length = (gsize) der->data[2] << 8 | der->data[3];
  } else if (length > 0x7f) {
    return FALSE;
  }
  if (length > der->length - header) {
    return FALSE;
  }
  *tag = der->data[0];
  *element = (Der){ der->data + header, length };
  der->data += header + length;
  der->length -= header + length;
  return TRUE;
}

/* A sequence in which each topic is followed by a sequence of what it is for. */
static char *
list_topics (gnutls_x509_crt_t certificate)
{
  g_autoptr (GBytes) extension = get_extension (certificate, OID_PUSH_TOPICS);
  g_autoptr (GString) topics = g_string_new (NULL);
  Der der = { 0 }, list, element;
  guint8 tag;

  if (extension == NULL) {
    return NULL;
  }
  der.data = g_bytes_get_data (extension, &der.length);
  if (!next_element (&der, &tag, &list) || tag != DER_SEQUENCE) {
    return NULL;
  }
  while (next_element (&list, &tag, &element)) {
    if (tag == DER_UTF8_STRING) {
      g_autofree char *topic =
        g_utf8_make_valid ((const char *) element.data, (gssize) element.length);
      g_string_append_printf (topics, "%s%s", topics->len > 0 ? "\n" : "", topic);
    }
  }
  return g_string_free (g_steal_pointer (&topics), FALSE);
}

/* A part of the name of whom @certificate is for, or of who made it. */
static char *
get_name (gnutls_x509_crt_t certificate, const char *oid, gboolean of_issuer)
{
  char buffer[MAX_NAME];
  size_t size = sizeof buffer;
  int result = of_issuer
                 ? gnutls_x509_crt_get_issuer_dn_by_oid (certificate, oid, 0, 0, buffer, &size)
                 : gnutls_x509_crt_get_dn_by_oid (certificate, oid, 0, 0, buffer, &size);

  return result == GNUTLS_E_SUCCESS ? g_utf8_make_valid (buffer, (gssize) size) : NULL;
}

static char *
get_title (gnutls_x509_crt_t certificate)
{
  char *name = get_name (certificate, GNUTLS_OID_X520_COMMON_NAME, FALSE);

  return name != NULL ? name : g_strdup (_ ("unnamed"));
}

typedef struct {
  gboolean sandbox;
  gboolean production;
} Purpose;

static Purpose
get_purpose (gnutls_x509_crt_t certificate)
{
  return (Purpose){ has_extension (certificate, OID_PUSH_SANDBOX),
                    has_extension (certificate, OID_PUSH_PRODUCTION) };
}

static void
check_purpose (CarillonCredentialCheck *check, gnutls_x509_crt_t certificate, gboolean is_sandbox)
{
  const Purpose purpose = get_purpose (certificate);

  if (!purpose.sandbox && !purpose.production) {
    g_autofree char *title = get_title (certificate);
    carillon_credential_check_add (
      check, CARILLON_FINDING_ERROR, CARILLON_PART_CERTIFICATE,
      /* Translators: %s is the name of a certificate */
      g_strdup_printf (
        _ ("This certificate (%s) is not for push notifications. Create one of the "
           "kind “Apple Push Notification service SSL” in Apple’s developer account."),
        title));
  } else if (is_sandbox && !purpose.sandbox) {
    add_error (
      check, CARILLON_PART_CERTIFICATE,
      _ ("This certificate is for production only. Choose Apple (APNs) as the provider, or "
         "another certificate."));
  } else if (!is_sandbox && !purpose.production) {
    add_error (check, CARILLON_PART_CERTIFICATE,
               _ ("This certificate is for the sandbox only. Choose Apple, sandbox (APNs) as the "
                  "provider, or another certificate."));
  }
}

static void
check_dates (CarillonCredentialCheck *check, gnutls_x509_crt_t certificate, gint64 now)
{
  time_t begin = gnutls_x509_crt_get_activation_time (certificate);
  time_t end = gnutls_x509_crt_get_expiration_time (certificate);
  g_autofree char *first = format_day (begin), *last = format_day (end);

  if (end < now) {
    carillon_credential_check_add (
      check, CARILLON_FINDING_ERROR, CARILLON_PART_CERTIFICATE,
      /* Translators: %s is a day */
      g_strdup_printf (_ ("This certificate expired on %s. Create a new one in Apple’s developer "
                          "account."),
                       last));
  } else if (begin > now) {
    carillon_credential_check_add (
      check, CARILLON_FINDING_ERROR, CARILLON_PART_CERTIFICATE,
      /* Translators: %s is a day */
      g_strdup_printf (
        _ ("This certificate is not valid before %s. Is this computer’s clock right?"), first));
  } else if (end - now < SOON) {
    gulong n_days = (gulong) ((end - now) / (24 * 60 * 60));
    carillon_credential_check_add (
      check, CARILLON_FINDING_WARNING, CARILLON_PART_CERTIFICATE,
      g_strdup_printf (
        ngettext ("This certificate expires in %lu day. The app cannot send to Apple "
                  "devices then, until it has a new one.",
                  "This certificate expires in %lu days. The app cannot send to Apple "
                  "devices then, until it has a new one.",
                  n_days),
        n_days));
  }
}

static void
check_issuer (CarillonCredentialCheck *check, gnutls_x509_crt_t certificate)
{
  g_autofree char *organisation = get_name (certificate, GNUTLS_OID_X520_ORGANIZATION_NAME, TRUE);

  if (organisation == NULL || !g_str_has_prefix (organisation, "Apple")) {
    carillon_credential_check_add (
      check, CARILLON_FINDING_WARNING, CARILLON_PART_CERTIFICATE,
      g_strdup (_ ("This certificate was not issued by Apple, so Apple will not accept it.")));
  }
}

static void
check_topic (CarillonCredentialCheck *check, const char *bundle)
{
  if (bundle == NULL) {
    carillon_credential_check_add (
      check, CARILLON_FINDING_WARNING, CARILLON_PART_CERTIFICATE,
      g_strdup (_ ("This certificate names no app: its subject has no bundle ID.")));
  }
}

static const char *
purpose_label (gnutls_x509_crt_t certificate)
{
  const Purpose purpose = get_purpose (certificate);

  if (purpose.sandbox && purpose.production) {
    return _ ("Sandbox and production");
  }
  return purpose.sandbox ? _ ("Sandbox") : purpose.production ? _ ("Production") : NULL;
}

static void
add_facts (CarillonCredentialCheck *check, gnutls_x509_crt_t certificate)
{
  carillon_credential_check_add_fact (check, _ ("Bundle ID"),
                                      get_name (certificate, GNUTLS_OID_LDAP_UID, FALSE));
  carillon_credential_check_add_fact (check, _ ("Topics"), list_topics (certificate));
  carillon_credential_check_add_fact (check, _ ("For"), g_strdup (purpose_label (certificate)));
  carillon_credential_check_add_fact (check, _ ("Issued by"),
                                      get_name (certificate, GNUTLS_OID_X520_COMMON_NAME, TRUE));
  carillon_credential_check_add_fact (
    check, _ ("Valid until"), format_day (gnutls_x509_crt_get_expiration_time (certificate)));
}

static void
check_certificate (CarillonCredentialCheck *check,
                   gnutls_x509_crt_t certificate,
                   gboolean is_sandbox,
                   gint64 now)
{
  g_autofree char *bundle = get_name (certificate, GNUTLS_OID_LDAP_UID, FALSE);

  add_facts (check, certificate);
  check_purpose (check, certificate, is_sandbox);
  check_dates (check, certificate, now);
  /* Of another kind of certificate there is nothing more to say. */
  if (purpose_label (certificate) != NULL) {
    check_topic (check, bundle);
    check_issuer (check, certificate);
  }
}

/* An exported file has the authorities' certificates too. The one that the key fits is meant; where
 * none is, the first: that is where the others say the leaf stands (RFC 8446, 4.4.2). */
static gnutls_x509_crt_t
choose_certificate (Certificates *certificates, gnutls_x509_privkey_t key)
{
  for (unsigned int i = 0; key != NULL && i < certificates->n; i++) {
    if (fits (certificates->list[i], key)) {
      return certificates->list[i];
    }
  }
  return certificates->list[0];
}

static void
check_fit (CarillonCredentialCheck *check, gnutls_x509_crt_t certificate, gnutls_x509_privkey_t key)
{
  if (fits (certificate, key)) {
    return;
  }
  if (gnutls_x509_privkey_get_pk_algorithm (key) == GNUTLS_PK_ECDSA &&
      gnutls_x509_crt_get_pk_algorithm (certificate, NULL) != GNUTLS_PK_ECDSA) {
    add_error (check, CARILLON_PART_KEY,
               _ ("This private key is not that of the certificate. It looks like a token signing "
                  "key (.p8), which the API does not take: export the certificate with its own key "
                  "from the keychain."));
    return;
  }
  add_error (check, CARILLON_PART_KEY,
             _ ("This private key is not that of the certificate. Choose the one that the request "
                "for the certificate was made with."));
}

static GBytes *
write_certificate (gnutls_x509_crt_t certificate)
{
  gnutls_datum_t pem = { 0 };

  if (gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_PEM, &pem) != GNUTLS_E_SUCCESS) {
    return NULL;
  }

  GBytes *bytes = carillon_secret_text_new ((const char *) pem.data, pem.size);
  gnutls_free (pem.data);
  return bytes;
}

static void
check_both (CarillonCredentialCheck *check,
            gboolean is_sandbox,
            GBytes *pem,
            gnutls_x509_privkey_t key,
            gint64 now)
{
  g_autoptr (Certificates) certificates = read_certificates (pem);
  if (certificates == NULL) {
    add_error (check, CARILLON_PART_CERTIFICATE,
               _ ("This certificate cannot be read: it was changed, or is not whole."));
    return;
  }

  gnutls_x509_crt_t certificate = choose_certificate (certificates, key);
  check_certificate (check, certificate, is_sandbox, now);
  if (key != NULL) {
    check_fit (check, certificate, key);
  }
  check->certificate = write_certificate (certificate);
}

/**
 * carillon_apns_check:
 * @self: where to add what there is to say
 * @is_sandbox: whether it is to be used with Apple's sandbox
 * @certificates: (nullable): PEM blocks
 * @key: (nullable): a PEM block
 * @now: in seconds since 1970
 */
void
carillon_apns_check (
  CarillonCredentialCheck *self, gboolean is_sandbox, GBytes *certificates, GBytes *key, gint64 now)
{
  gnutls_x509_privkey_t private_key = key != NULL ? carillon_private_key_read (key) : NULL;

  if (key != NULL && private_key == NULL) {
    add_error (self, CARILLON_PART_KEY,
               _ ("This private key cannot be read: it was changed, or is not whole."));
  }
  if (certificates != NULL) {
    check_both (self, is_sandbox, certificates, private_key, now);
  }
  g_clear_pointer (&private_key, gnutls_x509_privkey_deinit);
}
