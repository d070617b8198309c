/* The trash: what was deleted stands in it, comes back, or goes for good. */

#include <sqlite3.h>

#include "carillon-trash-page.h"
#include "trash-fixture.h"

static void
show (PageFixture *fixture)
{
  page_fixture_show (fixture, carillon_trash_page_new (fixture->session), 1000, 700);
}

static void
test_empty (void)
{
  PageFixture fixture;

  trash_fixture_set_up (&fixture);
  show (&fixture);
  test_ui_wait_shows (fixture.page, "The Trash Is Empty");
  test_ui_wait_shows (fixture.page, "nothing is dropped by itself");
  page_fixture_picture (&fixture, "trash-empty-1000");
  page_fixture_resize (&fixture, 360, 640);
  page_fixture_picture (&fixture, "trash-empty-360");
  page_fixture_tear_down (&fixture);
}

/* Its devices are back at the API under the same user, and the difference is told. */
static void
test_restore (void)
{
  PageFixture fixture;

  trash_fixture_set_up (&fixture);
  g_autofree char *user = page_fixture_register (&fixture, "shop", "FCM", "first-token", NULL);
  g_free (page_fixture_register (&fixture, "shop", "APN", "second-token", user));
  g_autofree char *other = page_fixture_register (&fixture, "shop", "FCM", "of-another", NULL);
  g_autofree char *before = trash_fixture_devices (&fixture, user);
  trash_fixture_delete_registration_of (&fixture, other);
  trash_fixture_delete_registration_of (&fixture, user);
  g_autofree char *none = trash_fixture_devices (&fixture, user);
  g_assert_cmpstr (none, ==, "");

  show (&fixture);
  trash_fixture_wait_n_rows (&fixture, 2);
  trash_fixture_open_row (&fixture, 0);
  test_ui_wait_shows (fixture.page, "first-token");
  test_ui_wait_shows (fixture.page, "Confirmed by the server");
  page_fixture_picture (&fixture, "trash-details-1000");
  page_fixture_click (&fixture, "Restore…");
  page_fixture_answer (&fixture, "2 devices are registered again", "Cancel");
  page_fixture_click (&fixture, "Restore…");
  page_fixture_answer (&fixture, "registrations get other IDs", "Restore");
  test_ui_wait_shows (fixture.page, "It has another registration ID.");
  page_fixture_picture (&fixture, "trash-restored-1000");
  g_autofree char *after = trash_fixture_devices (&fixture, user);
  g_assert_cmpstr (after, ==, before);
  g_autofree char *still_none = trash_fixture_devices (&fixture, other);
  g_assert_cmpstr (still_none, ==, "");

  /* It cannot be restored twice. */
  GtkWidget *button = test_ui_find_text (fixture.page, GTK_TYPE_BUTTON, "Restore…");
  g_assert_false (gtk_widget_get_sensitive (button));
  page_fixture_tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/trash/empty", test_empty);
  g_test_add_func ("/trash/restore", test_restore);
  return g_test_run ();
}
