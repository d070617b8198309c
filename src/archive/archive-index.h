#pragma once

#include "archive-store.h"

G_BEGIN_DECLS

/* The index: users, their registrations and devices, as a crawl of an account found them at the
 * API, which itself lists registrations by user only. It tells what was there when it was seen, not
 * what is there. Accounts are apart. A damaged index is replaced by an empty one. */

/* Rows of one page are at most so many: more at once than a list shows or an export writes. */
#define ARCHIVE_MAX_ROWS 1000

/* Counting goes no further: nobody reads more digits, and it must not keep others waiting. */
#define ARCHIVE_MAX_COUNT 10000

/* The set of devices that a user has under an App. */
typedef struct {
  char *id;
  char *user_id;
  char *app_name;
  gint64
    created_at; /* microseconds since 1970; -1 where the API does not tell, as all times here */
  gint64 updated_at;
  GPtrArray *devices; /* of ArchiveDeviceName */
} ArchiveRegistration;

typedef struct {
  char *provider;
  char *token;
} ArchiveDeviceName;

ArchiveRegistration *
archive_registration_new (const char *id, const char *user_id, const char *app_name);
void archive_registration_add_device (ArchiveRegistration *self,
                                      const char *provider,
                                      const char *token);
ArchiveRegistration *archive_registration_copy (const ArchiveRegistration *self);
void archive_registration_free (ArchiveRegistration *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ArchiveRegistration, archive_registration_free)

/* One device, and what it belongs to. */
typedef struct {
  char *registration_id;
  char *user_id;
  char *app_name;
  char *provider;
  char *token;
  gint64 created_at; /* of the registration, as is the next */
  gint64 updated_at;
  gint64 seen_at;
  guint n_devices; /* of the registration, which are deleted together */
} ArchiveDevice;

void archive_device_free (ArchiveDevice *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ArchiveDevice, archive_device_free)

typedef struct {
  char *id;
  gint64 created_at;
  gint64 updated_at;
  gint64 seen_at;
  guint n_registrations;
  guint n_devices;
  guint most_devices; /* of one registration; the API allows 50 */
} ArchiveUser;

void archive_user_free (ArchiveUser *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ArchiveUser, archive_user_free)

/* A page of a list. The next one begins behind its last row, whatever came or went in between. */
typedef struct {
  GPtrArray *rows;
  char *next; /* (nullable): for the next page; NULL at the end */
} ArchivePage;

void archive_page_free (ArchivePage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ArchivePage, archive_page_free)

/* Which devices: all that is given must hold; NULL and FALSE are "any". */
typedef struct {
  const char *needle;  /* any part of the token, whatever the case of its ASCII letters */
  const char *user_id; /* the whole of it, as those below */
  const char *registration_id;
  const char *app_name;
  const char *provider;
  gboolean is_shared; /* several users have the token; those of a token follow each other */
} ArchiveDeviceQuery;

ArchiveDeviceQuery *archive_device_query_copy (const ArchiveDeviceQuery *query); /* (nullable) */
void archive_device_query_free (ArchiveDeviceQuery *query);

/* Which users: all that is given must hold. Those with so many devices under one App and more come
 * with the most first. */
typedef struct {
  const char *needle;  /* any part of the ID, whatever the case of its ASCII letters */
  const char *user_id; /* the whole of it */
  guint min_devices;
  gboolean has_none;
} ArchiveUserQuery;

ArchiveUserQuery *archive_user_query_copy (const ArchiveUserQuery *query); /* (nullable) */
void archive_user_query_free (ArchiveUserQuery *query);

