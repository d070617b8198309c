/* Renders templates that come in as lines of JSON, for conformance suites in any language.
 *
 * A line is {"template", "data"?, "templates"?, "mode"?, "dialect"?, "now"?, "raise"?}; each is
 * answered by a line at once, {"ok":true,"out":"…"} or {"ok":false,"error":"…"}. Modes are lax,
 * strict and strict2, dialects shopify and liquidjs, `now` is in RFC 3339, and the names of
 * partials are matched without regard to case and without ".liquid". */

#include "liquid-json.h"

#include <base-json.h>
#include <base-time.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  JsonObject *line; /* (unowned) */
  const char *text;
  LiquidDialect dialect;
  LiquidMode mode;
  LiquidRenderOptions options;
} Request;

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
  g_autofree char *wanted = normalize (name, length);
  JsonObjectIter iter;
  const char *member = NULL;
  JsonNode *node = NULL;

  g_autofree char *exact = g_strndup (name, length);
  *text = base_json_string (data, exact);
  if (*text != NULL) {
    *text_length = strlen (*text);
    return true;
  }
  json_object_iter_init_ordered (&iter, data);
  while (json_object_iter_next_ordered (&iter, &member, &node)) {
    g_autofree char *known = normalize (member, strlen (member));
    if (g_str_equal (known, wanted) && base_json_node_string (node) != NULL) {
      *text = base_json_node_string (node);
      *text_length = strlen (*text);
      return true;
    }
  }
  return false;
}

static int
find_choice (JsonObject *line, const char *member, const char *const *choices)
{
  const char *value = base_json_string (line, member);

  for (int i = 0; value != NULL && choices[i] != NULL; i++) {
    if (g_str_equal (choices[i], value)) {
      return i;
    }
  }
  return value == NULL ? 0 : -1;
}

static const char *
read_request (JsonObject *line, Request *request)
{
  static const char *const modes[] = { "lax", "strict", "strict2", NULL };
  static const char *const dialects[] = { "shopify", "liquidjs", NULL };
  const char *now = base_json_string (line, "now");
  JsonNode *raise = line != NULL ? json_object_get_member (line, "raise") : NULL;
  int mode = find_choice (line, "mode", modes);
  int dialect = find_choice (line, "dialect", dialects);

  request->text = base_json_string (line, "template");
  if (request->text == NULL || mode < 0 || dialect < 0) {
    return "the line has no template, or a mode or dialect that is unknown";
  }
  request->mode = (LiquidMode) mode;
  request->dialect = (LiquidDialect) dialect;
  request->options.raise = raise != NULL && json_node_get_value_type (raise) == G_TYPE_BOOLEAN &&
                           json_node_get_boolean (raise);
  if (now != NULL && !base_time_parse (now, &request->options.now)) {
    return "now is no time";
  }
  request->options.partials = base_json_object (line, "templates");
  request->options.find_partial = request->options.partials != NULL ? find_partial : NULL;
  return NULL;
}

static bool
render (Request *request, JsonObject *line, GString *output, GError **error)
{
  JsonObject *data = base_json_object (line, "data");
  g_autoptr (LiquidHash) hash = data != NULL ? liquid_json_to_hash (data) : liquid_hash_new ();
  g_autoptr (LiquidTemplate) template =
    liquid_template_parse_mode (request->text, -1, request->dialect, request->mode, error);

  if (template == NULL) {
    g_prefix_error (error, "%s", "");
    return false;
  }
  request->options.lookup = liquid_hash_lookup;
  request->options.data = hash;
  return liquid_template_render_full (template, &request->options, output, error);
}

static char *
describe (const GError *error)
{
  unsigned line = liquid_error_get_line (error);

  if (!g_error_matches (error, LIQUID_ERROR, LIQUID_ERROR_SYNTAX) || line == 0) {
    return g_strdup (liquid_error_get_summary (error));
  }
  return g_strdup_printf ("Liquid syntax error (line %u): %s", line,
                          liquid_error_get_summary (error));
}

static void
answer (const char *name, const char *text)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "ok");
  json_builder_add_boolean_value (json, g_str_equal (name, "out"));
  json_builder_set_member_name (json, name);
  json_builder_add_string_value (json, text);
  json_builder_end_object (json);
  g_autoptr (JsonNode) node = json_builder_get_root (json);
  g_autofree char *line = json_to_string (node, FALSE);
  puts (line);
  fflush (stdout);
}

static void
answer_line (const char *text)
{
  g_autoptr (GString) output = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (JsonNode) node = base_json_parse (bytes, &error);
  JsonObject *line = base_json_node_object (node);
  Request request = { .line = line };

  const char *reason = error != NULL ? error->message : read_request (line, &request);
  if (reason != NULL) {
    answer ("error", reason);
  } else if (render (&request, line, output, &error)) {
    answer ("out", output->str);
  } else {
    g_autofree char *description = describe (error);
    answer ("error", description);
  }
}

int
main (void)
{
  char *line = NULL;
  size_t size = 0;

  while (getline (&line, &size, stdin) >= 0) {
    answer_line (line);
  }
  free (line);
  return 0;
}
