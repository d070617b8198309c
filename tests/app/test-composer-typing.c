#include <carillon-proposals.h>
#include <dispatch-audience.h>
#include <string.h>
#include <test-input.h>
#include <test-keys.h>
#include <test-ui.h>

#include "composer-fixture.h"
#include "editor-fixture.h"

static void
test_pairs (void)
{
  static const struct {
    const char *before;
    const char *typed;
    const char *after;
  } cases[] = {
    { "Hi ¦", "{", "Hi {¦" },
    { "Hi ¦", "{{", "Hi {{¦}}" },
    { "Hi ¦!", "{{", "Hi {{¦}}!" },
    { "Hi ¦", "{{ ", "Hi {{ ¦ }}" },
    { "Hi ¦", "{{name}}", "Hi {{name}}¦" },
    { "Hi ¦", "{{ name }}", "Hi {{ name }}¦" },
    { "Hi ¦", "{{ name}}!", "Hi {{ name }}!¦" },
    { "¦", "{% if a %}x{% endif %}", "{% if a %}x{% endif %}¦" },
    { "¦", "{%", "{%¦%}" },
    { "¦", "{{ a | default: \"b\" }}", "{{ a | default: \"b\" }}¦" },
    { "¦", "{{ a | default: 'it", "{{ a | default: 'it¦' }}" },
    { "¦", "{{ a | append: \"it's\" }}", "{{ a | append: \"it's\" }}¦" },
    /* Prose is left alone. */
    { "¦", "it's \"so\" {a} 50%", "it's \"so\" {a} 50%¦" },
    /* So is what has its other half, or stands around something. */
    { "¦ name }}", "{{", "{{¦ name }}" },
    { "¦name", "{{", "{{¦name" },
    { "{{ a }¦", "}", "{{ a }}¦" },
    { "{{ a | x: ¦'b' }}", "'", "{{ a | x: '¦'b' }}" },
    { "{% raw %}¦{% endraw %}", "{{", "{% raw %}{{¦{% endraw %}" },
    { "Grüße ¦ ✨", "{{", "Grüße {{¦}} ✨" },
  };
  GtkWidget *window = editor_fixture_open (FALSE, 480);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s + %s", cases[i].before, cases[i].typed);
    editor_fixture_set_marked (window, cases[i].before);
    editor_fixture_type (window, cases[i].typed);
    editor_fixture_assert_text (window, cases[i].after);
    editor_fixture_press (window, GDK_KEY_Escape, 0);
  }
  editor_fixture_close (window);
}

static void
test_backspace (void)
{
  static const struct {
    const char *before;
    const char *after;
  } cases[] = {
    { "Hi {{¦}}", "Hi {¦" },
    { "Hi {¦", "Hi ¦" },
    { "Hi {{ ¦ }}", "Hi {{¦}}" },
    { "{%¦%}", "{¦" },
    { "{{ a | default: \"¦\" }}", "{{ a | default: ¦ }}" },
    { "{{ a¦}}", "{{ ¦}}" },
    { "a '¦' b", "a ¦' b" },
  };
  GtkWidget *window = editor_fixture_open (FALSE, 480);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].before);
    editor_fixture_set_marked (window, cases[i].before);
    g_signal_emit_by_name (test_ui_find (window, "view"), "backspace");
    editor_fixture_assert_text (window, cases[i].after);
  }
  editor_fixture_close (window);
}

/* Whatever the editor adds by itself can be undone, and done again. */
static void
test_undo (void)
{
  GtkWidget *window = editor_fixture_open (FALSE, 480);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (test_ui_find (window, "view")));

  editor_fixture_set_text (window, "", 0);
  g_assert_false (gtk_text_buffer_get_can_undo (buffer));
  editor_fixture_type (window, "{{");
  editor_fixture_assert_text (window, "{{¦}}");
  gtk_text_buffer_undo (buffer);
  g_assert_cmpstr (carillon_template_editor_get_text (editor_fixture_get_editor (window)), ==, "{");
  while (gtk_text_buffer_get_can_undo (buffer)) {
    gtk_text_buffer_undo (buffer);
  }
  g_assert_cmpstr (carillon_template_editor_get_text (editor_fixture_get_editor (window)), ==, "");
  while (gtk_text_buffer_get_can_redo (buffer)) {
    gtk_text_buffer_redo (buffer);
  }
  g_assert_cmpstr (carillon_template_editor_get_text (editor_fixture_get_editor (window)), ==,
                   "{{}}");
  editor_fixture_close (window);
}

