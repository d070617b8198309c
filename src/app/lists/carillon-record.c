#include "carillon-record.h"

struct _CarillonRecord {
  CommsResource parent_instance;
};

G_DEFINE_FINAL_TYPE (CarillonRecord, carillon_record, COMMS_TYPE_RESOURCE)

static void
carillon_record_class_init (CarillonRecordClass *klass)
{
}

static void
carillon_record_init (CarillonRecord *self)
{
}

/**
 * carillon_record_new:
 * @object: (transfer full): with a string "id"; nobody changes it any more
 *
 * For any thread.
 *
 * Returns: (transfer full): a row
 */
CarillonRecord *
carillon_record_new (JsonObject *object)
{
  g_return_val_if_fail (object != NULL, NULL);

  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, object);
  json_node_seal (node);
  return comms_resource_new (CARILLON_TYPE_RECORD, node);
}
