#include "composer-fixture.h"

#include <carillon-config.h>
#include <glib/gstdio.h>
#include <test-emulator.h>
#include <test-ui.h>

void
composer_fixture_use_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, CARILLON_RESOURCE_PREFIX "/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    CARILLON_RESOURCE_PREFIX "/icons");
}

/* Takes @folder and @account. */
static ComposerFixture *
make (char *folder, CarillonAccount *account, const char *url, const char *sid, const char *secret)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *waiting = NULL;
  ComposerFixture *self = g_new0 (ComposerFixture, 1);

  composer_fixture_use_style ();
  self->folder = folder;
  self->path = g_build_filename (self->folder, "archive.db", NULL);
  archive_store_open_async (self->path, NULL, test_store_result, &waiting);
  g_autoptr (GAsyncResult) result = test_await (&waiting);
  self->store = archive_store_open_finish (result, &error);
  g_assert_no_error (error);
  g_autoptr (CommsAuthorizer) authorizer = comms_basic_authorizer_new (sid, secret);
  self->client = comms_client_new (url, authorizer, &error);
  g_assert_no_error (error);
  self->account = account;
  self->session = carillon_session_new (self->account, self->client, self->store);
  return self;
}

ComposerFixture *
composer_fixture_new (const char *url, const char *sid, const char *secret)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("composer-XXXXXX", &error);

  g_assert_no_error (error);
  return make (folder, carillon_account_new (CARILLON_ACCOUNT_TEST, "Acme Shop"), url, sid, secret);
}

/* Of the same account each time. */
ComposerFixture *
composer_fixture_new_at (const char *folder)
{
  CarillonAccount *account =
    g_object_new (CARILLON_TYPE_ACCOUNT, "id", "account", "kind", CARILLON_ACCOUNT_TEST, NULL);
  ComposerFixture *self = make (g_strdup (folder), account, NOWHERE, "sid", "secret");

  self->keeps_folder = TRUE;
  return self;
}

static void
remove_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir)) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_remove (path);
  }
  g_rmdir (folder);
}

static void
on_gone (gpointer data, GObject *where_it_was)
{
  *(gboolean *) data = TRUE;
}

/* What is still being saved holds its session until it has been. */
static void
release (gpointer object)
{
  gboolean gone = FALSE;

  g_object_weak_ref (object, on_gone, &gone);
  g_object_unref (object);
  test_wait_until (&gone);
}

void
composer_fixture_free (ComposerFixture *self)
{
  if (self->window != NULL) {
    composer_fixture_close (self);
  }
  release (self->session);
  g_clear_object (&self->account);
  g_clear_object (&self->client);
  g_clear_object (&self->store);
  if (!self->keeps_folder) {
    remove_files (self->folder);
  }
  g_free (self->folder);
  g_free (self->path);
  g_free (self->operation);
  g_free (self);
}

static void
on_show_operation (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComposerFixture *self = user_data;

  g_assert_null (self->operation);
  self->operation = g_variant_dup_string (parameter, NULL);
}

GtkWidget *
composer_fixture_open (ComposerFixture *self, int width)
{
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) show = g_simple_action_new ("show-operation", G_VARIANT_TYPE_STRING);

  g_signal_connect (show, "activate", G_CALLBACK (on_show_operation), self);
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (show));
  self->window = adw_window_new ();
  gtk_widget_insert_action_group (self->window, "win", G_ACTION_GROUP (actions));
  gtk_window_set_default_size (GTK_WINDOW (self->window), width, 800);
  GtkWidget *toasts = adw_toast_overlay_new ();
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (toasts),
                               carillon_composer_page_new (self->session));
  adw_window_set_content (ADW_WINDOW (self->window), toasts);
  gtk_window_present (GTK_WINDOW (self->window));
  test_ui_wait_find (self->window, "title-view");
  test_ui_settle (self->window);
  return self->window;
}

CarillonComposerPage *
composer_fixture_get_page (ComposerFixture *self)
{
  GtkWidget *toasts = adw_window_get_content (ADW_WINDOW (self->window));

  return CARILLON_COMPOSER_PAGE (adw_toast_overlay_get_child (ADW_TOAST_OVERLAY (toasts)));
}

void
composer_fixture_close (ComposerFixture *self)
{
  gboolean gone = FALSE;

  g_object_weak_ref (G_OBJECT (composer_fixture_get_page (self)), on_gone, &gone);
  gtk_window_destroy (GTK_WINDOW (g_steal_pointer (&self->window)));
  test_wait_until (&gone);
}

gboolean
composer_press (GtkWidget *widget, guint keyval, GdkModifierType state)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
    gboolean handled = FALSE;
    /* Those of the toolkit want a real event. */
    if (g_strcmp0 (gtk_event_controller_get_name (controller), "carillon-keys") != 0) {
      continue;
    }
    g_signal_emit_by_name (controller, "key-pressed", keyval, 0, state, &handled);
    if (handled) {
      return TRUE;
    }
  }
  return FALSE;
}

void
composer_assert_text (GtkWidget *root, const char *name, const char *text)
{
  g_autofree char *actual = test_ui_text (test_ui_find (root, name));

  g_assert_cmpstr (actual, ==, text);
}

typedef struct {
  const char *name;
  const char *text;
} Expectation;

static gboolean
reads (GtkWidget *root, gpointer data)
{
  const Expectation *expectation = data;
  GtkWidget *widget = test_ui_lookup (root, expectation->name);
  if (widget == NULL) {
    return FALSE;
  }
  g_autofree char *actual = test_ui_text (widget);
  return g_strcmp0 (actual, expectation->text) == 0;
}

void
composer_wait_text (GtkWidget *root, const char *name, const char *text)
{
  test_ui_wait (root, reads, &(Expectation){ name, text });
}

static gboolean
is_absent (GtkWidget *root, gpointer name)
{
  GtkWidget *widget = test_ui_lookup (root, name);

  return widget == NULL || !gtk_widget_get_mapped (widget);
}

static gboolean
is_usable (GtkWidget *root, gpointer name)
{
  GtkWidget *widget = test_ui_lookup (root, name);

  return widget != NULL && gtk_widget_get_mapped (widget) && gtk_widget_is_sensitive (widget);
}

void
composer_wait_usable (GtkWidget *root, const char *name)
{
  test_ui_wait (root, is_usable, (gpointer) name);
}

void
composer_wait_absent (GtkWidget *root, const char *name)
{
  test_ui_wait (root, is_absent, (gpointer) name);
}
