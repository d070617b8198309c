#include "carillon-problem-text.h"

#include <base-time.h>
#include <glib/gi18n.h>

#include "carillon-format.h"
#include "carillon-template-text.h"

static const struct {
  const char *label;
  const char *icon_name;
  const char *css_class;
} severities[] = {
  [DISPATCH_ERROR] = { N_ ("Error"), "dialog-error-symbolic", "error" },
  [DISPATCH_WARNING] = { N_ ("Warning"), "dialog-warning-symbolic", "warning" },
  [DISPATCH_NOTE] = { N_ ("Note"), "dialog-information-symbolic", "dim-label" },
};

/* Problems of a text as the template engine found them; %NULL for others. */
static char *
template_text (DispatchProblem *problem, const char *detail)
{
  const GError *error = dispatch_problem_get_error (problem);
  g_autofree char *reason = error != NULL ? carillon_describe_template_error (error) : NULL;

  switch ((guint) dispatch_problem_get_kind (problem)) {
  case DISPATCH_PROBLEM_TEMPLATE:
    return g_steal_pointer (&reason);
  case DISPATCH_PROBLEM_DIALECT_REFUSES:
    return g_strdup_printf (_ ("LiquidJS, which the service may run, refuses this text: %s"),
                            reason);
  case DISPATCH_PROBLEM_UNKNOWN_TAG:
    return carillon_describe_unknown_tag (detail);
  case DISPATCH_PROBLEM_UNKNOWN_FILTER:
    return g_strdup_printf (_ ("The filter “%s” is not known and would be left out"), detail);
  case DISPATCH_PROBLEM_FILTER_OF_ONE:
    return g_strdup_printf (
      _ ("Not every kind of Liquid knows the filter “%s”: the service may leave it out"), detail);
  case DISPATCH_PROBLEM_PARTIAL:
    return *detail == '\0'
             ? g_strdup (_ ("The service has no other templates: write the text itself here"))
             : g_strdup_printf (
                 _ ("The service has no template “%s”: write its text here in place of the tag"),
                 detail);
  case DISPATCH_PROBLEM_POSITIONAL:
    return g_strdup_printf (
      _ ("“{{%s}}” prints the number %s: give the variable a name that starts with a letter"),
      detail, detail);
  case DISPATCH_PROBLEM_CURLY_QUOTES:
    /* Translators: begins with what is quoted, and its quotation marks */
    return g_strdup_printf (
      _ (
        "%s has curly quotation marks, which Liquid takes for letters: type straight ones, as in 'text'"),
      detail);
  default:
    return NULL;
  }
}

/* Other problems of the message as a whole; %NULL for those of rows. */
static char *
message_text (DispatchProblem *problem, const char *detail)
{
  switch ((guint) dispatch_problem_get_kind (problem)) {
  case DISPATCH_PROBLEM_NO_TEXT:
    return g_strdup (_ ("Write a title or a body: there is nothing to read yet"));
  case DISPATCH_PROBLEM_NO_RECIPIENTS:
    return g_strdup (_ ("Add at least one recipient"));
  case DISPATCH_PROBLEM_NO_DEFAULT:
    return g_strdup_printf (
      _ ("“%s” has no default, so the service may refuse a recipient without a value"), detail);
  case DISPATCH_PROBLEM_UNUSED_COLUMN:
    return g_strdup_printf (_ ("The message does not use the column “%s”"), detail);
  case DISPATCH_PROBLEM_APP_NAME:
    return g_strdup (_ ("The app name may have up to 64 lower-case letters, digits and “_”"));
  case DISPATCH_PROBLEM_TAGS:
    return g_strdup_printf (_ ("A notification can have up to %u tags"), DISPATCH_MAX_TAGS);
  case DISPATCH_PROBLEM_IMAGE:
    return g_strdup_printf (_ ("“%s” is not the address of an image: it begins with “https://”"),
                            detail);
  case DISPATCH_PROBLEM_SENDER:
    return g_strdup (_ ("Choose a credential for Google, for Apple, or for both"));
  case DISPATCH_PROBLEM_SEND_AT:
    return g_strdup (_ ("The time of sending is over: choose a later one, or send now"));
  case DISPATCH_PROBLEM_NO_TIME:
    return g_strdup (_ ("Write the time of day at which it goes out"));
  case DISPATCH_PROBLEM_TAG:
    return detail == NULL || *detail == '\0'
             ? g_strdup (_ ("A tag has no key"))
             : g_strdup_printf (_ ("The service would refuse the tag “%s”"), detail);
  default:
    return NULL;
  }
}

