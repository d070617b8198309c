#include <dispatch-import.h>
#include <glib/gstdio.h>
#include <sys/stat.h>

#include "carillon-import-dialog.h"
#include "carillon-import-text.h"
#include "carillon-recipients-export.h"
#include "carillon-toast.h"
#include "composer-fixture.h"
#include "test-ui.h"

#define USER "comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6n"

typedef struct {
  ComposerFixture *composer;
  GtkWidget *window;
  CarillonRecipientsGrid *grid;
  DispatchDraft *draft;
  DispatchAudience *audience; /* of @draft */
  GtkWidget *dialog;          /* the window */
  CarillonImportDialog *import;
  char *path;
  int width;
} Import;

static void
set_up (Import *self)
{
  self->composer = composer_fixture_new (NOWHERE, "AC1", "x");
  self->window = composer_fixture_open (self->composer, 1360);
  composer_wait_usable (self->window, "add-recipient");
  self->grid = CARILLON_RECIPIENTS_GRID (gtk_widget_get_ancestor (
    test_ui_find (self->window, "add-recipient"), CARILLON_TYPE_RECIPIENTS_GRID));
  g_object_get (self->grid, "draft", &self->draft, NULL);
  self->audience = dispatch_draft_get_audience (self->draft);
  self->path = g_build_filename (self->composer->folder, "october offer.csv", NULL);
}

static void
tear_down (Import *self)
{
  g_unlink (self->path);
  g_free (self->path);
  g_object_unref (self->draft);
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

  self->import = carillon_import_dialog_present_file (self->grid, file);
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
    test_ui_resize (self->dialog, widths[i], 760);
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
  g_assert_true (test_ui_shows (self.dialog, "4 recipients will be added"));
  g_assert_true (test_ui_shows (self.dialog, "2 rows will be left out"));
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
  g_assert_true (test_ui_shows (self.dialog, "1 recipient will be added"));
  choose (&self, "import-delimiter", 0);
  g_assert_true (test_ui_shows (self.dialog, "1 row will be left out"));
  g_assert_true (test_ui_shows (self.dialog, "No recipients to add"));
  choose (&self, "import-delimiter", 1);
  choose (&self, "import-column-0", 0);
  g_assert_true (test_ui_shows (self.dialog, "No column has user IDs or device tokens"));
  choose (&self, "import-column-0", 2);
  g_assert_true (test_ui_shows (self.dialog, "No column has the providers"));
  test_ui_click (test_ui_find (self.dialog, "import-header"));
  wait_read (&self);
  g_assert_true (test_ui_shows (self.dialog, "2 recipients will be added"));
  add (&self);
  assert_row (&self, 0, "|||userId|name|");
  tear_down (&self);
}

static void
assert_can_import (Import *self, gboolean expected)
{
  g_assert_cmpint (gtk_widget_get_sensitive (test_ui_find (self->dialog, "import-add")), ==,
                   expected);
}

/* Two columns cannot be the same thing. */
static void
test_repeated (void)
{
  Import self = { 0 };

  set_up (&self);
  open_text (&self, "userId,invited by,a,b\n" USER "," USER ",1,2\n", -1);
  wait_read (&self);
  assert_can_import (&self, TRUE);
  choose (&self, "import-column-1", DISPATCH_IMPORT_USER);
  g_assert_true (test_ui_shows (
    self.dialog,
    "The columns “userId” and “invited by” are both “User ID”. Choose something else"));
  g_assert_true (test_ui_shows (self.dialog, "The same as “userId”"));
  assert_can_import (&self, FALSE);
  picture (&self, "repeated");
  choose (&self, "import-column-1", DISPATCH_IMPORT_NOTHING);
  g_assert_false (test_ui_shows (self.dialog, "The same as"));
  assert_can_import (&self, TRUE);
  tear_down (&self);
}

static void
type_name (Import *self, guint column, const char *name)
{
  g_autofree char *widget = g_strdup_printf ("import-name-%u", column);

  test_ui_type (test_ui_find (self->dialog, widget), name);
  wait_read (self);
}

static void
assert_choice (Import *self, const char *name, const char *expected)
{
  GtkDropDown *choice = GTK_DROP_DOWN (test_ui_find (self->dialog, name));

  g_assert_cmpstr (gtk_string_object_get_string (gtk_drop_down_get_selected_item (choice)), ==,
                   expected);
}

