/* From an HTTP answer to JSON or to an error. No function here touches anything but its answer, so
 * all of it runs in a worker.
 *
 * The body of an error, in the current and in the older generation of the API:
 *
 *   {"errors": [{"code": 20404, "message": "The resource was not found.", "context": null,
 *                "infoUrl": "https://www.twilio.com/docs/api/errors/20404"}], "status": 404}
 *   {"code": 20404, "message": "...", "more_info": "https://..."}
 *
 * Gateways in between answer HTML. */

/* For memmem(), which is linear. */
#define _GNU_SOURCE

#include "comms-answer.h"

#include <base-json.h>
#include <string.h>

/* As much of an unknown body as tells what it is. */
#define EXCERPT_LENGTH 400

/* A server that names more has lost its bearings, and nobody reads them: a send of 10,000
 * recipients can have a problem or two for each. */
#define MAX_ISSUES 20000

/* A page of 1,000 registrations with 50 devices each has some 200,000. More than this take hundreds
 * of megabytes once they are parsed, in how few bytes ever they came. */
#define MAX_VALUES 500000

/* More of a text than anybody reads, and less than a label chokes on. */
#define MAX_TEXT 4096

/* Longer than any ID, shorter than a line of PEM. */
#define LONGEST_HARMLESS_RUN 40

/**
 * comms_answer_new:
 * @message: a message whose answer has begun
 * @body: (transfer full): what was received
 *
 * Returns: (transfer full): the answer; it keeps nothing of the session
 */
CommsAnswer *
comms_answer_new (SoupMessage *message, GBytes *body)
{
  CommsAnswer *answer = g_new0 (CommsAnswer, 1);

  answer->method = g_intern_string (soup_message_get_method (message));
  answer->status = soup_message_get_status (message);
  answer->headers = soup_message_headers_ref (soup_message_get_response_headers (message));
  answer->body = body;
  return answer;
}

/**
 * comms_answer_free:
 * @answer: (transfer full): an answer
 */
void
comms_answer_free (CommsAnswer *answer)
{
  g_clear_pointer (&answer->headers, soup_message_headers_unref);
  g_clear_pointer (&answer->body, g_bytes_unref);
  g_clear_pointer (&answer->root, json_node_unref);
  g_free (answer);
}

/**
 * comms_answer_hide:
 * @answer: an answer
 * @secret: what it must not show
 *
 * Puts dots in place of each @secret in the body. Servers, and what stands before them, answer with
 * the request that they do not like, and errors end up in front of people and in journals.
 */
void
comms_answer_hide (CommsAnswer *answer, const char *secret)
{
  gsize length = strlen (secret);
  gsize size = 0;
  const char *data = g_bytes_get_data (answer->body, &size);

  if (length == 0 || data == NULL || memmem (data, size, secret, length) == NULL) {
    return;
  }

  char *hidden = g_memdup2 (data, size);
  const char *end = hidden + size;
  for (char *at = hidden; (at = memmem (at, (gsize) (end - at), secret, length)) != NULL;
       at += length) {
    memset (at, '.', length);
  }
  g_bytes_unref (answer->body);
  answer->body = g_bytes_new_take (hidden, size);
}

/**
 * comms_answer_is_success:
 * @answer: an answer
 *
 * Returns: whether the server says that it did what it was asked
 */
gboolean
comms_answer_is_success (const CommsAnswer *answer)
{
  return SOUP_STATUS_IS_SUCCESSFUL (answer->status);
}

/**
 * comms_answer_get_header:
 * @answer: an answer
 * @name: a header
 *
 * Returns: (nullable): its last value
 */
const char *
comms_answer_get_header (const CommsAnswer *answer, const char *name)
{
  return soup_message_headers_get_one (answer->headers, name);
}

static gboolean
read_date (const CommsAnswer *answer, const char *name, gint64 *unix_seconds)
{
  const char *text = comms_answer_get_header (answer, name);
  g_autoptr (GDateTime) date = text != NULL ? soup_date_time_new_from_http_string (text) : NULL;

  if (date != NULL) {
    *unix_seconds = g_date_time_to_unix (date);
  }
  return date != NULL;
}

/* RFC 9110, section 10.2.3: seconds, or a date. A date is the server's, and so is the one that it
 * is compared with: the clock here may be wrong. */
static gint64
read_retry_after (const CommsAnswer *answer)
{
  const char *text = comms_answer_get_header (answer, "Retry-After");
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gint64 date = 0;

  if (text == NULL || text[0] == '\0') {
    return -1;
  }
  if (strspn (text, "0123456789") == strlen (text)) {
    /* Saturates, so that no number is too long. */
    return (gint64) MIN (g_ascii_strtoull (text, NULL, 10), (guint64) COMMS_MAX_RETRY_AFTER);
  }
  if (!read_date (answer, "Retry-After", &date)) {
    return -1;
  }
  read_date (answer, "Date", &now);
  return CLAMP (date - now, 0, COMMS_MAX_RETRY_AFTER);
}

