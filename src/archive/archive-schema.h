#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

gboolean archive_schema_migrate (sqlite3 *db, GError **error);

G_END_DECLS
