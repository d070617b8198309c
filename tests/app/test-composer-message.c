#include <carillon-message-pane.h>
#include <carillon-request-text.h>
#include <carillon-tag-row.h>
#include <dispatch-request.h>
#include <stdlib.h>
#include <test-emulator.h>
#include <test-keys.h>
#include <test-ui.h>
#include <time.h>

#include "composer-fixture.h"

#define NOW G_GINT64_CONSTANT (1773480600) /* 2026-03-14T09:30:00Z */
#define DAY (24 * 60 * 60)

/* The pane alone, in a window that can show toasts. */
typedef struct {
  DispatchDraft *draft;
  GtkWidget *window;
  GtkWidget *pane;
} Pane;

static void
open_pane (Pane *pane, int width)
{
  GtkWidget *overlay = adw_toast_overlay_new ();

  composer_fixture_use_style ();
  pane->draft = dispatch_draft_new ();
  pane->window = adw_window_new ();
  pane->pane = g_object_new (CARILLON_TYPE_MESSAGE_PANE, "draft", pane->draft, NULL);
  gtk_window_set_default_size (GTK_WINDOW (pane->window), width, 900);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), pane->pane);
  adw_window_set_content (ADW_WINDOW (pane->window), overlay);
  gtk_window_present (GTK_WINDOW (pane->window));
  test_ui_wait_find (pane->window, "title-view");
  test_ui_settle (pane->window);
}

static void
close_pane (Pane *pane)
{
  gtk_window_destroy (GTK_WINDOW (pane->window));
  while (g_main_context_iteration (NULL, FALSE)) {
  }
  g_assert_finalize_object (pane->draft);
}

static DispatchContent *
get_content (Pane *pane)
{
  return dispatch_draft_get_content (pane->draft);
}

static void
test_images (void)
{
  Pane pane;

  open_pane (&pane, 420);
  test_ui_click (test_ui_find (pane.window, "add-image"));
  test_ui_type (test_ui_wait_find (pane.window, "image-0"), "http://a.example/1.png");
  composer_wait_text (pane.window, "image-message", "Devices load images over https only");
  test_ui_type (test_ui_find (pane.window, "image-0"), "picture");
  composer_wait_text (pane.window, "image-message",
                      "This is no address of an image, as in https://example.com/picture.png");
  test_ui_type (test_ui_find (pane.window, "image-0"), "https://a.example/{{ id }}.png");
  composer_wait_absent (pane.window, "image-message");
  test_ui_click (test_ui_find (pane.window, "add-image"));
  test_ui_type (test_ui_wait_find (pane.window, "image-1"), " https://a.example/2.png ");
  g_autoptr (DispatchContent) two = get_content (&pane);
  g_assert_cmpstr (two->images[0], ==, "https://a.example/{{ id }}.png");
  g_assert_cmpstr (two->images[1], ==, "https://a.example/2.png");

  if (!test_keys_open (pane.window)) {
    return;
  }
  gtk_widget_grab_focus (test_ui_find (pane.window, "image-1"));
  test_ui_settle (pane.window);
  test_keys_press (GDK_KEY_Up, GDK_ALT_MASK);
  composer_wait_text (pane.window, "image-0", " https://a.example/2.png ");
  g_autoptr (DispatchContent) moved = get_content (&pane);
  g_assert_cmpstr (moved->images[0], ==, "https://a.example/2.png");
  test_ui_settle (pane.window);
  test_ui_click (test_ui_find_text (pane.window, GTK_TYPE_BUTTON, "Remove Image"));
  g_autoptr (DispatchContent) one = get_content (&pane);
  g_assert_cmpstr (one->images[0], ==, "https://a.example/{{ id }}.png");
  g_assert_null (one->images[1]);

  for (guint i = 1; i < DISPATCH_MAX_IMAGES; i++) {
    test_ui_click (test_ui_find (pane.window, "add-image"));
  }
  g_assert_false (gtk_widget_get_sensitive (test_ui_find (pane.window, "add-image")));
  close_pane (&pane);
}

