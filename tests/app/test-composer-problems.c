#include <carillon-problem-fix.h>
#include <carillon-problem-row.h>
#include <carillon-problems-list.h>
#include <test-input.h>
#include <test-ui.h>

#include "composer-fixture.h"

#define USER "comms_user_01h9krwprkeee8fzqspvwy6nq8"
#define OTHER "comms_user_01h9krwprkeee8fzqspvwy6nq9"

/* The row of the problem that says @text. */
static GtkWidget *
wait_problem (GtkWidget *window, const char *text)
{
  return gtk_widget_get_ancestor (
    test_ui_wait_find_text (test_ui_find (window, "problems"), GTK_TYPE_LABEL, text),
    GTK_TYPE_LIST_BOX_ROW);
}

static gboolean
is_checked (GtkWidget *window, gpointer data)
{
  return !test_ui_shows (window, "Checking…");
}

static void
wait_checked (GtkWidget *window)
{
  test_ui_wait (window, is_checked, NULL);
}

/* As the menu of the row does. */
static void
fix (GtkWidget *window, const char *problem, CarillonFix fix)
{
  GtkWidget *row = wait_problem (window, problem);

  wait_checked (window);
  gtk_widget_activate_action (row, "problem.fix", "i", (int) fix);
}

static void
answer (GtkWidget *window, const char *text)
{
  GtkWidget *dialog = test_ui_wait_dialog (window);

  g_assert_false (
    gtk_widget_is_sensitive (test_ui_wait_find_text (dialog, GTK_TYPE_BUTTON, "Write")));
  test_ui_type (test_ui_wait_find (dialog, "fix-text"), text);
  test_ui_settle (dialog);
  test_ui_screenshot (dialog, "composer-problems-question");
  test_ui_click (test_ui_wait_find_text (dialog, GTK_TYPE_BUTTON, "Write"));
}

static DispatchDraft *
get_draft (GtkWidget *window)
{
  g_autoptr (CarillonChecker) checker = NULL;
  GtkWidget *list =
    gtk_widget_get_ancestor (test_ui_find (window, "problems"), CARILLON_TYPE_PROBLEMS_LIST);

  g_object_get (list, "checker", &checker, NULL);
  return carillon_checker_get_draft (checker);
}

static DispatchAudience *
get_audience (ComposerFixture *fixture)
{
  return dispatch_draft_get_audience (get_draft (fixture->window));
}

/* The row of a problem that the fix helps against. */
static GtkWidget *
find_fixable (GtkWidget *window, CarillonFix wanted)
{
  GtkListBox *list = GTK_LIST_BOX (test_ui_find (window, "problems"));
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++) {
    CarillonFix fixes[CARILLON_MAX_FIXES];
    guint n_fixes = carillon_fixes_list (
      get_draft (window), carillon_problem_row_get_problem (CARILLON_PROBLEM_ROW (row)), fixes);
    for (guint j = 0; j < n_fixes; j++) {
      if (fixes[j] == wanted) {
        return GTK_WIDGET (row);
      }
    }
  }
  g_assert_not_reached ();
}

static void
add (ComposerFixture *fixture, const char *recipients)
{
  carillon_composer_page_add_recipients (composer_fixture_get_page (fixture),
                                         g_variant_new_parsed (recipients));
}

/* A default goes behind the variable in each output, and can be taken back in the editor. */
static void
test_default (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  test_ui_type (test_ui_find (window, "title-view"), "Hi {{ name | upcase }}, {{- name }}");
  test_ui_type (test_ui_find (window, "body-view"), "Dear {{name}}{% if name %}!{% endif %}");
  carillon_composer_page_add_user (composer_fixture_get_page (fixture), USER);
  fix (window, "1 recipient has no value for “name”", CARILLON_FIX_DEFAULT);
  answer (window, "our \"guest\"");
  composer_wait_text (window, "title-view",
                      "Hi {{ name | default: 'our \"guest\"' | upcase }}, "
                      "{{- name | default: 'our \"guest\"' }}");
  composer_assert_text (window, "body-view",
                        "Dear {{name | default: 'our \"guest\"'}}{% if name %}!{% endif %}");
  composer_wait_text (window, "check-summary", "Ready to send");
  gtk_text_buffer_undo (
    gtk_text_view_get_buffer (GTK_TEXT_VIEW (test_ui_find (window, "title-view"))));
  composer_wait_text (window, "title-view", "Hi {{ name | upcase }}, {{- name }}");
}

