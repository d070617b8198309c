#include <carillon-preview-pane.h>
#include <carillon-review-text.h>
#include <dispatch-draft.h>
#include <test-emulator.h>
#include <test-ui.h>

#include "composer-fixture.h"

#define USER "comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6n"

static gboolean
is_shown (GtkWidget *window, gpointer data)
{
  return ((ComposerFixture *) data)->operation != NULL;
}

static ComposerFixture *
fixture_for (TestEmulator *emulator)
{
  return composer_fixture_new (test_emulator_get_url (emulator), test_emulator_get_sid (emulator),
                               test_emulator_get_secret (emulator));
}

/* The draft that the page shows, for what has no control yet. */
static DispatchDraft *
find_draft (GtkWidget *root)
{
  if (CARILLON_IS_PREVIEW_PANE (root)) {
    DispatchDraft *draft = NULL;
    g_object_get (root, "draft", &draft, NULL);
    g_object_unref (draft); /* the page has it */
    return draft;
  }
  DispatchDraft *draft = NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && draft == NULL;
       child = gtk_widget_get_next_sibling (child)) {
    draft = find_draft (child);
  }
  return draft;
}

static void
paste (GtkWidget *window, const char *rows, const char *heading)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (window), rows);
  test_ui_click (test_ui_find (window, "paste-rows"));
  composer_wait_text (window, "recipients-heading", heading);
}

static GtkWidget *
review (GtkWidget *window)
{
  test_ui_click (test_ui_find (window, "review-button"));
  GtkWidget *dialog = test_ui_wait_dialog (window);
  test_ui_wait_find (dialog, "review-title");
  test_ui_settle (dialog);
  return dialog;
}

static void
compose (GtkWidget *window)
{
  test_ui_type (test_ui_find (window, "title-view"), "Hi {{ name | default: 'there' }}!");
  test_ui_type (test_ui_find (window, "body-view"), "Your order ships {{ due }}.");
  paste (window,
         "userId\ttoken\tprovider\tname\tdue\n" USER "q1\t\t\tAnn\ttoday\n" USER
         "q2\t\t\tBartholomew the Second\ttomorrow, or the day after that\n" USER
         "q3\t\t\tמרים\tהיום\n" USER "q4\t\t\t\ttoday\n" USER "q5\t\t\tEve\ttoday\n",
         "5 Recipients");
}

static void
assert_has (GtkWidget *dialog, const char *name, const char *text)
{
  g_autofree char *shown = test_ui_text (test_ui_find (dialog, name));

  g_assert_nonnull (strstr (shown, text));
}

static void
take_pictures (GtkWidget *dialog, const char *name)
{
  static const int widths[] = { 360, 520, 1000 };

  for (guint dark = 0; dark < 2; dark++) {
    test_ui_set_dark (dark);
    for (gsize i = 0; i < G_N_ELEMENTS (widths); i++) {
      g_autofree char *picture = g_strdup_printf ("%s-%d%s", name, widths[i], dark ? "-dark" : "");
      test_ui_resize (dialog, widths[i], 900);
      test_ui_settle (dialog);
      test_ui_screenshot (dialog, picture);
    }
  }
  test_ui_set_dark (FALSE);
}

/* Who gets what, and how the extreme recipients read it; without a warning nothing is asked. */
static void
test_facts (void)
{
  g_autoptr (TestEmulator) emulator = test_emulator_start (NULL);
  g_autoptr (ComposerFixture) fixture = fixture_for (emulator);
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  compose (window);
  GtkWidget *dialog = review (window);
  composer_wait_text (dialog, "review-kinds", "5 users");
  composer_assert_text (dialog, "review-recipients", "5 in 1 request");
  assert_has (dialog, "review-first", "and 2 more");
  assert_has (dialog, "review-size", "of 4,096 bytes");
  composer_assert_text (dialog, "review-time", "Now");
  composer_assert_text (dialog, "review-sender", "Default app");
  composer_assert_text (dialog, "review-tags", "None");
  composer_assert_text (dialog, "review-title", "Hi Ann!");
  take_pictures (dialog, "review-facts");

  test_ui_click (test_ui_find (dialog, "review-next-reader"));
  composer_assert_text (dialog, "review-title", "Hi Bartholomew the Second!");
  test_ui_screenshot (dialog, "review-longest");
  test_ui_click (test_ui_find (dialog, "review-previous-reader"));
  composer_assert_text (dialog, "review-title", "Hi Ann!");
  test_ui_close_dialog (dialog);
}

