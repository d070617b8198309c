#include <carillon-device-preview.h>
#include <carillon-preview-pane.h>
#include <dispatch-preview.h>
#include <test-ui.h>

#include "composer-fixture.h"

#define USER "comms_user_01h9krwprkeee8fzqspvwy6nq8"
#define LONG_BODY                                                                                  \
  "Your order has left our warehouse in Graz this morning and is on its way to you. It takes two " \
  "days. You need not be there: leave us a note where to put it, or have it brought to a shop "    \
  "near you, which is open until eight in the evening. Thank you for being with us all the year."

/* Without a window. */

static DispatchDraft *
create_draft (const char *title, const char *body)
{
  DispatchDraft *draft = dispatch_draft_new ();

  g_object_set (draft, "title", title, "body", body, NULL);
  dispatch_audience_append (dispatch_draft_get_audience (draft), USER, "");
  return draft;
}

static void
test_gaps (void)
{
  static const struct {
    const char *title;
    const char *gaps; /* with < and > for where they begin and end */
    const char *missing;
  } cases[] = {
    { "Hi {{ name }}!", "Hi <name>!", "name" },
    { "{{ a | default: 'you' }} {{ b }}", "you <b>", "b" },
    { "{{ name | default: 'you' }}", NULL, NULL },
    { "{{ name | size }}", NULL, "name" },
    { "{% if name %}Hi {{ name }}{% endif %}", NULL, NULL },
    { "{{ user.name }}", NULL, "user.name" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (DispatchDraft) draft = create_draft (cases[i].title, "");
    g_autoptr (DispatchPreview) preview = dispatch_preview_new (draft, 0);
    g_autoptr (GString) gaps = g_string_new (preview->gaps_title);
    g_string_replace (gaps, "\uE000", "<", 0);
    g_string_replace (gaps, "\uE001", ">", 0);
    g_assert_cmpstr (gaps->str, ==, cases[i].gaps != NULL ? cases[i].gaps : "");
    g_assert_cmpstr (preview->missing[0], ==, cases[i].missing);
  }
}

static void
test_readings (void)
{
  g_autoptr (DispatchDraft) draft = create_draft ("{{ 9 | divided_by: 2 }}", "{{ 'a' | join }}");
  g_autoptr (DispatchPreview) preview = dispatch_preview_new (draft, 0);

  g_assert_true (preview->differs);
  g_assert_cmpstr (preview->readings[LIQUID_SHOPIFY].title, ==, "4");
  g_assert_cmpstr (preview->readings[LIQUID_LIQUIDJS].title, ==, "4.5");
  g_object_set (draft, "title", "{{ 8 | divided_by: 2 }}", "body", "é", NULL);
  g_autoptr (DispatchPreview) same = dispatch_preview_new (draft, 0);
  g_assert_false (same->differs);
  g_assert_cmpuint (same->readings[LIQUID_SHOPIFY].n_characters, ==, 2);
  g_assert_cmpuint (same->readings[LIQUID_SHOPIFY].n_bytes_fcm, ==,
                    strlen ("{\"notification\":{\"title\":\"4\",\"body\":\"é\"}}"));
  g_assert_cmpuint (same->readings[LIQUID_SHOPIFY].n_bytes_apn, ==,
                    strlen ("{\"aps\":{\"alert\":{\"title\":\"4\",\"body\":\"é\"}}}"));
  g_object_set (draft, "body", "{% if true %} \n{% endif %}Hi", NULL);
  g_autoptr (DispatchPreview) spaced = dispatch_preview_new (draft, 0);
  g_assert_cmpstr (spaced->readings[LIQUID_SHOPIFY].body, ==, "Hi");
  g_assert_cmpstr (spaced->readings[LIQUID_LIQUIDJS].body, ==, " \nHi");
  g_assert_true (spaced->differs);
  g_object_set (draft, "body", "{% if %}", NULL);
  g_autoptr (DispatchPreview) wrong = dispatch_preview_new (draft, 0);
  g_assert_null (wrong->readings[LIQUID_SHOPIFY].body);
  g_assert_error (wrong->readings[LIQUID_SHOPIFY].body_error, LIQUID_ERROR, LIQUID_ERROR_SYNTAX);
  g_assert_cmpstr (wrong->readings[LIQUID_SHOPIFY].title, ==, "4");
}

/* With one. */

static int
count_lines (GtkWidget *window, const char *name)
{
  return pango_layout_get_line_count (
    gtk_label_get_layout (GTK_LABEL (test_ui_find (window, name))));
}

static gboolean
is_cut (GtkWidget *window, const char *name)
{
  return pango_layout_is_ellipsized (
    gtk_label_get_layout (GTK_LABEL (test_ui_find (window, name))));
}

/* As many lines as each device has for a body, and all of it where it is opened. */
static void
test_surfaces (void)
{
  static const struct {
    const char *platform;
    const char *surface;
    int n_lines;
  } cases[] = {
    { "preview-android", "preview-banner", 1 },
    { "preview-android", "preview-lock", 1 },
    { "preview-ios", "preview-banner", 2 },
    { "preview-ios", "preview-lock", 4 },
  };
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  test_ui_type (test_ui_find (window, "title-view"), "Hi {{ name }}, your order ships");
  test_ui_type (test_ui_find (window, "body-view"), LONG_BODY);
  carillon_composer_page_add_user (composer_fixture_get_page (fixture), USER);
  composer_wait_text (window, "preview-body", LONG_BODY);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    test_ui_click (test_ui_find (window, cases[i].platform));
    test_ui_click (test_ui_find (window, cases[i].surface));
    test_ui_settle (window);
    g_assert_cmpint (count_lines (window, "preview-title"), ==, 1);
    g_assert_cmpint (count_lines (window, "preview-body"), ==, cases[i].n_lines);
    g_assert_true (is_cut (window, "preview-body"));
    g_autofree char *name =
      g_strdup_printf ("composer-preview-%s-%s", cases[i].platform, cases[i].surface);
    test_ui_screenshot (window, name);
  }
  test_ui_click (test_ui_find (window, "preview-expanded"));
  test_ui_click (test_ui_find (window, "preview-dark"));
  test_ui_settle (window);
  g_assert_false (is_cut (window, "preview-body"));
  test_ui_screenshot (window, "composer-preview-ios-expanded-dark");
  test_ui_click (test_ui_find (window, "preview-android"));
  test_ui_set_dark (TRUE);
  test_ui_settle (window);
  g_assert_false (is_cut (window, "preview-body"));
  test_ui_screenshot (window, "composer-preview-android-expanded-dark");
  test_ui_click (test_ui_find (window, "preview-dark"));
  test_ui_settle (window);
  test_ui_screenshot (window, "composer-preview-light-in-dark");
  test_ui_set_dark (FALSE);
}

