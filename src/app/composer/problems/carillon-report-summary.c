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

  g_autofree char *key = dispatch_problem_get_key (problem);
  return dispatch_problem_get_severity (problem) != DISPATCH_ERROR &&
         g_strv_contains (dispatch_draft_get_ignored (draft), key);
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
  const char *const *before = dispatch_draft_get_ignored (draft);
  for (guint i = 0; before[i] != NULL; i++) {
    if (!g_str_equal (before[i], key)) {
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

/* Returns: how many bits became set */
static guint
mark_rows (guint8 *bits, guint n_bits, DispatchProblem *problem)
{
  guint n_rows, n_marked = 0;
  const guint *rows = dispatch_problem_get_rows (problem, &n_rows);

  for (guint i = 0; i < n_rows && rows[i] < n_bits; i++) {
    guint8 bit = (guint8) (1u << (rows[i] % 8));
    n_marked += (bits[rows[i] / 8] & bit) == 0;
    bits[rows[i] / 8] |= bit;
  }
  return n_marked;
}

/* Recipients that nothing was found of. None is fine where the message has an error.
 *
 * Returns: FALSE where that says nothing */
static gboolean
count_fine (DispatchReport *report, DispatchDraft *draft, guint *n_fine)
{
  guint n_rows = dispatch_report_get_n_recipients (report);
  g_autofree guint8 *bits = g_malloc0 (n_rows / 8 + 1);
  guint n_marked = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (report)); i++) {
    g_autoptr (DispatchProblem) problem = g_list_model_get_item (G_LIST_MODEL (report), i);
    DispatchSeverity severity = dispatch_problem_get_severity (problem);
    guint n_concerned;
    dispatch_problem_get_rows (problem, &n_concerned);
    if (severity == DISPATCH_ERROR && n_concerned == 0) {
      return FALSE;
    }
    if (severity != DISPATCH_NOTE && !carillon_problem_is_ignored (draft, problem)) {
      n_marked += mark_rows (bits, n_rows, problem);
    }
  }
  *n_fine = n_rows - n_marked;
  return n_rows > 0;
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
  if (count_fine (report, draft, &n_fine)) {
    g_autofree char *count = carillon_format_count (n_fine);
    g_ptr_array_add (
      parts, g_strdup_printf (ngettext ("%s recipient fine", "%s recipients fine", n_fine), count));
  }
  g_ptr_array_add (parts, NULL);
  /* Translators: between counts, as in "2 errors, 1 warning, 9,998 recipients fine" */
  return g_strjoinv (_ (", "), (char **) parts->pdata);
}
