/* Searching, sorting, selecting and copying the rows of a list, and loading all of them. */

#include "carillon-list-rows.h"
#include "carillon-users-page.h"
#include "page-fixture.h"

/* Of the emulator's demo data. */
#define N_USERS 2000

static CarillonListRows *
shown (PageFixture *fixture)
{
  return carillon_list_page_get_rows (page_fixture_list (fixture));
}

static guint
n_shown (PageFixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (shown (fixture)));
}

static guint
n_selected (PageFixture *fixture)
{
  return carillon_list_rows_get_n_selected (shown (fixture));
}

static CommsResource *
shown_row (PageFixture *fixture, guint position)
{
  g_autoptr (CommsResource) item = g_list_model_get_item (G_LIST_MODEL (shown (fixture)), position);

  g_assert_nonnull (item);
  return item;
}

static void
show_users (PageFixture *fixture)
{
  page_fixture_set_up (fixture, NULL, TRUE);
  page_fixture_show (fixture, carillon_users_page_new (fixture->session), 1000, 700);
  page_fixture_wait_state (fixture, COMMS_LIST_READY);
  page_fixture_wait_idle (fixture);
}

static gboolean
has_count (GtkWidget *root, gpointer data)
{
  const struct {
    guint (*count) (PageFixture *fixture);
    PageFixture *fixture;
    guint expected;
  } *query = data;

  return query->count (query->fixture) == query->expected;
}

static void
wait_count (PageFixture *fixture, guint (*count) (PageFixture *fixture), guint expected)
{
  struct {
    guint (*count) (PageFixture *fixture);
    PageFixture *fixture;
    guint expected;
  } query = { count, fixture, expected };

  test_ui_wait (fixture->window, has_count, &query);
  test_ui_settle (fixture->window);
}

static void
search_for (PageFixture *fixture, const char *text)
{
  gtk_widget_activate_action (GTK_WIDGET (page_fixture_list (fixture)), "rows.search", NULL);
  test_ui_type (test_ui_wait_find (fixture->page, "list-search-entry"), text);
}

static void
add_fault (PageFixture *fixture, const char *description)
{
  g_free (test_emulator_add_fault (fixture->emulator, description));
}

static void
act (PageFixture *fixture, const char *action)
{
  g_assert_true (
    gtk_widget_activate_action (GTK_WIDGET (page_fixture_list (fixture)), action, NULL));
}

static void
test_search (void)
{
  PageFixture fixture;
  show_users (&fixture);
  const char *id = comms_resource_get_id (page_fixture_row (&fixture, 42));
  g_autofree char *part = g_ascii_strup (id + strlen (id) - 10, -1);

  search_for (&fixture, part);
  wait_count (&fixture, n_shown, 1);
  g_assert_cmpstr (comms_resource_get_id (shown_row (&fixture, 0)), ==, id);
  test_ui_wait_shows (fixture.page, "1 of 100 loaded rows match");
  page_fixture_picture (&fixture, "rows-search");

  /* Few rows on the screen are no reason to ask for more. */
  page_fixture_wait_idle (&fixture);
  g_assert_cmpuint (page_fixture_n_rows (&fixture), ==, CARILLON_LIST_PAGE_SIZE);

  search_for (&fixture, "nobody has this");
  test_ui_wait_shows (fixture.page, "Only the 100 rows loaded so far were searched.");
  page_fixture_picture (&fixture, "rows-unmatched");
  page_fixture_resize (&fixture, 360, 640);
  page_fixture_picture (&fixture, "rows-unmatched-360");

  test_ui_click (test_ui_find (fixture.page, "list-search"));
  wait_count (&fixture, n_shown, CARILLON_LIST_PAGE_SIZE);
  page_fixture_tear_down (&fixture);
}

static guint
count_ids_with (PageFixture *fixture, const char *part)
{
  guint n_found = 0;

  for (guint i = 0; i < page_fixture_n_rows (fixture); i++) {
    const char *id = comms_resource_get_id (page_fixture_row (fixture, i));

    n_found += strstr (id, part) != NULL ? 1 : 0;
  }
  return n_found;
}

typedef struct {
  PageFixture *fixture;
  const char *part;
} Match;

static gboolean
shows_matches (GtkWidget *root, gpointer data)
{
  const Match *match = data;

  return n_shown (match->fixture) == count_ids_with (match->fixture, match->part);
}

/* A search whose text was replaced may have been none for a moment, and more rows asked for. */
static void
wait_matches (PageFixture *fixture, const char *part)
{
  page_fixture_wait_idle (fixture);
  test_ui_wait (fixture->window, shows_matches, &(Match){ fixture, part });
  test_ui_settle (fixture->window);
}

