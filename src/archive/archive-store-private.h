#pragma once

#include <sqlite3.h>

#include "archive-store.h"

G_BEGIN_DECLS

/* What a call does on the store's thread. @data is the task data; a call that answers something
 * puts it into @result. */
typedef gboolean (*ArchiveWork) (sqlite3 *db, gpointer data, gpointer *result, GError **error);

void
archive_store_push (ArchiveStore *self, GTask *task, ArchiveWork work, GDestroyNotify free_result);

/* Of archive-journal.c: the requests of a send, as a GPtrArray of ArchiveRequest. */
gboolean
archive_journal_list_of_send (sqlite3 *db, gpointer data, gpointer *result, GError **error);

G_END_DECLS
