#include <carillon-liquid-language.h>
#include <carillon-proposals.h>
#include <carillon-template-editor.h>
#include <dispatch-audience.h>
#include <math.h>
#include <string.h>
#include <test-keys.h>
#include <test-ui.h>

#include "composer-fixture.h"

/* The classes that @text has below each of its letters, by an initial each. */
static char *
classify (const char *text)
{
  static const struct {
    const char *name;
    char initial;
  } classes[] = {
    { "comment", 'c' },  { "raw", 'r' },      { "tag-name", 't' }, { "filter-name", 'f' },
    { "string", 's' },   { "number", 'n' },   { "constant", 'k' }, { "keyword", 'w' },
    { "property", 'p' }, { "argument", 'a' }, { "variable", 'v' }, { "operator", 'o' },
    { "output", '.' },   { "tag", '.' },
  };
  g_autoptr (GtkSourceBuffer) buffer = gtk_source_buffer_new (NULL);
  GString *found = g_string_new (NULL);
  GtkTextIter start, end;

  carillon_liquid_language_use (buffer);
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (buffer), text, -1);
  gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (buffer), &start, &end);
  gtk_source_buffer_ensure_highlight (buffer, &start, &end);
  for (GtkTextIter at = start; !gtk_text_iter_is_end (&at); gtk_text_iter_forward_char (&at)) {
    char initial = ' ';
    for (gsize i = 0; i < G_N_ELEMENTS (classes) && initial == ' '; i++) {
      if (gtk_source_buffer_iter_has_context_class (buffer, &at, classes[i].name)) {
        initial = classes[i].initial;
      }
    }
    g_string_append_c (found, initial);
  }
  return g_string_free (found, FALSE);
}

