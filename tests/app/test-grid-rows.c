#include <carillon-recipients-grid.h>

#include "grid-fixture.h"

static gboolean
has_focus_inside (GtkWidget *window, gpointer name)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (window));

  return focus != NULL && gtk_widget_is_ancestor (focus, test_ui_find (window, name));
}

static void
test_clipboard (GridFixture *fixture, gconstpointer data)
{
  grid_fill (fixture);
  grid_press (fixture, GDK_KEY_Right, 0);
  grid_press (fixture, GDK_KEY_Down, SHIFT);
  grid_press (fixture, GDK_KEY_Right, SHIFT);
  grid_press (fixture, GDK_KEY_c, CONTROL);
  grid_wait_clipboard (fixture, "Ann\t7\nBob\t8\n");
  /* As LibreOffice writes what has tabs, quotes and line breaks. */
  grid_put_on_clipboard (fixture, "\"a\tb\"\t\"say \"\"x\"\"\"\n\"two\nlines\"\t2\n");
  grid_press (fixture, GDK_KEY_v, CONTROL);
  grid_wait_text (fixture, "cell-1-name", "two\nlines");
  grid_assert_text (fixture, "cell-0-name", "a\tb");
  grid_assert_text (fixture, "cell-0-due", "say \"x\"");
  grid_press (fixture, GDK_KEY_x, CONTROL);
  grid_wait_clipboard (fixture, "\"a\tb\"\t\"say \"\"x\"\"\"\n\"two\nlines\"\t2\n");
  grid_wait_text (fixture, "cell-1-name", "");
  grid_press (fixture, GDK_KEY_z, CONTROL);
  grid_press (fixture, GDK_KEY_z, CONTROL);
  grid_assert_text (fixture, "cell-1-name", "Bob");
  /* One cell fills what is selected. */
  grid_put_on_clipboard (fixture, "Ms");
  grid_press (fixture, GDK_KEY_v, CONTROL);
  grid_wait_text (fixture, "cell-1-due", "Ms");
  grid_assert_text (fixture, "cell-0-name", "Ms");
  grid_assert_text (fixture, "cell-2-name", "Cy");
}

/* More rows than there are become recipients; names in a first row say where cells go. */
static void
test_paste_beyond (GridFixture *fixture, gconstpointer data)
{
  grid_fill (fixture);
  grid_press (fixture, GDK_KEY_End, CONTROL);
  grid_wait_focus (fixture, "cell-2-due");
  grid_put_on_clipboard (fixture, "1\n\n3\n");
  grid_press (fixture, GDK_KEY_v, CONTROL);
  grid_wait_text (fixture, "recipients-heading", "5 Recipients");
  grid_assert_text (fixture, "cell-3-due", "");
  grid_assert_text (fixture, "cell-4-due", "3");
  grid_press (fixture, GDK_KEY_Home, CONTROL);
  grid_put_on_clipboard (fixture, "Due\tName\r\n70\tAda\r\n");
  grid_press (fixture, GDK_KEY_v, CONTROL);
  grid_wait_text (fixture, "cell-0-name", "Ada");
  grid_assert_text (fixture, "cell-0-due", "70");
  grid_put_on_clipboard (fixture, "a\tb\tc\td\n");
  grid_press (fixture, GDK_KEY_v, CONTROL);
  test_ui_wait_shows (fixture->window, "more columns than there are");
}

static void
test_fill_and_rows (GridFixture *fixture, gconstpointer data)
{
  grid_fill (fixture);
  grid_press (fixture, GDK_KEY_Right, 0);
  grid_press (fixture, GDK_KEY_Down, CONTROL | SHIFT);
  grid_press (fixture, GDK_KEY_d, CONTROL);
  grid_wait_text (fixture, "cell-2-name", "Ann");
  grid_press (fixture, GDK_KEY_Escape, 0);
  grid_press (fixture, GDK_KEY_r, CONTROL);
  grid_wait_text (fixture, "cell-0-name", ID_A);
  grid_press (fixture, GDK_KEY_plus, CONTROL);
  grid_wait_text (fixture, "cell-1-user", ID_A);
  grid_assert_text (fixture, "recipients-heading", "4 Recipients");
  grid_assert_text (fixture, "cell-0-user", "");
  grid_press (fixture, GDK_KEY_minus, CONTROL);
  grid_wait_text (fixture, "cell-0-user", ID_A);
  grid_press (fixture, GDK_KEY_space, SHIFT);
  grid_press (fixture, GDK_KEY_Down, SHIFT);
  grid_press (fixture, GDK_KEY_minus, CONTROL);
  grid_wait_text (fixture, "recipients-heading", "1 Recipient");
  grid_assert_text (fixture, "cell-0-user", ID_C);
  grid_press (fixture, GDK_KEY_z, CONTROL);
  grid_wait_text (fixture, "recipients-heading", "3 Recipients");
}

