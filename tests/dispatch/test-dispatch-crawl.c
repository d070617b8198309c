#include <signal.h>
#include <sys/types.h>

#include "found-fixture.h"

#define N_USERS 130
#define PAGE_SIZE 20

/* And the one that an emulator without demo data has. */
#define N_VISITS (N_USERS + 1)

/* Visits that are under way when a crawl is stopped, and those that are not written yet. */
#define MAX_LOST (6 + 50)

static void
crawl (FoundFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  found_fixture_crawl (fixture, PAGE_SIZE, NULL, &error);
  g_assert_no_error (error);
}

static void
test_whole (FoundFixture *fixture, gconstpointer data)
{
  found_fixture_add_users (fixture, N_USERS);
  crawl (fixture);
  g_assert_cmpuint (found_fixture_count_visits (fixture), ==, N_VISITS);
  found_fixture_assert_equal (fixture);
  g_autoptr (ArchiveIndexState) state = found_fixture_read_index (fixture);
  g_assert_cmpint (state->phase, ==, ARCHIVE_CRAWL_DONE);
  g_assert_cmpuint (state->n_users, ==, N_VISITS);
  g_assert_cmpuint (state->n_seen, ==, N_VISITS);
  g_assert_cmpuint (state->n_failures, ==, 0);

  found_fixture_delete_user (fixture, fixture->users->pdata[7]);
  found_fixture_delete_user (fixture, fixture->users->pdata[100]);
  g_free (
    found_fixture_register (fixture, "test_app", "FCM", "token-8-first", fixture->users->pdata[9]));
  found_fixture_add_users (fixture, 3);
  crawl (fixture);
  found_fixture_assert_equal (fixture);
}

/* All of them pass, and the visits that they meet are made again. */
static const char *const faults[] = {
  "'kind':'status','status':429,'retryAfter':0,'times':9,'skip':3",
  "'kind':'status','status':429,'retryAfter':1,'times':1,'skip':40",
  "'kind':'status','status':500,'times':3,'skip':10",
  "'kind':'status','status':503,'times':1,'skip':130",
  "'kind':'close-before','times':3,'skip':20",
  "'kind':'cut','times':2,'skip':30",
  "'kind':'html','times':5,'skip':50",
  "'kind':'wrong-types','times':4,'skip':60",
  "'kind':'late','delay':50,'times':20",
};

static void
test_faults (FoundFixture *fixture, gconstpointer data)
{
  found_fixture_add_users (fixture, N_USERS);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++) {
    static const char *const paths[] = { "/PushNotifications/DeviceRegistrations",
                                         "/PushNotifications/Users" };
    for (guint k = 0; k < G_N_ELEMENTS (paths); k++) {
      g_autofree char *description =
        g_strdup_printf ("{%s,'method':'GET','path':'%s'}", faults[i], paths[k]);
      /* What says nothing of a page of users says nothing of any user. */
      if (k == 1 && (g_strrstr (faults[i], "html") || g_strrstr (faults[i], "wrong"))) {
        continue;
      }
      g_autofree char *id = test_emulator_add_fault (fixture->emulator, description);
      crawl (fixture);
      test_emulator_remove_faults (fixture->emulator);
      found_fixture_assert_equal (fixture);
      g_autoptr (ArchiveIndexState) state = found_fixture_read_index (fixture);
      g_assert_cmpuint (state->n_failures, ==, 0);
    }
  }
}

static gint64
add_fault (FoundFixture *fixture, const char *description)
{
  g_autofree char *id = test_emulator_add_fault (fixture->emulator, description);

  return test_emulator_get_fault_hits (fixture->emulator, id);
}

/* Whom it cannot read at all stays as it was, and is named. */
static void
test_failures (FoundFixture *fixture, gconstpointer data)
{
  found_fixture_add_users (fixture, 30);
  crawl (fixture);
  g_autofree char *before = found_fixture_list_index (fixture);
  found_fixture_delete_user (fixture, fixture->users->pdata[3]);
  add_fault (fixture, "{'kind':'html','method':'GET','times':1000000,'path':"
                      "'/PushNotifications/DeviceRegistrations'}");
  crawl (fixture);
  test_emulator_remove_faults (fixture->emulator);
  g_autoptr (ArchiveIndexState) state = found_fixture_read_index (fixture);
  g_assert_cmpint (state->phase, ==, ARCHIVE_CRAWL_DONE);
  g_assert_cmpuint (state->n_failures, ==, 30);
  g_assert_cmpuint (state->n_users, ==, 30);
  g_autofree char *after = found_fixture_list_index (fixture);
  g_assert_cmpstr (after, !=, before);
  crawl (fixture);
  found_fixture_assert_equal (fixture);
}

