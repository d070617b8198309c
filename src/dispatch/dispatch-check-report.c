#include "dispatch-check-report.h"

#include "dispatch-check-message.h"
#include "dispatch-check-whole.h"
#include "dispatch-lock-screen.h"
#include "dispatch-row-hashes.h"

typedef struct {
  const DispatchSnapshot *snapshot;
  const DispatchRules *rules;
  const GPtrArray *verdicts;
  GPtrArray *problems;
} Summary;

/* Of these only the first row can say what is the matter. */
static gboolean
needs_explanation (DispatchProblemKind kind)
{
  return kind == DISPATCH_PROBLEM_RENDER || kind == DISPATCH_PROBLEM_DIALECT;
}

static void
explain (const Summary *self, guint mark, guint row, DispatchExplanation *explanation)
{
  const DispatchTable *table = self->snapshot->table;
  g_auto (DispatchReader) reader = { 0 };
  guint first_row;

  dispatch_reader_init (&reader, self->rules->variables, self->rules->now, NULL);
  reader.block =
    dispatch_table_get_block (table, dispatch_table_find_block (table, row), &first_row);
  reader.row = row - first_row;
  dispatch_template_explain (dispatch_rules_find_template (self->rules, mark), &reader,
                             explanation);
}

/* Whether all rows with @mark have @other, too. */
static gboolean
implies (const Summary *self, guint mark, guint other)
{
  for (guint i = 0; i < self->verdicts->len; i++) {
    const DispatchVerdict *verdict = self->verdicts->pdata[i];
    const guint64 *rows = verdict->marks[mark], *others = verdict->marks[other];
    for (guint word = 0; rows != NULL && word < DISPATCH_VERDICT_WORDS; word++) {
      if ((rows[word] & ~(others != NULL ? others[word] : 0)) != 0) {
        return FALSE;
      }
    }
  }
  return TRUE;
}

/* What the smallest lock screen of the rows shows: a user may have a device of either kind. */
static char *
make_room (const Summary *self, DispatchField field, guint mark)
{
  gboolean is_fcm = implies (self, mark, self->rules->kinds[DISPATCH_ROW_OF_FCM]);
  DispatchReach reach = is_fcm ? DISPATCH_REACH_FCM : DISPATCH_REACH_ANY;

  return g_strdup_printf ("%u", field == DISPATCH_FIELD_TITLE
                                  ? dispatch_lock_screen_get_title_room (reach)
                                  : dispatch_lock_screen_get_body_room (reach));
}

static void
add_rows (Summary *self, DispatchCause *cause, guint mark)
{
  g_autoptr (GArray) rows = dispatch_verdicts_list_rows (self->verdicts, mark);
  g_auto (DispatchExplanation) explanation = { 0 };

  if (rows->len == 0) {
    return;
  }
  if (needs_explanation (cause->kind)) {
    explain (self, mark, g_array_index (rows, guint, 0), &explanation);
    cause->detail = explanation.detail;
    cause->other = explanation.other;
    cause->error = explanation.error;
    cause->span = explanation.has_span ? &explanation.span : NULL;
  } else if (cause->kind == DISPATCH_PROBLEM_TRUNCATED) {
    explanation.detail = make_room (self, cause->field, mark);
    cause->detail = explanation.detail;
  }
  g_ptr_array_add (self->problems, dispatch_problem_new (cause, rows));
}

static void
add_findings (Summary *self, const DispatchFindings *findings)
{
  for (guint i = 0; i < dispatch_findings_get_n_causes (findings); i++) {
    DispatchCause cause;
    guint mark = dispatch_findings_get (findings, i, &cause);
    if (mark != DISPATCH_NO_MARK) {
      add_rows (self, &cause, mark);
    } else {
      g_ptr_array_add (self->problems, dispatch_problem_new (&cause, NULL));
    }
  }
}

/* The best row in each respect so far; ties go to the first. */
typedef struct {
  guint32 score[DISPATCH_N_EXTREMES];
  guint row[DISPATCH_N_EXTREMES];
} Extremes;

