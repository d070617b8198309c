#include <carillon-recipients-grid.h>

#include "grid-fixture.h"

/* More than is read or changed at once. */
#define MANY 3000

static DispatchAudience *
get_audience (DispatchDraft *draft)
{
  return dispatch_draft_get_audience (draft);
}

static char *
make_column (const char *prefix)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MANY; i++) {
    g_string_append_printf (text, "%s of a length that makes it a large text %u\n", prefix, i);
  }
  return g_string_free (text, FALSE);
}

static gboolean
is_pasted (GtkWidget *window, gpointer draft)
{
  return dispatch_audience_get_n_rows (get_audience (draft)) == MANY;
}

/* Whenever another draft is opened, what was begun for the one before does not come to it: in the
 * one before it is done, or it is not and one is told. */
static void
test_another_draft (GridFixture *fixture, gconstpointer data)
{
  g_autofree char *text = make_column ("pasted");
  gboolean was_pasted = FALSE;

  grid_fill (fixture);
  g_autoptr (DispatchTable) before = dispatch_audience_freeze (get_audience (fixture->draft));
  for (guint n_turns = 0; !was_pasted; n_turns++) {
    g_autoptr (DispatchDraft) other = dispatch_draft_new ();
    dispatch_audience_reset (get_audience (fixture->draft), dispatch_table_copy (before));
    g_object_set (fixture->grid, "draft", fixture->draft, NULL);
    carillon_recipients_grid_go_to (CARILLON_RECIPIENTS_GRID (fixture->grid), 0, "name");
    grid_put_on_clipboard (fixture, text);
    grid_act (fixture, "grid.paste");
    for (guint i = 0; i < n_turns && !is_pasted (fixture->window, fixture->draft); i++) {
      g_main_context_iteration (NULL, TRUE);
    }
    was_pasted = is_pasted (fixture->window, fixture->draft);
    g_object_set (fixture->grid, "draft", other, NULL);
    if (!was_pasted) {
      test_ui_wait_shows (fixture->window,
                          "“Paste” was not finished when another draft was opened");
    }
    test_ui_settle (fixture->window);
    g_assert_cmpuint (dispatch_audience_get_n_rows (get_audience (other)), ==, 0);
    g_assert_cmpuint (dispatch_audience_get_n_rows (get_audience (fixture->draft)), ==,
                      was_pasted ? MANY : 3);
    /* What is done to the other one is its own. */
    grid_append_text (fixture, "user,name,due\n" ID_D ",Dee,1\n");
    grid_wait_text (fixture, "cell-0-name", "Dee");
    grid_press (fixture, GDK_KEY_z, CONTROL);
    g_assert_cmpuint (dispatch_audience_get_n_rows (get_audience (other)), ==, 0);
    g_object_set (fixture->grid, "draft", NULL, NULL);
    g_assert_finalize_object (g_steal_pointer (&other));
  }
  g_object_set (fixture->grid, "draft", fixture->draft, NULL);
}

/* Escape stops what takes long; the grid is as before, and can be used. */
static void
test_escape (GridFixture *fixture, gconstpointer data)
{
  g_autofree char *text = make_column ("pasted");

  grid_fill (fixture);
  GtkWidget *cell = test_ui_find (fixture->window, "cell-0-name");
  GtkWidget *stack = gtk_widget_get_ancestor (cell, GTK_TYPE_STACK);
  grid_press (fixture, GDK_KEY_Right, 0);
  grid_wait_focus (fixture, "cell-0-name");
  grid_put_on_clipboard (fixture, text);
  grid_act (fixture, "grid.paste");
  g_assert_true (composer_press (stack, GDK_KEY_Escape, 0));
  test_ui_wait_shows (fixture->window, "“Paste” was stopped, and changed nothing");
  grid_act (fixture, "grid.select-column");
  grid_act (fixture, "grid.fill-down");
  grid_wait_text (fixture, "cell-2-name", "Ann");
  test_ui_wait_gone (fixture->window, "was stopped");
  grid_assert_text (fixture, "recipients-heading", "3 Recipients");
}

/* The cells go where the cursor was when the paste began. */
static void
test_cursor_goes_on (GridFixture *fixture, gconstpointer data)
{
  grid_fill (fixture);
  carillon_recipients_grid_go_to (CARILLON_RECIPIENTS_GRID (fixture->grid), 0, "name");
  grid_put_on_clipboard (fixture, "Zoe\n");
  grid_act (fixture, "grid.paste");
  carillon_recipients_grid_go_to (CARILLON_RECIPIENTS_GRID (fixture->grid), 2, "due");
  grid_wait_text (fixture, "cell-0-name", "Zoe");
  grid_assert_text (fixture, "cell-2-due", "9");
}

/* Rows with the columns that the message names are one step of undo. */
static void
test_undo_of_rows (GridFixture *fixture, gconstpointer data)
{
  g_object_set (fixture->draft, "body", "{{ name }} {{ due }}", NULL);
  grid_append_text (fixture, ID_A "\tAnn\t7\n" ID_B "\tBob\t8\n");
  grid_wait_text (fixture, "cell-1-due", "8");
  grid_act (fixture, "grid.undo");
  g_assert_cmpuint (dispatch_audience_get_n_rows (get_audience (fixture->draft)), ==, 0);
  g_assert_false (dispatch_audience_can_undo (get_audience (fixture->draft)));
}

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  grid_test ("another-draft", test_another_draft);
  grid_test ("escape", test_escape);
  grid_test ("cursor-goes-on", test_cursor_goes_on);
  grid_test ("undo-of-rows", test_undo_of_rows);
  return g_test_run ();
}
