/* What somebody chose to make a credential of. It is told by its contents alone, and put where it
 * belongs; what is of no use is answered with its name and the way to something that is. Apple and
 * Google hand out half a dozen files each that look alike to whoever did not write them. */

#include "carillon-credential-file.h"

#include <base-json.h>
#include <glib/gi18n.h>
#include <gnutls/pkcs12.h>
#include <gnutls/x509.h>
#include <string.h>

#include "carillon-secret-text.h"
#include "carillon-service-account.h"

#define PEM_BEGIN "-----BEGIN "
#define PEM_END "-----END "
#define PEM_DASHES "-----"

/* What editors of other systems put in front of UTF-8. */
static const char byte_order_mark[] = "\xef\xbb\xbf";

/* The file that a command of OpenSSL is to read stands between the two. */
typedef struct {
  const char *before;
  const char *after;
} Command;

static const Command decrypt = { "openssl pkey -in ", " -out key.pem" };
static const Command unpack = { "openssl pkcs12 -legacy -nodes -in ", " -out credential.pem" };
static const Command rewrite_key = { "openssl pkey -inform DER -in ", " -out key.pem" };
static const Command unchain = { "openssl pkcs7 -print_certs -in ", " -out certificate.pem" };

/* What can stand in a PEM text. Those without a problem are parts; RFC 7468 and OpenSSL's own. */
typedef struct {
  const char *label;
  CarillonPart part;
  const char *problem;
  const Command *command;
} Label;

static const char encrypted[] =
  N_ ("This private key is encrypted, and the API takes no passphrase. Decrypt it first:");
static const char requested[] =
  N_ ("This is the request for a certificate. Apple answers it with the certificate, which is what "
      "is needed here.");
static const char public[] = N_ ("This is a public key. The private key is needed here.");

static const Label labels[] = {
  { "CERTIFICATE", CARILLON_PART_CERTIFICATE, NULL, NULL },
  { "X509 CERTIFICATE", CARILLON_PART_CERTIFICATE, NULL, NULL },
  { "PRIVATE KEY", CARILLON_PART_KEY, NULL, NULL },
  { "RSA PRIVATE KEY", CARILLON_PART_KEY, NULL, NULL },
  { "EC PRIVATE KEY", CARILLON_PART_KEY, NULL, NULL },
  { "ENCRYPTED PRIVATE KEY", CARILLON_PART_KEY, encrypted, &decrypt },
  { "CERTIFICATE REQUEST", CARILLON_PART_CERTIFICATE, requested, NULL },
  { "NEW CERTIFICATE REQUEST", CARILLON_PART_CERTIFICATE, requested, NULL },
  { "PUBLIC KEY", CARILLON_PART_KEY, public, NULL },
  { "RSA PUBLIC KEY", CARILLON_PART_KEY, public, NULL },
  { "OPENSSH PRIVATE KEY", CARILLON_PART_KEY,
    N_ ("This is a key for SSH. The private key of an APNs certificate is needed here."), NULL },
  { "PKCS7", CARILLON_PART_CERTIFICATE,
    N_ ("This is a bundle of certificates (PKCS #7). Take them out first:"), &unchain },
};

/* The .p8 file of Apple has the form of any private key: only its name tells. */
static const char token_key[] =
  N_ ("This is a token signing key (.p8). The API takes a certificate with its private key only: "
      "create an “Apple Push Notification service SSL” certificate in Apple’s developer account, "
      "and export it from the keychain.");

/* JSON files of Google's that are no service account, told by a member. */
static const struct {
  const char *member;
  const char *problem;
} documents[] = {
  { "project_info",
    N_ ("This is google-services.json, which belongs into the Android app. A service account’s "
        "file is needed here: Firebase console, Project settings, Service accounts, Generate new "
        "private key.") },
  { "installed",
    N_ ("This is an OAuth client. A service account’s file is needed here: Firebase console, "
        "Project settings, Service accounts, Generate new private key.") },
  { "web",
    N_ ("This is an OAuth client. A service account’s file is needed here: Firebase console, "
        "Project settings, Service accounts, Generate new private key.") },
  { "messagingSenderId",
    N_ ("This is the configuration of a web app. A service account’s file is needed here: Firebase "
        "console, Project settings, Service accounts, Generate new private key.") },
};

static char *
explain (const char *problem, const Command *command, const char *name)
{
  if (command == NULL) {
    return g_strdup (_ (problem));
  }

  g_autofree char *quoted = g_shell_quote (name);
  return g_strconcat (_ (problem), "\n", command->before, quoted, command->after, NULL);
}