static void
compare_row (Extremes *best, const DispatchVerdict *verdict, guint row, guint first_row)
{
  guint32 length = verdict->lengths[row];
  const guint32 scores[DISPATCH_N_EXTREMES] = {
    [DISPATCH_EXTREME_LONGEST] = length,
    [DISPATCH_EXTREME_SHORTEST] = length > 0 ? G_MAXUINT32 - length : 0,
    [DISPATCH_EXTREME_EMPTIEST] = verdict->n_missing[row],
    [DISPATCH_EXTREME_RIGHT_TO_LEFT] = verdict->n_rtl[row],
    [DISPATCH_EXTREME_MOST_BYTES] = verdict->sizes[row],
  };

  for (guint i = 0; i < DISPATCH_N_EXTREMES; i++) {
    if (scores[i] > best->score[i]) {
      best->score[i] = scores[i];
      best->row[i] = first_row + row;
    }
  }
}

static void
find_extremes (const Summary *self, DispatchReportNumbers *numbers)
{
  Extremes best = { { 0 }, { 0 } };
  guint first_row = 0;

  for (guint i = 0; i < self->verdicts->len; i++) {
    const DispatchVerdict *verdict = self->verdicts->pdata[i];
    for (guint row = 0; row < verdict->n_rows; row++) {
      compare_row (&best, verdict, row, first_row);
    }
    first_row += verdict->n_rows;
  }
  for (guint i = 0; i < DISPATCH_N_EXTREMES; i++) {
    numbers->extremes[i] = best.score[i] > 0 ? best.row[i] : DISPATCH_NONE;
  }
  numbers->largest_payload = best.score[DISPATCH_EXTREME_MOST_BYTES];
  numbers->largest_row = best.row[DISPATCH_EXTREME_MOST_BYTES];
}

/* Recipients that nothing was found of that matters. */
static guint
count_fine (const GPtrArray *problems, guint n_recipients)
{
  g_autoptr (DispatchRowSet) concerned = dispatch_row_set_new (n_recipients);

  for (guint i = 0; i < problems->len; i++) {
    DispatchProblem *problem = problems->pdata[i];
    DispatchSeverity severity = dispatch_problem_get_severity (problem);
    guint n_rows;
    const guint *rows = dispatch_problem_get_rows (problem, &n_rows);
    if (severity == DISPATCH_ERROR && n_rows == 0) {
      return DISPATCH_NONE;
    }
    gboolean matters = severity != DISPATCH_NOTE && !dispatch_problem_is_ignored (problem);
    for (guint row = 0; matters && row < n_rows; row++) {
      dispatch_row_set_add (concerned, rows[row]);
    }
  }
  return n_recipients > 0 ? n_recipients - dispatch_row_set_count (concerned) : DISPATCH_NONE;
}

/**
 * dispatch_check_sum_up:
 * @snapshot: a draft
 * @rules: of its message
 * @verdicts: (element-type DispatchVerdict): on all rows
 * @facts: (nullable): what is known elsewhere
 * @n_rendered: how many rows were looked at for this
 *
 * Returns: (transfer full): the report
 */
DispatchReport *
dispatch_check_sum_up (const DispatchSnapshot *snapshot,
                       const DispatchRules *rules,
                       const GPtrArray *verdicts,
                       const DispatchFacts *facts,
                       guint n_rendered)
{
  g_autoptr (DispatchFindings) message = dispatch_check_message (snapshot, rules);
  g_autoptr (GPtrArray) whole = dispatch_check_whole (snapshot, rules, verdicts, facts);
  DispatchReportNumbers numbers = {
    .n_recipients = dispatch_table_get_n_rows (snapshot->table),
    .n_rendered = n_rendered,
  };
  Summary self = {
    .snapshot = snapshot,
    .rules = rules,
    .verdicts = verdicts,
    .problems = g_ptr_array_new_with_free_func (g_object_unref),
  };

  add_findings (&self, rules->findings);
  add_findings (&self, message);
  g_ptr_array_extend_and_steal (self.problems, g_steal_pointer (&whole));
  find_extremes (&self, &numbers);
  for (guint i = 0; i < self.problems->len; i++) {
    dispatch_problem_ignore (self.problems->pdata[i], (const char *const *) snapshot->ignored);
  }
  numbers.n_fine = count_fine (self.problems, numbers.n_recipients);
  return dispatch_report_new (self.problems, &numbers);
}
