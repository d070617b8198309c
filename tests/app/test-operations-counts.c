/* The counts of an operation, as shares, words and pixels; above all those that do not add up. */

#include <base-json.h>

#include "carillon-count-bar.h"
#include "carillon-count-legend.h"
#include "carillon-operation-steps.h"
#include "test-ui.h"

static CommsOperation *
make_operation (const char *status, const char *stats)
{
  g_autofree char *text =
    g_strdup_printf ("{\"id\":\"comms_operation_1\",\"status\":%s,\"stats\":%s}", status, stats);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = base_json_parse (bytes, &error);
  g_assert_no_error (error);
  return comms_resource_new (COMMS_TYPE_OPERATION, node);
}

static const struct {
  const char *stats;
  const char *description;
  const char *summary;
  const char *ended_summary;
} words[] = {
  { "{\"total\":10000,\"recipients\":10000,\"sent\":7402,\"queued\":2590,\"failed\":5,"
    "\"unaddressable\":3}",
    "7,402 sent, 2,590 queued, 5 failed, 3 unaddressable; 10,000 in all",
    "7,402 of 10,000 sent; 2,590 waiting; 5 failed; 3 unaddressable",
    "7,402 of 10,000 sent; 2,590 waiting; 5 failed; 3 unaddressable" },
  { "{\"total\":300,\"recipients\":300,\"sent\":300}", "300 sent; 300 in all", "300 of 300 sent",
    "All 300 sent" },
  { "{\"total\":1,\"recipients\":1,\"sent\":1}", "1 sent; 1 in all", "1 of 1 sent",
    "Sent to the only recipient" },
  /* The example of the API's own documents. */
  { "{\"total\":150,\"recipients\":145,\"unaddressable\":3,\"scheduled\":20,\"queued\":50,"
    "\"sent\":70,\"failed\":5,\"canceled\":2}",
    "70 sent, 50 queued, 20 scheduled, 5 failed, 3 unaddressable, 2 canceled; 150 in all",
    "70 of 150 sent; 70 waiting; 5 failed; 3 unaddressable; 2 canceled", NULL },
  { "{}", "No counts yet", "Not counted yet", "Nothing was sent" },
  { "7", "No counts yet", "Not counted yet", NULL },
  /* Fewer recipients than were sent to, and members that nobody knows. */
  { "{\"recipients\":2,\"sent\":5,\"delivered\":9,\"attempts\":{}}", "5 sent; 5 in all",
    "5 of 5 sent", "All 5 sent" },
  { "{\"total\":-4,\"sent\":-9223372036854775808,\"failed\":2}", "2 failed; 2 in all",
    "0 of 2 sent; 2 failed", NULL },
  { "{\"total\":\"12\",\"sent\":null,\"queued\":[1]}", "No counts yet", "Not counted yet", NULL },
};

static void
test_words (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
    g_autoptr (CommsOperation) operation = make_operation ("\"PROCESSING\"", words[i].stats);
    CarillonCounts counts;
    carillon_counts_init_operation (&counts, operation);

    g_autofree char *description = carillon_counts_describe (&counts);
    g_assert_cmpstr (description, ==, words[i].description);
    g_autofree char *summary = carillon_counts_summarise (&counts, FALSE);
    g_assert_cmpstr (summary, ==, words[i].summary);
    g_autofree char *ended = carillon_counts_summarise (&counts, TRUE);
    if (words[i].ended_summary != NULL) {
      g_assert_cmpstr (ended, ==, words[i].ended_summary);
    }
  }
}

static void
test_overflow (void)
{
  gint64 values[COMMS_N_COUNTS];
  for (guint i = 0; i < COMMS_N_COUNTS; i++) {
    values[i] = G_MAXINT64;
  }
  CarillonCounts counts;
  carillon_counts_init (&counts, values);
  double sum = 0;
  for (guint i = 0; i < CARILLON_N_PARTS; i++) {
    g_assert_cmpfloat_with_epsilon (carillon_counts_get_share (&counts, i), 1.0 / CARILLON_N_PARTS,
                                    1e-6);
    sum += carillon_counts_get_share (&counts, i);
  }
  g_assert_cmpfloat_with_epsilon (sum, 1, 1e-6);
  g_assert_cmpint (carillon_counts_get_waiting (&counts), >, 0);
}