static void
test_search_all (void)
{
  PageFixture fixture;
  show_users (&fixture);

  search_for (&fixture, "comms_pushnotificationuser_ z7");
  wait_matches (&fixture, "z7");
  test_ui_click (test_ui_wait_find (fixture.page, "list-load-all"));
  test_ui_wait_shows (fixture.page, "of 2,000 rows match");
  g_assert_cmpuint (page_fixture_n_rows (&fixture), ==, N_USERS);
  g_assert_cmpuint (count_ids_with (&fixture, "z7"), >, 0);
  wait_matches (&fixture, "z7");
  g_assert_false (gtk_widget_get_mapped (test_ui_find (fixture.page, "list-load-all")));
  page_fixture_tear_down (&fixture);
}

/* The page that fails is the fifth; whoever tries again goes on to the end. */
static void
test_load_all_fails (void)
{
  PageFixture fixture;
  show_users (&fixture);
  add_fault (&fixture, "{'kind': 'status', 'status': 400, 'method': 'GET', 'path': "
                       "'/PushNotifications/Users', 'skip': 3, 'times': 1}");

  act (&fixture, "rows.load-all");
  GtkWidget *problem = test_ui_wait_find (fixture.page, "list-more-problem");
  test_ui_wait_shows (problem, "The Server Refused the Request");
  g_assert_cmpuint (page_fixture_n_rows (&fixture), ==, 4 * CARILLON_LIST_PAGE_SIZE);
  page_fixture_picture (&fixture, "rows-load-all-failed");

  test_ui_click (test_ui_find_text (problem, GTK_TYPE_BUTTON, "Try Again"));
  test_ui_wait_shows (fixture.page, "2,000 rows");
  g_assert_cmpuint (page_fixture_n_rows (&fixture), ==, N_USERS);
  page_fixture_tear_down (&fixture);
}

static void
test_load_all_stopped (void)
{
  PageFixture fixture;
  show_users (&fixture);
  add_fault (&fixture, "{'kind': 'late', 'delay': 200, 'method': 'GET', 'path': "
                       "'/PushNotifications/Users', 'times': 0}");

  act (&fixture, "rows.load-all");
  test_ui_wait_shows (fixture.page, "Loading… 200 rows so far");
  test_ui_click (test_ui_find (fixture.page, "list-stop"));
  page_fixture_wait_idle (&fixture);
  g_assert_cmpuint (page_fixture_n_rows (&fixture), <=, 3 * CARILLON_LIST_PAGE_SIZE);
  test_emulator_remove_faults (fixture.emulator);
  page_fixture_tear_down (&fixture);
}

static void
test_select (void)
{
  PageFixture fixture;
  show_users (&fixture);
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (shown (&fixture));

  /* As Shift with an arrow does. */
  gtk_selection_model_select_range (selection, 3, 4, TRUE);
  carillon_list_page_set_show_details (page_fixture_list (&fixture), TRUE);
  test_ui_wait_shows (fixture.page, "4 Rows Selected");
  test_ui_wait_shows (fixture.page, "4 of 100 loaded rows selected, and there are more");
  g_assert_null (carillon_list_page_get_selected_item (page_fixture_list (&fixture)));
  page_fixture_picture (&fixture, "rows-selected");

  g_autofree char *third = g_strdup (comms_resource_get_id (shown_row (&fixture, 3)));
  act (&fixture, "rows.copy-id");
  g_autofree char *ids = page_fixture_clipboard (&fixture);
  g_auto (GStrv) lines = g_strsplit (ids, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  g_assert_cmpstr (lines[0], ==, third);

  page_fixture_click (&fixture, "Copy as JSON");
  test_ui_wait_shows (fixture.window, "Copied as JSON");
  g_autofree char *json = page_fixture_clipboard (&fixture);
  g_autoptr (JsonNode) node = json_from_string (json, NULL);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, 4);

  page_fixture_click (&fixture, "Compose to Selected");
  g_assert_true (g_str_has_prefix (fixture.activated, "compose-new-to [('comms_"));
  g_assert_nonnull (strstr (fixture.activated, third));
  page_fixture_click (&fixture, "Add to the Open Draft");
  g_assert_true (g_str_has_prefix (fixture.activated, "add-recipients "));

  page_fixture_resize (&fixture, 360, 640);
  page_fixture_picture (&fixture, "rows-selected-360");
  page_fixture_tear_down (&fixture);
}

static void
test_select_all (void)
{
  PageFixture fixture;
  show_users (&fixture);

  act (&fixture, "rows.select-all");
  test_ui_wait_shows (fixture.page, "100 of 100 loaded rows selected, and there are more");
  page_fixture_picture (&fixture, "rows-select-all");
  test_ui_click (test_ui_wait_find (fixture.page, "list-select-matching"));
  test_ui_wait_shows (fixture.page, "2,000 of 2,000 selected");
  g_assert_cmpuint (n_selected (&fixture), ==, N_USERS);
  page_fixture_tear_down (&fixture);
}

