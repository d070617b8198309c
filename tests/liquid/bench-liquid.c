/* Measures the engine: bench-liquid dump|stream|render|parse TEMPLATE DATA [RUNS].
 *
 * DATA is a file of lines, each the variables of a recipient in JSON. `dump` prints what each
 * recipient reads as a JSON string a line, and holds one recipient at a time; `stream` does the
 * same and prints the memory that it took instead. `render` loads the data first, parses once and
 * renders all of them RUNS times; `parse` parses the template 10,000 times RUNS times. All three
 * print one line of JSON. Partials are the other templates of the folder.
 *
 * With `--paced` each line of standard input starts a run that takes at least as many milliseconds
 * as it says, and is answered by a line with the microseconds of one render or parse; the end of
 * the input ends it. Programs that measure other engines speak the same. */

#include "json-source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_RUNS 7
#define MOST_RUNS 1000
#define PARSES 10000
/* Parses between two looks at the clock in a paced run. */
#define PACED_PARSES 20

typedef struct {
  const char *path;
  char *text; /* (owned) */
  gsize length;
  const char *data_path;
  GPtrArray *data;      /* (owned): LiquidHash */
  GHashTable *partials; /* (owned): their texts by name */
  LiquidDialect dialect;
  guint n_runs;
  gboolean paced;
  LiquidTemplate *template; /* (owned) (nullable) */
  GString *output;          /* (owned) */
} Bench;

static void
bench_clear (Bench *self)
{
  g_free (self->text);
  g_ptr_array_unref (self->data);
  g_hash_table_unref (self->partials);
  liquid_template_free (self->template);
  g_string_free (self->output, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Bench, bench_clear)

typedef gboolean (*TakeRecipient) (Bench *self, LiquidHash *recipient, GError **error);

static gboolean
take_line (Bench *self, const char *line, gsize length, TakeRecipient take, GError **error)
{
  JsonSource json = json_source_new (line, length);

  json.doubles = self->dialect == LIQUID_LIQUIDJS;
  g_autoptr (LiquidHash) recipient = json_source_read_hash (&json);
  if (recipient == NULL || !json_source_at_end (&json)) {
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: a line is no object of JSON",
                 self->data_path);
    return FALSE;
  }
  return take (self, g_steal_pointer (&recipient), error);
}

static gboolean
read_data (Bench *self, TakeRecipient take, GError **error)
{
  FILE *file = fopen (self->data_path, "r");
  g_autofree char *line = NULL; /* GLib's memory is that of the C library */
  size_t allocated = 0;
  gssize length = 0;
  gboolean read = TRUE;

  if (file == NULL) {
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "%s cannot be read", self->data_path);
    return FALSE;
  }
  while (read && (length = getline (&line, &allocated, file)) > 0) {
    read = *line == '\n' || take_line (self, line, (gsize) length, take, error);
  }
  if (read && ferror (file)) {
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_IO, "%s cannot be read", self->data_path);
    read = FALSE;
  }
  fclose (file);
  return read;
}

static gboolean
keep_recipient (Bench *self, LiquidHash *recipient, GError **error)
{
  g_ptr_array_add (self->data, recipient);
  return TRUE;
}

/* Of this process, in KiB: what it has now, or the most that it had. */
static long
read_memory (const char *field)
{
  g_autofree char *status = NULL;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL)) {
    return 0;
  }
  const char *line = strstr (status, field);
  return line != NULL ? strtol (line + strlen (field), NULL, 10) : 0;
}

/* Has the kernel forget what reading the data took. */
static long
begin_memory (void)
{
  FILE *file = fopen ("/proc/self/clear_refs", "w");

  if (file != NULL) {
    fputs ("5", file);
    fclose (file);
  }
  return read_memory ("VmRSS:");
}

