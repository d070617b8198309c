/* What the lists of the console cost in an account with a million rows of everything: each is
 * opened in a window, loaded as far as it can be, scrolled, searched, sorted, selected, exported,
 * refreshed and closed again, by the actions that the operator has, against the emulator over HTTP.
 * For each step: how long the main loop was held, and by whom, how long frames took, and the
 * memory.
 *
 * The floor, in the same run, is GTK's own column view of as many strings as there are rows in the
 * longest list: what it takes for the same is not the console's. */

#include <glib/gstdio.h>
#include <stdlib.h>

#include "carillon-apps-page.h"
#include "carillon-export-bar.h"
#include "carillon-list-choices.h"
#include "carillon-notifications-page.h"
#include "carillon-operations-page.h"
#include "carillon-registrations-page.h"
#include "carillon-users-page.h"
#include "loop-meter.h"
#include "page-fixture.h"

#define N_JUMPS 40  /* of a long way each */
#define N_STEPS 120 /* of the wheel */
#define WHEEL_STEP 90
#define N_DETAILS 20    /* rows whose details are looked at */
#define FLOOR_COLUMNS 3 /* as the users have */

typedef struct {
  char *data;  /* (nullable) */
  char *lists; /* (nullable): names with commas */
  int n_rows;
} Options;

typedef struct {
  PageFixture fixture;
  LoopMeter *meter;
  const char *list; /* being measured */
  char *user;       /* (nullable): one with devices */
} Bench;

typedef struct {
  const char *name;
  void (*run) (Bench *bench);
} Step;

typedef gboolean (*Condition) (Bench *bench);

/* Waiting. */

static void
wait_for (Bench *bench, Condition condition)
{
  while (!condition (bench)) {
    g_main_context_iteration (NULL, TRUE);
  }
}

static gpointer
find_mapped (GtkWidget *root, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type) && gtk_widget_get_mapped (root)) {
    return root;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    gpointer found = find_mapped (child, type);
    if (found != NULL) {
      return found;
    }
  }
  return NULL;
}

static CarillonListPage *
page (Bench *bench)
{
  return find_mapped (bench->fixture.page, CARILLON_TYPE_LIST_PAGE);
}

static CarillonListRows *
rows (Bench *bench)
{
  return carillon_list_page_get_rows (page (bench));
}

static guint
n_shown (Bench *bench)
{
  return g_list_model_get_n_items (G_LIST_MODEL (rows (bench)));
}

static gboolean
is_settled (Bench *bench)
{
  CommsList *list = carillon_list_page_get_list (page (bench));

  return comms_list_get_state (list) != COMMS_LIST_IDLE && !comms_list_get_loading (list) &&
         !carillon_list_rows_get_busy (rows (bench));
}

static gboolean
is_all_loaded (Bench *bench)
{
  gboolean loads_all = FALSE;
  GObject *pager = NULL;

  g_object_get (page (bench), "pager", &pager, NULL);
  g_object_get (pager, "loads-all", &loads_all, NULL);
  g_object_unref (pager);
  return !loads_all && is_settled (bench);
}

static void
settle (Bench *bench)
{
  test_ui_settle (bench->fixture.window);
}

/* What is measured. */

static void
report_header (void)
{
  g_print (
    "Milliseconds: of the longest turn of the main loop, by the clock and of its processor; of "
    "that its own,\nwhat GTK does when it is told of a change, and laying out; painting by "
    "software. Late: turns with more than\n%.0f of their own. Frames. Megabytes: resident, "
    "and in use.\n\n",
    LOOP_LIMIT_MS);
  g_print ("%-22s %7s |%7s %7s |%7s %7s |%7s |%7s %7s |%7s |%5s |%7s %7s %7s |%7s %7s\n", "",
           "took", "turn", "cpu", "own", "cpu", "GTK", "layout", "cpu", "paint", "late", "median",
           "95 %", "worst", "memory", "heap");
}

static void
report (const char *step, const LoopReading *reading)
{
  g_print (
    "%-22s %7.0f |%7.1f %7.1f |%7.1f %7.1f |%7.1f |%7.1f %7.1f |%7.1f |%5u |%7.1f %7.1f %7.1f "
    "|%7.0f %7.0f\n",
    step, reading->elapsed, reading->hold, reading->hold_cpu, reading->own, reading->own_cpu,
    reading->toolkit_cpu, reading->layout, reading->layout_cpu, reading->paint, reading->n_late,
    reading->frame_median, reading->frame_95th, reading->frame_longest, reading->memory,
    reading->heap);
}

