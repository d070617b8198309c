#pragma once

#include <sqlite3.h>

#include "archive-store.h"

G_BEGIN_DECLS

/* What a call does on the store's thread. @data is the task data; a call that answers something
 * puts it into @result. */
typedef gboolean (*ArchiveWork) (sqlite3 *db, gpointer data, gpointer *result, GError **error);

/* The result of a call that has only done a part, and is to be made again when those that wait have
 * had their turn; unless it was cancelled. Nothing may wait long behind one that looks at all rows.
 */
extern const char archive_unfinished;
#define ARCHIVE_UNFINISHED ((gpointer) &archive_unfinished)

void
archive_store_push (ArchiveStore *self, GTask *task, ArchiveWork work, GDestroyNotify free_result);

/* Of archive-journal.c: the requests of a send, as a GPtrArray of ArchiveRequest. */
gboolean
archive_journal_list_of_send (sqlite3 *db, gpointer data, gpointer *result, GError **error);

G_END_DECLS