static void
test_lay_out (void)
{
  double widths[CARILLON_N_PARTS];

  carillon_counts_lay_out ((double[CARILLON_N_PARTS]){ 0.5, 0.25 }, 400, widths);
  g_assert_cmpfloat_with_epsilon (widths[CARILLON_PART_SENT], 200, CARILLON_LEAST_PART);
  g_assert_cmpfloat_with_epsilon (widths[CARILLON_PART_QUEUED], 100, CARILLON_LEAST_PART);
  g_assert_cmpfloat (widths[CARILLON_PART_FAILED], ==, 0);

  /* Three failures in ten thousand are seen, and nothing runs over the end. */
  carillon_counts_lay_out ((double[CARILLON_N_PARTS]){ 0.9997, 0, 0, 0.0003 }, 100, widths);
  g_assert_cmpfloat (widths[CARILLON_PART_FAILED], >=, CARILLON_LEAST_PART);
  g_assert_cmpfloat (widths[CARILLON_PART_SENT] + widths[CARILLON_PART_FAILED], <=, 100.001);

  const double tight[] = { 5, 1, 0, -3 };
  for (guint i = 0; i < G_N_ELEMENTS (tight); i++) {
    carillon_counts_lay_out ((double[CARILLON_N_PARTS]){ 0.2, 0.2, 0.2, 0.2, 0.1, 0.1 }, tight[i],
                             widths);
    double sum = 0;
    for (guint j = 0; j < CARILLON_N_PARTS; j++) {
      g_assert_cmpfloat (widths[j], >=, 0);
      sum += widths[j];
    }
    g_assert_cmpfloat (sum, <=, MAX (tight[i], 0) + 0.001);
  }
}

static GtkWidget *
show_in_window (GtkWidget *child, int width)
{
  GtkWidget *window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), width, 200);
  gtk_widget_set_valign (child, GTK_ALIGN_CENTER);
  adw_window_set_content (ADW_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  test_ui_settle (window);
  return window;
}

/* The colour of a widget at a share of its width, in the middle of its height: 0xAARRGGBB. */
static guint32
get_pixel (GtkWidget *widget, double share)
{
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  g_autoptr (GskRenderNode) node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL) {
    return 0; /* between two frames */
  }
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (widget));
  g_autoptr (GdkTexture) texture = gsk_renderer_render_texture (
    renderer, node, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  g_autofree guint32 *pixels = g_new (guint32, width * height);
  gdk_texture_download (texture, (guchar *) pixels, (gsize) width * sizeof (guint32));
  return pixels[height / 2 * width + (int) (share * (width - 1))];
}

static gboolean
is_green (guint32 pixel)
{
  guint32 green = pixel >> 8 & 0xff;
  return green > (pixel >> 16 & 0xff) + 40 && green > (pixel & 0xff) + 20;
}

static gboolean
is_red (guint32 pixel)
{
  return (pixel >> 16 & 0xff) > (pixel >> 8 & 0xff) + 40;
}

static void
test_bar_pixels (void)
{
  g_autoptr (CommsOperation) operation =
    make_operation ("\"COMPLETED\"", "{\"total\":100,\"sent\":60,\"failed\":20}");
  GtkWidget *bar = carillon_count_bar_new ();
  g_object_set (bar, "operation", operation, NULL);
  GtkWidget *window = show_in_window (bar, 400);

  g_assert_true (is_green (get_pixel (bar, 0.1)));
  g_assert_true (is_green (get_pixel (bar, 0.57)));
  g_assert_true (is_red (get_pixel (bar, 0.7)));
  g_assert_false (is_red (get_pixel (bar, 0.9)));
  g_assert_false (is_green (get_pixel (bar, 0.9)));

  gtk_widget_set_direction (bar, GTK_TEXT_DIR_RTL);
  test_ui_settle (window);
  g_assert_true (is_green (get_pixel (bar, 0.9)));
  g_assert_true (is_red (get_pixel (bar, 0.3)));
  g_assert_false (is_red (get_pixel (bar, 0.1)));

  gtk_widget_set_size_request (bar, -1, 1);
  test_ui_set_dark (TRUE);
  test_ui_settle (window);
  g_assert_true (is_green (get_pixel (bar, 0.9)));
  test_ui_set_dark (FALSE);

  g_object_ref (bar);
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (bar);
  g_assert_finalize_object (g_steal_pointer (&operation));
}

static gboolean
is_full_of_green (GtkWidget *window, gpointer bar)
{
  return is_green (get_pixel (bar, 0.95));
}

