/* The words of a finding, in English: programs for scripts and logs are not translated, so that
 * what one searches for is what others wrote about. */

#include "ctl-words.h"

/* A “%” stands for the detail of a problem: a name, or what the first recipient reads. */
static const char *const words[] = {
  [DISPATCH_PROBLEM_NO_TEXT] = "neither a title nor a body",
  [DISPATCH_PROBLEM_NO_RECIPIENTS] = "no recipients",
  [DISPATCH_PROBLEM_TEMPLATE] = "is no template",
  [DISPATCH_PROBLEM_UNKNOWN_TAG] = "there is no tag “%”",
  [DISPATCH_PROBLEM_UNKNOWN_FILTER] = "there is no filter “%”: it would be left out",
  [DISPATCH_PROBLEM_FILTER_OF_ONE] = "not every kind of Liquid has the filter “%”",
  [DISPATCH_PROBLEM_PARTIAL] = "the service has no other templates: “%”",
  [DISPATCH_PROBLEM_POSITIONAL] = "“{{%}}” prints the number: a name begins with a letter",
  [DISPATCH_PROBLEM_CURLY_QUOTES] = "% has curly quotes, which Liquid takes for letters",
  [DISPATCH_PROBLEM_DIALECT_REFUSES] = "LiquidJS refuses this",
  [DISPATCH_PROBLEM_DIALECT] = "Shopify's Liquid and LiquidJS print something else: “%”",
  [DISPATCH_PROBLEM_NO_DEFAULT] = "“%” has no default",
  [DISPATCH_PROBLEM_MISSING_VALUE] = "no value for “%”",
  [DISPATCH_PROBLEM_UNUSED_COLUMN] = "nothing uses the column “%”",
  [DISPATCH_PROBLEM_DATE_DIGITS] = "the digits of “%” are read as seconds since 1970",
  [DISPATCH_PROBLEM_RENDER] = "cannot be rendered",
  [DISPATCH_PROBLEM_BAD_VALUE] =
    "a list or an object with a name twice, a number too large, half a character, or too much",
  [DISPATCH_PROBLEM_BLANK_TEXT] = "nothing is left to read",
  [DISPATCH_PROBLEM_BLANK_PART] = "nothing is left of it",
  [DISPATCH_PROBLEM_TRUNCATED] = "longer than the % characters or so that lock screens show",
  [DISPATCH_PROBLEM_TOO_LARGE] = "larger than the 4,096 bytes that FCM and APNs take",
  [DISPATCH_PROBLEM_NO_ADDRESS] = "neither a user ID nor a token",
  [DISPATCH_PROBLEM_TWO_ADDRESSES] = "both a user ID and a token",
  [DISPATCH_PROBLEM_BAD_USER_ID] =
    "no user ID: those begin with “comms_pushnotificationuser_” and at least 26 characters follow",
  [DISPATCH_PROBLEM_TOKEN_AS_USER] = "a token in the column of user IDs",
  [DISPATCH_PROBLEM_USER_AS_TOKEN] = "a user ID in the column of tokens",
  [DISPATCH_PROBLEM_OTHER_TOKEN] = "looks like a token of the other provider",
  [DISPATCH_PROBLEM_ODD_TOKEN] = "does not look like a token of its provider",
  [DISPATCH_PROBLEM_NO_PROVIDER] = "a token without a provider",
  [DISPATCH_PROBLEM_BAD_PROVIDER] = "a provider that is neither FCM nor APN",
  [DISPATCH_PROBLEM_PROVIDER_OF_USER] = "a user with a provider, which only tokens have",
  [DISPATCH_PROBLEM_NO_CREDENTIAL] = "the sender has no credential for %",
  [DISPATCH_PROBLEM_UNKNOWN_USER] = "none of the users that are known",
  [DISPATCH_PROBLEM_DUPLICATE] = "repeats an earlier recipient",
  [DISPATCH_PROBLEM_USER_AND_TOKEN] = "a token whose user is a recipient, too",
  [DISPATCH_PROBLEM_RECENTLY_SENT] = "got “%” lately",
  [DISPATCH_PROBLEM_APP_NAME] = "“%” is no name of an App",
  [DISPATCH_PROBLEM_TAGS] = "more than nine tags",
  [DISPATCH_PROBLEM_IMAGE] = "“%” is not the address of an image",
  [DISPATCH_PROBLEM_SENDER] = "the sender is by credentials, and none is chosen",
  [DISPATCH_PROBLEM_SEND_AT] = "the time of sending is over",
  [DISPATCH_PROBLEM_NO_TIME] = "the time of sending is not said yet",
  [DISPATCH_PROBLEM_TAG] = "the service would refuse the tag “%”",
};

static const char *const fields[] = {
  [DISPATCH_FIELD_NONE] = "message",
  [DISPATCH_FIELD_TITLE] = "title",
  [DISPATCH_FIELD_BODY] = "body",
  [DISPATCH_FIELD_RECIPIENTS] = "recipients",
  [DISPATCH_FIELD_APP_NAME] = "app name",
  [DISPATCH_FIELD_TAGS] = "tags",
  [DISPATCH_FIELD_IMAGES] = "images",
  [DISPATCH_FIELD_SENDER] = "sender",
  [DISPATCH_FIELD_SEND_AT] = "time of sending",
};

/**
 * ctl_words_append:
 * @text: where to write
 * @problem: a problem
 *
 * Says what is wrong.
 */
void
ctl_words_append (GString *text, DispatchProblem *problem)
{
  DispatchProblemKind kind = dispatch_problem_get_kind (problem);
  const char *format = kind < G_N_ELEMENTS (words) ? words[kind] : NULL;
  const char *detail = dispatch_problem_get_detail (problem);
  const GError *error = dispatch_problem_get_error (problem);

  for (const char *at = format != NULL ? format : "%"; *at != '\0'; at++) {
    if (*at == '%') {
      g_string_append (text, detail != NULL ? detail : "");
    } else {
      g_string_append_c (text, *at);
    }
  }
  if (error != NULL) {
    const char *summary = error->domain == LIQUID_ERROR ? liquid_error_get_summary (error) : NULL;
    g_string_append_printf (text, ": %s", summary != NULL ? summary : error->message);
  }
}

const char *
ctl_words_get_field (DispatchField field)
{
  return fields[field];
}

const char *
ctl_words_get_reason (DispatchImportReason reason)
{
  static const char *const reasons[DISPATCH_N_IMPORT_REASONS] = {
    [DISPATCH_IMPORT_MORE_CELLS] = "more cells than there are columns",
    [DISPATCH_IMPORT_ZERO] = "a zero byte",
    [DISPATCH_IMPORT_ENCODING] = "bytes that are no text in this encoding",
    [DISPATCH_IMPORT_OPEN_QUOTE] = "a quote that never ends",
    [DISPATCH_IMPORT_LONG_CELL] = "a cell of more than a mebibyte",
    [DISPATCH_IMPORT_BLANK] = "nothing but delimiters",
    [DISPATCH_IMPORT_MANY_ROWS] = "beyond the million recipients that a send may have",
  };

  return reasons[reason];
}