/* Text of several lines that is pasted into one that has one. */
static void
test_single_line (void)
{
  GtkWidget *window = editor_fixture_open (TRUE, 480);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (test_ui_find (window, "view")));

  editor_fixture_set_text (window, "a", 1);
  gtk_text_buffer_insert_interactive_at_cursor (buffer, " b\r\n\nc\n", -1, TRUE);
  editor_fixture_assert_text (window, "a b c¦");
  /* What a draft holds is not changed. */
  editor_fixture_set_text (window, "a\nb", 0);
  editor_fixture_assert_text (window, "¦a\nb");
  editor_fixture_close (window);
}

static gboolean
has_proposal (GtkWidget *window, gpointer name)
{
  GtkWidget *list = test_ui_lookup (window, "proposals");

  if (list == NULL || !gtk_widget_get_mapped (list)) {
    return FALSE;
  }
  g_autoptr (CarillonProposal) selected = g_object_ref (gtk_single_selection_get_selected_item (
    GTK_SINGLE_SELECTION (gtk_list_view_get_model (GTK_LIST_VIEW (list)))));
  return g_strcmp0 (carillon_proposal_get_name (selected), name) == 0;
}

static DispatchAudience *
create_audience (void)
{
  DispatchAudience *audience = dispatch_audience_new ();

  dispatch_audience_add_column (audience, "name");
  dispatch_audience_add_column (audience, "city");
  return audience;
}

static void
test_completion (void)
{
  g_autoptr (DispatchAudience) audience = create_audience ();
  GtkWidget *window = editor_fixture_open (FALSE, 360);

  g_object_set (editor_fixture_get_editor (window), "audience", audience, "other-text",
                "{{ nickname }}", NULL);
  gtk_widget_grab_focus (test_ui_find (window, "view"));
  editor_fixture_type (window, "Hi {{ ");
  test_ui_wait (window, has_proposal, (gpointer) "name");
  composer_assert_text (window, "proposal-help", "Each recipient’s own value");
  g_assert_true (editor_fixture_press (window, GDK_KEY_Down, 0));
  g_assert_true (has_proposal (window, (gpointer) "city"));
  g_assert_true (editor_fixture_press (window, GDK_KEY_Up, 0));
  g_assert_true (editor_fixture_press (window, GDK_KEY_Up, 0));
  g_assert_true (has_proposal (window, (gpointer) "nickname"));
  g_assert_true (editor_fixture_press (window, GDK_KEY_Tab, 0));
  editor_fixture_assert_text (window, "Hi {{ nickname¦ }}");
  composer_wait_absent (window, "proposals");

  editor_fixture_type (window, " | def");
  test_ui_wait (window, has_proposal, (gpointer) "default");
  composer_assert_text (window, "proposal-help", "Stands in where there is no value");
  test_ui_settle (window);
  test_ui_screenshot (test_ui_find (window, "proposals"), "editor-completion");
  g_assert_true (editor_fixture_press (window, GDK_KEY_Return, 0));
  editor_fixture_assert_text (window, "Hi {{ nickname | default: ¦ }}");
  editor_fixture_type (window, "'you' }}");
  editor_fixture_assert_text (window, "Hi {{ nickname | default: 'you' }}¦");

  /* Nothing is taken from those who do not ask. */
  g_assert_false (editor_fixture_press (window, GDK_KEY_Tab, 0));
  g_assert_false (editor_fixture_press (window, GDK_KEY_Return, 0));
  g_assert_false (editor_fixture_press (window, GDK_KEY_Down, 0));

  /* A word that is there is proposed no more. */
  editor_fixture_type (window, " {% if c");
  test_ui_wait (window, has_proposal, (gpointer) "city");
  editor_fixture_type (window, "ity");
  composer_wait_absent (window, "proposals");
  editor_fixture_assert_text (window, "Hi {{ nickname | default: 'you' }} {% if city¦ %}");
  editor_fixture_set_marked (window, "{% if a %}b{%¦%}");
  g_assert_true (editor_fixture_press (window, GDK_KEY_space, GDK_CONTROL_MASK));
  test_ui_wait (window, has_proposal, (gpointer) "endif");
  g_assert_true (editor_fixture_press (window, GDK_KEY_Escape, 0));
  composer_wait_absent (window, "proposals");
  editor_fixture_assert_text (window, "{% if a %}b{%¦%}");
  g_assert_true (editor_fixture_press (window, GDK_KEY_space, GDK_CONTROL_MASK));
  test_ui_wait (window, has_proposal, (gpointer) "endif");
  g_assert_true (editor_fixture_press (window, GDK_KEY_Return, 0));
  editor_fixture_assert_text (window, "{% if a %}b{% endif¦ %}");

  /* In the middle of a word the whole of it is replaced. */
  editor_fixture_set_marked (window, "{{ na¦x }}");
  g_assert_true (editor_fixture_press (window, GDK_KEY_space, GDK_CONTROL_MASK));
  test_ui_wait (window, has_proposal, (gpointer) "name");
  g_assert_true (editor_fixture_press (window, GDK_KEY_Return, 0));
  editor_fixture_assert_text (window, "{{ name¦ }}");

  /* The list goes when the cursor does. */
  editor_fixture_set_marked (window, "a {{ n¦ }}");
  g_assert_true (editor_fixture_press (window, GDK_KEY_space, GDK_CONTROL_MASK));
  test_ui_wait (window, has_proposal, (gpointer) "name");
  g_object_set (editor_fixture_get_editor (window), "cursor-offset", 0, NULL);
  composer_wait_absent (window, "proposals");
  editor_fixture_close (window);
}

