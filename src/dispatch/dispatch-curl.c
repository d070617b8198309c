/* curl commands as people paste them: from documents, from browsers ("Copy as cURL"), from here.
 * The options are those of curl(1). Nothing is run. */

#include "dispatch-curl.h"

#include <string.h>

#include "dispatch-request-private.h"
#include "dispatch-shell.h"

typedef enum {
  OPTION_FLAG,   /* has no value */
  OPTION_PASSED, /* has a value that says nothing of the request */
  OPTION_DATA,
  OPTION_RAW, /* data in which @ is a character */
  OPTION_SECRET,
  OPTION_HEADER,
  OPTION_FORM,
} OptionKind;

typedef struct {
  const char *name;
  char letter;
  OptionKind kind;
} Option;

static const Option options[] = {
  { "--data", 'd', OPTION_DATA },
  { "--data-ascii", 0, OPTION_DATA },
  { "--data-binary", 0, OPTION_DATA },
  { "--data-raw", 0, OPTION_RAW },
  { "--json", 0, OPTION_DATA },
  { "--data-urlencode", 0, OPTION_FORM },
  { "--form", 'F', OPTION_FORM },
  { "--form-string", 0, OPTION_FORM },
  { "--upload-file", 'T', OPTION_FORM },
  { "--user", 'u', OPTION_SECRET },
  { "--proxy-user", 'U', OPTION_SECRET },
  { "--oauth2-bearer", 0, OPTION_SECRET },
  { "--cookie", 'b', OPTION_SECRET },
  { "--header", 'H', OPTION_HEADER },
  { "--request", 'X', OPTION_PASSED },
  { "--url", 0, OPTION_PASSED },
  { "--output", 'o', OPTION_PASSED },
  { "--dump-header", 'D', OPTION_PASSED },
  { "--write-out", 'w', OPTION_PASSED },
  { "--user-agent", 'A', OPTION_PASSED },
  { "--referer", 'e', OPTION_PASSED },
  { "--max-time", 'm', OPTION_PASSED },
  { "--connect-timeout", 0, OPTION_PASSED },
  { "--retry", 0, OPTION_PASSED },
  { "--proxy", 'x', OPTION_PASSED },
  { "--cacert", 0, OPTION_PASSED },
  { "--silent", 's', OPTION_FLAG },
  { "--show-error", 'S', OPTION_FLAG },
  { "--verbose", 'v', OPTION_FLAG },
  { "--include", 'i', OPTION_FLAG },
  { "--insecure", 'k', OPTION_FLAG },
  { "--location", 'L', OPTION_FLAG },
  { "--fail", 'f', OPTION_FLAG },
  { "--fail-with-body", 0, OPTION_FLAG },
  { "--globoff", 'g', OPTION_FLAG },
  { "--basic", 0, OPTION_FLAG },
  { "--compressed", 0, OPTION_FLAG },
  { "--http1.1", 0, OPTION_FLAG },
  { "--http2", 0, OPTION_FLAG },
  { "--post301", 0, OPTION_FLAG },
  { "--no-progress-meter", 0, OPTION_FLAG },
  { "--progress-bar", '#', OPTION_FLAG },
};

static const Option *
find_long (const char *name, gsize length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (options); i++) {
    if (strlen (options[i].name) == length && strncmp (options[i].name, name, length) == 0) {
      return &options[i];
    }
  }
  return NULL;
}

static const Option *
find_short (char letter)
{
  for (gsize i = 0; i < G_N_ELEMENTS (options); i++) {
    if (options[i].letter != '\0' && options[i].letter == letter) {
      return &options[i];
    }
  }
  return NULL;
}

typedef struct {
  const char *command;
  GPtrArray *words;
  guint next;
  DispatchCurlData *data;
  gboolean has_data;
  GPtrArray *notes;
} Command;

static void
append_data (Command *self, const DispatchShellWord *word, gsize skip, gboolean is_json)
{
  if (self->has_data && !is_json) {
    gsize place = word->start;
    g_string_append_c (self->data->text, '&');
    g_array_append_val (self->data->places, place);
  }
  g_string_append_len (self->data->text, word->text->str + skip, (gssize) (word->text->len - skip));
  for (gsize i = skip; i < word->places->len; i++) {
    g_array_append_val (self->data->places, g_array_index (word->places, gsize, i));
  }
  self->has_data = TRUE;
}

static gboolean
take_data (
  Command *self, const Option *option, const DispatchShellWord *word, gsize skip, GError **error)
{
  if (option->kind == OPTION_DATA && word->text->str[skip] == '@') {
    dispatch_request_set_error (error, DISPATCH_REQUEST_ERROR_FILE, self->command, word->start,
                                word->text->str + skip + 1);
    return FALSE;
  }
  if (word->expansion != G_MAXSIZE) {
    dispatch_request_set_error (error, DISPATCH_REQUEST_ERROR_EXPANSION, self->command,
                                word->expansion, "a value that only a shell knows");
    return FALSE;
  }
  append_data (self, word, skip, g_str_equal (option->name, "--json"));
  return TRUE;
}

