#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What the API answered, whole: a resource keeps the immutable JSON and its getters read from it,
 * so that unknown fields survive. Getters answer NULL, 0 or -1 where a field is absent or of
 * another type. Property: "id" (string, read-only). */
#define COMMS_TYPE_RESOURCE (comms_resource_get_type ())
G_DECLARE_DERIVABLE_TYPE (CommsResource, comms_resource, COMMS, RESOURCE, GObject)

struct _CommsResourceClass {
  GObjectClass parent_class;

  const char *id_member; /* (nullable): "id", unless a class sets another */
};

gpointer comms_resource_new (GType type, JsonNode *node); /* (transfer full): of @type */
const char *comms_resource_get_id (CommsResource *self);
const char *comms_resource_get_string (CommsResource *self, const char *name);
gint64 comms_resource_get_created_at (CommsResource *self); /* microseconds since 1970, or -1 */
gint64 comms_resource_get_updated_at (CommsResource *self);
const char *comms_resource_get_related_id (CommsResource *self, const char *name);
const char *comms_resource_get_tag (CommsResource *self, const char *key);
JsonNode *comms_resource_get_node (CommsResource *self);
char *comms_resource_to_json (CommsResource *self); /* indented */

G_END_DECLS
