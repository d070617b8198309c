/* The command "check": what the console's check finds, for scripts and for people. */

#include "ctl-check.h"

#include <stdio.h>

#include "ctl-output.h"
#include "ctl-report-text.h"
#include "ctl-summary.h"
#include "ctl-words.h"

static const CtlManual manual = {
  .usage = "(DRAFT | --title TEXT --body TEXT)",
  .summary =
    "Checks what every recipient would read, without sending anything. DRAFT is a file that Carillon\n"
    "saved, or - for standard input; without recipients only the templates are checked.",
  .description =
    "The columns userId, token and provider of a CSV file, in any usual spelling, say who gets it; all\n"
    "others are variables, and an empty cell means that a variable is not set.\n"
    "\n"
    "With --format json, one object is printed:\n"
    "  {\"recipients\":N,\"problems\":[{\"code\",\"severity\",\"count\",\"rows\"},…]}\n"
    "recipients counts every row of the file; rows are the lines where the first 20 of them begin. Codes:\n"
    "  missing-variable    a variable without a default has no value; counts the recipients\n"
    "  render-error        the title, the body or a tag cannot be rendered\n"
    "  empty-text          nothing is left of the title or the body\n"
    "  dialect-difference  Shopify's Liquid and LiquidJS print something else\n"
    "  payload-too-large   more than the 4,096 bytes that FCM and APNs take\n"
    "  truncated           longer than lock screens show\n"
    "  duplicate           repeats an earlier recipient; counts the repeats\n"
    "  bad-id              is no user ID, or looks like a token of the other provider\n"
    "  no-credential       the sender has no credential for the provider\n"
    "  unknown-user        is none of the users that are known\n"
    "  bad-row             is no recipient: no address or two, no provider, too many cells\n"
    "\n"
    "Exit status: 0 nothing found, 1 warnings, 2 errors, 64 wrong usage, 65 a file is not what it should\n"
    "be, 66 a file cannot be opened, 74 reading or writing failed.\n",
};

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static DispatchReport *
check (const CtlSource *source, GError **error)
{
  g_autoptr (DispatchCheck) check = dispatch_check_new ();
  g_autoptr (GAsyncResult) result = NULL;

  dispatch_check_run_async (check, ctl_source_to_snapshot (source), NULL, on_checked, &result);
  while (result == NULL) {
    g_main_context_iteration (NULL, TRUE);
  }
  return dispatch_check_run_finish (check, result, error);
}

static gboolean
parse_format (const char *format, gboolean *is_json, GError **error)
{
  *is_json = g_strcmp0 (format, "json") == 0;
  if (format == NULL || *is_json || g_str_equal (format, "text")) {
    return TRUE;
  }
  g_set_error (error, CTL_ERROR, CTL_STATUS_USAGE, "no format “%s”: it is text or json", format);
  return FALSE;
}

/* Nobody is to wonder about an error that the list of problems has no code for. */
static void
tell_uncoded (DispatchReport *report)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (report)); i++) {
    g_autoptr (DispatchProblem) problem = g_list_model_get_item (G_LIST_MODEL (report), i);
    g_autoptr (GString) text = g_string_new (NULL);
    if (dispatch_problem_get_code (problem) == NULL &&
        ctl_problem_get_severity (problem) == DISPATCH_ERROR) {
      ctl_words_append (text, problem);
      fprintf (stderr, "carillonctl: %s: %s\n",
               ctl_words_get_field (dispatch_problem_get_field (problem)), text->str);
    }
  }
}

static gboolean
run (const CtlOptions *options, gboolean is_json, CtlStatus *status, GError **error)
{
  g_autoptr (GString) output = g_string_new (NULL);
  g_autoptr (CtlSource) source = ctl_source_open (options, error);

  if (source == NULL || !ctl_source_load (source, error)) {
    return FALSE;
  }
  g_autoptr (DispatchReport) report = check (source, error);
  if (report == NULL) {
    return FALSE;
  }
  g_autoptr (GArray) entries = ctl_summary_new (report, source);
  *status = ctl_summary_get_status (entries, report);
  if (is_json) {
    ctl_summary_append_json (output, entries, ctl_source_get_n_recipients (source));
    g_string_append_c (output, '\n');
    tell_uncoded (report);
  } else {
    ctl_report_append_text (output, report, source);
  }
  return ctl_output_flush (output, error);
}

/**
 * ctl_check_run:
 * @argc: the number of @argv
 * @argv: (array length=argc): the command and its options
 *
 * Returns: the exit status of the program
 */
int
ctl_check_run (int argc, char *argv[])
{
  g_auto (CtlOptions) options = { 0 };
  g_autofree char *format = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_json = FALSE;
  CtlStatus status = CTL_STATUS_CLEAN;
  const GOptionEntry entries[] = {
    { "format", 'f', 0, G_OPTION_ARG_FILENAME, &format, "text or json (default: text)", "FORMAT" },
    { NULL },
  };

  if (!ctl_options_parse (&options, &manual, entries, argc, argv, &error) ||
      (!options.help &&
       (!parse_format (format, &is_json, &error) || !run (&options, is_json, &status, &error)))) {
    return ctl_status_fail (error);
  }
  return status;
}