static gboolean
is_secret_header (const char *header)
{
  static const char *const names[] = { "authorization:", "cookie:", "proxy-authorization:" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    if (g_ascii_strncasecmp (header, names[i], strlen (names[i])) == 0) {
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
take_value (
  Command *self, const Option *option, const DispatchShellWord *word, gsize skip, GError **error)
{
  switch (option->kind) {
  case OPTION_DATA:
  case OPTION_RAW:
    return take_data (self, option, word, skip, error);
  case OPTION_FORM:
    dispatch_request_set_error (error, DISPATCH_REQUEST_ERROR_FORM, self->command, word->start,
                                option->name);
    return FALSE;
  case OPTION_SECRET:
    dispatch_request_add_note (self->notes, DISPATCH_REQUEST_CREDENTIALS, option->name);
    return TRUE;
  case OPTION_HEADER:
    if (is_secret_header (word->text->str + skip)) {
      dispatch_request_add_note (self->notes, DISPATCH_REQUEST_CREDENTIALS, option->name);
    }
    return TRUE;
  case OPTION_FLAG:
  case OPTION_PASSED:
  default:
    return TRUE;
  }
}

/* The value of the option that ends where @word ends. */
static gboolean
take_next (Command *self, const Option *option, const DispatchShellWord *word, GError **error)
{
  if (self->next >= self->words->len) {
    dispatch_request_set_error (error, DISPATCH_REQUEST_ERROR_NO_VALUE, self->command, word->start,
                                option->name);
    return FALSE;
  }
  return take_value (self, option, self->words->pdata[self->next++], 0, error);
}

static gboolean
take_long (Command *self, const DispatchShellWord *word, GError **error)
{
  const char *text = word->text->str;
  gsize length = strcspn (text, "=");
  const Option *option = find_long (text, length);

  if (option == NULL) {
    g_autofree char *name = g_strndup (text, length);
    dispatch_request_add_note (self->notes, DISPATCH_REQUEST_OPTION, name);
    return TRUE;
  }
  if (option->kind == OPTION_FLAG) {
    return TRUE;
  }
  return text[length] == '=' ? take_value (self, option, word, length + 1, error)
                             : take_next (self, option, word, error);
}

/* "-sSd VALUE", "-XPOST". */
static gboolean
take_short (Command *self, const DispatchShellWord *word, GError **error)
{
  const char *text = word->text->str;

  for (gsize i = 1; text[i] != '\0'; i++) {
    const Option *option = find_short (text[i]);
    if (option == NULL) {
      const char name[] = { '-', text[i], '\0' };
      dispatch_request_add_note (self->notes, DISPATCH_REQUEST_OPTION,
                                 (guchar) text[i] < 0x80 ? name : text);
      return TRUE;
    }
    if (option->kind != OPTION_FLAG) {
      return text[i + 1] != '\0' ? take_value (self, option, word, i + 1, error)
                                 : take_next (self, option, word, error);
    }
  }
  return TRUE;
}

static gboolean
take_options (Command *self, GError **error)
{
  while (self->next < self->words->len) {
    const DispatchShellWord *word = self->words->pdata[self->next++];
    const char *text = word->text->str;
    gboolean good = TRUE;

    if (g_str_has_prefix (text, "--")) {
      good = take_long (self, word, error);
    } else if (*text == '-' && text[1] != '\0') {
      good = take_short (self, word, error);
    }
    if (!good) {
      return FALSE;
    }
  }
  return TRUE;
}

void
dispatch_curl_data_clear (DispatchCurlData *self)
{
  if (self->text != NULL) {
    g_string_free (self->text, TRUE);
    g_array_unref (self->places);
  }
  *self = (DispatchCurlData){ NULL, NULL };
}

/* Behind the prompt that is copied along. */
static gsize
find_start (const char *text)
{
  gsize at = strspn (text, " \t\r\n");

  return at + (text[at] == '$' && g_ascii_isspace (text[at + 1]) ? 2 : 0);
}

gboolean
dispatch_curl_is_command (const char *text)
{
  const char *at = text + find_start (text);

  at += strspn (at, " \t");
  return g_str_has_prefix (at, "curl") && (g_ascii_isspace (at[4]) || at[4] == '\\' ||
                                           at[4] == '\0' || g_str_has_prefix (at + 4, ".exe "));
}

/* Fills @data, zeroed, with what the command posts. Where it fails, it is of
 * DISPATCH_REQUEST_ERROR. */
gboolean
dispatch_curl_read (const char *command, DispatchCurlData *data, GPtrArray *notes, GError **error)
{
  gsize end = find_start (command);
  g_autoptr (GPtrArray) words = dispatch_shell_read (command, &end, error);

  if (words == NULL) {
    return FALSE;
  }
  data->text = g_string_new (NULL);
  data->places = g_array_new (FALSE, FALSE, sizeof (gsize));
  Command self = { .command = command, .words = words, .next = 1, .data = data, .notes = notes };
  if (!take_options (&self, error)) {
    return FALSE;
  }
  if (!self.has_data) {
    dispatch_request_set_error (error, DISPATCH_REQUEST_ERROR_NO_BODY, NULL, 0,
                                "the command posts nothing");
    return FALSE;
  }
  const char *rest = command + end + strspn (command + end, " \t\r\n");
  if (*rest != '\0') {
    g_autofree char *line = g_strndup (rest, strcspn (rest, "\r\n"));
    dispatch_request_add_note (notes, DISPATCH_REQUEST_REST, line);
  }
  return TRUE;
}