static void
open_proposals (GtkWidget *window)
{
  editor_fixture_set_marked (window, "Hi {{ ¦ }}");
  g_assert_true (editor_fixture_press (window, GDK_KEY_space, GDK_CONTROL_MASK));
  test_ui_wait (window, has_proposal, (gpointer) "name");
  test_ui_settle (window);
}

/* A list that opens under the pointer is for the keys, until the pointer is moved. */
static void
test_pointer (void)
{
  g_autoptr (DispatchAudience) audience = create_audience ();
  GtkWidget *window = editor_fixture_open (FALSE, 360);

  dispatch_audience_add_column (audience, "due");
  g_object_set (editor_fixture_get_editor (window), "audience", audience, NULL);
  gtk_widget_grab_focus (test_ui_find (window, "view"));
  open_proposals (window);
  test_input_point (test_ui_find_text (window, GTK_TYPE_LABEL, "city"));
  g_assert_true (editor_fixture_press (window, GDK_KEY_Escape, 0));
  composer_wait_absent (window, "proposals");

  open_proposals (window);
  g_assert_true (has_proposal (window, (gpointer) "name"));
  g_assert_true (editor_fixture_press (window, GDK_KEY_Down, 0));
  g_assert_true (editor_fixture_press (window, GDK_KEY_Down, 0));
  test_ui_settle (window);
  g_assert_true (has_proposal (window, (gpointer) "due"));

  test_input_point (test_ui_find_text (window, GTK_TYPE_LABEL, "name"));
  test_ui_settle (window);
  test_input_point (test_ui_find_text (window, GTK_TYPE_LABEL, "city"));
  test_ui_wait (window, has_proposal, (gpointer) "city");
  test_input_click (test_ui_find_text (window, GTK_TYPE_LABEL, "city"), GDK_BUTTON_PRIMARY, 0);
  composer_wait_absent (window, "proposals");
  editor_fixture_assert_text (window, "Hi {{ city¦ }}");
  editor_fixture_close (window);
}

