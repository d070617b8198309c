#include <archive-drafts.h>
#include <carillon-recipients-grid.h>
#include <comms-send-body.h>
#include <test-emulator.h>
#include <test-proxy.h>
#include <test-ui.h>

#include "composer-fixture.h"

/* As long as real ones are. */
#define TOKEN                                                                                       \
  "dQw4w9WgXcQ:APA91bHun4MxP5egoKMwt2KZFBaFUH-1RYqxbHun4MxP5egoKMwt2KZFBaFUH-1RYqxbHun4MxP5egoKMwt" \
  "2KZFBaFUH-1RYqxbHun4MxP5egoKMwt2KZFBaFUH-1RYqx"

static gboolean
is_shown (GtkWidget *window, gpointer data)
{
  return ((ComposerFixture *) data)->operation != NULL;
}

static void
compose (GtkWidget *window)
{
  test_ui_type (test_ui_find (window, "title-view"), "Hi {{ name | default: 'there' }}!");
  test_ui_type (test_ui_find (window, "body-view"), "Your order ships today.");
  test_ui_click (test_ui_find (window, "add-recipient"));
  g_assert_true (gtk_widget_activate_action (test_ui_wait_find (window, "cell-0-user"),
                                             "grid.add-device", NULL));
  test_ui_type (test_ui_wait_find (window, "cell-0-token"), TOKEN);
  test_ui_type (test_ui_find (window, "cell-0-provider"), "FCM");
  test_ui_type (test_ui_wait_find (window, "cell-0-name"), "Ann");
  composer_wait_text (window, "preview-title", "Hi Ann!");
}

static GtkWidget *
review (GtkWidget *window)
{
  test_ui_click (test_ui_find (window, "review-button"));
  GtkWidget *dialog = test_ui_wait_dialog (window);
  test_ui_settle (dialog);
  return dialog;
}

/* Made-up tokens do not look like any, of which the review warns. */
static GtkWidget *
review_warned (GtkWidget *window)
{
  GtkWidget *dialog = review (window);

  test_ui_click (test_ui_wait_find (dialog, "review-acknowledge"));
  return dialog;
}

static CommsOperation *
fetch_operation (ComposerFixture *fixture)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GError) error = NULL;

  comms_client_fetch_operation_async (fixture->client, fixture->operation, NULL, test_store_result,
                                      &waiting);
  g_autoptr (GAsyncResult) result = test_await (&waiting);
  CommsOperation *operation = comms_client_fetch_operation_finish (fixture->client, result, &error);
  g_assert_no_error (error);
  return operation;
}

static guint
count_drafts (ComposerFixture *fixture)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GError) error = NULL;

  archive_store_list_drafts_async (fixture->store, carillon_account_get_id (fixture->account), NULL,
                                   NULL, test_store_result, &waiting);
  g_autoptr (GAsyncResult) result = test_await (&waiting);
  g_autoptr (GPtrArray) drafts = archive_store_list_drafts_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return drafts->len;
}

static void
test_accepted (void)
{
  g_autoptr (TestEmulator) emulator = test_emulator_start (NULL);
  g_autoptr (ComposerFixture) fixture =
    composer_fixture_new (test_emulator_get_url (emulator), test_emulator_get_sid (emulator),
                          test_emulator_get_secret (emulator));
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  compose (window);
  GtkWidget *dialog = review (window);
  composer_wait_usable (dialog, "send-button");
  composer_assert_text (dialog, "review-title", "Hi Ann!");
  composer_assert_text (dialog, "review-recipients", "1 in 1 request");
  test_ui_settle (dialog);
  test_ui_screenshot (dialog, "composer-review");
  GtkWidget *send = test_ui_find (dialog, "send-button");
  test_ui_click (send);
  /* From the first click on there is nothing to click. */
  g_assert_false (gtk_widget_is_sensitive (send));
  test_ui_wait (window, is_shown, fixture);

  g_autoptr (CommsOperation) operation = fetch_operation (fixture);
  g_assert_cmpint (comms_operation_get_count (operation, COMMS_COUNT_RECIPIENTS), ==, 1);
  composer_wait_text (window, "title-view", "");
  composer_wait_text (window, "recipients-heading", "Recipients");
  composer_fixture_close (fixture);
  window = composer_fixture_open (fixture, 1360);
  composer_assert_text (window, "title-view", "");
}