/* Each format has two arguments, the count and the detail, and may leave out the second. */
static const char *
rows_format (DispatchProblemKind kind, guint n)
{
  switch ((guint) kind) {
  case DISPATCH_PROBLEM_MISSING_VALUE:
    return ngettext ("%s recipient has no value for “%s”", "%s recipients have no value for “%s”",
                     n);
  case DISPATCH_PROBLEM_DATE_DIGITS:
    return ngettext ("%s recipient has digits for “%s” that are read as seconds since 1970: write "
                     "the date as in 2030-01-31",
                     "%s recipients have digits for “%s” that are read as seconds since 1970: "
                     "write the dates as in 2030-01-31",
                     n);
  case DISPATCH_PROBLEM_RENDER:
    return ngettext ("The text of %s recipient cannot be made: %s",
                     "The text of %s recipients cannot be made: %s", n);
  case DISPATCH_PROBLEM_BAD_VALUE:
    return ngettext ("The list of %s recipient cannot be sent as it is written: it has a name "
                     "twice, too large a number, a broken character, or too much in it",
                     "The lists of %s recipients cannot be sent as they are written: they have a "
                     "name twice, too large a number, a broken character, or too much in them",
                     n);
  case DISPATCH_PROBLEM_BLANK_TEXT:
    return ngettext ("%s recipient would read nothing", "%s recipients would read nothing", n);
  case DISPATCH_PROBLEM_TRUNCATED:
    return ngettext ("%s recipient would see it cut on a lock screen, which has room for about %s "
                     "characters",
                     "%s recipients would see it cut on a lock screen, which has room for about %s "
                     "characters",
                     n);
  case DISPATCH_PROBLEM_TOO_LARGE:
    return ngettext ("The notification of %s recipient is larger than the 4,096 bytes that Google "
                     "and Apple deliver: shorten the text",
                     "The notifications of %s recipients are larger than the 4,096 bytes that "
                     "Google and Apple deliver: shorten the text",
                     n);
  case DISPATCH_PROBLEM_NO_ADDRESS:
    return ngettext ("%s row has neither a user ID nor a device token",
                     "%s rows have neither a user ID nor a device token", n);
  case DISPATCH_PROBLEM_TWO_ADDRESSES:
    return ngettext ("%s row has both a user ID and a device token: keep one",
                     "%s rows have both a user ID and a device token: keep one in each", n);
  case DISPATCH_PROBLEM_BAD_USER_ID:
    return ngettext (
      "%s user ID is not valid: user IDs begin with “comms_pushnotificationuser_” "
      "and at least 26 letters and digits follow",
      "%s user IDs are not valid: they begin with “comms_pushnotificationuser_” and at "
      "least 26 letters and digits follow",
      n);
  case DISPATCH_PROBLEM_TOKEN_AS_USER:
    return ngettext ("%s device token is in the column of user IDs: move it",
                     "%s device tokens are in the column of user IDs: move them", n);
  case DISPATCH_PROBLEM_USER_AS_TOKEN:
    return ngettext ("%s user ID is in the column of device tokens: move it",
                     "%s user IDs are in the column of device tokens: move them", n);
  case DISPATCH_PROBLEM_OTHER_TOKEN:
    return ngettext ("%s device token looks like one of the other provider",
                     "%s device tokens look like ones of the other provider", n);
  case DISPATCH_PROBLEM_ODD_TOKEN:
    return ngettext ("%s device token does not look like one of its provider",
                     "%s device tokens do not look like one of their provider", n);
  case DISPATCH_PROBLEM_NO_PROVIDER:
    return ngettext ("%s device token has no provider: choose FCM or APN",
                     "%s device tokens have no provider: choose FCM or APN", n);
  case DISPATCH_PROBLEM_BAD_PROVIDER:
    return ngettext ("%s recipient has a provider that is neither FCM nor APN",
                     "%s recipients have a provider that is neither FCM nor APN", n);
  case DISPATCH_PROBLEM_PROVIDER_OF_USER:
    return ngettext ("%s user has a provider, which only a device token takes",
                     "%s users have a provider, which only a device token takes", n);
  case DISPATCH_PROBLEM_DUPLICATE:
    return ngettext ("%s recipient is there twice and would be notified twice",
                     "%s recipients are there twice and would be notified twice", n);
  case DISPATCH_PROBLEM_NO_CREDENTIAL:
    return ngettext ("%s device cannot be reached: the sender has no credential for %s",
                     "%s devices cannot be reached: the sender has no credential for %s", n);
  case DISPATCH_PROBLEM_UNKNOWN_USER:
    return ngettext ("%s user is not in this account, as far as its index tells",
                     "%s users are not in this account, as far as its index tells", n);
  case DISPATCH_PROBLEM_USER_AND_TOKEN:
    return ngettext ("%s device belongs to a user who is a recipient, too, and would be notified "
                     "twice",
                     "%s devices belong to users who are recipients, too, and would be notified "
                     "twice",
                     n);
  default:
    return ngettext ("%s recipient has a problem", "%s recipients have a problem", n);
  }
}

