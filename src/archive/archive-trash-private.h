#pragma once

#include "archive-sql.h"
#include "archive-store-private.h"
#include "archive-trash.h"

G_BEGIN_DECLS

gboolean archive_trash_put (sqlite3 *db,
                            const char *account_id,
                            gint64 job,
                            guint row,
                            const ArchiveTrashItem *item,
                            GError **error);

G_END_DECLS
