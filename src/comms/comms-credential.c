#include "comms-credential.h"

#include <base-json.h>
#include <string.h>

#include "comms-json.h"

/* What an App may send with to one provider; section 11 of the API. */
struct _CommsCredential {
  CommsResource parent_instance;
};

G_DEFINE_FINAL_TYPE (CommsCredential, comms_credential, COMMS_TYPE_RESOURCE)

/* The member names and punctuation of a body are shorter. */
#define BODY_FRAME 256

static void
comms_credential_class_init (CommsCredentialClass *klass)
{
}

static void
comms_credential_init (CommsCredential *self)
{
}

/**
 * comms_credential_get_credential_type:
 * @self: a credential
 *
 * Returns: (nullable): as the API wrote it: FCM, APN, APN_SANDBOX
 */
const char *
comms_credential_get_credential_type (CommsCredential *self)
{
  g_return_val_if_fail (COMMS_IS_CREDENTIAL (self), NULL);

  return comms_resource_get_string (COMMS_RESOURCE (self), "credentialType");
}

/**
 * comms_credential_get_app_name:
 * @self: a credential
 *
 * Returns: (nullable): the App that it belongs to
 */
const char *
comms_credential_get_app_name (CommsCredential *self)
{
  g_return_val_if_fail (COMMS_IS_CREDENTIAL (self), NULL);

  return comms_resource_get_string (COMMS_RESOURCE (self), "appName");
}

/**
 * comms_credential_get_is_default:
 * @self: a credential
 *
 * Returns: whether its App uses it where a send names none of its type
 */
gboolean
comms_credential_get_is_default (CommsCredential *self)
{
  g_return_val_if_fail (COMMS_IS_CREDENTIAL (self), FALSE);

  JsonNode *node = comms_resource_get_node (COMMS_RESOURCE (self));
  return base_json_boolean (base_json_node_object (node), "isDefault", FALSE);
}

static gsize
get_length (const char *text)
{
  return text != NULL ? strlen (text) : 0;
}

static void
append_secret (GString *text, const char *name, const char *secret)
{
  if (secret == NULL) {
    return;
  }

  char *encoded = g_base64_encode ((const guchar *) secret, strlen (secret));
  comms_json_append_member (text, name, encoded);
  explicit_bzero (encoded, strlen (encoded));
  g_free (encoded);
}

static void
free_body (gpointer data)
{
  GString *text = data;

  explicit_bzero (text->str, text->allocated_len);
  g_string_free (text, TRUE);
}

/**
 * comms_new_credential_to_body:
 * @self: what is to be made
 *
 * Writes the document of POST /PushNotifications/Credentials (section 11.2 of the API): secrets are
 * base64 of the whole text. The buffer is of its final size from the start, so that it leaves no
 * copy behind by growing, and is overwritten before it is given back.
 *
 * Returns: (transfer full): the document
 */
GBytes *
comms_new_credential_to_body (const CommsNewCredential *self)
{
  /* Base64 makes four characters of three, JSON at most six of one. */
  gsize length = BODY_FRAME + 2 * get_length (self->certificate) +
                 2 * get_length (self->private_key) + 6 * get_length (self->app_name) +
                 6 * get_length (self->credential_type);
  GString *text = g_string_sized_new (length);
  const char *start = text->str;

  g_string_append_c (text, '{');
  comms_json_append_member (text, "credentialType", self->credential_type);
  comms_json_append_member (text, "appName", self->app_name);
  comms_json_append_boolean (text, "isDefault", self->is_default);
  comms_json_append_name (text, "content");
  g_string_append_c (text, '{');
  append_secret (text, "certificate", self->certificate);
  append_secret (text, "privateKey", self->private_key);
  g_string_append (text, "}}");
  g_assert (text->str == start);
  return g_bytes_new_with_free_func (text->str, text->len, free_body, text);
}
