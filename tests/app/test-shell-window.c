/* The window from its first start on, with the real emulator. */

#include <archive-account.h>
#include <archive-drafts.h>
#include <archive-jobs.h>
#include <signal.h>
#include <sys/types.h>
#include <test-emulator.h>
#include <test-keyring.h>
#include <test-ui.h>
#include <unistd.h>

#include "carillon-application.h"
#include "carillon-config.h"
#include "carillon-preferences.h"
#include "carillon-shortcuts.h"
#include "carillon-split.h"
#include "carillon-window.h"

/* One for all tests: a program registers itself once. */
static CarillonApplication *application;

typedef struct {
  GSettings *settings;
  CarillonWindow *window;
} Fixture;

static const char *const remembered[] = {
  "accounts", "last-account", "start-account", "last-page", "remember-page", "colour-scheme",
};

static void
open_window (Fixture *fixture)
{
  fixture->window =
    g_object_ref (carillon_window_new (GTK_APPLICATION (application), fixture->settings));
  carillon_window_start (fixture->window);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
close_window (Fixture *fixture)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  while (g_main_context_iteration (NULL, FALSE)) {
  }
  g_assert_finalize_object (fixture->window);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->settings = g_settings_new (CARILLON_APP_ID);
  for (gsize i = 0; i < G_N_ELEMENTS (remembered); i++) {
    g_settings_reset (fixture->settings, remembered[i]);
  }
  open_window (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close_window (fixture);
  g_object_unref (fixture->settings);
}

static GtkWidget *
root (Fixture *fixture)
{
  return GTK_WIDGET (fixture->window);
}

static gboolean
in_state (GtkWidget *widget, gpointer state)
{
  CarillonConnection *connection = carillon_window_get_connection (CARILLON_WINDOW (widget));

  return carillon_connection_get_state (connection) ==
         (CarillonConnectionState) GPOINTER_TO_INT (state);
}

static void
wait_state (Fixture *fixture, CarillonConnectionState state)
{
  test_ui_wait (root (fixture), in_state, GINT_TO_POINTER (state));
}

static void
activate (Fixture *fixture, const char *action, const char *target)
{
  g_assert_true (
    gtk_widget_activate_action (root (fixture), action, target != NULL ? "s" : NULL, target));
}

static void
shoot (Fixture *fixture, const char *name)
{
  static const struct {
    int width;
    gboolean dark;
  } looks[] = { { 1000, FALSE }, { 1000, TRUE }, { 360, FALSE }, { 1600, FALSE } };

  for (gsize i = 0; i < G_N_ELEMENTS (looks); i++) {
    g_autofree char *file =
      g_strdup_printf ("%s-%d%s", name, looks[i].width, looks[i].dark ? "-dark" : "");
    test_ui_set_dark (looks[i].dark);
    gtk_window_set_default_size (GTK_WINDOW (fixture->window), looks[i].width, 720);
    test_ui_settle (root (fixture));
    test_ui_screenshot (root (fixture), file);
  }
  test_ui_set_dark (FALSE);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1000, 720);
  test_ui_settle (root (fixture));
}

static void
try_emulator (Fixture *fixture)
{
  wait_state (fixture, CARILLON_CONNECTION_WELCOME);
  test_ui_click (test_ui_wait_find (root (fixture), "try-emulator"));
  wait_state (fixture, CARILLON_CONNECTION_READY);
}

/* An icon says nothing to who cannot see it, and a tooltip is no name. */
static void
assert_named (GtkWidget *widget, const char *name)
{
  gtk_test_accessible_assert_property (widget, GTK_ACCESSIBLE_PROPERTY_LABEL, name);
}

static void
test_welcome (Fixture *fixture, gconstpointer data)
{
  wait_state (fixture, CARILLON_CONNECTION_WELCOME);
  test_ui_wait_shows (root (fixture), "Welcome to Carillon");
  test_ui_settle (root (fixture));
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) ==
                 test_ui_find (root (fixture), "try-emulator"));
  shoot (fixture, "welcome");
}

