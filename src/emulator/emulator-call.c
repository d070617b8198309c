/* What handlers share: reading a request's parameters and writing the pieces of which answers are
 * made. */

#include "emulator-call.h"

#include <base-json.h>
#include <base-time.h>

/**
 * emulator_call_get_parameter:
 * @self: a request
 * @name: a parameter of its query
 *
 * Returns: (transfer none) (nullable): its value
 */
const char *
emulator_call_get_parameter (EmulatorCall *self, const char *name)
{
  return emulator_query_get (self->query, name);
}

/**
 * emulator_call_accept:
 * @self: a request that changed a resource
 * @collection: where the resource stands below the version, "/PushNotifications/Users"
 * @id: its ID
 *
 * Writes the answer that all writes but a send are given.
 *
 * Returns: 202
 */
guint
emulator_call_accept (EmulatorCall *self, const char *collection, const char *id)
{
  self->location = g_strconcat (self->base_url, collection, "/", id, NULL);
  json_builder_begin_object (self->reply);
  emulator_reply_string (self->reply, "resourceId", id);
  emulator_reply_string (self->reply, "resourceLocation", self->location);
  json_builder_end_object (self->reply);
  return 202;
}

/**
 * emulator_call_reply_row:
 * @self: a request for one resource
 * @query: what finds it, bound
 * @write: writes it
 * @error: return location for a [error@Emulator.StoreError]
 *
 * Returns: 200, 404 where there is none, 0 where @error is set
 */
guint
emulator_call_reply_row (EmulatorCall *self,
                         EmulatorStatement *query,
                         void (*write) (JsonBuilder *json, EmulatorStatement *row),
                         GError **error)
{
  switch (emulator_statement_step (query, error)) {
  case EMULATOR_STEP_ROW:
    write (self->reply, query);
    return 200;
  case EMULATOR_STEP_DONE:
    return 404;
  case EMULATOR_STEP_ERROR:
  default:
    return 0;
  }
}

void
emulator_reply_string (JsonBuilder *json, const char *name, const char *value)
{
  json_builder_set_member_name (json, name);
  if (value != NULL) {
    json_builder_add_string_value (json, value);
  } else {
    json_builder_add_null_value (json);
  }
}

void
emulator_reply_int (JsonBuilder *json, const char *name, gint64 value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_int_value (json, value);
}

void
emulator_reply_boolean (JsonBuilder *json, const char *name, gboolean value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_boolean_value (json, value);
}

/**
 * emulator_reply_time:
 * @json: an object being built
 * @name: a member
 * @unix_usec: microseconds since 1970; 0, "never", becomes null
 */
void
emulator_reply_time (JsonBuilder *json, const char *name, gint64 unix_usec)
{
  g_autofree char *text = unix_usec != 0 ? base_time_format (unix_usec) : NULL;

  emulator_reply_string (json, name, text);
}

void
emulator_reply_id (JsonBuilder *json, const char *name, EmulatorIdKind kind, const char *bare)
{
  g_autofree char *id = emulator_id_format (kind, bare);

  emulator_reply_string (json, name, id);
}

/**
 * emulator_reply_related:
 * @json: an array being built
 * @name: how the API calls the kind of resource, "operation"
 * @collection: where such resources stand below the version
 * @id: its ID
 *
 * Adds an element of `related`.
 */
void
emulator_reply_related (JsonBuilder *json, const char *name, const char *collection, const char *id)
{
  g_autofree char *uri = g_strconcat (collection, "/", id, NULL);

  json_builder_begin_object (json);
  emulator_reply_string (json, "name", name);
  emulator_reply_string (json, "id", id);
  emulator_reply_string (json, "uri", uri);
  json_builder_end_object (json);
}

/**
 * emulator_reply_document:
 * @json: an object being built
 * @name: a member
 * @text: (nullable): a JSON object that the store kept; %NULL stands for an empty one
 */
void
emulator_reply_document (JsonBuilder *json, const char *name, const char *text)
{
  g_autoptr (JsonNode) node = json_from_string (text != NULL ? text : "{}", NULL);

  json_builder_set_member_name (json, name);
  if (node != NULL) {
    json_builder_add_value (json, g_steal_pointer (&node));
  } else {
    json_builder_add_null_value (json);
  }
}
