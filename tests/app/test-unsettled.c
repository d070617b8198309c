/* What an earlier run left in the journal, told above the pages. The journal is written through
 * another store on the same file, as the earlier run did. */

#include <carillon-unsettled-bar.h>
#include <comms-send-body.h>
#include <archive-drafts.h>
#include <dispatch-draft.h>
#include <test-emulator.h>
#include <test-ui.h>

#include "composer-fixture.h"

#define UNKNOWN_TEXT "a notification to 1 recipient may or may not have been sent"
#define UNSENT_TEXT "a notification to 2 recipients was not sent"

static const char draft_json[] =
  "{\"id\":\"old\",\"title\":\"Autumn\",\"body\":\"Hello {{ name }}\",\"variables\":[\"name\"],"
  "\"recipients\":[[\"token-a\",\"FCM\",\"Ann\"],[\"token-b\",\"APN\",\"Bob\"],"
  "[\"token-c\",\"FCM\",\"Cid\"]]}";

/* As the console writes it. */
static char *
make_draft_json (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DispatchDraft) draft = dispatch_draft_from_json (draft_json, &error);

  g_assert_no_error (error);
  return dispatch_draft_to_json (draft);
}

static ArchiveStore *
open_store (ComposerFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *waiting = NULL;

  archive_store_open_async (fixture->path, NULL, test_store_result, &waiting);
  g_autoptr (GAsyncResult) result = test_await (&waiting);
  ArchiveStore *store = archive_store_open_finish (result, &error);
  g_assert_no_error (error);
  return store;
}

static void
finish (ArchiveStore *store, GAsyncResult **waiting)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = test_await (waiting);

  archive_store_write_finish (store, result, &error);
  g_assert_no_error (error);
}

static void
mark (ArchiveStore *store, ArchiveRequestState state)
{
  GAsyncResult *waiting = NULL;

  archive_store_mark_request_async (store, "send", 0, state,
                                    state == ARCHIVE_REQUEST_ACCEPTED ? "operation" : NULL, NULL,
                                    NULL, test_store_result, &waiting);
  finish (store, &waiting);
}

/* A send of two requests, to one and to two recipients; the first went as far as @state. */
static void
leave (ComposerFixture *fixture, ArchiveRequestState state, guint n_requests)
{
  static const guint n_recipients[] = { 1, 2 };
  g_autoptr (ArchiveStore) store = open_store (fixture);
  g_autofree char *json = make_draft_json ();
  GAsyncResult *waiting = NULL;

  archive_store_begin_send_async (store, carillon_account_get_id (fixture->account), "send", json,
                                  NULL, NULL, n_recipients, n_requests, NULL, test_store_result,
                                  &waiting);
  finish (store, &waiting);
  if (state != ARCHIVE_REQUEST_PLANNED) {
    mark (store, ARCHIVE_REQUEST_POSTING);
  }
  if (state == ARCHIVE_REQUEST_ACCEPTED) {
    mark (store, state);
  }
  archive_store_close (store);
}

static void
assert_journal (ComposerFixture *fixture, const ArchiveRequestState *states, guint n_states)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *waiting = NULL;

  archive_store_list_requests_async (fixture->store, "send", NULL, test_store_result, &waiting);
  g_autoptr (GAsyncResult) result = test_await (&waiting);
  g_autoptr (GPtrArray) requests =
    archive_store_list_requests_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (requests->len, ==, n_states);
  for (guint i = 0; i < n_states; i++) {
    g_assert_cmpint (((ArchiveRequest *) requests->pdata[i])->state, ==, states[i]);
  }
}

/* The service has acted on the first request. */
static char *
post (ComposerFixture *fixture)
{
  static const char *const tags[] = { DISPATCH_SEND_TAG, "send.0", NULL };
  const CommsEnvelope envelope = { .body = "Hello", .tags = tags };
  g_autoptr (CommsSendBody) body = comms_send_body_new (&envelope);
  g_autoptr (GError) error = NULL;
  GAsyncResult *waiting = NULL;

  comms_send_body_add_device (body, "FCM", "token-a");
  g_autoptr (GBytes) bytes = comms_send_body_finish (body);
  comms_client_send_async (fixture->client, bytes, NULL, test_store_result, &waiting);
  g_autoptr (GAsyncResult) result = test_await (&waiting);
  char *operation_id = comms_client_send_finish (fixture->client, result, &error);
  g_assert_no_error (error);
  return operation_id;
}