static void
test_emulator (Fixture *fixture, gconstpointer data)
{
  CarillonConnection *connection = carillon_window_get_connection (fixture->window);
  CarillonPages *pages = carillon_window_get_pages (fixture->window);

  try_emulator (fixture);
  g_assert_nonnull (carillon_connection_get_session (connection));
  g_autofree char *subtitle = test_ui_text (test_ui_wait_find (root (fixture), "account-subtitle"));
  g_assert_cmpstr (subtitle, ==, "Emulator");
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (fixture->window)), ==, "Compose — Emulator");
  g_assert_true (
    gtk_widget_has_css_class (test_ui_find (root (fixture), "state-stack"), "colour-purple"));
  assert_named (test_ui_find (root (fixture), "main-menu"), "Main Menu");
  assert_named (test_ui_find (root (fixture), "toggle-sidebar"), "Show the Sidebar");
  assert_named (test_ui_find_text (root (fixture), GTK_TYPE_MENU_BUTTON, "Switch Account"),
                "Switch Account");

  for (guint i = 0; i < carillon_n_page_infos; i++) {
    const char *name = carillon_page_infos[i].name;
    activate (fixture, "win.show-page", name);
    g_assert_cmpstr (carillon_pages_get_page (pages), ==, name);
    g_autofree char *last = g_settings_get_string (fixture->settings, "last-page");
    g_assert_cmpstr (last, ==, name);
    GtkWidget *row = test_ui_find (test_ui_find (root (fixture), "page-list"), name);
    g_assert_true (gtk_list_box_row_is_selected (GTK_LIST_BOX_ROW (row)));
    g_autofree char *file = g_strdup_printf ("page-%s", name);
    test_ui_settle (root (fixture));
    shoot (fixture, file);
  }
  activate (fixture, "win.show-page", "no such page");
  g_assert_cmpstr (carillon_pages_get_page (pages), ==,
                   carillon_page_infos[carillon_n_page_infos - 1].name);
  activate (fixture, "win.compose", NULL);
  g_assert_cmpstr (carillon_pages_get_page (pages), ==, "compose");
}

static gboolean
has_focus (GtkWidget *widget, gpointer name)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (widget));

  return focus != NULL && strcmp (gtk_widget_get_name (focus), name) == 0;
}

/* What the arrow keys select in the sidebar is the page that is shown; Tab and Enter lead into it.
 */
static void
test_keyboard (Fixture *fixture, gconstpointer data)
{
  GtkWindow *window = GTK_WINDOW (fixture->window);
  CarillonPages *pages = carillon_window_get_pages (fixture->window);

  try_emulator (fixture);
  test_ui_wait (root (fixture), has_focus, "title-view");
  GtkListBox *list = GTK_LIST_BOX (test_ui_find (root (fixture), "page-list"));
  GtkWidget *row = test_ui_find (GTK_WIDGET (list), "operations");
  gtk_widget_grab_focus (row);
  gtk_list_box_select_row (list, GTK_LIST_BOX_ROW (row));
  g_assert_cmpstr (carillon_pages_get_page (pages), ==, "operations");
  g_assert_true (gtk_window_get_focus (window) == row);

  g_signal_emit_by_name (window, "move-focus", GTK_DIR_TAB_FORWARD);
  g_assert_false (gtk_widget_is_ancestor (gtk_window_get_focus (window), GTK_WIDGET (list)));
  gtk_widget_grab_focus (row);
  test_ui_click (row);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (window), GTK_WIDGET (pages)));

  activate (fixture, "win.compose", NULL);
  test_ui_wait (root (fixture), has_focus, "title-view");
  activate (fixture, "win.show-page", "operations");
  activate (fixture, "win.compose-to", "comms_user_01h9krwprkeee8fzqspvwy6nq8");
  test_ui_wait (root (fixture), has_focus, "cell-0-user");
}