static bool
find_partial (void *data, const char *name, size_t length, const char **text, size_t *text_length)
{
  const Bench *self = data;
  g_autofree char *file = g_strdup_printf ("%.*s.liquid", (int) length, name);
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  char *found = g_hash_table_lookup (self->partials, file);

  if (found == NULL && g_file_get_contents (path, &found, NULL, NULL)) {
    g_hash_table_insert (self->partials, g_steal_pointer (&file), found);
  }
  if (found != NULL) {
    *text = found;
    *text_length = strlen (found);
  }
  return found != NULL;
}

static gboolean
parse (Bench *self, GError **error)
{
  liquid_template_free (self->template);
  self->template = liquid_template_parse (self->text, (gssize) self->length, self->dialect, error);
  return self->template != NULL;
}

static gboolean
render (Bench *self, LiquidHash *recipient, GError **error)
{
  const LiquidRenderOptions options = {
    .lookup = liquid_hash_lookup,
    .data = recipient,
    .find_partial = find_partial,
    .partials = self,
  };

  g_string_truncate (self->output, 0);
  return liquid_template_render_full (self->template, &options, self->output, error);
}

static gboolean
stream_recipient (Bench *self, LiquidHash *recipient, GError **error)
{
  g_autoptr (LiquidHash) owned = recipient;

  return render (self, owned, error);
}

static gboolean
stream (Bench *self, GError **error)
{
  long base = begin_memory ();

  if (!parse (self, error) || !read_data (self, stream_recipient, error)) {
    return FALSE;
  }
  printf ("{\"rss_base_kb\":%ld,\"rss_peak_kb\":%ld}\n", base, read_memory ("VmHWM:"));
  return TRUE;
}

static gboolean
dump_recipient (Bench *self, LiquidHash *recipient, GError **error)
{
  g_autoptr (LiquidHash) owned = recipient;

  if (!render (self, owned, error)) {
    return FALSE;
  }
  g_autoptr (GString) line = g_string_new (NULL);
  json_append_text (line, self->output->str, self->output->len);
  puts (line->str);
  return TRUE;
}

static gboolean
dump (Bench *self, GError **error)
{
  return parse (self, error) && read_data (self, dump_recipient, error);
}

static gboolean
render_all (Bench *self, guint *n_done, GError **error)
{
  for (guint i = 0; i < self->data->len; i++) {
    if (i + 1 < self->data->len) {
      liquid_hash_prefetch (g_ptr_array_index (self->data, i + 1));
    }
    if (!render (self, g_ptr_array_index (self->data, i), error)) {
      return FALSE;
    }
  }
  *n_done += self->data->len;
  return TRUE;
}

static gboolean
parse_often (Bench *self, guint *n_done, GError **error)
{
  guint n_parses = self->paced ? PACED_PARSES : PARSES;

  for (guint i = 0; i < n_parses; i++) {
    if (!parse (self, error)) {
      return FALSE;
    }
  }
  *n_done += n_parses;
  return TRUE;
}

typedef gboolean (*Run) (Bench *self, guint *n_done, GError **error);

/* Runs at least once, and until @least microseconds are over; sets the microseconds of one. */
static gboolean
measure_run (Bench *self, Run run, gint64 least, double *each, GError **error)
{
  gint64 start = g_get_monotonic_time ();
  guint n_done = 0;

  do {
    if (!run (self, &n_done, error)) {
      return FALSE;
    }
  } while (g_get_monotonic_time () - start < least);
  *each = (double) (g_get_monotonic_time () - start) / MAX (n_done, 1);
  return TRUE;
}

static gboolean
measure_paced (Bench *self, Run run, GArray *times, GError **error)
{
  char line[32];
  double each = 0;

  while (fgets (line, sizeof line, stdin) != NULL) {
    gint64 least = strtol (line, NULL, 10) * G_TIME_SPAN_MILLISECOND;
    if (!measure_run (self, run, least, &each, error)) {
      return FALSE;
    }
    g_array_append_val (times, each);
    printf ("%.4f\n", each);
    fflush (stdout);
  }
  return TRUE;
}

