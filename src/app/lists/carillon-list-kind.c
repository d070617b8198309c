#include "carillon-list-kind.h"

#include <base-json.h>
#include <base-time.h>

#include "carillon-format.h"

/**
 * carillon_resource_id:
 * @item: (type CommsResource): an item of a list
 *
 * Returns: (transfer full) (nullable): its ID
 */
char *
carillon_resource_id (gpointer item)
{
  return g_strdup (comms_resource_get_id (item));
}

/**
 * carillon_resource_created:
 * @item: (type CommsResource): an item of a list
 *
 * Returns: (transfer full): when it was created, in the operator's zone
 */
char *
carillon_resource_created (gpointer item)
{
  return carillon_format_time (comms_resource_get_created_at (item));
}

/**
 * carillon_resource_created_utc:
 * @item: (type CommsResource): an item of a list
 *
 * Returns: (transfer full): when it was created, exactly
 */
char *
carillon_resource_created_utc (gpointer item)
{
  return carillon_format_utc (comms_resource_get_created_at (item));
}

/**
 * carillon_resource_updated:
 * @item: (type CommsResource): an item of a list
 *
 * Returns: (transfer full): when it was last changed, in the operator's zone
 */
char *
carillon_resource_updated (gpointer item)
{
  return carillon_format_time (comms_resource_get_updated_at (item));
}

/**
 * carillon_resource_updated_utc:
 * @item: (type CommsResource): an item of a list
 *
 * Returns: (transfer full): when it was last changed, exactly
 */
char *
carillon_resource_updated_utc (gpointer item)
{
  return carillon_format_utc (comms_resource_get_updated_at (item));
}

/**
 * carillon_resource_created_number:
 * @item: (type CommsResource): an item of a list
 *
 * Returns: when it was created, to sort by
 */
gint64
carillon_resource_created_number (gpointer item)
{
  return comms_resource_get_created_at (item);
}

/**
 * carillon_resource_updated_number:
 * @item: (type CommsResource): an item of a list
 *
 * Returns: when it was last changed, to sort by
 */
gint64
carillon_resource_updated_number (gpointer item)
{
  return comms_resource_get_updated_at (item);
}

static gboolean
find_time (gpointer item, const char *member, gint64 *unix_usec)
{
  JsonObject *object = base_json_node_object (comms_resource_get_node (item));
  const char *text = object != NULL ? base_json_string (object, member) : NULL;

  return text != NULL && base_time_parse (text, unix_usec);
}

/**
 * carillon_resource_time:
 * @item: (type CommsResource): an item of a list
 * @member: that the API writes a time into
 *
 * Returns: (transfer full) (nullable): it, in the operator's zone
 */
char *
carillon_resource_time (gpointer item, const char *member)
{
  gint64 unix_usec = -1;

  return find_time (item, member, &unix_usec) ? carillon_format_time (unix_usec) : NULL;
}

/**
 * carillon_resource_time_utc:
 * @item: (type CommsResource): an item of a list
 * @member: that the API writes a time into
 *
 * Returns: (transfer full) (nullable): it, exactly
 */
char *
carillon_resource_time_utc (gpointer item, const char *member)
{
  gint64 unix_usec = -1;

  return find_time (item, member, &unix_usec) ? carillon_format_utc (unix_usec) : NULL;
}