static gboolean
reads (GtkWidget *window, gpointer marked)
{
  g_autofree char *text = editor_fixture_get_text (window);

  return g_strcmp0 (text, marked) == 0;
}

static gboolean
is_elsewhere (GtkWidget *window, gpointer data)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (window));

  return focus != NULL && !gtk_widget_is_ancestor (focus, test_ui_find (window, "editor"));
}

/* The same with keys that come from the X server. */
static void
test_keys (void)
{
  g_autoptr (DispatchAudience) audience = create_audience ();
  GtkWidget *window = editor_fixture_open (FALSE, 480);

  g_object_set (editor_fixture_get_editor (window), "audience", audience, NULL);
  gtk_widget_grab_focus (test_ui_find (window, "view"));
  if (!test_keys_open (window)) {
    editor_fixture_close (window);
    return;
  }
  test_keys_type ("Hi {{");
  test_ui_wait (window, reads, (gpointer) "Hi {{¦}}");
  test_ui_wait (window, has_proposal, (gpointer) "name");
  test_keys_press (GDK_KEY_Down, 0);
  test_ui_wait (window, has_proposal, (gpointer) "city");
  test_keys_press (GDK_KEY_Tab, 0);
  test_ui_wait (window, reads, (gpointer) "Hi {{ city¦ }}");
  test_keys_type (" | upc");
  test_ui_wait (window, has_proposal, (gpointer) "upcase");
  test_keys_press (GDK_KEY_Return, 0);
  test_ui_wait (window, reads, (gpointer) "Hi {{ city | upcase¦ }}");
  test_keys_type (" }}!\nBye {{");
  test_ui_wait (window, reads, (gpointer) "Hi {{ city | upcase }}!\nBye {{¦}}");
  test_keys_press (GDK_KEY_Escape, 0);
  test_keys_press (GDK_KEY_BackSpace, 0);
  test_keys_press (GDK_KEY_BackSpace, 0);
  test_ui_wait (window, reads, (gpointer) "Hi {{ city | upcase }}!\nBye ¦");
  test_keys_press (GDK_KEY_z, GDK_CONTROL_MASK);
  test_keys_press (GDK_KEY_z, GDK_CONTROL_MASK);
  test_ui_wait (window, reads, (gpointer) "Hi {{ city | upcase }}!\nBye {{¦}}");

  editor_fixture_set_text (window, "Hi {% if %}", 0);
  test_ui_wait_shows (window, "“{% if … %}” cannot be understood");
  test_keys_press (GDK_KEY_F8, 0);
  test_ui_wait (window, reads, (gpointer) "Hi ¦{% if %}");
  composer_wait_text (window, "mistake-hint",
                      "“{% if … %}” cannot be understood: write it as in {% if city == 'Graz' %}");
  test_keys_press (GDK_KEY_Escape, 0);
  composer_wait_absent (window, "mistake-hint");
  /* Tab goes on: by way of the list of mistakes. */
  test_keys_press (GDK_KEY_Tab, 0);
  test_keys_press (GDK_KEY_Tab, 0);
  test_ui_wait (window, is_elsewhere, NULL);
  editor_fixture_assert_text (window, "Hi ¦{% if %}");
  editor_fixture_close (window);
}

static gboolean
is_open (GtkWidget *window, gpointer name)
{
  GtkWidget *widget = test_ui_lookup (window, name);

  return widget != NULL && gtk_widget_get_mapped (widget);
}

static void
choose_variable (GtkWidget *window, const char *name, const char *fallback)
{
  test_ui_wait (window, is_open, (gpointer) "variable-name");
  test_ui_type (test_ui_find (window, "variable-name"), name);
  test_ui_type (test_ui_find (window, "variable-fallback"), fallback);
}

