/* What becomes of an operation: which devices are tried, why notifications fail, and cancelling. */

#include "api.h"

#include "test-emulator.h"

#include <string.h>

typedef struct {
  TestEmulator *emulator;
  Api *api;
} Fixture;

#define SEND "/PushNotifications"
#define OPERATION "/PushNotifications/Operations/%s"
#define CONTENT "'content':{'body':'b'}"
#define UNKNOWN_OPERATION "comms_operation_01h9krwprkeee8fzqspvwy6nq8"

/* The data are the pace: whether things are over at once, or not within a test. */
static void
set_up (Fixture *fixture, gconstpointer pace)
{
  fixture->emulator = test_emulator_start ("--control", "--pace", pace, NULL);
  fixture->api =
    api_new (test_emulator_get_url (fixture->emulator), test_emulator_get_sid (fixture->emulator),
             test_emulator_get_secret (fixture->emulator));
}

static void
tear_down (Fixture *fixture, gconstpointer pace)
{
  api_free (fixture->api);
  test_emulator_stop (fixture->emulator);
}

static void
assert_error (JsonObject *answer, guint index, gint64 code, const char *prefix)
{
  JsonObject *error = api_element (answer, "errors", index);
  JsonObject *related = api_element (error, "related", 0);
  g_autofree char *info =
    g_strdup_printf ("https://www.twilio.com/docs/api/errors/%" G_GINT64_FORMAT, code);

  g_assert_cmpint (base_json_int (error, "code", 0), ==, code);
  g_assert_true (g_str_has_prefix (base_json_string (error, "message"), prefix));
  g_assert_cmpstr (base_json_string (error, "infoUrl"), ==, info);
  g_assert_true (json_object_get_null_member (error, "context"));
  g_assert_cmpstr (base_json_string (related, "name"), ==, "push_notification");
  g_assert_true (
    g_str_has_suffix (base_json_string (related, "uri"), base_json_string (related, "id")));
}

static const struct {
  const char *token;
  const char *provider;
  gint64 code;
  const char *reason;
} failures[] = {
  { "aFAILb", "FCM", 404, "UNREGISTERED:" },
  { "FAIL", "APN", 410, "Unregistered:" },
  { "FAIL_UNREGISTERED", "FCM", 404, "UNREGISTERED:" },
  { "FAIL_INVALID", "FCM", 400, "INVALID_ARGUMENT:" },
  { "FAIL_INVALID", "APN", 400, "BadDeviceToken:" },
  { "FAIL_MISMATCH", "FCM", 403, "SENDER_ID_MISMATCH:" },
  { "FAIL_MISMATCH", "APN", 400, "DeviceTokenNotForTopic:" },
  { "FAIL_QUOTA", "FCM", 429, "QUOTA_EXCEEDED:" },
  { "FAIL_QUOTA", "APN", 429, "TooManyRequests:" },
  { "FAIL_UNAVAILABLE", "FCM", 503, "UNAVAILABLE:" },
  { "FAIL_UNAVAILABLE", "APN", 503, "ServiceUnavailable:" },
};

/* One for each notification that failed, the newest first. */
static void
test_errors (Fixture *fixture, gconstpointer pace)
{
  const guint count = G_N_ELEMENTS (failures);
  g_autoptr (GString) body = g_string_new ("{" CONTENT ",'to':[{'token':'t','provider':'FCM'}");

  for (guint i = 0; i < count; i++) {
    g_string_append_printf (body, ",{'token':'%s','provider':'%s'}", failures[i].token,
                            failures[i].provider);
  }
  g_string_append (body, "]}");
  g_autofree char *id = api_send (fixture->api, body->str);
  api_assert_stat (api_await_operation (fixture->api, id), "failed", count);
  JsonObject *answer = api_get (fixture->api, 200, OPERATION "/Errors", id);
  g_assert_cmpuint (api_count (answer, "errors"), ==, count);
  g_assert_null (api_next_page (answer));
  for (guint i = 0; i < count; i++) {
    assert_error (answer, count - 1 - i, failures[i].code, failures[i].reason);
  }
}

static void
test_error_pages (Fixture *fixture, gconstpointer pace)
{
  g_autofree char *other =
    api_send (fixture->api, "{" CONTENT ",'to':[{'token':'FAIL','provider':'FCM'}]}");
  g_autofree char *id =
    api_send (fixture->api,
              "{" CONTENT ",'to':[{'token':'FAIL','provider':'FCM'},{'token':'t','provider':'APN'},"
              "{'token':'FAIL_QUOTA','provider':'APN'},{'token':'FAIL','provider':'APN'}]}");
  api_await_operation (fixture->api, other);
  api_await_operation (fixture->api, id);

  JsonObject *answer = api_get (fixture->api, 200, OPERATION "/Errors?pageSize=2", id);
  assert_error (answer, 0, 410, "Unregistered:");
  assert_error (answer, 1, 429, "TooManyRequests:");
  g_autofree char *token = g_strdup (api_next_page (answer));
  answer = api_get (fixture->api, 200, OPERATION "/Errors?pageSize=2&pageToken=%s", id, token);
  g_assert_cmpuint (api_count (answer, "errors"), ==, 1);
  assert_error (answer, 0, 404, "UNREGISTERED:");
  g_assert_null (api_next_page (answer));

  api_get (fixture->api, 400, OPERATION "/Errors?pageSize=0", id);
  api_get (fixture->api, 404, OPERATION "/Errors", UNKNOWN_OPERATION);
  api_get (fixture->api, 404, OPERATION "/Errors", "x");
}