/* A warning is sent with only by who says so, an error not at all. */
static void
test_problems (void)
{
  g_autoptr (TestEmulator) emulator = test_emulator_start (NULL);
  g_autoptr (ComposerFixture) fixture = fixture_for (emulator);
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  test_ui_type (test_ui_find (window, "title-view"), "Hi");
  paste (window, USER "q1\n" USER "q1\n", "2 Recipients");
  GtkWidget *dialog = review (window);
  GtkWidget *send = test_ui_find (dialog, "send-button");
  test_ui_wait_shows (dialog, "1 Warning");
  g_assert_false (gtk_widget_is_sensitive (send));
  test_ui_screenshot (dialog, "review-warning");
  test_ui_click (test_ui_find (dialog, "review-acknowledge"));
  composer_wait_usable (dialog, "send-button");
  test_ui_close_dialog (dialog);

  /* Another look has to be acknowledged anew. */
  test_ui_type (test_ui_find (window, "title-view"), "Hi {% if %}");
  dialog = review (window);
  test_ui_wait_shows (dialog, "1 Error to Solve");
  g_assert_false (gtk_widget_is_sensitive (test_ui_find (dialog, "send-button")));
  composer_wait_absent (dialog, "review-acknowledge");
  test_ui_screenshot (dialog, "review-error");
  test_ui_close_dialog (dialog);
}

/* What the operator ignores is named apart, and asks for nothing. */
static void
test_ignored (void)
{
  g_autoptr (TestEmulator) emulator = test_emulator_start (NULL);
  g_autoptr (ComposerFixture) fixture = fixture_for (emulator);
  GtkWidget *window = composer_fixture_open (fixture, 1360);
  const char *ignored[] = { "duplicate:recipients", NULL };

  test_ui_type (test_ui_find (window, "title-view"), "Hi");
  paste (window, USER "q1\n" USER "q1\n", "2 Recipients");
  g_object_set (find_draft (window), "ignored", ignored, NULL);
  GtkWidget *dialog = review (window);
  composer_wait_usable (dialog, "send-button");
  test_ui_wait_shows (dialog, "Ignored for This Send");
  test_ui_wait_shows (dialog, "No Problems");
  test_ui_screenshot (dialog, "review-ignored");
  test_ui_close_dialog (dialog);
}

static gboolean
has_focus (GtkWidget *dialog, gpointer data)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (dialog));
  GtkWidget *expected = test_ui_find (dialog, data);

  return focus != NULL && (focus == expected || gtk_widget_is_ancestor (focus, expected));
}

/* The number that has to be typed is where the keyboard is, or else what has to be acknowledged. */
static void
test_focus (void)
{
  g_autoptr (TestEmulator) emulator = test_emulator_start (NULL);
  g_autoptr (ComposerFixture) fixture = fixture_for (emulator);
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  test_ui_type (test_ui_find (window, "title-view"), "Hi");
  paste (window, USER "q1\n" USER "q1\n", "2 Recipients");
  GtkWidget *dialog = review (window);
  test_ui_wait (dialog, has_focus, (gpointer) "review-acknowledge");
  test_ui_close_dialog (dialog);

  g_object_set (fixture->account, "confirm-above", 0, NULL);
  dialog = review (window);
  test_ui_wait (dialog, has_focus, (gpointer) "confirm-count");
  test_ui_type (test_ui_find (dialog, "confirm-count"), "2");
  GtkWidget *send = test_ui_find (dialog, "send-button");
  g_assert_false (gtk_widget_is_sensitive (send));
  test_ui_click (test_ui_find (dialog, "review-acknowledge"));
  composer_wait_usable (dialog, "send-button");

  /* A draft that changes behind the review is another, for which nothing was typed yet. */
  g_object_set (find_draft (window), "title", "Hello", NULL);
  composer_wait_text (dialog, "review-title", "Hello");
  g_assert_false (gtk_widget_is_sensitive (send));
  composer_assert_text (dialog, "confirm-count", "");
  test_ui_close_dialog (dialog);
}

static gboolean
is_over (GtkWidget *root, gpointer data)
{
  return g_get_real_time () / G_USEC_PER_SEC >= *(gint64 *) data;
}

