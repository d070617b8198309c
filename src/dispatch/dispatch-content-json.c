/* A content as our own files have it, the journal among them:
 *
 * "title":"...","body":"...","images":["https://..."],"sender":"app","appName":"airline_prod",
 * "fcm":"","apn":"","priority":"HIGH","sound":"","tags":[["campaign","gates"]],
 * "sendAt":1742376600,"zone":"Europe/Vienna" */

#include "dispatch-content-private.h"

#include <base-json.h>

#include "dispatch-json.h"

static void
append_name (GString *json, const char *name)
{
  g_string_append_printf (json, ",\"%s\":", name);
}

static void
append_string (GString *json, const char *name, const char *value)
{
  append_name (json, name);
  dispatch_json_append_string (json, value);
}

static void
append_strings (GString *json, const char *name, const char *const *values)
{
  append_name (json, name);
  g_string_append_c (json, '[');
  for (guint i = 0; values[i] != NULL; i++) {
    g_string_append (json, i > 0 ? "," : "");
    dispatch_json_append_string (json, values[i]);
  }
  g_string_append_c (json, ']');
}

static void
append_tags (GString *json, const char *const *tags)
{
  append_name (json, "tags");
  g_string_append_c (json, '[');
  for (guint i = 0; tags[i] != NULL; i += 2) {
    g_string_append (json, i > 0 ? ",[" : "[");
    dispatch_json_append_string (json, tags[i]);
    g_string_append_c (json, ',');
    dispatch_json_append_string (json, tags[i + 1]);
    g_string_append_c (json, ']');
  }
  g_string_append_c (json, ']');
}

static const char *
get_nick (GType type, int value)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (type);
  const GEnumValue *found = g_enum_get_value (klass, value);

  return found != NULL ? found->value_nick : "";
}

void
dispatch_content_append_members (const DispatchContent *self, GString *json)
{
  g_string_append (json, "\"title\":");
  dispatch_json_append_string (json, self->title);
  append_string (json, "body", self->body);
  append_strings (json, "images", self->images);
  append_string (json, "sender", get_nick (DISPATCH_TYPE_SENDER, self->sender));
  append_string (json, "appName", self->app_name);
  append_string (json, "fcm", self->fcm_credential_id);
  append_string (json, "apn", self->apn_credential_id);
  append_string (json, "priority", dispatch_content_get_priority (self));
  append_string (json, "sound", self->sound);
  append_tags (json, self->tags);
  append_name (json, "sendAt");
  g_string_append_printf (json, "%" G_GINT64_FORMAT, self->send_at);
  append_string (json, "zone", self->zone);
}

static const char *
element_string (JsonArray *array, guint index)
{
  const char *text = NULL;

  if (array != NULL && index < json_array_get_length (array)) {
    text = base_json_node_string (json_array_get_element (array, index));
  }
  return text != NULL ? text : "";
}

static char **
end_strings (GPtrArray *strings)
{
  g_ptr_array_add (strings, NULL);
  return (char **) g_ptr_array_free (strings, FALSE);
}

static char **
read_images (JsonArray *images)
{
  GPtrArray *strings = g_ptr_array_new ();

  for (guint i = 0; images != NULL && i < json_array_get_length (images); i++) {
    const char *url = element_string (images, i);
    if (*url != '\0') {
      g_ptr_array_add (strings, g_strdup (url));
    }
  }
  return end_strings (strings);
}

static char **
read_tags (JsonArray *tags)
{
  GPtrArray *strings = g_ptr_array_new ();

  for (guint i = 0; tags != NULL && i < json_array_get_length (tags); i++) {
    JsonNode *node = json_array_get_element (tags, i);
    JsonArray *pair = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
    const char *key = element_string (pair, 0);
    const char *value = element_string (pair, 1);
    if (*key != '\0' || *value != '\0') {
      g_ptr_array_add (strings, g_strdup (key));
      g_ptr_array_add (strings, g_strdup (value));
    }
  }
  return end_strings (strings);
}

/* Before there was a choice, the name of an App was one. */
static DispatchSender
read_sender (JsonObject *object)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (DISPATCH_TYPE_SENDER);
  const char *nick = base_json_string (object, "sender");
  const char *app_name = base_json_string (object, "appName");
  const GEnumValue *found = nick != NULL ? g_enum_get_value_by_nick (klass, nick) : NULL;

  if (found != NULL) {
    return found->value;
  }
  return app_name != NULL && *app_name != '\0' ? DISPATCH_SENDER_APP : DISPATCH_SENDER_DEFAULT;
}

DispatchContent *
dispatch_content_from_object (JsonObject *object)
{
  g_auto (GStrv) images = read_images (base_json_array (object, "images"));
  g_auto (GStrv) tags = read_tags (base_json_array (object, "tags"));
  gboolean is_low = g_strcmp0 (base_json_string (object, "priority"), "LOW") == 0;

  return dispatch_content_new (&(DispatchContent){
    .title = base_json_string (object, "title"),
    .body = base_json_string (object, "body"),
    .images = (const char *const *) images,
    .sender = read_sender (object),
    .app_name = base_json_string (object, "appName"),
    .fcm_credential_id = base_json_string (object, "fcm"),
    .apn_credential_id = base_json_string (object, "apn"),
    .priority = is_low ? DISPATCH_PRIORITY_LOW : DISPATCH_PRIORITY_HIGH,
    .sound = base_json_string (object, "sound"),
    .tags = (const char *const *) tags,
    .send_at = base_json_int (object, "sendAt", 0),
    .zone = base_json_string (object, "zone"),
  });
}
