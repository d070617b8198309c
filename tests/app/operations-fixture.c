#include "operations-fixture.h"

#include <comms-send-body.h>
#include <glib/gstdio.h>

static void
open_store (OperationsFixture *fixture)
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
connect_session (OperationsFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CommsAuthorizer) authorizer = comms_basic_authorizer_new (
    test_emulator_get_sid (fixture->emulator), test_emulator_get_secret (fixture->emulator));
  g_autoptr (CommsClient) client =
    comms_client_new (test_emulator_get_url (fixture->emulator), authorizer, &error);
  g_assert_no_error (error);
  g_autoptr (CarillonAccount) account =
    carillon_account_new (CARILLON_ACCOUNT_EMULATOR, "Emulator");
  fixture->session = carillon_session_new (account, client, fixture->store);
}

void
operations_fixture_set_up (OperationsFixture *fixture, const char *pace, gboolean demo)
{
  g_autoptr (GError) error = NULL;
  *fixture = (OperationsFixture){ .folder = g_dir_make_tmp ("carillon-XXXXXX", &error) };
  g_assert_no_error (error);
  fixture->data = g_build_filename (fixture->folder, "emulator.db", NULL);
  fixture->emulator =
    test_emulator_start ("--pace", pace, "--data", fixture->data, demo ? "--demo" : NULL, NULL);
  open_store (fixture);
  connect_session (fixture);
  fixture->page =
    g_object_ref_sink (CARILLON_OPERATIONS_PAGE (carillon_operations_page_new (fixture->session)));
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

void
operations_fixture_tear_down (OperationsFixture *fixture)
{
  if (fixture->window != NULL) {
    gtk_window_destroy (GTK_WINDOW (fixture->window));
  }
  while (g_main_context_iteration (NULL, FALSE)) {
  }
  g_assert_finalize_object (fixture->page);
  g_assert_finalize_object (fixture->session);
  archive_store_close (fixture->store);
  g_assert_finalize_object (fixture->store);
  g_clear_pointer (&fixture->emulator, test_emulator_stop);
  remove_folder (fixture->folder);
  g_clear_pointer (&fixture->folder, g_free);
  g_clear_pointer (&fixture->data, g_free);
  g_clear_pointer (&fixture->port, g_free);
  g_clear_pointer (&fixture->auth, g_free);
}

void
operations_fixture_stop_emulator (OperationsFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GUri) uri =
    g_uri_parse (test_emulator_get_url (fixture->emulator), G_URI_FLAGS_NONE, &error);
  g_assert_no_error (error);
  fixture->port = g_strdup_printf ("%d", g_uri_get_port (uri));
  fixture->auth = g_strdup_printf ("%s:%s", test_emulator_get_sid (fixture->emulator),
                                   test_emulator_get_secret (fixture->emulator));
  g_clear_pointer (&fixture->emulator, test_emulator_stop);
}

void
operations_fixture_restart_emulator (OperationsFixture *fixture)
{
  fixture->emulator = test_emulator_start ("--port", fixture->port, "--auth", fixture->auth,
                                           "--data", fixture->data, NULL);
  g_clear_pointer (&fixture->port, g_free);
  g_clear_pointer (&fixture->auth, g_free);
}

void
operations_fixture_show (OperationsFixture *fixture, int width, int height)
{
  GtkWidget *overlay = adw_toast_overlay_new ();
  fixture->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (fixture->stack), GTK_WIDGET (fixture->page), "operations");
  gtk_stack_add_named (GTK_STACK (fixture->stack), gtk_label_new ("Elsewhere"), "elsewhere");
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), fixture->stack);
  fixture->window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, height);
  adw_window_set_content (ADW_WINDOW (fixture->window), overlay);
  gtk_window_present (GTK_WINDOW (fixture->window));
  test_ui_settle (fixture->window);
}

void
operations_fixture_leave (OperationsFixture *fixture)
{
  gtk_stack_set_visible_child_name (GTK_STACK (fixture->stack), "elsewhere");
  test_ui_settle (fixture->window);
}