static void
act (Bench *bench, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (page (bench)), action, NULL));
}

static void
load_all (Bench *bench)
{
  act (bench, "rows.load-all");
  wait_for (bench, is_all_loaded);
}

static GtkAdjustment *
adjustment (Bench *bench)
{
  GtkScrollable *view = find_mapped (bench->fixture.window, GTK_TYPE_COLUMN_VIEW);

  return gtk_scrollable_get_vadjustment (view);
}

static void
scroll_by_wheel (Bench *bench)
{
  for (guint i = 0; i < N_STEPS; i++) {
    gtk_adjustment_set_value (adjustment (bench),
                              gtk_adjustment_get_value (adjustment (bench)) + WHEEL_STEP);
    settle (bench);
  }
}

static void
jump (Bench *bench)
{
  double upper = gtk_adjustment_get_upper (adjustment (bench));

  for (guint i = 0; i < N_JUMPS; i++) {
    gtk_adjustment_set_value (adjustment (bench), i % 2 == 0 ? upper : upper / N_JUMPS * i);
    settle (bench);
  }
}

static void
search_for (Bench *bench, const char *text)
{
  carillon_list_page_search (page (bench), text);
  while (g_strcmp0 (carillon_list_rows_get_search (rows (bench)), *text != '\0' ? text : NULL) !=
           0 ||
         !is_settled (bench)) {
    g_main_context_iteration (NULL, TRUE);
  }
}

static void
search_one (Bench *bench)
{
  g_autoptr (CommsResource) item =
    g_list_model_get_item (G_LIST_MODEL (rows (bench)), n_shown (bench) / 2);
  g_autofree char *id = g_strdup (comms_resource_get_id (item));

  search_for (bench, id);
  g_assert_cmpuint (n_shown (bench), >=, 1);
}

static void
search_letter (Bench *bench)
{
  search_for (bench, "a");
}

static void
search_miss (Bench *bench)
{
  search_for (bench, "nothing has this");
  g_assert_cmpuint (n_shown (bench), ==, 0);
}

static void
search_none (Bench *bench)
{
  search_for (bench, "");
}

static void
sort_by (Bench *bench, const char *column)
{
  g_assert_true (
    gtk_widget_activate_action (GTK_WIDGET (page (bench)), "columns.sort", "s", column));
  wait_for (bench, is_settled);
}

static void
sort_by_time (Bench *bench)
{
  sort_by (bench, "created");
}

static void
sort_by_id (Bench *bench)
{
  sort_by (bench, "id");
}

static void
sort_by_nothing (Bench *bench)
{
  sort_by (bench, "");
}

static void
select_all (Bench *bench)
{
  act (bench, "rows.select-all");
  g_assert_cmpuint (carillon_list_rows_get_n_selected (rows (bench)), ==, n_shown (bench));
}

static void
select_none (Bench *bench)
{
  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (rows (bench)));
}

static void
look_at_details (Bench *bench)
{
  carillon_list_page_set_show_details (page (bench), TRUE);
  for (guint i = 0; i < MIN (N_DETAILS, n_shown (bench)); i++) {
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (rows (bench)), i, TRUE);
    settle (bench);
  }
  carillon_list_page_set_show_details (page (bench), FALSE);
}

static gboolean
is_exported (Bench *bench)
{
  CarillonExportBar *bar = find_mapped (bench->fixture.page, CARILLON_TYPE_EXPORT_BAR);

  return !carillon_export_bar_is_busy (bar);
}

