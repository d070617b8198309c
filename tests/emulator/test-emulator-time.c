/* What happens by itself as time passes, in a world whose clock the test sets. */

#include <base-json.h>
#include <base-time.h>
#include <emulator-call.h>
#include <emulator-registrations.h>
#include <emulator-retention.h>
#include <emulator-schema.h>
#include <emulator-send.h>
#include <emulator-world.h>

/* Far above what any step takes under sanitisers on a busy machine. */
#define PATIENCE (60 * G_USEC_PER_SEC)

#define DAY G_TIME_SPAN_DAY
#define SECOND G_TIME_SPAN_SECOND
#define DEVICES "{'token':'t','provider':'FCM'},{'token':'FAIL','provider':'APN'}"

typedef struct {
  EmulatorWorld *world;
  gint64 start; /* a full second */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const EmulatorWorldOptions options = { .pace = 0 };
  g_autoptr (GError) error = NULL;

  fixture->world = emulator_world_new (&options, &error);
  g_assert_no_error (error);
  fixture->start = (g_get_real_time () / SECOND + 60) * SECOND;
  emulator_clock_set (fixture->world->clock, fixture->start);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  emulator_world_free (fixture->world);
}

static void
set_clock (Fixture *fixture, gint64 after_start)
{
  emulator_clock_set (fixture->world->clock, fixture->start + after_start);
  emulator_delivery_wake (fixture->world->delivery);
}

static gint64
ask (Fixture *fixture, const char *sql)
{
  g_autoptr (EmulatorStatement) query = emulator_store_prepare (fixture->world->store, sql);
  g_autoptr (GError) error = NULL;

  emulator_statement_step (query, &error);
  g_assert_no_error (error);
  return emulator_statement_get_int (query, 0);
}

static void
wait_for (Fixture *fixture, const char *sql, gint64 value)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE;

  while (ask (fixture, sql) != value) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    g_main_context_iteration (NULL, TRUE);
  }
}