/* A POST is in doubt unless the server refused it (4xx): a redirect, an error of the server's own,
 * and a success that cannot be read all leave open what happened. */
static gboolean
leaves_outcome_unknown (const CommsAnswer *answer)
{
  return g_str_equal (answer->method, SOUP_METHOD_POST) &&
         !SOUP_STATUS_IS_CLIENT_ERROR (answer->status);
}

/* The beginning of @text, which is @size long, up to the character at @length: to cut one in two
 * would be damage of our own. */
static gsize
find_cut (const char *text, gsize size, gsize length)
{
  gsize end = MIN (size, length);

  while (end > 0 && end < size && (text[end] & 0xc0) == 0x80) {
    end--;
  }
  return end;
}

static char *
copy_text (const char *text)
{
  gsize size = text != NULL ? strlen (text) : 0;

  return text != NULL ? g_strndup (text, find_cut (text, size, MAX_TEXT)) : NULL;
}

static GError *
make_refusal (const CommsAnswer *answer, CommsError code, const char *text)
{
  g_autofree char *message = copy_text (text);
  const CommsErrorDetail detail = {
    .status = answer->status,
    .retry_after = -1,
    .outcome_unknown = leaves_outcome_unknown (answer),
  };

  return comms_error_new (code, &detail, message);
}

/**
 * comms_answer_refuse:
 * @answer: an answer
 * @error: return location for a %COMMS_ERROR_NOT_THIS_API
 * @format: what is wrong with it
 * @...: arguments
 */
void
comms_answer_refuse (const CommsAnswer *answer, GError **error, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  g_propagate_error (error, make_refusal (answer, COMMS_ERROR_NOT_THIS_API, message));
}

/* Whether the end of the connection may have been taken for that of the answer, which libsoup does
 * where no length was announced, and between two chunks: an object begins and does not end. */
static gboolean
may_be_cut (const CommsAnswer *answer)
{
  gsize size = 0;
  const char *data = g_bytes_get_data (answer->body, &size);

  while (size > 0 && g_ascii_isspace (data[size - 1])) {
    size--;
  }
  return size > 0 && data[0] == '{' && data[size - 1] != '}' &&
         soup_message_headers_get_encoding (answer->headers) != SOUP_ENCODING_CONTENT_LENGTH;
}

/**
 * comms_answer_parse:
 * @answer: a successful answer
 * @error: return location for a %COMMS_ERROR_NOT_THIS_API, a %COMMS_ERROR_INTERRUPTED where the
 *   body breaks off, or a %COMMS_ERROR_TOO_LARGE where there is too much in it
 *
 * Fills in the root, which stays %NULL for an empty body: an answer that says all in its headers.
 *
 * Returns: whether the body is empty or a JSON object
 */
gboolean
comms_answer_parse (CommsAnswer *answer, GError **error)
{
  g_autoptr (GError) parse_error = NULL;

  if (g_bytes_get_size (answer->body) == 0) {
    return TRUE;
  }
  answer->root = base_json_parse_limited (answer->body, MAX_VALUES, &parse_error);
  if (g_error_matches (parse_error, BASE_JSON_ERROR, BASE_JSON_ERROR_TOO_MANY)) {
    g_propagate_error (error, make_refusal (answer, COMMS_ERROR_TOO_LARGE, parse_error->message));
    return FALSE;
  }
  if (answer->root == NULL && may_be_cut (answer)) {
    g_propagate_error (error,
                       make_refusal (answer, COMMS_ERROR_INTERRUPTED, "the answer breaks off"));
    return FALSE;
  }
  if (answer->root == NULL) {
    comms_answer_refuse (answer, error, "the answer is not JSON: %s", parse_error->message);
    return FALSE;
  }
  if (base_json_node_object (answer->root) == NULL) {
    comms_answer_refuse (answer, error, "the answer is JSON, but not an object");
    return FALSE;
  }
  return TRUE;
}

static CommsIssue *
read_issue (JsonObject *object, const char *info_name)
{
  const char *message = base_json_string (object, "message");
  const char *context = base_json_string (object, "context");

  if (message == NULL) {
    return NULL;
  }

  CommsIssue *issue = g_new0 (CommsIssue, 1);
  issue->code = (int) CLAMP (base_json_int (object, "code", 0), 0, G_MAXINT);
  issue->message = copy_text (message);
  /* The API's own samples write the word where they mean none. */
  issue->context = g_strcmp0 (context, "null") != 0 ? copy_text (context) : NULL;
  issue->info_url = copy_text (base_json_string (object, info_name));
  return issue;
}

static void
take_issue (GPtrArray *issues, CommsIssue *issue)
{
  if (issue != NULL) {
    g_ptr_array_add (issues, issue);
  }
}

