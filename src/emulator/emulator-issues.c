/* What is wrong with a request, all of it, and the body in which the API says so:
 *
 *   {"errors": [{"code": 400, "message": "is required", "context": "$.to[3].provider",
 *                "infoUrl": "https://www.twilio.com/docs/api/errors/400"}], "status": 400}
 */

#include "emulator-issues.h"

/* One for each recipient of the largest send; more than that helps nobody, and a hostile document
 * could ask for millions. */
#define MAX_ISSUES 10000

typedef struct {
  char *message;
  char *context; /* (nullable) */
} Issue;

struct _EmulatorIssues {
  GArray *issues; /* of Issue */
};

/* Codes that the API documents or its hosts are known to use; the status itself for all others. */
static const struct {
  guint status;
  int code;
  const char *message;
} statuses[] = {
  { 400, 400, "The request is not valid." },
  { 401, 20003, "Authentication failed: the account SID or API key and its secret do not match." },
  { 403, 20403, "Only programs of this machine may do that, no page in a browser." },
  { 404, 20404, "The resource was not found." },
  { 405, 20004, "The method is not allowed here." },
  { 409, 409, "The state of the resource does not allow this." },
  { 413, 413, "The request is too large." },
  { 415, 415, "The body must be JSON: with Content-Type application/json, and not compressed." },
  { 429, 20429, "Too many requests." },
  { 500, 20500, "The emulator failed." },
  { 503, 20503, "The service is unavailable." },
  { 507, 507, "Nothing was changed: the disk with the emulator's data is full." },
};

static void
clear_issue (gpointer data)
{
  Issue *issue = data;

  g_clear_pointer (&issue->message, g_free);
  g_clear_pointer (&issue->context, g_free);
}

static gboolean
is_identifier (const char *name)
{
  if (!g_ascii_isalpha (*name) && *name != '_') {
    return FALSE;
  }
  for (const char *c = name; *c != '\0'; c++) {
    if (!g_ascii_isalnum (*c) && *c != '_') {
      return FALSE;
    }
  }
  return TRUE;
}

/* A member's name between quotes; only what would end them or is not to be seen is escaped. */
static void
append_quoted (GString *text, const char *name)
{
  g_string_append (text, "['");
  for (const char *c = name; *c != '\0'; c++) {
    if (*c == '\'' || *c == '\\') {
      g_string_append_printf (text, "\\%c", *c);
    } else if (g_ascii_iscntrl (*c)) {
      g_string_append_printf (text, "\\u%04x", (guint) *c);
    } else {
      g_string_append_c (text, *c);
    }
  }
  g_string_append (text, "']");
}

static void
append_path (GString *text, const EmulatorPath *path)
{
  if (path->parent == NULL) {
    g_string_append_c (text, '$');
    return;
  }
  append_path (text, path->parent);
  if (path->member == NULL) {
    g_string_append_printf (text, "[%u]", path->index);
  } else if (is_identifier (path->member)) {
    g_string_append_printf (text, ".%s", path->member);
  } else {
    append_quoted (text, path->member);
  }
}

/**
 * emulator_path_to_string:
 * @path: a place in a document
 *
 * Returns: (transfer full): it as a JSON path, "$.to[3].provider"
 */
char *
emulator_path_to_string (const EmulatorPath *path)
{
  g_return_val_if_fail (path != NULL, NULL);

  GString *text = g_string_new (NULL);
  append_path (text, path);
  return g_string_free (text, FALSE);
}

EmulatorIssues *
emulator_issues_new (void)
{
  EmulatorIssues *self = g_new0 (EmulatorIssues, 1);

  self->issues = g_array_new (FALSE, FALSE, sizeof (Issue));
  g_array_set_clear_func (self->issues, clear_issue);
  return self;
}

void
emulator_issues_free (EmulatorIssues *self)
{
  g_array_unref (self->issues);
  g_free (self);
}

/**
 * emulator_issues_add:
 * @self: the problems of a request
 * @path: (nullable): the place it is about
 * @format: the message
 * @...: its arguments
 *
 * Adds a problem. Those beyond the first ten thousand are dropped.
 */
void
emulator_issues_add (EmulatorIssues *self, const EmulatorPath *path, const char *format, ...)
{
  g_return_if_fail (self != NULL);

  if (self->issues->len >= MAX_ISSUES) {
    return;
  }
  va_list arguments;
  va_start (arguments, format);
  Issue issue = {
    .message = g_strdup_vprintf (format, arguments),
    .context = path != NULL ? emulator_path_to_string (path) : NULL,
  };
  va_end (arguments);
  g_array_append_val (self->issues, issue);
}

guint
emulator_issues_get_count (EmulatorIssues *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->issues->len;
}

static int
find_code (guint status, const char **message)
{
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++) {
    if (statuses[i].status == status) {
      *message = statuses[i].message;
      return statuses[i].code;
    }
  }
  *message = "The request failed.";
  return (int) status;
}

static void
write_issue (JsonBuilder *json, int code, const char *message, const char *context)
{
  g_autofree char *info = g_strdup_printf ("https://www.twilio.com/docs/api/errors/%d", code);

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "code");
  json_builder_add_int_value (json, code);
  json_builder_set_member_name (json, "message");
  json_builder_add_string_value (json, message);
  json_builder_set_member_name (json, "infoUrl");
  json_builder_add_string_value (json, info);
  json_builder_set_member_name (json, "context");
  json_builder_add_string_value (json, context);
  json_builder_end_object (json);
}

/**
 * emulator_issues_to_json:
 * @self: the problems of a request; where there are none, the status speaks for itself
 * @status: the HTTP status that goes with them
 *
 * Returns: (transfer full): the documented body of an error
 */
JsonNode *
emulator_issues_to_json (EmulatorIssues *self, guint status)
{
  g_return_val_if_fail (self != NULL, NULL);

  const char *message = NULL;
  int code = find_code (status, &message);
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "errors");
  json_builder_begin_array (json);
  for (guint i = 0; i < self->issues->len; i++) {
    const Issue *issue = &g_array_index (self->issues, Issue, i);
    write_issue (json, code, issue->message, issue->context);
  }
  if (self->issues->len == 0) {
    write_issue (json, code, message, NULL);
  }
  json_builder_end_array (json);
  json_builder_set_member_name (json, "status");
  json_builder_add_int_value (json, status);
  json_builder_end_object (json);
  return json_builder_get_root (json);
}