static void
test_server_down (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  compose (window);
  GtkWidget *dialog = review (window);
  composer_wait_usable (dialog, "send-button");
  test_ui_click (test_ui_find (dialog, "send-button"));
  test_ui_wait_shows (dialog, "Could Not Be Reached");
  test_ui_settle (dialog);
  test_ui_screenshot (dialog, "composer-failed");
  /* It can be tried again from where it failed, and nothing typed is lost. */
  composer_wait_usable (dialog, "send-button");
  test_ui_click (test_ui_find (dialog, "send-button"));
  composer_wait_usable (dialog, "send-button");
  test_ui_wait_shows (dialog, "Could Not Be Reached");
  test_ui_close_dialog (dialog);
  composer_assert_text (window, "cell-0-token", TOKEN);
  g_assert_null (fixture->operation);
  composer_wait_text (window, "save-state", "Draft saved");
  g_assert_cmpuint (count_drafts (fixture), ==, 1);
  composer_fixture_close (fixture);
  window = composer_fixture_open (fixture, 1360);
  composer_wait_text (window, "title-view", "Hi {{ name | default: 'there' }}!");
}

static void
test_errors_block (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  test_ui_type (test_ui_find (window, "title-view"), "Hi");
  GtkWidget *dialog = review (window);
  test_ui_wait_shows (dialog, "Add at least one recipient");
  g_assert_false (gtk_widget_is_sensitive (test_ui_find (dialog, "send-button")));
  test_ui_close_dialog (dialog);
}

static void
on_request_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GSocketConnection) connection = user_data;
  g_autoptr (GBytes) bytes =
    g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, NULL);

  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
}

static gboolean
on_connection (GSocketService *service,
               GSocketConnection *connection,
               GObject *source,
               gpointer user_data)
{
  g_input_stream_read_bytes_async (g_io_stream_get_input_stream (G_IO_STREAM (connection)), 4096,
                                   G_PRIORITY_DEFAULT, NULL, on_request_read,
                                   g_object_ref (connection));
  return TRUE;
}

/* A server that takes the request and goes away: the outcome is unknown, and nothing is sent again
 * unless the operator decides so. */
static void
test_unknown (void)
{
  g_autoptr (GSocketService) service = g_socket_service_new ();
  guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL);
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/v1", port);
  g_signal_connect (service, "incoming", G_CALLBACK (on_connection), NULL);
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (url, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  compose (window);
  composer_wait_text (window, "save-state", "Draft saved");
  GtkWidget *dialog = review (window);
  composer_wait_usable (dialog, "send-button");
  test_ui_click (test_ui_find (dialog, "send-button"));
  test_ui_wait_shows (dialog, "This May Have Been Sent");
  test_ui_settle (dialog);
  test_ui_screenshot (dialog, "composer-unknown");
  /* After a crash it would be found as a draft and sent again; the journal has it. */
  g_assert_cmpuint (count_drafts (fixture), ==, 0);
  g_assert_false (gtk_widget_get_mapped (test_ui_find (dialog, "send-button")));
  test_ui_click (test_ui_find (dialog, "look-again-button"));
  composer_wait_usable (dialog, "look-again-button");
  test_ui_close_dialog (dialog);
  test_ui_wait_shows (window, "may have been sent already");
  composer_assert_text (window, "cell-0-token", TOKEN);
  g_assert_false (gtk_widget_is_sensitive (test_ui_find (window, "title-view")));

  /* Another draft that cannot be opened leaves it as it is. */
  g_autoptr (GFile) nowhere = g_file_new_build_filename (fixture->folder, "no.carillon", NULL);
  carillon_composer_page_open_file (composer_fixture_get_page (fixture), nowhere);
  test_ui_close_dialog (test_ui_wait_dialog (window));
  g_assert_false (gtk_widget_is_sensitive (test_ui_find (window, "title-view")));

  dialog = review (window);
  test_ui_wait_shows (dialog, "This May Have Been Sent");
  test_ui_click (test_ui_find (dialog, "send-anew-button"));
  test_ui_wait_shows (window, "may have been sent already");
  g_socket_service_stop (service);
  g_socket_listener_close (G_SOCKET_LISTENER (service));
}

static void
paste_tokens (GtkWidget *window, guint n_tokens)
{
  g_autoptr (GString) rows = g_string_new (NULL);

  for (guint i = 0; i < n_tokens; i++) {
    g_string_append_printf (rows, "token-%u\tFCM\n", i);
  }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (window), rows->str);
  test_ui_click (test_ui_find (window, "paste-rows"));
}

