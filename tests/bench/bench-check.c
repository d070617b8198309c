/* What the check of a million recipients takes: how long against rendering the same texts by both
 * kinds of rules in one thread and nothing else, how much memory beside the recipients, and what an
 * edit costs afterwards. Prints ratios; the times beside them are of this machine. */

#include <dispatch-check-private.h>
#include <dispatch-reader.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define N_ROWS 1000000
#define MS(usec) ((double) (usec) / 1000)

typedef struct {
  const char *name;
  const char *title;
  const char *body;
} Message;

/* As an operator writes them: one that reads the same by all rules, and two that need not. */
static const Message messages[] = {
  { "plain", "Hi {{ name | default: 'there' }}!", "Your order {{ order }} ships today." },
  { "filters", "Hi {{ name | default: 'there' | capitalize }}!",
    "Your order {{ order }} of {{ due | round }} ships {{ day | date: '%A' }}." },
  { "branches", "{% if name %}{{ name }}: {% endif %}your order",
    "{% case day %}{% when 'Monday' %}On Monday{% else %}Soon{% endcase %} we ship"
    " {{ order | upcase }}. You pay {{ due | times: 2 | minus: 1.5 }}"
    "{% if due > 50 %}, which is {{ due | divided_by: 2 | round: 1 }} each{% endif %}." },
};

static const char *const columns[] = { "name", "order", "due", "day" };
static const char *const names[] = { "Ann", "Béla", "Zoë", "Maximilian", "", "يوسف", "Ida" };
static const char *const days[] = { "2026-03-14", "Monday", "2026-12-24", "Friday" };

typedef struct {
  GMainLoop *loop;
  GAsyncResult *result;
} Waiter;

static void
set (DispatchBlockBuilder *builder, guint slot, const char *format, guint row)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_autofree char *text = g_strdup_printf (format, row);
#pragma GCC diagnostic pop

  dispatch_block_builder_set (builder, slot, text, strlen (text));
}

/* Two thirds are users; the others are tokens of 142 characters. */
static void
set_address (DispatchBlockBuilder *builder, const DispatchTable *table, guint row)
{
  guint user = dispatch_table_get_slot (table, DISPATCH_COLUMN_USER);
  guint token = dispatch_table_get_slot (table, DISPATCH_COLUMN_TOKEN);
  guint provider = dispatch_table_get_slot (table, DISPATCH_COLUMN_PROVIDER);

  if (row % 3 != 0) {
    set (builder, user, "comms_pushnotificationuser_0%025u", row * 7919 % N_ROWS);
  } else {
    set (builder, token, "fGb%019u:APA91b%0113u", row);
    dispatch_block_builder_set (builder, provider, "FCM", 3);
  }
}

static void
set_values (DispatchBlockBuilder *builder, const guint *slots, guint row)
{
  const char *name = names[row % G_N_ELEMENTS (names)], *day = days[row % G_N_ELEMENTS (days)];

  dispatch_block_builder_set (builder, slots[0], name, strlen (name));
  set (builder, slots[1], "A-%u", row);
  set (builder, slots[2], "%u.5", row % 100);
  dispatch_block_builder_set (builder, slots[3], day, strlen (day));
}

static DispatchTable *
make_table (guint n_rows)
{
  DispatchTable *table = dispatch_table_new ();
  guint slots[G_N_ELEMENTS (columns)];

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++) {
    slots[i] = dispatch_table_get_slot (table, dispatch_table_add_column (table, columns[i]));
  }
  g_autoptr (DispatchBlockBuilder) builder =
    dispatch_block_builder_new (dispatch_table_get_n_slots (table));
  for (guint row = 0; row < n_rows; row++) {
    set_address (builder, table, row);
    set_values (builder, slots, row);
    dispatch_block_builder_end_row (builder);
    if (dispatch_block_builder_is_full (builder) || row + 1 == n_rows) {
      dispatch_table_append_block (table, dispatch_block_builder_finish (builder));
    }
  }
  return table;
}

static DispatchSnapshot *
make_snapshot (const Message *message, const DispatchTable *table)
{
  static const char *const none[] = { NULL };
  DispatchSnapshot *snapshot = g_new0 (DispatchSnapshot, 1);

  snapshot->id = g_strdup ("bench");
  snapshot->name = g_strdup ("");
  snapshot->content = dispatch_content_new (
    &(DispatchContent){ .title = message->title, .body = message->body, .images = none });
  snapshot->table = dispatch_table_copy (table);
  snapshot->ignored = g_new0 (char *, 1);
  return snapshot;
}

static void
on_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Waiter *waiter = user_data;

  waiter->result = g_object_ref (result);
  g_main_loop_quit (waiter->loop);
}

/* Microseconds that all threads have worked, which other programs do not make longer. */
static gint64
get_work (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * G_USEC_PER_SEC + usage.ru_utime.tv_usec +
         usage.ru_stime.tv_usec;
}

/* Returns: microseconds. */
static gint64
run (DispatchCheck *check,
     const Message *message,
     const DispatchTable *table,
     DispatchReport **report)
{
  Waiter waiter = { .loop = g_main_loop_new (NULL, FALSE) };
  gint64 start = g_get_monotonic_time ();

  dispatch_check_run_async (check, make_snapshot (message, table), NULL, on_result, &waiter);
  g_main_loop_run (waiter.loop);
  gint64 end = g_get_monotonic_time ();
  *report = dispatch_check_run_finish (check, waiter.result, NULL);
  g_object_unref (waiter.result);
  g_main_loop_unref (waiter.loop);
  return end - start;
}

