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

static char *
deletion_heading (gpointer item)
{
  return g_strdup (_ ("Delete User?"));
}

static char *
deletion_body (gpointer item)
{
  return g_strdup_printf (
    /* Translators: %s is the ID of a user. */
    _ ("%s and all of its device registrations will be deleted.\n\nThis cannot be undone: the API "
       "has no call to create a user again, and its devices would have to be registered anew."),
    comms_resource_get_id (item));
}

static void
add_recipients (gpointer item, GVariantBuilder *recipients)
{
  g_variant_builder_add (recipients, "(ss)", comms_resource_get_id (item), "");
}

static const CarillonColumn columns[] = {
  {
    .id = "id",
    .title = N_ ("User ID"),
    .text = carillon_resource_id,
    .tooltip = carillon_resource_id,
    .style = CARILLON_CELL_ID,
    .expand = TRUE,
    .width_chars = 16,
  },
  {
    .id = "created",
    .title = N_ ("Created"),
    .text = carillon_resource_created,
    .number = carillon_resource_created_number,
    .tooltip = carillon_resource_created_utc,
  },
  {
    .id = "updated",
    .title = N_ ("Updated"),
    .text = carillon_resource_updated,
    .number = carillon_resource_updated_number,
    .tooltip = carillon_resource_updated_utc,
    .from_width = 480,
  },
};

static const CarillonField fields[] = {
  {
    .title = N_ ("User ID"),
    .text = carillon_resource_id,
    .member = "id",
    .style = CARILLON_CELL_ID,
  },
  {
    .title = N_ ("Created"),
    .text = carillon_resource_created,
    .tooltip = carillon_resource_created_utc,
    .member = "createdAt",
  },
  {
    .title = N_ ("Updated"),
    .text = carillon_resource_updated,
    .tooltip = carillon_resource_updated_utc,
    .member = "updatedAt",
  },
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

static const CarillonDeletion deletion = {
  .delete_async = comms_client_delete_user_async,
  .heading = deletion_heading,
  .body = deletion_body,
  .done = N_ ("User deleted"),
};

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
  .deletion = &deletion,
  .add_recipients = add_recipients,
  .list = comms_client_list_users_async,
  .icon_name = "system-users-symbolic",
  .empty_title = N_ ("No Users"),
  .empty_text = N_ ("A user comes into being when a device is registered without naming one."),
};