static guint
count_recipients (ComposerFixture *fixture, guint *n_operations)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GError) error = NULL;
  guint n_recipients = 0;

  comms_client_list_operations_async (fixture->client, NULL, NULL, NULL, test_store_result,
                                      &waiting);
  g_autoptr (GAsyncResult) result = test_await (&waiting);
  g_autoptr (CommsPage) page = comms_client_list_finish (fixture->client, result, &error);
  g_assert_no_error (error);
  GPtrArray *operations = comms_page_get_items (page);
  for (guint i = 0; i < operations->len; i++) {
    n_recipients += comms_operation_get_count (operations->pdata[i], COMMS_COUNT_RECIPIENTS);
  }
  *n_operations = operations->len;
  return n_recipients;
}

static DispatchAudience *
get_audience (GtkWidget *window)
{
  g_autoptr (DispatchDraft) draft = NULL;

  g_object_get (
    gtk_widget_get_ancestor (test_ui_find (window, "add-recipient"), CARILLON_TYPE_RECIPIENTS_GRID),
    "draft", &draft, NULL);
  return dispatch_draft_get_audience (draft);
}

/* As work that was begun before does when it ends. */
static void
add_first (GtkWidget *window, const char *token)
{
  DispatchAudience *audience = get_audience (window);

  dispatch_audience_insert_blank (audience, 0, 1);
  dispatch_audience_set_value (audience, 0, DISPATCH_COLUMN_TOKEN, token);
  dispatch_audience_set_value (audience, 0, DISPATCH_COLUMN_PROVIDER, "FCM");
}

/* Of two requests the second is refused: what was accepted is not in the draft any more, wherever
 * it stands and not even after a restart, so that sending what is left reaches nobody twice. */
static void
test_partly (void)
{
  g_autoptr (TestEmulator) emulator = test_emulator_start (NULL);
  g_autoptr (TestProxy) proxy = test_proxy_new (test_emulator_get_url (emulator));
  g_autoptr (ComposerFixture) fixture =
    composer_fixture_new (test_proxy_get_url (proxy), test_emulator_get_sid (emulator),
                          test_emulator_get_secret (emulator));
  GtkWidget *window = composer_fixture_open (fixture, 1360);
  const TestProxyRule refuse = { .action = TEST_PROXY_ANSWER, .status = SOUP_STATUS_BAD_REQUEST };
  guint n_operations;

  test_ui_type (test_ui_find (window, "title-view"), "Hi");
  paste_tokens (window, COMMS_MAX_RECIPIENTS + 2);
  composer_wait_text (window, "recipients-heading", "10,002 Recipients");
  test_proxy_push (proxy, &(TestProxyRule){ .action = TEST_PROXY_PASS });
  test_proxy_push (proxy, &refuse);

  GtkWidget *dialog = review_warned (window);
  test_ui_type (test_ui_wait_find (dialog, "confirm-count"), "10,002");
  composer_wait_usable (dialog, "send-button");
  test_ui_click (test_ui_find (dialog, "send-button"));
  add_first (window, "token-late");
  test_ui_wait_shows (dialog, "Part of This Was Sent");
  test_ui_settle (dialog);
  test_ui_screenshot (dialog, "composer-partly");
  test_ui_close_dialog (dialog);
  composer_wait_text (window, "recipients-heading", "3 Recipients");
  composer_assert_text (window, "cell-0-token", "token-late");
  composer_assert_text (window, "cell-1-token", "token-10000");
  /* Undone, they would be back and be sent to twice. */
  g_assert_false (dispatch_audience_can_undo (get_audience (window)));
  composer_fixture_close (fixture);

  window = composer_fixture_open (fixture, 1360);
  composer_wait_text (window, "recipients-heading", "3 Recipients");
  dialog = review_warned (window);
  composer_wait_usable (dialog, "send-button");
  test_ui_click (test_ui_find (dialog, "send-button"));
  test_ui_wait (window, is_shown, fixture);
  g_assert_cmpuint (count_recipients (fixture, &n_operations), ==, COMMS_MAX_RECIPIENTS + 3);
  g_assert_cmpuint (n_operations, ==, 2);
  g_assert_cmpuint (count_drafts (fixture), ==, 0);
}

/* A pause that the server asks for is shown with its length, and stopping ends it with nothing
 * sent; sending again then goes through. */
