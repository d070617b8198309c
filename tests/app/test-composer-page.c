#include <sqlite3.h>
#include <test-ui.h>

#include "composer-fixture.h"

#define USER "comms_user_01h9krwprkeee8fzqspvwy6nq8"

static void
test_preview (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  test_ui_wait_shows (window, "Nothing to read yet");
  test_ui_settle (window);
  test_ui_screenshot (window, "composer-empty");
  test_ui_type (test_ui_find (window, "title-view"), "Hi {{ name | default: 'there' }}!");
  test_ui_type (test_ui_find (window, "body-view"), "Thanks{% if vip %} a lot{% endif %}.");
  composer_wait_text (window, "preview-title", "Hi there!");
  composer_assert_text (window, "preview-body", "Thanks.");
  carillon_composer_page_add_user (composer_fixture_get_page (fixture), USER);
  test_ui_type (test_ui_wait_find (window, "cell-0-name"), "Ann");
  test_ui_type (test_ui_wait_find (window, "cell-0-vip"), "yes");
  composer_wait_text (window, "preview-title", "Hi Ann!");
  composer_assert_text (window, "preview-body", "Thanks a lot.");

  carillon_composer_page_add_user (composer_fixture_get_page (fixture), USER "x");
  test_ui_wait_find (window, "cell-1-name");
  composer_wait_usable (window, "preview-next");
  test_ui_click (test_ui_find (window, "preview-next"));
  composer_wait_text (window, "preview-title", "Hi there!");
  g_assert_false (gtk_widget_get_sensitive (test_ui_find (window, "preview-next")));
  test_ui_click (test_ui_find (window, "preview-previous"));
  composer_wait_text (window, "preview-title", "Hi Ann!");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (test_ui_find (window, "preview-ios")), TRUE);
  g_assert_false (gtk_widget_get_mapped (test_ui_find (window, "preview-app")));
}

/* Recipients that come from a list, for another draft than the one that was begun. */
static void
test_recipients_from_lists (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);
  CarillonComposerPage *page = composer_fixture_get_page (fixture);

  test_ui_type (test_ui_wait_find (window, "title-view"), "First");
  carillon_composer_page_add_recipients (
    page, g_variant_new_parsed ("[(%s, ''), ('token', 'FCM')]", USER));
  composer_wait_text (window, "cell-1-token", "token");

  carillon_composer_page_begin (page, g_variant_new_parsed ("[('other', 'APN')]"));
  composer_wait_text (window, "cell-0-token", "other");
  g_autofree char *title = test_ui_text (test_ui_find (window, "title-view"));
  g_assert_cmpstr (title, ==, "");
  test_ui_screenshot (window, "composer-another");
}

static void
test_problems (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  test_ui_wait_shows (window, "Add at least one recipient");
  test_ui_wait_shows (window, "there is nothing to read yet");
  test_ui_type (test_ui_find (window, "title-view"), "Hi {{ name }}");
  carillon_composer_page_add_user (composer_fixture_get_page (fixture), USER);
  test_ui_wait_shows (window, "1 recipient has no value for “name”");
  test_ui_settle (window);
  test_ui_screenshot (window, "composer-problems");
  GtkWidget *row = gtk_widget_get_ancestor (
    test_ui_wait_find_text (window, GTK_TYPE_LABEL, "1 recipient has no value for “name”"),
    GTK_TYPE_LIST_BOX_ROW);
  test_ui_click (row);
  test_ui_settle (window);
  g_assert_cmpstr (gtk_widget_get_name (gtk_root_get_focus (GTK_ROOT (window))), ==, "cell-0-user");
  test_ui_type (test_ui_find (window, "title-view"), "Hi {{ name | default: 'you' }}");
  composer_wait_text (window, "check-summary", "Ready to send");
  composer_wait_absent (window, "problems");

  adw_combo_row_set_selected (ADW_COMBO_ROW (test_ui_find (window, "sender")), 1);
  test_ui_type (test_ui_wait_find (window, "app-name"), "Not An App");
  test_ui_wait_shows (window, "1 error");
  g_assert_true (gtk_widget_get_mapped (test_ui_find (window, "sender-message")));
  test_ui_type (test_ui_find (window, "app-name"), "shop");
  test_ui_wait_gone (window, "1 error");
}