static void
sort_by_due (GridFixture *fixture, const char *action)
{
  GtkWidget *cell = test_ui_find (fixture->window, "cell-0-due");

  g_assert_true (gtk_widget_activate_action (cell, action, "s", "due"));
}

/* Rows are shown in another order; an edit does not make one jump. */
static void
test_sorting (GridFixture *fixture, gconstpointer data)
{
  grid_fill (fixture);
  grid_append_text (fixture, "user,name,due\n" ID_D ",Dee,10\n" ID_E ",Eve,\n");
  grid_wait_text (fixture, "cell-4-name", "Eve");
  sort_by_due (fixture, "grid.sort-descending");
  grid_wait_text (fixture, "cell-0-due", "10");
  grid_assert_text (fixture, "cell-0-number", "4");
  grid_assert_text (fixture, "cell-1-due", "9");
  grid_assert_text (fixture, "cell-4-due", "");
  test_ui_type (test_ui_find (fixture->window, "cell-3-due"), "99");
  grid_assert_text (fixture, "cell-3-user", ID_A);
  test_ui_settle (fixture->window);
  test_input_click (test_ui_find (fixture->window, "cell-1-number"), GDK_BUTTON_PRIMARY, 0);
  g_assert_true (grid_has_cursor (fixture, "cell-1-user"));
  grid_press (fixture, GDK_KEY_Down, SHIFT);
  grid_press (fixture, GDK_KEY_minus, CONTROL);
  grid_wait_text (fixture, "recipients-heading", "3 Recipients");
  grid_wait_text (fixture, "cell-1-user", ID_A);
  grid_assert_text (fixture, "cell-0-user", ID_D);
  sort_by_due (fixture, "grid.sort-ascending");
  grid_wait_text (fixture, "cell-0-due", "10");
  grid_wait_text (fixture, "cell-1-due", "99");
  /* Neither does one that is typed. */
  grid_act (fixture, "grid.add");
  grid_wait_focus (fixture, "cell-3-user");
  grid_press (fixture, GDK_KEY_End, 0);
  grid_wait_focus (fixture, "cell-3-due");
  grid_type (fixture, "1");
  grid_press (fixture, GDK_KEY_Return, 0);
  grid_wait_focus (fixture, "cell-4-due");
  test_ui_settle (fixture->window);
  grid_assert_text (fixture, "cell-3-due", "1");
  g_assert_true (gtk_widget_activate_action (test_ui_find (fixture->window, "cell-0-due"),
                                             "grid.sort-not", NULL));
  grid_wait_text (fixture, "cell-0-user", ID_A);
}

/* What was in sight goes, and what was above it comes into sight. */
static void
test_undo_of_many_sorted (GridFixture *fixture, gconstpointer data)
{
  g_autoptr (GString) rows = g_string_new (NULL);

  grid_fill (fixture);
  sort_by_due (fixture, "grid.sort-descending");
  grid_wait_text (fixture, "cell-0-due", "9");
  for (guint i = 0; i < 500; i++) {
    g_string_append_printf (rows, "comms_user_%026u,Name %u,%u\n", i, i, i);
  }
  grid_append_text (fixture, rows->str);
  grid_wait_text (fixture, "recipients-heading", "503 Recipients");
  /* They are sorted with the others, and the cursor goes with the first of them. */
  grid_wait_text (fixture, "cell-502-name", "Name 0");
  grid_assert_text (fixture, "cell-501-due", "1");
  grid_press (fixture, GDK_KEY_End, CONTROL);
  grid_wait_focus (fixture, "cell-502-due");
  grid_press (fixture, GDK_KEY_z, CONTROL);
  grid_wait_text (fixture, "recipients-heading", "3 Recipients");
  grid_wait_text (fixture, "cell-0-due", "9");
  grid_assert_text (fixture, "cell-2-number", "1");
}