static void
test_remembers (Fixture *fixture, gconstpointer data)
{
  try_emulator (fixture);
  activate (fixture, "win.show-page", "users");
  close_window (fixture);

  open_window (fixture);
  wait_state (fixture, CARILLON_CONNECTION_READY);
  g_assert_cmpstr (carillon_pages_get_page (carillon_window_get_pages (fixture->window)), ==,
                   "users");
  close_window (fixture);

  g_settings_set_boolean (fixture->settings, "remember-page", FALSE);
  open_window (fixture);
  g_assert_cmpstr (carillon_pages_get_page (carillon_window_get_pages (fixture->window)), ==,
                   "compose");
}

static gboolean
has_one_account (GtkWidget *widget, gpointer data)
{
  CarillonAccounts *accounts = carillon_window_get_accounts (CARILLON_WINDOW (widget));

  return g_list_model_get_n_items (G_LIST_MODEL (accounts)) == 1;
}

static ArchiveStore *
get_store (Fixture *fixture)
{
  return carillon_connection_get_store (carillon_window_get_connection (fixture->window));
}

static void
keep_draft (Fixture *fixture, const char *account_id)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  archive_store_save_draft_async (get_store (fixture), account_id, archive_draft_new ("kept", "{}"),
                                  NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  archive_store_write_finish (get_store (fixture), result, &error);
  g_assert_no_error (error);
}

/* What was kept of an account goes once its pages have gone. */
static void
wait_forgotten (Fixture *fixture, const char *account_id)
{
  for (guint n_drafts = 1; n_drafts > 0;) {
    g_autoptr (GError) error = NULL;
    GAsyncResult *slot = NULL;

    archive_store_sum_up_account_async (get_store (fixture), account_id, NULL, test_store_result,
                                        &slot);
    g_autoptr (GAsyncResult) result = test_await (&slot);
    g_autofree ArchiveAccountSummary *summary =
      archive_store_sum_up_account_finish (get_store (fixture), result, &error);
    g_assert_no_error (error);
    n_drafts = summary->n_drafts;
  }
}

static void
test_switcher (Fixture *fixture, gconstpointer data)
{
  try_emulator (fixture);
  g_autoptr (CarillonAccount) account =
    carillon_account_new (CARILLON_ACCOUNT_PRODUCTION, "Acme <b>& Sons</b>");
  g_object_set (account, "colour", "red", NULL);
  carillon_accounts_add (carillon_window_get_accounts (fixture->window), account);
  activate (fixture, "win.show-accounts", NULL);
  test_ui_wait_shows (root (fixture), "Acme <b>& Sons</b>");
  test_ui_settle (root (fixture));
  test_ui_screenshot (root (fixture), "switcher");

  /* There is no keyring here, and that is what the page says. */
  GtkWidget *label =
    test_ui_find_text (root (fixture), GTK_TYPE_LABEL, carillon_account_get_name (account));
  test_ui_click (gtk_widget_get_ancestor (label, GTK_TYPE_LIST_BOX_ROW));
  wait_state (fixture, CARILLON_CONNECTION_KEYRING);
  test_ui_wait_shows (root (fixture), "There Is No Keyring");
  shoot (fixture, "keyring");
  test_ui_click (test_ui_wait_find (root (fixture), "keyring-session"));
  test_ui_type (test_ui_wait_find (root (fixture), "keyring-secret"), "s3cret");
  test_ui_settle (root (fixture));
  shoot (fixture, "keyring-secret");
  test_ui_click (test_ui_wait_find (root (fixture), "keyring-use"));
  wait_state (fixture, CARILLON_CONNECTION_READY);
  g_autofree char *subtitle = test_ui_text (test_ui_find (root (fixture), "account-subtitle"));
  g_assert_cmpstr (subtitle, ==, "Acme <b>& Sons</b> · Production");
  shoot (fixture, "production");

  /* Removing it asks first and says what goes along, then falls back to the other account. */
  g_autofree char *id = g_strdup (carillon_account_get_id (account));
  keep_draft (fixture, id);
  activate (fixture, "win.remove-account", id);
  GtkWidget *dialog = test_ui_wait_dialog (root (fixture));
  test_ui_wait_shows (dialog, "1 draft");
  test_ui_settle (dialog);
  test_ui_screenshot (dialog, "remove-account");
  test_ui_click (test_ui_wait_find_text (dialog, GTK_TYPE_BUTTON, "Remove"));
  test_ui_wait (root (fixture), has_one_account, NULL);
  wait_state (fixture, CARILLON_CONNECTION_READY);
  wait_forgotten (fixture, id);
}

