/* What the grid of recipients costs with a million rows of them: for how long the main loop is held
 * while cells are edited, the cursor goes far away, rows are sorted, pasted and searched, and a
 * column is filled and that undone, by the keys and actions that the operator has.
 *
 * The floor, in the same run, is GTK's own column view of as many strings in as many columns: what
 * it takes to be scrolled to its end, to be told that all rows are others, and that many came. */

#include <carillon-recipients-grid.h>
#include <stdlib.h>
#include <test-input.h>
#include <test-ui.h>

#include "composer-fixture.h"
#include "loop-meter.h"

#define N_ROWS 900000 /* which leaves room for those that are pasted */
#define N_PASTED 100000
#define N_VARIABLES 2
#define N_COLUMNS (N_VARIABLES + 2) /* with the numbers and the users */

typedef struct {
  LoopMeter *meter;
  GtkWidget *window;
  GtkWidget *grid; /* (nullable): in the floor there is none */
  DispatchDraft *draft;
  DispatchTable *table; /* (nullable): to be loaded */
  char *text;           /* (nullable): to be pasted */
  double floors[2];     /* by Floor */
} Bench;

typedef enum {
  FLOOR_SCROLL,
  FLOOR_CHANGE,
} Floor;

typedef struct {
  const char *name;
  void (*run) (Bench *bench);
  Floor floor; /* that it is compared to */
} Step;

/* Waiting. */

static DispatchAudience *
audience (Bench *bench)
{
  return dispatch_draft_get_audience (bench->draft);
}

static void
press (Bench *bench, guint key, GdkModifierType state)
{
  test_input_press (bench->window, key, state);
}

static gboolean
is_idle (Bench *bench)
{
  return !gtk_widget_get_visible (test_ui_find (bench->grid, "grid-progress"));
}

static void
wait_idle (Bench *bench)
{
  while (!is_idle (bench)) {
    g_main_context_iteration (NULL, TRUE);
  }
}

static void
wait_rows (Bench *bench, guint n_rows)
{
  while (dispatch_audience_get_n_rows (audience (bench)) != n_rows) {
    g_main_context_iteration (NULL, TRUE);
  }
}

static void
wait_value (Bench *bench, guint row, const char *value)
{
  while (strcmp (dispatch_audience_get_value (audience (bench), row, DISPATCH_N_FIXED_COLUMNS),
                 value) != 0) {
    g_main_context_iteration (NULL, TRUE);
  }
}

static void
act (Bench *bench, const char *action)
{
  g_assert_true (gtk_widget_activate_action (bench->grid, action, NULL));
}

/* Measuring. */

static void
report_header (void)
{
  g_print ("Milliseconds: of the longest turn of the main loop, by the clock and of its processor; "
           "of that its own,\nwhat GTK does when it is told of a change, and laying out. The ratio "
           "is of a turn's processor to that of\nthe floor.\n\n");
  g_print ("%-24s %8s |%7s %7s |%7s |%7s |%7s |%6s\n", "", "took", "turn", "cpu", "own", "GTK",
           "layout", "ratio");
}

static void
measure (Bench *bench, const Step *step, gboolean is_floor)
{
  LoopReading reading;

  loop_meter_begin (bench->meter);
  step->run (bench);
  test_ui_settle (bench->window);
  loop_meter_end (bench->meter, &reading);
  if (is_floor) {
    bench->floors[step->floor] = MAX (bench->floors[step->floor], reading.hold_cpu);
  }
  g_print ("%-24s %8.0f |%7.1f %7.1f |%7.1f |%7.1f |%7.1f |%6.2f\n", step->name, reading.elapsed,
           reading.hold, reading.hold_cpu, reading.own_cpu, reading.toolkit_cpu, reading.layout_cpu,
           reading.hold_cpu / bench->floors[step->floor]);
}

static void
measure_all (Bench *bench, const char *name, const Step *steps, gsize n_steps, gboolean is_floor)
{
  g_print ("\n%s\n", name);
  for (gsize i = 0; i < n_steps; i++) {
    measure (bench, &steps[i], is_floor);
  }
}

static void
show (Bench *bench, GtkWidget *child)
{
  bench->window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (bench->window), 1000, 800);
  adw_window_set_content (ADW_WINDOW (bench->window), child);
  gtk_window_present (GTK_WINDOW (bench->window));
  test_ui_settle (bench->window);
  loop_meter_watch (bench->meter, bench->window);
}

static GtkWidget *
find_view (GtkWidget *root)
{
  if (GTK_IS_COLUMN_VIEW (root)) {
    return root;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_view (child);
    if (found != NULL) {
      return found;
    }
  }
  return NULL;
}

