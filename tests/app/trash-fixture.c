#include "trash-fixture.h"

#define PRIVATE_KEY                                                                      \
  "{\"type\": \"service_account\", \"project_id\": \"p\", \"private_key\": \"secret\", " \
  "\"client_email\": \"a@example.com\"}"

static void
add_app (PageFixture *fixture, const char *name)
{
  CommsClient *client = carillon_session_get_client (fixture->session);
  const CommsNewCredential credential = {
    .credential_type = "FCM",
    .app_name = name,
    .private_key = PRIVATE_KEY,
  };
  g_autoptr (GError) error = NULL;
  GAsyncResult *stored = NULL;

  comms_client_create_credential_async (client, &credential, NULL, test_store_result, &stored);
  g_autoptr (GAsyncResult) result = test_await (&stored);
  g_autofree char *id = comms_client_create_credential_finish (client, result, &error);
  g_assert_no_error (error);
}

void
trash_fixture_set_up (PageFixture *fixture)
{
  page_fixture_set_up (fixture, NULL, FALSE);
  add_app (fixture, "shop");
  add_app (fixture, "news");
}

/* With its last credential. */
void
trash_fixture_delete_app (PageFixture *fixture, const char *app_name)
{
  CommsClient *client = carillon_session_get_client (fixture->session);
  const CommsFilter filter = { .app_name = app_name };
  g_autoptr (GError) error = NULL;
  GAsyncResult *stored = NULL;

  comms_client_list_credentials_async (client, &filter, NULL, NULL, test_store_result, &stored);
  g_autoptr (GAsyncResult) listed = test_await (&stored);
  g_autoptr (CommsPage) page = comms_client_list_finish (client, listed, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (comms_page_get_items (page)->len, ==, 1);
  const char *id = comms_resource_get_id (comms_page_get_items (page)->pdata[0]);
  comms_client_delete_credential_async (client, id, NULL, test_store_result, &stored);
  g_autoptr (GAsyncResult) result = test_await (&stored);
  comms_client_delete_finish (client, result, &error);
  g_assert_no_error (error);
}

static CarillonListPage *
find_shown_list (GtkWidget *root)
{
  CarillonListPage *found = NULL;

  if (CARILLON_IS_LIST_PAGE (root)) {
    return gtk_widget_get_mapped (root) ? CARILLON_LIST_PAGE (root) : NULL;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child)) {
    found = find_shown_list (child);
  }
  return found;
}

CarillonListPage *
trash_fixture_list (PageFixture *fixture)
{
  CarillonListPage *list = find_shown_list (fixture->page);

  g_assert_nonnull (list);
  return list;
}

GListModel *
trash_fixture_rows (PageFixture *fixture)
{
  return G_LIST_MODEL (carillon_list_page_get_rows (trash_fixture_list (fixture)));
}

static gboolean
is_loaded (GtkWidget *root, gpointer data)
{
  CarillonListPage *list = find_shown_list (root);

  return list != NULL && gtk_widget_get_mapped (carillon_list_page_get_view (list)) &&
         !comms_list_get_loading (carillon_list_page_get_list (list));
}

void
trash_fixture_wait_loaded (PageFixture *fixture)
{
  test_ui_wait (fixture->page, is_loaded, fixture);
  test_ui_settle (fixture->window);
  test_ui_wait (fixture->page, is_loaded, fixture);
}

typedef struct {
  PageFixture *fixture;
  guint n_rows;
} RowsQuery;

static gboolean
has_n_rows (GtkWidget *root, gpointer data)
{
  RowsQuery *query = data;

  return is_loaded (root, query->fixture) &&
         g_list_model_get_n_items (trash_fixture_rows (query->fixture)) == query->n_rows;
}

void
trash_fixture_wait_n_rows (PageFixture *fixture, guint n_rows)
{
  test_ui_wait (fixture->page, has_n_rows, &(RowsQuery){ fixture, n_rows });
  test_ui_settle (fixture->window);
}

gpointer
trash_fixture_row (PageFixture *fixture, guint position)
{
  g_autoptr (GObject) item = g_list_model_get_item (trash_fixture_rows (fixture), position);

  g_assert_nonnull (item);
  return item;
}

guint
trash_fixture_find (PageFixture *fixture, const char *member, const char *value)
{
  guint position = 0;

  while (g_strcmp0 (comms_resource_get_string (trash_fixture_row (fixture, position), member),
                    value) != 0) {
    position++;
  }
  return position;
}

void
trash_fixture_open_row (PageFixture *fixture, guint position)
{
  GtkWidget *view = carillon_list_page_get_view (trash_fixture_list (fixture));

  g_signal_emit_by_name (view, "activate", position);
  test_ui_settle (fixture->window);
}

