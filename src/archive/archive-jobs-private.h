#pragma once

#include "archive-index-private.h"
#include "archive-jobs.h"

G_BEGIN_DECLS

/* What calls of jobs have as task data. */
typedef struct {
  ArchiveIndexCall base;
  gint64 job;
  ArchiveJobKind kind;
  ArchiveJobState state;
  gboolean again;
  gboolean is_plan;            /* of one that is made: it is not decided yet */
  gboolean is_open;            /* of a list: only what has not come to its end */
  char **resource_ids;         /* (nullable) */
  ArchiveDeviceQuery *devices; /* (nullable) */
  ArchiveUserQuery *users;     /* (nullable) */
  ArchiveTrashQuery *trash;    /* (nullable) */
  ArchiveRowState row_state;
  guint row;
  gint64 after;
  guint n_rows;
  ArchiveTrashItem *item; /* (nullable) */
  gboolean is_unknown;
  char *reason;        /* (nullable) */
  char *restored_id;   /* (nullable) */
  char *new_user_id;   /* (nullable) */
  ArchiveBatch *batch; /* (owned) (nullable) */
} ArchiveJobCall;

extern const char *const archive_row_states[ARCHIVE_N_ROW_STATES];

ArchiveJobCall *archive_job_call_new (gint64 job);
void archive_job_push (ArchiveStore *self,
                       GTask *task,
                       ArchiveJobCall *call,
                       const char *account_id,
                       ArchiveWork work,
                       GDestroyNotify free_result);
gboolean archive_job_add_batch (sqlite3 *db, gint64 job, const ArchiveBatch *batch, GError **error);
gboolean
archive_job_check (sqlite3 *db, const ArchiveJobCall *call, ArchiveJobKind *kind, GError **error);
gboolean archive_job_create (sqlite3 *db, gpointer data, gpointer *result, GError **error);

G_END_DECLS
