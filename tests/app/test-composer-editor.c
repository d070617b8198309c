#include <carillon-liquid-language.h>
#include <math.h>
#include <string.h>
#include <test-ui.h>

#include "composer-fixture.h"
#include "editor-fixture.h"

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
is_described (GtkWidget *window, gpointer words)
{
  g_autofree char *differs = gtk_test_accessible_check_property (
    GTK_ACCESSIBLE (test_ui_find (window, "view")), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words);

  return differs == NULL;
}

static void
test_mistake (void)
{
  GtkWidget *window = editor_fixture_open (FALSE, 480);

  editor_fixture_set_text (window, "Dear {{ name }}, {% if %} ö", 0);
  test_ui_wait_shows (window, "“{% if … %}” cannot be understood");
  g_autofree char *underlined = get_underlined (window);
  g_assert_cmpstr (underlined, ==, "{% if %}");
  g_assert_true (gtk_widget_has_css_class (test_ui_find (window, "editor"), "error"));
  test_ui_settle (window);
  test_ui_screenshot (window, "editor-mistake");

  /* What is put right is gone without a pause. */
  editor_fixture_set_text (window, "Dear {{ name }}", 0);
  test_ui_wait_gone (window, "“{% if … %}” cannot be understood");
  g_autofree char *none = get_underlined (window);
  g_assert_cmpstr (none, ==, "");
  g_assert_false (gtk_widget_has_css_class (test_ui_find (window, "editor"), "error"));

  /* Shopify's Liquid knows this tag, LiquidJS does not. */
  editor_fixture_set_text (window, "a {% ifchanged %}b{% endifchanged %}", 0);
  test_ui_wait_shows (window, "LiquidJS, which the service may run, refuses this text");
  g_assert_false (gtk_widget_has_css_class (test_ui_find (window, "editor"), "error"));
  editor_fixture_close (window);
}

/* What a screen reader says of the place where the cursor is, as long as it is so. */
static void
test_description (void)
{
  GtkWidget *window = editor_fixture_open (FALSE, 480);

  editor_fixture_set_marked (window, "{% if ¦ %}x{% endif %}");
  test_ui_wait (
    window, is_described,
    (gpointer) "“{% if … %}” cannot be understood: write it as in {% if city == 'Graz' %}");
  editor_fixture_type (window, "a");
  test_ui_wait (window, is_described, (gpointer) "");
  editor_fixture_close (window);
}

static void
mark (GtkWidget *window, size_t start, size_t end, gboolean error, const char *message)
{
  carillon_template_editor_mark (
    editor_fixture_get_editor (window),
    &(LiquidSpan){ .line = 1, .column = 1, .start = start, .end = end }, error, message);
}

