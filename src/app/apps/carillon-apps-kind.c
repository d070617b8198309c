/* What an app is to an operator: a name under which devices register, and what it sends with. The
 * API has no call to create or delete one: its first credential makes it, and the last one takes it
 * along (API: Apps). */

#include "carillon-apps-kind.h"

#include <glib/gi18n.h>

#include "carillon-details.h"

const char *const carillon_booleans[] = { "true", "false", NULL };

char *
carillon_boolean_label (const char *value)
{
  return g_strdup (g_str_equal (value, "true") ? _ ("Yes") : _ ("No"));
}

static char *
is_default (gpointer item)
{
  return comms_app_get_is_default (item) ? g_strdup (_ ("Default")) : NULL;
}

static gint64
default_number (gpointer item)
{
  return comms_app_get_is_default (item) ? 0 : 1;
}

static const char *
default_icon_name (gpointer item)
{
  return comms_app_get_is_default (item) ? "emblem-default-symbolic" : NULL;
}

/* "FCM, APN" */
static char *
default_types (gpointer item)
{
  g_autoptr (GString) text = g_string_new (NULL);
  CommsDefaultCredential credential;

  for (guint i = 0; comms_app_get_default_credential (item, i, &credential); i++) {
    const char *type = credential.credential_type;

    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", type != NULL ? type : "?");
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static GtkWidget *
credentials_section_new (CarillonSession *session, gpointer item)
{
  GtkWidget *group = carillon_details_group_new (_ ("Default Credentials"));
  CommsDefaultCredential credential;

  if (comms_app_get_n_default_credentials (item) == 0) {
    carillon_details_group_add (
      group,
      carillon_details_row_new (_ ("None"), _ ("This app cannot send."), NULL, CARILLON_CELL_TEXT));
  }
  for (guint i = 0; comms_app_get_default_credential (item, i, &credential); i++) {
    g_autofree char *type = carillon_credential_type_label (credential.credential_type);
    const char *id = credential.credential_id != NULL ? credential.credential_id : "?";

    carillon_details_group_add (group, carillon_details_row_new (type, id, NULL, CARILLON_CELL_ID));
  }
  return group;
}

static gboolean
can_be_default (gpointer item)
{
  return !comms_app_get_is_default (item);
}

static void
make_default (CommsClient *client,
              const char *name,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  comms_client_update_app_async (client, name, TRUE, cancellable, callback, user_data);
}

static char *
change_heading (gpointer item)
{
  return g_strdup (_ ("Make This the Default App?"));
}

static char *
change_body (gpointer item)
{
  /* Translators: %s is the name of an app */
  return g_strdup_printf (_ ("Every send that names no app goes out as %s from then on, those of "
                             "other programs too."),
                          comms_app_get_name (item));
}

static const CarillonColumn columns[] = {
  {
    .id = "name",
    .title = N_ ("App"),
    .text = carillon_resource_id,
    .tooltip = carillon_resource_id,
    .expand = TRUE,
    .width_chars = 10,
  },
  {
    .id = "default",
    .title = N_ ("Default"),
    .text = is_default,
    .number = default_number,
    .icon_name = default_icon_name,
  },
  {
    .id = "types",
    .title = N_ ("Sends With"),
    .text = default_types,
    .from_width = 400,
  },
  CARILLON_CREATED_COLUMN (520),
  CARILLON_UPDATED_COLUMN (CARILLON_ONLY_CHOSEN),
};

static const CarillonField fields[] = {
  CARILLON_ID_FIELD (N_ ("App"), "name"),
  {
    .title = N_ ("Default"),
    .text = is_default,
    .member = "isDefault",
  },
  {
    .title = N_ ("Sends With"),
    .value = default_types,
    .member = "defaultCredentials",
  },
  CARILLON_CREATED_FIELD,
  CARILLON_UPDATED_FIELD,
};

static const CarillonItemAction actions[] = {
  { N_ ("Show _Credentials"), "win.show-app-credentials", carillon_resource_id },
  { N_ ("Show De_vices"), "win.show-app-devices", carillon_resource_id },
  { N_ ("_New Credential…"), "apps.new-credential-of", carillon_resource_id },
};

static const CarillonChange change = {
  .label = N_ ("_Make Default…"),
  .can = can_be_default,
  .apply_async = make_default,
  .heading = change_heading,
  .body = change_body,
  .confirm = N_ ("_Make Default"),
  .done = N_ ("Default app changed"),
};

static const CarillonFilterField filters[] = {
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

const CarillonListKind carillon_apps_kind = {
  .id = "apps",
  .title = N_ ("Apps"),
  .singular = N_ ("App"),
  .columns = columns,
  .n_columns = G_N_ELEMENTS (columns),
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .actions = actions,
  .n_actions = G_N_ELEMENTS (actions),
  .change = &change,
  .filters = filters,
  .n_filters = G_N_ELEMENTS (filters),
  .extra = credentials_section_new,
  .list = comms_client_list_apps_async,
  .icon_name = "view-app-grid-symbolic",
  .empty_title = N_ ("No Apps"),
  .empty_text = N_ ("An app comes into being with its first credential."),
  .begin_label = N_ ("_New Credential…"),
  .begin_action = "apps.new-credential",
};
