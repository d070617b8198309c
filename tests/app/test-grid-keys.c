#include <carillon-recipients-grid.h>

#include "grid-fixture.h"

static void
test_typing (GridFixture *fixture, gconstpointer data)
{
  test_ui_click (test_ui_find (fixture->window, "add-recipient"));
  grid_wait_focus (fixture, "cell-0-user");
  grid_type (fixture, "u-1");
  /* The row became a recipient below the cursor, and an empty one came behind it. */
  grid_wait_text (fixture, "cell-0-user", "u-1");
  grid_assert_text (fixture, "recipients-heading", "1 Recipient");
  grid_wait_text (fixture, "cell-1-user", "");
  grid_press (fixture, GDK_KEY_Return, 0);
  grid_wait_focus (fixture, "cell-1-user");
  grid_type (fixture, "u-2");
  grid_press (fixture, GDK_KEY_Escape, 0);
  grid_wait_text (fixture, "recipients-heading", "1 Recipient");
  grid_wait_focus (fixture, "cell-1-user");
}

static void
test_motions (GridFixture *fixture, gconstpointer data)
{
  grid_fill (fixture);
  grid_press (fixture, GDK_KEY_Right, 0);
  grid_wait_focus (fixture, "cell-0-name");
  grid_press (fixture, GDK_KEY_Down, CONTROL);
  grid_wait_focus (fixture, "cell-2-name");
  grid_press (fixture, GDK_KEY_End, 0);
  grid_wait_focus (fixture, "cell-2-due");
  grid_press (fixture, GDK_KEY_Home, CONTROL);
  grid_wait_focus (fixture, "cell-0-user");
  grid_press (fixture, GDK_KEY_End, CONTROL);
  grid_wait_focus (fixture, "cell-2-due");
  grid_press (fixture, GDK_KEY_Left, CONTROL);
  grid_wait_focus (fixture, "cell-2-user");
  grid_press (fixture, GDK_KEY_Page_Up, 0);
  grid_wait_focus (fixture, "cell-0-user");
}

/* Tab goes to the right, Enter back to the column where that began. */
static void
test_tab_and_enter (GridFixture *fixture, gconstpointer data)
{
  grid_fill (fixture);
  grid_press (fixture, GDK_KEY_Right, 0);
  grid_type (fixture, "A");
  grid_press (fixture, GDK_KEY_Tab, 0);
  grid_wait_focus (fixture, "cell-0-due");
  grid_type (fixture, "1");
  grid_press (fixture, GDK_KEY_Return, 0);
  grid_wait_focus (fixture, "cell-1-name");
  grid_assert_text (fixture, "cell-0-name", "A");
  grid_assert_text (fixture, "cell-0-due", "1");
  grid_press (fixture, GDK_KEY_ISO_Left_Tab, SHIFT);
  grid_wait_focus (fixture, "cell-1-user");
  grid_press (fixture, GDK_KEY_ISO_Left_Tab, SHIFT);
  grid_wait_focus (fixture, "cell-0-due");
  grid_press (fixture, GDK_KEY_Return, SHIFT);
  g_assert_true (grid_has_cursor (fixture, "cell-0-name"));
}

static void
test_editing (GridFixture *fixture, gconstpointer data)
{
  grid_fill (fixture);
  grid_press (fixture, GDK_KEY_Right, 0);
  grid_press (fixture, GDK_KEY_F2, 0);
  grid_wait_focus (fixture, "cell-entry");
  grid_press (fixture, GDK_KEY_Left, 0);
  grid_type (fixture, "e");
  grid_wait_text (fixture, "cell-0-name", "Anen");
  grid_press (fixture, GDK_KEY_Escape, 0);
  grid_wait_focus (fixture, "cell-0-name");
  grid_assert_text (fixture, "cell-0-name", "Ann");
  /* What is typed takes the place of the cell, and the arrows go on. */
  grid_type (fixture, "Zoe");
  grid_press (fixture, GDK_KEY_Down, 0);
  grid_wait_focus (fixture, "cell-1-name");
  grid_assert_text (fixture, "cell-0-name", "Zoe");
  grid_press (fixture, GDK_KEY_Delete, 0);
  grid_assert_text (fixture, "cell-1-name", "");
  grid_press (fixture, GDK_KEY_z, CONTROL);
  grid_assert_text (fixture, "cell-1-name", "Bob");
  grid_press (fixture, GDK_KEY_z, CONTROL);
  grid_assert_text (fixture, "cell-0-name", "Ann");
  grid_press (fixture, GDK_KEY_z, CONTROL | SHIFT);
  grid_assert_text (fixture, "cell-0-name", "Zoe");
}

