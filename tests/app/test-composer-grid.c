#include <test-ui.h>

#include "composer-fixture.h"

#define USER "comms_user_01h9krwprkeee8fzqspvwy6nq8"
#define OTHER_USER "comms_user_01h9krwprkeee8fzqspvwy6nq9"

static GtkWidget *
get_focus (GtkWidget *window)
{
  return gtk_root_get_focus (GTK_ROOT (window));
}

static void
assert_focus (GtkWidget *window, const char *name)
{
  g_assert_cmpstr (gtk_widget_get_name (get_focus (window)), ==, name);
}

static void
paste (GtkWidget *window, const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (window), text);
  test_ui_click (test_ui_find (window, "paste-rows"));
}

static void
write_template (GtkWidget *window)
{
  test_ui_type (test_ui_find (window, "title-view"), "Hi {{ name | default: 'there' }}");
  test_ui_type (test_ui_find (window, "body-view"), "{{ due }} is due");
}

static void
test_typing (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  test_ui_click (test_ui_find (window, "add-recipient"));
  test_ui_wait_find (window, "cell-0-recipient");
  test_ui_settle (window);
  assert_focus (window, "cell-0-recipient");
  GtkWidget *text = get_focus (window);
  for (const char *p = USER; *p != '\0'; p++) {
    char letter[] = { *p, '\0' };
    g_signal_emit_by_name (text, "insert-at-cursor", letter);
  }
  /* The row became a recipient below the cursor, and an empty one came behind it. */
  g_assert_true (get_focus (window) == text);
  composer_assert_text (window, "cell-0-recipient", USER);
  composer_assert_text (window, "recipients-heading", "1 Recipient");
  composer_assert_text (window, "cell-1-recipient", "");
}

static void
test_keys (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  write_template (window);
  paste (window, USER "\tAnn\t7\n" OTHER_USER "\tBob\t8\n");
  composer_wait_text (window, "cell-1-name", "Bob");
  test_ui_settle (window);
  assert_focus (window, "cell-0-recipient");
  g_assert_true (composer_press (get_focus (window), GDK_KEY_Tab, 0));
  assert_focus (window, "cell-0-provider");
  g_assert_true (composer_press (get_focus (window), GDK_KEY_Right, 0));
  assert_focus (window, "cell-0-name");
  g_assert_true (composer_press (get_focus (window), GDK_KEY_Return, 0));
  assert_focus (window, "cell-1-name");
  g_assert_true (composer_press (get_focus (window), GDK_KEY_ISO_Left_Tab, GDK_SHIFT_MASK));
  assert_focus (window, "cell-1-provider");
  g_assert_true (composer_press (get_focus (window), GDK_KEY_Up, 0));
  assert_focus (window, "cell-0-provider");
  g_assert_true (composer_press (get_focus (window), GDK_KEY_ISO_Left_Tab, GDK_SHIFT_MASK));
  g_assert_false (composer_press (get_focus (window), GDK_KEY_ISO_Left_Tab, GDK_SHIFT_MASK));
  assert_focus (window, "cell-0-recipient");

  GtkWidget *name = test_ui_find (window, "cell-0-name");
  gtk_widget_grab_focus (name);
  g_assert_true (composer_press (name, GDK_KEY_F2, 0));
  g_assert_false (composer_press (name, GDK_KEY_Left, 0));
  g_signal_emit_by_name (name, "insert-at-cursor", "a");
  composer_assert_text (window, "cell-0-name", "Anna");
  g_assert_true (composer_press (name, GDK_KEY_Escape, 0));
  composer_assert_text (window, "cell-0-name", "Ann");
  g_signal_emit_by_name (name, "delete-from-cursor", GTK_DELETE_CHARS, 1);
  composer_assert_text (window, "cell-0-name", "");
}

static void
test_variables_make_columns (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  carillon_composer_page_add_user (composer_fixture_get_page (fixture), USER);
  test_ui_wait_find (window, "cell-0-recipient");
  g_assert_null (test_ui_lookup (window, "cell-0-name"));
  write_template (window);
  test_ui_wait_find (window, "cell-0-name");
  GtkWidget *due = test_ui_wait_find (window, "cell-0-due");
  const char *hint =
    gtk_text_get_placeholder_text (GTK_TEXT (test_ui_find (window, "cell-0-name")));
  g_assert_cmpstr (hint, ==, "there");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (gtk_widget_get_parent (due)), ==,
                   "There is no value for “due”");

  test_ui_type (due, "7");
  g_assert_null (gtk_widget_get_tooltip_text (gtk_widget_get_parent (due)));
  /* A column without a value goes with its variable; one with a value stays. */
  test_ui_type (test_ui_find (window, "title-view"), "Hi");
  test_ui_type (test_ui_find (window, "body-view"), "Hello {{ first }}");
  test_ui_wait_find (window, "cell-0-first");
  composer_assert_text (window, "cell-0-due", "7");
  gtk_widget_activate_action (due, "grid.remove-column", "s", "due");
  composer_wait_absent (window, "cell-0-due");
}

