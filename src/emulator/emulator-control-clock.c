/* The clock under /__emulator/clock. */

#include "emulator-control.h"

#include "emulator-validate.h"

#include <base-json.h>
#include <base-time.h>

static const EmulatorPath root = { NULL };

static void
write_clock (EmulatorCall *call)
{
  EmulatorClock *clock = call->world->clock;

  json_builder_begin_object (call->reply);
  emulator_reply_time (call->reply, "now", emulator_clock_now (clock));
  json_builder_set_member_name (call->reply, "speed");
  json_builder_add_double_value (call->reply, emulator_clock_get_speed (clock));
  json_builder_end_object (call->reply);
}

guint
emulator_control_fetch_clock (EmulatorCall *call, GError **error)
{
  write_clock (call);
  return 200;
}

/* Not there is as good as right. */
static gboolean
read_number (EmulatorCall *call, const char *name, double *number)
{
  const EmulatorPath path = { .parent = &root, .member = name };
  JsonNode *node = base_json_member (call->body, name);

  if (node == NULL) {
    return FALSE;
  }
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;
  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE) {
    emulator_issues_add (call->issues, &path, "must be a number");
    return FALSE;
  }
  *number = json_node_get_double (node);
  return TRUE;
}

static void
read_speed (EmulatorCall *call, double *speed)
{
  const EmulatorPath path = { .parent = &root, .member = "speed" };

  if (read_number (call, "speed", speed) && !(*speed >= 0 && *speed <= EMULATOR_CLOCK_MAX_SPEED)) {
    emulator_issues_add (call->issues, &path, "must be from 0 to %g", EMULATOR_CLOCK_MAX_SPEED);
  }
}

static void
check_range (EmulatorCall *call, const char *name, double time)
{
  const EmulatorPath path = { .parent = &root, .member = name };

  if (!(time >= (double) EMULATOR_CLOCK_MIN && time <= (double) EMULATOR_CLOCK_MAX)) {
    emulator_issues_add (call->issues, &path, "must lead to a time from 2000 to 2999");
  }
}

static void
read_advance (EmulatorCall *call, gint64 *now)
{
  double seconds = 0;

  if (read_number (call, "advance", &seconds)) {
    double time = (double) *now + seconds * G_USEC_PER_SEC;
    check_range (call, "advance", time);
    *now = emulator_issues_get_count (call->issues) == 0 ? (gint64) time : *now;
  }
}

static void
read_now (EmulatorCall *call, gint64 *now)
{
  const EmulatorPath path = { .parent = &root, .member = "now" };
  JsonNode *node = base_json_member (call->body, "now");

  if (node == NULL) {
    return;
  }
  if (!base_time_parse (base_json_node_string (node), now)) {
    emulator_issues_add (call->issues, &path, "must be %s", EMULATOR_TIME_EXPECTED);
    return;
  }
  check_range (call, "now", (double) *now);
}

static gboolean
has (EmulatorCall *call, const char *name)
{
  return base_json_member (call->body, name) != NULL;
}

guint
emulator_control_set_clock (EmulatorCall *call, GError **error)
{
  EmulatorClock *clock = call->world->clock;
  gint64 now = emulator_clock_now (clock);
  double speed = emulator_clock_get_speed (clock);

  read_now (call, &now);
  read_advance (call, &now);
  read_speed (call, &speed);
  if (has (call, "now") && has (call, "advance")) {
    emulator_issues_add (call->issues, &root, "has both now and advance, one is needed");
  } else if (!has (call, "now") && !has (call, "advance") && !has (call, "speed")) {
    emulator_issues_add (call->issues, &root, "needs now, advance or speed");
  }
  if (emulator_issues_get_count (call->issues) > 0) {
    return 400;
  }
  emulator_clock_set_speed (clock, speed);
  emulator_clock_set (clock, now);
  write_clock (call);
  return emulator_clock_save (clock, call->world->store, error) ? 200 : 0;
}