static void
test_tags (void)
{
  static const struct {
    const char *key;
    const char *value;
    gboolean is_repeated;
    const char *problem;
  } cases[] = {
    { "", "", FALSE, NULL },
    { "campaign", "gates", FALSE, NULL },
    { "a.b_c~d-1", "{{ city }} is any", FALSE, NULL },
    { "", "v", FALSE, "The tag has no key yet" },
    { "k", "", FALSE, "The tag has no value yet" },
    { "k k", "v", FALSE, "A key has letters from a to z, digits, and . _ ~ - only" },
    { "k", "ü", FALSE, "A value has letters from a to z, digits, and . _ ~ - only" },
    { "k", "v", TRUE, "Another tag has this key" },
    { "carillon_send", "v", FALSE, "Each send makes this tag for itself" },
  };
  g_autofree char *long_text = g_strnfill (257, 'x');
  g_autofree char *long_key = carillon_describe_tag (long_text, "v", FALSE);
  g_autofree char *long_value = carillon_describe_tag ("k", long_text, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *problem =
      carillon_describe_tag (cases[i].key, cases[i].value, cases[i].is_repeated);
    g_assert_cmpstr (problem, ==, cases[i].problem);
  }
  g_assert_cmpstr (long_key, ==, "A key has 128 characters at most");
  g_assert_cmpstr (long_value, ==, "A value has 256 characters at most");

  Pane pane;
  open_pane (&pane, 420);
  test_ui_click (test_ui_find (pane.window, "add-tag"));
  test_ui_type (test_ui_wait_find (pane.window, "key"), "k k");
  composer_wait_text (pane.window, "tag-message",
                      "A key has letters from a to z, digits, and . _ ~ - only");
  test_ui_type (test_ui_find (pane.window, "key"), "k");
  composer_wait_text (pane.window, "tag-message", "The tag has no value yet");
  test_ui_type (test_ui_find (pane.window, "value"), "v");
  composer_wait_absent (pane.window, "tag-message");
  for (guint i = 1; i < DISPATCH_MAX_TAGS; i++) {
    test_ui_click (test_ui_find (pane.window, "add-tag"));
  }
  g_assert_false (gtk_widget_get_sensitive (test_ui_find (pane.window, "add-tag")));
  g_autoptr (DispatchTag) second =
    g_list_model_get_item (G_LIST_MODEL (dispatch_draft_get_tags (pane.draft)), 1);
  g_object_set (second, "key", "k", "value", "w", NULL);
  test_ui_wait_shows (pane.window, "Another tag has this key");
  close_pane (&pane);
}

static void
choose (GtkWidget *window, const char *name, guint position)
{
  adw_combo_row_set_selected (ADW_COMBO_ROW (test_ui_wait_find (window, name)), position);
}

static void
test_sender (void)
{
  g_autoptr (TestEmulator) emulator = test_emulator_start ("--demo", NULL);
  g_autoptr (ComposerFixture) fixture =
    composer_fixture_new (test_emulator_get_url (emulator), test_emulator_get_sid (emulator),
                          test_emulator_get_secret (emulator));
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  choose (window, "sender", 1);
  composer_wait_text (window, "sender-message", "Choose an App, or type its name");
  composer_wait_usable (window, "choose-app");
  test_ui_type (test_ui_find (window, "app-name"), "nobody");
  composer_wait_text (window, "sender-message", "This account has no App “nobody”");
  test_ui_type (test_ui_find (window, "app-name"), "Not An App");
  composer_wait_text (window, "sender-message",
                      "The name of an App has 1 to 64 letters from a to z, digits and _");
  gtk_menu_button_popup (GTK_MENU_BUTTON (test_ui_find (window, "choose-app")));
  test_ui_click (test_ui_wait_find (window, "harbour_shop"));
  composer_wait_text (window, "app-name", "harbour_shop");
  composer_wait_absent (window, "sender-message");

  choose (window, "sender", 2);
  composer_wait_text (window, "sender-message",
                      "Choose a credential for one kind of devices at least");
  choose (window, "fcm-credential", 1);
  composer_wait_absent (window, "sender-message");
  test_ui_settle (window);
  test_ui_screenshot (window, "composer-sender");
  choose (window, "sender", 0);
  composer_wait_absent (window, "fcm-credential");
}