/* The first is told: it is mended first. */
static void
set_part_problem (CarillonCredentialFile *self, CarillonPart part, char *problem)
{
  if (self->problem == NULL) {
    self->problem = problem;
    self->problem_part = part;
  } else {
    g_free (problem);
  }
}

static void
set_problem (CarillonCredentialFile *self, char *problem)
{
  set_part_problem (self, CARILLON_N_PARTS, problem);
}

static const Label *
find_label (const char *label, gsize length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++) {
    if (strlen (labels[i].label) == length && memcmp (labels[i].label, label, length) == 0) {
      return &labels[i];
    }
  }
  return NULL;
}

/* From its first dash to its last. */
typedef struct {
  const char *start;
  gsize length;
  const Label *label; /* (nullable): one that nobody knows, or of no use, as EC PARAMETERS */
} Block;

/* What stands around blocks is passed over: OpenSSL writes there where they came from. */
static gboolean
next_block (const char **text, Block *block)
{
  const char *start = strstr (*text, PEM_BEGIN);
  const char *label = start != NULL ? start + strlen (PEM_BEGIN) : NULL;
  const char *end_of_label = label != NULL ? strstr (label, PEM_DASHES) : NULL;
  if (end_of_label == NULL) {
    return FALSE;
  }

  const gsize length = (gsize) (end_of_label - label);
  const char *end = end_of_label;
  while ((end = strstr (end, PEM_END)) != NULL) {
    end += strlen (PEM_END);
    if (strncmp (end, label, length) == 0 && g_str_has_prefix (end + length, PEM_DASHES)) {
      end += length + strlen (PEM_DASHES);
      *block = (Block){ start, (gsize) (end - start), find_label (label, length) };
      *text = end;
      return TRUE;
    }
  }
  return FALSE;
}

/* As OpenSSL wrote keys before PKCS #8: the label does not say so, but a line below it. */
static gboolean
has_cipher (const Block *block)
{
  return g_strstr_len (block->start, (gssize) block->length, "Proc-Type: 4,ENCRYPTED") != NULL;
}

static void
take_block (CarillonCredentialFile *self,
            const Block *block,
            CarillonSecretBuffer *certificates,
            const char *name)
{
  const Label *label = block->label;

  if (label == NULL) {
    return;
  }
  if (label->problem != NULL) {
    set_part_problem (self, label->part, explain (label->problem, label->command, name));
  } else if (label->part == CARILLON_PART_CERTIFICATE) {
    carillon_secret_buffer_append (certificates, block->start, block->length);
    carillon_secret_buffer_append (certificates, "\n", 1);
  } else if (has_cipher (block)) {
    set_part_problem (self, CARILLON_PART_KEY, explain (encrypted, &decrypt, name));
  } else if (self->parts[CARILLON_PART_KEY] == NULL) {
    self->parts[CARILLON_PART_KEY] = carillon_secret_text_new (block->start, block->length);
  }
}

static void
recognise_pem (CarillonCredentialFile *self, GBytes *contents, const char *name)
{
  const char *text = carillon_secret_text_get (contents);
  /* A line break for each block, of which none is shorter than its dashes. */
  g_autoptr (CarillonSecretBuffer) certificates =
    carillon_secret_buffer_new (2 * g_bytes_get_size (contents));
  guint n_blocks = 0;
  Block block;

  for (; next_block (&text, &block); n_blocks++) {
    take_block (self, &block, certificates, name);
  }
  if (certificates->length > 0) {
    self->parts[CARILLON_PART_CERTIFICATE] =
      carillon_secret_buffer_free_to_bytes (g_steal_pointer (&certificates));
  }
  if (n_blocks == 0) {
    set_problem (self, g_strdup (_ ("This PEM text breaks off: its end is missing.")));
  }
}

static gboolean
is_pkcs12 (const gnutls_datum_t *data)
{
  gnutls_pkcs12_t bag;
  gboolean is_bag = FALSE;

  if (gnutls_pkcs12_init (&bag) == GNUTLS_E_SUCCESS) {
    is_bag = gnutls_pkcs12_import (bag, data, GNUTLS_X509_FMT_DER, 0) == GNUTLS_E_SUCCESS;
    gnutls_pkcs12_deinit (bag);
  }
  return is_bag;
}

