#include "index-fixture.h"

#include <sqlite3.h>
#include <test-emulator.h>

static ArchiveRegistration *
find_registration (ArchiveFinding *finding, const char *app_name)
{
  for (guint i = 0; i < finding->registrations->len; i++) {
    ArchiveRegistration *registration = finding->registrations->pdata[i];
    if (g_str_equal (registration->app_name, app_name)) {
      return registration;
    }
  }
  g_autofree char *id = g_strdup_printf ("%s-%s", finding->user_id, app_name);
  ArchiveRegistration *registration = archive_registration_new (id, finding->user_id, app_name);
  g_ptr_array_add (finding->registrations, registration);
  return registration;
}

ArchiveFinding *
index_make_finding (const char *user_id, const char *devices)
{
  ArchiveFinding *finding = archive_finding_new (ARCHIVE_FOUND_USER, user_id);
  g_auto (GStrv) all = g_strsplit (devices, " ", -1);

  finding->asked_at = g_get_real_time ();
  finding->registrations =
    g_ptr_array_new_with_free_func ((GDestroyNotify) archive_registration_free);
  for (guint i = 0; all[i] != NULL; i++) {
    if (*all[i] != '\0') {
      g_auto (GStrv) parts = g_strsplit (all[i], "/", 3);
      archive_registration_add_device (find_registration (finding, parts[0]), parts[1], parts[2]);
    }
  }
  return finding;
}

static ArchiveIndexState *
await_state (ArchiveStore *store, GAsyncResult **slot)
{
  g_autoptr (GAsyncResult) result = test_await (slot);
  g_autoptr (GError) error = NULL;
  ArchiveIndexState *state = archive_store_index_state_finish (store, result, &error);

  g_assert_no_error (error);
  return state;
}

ArchiveIndexState *
index_begin (ArchiveStore *store, const char *account_id)
{
  GAsyncResult *slot = NULL;

  archive_store_begin_crawl_async (store, account_id, NULL, test_store_result, &slot);
  return await_state (store, &slot);
}

ArchiveIndexState *
index_read (ArchiveStore *store, const char *account_id)
{
  GAsyncResult *slot = NULL;

  archive_store_read_index_async (store, account_id, NULL, test_store_result, &slot);
  return await_state (store, &slot);
}