static gboolean
shows_mode (GtkWidget *window, gpointer text)
{
  GtkWidget *chip = test_ui_find (window, "mode-in-header");

  return text != NULL ? gtk_widget_get_mapped (chip) && test_ui_shows (chip, text)
                      : !gtk_widget_get_mapped (chip);
}

/* Where the header has no room for it. */
static gboolean
shows_mode_below (GtkWidget *window, gpointer data)
{
  GtkWidget *chip = test_ui_find (window, "mode-below");

  return gtk_widget_get_mapped (chip) && test_ui_shows (chip, "Asks First") &&
         !gtk_widget_get_mapped (test_ui_find (window, "mode-in-header"));
}

/* What the mode becomes holds at once, in the session that is open. */
static void
test_mode (Fixture *fixture, gconstpointer data)
{
  CarillonConnection *connection = carillon_window_get_connection (fixture->window);

  try_emulator (fixture);
  CarillonSession *session = carillon_connection_get_session (connection);
  CommsClient *client = carillon_session_get_client (session);
  CarillonAccount *account = carillon_connection_get_account (connection);
  test_ui_wait (root (fixture), shows_mode, NULL);
  g_assert_false (comms_client_get_read_only (client));

  activate (fixture, "win.edit-account", "");
  GtkWidget *form = test_ui_wait_dialog (root (fixture));
  adw_combo_row_set_selected (ADW_COMBO_ROW (test_ui_wait_find (form, "account-mode")), 2);
  test_ui_click (test_ui_find (form, "save"));
  test_ui_wait (root (fixture), shows_mode, (gpointer) "Read Only");
  g_assert_true (comms_client_get_read_only (client));
  shoot (fixture, "read-only");
  g_object_set (account, "colour", "yellow", "kind", CARILLON_ACCOUNT_PRODUCTION, "name",
                "Acme International Services", NULL);
  test_ui_settle (root (fixture));
  shoot (fixture, "read-only-yellow");

  /* The chip leads to where it is changed. */
  GtkWidget *chip = test_ui_find (root (fixture), "mode-in-header");
  assert_named (test_ui_find (chip, "account-mode"), "Read Only");
  test_ui_click (test_ui_find (chip, "account-mode"));
  form = test_ui_wait_dialog (root (fixture));
  adw_combo_row_set_selected (ADW_COMBO_ROW (test_ui_wait_find (form, "account-mode")), 1);
  test_ui_click (test_ui_find (form, "save"));
  test_ui_wait (root (fixture), shows_mode, (gpointer) "Asks First");
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 720);
  test_ui_wait (root (fixture), shows_mode_below, NULL);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1000, 720);
  test_ui_wait (root (fixture), shows_mode, (gpointer) "Asks First");
  g_assert_false (comms_client_get_read_only (client));
  g_assert_true (carillon_connection_get_session (connection) == session);
  shoot (fixture, "asks-first");
  activate (fixture, "win.show-accounts", NULL);
  test_ui_wait_shows (root (fixture), "Production · Ask Before Writes");
  test_ui_settle (root (fixture));
  test_ui_screenshot (root (fixture), "switcher-mode");
}

static void
on_page_gone (gpointer data, GObject *where_it_was)
{
  --*(guint *) data;
}

