#include "found-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

/* Those of an emulator without demo data. */
static const char *const apps[] = { "test_app", "limonade_app" };

CommsClient *
found_fixture_make_client (const char *url, const char *sid, const char *secret)
{
  const CommsRetryPolicy policy = {
    .max_attempts = 1,
    .first_wait = 1,
    .longest_wait = 1000,
    .total = 60000,
  };
  g_autoptr (CommsAuthorizer) authorizer = comms_basic_authorizer_new (sid, secret);
  g_autoptr (GError) error = NULL;
  CommsClient *client = comms_client_new (url, authorizer, &error);

  g_assert_no_error (error);
  comms_client_set_retry_policy (client, &policy);
  return client;
}

ArchiveStore *
found_fixture_open (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "archive.db", NULL);
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  archive_store_open_async (path, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  ArchiveStore *store = archive_store_open_finish (result, &error);
  g_assert_no_error (error);
  return store;
}

void
found_fixture_reopen (FoundFixture *fixture)
{
  g_assert_finalize_object (fixture->store);
  fixture->store = found_fixture_open (fixture->folder);
}

void
found_fixture_set_up (FoundFixture *fixture, gconstpointer data)
{
  fixture->emulator = test_emulator_start ("--control", NULL);
  fixture->client = found_fixture_make_client (test_emulator_get_url (fixture->emulator),
                                               test_emulator_get_sid (fixture->emulator),
                                               test_emulator_get_secret (fixture->emulator));
  fixture->folder = g_dir_make_tmp ("carillon-found-XXXXXX", NULL);
  fixture->store = found_fixture_open (fixture->folder);
  fixture->users = g_ptr_array_new_with_free_func (g_free);
}

void
found_fixture_tear_down (FoundFixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);

  g_assert_finalize_object (fixture->store);
  g_assert_finalize_object (fixture->client);
  test_emulator_stop (fixture->emulator);
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir)) {
    g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
    g_assert_no_errno (g_unlink (path));
  }
  g_assert_no_errno (g_rmdir (fixture->folder));
  g_free (fixture->folder);
  g_ptr_array_unref (fixture->users);
}

char *
found_fixture_register (FoundFixture *fixture,
                        const char *app_name,
                        const char *provider,
                        const char *token,
                        const char *user_id)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  comms_client_register_device_async (fixture->client, app_name, provider, token, user_id, NULL,
                                      test_store_result, &slot);
  g_autoptr (GAsyncResult) registered = test_await (&slot);
  g_autofree char *id = comms_client_register_device_finish (fixture->client, registered, &error);
  g_assert_no_error (error);
  slot = NULL;
  comms_client_fetch_registration_async (fixture->client, id, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) fetched = test_await (&slot);
  g_autoptr (CommsRegistration) registration =
    comms_client_fetch_registration_finish (fixture->client, fetched, &error);
  g_assert_no_error (error);
  return g_strdup (comms_registration_get_user_id (registration));
}

/* Each with a device, every third with a second one, every fifth with one under another App. */
void
found_fixture_add_users (FoundFixture *fixture, guint n)
{
  for (guint i = 0; i < n; i++) {
    guint number = fixture->users->len;
    g_autofree char *token = g_strdup_printf ("token-%u-first", number);
    g_autofree char *second = g_strdup_printf ("token-%u-second", number);
    char *user = found_fixture_register (fixture, apps[0], "FCM", token, NULL);
    g_ptr_array_add (fixture->users, user);
    if (number % 3 == 0) {
      g_free (found_fixture_register (fixture, apps[0], "APN", second, user));
    }
    if (number % 5 == 0) {
      g_free (found_fixture_register (fixture, apps[1], "FCM", second, user));
    }
  }
}

void
found_fixture_delete_user (FoundFixture *fixture, const char *user_id)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  comms_client_delete_user_async (fixture->client, user_id, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  comms_client_delete_finish (fixture->client, result, &error);
  g_assert_no_error (error);
}