static void
test_ranges (GridFixture *fixture, gconstpointer data)
{
  grid_fill (fixture);
  grid_press (fixture, GDK_KEY_Right, 0);
  grid_press (fixture, GDK_KEY_Down, SHIFT);
  grid_press (fixture, GDK_KEY_Right, SHIFT);
  g_assert_true (grid_is_selected (fixture, "cell-0-name"));
  g_assert_true (grid_is_selected (fixture, "cell-1-due"));
  g_assert_false (grid_is_selected (fixture, "cell-1-user"));
  g_assert_false (grid_is_selected (fixture, "cell-2-due"));
  g_assert_true (grid_has_cursor (fixture, "cell-0-name"));
  grid_press (fixture, GDK_KEY_Delete, 0);
  grid_wait_text (fixture, "cell-1-due", "");
  grid_assert_text (fixture, "cell-0-name", "");
  grid_assert_text (fixture, "cell-2-due", "9");
  grid_press (fixture, GDK_KEY_space, SHIFT);
  g_assert_true (grid_is_selected (fixture, "cell-1-user"));
  grid_press (fixture, GDK_KEY_a, CONTROL);
  g_assert_true (grid_is_selected (fixture, "cell-2-due"));
  grid_press (fixture, GDK_KEY_Escape, 0);
  g_assert_false (grid_is_selected (fixture, "cell-2-due"));
  grid_press (fixture, GDK_KEY_space, CONTROL);
  g_assert_true (grid_is_selected (fixture, "cell-2-user"));
  g_assert_false (grid_is_selected (fixture, "cell-2-due"));
}

static void
test_pointer (GridFixture *fixture, gconstpointer data)
{
  grid_fill (fixture);
  test_input_click (test_ui_find (fixture->window, "cell-1-name"), GDK_BUTTON_PRIMARY, 0);
  grid_wait_focus (fixture, "cell-1-name");
  test_input_click (test_ui_find (fixture->window, "cell-2-due"), GDK_BUTTON_PRIMARY, SHIFT);
  g_assert_true (grid_is_selected (fixture, "cell-1-due"));
  g_assert_true (grid_is_selected (fixture, "cell-2-name"));
  test_input_drag (test_ui_find (fixture->window, "cell-0-user"),
                   test_ui_find (fixture->window, "cell-1-name"));
  g_assert_true (grid_is_selected (fixture, "cell-0-name"));
  g_assert_true (grid_is_selected (fixture, "cell-1-user"));
  g_assert_false (grid_is_selected (fixture, "cell-2-due"));
  test_input_click (test_ui_find (fixture->window, "cell-2-number"), GDK_BUTTON_PRIMARY, 0);
  g_assert_true (grid_is_selected (fixture, "cell-2-due"));
  test_input_double_click (test_ui_find (fixture->window, "cell-0-due"));
  grid_wait_focus (fixture, "cell-entry");
}

static void
test_devices (GridFixture *fixture, gconstpointer data)
{
  test_ui_click (test_ui_find (fixture->window, "add-recipient"));
  grid_wait_focus (fixture, "cell-0-user");
  grid_act (fixture, "grid.add-device");
  grid_wait_focus (fixture, "cell-0-token");
  grid_type (fixture, "tok");
  grid_press (fixture, GDK_KEY_Tab, 0);
  grid_wait_focus (fixture, "cell-0-provider");
  g_assert_true (
    gtk_widget_has_css_class (test_ui_find (fixture->window, "cell-0-provider"), "wrong"));
  g_assert_true (gtk_widget_activate_action (test_ui_find (fixture->window, "cell-0-provider"),
                                             "grid.provider", "s", "APN"));
  grid_wait_text (fixture, "cell-0-provider", "APN");
}

static void
append_three (GridFixture *fixture)
{
  DispatchAudience *audience = dispatch_draft_get_audience (fixture->draft);

  dispatch_audience_begin_edit (audience);
  dispatch_audience_append (audience, ID_A, NULL);
  dispatch_audience_append (audience, ID_B, NULL);
  dispatch_audience_append (audience, ID_C, NULL);
  dispatch_audience_end_edit (audience);
}

/* Without recipients there are no cells, but what was done can still be taken back and forth. */
static void
test_none (GridFixture *fixture, gconstpointer data)
{
  static const struct {
    guint key;
    GdkModifierType state;
  } again[] = { { GDK_KEY_y, CONTROL }, { GDK_KEY_z, CONTROL | SHIFT }, { GDK_KEY_y, CONTROL } };

  append_three (fixture);
  carillon_recipients_grid_go_to (CARILLON_RECIPIENTS_GRID (fixture->grid), 1, "");
  grid_wait_focus (fixture, "cell-1-user");
  for (gsize i = 0; i < G_N_ELEMENTS (again); i++) {
    grid_press (fixture, GDK_KEY_z, CONTROL);
    test_ui_wait_shows (fixture->window, "No Recipients");
    test_ui_settle (fixture->window);
    grid_press (fixture, again[i].key, again[i].state);
    grid_wait_text (fixture, "recipients-heading", "3 Recipients");
    grid_wait_focus (fixture, "cell-0-user");
  }
  grid_act (fixture, "grid.select-all");
  grid_press (fixture, GDK_KEY_Delete, CONTROL);
  test_ui_wait_shows (fixture->window, "No Recipients");
  grid_put_on_clipboard (fixture, "user,name\n" ID_D ",Dee\n");
  grid_press (fixture, GDK_KEY_v, CONTROL);
  grid_wait_text (fixture, "cell-0-name", "Dee");
  grid_wait_focus (fixture, "cell-0-user");
}

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  /* Two clicks are a double click also on a machine that is busy. */
  g_object_set (gtk_settings_get_default (), "gtk-double-click-time", 10000, NULL);
  grid_test ("typing", test_typing);
  grid_test ("motions", test_motions);
  grid_test ("tab-and-enter", test_tab_and_enter);
  grid_test ("editing", test_editing);
  grid_test ("ranges", test_ranges);
  grid_test ("pointer", test_pointer);
  grid_test ("devices", test_devices);
  grid_test ("none", test_none);
  return g_test_run ();
}
