#include "ctl-fixture.h"

static void
test_wrong_usage (Fixture *fixture, gconstpointer data)
{
  static const char *const wrong[] = {
    "",
    "chekc",
    "--unknown",
    "check",
    "check --unknown --title T --body B",
    "check --title T",
    "check --body B",
    "check --title",
    "check --title T --body B --csv",
    "check --title T --body B --format",
    "check --title T --body B --format xml",
    "check --title T --body B draft.carillon",
    "check --title T draft.carillon",
    "check one.carillon two.carillon",
    "check --csv r.csv",
    "check ''",
    "check --title T --body B --csv ''",
    "check - --csv -",
    "check --title T --body B --delimiter ab",
    "check --title T --body B --encoding utf-7",
    "check --title T --body B --header maybe",
    "check --title T --body B --row 1",
    "check --title '\377' --body B",
    "render",
    "render --title T --body B",
    "render --title T --body B --csv",
    "render --title T --body B --csv r.csv --row",
    "render --title T --body B --csv r.csv --row 0",
    "render --title T --body B --csv r.csv --row -1",
    "render --title T --body B --csv r.csv --row 2",
    "render --title T --body B --csv r.csv --row one",
    "render --title T --body B --csv r.csv --row 1x",
    "render --title T --body B --csv r.csv --dialect ruby",
    "render --title T --body B --csv r.csv --format json",
  };

  fixture_write (fixture, "r.csv", "userId\nu\n");
  fixture_write (fixture, "draft.carillon", "{}\n");
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    fixture_assert_status (fixture, wrong[i], 64);
  }
}

static void
test_files (Fixture *fixture, gconstpointer data)
{
  fixture_write (fixture, "noise.carillon", "not a draft");
  fixture_write (fixture, "r.csv", "userId\nu\n");
  fixture_assert_status (fixture, "check none.carillon", 66);
  fixture_assert_status (fixture, "check .", 66);
  fixture_assert_status (fixture, "check noise.carillon/x", 66);
  fixture_assert_status (fixture, "check --title T --body B --csv none.csv", 66);
  fixture_assert_status (fixture, "render --title T --body B --csv none.csv", 66);
  fixture_assert_status (fixture, "render none.carillon", 66);
  fixture_assert_status (fixture, "check noise.carillon", 65);
}

static void
assert_help (Fixture *fixture, const char *arguments, const char *needle)
{
  g_autoptr (Outcome) outcome = fixture_run (fixture, arguments, NULL);

  g_assert_cmpint (outcome->status, ==, 0);
  g_assert_cmpstr (outcome->errors, ==, "");
  g_assert_nonnull (strstr (outcome->output, needle));
}

static void
test_help (Fixture *fixture, gconstpointer data)
{
  assert_help (fixture, "--help", "  render");
  assert_help (fixture, "--version", "carillonctl 0.");
  assert_help (fixture, "check --help", "carillonctl check [OPTION…]");
  assert_help (fixture, "check --help", "payload-too-large");
  assert_help (fixture, "render --help", "--row=N");
}

/* The manual page tells of every option and code that --help tells of, and of no other. */
static void
assert_same_words (const char *pattern, const char *help, const char *manual)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_MULTILINE, 0, NULL);
  const char *texts[] = { help, manual };

  for (guint i = 0; i < 2; i++) {
    g_autoptr (GMatchInfo) match = NULL;
    g_assert_true (g_regex_match (regex, texts[i], 0, &match));
    for (; g_match_info_matches (match); g_match_info_next (match, NULL)) {
      g_autofree char *word = g_match_info_fetch (match, 0);
      g_test_message ("%s", word);
      g_assert_nonnull (strstr (texts[1 - i], word));
    }
  }
}

static void
test_manual (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Outcome) all = fixture_run (fixture, "--help", NULL);
  g_autoptr (Outcome) check = fixture_run (fixture, "check --help", NULL);
  g_autoptr (Outcome) render = fixture_run (fixture, "render --help", NULL);
  g_autofree char *help = g_strconcat (all->output, check->output, render->output, NULL);
  g_autofree char *source = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (g_getenv ("CARILLONCTL_MANUAL"), &source, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (GString) manual = g_string_new (source);
  g_string_replace (manual, "\\-", "-", 0);
  assert_same_words ("--[a-z]+", help, manual->str);
  assert_same_words ("\\b[a-z]+-[a-z]+(-[a-z]+)?\\b(?=  )|(?<=^\\.B )[a-z]+-[a-z]+(-[a-z]+)?$",
                     help, manual->str);
}

/* @output: opened for writing as standard output */
static int
run_into (Fixture *fixture, const char *output)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_set_stdout_file_path (launcher, output);
  g_autoptr (GSubprocess) process =
    g_subprocess_launcher_spawn (launcher, &error, g_getenv ("CARILLONCTL"), "check", "--title",
                                 "T", "--body", "B", "--format", "json", NULL);
  g_assert_no_error (error);
  g_subprocess_wait (process, NULL, &error);
  g_assert_no_error (error);
  return g_subprocess_get_exit_status (process);
}

static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (run_into (fixture, "/dev/full"), ==, 74);
  g_assert_cmpint (run_into (fixture, "/dev/null"), ==, 0);
}

/* Whoever reads has had enough: that is neither told of nor waited for. */
static void
test_closed_pipe (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) rows = g_string_new ("userId\n");
  g_autofree char *command = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;

  for (guint i = 0; i < 5000; i++) {
    g_string_append_printf (rows, "comms_pushnotificationuser_%u\n", i);
  }
  fixture_write (fixture, "r.csv", rows->str);
  for (guint is_ignored = 0; is_ignored < 2; is_ignored++) {
    command = g_strdup_printf (
      "%scd '%s' && '%s' render --title T --body B --csv r.csv | head -n 1",
      is_ignored ? "trap '' PIPE; " : "", fixture->folder, g_getenv ("CARILLONCTL"));
    g_autoptr (GSubprocess) process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error,
                        "sh", "-c", command, NULL);
    g_assert_no_error (error);
    g_subprocess_communicate_utf8 (process, NULL, NULL, &output, &errors, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (errors, ==, "");
    g_assert_cmpstr (
      output, ==,
      "{\"row\":1,\"line\":2,\"userId\":\"comms_pushnotificationuser_0\",\"title\":\"T\",\"body\":\"B\"}\n");
    g_clear_pointer (&command, g_free);
    g_clear_pointer (&output, g_free);
    g_clear_pointer (&errors, g_free);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("usage/wrong", test_wrong_usage);
  ADD ("usage/files", test_files);
  ADD ("usage/help", test_help);
  ADD ("usage/manual", test_manual);
  ADD ("usage/full-disk", test_full_disk);
  ADD ("usage/closed-pipe", test_closed_pipe);
  return g_test_run ();
}
