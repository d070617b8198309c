#pragma once

#include <archive-trash.h>

#include "carillon-list-kind.h"

G_BEGIN_DECLS

/* What this console deleted; rows of the archive. */
extern const CarillonListKind carillon_trash_kind;

/* What the list is narrowed to, as the archive is asked for it. */
ArchiveTrashQuery *carillon_trash_query_new (const CarillonListQuery *query); /* (transfer full) */

gint64 carillon_trash_item_get_number (gpointer item); /* by which the archive has it */
gboolean carillon_trash_item_is_restorable (gpointer item);

G_END_DECLS
