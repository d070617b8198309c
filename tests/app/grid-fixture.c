#include "grid-fixture.h"

#include <carillon-recipients-grid.h>

void
grid_set_up (GridFixture *self, gconstpointer data)
{
  composer_fixture_use_style ();
  self->draft = dispatch_draft_new ();
  self->grid = g_object_new (CARILLON_TYPE_RECIPIENTS_GRID, "draft", self->draft, NULL);
  self->window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (self->window), 800, 600);
  adw_window_set_content (ADW_WINDOW (self->window), self->grid);
  gtk_window_present (GTK_WINDOW (self->window));
  test_ui_settle (self->window);
}

void
grid_tear_down (GridFixture *self, gconstpointer data)
{
  g_object_add_weak_pointer (G_OBJECT (self->grid), (gpointer *) &self->grid);
  gtk_window_destroy (GTK_WINDOW (self->window));
  while (self->grid != NULL) {
    g_main_context_iteration (NULL, TRUE);
  }
  g_assert_finalize_object (self->draft);
}

void
grid_fill (GridFixture *self)
{
  g_object_set (self->draft, "title", "Hi {{ name | default: 'there' }}", "body",
                "{{ due }} is due", NULL);
  grid_append_text (self, "user,name,due\n" ID_A ",Ann,7\n" ID_B ",Bob,8\n" ID_C ",Cy,9\n");
  grid_wait_text (self, "cell-2-name", "Cy");
  grid_wait_focus (self, "cell-0-user");
  test_ui_settle (self->window);
}

void
grid_press (GridFixture *self, guint key, GdkModifierType state)
{
  test_input_press (self->window, key, state);
}

void
grid_type (GridFixture *self, const char *text)
{
  test_input_type (self->window, text);
}

void
grid_act (GridFixture *self, const char *action)
{
  GtkWidget *grid = gtk_widget_get_ancestor (test_ui_find (self->window, "recipients-heading"),
                                             g_type_from_name ("CarillonRecipientsGrid"));
  g_assert_true (gtk_widget_activate_action (grid, action, NULL));
}

void
grid_put_on_clipboard (GridFixture *self, const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (self->window), text);
}

void
grid_append_text (GridFixture *self, const char *text)
{
  grid_put_on_clipboard (self, text);
  grid_act (self, "grid.paste-rows");
}

static gboolean
has_focus (GtkWidget *window, gpointer name)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (window));

  return focus != NULL && g_str_equal (gtk_widget_get_name (focus), name);
}

void
grid_wait_focus (GridFixture *self, const char *name)
{
  test_ui_wait (self->window, has_focus, (gpointer) name);
}

void
grid_wait_text (GridFixture *self, const char *name, const char *text)
{
  composer_wait_text (self->window, name, text);
}

void
grid_assert_text (GridFixture *self, const char *name, const char *text)
{
  composer_assert_text (self->window, name, text);
}

static void
on_text (GObject *source, GAsyncResult *result, gpointer text)
{
  *(char **) text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static gboolean
has_text (GtkWidget *window, gpointer text)
{
  return *(char **) text != NULL;
}

/* Copying is done in a worker: the clipboard is asked until it holds what it has to. */
void
grid_wait_clipboard (GridFixture *self, const char *expected)
{
  g_autofree char *text = NULL;

  while (g_strcmp0 (text, expected) != 0) {
    g_clear_pointer (&text, g_free);
    gdk_clipboard_read_text_async (gtk_widget_get_clipboard (self->window), NULL, on_text, &text);
    test_ui_wait (self->window, has_text, &text);
  }
}

gboolean
grid_has_cursor (GridFixture *self, const char *name)
{
  return gtk_widget_has_css_class (test_ui_find (self->window, name), "cursor");
}

gboolean
grid_is_selected (GridFixture *self, const char *name)
{
  return gtk_widget_has_css_class (test_ui_find (self->window, name), "selected");
}

void
grid_take_pictures (GridFixture *self, const char *name)
{
  g_autofree char *dark = g_strconcat (name, "-dark", NULL);

  test_ui_settle (self->window);
  test_ui_screenshot (self->window, name);
  test_ui_set_dark (TRUE);
  test_ui_settle (self->window);
  test_ui_screenshot (self->window, dark);
  test_ui_set_dark (FALSE);
}
