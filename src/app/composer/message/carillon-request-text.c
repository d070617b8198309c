#include "carillon-request-text.h"

#include <glib/gi18n.h>
#include <string.h>

#include "carillon-format.h"

/* Of a long text, as many characters tell it from another. */
#define MAX_SHOWN 60

static const char *
find_reason (const GError *error)
{
  static const char *const reasons[] = {
    [DISPATCH_REQUEST_ERROR_EMPTY] = N_ ("Paste a request as JSON, or a curl command"),
    [DISPATCH_REQUEST_ERROR_NEITHER] = N_ ("This is neither JSON nor a curl command"),
    [DISPATCH_REQUEST_ERROR_SYNTAX] = N_ ("The JSON cannot be read"),
    [DISPATCH_REQUEST_ERROR_TOO_LARGE] = N_ ("The JSON is too deep or too large"),
    [DISPATCH_REQUEST_ERROR_NOT_A_REQUEST] =
      N_ ("This JSON is no request to send: it has neither “content” nor “to”"),
    [DISPATCH_REQUEST_ERROR_QUOTE] = N_ ("A quotation mark of the command is never closed"),
    [DISPATCH_REQUEST_ERROR_NO_VALUE] = N_ ("The last option of the command lacks its value"),
    [DISPATCH_REQUEST_ERROR_NO_BODY] = N_ ("The command posts nothing"),
    [DISPATCH_REQUEST_ERROR_FILE] =
      N_ ("The command posts a file, of which only the name is here: paste what is in it"),
    [DISPATCH_REQUEST_ERROR_FORM] = N_ ("The command posts a form, and a request is JSON"),
    [DISPATCH_REQUEST_ERROR_EXPANSION] =
      N_ ("Only a shell knows the value that belongs here: put it in its place"),
  };

  return error->domain == DISPATCH_REQUEST_ERROR && error->code >= 0 &&
             error->code < (int) G_N_ELEMENTS (reasons)
           ? _ (reasons[error->code])
           : error->message;
}

char *
carillon_describe_request_error (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  guint line = dispatch_request_error_get_line (error);
  if (line == 0) {
    return g_strdup (find_reason (error));
  }
  /* Translators: where something is wrong in a text, and what */
  return g_strdup_printf (_ ("Line %u, column %u: %s"), line,
                          dispatch_request_error_get_column (error), find_reason (error));
}

static char *
describe_place (const DispatchRequestNote *note)
{
  if (note->n == 1) {
    /* Translators: the name of a part of a request */
    return g_strdup_printf (_ ("“%s”"), note->place);
  }
  g_autofree char *count = carillon_format_count (note->n - 1);
  /* Translators: the name of a part of a request, and how many more there are like it */
  return g_strdup_printf (ngettext ("“%s” and %s like it", "“%s” and %s like it", note->n - 1),
                          note->place, count);
}

