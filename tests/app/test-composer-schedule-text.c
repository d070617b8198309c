#include <carillon-schedule-text.h>

#include <stdlib.h>
#include <time.h>

static const struct {
  const char *zone;
  CarillonLocalTime local;
  CarillonClock clock;
  const char *utc;
} times[] = {
  { "Europe/Vienna", { 2026, 1, 15, 9, 30 }, CARILLON_CLOCK_ONCE, "2026-01-15T08:30:00Z" },
  { "Europe/Vienna", { 2026, 7, 15, 9, 30 }, CARILLON_CLOCK_ONCE, "2026-07-15T07:30:00Z" },
  { "Europe/Vienna", { 2026, 3, 29, 1, 59 }, CARILLON_CLOCK_ONCE, "2026-03-29T00:59:00Z" },
  { "Europe/Vienna", { 2026, 3, 29, 2, 0 }, CARILLON_CLOCK_NEVER, "2026-03-29T01:00:00Z" },
  { "Europe/Vienna", { 2026, 3, 29, 2, 30 }, CARILLON_CLOCK_NEVER, "2026-03-29T01:30:00Z" },
  { "Europe/Vienna", { 2026, 3, 29, 3, 0 }, CARILLON_CLOCK_ONCE, "2026-03-29T01:00:00Z" },
  { "Europe/Vienna", { 2026, 10, 25, 2, 30 }, CARILLON_CLOCK_TWICE, "2026-10-25T00:30:00Z" },
  { "Europe/Vienna", { 2026, 10, 25, 3, 0 }, CARILLON_CLOCK_ONCE, "2026-10-25T02:00:00Z" },
  { "America/New_York", { 2026, 11, 1, 1, 15 }, CARILLON_CLOCK_TWICE, "2026-11-01T05:15:00Z" },
  { "America/New_York", { 2026, 3, 8, 2, 15 }, CARILLON_CLOCK_NEVER, "2026-03-08T07:15:00Z" },
  { "Australia/Lord_Howe", { 2026, 4, 5, 1, 45 }, CARILLON_CLOCK_TWICE, "2026-04-04T14:45:00Z" },
  { "Asia/Kathmandu", { 2026, 3, 8, 2, 15 }, CARILLON_CLOCK_ONCE, "2026-03-07T20:30:00Z" },
  { "UTC", { 2026, 12, 31, 23, 59 }, CARILLON_CLOCK_ONCE, "2026-12-31T23:59:00Z" },
};

static void
test_to_unix (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (times); i++) {
    g_autoptr (GTimeZone) zone = carillon_zone_find (times[i].zone);
    gint64 actual = 0;
    CarillonClock clock = carillon_zone_to_unix (zone, &times[i].local, &actual);
    g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (actual);
    g_autofree char *utc = g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
    g_assert_cmpstr (utc, ==, times[i].utc);
    g_assert_cmpint (clock, ==, times[i].clock);

    CarillonLocalTime back;
    g_assert_true (carillon_zone_from_unix (zone, actual, &back));
    if (clock != CARILLON_CLOCK_NEVER) {
      g_assert_cmpint (back.hour, ==, times[i].local.hour);
      g_assert_cmpint (back.minute, ==, times[i].local.minute);
      g_assert_cmpint (back.day, ==, times[i].local.day);
    }
  }
  g_assert_null (carillon_zone_find ("Europe/Nowhere"));
  g_assert_null (carillon_zone_find (""));
}

static void
test_odd_clocks (void)
{
  g_autoptr (GTimeZone) zone = carillon_zone_find ("Europe/Vienna");
  const CarillonLocalTime gap = { 2026, 3, 29, 2, 30 };
  const CarillonLocalTime again = { 2026, 10, 25, 2, 30 };
  gint64 taken = 0;

  CarillonClock clock = carillon_zone_to_unix (zone, &gap, &taken);
  g_autofree char *never = carillon_describe_clock (clock, &gap, taken, zone);
  g_assert_cmpstr (never, ==,
                   "Clocks are put forward that night, and never show 02:30: it goes out at 03:30");
  clock = carillon_zone_to_unix (zone, &again, &taken);
  g_autofree char *twice = carillon_describe_clock (clock, &again, taken, zone);
  g_assert_cmpstr (
    twice, ==, "Clocks are put back that night, and show 02:30 twice: it goes out the first time");
  g_assert_null (carillon_describe_clock (CARILLON_CLOCK_ONCE, &again, taken, zone));
}