/* What is asked about one draft is not written into another. */
static void
test_other_draft (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);
  DispatchDraft *before = get_draft (window);

  test_ui_type (test_ui_find (window, "title-view"), "Hi {{ name }}");
  add (fixture, "[('" USER "', '')]");
  fix (window, "1 recipient has no value for “name”", CARILLON_FIX_DEFAULT);
  test_ui_wait_dialog (window);
  carillon_composer_page_begin (composer_fixture_get_page (fixture),
                                g_variant_new_parsed ("[('" OTHER "', '')]"));
  composer_wait_text (window, "title-view", "");
  g_assert_true (get_draft (window) != before);
  g_object_set (get_draft (window), "title", "Hey {{ name }}", NULL);
  wait_problem (window, "1 recipient has no value for “name”");
  wait_checked (window);
  answer (window, "you");
  test_ui_settle (window);
  composer_assert_text (window, "title-view", "Hey {{ name }}");
}

/* What is answered while the draft is checked anew waits for that. */
static void
test_checked_anew (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  test_ui_type (test_ui_find (window, "title-view"), "Hi {{ name }}");
  add (fixture, "[('" USER "', '')]");
  fix (window, "1 recipient has no value for “name”", CARILLON_FIX_FILL);
  GtkWidget *dialog = test_ui_wait_dialog (window);
  test_ui_type (test_ui_wait_find (dialog, "fix-text"), "you");
  test_ui_settle (dialog);
  dispatch_audience_insert_blank (get_audience (fixture), 0, 1);
  dispatch_audience_set_value (get_audience (fixture), 0, DISPATCH_COLUMN_USER, OTHER);
  test_ui_click (test_ui_find_text (dialog, GTK_TYPE_BUTTON, "Write"));
  composer_wait_text (window, "cell-1-name", "you");
  composer_assert_text (window, "cell-0-name", "you");
}

static void
test_fill (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  test_ui_type (test_ui_find (window, "title-view"), "Hi {{ name }}");
  add (fixture, "[('" USER "', ''), ('" OTHER "', '')]");
  test_ui_type (test_ui_wait_find (window, "cell-1-name"), "Ann");
  fix (window, "1 recipient has no value for “name”", CARILLON_FIX_FILL);
  answer (window, "you");
  composer_wait_text (window, "cell-0-name", "you");
  composer_assert_text (window, "cell-1-name", "Ann");
  test_ui_wait_gone (window, "1 recipient has no value for “name”");
  dispatch_audience_undo (get_audience (fixture));
  composer_wait_text (window, "cell-0-name", "");
  wait_problem (window, "1 recipient has no value for “name”");
}