static gboolean
is_underlined (GtkWidget *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  GtkTextIter iter;

  gtk_text_buffer_get_start_iter (buffer, &iter);
  do {
    g_autoptr (GSList) tags = gtk_text_iter_get_tags (&iter);
    for (GSList *l = tags; l != NULL; l = l->next) {
      PangoUnderline underline;
      g_object_get (l->data, "underline", &underline, NULL);
      if (underline == PANGO_UNDERLINE_ERROR) {
        return TRUE;
      }
    }
  } while (gtk_text_iter_forward_char (&iter));
  return FALSE;
}

static gboolean
has_underline (GtkWidget *window, gpointer name)
{
  return is_underlined (test_ui_find (window, name));
}

static gboolean
has_none (GtkWidget *window, gpointer name)
{
  return !is_underlined (test_ui_find (window, name));
}

static void
test_bad_template (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  test_ui_type (test_ui_find (window, "body-view"), "Dear {{ name | }}, {% if %}");
  test_ui_wait_shows (window, "Error in the body, line 1, column 20");
  test_ui_wait_shows (window,
                      "“{% if … %}” cannot be understood: write it as in {% if city == 'Graz' %}");
  composer_wait_text (window, "preview-body",
                      "“{% if … %}” cannot be understood: write it as in {% if city == 'Graz' %}");
  test_ui_wait (window, has_underline, "body-view");
  composer_assert_text (window, "body-view", "Dear {{ name | }}, {% if %}");
  test_ui_settle (window);
  test_ui_screenshot (window, "composer-bad-template");
  test_ui_type (test_ui_find (window, "body-view"), "Dear {{ name | default: 'you' }}");
  test_ui_wait_gone (window, "Error in the body, line 1, column 20");
  test_ui_wait (window, has_none, "body-view");
}

/* What is selected in the editor of the body. */
static char *
get_selection (GtkWidget *window)
{
  GtkWidget *view = test_ui_find (window, "body-view");
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  GtkTextIter start, end;

  g_assert_true (gtk_root_get_focus (GTK_ROOT (window)) == view);
  gtk_text_buffer_get_selection_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

/* Activates the problem that says @text; what it leads to is @selected. */
static void
check_leads_to (GtkWidget *window, const char *text, const char *place, const char *selected)
{
  GtkWidget *row = gtk_widget_get_ancestor (
    test_ui_wait_find_text (test_ui_find (window, "problems"), GTK_TYPE_LABEL, text),
    GTK_TYPE_LIST_BOX_ROW);

  g_assert_true (test_ui_shows (row, place));
  test_ui_click (row);
  test_ui_settle (window);
  g_autofree char *found = get_selection (window);
  g_assert_cmpstr (found, ==, selected);
}

/* Mistakes are told in plain words, with their place; the engine's own are at hand. */
static void
test_mistakes (void)
{
  static const struct {
    const char *body;
    const char *text;
    const char *place;
    const char *selected;
  } cases[] = {
    { "Hi\n{% if vip %}Thanks", "“{% if %}” is never closed: write “{% endif %}” where it ends",
      "Error in the body, line 2, column 1", "{% if vip %}" },
    { "é {% shout %}",
      "“{% shout %}” is no tag that Liquid knows: check its spelling, or remove it",
      "Error in the body, line 1, column 6", "shout" },
    { "{% if a %}{% endfor %}", "“{% endfor %}” stands where “{% endif %}” is needed",
      "Error in the body, line 1, column 11", "{% endfor %}" },
    { "Hi {{ name", "“{{” is never closed: write “}}” where the variable ends",
      "Error in the body, line 1, column 4", "{{ name" },
    { "{% else %}",
      "“{% else %}” does not belong here: it needs a block such as “{% if %}” around it",
      "Error in the body, line 1, column 1", "{% else %}" },
    { "Hi {{1}}", "“{{1}}” prints the number 1: give the variable a name that starts with a letter",
      "Warning in the body, line 1, column 4", "{{1}}" },
    { "{% include 'foot' %}",
      "The service has no template “foot”: write its text here in place of the tag",
      "Error in the body, line 1, column 12", "'foot'" },
    { "{{ name | default: “you” }}",
      "“you” has curly quotation marks, which Liquid takes for letters: type straight ones, as in 'text'",
      "Warning in the body, line 1, column 20", "“you”" },
    { "{{ name | default: 'you' | h }}",
      "Not every kind of Liquid knows the filter “h”: the service may leave it out",
      "Warning in the body, line 1, column 28", "h" },
  };
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  carillon_composer_page_add_user (composer_fixture_get_page (fixture), USER);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    test_ui_type (test_ui_find (window, "body-view"), cases[i].body);
    check_leads_to (window, cases[i].text, cases[i].place, cases[i].selected);
    test_ui_wait (window, has_underline, "body-view");
  }
}

