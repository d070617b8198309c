#include "carillon-draft-files.h"

#include <dispatch-draft-file.h>
#include <dispatch-sheet.h>
#include <glib/gi18n.h>

#include "carillon-ask.h"
#include "carillon-choose-file.h"
#include "carillon-error-text.h"
#include "carillon-format.h"
#include "carillon-toast.h"

typedef struct {
  GtkWidget *from;             /* (owned) */
  CarillonDraftKeeper *keeper; /* (owned) (nullable): of a draft that is read */
  DispatchDraft *draft;        /* (owned) (nullable): that is written */
  GFile *file;                 /* (owned) (nullable) */
} Job;

static void
job_free (Job *job)
{
  g_object_unref (job->from);
  g_clear_object (&job->keeper);
  g_clear_object (&job->draft);
  g_clear_object (&job->file);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, job_free)

/* What must not be missed. */
static void
tell (GtkWidget *from, const char *heading, const char *body)
{
  const CarillonQuestion statement = { .heading = heading, .body = body };

  carillon_ask_question_async (from, &statement, NULL, NULL, NULL);
}

/* Returns: (transfer full): "offer.carillon", or "offer.carillon, line 3" */
static char *
describe_place (GFile *file, const GError *error)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *shown = g_filename_display_name (name);
  guint line =
    MAX (dispatch_draft_file_error_get_line (error), dispatch_sheet_error_get_line (error));

  if (line == 0) {
    return g_steal_pointer (&shown);
  }
  g_autofree char *number = carillon_format_count (line);
  /* Translators: the name of a file, and a line in it */
  return g_strdup_printf (_ ("%s, line %s"), shown, number);
}

static char *
describe_failure (const GError *error)
{
  const char *member = dispatch_draft_file_error_get_member (error);
  g_autofree char *advice = carillon_error_advice (error);

  /* Translators: the name of a value in a file, and what can be done */
  return member != NULL
           ? g_strdup_printf (_ ("“%s” is not what a draft has there. %s"), member, advice)
           : g_steal_pointer (&advice);
}

/* @title: for what nobody foresaw */
static void
tell_failure (Job *job, const char *title, const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_autofree char *place = describe_place (job->file, error);
    g_autofree char *failure = describe_failure (error);
    g_autofree char *body = g_strdup_printf ("%s: %s", place, failure);
    g_autofree char *foreseen =
      carillon_error_is_foreseen (error) ? carillon_error_title (error) : NULL;
    tell (job->from, foreseen != NULL ? foreseen : title, body);
  }
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  g_autoptr (GError) error = NULL;

  if (!dispatch_draft_file_write_finish (result, &error)) {
    tell_failure (job, _ ("The File Could Not Be Written"), error);
    return;
  }
  g_autofree char *name = g_file_get_basename (job->file);
  g_autofree char *message = g_strdup_printf (_ ("Saved as “%s”"), name);
  carillon_toast (job->from, message);
}

static void
on_save_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;

  job->file = carillon_choose_file_finish (result);
  if (job->file != NULL) {
    g_autoptr (DispatchSnapshot) snapshot = dispatch_snapshot_new (job->draft);
    GFile *file = job->file;
    dispatch_draft_file_write_async (snapshot, file, NULL, NULL, on_written,
                                     g_steal_pointer (&job));
  }
}

/* A name that every file system takes. */
static char *
suggest_name (DispatchDraft *draft)
{
  g_autofree char *name = g_strdup (dispatch_draft_get_name (draft));

  g_strdelimit (name, "/\\:*?\"<>|\n\r\t", '-');
  return g_strconcat (*name != '\0' && *name != '.' ? name : _ ("Draft"),
                      DISPATCH_DRAFT_FILE_SUFFIX, NULL);
}

/**
 * carillon_draft_files_save:
 * @from: a widget of the window
 * @draft: what to write
 *
 * Asks for a file, and writes the draft as it is then.
 */
void
carillon_draft_files_save (GtkWidget *from, DispatchDraft *draft)
{
  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (DISPATCH_IS_DRAFT (draft));

  g_autofree char *name = suggest_name (draft);
  Job *job = g_new0 (Job, 1);
  job->from = g_object_ref (from);
  job->draft = g_object_ref (draft);
  carillon_choose_file_async (from, CARILLON_FILE_TO_WRITE, _ ("Save Draft as File"), name,
                              on_save_chosen, job);
}

static void
tell_bad_rows (Job *job, const DispatchDraftFile *file)
{
  guint n_bad = file->import != NULL ? dispatch_import_get_n_bad (file->import) : 0;

  if (n_bad > 0) {
    g_autofree char *count = carillon_format_count (n_bad);
    g_autofree char *line = carillon_format_count (dispatch_import_get_bad_line (file->import, 0));
    /* Translators: the first number is how many, the second that of a line */
    g_autofree char *body =
      g_strdup_printf (ngettext ("%s line was left out: line %s.",
                                 "%s lines were left out, the first is line %s.", n_bad),
                       count, line);
    tell (job->from, _ ("Some Recipients Could Not Be Read"), body);
  }
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DispatchDraftFile) file = dispatch_draft_file_load_finish (result, &error);

  if (file == NULL) {
    tell_failure (job, _ ("The File Could Not Be Opened"), error);
    return;
  }
  g_autoptr (DispatchDraft) draft = dispatch_draft_file_make_draft (file);
  carillon_draft_keeper_adopt (job->keeper, draft);
  tell_bad_rows (job, file);
}

static void
load (Job *job)
{
  dispatch_draft_file_load_async (job->file, NULL, NULL, on_loaded, job);
}

static void
on_open_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;

  job->file = carillon_choose_file_finish (result);
  if (job->file != NULL) {
    load (g_steal_pointer (&job));
  }
}

/**
 * carillon_draft_files_open:
 * @from: a widget of the window
 * @keeper: whose draft it becomes
 * @file: (nullable): a file; %NULL to ask for one
 *
 * Reads a draft.
 */
void
carillon_draft_files_open (GtkWidget *from, CarillonDraftKeeper *keeper, GFile *file)
{
  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (CARILLON_IS_DRAFT_KEEPER (keeper));
  g_return_if_fail (file == NULL || G_IS_FILE (file));

  Job *job = g_new0 (Job, 1);
  job->from = g_object_ref (from);
  job->keeper = g_object_ref (keeper);
  if (file != NULL) {
    job->file = g_object_ref (file);
    load (job);
  } else {
    carillon_choose_file_async (from, CARILLON_FILE_TO_READ, _ ("Open Draft"), NULL, on_open_chosen,
                                job);
  }
}
