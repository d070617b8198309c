#include <base-time.h>

static void
test_parse (void)
{
  const struct {
    const char *text;
    gint64 usec;
  } cases[] = {
    { "2023-08-31T14:15:22Z", G_GINT64_CONSTANT (1693491322000000) },
    { "2023-08-31T14:15:22.25Z", G_GINT64_CONSTANT (1693491322250000) },
    { "2023-08-31T16:15:22+02:00", G_GINT64_CONSTANT (1693491322000000) },
    { "2023-08-31T14:15:22", G_GINT64_CONSTANT (1693491322000000) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    gint64 usec = 0;
    g_assert_true (base_time_parse (cases[i].text, &usec));
    g_assert_cmpint (usec, ==, cases[i].usec);
  }
}

static void
test_refused (void)
{
  const char *texts[] = { NULL, "", "yesterday", "2023-13-01T00:00:00Z", "null" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    gint64 usec = 5;
    g_assert_false (base_time_parse (texts[i], &usec));
  }
}

static void
test_format (void)
{
  g_autofree char *whole = base_time_format (G_GINT64_CONSTANT (1693491322000000));
  g_assert_cmpstr (whole, ==, "2023-08-31T14:15:22Z");
  g_autofree char *part = base_time_format (G_GINT64_CONSTANT (1693491322999999));
  g_assert_cmpstr (part, ==, "2023-08-31T14:15:22Z");
  g_autofree char *before = base_time_format (-1);
  g_assert_cmpstr (before, ==, "1969-12-31T23:59:59Z");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/time/parse", test_parse);
  g_test_add_func ("/base/time/refused", test_refused);
  g_test_add_func ("/base/time/format", test_format);
  return g_test_run ();
}
