/* Texts are taken as bytes and must be UTF-8, whatever the locale says, so that a script with
 * LANG=C can name a recipient "Zoë". */

#include "ctl-options.h"

#include "ctl-output.h"

/* A name that an option takes, and what it means. */
typedef struct {
  const char *name;
  int value;
} Choice;

static const Choice delimiters[] = {
  { "comma", ',' }, { "semicolon", ';' }, { "tab", '\t' }, { "pipe", '|' }, { NULL, 0 },
};

static const Choice encodings[] = {
  { "utf-8", DISPATCH_ENCODING_UTF_8 },
  { "utf-16le", DISPATCH_ENCODING_UTF_16LE },
  { "utf-16be", DISPATCH_ENCODING_UTF_16BE },
  { "windows-1252", DISPATCH_ENCODING_WINDOWS_1252 },
  { NULL, 0 },
};

static const Choice answers[] = { { "yes", TRUE }, { "no", FALSE }, { NULL, 0 } };

void
ctl_options_clear (CtlOptions *self)
{
  g_clear_pointer (&self->draft, g_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->body, g_free);
  g_clear_pointer (&self->csv, g_free);
  g_clear_pointer (&self->delimiter, g_free);
  g_clear_pointer (&self->encoding, g_free);
  g_clear_pointer (&self->header, g_free);
}

static gboolean
fail (GError **error, const char *message)
{
  g_set_error_literal (error, CTL_ERROR, CTL_STATUS_USAGE, message);
  return FALSE;
}

static gboolean
check_texts (const CtlOptions *self, GError **error)
{
  if (self->title != NULL && !g_utf8_validate (self->title, -1, NULL)) {
    return fail (error, "--title is not UTF-8");
  }
  if (self->body != NULL && !g_utf8_validate (self->body, -1, NULL)) {
    return fail (error, "--body is not UTF-8");
  }
  return TRUE;
}

static const Choice *
find_choice (const Choice *choices, const char *name)
{
  for (const Choice *choice = choices; choice->name != NULL; choice++) {
    if (g_ascii_strcasecmp (choice->name, name) == 0) {
      return choice;
    }
  }
  return NULL;
}

static gboolean
check_choice (const Choice *choices, const char *option, const char *name, GError **error)
{
  if (name == NULL || find_choice (choices, name) != NULL) {
    return TRUE;
  }
  g_autofree char *shown = g_filename_display_name (name);
  g_set_error (error, CTL_ERROR, CTL_STATUS_USAGE, "--%s does not take “%s”", option, shown);
  return FALSE;
}

static gboolean
check_choices (const CtlOptions *self, GError **error)
{
  return check_choice (delimiters, "delimiter", self->delimiter, error) &&
         check_choice (encodings, "encoding", self->encoding, error) &&
         check_choice (answers, "header", self->header, error);
}

static int
choose (const Choice *choices, const char *name, int recognised)
{
  const Choice *choice = name != NULL ? find_choice (choices, name) : NULL;

  return choice != NULL ? choice->value : recognised;
}

/**
 * ctl_options_apply:
 * @self: options that were parsed
 * @how: (inout): how a file was recognised to be written
 *
 * What was asked for counts more than what was recognised.
 */
void
ctl_options_apply (const CtlOptions *self, DispatchCsvOptions *how)
{
  how->delimiter = (char) choose (delimiters, self->delimiter, how->delimiter);
  how->encoding = (DispatchEncoding) choose (encodings, self->encoding, (int) how->encoding);
  how->has_header = choose (answers, self->header, how->has_header);
}

static gboolean
check_message (const CtlOptions *self, GError **error)
{
  gboolean has_text = self->title != NULL || self->body != NULL;

  if (self->draft != NULL && has_text) {
    return fail (error, "either a draft or --title and --body, not both");
  }
  if (self->draft == NULL && !has_text) {
    return fail (error, "no draft, and no --title and --body");
  }
  if (self->draft == NULL && (self->title == NULL || self->body == NULL)) {
    return fail (error, "--title and --body come together; either may be empty");
  }
  if (g_strcmp0 (self->draft, "") == 0 || g_strcmp0 (self->csv, "") == 0) {
    return fail (error, "a file without a name");
  }
  if (g_strcmp0 (self->draft, "-") == 0 && g_strcmp0 (self->csv, "-") == 0) {
    return fail (error, "only one file can be standard input");
  }
  return check_texts (self, error) && check_choices (self, error);
}

static gboolean
take_draft (CtlOptions *self, int argc, char *argv[], GError **error)
{
  if (argc > 2) {
    g_autofree char *name = g_filename_display_name (argv[2]);
    g_set_error (error, CTL_ERROR, CTL_STATUS_USAGE, "unexpected argument “%s”", name);
    return FALSE;
  }
  self->draft = argc > 1 ? g_strdup (argv[1]) : NULL;
  return check_message (self, error);
}

static GOptionContext *
make_context (CtlOptions *self, const CtlManual *manual, const GOptionEntry *more)
{
  const GOptionEntry entries[] = {
    { "title", 't', 0, G_OPTION_ARG_FILENAME, &self->title, "The title, a Liquid template",
      "TEXT" },
    { "body", 'b', 0, G_OPTION_ARG_FILENAME, &self->body, "The body, a Liquid template", "TEXT" },
    { "csv", 'c', 0, G_OPTION_ARG_FILENAME, &self->csv,
      "The recipients, in place of those of a draft; - is standard input", "FILE" },
    { "delimiter", 0, 0, G_OPTION_ARG_FILENAME, &self->delimiter,
      "What separates cells: comma, semicolon, tab or pipe", "NAME" },
    { "encoding", 0, 0, G_OPTION_ARG_FILENAME, &self->encoding,
      "utf-8, utf-16le, utf-16be or windows-1252", "NAME" },
    { "header", 0, 0, G_OPTION_ARG_FILENAME, &self->header,
      "Whether the first row names the columns: yes or no", "ANSWER" },
    { "help", 'h', 0, G_OPTION_ARG_NONE, &self->help, "Show this", NULL },
    { NULL },
  };
  GOptionContext *context = g_option_context_new (manual->usage);

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_summary (context, manual->summary);
  g_option_context_set_description (context, manual->description);
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_main_entries (context, more, NULL);
  return context;
}

static gboolean
print_help (GOptionContext *context, GError **error)
{
  g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);
  g_autoptr (GString) text = g_string_new (help);

  return ctl_output_flush (text, error);
}

/**
 * ctl_options_parse:
 * @self: zeroes, cleared by the caller
 * @manual: of the command
 * @more: what it takes besides
 * @argc: the number of @argv
 * @argv: (array length=argc): the command and its options
 * @error: return location for an error of usage
 *
 * Returns: whether to go on; where `help` was asked for it has been printed
 */
gboolean
ctl_options_parse (CtlOptions *self,
                   const CtlManual *manual,
                   const GOptionEntry *more,
                   int argc,
                   char *argv[],
                   GError **error)
{
  g_autoptr (GOptionContext) context = make_context (self, manual, more);
  g_autofree char *name = g_strdup_printf ("carillonctl %s", argv[0]);

  g_set_prgname (name);
  if (!g_option_context_parse (context, &argc, &argv, error)) {
    return FALSE;
  }
  return self->help ? print_help (context, error) : take_draft (self, argc, argv, error);
}