void
trash_fixture_select (PageFixture *fixture, guint position, gboolean only)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (trash_fixture_rows (fixture));

  gtk_selection_model_select_item (model, position, only);
  carillon_list_page_set_show_details (trash_fixture_list (fixture), TRUE);
  test_ui_settle (fixture->window);
}

void
trash_fixture_choose (PageFixture *fixture, const char *filter, const char *value)
{
  carillon_list_page_set_filter_value (trash_fixture_list (fixture), filter, value);
  test_ui_settle (fixture->window);
}

static GPtrArray *
list_registrations (PageFixture *fixture, const char *user_id)
{
  CommsClient *client = carillon_session_get_client (fixture->session);
  const CommsFilter filter = { .user_id = user_id };
  g_autoptr (GError) error = NULL;
  GAsyncResult *stored = NULL;

  comms_client_list_registrations_async (client, &filter, NULL, NULL, test_store_result, &stored);
  g_autoptr (GAsyncResult) result = test_await (&stored);
  g_autoptr (CommsPage) page = comms_client_list_finish (client, result, &error);
  g_assert_no_error (error);
  return g_ptr_array_ref (comms_page_get_items (page));
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

char *
trash_fixture_devices (PageFixture *fixture, const char *user_id)
{
  g_autoptr (GPtrArray) registrations = list_registrations (fixture, user_id);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  CommsDevice device;

  for (guint i = 0; i < registrations->len; i++) {
    CommsRegistration *registration = registrations->pdata[i];
    for (guint k = 0; comms_registration_get_device (registration, k, &device); k++) {
      g_ptr_array_add (lines, g_strjoin ("/", comms_registration_get_app_name (registration),
                                         device.provider, device.token, NULL));
    }
  }
  g_ptr_array_sort (lines, compare_texts);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv (" ", (char **) lines->pdata);
}

char *
trash_fixture_find_registration (PageFixture *fixture, const char *user_id)
{
  g_autoptr (GPtrArray) registrations = list_registrations (fixture, user_id);

  return registrations->len > 0 ? g_strdup (comms_resource_get_id (registrations->pdata[0])) : NULL;
}

static gboolean
are_done (GtkWidget *root, gpointer data)
{
  CarillonJobs *jobs = carillon_session_get_jobs (((PageFixture *) data)->session);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (jobs)); i++) {
    g_autoptr (CarillonJob) job = g_list_model_get_item (G_LIST_MODEL (jobs), i);
    CarillonJobState state = carillon_job_get_state (job);
    if (state == CARILLON_JOB_RUNNING || state == CARILLON_JOB_WAITING) {
      return FALSE;
    }
  }
  return g_list_model_get_n_items (G_LIST_MODEL (jobs)) > 0;
}

void
trash_fixture_wait_jobs (PageFixture *fixture)
{
  while (!are_done (NULL, fixture)) {
    g_main_context_iteration (NULL, TRUE);
  }
}

gint64
trash_fixture_delete (PageFixture *fixture, ArchiveJobKind kind, const char *const *ids)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *stored = NULL;
  CarillonJobs *jobs = carillon_session_get_jobs (fixture->session);

  archive_store_create_job_async (fixture->store, carillon_account_get_id (fixture->account), kind,
                                  ids, NULL, test_store_result, &stored);
  g_autoptr (GAsyncResult) result = test_await (&stored);
  gint64 job = archive_store_count_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  carillon_jobs_run (jobs, job);
  while (carillon_jobs_find (jobs, job) == NULL) {
    g_main_context_iteration (NULL, TRUE);
  }
  trash_fixture_wait_jobs (fixture);
  return job;
}

gint64
trash_fixture_delete_registration_of (PageFixture *fixture, const char *user_id)
{
  g_autofree char *id = trash_fixture_find_registration (fixture, user_id);
  const char *const ids[] = { id, NULL };

  g_assert_nonnull (id);
  return trash_fixture_delete (fixture, ARCHIVE_JOB_DELETE_REGISTRATIONS, ids);
}

void
trash_fixture_delete_at_api (PageFixture *fixture, const char *user_id)
{
  CommsClient *client = carillon_session_get_client (fixture->session);
  g_autoptr (GError) error = NULL;
  GAsyncResult *stored = NULL;

  comms_client_delete_user_async (client, user_id, NULL, test_store_result, &stored);
  g_autoptr (GAsyncResult) result = test_await (&stored);
  comms_client_delete_finish (client, result, &error);
  g_assert_no_error (error);
}
