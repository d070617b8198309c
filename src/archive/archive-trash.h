#pragma once

#include "archive-index.h"

G_BEGIN_DECLS

/* The trash: what this console deleted at the API, with all that it takes to register it again.
 * Rows come by jobs, see archive-jobs.h, which write them before they delete. */

typedef enum {
  ARCHIVE_TRASH_ANY, /* of queries only */
  ARCHIVE_TRASH_REGISTRATION,
  ARCHIVE_TRASH_USER, /* with all registrations */
} ArchiveTrashKind;

/* Why something cannot be restored. */
typedef enum {
  ARCHIVE_OBSTACLE_NONE,
  ARCHIVE_OBSTACLE_USER,    /* the API makes no user of a given ID */
  ARCHIVE_OBSTACLE_NOTHING, /* there was no device, and without one nothing can be registered */
} ArchiveObstacle;

/* What the register call takes, but for the user. */
typedef struct {
  char *app_name;
  char *provider;
  char *token;
} ArchiveTrashDevice;

typedef struct {
  gint64 id; /* 0 in a new one, as all below up to the devices */
  gint64 job;
  gint64 deleted_at;   /* microseconds since 1970 */
  gboolean is_certain; /* otherwise the request went out, and no answer came */
  gint64 restored_at;  /* -1 for not */
  char *restored_id;   /* (nullable): the registration that it became */
  char *difference;    /* (nullable): what is different from before, as the job wrote it */
  ArchiveObstacle obstacle;
  ArchiveTrashKind kind;
  char *resource_id; /* of the registration or the user */
  char *user_id;
  char *app_name;     /* (nullable): of a registration */
  GPtrArray *devices; /* of ArchiveTrashDevice */
} ArchiveTrashItem;

ArchiveTrashItem *archive_trash_item_new (ArchiveTrashKind kind,
                                          const char *resource_id,
                                          const char *user_id,
                                          const char *app_name);
void archive_trash_item_add_device (ArchiveTrashItem *self,
                                    const char *app_name,
                                    const char *provider,
                                    const char *token);
ArchiveTrashItem *archive_trash_item_copy (const ArchiveTrashItem *self);
void archive_trash_item_free (ArchiveTrashItem *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ArchiveTrashItem, archive_trash_item_free)

/* Which rows: all that is given must hold. */
typedef struct {
  const char *needle; /* any part of a token, an ID or the name of an App */
  gint64 job;         /* 0 for any */
  ArchiveTrashKind kind;
  gboolean is_restorable; /* and not restored yet, and certainly deleted */
  gboolean is_restored;
  gboolean is_uncertain;
  gint64 deleted_before; /* 0 for any time */
} ArchiveTrashQuery;

ArchiveTrashQuery *archive_trash_query_copy (const ArchiveTrashQuery *query); /* (nullable) */
void archive_trash_query_free (ArchiveTrashQuery *query);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ArchiveTrashQuery, archive_trash_query_free)

/* Newest first, in pages of ArchiveTrashItem; archive_store_list_finish (). */
void archive_store_list_trash_async (ArchiveStore *self,
                                     const char *account_id,
                                     const ArchiveTrashQuery *query,
                                     const char *after,
                                     guint n_rows,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
void archive_store_count_trash_async (ArchiveStore *self,
                                      const char *account_id,
                                      const ArchiveTrashQuery *query,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data); /* archive_store_count_finish () */
void archive_store_read_trash_async (ArchiveStore *self,
                                     const char *account_id,
                                     gint64 item,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
ArchiveTrashItem *
archive_store_read_trash_finish (ArchiveStore *self, GAsyncResult *result, GError **error);
/* For good: nothing brings it back. */
void archive_store_discard_trash_async (ArchiveStore *self,
                                        const char *account_id,
                                        const gint64 *items,
                                        gsize n_items,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data); /* archive_store_write_finish () */
/* What is in a part of the trash. */
typedef struct {
  gint64 n_items;
  gint64 n_devices;
  gint64 n_restorable;
  gint64 n_uncertain;    /* nobody knows whether they are deleted */
  gint64 n_without_user; /* their users were deleted through this console, too */
} ArchiveTrashSummary;

void archive_store_sum_up_trash_async (ArchiveStore *self,
                                       const char *account_id,
                                       const ArchiveTrashQuery *query,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
/* The same for the items that a job restores. */
void archive_store_sum_up_restore_async (ArchiveStore *self,
                                         const char *account_id,
                                         gint64 job,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
ArchiveTrashSummary *archive_store_sum_up_trash_finish (ArchiveStore *self,
                                                        GAsyncResult *result,
                                                        GError **error); /* of both; g_free () */

/* All that match, but for what is being deleted at this moment; finishes with how many there were:
 * archive_store_count_finish (). */
void archive_store_discard_matching_trash_async (ArchiveStore *self,
                                                 const char *account_id,
                                                 const ArchiveTrashQuery *query,
                                                 GCancellable *cancellable,
                                                 GAsyncReadyCallback callback,
                                                 gpointer user_data);

G_END_DECLS
