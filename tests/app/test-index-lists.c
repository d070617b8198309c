/* What the index has, as an operator finds things in it. */

#include <string.h>

#include "carillon-index-kinds.h"
#include "carillon-indexed-list.h"
#include "carillon-registrations-page.h"
#include "carillon-users-page.h"
#include "page-fixture.h"

#define N_USERS 60
#define PAGE_SIZE 10

/* And the one that an emulator without demo data has, who has no device. */
#define N_IN_INDEX (N_USERS + 1)

#define VISIT "GET /PushNotifications/DeviceRegistrations"

typedef struct {
  PageFixture page;
  GPtrArray *users; /* of char *: their IDs */
} Fixture;

/* Each with a device, every third with a second one, every fifth with one under another app. */
static void
add_users (Fixture *fixture, guint n)
{
  for (guint i = 0; i < n; i++) {
    g_autofree char *token = g_strdup_printf ("first-%03u-Middle-of-a-token", i);
    g_autofree char *second = g_strdup_printf ("second-%03u-Middle-of-a-token", i);
    char *user = page_fixture_register (&fixture->page, "test_app", "FCM", token, NULL);

    g_ptr_array_add (fixture->users, user);
    if (i % 3 == 0) {
      g_free (page_fixture_register (&fixture->page, "test_app", "APN", second, user));
    }
    if (i % 5 == 0) {
      g_free (page_fixture_register (&fixture->page, "limonade_app", "FCM", second, user));
    }
  }
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  page_fixture_set_up (&fixture->page, NULL, FALSE);
  fixture->users = g_ptr_array_new_with_free_func (g_free);
  add_users (fixture, N_USERS);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->users, g_ptr_array_unref);
  page_fixture_tear_down (&fixture->page);
}

static CarillonIndex *
get_index (Fixture *fixture)
{
  return carillon_session_get_index (fixture->page.session);
}

static void
show (Fixture *fixture, GtkWidget *page, const char *tab, int width)
{
  carillon_index_set_page_size (get_index (fixture), PAGE_SIZE);
  page_fixture_show (&fixture->page, page, width, 700);
  GtkWidget *label = test_ui_wait_find_text (fixture->page.page, GTK_TYPE_LABEL, tab);
  test_ui_click (gtk_widget_get_ancestor (label, GTK_TYPE_TOGGLE_BUTTON));
  test_ui_settle (fixture->page.window);
}

static gboolean
is_done (GtkWidget *root, gpointer data)
{
  Fixture *fixture = data;

  return carillon_index_get_state (get_index (fixture)) == CARILLON_INDEX_DONE;
}

static void
build (Fixture *fixture)
{
  test_ui_wait_shows (fixture->page.page, "No Index Yet");
  page_fixture_click (&fixture->page, "Build Index");
  test_ui_wait (fixture->page.window, is_done, fixture);
  test_ui_settle (fixture->page.window);
  carillon_list_page_refresh (page_fixture_list (&fixture->page));
  page_fixture_wait_idle (&fixture->page);
}

static const char *
get_cell (Fixture *fixture, guint row, const char *member)
{
  return comms_resource_get_string (page_fixture_row (&fixture->page, row), member);
}

static void
search (Fixture *fixture, const char *text, guint n_rows)
{
  GtkWidget *entry =
    test_ui_find (GTK_WIDGET (page_fixture_list (&fixture->page)), "list-search-entry");

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_emit_by_name (entry, "search-changed");
  page_fixture_wait_idle (&fixture->page);
  g_assert_cmpuint (page_fixture_n_rows (&fixture->page), ==, n_rows);
}

static guint
count_all (void)
{
  return N_USERS + N_USERS / 3 + N_USERS / 5;
}