/* Recipients who would read one thing or another, or an error, or nothing. */
static char *
dialect_text (guint n, const char *count, DispatchProblem *problem)
{
  const GError *error = dispatch_problem_get_error (problem);
  const char *other = dispatch_problem_get_other (problem);
  g_autofree char *reason = error != NULL ? carillon_describe_template_error (error) : NULL;

  if (other == NULL) {
    return g_strdup_printf (ngettext ("%s recipient may read nothing, since LiquidJS, which the "
                                      "service may run, fails here. %s",
                                      "%s recipients may read nothing, since LiquidJS, which the "
                                      "service may run, fails here. %s",
                                      n),
                            count, reason != NULL ? reason : "");
  }
  return g_strdup_printf (
    ngettext ("%s recipient may read “%s” or “%s”: Shopify’s Liquid and LiquidJS differ here, and "
              "the service may run either",
              "%s recipients may read “%s” or “%s”: Shopify’s Liquid and LiquidJS differ here, and "
              "the service may run either",
              n),
    count, dispatch_problem_get_detail (problem), other);
}

static char *
blank_part_text (guint n, const char *count, DispatchProblem *problem)
{
  const char *format =
    dispatch_problem_get_field (problem) == DISPATCH_FIELD_TITLE
      ? ngettext ("%s recipient would read no title", "%s recipients would read no title", n)
      : ngettext ("%s recipient would read no body", "%s recipients would read no body", n);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_strdup_printf (format, count);
#pragma GCC diagnostic pop
}

static char *
recent_text (guint n, const char *count, DispatchProblem *problem)
{
  const char *name = dispatch_problem_get_detail (problem);
  gint64 sent_at = -1;

  base_time_parse (dispatch_problem_get_other (problem), &sent_at);
  g_autofree char *when = carillon_format_time (sent_at);
  return name == NULL || *name == '\0'
           ? g_strdup_printf (ngettext ("%s recipient got another notification: %s",
                                        "%s recipients got another notification: %s", n),
                              count, when)
           : g_strdup_printf (
               ngettext ("%s recipient got “%s”: %s", "%s recipients got “%s”: %s", n), count, name,
               when);
}

static char *
rows_text (DispatchProblem *problem, const char *detail)
{
  guint n_rows;
  dispatch_problem_get_rows (problem, &n_rows);
  const GError *error = dispatch_problem_get_error (problem);
  g_autofree char *count = carillon_format_count (n_rows);
  g_autofree char *reason = error != NULL ? carillon_describe_template_error (error) : NULL;

  if (dispatch_problem_get_kind (problem) == DISPATCH_PROBLEM_DIALECT) {
    return dialect_text (n_rows, count, problem);
  }
  if (dispatch_problem_get_kind (problem) == DISPATCH_PROBLEM_BLANK_PART) {
    return blank_part_text (n_rows, count, problem);
  }
  if (dispatch_problem_get_kind (problem) == DISPATCH_PROBLEM_RECENTLY_SENT) {
    return recent_text (n_rows, count, problem);
  }

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_strdup_printf (rows_format (dispatch_problem_get_kind (problem), n_rows), count,
                          reason != NULL ? reason : detail);
#pragma GCC diagnostic pop
}

