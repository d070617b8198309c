/* Rows are read and written a page at a time, so that a report of a million rows takes no memory.
 * The file takes its name when it is whole. */

#include "carillon-register-report.h"

#include <dispatch-csv.h>
#include <glib/gi18n.h>

#include "carillon-choose-file.h"
#include "carillon-error-text.h"
#include "carillon-list-text.h"
#include "carillon-register-text.h"
#include "carillon-toast.h"

/* Few enough that to write them as text takes less than a frame has. */
#define PAGE 200

typedef struct {
  ArchiveStore *store; /* (owned) */
  char *account_id;
  gint64 job;
  GFile *file;             /* (owned) */
  GFileOutputStream *into; /* (owned) (nullable) */
  char *header;            /* (nullable): of the file that was read */
  gboolean has_begun;      /* the names of the columns are written */
  guint n_columns;         /* of the file that was read */
  char *after;             /* (nullable) */
  GString *text;           /* what is being written */
  GError *error;           /* (owned) (nullable): why the file is given up */
} Report;

static void read_page (GTask *task);

static void
report_free (Report *report)
{
  g_clear_object (&report->store);
  g_clear_object (&report->file);
  g_clear_object (&report->into);
  g_clear_error (&report->error);
  g_free (report->account_id);
  g_free (report->header);
  g_free (report->after);
  g_string_free (report->text, TRUE);
  g_free (report);
}

static void
append (GString *text, guint *n_cells, const char *cell)
{
  if ((*n_cells)++ > 0) {
    g_string_append_c (text, ',');
  }
  carillon_list_text_append_csv_text (text, cell != NULL ? cell : "");
}

/* The cells that the row had; or, of the names where there were none, numbers. */
static void
append_cells (GString *text, guint *n_cells, const char *cells, gboolean names)
{
  g_auto (DispatchCsv) csv = { 0 };

  dispatch_csv_init_line (&csv, cells != NULL ? cells : "");
  dispatch_csv_step (&csv);
  for (guint i = 0; i < dispatch_csv_get_n_cells (&csv); i++) {
    g_autofree char *number = g_strdup_printf (_ ("Column %u"), i + 1);
    append (text, n_cells, names ? number : dispatch_csv_get_cell (&csv, i));
  }
}

static void
append_names (Report *report, const ArchiveJobRow *first)
{
  static const char *const names[] = {
    N_ ("Line"), N_ ("Result"), N_ ("Registration"), N_ ("User"), N_ ("Reason"),
  };
  guint n_cells = 0;
  const char *cells = first->device != NULL ? first->device->cells : NULL;

  append_cells (report->text, &n_cells, report->header != NULL ? report->header : cells,
                report->header == NULL);
  report->n_columns = n_cells;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    append (report->text, &n_cells, _ (names[i]));
  }
  g_string_append (report->text, "\r\n");
}

static void
append_row (Report *report, const ArchiveJobRow *row)
{
  const ArchiveJobDevice *device = row->device;
  g_autofree char *line = g_strdup_printf ("%u", device->line);
  g_autofree char *reason = carillon_register_row_reason (row);
  guint n_cells = 0;

  append_cells (report->text, &n_cells, device->cells, FALSE);
  while (n_cells < report->n_columns) {
    append (report->text, &n_cells, NULL);
  }
  append (report->text, &n_cells, line);
  append (report->text, &n_cells, carillon_register_row_result (row));
  append (report->text, &n_cells, row->result_id);
  append (report->text, &n_cells,
          device->new_user_id != NULL ? device->new_user_id : device->user_id);
  append (report->text, &n_cells, reason);
  g_string_append (report->text, "\r\n");
}

static void
on_closed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!g_output_stream_close_finish (G_OUTPUT_STREAM (source), result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  g_task_return_boolean (task, TRUE);
}

/* What is closed after it was cancelled does not replace what was there. */
static void
on_given_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Report *report = g_task_get_task_data (task);

  g_output_stream_close_finish (G_OUTPUT_STREAM (source), result, NULL);
  g_task_return_error (task, g_steal_pointer (&report->error));
}

static void
give_up (GTask *task, GError *error)
{
  Report *report = g_task_get_task_data (task);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();

  report->error = error;
  g_cancellable_cancel (cancelled);
  g_output_stream_close_async (G_OUTPUT_STREAM (report->into), G_PRIORITY_DEFAULT, cancelled,
                               on_given_up, task);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Report *report = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error)) {
    give_up (g_steal_pointer (&task), error);
  } else if (report->after != NULL) {
    read_page (g_steal_pointer (&task));
  } else {
    g_output_stream_close_async (G_OUTPUT_STREAM (source), G_PRIORITY_DEFAULT, NULL, on_closed,
                                 g_steal_pointer (&task));
  }
}

