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

/* Places where pages begin, as text: a key and what it is sorted by. */
void archive_index_parse_place (const char *after, gint64 *first, gint64 *second);
char *archive_index_make_place (gint64 first, gint64 second);

/* Calls @each for everything that matches, in no certain order. */
typedef gboolean (*ArchiveIndexEach) (const char *id, gpointer data, GError **error);

gboolean archive_index_walk (ArchiveStatement *statement,
                             ArchiveIndexEach each,
                             gpointer data,
                             GError **error);

gboolean archive_index_each_device (sqlite3 *db,
                                    const char *account_id,
                                    const ArchiveDeviceQuery *query,
                                    gboolean wants_users,
                                    ArchiveIndexEach each,
                                    gpointer data,
                                    GError **error);
gboolean archive_index_each_user (sqlite3 *db,
                                  const char *account_id,
                                  const ArchiveUserQuery *query,
                                  ArchiveIndexEach each,
                                  gpointer data,
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

/* What the calls of a crawl, and those of the console's own changes, have as task data. */
typedef struct {
  ArchiveIndexCall base;
  gint64 generation;
  GPtrArray *findings; /* (nullable) */
  char **user_ids;     /* (nullable) */
  char *text;          /* (nullable): a page token, or where a list begins */
  guint n_rows;
  ArchiveCrawlPhase phase;
  ArchiveRegistration *registration; /* (nullable) */
} ArchiveCrawlCall;

void archive_crawl_push (ArchiveStore *self,
                         gpointer source_tag,
                         const char *account_id,
                         ArchiveCrawlCall *call,
                         ArchiveWork work,
                         GDestroyNotify free_result,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);

G_END_DECLS