static guint
count_operations (ComposerFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *waiting = NULL;

  comms_client_list_operations_async (fixture->client, NULL, NULL, NULL, test_store_result,
                                      &waiting);
  g_autoptr (GAsyncResult) result = test_await (&waiting);
  g_autoptr (CommsPage) page = comms_client_list_finish (fixture->client, result, &error);
  g_assert_no_error (error);
  return comms_page_get_items (page)->len;
}

/* The window, as far as it matters here: the bar above the page, and two actions. */

static GtkWidget *composer; /* (unowned) */

static void
on_show_operation (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComposerFixture *fixture = user_data;

  fixture->operation = g_variant_dup_string (parameter, NULL);
}

static void
on_open_draft (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  carillon_composer_page_open_draft (CARILLON_COMPOSER_PAGE (composer),
                                     g_variant_get_string (parameter, NULL));
}

static void
add_action (GSimpleActionGroup *group,
            const char *name,
            GCallback callback,
            ComposerFixture *fixture)
{
  g_autoptr (GSimpleAction) action = g_simple_action_new (name, G_VARIANT_TYPE_STRING);

  g_signal_connect (action, "activate", callback, fixture);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
}

static GtkWidget *
open_window (ComposerFixture *fixture, int width)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *overlay = adw_toast_overlay_new ();
  GtkWidget *window = adw_window_new ();
  GtkWidget *bar = g_object_new (CARILLON_TYPE_UNSETTLED_BAR, NULL);

  add_action (group, "show-operation", G_CALLBACK (on_show_operation), fixture);
  add_action (group, "open-draft", G_CALLBACK (on_open_draft), fixture);
  gtk_widget_insert_action_group (window, "win", G_ACTION_GROUP (group));
  composer = carillon_composer_page_new (fixture->session);
  gtk_widget_set_vexpand (composer, TRUE);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), composer);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), box);
  adw_window_set_content (ADW_WINDOW (window), overlay);
  gtk_window_set_default_size (GTK_WINDOW (window), width, 760);
  gtk_window_present (GTK_WINDOW (window));
  test_ui_wait_find (window, "title-view");
  g_object_set (bar, "session", fixture->session, NULL);
  return window;
}

static void
on_gone (gpointer data, GObject *where_it_was)
{
  *(gboolean *) data = TRUE;
}

static void
close_window (GtkWidget *window)
{
  gboolean gone = FALSE;

  g_object_weak_ref (G_OBJECT (composer), on_gone, &gone);
  gtk_window_destroy (GTK_WINDOW (window));
  test_wait_until (&gone);
}

static void
take_pictures (GtkWidget *window, const char *name)
{
  static const int widths[] = { 360, 1000 };

  for (guint i = 0; i < G_N_ELEMENTS (widths) && g_getenv ("CARILLON_SCREENSHOTS") != NULL; i++) {
    g_autofree char *light = g_strdup_printf ("%s-%d", name, widths[i]);
    g_autofree char *dark = g_strconcat (light, "-dark", NULL);
    gtk_window_set_default_size (GTK_WINDOW (window), widths[i], 760);
    test_ui_settle (window);
    test_ui_settle (window);
    test_ui_screenshot (window, light);
    test_ui_set_dark (TRUE);
    test_ui_settle (window);
    test_ui_screenshot (window, dark);
    test_ui_set_dark (FALSE);
    test_ui_settle (window);
  }
}

static gboolean
is_sensitive (GtkWidget *root, gpointer text)
{
  GtkWidget *button = test_ui_lookup_text (root, GTK_TYPE_BUTTON, text);

  return button != NULL && gtk_widget_is_sensitive (button);
}

