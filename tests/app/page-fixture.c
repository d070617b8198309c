#include "page-fixture.h"

#include <glib/gstdio.h>

#include "carillon-config.h"
#include "carillon-jobs-bar.h"

static const char *const actions[] = {
  "show-operation",
  "show-user-registrations",
  "compose-to",
  "show-user-notifications",
  "show-operation-notifications",
  "show-app",
  "show-app-credentials",
  "show-app-devices",
  "show-job",
  "show-job-trash",
  "restore-job",
  "register-device",
  "register-devices",
};

static char *port, *auth, *data_path; /* of the emulator that was stopped */

static void
open_store (PageFixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->folder, "archive.db", NULL);
  g_autoptr (GError) error = NULL;
  GAsyncResult *stored = NULL;

  archive_store_open_async (path, NULL, test_store_result, &stored);
  g_autoptr (GAsyncResult) result = test_await (&stored);
  fixture->store = archive_store_open_finish (result, &error);
  g_assert_no_error (error);
}

static void
load_choices (CarillonSession *session)
{
  CarillonListChoices *choices = carillon_session_get_list_choices (session);
  g_autoptr (GError) error = NULL;
  GAsyncResult *stored = NULL;

  carillon_list_choices_load_async (choices, NULL, test_store_result, &stored);
  g_autoptr (GAsyncResult) result = test_await (&stored);
  carillon_list_choices_load_finish (choices, result, &error);
  g_assert_no_error (error);
}

static void
connect_session (PageFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CommsAuthorizer) authorizer = comms_basic_authorizer_new (
    test_emulator_get_sid (fixture->emulator), test_emulator_get_secret (fixture->emulator));
  g_autoptr (CommsClient) client =
    comms_client_new (test_emulator_get_url (fixture->emulator), authorizer, &error);
  g_assert_no_error (error);

  if (fixture->account == NULL) {
    fixture->account = carillon_account_new (CARILLON_ACCOUNT_EMULATOR, "Emulator");
  }
  fixture->session = carillon_session_new (fixture->account, client, fixture->store);
  load_choices (fixture->session);
}

void
page_fixture_set_up (PageFixture *fixture, const char *data, gboolean demo)
{
  g_autoptr (GError) error = NULL;

  *fixture = (PageFixture){ 0 };
  fixture->folder = g_dir_make_tmp ("carillon-page-XXXXXX", &error);
  g_assert_no_error (error);
  if (data != NULL) {
    data_path = g_canonicalize_filename (data, fixture->folder);
    fixture->emulator =
      test_emulator_start ("--control", "--data", data_path, demo ? "--demo" : NULL, NULL);
  } else {
    fixture->emulator = test_emulator_start ("--control", demo ? "--demo" : NULL, NULL);
  }
  open_store (fixture);
  connect_session (fixture);
}

char *
page_fixture_register (PageFixture *fixture,
                       const char *app_name,
                       const char *provider,
                       const char *token,
                       const char *user_id)
{
  CommsClient *client = carillon_session_get_client (fixture->session);
  g_autoptr (GError) error = NULL;
  GAsyncResult *stored = NULL;

  comms_client_register_device_async (client, app_name, provider, token, user_id, NULL,
                                      test_store_result, &stored);
  g_autoptr (GAsyncResult) registered = test_await (&stored);
  g_autofree char *id = comms_client_register_device_finish (client, registered, &error);
  g_assert_no_error (error);

  comms_client_fetch_registration_async (client, id, NULL, test_store_result, &stored);
  g_autoptr (GAsyncResult) fetched = test_await (&stored);
  g_autoptr (CommsRegistration) registration =
    comms_client_fetch_registration_finish (client, fetched, &error);
  g_assert_no_error (error);
  return g_strdup (comms_registration_get_user_id (registration));
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_assert_no_errno (g_unlink (path));
  }
  g_assert_no_errno (g_rmdir (folder));
}

/* The one that is shown, or the first. */
static GtkWidget *
find_list (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (CARILLON_IS_LIST_PAGE (widget)) {
    return widget;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *list = find_list (child);
    if (list != NULL && (found == NULL || gtk_widget_get_mapped (list))) {
      found = list;
    }
  }
  return found;
}

static void
close_window (PageFixture *fixture)
{
  GtkWidget *child = find_list (fixture->page);
  CommsList *list =
    child != NULL ? g_object_ref (carillon_list_page_get_list (CARILLON_LIST_PAGE (child))) : NULL;

  g_object_ref (fixture->page);
  gtk_window_destroy (GTK_WINDOW (g_steal_pointer (&fixture->window)));
  while (g_main_context_iteration (NULL, FALSE)) {
  }
  g_assert_finalize_object (g_steal_pointer (&fixture->page));
  if (list != NULL) {
    g_assert_finalize_object (list);
  }
}

static void
set_gone (gpointer gone, GObject *object)
{
  *(gboolean *) gone = TRUE;
}

/* Since libadwaita 1.5 a dialog that was just closed goes a few frames later, with what it holds.
 */