/* More cells change at once than are told one by one: no row jumps, as with one of them. */
static void
test_replace_in_many_sorted (GridFixture *fixture, gconstpointer data)
{
  g_autoptr (GString) rows = g_string_new (NULL);

  grid_fill (fixture);
  for (guint i = 0; i < 500; i++) {
    g_string_append_printf (rows, "comms_user_%026u,Name %u,%u\n", i, i, i);
  }
  grid_append_text (fixture, rows->str);
  grid_wait_text (fixture, "recipients-heading", "503 Recipients");
  grid_press (fixture, GDK_KEY_End, CONTROL);
  grid_wait_text (fixture, "cell-502-name", "Name 499");
  g_assert_true (gtk_widget_activate_action (test_ui_find (fixture->window, "cell-502-due"),
                                             "grid.sort-descending", "s", "due"));
  grid_wait_text (fixture, "cell-0-due", "499");
  grid_press (fixture, GDK_KEY_h, CONTROL);
  grid_type (fixture, "Name");
  grid_wait_text (fixture, "find-count", "500 cells");
  test_ui_type (test_ui_find (fixture->window, "replace-entry"), "Guest");
  test_ui_click (test_ui_find (fixture->window, "replace-all"));
  grid_wait_text (fixture, "find-count", "Not found");
  grid_wait_text (fixture, "cell-0-name", "Guest 499");
  grid_assert_text (fixture, "cell-1-name", "Guest 498");
  grid_assert_text (fixture, "cell-1-due", "498");
}

static gboolean
is_in_sight (GtkWidget *window, gpointer name)
{
  GtkWidget *cell = test_ui_lookup (window, name);
  graphene_rect_t bounds;

  if (cell == NULL) {
    return FALSE;
  }
  GtkWidget *scroller = gtk_widget_get_ancestor (cell, GTK_TYPE_SCROLLED_WINDOW);
  return gtk_widget_compute_bounds (cell, scroller, &bounds) && bounds.origin.y >= 0 &&
         bounds.origin.y + bounds.size.height <= gtk_widget_get_height (scroller);
}

static void
test_undo_elsewhere (GridFixture *fixture, gconstpointer data)
{
  g_autoptr (GString) rows = g_string_new (NULL);

  grid_fill (fixture);
  for (guint i = 0; i < 500; i++) {
    g_string_append_printf (rows, "comms_user_%026u,Name %u,%u\n", i, i, i);
  }
  grid_append_text (fixture, rows->str);
  grid_wait_text (fixture, "recipients-heading", "503 Recipients");
  grid_append_text (fixture, rows->str);
  grid_wait_text (fixture, "recipients-heading", "1,003 Recipients");
  carillon_recipients_grid_go_to (CARILLON_RECIPIENTS_GRID (fixture->grid), 250, "name");
  grid_wait_focus (fixture, "cell-250-name");
  grid_press (fixture, GDK_KEY_z, CONTROL);
  grid_wait_text (fixture, "recipients-heading", "503 Recipients");
  test_ui_wait (fixture->window, is_in_sight, "cell-250-name");
}

static void
test_bad_paste (GridFixture *fixture, gconstpointer data)
{
  static const char binary[] = "\x89PNG\r\n\x1a\n\0\0\0";

  grid_fill (fixture);
  grid_append_text (fixture, GRID_OTHER_USER "\tBob\t8\n" GRID_USER "\tAnn\t7\ttoo\tmany\n");
  test_ui_wait_shows (fixture->window, "line 2 has more cells");
  grid_assert_text (fixture, "recipients-heading", "3 Recipients");
  g_autoptr (GBytes) bytes = g_bytes_new_static (binary, sizeof binary);
  g_autoptr (GdkContentProvider) provider = gdk_content_provider_new_for_bytes ("image/png", bytes);
  gdk_clipboard_set_content (gtk_widget_get_clipboard (fixture->window), provider);
  grid_press (fixture, GDK_KEY_v, CONTROL);
  test_ui_wait_shows (fixture->window, "does not hold text");
  grid_append_text (fixture, GRID_OTHER_USER "\tBob\t8\n");
  grid_wait_text (fixture, "recipients-heading", "4 Recipients");
  test_ui_wait_gone (fixture->window, "Nothing was pasted");
}

