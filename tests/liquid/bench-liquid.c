/* Measures the engine: bench-liquid dump|render|parse TEMPLATE DATA [RUNS].
 *
 * DATA is a file of lines, each the variables of a recipient in JSON. `dump` prints what each
 * recipient reads as a JSON string a line; `render` loads the data, parses once and renders all of
 * them RUNS times; `parse` parses the template 10,000 times RUNS times. Both print one line of
 * JSON. */

#include "liquid-json.h"

#include <base-json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_RUNS 7
#define PARSES 10000

typedef struct {
  char *text; /* (owned) */
  gsize length;
  GPtrArray *data; /* (owned): LiquidHash */
  guint n_runs;
} Bench;

static gboolean
load_data (const char *path, GPtrArray *data, GError **error)
{
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, error)) {
    return FALSE;
  }
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++) {
    g_autoptr (GBytes) bytes = g_bytes_new_static (lines[i], strlen (lines[i]));
    g_autoptr (JsonNode) node = *lines[i] != '\0' ? base_json_parse (bytes, error) : NULL;
    if (*lines[i] != '\0' && node == NULL) {
      return FALSE;
    }
    if (base_json_node_object (node) != NULL) {
      g_ptr_array_add (data, liquid_json_to_hash (base_json_node_object (node)));
    }
  }
  return TRUE;
}

/* Of this process, in KiB: what it has now, or the most that it ever had. */
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

static gboolean
render (const LiquidTemplate *template, LiquidHash *data, GString *output, GError **error)
{
  g_string_truncate (output, 0);
  return liquid_template_render (template, liquid_hash_lookup, data, NULL, output, error);
}

static gboolean
dump (const Bench *self, GError **error)
{
  g_autoptr (GString) output = g_string_new (NULL);
  g_autoptr (LiquidTemplate) template =
    liquid_template_parse (self->text, (gssize) self->length, LIQUID_SHOPIFY, error);

  for (guint i = 0; template != NULL && i < self->data->len; i++) {
    if (!render (template, g_ptr_array_index (self->data, i), output, error)) {
      return FALSE;
    }
    g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), output->str);
    g_autofree char *line = json_to_string (node, FALSE);
    puts (line);
  }
  return template != NULL;
}

static int
compare (const void *a, const void *b)
{
  double left = *(const double *) a, right = *(const double *) b;

  return (left > right) - (left < right);
}

static void
report (double *runs, guint n_runs, long base)
{
  g_autoptr (GString) line = g_string_new ("{\"runs_us\":[");

  for (guint i = 0; i < n_runs; i++) {
    g_string_append_printf (line, "%s%.4f", i > 0 ? "," : "", runs[i]);
  }
  qsort (runs, n_runs, sizeof *runs, compare);
  g_string_append_printf (line, "],\"median_us\":%.4f,\"min_us\":%.4f", runs[n_runs / 2], runs[0]);
  g_string_append_printf (line, ",\"rss_base_kb\":%ld,\"rss_peak_kb\":%ld}", base,
                          read_memory ("VmHWM:"));
  puts (line->str);
}

static gboolean
measure_render (const Bench *self, GError **error)
{
  g_autofree double *runs = g_new (double, self->n_runs);
  g_autoptr (GString) output = g_string_new (NULL);
  g_autoptr (LiquidTemplate) template =
    liquid_template_parse (self->text, (gssize) self->length, LIQUID_SHOPIFY, error);
  long base = read_memory ("VmRSS:");

  for (guint run = 0; template != NULL && run < self->n_runs; run++) {
    gint64 start = g_get_monotonic_time ();
    for (guint i = 0; i < self->data->len; i++) {
      if (!render (template, g_ptr_array_index (self->data, i), output, error)) {
        return FALSE;
      }
    }
    runs[run] = (double) (g_get_monotonic_time () - start) / MAX (self->data->len, 1);
  }
  if (template != NULL) {
    report (runs, self->n_runs, base);
  }
  return template != NULL;
}

static gboolean
measure_parse (const Bench *self, GError **error)
{
  g_autofree double *runs = g_new (double, self->n_runs);
  long base = read_memory ("VmRSS:");

  for (guint run = 0; run < self->n_runs; run++) {
    gint64 start = g_get_monotonic_time ();
    for (guint i = 0; i < PARSES; i++) {
      g_autoptr (LiquidTemplate) template =
        liquid_template_parse (self->text, (gssize) self->length, LIQUID_SHOPIFY, error);
      if (template == NULL) {
        return FALSE;
      }
    }
    runs[run] = (double) (g_get_monotonic_time () - start) / PARSES;
  }
  report (runs, self->n_runs, base);
  return TRUE;
}

static const struct {
  const char *name;
  gboolean (*run) (const Bench *self, GError **error);
} commands[] = {
  { "dump", dump },
  { "render", measure_render },
  { "parse", measure_parse },
};

static gboolean
run (const char *name, const Bench *bench, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++) {
    if (g_str_equal (commands[i].name, name)) {
      return commands[i].run (bench, error);
    }
  }
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "no command “%s”", name);
  return FALSE;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GPtrArray) data = g_ptr_array_new_with_free_func ((GDestroyNotify) liquid_hash_free);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  Bench bench = { .data = data, .n_runs = DEFAULT_RUNS };

  if (argc < 4) {
    fprintf (stderr, "Usage: bench-liquid dump|render|parse TEMPLATE DATA [RUNS]\n");
    return EXIT_FAILURE;
  }
  if (argc > 4) {
    bench.n_runs = (guint) CLAMP (strtol (argv[4], NULL, 10), 1, 1000);
  }
  if (!g_file_get_contents (argv[2], &text, &bench.length, &error) ||
      !load_data (argv[3], data, &error)) {
    fprintf (stderr, "bench-liquid: %s\n", error->message);
    return EXIT_FAILURE;
  }
  bench.text = text;
  if (!run (argv[1], &bench, &error)) {
    fprintf (stderr, "bench-liquid: %s\n", error->message);
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
