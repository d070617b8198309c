/* One block of bytes for all rows: of each the ID and the JSON, both ended by NUL. */

#include "comms-pack.h"

#include <string.h>

#include "comms-resource-private.h"

struct _CommsPack {
  gatomicrefcount n_refs;
  GType type;
  guint n_rows;
  char *bytes;   /* (owned) */
  gsize *starts; /* (owned): of each row in bytes */
};

static void
append_row (GString *bytes, CommsResource *item)
{
  const char *id = comms_resource_get_id (item);
  g_autofree char *text = json_to_string (comms_resource_get_node (item), FALSE);

  g_string_append (bytes, id != NULL ? id : "");
  g_string_append_c (bytes, '\0');
  g_string_append (bytes, text);
  g_string_append_c (bytes, '\0');
}

/**
 * comms_pack_new:
 * @items: (element-type Comms.Resource): rows, all of one type
 *
 * Takes some microseconds for each kilobyte of the rows, so it belongs in a worker.
 *
 * Returns: (transfer full): the rows, without anything that was parsed
 */
CommsPack *
comms_pack_new (GPtrArray *items)
{
  g_return_val_if_fail (items != NULL, NULL);

  CommsPack *self = g_new0 (CommsPack, 1);
  g_autoptr (GString) bytes = g_string_new (NULL);

  g_atomic_ref_count_init (&self->n_refs);
  self->type = items->len > 0 ? G_OBJECT_TYPE (items->pdata[0]) : COMMS_TYPE_RESOURCE;
  self->n_rows = items->len;
  self->starts = g_new (gsize, items->len);
  for (guint i = 0; i < items->len; i++) {
    g_assert (G_OBJECT_TYPE (items->pdata[i]) == self->type);
    self->starts[i] = bytes->len;
    append_row (bytes, items->pdata[i]);
  }
  self->bytes = g_memdup2 (bytes->str, bytes->len);
  return self;
}

/**
 * comms_pack_ref:
 *
 * Returns: (transfer full): @self
 */
CommsPack *
comms_pack_ref (CommsPack *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->n_refs);
  return self;
}

/**
 * comms_pack_unref:
 * @self: (transfer full): a pack
 */
void
comms_pack_unref (CommsPack *self)
{
  g_return_if_fail (self != NULL);

  if (g_atomic_ref_count_dec (&self->n_refs)) {
    g_free (self->bytes);
    g_free (self->starts);
    g_free (self);
  }
}

/**
 * comms_pack_get_n_rows:
 *
 * Returns: how many rows it has
 */
guint
comms_pack_get_n_rows (CommsPack *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_rows;
}

/**
 * comms_pack_get_id:
 * @row: which row
 *
 * Returns: (nullable): see comms_resource_get_id(); costs nothing
 */
const char *
comms_pack_get_id (CommsPack *self, guint row)
{
  g_return_val_if_fail (self != NULL && row < self->n_rows, NULL);

  const char *id = self->bytes + self->starts[row];
  return *id != '\0' ? id : NULL;
}

/**
 * comms_pack_parse:
 * @row: which row
 *
 * Returns: (transfer full): the row's JSON, immutable; an empty object where it had bytes that are
 *   no text, as rows of a damaged file may have
 */
JsonNode *
comms_pack_parse (CommsPack *self, guint row)
{
  g_return_val_if_fail (self != NULL && row < self->n_rows, NULL);

  const char *id = self->bytes + self->starts[row];
  const char *text = id + strlen (id) + 1;
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();

  if (!json_parser_load_from_data (parser, text, -1, NULL)) {
    json_parser_load_from_data (parser, "{}", -1, NULL);
  }
  return json_parser_steal_root (parser);
}

/**
 * comms_pack_make_row:
 * @row: which row
 *
 * Returns: (transfer full): the row, of the type that it had. It is parsed when something but its
 * ID is asked for, and is another object each time
 */
CommsResource *
comms_pack_make_row (CommsPack *self, guint row)
{
  g_return_val_if_fail (self != NULL && row < self->n_rows, NULL);

  return comms_resource_new_packed (self->type, self, row);
}
