#include "test-ui.h"

#include <glib/gstdio.h>

#include "test-quarks.h"

/* Far above what any step takes under sanitisers on a busy machine. */
#define TEST_UI_PATIENCE_SECONDS 120

/* The questions of libadwaita have a second, larger heading that does not wrap. They measure it at
 * their own width, wide enough or not, to see whether to show it instead: GTK warns since 4.10. */
static gboolean
is_large_heading (const char *message)
{
#if ADW_CHECK_VERSION(1, 5, 0)
  gpointer label = NULL;
  if (sscanf (message, "Trying to measure GtkLabel %p for width", &label) == 1) {
    return gtk_widget_has_css_class (label, "title-2") &&
           gtk_widget_get_ancestor (label, ADW_TYPE_ALERT_DIALOG) != NULL;
  }
#endif
  return FALSE;
}

static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  for (gsize i = 0; i < n_fields; i++) {
    if (g_str_equal (fields[i].key, "MESSAGE") && is_large_heading (fields[i].value)) {
      return G_LOG_WRITER_HANDLED;
    }
  }
  return g_log_writer_default (level, fields, n_fields, data);
}

/**
 * test_ui_init:
 *
 * Sets up GLib's tests, GTK and libadwaita without animations, which would make every wait longer.
 */
void
test_ui_init (int *argc, char ***argv)
{
  test_quarks_keep ();
  g_test_init (argc, argv, NULL);
  g_log_set_writer_func (write_log, NULL, NULL);
  gtk_init ();
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
}

/* The first below @root, itself included, for which @matches says so. */
static GtkWidget *
search (GtkWidget *root,
        gboolean (*matches) (GtkWidget *widget, gconstpointer data),
        gconstpointer data)
{
  if (matches (root, data)) {
    return root;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = search (child, matches, data);
    if (found != NULL) {
      return found;
    }
  }
  return NULL;
}

static gboolean
has_name (GtkWidget *widget, gconstpointer name)
{
  return g_strcmp0 (gtk_widget_get_name (widget), name) == 0;
}

static gboolean
has_name_and_is_mapped (GtkWidget *widget, gconstpointer name)
{
  return gtk_widget_get_mapped (widget) && has_name (widget, name);
}

/**
 * test_ui_lookup:
 *
 * Pages of one kind name their widgets alike: what is on the screen comes first.
 *
 * Returns: (transfer none) (nullable): the widget
 */
GtkWidget *
test_ui_lookup (GtkWidget *root, const char *name)
{
  GtkWidget *mapped = search (root, has_name_and_is_mapped, name);

  return mapped != NULL ? mapped : search (root, has_name, name);
}

GtkWidget *
test_ui_find (GtkWidget *root, const char *name)
{
  GtkWidget *widget = test_ui_lookup (root, name);

  if (widget == NULL) {
    g_error ("no widget is named \"%s\"", name);
  }
  return widget;
}

typedef struct {
  GType type;
  const char *text;
} TextQuery;

static gboolean
shows_text (GtkWidget *widget, gconstpointer data)
{
  static const char *const properties[] = { "label", "title", "tooltip-text", "placeholder-text" };
  const TextQuery *query = data;

  if (!g_type_is_a (G_OBJECT_TYPE (widget), query->type) || !gtk_widget_get_mapped (widget)) {
    return FALSE;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (properties); i++) {
    GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (widget), properties[i]);
    if (pspec == NULL || pspec->value_type != G_TYPE_STRING) {
      continue;
    }
    g_autofree char *value = NULL;
    g_object_get (widget, properties[i], &value, NULL);
    g_auto (GStrv) parts = g_strsplit (value != NULL ? value : "", "_", -1);
    g_autofree char *without_mnemonic = g_strjoinv ("", parts);
    if (g_strcmp0 (value, query->text) == 0 || g_str_equal (without_mnemonic, query->text)) {
      return TRUE;
    }
  }
  return FALSE;
}

GtkWidget *
test_ui_lookup_text (GtkWidget *root, GType type, const char *text)
{
  TextQuery query = { type, text };

  return search (root, shows_text, &query);
}

GtkWidget *
test_ui_find_text (GtkWidget *root, GType type, const char *text)
{
  GtkWidget *widget = test_ui_lookup_text (root, type, text);

  if (widget == NULL) {
    test_ui_screenshot (root, "failed");
    g_error ("no mapped %s shows \"%s\"", g_type_name (type), text);
  }
  return widget;
}

static gboolean
label_holds (GtkWidget *widget, gconstpointer text)
{
  if (!gtk_widget_get_mapped (widget)) {
    return FALSE;
  }
  g_autofree char *held = NULL;
  if (GTK_IS_LABEL (widget)) {
    held = g_strdup (gtk_label_get_text (GTK_LABEL (widget)));
  } else if (GTK_IS_INSCRIPTION (widget)) {
    held = g_strdup (gtk_inscription_get_text (GTK_INSCRIPTION (widget)));
  }
  return held != NULL && strstr (held, text) != NULL;
}