/* A time that was to come when it was checked, and is over when it is sent. */
static void
test_late (void)
{
  g_autoptr (TestEmulator) emulator = test_emulator_start ("--control", NULL);
  g_autoptr (ComposerFixture) fixture = fixture_for (emulator);
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  test_ui_type (test_ui_find (window, "title-view"), "Hi");
  paste (window, USER "q1\n", "1 Recipient");
  gint64 send_at = g_get_real_time () / G_USEC_PER_SEC + 8;
  g_object_set (find_draft (window), "send-at", send_at, NULL);
  GtkWidget *dialog = review (window);
  GtkWidget *send = test_ui_find (dialog, "send-button");
  composer_wait_usable (dialog, "send-button");
  assert_has (dialog, "review-time", "UTC");
  test_ui_wait (dialog, is_over, &send_at);
  test_ui_click (send);
  test_ui_wait_shows (dialog, "The Time to Send Is Over");
  g_assert_false (gtk_widget_is_sensitive (send));
  test_ui_screenshot (dialog, "review-late");
  g_assert_cmpint (test_emulator_count_requests (emulator, "POST /PushNotifications"), ==, 0);
  test_ui_close_dialog (dialog);
}

/* What was sent under the same name is compared with what is about to be. */
static void
test_different (void)
{
  g_autoptr (TestEmulator) emulator = test_emulator_start (NULL);
  g_autoptr (ComposerFixture) fixture = fixture_for (emulator);
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  g_object_set (find_draft (window), "name", "Offer", NULL);
  test_ui_type (test_ui_find (window, "title-view"), "Hi");
  paste (window, USER "q1\n" USER "q2\n" USER "q3\n", "3 Recipients");
  GtkWidget *dialog = review (window);
  composer_wait_usable (dialog, "send-button");
  g_assert_null (test_ui_lookup_text (dialog, GTK_TYPE_LABEL, "Different"));
  test_ui_click (test_ui_find (dialog, "send-button"));
  test_ui_wait (window, is_shown, fixture);
  composer_wait_text (window, "title-view", "");

  g_object_set (find_draft (window), "name", "Offer", NULL);
  test_ui_type (test_ui_find (window, "title-view"), "Hello");
  paste (window, USER "q3\n" USER "q4\n" USER "q5\n", "3 Recipients");
  dialog = review (window);
  test_ui_wait_shows (dialog, "Different from the Last Draft of This Name");
  composer_assert_text (dialog, "review-new-title", "was “Hi”");
  composer_assert_text (dialog, "review-new-recipients", "2 new\n2 no longer\n1 as before");
  test_ui_wait_shows (dialog, "1 recipient got “Offer”");
  take_pictures (dialog, "review-different");
  test_ui_close_dialog (dialog);
}

/* The time in the operator's zone, in the one that was chosen and in UTC, and how far it is. */
static void
test_times (void)
{
  static const struct {
    gint64 ahead;
    const char *zone;
    const char *text;
  } cases[] = {
    { 90, "Europe/Vienna", "Wed 19 Mar 2025, 09:01 CET\nWed 19 Mar 2025, 08:01 UTC\nin 1 minute" },
    { 3600, "", "Wed 19 Mar 2025, 10:00 CET\nWed 19 Mar 2025, 09:00 UTC\nin 1 hour" },
    { 26 * 3600 + 600, "Asia/Tokyo",
      "Thu 20 Mar 2025, 11:10 CET\nThu 20 Mar 2025, 19:10 in Asia/Tokyo\n"
      "Thu 20 Mar 2025, 10:10 UTC\nin 1 day and 2 hours" },
    { 3 * 86400, "Europe/Vienna",
      "Sat 22 Mar 2025, 09:00 CET\nSat 22 Mar 2025, 08:00 UTC\nin 3 days" },
    { -60, "Europe/Vienna", "Wed 19 Mar 2025, 08:59 CET\nWed 19 Mar 2025, 07:59 UTC\nIt is over" },
  };
  g_autoptr (GTimeZone) vienna = g_time_zone_new_identifier ("Europe/Vienna");
  g_autoptr (GDateTime) now = g_date_time_new (vienna, 2025, 3, 19, 9, 0, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const DispatchContent content = { .send_at = g_date_time_to_unix (now) + cases[i].ahead,
                                      .zone = cases[i].zone };
    g_autofree char *text = carillon_review_describe_time (&content, now);
    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/composer/review/facts", test_facts);
  g_test_add_func ("/composer/review/problems", test_problems);
  g_test_add_func ("/composer/review/ignored", test_ignored);
  g_test_add_func ("/composer/review/focus", test_focus);
  g_test_add_func ("/composer/review/late", test_late);
  g_test_add_func ("/composer/review/different", test_different);
  g_test_add_func ("/composer/review/times", test_times);
  return g_test_run ();
}
