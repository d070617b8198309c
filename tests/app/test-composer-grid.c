#include <test-input.h>
#include <test-ui.h>

#include "composer-fixture.h"

#define USER "comms_user_01h9krwprkeee8fzqspvwy6nq8"
#define OTHER_USER "comms_user_01h9krwprkeee8fzqspvwy6nq9"

#define ID_A "comms_user_01h9krwprkeee8fzqspvwy6nqa"
#define ID_B "comms_user_01h9krwprkeee8fzqspvwy6nqb"
#define ID_C "comms_user_01h9krwprkeee8fzqspvwy6nqc"
#define ID_D "comms_user_01h9krwprkeee8fzqspvwy6nqd"
#define ID_E "comms_user_01h9krwprkeee8fzqspvwy6nqe"

#define CONTROL GDK_CONTROL_MASK
#define SHIFT GDK_SHIFT_MASK

typedef struct {
  ComposerFixture *composer;
  GtkWidget *window;
} Fixture;

static const char *
get_focus_name (Fixture *fixture)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (fixture->window));

  return focus != NULL ? gtk_widget_get_name (focus) : NULL;
}

static gboolean
has_focus (GtkWidget *window, gpointer name)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (window));

  return focus != NULL && g_str_equal (gtk_widget_get_name (focus), name);
}

static void
wait_focus (Fixture *fixture, const char *name)
{
  test_ui_wait (fixture->window, has_focus, (gpointer) name);
  g_assert_cmpstr (get_focus_name (fixture), ==, name);
}

static void
press (Fixture *fixture, guint key, GdkModifierType state)
{
  test_input_press (fixture->window, key, state);
}

static void
type (Fixture *fixture, const char *text)
{
  test_input_type (fixture->window, text);
}

static gboolean
has_focus_inside (GtkWidget *window, gpointer name)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (window));

  return focus != NULL && gtk_widget_is_ancestor (focus, test_ui_find (window, name));
}

static void
wait_focus_inside (Fixture *fixture, const char *name)
{
  test_ui_wait (fixture->window, has_focus_inside, (gpointer) name);
}

static void
assert_text (Fixture *fixture, const char *name, const char *text)
{
  composer_assert_text (fixture->window, name, text);
}

static void
wait_text (Fixture *fixture, const char *name, const char *text)
{
  composer_wait_text (fixture->window, name, text);
}

static gboolean
has_cursor (Fixture *fixture, const char *name)
{
  return gtk_widget_has_css_class (test_ui_find (fixture->window, name), "cursor");
}

static gboolean
is_selected (Fixture *fixture, const char *name)
{
  return gtk_widget_has_css_class (test_ui_find (fixture->window, name), "selected");
}

static void
act (Fixture *fixture, const char *action)
{
  GtkWidget *grid = gtk_widget_get_ancestor (test_ui_find (fixture->window, "recipients-heading"),
                                             g_type_from_name ("CarillonRecipientsGrid"));
  g_assert_true (gtk_widget_activate_action (grid, action, NULL));
}

static void
put_on_clipboard (Fixture *fixture, const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (fixture->window), text);
}

static void
append_text (Fixture *fixture, const char *text)
{
  put_on_clipboard (fixture, text);
  act (fixture, "grid.paste-rows");
}