static void
test_duplicates (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);
  DispatchAudience *audience = get_audience (fixture);

  test_ui_type (test_ui_find (window, "title-view"), "Hi");
  add (fixture, "[('" USER "', ''), ('" OTHER "', ''), ('" USER "', ''), ('" USER "', '')]");
  test_ui_wait_shows (window, "2 recipients are there twice");
  wait_checked (window);
  composer_wait_text (window, "check-summary", "1 warning, 2 recipients fine");
  GtkWidget *row =
    wait_problem (window, "2 recipients are there twice and would be notified twice");
  test_ui_click (test_ui_find (row, "problem-rows"));
  test_ui_wait_shows (row, "Row 3");
  test_ui_wait_shows (row, "Row 4");
  test_ui_settle (window);
  test_ui_settle (window);
  test_ui_screenshot (window, "composer-problems-rows");
  test_ui_click (test_ui_find (row, "problem-next"));
  test_ui_wait_shows (test_ui_find (window, "preview-row"), "Row 3");
  test_ui_click (test_ui_find (row, "problem-next"));
  test_ui_wait_shows (test_ui_find (window, "preview-row"), "Row 4");
  test_ui_click (test_ui_find (row, "problem-next"));
  test_ui_wait_shows (test_ui_find (window, "preview-row"), "Row 3");

  gtk_widget_activate_action (row, "problem.fix", "i", CARILLON_FIX_KEEP_FIRST);
  g_assert_cmpuint (dispatch_audience_get_n_rows (audience), ==, 2);
  composer_wait_text (window, "check-summary", "Ready to send");
  dispatch_audience_undo (audience);
  g_assert_cmpuint (dispatch_audience_get_n_rows (audience), ==, 4);
}

/* Providers as people write them, and users in the column of tokens. */
static void
test_columns (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);
  DispatchAudience *audience = get_audience (fixture);

  test_ui_type (test_ui_find (window, "title-view"), "Hi");
  dispatch_audience_insert_blank (audience, 0, 2);
  dispatch_audience_set_value (audience, 0, DISPATCH_COLUMN_TOKEN, "dQw4w9WgXcQ:APA91bHun4MxP5eg");
  dispatch_audience_set_value (audience, 0, DISPATCH_COLUMN_PROVIDER, "android");
  dispatch_audience_set_value (audience, 1, DISPATCH_COLUMN_TOKEN, USER);
  dispatch_audience_set_value (audience, 1, DISPATCH_COLUMN_PROVIDER, "APN");
  fix (window, "1 recipient has a provider that is neither FCM nor APN", CARILLON_FIX_PROVIDER);
  g_assert_cmpstr (dispatch_audience_get_value (audience, 0, DISPATCH_COLUMN_PROVIDER), ==, "FCM");
  g_assert_cmpstr (dispatch_audience_get_value (audience, 1, DISPATCH_COLUMN_PROVIDER), ==, "APN");
  test_ui_wait_gone (window, "a provider that is neither FCM nor APN");

  wait_checked (window);
  GtkWidget *row = find_fixable (window, CARILLON_FIX_MOVE_USERS);
  gtk_widget_activate_action (row, "problem.fix", "i", CARILLON_FIX_MOVE_USERS);
  g_assert_cmpstr (dispatch_audience_get_value (audience, 1, DISPATCH_COLUMN_USER), ==, USER);
  g_assert_cmpstr (dispatch_audience_get_value (audience, 1, DISPATCH_COLUMN_TOKEN), ==, "");
  g_assert_cmpstr (dispatch_audience_get_value (audience, 1, DISPATCH_COLUMN_PROVIDER), ==, "");
  /* One step. */
  dispatch_audience_undo (audience);
  g_assert_cmpstr (dispatch_audience_get_value (audience, 1, DISPATCH_COLUMN_USER), ==, "");
  g_assert_cmpstr (dispatch_audience_get_value (audience, 1, DISPATCH_COLUMN_TOKEN), ==, USER);
  g_assert_cmpstr (dispatch_audience_get_value (audience, 1, DISPATCH_COLUMN_PROVIDER), ==, "APN");
}