/* What no user would be spared ends it at once, and the next start goes on there. */
static void
test_broken (FoundFixture *fixture, gconstpointer data)
{
  static const struct {
    const char *fault;
    CommsError code;
    guint n_requests; /* at most */
  } cases[] = {
    { "'kind':'status','status':401", COMMS_ERROR_UNAUTHORIZED, 6 },
    { "'kind':'status','status':429,'retryAfter':80000", COMMS_ERROR_RATE_LIMITED, 6 },
    { "'kind':'status','status':500", COMMS_ERROR_SERVER, 90 },
    /* The library sends once more by itself what an open connection did not answer. */
    { "'kind':'close-before'", COMMS_ERROR_INTERRUPTED, 90 },
  };

  found_fixture_add_users (fixture, N_USERS);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *description = g_strdup_printf (
      "{%s,'method':'GET','times':1000000,'skip':%u,'path':'/PushNotifications/DeviceRegistrations'}",
      cases[i].fault, 25);
    g_autofree char *id = test_emulator_add_fault (fixture->emulator, description);
    g_assert_false (found_fixture_crawl (fixture, PAGE_SIZE, NULL, &error));
    g_assert_error (error, COMMS_ERROR, (int) cases[i].code);
    g_assert_cmpint (test_emulator_get_fault_hits (fixture->emulator, id), <=, cases[i].n_requests);
    test_emulator_remove_faults (fixture->emulator);
    g_autoptr (ArchiveIndexState) state = found_fixture_read_index (fixture);
    g_assert_cmpint (state->phase, ==, ARCHIVE_CRAWL_LISTING);
    g_assert_cmpint (state->generation, ==, 1);
    g_assert_cmpuint (state->n_seen, >=, 25 * (i + 1) - 6 * (i + 1));
  }
  crawl (fixture);
  found_fixture_assert_equal (fixture);
}

/* One 429 holds all of them back: with a wait of a second none goes out in that second. What is
 * under way beside it may be answered, and followed by another one, while it is being read. */
static void
test_limited (FoundFixture *fixture, gconstpointer data)
{
  g_autoptr (DispatchCrawl) crawl =
    dispatch_crawl_new (fixture->client, fixture->store, FOUND_ACCOUNT);
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  found_fixture_add_users (fixture, 30);
  guint before = found_fixture_count_visits (fixture);
  add_fault (fixture, "{'kind':'status','status':429,'retryAfter':1,'times':1,'skip':10,'method':"
                      "'GET','path':'/PushNotifications/DeviceRegistrations'}");
  dispatch_crawl_run_async (crawl, NULL, test_store_result, &slot);
  while (dispatch_crawl_get_resumes_at (crawl) == 0) {
    g_main_context_iteration (NULL, TRUE);
  }
  gint64 resumes_at = dispatch_crawl_get_resumes_at (crawl);
  g_assert_cmpint (resumes_at, >, g_get_monotonic_time () + 500 * 1000);
  guint last = 0;
  while (g_get_monotonic_time () < resumes_at - 100 * 1000) {
    last = found_fixture_count_visits (fixture);
    g_assert_cmpuint (last, <=, before + 10 + 2 * 6);
  }
  g_assert_cmpuint (last, >, before);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  dispatch_crawl_run_finish (crawl, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found_fixture_count_visits (fixture), ==, before + 31 + 1);
  found_fixture_assert_equal (fixture);
}

typedef struct {
  guint64 at; /* users */
  GCancellable *cancellable;
} Stop;

static void
on_users (DispatchCrawl *crawl, GParamSpec *pspec, gpointer user_data)
{
  Stop *stop = user_data;

  if (dispatch_crawl_get_n_users (crawl) >= stop->at) {
    g_cancellable_cancel (stop->cancellable);
  }
}

