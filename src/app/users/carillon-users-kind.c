/* The users of the account. The API has no call to create one, which is why deleting asks so
 * insistently (API: Users). */

#include "carillon-users-kind.h"

#include <glib/gi18n.h>

#include "carillon-format.h"

static char *
deleted (gpointer item)
{
  return carillon_format_time (comms_user_get_deleted_at (item));
}

static char *
deleted_utc (gpointer item)
{
  return carillon_format_utc (comms_user_get_deleted_at (item));
}

static void
add_recipients (gpointer item, GVariantBuilder *recipients)
{
  g_variant_builder_add (recipients, "(ss)", comms_resource_get_id (item), "");
}

static const CarillonColumn columns[] = {
  CARILLON_ID_COLUMN (N_ ("User ID"), 16, 0),
  CARILLON_CREATED_COLUMN (0),
  CARILLON_UPDATED_COLUMN (480),
};

static const CarillonField fields[] = {
  CARILLON_ID_FIELD (N_ ("User ID"), "id"),
  CARILLON_CREATED_FIELD,
  CARILLON_UPDATED_FIELD,
  {
    .title = N_ ("Deleted"),
    .text = deleted,
    .tooltip = deleted_utc,
    .member = "deletedAt",
  },
};

static const CarillonItemAction actions[] = {
  { N_ ("Show _Registrations"), "win.show-user-registrations", carillon_resource_id },
  { N_ ("Show _Notifications"), "win.show-user-notifications", carillon_resource_id },
  { N_ ("_Compose to User"), "win.compose-to", carillon_resource_id },
};

static const CarillonRowDeletion deletion = { .kind = ARCHIVE_JOB_DELETE_USERS };

const CarillonListKind carillon_users_kind = {
  .id = "users",
  .title = N_ ("Users"),
  .singular = N_ ("User"),
  .columns = columns,
  .n_columns = G_N_ELEMENTS (columns),
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .actions = actions,
  .n_actions = G_N_ELEMENTS (actions),
  .row_deletion = &deletion,
  .add_recipients = add_recipients,
  .list = comms_client_list_users_async,
  .icon_name = "system-users-symbolic",
  .empty_title = N_ ("No Users"),
  .empty_text = N_ ("A user comes into being when a device is registered without naming one."),
};
