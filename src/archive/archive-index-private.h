#pragma once

#include "archive-index.h"
#include "archive-sql.h"
#include "archive-store-private.h"

G_BEGIN_DECLS

/* The name under which the file of the index is attached to the archive's connection. */
#define ARCHIVE_INDEX_SCHEMA "found"

/* See archive-index-schema.c: so many devices has no account, and SQLite's keys have 63 bits. */
#define ARCHIVE_INDEX_KEY_BITS 40

/* What each call of the index has in its task data, at the beginning. */
typedef struct {
  ArchiveWork work;
  char *account_id;
} ArchiveIndexCall;

/* An account in the index. Its rows have keys > low and <= high. */
typedef struct {
  gint64 number;
  gint64 low;
  gint64 high;
} ArchiveIndexAccount;

void archive_index_push (ArchiveStore *self,
                         GTask *task,
                         ArchiveIndexCall *call,
                         const char *account_id,
                         ArchiveWork work,
                         GDestroyNotify free_call,
                         GDestroyNotify free_result);
gboolean archive_index_find_account (sqlite3 *db,
                                     const char *account_id,
                                     ArchiveIndexAccount *account,
                                     GError **error);
gboolean archive_index_make_account (sqlite3 *db,
                                     const char *account_id,
                                     ArchiveIndexAccount *account,
                                     GError **error);

/* Writes into the index of one account, within a transaction. */
typedef struct _ArchiveIndexWriter ArchiveIndexWriter;

ArchiveIndexWriter *archive_index_writer_new (sqlite3 *db, const char *account_id, GError **error);
void archive_index_writer_free (ArchiveIndexWriter *self);
gboolean archive_index_write_finding (ArchiveIndexWriter *self,
                                      gint64 generation,
                                      const ArchiveFinding *finding,
                                      GError **error);
gboolean archive_index_put_registration (ArchiveIndexWriter *self,
                                         const ArchiveRegistration *registration,
                                         GError **error);
gboolean archive_index_forget_registration (ArchiveIndexWriter *self,
                                            const char *registration_id,
                                            GError **error);
gboolean archive_index_forget_user (ArchiveIndexWriter *self, const char *user_id, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ArchiveIndexWriter, archive_index_writer_free)

G_END_DECLS