static void
stop_at (FoundFixture *fixture, guint n_users)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (DispatchCrawl) crawl =
    dispatch_crawl_new (fixture->client, fixture->store, FOUND_ACCOUNT);
  Stop stop = { n_users, cancellable };
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  dispatch_crawl_set_page_size (crawl, PAGE_SIZE);
  g_signal_connect (crawl, "notify::n-users", G_CALLBACK (on_users), &stop);
  dispatch_crawl_run_async (crawl, cancellable, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_assert_false (dispatch_crawl_run_finish (crawl, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Stopped some times, and each time gone on with by another object and store. */
static void
test_stopped (FoundFixture *fixture, gconstpointer data)
{
  found_fixture_add_users (fixture, N_USERS);
  for (guint i = 1; i <= 4; i++) {
    stop_at (fixture, i * 25);
    g_autoptr (ArchiveIndexState) state = found_fixture_read_index (fixture);
    g_assert_cmpuint (state->n_seen, >=, i * 25);
    found_fixture_reopen (fixture);
  }
  crawl (fixture);
  g_assert_cmpuint (found_fixture_count_visits (fixture), >=, N_VISITS);
  g_assert_cmpuint (found_fixture_count_visits (fixture), <=, N_VISITS + 4 * 6);
  found_fixture_assert_equal (fixture);
}

static void
on_users_pause (DispatchCrawl *crawl, GParamSpec *pspec, gpointer user_data)
{
  if (dispatch_crawl_get_n_users (crawl) >= 60 && !*(gboolean *) user_data) {
    *(gboolean *) user_data = TRUE;
    dispatch_crawl_pause (crawl);
  }
}

/* While it is paused nothing goes out, and users who go then are gone in the end. */
static void
test_paused (FoundFixture *fixture, gconstpointer data)
{
  g_autoptr (DispatchCrawl) crawl =
    dispatch_crawl_new (fixture->client, fixture->store, FOUND_ACCOUNT);
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;
  gboolean was_paused = FALSE;

  found_fixture_add_users (fixture, N_USERS);
  /* So that no more than a page is under way, however long a write takes. */
  dispatch_crawl_set_page_size (crawl, PAGE_SIZE);
  g_signal_connect (crawl, "notify::n-users", G_CALLBACK (on_users_pause), &was_paused);
  dispatch_crawl_run_async (crawl, NULL, test_store_result, &slot);
  while (!was_paused) {
    g_main_context_iteration (NULL, TRUE);
  }
  guint at_pause = found_fixture_count_visits (fixture);
  /* The newest are listed first: half of these were seen, half not. */
  for (guint i = 0; i < N_USERS; i += 10) {
    found_fixture_delete_user (fixture, fixture->users->pdata[i]);
  }
  guint n_visits = found_fixture_count_visits (fixture);
  g_assert_cmpuint (n_visits, <=, at_pause + 6);
  g_assert_cmpuint (n_visits, <, N_VISITS);
  g_autofree char *api = found_fixture_list_api (fixture);
  g_assert_nonnull (api);
  g_assert_cmpuint (found_fixture_count_visits (fixture) - n_visits, ==, N_VISITS - 13);
  g_assert_null (slot);

  dispatch_crawl_resume (crawl);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  dispatch_crawl_run_finish (crawl, result, &error);
  g_assert_no_error (error);
  found_fixture_crawl (fixture, PAGE_SIZE, NULL, &error);
  g_assert_no_error (error);
  found_fixture_assert_equal (fixture);
}

static void
test_stopped_while_paused (FoundFixture *fixture, gconstpointer data)
{
  g_autoptr (DispatchCrawl) crawl =
    dispatch_crawl_new (fixture->client, fixture->store, FOUND_ACCOUNT);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  found_fixture_add_users (fixture, 10);
  dispatch_crawl_pause (crawl);
  dispatch_crawl_run_async (crawl, cancellable, test_store_result, &slot);
  while (dispatch_crawl_get_phase (crawl) != ARCHIVE_CRAWL_LISTING) {
    g_main_context_iteration (NULL, TRUE);
  }
  g_cancellable_cancel (cancellable);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_assert_false (dispatch_crawl_run_finish (crawl, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (found_fixture_count_visits (fixture), ==, 0);
}

/* It begins with the first page again, but not with the users whom it saw. */
static void
test_stale_token (FoundFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  found_fixture_add_users (fixture, N_USERS);
  stop_at (fixture, 60);
  guint n_visits = found_fixture_count_visits (fixture);
  archive_store_advance_crawl_async (fixture->store, FOUND_ACCOUNT, 1, ARCHIVE_CRAWL_LISTING,
                                     "no token of this server", NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_assert_true (archive_store_write_finish (fixture->store, result, &error));
  crawl (fixture);
  g_autoptr (ArchiveIndexState) state = found_fixture_read_index (fixture);
  g_assert_cmpint (state->generation, ==, 1);
  g_assert_cmpuint (found_fixture_count_visits (fixture), <=, N_VISITS + 6);
  g_assert_cmpuint (found_fixture_count_visits (fixture), >, n_visits);
  found_fixture_assert_equal (fixture);
}

static void
test_accounts (FoundFixture *fixture, gconstpointer data)
{
  g_autoptr (DispatchCrawl) other = dispatch_crawl_new (fixture->client, fixture->store, "other");
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  found_fixture_add_users (fixture, 20);
  crawl (fixture);
  g_autofree char *before = found_fixture_list_index (fixture);
  for (guint i = 0; i < 10; i++) {
    found_fixture_delete_user (fixture, fixture->users->pdata[i]);
  }
  dispatch_crawl_run_async (other, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_assert_true (dispatch_crawl_run_finish (other, result, &error));
  g_autofree char *after = found_fixture_list_index (fixture);
  g_assert_cmpstr (after, ==, before);
}

/* Killed at any moment, in a process of its own. */
typedef struct {
  FoundFixture *fixture;
  GPid pid;
  guint n_visits; /* at which it is killed */
  gboolean has_ended;
  int status;
} Victim;

static gboolean
on_look (gpointer user_data)
{
  Victim *victim = user_data;

  if (found_fixture_count_visits (victim->fixture) < victim->n_visits) {
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
spawn (Victim *victim)
{
  TestEmulator *emulator = victim->fixture->emulator;
  const char *argv[] = { g_getenv ("CRAWL_VICTIM"),
                         test_emulator_get_url (emulator),
                         test_emulator_get_sid (emulator),
                         test_emulator_get_secret (emulator),
                         victim->fixture->folder,
                         G_STRINGIFY (PAGE_SIZE),
                         NULL };
  g_autoptr (GError) error = NULL;

  g_spawn_async (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &victim->pid,
                 &error);
  g_assert_no_error (error);
  g_child_watch_add (victim->pid, on_ended, victim);
}

static void
test_killed (FoundFixture *fixture, gconstpointer data)
{
  guint n_kills = 0;

  found_fixture_add_users (fixture, N_USERS);
  g_clear_object (&fixture->store);
  for (guint at = 3; at < 90; at += 30) {
    Victim victim = { .fixture = fixture };
    /* In the middle of a page, and behind the end of one or two. */
    victim.n_visits = found_fixture_count_visits (fixture) + 17 + at / 3;
    spawn (&victim);
    guint timer = g_timeout_add (1, on_look, &victim);
    test_wait_until (&victim.has_ended);
    if (WIFSIGNALED (victim.status)) {
      n_kills++;
    } else {
      g_source_remove (timer);
    }
  }
  g_assert_cmpuint (n_kills, ==, 3);
  fixture->store = found_fixture_open (fixture->folder);
  crawl (fixture);
  g_test_message ("%u kills, %u visits", n_kills, found_fixture_count_visits (fixture));
  g_assert_cmpuint (found_fixture_count_visits (fixture), <=, N_VISITS + n_kills * MAX_LOST);
  g_autoptr (ArchiveIndexState) state = found_fixture_read_index (fixture);
  g_assert_cmpint (state->generation, ==, 1);
  g_assert_cmpuint (state->n_seen, ==, N_VISITS);
  found_fixture_assert_equal (fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  found_fixture_add ("/dispatch/crawl/whole", test_whole);
  found_fixture_add ("/dispatch/crawl/faults", test_faults);
  found_fixture_add ("/dispatch/crawl/failures", test_failures);
  found_fixture_add ("/dispatch/crawl/broken", test_broken);
  found_fixture_add ("/dispatch/crawl/limited", test_limited);
  found_fixture_add ("/dispatch/crawl/stopped", test_stopped);
  found_fixture_add ("/dispatch/crawl/paused", test_paused);
  found_fixture_add ("/dispatch/crawl/stopped-while-paused", test_stopped_while_paused);
  found_fixture_add ("/dispatch/crawl/stale-token", test_stale_token);
  found_fixture_add ("/dispatch/crawl/accounts", test_accounts);
  found_fixture_add ("/dispatch/crawl/killed", test_killed);
  return g_test_run ();
}