/* From one mistake to the next and back, by keys and from the list. */
static void
test_go (void)
{
  GtkWidget *window = editor_fixture_open (FALSE, 360);

  editor_fixture_set_text (window, "ä one two three", 0);
  mark (window, 7, 10, FALSE, "Second");
  mark (window, 3, 6, TRUE, "First");
  test_ui_wait_shows (window, "First");
  g_assert_true (editor_fixture_press (window, GDK_KEY_F8, 0));
  g_assert_cmpuint (editor_fixture_get_cursor (window), ==, 2);
  composer_wait_text (window, "mistake-hint", "First");
  test_ui_settle (window);
  test_ui_screenshot (window, "editor-hint");
  g_assert_true (editor_fixture_press (window, GDK_KEY_F8, 0));
  g_assert_cmpuint (editor_fixture_get_cursor (window), ==, 6);
  g_assert_true (editor_fixture_press (window, GDK_KEY_F8, 0));
  g_assert_cmpuint (editor_fixture_get_cursor (window), ==, 2);
  g_assert_true (editor_fixture_press (window, GDK_KEY_F8, GDK_SHIFT_MASK));
  g_assert_cmpuint (editor_fixture_get_cursor (window), ==, 6);
  composer_wait_text (window, "mistake-hint", "Second");

  /* The words are there while they are needed. */
  g_assert_true (editor_fixture_press (window, GDK_KEY_Escape, 0));
  composer_wait_absent (window, "mistake-hint");
  g_assert_false (editor_fixture_press (window, GDK_KEY_Escape, 0));
  g_assert_true (editor_fixture_press (window, GDK_KEY_F1, GDK_CONTROL_MASK));
  composer_wait_text (window, "mistake-hint", "Second");
  g_object_set (editor_fixture_get_editor (window), "cursor-offset", 0, NULL);
  composer_wait_absent (window, "mistake-hint");
  g_assert_true (editor_fixture_press (window, GDK_KEY_F1, GDK_CONTROL_MASK));
  composer_wait_text (window, "mistake-hint", "Nothing is wrong here");

  /* A mistake moves with its text. */
  gtk_text_buffer_insert_at_cursor (
    gtk_text_view_get_buffer (GTK_TEXT_VIEW (test_ui_find (window, "view"))), "123", -1);
  GtkWidget *list = test_ui_find (window, "mistakes");
  test_ui_click (GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 1)));
  g_assert_cmpuint (editor_fixture_get_cursor (window), ==, 9);
  carillon_template_editor_clear_marks (editor_fixture_get_editor (window));
  test_ui_wait_gone (window, "First");
  editor_fixture_close (window);
}

/* What is worst is read first, and what is read is whole. */
static void
test_gravest (void)
{
  static const char words[] = "So many words that they do not have a place in a line of a window "
                              "that is as narrow as this one, and so they need three or more.";
  GtkWidget *window = editor_fixture_open (FALSE, 360);

  editor_fixture_set_text (window, "one two three", 0);
  mark (window, 0, 3, FALSE, words);
  mark (window, 4, 7, TRUE, "Grave");
  test_ui_wait_shows (window, words);
  test_ui_settle (window);
  GtkListBox *list = GTK_LIST_BOX (test_ui_find (window, "mistakes"));
  GtkWidget *first = GTK_WIDGET (gtk_list_box_get_row_at_index (list, 0));
  int height = gtk_widget_get_height (first);
  g_assert_true (test_ui_shows (first, "Grave"));
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (list)), >, 3 * height);
  test_ui_click (first);
  g_assert_cmpuint (editor_fixture_get_cursor (window), ==, 4);

  mark (window, 8, 9, FALSE, "Third");
  mark (window, 9, 10, FALSE, "Fourth");
  mark (window, 10, 11, TRUE, "Fifth");
  test_ui_wait_shows (window, "and 2 more");
  g_assert_true (test_ui_shows (window, "Fifth"));
  g_assert_false (test_ui_shows (window, "Third"));
  test_ui_screenshot (window, "editor-gravest");
  editor_fixture_close (window);
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
  GtkWidget *window = editor_fixture_open (FALSE, 480);

  editor_fixture_set_text (window, "one two three", 0);
  mark (window, 4, 7, TRUE, "Two");
  test_ui_wait_shows (window, "Two");
  test_ui_settle (window);
  g_assert_false (has_tooltip (window, 1));
  g_assert_true (has_tooltip (window, 5));
  g_assert_false (has_tooltip (window, 9));
  editor_fixture_close (window);
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
    GtkWidget *window = editor_fixture_open (FALSE, widths[i]);
    editor_fixture_set_text (window, long_text, 0);
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
    editor_fixture_close (window);
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
  g_test_add_func ("/composer/editor/description", test_description);
  g_test_add_func ("/composer/editor/go", test_go);
  g_test_add_func ("/composer/editor/hover", test_hover);
  g_test_add_func ("/composer/editor/gravest", test_gravest);
  g_test_add_func ("/composer/editor/looks", test_looks);
  return g_test_run ();
}