/* The pages of an account go with it, also those that had the focus, and the new one gets it. */
static void
test_pages_go (Fixture *fixture, gconstpointer data)
{
  CarillonConnection *connection = carillon_window_get_connection (fixture->window);
  CarillonPages *pages = carillon_window_get_pages (fixture->window);
  g_autoptr (CarillonAccount) account = carillon_account_new (CARILLON_ACCOUNT_TEST, "Acme");
  guint n_pages = carillon_n_page_infos;

  try_emulator (fixture);
  for (guint i = n_pages; i > 0; i--) {
    const char *name = carillon_page_infos[i - 1].name;
    activate (fixture, "win.show-page", name);
    test_ui_settle (root (fixture));
    GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));
    g_assert_true (gtk_widget_is_ancestor (focus, carillon_pages_lookup (pages, name)));
    g_object_weak_ref (G_OBJECT (carillon_pages_lookup (pages, name)), on_page_gone, &n_pages);
  }
  g_object_set (account, "base-uri", "http://127.0.0.1:9/v1", "sid", "AC1", NULL);
  carillon_accounts_add (carillon_window_get_accounts (fixture->window), account);
  carillon_connection_use_secret (connection, account, "s3cret");
  wait_state (fixture, CARILLON_CONNECTION_READY);
  test_ui_settle (root (fixture));
  while (n_pages > 0) {
    g_main_context_iteration (NULL, TRUE);
  }
  test_ui_wait (root (fixture), has_focus, "title-view");
}

static void
test_locked_keyring (Fixture *fixture, gconstpointer data)
{
  wait_state (fixture, CARILLON_CONNECTION_WELCOME);
  g_autoptr (TestKeyring) keyring = test_keyring_start ();
  g_autoptr (CarillonAccount) account = carillon_account_new (CARILLON_ACCOUNT_TEST, "Acme");
  CarillonConnection *connection = carillon_window_get_connection (fixture->window);

  carillon_accounts_add (carillon_window_get_accounts (fixture->window), account);
  carillon_connection_use (connection, account);
  wait_state (fixture, CARILLON_CONNECTION_KEYRING);
  test_ui_wait_shows (root (fixture), "The Keyring Has No Secret for This Account");
}

/* The one child of this process. */
static void
end_emulator (void)
{
  g_autoptr (GDir) processes = g_dir_open ("/proc", 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (processes)) != NULL) {
    g_autofree char *path = g_build_filename ("/proc", name, "stat", NULL);
    g_autofree char *stat = NULL;
    int parent = 0;
    if (g_file_get_contents (path, &stat, NULL, NULL)) {
      const char *after_command = strrchr (stat, ')');
      sscanf (after_command, ") %*c %d", &parent);
    }
    if (parent == getpid ()) {
      g_assert_cmpint (kill (atoi (name), SIGTERM), ==, 0);
    }
  }
}

static void
test_emulator_dies (Fixture *fixture, gconstpointer data)
{
  try_emulator (fixture);
  end_emulator ();
  wait_state (fixture, CARILLON_CONNECTION_FAILED);
  test_ui_wait_shows (root (fixture), "The Emulator Has Ended");
  shoot (fixture, "failed");
  test_ui_click (test_ui_wait_find_text (root (fixture), GTK_TYPE_BUTTON, "Start Again"));
  wait_state (fixture, CARILLON_CONNECTION_READY);
}

static void
test_damaged_archive (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "carillon", NULL);
  g_autofree char *path = g_build_filename (folder, "archive.db", NULL);

  wait_state (fixture, CARILLON_CONNECTION_WELCOME);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (
    g_file_set_contents (path, "This is no database, and long enough to see it.", -1, NULL));
  try_emulator (fixture);
  test_ui_wait_shows (root (fixture), "The local data was damaged");
  shoot (fixture, "damaged");
}