static void
test_language (void)
{
  static const struct {
    const char *text;
    const char *classes;
  } cases[] = {
    { "Hi {{ name | default: 'you' }}, 5 | b", /**/
      "   ...vvvv.o.fffffffo.sssss...       " },
    { "{{user.first_name}} {{- 7.5 | plus: n -}}", /**/
      "..vvvv.pppppppppp.. ....nnn.o.ffffo.v...." },
    { "{% if vip and n >= 10 %}x{% endif %}", /**/
      "...tt.vvv.www.v.oo.nn... ...ttttt..." },
    { "{% for a in list reversed limit:2 %}", /**/
      "...ttt.v.ww.vvvv.wwwwwwww.aaaaaon..." },
    { "{{ 'a }} b {{ c }}", /**/
      "...sss..   ...v..." },
    { "{% comment %}{{ a }}{% endcomment %}b", /**/
      "cccccccccccccccccccccccccccccccccccc " },
    { "{% raw %}{{ a }}{% endraw %}{{ b }}", /**/
      "rrrrrrrrrrrrrrrrrrrrrrrrrrrr...v..." },
    { "{%- # note -%}{{ true }}", /**/
      "cccccccccccccc...kkkk..." },
    { "{% liquid\n assign a = 1\n echo a\n%}", /**/
      "...tttttt.ttttttt.v.o.n.ttttt.v..." },
    { "{{ größe.ä | default: nil }} שלום {{ שם }}", /**/
      "...vvvvv.p.o.fffffffo.kkk...      ...vv..." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *classes = classify (cases[i].text);
    g_assert_cmpstr (classes, ==, cases[i].classes);
  }
}

/* What WCAG 2.1 calls the contrast of two colours. */
static double
get_luminance (const GdkRGBA *colour)
{
  const float channels[] = { colour->red, colour->green, colour->blue };
  const double weights[] = { 0.2126, 0.7152, 0.0722 };
  double sum = 0;

  for (guint i = 0; i < 3; i++) {
    double c = (double) channels[i];
    sum += weights[i] * (c <= 0.03928 ? c / 12.92 : pow ((c + 0.055) / 1.055, 2.4));
  }
  return sum;
}

static double
get_contrast (const GdkRGBA *one, const GdkRGBA *other)
{
  double a = get_luminance (one) + 0.05, b = get_luminance (other) + 0.05;

  return MAX (a, b) / MIN (a, b);
}

typedef struct {
  GdkRGBA ground;
  guint n_tags;
} Ground;

static void
check_contrast (GtkTextTag *tag, gpointer data)
{
  Ground *ground = data;
  g_autofree char *name = NULL;
  g_autoptr (GdkRGBA) colour = NULL;

  g_object_get (tag, "name", &name, "foreground-rgba", &colour, NULL);
  if (name != NULL && g_str_has_prefix (name, "gtksourceview:context-classes:")) {
    g_assert_nonnull (colour);
    g_assert_cmpfloat (get_contrast (colour, &ground->ground), >=, 7);
    ground->n_tags++;
  }
}

/* On what a card is coloured in either style. */
static void
test_colours (void)
{
  static const char *const grounds[] = { "#ffffff", "#363636" };
  g_autoptr (GtkSourceBuffer) buffer = gtk_source_buffer_new (NULL);

  carillon_liquid_language_use (buffer);
  for (guint dark = 0; dark < 2; dark++) {
    Ground ground = { 0 };
    g_assert_true (gdk_rgba_parse (&ground.ground, grounds[dark]));
    test_ui_set_dark (dark == 1);
    gtk_text_tag_table_foreach (gtk_text_buffer_get_tag_table (GTK_TEXT_BUFFER (buffer)),
                                check_contrast, &ground);
    g_assert_cmpuint (ground.n_tags, >, 10);
  }
  test_ui_set_dark (FALSE);
}

/* An editor in a window of its own */

static GtkWidget *
open_editor (gboolean single_line, int width)
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

static CarillonTemplateEditor *
get_editor (GtkWidget *window)
{
  return CARILLON_TEMPLATE_EDITOR (test_ui_find (window, "editor"));
}

static void
close_editor (GtkWidget *window)
{
  GtkWidget *editor = g_object_ref (test_ui_find (window, "editor"));

  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (editor);
}

static void
set_text (GtkWidget *window, const char *text, guint cursor)
{
  carillon_template_editor_set_text (get_editor (window), text);
  g_object_set (get_editor (window), "cursor-offset", cursor, NULL);
}

static guint
get_cursor (GtkWidget *window)
{
  guint cursor;

  g_object_get (get_editor (window), "cursor-offset", &cursor, NULL);
  return cursor;
}

/* The underlined parts of the text. */
static char *
get_underlined (GtkWidget *window)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (test_ui_find (window, "view")));
  GString *found = g_string_new (NULL);
  GtkTextIter iter;

  for (gtk_text_buffer_get_start_iter (buffer, &iter); !gtk_text_iter_is_end (&iter);
       gtk_text_iter_forward_char (&iter)) {
    g_autoptr (GSList) tags = gtk_text_iter_get_tags (&iter);
    for (GSList *l = tags; l != NULL; l = l->next) {
      PangoUnderline underline;
      g_object_get (l->data, "underline", &underline, NULL);
      if (underline == PANGO_UNDERLINE_ERROR) {
        g_string_append_unichar (found, gtk_text_iter_get_char (&iter));
        break;
      }
    }
  }
  return g_string_free (found, FALSE);
}

static gboolean
press (GtkWidget *window, guint keyval, GdkModifierType state)
{
  return composer_press (test_ui_find (window, "view"), keyval, state);
}

static void
test_mistake (void)
{
  GtkWidget *window = open_editor (FALSE, 480);

  set_text (window, "Dear {{ name }}, {% if %} ö", 0);
  test_ui_wait_shows (window, "“{% if … %}” cannot be understood");
  g_autofree char *underlined = get_underlined (window);
  g_assert_cmpstr (underlined, ==, "{% if %}");
  g_assert_true (gtk_widget_has_css_class (test_ui_find (window, "editor"), "error"));
  test_ui_settle (window);
  test_ui_screenshot (window, "editor-mistake");

  /* What is put right is gone without a pause. */
  set_text (window, "Dear {{ name }}", 0);
  test_ui_wait_gone (window, "“{% if … %}” cannot be understood");
  g_autofree char *none = get_underlined (window);
  g_assert_cmpstr (none, ==, "");
  g_assert_false (gtk_widget_has_css_class (test_ui_find (window, "editor"), "error"));

  /* Shopify's Liquid knows this tag, LiquidJS does not. */
  set_text (window, "a {% ifchanged %}b{% endifchanged %}", 0);
  test_ui_wait_shows (window, "LiquidJS, which the service may run, refuses this text");
  g_assert_false (gtk_widget_has_css_class (test_ui_find (window, "editor"), "error"));
  close_editor (window);
}