static void
on_text (GObject *source, GAsyncResult *result, gpointer text)
{
  *(char **) text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static gboolean
has_text (GtkWidget *window, gpointer text)
{
  return *(char **) text != NULL;
}

/* Copying is done in a worker: the clipboard is asked until it holds what it has to. */
static void
wait_clipboard (Fixture *fixture, const char *expected)
{
  g_autofree char *text = NULL;

  while (g_strcmp0 (text, expected) != 0) {
    g_clear_pointer (&text, g_free);
    gdk_clipboard_read_text_async (gtk_widget_get_clipboard (fixture->window), NULL, on_text,
                                   &text);
    test_ui_wait (fixture->window, has_text, &text);
  }
}

static void
write_template (Fixture *fixture)
{
  test_ui_type (test_ui_find (fixture->window, "title-view"), "Hi {{ name | default: 'there' }}");
  test_ui_type (test_ui_find (fixture->window, "body-view"), "{{ due }} is due");
}

/* Three recipients: Ann, Bob and Cy, due 7, 8 and 9; the cursor at the first cell. */
static void
fill (Fixture *fixture)
{
  write_template (fixture);
  append_text (fixture, "user,name,due\n" ID_A ",Ann,7\n" ID_B ",Bob,8\n" ID_C ",Cy,9\n");
  wait_text (fixture, "cell-2-name", "Cy");
  wait_focus (fixture, "cell-0-user");
  test_ui_settle (fixture->window);
}

static void
set_up (Fixture *fixture, gconstpointer width)
{
  fixture->composer = composer_fixture_new (NOWHERE, "sid", "secret");
  fixture->window =
    composer_fixture_open (fixture->composer, width != NULL ? GPOINTER_TO_INT (width) : 1360);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  composer_fixture_free (fixture->composer);
}

static void
test_typing (Fixture *fixture, gconstpointer data)
{
  test_ui_click (test_ui_find (fixture->window, "add-recipient"));
  wait_focus (fixture, "cell-0-user");
  type (fixture, "u-1");
  /* The row became a recipient below the cursor, and an empty one came behind it. */
  wait_text (fixture, "cell-0-user", "u-1");
  assert_text (fixture, "recipients-heading", "1 Recipient");
  wait_text (fixture, "cell-1-user", "");
  press (fixture, GDK_KEY_Return, 0);
  wait_focus (fixture, "cell-1-user");
  type (fixture, "u-2");
  press (fixture, GDK_KEY_Escape, 0);
  wait_text (fixture, "recipients-heading", "1 Recipient");
  wait_focus (fixture, "cell-1-user");
}

static void
test_motions (Fixture *fixture, gconstpointer data)
{
  fill (fixture);
  press (fixture, GDK_KEY_Right, 0);
  wait_focus (fixture, "cell-0-name");
  press (fixture, GDK_KEY_Down, CONTROL);
  wait_focus (fixture, "cell-2-name");
  press (fixture, GDK_KEY_End, 0);
  wait_focus (fixture, "cell-2-due");
  press (fixture, GDK_KEY_Home, CONTROL);
  wait_focus (fixture, "cell-0-user");
  press (fixture, GDK_KEY_End, CONTROL);
  wait_focus (fixture, "cell-2-due");
  press (fixture, GDK_KEY_Left, CONTROL);
  wait_focus (fixture, "cell-2-user");
  press (fixture, GDK_KEY_Page_Up, 0);
  wait_focus (fixture, "cell-0-user");
}

/* Tab goes to the right, Enter back to the column where that began. */
static void
test_tab_and_enter (Fixture *fixture, gconstpointer data)
{
  fill (fixture);
  press (fixture, GDK_KEY_Right, 0);
  type (fixture, "A");
  press (fixture, GDK_KEY_Tab, 0);
  wait_focus (fixture, "cell-0-due");
  type (fixture, "1");
  press (fixture, GDK_KEY_Return, 0);
  wait_focus (fixture, "cell-1-name");
  assert_text (fixture, "cell-0-name", "A");
  assert_text (fixture, "cell-0-due", "1");
  press (fixture, GDK_KEY_ISO_Left_Tab, SHIFT);
  wait_focus (fixture, "cell-1-user");
  press (fixture, GDK_KEY_ISO_Left_Tab, SHIFT);
  wait_focus (fixture, "cell-0-due");
  press (fixture, GDK_KEY_Return, SHIFT);
  g_assert_true (has_cursor (fixture, "cell-0-name"));
}

static void
test_editing (Fixture *fixture, gconstpointer data)
{
  fill (fixture);
  press (fixture, GDK_KEY_Right, 0);
  press (fixture, GDK_KEY_F2, 0);
  wait_focus (fixture, "cell-entry");
  press (fixture, GDK_KEY_Left, 0);
  type (fixture, "e");
  wait_text (fixture, "cell-0-name", "Anen");
  press (fixture, GDK_KEY_Escape, 0);
  wait_focus (fixture, "cell-0-name");
  assert_text (fixture, "cell-0-name", "Ann");
  /* What is typed takes the place of the cell, and the arrows go on. */
  type (fixture, "Zoe");
  press (fixture, GDK_KEY_Down, 0);
  wait_focus (fixture, "cell-1-name");
  assert_text (fixture, "cell-0-name", "Zoe");
  press (fixture, GDK_KEY_Delete, 0);
  assert_text (fixture, "cell-1-name", "");
  press (fixture, GDK_KEY_z, CONTROL);
  assert_text (fixture, "cell-1-name", "Bob");
  press (fixture, GDK_KEY_z, CONTROL);
  assert_text (fixture, "cell-0-name", "Ann");
  press (fixture, GDK_KEY_z, CONTROL | SHIFT);
  assert_text (fixture, "cell-0-name", "Zoe");
}

static void
test_ranges (Fixture *fixture, gconstpointer data)
{
  fill (fixture);
  press (fixture, GDK_KEY_Right, 0);
  press (fixture, GDK_KEY_Down, SHIFT);
  press (fixture, GDK_KEY_Right, SHIFT);
  g_assert_true (is_selected (fixture, "cell-0-name"));
  g_assert_true (is_selected (fixture, "cell-1-due"));
  g_assert_false (is_selected (fixture, "cell-1-user"));
  g_assert_false (is_selected (fixture, "cell-2-due"));
  g_assert_true (has_cursor (fixture, "cell-0-name"));
  press (fixture, GDK_KEY_Delete, 0);
  wait_text (fixture, "cell-1-due", "");
  assert_text (fixture, "cell-0-name", "");
  assert_text (fixture, "cell-2-due", "9");
  press (fixture, GDK_KEY_space, SHIFT);
  g_assert_true (is_selected (fixture, "cell-1-user"));
  press (fixture, GDK_KEY_a, CONTROL);
  g_assert_true (is_selected (fixture, "cell-2-due"));
  press (fixture, GDK_KEY_Escape, 0);
  g_assert_false (is_selected (fixture, "cell-2-due"));
  press (fixture, GDK_KEY_space, CONTROL);
  g_assert_true (is_selected (fixture, "cell-2-user"));
  g_assert_false (is_selected (fixture, "cell-2-due"));
}

static void
test_pointer (Fixture *fixture, gconstpointer data)
{
  fill (fixture);
  test_input_click (test_ui_find (fixture->window, "cell-1-name"), GDK_BUTTON_PRIMARY, 0);
  wait_focus (fixture, "cell-1-name");
  test_input_click (test_ui_find (fixture->window, "cell-2-due"), GDK_BUTTON_PRIMARY, SHIFT);
  g_assert_true (is_selected (fixture, "cell-1-due"));
  g_assert_true (is_selected (fixture, "cell-2-name"));
  test_input_drag (test_ui_find (fixture->window, "cell-0-user"),
                   test_ui_find (fixture->window, "cell-1-name"));
  g_assert_true (is_selected (fixture, "cell-0-name"));
  g_assert_true (is_selected (fixture, "cell-1-user"));
  g_assert_false (is_selected (fixture, "cell-2-due"));
  test_input_click (test_ui_find (fixture->window, "cell-2-number"), GDK_BUTTON_PRIMARY, 0);
  g_assert_true (is_selected (fixture, "cell-2-due"));
  test_input_double_click (test_ui_find (fixture->window, "cell-0-due"));
  wait_focus (fixture, "cell-entry");
}

static void
test_clipboard (Fixture *fixture, gconstpointer data)
{
  fill (fixture);
  press (fixture, GDK_KEY_Right, 0);
  press (fixture, GDK_KEY_Down, SHIFT);
  press (fixture, GDK_KEY_Right, SHIFT);
  press (fixture, GDK_KEY_c, CONTROL);
  wait_clipboard (fixture, "Ann\t7\nBob\t8\n");
  /* As LibreOffice writes what has tabs, quotes and line breaks. */
  put_on_clipboard (fixture, "\"a\tb\"\t\"say \"\"x\"\"\"\n\"two\nlines\"\t2\n");
  press (fixture, GDK_KEY_v, CONTROL);
  wait_text (fixture, "cell-1-name", "two\nlines");
  assert_text (fixture, "cell-0-name", "a\tb");
  assert_text (fixture, "cell-0-due", "say \"x\"");
  press (fixture, GDK_KEY_x, CONTROL);
  wait_clipboard (fixture, "\"a\tb\"\t\"say \"\"x\"\"\"\n\"two\nlines\"\t2\n");
  wait_text (fixture, "cell-1-name", "");
  press (fixture, GDK_KEY_z, CONTROL);
  press (fixture, GDK_KEY_z, CONTROL);
  assert_text (fixture, "cell-1-name", "Bob");
  /* One cell fills what is selected. */
  put_on_clipboard (fixture, "Ms");
  press (fixture, GDK_KEY_v, CONTROL);
  wait_text (fixture, "cell-1-due", "Ms");
  assert_text (fixture, "cell-0-name", "Ms");
  assert_text (fixture, "cell-2-name", "Cy");
}

/* More rows than there are become recipients; names in a first row say where cells go. */
static void
test_paste_beyond (Fixture *fixture, gconstpointer data)
{
  fill (fixture);
  press (fixture, GDK_KEY_End, CONTROL);
  wait_focus (fixture, "cell-2-due");
  put_on_clipboard (fixture, "1\n\n3\n");
  press (fixture, GDK_KEY_v, CONTROL);
  wait_text (fixture, "recipients-heading", "5 Recipients");
  assert_text (fixture, "cell-3-due", "");
  assert_text (fixture, "cell-4-due", "3");
  press (fixture, GDK_KEY_Home, CONTROL);
  put_on_clipboard (fixture, "Due\tName\r\n70\tAda\r\n");
  press (fixture, GDK_KEY_v, CONTROL);
  wait_text (fixture, "cell-0-name", "Ada");
  assert_text (fixture, "cell-0-due", "70");
  put_on_clipboard (fixture, "a\tb\tc\td\n");
  press (fixture, GDK_KEY_v, CONTROL);
  test_ui_wait_shows (fixture->window, "more columns than there are");
}

static void
test_fill_and_rows (Fixture *fixture, gconstpointer data)
{
  fill (fixture);
  press (fixture, GDK_KEY_Right, 0);
  press (fixture, GDK_KEY_Down, CONTROL | SHIFT);
  press (fixture, GDK_KEY_d, CONTROL);
  wait_text (fixture, "cell-2-name", "Ann");
  press (fixture, GDK_KEY_Escape, 0);
  press (fixture, GDK_KEY_r, CONTROL);
  wait_text (fixture, "cell-0-name", ID_A);
  press (fixture, GDK_KEY_plus, CONTROL);
  wait_text (fixture, "cell-1-user", ID_A);
  assert_text (fixture, "recipients-heading", "4 Recipients");
  assert_text (fixture, "cell-0-user", "");
  press (fixture, GDK_KEY_minus, CONTROL);
  wait_text (fixture, "cell-0-user", ID_A);
  press (fixture, GDK_KEY_space, SHIFT);
  press (fixture, GDK_KEY_Down, SHIFT);
  press (fixture, GDK_KEY_minus, CONTROL);
  wait_text (fixture, "recipients-heading", "1 Recipient");
  assert_text (fixture, "cell-0-user", ID_C);
  press (fixture, GDK_KEY_z, CONTROL);
  wait_text (fixture, "recipients-heading", "3 Recipients");
}

static void
sort_by_due (Fixture *fixture, const char *action)
{
  GtkWidget *cell = test_ui_find (fixture->window, "cell-0-due");

  g_assert_true (gtk_widget_activate_action (cell, action, "s", "due"));
}

/* Rows are shown in another order; an edit does not make one jump. */
static void
test_sorting (Fixture *fixture, gconstpointer data)
{
  fill (fixture);
  append_text (fixture, "user,name,due\n" ID_D ",Dee,10\n" ID_E ",Eve,\n");
  wait_text (fixture, "cell-4-name", "Eve");
  sort_by_due (fixture, "grid.sort-descending");
  wait_text (fixture, "cell-0-due", "10");
  assert_text (fixture, "cell-0-number", "4");
  assert_text (fixture, "cell-1-due", "9");
  assert_text (fixture, "cell-4-due", "");
  test_ui_type (test_ui_find (fixture->window, "cell-3-due"), "99");
  assert_text (fixture, "cell-3-user", ID_A);
  test_ui_settle (fixture->window);
  test_input_click (test_ui_find (fixture->window, "cell-1-number"), GDK_BUTTON_PRIMARY, 0);
  g_assert_true (has_cursor (fixture, "cell-1-user"));
  press (fixture, GDK_KEY_Down, SHIFT);
  press (fixture, GDK_KEY_minus, CONTROL);
  wait_text (fixture, "recipients-heading", "3 Recipients");
  wait_text (fixture, "cell-1-user", ID_A);
  assert_text (fixture, "cell-0-user", ID_D);
  sort_by_due (fixture, "grid.sort-ascending");
  wait_text (fixture, "cell-0-due", "10");
  wait_text (fixture, "cell-1-due", "99");
  g_assert_true (gtk_widget_activate_action (test_ui_find (fixture->window, "cell-0-due"),
                                             "grid.sort-not", NULL));
  wait_text (fixture, "cell-0-user", ID_A);
}

/* What was in sight goes, and what was above it comes into sight. */
static void
test_undo_of_many_sorted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) rows = g_string_new (NULL);

  fill (fixture);
  sort_by_due (fixture, "grid.sort-descending");
  wait_text (fixture, "cell-0-due", "9");
  for (guint i = 0; i < 500; i++) {
    g_string_append_printf (rows, "comms_user_%026u,Name %u,%u\n", i, i, i);
  }
  append_text (fixture, rows->str);
  wait_text (fixture, "recipients-heading", "503 Recipients");
  press (fixture, GDK_KEY_End, CONTROL);
  wait_text (fixture, "cell-502-name", "Name 499");
  press (fixture, GDK_KEY_z, CONTROL);
  wait_text (fixture, "recipients-heading", "3 Recipients");
  wait_text (fixture, "cell-0-due", "9");
  assert_text (fixture, "cell-2-number", "1");
}

