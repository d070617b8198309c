#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <sys/prctl.h>
#include <test-emulator.h>
#include <unistd.h>

#include "archive-fixture.h"

#define NOBODY 65534

static void
test_drafts (ArchiveFixture *fixture, gconstpointer data)
{
  archive_fixture_save (fixture->store, "a", "{\"title\":\"Zoë\"}");
  archive_fixture_save (fixture->store, "b", "{}");
  archive_fixture_save (fixture->store, "a", "{\"title\":\"Ann\"}");
  archive_fixture_close (fixture);
  archive_fixture_reopen (fixture);

  g_autoptr (GPtrArray) drafts = archive_fixture_list (fixture->store, "account");
  g_assert_cmpuint (drafts->len, ==, 2);
  const ArchiveDraft *newest = drafts->pdata[0];
  g_assert_cmpstr (newest->id, ==, "a");
  archive_fixture_assert_json (fixture->store, "a", "{\"title\":\"Ann\"}");
  g_assert_cmpint (ABS (g_get_real_time () - newest->changed_at), <, 60 * G_USEC_PER_SEC);
  g_autoptr (GPtrArray) of_another = archive_fixture_list (fixture->store, "another");
  g_assert_cmpuint (of_another->len, ==, 0);
}

#define N_CALLS 200

typedef struct {
  guint number;
  GArray *finished; /* of guint; unowned */
} Call;

static void
note_call (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_true (archive_store_write_finish (ARCHIVE_STORE (source), result, &error));
  g_assert_no_error (error);
  g_array_append_val (call->finished, call->number);
}

static void
save_many (ArchiveStore *store, Call *calls, GArray *finished)
{
  for (guint i = 0; i < N_CALLS; i++) {
    g_autofree char *json = g_strdup_printf ("%u", i);
    calls[i] = (Call){ i, finished };
    archive_store_save_draft_async (store, "account", archive_draft_new ("only", json), NULL,
                                    note_call, &calls[i]);
  }
}

static void
test_order (ArchiveFixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) finished = g_array_new (FALSE, FALSE, sizeof (guint));
  Call calls[N_CALLS];

  save_many (fixture->store, calls, finished);
  archive_fixture_assert_json (fixture->store, "only", "199");
  g_assert_cmpuint (finished->len, ==, N_CALLS);
  for (guint i = 0; i < N_CALLS; i++) {
    g_assert_cmpuint (g_array_index (finished, guint, i), ==, i);
  }
}

/* The calls keep the store; the last of them to come back takes it away. */
static void
test_dropped_with_calls_pending (ArchiveFixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) finished = g_array_new (FALSE, FALSE, sizeof (guint));
  Call calls[N_CALLS];
  gpointer store = fixture->store;

  g_object_add_weak_pointer (store, &store);
  save_many (fixture->store, calls, finished);
  g_clear_object (&fixture->store);
  g_assert_nonnull (store);
  while (store != NULL) {
    g_main_context_iteration (NULL, TRUE);
  }
  g_assert_cmpuint (finished->len, ==, N_CALLS);
}

