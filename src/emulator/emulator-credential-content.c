/* The secrets of a credential (reference, "Create"). They are looked at and forgotten: nothing here
 * reaches a provider, so nothing of them is kept, and no message repeats any of them. */

#include "emulator-credentials.h"
#include "emulator-validate.h"

#include <base-json.h>
#include <string.h>

#define PEM_BEGIN "-----BEGIN "
#define PEM_END "-----END "
#define PEM_DASHES "-----"

/* Longer labels than those of keys and certificates there are none. */
#define MAX_LABEL 40

/* What a service account's file says that FCM needs. */
static const char *const account_members[] = { "project_id", "private_key", "client_email" };

/* Only what RFC 4648 calls base 64, without line breaks: what decodes leniently here would not
 * elsewhere. */
static char *
decode (const char *text)
{
  gsize length = strspn (text, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "+/");
  gsize padding = strspn (text + length, "=");
  gsize decoded_length = 0;

  if (text[length + padding] != '\0' || padding > 2 || (length + padding) % 4 != 0) {
    return NULL;
  }
  g_autofree guchar *decoded = g_base64_decode (text, &decoded_length);
  return g_strndup ((const char *) decoded, decoded_length);
}

static gboolean
is_blank (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++) {
    if (!g_ascii_isspace (text[i])) {
      return FALSE;
    }
  }
  return TRUE;
}

/* The label of the first block, "RSA PRIVATE KEY", where there is a whole one with something in it.
 * The documents' own sample has no line breaks, so lines do not matter. */
static char *
find_block (const char *text)
{
  const char *begin = strstr (text, PEM_BEGIN);
  const char *label = begin != NULL ? begin + strlen (PEM_BEGIN) : NULL;
  const char *end_of_label = label != NULL ? strstr (label, PEM_DASHES) : NULL;

  if (end_of_label == NULL || end_of_label - label > MAX_LABEL) {
    return NULL;
  }
  g_autofree char *name = g_strndup (label, (gsize) (end_of_label - label));
  g_autofree char *end = g_strconcat (PEM_END, name, PEM_DASHES, NULL);
  const char *body = end_of_label + strlen (PEM_DASHES);
  const char *end_of_body = strstr (body, end);
  if (end_of_body == NULL || is_blank (body, (gsize) (end_of_body - body))) {
    return NULL;
  }
  return g_steal_pointer (&name);
}

static void
check_pem (const char *text, const char *wanted, const EmulatorPath *path, EmulatorIssues *issues)
{
  g_autofree char *pem = decode (text);
  g_autofree char *label = pem != NULL ? find_block (pem) : NULL;

  if (label == NULL) {
    emulator_issues_add (issues, path,
                         "must be base 64, without line breaks, of a PEM text with a %s", wanted);
  } else if (!g_str_has_suffix (label, wanted)) {
    emulator_issues_add (issues, path, "holds no %s but something else", wanted);
  } else if (strstr (pem, "ENCRYPTED") != NULL) {
    emulator_issues_add (issues, path, "is encrypted, and its passphrase has no place here");
  }
}

static void
check_account (const char *text, const EmulatorPath *path, EmulatorIssues *issues)
{
  g_autofree char *json = decode (text);
  g_autoptr (GBytes) bytes = json != NULL ? g_bytes_new_static (json, strlen (json)) : NULL;
  g_autoptr (JsonNode) node = bytes != NULL ? base_json_parse (bytes, NULL) : NULL;
  JsonObject *account = base_json_node_object (node);

  if (account == NULL) {
    emulator_issues_add (issues, path,
                         "must be base 64, without line breaks, of the whole JSON file of a"
                         " service account");
    return;
  }
  if (g_strcmp0 (base_json_string (account, "type"), "service_account") != 0) {
    emulator_issues_add (issues, path, "holds JSON whose \"type\" is not \"service_account\"");
  }
  for (gsize i = 0; i < G_N_ELEMENTS (account_members); i++) {
    const char *value = base_json_string (account, account_members[i]);
    if (value == NULL || *value == '\0') {
      emulator_issues_add (issues, path, "holds a service account without \"%s\"",
                           account_members[i]);
    }
  }
}

static const EmulatorField fields[] = {
  { .name = "privateKey", .required = TRUE, .min = 1 },
  { .name = "certificate", .required = TRUE, .min = 1 },
};

/**
 * emulator_credential_content_check:
 * @content: of a new credential
 * @credential_type: (nullable): its type as it came, known or not
 * @path: where @content stands
 * @issues: where to put what is wrong with it
 */
void
emulator_credential_content_check (JsonObject *content,
                                   const char *credential_type,
                                   const EmulatorPath *path,
                                   EmulatorIssues *issues)
{
  const EmulatorPath key_path = { .parent = path, .member = "privateKey" };
  const EmulatorPath certificate_path = { .parent = path, .member = "certificate" };
  int type = emulator_index_of (emulator_credential_types, credential_type);
  gboolean is_apple = type == EMULATOR_CREDENTIAL_APN || type == EMULATOR_CREDENTIAL_APN_SANDBOX;
  const char *key = base_json_string (content, "privateKey");
  const char *certificate = base_json_string (content, "certificate");

  /* All types have a key. */
  emulator_validate_object (content, fields, is_apple ? 2 : 1, path, issues);
  if (is_apple && key != NULL && *key != '\0') {
    check_pem (key, "PRIVATE KEY", &key_path, issues);
  }
  if (is_apple && certificate != NULL && *certificate != '\0') {
    check_pem (certificate, "CERTIFICATE", &certificate_path, issues);
  }
  if (type == EMULATOR_CREDENTIAL_FCM && key != NULL && *key != '\0') {
    check_account (key, &key_path, issues);
  }
}