/* @finding is taken. */
void
index_record (ArchiveStore *store,
              const char *account_id,
              gint64 generation,
              ArchiveFinding *finding)
{
  g_autoptr (GPtrArray) findings =
    g_ptr_array_new_with_free_func ((GDestroyNotify) archive_finding_free);
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  g_ptr_array_add (findings, finding);
  archive_store_record_findings_async (store, account_id, generation, findings, NULL,
                                       test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  archive_store_write_finish (store, result, &error);
  g_assert_no_error (error);
}

/* In the crawl that is under way. */
void
index_put (ArchiveStore *store, const char *account_id, const char *user_id, const char *devices)
{
  g_autoptr (ArchiveIndexState) state = index_begin (store, account_id);

  index_record (store, account_id, state->generation, index_make_finding (user_id, devices));
}

/* To the end; answers how many users went. */
guint
index_sweep (ArchiveStore *store, const char *account_id, gint64 generation)
{
  guint total = 0;

  for (gint64 n = 1; n > 0; total += (guint) n) {
    g_autoptr (GError) error = NULL;
    GAsyncResult *slot = NULL;
    archive_store_sweep_crawl_async (store, account_id, generation, NULL, test_store_result, &slot);
    g_autoptr (GAsyncResult) result = test_await (&slot);
    n = archive_store_count_finish (store, result, &error);
    g_assert_no_error (error);
  }
  return total;
}

static ArchivePage *
await_page (ArchiveStore *store, GAsyncResult **slot)
{
  g_autoptr (GAsyncResult) result = test_await (slot);
  g_autoptr (GError) error = NULL;
  ArchivePage *page = archive_store_list_finish (store, result, &error);

  g_assert_no_error (error);
  return page;
}

/* All pages: "user/app/provider/token" for each device. */
char *
index_list (ArchiveStore *store,
            const char *account_id,
            const ArchiveDeviceQuery *query,
            guint n_rows)
{
  GString *text = g_string_new (NULL);
  g_autofree char *after = NULL;

  do {
    GAsyncResult *slot = NULL;
    archive_store_list_devices_async (store, account_id, query, after, n_rows, NULL,
                                      test_store_result, &slot);
    g_autoptr (ArchivePage) page = await_page (store, &slot);
    g_assert_cmpuint (page->rows->len, <=, n_rows);
    g_assert_true (page->next == NULL || page->rows->len == n_rows);
    for (guint i = 0; i < page->rows->len; i++) {
      const ArchiveDevice *device = page->rows->pdata[i];
      g_string_append_printf (text, "%s%s/%s/%s/%s", text->len > 0 ? " " : "", device->user_id,
                              device->app_name, device->provider, device->token);
    }
    g_free (after);
    after = g_strdup (page->next);
  } while (after != NULL);
  return g_string_free (text, FALSE);
}

/* All pages: "user:registrations:devices:most" for each user. */
char *
index_list_users (ArchiveStore *store,
                  const char *account_id,
                  const ArchiveUserQuery *query,
                  guint n_rows)
{
  GString *text = g_string_new (NULL);
  g_autofree char *after = NULL;

  do {
    GAsyncResult *slot = NULL;
    archive_store_list_users_async (store, account_id, query, after, n_rows, NULL,
                                    test_store_result, &slot);
    g_autoptr (ArchivePage) page = await_page (store, &slot);
    for (guint i = 0; i < page->rows->len; i++) {
      const ArchiveUser *user = page->rows->pdata[i];
      g_string_append_printf (text, "%s%s:%u:%u:%u", text->len > 0 ? " " : "", user->id,
                              user->n_registrations, user->n_devices, user->most_devices);
    }
    g_free (after);
    after = g_strdup (page->next);
  } while (after != NULL);
  return g_string_free (text, FALSE);
}

gint64
index_count (ArchiveStore *store, const char *account_id, const ArchiveDeviceQuery *query)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  archive_store_count_devices_async (store, account_id, query, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  gint64 count = archive_store_count_finish (store, result, &error);
  g_assert_no_error (error);
  return count;
}

static int
note_row (void *data, int n_columns, char **values, char **names)
{
  g_string_append_printf (data, "%s;", values[0]);
  return 0;
}

/* The full-text index says what the devices say, and the counts are right. */
void
index_assert_sound (const char *path)
{
  g_autofree char *index = g_strconcat (path, ".index", NULL);
  g_autoptr (GString) wrong = g_string_new (NULL);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (index, &db), ==, SQLITE_OK);
  g_assert_cmpint (
    sqlite3_exec (db,
                  "PRAGMA quick_check; PRAGMA foreign_key_check;"
                  "SELECT 'account ' || id FROM accounts WHERE"
                  " n_users <> (SELECT count(*) FROM users WHERE account = number) OR"
                  " n_registrations <> (SELECT count(*) FROM registrations WHERE account = number)"
                  " OR n_devices <> (SELECT count(*) FROM devices WHERE key >> 40 = number);"
                  "SELECT 'registration ' || id FROM registrations AS r WHERE n_devices <>"
                  " (SELECT count(*) FROM devices WHERE registration = r.key);"
                  "SELECT 'user ' || id FROM users AS u WHERE n_devices <>"
                  " (SELECT count(*) FROM devices WHERE user = u.key);"
                  "SELECT 'shared ' || token FROM devices AS d WHERE is_shared <>"
                  " EXISTS (SELECT 1 FROM devices AS o WHERE o.token = d.token"
                  "   AND o.user <> d.user AND o.key >> 40 = d.key >> 40)",
                  note_row, wrong, NULL),
    ==, SQLITE_OK);
  g_assert_cmpstr (wrong->str, ==, "ok;");
  g_assert_cmpint (sqlite3_exec (db,
                                 "INSERT INTO tokens (tokens, rank) VALUES ('integrity-check', 1)",
                                 NULL, NULL, NULL),
                   ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}