/**
 * carillon_describe_problem:
 * @problem: a problem
 *
 * Returns: (transfer full): what is wrong and what to do, in one translated sentence
 */
char *
carillon_describe_problem (DispatchProblem *problem)
{
  g_return_val_if_fail (DISPATCH_IS_PROBLEM (problem), NULL);

  const char *detail = dispatch_problem_get_detail (problem);
  const char *known = detail != NULL ? detail : "";
  char *text = template_text (problem, known);
  if (text == NULL) {
    text = message_text (problem, known);
  }
  return text != NULL ? text : rows_text (problem, known);
}

/**
 * carillon_describe_problem_place:
 * @problem: a problem
 *
 * Returns: (transfer full): how bad it is and where, in a few translated words
 */
char *
carillon_describe_problem_place (DispatchProblem *problem)
{
  g_return_val_if_fail (DISPATCH_IS_PROBLEM (problem), NULL);

  const char *severity = carillon_severity_get_label (dispatch_problem_get_severity (problem));
  LiquidSpan span;

  return dispatch_problem_get_span (problem, &span)
           ? carillon_describe_place (severity, dispatch_problem_get_field (problem), &span)
           : g_strdup (severity);
}

/**
 * carillon_severity_get_icon_name:
 * @severity: a severity
 *
 * Returns: its symbolic icon
 */
const char *
carillon_severity_get_icon_name (DispatchSeverity severity)
{
  return severities[severity].icon_name;
}

/**
 * carillon_severity_get_label:
 * @severity: a severity
 *
 * Returns: its translated word, so that it is never told by colour alone
 */
const char *
carillon_severity_get_label (DispatchSeverity severity)
{
  return _ (severities[severity].label);
}

/**
 * carillon_severity_get_css_class:
 * @severity: a severity
 *
 * Returns: the style class of its colour
 */
const char *
carillon_severity_get_css_class (DispatchSeverity severity)
{
  return severities[severity].css_class;
}

/**
 * carillon_describe_paste_error:
 * @error: an error of %DISPATCH_PASTE_ERROR
 *
 * Returns: (transfer full): why nothing was pasted and what to do, in translated words
 */
char *
carillon_describe_paste_error (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  guint line = dispatch_paste_error_get_line (error);
  g_autofree char *most = carillon_format_count (DISPATCH_MAX_ROWS);
  if (error->domain != DISPATCH_PASTE_ERROR) {
    return g_strdup_printf (_ ("Nothing was pasted: %s"), error->message);
  }
  switch (error->code) {
  case DISPATCH_PASTE_ERROR_EMPTY:
    return g_strdup (_ ("Nothing was pasted: the clipboard has no rows."));
  case DISPATCH_PASTE_ERROR_NOT_TEXT:
    return g_strdup (
      _ ("Nothing was pasted: the clipboard does not hold text. Copy the cells again."));
  case DISPATCH_PASTE_ERROR_TOO_MANY_COLUMNS:
    return g_strdup_printf (
      _ ("Nothing was pasted: line %u has more cells than there are columns. Remove the extra "
         "cells, or paste with a first line that names every column."),
      line);
  case DISPATCH_PASTE_ERROR_TOO_MANY_ROWS:
    return g_strdup_printf (_ ("Nothing was pasted: a send can have up to %s recipients."), most);
  case DISPATCH_PASTE_ERROR_QUOTE:
    return g_strdup_printf (_ ("Nothing was pasted: a quotation mark in line %u is never closed."),
                            line);
  case DISPATCH_PASTE_ERROR_REPEATED_NAME:
    return g_strdup (_ ("Nothing was pasted: the first line names a column twice."));
  case DISPATCH_PASTE_ERROR_TWO_ADDRESSES:
    return g_strdup_printf (
      _ ("Nothing was pasted: line %u has both a user and a token. Keep one."), line);
  default:
    return g_strdup_printf (_ ("Nothing was pasted: %s"), error->message);
  }
}