gboolean
test_ui_shows (GtkWidget *root, const char *text)
{
  return search (root, label_holds, text) != NULL;
}

static gboolean
set_flag (gpointer flag)
{
  *(gboolean *) flag = TRUE;
  return G_SOURCE_REMOVE;
}

static void
append_shown (GtkWidget *widget, GString *shown)
{
  if (!gtk_widget_get_mapped (widget)) {
    return;
  }
  if (GTK_IS_LABEL (widget)) {
    g_string_append_printf (shown, "\n  %s", gtk_label_get_text (GTK_LABEL (widget)));
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    append_shown (child, shown);
  }
}

/* Where nobody can look at the picture, these words have to tell what was there instead. */
G_GNUC_NORETURN static void
fail_waiting (GtkWidget *root)
{
  g_autoptr (GString) shown = g_string_new (NULL);

  append_shown (root, shown);
  test_ui_screenshot (root, "failed");
  g_error ("%s waited %d seconds for nothing; what is shown:%s", g_test_get_path (),
           TEST_UI_PATIENCE_SECONDS, shown->str);
}

/**
 * test_ui_wait:
 * @root: what @condition looks at
 * @condition: looked at after each turn of the main loop
 *
 * Fails the test, with a picture, when two minutes were not enough.
 */
void
test_ui_wait (GtkWidget *root, TestUiCondition condition, gpointer data)
{
  gboolean late = FALSE;
  guint patience = g_timeout_add_seconds (TEST_UI_PATIENCE_SECONDS, set_flag, &late);

  while (!condition (root, data) && !late) {
    g_main_context_iteration (NULL, TRUE);
  }
  if (!late) {
    g_source_remove (patience);
  } else if (!condition (root, data)) {
    fail_waiting (root);
  }
}

static gboolean
is_shown (GtkWidget *root, gpointer text)
{
  return test_ui_shows (root, text);
}

static gboolean
is_gone (GtkWidget *root, gpointer text)
{
  return !test_ui_shows (root, text);
}

void
test_ui_wait_shows (GtkWidget *root, const char *text)
{
  test_ui_wait (root, is_shown, (gpointer) text);
}

void
test_ui_wait_gone (GtkWidget *root, const char *text)
{
  test_ui_wait (root, is_gone, (gpointer) text);
}

static gboolean
is_named_and_mapped (GtkWidget *root, gpointer name)
{
  GtkWidget *widget = test_ui_lookup (root, name);

  return widget != NULL && gtk_widget_get_mapped (widget);
}

GtkWidget *
test_ui_wait_find (GtkWidget *root, const char *name)
{
  test_ui_wait (root, is_named_and_mapped, (gpointer) name);
  return test_ui_find (root, name);
}

static gboolean
is_shown_by_type (GtkWidget *root, gpointer query)
{
  return search (root, shows_text, query) != NULL;
}

GtkWidget *
test_ui_wait_find_text (GtkWidget *root, GType type, const char *text)
{
  TextQuery query = { type, text };

  test_ui_wait (root, is_shown_by_type, &query);
  return test_ui_find_text (root, type, text);
}

static gboolean
count_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer n_frames)
{
  guint *count = n_frames;

  *count += 1;
  return G_SOURCE_CONTINUE;
}

static gboolean
has_drawn_twice (GtkWidget *root, gpointer n_frames)
{
  return *(guint *) n_frames > 2;
}

/**
 * test_ui_settle:
 * @root: a mapped widget
 *
 * Waits until two frames were drawn, so that what was bound has been laid out.
 */
void
test_ui_settle (GtkWidget *root)
{
  guint n_frames = 0;
  guint tick = gtk_widget_add_tick_callback (root, count_frame, &n_frames, NULL);

  test_ui_wait (root, has_drawn_twice, &n_frames);
  gtk_widget_remove_tick_callback (root, tick);
}

static void
assert_usable (GtkWidget *widget)
{
  g_assert_true (gtk_widget_get_mapped (widget));
  g_assert_true (gtk_widget_is_sensitive (widget));
}

void
test_ui_click (GtkWidget *widget)
{
  assert_usable (widget);
  if (GTK_IS_MENU_BUTTON (widget)) {
    gtk_menu_button_popup (GTK_MENU_BUTTON (widget));
  } else if (GTK_IS_BUTTON (widget)) {
    g_signal_emit_by_name (widget, "clicked");
  } else if (GTK_IS_SWITCH (widget)) {
    gtk_switch_set_active (GTK_SWITCH (widget), !gtk_switch_get_active (GTK_SWITCH (widget)));
  } else if (GTK_IS_CHECK_BUTTON (widget)) {
    gtk_check_button_set_active (GTK_CHECK_BUTTON (widget), TRUE);
  } else {
    g_assert_true (gtk_widget_activate (widget));
  }
}