/* A variable can have a name that is not in the file, and the template's come first. */
static void
test_names (void)
{
  Import self = { 0 };

  set_up (&self);
  g_object_set (self.draft, "title", "{{ due }} {{ city }}", NULL);
  open_text (&self, "userId,a,First Name\n" USER ",1,Ann\n", -1);
  wait_read (&self);
  g_assert_true (test_ui_shows (self.dialog, "No template can use the name “First Name”"));
  assert_can_import (&self, TRUE);
  choose (&self, "import-column-1", DISPATCH_IMPORT_VARIABLE);
  assert_choice (&self, "import-column-1", "due");
  choose (&self, "import-column-1", DISPATCH_IMPORT_VARIABLE + 3);
  type_name (&self, 1, "");
  g_assert_true (test_ui_shows (self.dialog, "The variable of the column “a” needs a name."));
  assert_can_import (&self, FALSE);
  type_name (&self, 1, "First Name");
  g_assert_true (test_ui_shows (self.dialog, "The columns “a” and “First Name” are both"));
  type_name (&self, 1, " town ");
  picture (&self, "names");
  add (&self);
  assert_row (&self, 0, USER "|||1|Ann|");
  g_assert_cmpstr (dispatch_audience_get_column_name (self.audience, 3), ==, "town");
  tear_down (&self);
}

static void
begin_draft (Import *self)
{
  g_object_set (self->draft, "name", "October offer", NULL);
  carillon_composer_page_begin (composer_fixture_get_page (self->composer),
                                g_variant_new_parsed ("[('other', 'APN')]"));
}

static void
begin_other_draft (Import *self)
{
  begin_draft (self);
  test_ui_wait_shows (self->dialog, "Another Draft Was Opened");
}

static void
follow_draft (Import *self)
{
  g_object_unref (self->draft);
  g_object_get (self->grid, "draft", &self->draft, NULL);
  self->audience = dispatch_draft_get_audience (self->draft);
}

/* What was meant for one draft is not added to another, nor to one that nobody sees. */
static void
test_other_draft (void)
{
  Import self = { 0 };

  set_up (&self);
  open_text (&self, "userId,name\n" USER ",Ann\n", -1);
  wait_read (&self);
  begin_other_draft (&self);
  g_assert_true (test_ui_shows (self.dialog, "These rows were for “October offer”."));
  assert_can_import (&self, FALSE);
  picture (&self, "elsewhere");
  g_assert_cmpuint (dispatch_audience_get_n_rows (self.audience), ==, 0);
  follow_draft (&self);
  g_assert_cmpuint (dispatch_audience_get_n_rows (self.audience), ==, 1);
  test_ui_click (test_ui_find_text (self.dialog, GTK_TYPE_BUTTON, "Use Them for This Draft"));
  wait_read (&self);
  add (&self);
  assert_row (&self, 1, USER "|||Ann|");
  tear_down (&self);
}

/* The same while the file is still being read. */
static void
test_other_draft_early (void)
{
  Import self = { 0 };

  set_up (&self);
  dispatch_audience_append (self.audience, USER, NULL);
  open_text (&self, "userId,name\n" USER ",Ann\n", -1);
  begin_other_draft (&self);
  wait_read (&self);
  assert_can_import (&self, FALSE);
  g_assert_cmpuint (dispatch_audience_get_n_rows (self.audience), ==, 1);
  test_ui_close_dialog (self.dialog);
  follow_draft (&self);
  g_assert_cmpuint (dispatch_audience_get_n_rows (self.audience), ==, 1);
  tear_down (&self);
}

static gboolean
has_focus_inside (GtkWidget *root, gpointer widget)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (root));

  return focus != NULL && gtk_widget_is_ancestor (focus, widget) &&
         g_str_equal (G_OBJECT_TYPE_NAME (focus), "CarillonGridCell");
}

static gboolean
has_other_draft (GtkWidget *root, gpointer data)
{
  const Import *self = data;
  g_autoptr (DispatchDraft) draft = NULL;

  g_object_get (self->grid, "draft", &draft, NULL);
  return draft != self->draft;
}

static gboolean
offers_no_rows (GtkWidget *window, gpointer data)
{
  GtkWidget *button = test_ui_lookup_text (window, GTK_TYPE_BUTTON, "Save Rows…");

  return button == NULL || !gtk_widget_get_mapped (button);
}

static void
import_october (Import *self)
{
  open_text (self, october, -1);
  wait_read (self);
  add (self);
  test_ui_wait_find_text (self->window, GTK_TYPE_BUTTON, "Save Rows…");
}

/* What is told afterwards does not wait until somebody closes what was told of the import, and that
 * goes with the draft. */
static void
test_toast (void)
{
  Import self = { 0 };

  set_up (&self);
  import_october (&self);
  carillon_toast (GTK_WIDGET (self.grid), "Something failed");
  test_ui_wait_shows (self.window, "Something failed");
  import_october (&self);
  g_autoptr (GFile) file = write_file (&self, "{\n  \"carillon\": 1\n}\n", -1);
  carillon_composer_page_open_file (composer_fixture_get_page (self.composer), file);
  test_ui_wait (self.window, has_other_draft, &self);
  test_ui_wait (self.window, offers_no_rows, NULL);
  import_october (&self);
  tear_down (&self);
}

