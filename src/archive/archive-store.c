/* The store: a thread, a queue of jobs for it, and the way back.
 *
 * The thread alone touches the connection. A job is a GTask with the work to do; the thread does
 * the jobs in the order they were pushed, those that look at all rows in turns between the others
 * (ARCHIVE_UNFINISHED), and hands each back to the main context it came from,
 * where it is returned and freed: tasks keep the store alive, and the store joins its thread when
 * it is finalized, which must therefore never happen on that thread.
 *
 * A job whose cancellable is cancelled before its turn is not done; once begun it is finished, and
 * says so. So a write that fails with G_IO_ERROR_CANCELLED did not happen. */

#include "archive-store-private.h"

#include "archive-file.h"

typedef struct {
  GTask *task; /* (owned) */
  ArchiveWork work;
  GDestroyNotify free_result; /* (nullable): of a job that answers something */
  gpointer result;            /* (owned) (nullable) */
  GError *error;              /* (owned) (nullable) */
} ArchiveJob;

struct _ArchiveStore {
  GObject parent_instance;

  char *path;
  char *damaged;      /* (nullable): set by the thread before the store is handed out */
  GAsyncQueue *queue; /* of ArchiveJob, and the store itself for "no more" */
  GThread *thread;    /* (nullable) */
  sqlite3 *db;        /* (nullable): of the thread */
};

G_DEFINE_QUARK (archive_error, archive_error)
G_DEFINE_FINAL_TYPE (ArchiveStore, archive_store, G_TYPE_OBJECT)

static void
archive_job_free (ArchiveJob *job)
{
  if (job->result != NULL) {
    job->free_result (job->result);
  }
  g_clear_error (&job->error);
  g_clear_object (&job->task);
  g_free (job);
}

static gboolean
deliver (gpointer user_data)
{
  ArchiveJob *job = user_data;

  if (job->error != NULL) {
    g_task_return_error (job->task, g_steal_pointer (&job->error));
  } else if (job->free_result != NULL) {
    g_task_return_pointer (job->task, g_steal_pointer (&job->result), job->free_result);
  } else {
    g_task_return_boolean (job->task, TRUE);
  }
  return G_SOURCE_REMOVE;
}

/* A source of our own rather than a return from here: the last reference of the task, and with it
 * of the store, must not be dropped on this thread. */
static void
send_back (ArchiveJob *job)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  GMainContext *context = g_task_get_context (job->task);

  g_source_set_priority (source, g_task_get_priority (job->task));
  g_source_set_static_name (source, "archive result");
  g_source_set_callback (source, deliver, job, (GDestroyNotify) archive_job_free);
  g_source_attach (source, context);
}

const char archive_unfinished;

static void
run_job (ArchiveStore *self, ArchiveJob *job)
{
  GCancellable *cancellable = g_task_get_cancellable (job->task);

  if (!g_cancellable_set_error_if_cancelled (cancellable, &job->error)) {
    job->work (self->db, g_task_get_task_data (job->task), &job->result, &job->error);
  }
  if (job->result == ARCHIVE_UNFINISHED) {
    job->result = NULL;
    g_async_queue_push (self->queue, job);
  } else {
    send_back (job);
  }
}

static gpointer
run_jobs (gpointer data)
{
  ArchiveStore *self = data; /* unowned: it outlives the thread */
  gpointer job;

  while ((job = g_async_queue_pop (self->queue)) != self) {
    run_job (self, job);
  }
  /* Those that were not finished when the store was closed. */
  while ((job = g_async_queue_try_pop (self->queue)) != NULL) {
    run_job (self, job);
  }
  g_clear_pointer (&self->db, sqlite3_close);
  return NULL;
}

/**
 * archive_store_push:
 * @self: a store
 * @task: (transfer full): the call, with the data of @work as its task data
 * @work: what to do on the thread
 * @free_result: (nullable): for a call that answers something; without it the answer is %TRUE
 *
 * Hands a call to the thread.
 */
void
archive_store_push (ArchiveStore *self, GTask *task, ArchiveWork work, GDestroyNotify free_result)
{
  g_assert (ARCHIVE_IS_STORE (self));

  g_task_set_check_cancellable (task, FALSE);
  if (self->thread == NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "the store is closed");
    g_object_unref (task);
    return;
  }

  ArchiveJob *job = g_new0 (ArchiveJob, 1);
  job->task = task;
  job->work = work;
  job->free_result = free_result;
  g_async_queue_push (self->queue, job);
}

static gboolean
open_file (sqlite3 *db, gpointer data, gpointer *result, GError **error)
{
  ArchiveStore *self = data;

  self->db = archive_file_open (self->path, &self->damaged, error);
  if (self->db != NULL) {
    *result = g_object_ref (self);
  }
  return self->db != NULL;
}

/**
 * archive_store_open_async:
 * @path: a file name
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is open
 * @user_data: for @callback
 *
 * Opens the archive, or creates it for its owner's eyes only, together with its folder.
 */
void
archive_store_open_async (const char *path,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (path != NULL);

  ArchiveStore *self = g_object_new (ARCHIVE_TYPE_STORE, NULL);
  self->path = g_strdup (path);
  self->thread = g_thread_new ("archive", run_jobs, self);

  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, archive_store_open_async);
  g_task_set_task_data (task, self, g_object_unref);
  archive_store_push (self, task, open_file, g_object_unref);
}

/**
 * archive_store_open_finish:
 * @result: what the callback was given
 * @error: return location for a [error@Archive.Error] or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the store
 */
ArchiveStore *
archive_store_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, archive_store_open_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * archive_store_get_damaged:
 * @self: a store
 *
 * Returns: (transfer none) (nullable): where the damaged file is now whose place this one took
 */
const char *
archive_store_get_damaged (ArchiveStore *self)
{
  g_return_val_if_fail (ARCHIVE_IS_STORE (self), NULL);

  return self->damaged;
}

/**
 * archive_store_close:
 * @self: a store
 *
 * Waits until every call made so far is done and the file is closed; for the end of a program,
 * after which no main loop would keep the store alive. Later calls fail with %G_IO_ERROR_CLOSED.
 */
void
archive_store_close (ArchiveStore *self)
{
  g_return_if_fail (ARCHIVE_IS_STORE (self));

  if (self->thread != NULL) {
    g_async_queue_push (self->queue, self);
    g_thread_join (g_steal_pointer (&self->thread));
  }
}

/**
 * archive_store_write_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: return location for a [error@Archive.Error], %G_IO_ERROR_CANCELLED where nothing was
 *   written, or %G_IO_ERROR_CLOSED
 *
 * Finishes any write.
 *
 * Returns: whether it is on disk
 */
gboolean
archive_store_write_finish (ArchiveStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
archive_store_finalize (GObject *object)
{
  ArchiveStore *self = ARCHIVE_STORE (object);

  archive_store_close (self);
  g_clear_pointer (&self->queue, g_async_queue_unref);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->damaged, g_free);
  G_OBJECT_CLASS (archive_store_parent_class)->finalize (object);
}

static void
archive_store_class_init (ArchiveStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = archive_store_finalize;
}

static void
archive_store_init (ArchiveStore *self)
{
  self->queue = g_async_queue_new ();
}