static char *
with_body (gsize length)
{
  g_autofree char *text = g_strnfill (length, 'x');

  return g_strdup_printf ("{'to':[{'token':'t','provider':'FCM'},{'token':'t','provider':'APN'}],"
                          "'content':{'body':'%s'}}",
                          text);
}

/* {"notification":{"body":"…"}} and {"aps":{"alert":{"body":"…"}}} of 4,096 bytes pass. */
static void
test_too_large (Fixture *fixture, gconstpointer pace)
{
  const gsize fcm = 4096 - strlen ("{\"notification\":{\"body\":\"\"}}");
  const gsize apn = 4096 - strlen ("{\"aps\":{\"alert\":{\"body\":\"\"}}}");
  const struct {
    gsize length;
    gint64 failed;
  } cases[] = { { apn, 0 }, { apn + 1, 1 }, { fcm, 1 }, { fcm + 1, 2 } };

  g_assert_cmpuint (apn, <, fcm);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *body = with_body (cases[i].length);
    g_autofree char *id = api_send (fixture->api, body);
    api_assert_stat (api_await_operation (fixture->api, id), "failed", cases[i].failed);
    JsonObject *answer = api_get (fixture->api, 200, OPERATION "/Errors", id);
    g_assert_cmpuint (api_count (answer, "errors"), ==, cases[i].failed);
    if (cases[i].failed > 0) {
      assert_error (answer, 0, 413, "PayloadTooLarge:");
    }
    if (cases[i].failed > 1) {
      assert_error (answer, 1, 400, "INVALID_ARGUMENT:");
    }
  }
}

/* A user is one notification, whatever the devices are, and one that works is enough. */
static void
test_devices (Fixture *fixture, gconstpointer pace)
{
  static const char body[] = "{" CONTENT ",'to':[{'userId':'" API_USER "'}]}";

  g_free (api_register (fixture->api, "test_app", "FAIL_QUOTA", API_USER));
  g_free (api_register (fixture->api, "test_app", "FAIL", API_USER));
  g_autofree char *dead = api_send (fixture->api, body);
  JsonObject *operation = api_await_operation (fixture->api, dead);
  api_assert_stat (operation, "total", 1);
  api_assert_stat (operation, "failed", 1);
  JsonObject *answer = api_get (fixture->api, 200, OPERATION "/Errors", dead);
  g_assert_cmpuint (api_count (answer, "errors"), ==, 1);
  assert_error (answer, 0, 429, "QUOTA_EXCEEDED:");

  g_free (api_register (fixture->api, "test_app", "works", API_USER));
  g_free (api_register (fixture->api, "test_app", "FAIL, last", API_USER));
  g_autofree char *alive = api_send (fixture->api, body);
  operation = api_await_operation (fixture->api, alive);
  api_assert_stat (operation, "total", 1);
  api_assert_stat (operation, "sent", 1);
  answer = api_get (fixture->api, 200, OPERATION "/Errors", alive);
  g_assert_cmpuint (api_count (answer, "errors"), ==, 0);
}

static void
assert_canceled (Fixture *fixture, const char *id, gint64 canceled)
{
  JsonObject *operation = api_get (fixture->api, 200, OPERATION, id);

  g_assert_cmpstr (base_json_string (operation, "status"), ==, "CANCELED");
  api_assert_stat (operation, "canceled", canceled);
  api_assert_stat (operation, "total", canceled);
  api_assert_stat (operation, "scheduled", 0);
  api_assert_stat (operation, "queued", 0);
  JsonObject *list = api_get (fixture->api, 200, SEND "?operationId=%s&status=CANCELED", id);
  g_assert_cmpuint (api_count (list, "notifications"), ==, canceled);
}

static char *
send_two (Fixture *fixture, guint hours)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) then = g_date_time_add_hours (now, (int) hours);
  g_autofree char *time = g_date_time_format_iso8601 (then);
  g_autofree char *body = g_strdup_printf (
    "{" CONTENT ",'to':[{'token':'t','provider':'FCM'},{'token':'u','provider':'APN'}],"
    "'schedule':{'sendAt':['%s']}}",
    time);

  return api_send (fixture->api, body);
}

