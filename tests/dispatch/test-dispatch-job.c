#include <comms-error.h>
#include <dispatch-job.h>
#include <dispatch-reason.h>
#include <signal.h>
#include <sys/types.h>

#include "found-fixture.h"

#define N_USERS 40
#define DELETE_REGISTRATION "DELETE /PushNotifications/DeviceRegistrations/{deviceRegistrationId}"

static gint64
create (FoundFixture *fixture, ArchiveJobKind kind, GPtrArray *ids)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  g_ptr_array_add (ids, NULL);
  archive_store_create_job_async (fixture->store, FOUND_ACCOUNT, kind,
                                  (const char *const *) ids->pdata, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  gint64 job = archive_store_count_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return job;
}

/* Of the first App of each user. */
static GPtrArray *
list_registrations (FoundFixture *fixture)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < fixture->users->len; i++) {
    g_ptr_array_add (
      ids, found_fixture_find_registration (fixture, fixture->users->pdata[i], "test_app"));
  }
  return ids;
}

static gint64
create_deletion (FoundFixture *fixture)
{
  g_autoptr (GPtrArray) ids = NULL;

  found_fixture_add_users (fixture, N_USERS);
  ids = list_registrations (fixture);
  return create (fixture, ARCHIVE_JOB_DELETE_REGISTRATIONS, ids);
}

static gboolean
run (FoundFixture *fixture, gint64 id, gboolean again, GCancellable *cancellable, GError **error)
{
  g_autoptr (DispatchJob) job =
    dispatch_job_new (fixture->client, fixture->store, FOUND_ACCOUNT, id);
  GAsyncResult *slot = NULL;

  dispatch_job_run_async (job, again, cancellable, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  return dispatch_job_run_finish (job, result, error);
}

static void
run_to_end (FoundFixture *fixture, gint64 id, gboolean again)
{
  g_autoptr (GError) error = NULL;

  run (fixture, id, again, NULL, &error);
  g_assert_no_error (error);
}

static void
assert_job (
  FoundFixture *fixture, gint64 id, ArchiveJobState state, guint done, guint gone, guint failed)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  archive_store_read_job_async (fixture->store, FOUND_ACCOUNT, id, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_autoptr (ArchiveJob) job = archive_store_read_job_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (job->state, ==, state);
  g_assert_cmpuint (job->n_rows[ARCHIVE_ROW_DONE], ==, done);
  g_assert_cmpuint (job->n_rows[ARCHIVE_ROW_GONE], ==, gone);
  g_assert_cmpuint (job->n_rows[ARCHIVE_ROW_FAILED], ==, failed);
}

static ArchivePage *
list_trash (FoundFixture *fixture, const ArchiveTrashQuery *query)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  archive_store_list_trash_async (fixture->store, FOUND_ACCOUNT, query, NULL, ARCHIVE_MAX_ROWS,
                                  NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  ArchivePage *page = archive_store_list_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return page;
}

/* Each of the users is in the trash once, certainly, and with all devices. */
static void
assert_trash (FoundFixture *fixture)
{
  g_autoptr (ArchivePage) page = list_trash (fixture, NULL);
  g_autoptr (GHashTable) users = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < page->rows->len; i++) {
    ArchiveTrashItem *item = page->rows->pdata[i];
    g_assert_true (g_hash_table_add (users, item->user_id));
    g_assert_true (item->is_certain);
  }
  g_assert_cmpuint (page->rows->len, ==, fixture->users->len);
  for (guint i = 0; i < fixture->users->len; i++) {
    g_assert_true (g_hash_table_contains (users, fixture->users->pdata[i]));
  }
  for (guint i = 0; i < page->rows->len; i++) {
    const ArchiveTrashItem *item = page->rows->pdata[page->rows->len - 1 - i];
    g_assert_cmpuint (item->devices->len, >=, 1);
  }
}

static void
assert_no_registrations (FoundFixture *fixture)
{
  for (guint i = 0; i < fixture->users->len; i++) {
    g_autofree char *id =
      found_fixture_find_registration (fixture, fixture->users->pdata[i], "test_app");
    g_assert_null (id);
  }
}

