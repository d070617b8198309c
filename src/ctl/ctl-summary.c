/* A report has a problem for each cause; a script wants one for each code. Rows are marked in a
 * set, because several causes of one code may concern the same. */

#include "ctl-summary.h"

/* What rows that did not become recipients are called. */
#define BAD_ROW "bad-row"

#define BITS 32

typedef struct {
  CtlEntry entry;
  guint32 *rows; /* (owned) (nullable): a bit for each recipient */
  gboolean is_of_all;
} Group;

typedef struct {
  const CtlSource *source;
  guint n_rows;
  GArray *groups; /* of Group, in the order in which codes were met */
} Summary;

static void
clear_group (gpointer data)
{
  g_free (((Group *) data)->rows);
}

static Group *
get_group (Summary *self, const char *code)
{
  for (guint i = 0; i < self->groups->len; i++) {
    Group *group = &g_array_index (self->groups, Group, i);
    if (g_str_equal (group->entry.code, code)) {
      return group;
    }
  }
  const Group group = {
    .entry = { .code = code, .severity = DISPATCH_NOTE },
    .rows = g_new0 (guint32, self->n_rows / BITS + 1),
  };
  g_array_append_val (self->groups, group);
  return &g_array_index (self->groups, Group, self->groups->len - 1);
}

static void
add_problem (Summary *self, DispatchProblem *problem)
{
  const char *code = dispatch_problem_get_code (problem);
  guint n_rows = 0;
  const guint *rows = dispatch_problem_get_rows (problem, &n_rows);

  if (code == NULL || dispatch_problem_is_ignored (problem)) {
    return;
  }
  Group *group = get_group (self, code);
  group->entry.severity = MIN (group->entry.severity, dispatch_problem_get_severity (problem));
  group->is_of_all |= rows == NULL;
  for (guint i = 0; i < n_rows; i++) {
    group->rows[rows[i] / BITS] |= 1u << rows[i] % BITS;
  }
}

static void
note_line (CtlEntry *entry, guint line)
{
  if (entry->n_lines < CTL_MAX_LINES) {
    entry->lines[entry->n_lines++] = line;
  }
}

static gboolean
has_row (const Group *group, guint row)
{
  return group->is_of_all || (group->rows[row / BITS] & 1u << row % BITS) != 0;
}

/* @import: (nullable): whose bad rows did not become recipients, and have this code too */
static void
count_rows (Group *group, const Summary *self, const DispatchImport *import)
{
  guint n_bad = import != NULL ? dispatch_import_get_n_listed (import) : 0, next_bad = 0;

  for (guint row = 0; row < self->n_rows; row++) {
    if (!has_row (group, row)) {
      continue;
    }
    guint line = group->entry.n_lines < CTL_MAX_LINES ? ctl_source_get_line (self->source, row) : 0;
    while (next_bad < n_bad && dispatch_import_get_bad_line (import, next_bad) < line) {
      note_line (&group->entry, dispatch_import_get_bad_line (import, next_bad++));
    }
    note_line (&group->entry, line);
    group->entry.count++;
  }
  while (next_bad < n_bad && group->entry.n_lines < CTL_MAX_LINES) {
    note_line (&group->entry, dispatch_import_get_bad_line (import, next_bad++));
  }
  group->entry.count += import != NULL ? dispatch_import_get_n_bad (import) : 0;
  /* What is wrong with all of no recipients is wrong all the same. */
  group->entry.count = MAX (group->entry.count, 1);
}

static int
compare_severity (gconstpointer a, gconstpointer b)
{
  const CtlEntry *first = a, *second = b;

  return (int) first->severity - (int) second->severity;
}

static GArray *
finish (Summary *self)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (CtlEntry));

  for (guint i = 0; i < self->groups->len; i++) {
    Group *group = &g_array_index (self->groups, Group, i);
    gboolean has_bad = g_str_equal (group->entry.code, BAD_ROW);
    count_rows (group, self, has_bad ? self->source->import : NULL);
    g_array_append_val (entries, group->entry);
  }
  /* GLib's sort is stable: within a severity the order is that of the report. */
  g_array_sort (entries, compare_severity);
  return entries;
}

