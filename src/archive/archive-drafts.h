#pragma once

#include "archive-store.h"

G_BEGIN_DECLS

/* Drafts, kept per account. A draft is a small JSON document, which the store does not look into,
 * and blocks: bytes that are never changed, in an order. A save names the order and brings the
 * blocks that are not on disk yet, so that an edit of a million recipients writes one of them. */
typedef struct {
  char *id;
  char *name;    /* "" for none */
  char *heading; /* one line that tells it from others where it has no name */
  char *text;    /* (nullable): what a search looks through besides the name; never read back */
  char *json;    /* (nullable) in a list */
  char *state;   /* (nullable): where its operator was */
  gint64 n_recipients; /* -1 where that is not known */
  gboolean is_sound;   /* of one that was listed: its JSON is JSON */
  gint64 changed_at;   /* microseconds since 1970, as those below */
  gint64 discarded_at; /* -1 for one that is not */
  GArray *order;       /* (nullable) in a list: IDs of the blocks, gint64 */
  GPtrArray *blocks;   /* (nullable) in a list: of GBytes, as many as there are IDs; in a save, NULL
                        * where it is on disk already */
} ArchiveDraft;

ArchiveDraft *archive_draft_new (const char *id, const char *json);
void archive_draft_free (ArchiveDraft *draft);
void archive_draft_add_block (ArchiveDraft *draft, gint64 id, GBytes *bytes); /* (nullable) */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ArchiveDraft, archive_draft_free)

/* How long a draft that was discarded can be restored. */
#define ARCHIVE_DAYS_TO_RESTORE_DRAFT 30

/* Writes the draft in one transaction. ARCHIVE_ERROR_STALE where a block that should be on disk is
 * not: nothing was written, and all of its blocks are to be brought. Its name, JSON and blocks are
 * those of this call; the state stays where it is NULL. */
void archive_store_save_draft_async (ArchiveStore *self,
                                     const char *account_id,
                                     ArchiveDraft *draft, /* (transfer full) */
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
/* Where the operator is, which is no change of the draft; it counts as the one used last. */
void archive_store_save_draft_state_async (ArchiveStore *self,
                                           const char *account_id,
                                           const char *draft_id,
                                           const char *state, /* (nullable) */
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
void archive_store_rename_draft_async (ArchiveStore *self,
                                       const char *account_id,
                                       const char *draft_id,
                                       const char *name,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
void archive_store_duplicate_draft_async (ArchiveStore *self,
                                          const char *account_id,
                                          const char *draft_id,
                                          const char *new_id,
                                          const char *new_name,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
/* A discarded draft is in no list but that of discarded ones, and goes some time later. */
void archive_store_discard_draft_async (ArchiveStore *self,
                                        const char *account_id,
                                        const char *draft_id,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
void archive_store_restore_draft_async (ArchiveStore *self,
                                        const char *account_id,
                                        const char *draft_id,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);

typedef struct {
  const char *needle;    /* (nullable): any part of the name or the text, whatever the case */
  gboolean is_discarded; /* those only, rather than the others */
} ArchiveDraftQuery;

void archive_store_list_drafts_async (ArchiveStore *self,
                                      const char *account_id,
                                      const ArchiveDraftQuery *query, /* (nullable) */
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
GPtrArray *archive_store_list_drafts_finish (ArchiveStore *self,
                                             GAsyncResult *result,
                                             GError **error); /* of ArchiveDraft, newest first */
/* One draft with all that belongs to it. Of no ID: the one that was used last, and after n_skipped
 * others. NULL without an error where there is none. */
void archive_store_read_draft_async (ArchiveStore *self,
                                     const char *account_id,
                                     const char *draft_id, /* (nullable) */
                                     guint n_skipped,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
ArchiveDraft *
archive_store_read_draft_finish (ArchiveStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