static void
test_variables_make_columns (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window = fixture->window;

  carillon_composer_page_add_user (composer_fixture_get_page (fixture->composer), USER);
  test_ui_wait_find (window, "cell-0-user");
  g_assert_null (test_ui_lookup (window, "cell-0-name"));
  g_assert_null (test_ui_lookup (window, "cell-0-token"));
  write_template (fixture);
  GtkWidget *name = test_ui_wait_find (window, "cell-0-name");
  GtkWidget *due = test_ui_wait_find (window, "cell-0-due");
  g_assert_true (gtk_widget_has_css_class (name, "hint"));
  g_assert_true (test_ui_shows (name, "there"));
  g_assert_true (gtk_widget_has_css_class (due, "missing"));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (due), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "There is no value for “due”");
  test_ui_type (due, "[1, 2]");
  g_assert_false (gtk_widget_has_css_class (due, "missing"));
  g_assert_true (gtk_widget_has_css_class (due, "data"));
  /* A column without a value goes with its variable; one with a value stays until it is let go. */
  test_ui_type (test_ui_find (window, "title-view"), "Hi");
  test_ui_type (test_ui_find (window, "body-view"), "Hello {{ first }}");
  test_ui_wait_find (window, "cell-0-first");
  assert_text (fixture, "cell-0-due", "[1, 2]");
  test_ui_wait_shows (window, "The message does not use “due”.");
  test_ui_click (test_ui_find_text (window, GTK_TYPE_BUTTON, "Remove Column"));
  composer_wait_absent (window, "cell-0-due");
  test_ui_wait_gone (window, "The message does not use “due”.");
}