/* Whether the bell stands at the right. */
static gboolean
is_mirrored (GtkWidget *window)
{
  return gtk_widget_get_direction (test_ui_find (window, "preview-title")) == GTK_TEXT_DIR_RTL;
}

static void
test_right_to_left (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  test_ui_type (test_ui_find (window, "title-view"), "שלום {{ name | default: 'Ann' }}");
  test_ui_type (test_ui_find (window, "body-view"), "ההזמנה שלך נשלחה הבוקר.");
  composer_wait_text (window, "preview-title", "שלום Ann");
  g_assert_true (is_mirrored (window));
  test_ui_settle (window);
  test_ui_screenshot (window, "composer-preview-rtl");
  test_ui_type (test_ui_find (window, "title-view"), "");
  test_ui_type (test_ui_find (window, "body-view"), "Shipped");
  composer_wait_text (window, "preview-body", "Shipped");
  g_assert_false (is_mirrored (window));
}

static void
test_dialects (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 360);

  test_ui_type (test_ui_find (window, "title-view"), "{{ 9 | divided_by: 2 }} and {{ who }}");
  carillon_composer_page_add_user (composer_fixture_get_page (fixture), USER);
  test_ui_click (test_ui_find (window, "tab-preview"));
  composer_wait_text (window, "preview-title", "4 and ‹who›");
  test_ui_wait_shows (window, "they read this text differently");
  test_ui_wait_shows (window, "No value for “who”");
  test_ui_settle (window);
  test_ui_screenshot (window, "composer-preview-dialects-360");
  test_ui_click (test_ui_find (window, "preview-liquidjs"));
  composer_wait_text (window, "preview-title", "4.5 and ");
  g_assert_cmpint (gtk_widget_get_width (window), <=, 360);
}