/* (transfer full): the ID of the operation. */
static char *
send (Fixture *fixture, const char *to, const char *more)
{
  g_autofree char *text = g_strdup_printf (
    "{'to':[%s],'content':{'body':'b'},'tags':{'k':'v','to':'{{ to }}'}%s}", to, more);
  g_autoptr (JsonNode) body = json_from_string (g_strdelimit (text, "'", '"'), NULL);
  g_autoptr (EmulatorIssues) issues = emulator_issues_new ();
  g_autoptr (GError) error = NULL;
  char *id = NULL;

  g_assert_true (emulator_store_begin (fixture->world->store, &error));
  emulator_send_accept (fixture->world, json_node_get_object (body), issues, &id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (emulator_issues_get_count (issues), ==, 0);
  g_assert_true (emulator_store_commit (fixture->world->store, &error));
  emulator_delivery_wake (fixture->world->delivery);
  return id;
}

static char *
send_later (Fixture *fixture, const char *to, gint64 after_start)
{
  g_autofree char *time = base_time_format (fixture->start + after_start);
  g_autofree char *more = g_strdup_printf (",'schedule':{'sendAt':['%s']}", time);

  return send (fixture, to, more);
}

static guint
fetch (Fixture *fixture, EmulatorHandler handler, const char *id)
{
  g_autoptr (JsonBuilder) reply = json_builder_new_immutable ();
  g_autoptr (EmulatorIssues) issues = emulator_issues_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (EmulatorQuery) query = emulator_query_new (NULL);
  EmulatorCall call = {
    .world = fixture->world, .id = id, .query = query, .issues = issues, .reply = reply
  };

  guint status = handler (&call, &error);
  g_assert_no_error (error);
  return status;
}

static gint64
add_device (Fixture *fixture, gint64 user, guint provider, const char *token)
{
  const EmulatorDevice device = {
    .app = ask (fixture, "SELECT created FROM apps WHERE is_default"),
    .user = user,
    .provider = provider,
    .token = token,
  };
  g_autoptr (GError) error = NULL;
  gint64 registration = 0;
  gboolean is_full = FALSE;

  g_assert_true (
    emulator_registrations_add (fixture->world, &device, &registration, &is_full, &error));
  return registration;
}

static gint64
find_example_user (Fixture *fixture)
{
  return ask (fixture, "SELECT min (created) FROM users");
}

#define TO_USER "{'userId':'comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6nq8'}"

static void
test_schedule (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = send_later (fixture, DEVICES, 6 * DAY);

  set_clock (fixture, 6 * DAY - 2 * SECOND);
  g_autofree char *at_once = send (fixture, "{'token':'t','provider':'FCM'}", "");
  wait_for (fixture, "SELECT sent FROM operations ORDER BY created DESC", 1);
  g_assert_cmpint (ask (fixture, "SELECT status FROM operations"), ==,
                   EMULATOR_OPERATION_SCHEDULED);
  g_assert_cmpint (ask (fixture, "SELECT scheduled FROM operations"), ==, 2);

  set_clock (fixture, 6 * DAY);
  wait_for (fixture, "SELECT status FROM operations", EMULATOR_OPERATION_COMPLETED);
  g_assert_cmpint (ask (fixture, "SELECT scheduled + queued FROM operations"), ==, 0);
  g_assert_cmpint (ask (fixture, "SELECT sent FROM operations"), ==, 1);
  g_assert_cmpint (ask (fixture, "SELECT failed FROM operations"), ==, 1);
  g_assert_cmpint (ask (fixture, "SELECT attempts FROM operations"), ==, 2);
  g_assert_cmpint (ask (fixture, "SELECT attempted FROM attempts ORDER BY id DESC"), ==,
                   fixture->start + 6 * DAY);
}

/* The devices that the user has then are tried, not those of the time of the request. */
static void
test_devices_change (Fixture *fixture, gconstpointer data)
{
  gint64 user = find_example_user (fixture);

  add_device (fixture, user, 0, "old");
  g_autofree char *id = send_later (fixture, TO_USER, DAY);
  add_device (fixture, user, 1, "new FAIL_INVALID");
  emulator_store_execute (fixture->world->store, "DELETE FROM devices WHERE token = 'old'", NULL);
  add_device (fixture, user, 0, "newer");
  set_clock (fixture, DAY);
  wait_for (fixture, "SELECT sent FROM operations", 1);
  g_assert_cmpint (ask (fixture, "SELECT count(*) FROM attempts"), ==, 2);
  g_assert_cmpint (ask (fixture, "SELECT cause FROM attempts WHERE token LIKE 'new F%'"), ==, 2);
  g_assert_cmpint (ask (fixture, "SELECT cause FROM attempts WHERE token = 'newer'"), ==, 0);
  g_assert_cmpint (ask (fixture, "SELECT providers FROM notifications"), ==,
                   EMULATOR_FCM | EMULATOR_APN);
}

/* Accepted is accepted: it fails, and says why. */
static void
test_devices_vanish (Fixture *fixture, gconstpointer data)
{
  gint64 user = find_example_user (fixture);

  add_device (fixture, user, 0, "t");
  g_autofree char *id = send_later (fixture, TO_USER ",{'token':'x','provider':'FCM'}", DAY);
  emulator_store_execute (fixture->world->store, "DELETE FROM registrations", NULL);
  emulator_store_execute (fixture->world->store, "DELETE FROM credentials", NULL);
  set_clock (fixture, DAY);
  wait_for (fixture, "SELECT failed FROM operations", 2);
  g_assert_cmpint (ask (fixture, "SELECT count(*) FROM attempts"), ==, 1);
  g_assert_cmpint (ask (fixture, "SELECT cause FROM notifications WHERE user > 0"), ==, 8);
  g_assert_cmpint (ask (fixture, "SELECT cause FROM notifications WHERE user IS NULL"), ==, 7);
}

static char *
get_notification (Fixture *fixture)
{
  g_autoptr (EmulatorStatement) query =
    emulator_store_prepare (fixture->world->store, "SELECT max (id) FROM notifications");

  emulator_statement_step (query, NULL);
  return emulator_id_format (EMULATOR_ID_NOTIFICATION, emulator_statement_get_text (query, 0));
}

/* Seven days after its creation an operation is gone, with all that belongs to it. */
static void
test_retention (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = send (fixture, DEVICES, "");
  g_autofree char *notification = get_notification (fixture);

  wait_for (fixture, "SELECT status FROM operations", EMULATOR_OPERATION_COMPLETED);
  set_clock (fixture, 7 * DAY - SECOND);
  g_assert_cmpuint (fetch (fixture, emulator_operations_fetch, id), ==, 200);
  g_assert_cmpuint (fetch (fixture, emulator_notifications_fetch, notification), ==, 200);
  g_assert_cmpuint (fetch (fixture, emulator_operations_list_errors, id), ==, 200);

  /* At once, whenever the rows go. */
  set_clock (fixture, 7 * DAY + 60 * SECOND);
  g_assert_cmpuint (fetch (fixture, emulator_operations_fetch, id), ==, 404);
  g_assert_cmpuint (fetch (fixture, emulator_notifications_fetch, notification), ==, 404);
  g_assert_cmpuint (fetch (fixture, emulator_operations_list_errors, id), ==, 404);
  g_assert_cmpuint (fetch (fixture, emulator_operations_cancel, id), ==, 404);

  g_autofree char *newer = send (fixture, "{'token':'t','provider':'FCM'}", "");
  wait_for (fixture, "SELECT count(*) FROM operations", 1);
  g_assert_cmpuint (fetch (fixture, emulator_operations_fetch, newer), ==, 200);
  g_assert_cmpint (ask (fixture, "SELECT count(*) FROM notifications"), ==, 1);
  wait_for (fixture, "SELECT count(*) FROM attempts", 1);
  g_assert_cmpint (ask (fixture, "SELECT count(*) FROM notification_tags"), ==, 1);
  g_assert_cmpint (ask (fixture, "SELECT count(*) FROM tags"), ==, 1);
}

/* More than a step takes, of several operations, and none of it holds the loop up. */
static void
test_retention_in_steps (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) to = g_string_new (NULL);

  for (guint i = 0; i < 700; i++) {
    g_string_append_printf (to, "%s{'token':'t%u','provider':'FCM','variables':{'to':'%u'}}",
                            i > 0 ? "," : "", i, i);
  }
  for (guint i = 0; i < 3; i++) {
    g_free (send (fixture, to->str, ""));
  }
  wait_for (fixture, "SELECT sum (sent) FROM operations", 2100);
  g_assert_cmpint (ask (fixture, "SELECT count(*) FROM tags"), ==, 701);
  set_clock (fixture, 8 * DAY);
  gint64 last = 2100, n_steps = 0;
  while (last > 0) {
    gint64 left = 0;
    g_main_context_iteration (NULL, TRUE);
    left = ask (fixture, "SELECT count(*) FROM notifications");
    g_assert_cmpint (last - left, <=, 200);
    n_steps += left != last;
    last = left;
  }
  g_assert_cmpint (n_steps, >=, 11);
  wait_for (fixture, "SELECT count(*) FROM operations", 0);
  g_assert_cmpint (ask (fixture, "SELECT count(*) FROM attempts"), ==, 0);
  g_assert_cmpint (ask (fixture, "SELECT count(*) FROM notification_tags"), ==, 0);
  g_assert_cmpint (ask (fixture, "SELECT count(*) FROM tags"), ==, 0);
}