void
operations_fixture_return (OperationsFixture *fixture)
{
  gtk_stack_set_visible_child_name (GTK_STACK (fixture->stack), "operations");
  test_ui_settle (fixture->window);
}

char *
operations_fixture_send (OperationsFixture *fixture,
                         guint n_working,
                         guint n_failing,
                         guint n_unaddressable)
{
  g_autoptr (CommsSendBody) body = comms_send_body_new (&(CommsEnvelope){ .title = "Hello" });
  for (guint i = 0; i < n_working + n_failing; i++) {
    g_autofree char *token = g_strdup_printf ("token-%s-%u", i < n_working ? "well" : "FAIL", i);
    comms_send_body_add_device (body, "FCM", token);
  }
  for (guint i = 0; i < n_unaddressable; i++) {
    g_autofree char *user = g_strdup_printf ("comms_pushnotificationuser_0%025u", i);
    comms_send_body_add_user (body, user);
  }
  g_autoptr (GBytes) bytes = comms_send_body_finish (body);
  g_autoptr (GError) error = NULL;
  GAsyncResult *stored = NULL;
  CommsClient *client = carillon_session_get_client (fixture->session);
  comms_client_send_async (client, bytes, NULL, test_store_result, &stored);
  g_autoptr (GAsyncResult) result = test_await (&stored);
  char *id = comms_client_send_finish (client, result, &error);
  g_assert_no_error (error);
  return id;
}

/* The frame that a window draws without a window manager counts or not. */
#define FRAME 24

static gboolean
has_width (GtkWidget *window, gpointer width)
{
  return ABS (gtk_widget_get_width (window) - GPOINTER_TO_INT (width)) <= FRAME;
}

void
operations_fixture_picture (OperationsFixture *fixture, const char *name)
{
  static const struct {
    int width;
    int height;
  } sizes[] = { { 360, 640 }, { 1600, 900 }, { 1000, 700 } };

  for (gsize i = 0; g_getenv ("CARILLON_SCREENSHOTS") != NULL && i < G_N_ELEMENTS (sizes); i++) {
    gtk_window_set_default_size (GTK_WINDOW (fixture->window), sizes[i].width, sizes[i].height);
    test_ui_wait (fixture->window, has_width, GINT_TO_POINTER (sizes[i].width));
    for (gboolean dark = FALSE; dark <= TRUE; dark++) {
      test_ui_set_dark (dark);
      test_ui_settle (fixture->window);
      g_autofree char *file =
        g_strdup_printf ("%s-%d%s", name, sizes[i].width, dark ? "-dark" : "");
      test_ui_screenshot (fixture->window, file);
    }
    test_ui_set_dark (FALSE);
  }
}

GtkWidget *
operations_fixture_find (GtkWidget *root, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (root), type)) {
    return root;
  }
  GtkWidget *found = NULL;
  GtkWidget *child = gtk_widget_get_first_child (root);
  for (; child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child)) {
    found = operations_fixture_find (child, type);
  }
  return found;
}

DispatchWatch *
operations_fixture_get_watch (OperationsFixture *fixture)
{
  GtkWidget *panel = operations_fixture_find (fixture->window, CARILLON_TYPE_OPERATION_PANEL);
  g_assert_nonnull (panel);
  return carillon_operation_panel_get_watch (CARILLON_OPERATION_PANEL (panel));
}

typedef struct {
  const char *name;
  const char *text;
} Wanted;

static gboolean
has_text (GtkWidget *root, gpointer data)
{
  const Wanted *wanted = data;
  GtkWidget *widget = test_ui_lookup (root, wanted->name);
  if (widget == NULL || !gtk_widget_get_mapped (widget)) {
    return FALSE;
  }
  g_autofree char *text = test_ui_text (widget);
  return g_strcmp0 (text, wanted->text) == 0;
}

void
operations_fixture_wait_text (OperationsFixture *fixture, const char *name, const char *text)
{
  test_ui_wait (fixture->window, has_text, &(Wanted){ name, text });
}
