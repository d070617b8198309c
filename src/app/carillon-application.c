#include "carillon-application.h"

#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>
#include <json-glib/json-glib.h>
#include <libsecret/secret.h>
#include <libsoup/soup.h>
#include <sqlite3.h>

#include "carillon-ask.h"
#include "carillon-config.h"
#include "carillon-preferences.h"
#include "carillon-shortcuts.h"
#include "carillon-window.h"

struct _CarillonApplication {
  AdwApplication parent_instance;

  GSettings *settings;
  CarillonConnection *connection; /* (nullable): of the window, which goes before the end */
};

G_DEFINE_FINAL_TYPE (CarillonApplication, carillon_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "demo", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Start with the emulator and demo data"), NULL },
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the versions of everything used"), NULL },
  { NULL },
};

/* A sheet of the window may be the active one. */
static GtkWindow *
find_window (CarillonApplication *self)
{
  GList *link = gtk_application_get_windows (GTK_APPLICATION (self));

  while (link != NULL && !CARILLON_IS_WINDOW (link->data)) {
    link = link->next;
  }
  return link != NULL ? link->data : NULL;
}

static CarillonWindow *
ensure_window (CarillonApplication *self)
{
  GtkWindow *window = find_window (self);

  if (window == NULL) {
    window = GTK_WINDOW (carillon_window_new (GTK_APPLICATION (self), self->settings));
    g_set_object (&self->connection, carillon_window_get_connection (CARILLON_WINDOW (window)));
  }
  return CARILLON_WINDOW (window);
}

static void
on_about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  carillon_show_about (GTK_WIDGET (ensure_window (user_data)));
}

static void
on_preferences (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  CarillonApplication *self = user_data;
  CarillonWindow *window = ensure_window (self);

  carillon_preferences_present (GTK_WIDGET (window), self->settings,
                                G_LIST_MODEL (carillon_window_get_accounts (window)));
}

static void
on_shortcuts (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  carillon_shortcuts_present (GTK_WIDGET (ensure_window (user_data)));
}

/* Windows are closed rather than dropped, so that each can keep what it remembers. */
static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GList *windows = g_list_copy (gtk_application_get_windows (user_data));

  for (GList *link = windows; link != NULL; link = link->next) {
    gtk_window_close (link->data);
  }
  g_list_free (windows);
}

static void
on_demo (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  CarillonWindow *window = ensure_window (user_data);

  carillon_window_try_emulator (window);
  gtk_window_present (GTK_WINDOW (window));
}

static const GActionEntry actions[] = {
  { .name = "about", .activate = on_about },
  { .name = "preferences", .activate = on_preferences },
  { .name = "shortcuts", .activate = on_shortcuts },
  { .name = "quit", .activate = on_quit },
  { .name = "demo", .activate = on_demo },
};

static gboolean
scheme_from_setting (GValue *value, GVariant *variant, gpointer user_data)
{
  static const struct {
    const char *nick;
    AdwColorScheme scheme;
  } schemes[] = {
    { "system", ADW_COLOR_SCHEME_DEFAULT },
    { "light", ADW_COLOR_SCHEME_FORCE_LIGHT },
    { "dark", ADW_COLOR_SCHEME_FORCE_DARK },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++) {
    if (g_str_equal (g_variant_get_string (variant, NULL), schemes[i].nick)) {
      g_value_set_enum (value, (int) schemes[i].scheme);
      return TRUE;
    }
  }
  return FALSE;
}

static void
carillon_application_startup (GApplication *application)
{
  CarillonApplication *self = CARILLON_APPLICATION (application);

  G_APPLICATION_CLASS (carillon_application_parent_class)->startup (application);
  gtk_source_init ();
  gtk_window_set_default_icon_name (CARILLON_APP_ID);
  self->settings = g_settings_new (CARILLON_APP_ID);
  g_settings_bind_with_mapping (self->settings, "colour-scheme", adw_style_manager_get_default (),
                                "color-scheme", G_SETTINGS_BIND_GET, scheme_from_setting, NULL,
                                NULL, NULL);
  carillon_shortcuts_install (GTK_APPLICATION (self));
}