static void
test_close (ArchiveFixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) finished = g_array_new (FALSE, FALSE, sizeof (guint));
  Call calls[N_CALLS];
  GAsyncResult *slot = NULL;
  g_autoptr (GError) error = NULL;

  save_many (fixture->store, calls, finished);
  archive_store_close (fixture->store);
  archive_store_save_draft_async (fixture->store, "account", archive_draft_new ("late", "{}"), NULL,
                                  test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_assert_false (archive_store_write_finish (fixture->store, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_assert_cmpuint (finished->len, ==, N_CALLS);
  g_clear_object (&result);

  archive_fixture_close (fixture);
  archive_fixture_reopen (fixture);
  g_autoptr (GPtrArray) drafts = archive_fixture_list (fixture->store, "account");
  g_assert_cmpuint (drafts->len, ==, 1);
  archive_fixture_assert_json (fixture->store, "only", "199");
}

static void
test_cancelled (ArchiveFixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  g_cancellable_cancel (cancellable);
  archive_store_save_draft_async (fixture->store, "account", archive_draft_new ("a", "{}"),
                                  cancellable, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_assert_false (archive_store_write_finish (fixture->store, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_autoptr (GPtrArray) drafts = archive_fixture_list (fixture->store, "account");
  g_assert_cmpuint (drafts->len, ==, 0);
}

static guint
mode_of (const char *path)
{
  GStatBuf info;

  g_assert_no_errno (g_stat (path, &info));
  return info.st_mode & 0777;
}

static void
test_private (ArchiveFixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);

  archive_fixture_save (fixture->store, "a", "{}");
  g_assert_cmpuint (mode_of (folder), ==, 0700);
  g_assert_cmpuint (mode_of (fixture->path), ==, 0600);
  g_assert_cmpuint (mode_of (wal), ==, 0600);

  archive_fixture_close (fixture);
  g_assert_no_errno (g_chmod (fixture->path, 0644));
  archive_fixture_reopen (fixture);
  g_assert_cmpuint (mode_of (fixture->path), ==, 0600);
}

/* Pages in the middle of the file; the header stays whole. */
static void
spoil_pages (const char *path)
{
  g_autofree char *junk = g_strnfill (8192, 'x');
  int fd = g_open (path, O_WRONLY, 0);

  g_assert_cmpint (pwrite (fd, junk, 8192, 4096), ==, 8192);
  g_assert_no_errno (close (fd));
}

static void
replace_by_text (const char *path)
{
  g_autofree char *junk = g_strnfill (8192, 'x');

  g_assert_true (g_file_set_contents (path, junk, 8192, NULL));
}

static void
test_damaged (ArchiveFixture *fixture, gconstpointer data)
{
  void (*const spoilers[]) (const char *path) = { spoil_pages, replace_by_text };

  for (gsize i = 0; i < G_N_ELEMENTS (spoilers); i++) {
    g_autofree char *json = g_strnfill (20000, 'j');
    archive_fixture_save (fixture->store, "a", json);
    g_assert_null (archive_store_get_damaged (fixture->store));
    archive_fixture_close (fixture);
    spoilers[i](fixture->path);

    archive_fixture_reopen (fixture);
    const char *damaged = archive_store_get_damaged (fixture->store);
    g_assert_nonnull (damaged);
    g_assert_true (g_str_has_prefix (damaged, fixture->path));
    g_assert_true (g_file_test (damaged, G_FILE_TEST_EXISTS));
    g_autoptr (GPtrArray) drafts = archive_fixture_list (fixture->store, "account");
    g_assert_cmpuint (drafts->len, ==, 0);

    archive_fixture_close (fixture);
    archive_fixture_reopen (fixture);
  }
}

static int
read_number (void *number, int n_columns, char **values, char **names)
{
  *(gint64 *) number = g_ascii_strtoll (values[0], NULL, 10);
  return 0;
}

static void
test_newer (ArchiveFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  sqlite3 *db = NULL;
  gint64 version = 0;

  archive_fixture_save (fixture->store, "a", "{}");
  archive_fixture_close (fixture);
  g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "PRAGMA user_version", read_number, &version, NULL), ==,
                   SQLITE_OK);
  g_autofree char *back = g_strdup_printf ("PRAGMA user_version = %" G_GINT64_FORMAT, version);
  g_assert_cmpint (sqlite3_exec (db, "PRAGMA user_version = 1000", NULL, NULL, NULL), ==,
                   SQLITE_OK);

  g_assert_null (archive_fixture_open (fixture->path, &error));
  g_assert_error (error, ARCHIVE_ERROR, ARCHIVE_ERROR_NEWER);

  g_assert_cmpint (sqlite3_exec (db, back, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  archive_fixture_reopen (fixture);
  g_autoptr (GPtrArray) drafts = archive_fixture_list (fixture->store, "account");
  g_assert_cmpuint (drafts->len, ==, 1);
}

static void
test_no_folder (ArchiveFixture *fixture, gconstpointer data)
{
  g_autofree char *below_a_file = g_build_filename (fixture->path, "archive.db", NULL);
  g_autofree char *a_folder = g_path_get_dirname (fixture->path);
  const char *paths[] = { below_a_file, a_folder };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (archive_fixture_open (paths[i], &error));
    g_assert_error (error, ARCHIVE_ERROR, ARCHIVE_ERROR_FAILED);
  }
}

/* Root may write anywhere, so this runs as nobody. */
static void
test_read_only_folder_as_nobody (void)
{
  const char *folder = g_getenv ("TEST_FOLDER");
  g_autoptr (GError) error = NULL;

  if (geteuid () == 0) {
    g_assert_no_errno (setgid (NOBODY));
    g_assert_no_errno (setuid (NOBODY));
    /* The leak checker looks at its own process, which a change of user forbids. */
    g_assert_no_errno (prctl (PR_SET_DUMPABLE, 1));
  }
  g_autofree char *direct = g_build_filename (folder, "archive.db", NULL);
  g_assert_null (archive_fixture_open (direct, &error));
  g_assert_error (error, ARCHIVE_ERROR, ARCHIVE_ERROR_FAILED);
  g_clear_error (&error);
  g_autofree char *deeper = g_build_filename (folder, "deeper", "archive.db", NULL);
  g_assert_null (archive_fixture_open (deeper, &error));
  g_assert_error (error, ARCHIVE_ERROR, ARCHIVE_ERROR_FAILED);
}

static void
test_read_only_folder (void)
{
  if (g_test_subprocess ()) {
    test_read_only_folder_as_nobody ();
    return;
  }

  g_autofree char *folder = g_dir_make_tmp ("carillon-archive-XXXXXX", NULL);
  g_assert_no_errno (g_chmod (folder, 0555));
  g_setenv ("TEST_FOLDER", folder, TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
  g_assert_no_errno (g_rmdir (folder));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  archive_fixture_add ("/archive/store/drafts", test_drafts);
  archive_fixture_add ("/archive/store/order", test_order);
  archive_fixture_add ("/archive/store/dropped-with-calls-pending",
                       test_dropped_with_calls_pending);
  archive_fixture_add ("/archive/store/close", test_close);
  archive_fixture_add ("/archive/store/cancelled", test_cancelled);
  archive_fixture_add ("/archive/store/private", test_private);
  archive_fixture_add ("/archive/store/damaged", test_damaged);
  archive_fixture_add ("/archive/store/newer", test_newer);
  archive_fixture_add ("/archive/store/no-folder", test_no_folder);
  g_test_add_func ("/archive/store/read-only-folder", test_read_only_folder);
  return g_test_run ();
}
