#pragma once

#include "archive-index-private.h"
#include "archive-trash.h"

G_BEGIN_DECLS

/* What calls of the trash have as task data. */
typedef struct {
  char *account_id;
  ArchiveTrashQuery *query; /* (nullable) */
  gint64 after;
  guint n_rows;
  GArray *items; /* (nullable): of gint64 */
} ArchiveTrashCall;

/* In the order of their enumerations. */
extern const char *const archive_trash_kinds[];
extern const char *const archive_trash_obstacles[];

ArchiveTrashCall *archive_trash_call_new (const char *account_id, const ArchiveTrashQuery *query);
void archive_trash_push (ArchiveStore *self,
                         GTask *task,
                         ArchiveTrashCall *call,
                         ArchiveWork work,
                         GDestroyNotify free_result);
ArchiveStatement *archive_trash_prepare (
  sqlite3 *db, const ArchiveTrashCall *call, const char *what, gint64 n_rows, GError **error);

/* Calls @each for the numbers of the items that match and can be restored, newest first. */
gboolean archive_trash_each_restorable (sqlite3 *db,
                                        const char *account_id,
                                        const ArchiveTrashQuery *query,
                                        ArchiveIndexEach each,
                                        gpointer data,
                                        GError **error);
gboolean archive_trash_put (sqlite3 *db,
                            const char *account_id,
                            gint64 job,
                            guint row,
                            const ArchiveTrashItem *item,
                            GError **error);

G_END_DECLS