static void
mark (GtkWidget *window, size_t start, size_t end, gboolean error, const char *message)
{
  carillon_template_editor_mark (
    get_editor (window), &(LiquidSpan){ .line = 1, .column = 1, .start = start, .end = end }, error,
    message);
}

/* From one mistake to the next and back, by keys and from the list. */
static void
test_go (void)
{
  GtkWidget *window = open_editor (FALSE, 360);

  set_text (window, "ä one two three", 0);
  mark (window, 7, 10, FALSE, "Second");
  mark (window, 3, 6, TRUE, "First");
  test_ui_wait_shows (window, "First");
  g_assert_true (press (window, GDK_KEY_F8, 0));
  g_assert_cmpuint (get_cursor (window), ==, 2);
  composer_wait_text (window, "mistake-hint", "First");
  test_ui_settle (window);
  test_ui_screenshot (window, "editor-hint");
  g_assert_true (press (window, GDK_KEY_F8, 0));
  g_assert_cmpuint (get_cursor (window), ==, 6);
  g_assert_true (press (window, GDK_KEY_F8, 0));
  g_assert_cmpuint (get_cursor (window), ==, 2);
  g_assert_true (press (window, GDK_KEY_F8, GDK_SHIFT_MASK));
  g_assert_cmpuint (get_cursor (window), ==, 6);
  composer_wait_text (window, "mistake-hint", "Second");

  /* The words are there while they are needed. */
  g_assert_true (press (window, GDK_KEY_Escape, 0));
  composer_wait_absent (window, "mistake-hint");
  g_assert_false (press (window, GDK_KEY_Escape, 0));
  g_assert_true (press (window, GDK_KEY_F1, GDK_CONTROL_MASK));
  composer_wait_text (window, "mistake-hint", "Second");
  g_object_set (get_editor (window), "cursor-offset", 0, NULL);
  composer_wait_absent (window, "mistake-hint");
  g_assert_true (press (window, GDK_KEY_F1, GDK_CONTROL_MASK));
  composer_wait_text (window, "mistake-hint", "Nothing is wrong here");

  /* A mistake moves with its text. */
  gtk_text_buffer_insert_at_cursor (
    gtk_text_view_get_buffer (GTK_TEXT_VIEW (test_ui_find (window, "view"))), "123", -1);
  GtkWidget *list = test_ui_find (window, "mistakes");
  test_ui_click (GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 1)));
  g_assert_cmpuint (get_cursor (window), ==, 9);
  carillon_template_editor_clear_marks (get_editor (window));
  test_ui_wait_gone (window, "First");
  close_editor (window);
}

/* As a key would: one character where the cursor is. */
static void
type (GtkWidget *window, const char *text)
{
  GtkWidget *view = test_ui_find (window, "view");

  for (; *text != '\0'; text = g_utf8_next_char (text)) {
    g_autofree char *letter = g_strndup (text, (gsize) (g_utf8_next_char (text) - text));
    g_signal_emit_by_name (view, "insert-at-cursor", letter);
  }
}

/* The text with a bar where the cursor is. */
static char *
get_text (GtkWidget *window)
{
  const char *text = carillon_template_editor_get_text (get_editor (window));
  const char *cursor = g_utf8_offset_to_pointer (text, get_cursor (window));

  return g_strdup_printf ("%.*s¦%s", (int) (cursor - text), text, cursor);
}

static void
assert_text (GtkWidget *window, const char *expected)
{
  g_autofree char *text = get_text (window);

  g_assert_cmpstr (text, ==, expected);
}

