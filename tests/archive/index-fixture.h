#pragma once

#include <archive-index.h>

#include "archive-fixture.h"

G_BEGIN_DECLS

/* Calls of the index that wait for their answer. Devices are written as "app/provider/token ...",
 * registrations of a user are told apart by their App. */
ArchiveFinding *index_make_finding (const char *user_id, const char *devices);
ArchiveIndexState *index_begin (ArchiveStore *store, const char *account_id);
ArchiveIndexState *index_read (ArchiveStore *store, const char *account_id);
void index_record (ArchiveStore *store,
                   const char *account_id,
                   gint64 generation,
                   ArchiveFinding *finding);
void
index_put (ArchiveStore *store, const char *account_id, const char *user_id, const char *devices);
guint index_sweep (ArchiveStore *store, const char *account_id, gint64 generation);
char *index_list (ArchiveStore *store,
                  const char *account_id,
                  const ArchiveDeviceQuery *query,
                  guint n_rows);
char *index_list_users (ArchiveStore *store,
                        const char *account_id,
                        const ArchiveUserQuery *query,
                        guint n_rows);
gint64 index_count (ArchiveStore *store, const char *account_id, const ArchiveDeviceQuery *query);
void index_assert_sound (const char *path);

G_END_DECLS