/* It stays in the list, dimmed and last, and in the draft. */
static void
test_ignore (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  test_ui_type (test_ui_find (window, "title-view"), "Hi {{ name }}");
  add (fixture, "[('" USER "', ''), ('" USER "', '')]");
  GtkWidget *row = wait_problem (window, "2 recipients have no value for “name”");
  wait_checked (window);
  gtk_widget_activate_action (row, "problem.ignore", NULL);
  test_ui_wait_shows (row, "Ignored: Warning");
  composer_wait_text (window, "check-summary", "2 warnings, 1 recipient fine");
  g_assert_null (gtk_widget_get_next_sibling (row));
  g_assert_false (gtk_widget_get_visible (test_ui_find (row, "problem-fix")));
  test_ui_settle (window);
  test_ui_screenshot (window, "composer-problems-ignored");
  composer_fixture_close (fixture);

  window = composer_fixture_open (fixture, 1360);
  test_ui_wait_shows (window, "Ignored: Warning");
  row = wait_problem (window, "2 recipients have no value for “name”");
  test_ui_click (test_ui_find (row, "problem-ignore"));
  test_ui_wait_gone (window, "Ignored: Warning");
  composer_wait_text (window, "check-summary", "3 warnings, 0 recipients fine");
}

/* A problem that is there before and after keeps its row, with what is unfolded. */
static void
test_steady (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 360);

  test_ui_type (test_ui_find (window, "title-view"), "Hi {{ name }}");
  add (fixture, "[('" USER "', '')]");
  test_ui_click (test_ui_find (window, "tab-preview"));
  GtkWidget *row = wait_problem (window, "1 recipient has no value for “name”");
  test_ui_click (test_ui_find (row, "problem-rows"));
  dispatch_audience_append (get_audience (fixture), OTHER, "");
  g_assert_true (wait_problem (window, "2 recipients have no value for “name”") == row);
  test_ui_wait_shows (row, "Row 2");
  test_ui_settle (window);
  test_ui_settle (window);
  g_assert_cmpint (gtk_widget_get_width (window), <=, 360);
  test_ui_screenshot (window, "composer-problems-360");
}

/* Undo. */

static void
undo (GtkWidget *window)
{
  test_ui_click (test_ui_wait_find_text (window, GTK_TYPE_BUTTON, "Undo"));
}

static gboolean
is_not_offered (GtkWidget *window, gpointer data)
{
  GtkWidget *button = test_ui_lookup_text (window, GTK_TYPE_BUTTON, "Undo");

  return button == NULL || !gtk_widget_get_mapped (button);
}

static void
test_undo_rows (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);
  DispatchAudience *audience = get_audience (fixture);

  test_ui_type (test_ui_find (window, "title-view"), "Hi");
  add (fixture, "[('" USER "', ''), ('" OTHER "', ''), ('" USER "', '')]");
  fix (window, "1 recipient is there twice and would be notified twice", CARILLON_FIX_KEEP_FIRST);
  g_assert_cmpuint (dispatch_audience_get_n_rows (audience), ==, 2);
  test_ui_wait_shows (window, "Rows dropped: 1");
  test_ui_settle (window);
  test_ui_screenshot (window, "composer-problems-undo");
  undo (window);
  g_assert_cmpuint (dispatch_audience_get_n_rows (audience), ==, 3);
  test_ui_wait (window, is_not_offered, NULL);
  g_assert_true (dispatch_audience_can_redo (audience));

  /* Once something else was done, that would be taken back. */
  fix (window, "1 recipient is there twice and would be notified twice", CARILLON_FIX_KEEP_FIRST);
  test_ui_wait_find_text (window, GTK_TYPE_BUTTON, "Undo");
  dispatch_audience_append (audience, OTHER, "");
  test_ui_wait (window, is_not_offered, NULL);
  g_assert_cmpuint (dispatch_audience_get_n_rows (audience), ==, 3);
}

static gboolean
has_focus_in_list (GtkWidget *window, gpointer data)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (window));

  return focus != NULL && gtk_widget_is_ancestor (focus, test_ui_find (window, "problems"));
}

