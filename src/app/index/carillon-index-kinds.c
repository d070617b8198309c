/* What the lists of the index have in common. */

#include "carillon-index-kinds.h"

#include <base-json.h>
#include <base-time.h>

#include "carillon-format.h"

/**
 * carillon_index_add_time:
 * @object: what a row is made of
 * @member: a name
 * @unix_usec: microseconds since 1970; -1 for unknown
 */
void
carillon_index_add_time (JsonObject *object, const char *member, gint64 unix_usec)
{
  if (unix_usec >= 0) {
    g_autofree char *text = base_time_format (unix_usec);
    json_object_set_string_member (object, member, text);
  }
}

gint64
carillon_index_seen_number (gpointer item)
{
  const char *text = comms_resource_get_string (item, "seenAt");
  gint64 unix_usec = -1;

  return text != NULL && base_time_parse (text, &unix_usec) ? unix_usec : -1;
}

char *
carillon_index_seen (gpointer item)
{
  return carillon_format_time (carillon_index_seen_number (item));
}

char *
carillon_index_seen_utc (gpointer item)
{
  return carillon_format_utc (carillon_index_seen_number (item));
}

/**
 * carillon_index_number:
 * @item: a row
 * @member: a name
 *
 * Returns: the number of that name
 */
gint64
carillon_index_number (gpointer item, const char *member)
{
  JsonObject *object = base_json_node_object (comms_resource_get_node (item));

  return object != NULL ? base_json_int (object, member, 0) : 0;
}
