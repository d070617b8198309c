#include <glib/gstdio.h>

#include "carillon-import-dialog.h"
#include "carillon-recipients-export.h"
#include "composer-fixture.h"
#include "test-ui.h"

#define USER "comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6n"

typedef struct {
  ComposerFixture *composer;
  GtkWidget *window;
  GtkWidget *parent;
  DispatchAudience *audience;
  GtkWidget *dialog; /* the window */
  CarillonImportDialog *import;
  char *path;
  int width;
} Import;

static void
set_up (Import *self)
{
  self->composer = composer_fixture_new (NOWHERE, "AC1", "x");
  self->window = composer_fixture_open (self->composer, 1360);
  self->parent = GTK_WIDGET (composer_fixture_get_page (self->composer));
  self->audience = dispatch_audience_new ();
  self->path = g_build_filename (self->composer->folder, "october offer.csv", NULL);
}

static void
tear_down (Import *self)
{
  g_unlink (self->path);
  g_free (self->path);
  g_object_unref (self->audience);
  composer_fixture_close (self->composer);
  composer_fixture_free (self->composer);
}

static GFile *
write_file (Import *self, const char *text, gssize length)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (self->path, text, length, &error);
  g_assert_no_error (error);
  return g_file_new_for_path (self->path);
}

static void
open_text (Import *self, const char *text, gssize length)
{
  g_autoptr (GFile) file = write_file (self, text, length);

  self->import = carillon_import_dialog_present_file (self->parent, self->audience, file);
  self->dialog = test_ui_wait_dialog (self->window);
}

static gboolean
is_not_busy (GtkWidget *root, gpointer data)
{
  g_autofree char *state = NULL;
  gboolean is_busy = TRUE;

  g_object_get (data, "state", &state, "busy", &is_busy, NULL);
  return !is_busy && !g_str_equal (state, "reading");
}

static void
wait_read (Import *self)
{
  test_ui_wait (self->dialog, is_not_busy, self->import);
}

static gboolean
is_as_wide (GtkWidget *root, gpointer data)
{
  return gtk_widget_get_width (root) <= GPOINTER_TO_INT (data);
}

static void
picture (Import *self, const char *name)
{
  static const int widths[] = { 360, 720 };

  if (g_getenv ("CARILLON_SCREENSHOTS") == NULL) {
    return;
  }
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++) {
    g_autofree char *light = g_strdup_printf ("import-%s-%d", name, widths[i]);
    g_autofree char *dark = g_strconcat (light, "-dark", NULL);
    test_ui_settle (self->dialog);
    gtk_window_set_default_size (GTK_WINDOW (self->dialog), widths[i], 760);
    test_ui_wait (self->dialog, is_as_wide, GINT_TO_POINTER (widths[i]));
    test_ui_settle (self->dialog);
    test_ui_screenshot (self->dialog, light);
    test_ui_set_dark (TRUE);
    test_ui_settle (self->dialog);
    test_ui_screenshot (self->dialog, dark);
    test_ui_set_dark (FALSE);
    test_ui_settle (self->dialog);
  }
}

static void
assert_row (Import *self, guint row, const char *expected)
{
  g_autoptr (GString) cells = g_string_new (NULL);

  for (guint i = 0; i < dispatch_audience_get_n_columns (self->audience); i++) {
    g_string_append_printf (cells, "%s|", dispatch_audience_get_value (self->audience, row, i));
  }
  g_assert_cmpstr (cells->str, ==, expected);
}

static void
add (Import *self)
{
  test_ui_click (test_ui_find (self->dialog, "import-add"));
  test_ui_settle (self->window);
}

static const char october[] = "User ID,First Name,token,Provider,due\n" USER ",Ann,,,12.50\n"
                              ",Zoë,dQw4w9WgXcQ,android,7\n" USER ",\"Bob\nthe second\",,,\n"
                              ",Eve,dQw4w9WgXcQ,FCM,1,too,many\n"
                              ",,,,\n"
                              ",Max,dQw4,APNS,'=1+1\n";

static void
test_added (void)
{
  Import self = { 0 };

  set_up (&self);
  dispatch_audience_add_column (self.audience, "first_name");
  open_text (&self, october, -1);
  wait_read (&self);
  g_assert_true (test_ui_shows (self.dialog, "4 recipients are added"));
  g_assert_true (test_ui_shows (self.dialog, "2 rows are left out"));
  g_assert_true (test_ui_shows (self.dialog, "Line 6: It has more cells than there are columns"));
  g_assert_true (test_ui_shows (self.dialog, "Line 7: All of its cells are empty"));
  picture (&self, "preview");
  add (&self);
  g_assert_cmpuint (dispatch_audience_get_n_rows (self.audience), ==, 4);
  assert_row (&self, 0, USER "|||Ann|12.50|");
  assert_row (&self, 1, "|dQw4w9WgXcQ|FCM|Zoë|7|");
  assert_row (&self, 2, USER "|||Bob\nthe second||");
  assert_row (&self, 3, "|dQw4|APN|Max|=1+1|");
  dispatch_audience_undo (self.audience);
  g_assert_cmpuint (dispatch_audience_get_n_rows (self.audience), ==, 0);
  tear_down (&self);
}

