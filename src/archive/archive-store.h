#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the console keeps on this machine: the journal of sends here, the index of what is at the
 * API in archive-index.h, drafts, jobs, the trash and choices in headers of their names. One
 * SQLite file and one beside it for the index, used by one thread of the store's own; every call is
 * asynchronous, and calls take effect in the order they were made. A finished write is on disk, but
 * for the index, of which a loss of power may take the last seconds. */
#define ARCHIVE_TYPE_STORE (archive_store_get_type ())
G_DECLARE_FINAL_TYPE (ArchiveStore, archive_store, ARCHIVE, STORE, GObject)

#define ARCHIVE_ERROR (archive_error_quark ())

typedef enum {
  ARCHIVE_ERROR_FAILED,  /* the message says what SQLite said */
  ARCHIVE_ERROR_FULL,    /* no space left on the disk */
  ARCHIVE_ERROR_NEWER,   /* written by a newer Carillon */
  ARCHIVE_ERROR_DAMAGED, /* no sound database any more: it is set aside when it is opened again */
  ARCHIVE_ERROR_STALE,   /* what a write builds on is not there any more */
} ArchiveError;

GQuark archive_error_quark (void);

/* Opens or creates. A file that is no sound database is set aside as "<path>.damaged-<time>" and an
 * empty one takes its place; get_damaged then tells the name it was given. */
void archive_store_open_async (const char *path,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
ArchiveStore *archive_store_open_finish (GAsyncResult *result, GError **error);
const char *archive_store_get_damaged (ArchiveStore *self); /* (nullable) */

/* Waits until what was asked for is on disk and closes; for the end of a program. */
void archive_store_close (ArchiveStore *self);

/* The journal. A send is one press of the button; it is cut into requests, and each request has a
 * row that is on disk as "posting" before its first byte leaves. */
typedef enum {
  ARCHIVE_REQUEST_PLANNED,   /* not yet sent, or declared so by an operator */
  ARCHIVE_REQUEST_POSTING,   /* may have been sent: after a crash this means unknown */
  ARCHIVE_REQUEST_ACCEPTED,  /* has an operation ID */
  ARCHIVE_REQUEST_REJECTED,  /* proven not to have been acted on */
  ARCHIVE_REQUEST_UNKNOWN,   /* sent, outcome not known */
  ARCHIVE_REQUEST_ABANDONED, /* not sent, and not going to be */
} ArchiveRequestState;

typedef struct {
  char *send_id;
  guint index;
  ArchiveRequestState state;
  guint n_recipients;
  char *operation_id; /* (nullable) */
  char *detail;       /* (nullable): why it was rejected or is unknown */
  gint64 changed_at;
} ArchiveRequest;

void archive_request_free (ArchiveRequest *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ArchiveRequest, archive_request_free)

/* Writes the send and a PLANNED row for each request, in one transaction, and takes its draft out
 * of the drafts: the journal has it now. What earlier sends of the same draft left unsent becomes
 * ABANDONED: this one takes their place. */
void archive_store_begin_send_async (ArchiveStore *self,
                                     const char *account_id,
                                     const char *send_id,
                                     const char *draft_json,
                                     const char *name,
                                     GBytes *addresses,
                                     const guint *n_recipients,
                                     guint n_requests,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
void archive_store_mark_request_async (ArchiveStore *self,
                                       const char *send_id,
                                       guint index,
                                       ArchiveRequestState state,
                                       const char *operation_id,
                                       const char *detail,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
/* Every request of the account that is POSTING or UNKNOWN. */
void archive_store_list_unsettled_async (ArchiveStore *self,
                                         const char *account_id,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
/* Every request of one send. */
void archive_store_list_requests_async (ArchiveStore *self,
                                        const char *send_id,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
GPtrArray *
archive_store_list_requests_finish (ArchiveStore *self,
                                    GAsyncResult *result,
                                    GError **error); /* of ArchiveRequest; for both lists */

/* A send that an earlier run of the program did not bring to an end. */
typedef struct {
  char *id;
  char *draft_id;      /* (nullable) */
  gint64 created_at;   /* microseconds since 1970 */
  GPtrArray *requests; /* of ArchiveRequest: all of them, in their order */
} ArchiveSend;

void archive_send_free (ArchiveSend *send);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ArchiveSend, archive_send_free)

/* Every send of the account with a request that is POSTING or UNKNOWN, or that is PLANNED or
 * REJECTED while its draft is not among the drafts; but for those that were begun through this
 * store: they may be running. */
void archive_store_list_interrupted_async (ArchiveStore *self,
                                           const char *account_id,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
GPtrArray *
archive_store_list_interrupted_finish (ArchiveStore *self,
                                       GAsyncResult *result,
                                       GError **error); /* of ArchiveSend, oldest first */
/* The draft that a send was begun with. */
void archive_store_read_send_async (ArchiveStore *self,
                                    const char *send_id,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
char *archive_store_read_send_finish (ArchiveStore *self, GAsyncResult *result, GError **error);
/* A send that was begun through this store runs no more: from now on it counts as interrupted. */
void archive_store_release_send_async (ArchiveStore *self,
                                       const char *send_id,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
/* Of an interrupted send: what is POSTING or UNKNOWN becomes PLANNED. */
void archive_store_declare_unsent_async (ArchiveStore *self,
                                         const char *send_id,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
/* Of an interrupted send: what is PLANNED or REJECTED becomes ABANDONED. */
void archive_store_abandon_send_async (ArchiveStore *self,
                                       const char *send_id,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);

gboolean archive_store_write_finish (ArchiveStore *self,
                                     GAsyncResult *result,
                                     GError **error); /* for every write */

G_END_DECLS