/* Any part of a token finds it, in all of them and not in those that are on the first page. */
static void
test_devices (Fixture *fixture, gconstpointer data)
{
  show (fixture, carillon_registrations_page_new (fixture->page.session), "All Devices", 1000);
  page_fixture_picture (&fixture->page, "index-devices-never-1000");
  g_assert_cmpint (test_emulator_count_requests (fixture->page.emulator, VISIT), ==, 0);
  build (fixture);
  g_assert_cmpuint (page_fixture_n_rows (&fixture->page), ==, count_all ());
  page_fixture_picture (&fixture->page, "index-devices-1000");

  search (fixture, "T-041-mid", 1);
  g_assert_cmpstr (get_cell (fixture, 0, "token"), ==, "first-041-Middle-of-a-token");
  g_assert_cmpstr (get_cell (fixture, 0, "userId"), ==, fixture->users->pdata[41]);
  page_fixture_open_row (&fixture->page, 0);
  page_fixture_picture (&fixture->page, "index-device-details-1000");
  page_fixture_click (&fixture->page, "Show Registrations");
  g_autofree char *shown =
    g_strconcat ("show-user-registrations ", fixture->users->pdata[41], NULL);
  g_assert_cmpstr (fixture->page.activated, ==, shown);
  carillon_list_page_set_show_details (page_fixture_list (&fixture->page), FALSE);

  gtk_widget_activate_action (
    GTK_WIDGET (carillon_list_page_get_view (page_fixture_list (&fixture->page))), "rows.copy-id",
    NULL);
  g_autofree char *copied = page_fixture_clipboard (&fixture->page);
  g_assert_cmpstr (copied, ==, "first-041-Middle-of-a-token");
  search (fixture, "nowhere", 0);
  page_fixture_picture (&fixture->page, "index-devices-unmatched-1000");
  search (fixture, "SECOND-", N_USERS / 3 + N_USERS / 5);
  page_fixture_choose (&fixture->page, "provider", "APN");
  g_assert_cmpuint (page_fixture_n_rows (&fixture->page), ==, N_USERS / 3);
  page_fixture_choose (&fixture->page, "provider", NULL);
  page_fixture_choose (&fixture->page, "app", "limonade_app");
  g_assert_cmpuint (page_fixture_n_rows (&fixture->page), ==, N_USERS / 5);
  page_fixture_choose (&fixture->page, "user", fixture->users->pdata[15]);
  g_assert_cmpuint (page_fixture_n_rows (&fixture->page), ==, 1);
  g_assert_cmpstr (get_cell (fixture, 0, "appName"), ==, "limonade_app");
  page_fixture_picture (&fixture->page, "index-devices-chips-1000");
  page_fixture_resize (&fixture->page, 360, 700);
  page_fixture_picture (&fixture->page, "index-devices-chips-360");
}

/* Users 15 and 16 have the same token, which the API allows under two apps. User 15 has another one
 * twice, which is not shared. */
static void
test_shared (Fixture *fixture, gconstpointer data)
{
  g_free (page_fixture_register (&fixture->page, "limonade_app", "FCM",
                                 "first-015-Middle-of-a-token", fixture->users->pdata[16]));
  show (fixture, carillon_registrations_page_new (fixture->page.session), "All Devices", 1600);
  build (fixture);
  page_fixture_choose (&fixture->page, "shared", "true");
  g_assert_cmpuint (page_fixture_n_rows (&fixture->page), ==, 2);
  g_assert_cmpstr (get_cell (fixture, 0, "token"), ==, "first-015-Middle-of-a-token");
  g_assert_cmpstr (get_cell (fixture, 1, "token"), ==, "first-015-Middle-of-a-token");
  g_assert_cmpstr (get_cell (fixture, 0, "userId"), !=, get_cell (fixture, 1, "userId"));
  page_fixture_picture (&fixture->page, "index-devices-shared-1600");
}