static void
close_session (PageFixture *fixture)
{
  gboolean gone = FALSE;

  g_object_weak_ref (G_OBJECT (fixture->session), set_gone, &gone);
  g_clear_object (&fixture->session);
  test_wait_until (&gone);
}

void
page_fixture_reconnect (PageFixture *fixture)
{
  close_window (fixture);
  close_session (fixture);
  connect_session (fixture);
}

void
page_fixture_restart (PageFixture *fixture)
{
  close_window (fixture);
  close_session (fixture);
  archive_store_close (fixture->store);
  while (G_OBJECT (fixture->store)->ref_count > 1) {
    g_main_context_iteration (NULL, TRUE);
  }
  g_assert_finalize_object (g_steal_pointer (&fixture->store));
  open_store (fixture);
  connect_session (fixture);
}

void
page_fixture_tear_down (PageFixture *fixture)
{
  if (fixture->window != NULL) {
    close_window (fixture);
  }
  close_session (fixture);
  /* What the page left to be written is done then, and tells so. */
  archive_store_close (fixture->store);
  while (g_main_context_iteration (NULL, FALSE)) {
  }
  g_assert_finalize_object (fixture->store);
  g_assert_finalize_object (fixture->account);
  g_clear_pointer (&fixture->emulator, test_emulator_stop);
  remove_folder (fixture->folder);
  g_clear_pointer (&fixture->folder, g_free);
  g_clear_pointer (&fixture->activated, g_free);
  g_clear_pointer (&port, g_free);
  g_clear_pointer (&auth, g_free);
  g_clear_pointer (&data_path, g_free);
}

void
page_fixture_stop_emulator (PageFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GUri) uri =
    g_uri_parse (test_emulator_get_url (fixture->emulator), G_URI_FLAGS_NONE, &error);
  g_assert_no_error (error);

  port = g_strdup_printf ("%d", g_uri_get_port (uri));
  auth = g_strdup_printf ("%s:%s", test_emulator_get_sid (fixture->emulator),
                          test_emulator_get_secret (fixture->emulator));
  g_clear_pointer (&fixture->emulator, test_emulator_stop);
}

void
page_fixture_restart_emulator (PageFixture *fixture)
{
  g_assert_nonnull (data_path);
  fixture->emulator =
    test_emulator_start ("--port", port, "--auth", auth, "--data", data_path, NULL);
  g_clear_pointer (&port, g_free);
  g_clear_pointer (&auth, g_free);
}

static void
on_action (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  PageFixture *fixture = user_data;

  g_free (fixture->activated);
  fixture->activated = g_strdup_printf ("%s %s", g_action_get_name (G_ACTION (action)),
                                        g_variant_get_string (target, NULL));
}

/* The console's own styles, which its application loads by itself. */
static void
add_styles (void)
{
  static GtkCssProvider *provider;

  if (provider == NULL) {
    provider = gtk_css_provider_new ();
    gtk_css_provider_load_from_resource (provider, CARILLON_RESOURCE_PREFIX "/style.css");
    gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                                GTK_STYLE_PROVIDER (provider),
                                                GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  }
}

static void
on_recipients (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  PageFixture *fixture = user_data;
  g_autofree char *recipients = g_variant_print (target, FALSE);

  g_free (fixture->activated);
  fixture->activated = g_strdup_printf ("%s %s", g_action_get_name (G_ACTION (action)), recipients);
}

static void
add_recipients_action (GActionMap *map, const char *name, PageFixture *fixture)
{
  g_autoptr (GSimpleAction) action = g_simple_action_new (name, G_VARIANT_TYPE ("a(ss)"));

  g_signal_connect (action, "activate", G_CALLBACK (on_recipients), fixture);
  g_action_map_add_action (map, G_ACTION (action));
}

static void
add_actions (PageFixture *fixture)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++) {
    g_autoptr (GSimpleAction) action = g_simple_action_new (actions[i], G_VARIANT_TYPE_STRING);

    g_signal_connect (action, "activate", G_CALLBACK (on_action), fixture);
    g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
  }
  add_recipients_action (G_ACTION_MAP (group), "add-recipients", fixture);
  add_recipients_action (G_ACTION_MAP (group), "compose-new-to", fixture);
  gtk_widget_insert_action_group (fixture->window, "win", G_ACTION_GROUP (group));
}

/* As in the console's window, with what tells of jobs at the foot. */
static GtkWidget *
content_new (PageFixture *fixture, GtkWidget *page)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *bar = g_object_new (CARILLON_TYPE_JOBS_BAR, "session", fixture->session, NULL);

  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), page);
  gtk_box_append (GTK_BOX (box), bar);
  return box;
}

void
page_fixture_show (PageFixture *fixture, GtkWidget *page, int width, int height)
{
  GtkWidget *overlay = adw_toast_overlay_new ();

  fixture->page = page;
  fixture->window = adw_window_new ();
  add_actions (fixture);
  add_styles ();
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), content_new (fixture, page));
  adw_window_set_content (ADW_WINDOW (fixture->window), overlay);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, height);
  gtk_window_present (GTK_WINDOW (fixture->window));
  test_ui_settle (fixture->window);
}

