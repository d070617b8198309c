#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

sqlite3 *archive_file_open (const char *path, char **damaged, GError **error);
gboolean archive_file_renew_index (sqlite3 *db, GError **error);

G_END_DECLS