/* The credentials that a request names may be of the wrong kind, or gone. */
static void
test_sender_misfits (void)
{
  g_autoptr (TestEmulator) emulator = test_emulator_start ("--demo", NULL);
  g_autoptr (ComposerFixture) fixture =
    composer_fixture_new (test_emulator_get_url (emulator), test_emulator_get_sid (emulator),
                          test_emulator_get_secret (emulator));
  GtkWidget *window = composer_fixture_open (fixture, 1360);
  DispatchDraft *draft = NULL;

  choose (window, "sender", 2);
  g_object_get (
    gtk_widget_get_ancestor (test_ui_find (window, "title-view"), CARILLON_TYPE_MESSAGE_PANE),
    "draft", &draft, NULL);
  g_object_set (draft, "fcm-credential-id", "comms_credential_01h9krwprkeee8fzqspvwy6nq9", NULL);
  composer_wait_text (window, "sender-message",
                      "This account has no such credential for Android and the Web");
  g_object_unref (draft);
}

static void
set_now (Pane *pane, gint64 now)
{
  GtkWidget *when = test_ui_find (pane->window, "when");
  GtkWidget *editor = gtk_widget_get_ancestor (when, g_type_from_name ("CarillonScheduleEditor"));

  g_object_set (editor, "now", now, NULL);
}

static void
assert_send_at (Pane *pane, const char *expected)
{
  g_autoptr (DispatchContent) content = get_content (pane);
  g_autofree char *actual = dispatch_content_format_send_at (content);

  g_assert_cmpstr (actual, ==, expected);
}

/* Nothing is planned by what is no time, as little by its first digits as by what was there before;
 * what was written stays to be put right. */
static void
check_unreadable_time (Pane *pane)
{
  static const char text[] = "25:99";

  for (gsize length = 1; length < sizeof text; length++) {
    g_autofree char *typed = g_strndup (text, length);
    test_ui_type (test_ui_find (pane->window, "send-time"), typed);
  }
  composer_wait_text (pane->window, "schedule-message",
                      "Write the time of day as in 09:30: until then nothing can be sent");
  composer_assert_text (pane->window, "schedule-summary", "No time is planned");
  composer_assert_text (pane->window, "send-time", text);
  g_assert_cmpint (dispatch_draft_get_send_at (pane->draft), ==, DISPATCH_SEND_AT_UNDECIDED);
  test_ui_settle (pane->window);
  test_ui_screenshot (pane->window, "message-undecided");

  g_autoptr (GDateTime) later = g_date_time_new_utc (2026, 3, 30, 0, 0, 0);
  GtkCalendar *calendar = GTK_CALENDAR (test_ui_find (pane->window, "send-calendar"));
  gtk_calendar_select_day (calendar, later);
  g_assert_cmpint (dispatch_draft_get_send_at (pane->draft), ==, DISPATCH_SEND_AT_UNDECIDED);
  composer_assert_text (pane->window, "send-time", text);
  test_ui_type (test_ui_find (pane->window, "send-time"), "0930");
  composer_wait_absent (pane->window, "schedule-message");
  assert_send_at (pane, "2026-03-30T07:30:00Z");

  /* Another draft, and the same one again: the wish stays, and the field says what is missing. */
  g_object_set (pane->draft, "send-at", DISPATCH_SEND_AT_UNDECIDED, NULL);
  composer_assert_text (pane->window, "send-time", "");
  composer_wait_text (pane->window, "schedule-summary", "No time is planned");
  test_ui_type (test_ui_find (pane->window, "send-time"), "9:30");
  assert_send_at (pane, "2026-03-30T07:30:00Z");
  g_autoptr (GDateTime) day = g_date_time_new_utc (2026, 3, 29, 0, 0, 0);
  gtk_calendar_select_day (calendar, day);
  assert_send_at (pane, "2026-03-29T07:30:00Z");
}