static void
test_whole (FoundFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 id = create_deletion (fixture);

  found_fixture_crawl (fixture, 1000, NULL, &error);
  g_assert_no_error (error);
  run_to_end (fixture, id, FALSE);
  assert_job (fixture, id, ARCHIVE_JOB_DONE, N_USERS, 0, 0);
  assert_no_registrations (fixture);
  assert_trash (fixture);
  found_fixture_assert_equal (fixture);
}

static void
test_gone (FoundFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  found_fixture_add_users (fixture, 3);
  g_ptr_array_add (ids,
                   found_fixture_find_registration (fixture, fixture->users->pdata[0], "test_app"));
  g_ptr_array_add (ids, g_strdup ("comms_device_registration_01h9krwprkeee8fzqspvwy6nq7"));
  g_ptr_array_add (ids,
                   found_fixture_find_registration (fixture, fixture->users->pdata[2], "test_app"));
  found_fixture_delete_user (fixture, fixture->users->pdata[2]);
  gint64 id = create (fixture, ARCHIVE_JOB_DELETE_REGISTRATIONS, ids);
  run_to_end (fixture, id, FALSE);
  assert_job (fixture, id, ARCHIVE_JOB_DONE, 1, 2, 0);
  g_autoptr (ArchivePage) trash = list_trash (fixture, NULL);
  g_assert_cmpuint (trash->rows->len, ==, 1);

  g_autoptr (GPtrArray) users = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (users, g_strdup (fixture->users->pdata[1]));
  g_ptr_array_add (users, g_strdup (fixture->users->pdata[2]));
  gint64 of_users = create (fixture, ARCHIVE_JOB_DELETE_USERS, users);
  run_to_end (fixture, of_users, FALSE);
  assert_job (fixture, of_users, ARCHIVE_JOB_DONE, 1, 1, 0);
}

/* All of these pass, whether the server acted on the request or not. */
static void
test_faults (FoundFixture *fixture, gconstpointer data)
{
  static const char *const faults[] = {
    "'kind':'status','status':429,'retryAfter':0,'times':5,'skip':3,'method':'DELETE'",
    "'kind':'status','status':500,'times':2,'skip':2,'method':'DELETE'",
    "'kind':'status','status':503,'act':true,'times':2,'skip':3,'method':'DELETE'",
    "'kind':'close-before','times':2,'skip':4,'method':'DELETE'",
    "'kind':'close-after','times':2,'skip':5,'method':'DELETE'",
    "'kind':'cut','times':1,'skip':6,'method':'DELETE'",
    "'kind':'status','status':500,'times':2,'skip':7,'method':'GET'",
    "'kind':'close-after','times':2,'skip':8,'method':'GET'",
  };
  gint64 id = create_deletion (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++) {
    g_autofree char *description = g_strdup_printf (
      "{%s,'path':'/PushNotifications/DeviceRegistrations/{deviceRegistrationId}'}", faults[i]);
    g_free (test_emulator_add_fault (fixture->emulator, description));
  }
  run_to_end (fixture, id, FALSE);
  test_emulator_remove_faults (fixture->emulator);
  /* A row that met too many of them has failed. */
  run_to_end (fixture, id, TRUE);
  assert_job (fixture, id, ARCHIVE_JOB_DONE, N_USERS, 0, 0);
  assert_no_registrations (fixture);
  assert_trash (fixture);
}

/* What was refused is not in the trash; another time it may work. */
static void
test_refused (FoundFixture *fixture, gconstpointer data)
{
  gint64 id = create_deletion (fixture);

  g_free (test_emulator_add_fault (fixture->emulator,
                                   "{'kind':'status','status':400,'times':3,'skip':5,'method':"
                                   "'DELETE'}"));
  run_to_end (fixture, id, FALSE);
  assert_job (fixture, id, ARCHIVE_JOB_DONE, N_USERS - 3, 0, 3);
  g_autoptr (ArchivePage) trash = list_trash (fixture, NULL);
  g_assert_cmpuint (trash->rows->len, ==, N_USERS - 3);
  run_to_end (fixture, id, FALSE);
  assert_job (fixture, id, ARCHIVE_JOB_DONE, N_USERS - 3, 0, 3);
  run_to_end (fixture, id, TRUE);
  assert_job (fixture, id, ARCHIVE_JOB_DONE, N_USERS, 0, 0);
  assert_trash (fixture);
}