static void
test_devices (Fixture *fixture, gconstpointer data)
{
  test_ui_click (test_ui_find (fixture->window, "add-recipient"));
  wait_focus (fixture, "cell-0-user");
  act (fixture, "grid.add-device");
  wait_focus (fixture, "cell-0-token");
  type (fixture, "tok");
  press (fixture, GDK_KEY_Tab, 0);
  wait_focus (fixture, "cell-0-provider");
  g_assert_true (
    gtk_widget_has_css_class (test_ui_find (fixture->window, "cell-0-provider"), "wrong"));
  g_assert_true (gtk_widget_activate_action (test_ui_find (fixture->window, "cell-0-provider"),
                                             "grid.provider", "s", "APN"));
  wait_text (fixture, "cell-0-provider", "APN");
}

static void
test_bad_paste (Fixture *fixture, gconstpointer data)
{
  static const char binary[] = "\x89PNG\r\n\x1a\n\0\0\0";

  fill (fixture);
  append_text (fixture, OTHER_USER "\tBob\t8\n" USER "\tAnn\t7\ttoo\tmany\n");
  test_ui_wait_shows (fixture->window, "line 2 has more cells");
  assert_text (fixture, "recipients-heading", "3 Recipients");
  g_autoptr (GBytes) bytes = g_bytes_new_static (binary, sizeof binary);
  g_autoptr (GdkContentProvider) provider = gdk_content_provider_new_for_bytes ("image/png", bytes);
  gdk_clipboard_set_content (gtk_widget_get_clipboard (fixture->window), provider);
  press (fixture, GDK_KEY_v, CONTROL);
  test_ui_wait_shows (fixture->window, "does not hold text");
  append_text (fixture, OTHER_USER "\tBob\t8\n");
  wait_text (fixture, "recipients-heading", "4 Recipients");
  test_ui_wait_gone (fixture->window, "Nothing was pasted");
}

