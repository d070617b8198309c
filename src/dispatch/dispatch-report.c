#include <comms-client.h>

#include "dispatch-report-private.h"

struct _DispatchReport {
  GObject parent_instance;

  GPtrArray *problems; /* of DispatchProblem, errors first */
  DispatchReportNumbers numbers;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DispatchReport,
                               dispatch_report,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return DISPATCH_TYPE_PROBLEM;
}

static guint
get_n_items (GListModel *model)
{
  return DISPATCH_REPORT (model)->problems->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  const DispatchReport *self = DISPATCH_REPORT (model);

  return position < self->problems->len ? g_object_ref (self->problems->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static int
compare_severity (gconstpointer a, gconstpointer b)
{
  DispatchProblem *first = *(DispatchProblem *const *) a;
  DispatchProblem *second = *(DispatchProblem *const *) b;

  return (int) dispatch_problem_get_severity (first) - (int) dispatch_problem_get_severity (second);
}

/**
 * dispatch_report_new:
 * @problems: (transfer full) (element-type DispatchProblem): what was found, in any order
 * @numbers: what was counted
 *
 * Returns: (transfer full): a report
 */
DispatchReport *
dispatch_report_new (GPtrArray *problems, const DispatchReportNumbers *numbers)
{
  DispatchReport *self = g_object_new (DISPATCH_TYPE_REPORT, NULL);

  /* GLib's sort is stable: within a severity the order is that of the check. */
  g_ptr_array_sort (problems, compare_severity);
  self->problems = problems;
  self->numbers = *numbers;
  return self;
}

/**
 * dispatch_report_count:
 * @self: a report
 * @severity: a severity
 *
 * Returns: how many problems are of it, those that are ignored left out; each cause counts once,
 *   whatever its rows
 */
guint
dispatch_report_count (DispatchReport *self, DispatchSeverity severity)
{
  g_return_val_if_fail (DISPATCH_IS_REPORT (self), 0);

  guint n = 0;
  for (guint i = 0; i < self->problems->len; i++) {
    DispatchProblem *problem = self->problems->pdata[i];
    n +=
      dispatch_problem_get_severity (problem) == severity && !dispatch_problem_is_ignored (problem);
  }
  return n;
}

guint
dispatch_report_get_n_recipients (DispatchReport *self)
{
  g_return_val_if_fail (DISPATCH_IS_REPORT (self), 0);

  return self->numbers.n_recipients;
}

guint
dispatch_report_get_n_requests (DispatchReport *self)
{
  g_return_val_if_fail (DISPATCH_IS_REPORT (self), 0);

  return (self->numbers.n_recipients + COMMS_MAX_RECIPIENTS - 1) / COMMS_MAX_RECIPIENTS;
}

/**
 * dispatch_report_get_largest_payload:
 * @self: a report
 * @row: (out) (optional): whose it is; the first of equals
 *
 * Returns: the estimated bytes of the largest payload that a provider would get, 0 where none
 *   could be rendered
 */
guint
dispatch_report_get_largest_payload (DispatchReport *self, guint *row)
{
  g_return_val_if_fail (DISPATCH_IS_REPORT (self), 0);

  if (row != NULL) {
    *row = self->numbers.largest_row;
  }
  return self->numbers.largest_payload;
}

/**
 * dispatch_report_get_n_fine:
 * @self: a report
 * @n_fine: (out): recipients of whom neither an error nor a warning was found, but for those that
 *   are ignored
 *
 * Returns: whether that says anything: none is fine where the message has an error
 */
gboolean
dispatch_report_get_n_fine (DispatchReport *self, guint *n_fine)
{
  g_return_val_if_fail (DISPATCH_IS_REPORT (self), FALSE);
  g_return_val_if_fail (n_fine != NULL, FALSE);

  *n_fine = self->numbers.n_fine;
  return *n_fine != DISPATCH_NONE;
}

/**
 * dispatch_report_get_n_rendered:
 * @self: a report
 *
 * Returns: for how many rows the texts were rendered for this report; the others were known
 */
guint
dispatch_report_get_n_rendered (DispatchReport *self)
{
  g_return_val_if_fail (DISPATCH_IS_REPORT (self), 0);

  return self->numbers.n_rendered;
}

/**
 * dispatch_report_get_extreme:
 * @self: a report
 * @extreme: in what respect
 * @row: (out): a recipient; the first of equals
 *
 * Returns: whether there is one
 */
gboolean
dispatch_report_get_extreme (DispatchReport *self, DispatchExtreme extreme, guint *row)
{
  g_return_val_if_fail (DISPATCH_IS_REPORT (self), FALSE);
  g_return_val_if_fail (extreme < DISPATCH_N_EXTREMES && row != NULL, FALSE);

  *row = self->numbers.extremes[extreme];
  return *row != DISPATCH_NONE;
}

static void
dispatch_report_finalize (GObject *object)
{
  DispatchReport *self = DISPATCH_REPORT (object);

  g_clear_pointer (&self->problems, g_ptr_array_unref);
  G_OBJECT_CLASS (dispatch_report_parent_class)->finalize (object);
}

static void
dispatch_report_class_init (DispatchReportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dispatch_report_finalize;
}

static void
dispatch_report_init (DispatchReport *self)
{
}