/* What was accepted is handed over first, even where the clock leapt over its time and its end. */
static void
test_leap (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = send_later (fixture, DEVICES, 6 * DAY);
  EmulatorStore *store = fixture->world->store;
  g_autoptr (GError) error = NULL;
  guint n_purged = 0;

  emulator_clock_set (fixture->world->clock, fixture->start + 30 * DAY);
  gint64 now = emulator_clock_now (fixture->world->clock);
  g_assert_cmpuint (fetch (fixture, emulator_operations_fetch, id), ==, 404);
  g_assert_true (emulator_store_begin (store, &error));
  g_assert_true (emulator_retention_purge (store, now, 100, &n_purged, &error));
  g_assert_cmpuint (n_purged, ==, 0);
  g_assert_true (emulator_delivery_run (fixture->world->delivery, &error));
  g_assert_cmpint (ask (fixture, "SELECT attempts FROM operations"), ==, 2);
  g_assert_true (emulator_retention_purge (store, now, 100, &n_purged, &error));
  g_assert_cmpuint (n_purged, ==, 5);
  g_assert_true (emulator_store_commit (store, &error));
}

static gboolean
keep_busy (gpointer user_data)
{
  Fixture *fixture = user_data;

  emulator_delivery_wake (fixture->world->delivery);
  return G_SOURCE_CONTINUE;
}

/* Requests that come in all the time, each of which wakes it, do not put deliveries off. */
static void
test_busy (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = send (fixture, DEVICES, "");
  gint64 deadline = g_get_monotonic_time () + PATIENCE / 12;

  guint requests = g_idle_add_full (G_PRIORITY_DEFAULT, keep_busy, fixture, NULL);

  while (ask (fixture, "SELECT sent FROM operations") == 0) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    g_main_context_iteration (NULL, FALSE);
  }
  g_source_remove (requests);
}

#define ADD(name, function) \
  g_test_add ("/emulator/time/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("schedule", test_schedule);
  ADD ("devices-change", test_devices_change);
  ADD ("devices-vanish", test_devices_vanish);
  ADD ("retention", test_retention);
  ADD ("retention-in-steps", test_retention_in_steps);
  ADD ("leap", test_leap);
  ADD ("busy", test_busy);
  return g_test_run ();
}