/* As widgets of the program have that are edited in place. */
static gboolean
has_text (GtkWidget *widget)
{
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (widget), "text");

  return pspec != NULL && pspec->value_type == G_TYPE_STRING;
}

void
test_ui_type (GtkWidget *widget, const char *text)
{
  assert_usable (widget);
  gtk_widget_grab_focus (widget);
  if (GTK_IS_TEXT_VIEW (widget)) {
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget)), text, -1);
  } else {
    g_assert_true (GTK_IS_EDITABLE (widget) || has_text (widget));
    g_object_set (widget, "text", text, NULL);
  }
}

char *
test_ui_text (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget)) {
    return g_strdup (gtk_label_get_text (GTK_LABEL (widget)));
  }
  if (GTK_IS_INSCRIPTION (widget)) {
    return g_strdup (gtk_inscription_get_text (GTK_INSCRIPTION (widget)));
  }
  if (GTK_IS_TEXT_VIEW (widget)) {
    char *text = NULL;
    g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget)), "text", &text, NULL);
    return text;
  }
  char *text = NULL;
  g_assert_true (GTK_IS_EDITABLE (widget) || has_text (widget));
  g_object_get (widget, "text", &text, NULL);
  return text;
}

/* Since libadwaita 1.5 dialogs are inside of their window, unless that is one of plain GTK. */
static GtkWidget *
find_inner_dialog (GtkWidget *window)
{
#if ADW_CHECK_VERSION(1, 5, 0)
  if (ADW_IS_WINDOW (window)) {
    return (GtkWidget *) adw_window_get_visible_dialog (ADW_WINDOW (window));
  }
  if (ADW_IS_APPLICATION_WINDOW (window)) {
    return (GtkWidget *) adw_application_window_get_visible_dialog (
      ADW_APPLICATION_WINDOW (window));
  }
#endif
  return NULL;
}

static GtkWidget *
find_dialog (GtkWidget *window)
{
  GtkWidget *dialog = find_inner_dialog (window);
  if (dialog != NULL) {
    return dialog;
  }
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = g_list_model_get_n_items (toplevels); i > 0; i--) {
    g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i - 1);
    if (toplevel != window && gtk_widget_get_mapped (toplevel)) {
      return toplevel;
    }
  }
  return NULL;
}

static gboolean
has_dialog (GtkWidget *window, gpointer data)
{
  return find_dialog (window) != NULL;
}

GtkWidget *
test_ui_wait_dialog (GtkWidget *window)
{
  test_ui_wait (window, has_dialog, NULL);
  return find_dialog (window);
}

void
test_ui_close_dialog (GtkWidget *dialog)
{
#if ADW_CHECK_VERSION(1, 5, 0)
  GtkWidget *ancestor = gtk_widget_get_ancestor (dialog, ADW_TYPE_DIALOG);
  if (ancestor != NULL) {
    adw_dialog_close (ADW_DIALOG (ancestor));
    return;
  }
#endif
  gtk_window_close (GTK_WINDOW (gtk_widget_get_root (dialog)));
}

void
test_ui_resize (GtkWidget *widget, int width, int height)
{
  gtk_window_set_default_size (GTK_WINDOW (gtk_widget_get_root (widget)), width, height);
}

void
test_ui_set_dark (gboolean dark)
{
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                           : ADW_COLOR_SCHEME_FORCE_LIGHT);
}

/**
 * test_ui_screenshot:
 * @window: a mapped widget; its window is drawn
 * @name: of the file, without ".png"
 */
void
test_ui_screenshot (GtkWidget *window, const char *name)
{
  const char *folder = g_getenv ("CARILLON_SCREENSHOTS");
  GtkNative *native = gtk_widget_get_native (window);

  if (folder == NULL || native == NULL || !gtk_widget_get_mapped (GTK_WIDGET (native))) {
    return;
  }
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (native));
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, gdk_paintable_get_intrinsic_width (paintable),
                          gdk_paintable_get_intrinsic_height (paintable));
  g_autoptr (GskRenderNode) node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
  if (node == NULL) {
    return;
  }
  g_autoptr (GdkTexture) texture =
    gsk_renderer_render_texture (gtk_native_get_renderer (native), node, NULL);
  g_autofree char *file = g_strdup_printf ("%s.png", name);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_assert_no_errno (g_mkdir_with_parents (folder, 0755));
  g_assert_true (gdk_texture_save_to_png (texture, path));
}
