/* What a credential is to an operator: what an app sends with to one provider. The API never shows
 * its secret (API: Credentials). */

#include "carillon-apps-kind.h"

#include <glib/gi18n.h>

#include "carillon-credential-deletion.h"

static const struct {
  const char *type;
  const char *label;
} types[] = {
  { "FCM", N_ ("Google (FCM)") },
  { "APN", N_ ("Apple (APNs)") },
  { "APN_SANDBOX", N_ ("Apple, sandbox (APNs)") },
};

static const char *const type_values[] = { "FCM", "APN", "APN_SANDBOX", NULL };

/**
 * carillon_credential_type_label:
 * @type: (nullable): as the API writes it
 *
 * Returns: (transfer full): whose provider that is
 */
char *
carillon_credential_type_label (const char *type)
{
  for (gsize i = 0; type != NULL && i < G_N_ELEMENTS (types); i++) {
    if (g_str_equal (types[i].type, type)) {
      return g_strdup (_ (types[i].label));
    }
  }
  return g_strdup (type != NULL ? type : "?");
}

static char *
type_label (gpointer item)
{
  return carillon_credential_type_label (comms_credential_get_credential_type (item));
}

static char *
app_name (gpointer item)
{
  return g_strdup (comms_credential_get_app_name (item));
}

static char *
is_default (gpointer item)
{
  return comms_credential_get_is_default (item) ? g_strdup (_ ("Default")) : NULL;
}

static gint64
default_number (gpointer item)
{
  return comms_credential_get_is_default (item) ? 0 : 1;
}

static const char *
default_icon_name (gpointer item)
{
  return comms_credential_get_is_default (item) ? "emblem-default-symbolic" : NULL;
}

static gboolean
can_be_default (gpointer item)
{
  return !comms_credential_get_is_default (item);
}

static void
make_default (CommsClient *client,
              const char *id,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  comms_client_update_credential_async (client, id, TRUE, NULL, cancellable, callback, user_data);
}

static char *
change_heading (gpointer item)
{
  return g_strdup (_ ("Make This the Default Credential?"));
}

static char *
change_body (gpointer item)
{
  g_autofree char *type = type_label (item);

  return g_strdup_printf (
    /* Translators: %1$s is the name of an app, %2$s a provider: "Google (FCM)" */
    _ ("The app %1$s sends with it to %2$s from then on, where a send names no other."),
    comms_credential_get_app_name (item), type);
}

static char *
deletion_heading (gpointer item)
{
  return g_strdup (_ ("Delete Credential?"));
}

static const CarillonColumn columns[] = {
  {
    .id = "app",
    .title = N_ ("App"),
    .text = app_name,
    .expand = TRUE,
    .width_chars = 10,
  },
  {
    .id = "type",
    .title = N_ ("Provider"),
    .text = type_label,
  },
  {
    .id = "default",
    .title = N_ ("Default"),
    .text = is_default,
    .number = default_number,
    .icon_name = default_icon_name,
    .from_width = 400,
  },
  CARILLON_ID_COLUMN (N_ ("Credential ID"), 14, 640),
  CARILLON_CREATED_COLUMN (520),
  CARILLON_UPDATED_COLUMN (CARILLON_ONLY_CHOSEN),
};

static const CarillonField fields[] = {
  CARILLON_ID_FIELD (N_ ("Credential ID"), "id"),
  {
    .title = N_ ("App"),
    .text = app_name,
    .member = "appName",
    .action_name = "win.show-app",
  },
  {
    .title = N_ ("Provider"),
    .text = type_label,
    .member = "credentialType",
  },
  {
    .title = N_ ("Default"),
    .text = is_default,
    .member = "isDefault",
  },
  CARILLON_CREATED_FIELD,
  CARILLON_UPDATED_FIELD,
};

static const CarillonChange change = {
  .label = N_ ("_Make Default…"),
  .can = can_be_default,
  .apply_async = make_default,
  .heading = change_heading,
  .body = change_body,
  .confirm = N_ ("_Make Default"),
  .done = N_ ("Default credential changed"),
};

static const CarillonDeletion deletion = {
  .delete_async = comms_client_delete_credential_async,
  .heading = deletion_heading,
  .look_async = carillon_credential_deletion_look_async,
  .look_finish = carillon_credential_deletion_look_finish,
  .done = N_ ("Credential deleted"),
  .refresh_action = "apps.refresh",
};

static const CarillonFilterField filters[] = {
  {
    .id = "app",
    .title = N_ ("App"),
    .type = CARILLON_FILTER_TEXT,
    .offset = G_STRUCT_OFFSET (CommsFilter, app_name),
    .hint = N_ ("Name of an app"),
  },
  {
    .id = "type",
    .title = N_ ("Provider"),
    .type = CARILLON_FILTER_CHOICE,
    .offset = G_STRUCT_OFFSET (CommsFilter, credential_type),
    .values = type_values,
    .label = carillon_credential_type_label,
  },
  {
    .id = "default",
    .title = N_ ("Default"),
    .type = CARILLON_FILTER_CHOICE,
    .offset = G_STRUCT_OFFSET (CommsFilter, is_default),
    .values = carillon_booleans,
    .label = carillon_boolean_label,
  },
  {
    .id = "created",
    .title = N_ ("Created"),
    .type = CARILLON_FILTER_DATES,
  },
};

const CarillonListKind carillon_credentials_kind = {
  .id = "credentials",
  .title = N_ ("Credentials"),
  .singular = N_ ("Credential"),
  .columns = columns,
  .n_columns = G_N_ELEMENTS (columns),
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .change = &change,
  .deletion = &deletion,
  .filters = filters,
  .n_filters = G_N_ELEMENTS (filters),
  .list = comms_client_list_credentials_async,
  .icon_name = "dialog-password-symbolic",
  .empty_title = N_ ("No Credentials"),
  .empty_text = N_ ("An app sends with the key that its provider gave you, uploaded once."),
  .begin_label = N_ ("_New Credential…"),
  .begin_action = "apps.new-credential",
};