static void
test_users (Fixture *fixture, gconstpointer data)
{
  for (guint i = 1; i < CARILLON_MANY_DEVICES; i++) {
    g_autofree char *token = g_strdup_printf ("one-of-many-%02u-tokens-of-a-user", i);
    g_free (
      page_fixture_register (&fixture->page, "test_app", "FCM", token, fixture->users->pdata[31]));
  }
  show (fixture, carillon_users_page_new (fixture->page.session), "In the Index", 1000);
  page_fixture_picture (&fixture->page, "index-users-never-1000");
  build (fixture);
  g_assert_cmpuint (page_fixture_n_rows (&fixture->page), ==, N_IN_INDEX);
  page_fixture_picture (&fixture->page, "index-users-1000");

  page_fixture_choose (&fixture->page, "devices", "many");
  g_assert_cmpuint (page_fixture_n_rows (&fixture->page), ==, 1);
  g_assert_cmpstr (comms_resource_get_id (page_fixture_row (&fixture->page, 0)), ==,
                   fixture->users->pdata[31]);
  page_fixture_open_row (&fixture->page, 0);
  test_ui_wait_shows (fixture->page.page, "Most Devices in One Registration");
  page_fixture_picture (&fixture->page, "index-users-many-1000");
  carillon_list_page_set_show_details (page_fixture_list (&fixture->page), FALSE);

  page_fixture_choose (&fixture->page, "devices", "none");
  g_assert_cmpuint (page_fixture_n_rows (&fixture->page), ==, 1);
  page_fixture_choose (&fixture->page, "user", fixture->users->pdata[31]);
  g_assert_cmpuint (page_fixture_n_rows (&fixture->page), ==, 0);
  page_fixture_choose (&fixture->page, "devices", "many");
  g_assert_cmpuint (page_fixture_n_rows (&fixture->page), ==, 1);
  carillon_list_page_clear_filters (page_fixture_list (&fixture->page));
  const char *id = fixture->users->pdata[7];
  search (fixture, id + strlen (id) - 12, 1);
  g_assert_cmpstr (comms_resource_get_id (page_fixture_row (&fixture->page, 0)), ==, id);
  page_fixture_resize (&fixture->page, 360, 700);
  page_fixture_picture (&fixture->page, "index-users-360");
}

static gboolean
is_stale (GtkWidget *root, gpointer data)
{
  GtkWidget *list = GTK_WIDGET (page_fixture_list (&((Fixture *) data)->page));
  gboolean stale;

  g_object_get (gtk_widget_get_ancestor (list, CARILLON_TYPE_INDEXED_LIST), "stale", &stale, NULL);
  return stale;
}

static gboolean
is_fresh (GtkWidget *root, gpointer data)
{
  return !is_stale (root, data);
}

/* What was done here is in the index at once; rows that are shown stay until it is asked for. */
static void
test_news (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ArchiveRegistration) registration =
    archive_registration_new ("comms_pushregistration_new", fixture->users->pdata[3], "test_app");
  g_autoptr (GError) error = NULL;

  show (fixture, carillon_registrations_page_new (fixture->page.session), "All Devices", 360);
  build (fixture);
  archive_registration_add_device (registration, "FCM", "a-token-that-was-just-registered");
  {
    GAsyncResult *slot = NULL;
    archive_store_index_registration_async (fixture->page.store,
                                            carillon_account_get_id (fixture->page.account),
                                            registration, NULL, test_store_result, &slot);
    g_autoptr (GAsyncResult) result = test_await (&slot);
    archive_store_write_finish (fixture->page.store, result, &error);
    g_assert_no_error (error);
  }
  carillon_index_changed (get_index (fixture));
  g_assert_cmpuint (page_fixture_n_rows (&fixture->page), ==, count_all ());
  test_ui_wait (fixture->page.window, is_stale, fixture);
  test_ui_wait_shows (fixture->page.page, "The index has changed since these rows were read");
  page_fixture_picture (&fixture->page, "index-news-360");
  test_ui_click (test_ui_find (fixture->page.page, "index-refresh"));
  test_ui_wait (fixture->page.window, is_fresh, fixture);
  page_fixture_wait_idle (&fixture->page);
  g_assert_cmpuint (page_fixture_n_rows (&fixture->page), ==, count_all () + 1);
  search (fixture, "just-registered", 1);
}