static void
choose (Import *self, const char *name, guint selected)
{
  GtkWidget *widget = test_ui_find (self->dialog, name);

  g_object_set (widget, "selected", selected, NULL);
  wait_read (self);
}

/* The choices of a format, and of a column, have the rows read anew. */
static void
test_choices (void)
{
  Import self = { 0 };

  set_up (&self);
  open_text (&self, "userId;name\n" USER ";A,B\n", -1);
  wait_read (&self);
  g_assert_true (test_ui_shows (self.dialog, "1 recipient is added"));
  choose (&self, "import-delimiter", 0);
  g_assert_true (test_ui_shows (self.dialog, "1 row is left out"));
  g_assert_true (test_ui_shows (self.dialog, "No recipients to add"));
  choose (&self, "import-delimiter", 1);
  choose (&self, "import-column-0", 0);
  g_assert_true (test_ui_shows (self.dialog, "No column has user IDs or device tokens"));
  choose (&self, "import-column-0", 2);
  g_assert_true (test_ui_shows (self.dialog, "No column has the providers"));
  test_ui_click (test_ui_find (self.dialog, "import-header"));
  wait_read (&self);
  g_assert_true (test_ui_shows (self.dialog, "2 recipients are added"));
  add (&self);
  assert_row (&self, 0, "|||userId|name|");
  tear_down (&self);
}

static void
test_replaced (void)
{
  Import self = { 0 };

  set_up (&self);
  dispatch_audience_append (self.audience, "comms_pushnotificationuser_old", NULL);
  dispatch_audience_append (self.audience, "comms_pushnotificationuser_older", NULL);
  open_text (&self, "userId,name\n" USER ",Ann\n", -1);
  wait_read (&self);
  test_ui_click (test_ui_find (self.dialog, "import-replace"));
  g_assert_true (test_ui_shows (self.dialog, "1 recipient in place of the 2 that are there"));
  picture (&self, "replace");
  add (&self);
  g_assert_cmpuint (dispatch_audience_get_n_rows (self.audience), ==, 1);
  assert_row (&self, 0, USER "|||Ann|");
  dispatch_audience_undo (self.audience);
  g_assert_cmpuint (dispatch_audience_get_n_rows (self.audience), ==, 2);
  assert_row (&self, 0, "comms_pushnotificationuser_old|||");
  tear_down (&self);
}

static void
test_failed (void)
{
  Import self = { 0 };
  g_autoptr (GFile) nowhere = g_file_new_for_path ("/nonexistent/file.csv");

  set_up (&self);
  open_text (&self, "", 0);
  wait_read (&self);
  g_assert_true (test_ui_shows (self.dialog, "The File Has No Rows"));
  picture (&self, "failed");
  carillon_import_dialog_open (self.import, nowhere);
  wait_read (&self);
  g_assert_false (gtk_widget_get_sensitive (test_ui_find (self.dialog, "import-add")));
  test_ui_close_dialog (self.dialog);
  tear_down (&self);
}

/* The action of the page, without a file at first. */
static void
test_action (void)
{
  Import self = { 0 };

  set_up (&self);
  composer_wait_usable (self.window, "add-recipient");
  gtk_widget_activate_action (self.parent, "composer.import", NULL);
  self.dialog = test_ui_wait_dialog (self.window);
  self.import = CARILLON_IMPORT_DIALOG (gtk_widget_get_ancestor (
    test_ui_find (self.dialog, "import-cancel"), CARILLON_TYPE_IMPORT_DIALOG));
  picture (&self, "choose");
  g_autoptr (GFile) file = write_file (&self, "userId,name\n" USER ",Ann\n", -1);
  carillon_import_dialog_open (self.import, file);
  wait_read (&self);
  add (&self);
  test_ui_wait_shows (self.window, "1 Recipient");
  tear_down (&self);
}

static gboolean
is_there (GtkWidget *root, gpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
test_export (void)
{
  Import self = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  set_up (&self);
  g_autoptr (GFile) file = g_file_new_for_path (self.path);
  dispatch_audience_add_column (self.audience, "name");
  dispatch_audience_append (self.audience, USER, NULL);
  dispatch_audience_set_value (self.audience, 0, DISPATCH_N_FIXED_COLUMNS, "=Ann \"A\"");
  carillon_recipients_export_to (self.parent, dispatch_audience_get_table (self.audience), file);
  test_ui_wait (self.window, is_there, self.path);
  g_file_get_contents (self.path, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "\xEF\xBB\xBFuserId,name\r\n" USER ",\"'=Ann \"\"A\"\"\"\r\n");
  tear_down (&self);
}

int
main (int argc, char *argv[])
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/app/composer/import/added", test_added);
  g_test_add_func ("/app/composer/import/choices", test_choices);
  g_test_add_func ("/app/composer/import/replaced", test_replaced);
  g_test_add_func ("/app/composer/import/failed", test_failed);
  g_test_add_func ("/app/composer/import/action", test_action);
  g_test_add_func ("/app/composer/import/export", test_export);
  return g_test_run ();
}