static void
export_selected (Bench *bench)
{
  g_autofree char *path = g_build_filename (bench->fixture.folder, "rows.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  select_all (bench);
  carillon_list_page_export_to (page (bench), CARILLON_EXPORT_CSV, file, TRUE);
  wait_for (bench, is_exported);
}

static void
remove_rows (Bench *bench)
{
  for (guint i = 0; i < MIN (N_DETAILS, n_shown (bench)); i++) {
    g_autoptr (CommsResource) item =
      g_list_model_get_item (G_LIST_MODEL (rows (bench)), n_shown (bench) - 1);

    carillon_list_rows_remove (rows (bench), item);
    settle (bench);
  }
}

static void
refresh (Bench *bench)
{
  carillon_list_page_refresh (page (bench));
  wait_for (bench, is_settled);
}

static const Step list_steps[] = {
  { "load all", load_all },
  { "scroll", scroll_by_wheel },
  { "jump", jump },
  { "search: one", search_one },
  { "search: a letter", search_letter },
  { "search: none has it", search_miss },
  { "search: cleared", search_none },
  { "sort by time", sort_by_time },
  { "sort by ID", sort_by_id },
  { "select all, sorted", select_all },
  { "as the server lists", sort_by_nothing },
  { "select none", select_none },
  { "select all", select_all },
  { "details", look_at_details },
  { "export selected", export_selected },
  { "remove rows", remove_rows },
  { "refresh", refresh },
  { "load all again", load_all },
};

/* The lists. */

static void
watch (Bench *bench)
{
  GtkColumnView *view = find_mapped (bench->fixture.window, GTK_TYPE_COLUMN_VIEW);

  loop_meter_watch (bench->meter, bench->fixture.window);
  if (view != NULL) {
    loop_meter_watch_signal (bench->meter, gtk_column_view_get_model (view), "items-changed");
    loop_meter_watch_signal (bench->meter, gtk_column_view_get_model (view), "selection-changed");
    loop_meter_watch_signal (bench->meter, adjustment (bench), "value-changed");
  }
}

static void
show (Bench *bench, GtkWidget *page)
{
  page_fixture_show (&bench->fixture, page, 1000, 800);
  wait_for (bench, is_settled);
  settle (bench);
  watch (bench);
}

static void
open_users (Bench *bench)
{
  show (bench, carillon_users_page_new (bench->fixture.session));
  if (bench->user == NULL) {
    bench->user = g_strdup (comms_resource_get_id (page_fixture_row (&bench->fixture, 0)));
  }
}

static void
open_registrations (Bench *bench)
{
  GtkWidget *widget = carillon_registrations_page_new (bench->fixture.session);

  page_fixture_show (&bench->fixture, widget, 1000, 800);
  carillon_registrations_page_show_user (CARILLON_REGISTRATIONS_PAGE (widget), bench->user);
  wait_for (bench, is_settled);
  settle (bench);
  watch (bench);
}

static void
open_notifications (Bench *bench)
{
  show (bench, carillon_notifications_page_new (bench->fixture.session));
}

static void
open_operations (Bench *bench)
{
  show (bench, carillon_operations_page_new (bench->fixture.session));
}

static void
open_apps (Bench *bench)
{
  show (bench, carillon_apps_page_new (bench->fixture.session));
}

static const Step lists[] = {
  { "users", open_users },
  { "notifications", open_notifications },
  { "operations", open_operations },
  { "registrations", open_registrations },
  { "apps", open_apps },
};

static void
close_page (Bench *bench)
{
  g_object_ref (bench->fixture.page);
  gtk_window_destroy (GTK_WINDOW (bench->fixture.window));
  g_object_unref (bench->fixture.page);
  bench->fixture.window = bench->fixture.page = NULL;
  while (g_main_context_iteration (NULL, FALSE)) {
  }
}

static void
measure (Bench *bench, const Step *step)
{
  LoopReading reading;

  loop_meter_begin (bench->meter);
  step->run (bench);
  if (bench->fixture.window != NULL) {
    settle (bench);
  }
  loop_meter_end (bench->meter, &reading);
  report (step->name, &reading);
}

static void
measure_list (
  Bench *bench, const char *name, void (*open) (Bench *bench), const Step *steps, gsize n_steps)
{
  g_print ("\n%s\n", name);
  measure (bench, &(Step){ "open", open });
  for (gsize i = 0; i < n_steps; i++) {
    measure (bench, &steps[i]);
  }
  measure (bench, &(Step){ "close", close_page });
}

/* The floor. */

static void
on_floor_setup (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (label), 8);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (list_item, label);
}

static void
on_floor_bind (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GtkStringObject *item = gtk_list_item_get_item (list_item);

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (list_item)),
                      gtk_string_object_get_string (item));
}

static void
add_floor_column (GtkColumnView *view)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new ("Text", factory);

  g_signal_connect (factory, "setup", G_CALLBACK (on_floor_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_floor_bind), NULL);
  gtk_column_view_column_set_expand (column, TRUE);
  gtk_column_view_append_column (view, column);
}

static GStrv
make_floor_texts (void)
{
  GStrv texts = g_new0 (char *, CARILLON_MAX_LOADED_ROWS + 1);

  for (guint i = 0; i < CARILLON_MAX_LOADED_ROWS; i++) {
    texts[i] = g_strdup_printf ("a row of the floor, number %u", i);
  }
  return texts;
}

