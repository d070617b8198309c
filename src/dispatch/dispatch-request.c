/* A request as text. It is made by the functions that make what goes out, and spread over lines
 * afterwards, so that the two cannot differ. */

#include "dispatch-request.h"

#include <string.h>

#include "dispatch-body.h"

/* As is usual for JSON that people read. */
#define INDENT 2

static void
break_line (GString *text, guint depth)
{
  g_string_append_c (text, '\n');
  for (guint i = 0; i < depth * INDENT; i++) {
    g_string_append_c (text, ' ');
  }
}

/* Returns: what follows the string that begins at @at */
static const char *
skip_string (const char *at, const char *end)
{
  for (at++; at < end && *at != '"'; at++) {
    at += *at == '\\' ? 1 : 0;
  }
  return MIN (at + 1, end);
}

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static const char *
skip_space (const char *at, const char *end)
{
  while (at < end && is_space (*at)) {
    at++;
  }
  return at;
}

/* Returns: what follows the mark of punctuation at @at */
static const char *
spread_mark (GString *text, const char *at, const char *end, guint *depth)
{
  const char *next = skip_space (at + 1, end);

  switch (*at) {
  case '{':
  case '[':
    g_string_append_c (text, *at);
    if (next < end && (*next == '}' || *next == ']')) {
      g_string_append_c (text, *next);
      return next + 1;
    }
    break_line (text, ++*depth);
    return next;
  case '}':
  case ']':
    break_line (text, --*depth);
    g_string_append_c (text, *at);
    return next;
  case ',':
    g_string_append_c (text, ',');
    break_line (text, *depth);
    return next;
  case ':':
    g_string_append (text, ": ");
    return next;
  default:
    g_string_append_c (text, *at);
    return at + 1;
  }
}

/* @json is valid. */
static char *
spread (const char *json, gsize length)
{
  GString *text = g_string_sized_new (length * 2);
  const char *end = json + length;
  guint depth = 0;

  for (const char *at = skip_space (json, end); at < end;) {
    if (*at == '"') {
      const char *next = skip_string (at, end);
      g_string_append_len (text, at, next - at);
      at = skip_space (next, end);
    } else if (is_space (*at)) {
      at++;
    } else {
      at = spread_mark (text, at, end, &depth);
    }
  }
  return g_string_free (text, FALSE);
}

/**
 * dispatch_request_to_json:
 * @content: what is sent
 * @table: to whom
 * @max_recipients: how many of its first rows stand in the text
 *
 * What would go out, but for the tag by which a send knows its requests again.
 *
 * Returns: (transfer full): JSON, spread over lines, its members always in the same order
 */
char *
dispatch_request_to_json (const DispatchContent *content,
                          const DispatchTable *table,
                          guint max_recipients)
{
  g_return_val_if_fail (content != NULL && table != NULL, NULL);

  g_autoptr (GArray) columns = dispatch_body_choose_columns (content, table);
  g_autoptr (CommsSendBody) body = dispatch_body_begin (content, NULL);
  guint n_rows = MIN (dispatch_table_get_n_rows (table), max_recipients);
  for (guint row = 0; row < n_rows; row++) {
    dispatch_body_add_row (body, table, row, columns);
  }
  g_autoptr (GBytes) bytes = comms_send_body_finish (body);
  gsize length = 0;
  const char *json = g_bytes_get_data (bytes, &length);
  return spread (json, length);
}

/**
 * dispatch_request_to_curl:
 * @json: the request
 * @url: where it is posted to
 * @sid: the account, or the key of the API
 *
 * The secret is not in it: a shell puts the value of CARILLON_SECRET in its place.
 *
 * Returns: (transfer full): a command for a POSIX shell
 */
char *
dispatch_request_to_curl (const char *json, const char *url, const char *sid)
{
  g_return_val_if_fail (json != NULL && url != NULL && sid != NULL, NULL);

  g_autofree char *quoted_json = g_shell_quote (json);
  g_autofree char *quoted_url = g_shell_quote (url);
  g_autofree char *quoted_sid = g_shell_quote (sid);
  return g_strdup_printf ("curl --request POST %s \\\n"
                          "  --user %s:\"$CARILLON_SECRET\" \\\n"
                          "  --header 'Content-Type: application/json' \\\n"
                          "  --data-raw %s\n",
                          quoted_url, quoted_sid, quoted_json);
}
