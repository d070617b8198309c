/* The values of filters: what operators read and type, and what the API takes (sections 4.4 and 4.6
 * of the API). Times are typed and shown in the operator's zone. */

#include "carillon-filter.h"

#include <base-time.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "carillon-format.h"

/* A day's last second: who names a day as the end means all of it. */
#define LAST_HOUR 23
#define LAST_MINUTE 59

/* "START/END" */
static char **
split_ends (const char *value)
{
  char **ends = g_strsplit (value, "/", 2);

  if (g_strv_length (ends) < 2) {
    g_strfreev (ends);
    ends = g_strsplit ("/", "/", 2);
  }
  return ends;
}

static char *
format_end (const char *end, char *(*format) (gint64 unix_usec))
{
  gint64 unix_usec = -1;

  return *end != '\0' && base_time_parse (end, &unix_usec) ? format (unix_usec) : NULL;
}

static char *
describe_dates (const char *value)
{
  g_auto (GStrv) ends = split_ends (value);
  g_autofree char *start = format_end (ends[0], carillon_format_time);
  g_autofree char *end = format_end (ends[1], carillon_format_time);

  if (start != NULL && end != NULL) {
    /* Translators: a span of time, from %1$s to %2$s */
    return g_strdup_printf (_ ("%1$s – %2$s"), start, end);
  }
  if (start != NULL) {
    /* Translators: %s is a time */
    return g_strdup_printf (_ ("since %s"), start);
  }
  /* Translators: %s is a time */
  return g_strdup_printf (_ ("until %s"), end != NULL ? end : "");
}

/**
 * carillon_filter_describe:
 * @field: what it narrows by
 * @value: a value of @field
 *
 * Returns: (transfer full): @value for operators
 */
char *
carillon_filter_describe (const CarillonFilterField *field, const char *value)
{
  g_return_val_if_fail (field != NULL && value != NULL, NULL);

  if (field->type == CARILLON_FILTER_DATES) {
    return describe_dates (value);
  }
  return field->label != NULL ? field->label (value) : g_strdup (value);
}

static gboolean
is_tag_text (const char *text)
{
  static const char allowed[] = "._~-";

  for (const char *at = text; *at != '\0'; at++) {
    if (!g_ascii_isalnum (*at) && strchr (allowed, *at) == NULL) {
      return FALSE;
    }
  }
  return *text != '\0';
}

/* "key:value", or "key=value" as others write it. */
static gboolean
parse_tag (const char *text, GString *tags)
{
  g_auto (GStrv) parts = g_strsplit_set (text, ":=", 2);

  if (g_strv_length (parts) != 2) {
    return FALSE;
  }
  g_strstrip (parts[0]);
  g_strstrip (parts[1]);
  if (!is_tag_text (parts[0]) || !is_tag_text (parts[1])) {
    return FALSE;
  }
  g_string_append_printf (tags, "%s%s:%s", tags->len > 0 ? "; " : "", parts[0], parts[1]);
  return TRUE;
}

static char *
parse_tags (const char *text, char **problem)
{
  g_auto (GStrv) pairs = g_strsplit_set (text, ";,", -1);
  g_autoptr (GString) tags = g_string_new (NULL);

  for (guint i = 0; pairs[i] != NULL; i++) {
    g_strstrip (pairs[i]);
    if (*pairs[i] != '\0' && !parse_tag (pairs[i], tags)) {
      /* Translators: %s is what was typed; "campaign:gates" is an example of a tag and its value */
      *problem =
        g_strdup_printf (_ ("“%s” is no tag with a value, such as campaign:gates; letters, "
                            "digits and . _ ~ - can be used."),
                         pairs[i]);
      return NULL;
    }
  }
  return g_string_free (g_steal_pointer (&tags), FALSE);
}

/**
 * carillon_filter_parse:
 * @field: of type text or tags
 * @text: what was typed
 * @problem: (out) (optional): what is wrong with it, translated
 *
 * Returns: (transfer full) (nullable): the value; "" for nothing
 */
char *
carillon_filter_parse (const CarillonFilterField *field, const char *text, char **problem)
{
  g_return_val_if_fail (field != NULL && text != NULL && problem != NULL, NULL);

  if (field->type == CARILLON_FILTER_TAGS) {
    return parse_tags (text, problem);
  }
  /* IDs come from mails and spreadsheets, with blanks around them. */
  return g_strstrip (g_strdup (text));
}