static void
watch_view (Bench *bench)
{
  GtkWidget *view = find_view (bench->window);

  loop_meter_watch_signal (bench->meter, gtk_column_view_get_model (GTK_COLUMN_VIEW (view)),
                           "items-changed");
  loop_meter_watch_signal (bench->meter, gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view)),
                           "value-changed");
}

static void
close_window (Bench *bench)
{
  gtk_window_destroy (GTK_WINDOW (g_steal_pointer (&bench->window)));
  while (g_main_context_iteration (NULL, FALSE)) {
  }
}

/* The floor. */

static void
on_floor_setup (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
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
splice_floor (Bench *bench, guint position, guint n_removed, guint n_added)
{
  GtkSelectionModel *model =
    gtk_column_view_get_model (GTK_COLUMN_VIEW (find_view (bench->window)));
  GListModel *strings = gtk_no_selection_get_model (GTK_NO_SELECTION (model));
  g_auto (GStrv) texts = g_new0 (char *, n_added + 1);

  for (guint i = 0; i < n_added; i++) {
    texts[i] = g_strdup ("a row of the floor");
  }
  gtk_string_list_splice (GTK_STRING_LIST (strings), position, n_removed,
                          (const char *const *) texts);
}

static void
open_floor (Bench *bench)
{
  GtkNoSelection *model = gtk_no_selection_new (G_LIST_MODEL (gtk_string_list_new (NULL)));
  GtkWidget *view = gtk_column_view_new (GTK_SELECTION_MODEL (model));
  GtkWidget *scroller = gtk_scrolled_window_new ();

  for (guint i = 0; i < N_COLUMNS; i++) {
    GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
    g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new ("Text", factory);
    g_signal_connect (factory, "setup", G_CALLBACK (on_floor_setup), NULL);
    g_signal_connect (factory, "bind", G_CALLBACK (on_floor_bind), NULL);
    gtk_column_view_append_column (GTK_COLUMN_VIEW (view), column);
  }
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  show (bench, scroller);
  splice_floor (bench, 0, 0, N_ROWS);
  watch_view (bench);
}

static void
scroll_floor (Bench *bench)
{
  GtkScrollable *view = GTK_SCROLLABLE (find_view (bench->window));
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (view);

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
}

/* Told of all rows, without a string being made. */
static void
change_floor (Bench *bench)
{
  GtkSelectionModel *model =
    gtk_column_view_get_model (GTK_COLUMN_VIEW (find_view (bench->window)));

  g_list_model_items_changed (gtk_no_selection_get_model (GTK_NO_SELECTION (model)), 0, N_ROWS,
                              N_ROWS);
}

static const Step floor_steps[] = {
  { "scroll to the end", scroll_floor, FLOOR_SCROLL },
  { "all rows are others", change_floor, FLOOR_CHANGE },
};

/* The grid. */

static void
set_text (DispatchBlockBuilder *builder, guint slot, const char *prefix, guint number)
{
  g_autofree char *text = g_strdup_printf ("%s%u", prefix, number);

  dispatch_block_builder_set (builder, slot, text, strlen (text));
}

static DispatchTable *
make_table (void)
{
  DispatchTable *table = dispatch_table_new ();

  for (guint i = 0; i < N_VARIABLES; i++) {
    dispatch_table_add_column (table, i == 0 ? "name" : "due");
  }
  g_autoptr (DispatchBlockBuilder) builder =
    dispatch_block_builder_new (dispatch_table_get_n_slots (table));
  for (guint row = 0; row < N_ROWS; row++) {
    set_text (builder, DISPATCH_COLUMN_USER, "comms_pushnotificationuser_01h9krwprkeee8fzqs", row);
    for (guint i = 0; i < N_VARIABLES; i++) {
      set_text (builder, DISPATCH_N_FIXED_COLUMNS + i, "value ", row * 7919 % N_ROWS);
    }
    dispatch_block_builder_end_row (builder);
    if (dispatch_block_builder_is_full (builder)) {
      dispatch_table_append_block (table, dispatch_block_builder_finish (builder));
    }
  }
  dispatch_table_append_block (table, dispatch_block_builder_finish (builder));
  return table;
}

static void
load (Bench *bench)
{
  dispatch_audience_reset (audience (bench), g_steal_pointer (&bench->table));
  carillon_recipients_grid_go_to (CARILLON_RECIPIENTS_GRID (bench->grid), 0, "name");
}

static void
edit_cell (Bench *bench)
{
  carillon_recipients_grid_go_to (CARILLON_RECIPIENTS_GRID (bench->grid), 0, "name");
  test_ui_settle (bench->window);
  test_input_type (bench->window, "Zoe");
  press (bench, GDK_KEY_Return, 0);
  wait_value (bench, 0, "Zoe");
}

static void
go_to_end (Bench *bench)
{
  press (bench, GDK_KEY_End, GDK_CONTROL_MASK);
}

static void
go_home (Bench *bench)
{
  press (bench, GDK_KEY_Home, GDK_CONTROL_MASK);
}

static void
go_down (Bench *bench)
{
  press (bench, GDK_KEY_Down, GDK_CONTROL_MASK);
}

static void
sort (Bench *bench)
{
  g_assert_true (gtk_widget_activate_action (bench->grid, "grid.sort-ascending", "s", "name"));
  wait_idle (bench);
}

static void
sort_not (Bench *bench)
{
  act (bench, "grid.sort-not");
  wait_idle (bench);
}

static char *
make_text (void)
{
  GString *text = g_string_new ("user\tname\tdue\n");

  for (guint i = 0; i < N_PASTED; i++) {
    g_string_append_printf (text, "pasted-%u\tname\t%u\n", i, i);
  }
  return g_string_free (text, FALSE);
}

static void
paste (Bench *bench)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (bench->window), bench->text);
  act (bench, "grid.paste-rows");
  wait_rows (bench, N_ROWS + N_PASTED);
  wait_idle (bench);
}

