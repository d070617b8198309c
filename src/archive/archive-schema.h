#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* SQL: the ID of a draft, or NULL where the text has none. */
#define ARCHIVE_DRAFT_ID(json) \
  "CASE WHEN json_valid (" json ") THEN json_extract (" json ", '$.id') END"

typedef enum {
  ARCHIVE_SCHEMA_MAIN,
  ARCHIVE_SCHEMA_INDEX,
} ArchiveSchema;

extern const char *const archive_index_migrations[];
extern const guint archive_n_index_migrations;

gboolean archive_schema_migrate (sqlite3 *db, ArchiveSchema schema, GError **error);
gboolean archive_schema_begin_session (sqlite3 *db, GError **error);

G_END_DECLS
