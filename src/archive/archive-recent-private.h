#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

gboolean archive_recent_insert (
  sqlite3 *db, const char *send_id, const char *name, GBytes *addresses, GError **error);

G_END_DECLS