static void
open_floor (Bench *bench)
{
  g_auto (GStrv) texts = make_floor_texts ();
  GtkStringList *strings = gtk_string_list_new ((const char *const *) texts);
  GtkMultiSelection *selection = gtk_multi_selection_new (G_LIST_MODEL (strings));
  GtkWidget *view = gtk_column_view_new (GTK_SELECTION_MODEL (selection));
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_widget_add_css_class (view, "data-table");
  for (guint i = 0; i < FLOOR_COLUMNS; i++) {
    add_floor_column (GTK_COLUMN_VIEW (view));
  }
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  page_fixture_show (&bench->fixture, scroller, 1000, 800);
  watch (bench);
}

static GtkSelectionModel *
floor_selection (Bench *bench)
{
  return gtk_column_view_get_model (find_mapped (bench->fixture.window, GTK_TYPE_COLUMN_VIEW));
}

static void
select_floor (Bench *bench)
{
  gtk_selection_model_select_all (floor_selection (bench));
}

static void
replace_floor (Bench *bench)
{
  GListModel *strings =
    gtk_multi_selection_get_model (GTK_MULTI_SELECTION (floor_selection (bench)));
  g_auto (GStrv) texts = make_floor_texts ();

  gtk_string_list_splice (GTK_STRING_LIST (strings), 0, g_list_model_get_n_items (strings),
                          (const char *const *) texts);
}

static const Step floor_steps[] = {
  { "scroll", scroll_by_wheel },
  { "jump", jump },
  { "select all", select_floor },
  { "replace all", replace_floor },
};

static gboolean
parse_options (Options *options, int *argc, char ***argv)
{
  const GOptionEntry entries[] = {
    { "data", 'd', 0, G_OPTION_ARG_FILENAME, &options->data,
      "The emulator's file, made by “carillon-emulator fill” where it is not there", "FILE" },
    { "rows", 'n', 0, G_OPTION_ARG_INT, &options->n_rows,
      "How many users and notifications a file that is made has (default: 1000000)", "N" },
    { "lists", 'l', 0, G_OPTION_ARG_STRING, &options->lists, "Only these", "NAME,NAME" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, &error)) {
    g_printerr ("%s\n", error->message);
    return FALSE;
  }
  return TRUE;
}

static gboolean
is_wanted (const Options *options, const char *name)
{
  g_auto (GStrv) names = options->lists != NULL ? g_strsplit (options->lists, ",", -1) : NULL;

  return names == NULL || g_strv_contains ((const char *const *) names, name);
}

/* What is made in a folder of its own is removed in the end. */
static char *
make_data (const Options *options, const char *folder)
{
  char *path = options->data != NULL ? g_canonicalize_filename (options->data, NULL)
                                     : g_build_filename (folder, "lists.db", NULL);
  g_autofree char *n_rows = g_strdup_printf ("%d", options->n_rows);
  g_autofree char *n_operations = g_strdup_printf ("%d", MAX (options->n_rows / 1000, 1));
  const char *argv[] = { g_getenv ("CARILLON_EMULATOR"),
                         "fill",
                         "--data",
                         path,
                         "--users",
                         n_rows,
                         "--notifications",
                         n_rows,
                         "--operations",
                         n_operations,
                         NULL };
  g_autoptr (GError) error = NULL;
  int status = 0;

  if (!g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_spawn_sync (NULL, (char **) argv, NULL,
                  G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL,
                  &status, &error);
    g_assert_no_error (error);
    g_assert_cmpint (status, ==, 0);
  }
  return path;
}

int
main (int argc, char *argv[])
{
  Options options = { .n_rows = 1000000 };
  Bench bench = { 0 };

  if (!parse_options (&options, &argc, &argv)) {
    return EXIT_FAILURE;
  }
  test_ui_init (&argc, &argv);
  g_autofree char *folder = g_dir_make_tmp ("carillon-bench-XXXXXX", NULL);
  g_autofree char *data = make_data (&options, folder);
  bench.meter = loop_meter_new ();
  page_fixture_set_up (&bench.fixture, data, FALSE);
  report_header ();
  measure_list (&bench, "floor", open_floor, floor_steps, G_N_ELEMENTS (floor_steps));
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++) {
    if (is_wanted (&options, lists[i].name)) {
      measure_list (&bench, lists[i].name, lists[i].run, list_steps, G_N_ELEMENTS (list_steps));
    }
  }
  page_fixture_tear_down (&bench.fixture);
  loop_meter_free (bench.meter);
  if (options.data == NULL) {
    g_unlink (data);
  }
  g_rmdir (folder);
  g_free (bench.user);
  g_free (options.data);
  g_free (options.lists);
  return EXIT_SUCCESS;
}