static void
test_cancel (Fixture *fixture, gconstpointer pace)
{
  for (guint hours = 0; hours < 2; hours++) {
    g_autofree char *id = send_two (fixture, hours);
    g_autofree char *path = g_strdup_printf (OPERATION, id);
    g_autofree char *cancel = g_strconcat (path, "/Cancel", NULL);
    JsonObject *operation = api_get (fixture->api, 200, OPERATION, id);
    g_assert_cmpstr (base_json_string (operation, "status"), ==,
                     hours == 0 ? "PROCESSING" : "SCHEDULED");

    JsonObject *answer =
      hours == 0 ? api_post (fixture->api, 202, cancel, "") : api_delete (fixture->api, 202, path);
    g_assert_cmpstr (base_json_string (answer, "resourceId"), ==, id);
    g_assert_true (g_str_has_suffix (base_json_string (answer, "resourceLocation"), path));
    g_assert_cmpstr (api_get_header (fixture->api, "Location"), ==,
                     base_json_string (answer, "resourceLocation"));
    assert_canceled (fixture, id, 2);

    /* Again, for whoever got no answer. */
    api_post (fixture->api, 202, cancel, "{}");
    api_delete (fixture->api, 202, path);
    assert_canceled (fixture, id, 2);
  }
}

static void
test_cancel_too_late (Fixture *fixture, gconstpointer pace)
{
  g_autofree char *id = send_two (fixture, 0);
  g_autofree char *path = g_strdup_printf (OPERATION, id);
  g_autofree char *cancel = g_strconcat (path, "/Cancel", NULL);

  api_await_operation (fixture->api, id);
  api_post (fixture->api, 409, cancel, "");
  api_delete (fixture->api, 409, path);
  api_assert_stat (api_await_operation (fixture->api, id), "sent", 2);

  api_post (fixture->api, 404, "/PushNotifications/Operations/" UNKNOWN_OPERATION "/Cancel", "");
  api_delete (fixture->api, 404, "/PushNotifications/Operations/" UNKNOWN_OPERATION);
  api_get (fixture->api, 405, OPERATION "/Cancel", id);
  g_assert_true (g_str_has_prefix (api_get_header (fixture->api, "Allow"), "POST"));
}

static guint
count_listed (Fixture *fixture, const char *path, const char *collection)
{
  return api_count (api_get (fixture->api, 200, "%s", path), collection);
}

/* A week after its creation an operation is not found any more, in any way that there is. */
static void
test_expiry (Fixture *fixture, gconstpointer pace)
{
  g_autofree char *id = api_send (
    fixture->api, "{" CONTENT ",'tags':{'k':'v'},'to':[{'token':'FAIL','provider':'FCM'}]}");
  g_autofree char *path = g_strdup_printf (OPERATION, id);
  const char *const lists[] = { SEND, SEND "?status=FAILED", SEND "?tags=k:v;",
                                SEND "?provider=FCM" };

  api_await_operation (fixture->api, id);
  JsonObject *list = api_get (fixture->api, 200, SEND);
  g_autofree char *notification =
    g_strdup (base_json_string (api_element (list, "notifications", 0), "id"));
  json_node_unref (
    test_emulator_control (fixture->emulator, 200, "PUT", "/clock", "{'advance':604700}"));
  g_assert_cmpuint (count_listed (fixture, SEND, "notifications"), ==, 1);
  json_node_unref (
    test_emulator_control (fixture->emulator, 200, "PUT", "/clock", "{'advance':200}"));
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++) {
    g_assert_cmpuint (count_listed (fixture, lists[i], "notifications"), ==, 0);
  }
  g_assert_cmpuint (count_listed (fixture, "/PushNotifications/Operations", "operations"), ==, 0);
  list = api_get (fixture->api, 200, SEND "?operationId=%s", id);
  g_assert_cmpuint (api_count (list, "notifications"), ==, 0);
  api_get (fixture->api, 404, OPERATION, id);
  api_get (fixture->api, 404, OPERATION "/Errors", id);
  api_get (fixture->api, 404, SEND "/%s", notification);
  api_delete (fixture->api, 404, path);
}

#define AT_ONCE "0"
#define NEVER "3600"
#define ADD(name, pace, function) \
  g_test_add ("/emulator/operations/" name, Fixture, pace, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("errors", AT_ONCE, test_errors);
  ADD ("error-pages", AT_ONCE, test_error_pages);
  ADD ("too-large", AT_ONCE, test_too_large);
  ADD ("devices", AT_ONCE, test_devices);
  ADD ("cancel", NEVER, test_cancel);
  ADD ("cancel-too-late", AT_ONCE, test_cancel_too_late);
  ADD ("expiry", AT_ONCE, test_expiry);
  return g_test_run ();
}
