/* The answers of faults that are answers. */

#include "emulator-fault.h"

#include <base-json.h>

/* A name that never leads anywhere (RFC 6761, section 6.5). */
#define ELSEWHERE "https://elsewhere.example/v1"

static const char gateway_page[] =
  "<!DOCTYPE html>\n<html>\n<head><title>502 Bad Gateway</title></head>\n"
  "<body>\n<center><h1>502 Bad Gateway</h1></center>\n<hr><center>gateway</center>\n</body>\n"
  "</html>\n";

static const char redirect_page[] =
  "<!DOCTYPE html>\n<html>\n<head><title>307 Temporary Redirect</title></head>\n"
  "<body>\n<center><h1>307 Temporary Redirect</h1></center>\n</body>\n</html>\n";

/* IMF-fixdate (RFC 9110, section 5.6.7), which is English whatever the locale is. A part of a
 * second counts as a whole one, so that nobody who waits until then comes too early. */
static char *
format_http_date (gint64 unix_usec)
{
  static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
  static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  gint64 seconds = (unix_usec + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);

  return g_strdup_printf (
    "%s, %02d %s %04d %02d:%02d:%02d GMT", days[g_date_time_get_day_of_week (time) - 1],
    g_date_time_get_day_of_month (time), months[g_date_time_get_month (time) - 1],
    g_date_time_get_year (time), g_date_time_get_hour (time), g_date_time_get_minute (time),
    g_date_time_get_second (time));
}

/* The date is one of the machine's clock, as the header Date is and as the client's own is; the
 * emulator's may be far from both. */
static void
add_retry_after (JsonObject *fault, EmulatorAnswer *answer)
{
  gint64 wait = base_json_int (fault, "retryAfter", -1);
  const char *format = base_json_string (fault, "retryAfterFormat");
  g_autofree char *value = NULL;

  if (wait < 0) {
    return;
  }
  value = g_strcmp0 (format, "date") == 0
            ? format_http_date (g_get_real_time () + wait * G_USEC_PER_SEC)
            : g_strdup_printf ("%" G_GINT64_FORMAT, wait);
  emulator_answer_add_header (answer, "Retry-After", value);
}

void
emulator_fault_answer_status (JsonObject *fault, EmulatorLegacy shapes, EmulatorAnswer *answer)
{
  g_autoptr (EmulatorIssues) issues = emulator_issues_new ();

  emulator_answer_clear (answer);
  emulator_answer_set_issues (answer, (guint) base_json_int (fault, "status", 0), issues, shapes);
  add_retry_after (fault, answer);
}

void
emulator_fault_answer_html (JsonObject *fault, EmulatorLegacy shapes, EmulatorAnswer *answer)
{
  emulator_answer_set_page (answer, 200, gateway_page);
}

void
emulator_fault_answer_redirect (JsonObject *fault, EmulatorLegacy shapes, EmulatorAnswer *answer)
{
  const char *location = base_json_string (fault, "location");

  emulator_answer_set_page (answer, 307, redirect_page);
  emulator_answer_add_header (answer, "Location", location != NULL ? location : ELSEWHERE);
}

static JsonNode *
confuse_object (JsonObject *object)
{
  JsonObject *confused = json_object_new ();
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *value = NULL;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value)) {
    if (JSON_NODE_HOLDS_OBJECT (value)) {
      json_object_set_member (confused, name, confuse_object (json_node_get_object (value)));
    } else if (base_json_node_string (value) != NULL || JSON_NODE_HOLDS_NULL (value)) {
      json_object_set_int_member (confused, name, 7);
    } else {
      g_autofree char *text = json_to_string (value, FALSE);
      json_object_set_string_member (confused, name, text);
    }
  }
  JsonNode *node = json_node_init_object (json_node_alloc (), confused);
  json_object_unref (confused);
  return node;
}

/* Each member is there, and none is what it should be: a number instead of a text or null, and a
 * text instead of anything else but an object, which has its own members. */
void
emulator_fault_answer_wrong_types (JsonObject *fault, EmulatorLegacy shapes, EmulatorAnswer *answer)
{
  JsonObject *object = base_json_node_object (answer->document);

  if (object != NULL) {
    JsonNode *confused = confuse_object (object);
    json_node_unref (answer->document);
    answer->document = confused;
  }
}