static void
test_list (void)
{
  g_autoptr (GListModel) zones = carillon_zone_list_new ();
  guint n = g_list_model_get_n_items (zones);
  guint n_known = 0;

  g_assert_cmpuint (n, >, 200);
  for (guint i = 0; i < n; i++) {
    g_autoptr (GObject) item = g_list_model_get_item (zones, i);
    g_autofree char *name = NULL;
    g_object_get (item, "string", &name, NULL);
    n_known += g_str_equal (name, "Europe/Vienna") || g_str_equal (name, "UTC");
  }
  g_assert_cmpuint (n_known, ==, 2);
}

#define NOW G_GINT64_CONSTANT (1773480600) /* 2026-03-14T09:30:00Z */
#define HOUR 3600

static void
test_words (void)
{
  static const struct {
    gint64 ahead;
    const char *words;
  } cases[] = {
    { 30, "in less than a minute" },     { 60, "in 1 minute" },
    { 59 * 60, "in 59 minutes" },        { HOUR, "in 1 hour" },
    { 90 * 60, "in 1 hour 30 minutes" }, { 24 * HOUR, "in 1 day" },
    { 47 * HOUR, "in 1 day 23 hours" },  { 48 * HOUR, "in 2 days" },
    { 75 * HOUR, "in 3 days" },          { -120, "2 minutes ago" },
    { -26 * HOUR, "1 day 2 hours ago" }, { 0, "less than a minute ago" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *words = carillon_describe_distance (NOW + cases[i].ahead, NOW);
    g_assert_cmpstr (words, ==, cases[i].words);
  }
  g_autofree char *here = carillon_describe_schedule (NOW + 72 * HOUR, "Europe/Vienna", NOW);
  g_assert_cmpstr (here, ==,
                   "Tue, 17 Mar 2026, 10:30 your time\nTue, 17 Mar 2026, 09:30 UTC · in 3 days");
  g_autofree char *there = carillon_describe_schedule (NOW + HOUR, "America/New_York", NOW);
  g_assert_cmpstr (there, ==,
                   "Sat, 14 Mar 2026, 06:30 America/New_York\nSat, 14 Mar 2026, 11:30 your time\n"
                   "Sat, 14 Mar 2026, 10:30 UTC · in 1 hour");
}

static void
test_judgement (void)
{
  char *words = NULL;

  g_assert_cmpint (carillon_schedule_judge (0, NOW, &words), ==, CARILLON_SCHEDULE_FINE);
  g_assert_null (words);
  g_assert_cmpint (carillon_schedule_judge (NOW + 1, NOW, &words), ==, CARILLON_SCHEDULE_FINE);
  g_assert_null (words);
  g_assert_cmpint (carillon_schedule_judge (NOW, NOW, &words), ==, CARILLON_SCHEDULE_PASSED);
  g_assert_nonnull (words);
  g_clear_pointer (&words, g_free);
  g_assert_cmpint (carillon_schedule_judge (NOW - 180, NOW, &words), ==, CARILLON_SCHEDULE_PASSED);
  g_assert_cmpstr (words, ==, "This time passed 3 minutes ago: choose a later one, or send now");
  g_clear_pointer (&words, g_free);
  g_assert_cmpint (carillon_schedule_judge (NOW + 169 * HOUR, NOW, &words), ==,
                   CARILLON_SCHEDULE_FAR);
  g_assert_nonnull (words);
  g_free (words);
}

static void
test_clock (void)
{
  static const struct {
    const char *text;
    int minutes; /* -1: none */
  } cases[] = {
    { "9:30", 570 },  { "09:30", 570 },  { " 09.30 ", 570 }, { "0930", 570 },  { "9", 540 },
    { "00:00", 0 },   { "23:59", 1439 }, { "24:00", -1 },    { "9:60", -1 },   { "9:3", -1 },
    { "", -1 },       { ":30", -1 },     { "930", -1 },      { "09:300", -1 }, { "nine", -1 },
    { "09:30x", -1 }, { "-1:00", -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    int hour = 0, minute = 0;
    gboolean found = carillon_clock_parse (cases[i].text, &hour, &minute);
    g_test_message ("%s", cases[i].text);
    g_assert_cmpint (found ? hour * 60 + minute : -1, ==, cases[i].minutes);
  }
}

int
main (int argc, char *argv[])
{
  g_setenv ("TZ", "Europe/Vienna", TRUE);
  tzset ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/composer/schedule-text/to-unix", test_to_unix);
  g_test_add_func ("/composer/schedule-text/odd-clocks", test_odd_clocks);
  g_test_add_func ("/composer/schedule-text/list", test_list);
  g_test_add_func ("/composer/schedule-text/words", test_words);
  g_test_add_func ("/composer/schedule-text/judgement", test_judgement);
  g_test_add_func ("/composer/schedule-text/clock", test_clock);
  return g_test_run ();
}