static void
click (GtkWidget *root, const char *text)
{
  test_ui_wait (root, is_sensitive, (gpointer) text);
  test_ui_settle (root);
  test_ui_click (test_ui_find_text (root, GTK_TYPE_BUTTON, text));
}

static ComposerFixture *
fixture_new (TestEmulator *emulator)
{
  return composer_fixture_new (test_emulator_get_url (emulator), test_emulator_get_sid (emulator),
                               test_emulator_get_secret (emulator));
}

static void
test_accepted (void)
{
  g_autoptr (TestEmulator) emulator = test_emulator_start (NULL);
  g_autoptr (ComposerFixture) fixture = fixture_new (emulator);

  leave (fixture, ARCHIVE_REQUEST_POSTING, 1);
  g_autofree char *operation_id = post (fixture);
  GtkWidget *window = open_window (fixture, 1000);
  test_ui_wait_shows (window, "Earlier send accepted");
  g_assert_false (test_ui_shows (window, "may or may not"));
  take_pictures (window, "unsettled-accepted");
  click (window, "Show");
  g_assert_cmpstr (fixture->operation, ==, operation_id);
  assert_journal (fixture, (ArchiveRequestState[]){ ARCHIVE_REQUEST_ACCEPTED }, 1);
  close_window (window);
}

/* The service has it only when it is asked again. */
static void
test_look_again (void)
{
  g_autoptr (TestEmulator) emulator = test_emulator_start (NULL);
  g_autoptr (ComposerFixture) fixture = fixture_new (emulator);

  leave (fixture, ARCHIVE_REQUEST_POSTING, 1);
  GtkWidget *window = open_window (fixture, 1000);
  test_ui_wait_shows (window, UNKNOWN_TEXT);
  take_pictures (window, "unsettled-unknown");
  click (window, "Look Again");
  test_ui_wait (window, is_sensitive, (gpointer) "Look Again");
  g_assert_true (test_ui_shows (window, UNKNOWN_TEXT));
  assert_journal (fixture, (ArchiveRequestState[]){ ARCHIVE_REQUEST_UNKNOWN }, 1);

  g_autofree char *operation_id = post (fixture);
  click (window, "Look Again");
  test_ui_wait_shows (window, "Earlier send accepted");
  test_ui_wait_gone (window, UNKNOWN_TEXT);
  assert_journal (fixture, (ArchiveRequestState[]){ ARCHIVE_REQUEST_ACCEPTED }, 1);
  g_assert_cmpuint (count_operations (fixture), ==, 1);
  close_window (window);
}

static void
answer (GtkWidget *window, const char *button)
{
  GtkWidget *dialog = test_ui_wait_dialog (window);

  test_ui_wait_shows (dialog, "gets the notification twice");
  test_ui_settle (dialog);
  test_ui_screenshot (dialog, "unsettled-question");
  click (dialog, button);
}

static void
test_mark_as_not_sent (void)
{
  g_autoptr (TestEmulator) emulator = test_emulator_start (NULL);
  g_autoptr (ComposerFixture) fixture = fixture_new (emulator);

  leave (fixture, ARCHIVE_REQUEST_POSTING, 1);
  GtkWidget *window = open_window (fixture, 1000);
  test_ui_wait_shows (window, UNKNOWN_TEXT);
  click (window, "Mark as Not Sent…");
  answer (window, "Cancel");
  assert_journal (fixture, (ArchiveRequestState[]){ ARCHIVE_REQUEST_UNKNOWN }, 1);
  click (window, "Mark as Not Sent…");
  answer (window, "Mark as Not Sent");
  test_ui_wait_shows (window, "a notification to 1 recipient was not sent");
  assert_journal (fixture, (ArchiveRequestState[]){ ARCHIVE_REQUEST_PLANNED }, 1);
  g_assert_nonnull (test_ui_lookup_text (window, GTK_TYPE_BUTTON, "Open as Draft"));
  g_assert_cmpuint (count_operations (fixture), ==, 0);
  close_window (window);
}

