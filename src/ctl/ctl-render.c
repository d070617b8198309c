/* The command "render": what recipients would read, one line of JSON each. */

#include "ctl-render.h"

#include <dispatch-cells.h>
#include <dispatch-json.h>

#include "ctl-output.h"
#include "ctl-source.h"
#include "ctl-words.h"

static const CtlManual manual = {
  .usage = "(DRAFT | --title TEXT --body TEXT) --csv FILE",
  .summary = "Prints what recipients would read, one JSON object a line, in the order of the file.",
  .description =
    "Each object has the number of the recipient (row, from 1), the line of the file where it begins, its\n"
    "userId or its token and provider, and the title and body; or error, where they cannot be rendered or\n"
    "the row cannot be read.\n"
    "With a DRAFT that has recipients the CSV file may be left out.\n"
    "\n"
    "Exit status: 0 all were rendered, 2 one was not, 64 wrong usage, 65 a file is not what it should be,\n"
    "66 a file cannot be opened, 74 reading or writing failed.\n",
};

/* A text of the message. */
typedef struct {
  const char *name;
  LiquidTemplate *template; /* (owned) (nullable) */
  GError *error;            /* (owned) (nullable): why there is no template */
  GString *output;          /* (owned): what the last recipient reads */
} Text;

typedef struct {
  Text title;
  Text body;
  DispatchValues *values; /* (owned) */
  GString *output;        /* (owned) */
  guint wanted;           /* the only recipient, from 1; 0 for all */
  guint n_rows;           /* that were passed, bad ones too */
  gboolean failed;        /* for a recipient at least */
  GError *error;          /* (owned) (nullable): why it ended */
} Renderer;

static void
text_init (Text *self, const char *name, const char *text, LiquidDialect dialect)
{
  self->name = name;
  self->template = liquid_template_parse (text, -1, dialect, &self->error);
  self->output = g_string_new (NULL);
}

static void
text_clear (Text *self)
{
  g_clear_pointer (&self->template, liquid_template_free);
  g_clear_error (&self->error);
  g_string_free (self->output, TRUE);
}

static void
renderer_init (Renderer *self, const CtlSource *source, LiquidDialect dialect)
{
  self->values = dispatch_values_new ();
  self->output = g_string_new (NULL);
  text_init (&self->title, "title", source->content->title, dialect);
  text_init (&self->body, "body", source->content->body, dialect);
}

static void
renderer_clear (Renderer *self)
{
  g_clear_pointer (&self->values, dispatch_values_free);
  g_string_free (self->output, TRUE);
  text_clear (&self->title);
  text_clear (&self->body);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Renderer, renderer_clear)

static void
append_member (GString *json, const char *name, const char *value)
{
  g_string_append_printf (json, ",\"%s\":", name);
  dispatch_json_append_string (json, value);
}

static void
append_set (GString *json, const char *name, const DispatchTable *table, guint row, guint column)
{
  const char *value = dispatch_table_get (table, row, column);

  if (*value != '\0') {
    append_member (json, name, value);
  }
}

/* What a check would refuse is shown as it is. */
static void
append_recipient (GString *json, const DispatchTable *table, guint row)
{
  append_set (json, "userId", table, row, DISPATCH_COLUMN_USER);
  append_set (json, "token", table, row, DISPATCH_COLUMN_TOKEN);
  append_set (json, "provider", table, row, DISPATCH_COLUMN_PROVIDER);
}

static void
append_error (GString *json, const Text *text, const GError *error)
{
  g_autoptr (GString) message = g_string_new (text->name);
  const char *summary = liquid_error_get_summary (error);
  LiquidSpan span;

  if (liquid_error_get_span (error, &span)) {
    g_string_append_printf (message, " %u:%u", span.line, span.column);
  }
  g_string_append_printf (message, ": %s", summary != NULL ? summary : error->message);
  append_member (json, "error", message->str);
}

/* A statement that fails ends it, as in the check; it does not print its error. */
static gboolean
render (Renderer *self, Text *text, DispatchCells *cells)
{
  const LiquidRenderOptions options = {
    .lookup = dispatch_cells_lookup,
    .data = cells,
    .raise = true,
  };
  g_autoptr (GError) error = NULL;

  g_string_truncate (text->output, 0);
  if (text->template == NULL) {
    append_error (self->output, text, text->error);
    return FALSE;
  }
  if (!liquid_template_render_full (text->template, &options, text->output, &error)) {
    append_error (self->output, text, error);
    return FALSE;
  }
  return TRUE;
}

/* Whether the next recipient is to be shown. */
static gboolean
begin_row (Renderer *self, guint line)
{
  self->n_rows++;
  if (self->wanted != 0 && self->wanted != self->n_rows) {
    return FALSE;
  }
  g_string_append_printf (self->output, "{\"row\":%u,\"line\":%u", self->n_rows, line);
  return TRUE;
}

static gboolean
end_row (Renderer *self)
{
  g_string_append_c (self->output, '}');
  return ctl_output_end_line (self->output, &self->error);
}

