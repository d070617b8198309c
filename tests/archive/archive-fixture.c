#include "archive-fixture.h"

#include <glib/gstdio.h>
#include <test-emulator.h>

ArchiveStore *
archive_fixture_open (const char *path, GError **error)
{
  GAsyncResult *slot = NULL;

  archive_store_open_async (path, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  return archive_store_open_finish (result, error);
}

void
archive_fixture_reopen (ArchiveFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (fixture->store);
  fixture->store = archive_fixture_open (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_nonnull (fixture->store);
}

void
archive_fixture_close (ArchiveFixture *fixture)
{
  g_assert_finalize_object (g_steal_pointer (&fixture->store));
}

void
archive_fixture_set_up (ArchiveFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("carillon-archive-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "deep", "archive.db", NULL);
  archive_fixture_reopen (fixture);
}

void
archive_fixture_remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  g_assert_nonnull (dir);
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir)) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    if (g_file_test (path, G_FILE_TEST_IS_DIR)) {
      archive_fixture_remove_folder (path);
    } else {
      g_assert_no_errno (g_unlink (path));
    }
  }
  g_assert_no_errno (g_rmdir (folder));
}

void
archive_fixture_tear_down (ArchiveFixture *fixture, gconstpointer data)
{
  if (fixture->store != NULL) {
    archive_fixture_close (fixture);
  }
  archive_fixture_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

void
archive_fixture_save (ArchiveStore *store, const char *id, const char *json)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  archive_store_save_draft_async (store, "account", archive_draft_new (id, json), NULL,
                                  test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_assert_true (archive_store_write_finish (store, result, &error));
  g_assert_no_error (error);
}

GPtrArray *
archive_fixture_list (ArchiveStore *store, const char *account_id)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  archive_store_list_drafts_async (store, account_id, NULL, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  GPtrArray *drafts = archive_store_list_drafts_finish (store, result, &error);
  g_assert_no_error (error);
  return drafts;
}

ArchiveDraft *
archive_fixture_read (ArchiveStore *store, const char *id)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  archive_store_read_draft_async (store, "account", id, 0, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  ArchiveDraft *draft = archive_store_read_draft_finish (store, result, &error);
  g_assert_no_error (error);
  return draft;
}

void
archive_fixture_assert_json (ArchiveStore *store, const char *id, const char *json)
{
  g_autoptr (ArchiveDraft) draft = archive_fixture_read (store, id);

  g_assert_nonnull (draft);
  g_assert_cmpstr (draft->json, ==, json);
}