static void
test_pause (void)
{
  g_autoptr (TestEmulator) emulator = test_emulator_start (NULL);
  g_autoptr (TestProxy) proxy = test_proxy_new (test_emulator_get_url (emulator));
  g_autoptr (ComposerFixture) fixture =
    composer_fixture_new (test_proxy_get_url (proxy), test_emulator_get_sid (emulator),
                          test_emulator_get_secret (emulator));
  GtkWidget *window = composer_fixture_open (fixture, 1360);
  const CommsRetryPolicy patient = {
    .max_attempts = 2, .first_wait = G_MAXINT, .longest_wait = G_MAXINT, .total = G_MAXINT
  };
  const TestProxyRule limit = { .action = TEST_PROXY_ANSWER, .status = 429 };
  guint n_operations;

  comms_client_set_retry_policy (fixture->client, &patient);
  test_ui_type (test_ui_find (window, "title-view"), "Hi");
  paste_tokens (window, 2);
  composer_wait_text (window, "recipients-heading", "2 Recipients");
  test_proxy_push (proxy, &limit);

  GtkWidget *dialog = review_warned (window);
  composer_wait_usable (dialog, "send-button");
  test_ui_click (test_ui_find (dialog, "send-button"));
  composer_wait_usable (dialog, "stop-button");
  g_assert_true (g_str_has_prefix (
    gtk_label_get_label (GTK_LABEL (test_ui_find (dialog, "review-progress-label"))),
    "The server cannot take it now. Trying again in "));
  test_ui_settle (dialog);
  test_ui_screenshot (dialog, "composer-pause");
  test_ui_click (test_ui_find (dialog, "stop-button"));
  test_ui_wait_shows (dialog, "Stopped");
  composer_wait_absent (dialog, "stop-button");
  g_assert_cmpuint (test_proxy_get_n_posts (proxy), ==, 1);

  test_ui_click (test_ui_find (dialog, "send-button"));
  test_ui_wait (window, is_shown, fixture);
  g_assert_cmpuint (count_recipients (fixture, &n_operations), ==, 2);
  g_assert_cmpuint (n_operations, ==, 1);
}

/* Above the account's number the send waits for it, and a read-only account sends nothing, also in
 * a review that was open before. */
static void
test_modes (void)
{
  g_autoptr (TestEmulator) emulator = test_emulator_start ("--control", NULL);
  g_autoptr (ComposerFixture) fixture =
    composer_fixture_new (test_emulator_get_url (emulator), test_emulator_get_sid (emulator),
                          test_emulator_get_secret (emulator));
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  g_object_set (fixture->account, "confirm-above", 0, NULL);
  compose (window);
  GtkWidget *dialog = review (window);
  GtkWidget *send = test_ui_find (dialog, "send-button");
  GtkWidget *row = test_ui_wait_find (dialog, "confirm-count");
  test_ui_settle (dialog);
  test_ui_screenshot (dialog, "composer-typed");
  test_ui_type (row, "2");
  g_assert_false (gtk_widget_is_sensitive (send));
  test_ui_type (row, "1");
  composer_wait_usable (dialog, "send-button");

  g_object_set (fixture->account, "mode", CARILLON_MODE_READ_ONLY, NULL);
  g_assert_false (gtk_widget_is_sensitive (send));
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (send), "Edit Account"));
  test_ui_wait_shows (dialog, "The account is read only.");
  composer_wait_absent (dialog, "confirm-count");
  test_ui_settle (dialog);
  test_ui_screenshot (dialog, "composer-read-only");
  gtk_widget_activate_action (send, "review.send", NULL);
  test_ui_settle (dialog);
  g_assert_cmpint (test_emulator_count_requests (emulator, "POST /PushNotifications"), ==, 0);

  g_object_set (fixture->account, "mode", CARILLON_MODE_ASK, NULL);
  composer_wait_usable (dialog, "send-button");
  test_ui_click (send);
  test_ui_wait (window, is_shown, fixture);
  g_assert_cmpint (test_emulator_count_requests (emulator, "POST /PushNotifications"), ==, 1);
}

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/composer/send/accepted", test_accepted);
  g_test_add_func ("/composer/send/server-down", test_server_down);
  g_test_add_func ("/composer/send/errors-block", test_errors_block);
  g_test_add_func ("/composer/send/unknown", test_unknown);
  g_test_add_func ("/composer/send/pause", test_pause);
  g_test_add_func ("/composer/send/partly", test_partly);
  g_test_add_func ("/composer/send/modes", test_modes);
  return g_test_run ();
}