static void
write_page (Report *report, GPtrArray *rows)
{
  g_string_truncate (report->text, 0);
  if (!report->has_begun && rows->len > 0) {
    append_names (report, rows->pdata[0]);
    report->has_begun = TRUE;
  }
  for (guint i = 0; i < rows->len; i++) {
    const ArchiveJobRow *row = rows->pdata[i];
    if (row->device != NULL) {
      append_row (report, row);
    }
  }
}

static void
on_page (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Report *report = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (ArchivePage) page = archive_store_list_finish (ARCHIVE_STORE (source), result, &error);

  if (page == NULL) {
    give_up (g_steal_pointer (&task), error);
    return;
  }
  g_free (report->after);
  report->after = g_strdup (page->next);
  write_page (report, page->rows);
  g_output_stream_write_all_async (G_OUTPUT_STREAM (report->into), report->text->str,
                                   report->text->len, G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task), on_written, task);
  g_steal_pointer (&task);
}

/* Takes @task. */
static void
read_page (GTask *task)
{
  Report *report = g_task_get_task_data (task);

  archive_store_list_job_rows_async (report->store, report->account_id, report->job,
                                     ARCHIVE_N_ROW_STATES, report->after, PAGE,
                                     g_task_get_cancellable (task), on_page, task);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Report *report = g_task_get_task_data (task);
  GError *error = NULL;

  report->into = g_file_replace_finish (G_FILE (source), result, &error);
  if (report->into == NULL) {
    g_task_return_error (task, error);
    return;
  }
  read_page (g_steal_pointer (&task));
}

static void
on_job (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Report *report = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (ArchiveJob) job =
    archive_store_read_job_finish (ARCHIVE_STORE (source), result, &error);

  if (job == NULL) {
    g_task_return_error (task, error);
    return;
  }
  report->header = g_strdup (job->header);
  g_file_replace_async (report->file, NULL, FALSE, G_FILE_CREATE_PRIVATE, G_PRIORITY_DEFAULT,
                        g_task_get_cancellable (task), on_opened, g_object_ref (task));
}

/**
 * carillon_register_report_async:
 * @store: where the job is
 * @account_id: whose job
 * @job: its ID
 * @file: where to; replaced once the report is whole
 *
 * Writes the report of a job that registers.
 */
void
carillon_register_report_async (ArchiveStore *store,
                                const char *account_id,
                                gint64 job,
                                GFile *file,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (ARCHIVE_IS_STORE (store));
  g_return_if_fail (account_id != NULL && G_IS_FILE (file));

  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Report *report = g_new0 (Report, 1);
  report->store = g_object_ref (store);
  report->account_id = g_strdup (account_id);
  report->job = job;
  report->file = g_object_ref (file);
  report->text = g_string_new (NULL);
  g_task_set_source_tag (task, carillon_register_report_async);
  g_task_set_task_data (task, report, (GDestroyNotify) report_free);
  archive_store_read_job_async (store, account_id, job, cancellable, on_job, task);
}

/**
 * carillon_register_report_finish:
 * @result: what the callback was given
 * @error: return location for an error of the archive or of writing
 *
 * Returns: whether it is written
 */
gboolean
carillon_register_report_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, carillon_register_report_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

typedef struct {
  GtkWidget *parent;        /* (owned) */
  CarillonSession *session; /* (owned) */
  gint64 job;
} Save;

static void
save_free (Save *save)
{
  g_clear_object (&save->parent);
  g_clear_object (&save->session);
  g_free (save);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Save, save_free)

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) parent = user_data;
  g_autoptr (GError) error = NULL;

  if (carillon_register_report_finish (result, &error)) {
    carillon_toast (parent, _ ("Report saved"));
    return;
  }
  g_autofree char *title = carillon_error_title (error);
  /* Translators: %s is what went wrong */
  g_autofree char *text = g_strdup_printf (_ ("The report was not saved: %s"), title);
  carillon_toast (parent, text);
}

static void
on_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Save) save = user_data;
  g_autoptr (GFile) file = carillon_choose_file_finish (result);

  if (file != NULL) {
    carillon_register_report_async (
      carillon_session_get_store (save->session),
      carillon_account_get_id (carillon_session_get_account (save->session)), save->job, file, NULL,
      on_saved, g_object_ref (save->parent));
  }
}

/**
 * carillon_register_report_save:
 * @parent: the widget that asks, inside the window's toasts
 * @session: whose job
 * @job: its ID
 */
void
carillon_register_report_save (GtkWidget *parent, CarillonSession *session, gint64 job)
{
  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (CARILLON_IS_SESSION (session));

  Save *save = g_new0 (Save, 1);
  save->parent = g_object_ref (parent);
  save->session = g_object_ref (session);
  save->job = job;
  carillon_choose_file_async (parent, CARILLON_FILE_TO_WRITE, _ ("Save Report"), _ ("report.csv"),
                              on_chosen, save);
}
