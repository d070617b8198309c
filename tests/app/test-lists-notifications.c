#include <comms-send-body.h>

#include "carillon-notifications-page.h"
#include "page-fixture.h"

#define TITLE "Gate change"

/* Sends to @n_recipients tokens. Returns the operation's ID. */
static char *
send (PageFixture *fixture, guint n_recipients)
{
  CommsClient *client = carillon_session_get_client (fixture->session);
  const CommsEnvelope envelope = { .title = TITLE, .body = "Hi {{ name | default: 'you' }}!" };
  g_autoptr (CommsSendBody) body = comms_send_body_new (&envelope);
  g_autoptr (GError) error = NULL;
  GAsyncResult *stored = NULL;

  for (guint i = 0; i < n_recipients; i++) {
    g_autofree char *token = g_strdup_printf ("device-token-number-%04u", i);

    comms_send_body_add_device (body, "FCM", token);
    comms_send_body_set_variable (body, "name", "Ann");
  }
  g_autoptr (GBytes) bytes = comms_send_body_finish (body);
  comms_client_send_async (client, bytes, NULL, test_store_result, &stored);
  g_autoptr (GAsyncResult) result = test_await (&stored);
  char *id = comms_client_send_finish (client, result, &error);
  g_assert_no_error (error);
  return id;
}

static void
test_content (void)
{
  PageFixture fixture;

  page_fixture_set_up (&fixture, NULL, FALSE);
  g_autofree char *operation = send (&fixture, 3);
  page_fixture_show (&fixture, carillon_notifications_page_new (fixture.session), 1000, 700);
  page_fixture_wait_state (&fixture, COMMS_LIST_READY);
  g_assert_cmpuint (page_fixture_n_rows (&fixture), ==, 3);
  g_assert_true (test_ui_shows (fixture.page, "device-token-number-"));
  g_assert_false (test_ui_shows (fixture.page, TITLE));

  page_fixture_open_row (&fixture, 1);
  test_ui_wait_shows (fixture.page, TITLE);
  g_assert_true (test_ui_shows (fixture.page, "Hi Ann!"));
  page_fixture_picture (&fixture, "notifications-details-1000");

  test_ui_click (test_ui_find_text (fixture.page, ADW_TYPE_PREFERENCES_ROW, "Operation"));
  g_autofree char *expected = g_strconcat ("show-operation ", operation, NULL);
  g_assert_cmpstr (fixture.activated, ==, expected);

  page_fixture_resize (&fixture, 360, 640);
  page_fixture_picture (&fixture, "notifications-details-360");
  test_ui_click (test_ui_find (fixture.page, "details-close"));
  page_fixture_picture (&fixture, "notifications-360");
  page_fixture_resize (&fixture, 1600, 900);
  page_fixture_picture (&fixture, "notifications-1600");
  page_fixture_tear_down (&fixture);
}

static void
test_content_fails (void)
{
  PageFixture fixture;

  page_fixture_set_up (&fixture, "emulator.db", FALSE);
  g_autofree char *operation = send (&fixture, 1);
  page_fixture_show (&fixture, carillon_notifications_page_new (fixture.session), 1000, 700);
  page_fixture_wait_state (&fixture, COMMS_LIST_READY);
  page_fixture_stop_emulator (&fixture);

  page_fixture_open_row (&fixture, 0);
  GtkWidget *problem = test_ui_wait_find (fixture.page, "content-problem");
  test_ui_wait_shows (problem, "The Server Could Not Be Reached");
  page_fixture_picture (&fixture, "notifications-content-failed");

  page_fixture_restart_emulator (&fixture);
  test_ui_click (test_ui_find_text (problem, GTK_TYPE_BUTTON, "Try Again"));
  test_ui_wait_shows (fixture.page, TITLE);
  page_fixture_tear_down (&fixture);
}

static void
test_filters (void)
{
  PageFixture fixture;

  page_fixture_set_up (&fixture, NULL, FALSE);
  g_autofree char *first = send (&fixture, 2);
  g_autofree char *second = send (&fixture, 5);
  page_fixture_show (&fixture, carillon_notifications_page_new (fixture.session), 1000, 700);
  page_fixture_wait_state (&fixture, COMMS_LIST_READY);
  g_assert_cmpuint (page_fixture_n_rows (&fixture), ==, 7);

  page_fixture_choose (&fixture, "operation", first);
  g_assert_cmpuint (page_fixture_n_rows (&fixture), ==, 2);

  /* Nothing was. */
  page_fixture_choose (&fixture, "status", "CANCELED");
  page_fixture_wait_state (&fixture, COMMS_LIST_EMPTY);
  g_assert_true (test_ui_shows (fixture.page, "No Matches"));
  page_fixture_picture (&fixture, "notifications-no-match");

  test_ui_click (test_ui_find_text (fixture.page, GTK_TYPE_BUTTON, "Clear Filters"));
  page_fixture_wait_idle (&fixture);
  g_assert_cmpuint (page_fixture_n_rows (&fixture), ==, 7);
  page_fixture_tear_down (&fixture);
}

/* Past sends of a long week: all statuses, users and tokens, more than a page. */
static void
test_demo (void)
{
  PageFixture fixture;

  page_fixture_set_up (&fixture, NULL, TRUE);
  page_fixture_show (&fixture, carillon_notifications_page_new (fixture.session), 1000, 700);
  page_fixture_wait_state (&fixture, COMMS_LIST_READY);
  page_fixture_wait_idle (&fixture);
  g_assert_cmpuint (page_fixture_n_rows (&fixture), ==, CARILLON_LIST_PAGE_SIZE);
  page_fixture_picture (&fixture, "notifications-demo-1000");

  /* Some were. */
  page_fixture_choose (&fixture, "status", "FAILED");
  page_fixture_wait_state (&fixture, COMMS_LIST_READY);
  for (guint i = 0; i < page_fixture_n_rows (&fixture); i++) {
    CommsNotification *notification = COMMS_NOTIFICATION (page_fixture_row (&fixture, i));

    g_assert_cmpstr (comms_notification_get_status (notification), ==, "FAILED");
  }
  page_fixture_open_row (&fixture, 0);
  test_ui_wait_shows (fixture.page, "Message");
  page_fixture_resize (&fixture, 1600, 900);
  page_fixture_picture (&fixture, "notifications-demo-1600");
  page_fixture_tear_down (&fixture);
}

static void
test_empty (void)
{
  PageFixture fixture;

  page_fixture_set_up (&fixture, NULL, FALSE);
  page_fixture_show (&fixture, carillon_notifications_page_new (fixture.session), 1000, 700);
  page_fixture_wait_state (&fixture, COMMS_LIST_EMPTY);
  g_assert_true (test_ui_shows (fixture.page, "No Notifications"));
  page_fixture_picture (&fixture, "notifications-empty");
  page_fixture_tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/lists/notifications/content", test_content);
  g_test_add_func ("/lists/notifications/content-fails", test_content_fails);
  g_test_add_func ("/lists/notifications/filters", test_filters);
  g_test_add_func ("/lists/notifications/demo", test_demo);
  g_test_add_func ("/lists/notifications/empty", test_empty);
  return g_test_run ();
}
