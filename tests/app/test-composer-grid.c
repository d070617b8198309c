#include "grid-fixture.h"

static void
write_template (GridFixture *fixture)
{
  test_ui_type (test_ui_find (fixture->window, "title-view"), "Hi {{ name | default: 'there' }}");
  test_ui_type (test_ui_find (fixture->window, "body-view"), "{{ due }} is due");
}

static void
set_up (GridFixture *fixture, gconstpointer width)
{
  fixture->composer = composer_fixture_new (NOWHERE, "sid", "secret");
  fixture->window =
    composer_fixture_open (fixture->composer, width != NULL ? GPOINTER_TO_INT (width) : 1360);
}

static void
tear_down (GridFixture *fixture, gconstpointer data)
{
  composer_fixture_free (fixture->composer);
}

static void
test_variables_make_columns (GridFixture *fixture, gconstpointer data)
{
  GtkWidget *window = fixture->window;

  carillon_composer_page_add_user (composer_fixture_get_page (fixture->composer), GRID_USER);
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
  grid_assert_text (fixture, "cell-0-due", "[1, 2]");
  test_ui_wait_shows (window, "The message does not use “due”.");
  test_ui_click (test_ui_find_text (window, GTK_TYPE_BUTTON, "Remove Column"));
  composer_wait_absent (window, "cell-0-due");
  test_ui_wait_gone (window, "The message does not use “due”.");
}
static gboolean
has_problem (GtkWidget *window, gpointer name)
{
  GtkWidget *cell = test_ui_lookup (window, name);

  return cell != NULL && gtk_widget_has_css_class (cell, "wrong");
}

/* What is wrong is marked as the check tells it, and keys lead there. */
static void
test_problems (GridFixture *fixture, gconstpointer data)
{
  write_template (fixture);
  grid_append_text (fixture, "user,token,provider,name,due\n" GRID_USER ",,,Ann,7\n" GRID_OTHER_USER
                             ",,,,\n" ID_A ",,,Cy,9\n,tok,,Dee,\"[1,2]\"\n" GRID_USER ",,,Ann,8\n");
  grid_wait_text (fixture, "cell-3-name", "Dee");
  test_ui_type (test_ui_find (fixture->window, "cell-2-user"), "comms_user_of_no_shape");
  grid_press (fixture, GDK_KEY_Home, CONTROL);
  grid_wait_focus (fixture, "cell-0-user");
  test_ui_wait (fixture->window, has_problem, (gpointer) "cell-2-user");
  grid_take_pictures (fixture, "grid-problems");
  grid_press (fixture, GDK_KEY_F8, 0);
  grid_wait_focus (fixture, "cell-1-due");
  grid_press (fixture, GDK_KEY_F8, 0);
  grid_wait_focus (fixture, "cell-2-user");
  grid_press (fixture, GDK_KEY_F8, SHIFT);
  grid_wait_focus (fixture, "cell-1-due");
}

static void
take_pictures_of_page (GridFixture *fixture, const char *what, int width)
{
  g_autofree char *name = g_strdup_printf ("grid-%s-%d", what, width);

  if (gtk_widget_get_mapped (test_ui_find (fixture->window, "tab-recipients"))) {
    test_ui_click (test_ui_find (fixture->window, "tab-recipients"));
  }
  grid_take_pictures (fixture, name);
}

/* Where there are no recipients yet, both ways to get many are in sight at every width. */
static void
test_empty (void)
{
  static const int widths[] = { 360, 1000, 1600 };

  for (gsize i = 0; i < G_N_ELEMENTS (widths); i++) {
    GridFixture fixture = { 0 };
    set_up (&fixture, GINT_TO_POINTER (widths[i]));
    take_pictures_of_page (&fixture, "empty", widths[i]);
    composer_wait_usable (fixture.window, "import-rows");
    composer_wait_usable (fixture.window, "paste-rows");
    grid_append_text (&fixture,
                      "user,token,provider,name,due\n" GRID_USER ",,,Ann,7\n" GRID_OTHER_USER
                      ",,,,\n" ID_A ",,,Cy,9\n,tok,FCM,Dee,\"[1,2]\"\n");
    composer_wait_absent (fixture.window, "import-rows");
    take_pictures_of_page (&fixture, "full", widths[i]);
    tear_down (&fixture, NULL);
  }
}

#define add(path, func) \
  g_test_add ("/composer/grid/" path, GridFixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  add ("variables-make-columns", test_variables_make_columns);
  add ("problems", test_problems);
  g_test_add_func ("/composer/grid/empty", test_empty);
  return g_test_run ();
}