gboolean
found_fixture_crawl (FoundFixture *fixture,
                     guint page_size,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (DispatchCrawl) crawl =
    dispatch_crawl_new (fixture->client, fixture->store, FOUND_ACCOUNT);
  GAsyncResult *slot = NULL;

  dispatch_crawl_set_page_size (crawl, page_size);
  dispatch_crawl_run_async (crawl, cancellable, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  return dispatch_crawl_run_finish (crawl, result, error);
}

ArchiveIndexState *
found_fixture_read_index (FoundFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  archive_store_read_index_async (fixture->store, FOUND_ACCOUNT, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  ArchiveIndexState *state = archive_store_index_state_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return state;
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static char *
join (GPtrArray *lines)
{
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

static GPtrArray *
list (FoundFixture *fixture, CommsListFunc func, const CommsFilter *filter)
{
  const CommsPageRequest page = { .size = COMMS_MAX_PAGE_SIZE };
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  func (fixture->client, filter, &page, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_autoptr (CommsPage) answer = comms_client_list_finish (fixture->client, result, &error);
  g_assert_no_error (error);
  return g_ptr_array_ref (comms_page_get_items (answer));
}

static void
add_registration (GPtrArray *lines, CommsRegistration *registration)
{
  CommsDevice device;

  for (guint i = 0; comms_registration_get_device (registration, i, &device); i++) {
    g_ptr_array_add (lines, g_strdup_printf ("%s %s %s %s %s",
                                             comms_registration_get_user_id (registration),
                                             comms_resource_get_id (COMMS_RESOURCE (registration)),
                                             comms_registration_get_app_name (registration),
                                             device.provider, device.token));
  }
}

char *
found_fixture_find_registration (FoundFixture *fixture, const char *user_id, const char *app_name)
{
  const CommsFilter filter = { .user_id = user_id, .app_name = app_name };
  g_autoptr (GPtrArray) registrations =
    list (fixture, comms_client_list_registrations_async, &filter);

  return registrations->len > 0 ? g_strdup (comms_resource_get_id (registrations->pdata[0])) : NULL;
}

/* What is there: a line for each user and each device. */
char *
found_fixture_list_api (FoundFixture *fixture)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) users = list (fixture, comms_client_list_users_async, NULL);

  for (guint i = 0; i < users->len; i++) {
    const CommsFilter filter = { .user_id = comms_resource_get_id (users->pdata[i]) };
    g_autoptr (GPtrArray) registrations =
      list (fixture, comms_client_list_registrations_async, &filter);
    g_ptr_array_add (lines, g_strdup (filter.user_id));
    for (guint k = 0; k < registrations->len; k++) {
      add_registration (lines, registrations->pdata[k]);
    }
  }
  return join (lines);
}

static ArchivePage *
await_page (FoundFixture *fixture, GAsyncResult **slot)
{
  g_autoptr (GAsyncResult) result = test_await (slot);
  g_autoptr (GError) error = NULL;
  ArchivePage *page = archive_store_list_finish (fixture->store, result, &error);

  g_assert_no_error (error);
  g_assert_null (page->next);
  return page;
}

/* The same of the index. */
char *
found_fixture_list_index (FoundFixture *fixture)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  GAsyncResult *slot = NULL;

  archive_store_list_users_async (fixture->store, FOUND_ACCOUNT, NULL, NULL, ARCHIVE_MAX_ROWS, NULL,
                                  test_store_result, &slot);
  g_autoptr (ArchivePage) users = await_page (fixture, &slot);
  for (guint i = 0; i < users->rows->len; i++) {
    g_ptr_array_add (lines, g_strdup (((ArchiveUser *) users->rows->pdata[i])->id));
  }
  slot = NULL;
  archive_store_list_devices_async (fixture->store, FOUND_ACCOUNT, NULL, NULL, ARCHIVE_MAX_ROWS,
                                    NULL, test_store_result, &slot);
  g_autoptr (ArchivePage) devices = await_page (fixture, &slot);
  for (guint i = 0; i < devices->rows->len; i++) {
    const ArchiveDevice *device = devices->rows->pdata[i];
    g_ptr_array_add (lines,
                     g_strdup_printf ("%s %s %s %s %s", device->user_id, device->registration_id,
                                      device->app_name, device->provider, device->token));
  }
  return join (lines);
}

guint
found_fixture_count_visits (FoundFixture *fixture)
{
  return (guint) test_emulator_count_requests (fixture->emulator, FOUND_VISIT);
}

void
found_fixture_assert_equal (FoundFixture *fixture)
{
  g_autofree char *api = found_fixture_list_api (fixture);
  g_autofree char *index = found_fixture_list_index (fixture);

  g_assert_cmpstr (index, ==, api);
}