static void
test_sheets (Fixture *fixture, gconstpointer data)
{
  wait_state (fixture, CARILLON_CONNECTION_WELCOME);
  carillon_shortcuts_present (root (fixture));
  GtkWidget *sheet = test_ui_wait_dialog (root (fixture));
  test_ui_wait_shows (sheet, "New Notification");
  test_ui_wait_shows (sheet, "Ctrl+N");
  test_ui_wait_shows (sheet, "Remove Selected Rows");
  test_ui_wait_shows (sheet, "Alt+Left");
  test_ui_settle (sheet);
  test_ui_screenshot (sheet, "shortcuts");
  test_ui_close_dialog (sheet);

  carillon_preferences_present (root (fixture), fixture->settings,
                                G_LIST_MODEL (carillon_window_get_accounts (fixture->window)));
  sheet = test_ui_wait_dialog (root (fixture));
  adw_combo_row_set_selected (ADW_COMBO_ROW (test_ui_wait_find (sheet, "colour-scheme")), 2);
  g_autofree char *scheme = g_settings_get_string (fixture->settings, "colour-scheme");
  g_assert_cmpstr (scheme, ==, "dark");
  g_assert_true (adw_style_manager_get_dark (adw_style_manager_get_default ()));
  test_ui_click (test_ui_wait_find (sheet, "remember-page"));
  g_assert_false (g_settings_get_boolean (fixture->settings, "remember-page"));
  test_ui_settle (sheet);
  test_ui_screenshot (sheet, "preferences-dark");
  adw_combo_row_set_selected (ADW_COMBO_ROW (test_ui_find (sheet, "colour-scheme")), 1);
  test_ui_settle (sheet);
  test_ui_screenshot (sheet, "preferences");
  adw_combo_row_set_selected (ADW_COMBO_ROW (test_ui_find (sheet, "colour-scheme")), 0);
  test_ui_close_dialog (sheet);

  g_action_group_activate_action (G_ACTION_GROUP (application), "about", NULL);
  sheet = test_ui_wait_dialog (root (fixture));
  test_ui_wait_shows (sheet, CARILLON_VERSION);
  test_ui_settle (sheet);
  test_ui_screenshot (sheet, "about");
  test_ui_close_dialog (sheet);
}