/* The floor: both texts by both kinds of rules, for each row, in this thread. */
static gint64
render_alone (const Message *message, const DispatchTable *table)
{
  static const LiquidDialect dialects[] = { LIQUID_SHOPIFY, LIQUID_LIQUIDJS };
  g_autoptr (GArray) variables = dispatch_variables_new ();
  g_autoptr (GString) output = g_string_new (NULL);
  g_auto (DispatchReader) reader = { 0 };
  LiquidTemplate *templates[2 * G_N_ELEMENTS (dialects)];
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++) {
    dispatch_variables_add (variables, table, columns[i]);
  }
  for (guint i = 0; i < G_N_ELEMENTS (dialects); i++) {
    templates[2 * i] = liquid_template_parse (message->title, -1, dialects[i], NULL);
    templates[2 * i + 1] = liquid_template_parse (message->body, -1, dialects[i], NULL);
  }
  dispatch_reader_init (&reader, variables, 0, NULL);
  for (guint i = 0; i < dispatch_table_get_n_blocks (table); i++) {
    guint first_row;
    reader.block = dispatch_table_get_block (table, i, &first_row);
    for (reader.row = 0; reader.row < dispatch_block_get_n_rows (reader.block); reader.row++) {
      for (guint k = 0; k < G_N_ELEMENTS (templates); k++) {
        dispatch_reader_render (&reader, templates[k], output, NULL);
      }
    }
  }
  for (guint i = 0; i < G_N_ELEMENTS (templates); i++) {
    liquid_template_free (templates[i]);
  }
  return g_get_monotonic_time () - start;
}

static gint64
read_status (const char *name)
{
  g_autofree char *status = NULL;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL)) {
    return 0;
  }
  const char *line = strstr (status, name);
  return line != NULL ? g_ascii_strtoll (line + strlen (name), NULL, 10) : 0;
}

/* From here on VmHWM is the peak of what comes. */
static void
forget_peak (void)
{
  FILE *file = fopen ("/proc/self/clear_refs", "w");

  malloc_trim (0);
  if (file != NULL) {
    fputs ("5", file);
    fclose (file);
  }
}

static void
measure_edit (DispatchCheck *check, const Message *message, DispatchTable *table, gint64 whole)
{
  g_autoptr (DispatchReport) report = NULL;
  guint row = dispatch_table_get_n_rows (table) / 2;

  dispatch_table_set (table, row, DISPATCH_N_FIXED_COLUMNS, "Somebody else");
  gint64 edit = run (check, message, table, &report);
  g_print ("  one cell edited: %6.1f ms, 1/%.0f of the whole, %u rows looked at\n", MS (edit),
           (double) whole / (double) edit, dispatch_report_get_n_rendered (report));

  g_clear_object (&report);
  dispatch_table_remove (table, 7, 1000);
  edit = run (check, message, table, &report);
  g_print ("  1,000 rows removed: %3.1f ms, 1/%.0f of the whole, %u rows looked at\n", MS (edit),
           (double) whole / (double) edit, dispatch_report_get_n_rendered (report));

  g_clear_object (&report);
  dispatch_table_add_column (table, "note");
  edit = run (check, message, table, &report);
  g_print ("  a column added: %7.1f ms, 1/%.0f of the whole, %u rows looked at\n", MS (edit),
           (double) whole / (double) edit, dispatch_report_get_n_rendered (report));
}

static void
measure (const Message *message, const DispatchTable *recipients)
{
  g_autoptr (DispatchTable) table = dispatch_table_copy (recipients);
  g_autoptr (DispatchCheck) check = dispatch_check_new ();
  g_autoptr (DispatchReport) report = NULL, other = NULL;
  guint n_rows = dispatch_table_get_n_rows (table);

  gint64 work = get_work (), floor = render_alone (message, table);
  gint64 floor_work = get_work () - work;
  forget_peak ();
  gint64 before = read_status ("VmRSS:");
  work = get_work ();
  gint64 whole = run (check, message, table, &report);
  gint64 whole_work = get_work () - work;
  gint64 peak = read_status ("VmHWM:");
  g_autoptr (DispatchCheck) alone = dispatch_check_new ();
  dispatch_check_set_n_threads (alone, 1);
  gint64 single = run (alone, message, table, &other);
  g_clear_object (&alone);

  g_print ("%s: %u problems\n", message->name, g_list_model_get_n_items (G_LIST_MODEL (report)));
  g_print ("  rendering alone, one thread: %.0f ms, %.2f us a row\n", MS (floor),
           (double) floor / n_rows);
  g_print ("  whole check: %.0f ms, %.2f x rendering alone; with one thread %.0f ms, %.2f x\n",
           MS (whole), (double) whole / (double) floor, MS (single),
           (double) single / (double) floor);
  g_print ("  work of processors: %.2f us a row, %.2f x that of rendering alone\n",
           (double) whole_work / n_rows, (double) whole_work / (double) floor_work);
  g_print ("  memory: %.0f MB of recipients, %.0f MB at most beside them, %.0f MB in all\n",
           (double) dispatch_table_get_size (table) / 1e6, (double) (peak - before) * 1.024 / 1e3,
           (double) peak * 1.024 / 1e3);
  measure_edit (check, message, table, whole);
}

int
main (int argc, char *argv[])
{
  guint n_rows = argc > 1 ? (guint) MIN (atoi (argv[1]), N_ROWS) : N_ROWS;
  g_autoptr (DispatchTable) table = make_table (n_rows);

  g_print ("%u recipients, %u processors\n", n_rows, g_get_num_processors ());
  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++) {
    measure (&messages[i], table);
  }
  return 0;
}