/* What is put right takes its row away, but not the focus out of the list. */
static void
test_focus (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  test_ui_type (test_ui_find (window, "title-view"), "Hi {{ name }}");
  add (fixture, "[('" USER "', ''), ('" OTHER "', ''), ('" USER "', '')]");
  GtkWidget *row = wait_problem (window, "1 recipient is there twice and would be notified twice");
  gtk_widget_grab_focus (row);
  fix (window, "1 recipient is there twice and would be notified twice", CARILLON_FIX_KEEP_FIRST);
  test_ui_wait_gone (window, "1 recipient is there twice and would be notified twice");
  test_ui_settle (window);
  test_ui_wait (window, has_focus_in_list, NULL);
  test_ui_wait_find_text (window, GTK_TYPE_BUTTON, "Undo");
  test_input_press (window, GDK_KEY_z, GDK_CONTROL_MASK);
  g_assert_cmpuint (dispatch_audience_get_n_rows (get_audience (fixture)), ==, 3);
  test_ui_wait (window, is_not_offered, NULL);
}

static void
test_undo_text (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  test_ui_type (test_ui_find (window, "title-view"), "Hi {{ name }}");
  test_ui_type (test_ui_find (window, "body-view"), "Dear {{ name }}");
  add (fixture, "[('" USER "', '')]");
  fix (window, "1 recipient has no value for “name”", CARILLON_FIX_DEFAULT);
  answer (window, "you");
  composer_wait_text (window, "title-view", "Hi {{ name | default: \"you\" }}");
  undo (window);
  composer_assert_text (window, "title-view", "Hi {{ name }}");
  composer_assert_text (window, "body-view", "Dear {{ name }}");
  test_ui_wait (window, is_not_offered, NULL);

  fix (window, "1 recipient has no value for “name”", CARILLON_FIX_DEFAULT);
  answer (window, "you");
  composer_wait_text (window, "title-view", "Hi {{ name | default: \"you\" }}");
  test_ui_wait_find_text (window, GTK_TYPE_BUTTON, "Undo");
  test_ui_type (test_ui_find (window, "body-view"), "Else");
  test_ui_wait (window, is_not_offered, NULL);
}

static void
test_undo_ignored (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  test_ui_type (test_ui_find (window, "title-view"), "Hi {{ name }}");
  add (fixture, "[('" USER "', '')]");
  GtkWidget *row = wait_problem (window, "1 recipient has no value for “name”");
  wait_checked (window);
  gtk_widget_activate_action (row, "problem.ignore", NULL);
  test_ui_wait_shows (row, "Ignored: Warning");
  undo (window);
  test_ui_wait_gone (window, "Ignored: Warning");
  g_assert_cmpuint (g_strv_length ((char **) dispatch_draft_get_ignored (get_draft (window))), ==,
                    0);

  /* Another draft has nothing to take back. */
  row = wait_problem (window, "1 recipient has no value for “name”");
  wait_checked (window);
  gtk_widget_activate_action (row, "problem.ignore", NULL);
  test_ui_wait_find_text (window, GTK_TYPE_BUTTON, "Undo");
  carillon_composer_page_begin (composer_fixture_get_page (fixture),
                                g_variant_new_parsed ("[('" OTHER "', '')]"));
  test_ui_wait (window, is_not_offered, NULL);
}

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/composer/problems/default", test_default);
  g_test_add_func ("/composer/problems/other-draft", test_other_draft);
  g_test_add_func ("/composer/problems/checked-anew", test_checked_anew);
  g_test_add_func ("/composer/problems/fill", test_fill);
  g_test_add_func ("/composer/problems/duplicates", test_duplicates);
  g_test_add_func ("/composer/problems/columns", test_columns);
  g_test_add_func ("/composer/problems/ignore", test_ignore);
  g_test_add_func ("/composer/problems/steady", test_steady);
  g_test_add_func ("/composer/problems/undo/rows", test_undo_rows);
  g_test_add_func ("/composer/problems/focus", test_focus);
  g_test_add_func ("/composer/problems/undo/text", test_undo_text);
  g_test_add_func ("/composer/problems/undo/ignored", test_undo_ignored);
  return g_test_run ();
}
