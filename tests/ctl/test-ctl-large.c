#include <sys/resource.h>

#include "ctl-fixture.h"

#define N_ROWS 1000000

/* A file of so many recipients, each a line of its own but for every tenth, which has two. */
static void
write_rows (Fixture *fixture)
{
  g_autofree char *path = fixture_path (fixture, "r.csv");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) rows = g_string_new ("userId,name\n");

  for (guint i = 0; i < N_ROWS; i++) {
    g_string_append_printf (rows, "comms_pushnotificationuser_01h9krwprkeee8fzqs%08u,%s\n", i,
                            i % 10 == 9 ? "\"two\nlines\"" : "one");
  }
  g_file_replace_contents (file, rows->str, rows->len, NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL,
                           &error);
  g_assert_no_error (error);
}

/* The most that a child has had so far, in kilobytes. */
static long
largest_child (void)
{
  struct rusage usage;

  g_assert_cmpint (getrusage (RUSAGE_CHILDREN, &usage), ==, 0);
  return usage.ru_maxrss;
}

static void
test_million (Fixture *fixture, gconstpointer data)
{
  write_rows (fixture);
  g_autoptr (Outcome) last =
    fixture_run (fixture, "render --title '{{ name }}' --body B --csv r.csv --row 1000000", NULL);
  g_assert_cmpint (last->status, ==, 0);
  g_assert_cmpstr (last->output, ==,
                   "{\"row\":1000000,\"line\":1100000,\"userId\":"
                   "\"comms_pushnotificationuser_01h9krwprkeee8fzqs00999999\","
                   "\"title\":\"two\\nlines\",\"body\":\"B\"}\n");
  g_test_message ("render: %ld MB at most", largest_child () / 1024);

  g_autoptr (Outcome) checked = fixture_run (
    fixture, "check --title '{{ name }} {{ none }}' --body B --csv r.csv --format json", NULL);
  g_assert_cmpint (checked->status, ==, 1);
  g_assert_cmpstr (checked->output, ==,
                   "{\"recipients\":1000000,\"problems\":[{\"code\":\"missing-variable\","
                   "\"severity\":\"warning\",\"count\":1000000,"
                   "\"rows\":[2,3,4,5,6,7,8,9,10,11,13,14,15,16,17,18,19,20,21,22]}]}\n");
  g_test_message ("check: %ld MB at most", largest_child () / 1024);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("large/million", test_million);
  return g_test_run ();
}