static void
check_unknown_zone (Pane *pane)
{
  g_object_set (pane->draft, "zone", "Mars/Olympus", NULL);
  composer_wait_text (pane->window, "schedule-message",
                      "This computer knows no time zone “Mars/Olympus”: UTC stands in for it");
  test_ui_wait_find_text (pane->window, GTK_TYPE_LABEL, "UTC");
  composer_assert_text (pane->window, "send-time", "13:30");
  assert_send_at (pane, "2026-03-29T13:30:00Z");
  g_object_set (pane->draft, "zone", "America/New_York", NULL);
  composer_wait_absent (pane->window, "schedule-message");
}

static void
test_schedule (void)
{
  Pane pane;

  open_pane (&pane, 420);
  set_now (&pane, NOW);
  choose (pane.window, "when", 1);
  composer_wait_text (pane.window, "schedule-summary",
                      "Sat, 14 Mar 2026, 12:00 your time\nSat, 14 Mar 2026, 11:00 UTC"
                      " · in 1 hour 30 minutes");
  assert_send_at (&pane, "2026-03-14T11:00:00Z");
  g_assert_cmpstr (dispatch_draft_get_zone (pane.draft), ==, "Europe/Vienna");

  g_autoptr (GDateTime) gap = g_date_time_new_utc (2026, 3, 29, 0, 0, 0);
  gtk_menu_button_popup (GTK_MENU_BUTTON (test_ui_find (pane.window, "send-date")));
  gtk_calendar_select_day (GTK_CALENDAR (test_ui_wait_find (pane.window, "send-calendar")), gap);
  gtk_menu_button_popdown (GTK_MENU_BUTTON (test_ui_find (pane.window, "send-date")));
  composer_wait_text (pane.window, "schedule-message",
                      "More than 7 days ahead: the service may refuse it");
  assert_send_at (&pane, "2026-03-29T10:00:00Z");
  set_now (&pane, NOW + 10 * DAY);
  composer_wait_absent (pane.window, "schedule-message");
  test_ui_type (test_ui_find (pane.window, "send-time"), "2:30");
  composer_wait_text (
    pane.window, "schedule-message",
    "Clocks are put forward that night, and never show 02:30: it goes out at 03:30");
  assert_send_at (&pane, "2026-03-29T01:30:00Z");

  check_unreadable_time (&pane);

  gtk_menu_button_popup (GTK_MENU_BUTTON (test_ui_find (pane.window, "zone")));
  test_ui_type (test_ui_wait_find (pane.window, "zone-search"), "new york");
  g_signal_emit_by_name (test_ui_find (pane.window, "zone-search"), "activate");
  composer_wait_text (pane.window, "schedule-summary",
                      "Sun, 29 Mar 2026, 09:30 America/New_York\n"
                      "Sun, 29 Mar 2026, 15:30 your time\n"
                      "Sun, 29 Mar 2026, 13:30 UTC · in 5 days");
  assert_send_at (&pane, "2026-03-29T13:30:00Z");
  g_assert_cmpstr (dispatch_draft_get_zone (pane.draft), ==, "America/New_York");
  test_ui_screenshot (pane.window, "message-schedule");
  check_unknown_zone (&pane);

  set_now (&pane, NOW + 16 * DAY);
  test_ui_wait_shows (pane.window, "This time passed");
  choose (pane.window, "when", 0);
  composer_wait_absent (pane.window, "schedule-summary");
  assert_send_at (&pane, NULL);
  close_pane (&pane);
}

#define REQUEST                                                                                \
  "{\"content\": {\"title\": \"Gate change\", \"body\": \"Gate {{ gate }}\", \"badge\": 1},\n" \
  " \"priority\": \"LOW\", \"to\": [{\"token\": \"t1\", \"provider\": \"FCM\",\n"              \
  " \"variables\": {\"gate\": \"B4\"}}]}"

static gboolean
offers_no_undo (GtkWidget *window, gpointer data)
{
  return test_ui_lookup_text (window, GTK_TYPE_BUTTON, "Undo") == NULL;
}