/* Rows come and go by scrolling: what was typed stays with its row, and not with its widget. */
static void
test_recycling (GridFixture *fixture, gconstpointer data)
{
  g_autoptr (GString) rows = g_string_new ("user,name\n");

  for (guint i = 0; i < 2000; i++) {
    g_string_append_printf (rows, "comms_user_%026u,name %u\n", i, i);
  }
  grid_append_text (fixture, rows->str);
  grid_wait_text (fixture, "cell-0-name", "name 0");
  grid_wait_focus (fixture, "cell-0-user");
  test_ui_type (test_ui_find (fixture->window, "cell-0-name"), "typed");
  grid_press (fixture, GDK_KEY_End, CONTROL);
  grid_wait_focus (fixture, "cell-1999-name");
  grid_wait_text (fixture, "cell-1999-name", "name 1999");
  grid_type (fixture, "last");
  grid_press (fixture, GDK_KEY_Return, 0);
  grid_press (fixture, GDK_KEY_Home, CONTROL);
  grid_wait_focus (fixture, "cell-0-user");
  grid_wait_text (fixture, "cell-0-name", "typed");
  grid_assert_text (fixture, "cell-1-name", "name 1");
  grid_press (fixture, GDK_KEY_End, CONTROL);
  grid_wait_text (fixture, "cell-1999-name", "last");
}

static void
test_find_and_replace (GridFixture *fixture, gconstpointer data)
{
  grid_fill (fixture);
  grid_append_text (fixture, "user,name,due\n" ID_D ",annabel,8\n" ID_E ",Joanne,\n");
  grid_wait_text (fixture, "cell-4-name", "Joanne");
  grid_press (fixture, GDK_KEY_Home, CONTROL);
  grid_press (fixture, GDK_KEY_h, CONTROL);
  test_ui_wait (fixture->window, has_focus_inside, "find-entry");
  grid_type (fixture, "ann");
  grid_wait_text (fixture, "find-count", "3 cells");
  grid_press (fixture, GDK_KEY_Return, 0);
  grid_press (fixture, GDK_KEY_Return, 0);
  g_assert_true (grid_has_cursor (fixture, "cell-3-name"));
  test_ui_type (test_ui_find (fixture->window, "replace-entry"), "X");
  test_ui_click (test_ui_find (fixture->window, "replace-one"));
  grid_assert_text (fixture, "cell-3-name", "Xabel");
  g_assert_true (grid_has_cursor (fixture, "cell-4-name"));
  grid_wait_text (fixture, "find-count", "2 cells");
  test_ui_click (test_ui_find (fixture->window, "replace-all"));
  grid_wait_text (fixture, "cell-4-name", "JoXe");
  grid_assert_text (fixture, "cell-0-name", "X");
  grid_wait_text (fixture, "find-count", "Not found");
  grid_press (fixture, GDK_KEY_Escape, 0);
  grid_wait_focus (fixture, "cell-4-name");
  grid_press (fixture, GDK_KEY_z, CONTROL);
  grid_assert_text (fixture, "cell-4-name", "Joanne");
  grid_assert_text (fixture, "cell-0-name", "Ann");
  /* Where several cells are selected, only those are looked at. */
  grid_press (fixture, GDK_KEY_Home, CONTROL);
  grid_press (fixture, GDK_KEY_Right, 0);
  grid_press (fixture, GDK_KEY_Down, SHIFT);
  grid_press (fixture, GDK_KEY_f, CONTROL);
  grid_type (fixture, "ann");
  grid_wait_text (fixture, "find-count", "1 cell");
  test_ui_wait_shows (fixture->window, "In the selected cells");
  test_ui_screenshot (fixture->window, "grid-find");
}

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  grid_test ("clipboard", test_clipboard);
  grid_test ("paste-beyond", test_paste_beyond);
  grid_test ("fill-and-rows", test_fill_and_rows);
  grid_test ("sorting", test_sorting);
  grid_test ("undo-of-many-sorted", test_undo_of_many_sorted);
  grid_test ("undo-elsewhere", test_undo_elsewhere);
  grid_test ("replace-in-many-sorted", test_replace_in_many_sorted);
  grid_test ("bad-paste", test_bad_paste);
  grid_test ("recycling", test_recycling);
  grid_test ("find-and-replace", test_find_and_replace);
  return g_test_run ();
}