/* Rows come and go by scrolling: what was typed stays with its row, and not with its widget. */
static void
test_recycling (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) rows = g_string_new ("user,name\n");

  for (guint i = 0; i < 2000; i++) {
    g_string_append_printf (rows, "comms_user_%026u,name %u\n", i, i);
  }
  append_text (fixture, rows->str);
  wait_text (fixture, "cell-0-name", "name 0");
  wait_focus (fixture, "cell-0-user");
  test_ui_type (test_ui_find (fixture->window, "cell-0-name"), "typed");
  press (fixture, GDK_KEY_End, CONTROL);
  wait_focus (fixture, "cell-1999-name");
  wait_text (fixture, "cell-1999-name", "name 1999");
  type (fixture, "last");
  press (fixture, GDK_KEY_Return, 0);
  press (fixture, GDK_KEY_Home, CONTROL);
  wait_focus (fixture, "cell-0-user");
  wait_text (fixture, "cell-0-name", "typed");
  assert_text (fixture, "cell-1-name", "name 1");
  press (fixture, GDK_KEY_End, CONTROL);
  wait_text (fixture, "cell-1999-name", "last");
}

static void
test_find_and_replace (Fixture *fixture, gconstpointer data)
{
  fill (fixture);
  append_text (fixture, "user,name,due\n" ID_D ",annabel,8\n" ID_E ",Joanne,\n");
  wait_text (fixture, "cell-4-name", "Joanne");
  press (fixture, GDK_KEY_Home, CONTROL);
  press (fixture, GDK_KEY_h, CONTROL);
  wait_focus_inside (fixture, "find-entry");
  type (fixture, "ann");
  wait_text (fixture, "find-count", "3 cells");
  press (fixture, GDK_KEY_Return, 0);
  press (fixture, GDK_KEY_Return, 0);
  g_assert_true (has_cursor (fixture, "cell-3-name"));
  test_ui_type (test_ui_find (fixture->window, "replace-entry"), "X");
  test_ui_click (test_ui_find (fixture->window, "replace-one"));
  assert_text (fixture, "cell-3-name", "Xabel");
  g_assert_true (has_cursor (fixture, "cell-4-name"));
  wait_text (fixture, "find-count", "2 cells");
  test_ui_click (test_ui_find (fixture->window, "replace-all"));
  wait_text (fixture, "cell-4-name", "JoXe");
  assert_text (fixture, "cell-0-name", "X");
  wait_text (fixture, "find-count", "Not found");
  press (fixture, GDK_KEY_Escape, 0);
  wait_focus (fixture, "cell-4-name");
  press (fixture, GDK_KEY_z, CONTROL);
  assert_text (fixture, "cell-4-name", "Joanne");
  assert_text (fixture, "cell-0-name", "Ann");
  /* Where several cells are selected, only those are looked at. */
  press (fixture, GDK_KEY_Home, CONTROL);
  press (fixture, GDK_KEY_Right, 0);
  press (fixture, GDK_KEY_Down, SHIFT);
  press (fixture, GDK_KEY_f, CONTROL);
  type (fixture, "ann");
  wait_text (fixture, "find-count", "1 cell");
  test_ui_wait_shows (fixture->window, "In the selected cells");
  test_ui_screenshot (fixture->window, "grid-find");
}

