#pragma once

#include "archive-batch.h"
#include "archive-trash.h"

G_BEGIN_DECLS

/* Jobs: what an operator has decided to do to many things, row by row, on disk before the first
 * request. A job that was not brought to an end is found again after a crash, and what became of
 * each row stays to be read. */

typedef enum {
  ARCHIVE_JOB_DELETE_REGISTRATIONS, /* rows are registrations */
  ARCHIVE_JOB_DELETE_USERS,         /* rows are users */
  ARCHIVE_JOB_RESTORE,              /* rows are items of the trash */
  ARCHIVE_JOB_REGISTER,             /* rows are devices of a file */
} ArchiveJobKind;

typedef enum {
  ARCHIVE_JOB_RUNNING, /* if nobody runs it, it was interrupted */
  ARCHIVE_JOB_PAUSED,
  ARCHIVE_JOB_STOPPED, /* the operator does not want the rest */
  ARCHIVE_JOB_DONE,    /* no row is waiting; some may have failed */
} ArchiveJobState;

typedef enum {
  ARCHIVE_ROW_WAITING,
  ARCHIVE_ROW_RUNNING, /* it is in the trash, and the request may have gone out */
  ARCHIVE_ROW_DONE,
  ARCHIVE_ROW_GONE, /* it was not there any more */
  ARCHIVE_ROW_FAILED,
  ARCHIVE_ROW_UNKNOWN, /* it was asked for, no answer came, and asking again might do it twice */
  ARCHIVE_ROW_SKIPPED, /* it was not fit to be asked for, and is here for the report */
  ARCHIVE_N_ROW_STATES,
} ArchiveRowState;

typedef struct {
  gint64 id;
  ArchiveJobKind kind;
  ArchiveJobState state;
  gint64 created_at; /* microseconds since 1970, as all times here */
  gint64 changed_at;
  guint n_rows[ARCHIVE_N_ROW_STATES];
  char *title;  /* (nullable): the name of the file that REGISTER read */
  char *header; /* (nullable): the names of its columns, as the cells of its rows */
} ArchiveJob;

void archive_job_free (ArchiveJob *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ArchiveJob, archive_job_free)

/* What a row of REGISTER is about. */
typedef struct {
  guint line;        /* of the file, from 1 */
  char *app_name;    /* (nullable) of a SKIPPED row, as the next two */
  char *provider;    /* (nullable) */
  char *token;       /* (nullable) */
  char *user_id;     /* (nullable): whose device it is; otherwise the API makes a user */
  char *new_user_id; /* (nullable): the user that it made */
  char *cells;       /* (nullable): the row of the file, as a line of CSV with commas */
} ArchiveJobDevice;

void archive_job_device_free (ArchiveJobDevice *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ArchiveJobDevice, archive_job_device_free)

typedef struct {
  guint number;
  char *resource_id;
  ArchiveRowState state;
  char *reason; /* (nullable): why it failed, or what is different of something restored */
  gint64 changed_at;
  char *result_id;          /* (nullable): the registration that was made or restored */
  ArchiveJobDevice *device; /* (nullable): of REGISTER */

  /* What stands in the trash of it, if anything does. */
  gint64 item;      /* 0 for nothing */
  char *trashed_id; /* (nullable): of the registration or the user, as the next */
  char *user_id;    /* (nullable) */
  char *app_name;   /* (nullable) */
} ArchiveJobRow;

void archive_job_row_free (ArchiveJobRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ArchiveJobRow, archive_job_row_free)

/* Writes a PAUSED job with a WAITING row for each thing, none twice, and finishes with its ID:
 * archive_store_count_finish (). */
