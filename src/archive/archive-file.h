#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

sqlite3 *archive_file_open (const char *path, char **damaged, GError **error);

G_END_DECLS