/* What is written afterwards would be lost. */
static void
check_late_undo (Pane *pane)
{
  test_ui_wait (pane->window, offers_no_undo, NULL);
  test_ui_click (test_ui_find (pane->window, "paste-request"));
  test_ui_click (test_ui_find (test_ui_wait_dialog (pane->window), "apply-request"));
  test_ui_wait_find_text (pane->window, GTK_TYPE_BUTTON, "Undo");
  test_ui_type (test_ui_find (pane->window, "title-view"), "Another");
  test_ui_wait (pane->window, offers_no_undo, NULL);

  test_ui_click (test_ui_find (pane->window, "paste-request"));
  test_ui_click (test_ui_find (test_ui_wait_dialog (pane->window), "apply-request"));
  test_ui_wait_find_text (pane->window, GTK_TYPE_BUTTON, "Undo");
  dispatch_audience_append (dispatch_draft_get_audience (pane->draft), "t2", "FCM");
  test_ui_wait (pane->window, offers_no_undo, NULL);

  g_object_set (pane->draft, "title", "Old", NULL);
  test_ui_click (test_ui_find (pane->window, "paste-request"));
  test_ui_click (test_ui_find (test_ui_wait_dialog (pane->window), "apply-request"));
  test_ui_wait_find_text (pane->window, GTK_TYPE_BUTTON, "Undo");
}

static void
test_request (void)
{
  Pane pane;

  open_pane (&pane, 640);
  DispatchAudience *audience = dispatch_draft_get_audience (pane.draft);
  g_object_set (pane.draft, "title", "Old", NULL);
  dispatch_audience_append (audience, "comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6nq8", "");
  gtk_expander_set_expanded (GTK_EXPANDER (test_ui_find (pane.window, "request")), TRUE);
  test_ui_wait_find (pane.window, "request-json");
  g_autofree char *json = test_ui_text (test_ui_find (pane.window, "request-json"));
  g_assert_nonnull (strstr (json, "\"title\": \"Old\""));
  test_ui_type (test_ui_find (pane.window, "body-view"), "New body");
  g_autoptr (DispatchContent) content = get_content (&pane);
  g_autofree char *expected =
    dispatch_request_to_json (content, dispatch_audience_get_table (audience), 3);
  composer_wait_text (pane.window, "request-json", expected);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (pane.window), REQUEST);
  test_ui_click (test_ui_find (pane.window, "paste-request"));
  GtkWidget *dialog = test_ui_wait_dialog (pane.window);
  test_ui_wait_shows (dialog, "Title: “Old” becomes “Gate change”");
  test_ui_wait_shows (dialog, "Recipients: 1 in place of 1");
  test_ui_wait_shows (dialog, "“content.badge” is left out: a draft has no place for it");
  test_ui_settle (dialog);
  test_ui_screenshot (dialog, "message-paste");
  test_ui_type (test_ui_find (dialog, "request-text"), "{\"content\": nothing}");
  test_ui_wait_shows (dialog, "Line 1, column 13: The JSON cannot be read");
  g_assert_false (gtk_widget_get_sensitive (test_ui_find (dialog, "apply-request")));
  test_ui_type (test_ui_find (dialog, "request-text"), "curl -u a:b -d '" REQUEST "' x");
  test_ui_wait_shows (dialog, "is not kept: it holds a secret");
  test_ui_click (test_ui_find (dialog, "apply-request"));
  composer_wait_text (pane.window, "title-view", "Gate change");
  g_assert_cmpstr (dispatch_audience_get_value (audience, 0, DISPATCH_COLUMN_TOKEN), ==, "t1");
  g_assert_cmpint (dispatch_draft_get_priority (pane.draft), ==, DISPATCH_PRIORITY_LOW);

  test_ui_click (test_ui_wait_find_text (pane.window, GTK_TYPE_BUTTON, "Undo"));
  composer_wait_text (pane.window, "title-view", "Old");
  composer_wait_text (pane.window, "body-view", "New body");
  g_assert_true (dispatch_audience_is_user (audience, 0));
  g_assert_cmpint (dispatch_draft_get_priority (pane.draft), ==, DISPATCH_PRIORITY_HIGH);
  check_late_undo (&pane);
  close_pane (&pane);
}