static void
carillon_application_activate (GApplication *application)
{
  CarillonWindow *window = ensure_window (CARILLON_APPLICATION (application));

  carillon_window_start (window);
  gtk_window_present (GTK_WINDOW (window));
}

/* Also those that a second start was given, which ends at once. */
static void
carillon_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  carillon_application_activate (application);
  carillon_window_open_files (ensure_window (CARILLON_APPLICATION (application)), files,
                              (guint) n_files);
}

/* What a bug report needs: what it runs with, and what it was built with. */
static void
print_versions (void)
{
  g_print ("Carillon %s\n", CARILLON_VERSION);
  g_print ("GLib %u.%u.%u (built with %d.%d.%d)\n", glib_major_version, glib_minor_version,
           glib_micro_version, GLIB_MAJOR_VERSION, GLIB_MINOR_VERSION, GLIB_MICRO_VERSION);
  g_print ("GTK %u.%u.%u (%d.%d.%d)\n", gtk_get_major_version (), gtk_get_minor_version (),
           gtk_get_micro_version (), GTK_MAJOR_VERSION, GTK_MINOR_VERSION, GTK_MICRO_VERSION);
  g_print ("libadwaita %u.%u.%u (%d.%d.%d)\n", adw_get_major_version (), adw_get_minor_version (),
           adw_get_micro_version (), ADW_MAJOR_VERSION, ADW_MINOR_VERSION, ADW_MICRO_VERSION);
  g_print ("GtkSourceView %u.%u.%u (%d.%d.%d)\n", gtk_source_get_major_version (),
           gtk_source_get_minor_version (), gtk_source_get_micro_version (),
           GTK_SOURCE_MAJOR_VERSION, GTK_SOURCE_MINOR_VERSION, GTK_SOURCE_MICRO_VERSION);
  g_print ("libsoup %u.%u.%u (%d.%d.%d)\n", soup_get_major_version (), soup_get_minor_version (),
           soup_get_micro_version (), SOUP_MAJOR_VERSION, SOUP_MINOR_VERSION, SOUP_MICRO_VERSION);
  g_print ("SQLite %s (%s)\n", sqlite3_libversion (), SQLITE_VERSION);
  /* These two cannot tell what they run as. */
  g_print ("JSON-GLib (%s)\n", JSON_VERSION_S);
  g_print ("libsecret (%d.%d.%d)\n", SECRET_MAJOR_VERSION, SECRET_MINOR_VERSION,
           SECRET_MICRO_VERSION);
}

static int
carillon_application_handle_local_options (GApplication *application, GVariantDict *given)
{
  g_autoptr (GError) error = NULL;

  if (g_variant_dict_contains (given, "version")) {
    print_versions ();
    return EXIT_SUCCESS;
  }
  if (g_variant_dict_contains (given, "demo")) {
    if (!g_application_register (application, NULL, &error)) {
      g_printerr ("%s\n", error->message);
      return EXIT_FAILURE;
    }
    g_action_group_activate_action (G_ACTION_GROUP (application), "demo", NULL);
  }
  return -1;
}

/* What a page saves when its window closes is written by no main loop any more. */
static void
carillon_application_shutdown (GApplication *application)
{
  CarillonApplication *self = CARILLON_APPLICATION (application);

  if (self->connection != NULL) {
    carillon_connection_close (self->connection);
  }
  g_clear_object (&self->connection);
  G_APPLICATION_CLASS (carillon_application_parent_class)->shutdown (application);
}

static void
carillon_application_dispose (GObject *object)
{
  CarillonApplication *self = CARILLON_APPLICATION (object);

  g_clear_object (&self->connection);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (carillon_application_parent_class)->dispose (object);
}

static void
carillon_application_class_init (CarillonApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carillon_application_dispose;
  application_class->startup = carillon_application_startup;
  application_class->shutdown = carillon_application_shutdown;
  application_class->activate = carillon_application_activate;
  application_class->open = carillon_application_open;
  application_class->handle_local_options = carillon_application_handle_local_options;
}

static void
carillon_application_init (CarillonApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}

CarillonApplication *
carillon_application_new (void)
{
  return g_object_new (CARILLON_TYPE_APPLICATION, "application-id", CARILLON_APP_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN, "resource-base-path", CARILLON_RESOURCE_PREFIX,
                       NULL);
}
