#include "ctl-fixture.h"

#define ANN "comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6nq1"

static void
test_rows (Fixture *fixture, gconstpointer data)
{
  fixture_write (fixture, "r.csv",
                 "User ID,token,provider,name\n" ANN ",,,\"Ann\nB\"\n,dQw4w9WgXcQ,fcm,Zoë\n");
  fixture_assert_output (fixture, "render --title 'Hi {{ name }}' --body Grüezi --csv r.csv", 0,
                         "{\"row\":1,\"line\":2,\"userId\":\"" ANN
                         "\",\"title\":\"Hi Ann\\nB\",\"body\":\"Grüezi\"}\n"
                         "{\"row\":2,\"line\":4,\"token\":\"dQw4w9WgXcQ\",\"provider\":\"FCM\","
                         "\"title\":\"Hi Zoë\",\"body\":\"Grüezi\"}\n");
  fixture_assert_output (fixture,
                         "render --title 'Hi {{ name }}' --body Grüezi --csv r.csv --row 2", 0,
                         "{\"row\":2,\"line\":4,\"token\":\"dQw4w9WgXcQ\",\"provider\":\"FCM\","
                         "\"title\":\"Hi Zoë\",\"body\":\"Grüezi\"}\n");
}

static void
test_dialect (Fixture *fixture, gconstpointer data)
{
  const char *arguments = "render --title '{{ n | divided_by: 2 }}' --body B --csv r.csv";
  g_autofree char *shopify = g_strconcat (arguments, " --dialect shopify", NULL);
  g_autofree char *liquidjs = g_strconcat (arguments, " --dialect liquidjs", NULL);

  fixture_write (fixture, "r.csv", "userId,n\n" ANN ",9\n");
  fixture_assert_output (fixture, arguments, 0,
                         "{\"row\":1,\"line\":2,\"userId\":\"" ANN
                         "\",\"title\":\"4\",\"body\":\"B\"}\n");
  fixture_assert_output (fixture, shopify, 0,
                         "{\"row\":1,\"line\":2,\"userId\":\"" ANN
                         "\",\"title\":\"4\",\"body\":\"B\"}\n");
  fixture_assert_output (fixture, liquidjs, 0,
                         "{\"row\":1,\"line\":2,\"userId\":\"" ANN
                         "\",\"title\":\"4.5\",\"body\":\"B\"}\n");
}

static void
test_error (Fixture *fixture, gconstpointer data)
{
  fixture_write (fixture, "r.csv", "userId\n" ANN "\n");
  fixture_assert_output (fixture, "render --title '{% if %}' --body B --csv r.csv", 2,
                         "{\"row\":1,\"line\":2,\"userId\":\"" ANN
                         "\",\"error\":\"title 1:1: Syntax Error in tag 'if' - Valid syntax: if "
                         "[expression]\"}\n");
}

/* Rows that are no recipients are told of in their place, and counted. */
static void
test_bad_rows (Fixture *fixture, gconstpointer data)
{
  const char *bad = "{\"row\":2,\"line\":3,\"error\":\"more cells than there are columns\"}\n";

  fixture_write (fixture, "r.csv", "userId,n\n" ANN ",1\n" ANN ",2,3\n,4\n");
  g_autofree char *all =
    g_strconcat ("{\"row\":1,\"line\":2,\"userId\":\"" ANN "\",\"title\":\"1\",\"body\":\"B\"}\n",
                 bad, "{\"row\":3,\"line\":4,\"title\":\"4\",\"body\":\"B\"}\n", NULL);
  fixture_assert_output (fixture, "render --title '{{ n }}' --body B --csv r.csv", 2, all);
  fixture_assert_output (fixture, "render --title '{{ n }}' --body B --csv r.csv --row 2", 2, bad);
}

/* A list, and what JSON has to escape. */
static void
test_values (Fixture *fixture, gconstpointer data)
{
  fixture_write (fixture, "r.csv", "userId,l\n" ANN ",\"[\"\"a\"\",2]\"\n");
  fixture_assert_output (
    fixture, "render --title '{% for x in l %}{{ x }};{% endfor %}' --body 'a\"\\b' --csv r.csv", 0,
    "{\"row\":1,\"line\":2,\"userId\":\"" ANN "\",\"title\":\"a;2;\",\"body\":\"a\\\"\\\\b\"}\n");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("render/rows", test_rows);
  ADD ("render/dialect", test_dialect);
  ADD ("render/error", test_error);
  ADD ("render/bad-rows", test_bad_rows);
  ADD ("render/values", test_values);
  return g_test_run ();
}