/* To the recipients that the check found at the ends. */
static void
test_extremes (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 360);

  test_ui_type (test_ui_find (window, "title-view"), "Hi {{ name | default: 'you' }}");
  carillon_composer_page_add_recipients (
    composer_fixture_get_page (fixture),
    g_variant_new_parsed ("[('" USER "', ''), ('" USER "x', ''), ('" USER "y', '')]"));
  test_ui_click (test_ui_find (window, "tab-recipients"));
  test_ui_type (test_ui_wait_find (window, "cell-1-name"), "Maximiliane");
  test_ui_type (test_ui_wait_find (window, "cell-2-name"), "שלום");
  test_ui_click (test_ui_find (window, "tab-preview"));
  test_ui_click (test_ui_wait_find_text (window, GTK_TYPE_BUTTON, "Who reads the most: row 2"));
  composer_wait_text (window, "preview-title", "Hi Maximiliane");
  test_ui_click (
    test_ui_wait_find_text (window, GTK_TYPE_BUTTON, "Who has the fewest values: row 1"));
  composer_wait_text (window, "preview-title", "Hi you");
  test_ui_click (
    test_ui_wait_find_text (window, GTK_TYPE_BUTTON, "Who reads from right to left: row 3"));
  composer_wait_text (window, "preview-title", "Hi שלום");
  test_ui_settle (window);
  g_assert_cmpint (gtk_widget_get_width (window), <=, 360);
  test_ui_screenshot (window, "composer-preview-extremes-360");

  /* Where another one is about to be added, whoever was shown still is. */
  g_object_set (
    gtk_widget_get_ancestor (test_ui_find (window, "preview-device"), CARILLON_TYPE_PREVIEW_PANE),
    "row", 3, NULL);
  test_ui_click (test_ui_find (window, "tab-message"));
  test_ui_type (test_ui_wait_find (window, "title-view"), "Dear {{ name | default: 'you' }}");
  test_ui_click (test_ui_find (window, "tab-preview"));
  composer_wait_text (window, "preview-title", "Dear שלום");
}

/* What a screen reader says of it. */
static void
test_description (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  test_ui_type (test_ui_find (window, "title-view"), "Hi");
  test_ui_type (test_ui_find (window, "body-view"), "Shipped");
  adw_combo_row_set_selected (ADW_COMBO_ROW (test_ui_find (window, "sender")), 1);
  test_ui_type (test_ui_wait_find (window, "app-name"), "shop");
  composer_wait_text (window, "preview-app", "shop");
  GtkWidget *device = test_ui_find (window, "preview-device");
  gtk_test_accessible_assert_property (device, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "shop. Hi. Shipped");
  gtk_test_accessible_assert_property (device, GTK_ACCESSIBLE_PROPERTY_LABEL, "Banner on Android");
  test_ui_click (test_ui_find (window, "preview-ios"));
  gtk_test_accessible_assert_property (device, GTK_ACCESSIBLE_PROPERTY_LABEL, "Banner on iOS");
}

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/composer/preview/gaps", test_gaps);
  g_test_add_func ("/composer/preview/readings", test_readings);
  g_test_add_func ("/composer/preview/surfaces", test_surfaces);
  g_test_add_func ("/composer/preview/right-to-left", test_right_to_left);
  g_test_add_func ("/composer/preview/dialects", test_dialects);
  g_test_add_func ("/composer/preview/extremes", test_extremes);
  g_test_add_func ("/composer/preview/description", test_description);
  return g_test_run ();
}
