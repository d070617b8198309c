#include "ctl-fixture.h"

#define USER "comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6n"
#define ANN USER "q1"
#define BOB USER "q2"
#define EVE USER "q3"

/* What --format json prints, with single quotes for double ones. */
static void
assert_found (
  Fixture *fixture, const char *arguments, int status, guint n_recipients, const char *problems)
{
  g_autofree char *command = g_strdup_printf ("check --format json %s", arguments);
  g_autoptr (GString) json = g_string_new (NULL);

  g_string_printf (json, "{'recipients':%u,'problems':[%s]}\n", n_recipients, problems);
  g_string_replace (json, "'", "\"", 0);
  fixture_assert_output (fixture, command, status, json->str);
}

static void
test_clean (Fixture *fixture, gconstpointer data)
{
  fixture_write (fixture, "r.csv", "userId,name\n" ANN ",Ann\n" BOB ",Bob\n");
  assert_found (fixture, "--title 'Hi {{ name }}' --body 'Grüezi' --csv r.csv", 0, 2, "");
  assert_found (fixture, "--title 'Hi {{ name }}' --body B", 0, 0, "");
  assert_found (fixture, "--title '' --body B --csv r.csv", 0, 2, "");
}

static void
test_missing_variable (Fixture *fixture, gconstpointer data)
{
  fixture_write (fixture, "r.csv", "userId,a,b\n" ANN ",,\n" BOB ",1,\n" EVE ",1,1\n");
  assert_found (fixture, "--title 'T {{ a }} {{ b }}' --body B --csv r.csv", 1, 3,
                "{'code':'missing-variable','severity':'warning','count':2,'rows':[2,3]}");
  assert_found (fixture, "--title 'T {{ a | default: 1 }}' --body B --csv r.csv", 0, 3, "");
  assert_found (fixture, "--title 'T {% if a %}{{ a }}{% endif %}' --body B --csv r.csv", 0, 3, "");
  assert_found (fixture, "--title 'T {{ none }}' --body B --csv r.csv", 1, 3,
                "{'code':'missing-variable','severity':'warning','count':3,'rows':[2,3,4]}");
}

static void
test_render_error (Fixture *fixture, gconstpointer data)
{
  fixture_write (fixture, "r.csv", "userId,n\n" ANN ",1\n" BOB ",0\n");
  assert_found (fixture, "--title '{% if n %}' --body B --csv r.csv", 2, 2,
                "{'code':'render-error','severity':'error','count':2,'rows':[2,3]}");
  assert_found (fixture, "--title '{% if n %}' --body B", 2, 0,
                "{'code':'render-error','severity':'error','count':1,'rows':[]}");
  assert_found (fixture, "--title T --body '{% foo %}' --csv r.csv", 2, 2,
                "{'code':'render-error','severity':'error','count':2,'rows':[2,3]}");
}

static void
test_dialects (Fixture *fixture, gconstpointer data)
{
  fixture_write (fixture, "r.csv", "userId,n\n" ANN ",8\n" BOB ",9\n");
  assert_found (fixture, "--title T --body '{{ n | divided_by: 2 }}' --csv r.csv", 1, 2,
                "{'code':'dialect-difference','severity':'warning','count':1,'rows':[3]}");
}

static void
test_duplicates (Fixture *fixture, gconstpointer data)
{
  fixture_write (fixture, "r.csv", "userId\n" ANN "\n" BOB "\n" ANN "\n" ANN "\n");
  assert_found (fixture, "--title T --body B --csv r.csv", 1, 4,
                "{'code':'duplicate','severity':'warning','count':2,'rows':[4,5]}");
}

/* A row is named by the line where it begins. */
static void
test_lines (Fixture *fixture, gconstpointer data)
{
  fixture_write (fixture, "r.csv",
                 "userId,name,text\r\n" ANN ",,\"two\r\nlines\"\r\n" BOB ",Bob,\"a\nb\nc\"\r\n" EVE
                 ",,x\r\n");
  assert_found (fixture, "--title 'T {{ name }}' --body '{{ text | size }}' --csv r.csv", 1, 3,
                "{'code':'missing-variable','severity':'warning','count':2,'rows':[2,7]}");
}

static void
test_first_twenty (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) rows = g_string_new ("userId\n");

  for (guint i = 0; i < 50; i++) {
    g_string_append_printf (rows, "%s%02u\n", USER, i);
  }
  fixture_write (fixture, "r.csv", rows->str);
  assert_found (fixture, "--title 'T {{ none }}' --body B --csv r.csv", 1, 50,
                "{'code':'missing-variable','severity':'warning','count':50,"
                "'rows':[2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21]}");
}

static void
test_input (Fixture *fixture, gconstpointer data)
{
  const char *arguments = "check --title T --body B --csv - --format json";
  g_autoptr (Outcome) outcome = fixture_run (fixture, arguments, "User_ID\n" ANN "\n" ANN "\n");

  g_assert_cmpint (outcome->status, ==, 1);
  g_assert_cmpstr (outcome->output, ==,
                   "{\"recipients\":2,\"problems\":[{\"code\":\"duplicate\",\"severity\":"
                   "\"warning\",\"count\":1,\"rows\":[3]}]}\n");
}

static void
test_text (Fixture *fixture, gconstpointer data)
{
  fixture_write (fixture, "r.csv", "userId,name\n" ANN ",\n" BOB ",Bob\n" ANN ",Zoë\n");
  fixture_assert_output (fixture, "check --title 'Hi {{ name }}' --body B --csv r.csv", 1,
                         "note: title 1:7: “name” has no default\n"
                         "warning: 1 recipient: no value for “name” [missing-variable]\n"
                         "  line 2\n"
                         "warning: 1 recipient: repeats an earlier recipient [duplicate]\n"
                         "  line 4\n"
                         "3 recipients: 0 errors, 2 warnings\n");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("check/clean", test_clean);
  ADD ("check/missing-variable", test_missing_variable);
  ADD ("check/render-error", test_render_error);
  ADD ("check/dialects", test_dialects);
  ADD ("check/duplicates", test_duplicates);
  ADD ("check/lines", test_lines);
  ADD ("check/first-twenty", test_first_twenty);
  ADD ("check/standard-input", test_input);
  ADD ("check/text", test_text);
  return g_test_run ();
}
