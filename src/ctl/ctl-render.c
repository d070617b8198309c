/* The command "render": what recipients would read, one line of JSON each. */

#include "ctl-render.h"

#include <dispatch-json.h>
#include <dispatch-snapshot.h>

#include "ctl-output.h"
#include "ctl-source.h"

static const CtlManual manual = {
  .usage = "(DRAFT | --title TEXT --body TEXT) --csv FILE",
  .summary = "Prints what recipients would read, one JSON object a line, in the order of the file.",
  .description =
    "Each object has the number of the recipient (row, from 1), the line of the file where it begins, its\n"
    "userId or its token and provider, and the title and body; or error, where they cannot be rendered.\n"
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
  const CtlSource *source;
  DispatchSnapshot *snapshot; /* (owned) */
  Text title;
  Text body;
  GString *output; /* (owned) */
  gboolean failed; /* for a recipient at least */
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
  self->source = source;
  self->snapshot = dispatch_snapshot_new (source->draft);
  self->output = g_string_new (NULL);
  text_init (&self->title, "title", self->snapshot->content->title, dialect);
  text_init (&self->body, "body", self->snapshot->content->body, dialect);
}

/* Also of one that was not initialised. */
static void
renderer_clear (Renderer *self)
{
  if (self->output == NULL) {
    return;
  }
  g_clear_pointer (&self->snapshot, dispatch_snapshot_free);
  g_string_free (self->output, TRUE);
  text_clear (&self->title);
  text_clear (&self->body);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Renderer, renderer_clear)

static void
append_member (GString *json, const char *name, const char *value)
{
  g_string_append_printf (json, ",\"%s\":", name);
  dispatch_json_append_string (json, value);
}

static void
append_recipient (GString *json, const DispatchTable *table, guint row)
{
  const char *address = dispatch_table_get_address (table, row);

  if (dispatch_table_is_user (table, row)) {
    append_member (json, "userId", address);
  } else {
    append_member (json, "token", address);
    append_member (json, "provider", dispatch_table_get (table, row, DISPATCH_COLUMN_PROVIDER));
  }
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
render (Renderer *self, Text *text, DispatchRow *row)
{
  const LiquidRenderOptions options = {
    .lookup = dispatch_table_lookup,
    .data = row,
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

static void
append_row (Renderer *self, guint row)
{
  DispatchRow at = { self->snapshot->table, row };

  g_string_append_printf (self->output, "{\"row\":%u,\"line\":%u", row + 1,
                          g_array_index (self->source->lines, guint, row));
  append_recipient (self->output, self->snapshot->table, row);
  if (render (self, &self->title, &at) && render (self, &self->body, &at)) {
    append_member (self->output, "title", self->title.output->str);
    append_member (self->output, "body", self->body.output->str);
  } else {
    self->failed = TRUE;
  }
  g_string_append_c (self->output, '}');
}

static gboolean
render_rows (Renderer *self, guint first, guint end, GError **error)
{
  for (guint row = first; row < end; row++) {
    append_row (self, row);
    if (!ctl_output_end_line (self->output, error)) {
      return FALSE;
    }
  }
  return ctl_output_flush (self->output, error);
}

/* @wanted: the only one, from 1; 0 for all */
static gboolean
run (
  const CtlOptions *options, LiquidDialect dialect, guint wanted, CtlStatus *status, GError **error)
{
  g_autoptr (CtlSource) source = ctl_source_load (options, error);
  g_auto (Renderer) self = { 0 };

  if (source == NULL) {
    return FALSE;
  }
  guint n_rows = source->lines->len;
  if (wanted > n_rows) {
    g_set_error (error, CTL_ERROR, CTL_STATUS_DATA, "there is no recipient %u, only %u", wanted,
                 n_rows);
    return FALSE;
  }
  renderer_init (&self, source, dialect);
  gboolean done =
    render_rows (&self, wanted > 0 ? wanted - 1 : 0, wanted > 0 ? wanted : n_rows, error);
  *status = self.failed ? CTL_STATUS_ERRORS : CTL_STATUS_CLEAN;
  return done;
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