/* The engine's words are a tooltip away. */
static void
test_engine_words (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  test_ui_type (test_ui_find (window, "title-view"), "{% for x %}{% endfor %}");
  GtkWidget *label = test_ui_wait_find_text (test_ui_find (window, "problems"), GTK_TYPE_LABEL,
                                             "Error in the title, column 1");
  GtkWidget *row = gtk_widget_get_ancestor (label, GTK_TYPE_LIST_BOX_ROW);
#define WORDS                                                    \
  "Liquid says: line 1, column 1: Syntax Error in 'for loop' - " \
  "Valid syntax: for [item] in [collection]"
  g_assert_cmpstr (gtk_widget_get_tooltip_text (row), ==, WORDS);
  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "Error in the title, column 1. " WORDS);
}

/* Recipients who would read something else are told of, and the first of them is shown. */
static void
test_dialects (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  test_ui_type (test_ui_find (window, "body-view"),
                "{{ points | default: 0 }} points{% if points > 100 %}, wow{% endif %}");
  carillon_composer_page_add_user (composer_fixture_get_page (fixture), USER);
  carillon_composer_page_add_user (composer_fixture_get_page (fixture), USER "x");
  test_ui_type (test_ui_wait_find (window, "cell-1-points"), "150");
  check_leads_to (
    window,
    "The text of 1 recipient cannot be made: A text is compared with a number: make it "
    "one first, with “| plus: 0”",
    "Error in the body, line 1, column 33", "{% if points > 100 %}");
  composer_wait_text (window, "preview-row", "Row 2: comms_user…y6nq8x");
  test_ui_settle (window);
  test_ui_screenshot (window, "composer-dialects");

  test_ui_type (test_ui_find (window, "body-view"), "{{ points | default: 0 | times: 1.0 }}.");
  check_leads_to (
    window,
    "2 recipients may read “0.0.” or “0.”: Shopify’s Liquid and LiquidJS differ here, "
    "and the service may run either",
    "Warning in the body, line 1, column 1", "{{ points | default: 0 | times: 1.0 }}");
  composer_wait_text (window, "preview-row", "Row 1: comms_user…wy6nq8");
}

