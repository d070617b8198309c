/* A report for people: a line for each cause, with its place or its first rows, and a last one that
 * counts. Colours only where somebody looks. */

#include "ctl-report-text.h"

#include <unistd.h>

#include "ctl-summary.h"
#include "ctl-words.h"

/* Enough to see a pattern, and to fit into a line. */
#define MAX_LINES_SHOWN 10

typedef enum {
  STYLE_ERROR,
  STYLE_WARNING,
  STYLE_NOTE,
  STYLE_PLACE,
  STYLE_END,
} Style;

static const char *const escapes[] = {
  [STYLE_ERROR] = "\033[1;31m", [STYLE_WARNING] = "\033[1;33m", [STYLE_NOTE] = "\033[1;36m",
  [STYLE_PLACE] = "\033[1m",    [STYLE_END] = "\033[0m",
};

typedef struct {
  GString *text; /* (unowned) */
  const CtlSource *source;
  gboolean has_colours;
  guint n_errors;
  guint n_warnings;
} Writer;

/* https://no-color.org: set and not empty. */
static gboolean
wants_colours (void)
{
  const char *no_color = g_getenv ("NO_COLOR");

  return isatty (STDOUT_FILENO) && (no_color == NULL || *no_color == '\0') &&
         g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
}

static void
put (Writer *self, Style style, const char *text)
{
  if (self->has_colours) {
    g_string_append_printf (self->text, "%s%s%s", escapes[style], text, escapes[STYLE_END]);
  } else {
    g_string_append (self->text, text);
  }
}

static void
append_count (GString *text, guint n, const char *one, const char *many)
{
  g_string_append_printf (text, "%u %s", n, n == 1 ? one : many);
}

static void
put_severity (Writer *self, DispatchProblem *problem)
{
  DispatchSeverity severity = ctl_problem_get_severity (problem);

  if (severity == DISPATCH_ERROR) {
    self->n_errors++;
    put (self, STYLE_ERROR, "error");
  } else if (severity == DISPATCH_WARNING) {
    self->n_warnings++;
    put (self, STYLE_WARNING, "warning");
  } else {
    put (self, STYLE_NOTE, "note");
  }
  g_string_append (self->text, ": ");
}

static void
put_place (Writer *self, DispatchProblem *problem)
{
  DispatchField field = dispatch_problem_get_field (problem);
  LiquidSpan span;

  if (field == DISPATCH_FIELD_NONE || field == DISPATCH_FIELD_RECIPIENTS) {
    return;
  }
  const char *name = ctl_words_get_field (field);
  g_autofree char *place = dispatch_problem_get_span (problem, &span)
                             ? g_strdup_printf ("%s %u:%u: ", name, span.line, span.column)
                             : g_strdup_printf ("%s: ", name);
  put (self, STYLE_PLACE, place);
}

static void
put_lines (Writer *self, const guint *rows, guint n_rows)
{
  g_string_append (self->text, n_rows == 1 ? "\n  line " : "\n  lines ");
  for (guint i = 0; i < MIN (n_rows, MAX_LINES_SHOWN); i++) {
    g_string_append_printf (self->text, i > 0 ? ", %u" : "%u",
                            ctl_source_get_line (self->source, rows[i]));
  }
  g_string_append (self->text, n_rows > MAX_LINES_SHOWN ? ", …" : "");
}

static void
put_problem (Writer *self, DispatchProblem *problem)
{
  const char *code = dispatch_problem_get_code (problem);
  guint n_rows = 0;
  const guint *rows = dispatch_problem_get_rows (problem, &n_rows);

  put_severity (self, problem);
  put_place (self, problem);
  if (rows != NULL) {
    append_count (self->text, n_rows, "recipient", "recipients");
    g_string_append (self->text, ": ");
  }
  ctl_words_append (self->text, problem);
  if (code != NULL) {
    g_string_append_printf (self->text, " [%s]", code);
  }
  if (rows != NULL) {
    put_lines (self, rows, n_rows);
  }
  g_string_append_c (self->text, '\n');
}

/* Rows of the file that did not become recipients: a finding for each reason. */
static void
put_bad_rows (Writer *self, DispatchImportReason reason)
{
  const DispatchImport *import = self->source->import;
  g_autoptr (GString) lines = g_string_new (NULL);
  guint n_bad = 0;

  for (guint i = 0; i < dispatch_import_get_n_listed (import); i++) {
    if (dispatch_import_get_bad_reason (import, i) != reason) {
      continue;
    }
    if (n_bad < MAX_LINES_SHOWN) {
      g_string_append_printf (lines, n_bad > 0 ? ", %u" : "%u",
                              dispatch_import_get_bad_line (import, i));
    }
    n_bad++;
  }
  if (n_bad == 0) {
    return;
  }
  self->n_errors++;
  put (self, STYLE_ERROR, "error");
  g_string_append (self->text, ": ");
  append_count (self->text, n_bad, "row", "rows");
  g_string_append_printf (self->text, ": %s [bad-row]\n  %s %s%s\n", ctl_words_get_reason (reason),
                          n_bad == 1 ? "line" : "lines", lines->str,
                          n_bad > MAX_LINES_SHOWN ? ", …" : "");
}

static void
put_end (Writer *self)
{
  append_count (self->text, ctl_source_get_n_recipients (self->source), "recipient", "recipients");
  g_string_append (self->text, ": ");
  if (self->n_errors == 0 && self->n_warnings == 0) {
    g_string_append (self->text, "nothing found\n");
    return;
  }
  append_count (self->text, self->n_errors, "error", "errors");
  g_string_append (self->text, ", ");
  append_count (self->text, self->n_warnings, "warning", "warnings");
  g_string_append_c (self->text, '\n');
}

/**
 * ctl_report_append_text:
 * @text: where to write
 * @report: what a check found
 * @source: what it looked at
 */
void
ctl_report_append_text (GString *text, DispatchReport *report, const CtlSource *source)
{
  Writer self = { .text = text, .source = source, .has_colours = wants_colours () };

  for (guint i = 0; source->import != NULL && i < DISPATCH_N_IMPORT_REASONS; i++) {
    put_bad_rows (&self, i);
  }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (report)); i++) {
    g_autoptr (DispatchProblem) problem = g_list_model_get_item (G_LIST_MODEL (report), i);
    put_problem (&self, problem);
  }
  put_end (&self);
}