/* Of so many users that are not there that it does not end by itself during a test. */
static void
run_job (Fixture *fixture)
{
  CarillonConnection *connection = carillon_window_get_connection (fixture->window);
  CarillonSession *session = carillon_connection_get_session (connection);
  ArchiveStore *store = carillon_session_get_store (session);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  for (guint i = 0; i < 20000; i++) {
    g_autofree char *id =
      g_strdup_printf ("comms_pushnotificationuser_01h9krwprkeee8fzqspv%07u", i);
    g_strv_builder_add (builder, id);
  }
  g_auto (GStrv) ids = g_strv_builder_end (builder);
  archive_store_create_job_async (
    store, carillon_account_get_id (carillon_session_get_account (session)),
    ARCHIVE_JOB_DELETE_USERS, (const char *const *) ids, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  gint64 job = archive_store_count_finish (store, result, &error);
  g_assert_no_error (error);
  carillon_jobs_run (carillon_session_get_jobs (session), job);
  test_ui_wait_shows (root (fixture), "gone already");
}

static void
answer (Fixture *fixture, const char *text, const char *button, const char *picture)
{
  GtkWidget *dialog = test_ui_wait_dialog (root (fixture));

  test_ui_wait_shows (dialog, text);
  test_ui_settle (dialog);
  test_ui_screenshot (dialog, picture);
  test_ui_click (test_ui_wait_find_text (dialog, GTK_TYPE_BUTTON, button));
}

static gboolean
is_closed (GtkWidget *window, gpointer data)
{
  return !gtk_widget_get_mapped (window);
}

/* Who closes the window or chooses another account while a job runs is told that it pauses. */
static void
test_jobs (Fixture *fixture, gconstpointer data)
{
  try_emulator (fixture);
  g_autoptr (CarillonAccount) account = carillon_account_new (CARILLON_ACCOUNT_TEST, "Other");
  carillon_accounts_add (carillon_window_get_accounts (fixture->window), account);
  run_job (fixture);
  shoot (fixture, "jobs-bar");
  activate (fixture, "win.use-account", carillon_account_get_id (account));
  answer (fixture, "Switch Accounts While a Job Runs?", "Cancel", "jobs-switch");
  wait_state (fixture, CARILLON_CONNECTION_READY);
  /* An emulator that there is no account of yet would be another account, too. */
  CarillonAccount *used =
    carillon_connection_get_account (carillon_window_get_connection (fixture->window));
  g_object_set (used, "kind", CARILLON_ACCOUNT_TEST, NULL);
  activate (fixture, "win.try-emulator", NULL);
  answer (fixture, "Switch Accounts While a Job Runs?", "Cancel", "jobs-switch");
  g_object_set (used, "kind", CARILLON_ACCOUNT_EMULATOR, NULL);
  g_assert_true (
    carillon_connection_get_account (carillon_window_get_connection (fixture->window)) == used);
  gtk_window_close (GTK_WINDOW (fixture->window));
  answer (fixture, "Close While a Job Runs?", "Cancel", "jobs-close");
  test_ui_settle (root (fixture));
  g_assert_true (gtk_widget_get_mapped (root (fixture)));
  gtk_window_close (GTK_WINDOW (fixture->window));
  answer (fixture, "It pauses now", "Close", "jobs-close");
  test_ui_wait (root (fixture), is_closed, NULL);
  close_window (fixture);

  open_window (fixture);
  wait_state (fixture, CARILLON_CONNECTION_READY);
  test_ui_wait_shows (root (fixture), "Deleting users was interrupted");
  shoot (fixture, "jobs-bar-interrupted");
}

static GFile *
write_draft (const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return g_file_new_for_path (path);
}

static gboolean
has_title (GtkWidget *window, gpointer title)
{
  GtkWidget *view = test_ui_lookup (window, "title-view");
  g_autofree char *text = view != NULL ? test_ui_text (view) : NULL;

  return g_strcmp0 (text, title) == 0;
}

/* What is opened before there is an account waits for one; later it comes to the front at once. */
static void
test_open (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) first =
    write_draft ("first.carillon", "{ \"carillon\": 1, \"title\": \"One\" }");
  g_autoptr (GFile) second =
    write_draft ("second.carillon", "{\n  \"carillon\": 1,\n  \"title\": \"Two\"\n}\n");
  g_autoptr (GFile) bad = write_draft ("bad.carillon", "no draft\n");

  wait_state (fixture, CARILLON_CONNECTION_WELCOME);
  g_application_open (G_APPLICATION (application), &first, 1, "");
  g_assert_true (carillon_pages_lookup (carillon_window_get_pages (fixture->window), "compose") ==
                 NULL);
  try_emulator (fixture);
  test_ui_wait (root (fixture), has_title, (gpointer) "One");

  activate (fixture, "win.show-page", "users");
  g_application_open (G_APPLICATION (application), &second, 1, "");
  test_ui_wait (root (fixture), has_title, (gpointer) "Two");
  g_assert_cmpstr (carillon_pages_get_page (carillon_window_get_pages (fixture->window)), ==,
                   "compose");

  g_application_open (G_APPLICATION (application), &bad, 1, "");
  GtkWidget *dialog = test_ui_wait_dialog (root (fixture));
  test_ui_wait_shows (dialog, "bad.carillon");
  test_ui_settle (dialog);
  test_ui_screenshot (dialog, "open-bad-file");
  test_ui_close_dialog (dialog);
  g_assert_true (has_title (root (fixture), (gpointer) "Two"));
}

int
main (int argc, char *argv[])
{
  test_ui_init (&argc, &argv);
  static const struct {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/app/window/welcome", test_welcome },
    { "/app/window/emulator", test_emulator },
    { "/app/window/keyboard", test_keyboard },
    { "/app/window/remembers", test_remembers },
    { "/app/window/switcher", test_switcher },
    { "/app/window/mode", test_mode },
    { "/app/window/pages-go", test_pages_go },
    { "/app/window/emulator-dies", test_emulator_dies },
    { "/app/window/damaged-archive", test_damaged_archive },
    { "/app/window/jobs", test_jobs },
    { "/app/window/open", test_open },
    { "/app/window/sheets", test_sheets },
    { "/app/window/keyring", test_locked_keyring },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  }
  application = carillon_application_new ();
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  int status = g_test_run ();
  g_object_unref (application);
  return status;
}