static gboolean
is_der_key (const gnutls_datum_t *data)
{
  gnutls_x509_privkey_t key;
  gboolean is_key = FALSE;

  if (gnutls_x509_privkey_init (&key) == GNUTLS_E_SUCCESS) {
    is_key = gnutls_x509_privkey_import2 (key, data, GNUTLS_X509_FMT_DER, NULL,
                                          GNUTLS_PKCS_PLAIN) == GNUTLS_E_SUCCESS;
    gnutls_x509_privkey_deinit (key);
  }
  return is_key;
}

/* Apple's website gives the certificate in this form; nothing of it is secret. */
static GBytes *
rewrite_certificate (const gnutls_datum_t *data)
{
  gnutls_x509_crt_t certificate;
  gnutls_datum_t pem = { 0 };
  GBytes *bytes = NULL;

  if (gnutls_x509_crt_init (&certificate) != GNUTLS_E_SUCCESS) {
    return NULL;
  }
  if (gnutls_x509_crt_import (certificate, data, GNUTLS_X509_FMT_DER) == GNUTLS_E_SUCCESS &&
      gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_PEM, &pem) == GNUTLS_E_SUCCESS) {
    bytes = carillon_secret_text_new ((const char *) pem.data, pem.size);
    gnutls_free (pem.data);
  }
  gnutls_x509_crt_deinit (certificate);
  return bytes;
}

static void
recognise_binary (CarillonCredentialFile *self, GBytes *contents, const char *name)
{
  const gnutls_datum_t data = {
    .data = (unsigned char *) g_bytes_get_data (contents, NULL),
    .size = (unsigned int) g_bytes_get_size (contents),
  };

  self->parts[CARILLON_PART_CERTIFICATE] = rewrite_certificate (&data);
  if (self->parts[CARILLON_PART_CERTIFICATE] != NULL) {
    return;
  }
  if (is_pkcs12 (&data)) {
    set_problem (self, explain (N_ ("This is a certificate with its key, packed and encrypted "
                                    "(.p12). Unpack it first; the command asks for its password:"),
                                &unpack, name));
  } else if (is_der_key (&data)) {
    set_part_problem (self, CARILLON_PART_KEY,
                      explain (N_ ("This private key is in binary form (DER). Write it as PEM:"),
                               &rewrite_key, name));
  } else {
    set_problem (self, g_strdup (_ ("This is neither a PEM text nor a JSON document.")));
  }
}

static char *
explain_type (const char *type)
{
  /* Translators: %s is a word of Google's, "authorized_user" */
  return g_strdup_printf (_ ("This is a credential of Google’s, but of the type “%s”. A service "
                             "account’s file is needed here: Firebase console, Project settings, "
                             "Service accounts, Generate new private key."),
                          type);
}

static char *
explain_document (JsonObject *object)
{
  for (gsize i = 0; i < G_N_ELEMENTS (documents); i++) {
    if (json_object_has_member (object, documents[i].member)) {
      return g_strdup (_ (documents[i].problem));
    }
  }
  return g_strdup (_ ("This is a JSON document, but not the file of a service account."));
}

/* The whole of it, but for the mark, which not everybody who reads JSON passes over. */
static GBytes *
take_document (GBytes *contents)
{
  const char *text = carillon_secret_text_get (contents);

  return g_str_has_prefix (text, byte_order_mark)
           ? carillon_secret_text_new (text + strlen (byte_order_mark),
                                       g_bytes_get_size (contents) - strlen (byte_order_mark))
           : g_bytes_ref (contents);
}

static void
recognise_json (CarillonCredentialFile *self, GBytes *contents)
{
  g_autoptr (CarillonServiceAccount) account = carillon_service_account_parse (contents);
  if (account == NULL) {
    set_problem (self, g_strdup (_ ("This JSON document is not whole. Was it cut, or changed?")));
    return;
  }

  const char *type = base_json_string (account->object, "type");
  if (g_strcmp0 (type, "service_account") == 0) {
    self->parts[CARILLON_PART_ACCOUNT] = take_document (contents);
  } else if (type != NULL) {
    set_problem (self, explain_type (type));
  } else {
    set_problem (self, explain_document (account->object));
  }
}

static gboolean
begins_with (const char *text, const char *prefix)
{
  text += g_str_has_prefix (text, byte_order_mark) ? strlen (byte_order_mark) : 0;
  return g_str_has_prefix (text + strspn (text, " \t\r\n"), prefix);
}

static gboolean
has_suffix (const char *name, const char *suffix)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return g_str_has_suffix (lower, suffix);
}