/* Puts dots in place of whatever looks like a part of a key: a server may quote what it refuses. */
static void
redact (char *text)
{
  char *to = text;

  for (const char *from = text; from != NULL && *from != '\0';) {
    gsize run = 0;
    while (g_ascii_isalnum (from[run]) ||
           (from[run] != '\0' && strchr ("+/=", from[run]) != NULL)) {
      run++;
    }
    gsize length = MAX (run, 1);
    if (run > LONGEST_HARMLESS_RUN) {
      to = (char *) memcpy (to, "...", 3) + 3;
    } else {
      to = (char *) memmove (to, from, length) + length;
    }
    from += length;
  }
  if (to != NULL) {
    *to = '\0';
  }
}

static void
redact_issue (gpointer data, gpointer user_data)
{
  CommsIssue *issue = data;

  redact (issue->message);
  redact (issue->context);
  redact (issue->info_url);
}

static GPtrArray *
read_issues (const CommsAnswer *answer)
{
  g_autoptr (JsonNode) root = base_json_parse_limited (answer->body, MAX_VALUES, NULL);
  JsonObject *object = base_json_node_object (root);
  JsonArray *errors = base_json_array (object, "errors");
  guint n_errors = errors != NULL ? MIN (json_array_get_length (errors), MAX_ISSUES) : 0;
  g_autoptr (GPtrArray) issues = g_ptr_array_new_with_free_func ((GDestroyNotify) comms_issue_free);

  for (guint i = 0; i < n_errors; i++) {
    JsonObject *entry = base_json_node_object (json_array_get_element (errors, i));
    take_issue (issues, read_issue (entry, "infoUrl"));
  }
  if (issues->len == 0) {
    take_issue (issues, read_issue (object, "more_info"));
  }
  if (answer->is_secret) {
    g_ptr_array_foreach (issues, redact_issue, NULL);
  }
  return issues->len > 0 ? g_steal_pointer (&issues) : NULL;
}

/* The beginning of a body of unknown kind, as text. */
static char *
make_excerpt (const CommsAnswer *answer)
{
  if (answer->is_secret) {
    return g_strdup ("");
  }

  gsize size = 0;
  const char *data = g_bytes_get_data (answer->body, &size);
  gsize length = data != NULL ? find_cut (data, size, EXCERPT_LENGTH) : 0;

  return g_strstrip (data != NULL ? g_utf8_make_valid (data, (gssize) length) : g_strdup (""));
}

static char *
make_message (const CommsAnswer *answer, GPtrArray *issues)
{
  g_autofree char *text =
    issues != NULL ? g_strdup (((CommsIssue *) issues->pdata[0])->message) : make_excerpt (answer);

  if (text[0] == '\0') {
    return g_strdup_printf ("status %u without an explanation", answer->status);
  }
  if (issues != NULL && issues->len > 1) {
    return g_strdup_printf ("%s (and %u more)", text, issues->len - 1);
  }
  return g_steal_pointer (&text);
}

static CommsError
code_of_status (guint status)
{
  static const struct {
    guint status;
    CommsError code;
  } codes[] = {
    { SOUP_STATUS_UNAUTHORIZED, COMMS_ERROR_UNAUTHORIZED },
    { SOUP_STATUS_FORBIDDEN, COMMS_ERROR_FORBIDDEN },
    { SOUP_STATUS_NOT_FOUND, COMMS_ERROR_NOT_FOUND },
    { SOUP_STATUS_METHOD_NOT_ALLOWED, COMMS_ERROR_UNSUPPORTED },
    { 429, COMMS_ERROR_RATE_LIMITED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++) {
    if (codes[i].status == status) {
      return codes[i].code;
    }
  }
  if (SOUP_STATUS_IS_SERVER_ERROR (status)) {
    return COMMS_ERROR_SERVER;
  }
  return SOUP_STATUS_IS_CLIENT_ERROR (status) ? COMMS_ERROR_REJECTED : COMMS_ERROR_NOT_THIS_API;
}

/**
 * comms_answer_to_error:
 * @answer: an answer that is no success
 *
 * The status decides the code, whatever the body is. A redirect is an error: credentials go to the
 * host that the operator named and nowhere else.
 *
 * Returns: (transfer full): what the server said is wrong
 */
GError *
comms_answer_to_error (const CommsAnswer *answer)
{
  GError *error = NULL;
  const char *location = comms_answer_get_header (answer, "Location");

  if (SOUP_STATUS_IS_REDIRECTION (answer->status)) {
    comms_answer_refuse (answer, &error, "redirected to %s",
                         location != NULL ? location : "nowhere");
    return error;
  }

  g_autoptr (GPtrArray) issues = read_issues (answer);
  g_autofree char *message = make_message (answer, issues);
  const CommsErrorDetail detail = {
    .status = answer->status,
    .retry_after = read_retry_after (answer),
    .outcome_unknown = leaves_outcome_unknown (answer),
    .issues = issues,
  };
  return comms_error_new (code_of_status (answer->status), &detail, message);
}