void archive_store_create_job_async (ArchiveStore *self,
                                     const char *account_id,
                                     ArchiveJobKind kind,
                                     const char *const *resource_ids,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

/* The same for the devices of @batch; those that have a reason become SKIPPED. */
void archive_store_create_job_of_batch_async (ArchiveStore *self,
                                              const char *account_id,
                                              ArchiveBatch *batch,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data);

/* What a job is about: one of these, as the index or the trash has it at that moment. */
typedef struct {
  ArchiveJobKind kind;
  const char *const *resource_ids;   /* (nullable) */
  const ArchiveDeviceQuery *devices; /* (nullable): their registrations, or their users */
  const ArchiveUserQuery *users;     /* (nullable) */
  const ArchiveTrashQuery *trash;    /* (nullable): what can be restored of it */
} ArchiveJobChoice;

/* The same as a plan, to be looked at before it is decided: it is in no list until its state is
 * set. What is not wanted is discarded; what nobody discarded, because the program ended, by the
 * second of these when there can be none any more. */
void archive_store_plan_job_async (ArchiveStore *self,
                                   const char *account_id,
                                   const ArchiveJobChoice *choice,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data); /* archive_store_count_finish () */
void archive_store_discard_plans_async (ArchiveStore *self,
                                        const char *account_id,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data); /* archive_store_write_finish () */

typedef struct {
  char *provider;
  guint64 n_devices;
} ArchiveProviderCount;

/* What the index knows of the rows of a job that deletes. */
typedef struct {
  guint n_rows;
  guint n_unknown; /* of the rows: they are not in the index, so that all below is "at least" */
  guint64 n_users;
  guint64 n_registrations;
  guint64 n_devices;
  GPtrArray *providers; /* of ArchiveProviderCount, by name */
} ArchiveJobSummary;

void archive_job_summary_free (ArchiveJobSummary *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ArchiveJobSummary, archive_job_summary_free)

void archive_store_sum_up_job_async (ArchiveStore *self,
                                     const char *account_id,
                                     gint64 job,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
ArchiveJobSummary *
archive_store_sum_up_job_finish (ArchiveStore *self, GAsyncResult *result, GError **error);

/* Newest first, in pages of ArchiveJob; archive_store_list_finish (). */
void archive_store_list_jobs_async (ArchiveStore *self,
                                    const char *account_id,
                                    const char *after,
                                    guint n_rows,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
/* Those that have not come to their end: RUNNING or PAUSED. */
void archive_store_list_open_jobs_async (ArchiveStore *self,
                                         const char *account_id,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
void archive_store_read_job_async (ArchiveStore *self,
                                   const char *account_id,
                                   gint64 job,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/* To RUNNING: rows that an earlier run left RUNNING are WAITING again, and with @again those that
 * FAILED too; but a device without a user, which may have been registered, is UNKNOWN. To any other
 * state: the rows stay as they are. */
void archive_store_set_job_state_async (ArchiveStore *self,
                                        const char *account_id,
                                        gint64 job,
                                        ArchiveJobState state,
                                        gboolean again,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
ArchiveJob *archive_store_read_job_finish (ArchiveStore *self,
                                           GAsyncResult *result,
                                           GError **error); /* of the two above */
/* A job that nobody needs any more, with its rows; what is in the trash stays there. */
void archive_store_discard_job_async (ArchiveStore *self,
                                      const char *account_id,
                                      gint64 job,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data); /* archive_store_write_finish () */

/* In their order, in pages of ArchiveJobRow: those of one state, or of any with
 * ARCHIVE_N_ROW_STATES; archive_store_list_finish (). */
void archive_store_list_job_rows_async (ArchiveStore *self,
                                        const char *account_id,
                                        gint64 job,
                                        ArchiveRowState state,
                                        const char *after,
                                        guint n_rows,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
/* Before a row is deleted: puts @item into the trash and makes the row RUNNING, in one transaction.
 * Done again for the same row, it replaces what was there. */
void archive_store_trash_job_row_async (ArchiveStore *self,
                                        const char *account_id,
                                        gint64 job,
                                        guint row,
                                        const ArchiveTrashItem *item,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data); /* archive_store_write_finish () */

/* Before a request goes out that must not be made twice: RUNNING; and WAITING once it is certain
 * that it came to nothing. @result_id (nullable) is kept for the next attempt. */
void archive_store_mark_job_row_async (ArchiveStore *self,
                                       const char *account_id,
                                       gint64 job,
                                       guint row,
                                       ArchiveRowState state,
                                       const char *result_id,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data); /* archive_store_write_finish () */

typedef struct {
  ArchiveRowState state; /* DONE, GONE, FAILED or UNKNOWN */
  const char *reason;    /* (nullable): why it FAILED, or what is different of something restored */
  gboolean is_unknown;   /* of FAILED: it may have been deleted all the same */
  const char *restored_id; /* (nullable): of a RESTORE or REGISTER that is DONE */
  const char *new_user_id; /* (nullable): of a REGISTER that is DONE: the user that the API made */
} ArchiveRowResult;

/* What became of a row, and with it of its item in the trash and of what the index says. A row that
 * is GONE and was put into the trash by this job before is DONE: it was this job that deleted it.
 */
void archive_store_finish_job_row_async (ArchiveStore *self,
                                         const char *account_id,
                                         gint64 job,
                                         guint row,
                                         const ArchiveRowResult *outcome,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data); /* archive_store_write_finish () */

G_END_DECLS