static void
test_bar_follows (void)
{
  g_autoptr (CommsOperation) before =
    make_operation ("\"PROCESSING\"", "{\"total\":4,\"sent\":1,\"queued\":3}");
  g_autoptr (CommsOperation) after = make_operation ("\"COMPLETED\"", "{\"total\":4,\"sent\":4}");
  GtkWidget *bar = carillon_count_bar_new ();
  carillon_count_bar_set_operation (CARILLON_COUNT_BAR (bar), before);
  GtkWidget *window = show_in_window (bar, 400);
  g_assert_false (is_green (get_pixel (bar, 0.95)));

  carillon_count_bar_set_operation (CARILLON_COUNT_BAR (bar), after);
  g_assert_true (carillon_count_bar_get_operation (CARILLON_COUNT_BAR (bar)) == after);
  test_ui_wait (window, is_full_of_green, bar);

  /* Gone in the middle of a movement. */
  carillon_count_bar_set_operation (CARILLON_COUNT_BAR (bar), before);
  g_object_ref (bar);
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (bar);
}

static void
assert_label (GtkWidget *widget, const char *text)
{
  g_autofree char *difference = gtk_test_accessible_check_property (
    GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, text);
  g_assert_cmpstr (difference, ==, NULL);
}

static void
test_bar_spoken (void)
{
  GtkWidget *bar = g_object_ref_sink (carillon_count_bar_new ());
  assert_label (bar, "No counts yet");
  gtk_test_accessible_assert_role (bar, GTK_ACCESSIBLE_ROLE_IMG);
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
    g_autoptr (CommsOperation) operation = make_operation ("null", words[i].stats);
    carillon_count_bar_set_operation (CARILLON_COUNT_BAR (bar), operation);
    assert_label (bar, words[i].description);
    g_assert_cmpstr (gtk_widget_get_tooltip_text (bar), ==, words[i].description);
  }
  carillon_count_bar_set_operation (CARILLON_COUNT_BAR (bar), NULL);
  assert_label (bar, "No counts yet");
  g_assert_finalize_object (bar);
}

static void
test_legend (void)
{
  g_autoptr (CommsOperation) operation = make_operation (
    "\"PROCESSING\"", "{\"total\":1234567,\"recipients\":1234560,\"sent\":1200000,\"failed\":77}");
  GtkWidget *legend = carillon_count_legend_new ();
  g_object_set (legend, "operation", operation, NULL);
  GtkWidget *window = show_in_window (legend, 360);

  const char *shown[] = { "Recipients", "1,234,560", "Notifications",
                          "1,234,567",  "Sent",      "1,200,000",
                          "Failed",     "77",        "Unaddressable" };
  for (gsize i = 0; i < G_N_ELEMENTS (shown); i++) {
    g_assert_true (test_ui_shows (legend, shown[i]));
  }
  g_assert_cmpint (gtk_widget_get_width (window), <=, 360);

  g_object_ref (legend);
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (legend);
}

static const struct {
  const char *status;
  const char *stats;
  const char *spoken;
  const char *shown;
} steps[] = {
  { "\"PROCESSING\"", "{}", "Processing, step 2 of 3", "Completed" },
  { "\"completed\"", "{}", "Completed, step 3 of 3", "Processing" },
  { "\"SCHEDULED\"", "{\"scheduled\":3}", "Scheduled, step 2 of 4", "Completed" },
  { "\"PROCESSING\"", "{\"scheduled\":3}", "Processing, step 3 of 4", "Scheduled" },
  { "\"CANCELED\"", "{}", "Canceled, step 2 of 2", "Accepted" },
  { "\"PAUSED\"", "{}", "PAUSED, step 2 of 3", "PAUSED" },
  { "null", "{}", "Processing, step 2 of 3", "Accepted" },
  { "[]", "[]", "Processing, step 2 of 3", "Accepted" },
};

static void
test_steps (void)
{
  GtkWidget *row = carillon_operation_steps_new ();
  GtkWidget *window = show_in_window (row, 360);
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_autoptr (CommsOperation) operation = make_operation (steps[i].status, steps[i].stats);
    carillon_operation_steps_set_operation (CARILLON_OPERATION_STEPS (row), operation);
    assert_label (row, steps[i].spoken);
    g_assert_true (test_ui_shows (row, steps[i].shown));
  }
  g_assert_false (test_ui_shows (row, "PAUSED"));
  carillon_operation_steps_set_operation (CARILLON_OPERATION_STEPS (row), NULL);
  g_object_ref (row);
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (row);
}

int
main (int argc, char *argv[])
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/operations/counts/words", test_words);
  g_test_add_func ("/operations/counts/overflow", test_overflow);
  g_test_add_func ("/operations/counts/lay-out", test_lay_out);
  g_test_add_func ("/operations/counts/bar-pixels", test_bar_pixels);
  g_test_add_func ("/operations/counts/bar-follows", test_bar_follows);
  g_test_add_func ("/operations/counts/bar-spoken", test_bar_spoken);
  g_test_add_func ("/operations/counts/legend", test_legend);
  g_test_add_func ("/operations/counts/steps", test_steps);
  return g_test_run ();
}
