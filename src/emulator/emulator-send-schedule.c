/* `schedule` of a send (reference, "Scheduling"): {"sendAt": ["2025-03-19T09:30:00Z"]}.
 *
 * The documents call the elements expressions whose intersection is the time, and show moments
 * alone. Moments meet only where they are the same one. One without a zone is in UTC: a push token
 * tells no place. One that has passed means at once, for no document refuses it and their own
 * example is of the past. */

#include "emulator-send-private.h"

#include "emulator-validate.h"

#include <base-json.h>
#include <base-time.h>
#include <string.h>

/* How far ahead a send may be planned; the users of the sibling Bulk API report so, and data are
 * not kept longer. */
#define MAX_AHEAD (7 * G_TIME_SPAN_DAY)

static const EmulatorField fields[] = {
  { .name = "sendAt", .kind = EMULATOR_ARRAY, .required = TRUE, .min = 1 },
};

/* Answers what follows @shape, in which 0 stands for any digit; NULL where @text is not like it. */
static const char *
skip_shape (const char *text, const char *shape)
{
  for (; *shape != '\0'; shape++, text++) {
    if (*shape == '0' ? !g_ascii_isdigit (*text) : *text != *shape) {
      return NULL;
    }
  }
  return text;
}

static const char *
skip_fraction (const char *text)
{
  return text != NULL && *text == '.' ? text + 1 + strspn (text + 1, "0123456789") : text;
}

/* RFC 3339, or that without a zone; of ISO 8601 no more, so no weeks, no days of the year. */
static gboolean
parse_time (const char *text, gint64 *time)
{
  static const char *const zones[] = { "", "Z", "+00:00", "-00:00" };
  const char *zone = text != NULL ? skip_fraction (skip_shape (text, "0000-00-00T00:00:00")) : NULL;

  for (gsize i = 0; zone != NULL && i < G_N_ELEMENTS (zones); i++) {
    const char *end = skip_shape (zone, zones[i]);
    if (end != NULL && *end == '\0') {
      return base_time_parse (text, time);
    }
  }
  return FALSE;
}

static void
check_send_at (JsonArray *send_at, gint64 now, const EmulatorPath *path, EmulatorIssues *issues)
{
  gboolean has_first = FALSE;
  gint64 first = 0;

  for (guint i = 0; i < json_array_get_length (send_at); i++) {
    const EmulatorPath element = { .parent = path, .index = i };
    gint64 time = 0;
    if (!parse_time (base_json_node_string (json_array_get_element (send_at, i)), &time)) {
      emulator_issues_add (issues, &element, "must be %s", EMULATOR_TIME_EXPECTED);
    } else if (time > now + MAX_AHEAD) {
      emulator_issues_add (issues, &element, "is more than 7 days ahead");
    } else if (has_first && time != first) {
      emulator_issues_add (issues, &element, "excludes the time before it");
    } else {
      first = time;
      has_first = TRUE;
    }
  }
}

/**
 * emulator_schedule_check:
 * @schedule: of a send
 * @now: the time
 * @path: where it stands
 * @issues: where to put what is wrong with it
 */
void
emulator_schedule_check (JsonObject *schedule,
                         gint64 now,
                         const EmulatorPath *path,
                         EmulatorIssues *issues)
{
  const EmulatorPath send_at = { .parent = path, .member = "sendAt" };

  if (emulator_validate_object (schedule, fields, G_N_ELEMENTS (fields), path, issues)) {
    check_send_at (base_json_array (schedule, "sendAt"), now, &send_at, issues);
  }
}

/**
 * emulator_schedule_get_time:
 * @schedule: (nullable): of a send, found valid
 * @now: the time
 *
 * Returns: when the send goes out, in microseconds since 1970; 0 for at once
 */
gint64
emulator_schedule_get_time (JsonObject *schedule, gint64 now)
{
  JsonArray *times = base_json_array (schedule, "sendAt");
  gint64 time = 0;

  return times != NULL && parse_time (json_array_get_string_element (times, 0), &time) && time > now
           ? time
           : 0;
}