static void
test_open_as_draft (void)
{
  g_autoptr (TestEmulator) emulator = test_emulator_start (NULL);
  g_autoptr (ComposerFixture) fixture = fixture_new (emulator);
  const ArchiveRequestState settled[] = { ARCHIVE_REQUEST_ACCEPTED, ARCHIVE_REQUEST_ABANDONED };

  leave (fixture, ARCHIVE_REQUEST_ACCEPTED, 2);
  GtkWidget *window = open_window (fixture, 1360);
  test_ui_type (test_ui_find (window, "title-view"), "Being written");
  test_ui_wait_shows (window, UNSENT_TEXT);
  g_assert_true (test_ui_shows (window, "The part to 1 recipient was accepted."));
  take_pictures (window, "unsettled-unsent");
  gtk_window_set_default_size (GTK_WINDOW (window), 1360, 760);
  click (window, "Open as Draft");
  test_ui_wait_gone (window, UNSENT_TEXT);
  composer_wait_text (window, "cell-0-token", "token-b");
  composer_assert_text (window, "cell-0-provider", "APN");
  composer_assert_text (window, "cell-0-name", "Bob");
  composer_assert_text (window, "cell-1-token", "token-c");
  composer_assert_text (window, "title-view", "Autumn");
  composer_assert_text (window, "cell-2-token", ""); /* the row to go on with */
  test_ui_settle (window);
  test_ui_screenshot (window, "unsettled-draft");
  assert_journal (fixture, settled, 2);
  g_assert_cmpuint (count_operations (fixture), ==, 0);
  close_window (window);

  GAsyncResult *waiting = NULL;
  archive_store_list_drafts_async (fixture->store, carillon_account_get_id (fixture->account),
                                   &(ArchiveDraftQuery){ .needle = "Being written" }, NULL,
                                   test_store_result, &waiting);
  g_autoptr (GAsyncResult) result = test_await (&waiting);
  g_autoptr (GPtrArray) drafts = archive_store_list_drafts_finish (fixture->store, result, NULL);
  g_assert_cmpuint (drafts->len, ==, 1);
}

static void
test_dismiss (void)
{
  g_autoptr (TestEmulator) emulator = test_emulator_start (NULL);
  g_autoptr (ComposerFixture) fixture = fixture_new (emulator);
  const ArchiveRequestState settled[] = { ARCHIVE_REQUEST_ABANDONED, ARCHIVE_REQUEST_ABANDONED };

  leave (fixture, ARCHIVE_REQUEST_PLANNED, 2);
  GtkWidget *window = open_window (fixture, 1000);
  test_ui_wait_shows (window, "a notification to 3 recipients was not sent");
  click (window, "Dismiss");
  test_ui_wait_gone (window, "was not sent");
  assert_journal (fixture, settled, 2);
  close_window (window);
}

/* Where the service cannot be asked it may still be decided on. */
static void
test_offline (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "AC1", "secret");

  leave (fixture, ARCHIVE_REQUEST_POSTING, 1);
  GtkWidget *window = open_window (fixture, 360);
  test_ui_wait_shows (window, UNKNOWN_TEXT);
  test_ui_wait_shows (window, "The Server Could Not Be Reached");
  g_assert_false (test_ui_shows (window, "Nothing was sent"));
  take_pictures (window, "unsettled-offline");
  click (window, "Look Again");
  test_ui_wait (window, is_sensitive, (gpointer) "Mark as Not Sent…");
  assert_journal (fixture, (ArchiveRequestState[]){ ARCHIVE_REQUEST_POSTING }, 1);
  close_window (window);
}

int
main (int argc, char *argv[])
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/app/unsettled/accepted", test_accepted);
  g_test_add_func ("/app/unsettled/look-again", test_look_again);
  g_test_add_func ("/app/unsettled/mark-as-not-sent", test_mark_as_not_sent);
  g_test_add_func ("/app/unsettled/open-as-draft", test_open_as_draft);
  g_test_add_func ("/app/unsettled/dismiss", test_dismiss);
  g_test_add_func ("/app/unsettled/offline", test_offline);
  return g_test_run ();
}