/* Many findings at once, where there is little room and where there is much. */
static void
test_many_findings (void)
{
  static const int widths[] = { 360, 1000, 1600 };

  for (gsize i = 0; i < G_N_ELEMENTS (widths); i++) {
    g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
    GtkWidget *window = composer_fixture_open (fixture, widths[i]);
    g_autofree char *light = g_strdup_printf ("composer-findings-%d", widths[i]);
    g_autofree char *dark = g_strconcat (light, "-dark", NULL);

    carillon_composer_page_add_user (composer_fixture_get_page (fixture), USER);
    if (widths[i] < 1360) {
      test_ui_click (test_ui_find (window, "tab-message"));
    }
    test_ui_type (test_ui_wait_find (window, "title-view"),
                  "{{1}}, your {{ due | date: '%B %d' }}");
    test_ui_type (test_ui_find (window, "body-view"),
                  "Hi {{ name | default: “you” }},\n{% if points > 100 %}you have {{ points }}"
                  "{% endif %} {{ total | default: 4 | divided_by: 8 | h }} {% include 'foot' %}");
    if (widths[i] < 1360) {
      test_ui_click (test_ui_wait_find (window, "tab-preview"));
    }
    test_ui_wait_shows (window, "The service has no template “foot”");
    test_ui_wait_shows (window, "“{{1}}” prints the number 1");
    test_ui_settle (window);
    g_assert_cmpint (gtk_widget_get_width (window), <=, widths[i]);
    g_assert_null (test_ui_lookup (window, "cell-0-you"));
    test_ui_screenshot (window, light);
    test_ui_set_dark (TRUE);
    test_ui_settle (window);
    test_ui_screenshot (window, dark);
    test_ui_set_dark (FALSE);
  }
}

static void
test_long_title (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);
  g_autofree char *title = g_strnfill (100000, 'x');

  carillon_composer_page_add_user (composer_fixture_get_page (fixture), USER);
  test_ui_type (test_ui_find (window, "title-view"), title);
  test_ui_wait_shows (window, "larger than the 4,096 bytes");
  composer_assert_text (window, "title-view", title);
  test_ui_settle (window);
  test_ui_screenshot (window, "composer-long-title");
  /* Still alive: another edit is seen in the preview. */
  test_ui_type (test_ui_find (window, "title-view"), "short");
  composer_wait_text (window, "preview-title", "short");
  test_ui_wait_gone (window, "larger than the 4,096 bytes");
}

static void
test_draft_survives (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  test_ui_type (test_ui_find (window, "title-view"), "Kept {{ name }}");
  test_ui_type (test_ui_find (window, "sound"), "ring");
  carillon_composer_page_add_user (composer_fixture_get_page (fixture), USER);
  test_ui_type (test_ui_wait_find (window, "cell-0-name"), "Ann");
  test_ui_click (test_ui_find (window, "add-tag"));
  test_ui_type (test_ui_wait_find (test_ui_find (window, "tags"), "key"), "campaign");
  test_ui_type (test_ui_find (test_ui_find (window, "tags"), "value"), "gates");
  /* Closed before the pause after which it would have been saved. */
  composer_fixture_close (fixture);

  window = composer_fixture_open (fixture, 1360);
  composer_wait_text (window, "title-view", "Kept {{ name }}");
  composer_wait_text (window, "cell-0-name", "Ann");
  composer_assert_text (window, "sound", "ring");
  composer_assert_text (test_ui_find (window, "tags"), "value", "gates");
  composer_assert_text (window, "save-state", "Draft saved");
}

static void
run_sql (ComposerFixture *fixture, const char *sql)
{
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (fixture->path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (database), ==, SQLITE_OK);
}

static void
test_failing_save (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  run_sql (fixture, "CREATE TRIGGER broken BEFORE INSERT ON drafts "
                    "BEGIN SELECT RAISE (FAIL, 'the disk is broken'); END");
  test_ui_type (test_ui_find (window, "title-view"), "Precious");
  test_ui_wait_shows (window, "Your draft is not saved");
  test_ui_settle (window);
  test_ui_screenshot (window, "composer-unsaved");
  composer_wait_text (window, "save-state", "Draft not saved");
  composer_assert_text (window, "title-view", "Precious");

  run_sql (fixture, "DROP TRIGGER broken");
  test_ui_click (test_ui_wait_find (test_ui_find (window, "save-notice"), "notice-button"));
  composer_wait_text (window, "save-state", "Draft saved");
  test_ui_wait_gone (window, "Your draft is not saved");
}

