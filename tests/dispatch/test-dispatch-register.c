#include <dispatch-job.h>
#include <signal.h>
#include <sys/types.h>

#include "found-fixture.h"

#define N_ROWS 40
#define POST "POST /PushNotifications/DeviceRegistrations"

/* Devices named "device-0" and so on, of the users of the fixture in turn or of nobody. */
static gint64
create (FoundFixture *fixture, const char *app_name, gboolean has_users)
{
  g_autoptr (ArchiveBatch) batch = archive_batch_new ("devices.csv", "token");
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  if (has_users) {
    found_fixture_add_users (fixture, 7);
  }
  for (guint i = 0; i < N_ROWS; i++) {
    g_autofree char *token = g_strdup_printf ("device-%u", i);
    const ArchiveBatchRow row = {
      .line = i + 2,
      .app_name = app_name,
      .provider = i % 2 == 0 ? "FCM" : "APN",
      .token = token,
      .user_id = has_users ? fixture->users->pdata[i % fixture->users->len] : NULL,
      .cells = token,
    };
    archive_batch_add (batch, &row);
  }
  archive_batch_add (batch, &(ArchiveBatchRow){ .line = 100, .reason = "no-token" });
  archive_store_create_job_of_batch_async (fixture->store, FOUND_ACCOUNT, batch, NULL,
                                           test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  gint64 job = archive_store_count_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return job;
}

static gboolean
run (FoundFixture *fixture, gint64 id, gboolean again, GError **error)
{
  g_autoptr (DispatchJob) job =
    dispatch_job_new (fixture->client, fixture->store, FOUND_ACCOUNT, id);
  GAsyncResult *slot = NULL;

  dispatch_job_run_async (job, again, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  return dispatch_job_run_finish (job, result, error);
}

static void
run_to_end (FoundFixture *fixture, gint64 id, gboolean again)
{
  g_autoptr (GError) error = NULL;

  run (fixture, id, again, &error);
  g_assert_no_error (error);
}

static ArchiveJob *
read_job (FoundFixture *fixture, gint64 id)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  archive_store_read_job_async (fixture->store, FOUND_ACCOUNT, id, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  ArchiveJob *job = archive_store_read_job_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return job;
}

static void
assert_job (FoundFixture *fixture, gint64 id, guint done, guint failed, guint unknown)
{
  g_autoptr (ArchiveJob) job = read_job (fixture, id);

  g_assert_cmpuint (job->n_rows[ARCHIVE_ROW_DONE], ==, done);
  g_assert_cmpuint (job->n_rows[ARCHIVE_ROW_FAILED], ==, failed);
  g_assert_cmpuint (job->n_rows[ARCHIVE_ROW_UNKNOWN], ==, unknown);
  g_assert_cmpuint (job->n_rows[ARCHIVE_ROW_SKIPPED], ==, 1);
}

static ArchivePage *
list_rows (FoundFixture *fixture, gint64 id, ArchiveRowState state)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  archive_store_list_job_rows_async (fixture->store, FOUND_ACCOUNT, id, state, NULL,
                                     ARCHIVE_MAX_ROWS, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  ArchivePage *page = archive_store_list_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return page;
}

static guint
count_posts (FoundFixture *fixture)
{
  return (guint) test_emulator_count_requests (fixture->emulator, POST);
}

/* Each device is registered once, and where the report says. */
static void
assert_registered (FoundFixture *fixture, gint64 id)
{
  g_autofree char *api = found_fixture_list_api (fixture);
  g_autoptr (ArchivePage) page = list_rows (fixture, id, ARCHIVE_ROW_DONE);

  for (guint i = 0; i < page->rows->len; i++) {
    const ArchiveJobRow *row = page->rows->pdata[i];
    const ArchiveJobDevice *device = row->device;
    const char *user = device->user_id != NULL ? device->user_id : device->new_user_id;
    g_autofree char *line = g_strdup_printf ("%s %s %s %s %s\n", user, row->result_id,
                                             device->app_name, device->provider, device->token);
    g_autofree char *all = g_strconcat (api, "\n", NULL);
    g_assert_nonnull (strstr (all, line));
    g_assert_true ((device->user_id == NULL) == (device->new_user_id != NULL));
  }
}

static void
test_users (FoundFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 id = create (fixture, "test_app", TRUE);

  found_fixture_crawl (fixture, 1000, NULL, &error);
  g_assert_no_error (error);
  run_to_end (fixture, id, FALSE);
  assert_job (fixture, id, N_ROWS, 0, 0);
  assert_registered (fixture, id);
  found_fixture_assert_equal (fixture);
}

static void
test_new_users (FoundFixture *fixture, gconstpointer data)
{
  gint64 id = create (fixture, "test_app", FALSE);
  g_autoptr (GError) error = NULL;

  found_fixture_crawl (fixture, 1000, NULL, &error);
  g_assert_no_error (error);
  run_to_end (fixture, id, FALSE);
  assert_job (fixture, id, N_ROWS, 0, 0);
  g_assert_cmpuint (count_posts (fixture), ==, N_ROWS);
  assert_registered (fixture, id);
  found_fixture_assert_equal (fixture);
}

static void
add_faults (FoundFixture *fixture, const char *const *faults, guint n_faults)
{
  for (guint i = 0; i < n_faults; i++) {
    g_autofree char *description = g_strdup_printf ("{%s}", faults[i]);
    g_free (test_emulator_add_fault (fixture->emulator, description));
  }
}

/* For a user who is named all of these pass, whether the server acted on the request or not. */
static void
test_users_faults (FoundFixture *fixture, gconstpointer data)
{
  static const char *const faults[] = {
    "'kind':'status','status':429,'retryAfter':0,'times':5,'skip':3,'method':'POST'",
    "'kind':'status','status':500,'times':2,'skip':2,'method':'POST'",
    "'kind':'status','status':503,'act':true,'times':2,'skip':3,'method':'POST'",
    "'kind':'close-before','times':2,'skip':4,'method':'POST'",
    "'kind':'close-after','times':2,'skip':5,'method':'POST'",
    "'kind':'cut','times':1,'skip':6,'method':'POST'",
    "'kind':'status','status':500,'times':2,'skip':7,'method':'GET'",
    "'kind':'close-after','times':2,'skip':8,'method':'GET'",
  };
  gint64 id = create (fixture, "test_app", TRUE);

  add_faults (fixture, faults, G_N_ELEMENTS (faults));
  run_to_end (fixture, id, FALSE);
  test_emulator_remove_faults (fixture->emulator);
  run_to_end (fixture, id, TRUE);
  assert_job (fixture, id, N_ROWS, 0, 0);
  assert_registered (fixture, id);
}

/* What the server did not act on is asked again; what may have made a user is not, even if the
 * operator tries again what failed. */
static void
test_new_users_faults (FoundFixture *fixture, gconstpointer data)
{
  static const char *const faults[] = {
    "'kind':'status','status':429,'retryAfter':0,'times':5,'skip':3,'method':'POST'",
    "'kind':'close-after','times':3,'skip':5,'method':'POST'",
    "'kind':'status','status':503,'act':true,'times':2,'skip':9,'method':'POST'",
    "'kind':'status','status':500,'times':2,'skip':7,'method':'GET'",
  };
  gint64 id = create (fixture, "test_app", FALSE);

  add_faults (fixture, faults, G_N_ELEMENTS (faults));
  run_to_end (fixture, id, FALSE);
  test_emulator_remove_faults (fixture->emulator);
  assert_job (fixture, id, N_ROWS - 5, 0, 5);
  g_assert_cmpuint (count_posts (fixture), ==, N_ROWS + 5);
  run_to_end (fixture, id, TRUE);
  assert_job (fixture, id, N_ROWS - 5, 0, 5);
  g_assert_cmpuint (count_posts (fixture), ==, N_ROWS + 5);
  assert_registered (fixture, id);
}

/* It is registered, and that is what the report says, although nothing more is known. */
static void
test_unread (FoundFixture *fixture, gconstpointer data)
{
  gint64 id = create (fixture, "test_app", FALSE);

  g_free (
    test_emulator_add_fault (fixture->emulator, "{'kind':'html','times':1000,'method':'GET'}"));
  run_to_end (fixture, id, FALSE);
  test_emulator_remove_faults (fixture->emulator);
  assert_job (fixture, id, N_ROWS, 0, 0);
  g_assert_cmpuint (count_posts (fixture), ==, N_ROWS);
  g_autoptr (ArchivePage) page = list_rows (fixture, id, ARCHIVE_ROW_DONE);
  for (guint i = 0; i < page->rows->len; i++) {
    const ArchiveJobRow *row = page->rows->pdata[i];
    g_assert_nonnull (row->result_id);
    g_assert_cmpstr (row->reason, ==, DISPATCH_REGISTERED_UNREAD);
  }
}

/* A server that answers nothing of use for long is not asked for each device, of which nobody would
 * know what became. */
static void
test_new_users_outage (FoundFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 id = create (fixture, "test_app", FALSE);

  g_free (test_emulator_add_fault (fixture->emulator,
                                   "{'kind':'status','status':500,'times':1000,'method':'POST'}"));
  g_assert_false (run (fixture, id, FALSE, &error));
  g_assert_error (error, COMMS_ERROR, COMMS_ERROR_SERVER);
  g_autoptr (ArchiveJob) paused = read_job (fixture, id);
  g_assert_cmpint (paused->state, ==, ARCHIVE_JOB_PAUSED);
  g_assert_cmpuint (paused->n_rows[ARCHIVE_ROW_UNKNOWN], <, N_ROWS);

  test_emulator_remove_faults (fixture->emulator);
  run_to_end (fixture, id, FALSE);
  g_autoptr (ArchiveJob) done = read_job (fixture, id);
  g_assert_cmpint (done->state, ==, ARCHIVE_JOB_DONE);
  g_assert_cmpuint (done->n_rows[ARCHIVE_ROW_UNKNOWN], >=, paused->n_rows[ARCHIVE_ROW_UNKNOWN]);
  g_assert_cmpuint (done->n_rows[ARCHIVE_ROW_DONE] + done->n_rows[ARCHIVE_ROW_UNKNOWN], ==, N_ROWS);
}

static void
test_refused (FoundFixture *fixture, gconstpointer data)
{
  gint64 id = create (fixture, "test_app", FALSE);

  g_free (test_emulator_add_fault (fixture->emulator,
                                   "{'kind':'status','status':400,'times':3,'skip':5,'method':"
                                   "'POST'}"));
  run_to_end (fixture, id, FALSE);
  assert_job (fixture, id, N_ROWS - 3, 3, 0);
  run_to_end (fixture, id, TRUE);
  assert_job (fixture, id, N_ROWS, 0, 0);
  assert_registered (fixture, id);
}

/* The report has what the server said. */
static void
test_reason (FoundFixture *fixture, gconstpointer data)
{
  gint64 id = create (fixture, "no_such_app", FALSE);

  run_to_end (fixture, id, FALSE);
  assert_job (fixture, id, 0, N_ROWS, 0);
  g_autoptr (ArchivePage) page = list_rows (fixture, id, ARCHIVE_ROW_FAILED);
  const ArchiveJobRow *row = page->rows->pdata[0];
  g_assert_cmpstr (row->reason, ==, "rejected: appName: no app has this name");
  g_assert_null (row->result_id);
}

/* What was refused to all of them is certain: nothing is in doubt when it goes on. */
static void
test_broken (FoundFixture *fixture, gconstpointer data)
{
  gint64 id = create (fixture, "test_app", FALSE);
  g_autoptr (GError) error = NULL;

  g_free (test_emulator_add_fault (
    fixture->emulator, "{'kind':'status','status':403,'times':1000000,'skip':9,'method':'POST'}"));
  g_assert_false (run (fixture, id, FALSE, &error));
  g_assert_error (error, COMMS_ERROR, COMMS_ERROR_FORBIDDEN);
  test_emulator_remove_faults (fixture->emulator);
  assert_job (fixture, id, 9, 0, 0);
  run_to_end (fixture, id, FALSE);
  assert_job (fixture, id, N_ROWS, 0, 0);
  assert_registered (fixture, id);
}

static void
on_done (DispatchJob *job, GParamSpec *pspec, gpointer user_data)
{
  if (dispatch_job_get_n_rows (job, ARCHIVE_ROW_DONE) >= 7) {
    g_cancellable_cancel (user_data);
  }
}

static void
test_cancelled (FoundFixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gint64 id = create (fixture, "test_app", FALSE);
  g_autoptr (DispatchJob) job =
    dispatch_job_new (fixture->client, fixture->store, FOUND_ACCOUNT, id);
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  g_signal_connect (job, "notify::n-done", G_CALLBACK (on_done), cancellable);
  dispatch_job_run_async (job, FALSE, cancellable, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_assert_false (dispatch_job_run_finish (job, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_posts (fixture), <, N_ROWS);
  run_to_end (fixture, id, FALSE);
  assert_job (fixture, id, N_ROWS, 0, 0);
  g_assert_cmpuint (count_posts (fixture), ==, N_ROWS);
}

typedef struct {
  FoundFixture *fixture;
  GPid pid;
  guint n_posts; /* at which it is killed */
  gboolean has_ended;
  int status;
} Victim;

static gboolean
on_look (gpointer user_data)
{
  Victim *victim = user_data;

  if (!victim->has_ended && count_posts (victim->fixture) < victim->n_posts) {
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
run_and_kill (FoundFixture *fixture, gint64 id, guint n_posts)
{
  Victim victim = { .fixture = fixture, .n_posts = n_posts };
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

static void
kill_three_times (FoundFixture *fixture, gint64 id)
{
  guint n_before = count_posts (fixture);

  g_clear_object (&fixture->store);
  for (guint i = 1; i <= 3; i++) {
    run_and_kill (fixture, id, n_before + i * 8);
  }
  fixture->store = found_fixture_open (fixture->folder);
  run_to_end (fixture, id, FALSE);
}

static void
test_users_killed (FoundFixture *fixture, gconstpointer data)
{
  gint64 id = create (fixture, "test_app", TRUE);

  kill_three_times (fixture, id);
  assert_job (fixture, id, N_ROWS, 0, 0);
  assert_registered (fixture, id);
}

/* Nobody is asked for twice, and each row says what is known of it. */
static void
test_new_users_killed (FoundFixture *fixture, gconstpointer data)
{
  gint64 id = create (fixture, "test_app", FALSE);

  kill_three_times (fixture, id);
  g_autoptr (ArchiveJob) job = read_job (fixture, id);
  g_assert_cmpuint (job->n_rows[ARCHIVE_ROW_DONE] + job->n_rows[ARCHIVE_ROW_UNKNOWN], ==, N_ROWS);
  g_assert_cmpuint (job->n_rows[ARCHIVE_ROW_UNKNOWN], >, 0);
  g_assert_cmpuint (count_posts (fixture), <=, N_ROWS);
  assert_registered (fixture, id);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  found_fixture_add ("/dispatch/register/users", test_users);
  found_fixture_add ("/dispatch/register/new-users", test_new_users);
  found_fixture_add ("/dispatch/register/users-faults", test_users_faults);
  found_fixture_add ("/dispatch/register/new-users-faults", test_new_users_faults);
  found_fixture_add ("/dispatch/register/new-users-outage", test_new_users_outage);
  found_fixture_add ("/dispatch/register/unread", test_unread);
  found_fixture_add ("/dispatch/register/refused", test_refused);
  found_fixture_add ("/dispatch/register/reason", test_reason);
  found_fixture_add ("/dispatch/register/broken", test_broken);
  found_fixture_add ("/dispatch/register/cancelled", test_cancelled);
  found_fixture_add ("/dispatch/register/users-killed", test_users_killed);
  found_fixture_add ("/dispatch/register/new-users-killed", test_new_users_killed);
  return g_test_run ();
}