/* Only what is shown is ever selected. */
static void
test_select_all_that_match (void)
{
  PageFixture fixture;
  show_users (&fixture);

  act (&fixture, "rows.select-all");
  search_for (&fixture, "comms_pushnotificationuser_ zz7 7zz");
  wait_count (&fixture, n_shown, 0);
  g_assert_cmpuint (n_selected (&fixture), ==, 0);
  search_for (&fixture, "z7");
  wait_matches (&fixture, "z7");
  search_for (&fixture, "q");
  wait_matches (&fixture, "q");
  g_assert_cmpuint (n_selected (&fixture), ==, 0);

  act (&fixture, "rows.select-all");
  test_ui_click (test_ui_wait_find (fixture.page, "list-select-matching"));
  test_ui_wait_gone (fixture.page, "Loading…");
  test_ui_settle (fixture.window);
  g_assert_cmpuint (page_fixture_n_rows (&fixture), ==, N_USERS);
  wait_count (&fixture, n_selected, count_ids_with (&fixture, "q"));
  page_fixture_tear_down (&fixture);
}

static void
test_sort (void)
{
  PageFixture fixture;
  show_users (&fixture);
  GtkWidget *list = GTK_WIDGET (page_fixture_list (&fixture));
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (shown (&fixture));
  g_autofree char *first = g_strdup (comms_resource_get_id (shown_row (&fixture, 0)));

  gtk_selection_model_select_item (selection, 0, TRUE);
  g_assert_true (gtk_widget_activate_action (list, "columns.sort", "s", "created"));
  test_ui_wait_shows (fixture.page, "Only the 100 loaded rows are sorted");
  test_ui_wait (fixture.window, has_count, &(struct {
                  guint (*count) (PageFixture * fixture);
                  PageFixture *fixture;
                  guint expected;
                }){ n_selected, &fixture, 1 });
  while (g_strcmp0 (comms_resource_get_id (shown_row (&fixture, 0)), first) == 0) {
    g_main_context_iteration (NULL, TRUE);
  }
  for (guint i = 1; i < n_shown (&fixture); i++) {
    g_assert_cmpint (comms_resource_get_created_at (shown_row (&fixture, i - 1)), <=,
                     comms_resource_get_created_at (shown_row (&fixture, i)));
  }

  /* The newest is the last now, and still what is selected. */
  g_assert_true (gtk_selection_model_is_selected (selection, n_shown (&fixture) - 1));
  g_assert_cmpstr (
    comms_resource_get_id (carillon_list_page_get_selected_item (page_fixture_list (&fixture))), ==,
    first);
  page_fixture_picture (&fixture, "rows-sorted");

  test_ui_click (test_ui_wait_find (fixture.page, "list-load-all"));
  test_ui_wait_shows (fixture.page, "2,000 rows");
  wait_count (&fixture, n_shown, N_USERS);
  g_assert_true (gtk_selection_model_is_selected (selection, N_USERS - 1));
  page_fixture_tear_down (&fixture);
}

static void
test_curl (void)
{
  PageFixture fixture;
  show_users (&fixture);
  const char *id = comms_resource_get_id (page_fixture_row (&fixture, 2));

  page_fixture_open_row (&fixture, 2);
  page_fixture_click (&fixture, "Copy as curl");
  g_autofree char *command = page_fixture_clipboard (&fixture);
  g_autofree char *expected = g_strdup_printf ("curl --user '':\"$CARILLON_SECRET\" "
                                               "'%s/PushNotifications/Users/%s'",
                                               test_emulator_get_url (fixture.emulator), id);
  g_assert_cmpstr (command, ==, expected);
  g_assert_null (strstr (command, test_emulator_get_secret (fixture.emulator)));
  page_fixture_tear_down (&fixture);
}

static gboolean
is_arranged (GtkWidget *root, gpointer fixture)
{
  return !carillon_list_rows_get_busy (shown (fixture));
}

static void
wait_arranged (PageFixture *fixture)
{
  test_ui_wait (fixture->window, is_arranged, fixture);
  test_ui_settle (fixture->window);
}

/* What goes elsewhere goes out of a sorted list without sorting it again, and what takes its place
 * is selected. */