/* One goes on with the first row that came, and can still ask for those that did not. */
static void
test_afterwards (void)
{
  Import self = { 0 };

  set_up (&self);
  dispatch_audience_append (self.audience, USER, NULL);
  gtk_widget_grab_focus (test_ui_find (self.window, "title-view"));
  open_text (&self, october, -1);
  wait_read (&self);
  add (&self);
  test_ui_wait (self.window, has_focus_inside, self.grid);
  g_assert_cmpuint (carillon_recipients_grid_get_current_row (self.grid), ==, 1);
  gtk_menu_button_popup (GTK_MENU_BUTTON (test_ui_find (self.window, "grid-menu-button")));
  test_ui_wait_shows (self.window, "Save Rows Left Out…");
  test_ui_screenshot (self.window, "import-afterwards");
  gtk_menu_button_popdown (GTK_MENU_BUTTON (test_ui_find (self.window, "grid-menu-button")));
  begin_draft (&self);
  test_ui_wait (self.window, has_other_draft, &self);
  gtk_menu_button_popup (GTK_MENU_BUTTON (test_ui_find (self.window, "grid-menu-button")));
  test_ui_wait_shows (self.window, "Import…");
  g_assert_false (test_ui_shows (self.window, "Save Rows Left Out…"));
  tear_down (&self);
}

/* The same where there was no row yet, from wherever one asked. */
static void
test_first_rows (void)
{
  static const char *const from[] = { "import-rows", "title-view" };

  for (guint i = 0; i < G_N_ELEMENTS (from); i++) {
    Import self = { 0 };
    g_autoptr (GString) text = g_string_new ("userId,name,due\n");
    for (guint row = 0; row < 198; row++) {
      g_string_append_printf (text, "comms_pushnotificationuser_%026u,Ann,%u\n", row, row);
    }
    set_up (&self);
    gtk_widget_grab_focus (test_ui_find (self.window, from[i]));
    open_text (&self, text->str, -1);
    wait_read (&self);
    gtk_widget_grab_focus (test_ui_find (self.dialog, "import-add"));
    add (&self);
    for (guint frame = 0; frame < 3; frame++) {
      test_ui_settle (self.window);
    }
    test_ui_wait (self.window, has_focus_inside, self.grid);
    g_assert_cmpuint (carillon_recipients_grid_get_current_row (self.grid), ==, 0);
    tear_down (&self);
  }
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
  g_autoptr (GFile) folder = g_file_new_for_path (self.composer->folder);
  g_autoptr (GFile) pipe = g_file_new_for_path (self.path);
  open_text (&self, "", 0);
  wait_read (&self);
  g_assert_true (test_ui_shows (self.dialog, "The File Has No Rows"));
  picture (&self, "failed");
  carillon_import_dialog_open (self.import, nowhere);
  wait_read (&self);
  g_assert_true (test_ui_shows (self.dialog, "The File Is Not There"));
  carillon_import_dialog_open (self.import, folder);
  wait_read (&self);
  g_assert_true (test_ui_shows (self.dialog, "This Is a Folder"));
  g_unlink (self.path);
  g_assert_cmpint (mkfifo (self.path, 0600), ==, 0);
  carillon_import_dialog_open (self.import, pipe);
  wait_read (&self);
  g_assert_true (test_ui_shows (self.dialog, "This Is Not a File"));
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
  gtk_widget_activate_action (GTK_WIDGET (self.grid), "composer.import", NULL);
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
test_words (void)
{
  g_autofree char *all = carillon_import_done_text (1, 0);
  g_autofree char *some = carillon_import_done_text (1200, 2);

  g_assert_cmpstr (all, ==, "1 recipient imported");
  g_assert_true (g_str_has_suffix (some, " recipients imported, 2 rows left out"));
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
  carillon_recipients_export_to (GTK_WIDGET (self.grid),
                                 dispatch_audience_get_table (self.audience), file);
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
  g_test_add_func ("/app/composer/import/repeated", test_repeated);
  g_test_add_func ("/app/composer/import/names", test_names);
  g_test_add_func ("/app/composer/import/other-draft", test_other_draft);
  g_test_add_func ("/app/composer/import/other-draft-early", test_other_draft_early);
  g_test_add_func ("/app/composer/import/afterwards", test_afterwards);
  g_test_add_func ("/app/composer/import/first-rows", test_first_rows);
  g_test_add_func ("/app/composer/import/toast", test_toast);
  g_test_add_func ("/app/composer/import/replaced", test_replaced);
  g_test_add_func ("/app/composer/import/failed", test_failed);
  g_test_add_func ("/app/composer/import/action", test_action);
  g_test_add_func ("/app/composer/import/words", test_words);
  g_test_add_func ("/app/composer/import/export", test_export);
  return g_test_run ();
}