/* What was answered in a way that says nothing stays in the trash, even if it then cannot be read.
 */
static void
test_unknown (FoundFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) ids = NULL;

  found_fixture_add_users (fixture, 1);
  ids = list_registrations (fixture);
  gint64 id = create (fixture, ARCHIVE_JOB_DELETE_REGISTRATIONS, ids);
  g_free (test_emulator_add_fault (
    fixture->emulator, "{'kind':'status','status':500,'act':true,'times':1,'method':'DELETE'}"));
  g_free (test_emulator_add_fault (fixture->emulator,
                                   "{'kind':'html','times':1,'skip':1,'method':'GET'}"));
  run_to_end (fixture, id, FALSE);
  assert_job (fixture, id, ARCHIVE_JOB_DONE, 0, 0, 1);
  g_autoptr (ArchivePage) trash = list_trash (fixture, NULL);
  g_assert_cmpuint (trash->rows->len, ==, 1);
  g_assert_false (((ArchiveTrashItem *) trash->rows->pdata[0])->is_certain);

  g_free (test_emulator_add_fault (fixture->emulator, "{'kind':'html','times':1,'method':'GET'}"));
  run_to_end (fixture, id, TRUE);
  assert_job (fixture, id, ARCHIVE_JOB_DONE, 0, 0, 1);
  run_to_end (fixture, id, TRUE);
  assert_job (fixture, id, ARCHIVE_JOB_DONE, 1, 0, 0);
  assert_trash (fixture);
}

static void
test_broken (FoundFixture *fixture, gconstpointer data)
{
  gint64 id = create_deletion (fixture);
  g_autoptr (GError) error = NULL;

  g_autofree char *fault = test_emulator_add_fault (
    fixture->emulator, "{'kind':'status','status':403,'times':1000000,'skip':9,'method':'DELETE'}");
  g_assert_false (run (fixture, id, FALSE, NULL, &error));
  g_assert_error (error, COMMS_ERROR, COMMS_ERROR_FORBIDDEN);
  g_assert_cmpint (test_emulator_get_fault_hits (fixture->emulator, fault), <=, 6);
  test_emulator_remove_faults (fixture->emulator);
  assert_job (fixture, id, ARCHIVE_JOB_PAUSED, 9, 0, 0);
  run_to_end (fixture, id, FALSE);
  assert_job (fixture, id, ARCHIVE_JOB_DONE, N_USERS, 0, 0);
  assert_trash (fixture);
}

typedef struct {
  guint at;
  GCancellable *cancellable; /* (nullable) */
  gboolean has_paused;
} Stop;

static void
on_done (DispatchJob *job, GParamSpec *pspec, gpointer user_data)
{
  Stop *stop = user_data;

  if (dispatch_job_get_n_rows (job, ARCHIVE_ROW_DONE) < stop->at) {
    return;
  }
  if (stop->cancellable != NULL) {
    g_cancellable_cancel (stop->cancellable);
  } else if (!stop->has_paused) {
    stop->has_paused = TRUE;
    dispatch_job_pause (job);
  }
}

