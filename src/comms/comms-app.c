#include "comms-app.h"

#include <base-json.h>

/* A namespace of credentials and registrations; section 10 of the API. */
struct _CommsApp {
  CommsResource parent_instance;
};

G_DEFINE_FINAL_TYPE (CommsApp, comms_app, COMMS_TYPE_RESOURCE)

static void
comms_app_class_init (CommsAppClass *klass)
{
  COMMS_RESOURCE_CLASS (klass)->id_member = "name";
}

static void
comms_app_init (CommsApp *self)
{
}

static JsonObject *
get_object (CommsApp *self)
{
  return base_json_node_object (comms_resource_get_node (COMMS_RESOURCE (self)));
}

static const char *
get_first_string (JsonObject *object, const char *const *names)
{
  const char *text = NULL;

  for (guint i = 0; text == NULL && names[i] != NULL; i++) {
    text = base_json_string (object, names[i]);
  }
  return text;
}

/**
 * comms_app_get_name:
 * @self: an App
 *
 * Returns: (nullable): its name, by which everything else refers to it
 */
const char *
comms_app_get_name (CommsApp *self)
{
  g_return_val_if_fail (COMMS_IS_APP (self), NULL);

  return base_json_string (get_object (self), "name");
}

/**
 * comms_app_get_is_default:
 * @self: an App
 *
 * Returns: whether sends that name no App are its
 */
gboolean
comms_app_get_is_default (CommsApp *self)
{
  g_return_val_if_fail (COMMS_IS_APP (self), FALSE);

  return base_json_boolean (get_object (self), "isDefault", FALSE);
}

/**
 * comms_app_get_n_default_credentials:
 * @self: an App
 *
 * Returns: how many default credentials it has: at most one for each type
 */
guint
comms_app_get_n_default_credentials (CommsApp *self)
{
  g_return_val_if_fail (COMMS_IS_APP (self), 0);

  JsonArray *credentials = base_json_array (get_object (self), "defaultCredentials");
  return credentials != NULL ? json_array_get_length (credentials) : 0;
}

/**
 * comms_app_get_default_credential:
 * @self: an App
 * @index: which one
 * @credential: (out caller-allocates): what it is; its texts belong to @self
 *
 * The documents do not show what an entry looks like, so each likely name is looked for, and a text
 * is taken for an ID.
 *
 * Returns: whether there is such a default
 */
gboolean
comms_app_get_default_credential (CommsApp *self, guint index, CommsDefaultCredential *credential)
{
  static const char *const type_names[] = { "credentialType", "type", "provider", NULL };
  static const char *const id_names[] = { "credentialId", "id", NULL };

  g_return_val_if_fail (COMMS_IS_APP (self), FALSE);
  g_return_val_if_fail (credential != NULL, FALSE);

  if (index >= comms_app_get_n_default_credentials (self)) {
    return FALSE;
  }

  JsonArray *credentials = base_json_array (get_object (self), "defaultCredentials");
  JsonNode *node = json_array_get_element (credentials, index);
  JsonObject *entry = base_json_node_object (node);
  *credential = (CommsDefaultCredential){
    .credential_type = get_first_string (entry, type_names),
    .credential_id =
      entry != NULL ? get_first_string (entry, id_names) : base_json_node_string (node),
  };
  return TRUE;
}
