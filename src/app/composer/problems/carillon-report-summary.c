#include "carillon-report-summary.h"

#include <glib/gi18n.h>

#include "carillon-format.h"

/**
 * carillon_problem_is_ignored:
 * @draft: what was checked
 * @problem: what was found in it
 *
 * Returns: whether the operator ignores it for this send; never of an error
 */
gboolean
carillon_problem_is_ignored (DispatchDraft *draft, DispatchProblem *problem)
{
  g_return_val_if_fail (DISPATCH_IS_DRAFT (draft), FALSE);
  g_return_val_if_fail (DISPATCH_IS_PROBLEM (problem), FALSE);

  return dispatch_problem_is_among (problem, dispatch_draft_get_ignored (draft));
}

/**
 * carillon_problem_set_ignored:
 * @draft: what was checked
 * @problem: what was found in it
 * @ignored: whether the operator ignores it
 */
void
carillon_problem_set_ignored (DispatchDraft *draft, DispatchProblem *problem, gboolean ignored)
{
  g_return_if_fail (DISPATCH_IS_DRAFT (draft));
  g_return_if_fail (DISPATCH_IS_PROBLEM (problem));

  g_autofree char *key = dispatch_problem_get_key (problem);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char *code = dispatch_problem_get_code (problem);
  const char *const *before = dispatch_draft_get_ignored (draft);
  for (guint i = 0; before[i] != NULL; i++) {
    if (!g_str_equal (before[i], key) && (ignored || g_strcmp0 (before[i], code) != 0)) {
      g_strv_builder_add (builder, before[i]);
    }
  }
  if (ignored) {
    g_strv_builder_add (builder, key);
  }
  g_auto (GStrv) after = g_strv_builder_end (builder);
  g_object_set (draft, "ignored", after, NULL);
}

/**
 * carillon_report_count:
 * @report: a report
 * @draft: what it is about
 * @severity: a severity
 *
 * Returns: how many problems are of it, without what is ignored
 */
guint
carillon_report_count (DispatchReport *report, DispatchDraft *draft, DispatchSeverity severity)
{
  g_return_val_if_fail (DISPATCH_IS_REPORT (report), 0);

  guint n = 0;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (report)); i++) {
    g_autoptr (DispatchProblem) problem = g_list_model_get_item (G_LIST_MODEL (report), i);
    n += dispatch_problem_get_severity (problem) == severity &&
         !carillon_problem_is_ignored (draft, problem);
  }
  return n;
}

/* Returns: (transfer full): as in "3 errors" */
static char *
describe_count (DispatchSeverity severity, guint n)
{
  g_autofree char *count = carillon_format_count (n);

  return severity == DISPATCH_ERROR
           ? g_strdup_printf (ngettext ("%s error", "%s errors", n), count)
           : g_strdup_printf (ngettext ("%s warning", "%s warnings", n), count);
}

/**
 * carillon_report_summarise:
 * @report: a report
 * @draft: what it is about
 *
 * Returns: (transfer full): it in one line, translated: "2 errors, 1 warning, 9,998 recipients
 * fine"
 */
char *
carillon_report_summarise (DispatchReport *report, DispatchDraft *draft)
{
  g_return_val_if_fail (DISPATCH_IS_REPORT (report), NULL);
  g_return_val_if_fail (DISPATCH_IS_DRAFT (draft), NULL);

  static const DispatchSeverity counted[] = { DISPATCH_ERROR, DISPATCH_WARNING };
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  guint n_fine = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (counted); i++) {
    guint n = carillon_report_count (report, draft, counted[i]);
    if (n > 0) {
      g_ptr_array_add (parts, describe_count (counted[i], n));
    }
  }
  if (parts->len == 0) {
    return g_strdup (_ ("Ready to send"));
  }
  if (dispatch_report_get_n_fine (report, &n_fine)) {
    g_autofree char *count = carillon_format_count (n_fine);
    g_ptr_array_add (
      parts, g_strdup_printf (ngettext ("%s recipient fine", "%s recipients fine", n_fine), count));
  }
  g_ptr_array_add (parts, NULL);
  /* Translators: between counts, as in "2 errors, 1 warning, 9,998 recipients fine" */
  return g_strjoinv (_ (", "), (char **) parts->pdata);
}