static void
take_pictures (Fixture *fixture, const char *name)
{
  g_autofree char *dark = g_strconcat (name, "-dark", NULL);

  test_ui_settle (fixture->window);
  test_ui_screenshot (fixture->window, name);
  test_ui_set_dark (TRUE);
  test_ui_settle (fixture->window);
  test_ui_screenshot (fixture->window, dark);
  test_ui_set_dark (FALSE);
}

static gboolean
has_problem (GtkWidget *window, gpointer name)
{
  GtkWidget *cell = test_ui_lookup (window, name);

  return cell != NULL && gtk_widget_has_css_class (cell, "wrong");
}

/* What is wrong is marked as the check tells it, and keys lead there. */
static void
test_problems (Fixture *fixture, gconstpointer data)
{
  write_template (fixture);
  append_text (fixture, "user,token,provider,name,due\n" USER ",,,Ann,7\n" OTHER_USER ",,,,\n" ID_A
                        ",,,Cy,9\n,tok,,Dee,\"[1,2]\"\n" USER ",,,Ann,8\n");
  wait_text (fixture, "cell-3-name", "Dee");
  test_ui_type (test_ui_find (fixture->window, "cell-2-user"), "comms_user_of_no_shape");
  press (fixture, GDK_KEY_Home, CONTROL);
  wait_focus (fixture, "cell-0-user");
  test_ui_wait (fixture->window, has_problem, (gpointer) "cell-2-user");
  take_pictures (fixture, "grid-problems");
  press (fixture, GDK_KEY_F8, 0);
  wait_focus (fixture, "cell-1-due");
  press (fixture, GDK_KEY_F8, 0);
  wait_focus (fixture, "cell-2-user");
  press (fixture, GDK_KEY_F8, SHIFT);
  wait_focus (fixture, "cell-1-due");
}