static void
test_remove (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  paste (window, "user,name\n" USER ",Ann\n" OTHER_USER ",Bob\n" USER "x,Cy\n");
  composer_wait_text (window, "cell-2-name", "Cy");
  gtk_widget_grab_focus (test_ui_find (window, "cell-1-name"));
  test_ui_click (test_ui_find (window, "remove-rows"));
  composer_wait_text (window, "cell-1-name", "Cy");
  composer_assert_text (window, "recipients-heading", "2 Recipients");
  composer_wait_absent (window, "cell-3-name");
  test_ui_settle (window);
  assert_focus (window, "cell-1-recipient");
  test_ui_type (test_ui_find (window, "cell-1-name"), "Dee");
  composer_assert_text (window, "cell-1-name", "Dee");
  composer_assert_text (window, "cell-0-name", "Ann");
}

static void
test_paste_into_cell (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);

  write_template (window);
  carillon_composer_page_add_user (composer_fixture_get_page (fixture), USER);
  GtkWidget *name = test_ui_wait_find (window, "cell-0-name");
  gdk_clipboard_set_text (gtk_widget_get_clipboard (window), "Ann, the first\n");
  gtk_widget_grab_focus (name);
  g_signal_emit_by_name (name, "paste-clipboard");
  composer_wait_text (window, "cell-0-name", "Ann, the first");
  gdk_clipboard_set_text (gtk_widget_get_clipboard (window), OTHER_USER "\tBob\t3");
  g_signal_emit_by_name (name, "paste-clipboard");
  composer_wait_text (window, "cell-1-due", "3");
  composer_assert_text (window, "cell-0-name", "Ann, the first");
}

static void
test_bad_paste (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);
  static const char binary[] = "\x89PNG\r\n\x1a\n\0\0\0";

  write_template (window);
  carillon_composer_page_add_user (composer_fixture_get_page (fixture), USER);
  test_ui_type (test_ui_wait_find (window, "cell-0-due"), "7");
  paste (window, OTHER_USER "\tBob\t8\n" USER "\tAnn\t7\ttoo\tmany\n");
  test_ui_wait_shows (window, "line 2 has more cells");
  test_ui_settle (window);
  test_ui_screenshot (window, "composer-bad-paste");
  composer_assert_text (window, "recipients-heading", "1 Recipient");
  composer_assert_text (window, "cell-0-due", "7");

  g_autoptr (GBytes) bytes = g_bytes_new_static (binary, sizeof binary);
  g_autoptr (GdkContentProvider) provider = gdk_content_provider_new_for_bytes ("image/png", bytes);
  gdk_clipboard_set_content (gtk_widget_get_clipboard (window), provider);
  test_ui_click (test_ui_find (window, "paste-rows"));
  test_ui_wait_shows (window, "does not hold text");
  composer_assert_text (window, "recipients-heading", "1 Recipient");

  paste (window, OTHER_USER "\tBob\t8\n");
  composer_wait_text (window, "recipients-heading", "2 Recipients");
  test_ui_wait_gone (window, "Nothing was pasted");
}

/* Rows come and go by scrolling: what was typed stays with its row, and not with its widget. */
static void
test_recycling (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);
  g_autoptr (GString) rows = g_string_new ("user,name\n");

  for (guint i = 0; i < 2000; i++) {
    g_string_append_printf (rows, "comms_user_%026u,name %u\n", i, i);
  }
  paste (window, rows->str);
  composer_wait_text (window, "cell-0-name", "name 0");
  test_ui_settle (window);
  test_ui_type (test_ui_find (window, "cell-0-name"), "typed");
  test_ui_click (test_ui_find (window, "add-recipient"));
  test_ui_wait_find (window, "cell-2000-recipient");
  composer_wait_text (window, "cell-1999-name", "name 1999");
  test_ui_settle (window);
  assert_focus (window, "cell-2000-recipient");
  test_ui_type (test_ui_find (window, "cell-1999-name"), "last");
  gtk_widget_activate_action (get_focus (window), "list.scroll-to-item", "u", 0);
  composer_wait_text (window, "cell-0-name", "typed");
  composer_assert_text (window, "cell-1-name", "name 1");
}

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/composer/grid/typing", test_typing);
  g_test_add_func ("/composer/grid/keys", test_keys);
  g_test_add_func ("/composer/grid/variables-make-columns", test_variables_make_columns);
  g_test_add_func ("/composer/grid/remove", test_remove);
  g_test_add_func ("/composer/grid/paste-into-cell", test_paste_into_cell);
  g_test_add_func ("/composer/grid/bad-paste", test_bad_paste);
  g_test_add_func ("/composer/grid/recycling", test_recycling);
  return g_test_run ();
}