static void
undo_paste (Bench *bench)
{
  act (bench, "grid.undo");
  wait_rows (bench, N_ROWS);
}

static gboolean
has_counted (GtkWidget *root, gpointer data)
{
  g_autofree char *text = test_ui_text (test_ui_find (root, "find-count"));

  return text != NULL && *text != '\0' && strstr (text, "…") == NULL;
}

static void
find_nothing (Bench *bench)
{
  act (bench, "grid.find");
  test_ui_type (test_ui_find (bench->grid, "find-entry"), "nobody has this");
  test_ui_wait (bench->window, has_counted, NULL);
  act (bench, "grid.find-next");
}

static void
close_find (Bench *bench)
{
  act (bench, "grid.close-find");
}

static void
fill (Bench *bench)
{
  carillon_recipients_grid_go_to (CARILLON_RECIPIENTS_GRID (bench->grid), 0, "name");
  act (bench, "grid.select-column");
  act (bench, "grid.fill-down");
  wait_value (bench, N_ROWS - 1, "Zoe");
  wait_idle (bench);
}

static void
undo_fill (Bench *bench)
{
  act (bench, "grid.undo");
  g_assert_cmpstr (dispatch_audience_get_value (audience (bench), 0, DISPATCH_N_FIXED_COLUMNS), ==,
                   "Zoe");
  wait_value (bench, 1, "value 7919");
}

static void
open_grid (Bench *bench)
{
  bench->draft = dispatch_draft_new ();
  bench->table = make_table ();
  bench->text = make_text ();
  bench->grid = g_object_new (CARILLON_TYPE_RECIPIENTS_GRID, "draft", bench->draft, NULL);
  show (bench, bench->grid);
  watch_view (bench);
}

static const Step grid_steps[] = {
  { "load", load, FLOOR_CHANGE },
  { "edit a cell", edit_cell, FLOOR_SCROLL },
  { "Ctrl+End", go_to_end, FLOOR_SCROLL },
  { "Ctrl+Home", go_home, FLOOR_SCROLL },
  { "Ctrl+Down", go_down, FLOOR_SCROLL },
  { "sort by a column", sort, FLOOR_CHANGE },
  { "sort no longer", sort_not, FLOOR_CHANGE },
  { "paste 100,000 rows", paste, FLOOR_CHANGE },
  { "undo that", undo_paste, FLOOR_CHANGE },
  { "find what is nowhere", find_nothing, FLOOR_SCROLL },
  { "close the bar", close_find, FLOOR_SCROLL },
  { "fill a column", fill, FLOOR_CHANGE },
  { "undo that", undo_fill, FLOOR_CHANGE },
};

int
main (int argc, char *argv[])
{
  Bench bench = { 0 };

  test_ui_init (&argc, &argv);
  composer_fixture_use_style ();
  bench.meter = loop_meter_new ();
  report_header ();
  open_floor (&bench);
  measure_all (&bench, "floor", floor_steps, G_N_ELEMENTS (floor_steps), TRUE);
  close_window (&bench);
  open_grid (&bench);
  measure_all (&bench, "grid", grid_steps, G_N_ELEMENTS (grid_steps), FALSE);
  close_window (&bench);
  g_object_unref (bench.draft);
  g_free (bench.text);
  loop_meter_free (bench.meter);
  return EXIT_SUCCESS;
}