static void
recognise (CarillonCredentialFile *self, GBytes *contents, const char *name)
{
  const char *text = carillon_secret_text_get (contents);

  if (text[strspn (text, " \t\r\n")] == '\0' && strlen (text) == g_bytes_get_size (contents)) {
    set_problem (self, g_strdup (_ ("There is nothing in it.")));
  } else if (begins_with (text, "{")) {
    recognise_json (self, contents);
  } else if (strstr (text, PEM_BEGIN) != NULL) {
    recognise_pem (self, contents, name);
  } else if (strstr (text, "GOOGLE_APP_ID") != NULL) {
    set_problem (self, g_strdup (_ ("This is GoogleService-Info.plist, which belongs into the iOS "
                                    "app. It holds no credential.")));
  } else {
    recognise_binary (self, contents, name);
  }
  if (self->parts[CARILLON_PART_KEY] != NULL && has_suffix (name, ".p8")) {
    g_clear_pointer (&self->parts[CARILLON_PART_KEY], g_bytes_unref);
    set_part_problem (self, CARILLON_PART_KEY, g_strdup (_ (token_key)));
  }
}

static gboolean
has_parts (CarillonCredentialFile *self)
{
  for (CarillonPart part = 0; part < CARILLON_N_PARTS; part++) {
    if (self->parts[part] != NULL) {
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * carillon_credential_file_recognise:
 * @contents: a secret text
 * @name: of the file, as the operator knows it
 *
 * Finds out what that is. Names of PEM blocks that nobody knows are passed over.
 *
 * Returns: (transfer full): the parts in it, or what it is instead
 */
CarillonCredentialFile *
carillon_credential_file_recognise (GBytes *contents, const char *name)
{
  g_return_val_if_fail (contents != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  CarillonCredentialFile *self = g_new0 (CarillonCredentialFile, 1);
  recognise (self, contents, name);
  if (self->problem == NULL && !has_parts (self)) {
    set_problem (self, g_strdup (_ ("This PEM text holds neither a certificate nor a key.")));
  }
  return self;
}

void
carillon_credential_file_free (CarillonCredentialFile *self)
{
  g_return_if_fail (self != NULL);

  for (CarillonPart part = 0; part < CARILLON_N_PARTS; part++) {
    g_clear_pointer (&self->parts[part], g_bytes_unref);
  }
  g_free (self->problem);
  g_free (self);
}

/* Straight into the buffer that is overwritten in the end: GLib's own functions for this grow
 * theirs. One byte more than allowed is enough to see that there are more. */
static GBytes *
read_file (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (CarillonSecretBuffer) buffer =
    carillon_secret_buffer_new (CARILLON_MAX_CREDENTIAL_FILE + 1);
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);

  if (stream == NULL ||
      !g_input_stream_read_all (G_INPUT_STREAM (stream), buffer->data, buffer->size,
                                &buffer->length, cancellable, error)) {
    return NULL;
  }
  return carillon_secret_buffer_free_to_bytes (g_steal_pointer (&buffer));
}

static CarillonCredentialFile *
refuse_size (void)
{
  CarillonCredentialFile *self = g_new0 (CarillonCredentialFile, 1);

  self->problem_part = CARILLON_N_PARTS;
  self->problem = g_strdup_printf (
    _ ("This is larger than %d KiB. No certificate, key or service account is; was another file "
       "meant?"),
    CARILLON_MAX_CREDENTIAL_FILE / 1024);
  return self;
}

static void
load_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GFile *file = task_data;
  g_autoptr (GError) error = NULL;

  g_autoptr (GBytes) contents = read_file (file, cancellable, &error);
  if (contents == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  g_autofree char *base = g_file_get_basename (file);
  g_autofree char *name = g_filename_display_name (base != NULL ? base : "");
  CarillonCredentialFile *loaded = g_bytes_get_size (contents) > CARILLON_MAX_CREDENTIAL_FILE
                                     ? refuse_size ()
                                     : carillon_credential_file_recognise (contents, name);
  g_task_return_pointer (task, loaded, (GDestroyNotify) carillon_credential_file_free);
}

/**
 * carillon_credential_file_load_async:
 * @file: what was chosen
 *
 * Reads it, in a worker, and finds out what it is. Errors are those of reading.
 */
void
carillon_credential_file_load_async (GFile *file,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_return_if_fail (G_IS_FILE (file));

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, carillon_credential_file_load_async);
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (task, load_in_thread);
}

/**
 * carillon_credential_file_load_finish:
 *
 * Returns: (transfer full): what it is
 */
CarillonCredentialFile *
carillon_credential_file_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
