/* Renders templates that come in as lines of JSON, for conformance suites in any language.
 *
 * A line is {"template", "data"?, "templates"?, "mode"?, "dialect"?, "now"?, "raise"?}; each,
 * whatever it is, is answered by a line at once, {"ok":true,"out":"…"} or {"ok":false,"error":"…"}.
 * Modes are lax, strict and strict2, dialects shopify and liquidjs, `now` is in RFC 3339, and the
 * names of partials are matched without regard to case and without ".liquid". A member that is null
 * is as good as absent; one that is not named here is passed over; of two the last counts. */

#include "json-source.h"

#include <base-time.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  GString *text;     /* (owned) (nullable) */
  JsonSource data;   /* where they stand in the line; at NULL where there are none */
  GHashTable *exact; /* (owned): a GString by the name of a partial */
  GHashTable *loose; /* (owned): likewise, by the name as they are matched */
  guint dialect;
  guint mode;
  bool raise;
  int64_t now;
} Request;

static void
free_text (gpointer text)
{
  g_string_free (text, TRUE);
}

static void
request_init (Request *self)
{
  *self = (Request){
    .exact = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_text),
    .loose = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_text),
  };
}

static void
request_clear (Request *self)
{
  if (self->text != NULL) {
    g_string_free (self->text, TRUE);
  }
  g_hash_table_unref (self->exact);
  g_hash_table_unref (self->loose);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Request, request_clear)

static char *
normalize (const char *name, gsize length)
{
  g_autofree char *copy = g_ascii_strdown (name, (gssize) length);

  if (g_str_has_suffix (copy, ".liquid")) {
    copy[strlen (copy) - strlen (".liquid")] = '\0';
  }
  return g_steal_pointer (&copy);
}

static bool
find_partial (void *data, const char *name, size_t length, const char **text, size_t *text_length)
{
  const Request *request = data;
  g_autofree char *exact = g_strndup (name, length), *loose = normalize (name, length);
  const GString *found = g_hash_table_lookup (request->exact, exact);

  if (found == NULL) {
    found = g_hash_table_lookup (request->loose, loose);
  }
  if (found == NULL) {
    return false;
  }
  *text = found->str;
  *text_length = found->len;
  return true;
}

static bool
read_template (Request *self, JsonSource *json)
{
  if (self->text == NULL) {
    self->text = g_string_new (NULL);
  }
  return json_source_read_text (json, self->text);
}

/* The dialect, which may stand behind them, says how to read them. */
static bool
read_data (Request *self, JsonSource *json)
{
  self->data = *json;
  return json_source_begin_object (&(JsonSource){ .at = json->at, .end = json->end }) &&
         json_source_skip (json);
}