static void
test_remove_sorted (void)
{
  PageFixture fixture;
  show_users (&fixture);
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (shown (&fixture));

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (page_fixture_list (&fixture)),
                                             "columns.sort", "s", "created"));
  wait_arranged (&fixture);
  g_autofree char *before = g_strdup (comms_resource_get_id (shown_row (&fixture, 9)));
  g_autofree char *after = g_strdup (comms_resource_get_id (shown_row (&fixture, 11)));
  gtk_selection_model_select_item (selection, 10, TRUE);
  carillon_list_rows_remove (shown (&fixture), shown_row (&fixture, 10));

  g_assert_false (carillon_list_rows_get_busy (shown (&fixture)));
  g_assert_cmpuint (n_shown (&fixture), ==, CARILLON_LIST_PAGE_SIZE - 1);
  g_assert_cmpuint (page_fixture_n_rows (&fixture), ==, CARILLON_LIST_PAGE_SIZE - 1);
  g_assert_cmpstr (comms_resource_get_id (shown_row (&fixture, 9)), ==, before);
  g_assert_cmpstr (comms_resource_get_id (shown_row (&fixture, 10)), ==, after);
  g_assert_true (gtk_selection_model_is_selected (selection, 10));

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (page_fixture_list (&fixture)),
                                             "columns.sort", "s", ""));
  wait_arranged (&fixture);
  g_assert_cmpuint (n_shown (&fixture), ==, CARILLON_LIST_PAGE_SIZE - 1);
  g_assert_cmpuint (n_selected (&fixture), ==, 1);
  g_assert_cmpstr (
    comms_resource_get_id (carillon_list_page_get_selected_item (page_fixture_list (&fixture))), ==,
    after);
  page_fixture_tear_down (&fixture);
}

/* However many rows are looked at meanwhile: the details are not made anew. */
static void
test_selected_stays (void)
{
  PageFixture fixture;
  show_users (&fixture);
  GListModel *model = G_LIST_MODEL (shown (&fixture));

  act (&fixture, "rows.load-all");
  test_ui_wait_shows (fixture.page, "2,000 rows");
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (model), 5, TRUE);
  g_autoptr (CommsResource) item =
    g_object_ref (carillon_list_page_get_selected_item (page_fixture_list (&fixture)));
  for (guint i = 0; i < n_shown (&fixture); i++) {
    g_object_unref (g_list_model_get_item (model, i));
  }
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (model), 5, FALSE);
  carillon_list_rows_remove (shown (&fixture), shown_row (&fixture, 1000));
  g_assert_true (carillon_list_page_get_selected_item (page_fixture_list (&fixture)) == item);
  page_fixture_tear_down (&fixture);
}

static GtkWidget *
find_tooltip (GtkWidget *root)
{
  if (GTK_IS_LABEL (root) && gtk_widget_get_has_tooltip (root) && gtk_widget_get_mapped (root)) {
    return root;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_tooltip (child);
    if (found != NULL) {
      return found;
    }
  }
  return NULL;
}

/* Cells say more when the pointer rests on them, and what they say is of the row that they show. */
static void
test_tooltips (void)
{
  PageFixture fixture;
  show_users (&fixture);
  GtkWidget *cell = find_tooltip (carillon_list_page_get_view (page_fixture_list (&fixture)));
  g_autoptr (GtkTooltip) tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  gboolean shown = FALSE;

  g_assert_nonnull (cell);
  g_signal_emit_by_name (cell, "query-tooltip", 0, 0, FALSE, tooltip, &shown);
  g_assert_true (shown);
  page_fixture_tear_down (&fixture);
}

static void
test_waits (void)
{
  PageFixture fixture;
  show_users (&fixture);
  add_fault (&fixture, "{'kind': 'status', 'status': 429, 'retryAfter': 2, 'method': 'GET', "
                       "'path': '/PushNotifications/Users', 'times': 1}");

  page_fixture_scroll_to_end (&fixture);
  test_ui_wait_shows (fixture.page, "Too Many Requests. Trying again in 2 seconds…");
  page_fixture_picture (&fixture, "rows-wait");
  test_ui_wait_shows (fixture.page, "200 rows, more while you scroll");
  g_assert_cmpuint (page_fixture_n_rows (&fixture), ==, 2 * CARILLON_LIST_PAGE_SIZE);
  page_fixture_tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/lists/rows/search", test_search);
  g_test_add_func ("/lists/rows/search-all", test_search_all);
  g_test_add_func ("/lists/rows/load-all-fails", test_load_all_fails);
  g_test_add_func ("/lists/rows/load-all-stopped", test_load_all_stopped);
  g_test_add_func ("/lists/rows/select", test_select);
  g_test_add_func ("/lists/rows/select-all", test_select_all);
  g_test_add_func ("/lists/rows/select-all-that-match", test_select_all_that_match);
  g_test_add_func ("/lists/rows/sort", test_sort);
  g_test_add_func ("/lists/rows/curl", test_curl);
  g_test_add_func ("/lists/rows/remove-sorted", test_remove_sorted);
  g_test_add_func ("/lists/rows/selected-stays", test_selected_stays);
  g_test_add_func ("/lists/rows/tooltips", test_tooltips);
  g_test_add_func ("/lists/rows/waits", test_waits);
  return g_test_run ();
}