/* With the mouse alone. */
static void
test_insert_variable (void)
{
  g_autoptr (DispatchAudience) audience = create_audience ();
  GtkWidget *window = editor_fixture_open (FALSE, 360);

  g_object_set (editor_fixture_get_editor (window), "audience", audience, "other-text",
                "{{ nickname }}", NULL);
  editor_fixture_set_marked (window, "Hi ¦!");
  test_ui_click (test_ui_find (window, "insert-variable"));
  test_ui_wait (window, is_open, (gpointer) "variable-name");
  g_assert_false (gtk_widget_get_sensitive (test_ui_find (window, "variable-insert")));
  test_ui_settle (window);
  test_ui_screenshot (test_ui_find (window, "variable-name"), "editor-variables");
  GtkListBox *list = GTK_LIST_BOX (test_ui_find (window, "variable-names"));
  g_assert_nonnull (gtk_list_box_get_row_at_index (list, 2));
  test_ui_click (GTK_WIDGET (gtk_list_box_get_row_at_index (list, 1)));
  composer_assert_text (window, "variable-name", "city");
  composer_assert_text (window, "variable-result", "{{ city }}");
  test_ui_type (test_ui_find (window, "variable-fallback"), "your \"city\"");
  composer_assert_text (window, "variable-result", "{{ city | default: 'your \"city\"' }}");
  test_ui_click (test_ui_find (window, "variable-insert"));
  editor_fixture_assert_text (window, "Hi {{ city | default: 'your \"city\"' }}¦!");
  composer_wait_absent (window, "variable-name");

  /* What Liquid cannot say is not put in. */
  g_assert_true (editor_fixture_press (window, GDK_KEY_i, GDK_CONTROL_MASK));
  choose_variable (window, "due date", "");
  g_assert_false (gtk_widget_get_sensitive (test_ui_find (window, "variable-insert")));
  choose_variable (window, "due", "'\"");
  g_assert_false (gtk_widget_get_sensitive (test_ui_find (window, "variable-insert")));
  choose_variable (window, "due", "}}");
  g_assert_false (gtk_widget_get_sensitive (test_ui_find (window, "variable-insert")));
  choose_variable (window, "due", "soon");
  test_ui_click (test_ui_find (window, "variable-insert"));
  editor_fixture_assert_text (
    window, "Hi {{ city | default: 'your \"city\"' }}{{ due | default: \"soon\" }}¦!");

  /* Inside of braces they are there already. */
  editor_fixture_set_marked (window, "Hi {{ ¦ }}");
  g_assert_true (editor_fixture_press (window, GDK_KEY_i, GDK_CONTROL_MASK));
  choose_variable (window, "name", "you");
  test_ui_click (test_ui_find (window, "variable-insert"));
  editor_fixture_assert_text (window, "Hi {{ name | default: \"you\"¦ }}");
  editor_fixture_close (window);
}

/* In the page each editor knows the words of the other. */
static void
test_page (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  GtkWidget *window = composer_fixture_open (fixture, 1360);
  GtkWidget *title = test_ui_find (window, "title-view");

  test_ui_type (test_ui_find (window, "body-view"), "To {{ city }}");
  gtk_widget_grab_focus (title);
  for (const char *letter = "{{ c"; *letter != '\0'; letter++) {
    g_signal_emit_by_name (title, "insert-at-cursor", (char[]){ *letter, '\0' });
  }
  test_ui_wait (window, has_proposal, (gpointer) "city");
  g_assert_true (composer_press (title, GDK_KEY_Tab, 0));
  composer_assert_text (window, "title-view", "{{ city }}");
  g_assert_true (gtk_root_get_focus (GTK_ROOT (window)) == title);
}

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  composer_fixture_use_style ();
  g_test_add_func ("/composer/typing/pairs", test_pairs);
  g_test_add_func ("/composer/typing/backspace", test_backspace);
  g_test_add_func ("/composer/typing/undo", test_undo);
  g_test_add_func ("/composer/typing/single-line", test_single_line);
  g_test_add_func ("/composer/typing/completion", test_completion);
  g_test_add_func ("/composer/typing/pointer", test_pointer);
  g_test_add_func ("/composer/typing/insert-variable", test_insert_variable);
  g_test_add_func ("/composer/typing/keys", test_keys);
  g_test_add_func ("/composer/typing/page", test_page);
  return g_test_run ();
}