static gboolean
has_first_rows (GtkWidget *root, gpointer data)
{
  Fixture *fixture = data;
  guint n_rows = page_fixture_n_rows (&fixture->page);

  return n_rows > 0 && n_rows < count_all ();
}

/* Rows of a crawl's beginning that nobody has touched become those of its end by themselves; one
 * that is selected keeps them. */
static void
test_whole (Fixture *fixture, gconstpointer data)
{
  gboolean is_selected = GPOINTER_TO_INT (data);

  show (fixture, carillon_registrations_page_new (fixture->page.session), "All Devices", 1000);
  test_ui_wait_shows (fixture->page.page, "No Index Yet");
  page_fixture_click (&fixture->page, "Build Index");
  test_ui_wait (fixture->page.window, has_first_rows, fixture);
  if (is_selected) {
    gtk_selection_model_select_item (
      GTK_SELECTION_MODEL (carillon_list_page_get_rows (page_fixture_list (&fixture->page))), 0,
      TRUE);
  }
  test_ui_wait (fixture->page.window, is_done, fixture);
  page_fixture_wait_idle (&fixture->page);
  if (is_selected) {
    test_ui_wait (fixture->page.window, is_stale, fixture);
    g_assert_cmpuint (page_fixture_n_rows (&fixture->page), <, count_all ());
    search (fixture, "nowhere", 0);
    g_assert_false (is_stale (NULL, fixture));
  } else {
    g_assert_cmpuint (page_fixture_n_rows (&fixture->page), ==, count_all ());
    g_assert_false (is_stale (NULL, fixture));
  }
}

/* A line for each device, as the API has it and as the list shows it. */
static void
add_line (GPtrArray *lines, const char *user_id, const char *app_name, const CommsDevice *device)
{
  g_ptr_array_add (
    lines, g_strdup_printf ("%s %s %s %s", user_id, app_name, device->provider, device->token));
}

static CommsPage *
list_api (Fixture *fixture, CommsListFunc list, const char *user_id)
{
  CommsClient *client = carillon_session_get_client (fixture->page.session);
  const CommsFilter filter = { .user_id = user_id };
  const CommsPageRequest page = { .size = COMMS_MAX_PAGE_SIZE };
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  list (client, user_id != NULL ? &filter : NULL, &page, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  CommsPage *answer = comms_client_list_finish (client, result, &error);
  g_assert_no_error (error);
  return answer;
}

static void
add_registrations (Fixture *fixture, GPtrArray *lines, const char *user_id)
{
  g_autoptr (CommsPage) page = list_api (fixture, comms_client_list_registrations_async, user_id);
  GPtrArray *registrations = comms_page_get_items (page);

  for (guint i = 0; i < registrations->len; i++) {
    CommsDevice device;
    for (guint k = 0; comms_registration_get_device (registrations->pdata[i], k, &device); k++) {
      add_line (lines, user_id, comms_registration_get_app_name (registrations->pdata[i]), &device);
    }
  }
}

static int
compare_lines (gconstpointer one, gconstpointer other)
{
  return strcmp (*(char *const *) one, *(char *const *) other);
}

static char *
join (GPtrArray *lines)
{
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

static char *
read_api (Fixture *fixture)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (CommsPage) page = list_api (fixture, comms_client_list_users_async, NULL);
  GPtrArray *users = comms_page_get_items (page);

  for (guint i = 0; i < users->len; i++) {
    add_registrations (fixture, lines, comms_resource_get_id (users->pdata[i]));
  }
  return join (lines);
}

static char *
read_list (Fixture *fixture)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < page_fixture_n_rows (&fixture->page); i++) {
    const CommsDevice device = { .provider = get_cell (fixture, i, "provider"),
                                 .token = get_cell (fixture, i, "token") };
    add_line (lines, get_cell (fixture, i, "userId"), get_cell (fixture, i, "appName"), &device);
  }
  return join (lines);
}