/* The window's frame counts too. */
static gboolean
has_width (GtkWidget *window, gpointer width)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));

  return gdk_surface_get_width (surface) == GPOINTER_TO_INT (width);
}

void
page_fixture_resize (PageFixture *fixture, int width, int height)
{
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, height);
  test_ui_wait (fixture->window, has_width, GINT_TO_POINTER (width));
  test_ui_settle (fixture->window);
}

void
page_fixture_picture (PageFixture *fixture, const char *name)
{
  if (g_getenv ("CARILLON_SCREENSHOTS") == NULL) {
    return;
  }

  g_autofree char *dark = g_strconcat (name, "-dark", NULL);
  test_ui_settle (fixture->window);
  test_ui_screenshot (fixture->window, name);
  test_ui_set_dark (TRUE);
  test_ui_settle (fixture->window);
  test_ui_screenshot (fixture->window, dark);
  test_ui_set_dark (FALSE);
  test_ui_settle (fixture->window);
}

CarillonListPage *
page_fixture_list (PageFixture *fixture)
{
  return CARILLON_LIST_PAGE (find_list (fixture->page));
}

static CommsList *
rows (PageFixture *fixture)
{
  return carillon_list_page_get_list (page_fixture_list (fixture));
}

guint
page_fixture_n_rows (PageFixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (rows (fixture)));
}

typedef struct {
  PageFixture *fixture;
  CommsListState state;
} StateQuery;

static gboolean
has_state (GtkWidget *root, gpointer data)
{
  StateQuery *query = data;

  return comms_list_get_state (rows (query->fixture)) == query->state;
}

void
page_fixture_wait_state (PageFixture *fixture, CommsListState state)
{
  test_ui_wait (fixture->window, has_state, &(StateQuery){ fixture, state });
  test_ui_settle (fixture->window);
}

static gboolean
is_idle (GtkWidget *root, gpointer fixture)
{
  return !comms_list_get_loading (rows (fixture));
}

void
page_fixture_wait_idle (PageFixture *fixture)
{
  test_ui_settle (fixture->window);
  test_ui_wait (fixture->window, is_idle, fixture);
  test_ui_settle (fixture->window);
  test_ui_wait (fixture->window, is_idle, fixture);
}

CommsResource *
page_fixture_row (PageFixture *fixture, guint position)
{
  g_autoptr (CommsResource) item = g_list_model_get_item (G_LIST_MODEL (rows (fixture)), position);

  g_assert_nonnull (item);
  return item;
}

void
page_fixture_choose (PageFixture *fixture, const char *filter, const char *value)
{
  carillon_list_page_set_filter_value (page_fixture_list (fixture), filter, value);
  page_fixture_wait_idle (fixture);
}

void
page_fixture_open_row (PageFixture *fixture, guint position)
{
  GtkWidget *view = carillon_list_page_get_view (page_fixture_list (fixture));

  /* The action is that of the list inside the column view, which a row's Enter activates. */
  g_signal_emit_by_name (view, "activate", position);
  test_ui_settle (fixture->window);
}

void
page_fixture_scroll_to_end (PageFixture *fixture)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (
    GTK_SCROLLABLE (carillon_list_page_get_view (page_fixture_list (fixture))));

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  test_ui_settle (fixture->window);
}

char *
page_fixture_clipboard (PageFixture *fixture)
{
  GAsyncResult *stored = NULL;
  g_autoptr (GError) error = NULL;
  GdkClipboard *clipboard = gtk_widget_get_clipboard (fixture->window);

  gdk_clipboard_read_text_async (clipboard, NULL, test_store_result, &stored);
  g_autoptr (GAsyncResult) result = test_await (&stored);
  char *text = gdk_clipboard_read_text_finish (clipboard, result, &error);
  g_assert_no_error (error);
  return text;
}

static gboolean
can_be_clicked (GtkWidget *root, gpointer text)
{
  GtkWidget *button = test_ui_lookup_text (root, GTK_TYPE_BUTTON, text);

  return button != NULL && gtk_widget_is_sensitive (button);
}

void
page_fixture_click (PageFixture *fixture, const char *button)
{
  test_ui_wait (fixture->page, can_be_clicked, (gpointer) button);
  test_ui_click (test_ui_find_text (fixture->page, GTK_TYPE_BUTTON, button));
}

static gboolean
is_unmapped (GtkWidget *dialog, gpointer data)
{
  return !gtk_widget_get_mapped (dialog);
}

void
page_fixture_answer (PageFixture *fixture, const char *text, const char *button)
{
  GtkWidget *dialog = test_ui_wait_dialog (fixture->window);

  test_ui_wait_shows (dialog, text);
  test_ui_screenshot (dialog, text);
  g_object_ref (dialog);
  test_ui_click (test_ui_wait_find_text (dialog, GTK_TYPE_BUTTON, button));
  test_ui_wait (dialog, is_unmapped, NULL);
  g_object_unref (dialog);
}
