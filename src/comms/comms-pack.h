#pragma once

#include "comms-resource.h"

G_BEGIN_DECLS

/* The rows of a page of a list, as small as their text: a parsed row takes ten times as much. Rows
 * are resources again when somebody asks for one. Immutable, for any thread. */
typedef struct _CommsPack CommsPack;

CommsPack *comms_pack_new (GPtrArray *items); /* of CommsResource, all of one type */
CommsPack *comms_pack_ref (CommsPack *self);
void comms_pack_unref (CommsPack *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CommsPack, comms_pack_unref)

guint comms_pack_get_n_rows (CommsPack *self);
const char *comms_pack_get_id (CommsPack *self, guint row);      /* (nullable) */
JsonNode *comms_pack_parse (CommsPack *self, guint row);         /* (transfer full) */
CommsResource *comms_pack_make_row (CommsPack *self, guint row); /* (transfer full) */

G_END_DECLS