static void
set_marked (GtkWidget *window, const char *marked)
{
  const char *bar = strstr (marked, "¦");
  g_autofree char *before = g_strndup (marked, (gsize) (bar - marked));
  g_autofree char *text = g_strconcat (before, bar + strlen ("¦"), NULL);

  set_text (window, text, (guint) g_utf8_strlen (before, -1));
}

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
  GtkWidget *window = open_editor (FALSE, 480);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s + %s", cases[i].before, cases[i].typed);
    set_marked (window, cases[i].before);
    type (window, cases[i].typed);
    assert_text (window, cases[i].after);
    press (window, GDK_KEY_Escape, 0);
  }
  close_editor (window);
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
  GtkWidget *window = open_editor (FALSE, 480);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].before);
    set_marked (window, cases[i].before);
    g_signal_emit_by_name (test_ui_find (window, "view"), "backspace");
    assert_text (window, cases[i].after);
  }
  close_editor (window);
}

/* Whatever the editor adds by itself can be undone, and done again. */
static void
test_undo (void)
{
  GtkWidget *window = open_editor (FALSE, 480);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (test_ui_find (window, "view")));

  set_text (window, "", 0);
  g_assert_false (gtk_text_buffer_get_can_undo (buffer));
  type (window, "{{");
  assert_text (window, "{{¦}}");
  gtk_text_buffer_undo (buffer);
  g_assert_cmpstr (carillon_template_editor_get_text (get_editor (window)), ==, "{");
  while (gtk_text_buffer_get_can_undo (buffer)) {
    gtk_text_buffer_undo (buffer);
  }
  g_assert_cmpstr (carillon_template_editor_get_text (get_editor (window)), ==, "");
  while (gtk_text_buffer_get_can_redo (buffer)) {
    gtk_text_buffer_redo (buffer);
  }
  g_assert_cmpstr (carillon_template_editor_get_text (get_editor (window)), ==, "{{}}");
  close_editor (window);
}

/* Text of several lines that is pasted into one that has one. */
static void
test_single_line (void)
{
  GtkWidget *window = open_editor (TRUE, 480);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (test_ui_find (window, "view")));

  set_text (window, "a", 1);
  gtk_text_buffer_insert_interactive_at_cursor (buffer, " b\r\n\nc\n", -1, TRUE);
  assert_text (window, "a b c¦");
  /* What a draft holds is not changed. */
  set_text (window, "a\nb", 0);
  assert_text (window, "¦a\nb");
  close_editor (window);
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
  GtkWidget *window = open_editor (FALSE, 360);

  g_object_set (get_editor (window), "audience", audience, "other-text", "{{ nickname }}", NULL);
  gtk_widget_grab_focus (test_ui_find (window, "view"));
  type (window, "Hi {{ ");
  test_ui_wait (window, has_proposal, (gpointer) "name");
  composer_assert_text (window, "proposal-help", "Each recipient’s own value");
  g_assert_true (press (window, GDK_KEY_Down, 0));
  g_assert_true (has_proposal (window, (gpointer) "city"));
  g_assert_true (press (window, GDK_KEY_Up, 0));
  g_assert_true (press (window, GDK_KEY_Up, 0));
  g_assert_true (has_proposal (window, (gpointer) "nickname"));
  g_assert_true (press (window, GDK_KEY_Tab, 0));
  assert_text (window, "Hi {{ nickname¦ }}");
  composer_wait_absent (window, "proposals");

  type (window, " | def");
  test_ui_wait (window, has_proposal, (gpointer) "default");
  composer_assert_text (window, "proposal-help", "Stands in where there is no value");
  test_ui_settle (window);
  test_ui_screenshot (test_ui_find (window, "proposals"), "editor-completion");
  g_assert_true (press (window, GDK_KEY_Return, 0));
  assert_text (window, "Hi {{ nickname | default: ¦ }}");
  type (window, "'you' }}");
  assert_text (window, "Hi {{ nickname | default: 'you' }}¦");

  /* Nothing is taken from those who do not ask. */
  g_assert_false (press (window, GDK_KEY_Tab, 0));
  g_assert_false (press (window, GDK_KEY_Return, 0));
  g_assert_false (press (window, GDK_KEY_Down, 0));

  /* A word that is there is proposed no more. */
  type (window, " {% if c");
  test_ui_wait (window, has_proposal, (gpointer) "city");
  type (window, "ity");
  composer_wait_absent (window, "proposals");
  assert_text (window, "Hi {{ nickname | default: 'you' }} {% if city¦ %}");
  set_marked (window, "{% if a %}b{%¦%}");
  g_assert_true (press (window, GDK_KEY_space, GDK_CONTROL_MASK));
  test_ui_wait (window, has_proposal, (gpointer) "endif");
  g_assert_true (press (window, GDK_KEY_Escape, 0));
  composer_wait_absent (window, "proposals");
  assert_text (window, "{% if a %}b{%¦%}");
  g_assert_true (press (window, GDK_KEY_space, GDK_CONTROL_MASK));
  test_ui_wait (window, has_proposal, (gpointer) "endif");
  g_assert_true (press (window, GDK_KEY_Return, 0));
  assert_text (window, "{% if a %}b{% endif¦ %}");

  /* In the middle of a word the whole of it is replaced. */
  set_marked (window, "{{ na¦x }}");
  g_assert_true (press (window, GDK_KEY_space, GDK_CONTROL_MASK));
  test_ui_wait (window, has_proposal, (gpointer) "name");
  g_assert_true (press (window, GDK_KEY_Return, 0));
  assert_text (window, "{{ name¦ }}");

  /* The list goes when the cursor does. */
  set_marked (window, "a {{ n¦ }}");
  g_assert_true (press (window, GDK_KEY_space, GDK_CONTROL_MASK));
  test_ui_wait (window, has_proposal, (gpointer) "name");
  g_object_set (get_editor (window), "cursor-offset", 0, NULL);
  composer_wait_absent (window, "proposals");
  close_editor (window);
}