static gboolean
has_seen (GtkWidget *root, gpointer data)
{
  guint64 n_seen;

  g_object_get (get_index (data), "n-seen", &n_seen, NULL);
  return n_seen >= N_USERS / 3;
}

/* The console ends in the middle, twice; what it had not written is read again, and nothing is
 * missing or there twice. Going on is offered, and does not begin by itself. */
static void
test_restart (Fixture *fixture, gconstpointer data)
{
  show (fixture, carillon_registrations_page_new (fixture->page.session), "All Devices", 1000);
  test_ui_wait_shows (fixture->page.page, "No Index Yet");
  page_fixture_click (&fixture->page, "Build Index");
  test_ui_wait (fixture->page.window, has_seen, fixture);
  page_fixture_restart (&fixture->page);
  gint64 n_visits = test_emulator_count_requests (fixture->page.emulator, VISIT);
  g_assert_cmpint (n_visits, <, N_IN_INDEX);

  show (fixture, carillon_registrations_page_new (fixture->page.session), "All Devices", 1000);
  test_ui_wait_shows (fixture->page.page, "Index Not Finished");
  page_fixture_wait_idle (&fixture->page);
  page_fixture_picture (&fixture->page, "index-devices-interrupted-1000");
  g_assert_cmpint (test_emulator_count_requests (fixture->page.emulator, VISIT), ==, n_visits);
  page_fixture_click (&fixture->page, "Continue");
  page_fixture_restart (&fixture->page);

  show (fixture, carillon_registrations_page_new (fixture->page.session), "All Devices", 1000);
  page_fixture_click (&fixture->page, "Continue");
  test_ui_wait (fixture->page.window, is_done, fixture);
  carillon_list_page_refresh (page_fixture_list (&fixture->page));
  page_fixture_wait_idle (&fixture->page);
  g_autofree char *api = read_api (fixture);
  g_autofree char *shown = read_list (fixture);
  g_assert_cmpstr (shown, ==, api);
}

static void
activate (Fixture *fixture, const char *action)
{
  GtkWidget *view = carillon_list_page_get_view (page_fixture_list (&fixture->page));

  g_assert_true (gtk_widget_activate_action (view, action, NULL));
}

static guint
find_device (Fixture *fixture, const char *user_id, const char *app_name)
{
  for (guint i = 0; i < page_fixture_n_rows (&fixture->page); i++) {
    if (g_strcmp0 (get_cell (fixture, i, "userId"), user_id) == 0 &&
        g_strcmp0 (get_cell (fixture, i, "appName"), app_name) == 0) {
      return i;
    }
  }
  g_assert_not_reached ();
}

typedef struct {
  Fixture *fixture;
  guint n_rows;
} RowsQuery;

static gboolean
has_rows (GtkWidget *root, gpointer data)
{
  const RowsQuery *query = data;

  return page_fixture_n_rows (&query->fixture->page) == query->n_rows;
}

static void
wait_rows (Fixture *fixture, guint n_rows)
{
  test_ui_wait (fixture->page.window, has_rows, &(RowsQuery){ fixture, n_rows });
}

/* A device goes with the others of its registration, and all that match without being selected;
 * what went leaves the list and the index. */
