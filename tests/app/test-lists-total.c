/* How many rows there are, in a list that can tell before all are loaded. */

#include <archive-index.h>

#include "carillon-archive-source.h"
#include "page-fixture.h"

#define N_USERS 120

static void
list_users (ArchiveStore *store,
            const char *account_id,
            gconstpointer query,
            const char *after,
            guint n_rows,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  const ArchiveUserQuery all = { 0 };

  archive_store_list_users_async (store, account_id, &all, after, n_rows, cancellable, callback,
                                  user_data);
}

static void
describe_user (gconstpointer row, JsonObject *object)
{
  json_object_set_string_member (object, "id", ((const ArchiveUser *) row)->id);
}

static const CarillonArchiveList users = {
  .list_async = list_users,
  .describe = describe_user,
};

static CommsSource *
make_source (CarillonSession *session, CommsClient *client, const CarillonListQuery *query)
{
  return carillon_archive_source_new (session, &users, NULL, NULL);
}

static void
count_users (CarillonSession *session,
             const CarillonListQuery *query,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  const ArchiveUserQuery all = { 0 };

  archive_store_count_users_async (carillon_session_get_store (session),
                                   carillon_account_get_id (carillon_session_get_account (session)),
                                   &all, cancellable, callback, user_data);
}

static const CarillonColumn columns[] = {
  { .id = "id", .title = "ID", .text = carillon_resource_id, .expand = TRUE },
};

static const CarillonListKind kind = {
  .id = "test-users",
  .title = "Users",
  .singular = "User",
  .columns = columns,
  .n_columns = G_N_ELEMENTS (columns),
  .source = make_source,
  .searches = TRUE,
  .count_async = count_users,
  .icon_name = "system-users-symbolic",
  .empty_title = "None",
  .empty_text = "None",
};

static void
add_user (PageFixture *fixture, guint number)
{
  g_autofree char *id = g_strdup_printf ("registration-%04u", number);
  g_autofree char *user_id = g_strdup_printf ("user-%04u", number);
  g_autoptr (ArchiveRegistration) registration = archive_registration_new (id, user_id, "shop");
  GAsyncResult *stored = NULL;
  g_autoptr (GError) error = NULL;

  archive_registration_add_device (registration, "FCM", id);
  archive_store_index_registration_async (fixture->store,
                                          carillon_account_get_id (fixture->account), registration,
                                          NULL, test_store_result, &stored);
  g_autoptr (GAsyncResult) result = test_await (&stored);
  archive_store_write_finish (fixture->store, result, &error);
  g_assert_no_error (error);
}

static void
act (PageFixture *fixture, const char *action)
{
  g_assert_true (
    gtk_widget_activate_action (GTK_WIDGET (page_fixture_list (fixture)), action, NULL));
  test_ui_settle (fixture->window);
}

static void
test_total (void)
{
  PageFixture fixture;
  GtkWidget *page = adw_bin_new ();

  page_fixture_set_up (&fixture, NULL, FALSE);
  for (guint i = 0; i < N_USERS; i++) {
    add_user (&fixture, i);
  }
  adw_bin_set_child (ADW_BIN (page), carillon_list_page_new (fixture.session, &kind, NULL));
  page_fixture_show (&fixture, page, 1000, 700);
  page_fixture_wait_state (&fixture, COMMS_LIST_READY);
  test_ui_wait_shows (page, "100 of 120 rows, more while you scroll");

  act (&fixture, "rows.select-all");
  test_ui_wait_shows (page, "100 of 120 selected");
  page_fixture_picture (&fixture, "total-selected");
  test_ui_click (test_ui_wait_find (page, "list-select-matching"));
  test_ui_wait_shows (page, "120 of 120 selected");

  /* Counted anew with what else is loaded anew. */
  add_user (&fixture, N_USERS);
  act (&fixture, "rows.refresh");
  test_ui_wait_shows (page, "100 of 121 selected");
  gtk_selection_model_unselect_all (
    GTK_SELECTION_MODEL (carillon_list_page_get_rows (page_fixture_list (&fixture))));
  test_ui_wait_shows (page, "100 of 121 rows, more while you scroll");
  page_fixture_tear_down (&fixture);
}

static gboolean
is_there (GtkWidget *root, gpointer file)
{
  return g_file_query_exists (file, NULL);
}

/* All that match, page by page, not the rows that are loaded. */
static void
test_export (void)
{
  PageFixture fixture;
  GtkWidget *page = adw_bin_new ();
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  page_fixture_set_up (&fixture, NULL, FALSE);
  for (guint i = 0; i < COMMS_MAX_PAGE_SIZE + N_USERS; i++) {
    add_user (&fixture, i);
  }
  adw_bin_set_child (ADW_BIN (page), carillon_list_page_new (fixture.session, &kind, NULL));
  page_fixture_show (&fixture, page, 1000, 700);
  page_fixture_wait_state (&fixture, COMMS_LIST_READY);
  g_autoptr (GFile) file = g_file_new_build_filename (fixture.folder, "users.json", NULL);
  carillon_list_page_export_to (page_fixture_list (&fixture), CARILLON_EXPORT_JSON, file, FALSE);
  test_ui_wait (page, is_there, file);

  g_file_load_contents (file, NULL, &text, NULL, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (JsonNode) node = json_from_string (text, &error);
  g_assert_no_error (error);
  JsonArray *exported = json_node_get_array (node);
  g_assert_cmpuint (json_array_get_length (exported), ==, COMMS_MAX_PAGE_SIZE + N_USERS);
  for (guint i = 0; i < json_array_get_length (exported); i++) {
    g_autofree char *id = g_strdup_printf ("user-%04u", i);

    g_assert_cmpstr (
      json_object_get_string_member (json_array_get_object_element (exported, i), "id"), ==, id);
  }
  page_fixture_tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/lists/total/shown", test_total);
  g_test_add_func ("/lists/total/export", test_export);
  return g_test_run ();
}