static void
test_cancelled (FoundFixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gint64 id = create_deletion (fixture);
  g_autoptr (DispatchJob) job =
    dispatch_job_new (fixture->client, fixture->store, FOUND_ACCOUNT, id);
  Stop stop = { .at = 7, .cancellable = cancellable };
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  g_signal_connect (job, "notify::n-done", G_CALLBACK (on_done), &stop);
  dispatch_job_run_async (job, FALSE, cancellable, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_assert_false (dispatch_job_run_finish (job, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  guint n_done = dispatch_job_get_n_rows (job, ARCHIVE_ROW_DONE);
  g_assert_cmpuint (n_done, <, N_USERS);
  assert_job (fixture, id, ARCHIVE_JOB_PAUSED, n_done, 0, 0);
  g_assert_cmpint (test_emulator_count_requests (fixture->emulator, DELETE_REGISTRATION), ==,
                   n_done);
  run_to_end (fixture, id, FALSE);
  assert_job (fixture, id, ARCHIVE_JOB_DONE, N_USERS, 0, 0);
  assert_trash (fixture);
}

static void
make_read_only (DispatchJob *job, GParamSpec *pspec, gpointer client)
{
  comms_client_set_read_only (client, dispatch_job_get_n_rows (job, ARCHIVE_ROW_DONE) >= 7);
}

/* The account becomes read only while it runs: no row has failed, and nothing is asked any more. */
static void
test_read_only (FoundFixture *fixture, gconstpointer data)
{
  gint64 id = create_deletion (fixture);
  g_autoptr (DispatchJob) job =
    dispatch_job_new (fixture->client, fixture->store, FOUND_ACCOUNT, id);
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  g_signal_connect (job, "notify::n-done", G_CALLBACK (make_read_only), fixture->client);
  dispatch_job_run_async (job, FALSE, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_assert_false (dispatch_job_run_finish (job, result, &error));
  g_assert_error (error, COMMS_ERROR, COMMS_ERROR_READ_ONLY);
  guint n_done = dispatch_job_get_n_rows (job, ARCHIVE_ROW_DONE);
  g_assert_cmpuint (n_done, <, N_USERS);
  assert_job (fixture, id, ARCHIVE_JOB_PAUSED, n_done, 0, 0);
  g_assert_cmpint (test_emulator_count_requests (fixture->emulator, DELETE_REGISTRATION), ==,
                   n_done);

  comms_client_set_read_only (fixture->client, FALSE);
  run_to_end (fixture, id, FALSE);
  assert_job (fixture, id, ARCHIVE_JOB_DONE, N_USERS, 0, 0);
  assert_trash (fixture);
}

/* Paused, gone on with and paused again by whoever looks at it; and then the rest is not wanted. */
static void
test_paused_and_stopped (FoundFixture *fixture, gconstpointer data)
{
  gint64 id = create_deletion (fixture);
  g_autoptr (DispatchJob) job =
    dispatch_job_new (fixture->client, fixture->store, FOUND_ACCOUNT, id);
  Stop stop = { .at = 7 };
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  g_signal_connect (job, "notify::n-done", G_CALLBACK (on_done), &stop);
  dispatch_job_run_async (job, FALSE, NULL, test_store_result, &slot);
  while (!dispatch_job_get_paused (job)) {
    g_main_context_iteration (NULL, TRUE);
  }
  gint64 at_pause = test_emulator_count_requests (fixture->emulator, DELETE_REGISTRATION);
  g_autofree char *meanwhile = found_fixture_list_api (fixture);
  g_assert_nonnull (meanwhile);
  g_assert_cmpint (test_emulator_count_requests (fixture->emulator, DELETE_REGISTRATION), <=,
                   MIN (at_pause + 6, N_USERS - 6));
  guint n_done = dispatch_job_get_n_rows (job, ARCHIVE_ROW_DONE);
  g_assert_null (slot);
  dispatch_job_resume (job);
  while (dispatch_job_get_n_rows (job, ARCHIVE_ROW_DONE) < n_done + 5) {
    g_main_context_iteration (NULL, TRUE);
  }
  dispatch_job_stop (job);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_assert_true (dispatch_job_run_finish (job, result, &error));
  assert_job (fixture, id, ARCHIVE_JOB_STOPPED, dispatch_job_get_n_rows (job, ARCHIVE_ROW_DONE), 0,
              0);
  g_assert_cmpuint (dispatch_job_get_n_rows (job, ARCHIVE_ROW_WAITING), >, 0);
}

static void
test_accounts (FoundFixture *fixture, gconstpointer data)
{
  gint64 id = create_deletion (fixture);
  g_autoptr (DispatchJob) job = dispatch_job_new (fixture->client, fixture->store, "another", id);
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  dispatch_job_run_async (job, FALSE, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_assert_false (dispatch_job_run_finish (job, result, &error));
  g_assert_error (error, ARCHIVE_ERROR, ARCHIVE_ERROR_FAILED);
  g_assert_cmpint (test_emulator_count_requests (fixture->emulator, DELETE_REGISTRATION), ==, 0);
  assert_job (fixture, id, ARCHIVE_JOB_PAUSED, 0, 0, 0);
}

static char *
describe_restored (FoundFixture *fixture, const char *user_id)
{
  const ArchiveTrashQuery query = { .needle = user_id };
  g_autoptr (ArchivePage) page = list_trash (fixture, &query);
  g_assert_cmpuint (page->rows->len, ==, 1);
  const ArchiveTrashItem *item = page->rows->pdata[0];

  return g_strdup (item->restored_at < 0 ? "not restored" : item->difference);
}

static gint64
create_restore (FoundFixture *fixture)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (ArchivePage) page = list_trash (fixture, NULL);

  for (guint i = 0; i < page->rows->len; i++) {
    const ArchiveTrashItem *item = page->rows->pdata[i];
    g_ptr_array_add (ids, g_strdup_printf ("%" G_GINT64_FORMAT, item->id));
  }
  return create (fixture, ARCHIVE_JOB_RESTORE, ids);
}

/* Everything is as it was, but for what changed in between, and that is told. */
static void
test_restored (FoundFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GError) error = NULL;

  found_fixture_add_users (fixture, 10);
  ids = list_registrations (fixture);
  run_to_end (fixture, create (fixture, ARCHIVE_JOB_DELETE_REGISTRATIONS, ids), FALSE);
  assert_no_registrations (fixture);
  /* One of the two devices of the first went to another user, the only one of the second too; the
   * third has got a new one, and the fourth user is gone. */
  g_free (found_fixture_register (fixture, "test_app", "FCM", "token-0-first", NULL));
  g_free (found_fixture_register (fixture, "test_app", "FCM", "token-1-first", NULL));
  g_free (found_fixture_register (fixture, "test_app", "FCM", "new", fixture->users->pdata[2]));
  found_fixture_delete_user (fixture, fixture->users->pdata[3]);
  found_fixture_crawl (fixture, 1000, NULL, &error);
  g_assert_no_error (error);

  g_free (test_emulator_add_fault (
    fixture->emulator, "{'kind':'close-after','times':2,'skip':2,'method':'POST','path':"
                       "'/PushNotifications/DeviceRegistrations'}"));
  gint64 restore = create_restore (fixture);
  run_to_end (fixture, restore, FALSE);
  assert_job (fixture, restore, ARCHIVE_JOB_DONE, 8, 0, 2);
  static const char *const expected[] = {
    "id moved", "not restored", "id more", "not restored", "id", "id", "id", "id", "id", "id",
  };
  for (guint i = 0; i < fixture->users->len; i++) {
    g_autofree char *actual = describe_restored (fixture, fixture->users->pdata[i]);
    g_assert_cmpstr (actual, ==, expected[i]);
  }
  found_fixture_assert_equal (fixture);
}

/* What cannot be brought back says so, and nothing is asked. */
static void
test_obstacle (FoundFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  found_fixture_add_users (fixture, 2);
  g_ptr_array_add (ids, g_strdup (fixture->users->pdata[0]));
  g_ptr_array_add (ids, g_strdup (fixture->users->pdata[1]));
  run_to_end (fixture, create (fixture, ARCHIVE_JOB_DELETE_USERS, ids), FALSE);
  g_autoptr (ArchivePage) trash = list_trash (fixture, NULL);
  g_assert_cmpuint (trash->rows->len, ==, 2);
  for (guint i = 0; i < trash->rows->len; i++) {
    const ArchiveTrashItem *item = trash->rows->pdata[i];
    gboolean is_first = g_strcmp0 (item->user_id, fixture->users->pdata[0]) == 0;
    g_assert_cmpint (item->kind, ==, ARCHIVE_TRASH_USER);
    g_assert_cmpint (item->obstacle, ==, ARCHIVE_OBSTACLE_USER);
    g_assert_cmpuint (item->devices->len, ==, is_first ? 3 : 1);
  }
  gint64 n_before = test_emulator_count_requests (fixture->emulator, NULL);
  gint64 restore = create_restore (fixture);
  run_to_end (fixture, restore, FALSE);
  assert_job (fixture, restore, ARCHIVE_JOB_DONE, 0, 0, 2);
  g_assert_cmpint (test_emulator_count_requests (fixture->emulator, NULL), ==, n_before);
}

typedef struct {
  FoundFixture *fixture;
  GPid pid;
  gint64 n_deleted; /* at which it is killed */
  gboolean has_ended;
  int status;
} Victim;

static gboolean
on_look (gpointer user_data)
{
  Victim *victim = user_data;

  if (test_emulator_count_requests (victim->fixture->emulator, DELETE_REGISTRATION) <
      victim->n_deleted) {
    return G_SOURCE_CONTINUE;
  }
  kill (victim->pid, SIGKILL);
  return G_SOURCE_REMOVE;
}

static void
on_ended (GPid pid, int status, gpointer user_data)
{
  Victim *victim = user_data;

  victim->has_ended = TRUE;
  victim->status = status;
  g_spawn_close_pid (pid);
}

static void
run_and_kill (FoundFixture *fixture, gint64 id, gint64 n_deleted)
{
  Victim victim = { .fixture = fixture, .n_deleted = n_deleted };
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  const char *argv[] = { g_getenv ("JOB_VICTIM"),
                         test_emulator_get_url (fixture->emulator),
                         test_emulator_get_sid (fixture->emulator),
                         test_emulator_get_secret (fixture->emulator),
                         fixture->folder,
                         number,
                         NULL };
  g_autoptr (GError) error = NULL;

  g_spawn_async (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &victim.pid,
                 &error);
  g_assert_no_error (error);
  g_child_watch_add (victim.pid, on_ended, &victim);
  g_timeout_add (1, on_look, &victim);
  test_wait_until (&victim.has_ended);
  g_assert_true (WIFSIGNALED (victim.status));
}

/* Killed in the middle, some times: in the end all are deleted, by this job, and in the trash once.
 */
static void
test_killed (FoundFixture *fixture, gconstpointer data)
{
  gint64 id = create_deletion (fixture);

  g_clear_object (&fixture->store);
  for (guint i = 1; i <= 3; i++) {
    run_and_kill (fixture, id, i * 8);
  }
  fixture->store = found_fixture_open (fixture->folder);
  run_to_end (fixture, id, FALSE);
  assert_job (fixture, id, ARCHIVE_JOB_DONE, N_USERS, 0, 0);
  assert_no_registrations (fixture);
  assert_trash (fixture);
}

/* Every code comes back. */
static void
test_reason (void)
{
  for (int code = 0; code <= COMMS_ERROR_ABANDONED; code++) {
    g_autoptr (GError) error = comms_error_new ((CommsError) code, NULL, "what: it said");
    g_autofree char *reason = dispatch_reason_new (error);
    g_autoptr (GError) parsed = dispatch_reason_parse (reason);

    g_assert_error (parsed, COMMS_ERROR, code);
    g_assert_cmpstr (parsed->message, ==, "what: it said");
  }
  g_assert_null (dispatch_reason_parse (NULL));
  g_assert_null (dispatch_reason_parse (DISPATCH_RESTORED_MOVED));
  g_autoptr (GError) other = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "other");
  g_autofree char *words = dispatch_reason_new (other);
  g_assert_cmpstr (words, ==, "other");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  found_fixture_add ("/dispatch/job/whole", test_whole);
  found_fixture_add ("/dispatch/job/gone", test_gone);
  found_fixture_add ("/dispatch/job/faults", test_faults);
  found_fixture_add ("/dispatch/job/refused", test_refused);
  found_fixture_add ("/dispatch/job/unknown", test_unknown);
  found_fixture_add ("/dispatch/job/broken", test_broken);
  found_fixture_add ("/dispatch/job/cancelled", test_cancelled);
  found_fixture_add ("/dispatch/job/read-only", test_read_only);
  found_fixture_add ("/dispatch/job/paused-and-stopped", test_paused_and_stopped);
  found_fixture_add ("/dispatch/job/accounts", test_accounts);
  found_fixture_add ("/dispatch/job/restored", test_restored);
  found_fixture_add ("/dispatch/job/obstacle", test_obstacle);
  found_fixture_add ("/dispatch/job/killed", test_killed);
  g_test_add_func ("/dispatch/job/reason", test_reason);
  return g_test_run ();
}