static void
test_delete (Fixture *fixture, gconstpointer data)
{
  const guint n_second = N_USERS / 3 - 1 + N_USERS / 5;
  const guint n_devices = 2 * (N_USERS / 3 - 1) + N_USERS / 5;

  show (fixture, carillon_registrations_page_new (fixture->page.session), "All Devices", 1000);
  build (fixture);
  guint row = find_device (fixture, fixture->users->pdata[0], "test_app");
  page_fixture_open_row (&fixture->page, row);
  page_fixture_click (&fixture->page, "Delete…");
  GtkWidget *dialog = test_ui_wait_dialog (fixture->page.window);
  test_ui_wait_shows (dialog, "Delete 1 Registration?");
  test_ui_wait_shows (dialog, "1 APN, 1 FCM");
  test_ui_settle (dialog);
  test_ui_screenshot (dialog, "plan-of-a-device");
  page_fixture_answer (&fixture->page, "The API deletes registrations, not single", "Delete 1");
  wait_rows (fixture, count_all () - 2);

  search (fixture, "second-0", n_second);
  activate (fixture, "rows.delete-matching");
  g_autofree char *heading = g_strdup_printf ("Delete %u Registrations?", n_second);
  g_autofree char *button = g_strdup_printf ("Delete %u", n_second);
  g_autofree char *result = g_strdup_printf ("%u of %u deleted", n_second, n_second);
  page_fixture_answer (&fixture->page, heading, button);
  test_ui_wait_shows (fixture->page.window, result);
  wait_rows (fixture, 0);
  test_ui_wait_shows (fixture->page.page, "No Matches");
  page_fixture_picture (&fixture->page, "index-devices-deleted");
  activate (fixture, "rows.delete-matching");
  dialog = test_ui_wait_dialog (fixture->page.window);
  test_ui_wait_shows (dialog, "Nothing to Delete");
  g_assert_false (gtk_widget_is_sensitive (test_ui_find (dialog, "plan-delete")));
  test_ui_close_dialog (dialog);
  search (fixture, "", count_all () - 2 - n_devices);
}

/* How many there are in all is less by what went, without being counted again. */
static void
test_total (Fixture *fixture, gconstpointer data)
{
  const guint n_more = 20;
  guint n_gone = 1;

  for (guint i = 0; i < n_more; i++) {
    g_autofree char *token = g_strdup_printf ("more-%03u-Middle-of-a-token", i);
    g_free (page_fixture_register (&fixture->page, "test_app", "FCM", token, NULL));
  }
  show (fixture, carillon_registrations_page_new (fixture->page.session), "All Devices", 1000);
  build (fixture);
  while (g_str_equal (get_cell (fixture, n_gone, "registrationId"),
                      get_cell (fixture, 0, "registrationId"))) {
    n_gone++;
  }
  page_fixture_open_row (&fixture->page, 0);
  page_fixture_click (&fixture->page, "Delete…");
  page_fixture_answer (&fixture->page, "Delete 1 Registration?", "Delete 1");
  g_autofree char *left =
    g_strdup_printf ("%u of %u rows, more while you scroll", CARILLON_LIST_PAGE_SIZE - n_gone,
                     count_all () + n_more - n_gone);
  test_ui_wait_shows (fixture->page.page, left);
}

int
main (int argc, char *argv[])
{
  test_ui_init (&argc, &argv);
  g_test_add ("/app/index/devices", Fixture, NULL, set_up, test_devices, tear_down);
  g_test_add ("/app/index/shared", Fixture, NULL, set_up, test_shared, tear_down);
  g_test_add ("/app/index/users", Fixture, NULL, set_up, test_users, tear_down);
  g_test_add ("/app/index/news", Fixture, NULL, set_up, test_news, tear_down);
  g_test_add ("/app/index/whole", Fixture, GINT_TO_POINTER (FALSE), set_up, test_whole, tear_down);
  g_test_add ("/app/index/whole/selected", Fixture, GINT_TO_POINTER (TRUE), set_up, test_whole,
              tear_down);
  g_test_add ("/app/index/restart", Fixture, NULL, set_up, test_restart, tear_down);
  g_test_add ("/app/index/delete", Fixture, NULL, set_up, test_delete, tear_down);
  g_test_add ("/app/index/total", Fixture, NULL, set_up, test_total, tear_down);
  return g_test_run ();
}