static gboolean
tell_row (Renderer *self, const DispatchTable *table, guint row, guint line)
{
  DispatchCells cells = { { table, row }, self->values };

  if (!begin_row (self, line)) {
    return TRUE;
  }
  append_recipient (self->output, table, row);
  if (render (self, &self->title, &cells) && render (self, &self->body, &cells)) {
    append_member (self->output, "title", self->title.output->str);
    append_member (self->output, "body", self->body.output->str);
  } else {
    self->failed = TRUE;
  }
  dispatch_values_forget (self->values);
  return end_row (self);
}

static gboolean
tell_bad_row (Renderer *self, const DispatchImport *import, guint bad)
{
  if (!begin_row (self, dispatch_import_get_bad_line (import, bad))) {
    return TRUE;
  }
  self->failed = TRUE;
  append_member (self->output, "error",
                 ctl_words_get_reason (dispatch_import_get_bad_reason (import, bad)));
  return end_row (self);
}

static gboolean
goes_on (const Renderer *self)
{
  return self->error == NULL && (self->wanted == 0 || self->n_rows < self->wanted);
}

/* Rows and those that are none, in the order of their lines. */
static gboolean
tell_part (const DispatchTable *table, const DispatchImport *import, gpointer data)
{
  Renderer *self = data;
  guint n_rows = dispatch_table_get_n_rows (table), row = 0, bad = 0;
  guint n_bad = import != NULL ? dispatch_import_get_n_listed (import) : 0;

  while (goes_on (self) && (row < n_rows || bad < n_bad)) {
    guint line = row < n_rows ? ctl_line_of_row (import, row) : G_MAXUINT;
    if (bad < n_bad && dispatch_import_get_bad_line (import, bad) < line) {
      tell_bad_row (self, import, bad++);
    } else {
      tell_row (self, table, row++, line);
    }
  }
  return goes_on (self);
}

static gboolean
finish (Renderer *self, CtlStatus *status, GError **error)
{
  if (self->error != NULL) {
    g_propagate_error (error, g_steal_pointer (&self->error));
    return FALSE;
  }
  if (self->wanted > self->n_rows) {
    g_set_error (error, CTL_ERROR, CTL_STATUS_USAGE, "there is no recipient %u, only %u",
                 self->wanted, self->n_rows);
    return FALSE;
  }
  *status = self->failed ? CTL_STATUS_ERRORS : CTL_STATUS_CLEAN;
  return ctl_output_flush (self->output, error);
}

static gboolean
run (
  const CtlOptions *options, LiquidDialect dialect, guint wanted, CtlStatus *status, GError **error)
{
  g_autoptr (CtlSource) source = ctl_source_open (options, error);

  if (source == NULL) {
    return FALSE;
  }
  g_auto (Renderer) self = { .wanted = wanted };
  renderer_init (&self, source, dialect);
  return ctl_source_each (source, tell_part, &self, error) && finish (&self, status, error);
}

static gboolean
parse_row (const char *text, guint *row, GError **error)
{
  guint64 number = 0;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT, &number, NULL)) {
    g_set_error_literal (error, CTL_ERROR, CTL_STATUS_USAGE, "--row must be a number from 1 on");
    return FALSE;
  }
  *row = (guint) number;
  return TRUE;
}

static gboolean
parse_dialect (const char *text, LiquidDialect *dialect, GError **error)
{
  *dialect = g_strcmp0 (text, "liquidjs") == 0 ? LIQUID_LIQUIDJS : LIQUID_SHOPIFY;
  if (text == NULL || *dialect == LIQUID_LIQUIDJS || g_str_equal (text, "shopify")) {
    return TRUE;
  }
  g_set_error (error, CTL_ERROR, CTL_STATUS_USAGE, "no dialect “%s”: it is shopify or liquidjs",
               text);
  return FALSE;
}

static gboolean
check_csv (const CtlOptions *options, GError **error)
{
  if (options->draft == NULL && options->csv == NULL) {
    g_set_error_literal (error, CTL_ERROR, CTL_STATUS_USAGE, "no --csv file with the recipients");
    return FALSE;
  }
  return TRUE;
}

/**
 * ctl_render_run:
 * @argc: the number of @argv
 * @argv: (array length=argc): the command and its options
 *
 * Returns: the exit status of the program
 */
int
ctl_render_run (int argc, char *argv[])
{
  g_auto (CtlOptions) options = { 0 };
  g_autofree char *row_text = NULL;
  g_autofree char *dialect_text = NULL;
  g_autoptr (GError) error = NULL;
  LiquidDialect dialect = LIQUID_SHOPIFY;
  guint row = 0;
  CtlStatus status = CTL_STATUS_CLEAN;
  const GOptionEntry entries[] = {
    { "row", 'r', 0, G_OPTION_ARG_FILENAME, &row_text, "Only this recipient, from 1", "N" },
    { "dialect", 'd', 0, G_OPTION_ARG_FILENAME, &dialect_text,
      "Whose Liquid: shopify or liquidjs (default: shopify)", "NAME" },
    { NULL },
  };

  if (!ctl_options_parse (&options, &manual, entries, argc, argv, &error) ||
      (!options.help && (!check_csv (&options, &error) || !parse_row (row_text, &row, &error) ||
                         !parse_dialect (dialect_text, &dialect, &error) ||
                         !run (&options, dialect, row, &status, &error)))) {
    return ctl_status_fail (error);
  }
  return status;
}