static void
take_pictures_of_page (Fixture *fixture, const char *what, int width)
{
  g_autofree char *name = g_strdup_printf ("grid-%s-%d", what, width);

  if (gtk_widget_get_mapped (test_ui_find (fixture->window, "tab-recipients"))) {
    test_ui_click (test_ui_find (fixture->window, "tab-recipients"));
  }
  take_pictures (fixture, name);
}

/* Where there are no recipients yet, both ways to get many are in sight at every width. */
static void
test_empty (void)
{
  static const int widths[] = { 360, 1000, 1600 };

  for (gsize i = 0; i < G_N_ELEMENTS (widths); i++) {
    Fixture fixture = { 0 };
    set_up (&fixture, GINT_TO_POINTER (widths[i]));
    take_pictures_of_page (&fixture, "empty", widths[i]);
    composer_wait_usable (fixture.window, "import-rows");
    composer_wait_usable (fixture.window, "paste-rows");
    append_text (&fixture, "user,token,provider,name,due\n" USER ",,,Ann,7\n" OTHER_USER
                           ",,,,\n" ID_A ",,,Cy,9\n,tok,FCM,Dee,\"[1,2]\"\n");
    composer_wait_absent (fixture.window, "import-rows");
    take_pictures_of_page (&fixture, "full", widths[i]);
    tear_down (&fixture, NULL);
  }
}

#define add(path, func) g_test_add ("/composer/grid/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  /* Two clicks are a double click also on a machine that is busy. */
  g_object_set (gtk_settings_get_default (), "gtk-double-click-time", 10000, NULL);
  add ("typing", test_typing);
  add ("motions", test_motions);
  add ("tab-and-enter", test_tab_and_enter);
  add ("editing", test_editing);
  add ("ranges", test_ranges);
  add ("pointer", test_pointer);
  add ("clipboard", test_clipboard);
  add ("paste-beyond", test_paste_beyond);
  add ("fill-and-rows", test_fill_and_rows);
  add ("sorting", test_sorting);
  add ("undo-of-many-sorted", test_undo_of_many_sorted);
  add ("variables-make-columns", test_variables_make_columns);
  add ("devices", test_devices);
  add ("bad-paste", test_bad_paste);
  add ("recycling", test_recycling);
  add ("find-and-replace", test_find_and_replace);
  add ("problems", test_problems);
  g_test_add_func ("/composer/grid/empty", test_empty);
  return g_test_run ();
}