char *
carillon_describe_request_note (const DispatchRequestNote *note)
{
  static const char *const words[] = {
    /* Translators: %s is a part of a request, as in “content.badge” */
    [DISPATCH_REQUEST_UNKNOWN] = N_ ("%s is left out: a draft has no place for it"),
    [DISPATCH_REQUEST_BAD_VALUE] = N_ ("%s is left out: it is not what it has to be"),
    [DISPATCH_REQUEST_SEND_TAG] = N_ ("%s is left out: each send makes it for itself"),
    [DISPATCH_REQUEST_TWO_SENDERS] =
      N_ ("%s names both an App and credentials: the credentials are taken"),
    [DISPATCH_REQUEST_NO_ZONE] = N_ ("%s has no time zone: UTC is taken"),
    [DISPATCH_REQUEST_SEVERAL_TIMES] = N_ ("%s has several times: the first is taken"),
    [DISPATCH_REQUEST_VALUE_TO_TEXT] = N_ ("%s is no text, and is going to be sent as one"),
    [DISPATCH_REQUEST_TEXT_TO_VALUE] =
      N_ ("%s is a text that looks like a list, and is going to be sent as one"),
    [DISPATCH_REQUEST_TOO_LONG] = N_ ("%s is left out: it is too long"),
    [DISPATCH_REQUEST_NO_COLUMN] = N_ ("%s is left out: there are too many variables"),
    [DISPATCH_REQUEST_CREDENTIALS] = N_ ("%s is not kept: it holds a secret"),
    [DISPATCH_REQUEST_OPTION] = N_ ("The option %s is not known, and is passed over"),
    [DISPATCH_REQUEST_REST] = N_ ("%s follows the command, and is passed over"),
  };

  g_return_val_if_fail (note != NULL && note->kind < G_N_ELEMENTS (words), NULL);

  g_autofree char *place = describe_place (note);
  g_autoptr (GString) text = g_string_new (_ (words[note->kind]));
  g_string_replace (text, "%s", place, 1);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
shorten (const char *text)
{
  g_autofree char *line = g_strdelimit (g_strdup (text), "\n\r\t", ' ');
  glong length = g_utf8_strlen (line, -1);

  if (*line == '\0') {
    /* Translators: in place of a text that there is not */
    return g_strdup (_ ("nothing"));
  }
  if (length <= MAX_SHOWN) {
    return g_strdup_printf (_ ("“%s”"), line);
  }
  g_autofree char *start = g_utf8_substring (line, 0, MAX_SHOWN - 1);
  return g_strdup_printf (_ ("“%s…”"), start);
}

static void
add_change (GStrvBuilder *changes, const char *field, const char *from, const char *to)
{
  if (!g_str_equal (from, to)) {
    g_autofree char *shown_from = shorten (from);
    g_autofree char *shown_to = shorten (to);
    /* Translators: a field of the form, what stands in it, and what is going to */
    g_autofree char *line = g_strdup_printf (_ ("%s: %s becomes %s"), field, shown_from, shown_to);
    g_strv_builder_add (changes, line);
  }
}

static char *
describe_sender (const DispatchContent *content)
{
  switch (content->sender) {
  case DISPATCH_SENDER_APP:
    return g_strdup (content->app_name);
  case DISPATCH_SENDER_CREDENTIALS:
    return g_strconcat (
      content->fcm_credential_id,
      *content->fcm_credential_id != '\0' && *content->apn_credential_id != '\0' ? ", " : "",
      content->apn_credential_id, NULL);
  case DISPATCH_SENDER_DEFAULT:
  default:
    return g_strdup (_ ("Default App"));
  }
}

static char *
describe_tags (const DispatchContent *content)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; content->tags[i] != NULL; i += 2) {
    g_string_append_printf (text, "%s%s: %s", i > 0 ? ", " : "", content->tags[i],
                            content->tags[i + 1]);
  }
  return g_string_free (text, FALSE);
}

static char *
describe_time (const DispatchContent *content)
{
  return content->send_at != 0 ? dispatch_content_format_send_at (content) : g_strdup (_ ("now"));
}

static char *
describe_images (const DispatchContent *content)
{
  return g_strjoinv (", ", (char **) content->images);
}

static char *
describe_priority (const DispatchContent *content)
{
  return g_strdup (content->priority == DISPATCH_PRIORITY_LOW ? _ ("Low") : _ ("High"));
}

static void
add_described (GStrvBuilder *changes,
               const char *field,
               char *(*describe) (const DispatchContent *content),
               const DispatchContent *now,
               const DispatchContent *then)
{
  g_autofree char *from = describe (now);
  g_autofree char *to = describe (then);

  add_change (changes, field, from, to);
}

static void
add_recipients (GStrvBuilder *changes, guint n_now, guint n_then)
{
  if (n_then > 0) {
    g_autofree char *from = carillon_format_count (n_now);
    g_autofree char *to = carillon_format_count (n_then);
    /* Translators: numbers of recipients, then and now */
    g_autofree char *line = g_strdup_printf (_ ("Recipients: %s in place of %s"), to, from);
    g_strv_builder_add (changes, line);
  }
}

char **
carillon_describe_request_changes (const DispatchContent *now,
                                   guint n_recipients,
                                   const DispatchRequest *request)
{
  g_return_val_if_fail (now != NULL && request != NULL, NULL);

  g_autoptr (GStrvBuilder) changes = g_strv_builder_new ();
  const DispatchContent *then = request->content;
  add_change (changes, _ ("Title"), now->title, then->title);
  add_change (changes, _ ("Body"), now->body, then->body);
  add_described (changes, _ ("Images"), describe_images, now, then);
  add_described (changes, _ ("Sender"), describe_sender, now, then);
  add_described (changes, _ ("Priority"), describe_priority, now, then);
  add_change (changes, _ ("Sound"), now->sound, then->sound);
  add_described (changes, _ ("Tags"), describe_tags, now, then);
  add_described (changes, _ ("Schedule"), describe_time, now, then);
  add_recipients (changes, n_recipients, dispatch_table_get_n_rows (request->table));
  return g_strv_builder_end (changes);
}
