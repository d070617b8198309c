#include "editor-fixture.h"

#include <string.h>
#include <test-ui.h>

#include "composer-fixture.h"

GtkWidget *
editor_fixture_open (gboolean single_line, int width)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *editor = g_object_new (CARILLON_TYPE_TEMPLATE_EDITOR, "label", "_Body", "view-name",
                                    "view", "single-line", single_line, "name", "editor", NULL);

  gtk_widget_add_css_class (box, "pane");
  gtk_box_append (GTK_BOX (box), editor);
  gtk_box_append (GTK_BOX (box), gtk_entry_new ());
  gtk_window_set_default_size (GTK_WINDOW (window), width, 480);
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
  test_ui_wait_find (window, "view");
  test_ui_settle (window);
  return window;
}

CarillonTemplateEditor *
editor_fixture_get_editor (GtkWidget *window)
{
  return CARILLON_TEMPLATE_EDITOR (test_ui_find (window, "editor"));
}

void
editor_fixture_close (GtkWidget *window)
{
  GtkWidget *editor = g_object_ref (test_ui_find (window, "editor"));

  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (editor);
}

void
editor_fixture_set_text (GtkWidget *window, const char *text, guint cursor)
{
  carillon_template_editor_set_text (editor_fixture_get_editor (window), text);
  g_object_set (editor_fixture_get_editor (window), "cursor-offset", cursor, NULL);
}

guint
editor_fixture_get_cursor (GtkWidget *window)
{
  guint cursor;

  g_object_get (editor_fixture_get_editor (window), "cursor-offset", &cursor, NULL);
  return cursor;
}

gboolean
editor_fixture_press (GtkWidget *window, guint keyval, GdkModifierType state)
{
  return composer_press (test_ui_find (window, "view"), keyval, state);
}

void
editor_fixture_type (GtkWidget *window, const char *text)
{
  GtkWidget *view = test_ui_find (window, "view");

  for (; *text != '\0'; text = g_utf8_next_char (text)) {
    g_autofree char *letter = g_strndup (text, (gsize) (g_utf8_next_char (text) - text));
    g_signal_emit_by_name (view, "insert-at-cursor", letter);
  }
}

char *
editor_fixture_get_text (GtkWidget *window)
{
  const char *text = carillon_template_editor_get_text (editor_fixture_get_editor (window));
  const char *cursor = g_utf8_offset_to_pointer (text, editor_fixture_get_cursor (window));

  return g_strdup_printf ("%.*s¦%s", (int) (cursor - text), text, cursor);
}

void
editor_fixture_assert_text (GtkWidget *window, const char *expected)
{
  g_autofree char *text = editor_fixture_get_text (window);

  g_assert_cmpstr (text, ==, expected);
}

void
editor_fixture_set_marked (GtkWidget *window, const char *marked)
{
  const char *bar = strstr (marked, "¦");
  g_autofree char *before = g_strndup (marked, (gsize) (bar - marked));
  g_autofree char *text = g_strconcat (before, bar + strlen ("¦"), NULL);

  editor_fixture_set_text (window, text, (guint) g_utf8_strlen (before, -1));
}
