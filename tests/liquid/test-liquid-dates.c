/* Dates as people write them, and as templates print them: Shopify's answers, which are Ruby's. */

#include <liquid.h>
#include <string.h>

typedef struct {
  const char *text;
  const char *expected;
} Case;

/* It is 2024-01-01T00:01:58Z. */
static char *
format_date (const char *text, const char *format)
{
  g_autoptr (LiquidHash) data = liquid_hash_new ();
  g_autoptr (GString) output = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (LiquidTemplate) template =
    liquid_template_parse ("{{ text | date: format }}", -1, LIQUID_SHOPIFY, &error);
  LiquidRenderOptions options = { .lookup = liquid_hash_lookup,
                                  .data = data,
                                  .now = G_GINT64_CONSTANT (1704067318) * G_USEC_PER_SEC };

  g_assert_no_error (error);
  liquid_hash_set (data, "text", liquid_string (text, strlen (text)));
  liquid_hash_set (data, "format", liquid_string (format, strlen (format)));
  g_assert_true (liquid_template_render_full (template, &options, output, &error));
  g_assert_no_error (error);
  return g_string_free (g_steal_pointer (&output), FALSE);
}

static void
check (const Case *cases, gsize n_cases)
{
  for (gsize i = 0; i < n_cases; i++) {
    g_autofree char *printed = format_date (cases[i].text, "%F %T %z");
    g_test_message ("%s", cases[i].text);
    g_assert_cmpstr (printed, ==, cases[i].expected);
  }
}