static void
test_discard (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  test_ui_type (test_ui_find (window, "title-view"), "Unwanted");
  composer_wait_text (window, "save-state", "Draft saved");
  gtk_widget_activate_action (GTK_WIDGET (composer_fixture_get_page (fixture)), "composer.discard",
                              NULL);
  composer_wait_text (window, "title-view", "");
  composer_wait_text (window, "save-state", "New draft");
  composer_fixture_close (fixture);
  window = composer_fixture_open (fixture, 1360);
  composer_assert_text (window, "title-view", "");
}

/* Tab and Shift+Tab leave an editor, in either form of the latter. */
static void
test_keyboard (void)
{
  static const guint keys[] = { GDK_KEY_Tab, GDK_KEY_ISO_Left_Tab };
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);
  GtkWidget *title = test_ui_find (window, "title-view");
  GtkWidget *body = test_ui_find (window, "body-view");

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    gtk_widget_grab_focus (body);
    g_assert_false (composer_press (body, keys[i], GDK_CONTROL_MASK));
    g_assert_true (composer_press (body, keys[i], GDK_SHIFT_MASK));
    g_assert_true (gtk_root_get_focus (GTK_ROOT (window)) == title);
  }
  g_assert_true (composer_press (title, GDK_KEY_ISO_Left_Tab, GDK_SHIFT_MASK));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (window)) != title);
}

/* One pane at a time where there is no room for three. */
static void
test_narrow (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 360);

  g_assert_cmpint (gtk_widget_get_width (window), <=, 360);
  g_assert_false (gtk_widget_get_mapped (test_ui_find (window, "add-recipient")));
  test_ui_settle (window);
  test_ui_screenshot (window, "composer-360-message");
  gtk_test_accessible_assert_relation (
    test_ui_find (window, "tab-recipients"), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
    test_ui_find_text (window, GTK_TYPE_LABEL, "Recipients"), NULL);
  test_ui_click (test_ui_find (window, "tab-recipients"));
  test_ui_wait_find (window, "add-recipient");
  test_ui_settle (window);
  test_ui_screenshot (window, "composer-360-empty");
  g_assert_false (gtk_widget_get_mapped (test_ui_find (window, "title-view")));
  test_ui_click (test_ui_find (window, "add-recipient"));
  test_ui_type (test_ui_wait_find (window, "cell-0-user"), USER);
  test_ui_settle (window);
  test_ui_settle (window);
  test_ui_screenshot (window, "composer-360-recipients");
  test_ui_click (test_ui_find (window, "tab-preview"));
  test_ui_wait_find (window, "check-summary");
  test_ui_wait_shows (window, "there is nothing to read yet");
  test_ui_settle (window);
  test_ui_screenshot (window, "composer-360-preview");
  /* A problem leads to the pane where it is solved. */
  test_ui_click (gtk_widget_get_ancestor (
    test_ui_wait_find_text (window, GTK_TYPE_LABEL,
                            "Write a title or a body: there is nothing to read yet"),
    GTK_TYPE_LIST_BOX_ROW));
  test_ui_wait_find (window, "title-view");
}

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/composer/page/preview", test_preview);
  g_test_add_func ("/composer/page/recipients-from-lists", test_recipients_from_lists);
  g_test_add_func ("/composer/page/problems", test_problems);
  g_test_add_func ("/composer/page/bad-template", test_bad_template);
  g_test_add_func ("/composer/page/mistakes", test_mistakes);
  g_test_add_func ("/composer/page/engine-words", test_engine_words);
  g_test_add_func ("/composer/page/dialects", test_dialects);
  g_test_add_func ("/composer/page/many-findings", test_many_findings);
  g_test_add_func ("/composer/page/long-title", test_long_title);
  g_test_add_func ("/composer/page/draft-survives", test_draft_survives);
  g_test_add_func ("/composer/page/failing-save", test_failing_save);
  g_test_add_func ("/composer/page/discard", test_discard);
  g_test_add_func ("/composer/page/keyboard", test_keyboard);
  g_test_add_func ("/composer/page/narrow", test_narrow);
  return g_test_run ();
}