static gboolean
measure_runs (Bench *self, Run run, GArray *times, GError **error)
{
  double each = 0;

  for (guint i = 0; i < self->n_runs; i++) {
    if (!measure_run (self, run, 0, &each, error)) {
      return FALSE;
    }
    g_array_append_val (times, each);
  }
  return TRUE;
}

static int
compare (const void *a, const void *b)
{
  double left = *(const double *) a, right = *(const double *) b;

  return (left > right) - (left < right);
}

static void
report (GArray *times, long base)
{
  g_autoptr (GString) line = g_string_new ("{\"runs_us\":[");

  for (guint i = 0; i < times->len; i++) {
    g_string_append_printf (line, "%s%.4f", i > 0 ? "," : "", g_array_index (times, double, i));
  }
  g_array_sort (times, compare);
  g_string_append_printf (line, "],\"median_us\":%.4f,\"min_us\":%.4f",
                          g_array_index (times, double, times->len / 2),
                          g_array_index (times, double, 0));
  g_string_append_printf (line, ",\"rss_base_kb\":%ld,\"rss_peak_kb\":%ld}", base,
                          read_memory ("VmHWM:"));
  puts (line->str);
}

static gboolean
measure (Bench *self, Run run, GError **error)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));

  if (!parse (self, error) || !read_data (self, keep_recipient, error)) {
    return FALSE;
  }
  long base = begin_memory ();
  if (!(self->paced ? measure_paced : measure_runs) (self, run, times, error)) {
    return FALSE;
  }
  if (times->len > 0) {
    report (times, base);
  }
  return TRUE;
}

static gboolean
measure_render (Bench *self, GError **error)
{
  return measure (self, render_all, error);
}

static gboolean
measure_parse (Bench *self, GError **error)
{
  return measure (self, parse_often, error);
}

static const struct {
  const char *name;
  gboolean (*run) (Bench *self, GError **error);
} commands[] = {
  { "dump", dump },
  { "stream", stream },
  { "render", measure_render },
  { "parse", measure_parse },
};

static gboolean
run (const char *name, Bench *bench, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++) {
    if (g_str_equal (commands[i].name, name)) {
      return commands[i].run (bench, error);
    }
  }
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "no command “%s”", name);
  return FALSE;
}

static gboolean
read_runs (Bench *self, const char *text, GError **error)
{
  guint64 n_runs = DEFAULT_RUNS;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 1, MOST_RUNS, &n_runs, error)) {
    return FALSE;
  }
  self->n_runs = (guint) n_runs;
  return TRUE;
}

static gboolean
read_arguments (Bench *self, int *argc, char ***argv, GError **error)
{
  gboolean js = FALSE;
  const GOptionEntry entries[] = {
    { "liquidjs", 0, 0, G_OPTION_ARG_NONE, &js, "Use LiquidJS's dialect", NULL },
    { "paced", 0, 0, G_OPTION_ARG_NONE, &self->paced, "Run when standard input says so", NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) context =
    g_option_context_new ("dump|stream|render|parse TEMPLATE DATA [RUNS]");

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, error)) {
    return FALSE;
  }
  if (*argc < 4 || *argc > 5) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                 "usage: dump|stream|render|parse TEMPLATE DATA [RUNS]");
    return FALSE;
  }
  self->path = (*argv)[2];
  self->data_path = (*argv)[3];
  self->dialect = js ? LIQUID_LIQUIDJS : LIQUID_SHOPIFY;
  return read_runs (self, *argc > 4 ? (*argv)[4] : NULL, error);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_auto (Bench) bench = {
    .data = g_ptr_array_new_with_free_func ((GDestroyNotify) liquid_hash_free),
    .partials = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
    .output = g_string_new (NULL),
  };

  if (!read_arguments (&bench, &argc, &argv, &error) ||
      !g_file_get_contents (bench.path, &bench.text, &bench.length, &error) ||
      !run (argv[1], &bench, &error)) {
    fprintf (stderr, "bench-liquid: %s\n", error->message);
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