static bool
read_templates (Request *self, JsonSource *json)
{
  g_autoptr (GString) name = g_string_new (NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  bool failed = !json_source_begin_object (json);

  while (!failed && json_source_next_member (json, name, &failed)) {
    failed = !json_source_read_text (json, text);
    g_hash_table_replace (self->exact, g_strdup (name->str),
                          g_string_new_len (text->str, (gssize) text->len));
    g_hash_table_replace (self->loose, normalize (name->str, name->len),
                          g_string_new_len (text->str, (gssize) text->len));
  }
  return !failed;
}

static bool
read_choice (JsonSource *json, const char *const *choices, guint *choice)
{
  g_autoptr (GString) name = g_string_new (NULL);

  if (!json_source_read_text (json, name)) {
    return false;
  }
  for (*choice = 0; choices[*choice] != NULL; (*choice)++) {
    if (g_str_equal (choices[*choice], name->str)) {
      return true;
    }
  }
  return false;
}

static bool
read_mode (Request *self, JsonSource *json)
{
  static const char *const modes[] = { "lax", "strict", "strict2", NULL };

  return read_choice (json, modes, &self->mode);
}

static bool
read_dialect (Request *self, JsonSource *json)
{
  static const char *const dialects[] = { "shopify", "liquidjs", NULL };

  return read_choice (json, dialects, &self->dialect);
}

static bool
read_now (Request *self, JsonSource *json)
{
  g_autoptr (GString) now = g_string_new (NULL);

  return json_source_read_text (json, now) && base_time_parse (now->str, &self->now);
}

static bool
read_raise (Request *self, JsonSource *json)
{
  return json_source_read_boolean (json, &self->raise);
}

static const struct {
  const char *name;
  bool (*read) (Request *self, JsonSource *json);
} members[] = {
  { "template", read_template }, { "data", read_data },       { "templates", read_templates },
  { "mode", read_mode },         { "dialect", read_dialect }, { "now", read_now },
  { "raise", read_raise },
};

/* What is wrong with the member @name, whose value is next; NULL for nothing. */
static char *
read_member (Request *self, const char *name, JsonSource *json)
{
  for (guint i = 0; i < G_N_ELEMENTS (members); i++) {
    if (g_str_equal (members[i].name, name)) {
      JsonSource before = *json;
      bool read = json_source_read_null (json) || members[i].read (self, json);
      return read ? NULL
             : json_source_skip (&before)
               ? g_strdup_printf ("“%s” has a value that it cannot have", name)
               : g_strdup ("the line is no JSON");
    }
  }
  return json_source_skip (json) ? NULL : g_strdup ("the line is no JSON");
}

/* What is wrong with the line; NULL for nothing. */
static char *
read_request (Request *self, const char *line, size_t length)
{
  JsonSource json = json_source_new (line, length);
  g_autoptr (GString) name = g_string_new (NULL);
  g_autofree char *problem = NULL;
  bool failed = !json_source_begin_object (&json);

  if (!g_utf8_validate_len (line, length, NULL)) {
    return g_strdup ("the line is no text in UTF-8");
  }
  while (!failed && problem == NULL && json_source_next_member (&json, name, &failed)) {
    problem = read_member (self, name->str, &json);
  }
  if (problem == NULL && (failed || !json_source_at_end (&json))) {
    return g_strdup ("the line is no JSON object");
  }
  if (problem == NULL && self->text == NULL) {
    return g_strdup ("the line has no template");
  }
  return g_steal_pointer (&problem);
}

static bool
render (const Request *self, GString *output, GError **error)
{
  JsonSource json = self->data;
  json.doubles = self->dialect == LIQUID_LIQUIDJS;
  g_autoptr (LiquidHash) data =
    json.at != NULL ? json_source_read_hash (&json) : liquid_hash_new ();
  const LiquidRenderOptions options = {
    .lookup = liquid_hash_lookup,
    .data = data,
    .find_partial = find_partial,
    .partials = (void *) self,
    .raise = self->raise,
    .now = self->now,
  };
  g_autoptr (LiquidTemplate) template =
    liquid_template_parse_mode (self->text->str, (gssize) self->text->len,
                                (LiquidDialect) self->dialect, (LiquidMode) self->mode, error);

  return template != NULL && liquid_template_render_full (template, &options, output, error);
}

static char *
describe (const GError *error)
{
  unsigned line = liquid_error_get_line (error);

  if (!g_error_matches (error, LIQUID_ERROR, LIQUID_ERROR_SYNTAX) || line == 0) {
    return g_strdup (error->message);
  }
  return g_strdup_printf ("Liquid syntax error (line %u): %s", line,
                          liquid_error_get_summary (error));
}

static void
answer (const char *head, const char *text, size_t length)
{
  g_autoptr (GString) line = g_string_new (head);

  json_append_text (line, text, length);
  g_string_append (line, "}\n");
  /* Whoever asked has gone. */
  if (fwrite (line->str, 1, line->len, stdout) != line->len || fflush (stdout) != 0) {
    exit (EXIT_FAILURE);
  }
}

static void
answer_line (const char *line, size_t length)
{
  g_autoptr (GString) output = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_auto (Request) request;

  request_init (&request);
  g_autofree char *problem = read_request (&request, line, length);
  if (problem == NULL && render (&request, output, &error)) {
    answer ("{\"ok\":true,\"out\":", output->str, output->len);
    return;
  }
  if (problem == NULL) {
    problem = describe (error);
  }
  answer ("{\"ok\":false,\"error\":", problem, strlen (problem));
}

int
main (void)
{
  g_autofree char *line = NULL;
  size_t size = 0;

  for (ssize_t length = getline (&line, &size, stdin); length >= 0;
       length = getline (&line, &size, stdin)) {
    answer_line (line, (size_t) length);
  }
  return EXIT_SUCCESS;
}