/**
 * ctl_summary_new:
 * @report: what a check found
 * @source: what it looked at
 *
 * Returns: (transfer full) (element-type CtlEntry): an entry for each code, errors first
 */
GArray *
ctl_summary_new (DispatchReport *report, const CtlSource *source)
{
  Summary self = {
    .source = source,
    .n_rows = dispatch_table_get_n_rows (source->table),
    .groups = g_array_new (FALSE, FALSE, sizeof (Group)),
  };

  g_array_set_clear_func (self.groups, clear_group);
  if (ctl_source_get_n_bad (source) > 0) {
    get_group (&self, BAD_ROW)->entry.severity = DISPATCH_ERROR;
  }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (report)); i++) {
    g_autoptr (DispatchProblem) problem = g_list_model_get_item (G_LIST_MODEL (report), i);
    add_problem (&self, problem);
  }
  GArray *entries = finish (&self);
  g_array_unref (self.groups);
  return entries;
}

/**
 * ctl_problem_get_severity:
 * @problem: what a check found
 *
 * What an operator ignores is a note. So is a warning without a code, which is about the writing of
 * the templates, and that there is nobody to send to: a script may check templates alone.
 *
 * Returns: how much it counts
 */
DispatchSeverity
ctl_problem_get_severity (DispatchProblem *problem)
{
  DispatchSeverity severity = dispatch_problem_get_severity (problem);
  gboolean has_code = dispatch_problem_get_code (problem) != NULL;

  if (dispatch_problem_is_ignored (problem) ||
      dispatch_problem_get_kind (problem) == DISPATCH_PROBLEM_NO_RECIPIENTS ||
      (!has_code && severity != DISPATCH_ERROR)) {
    return DISPATCH_NOTE;
  }
  return severity;
}

/**
 * ctl_summary_get_status:
 * @entries: (element-type CtlEntry): a summary
 * @report: what it sums up; a message that the service would refuse is an error, code or not
 *
 * Returns: what the program ends with
 */
CtlStatus
ctl_summary_get_status (GArray *entries, DispatchReport *report)
{
  static const CtlStatus statuses[] = {
    [DISPATCH_ERROR] = CTL_STATUS_ERRORS,
    [DISPATCH_WARNING] = CTL_STATUS_WARNINGS,
    [DISPATCH_NOTE] = CTL_STATUS_CLEAN,
  };
  DispatchSeverity worst =
    entries->len > 0 ? g_array_index (entries, CtlEntry, 0).severity : DISPATCH_NOTE;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (report)); i++) {
    g_autoptr (DispatchProblem) problem = g_list_model_get_item (G_LIST_MODEL (report), i);
    worst = MIN (worst, ctl_problem_get_severity (problem));
  }
  return statuses[worst];
}

static void
append_entry (GString *json, const CtlEntry *entry)
{
  g_string_append_printf (json, "{\"code\":\"%s\",\"severity\":\"%s\",\"count\":%u,\"rows\":[",
                          entry->code, entry->severity == DISPATCH_ERROR ? "error" : "warning",
                          entry->count);
  for (guint i = 0; i < entry->n_lines; i++) {
    g_string_append_printf (json, i > 0 ? ",%u" : "%u", entry->lines[i]);
  }
  g_string_append (json, "]}");
}

/**
 * ctl_summary_append_json:
 * @json: where to write
 * @entries: (element-type CtlEntry): a summary
 * @n_recipients: all rows
 */
void
ctl_summary_append_json (GString *json, GArray *entries, guint n_recipients)
{
  g_string_append_printf (json, "{\"recipients\":%u,\"problems\":[", n_recipients);
  for (guint i = 0; i < entries->len; i++) {
    g_string_append (json, i > 0 ? "," : "");
    append_entry (json, &g_array_index (entries, CtlEntry, i));
  }
  g_string_append (json, "]}");
}