static gboolean
has_text (GtkWidget *window, gpointer data)
{
  return *(char **) data != NULL;
}

static void
on_text (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  *(char **) data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL);
}

static char *
read_clipboard (GtkWidget *window)
{
  char *text = NULL;

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (window), NULL, on_text, &text);
  test_ui_wait (window, has_text, &text);
  return text;
}

static void
test_copies (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "AC1", "topsecret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  test_ui_type (test_ui_find (window, "title-view"), "It's {{ name }}");
  gtk_expander_set_expanded (GTK_EXPANDER (test_ui_find (window, "request")), TRUE);
  test_ui_click (test_ui_wait_find (window, "copy-json"));
  g_autofree char *json = read_clipboard (window);
  g_assert_nonnull (strstr (json, "\"title\": \"It's {{ name }}\""));
  test_ui_click (test_ui_find (window, "copy-curl"));
  g_autofree char *command = read_clipboard (window);
  g_assert_true (g_str_has_prefix (command, "curl --request POST '" NOWHERE "/PushNotifications'"));
  g_assert_nonnull (strstr (command, ":\"$CARILLON_SECRET\""));
  g_assert_null (strstr (command, "topsecret"));
  g_autoptr (DispatchRequest) request = dispatch_request_from_text (command, NULL);
  g_assert_cmpstr (request->content->title, ==, "It's {{ name }}");
}

/* To be looked at. */
static void
test_looks (void)
{
  static const int widths[] = { 360, 640 };
  static const char *const images[] = { "https://a.example/offer.png", "http://a.example/x", NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (widths) * 2; i++) {
    Pane pane;
    test_ui_set_dark (i % 2 == 1);
    open_pane (&pane, widths[i / 2]);
    gtk_window_set_default_size (GTK_WINDOW (pane.window), widths[i / 2], 1700);
    g_autoptr (DispatchTag) good = dispatch_tag_new ("campaign", "gates");
    g_autoptr (DispatchTag) bad = dispatch_tag_new ("campaign", "gates and more");
    g_list_store_append (dispatch_draft_get_tags (pane.draft), good);
    g_list_store_append (dispatch_draft_get_tags (pane.draft), bad);
    g_object_set (pane.draft, "title", "Gate change", "body", "Gate {{ gate }}", "images", images,
                  "sender", DISPATCH_SENDER_APP, "app-name", "airline_prod", "send-at",
                  NOW + 9 * DAY, "zone", "America/New_York", NULL);
    set_now (&pane, NOW);
    gtk_expander_set_expanded (GTK_EXPANDER (test_ui_find (pane.window, "request")), TRUE);
    test_ui_wait_find (pane.window, "request-json");
    test_ui_settle (pane.window);
    g_autofree char *name =
      g_strdup_printf ("message-%d%s", widths[i / 2], i % 2 == 1 ? "-dark" : "");
    test_ui_screenshot (pane.window, name);
    g_assert_cmpint (gtk_widget_get_width (pane.window), <=, widths[i / 2]);
    close_pane (&pane);
  }
  test_ui_set_dark (FALSE);
}

int
main (int argc, char *argv[])
{
  g_setenv ("TZ", "Europe/Vienna", TRUE);
  tzset ();
  test_ui_init (&argc, &argv);
  g_test_add_func ("/composer/message/images", test_images);
  g_test_add_func ("/composer/message/tags", test_tags);
  g_test_add_func ("/composer/message/sender", test_sender);
  g_test_add_func ("/composer/message/sender-misfits", test_sender_misfits);
  g_test_add_func ("/composer/message/schedule", test_schedule);
  g_test_add_func ("/composer/message/request", test_request);
  g_test_add_func ("/composer/message/copies", test_copies);
  g_test_add_func ("/composer/message/looks", test_looks);
  return g_test_run ();
}