static gboolean
reads (GtkWidget *window, gpointer marked)
{
  g_autofree char *text = get_text (window);

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
  GtkWidget *window = open_editor (FALSE, 480);

  g_object_set (get_editor (window), "audience", audience, NULL);
  gtk_widget_grab_focus (test_ui_find (window, "view"));
  if (!test_keys_open (window)) {
    close_editor (window);
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

  set_text (window, "Hi {% if %}", 0);
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
  assert_text (window, "Hi ¦{% if %}");
  close_editor (window);
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
  GtkWidget *window = open_editor (FALSE, 360);

  g_object_set (get_editor (window), "audience", audience, "other-text", "{{ nickname }}", NULL);
  set_marked (window, "Hi ¦!");
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
  assert_text (window, "Hi {{ city | default: 'your \"city\"' }}¦!");
  composer_wait_absent (window, "variable-name");

  /* What Liquid cannot say is not put in. */
  g_assert_true (press (window, GDK_KEY_i, GDK_CONTROL_MASK));
  choose_variable (window, "due date", "");
  g_assert_false (gtk_widget_get_sensitive (test_ui_find (window, "variable-insert")));
  choose_variable (window, "due", "'\"");
  g_assert_false (gtk_widget_get_sensitive (test_ui_find (window, "variable-insert")));
  choose_variable (window, "due", "}}");
  g_assert_false (gtk_widget_get_sensitive (test_ui_find (window, "variable-insert")));
  choose_variable (window, "due", "soon");
  test_ui_click (test_ui_find (window, "variable-insert"));
  assert_text (window, "Hi {{ city | default: 'your \"city\"' }}{{ due | default: \"soon\" }}¦!");

  /* Inside of braces they are there already. */
  set_marked (window, "Hi {{ ¦ }}");
  g_assert_true (press (window, GDK_KEY_i, GDK_CONTROL_MASK));
  choose_variable (window, "name", "you");
  test_ui_click (test_ui_find (window, "variable-insert"));
  assert_text (window, "Hi {{ name | default: \"you\"¦ }}");
  close_editor (window);
}

static gboolean
has_tooltip (GtkWidget *window, int offset)
{
  GtkTextView *view = GTK_TEXT_VIEW (test_ui_find (window, "view"));
  g_autoptr (GtkTooltip) tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  gboolean shown = FALSE;
  GtkTextIter place;
  GdkRectangle letter;
  int x, y;

  gtk_text_buffer_get_iter_at_offset (gtk_text_view_get_buffer (view), &place, offset);
  gtk_text_view_get_iter_location (view, &place, &letter);
  gtk_text_view_buffer_to_window_coords (view, GTK_TEXT_WINDOW_WIDGET, letter.x + letter.width / 2,
                                         letter.y + letter.height / 2, &x, &y);
  g_signal_emit_by_name (view, "query-tooltip", x, y, FALSE, tooltip, &shown);
  return shown;
}

/* Where the pointer rests on a mistake it is told. */
static void
test_hover (void)
{
  GtkWidget *window = open_editor (FALSE, 480);

  set_text (window, "one two three", 0);
  mark (window, 4, 7, TRUE, "Two");
  test_ui_wait_shows (window, "Two");
  test_ui_settle (window);
  g_assert_false (has_tooltip (window, 1));
  g_assert_true (has_tooltip (window, 5));
  g_assert_false (has_tooltip (window, 9));
  close_editor (window);
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

static const char long_text[] =
  "שלום {{ name | default: 'חבר' }}, ההזמנה שלך בדרך.\n"
  "Dear {{ name | capitalize }}, {% if vip %}thanks a lot{% else %}thanks{% endif %} 🎁!\n"
  "{% comment %}Ask Ann{% endcomment %}{% assign total = 12.5 | times: items.size %}\n"
  "{% for item in items limit: 3 %}{{ forloop.index }}. {{ item.name }} {{ item.due | date: \"%-d %B\" "
  "}}\n{% endfor %}{% raw %}{{ not read }}{% endraw %} You pay {{ total | round: 2 }}.\n\n\n"
  "The rest of a long text scrolls, and the box does not grow with it beyond what fits.\n\n\n\nEnd";

/* All that there is, in each style and width, for the eye. */
static void
test_looks (void)
{
  static const int widths[] = { 360, 1000, 1600 };

  for (gsize i = 0; i < G_N_ELEMENTS (widths); i++) {
    GtkWidget *window = open_editor (FALSE, widths[i]);
    set_text (window, long_text, 0);
    mark (window, 5, 7, TRUE,
          "A mistake that is an error, with a message that needs more than a line");
    mark (window, 90, 96, FALSE, "A warning");
    test_ui_wait_shows (window, "A warning");
    for (gboolean dark = FALSE; dark <= TRUE; dark++) {
      g_autofree char *name = g_strdup_printf ("editor-%d%s", widths[i], dark ? "-dark" : "");
      test_ui_set_dark (dark);
      test_ui_settle (window);
      test_ui_screenshot (window, name);
    }
    g_assert_cmpint (gtk_widget_get_height (test_ui_find (window, "editor")), <, 420);
    g_assert_cmpint (gtk_widget_get_width (window), <=, widths[i]);
    test_ui_set_dark (FALSE);
    close_editor (window);
  }
}

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  composer_fixture_use_style ();
  g_test_add_func ("/composer/editor/language", test_language);
  g_test_add_func ("/composer/editor/colours", test_colours);
  g_test_add_func ("/composer/editor/mistake", test_mistake);
  g_test_add_func ("/composer/editor/go", test_go);
  g_test_add_func ("/composer/editor/hover", test_hover);
  g_test_add_func ("/composer/editor/pairs", test_pairs);
  g_test_add_func ("/composer/editor/backspace", test_backspace);
  g_test_add_func ("/composer/editor/undo", test_undo);
  g_test_add_func ("/composer/editor/single-line", test_single_line);
  g_test_add_func ("/composer/editor/completion", test_completion);
  g_test_add_func ("/composer/editor/insert-variable", test_insert_variable);
  g_test_add_func ("/composer/editor/keys", test_keys);
  g_test_add_func ("/composer/editor/page", test_page);
  g_test_add_func ("/composer/editor/looks", test_looks);
  return g_test_run ();
}
