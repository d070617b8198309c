/* The immutable JSON of one object of the API. Nothing is changed after construction, so resources
 * may be made and read on any thread. One that comes from a pack is parsed when it is read. */

#include "comms-resource-private.h"

#include <base-json.h>
#include <base-time.h>

typedef struct {
  JsonNode *node;  /* (owned) (nullable) (atomic): immutable, holds an object */
  CommsPack *pack; /* (owned) (nullable): what it is parsed from */
  guint row;       /* in pack */
} CommsResourcePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (CommsResource, comms_resource, G_TYPE_OBJECT)

enum {
  PROP_ID = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static JsonObject *
get_object (CommsResource *self)
{
  return base_json_node_object (comms_resource_get_node (self));
}

static gint64
get_time (CommsResource *self, const char *name)
{
  gint64 unix_usec = -1;

  return base_time_parse (base_json_string (get_object (self), name), &unix_usec) ? unix_usec : -1;
}

static void
comms_resource_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id) {
  case PROP_ID:
    g_value_set_string (value, comms_resource_get_id (COMMS_RESOURCE (object)));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
comms_resource_finalize (GObject *object)
{
  CommsResourcePrivate *private = comms_resource_get_instance_private (COMMS_RESOURCE (object));

  g_clear_pointer (&private->node, json_node_unref);
  g_clear_pointer (&private->pack, comms_pack_unref);
  G_OBJECT_CLASS (comms_resource_parent_class)->finalize (object);
}

static void
comms_resource_class_init (CommsResourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  klass->id_member = "id";
  object_class->get_property = comms_resource_get_property;
  object_class->finalize = comms_resource_finalize;

  properties[PROP_ID] =
    g_param_spec_string ("id", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
comms_resource_init (CommsResource *self)
{
}

/**
 * comms_resource_new:
 * @type: a type derived from [class@Comms.Resource]
 * @node: an immutable node that holds an object
 *
 * Returns: (transfer full) (type Comms.Resource): a resource of @type
 */
gpointer
comms_resource_new (GType type, JsonNode *node)
{
  g_return_val_if_fail (g_type_is_a (type, COMMS_TYPE_RESOURCE), NULL);
  g_return_val_if_fail (base_json_node_object (node) != NULL, NULL);
  g_return_val_if_fail (json_node_is_immutable (node), NULL);

  CommsResource *self = g_object_new (type, NULL);
  CommsResourcePrivate *private = comms_resource_get_instance_private (self);
  private->node = json_node_ref (node);
  return self;
}

/**
 * comms_resource_new_packed:
 * @type: a type derived from [class@Comms.Resource]
 * @pack: rows
 * @row: which of them
 *
 * Returns: (transfer full): a resource of @type that is not parsed yet
 */
CommsResource *
comms_resource_new_packed (GType type, CommsPack *pack, guint row)
{
  CommsResource *self = g_object_new (type, NULL);
  CommsResourcePrivate *private = comms_resource_get_instance_private (self);

  private->pack = comms_pack_ref (pack);
  private->row = row;
  return self;
}

/* Whoever comes first keeps what was parsed: others may hold texts of it. */
static JsonNode *
parse (CommsResourcePrivate *private)
{
  JsonNode *node = comms_pack_parse (private->pack, private->row);

  if (!g_atomic_pointer_compare_and_exchange (&private->node, NULL, node)) {
    json_node_unref (node);
  }
  return g_atomic_pointer_get (&private->node);
}

/**
 * comms_resource_get_node:
 * @self: a resource
 *
 * Returns: (transfer none): the whole object as the API answered it
 */
JsonNode *
comms_resource_get_node (CommsResource *self)
{
  g_return_val_if_fail (COMMS_IS_RESOURCE (self), NULL);

  CommsResourcePrivate *private = comms_resource_get_instance_private (self);
  JsonNode *node = g_atomic_pointer_get (&private->node);
  return node != NULL ? node : parse (private);
}

/**
 * comms_resource_get_string:
 * @self: a resource
 * @name: a member
 *
 * Returns: (nullable): its text, as the API wrote it
 */
const char *
comms_resource_get_string (CommsResource *self, const char *name)
{
  g_return_val_if_fail (COMMS_IS_RESOURCE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return base_json_string (get_object (self), name);
}

/**
 * comms_resource_get_id:
 * @self: a resource
 *
 * Returns: (nullable): the opaque ID, or the name where that is one; never %NULL for what a client
 * answered, but for errors of operations, which have none
 */
const char *
comms_resource_get_id (CommsResource *self)
{
  g_return_val_if_fail (COMMS_IS_RESOURCE (self), NULL);

  CommsResourcePrivate *private = comms_resource_get_instance_private (self);
  if (private->pack != NULL) {
    return comms_pack_get_id (private->pack, private->row);
  }
  const char *member = COMMS_RESOURCE_GET_CLASS (self)->id_member;
  return member != NULL ? base_json_string (get_object (self), member) : NULL;
}

/**
 * comms_resource_get_created_at:
 * @self: a resource
 *
 * Returns: microseconds since 1970 in UTC, or -1
 */
gint64
comms_resource_get_created_at (CommsResource *self)
{
  g_return_val_if_fail (COMMS_IS_RESOURCE (self), -1);

  return get_time (self, "createdAt");
}

/**
 * comms_resource_get_updated_at:
 * @self: a resource
 *
 * Returns: microseconds since 1970 in UTC, or -1
 */
gint64
comms_resource_get_updated_at (CommsResource *self)
{
  g_return_val_if_fail (COMMS_IS_RESOURCE (self), -1);

  return get_time (self, "updatedAt");
}

/* "/PushNotifications/Operations/ID", and in a guide "/Users/ID". */
static const char *
find_last_segment (const char *uri)
{
  const char *slash = uri != NULL ? strrchr (uri, '/') : NULL;

  return slash != NULL && slash[1] != '\0' ? slash + 1 : NULL;
}

/**
 * comms_resource_get_related_id:
 * @self: a resource
 * @name: what is related, such as "operation" or "user"
 *
 * Returns: (nullable): the ID of the first entry of `related` with that name, as the API wrote it
 * (section 4.5)
 */
const char *
comms_resource_get_related_id (CommsResource *self, const char *name)
{
  g_return_val_if_fail (COMMS_IS_RESOURCE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  JsonArray *related = base_json_array (get_object (self), "related");
  guint n_related = related != NULL ? json_array_get_length (related) : 0;

  for (guint i = 0; i < n_related; i++) {
    JsonObject *entry = base_json_node_object (json_array_get_element (related, i));
    if (g_strcmp0 (base_json_string (entry, "name"), name) == 0) {
      const char *id = base_json_string (entry, "id");
      return id != NULL ? id : find_last_segment (base_json_string (entry, "uri"));
    }
  }
  return NULL;
}

/**
 * comms_resource_get_tag:
 * @self: a resource
 * @key: a tag
 *
 * Returns: (nullable): its value (section 4.6 of the API)
 */
const char *
comms_resource_get_tag (CommsResource *self, const char *key)
{
  g_return_val_if_fail (COMMS_IS_RESOURCE (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  return base_json_string (base_json_object (get_object (self), "tags"), key);
}

/**
 * comms_resource_to_json:
 * @self: a resource
 *
 * Returns: (transfer full): the whole object as indented JSON, unknown fields included
 */
char *
comms_resource_to_json (CommsResource *self)
{
  g_return_val_if_fail (COMMS_IS_RESOURCE (self), NULL);

  return json_to_string (comms_resource_get_node (self), TRUE);
}