void archive_store_list_devices_async (ArchiveStore *self,
                                       const char *account_id,
                                       const ArchiveDeviceQuery *query,
                                       const char *after,
                                       guint n_rows,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
void archive_store_list_users_async (ArchiveStore *self,
                                     const char *account_id,
                                     const ArchiveUserQuery *query,
                                     const char *after,
                                     guint n_rows,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
ArchivePage *archive_store_list_finish (ArchiveStore *self,
                                        GAsyncResult *result,
                                        GError **error); /* of any list that comes in pages */

/* How many there are, up to ARCHIVE_MAX_COUNT + 1, which means more. */
void archive_store_count_devices_async (ArchiveStore *self,
                                        const char *account_id,
                                        const ArchiveDeviceQuery *query,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
void archive_store_count_users_async (ArchiveStore *self,
                                      const char *account_id,
                                      const ArchiveUserQuery *query,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gint64 archive_store_count_finish (ArchiveStore *self,
                                   GAsyncResult *result,
                                   GError **error); /* -1 on error */

/* A token and a user who has it, by the hashes of base-hash.h. */
typedef struct {
  guint64 token;
  guint64 user;
} ArchiveOwner;

/* All users and devices of the index. */
typedef struct {
  GBytes *users;        /* guint64, ascending */
  GBytes *owners;       /* ArchiveOwner, ascending by token */
  gboolean is_complete; /* a crawl has come to its end: who is not there was not at the API then */
} ArchiveUserHashes;

void archive_user_hashes_free (ArchiveUserHashes *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ArchiveUserHashes, archive_user_hashes_free)

void archive_store_list_user_hashes_async (ArchiveStore *self,
                                           const char *account_id,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
ArchiveUserHashes *
archive_store_list_user_hashes_finish (ArchiveStore *self, GAsyncResult *result, GError **error);

/* How far the crawl of an account is. */
typedef enum {
  ARCHIVE_CRAWL_NONE,     /* there never was one */
  ARCHIVE_CRAWL_LISTING,  /* walks over the pages of users */
  ARCHIVE_CRAWL_RETRYING, /* tries again what failed */
  ARCHIVE_CRAWL_SWEEPING, /* takes out what is no longer at the API */
  ARCHIVE_CRAWL_DONE,
} ArchiveCrawlPhase;

typedef struct {
  ArchiveCrawlPhase phase;
  gint64 generation;     /* of the crawl that runs or ran last */
  char *page_token;      /* (nullable): where LISTING goes on; NULL is the first page */
  gint64 began_at;       /* of that crawl; -1 for none */
  gint64 finished_at;    /* of the last whole crawl; -1 for none */
  gint64 complete_since; /* when the last whole crawl began: nothing in the index is older; -1 */
  guint64 n_users;       /* in the index, as those below */
  guint64 n_registrations;
  guint64 n_devices;
  guint64 n_seen;     /* users that the crawl that runs or ran last has seen */
  guint64 n_failures; /* users that it could not read */
} ArchiveIndexState;

void archive_index_state_free (ArchiveIndexState *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ArchiveIndexState, archive_index_state_free)

void archive_store_read_index_async (ArchiveStore *self,
                                     const char *account_id,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
/* Goes on with the crawl of the account that is not done, or begins one. */
void archive_store_begin_crawl_async (ArchiveStore *self,
                                      const char *account_id,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
ArchiveIndexState *archive_store_index_state_finish (ArchiveStore *self,
                                                     GAsyncResult *result,
                                                     GError **error); /* of the two above */

/* What became of reading a user's registrations. */
typedef enum {
  ARCHIVE_FOUND_USER,
  ARCHIVE_FOUND_NOBODY,  /* the API has no such user any more */
  ARCHIVE_FOUND_FAILURE, /* it could not be read; what is known of the user stays */
} ArchiveFound;

typedef struct {
  ArchiveFound found;
  char *user_id;
  gint64 created_at;
  gint64 updated_at;
  gint64 asked_at;          /* when the first request for it went out */
  GPtrArray *registrations; /* (nullable): of ArchiveRegistration; all that the user has */
  char *reason;             /* (nullable): of a FAILURE */
} ArchiveFinding;

ArchiveFinding *archive_finding_new (ArchiveFound found, const char *user_id);
void archive_finding_free (ArchiveFinding *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ArchiveFinding, archive_finding_free)

/* Writes what was found of users, of ArchiveFinding, in one transaction. A user whom this console
 * has changed since asked_at becomes a failure, to be asked about again. */
void archive_store_record_findings_async (ArchiveStore *self,
                                          const char *account_id,
                                          gint64 generation,
                                          GPtrArray *findings,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
/* Which of these users the crawl has neither seen nor failed at. */
void archive_store_list_unseen_async (ArchiveStore *self,
                                      const char *account_id,
                                      gint64 generation,
                                      const char *const *user_ids,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
/* Users that could not be read, those behind @after in the order of their IDs. */
void archive_store_list_failures_async (ArchiveStore *self,
                                        const char *account_id,
                                        const char *after,
                                        guint n_rows,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
GPtrArray *archive_store_list_ids_finish (ArchiveStore *self,
                                          GAsyncResult *result,
                                          GError **error); /* of char *; of the two above */
/* Where the crawl is now. */
void archive_store_advance_crawl_async (ArchiveStore *self,
                                        const char *account_id,
                                        gint64 generation,
                                        ArchiveCrawlPhase phase,
                                        const char *page_token,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
/* Takes out some of the users that the crawl has not seen; once there are none left, the crawl is
 * DONE. Finishes with the number that was taken out: 0 is the end. */
void archive_store_sweep_crawl_async (ArchiveStore *self,
                                      const char *account_id,
                                      gint64 generation,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data); /* archive_store_count_finish () */

/* What this console did at the API itself, so that the index shows it at once. */
void archive_store_index_registration_async (ArchiveStore *self,
                                             const char *account_id,
                                             const ArchiveRegistration *registration,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);
void archive_store_forget_registration_async (ArchiveStore *self,
                                              const char *account_id,
                                              const char *registration_id,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data);
void archive_store_forget_user_async (ArchiveStore *self,
                                      const char *account_id,
                                      const char *user_id,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);

G_END_DECLS