/* "2026-11-22", "2026-11-22 14:30"; or as the API writes times. */
static gboolean
parse_time (const char *text, gboolean is_end, gint64 *unix_usec)
{
  int year = 0, month = 0, day = 0, used = 0;
  int hour = is_end ? LAST_HOUR : 0, minute = is_end ? LAST_MINUTE : 0;

  if (base_time_parse (text, unix_usec)) {
    return TRUE;
  }
  gboolean dated = sscanf (text, "%4d-%2d-%2d%n", &year, &month, &day, &used) == 3;
  if (dated && text[used] != '\0') {
    int rest = 0;

    dated = sscanf (text + used, "%*1[ T]%2d:%2d%n", &hour, &minute, &rest) == 2 &&
            text[used + rest] == '\0';
  }
  g_autoptr (GDateTime) time =
    dated ? g_date_time_new_local (year, month, day, hour, minute, is_end ? 59 : 0) : NULL;
  if (time == NULL) {
    return FALSE;
  }
  *unix_usec = g_date_time_to_unix (time) * G_USEC_PER_SEC;
  return TRUE;
}

/* Appends nothing for what is blank. */
static gboolean
append_end (GString *value, const char *typed, gboolean is_end, gint64 *unix_usec, char **problem)
{
  g_autofree char *text = g_strstrip (g_strdup (typed));

  if (*text == '\0') {
    return TRUE;
  }
  if (!parse_time (text, is_end, unix_usec)) {
    /* Translators: %s is what was typed */
    *problem =
      g_strdup_printf (_ ("“%s” is no date, such as 2026-11-22, or 2026-11-22 14:30."), text);
    return FALSE;
  }
  g_autofree char *formatted = base_time_format (*unix_usec);
  g_string_append (value, formatted);
  return TRUE;
}

/**
 * carillon_filter_parse_dates:
 * @start: what was typed as the beginning
 * @end: what was typed as the end
 * @problem: (out): what is wrong with them, translated
 *
 * Returns: (transfer full) (nullable): the value; "" for nothing
 */
char *
carillon_filter_parse_dates (const char *start, const char *end, char **problem)
{
  g_return_val_if_fail (start != NULL && end != NULL && problem != NULL, NULL);

  g_autoptr (GString) value = g_string_new (NULL);
  gint64 from = G_MININT64, until = G_MAXINT64;

  if (!append_end (value, start, FALSE, &from, problem)) {
    return NULL;
  }
  g_string_append_c (value, '/');
  if (!append_end (value, end, TRUE, &until, problem)) {
    return NULL;
  }
  if (from > until) {
    *problem = g_strdup (_ ("The end is before the beginning."));
    return NULL;
  }
  return value->len > 1 ? g_string_free (g_steal_pointer (&value), FALSE) : g_strdup ("");
}

static char *
format_typed (gint64 unix_usec)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (unix_usec / G_USEC_PER_SEC);

  return time != NULL ? g_date_time_format (time, "%Y-%m-%d %H:%M") : g_strdup ("");
}

/**
 * carillon_filter_split_dates:
 * @value: (nullable): of %CARILLON_FILTER_DATES
 * @start: (out): as it is typed; "" for none
 * @end: (out): the same
 */
void
carillon_filter_split_dates (const char *value, char **start, char **end)
{
  g_return_if_fail (start != NULL && end != NULL);

  g_auto (GStrv) ends = split_ends (value != NULL ? value : "");
  *start = format_end (ends[0], format_typed);
  *end = format_end (ends[1], format_typed);
  *start = *start != NULL ? *start : g_strdup ("");
  *end = *end != NULL ? *end : g_strdup ("");
}

/* The API wants "key:value;key:value;". */
static char *
write_tags (const char *value)
{
  g_auto (GStrv) pairs = g_strsplit (value, "; ", -1);
  g_autofree char *joined = g_strjoinv (";", pairs);

  return g_strconcat (joined, ";", NULL);
}

/**
 * carillon_filter_with:
 * @filter: (nullable): what a list is narrowed by already
 * @field: what it shall be narrowed by too
 * @value: a value of @field
 *
 * Returns: (transfer full): both
 */
CommsFilter *
carillon_filter_with (const CommsFilter *filter,
                      const CarillonFilterField *field,
                      const char *value)
{
  g_return_val_if_fail (field != NULL && value != NULL, NULL);

  CommsFilter with = { 0 };
  g_auto (GStrv) ends = split_ends (value);
  g_autofree char *tags = write_tags (value);

  if (filter != NULL) {
    with = *filter;
  }
  if (field->type == CARILLON_FILTER_DATES) {
    with.start_date = *ends[0] != '\0' ? ends[0] : NULL;
    with.end_date = *ends[1] != '\0' ? ends[1] : NULL;
  } else {
    G_STRUCT_MEMBER (const char *, &with, field->offset) =
      field->type == CARILLON_FILTER_TAGS ? tags : value;
  }
  return comms_filter_copy (&with);
}
