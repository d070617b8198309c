/* Narrowing a list by chips, and what is typed into them. */

#include "carillon-filter.h"
#include "carillon-notifications-page.h"
#include "page-fixture.h"

static const CarillonFilterField tags = {
  .id = "tags",
  .title = "Tags",
  .type = CARILLON_FILTER_TAGS,
  .offset = G_STRUCT_OFFSET (CommsFilter, tags),
};

static const CarillonFilterField dates = {
  .id = "created",
  .title = "Created",
  .type = CARILLON_FILTER_DATES,
};

static void
test_tags (void)
{
  static const struct {
    const char *text;
    const char *value; /* (nullable): a problem */
  } cases[] = {
    { "campaign:gates", "campaign:gates" },
    { " campaign : gates ;region=eu;", "campaign:gates; region:eu" },
    { "a:b, c:d", "a:b; c:d" },
    { "", "" },
    { "campaign", NULL },
    { "campaign:", NULL },
    { "cam paign:x", NULL },
    { "campaign:é", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *problem = NULL;
    g_autofree char *value = carillon_filter_parse (&tags, cases[i].text, &problem);

    g_assert_cmpstr (value, ==, cases[i].value);
    g_assert_true ((problem != NULL) == (cases[i].value == NULL));
  }

  g_autoptr (CommsFilter) filter = carillon_filter_with (NULL, &tags, "campaign:gates; region:eu");
  g_assert_cmpstr (filter->tags, ==, "campaign:gates;region:eu;");
}

static void
test_dates (void)
{
  static const struct {
    const char *start;
    const char *end;
    const char *value; /* (nullable): a problem */
  } cases[] = {
    { "2026-11-20", "", "2026-11-20T00:00:00Z/" },
    { "", " 2026-11-20 ", "/2026-11-20T23:59:59Z" },
    { "2026-11-20 08:30", "2026-11-21 09:00", "2026-11-20T08:30:00Z/2026-11-21T09:00:59Z" },
    { "2026-11-20T08:30:00Z", "", "2026-11-20T08:30:00Z/" },
    { "", "", "" },
    { "yesterday", "", NULL },
    { "2026-13-01", "", NULL },
    { "2026-11-20 8", "", NULL },
    { "2026-11-20 08:30 x", "", NULL },
    { "2026-11-21", "2026-11-20", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *problem = NULL;
    g_autofree char *value = carillon_filter_parse_dates (cases[i].start, cases[i].end, &problem);

    g_assert_cmpstr (value, ==, cases[i].value);
    g_assert_true ((problem != NULL) == (cases[i].value == NULL));
  }

  g_autofree char *start = NULL;
  g_autofree char *end = NULL;
  carillon_filter_split_dates ("2026-11-20T08:30:00Z/", &start, &end);
  g_assert_cmpstr (start, ==, "2026-11-20 08:30");
  g_assert_cmpstr (end, ==, "");

  g_autoptr (CommsFilter) filter =
    carillon_filter_with (NULL, &dates, "2026-11-20T08:30:00Z/2026-11-21T08:30:00Z");
  g_assert_cmpstr (filter->start_date, ==, "2026-11-20T08:30:00Z");
  g_assert_cmpstr (filter->end_date, ==, "2026-11-21T08:30:00Z");
}

static void
show_notifications (PageFixture *fixture)
{
  page_fixture_set_up (fixture, NULL, TRUE);
  page_fixture_show (fixture, carillon_notifications_page_new (fixture->session), 1000, 700);
  page_fixture_wait_state (fixture, COMMS_LIST_READY);
  page_fixture_wait_idle (fixture);
}

/* The chip with its popover open. */
static GtkWidget *
edit (PageFixture *fixture, const char *filter)
{
  g_autofree char *name = g_strconcat ("filter-", filter, NULL);

  gtk_widget_activate_action (GTK_WIDGET (page_fixture_list (fixture)), "rows.filter", "s", filter);
  return test_ui_wait_find (fixture->page, name);
}

static void
test_chips (void)
{
  PageFixture fixture;
  show_notifications (&fixture);

  GtkWidget *chip = edit (&fixture, "status");
  GtkWidget *choice = test_ui_wait_find_text (chip, GTK_TYPE_CHECK_BUTTON, "Failed");
  test_ui_settle (fixture.window);
  test_ui_screenshot (choice, "filters-status");
  test_ui_click (test_ui_find_text (chip, GTK_TYPE_CHECK_BUTTON, "Failed"));
  page_fixture_wait_idle (&fixture);
  test_ui_wait_shows (chip, "Status: Failed");
  g_assert_cmpuint (page_fixture_n_rows (&fixture), >, 0);
  for (guint i = 0; i < page_fixture_n_rows (&fixture); i++) {
    CommsNotification *row = COMMS_NOTIFICATION (page_fixture_row (&fixture, i));

    g_assert_cmpstr (comms_notification_get_status (row), ==, "FAILED");
  }

  GtkWidget *provider = edit (&fixture, "provider");
  test_ui_click (test_ui_wait_find_text (provider, GTK_TYPE_CHECK_BUTTON, "APN"));
  page_fixture_wait_idle (&fixture);
  page_fixture_choose (&fixture, "operation", "comms_operation_01h9krwprkeee8fzqspvwy6nq8");
  page_fixture_wait_state (&fixture, COMMS_LIST_EMPTY);
  test_ui_wait_shows (fixture.page, "No Matches");
  page_fixture_picture (&fixture, "filters-1000");
  page_fixture_resize (&fixture, 360, 640);
  page_fixture_picture (&fixture, "filters-360");

  test_ui_click (test_ui_find_text (fixture.page, GTK_TYPE_BUTTON, "Remove Filter Operation"));
  page_fixture_wait_state (&fixture, COMMS_LIST_READY);
  test_ui_click (test_ui_find_text (fixture.page, GTK_TYPE_BUTTON, "Clear All"));
  page_fixture_wait_idle (&fixture);
  g_assert_cmpuint (page_fixture_n_rows (&fixture), ==, CARILLON_LIST_PAGE_SIZE);
  g_assert_false (gtk_widget_get_mapped (chip));
  page_fixture_tear_down (&fixture);
}

static void
test_typed (void)
{
  PageFixture fixture;
  show_notifications (&fixture);

  GtkWidget *chip = edit (&fixture, "tags");
  GtkWidget *entry = test_ui_wait_find_text (chip, GTK_TYPE_ENTRY, "campaign:gates; region:eu");
  test_ui_type (entry, "nonsense");
  test_ui_click (test_ui_find_text (chip, GTK_TYPE_BUTTON, "Apply"));
  test_ui_wait_shows (chip, "“nonsense” is no tag with a value");
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  test_ui_settle (fixture.window);
  test_ui_screenshot (entry, "filters-tags-wrong");
  test_ui_type (entry, "campaign=none-has-this");
  g_signal_emit_by_name (entry, "activate");
  page_fixture_wait_state (&fixture, COMMS_LIST_EMPTY);
  test_ui_wait_shows (chip, "Tags: campaign:none-has-this");

  /* Closed without a value, a chip is not seen. */
  page_fixture_choose (&fixture, "tags", NULL);
  g_assert_false (gtk_widget_get_visible (chip));
  GtkWidget *created = edit (&fixture, "created");
  GtkWidget *span = test_ui_wait_find_text (created, GTK_TYPE_BUTTON, "Last Hour");
  test_ui_settle (fixture.window);
  test_ui_screenshot (span, "filters-created");
  GtkWidget *popover = gtk_widget_get_ancestor (span, GTK_TYPE_POPOVER);
  gtk_popover_popdown (GTK_POPOVER (popover));
  test_ui_settle (fixture.window);
  g_assert_false (gtk_widget_get_visible (created));

  edit (&fixture, "created");
  test_ui_click (test_ui_wait_find_text (created, GTK_TYPE_BUTTON, "Last 3 Days"));
  page_fixture_wait_state (&fixture, COMMS_LIST_READY);
  test_ui_wait_shows (created, "Created: since ");
  gint64 oldest = g_get_real_time () - 73 * G_TIME_SPAN_HOUR;
  for (guint i = 0; i < page_fixture_n_rows (&fixture); i++) {
    g_assert_cmpint (comms_resource_get_created_at (page_fixture_row (&fixture, i)), >, oldest);
  }
  page_fixture_tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  test_ui_init (&argc, &argv);
  g_test_add_func ("/lists/filters/tags", test_tags);
  g_test_add_func ("/lists/filters/dates", test_dates);
  g_test_add_func ("/lists/filters/chips", test_chips);
  g_test_add_func ("/lists/filters/typed", test_typed);
  return g_test_run ();
}