static void
test_days (void)
{
  const Case cases[] = {
    { "2026-03-05", "2026-03-05 00:00:00 +0000" },
    { "5.3.2026", "2026-03-05 00:00:00 +0000" },
    { "2026/3/5", "2026-03-05 00:00:00 +0000" },
    { "3/5", "2024-03-05 00:00:00 +0000" },
    { "26-3-5", "2026-03-05 00:00:00 +0000" },
    { "0026-3-5", "0026-03-05 00:00:00 +0000" },
    { "March 5th, 2026", "2026-03-05 00:00:00 +0000" },
    { "5th of March 2026", "2026-03-01 00:00:00 +0000" },
    { "5 mar '26", "2026-03-05 00:00:00 +0000" },
    { "5 mar 44 bc", "-0043-03-05 00:00:00 +0000" },
    { "5 mar bc 44", "-0043-03-05 00:00:00 +0000" },
    { "5-mar-2026", "2026-03-05 00:00:00 +0000" },
    { "mar-5-2026", "2026-03-05 00:00:00 +0000" },
    { "Thursday 5 March", "2024-03-05 00:00:00 +0000" },
    { "march", "2024-03-01 00:00:00 +0000" },
    { "march 2026", "2026-03-01 00:00:00 +0000" },
    { "the 5th", "2024-01-05 00:00:00 +0000" },
    { "h28.03.14", "2016-03-14 00:00:00 +0000" },
    { "20260305", "1970-08-23 11:51:45 +0000" },
    { "20260305z", "2026-03-05 00:00:00 +0000" },
    { "2026-064", "2026-03-05 00:00:00 +0000" },
    { "--03-05", "2024-03-05 00:00:00 +0000" },
    { "---05", "2024-01-05 00:00:00 +0000" },
    { "2026-02-30", "2026-03-02 00:00:00 +0000" },
    { "2026-02-32", "2026-02-32" },
    { "2026-13-01", "2026-13-01" },
    { "2026-w10-4", "2026-w10-4" },
    { "Thursday", "Thursday" },
    { "soon", "soon" },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_times (void)
{
  const Case cases[] = {
    { "17:30", "2024-01-01 17:30:00 +0000" },
    { "5pm", "2024-01-01 17:00:00 +0000" },
    { "12 a.m.", "2024-01-01 00:00:00 +0000" },
    { "5h 30m 15s", "2024-01-01 05:30:15 +0000" },
    { "5 March 17:30:15.25", "2024-03-05 17:30:15 +0000" },
    { "24:00", "2024-01-02 00:00:00 +0000" },
    { "23:59:60", "2024-01-02 00:00:00 +0000" },
    { "25:00", "25:00" },
    { "20260305T173015", "2026-03-05 17:30:15 +0000" },
    { "20260305173015.5", "2026-03-05 17:30:15 +0000" },
    { "2026-03-05 8", "2026-03-05 08:00:00 +0000" },
    { "17:30 5", "2024-01-05 17:30:00 +0000" },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_zones (void)
{
  const Case cases[] = {
    { "2026-03-05 17:30 +02:00", "2026-03-05 17:30:00 +0200" },
    { "2026-03-05T17:30:00-0830", "2026-03-05 17:30:00 -0830" },
    { "2026-03-05 17:30 EST", "2026-03-05 17:30:00 -0500" },
    { "2026-03-05 17:30 a", "2026-03-05 17:30:00 +0100" },
    { "2026-03-05 17:30 CET", "2026-03-05 17:30:00 +0000" },
    { "2026-03-05 17:30 +5", "2026-03-05 17:30:00 +0000" },
    { "2026-03-05 17:30 Eastern Standard Time", "2026-03-05 17:30:00 +0000" },
    { "20260305T173000[-9]", "2026-03-05 17:30:00 +0000" },
    { "20260305T173000[+09]", "2026-03-05 17:30:00 +0900" },
    { "17:30 +14:00", "2024-01-01 17:30:00 +1400" },
    { "2026-02-28 23:30 -01:00", "2026-02-28 23:30:00 -0100" },
    { "17:75 +02:00", "17:75 +02:00" },
    { "17:75 +02:30", "2024-01-01 18:15:00 +0230" },
    { "17:30 +24:00", "17:30 +24:00" },
  };

  check (cases, G_N_ELEMENTS (cases));
}

/* What machines write is read by a short way, which a space before it closes. */
static void
test_machines (void)
{
  const char *const days[] = { "2026-03-05", "2024-02-29", "2026-04-31", "1000-12-01",
                               "0999-01-01" };
  const char *const times[] = { "",          " 17:30",        "T00:00:00", " 23:59:59",
                                " 24:00:00", "T17:30:00.125", "T9:30",     " 17:30:60" };
  const char *const zones[] = { "", "Z", " UTC", " +0230", "-11:00", " -0000", " +2400", " EST" };

  for (gsize i = 0; i < G_N_ELEMENTS (days) * G_N_ELEMENTS (times) * G_N_ELEMENTS (zones); i++) {
    const char *day = days[i % G_N_ELEMENTS (days)];
    const char *time = times[i / G_N_ELEMENTS (days) % G_N_ELEMENTS (times)];
    const char *zone = zones[i / G_N_ELEMENTS (days) / G_N_ELEMENTS (times)];
    g_autofree char *spaced = g_strconcat (" ", day, time, zone, NULL);
    g_autofree char *shortly = format_date (spaced + 1, "%F %T.%N %z %-z %Z");
    g_autofree char *slowly = format_date (spaced, "%F %T.%N %z %-z %Z");
    g_assert_cmpstr (g_strstrip (shortly), ==, g_strstrip (slowly));
  }
}

static void
test_long (void)
{
  g_autofree char *spaces = g_strnfill (120, ' '),
                  *short_text = g_strconcat (spaces, "5 march", NULL);
  g_autofree char *long_text = g_strconcat (spaces, " 5 march ", NULL);
  const Case cases[] = {
    { short_text, "2024-03-05 00:00:00 +0000" },
    { long_text, long_text },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_formats (void)
{
  const Case cases[] = {
    { "%Y|%C|%y|%-m|%_m|%05d|%e", "2026|20|26|3| 3|00005| 5" },
    { "%^b|%#B|%10a|%-10a|%010a", "MAR|MARCH|       Thu|Thu|0000000Thu" },
    { "%I:%M:%S %p|%P|%#p|%^P|%l|%k", "05:30:15 PM|pm|pm|PM| 5|17" },
    { "%L|%N|%3N|%12N|%s", "250|250000000|250|250000000000|1772737215" },
    { "%z|%:z|%::z|%:::z|%_z|%10z|%-z|%Z|",
      "-0130|-01:30|-01:30:00|-01:30| -130|-000000130|-0130||" },
    { "%j|%U|%W|%V|%G|%g|%u|%w", "064|09|09|10|2026|26|4|4" },
    { "%c|%x|%D|%F|%T|%R|%r|%v|%X",
      "Thu Mar  5 17:30:15 2026|03/05/26|03/05/26|2026-03-05|17:30:15|17:30|05:30:15 PM| "
      "5-MAR-2026|17:30:15" },
    { "%^c|%#c|%30c|%-30c",
      "THU MAR  5 17:30:15 2026|Thu Mar  5 17:30:15 2026|      Thu Mar  5 17:30:15 2026|      Thu "
      "Mar  5 17:30:15 2026" },
    { "%EY|%Od|%EQ|%Ob|%Ec", "2026|05|%EQ|%Ob|Thu Mar  5 17:30:15 2026" },
    { "%:d|%::::z|%5^a|%q|%+|%K", "%:d|%::::z|%5^a|%q|%+|%K" },
    { "%%|%5%|%3n|%^%", "%|    %|  \n|%" },
    { "100%", "Liquid error (line 1): invalid format: 100%" },
    { "%-", "Liquid error (line 1): invalid format: %-" },
    { "%10", "Liquid error (line 1): invalid format: %10" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *printed = format_date ("2026-03-05 17:30:15.25 -01:30", cases[i].text);
    g_test_message ("%s", cases[i].text);
    g_assert_cmpstr (printed, ==, cases[i].expected);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/liquid/dates/days", test_days);
  g_test_add_func ("/liquid/dates/times", test_times);
  g_test_add_func ("/liquid/dates/zones", test_zones);
  g_test_add_func ("/liquid/dates/machines", test_machines);
  g_test_add_func ("/liquid/dates/long", test_long);
  g_test_add_func ("/liquid/dates/formats", test_formats);
  return g_test_run ();
}
