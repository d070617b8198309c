#include <archive-choices.h>
#include <archive-jobs.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <test-emulator.h>

#include "index-fixture.h"

static gint64
await_count (ArchiveStore *store, GAsyncResult **slot)
{
  g_autoptr (GAsyncResult) result = test_await (slot);
  g_autoptr (GError) error = NULL;
  gint64 count = archive_store_count_finish (store, result, &error);

  g_assert_no_error (error);
  return count;
}

static gint64
create (ArchiveStore *store, ArchiveJobKind kind, const char *ids)
{
  g_auto (GStrv) all = g_strsplit (ids, " ", -1);
  GAsyncResult *slot = NULL;

  archive_store_create_job_async (store, "account", kind, (const char *const *) all, NULL,
                                  test_store_result, &slot);
  return await_count (store, &slot);
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

/* All pages: "number:id:state[:reason]". */
static char *
list_rows (ArchiveStore *store, gint64 job, ArchiveRowState state, guint n_rows)
{
  static const char *const names[] = { "waiting", "running", "done",   "gone",
                                       "failed",  "unknown", "skipped" };
  GString *text = g_string_new (NULL);
  g_autofree char *after = NULL;

  do {
    GAsyncResult *slot = NULL;
    archive_store_list_job_rows_async (store, "account", job, state, after, n_rows, NULL,
                                       test_store_result, &slot);
    g_autoptr (ArchivePage) page = await_page (store, &slot);
    for (guint i = 0; i < page->rows->len; i++) {
      const ArchiveJobRow *row = page->rows->pdata[i];
      g_string_append_printf (text, "%s%u:%s:%s%s%s", text->len > 0 ? " " : "", row->number,
                              row->resource_id, names[row->state], row->reason != NULL ? ":" : "",
                              row->reason != NULL ? row->reason : "");
    }
    g_free (after);
    after = g_strdup (page->next);
  } while (after != NULL);
  return g_string_free (text, FALSE);
}

static ArchiveJob *
await_job (ArchiveStore *store, GAsyncResult **slot, GError **error)
{
  g_autoptr (GAsyncResult) result = test_await (slot);

  return archive_store_read_job_finish (store, result, error);
}

static ArchiveJob *
set_state (ArchiveStore *store, gint64 job, ArchiveJobState state, gboolean again)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  archive_store_set_job_state_async (store, "account", job, state, again, NULL, test_store_result,
                                     &slot);
  ArchiveJob *now = await_job (store, &slot, &error);
  g_assert_no_error (error);
  return now;
}

static void
await_write (ArchiveStore *store, GAsyncResult **slot)
{
  g_autoptr (GAsyncResult) result = test_await (slot);
  g_autoptr (GError) error = NULL;

  archive_store_write_finish (store, result, &error);
  g_assert_no_error (error);
}

static void
trash (ArchiveStore *store, gint64 job, guint row, const char *id, const char *tokens)
{
  g_autoptr (ArchiveTrashItem) item =
    archive_trash_item_new (ARCHIVE_TRASH_REGISTRATION, id, "user-of-it", "shop");
  g_auto (GStrv) all = g_strsplit (tokens, " ", -1);
  GAsyncResult *slot = NULL;

  for (guint i = 0; all[i] != NULL && *tokens != '\0'; i++) {
    archive_trash_item_add_device (item, "shop", "FCM", all[i]);
  }
  archive_store_trash_job_row_async (store, "account", job, row, item, NULL, test_store_result,
                                     &slot);
  await_write (store, &slot);
}

static void
finish (ArchiveStore *store, gint64 job, guint row, const ArchiveRowResult *outcome)
{
  GAsyncResult *slot = NULL;

  archive_store_finish_job_row_async (store, "account", job, row, outcome, NULL, test_store_result,
                                      &slot);
  await_write (store, &slot);
}

/* All pages: "id/tokens", with ? where it is not certain, ! where it cannot be restored and = where
 * it was. */
static char *
list_trash (ArchiveStore *store,
            const char *account_id,
            const ArchiveTrashQuery *query,
            guint n_rows)
{
  GString *text = g_string_new (NULL);
  g_autofree char *after = NULL;

  do {
    GAsyncResult *slot = NULL;
    archive_store_list_trash_async (store, account_id, query, after, n_rows, NULL,
                                    test_store_result, &slot);
    g_autoptr (ArchivePage) page = await_page (store, &slot);
    for (guint i = 0; i < page->rows->len; i++) {
      const ArchiveTrashItem *item = page->rows->pdata[i];
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", item->resource_id);
      for (guint k = 0; k < item->devices->len; k++) {
        const ArchiveTrashDevice *device = item->devices->pdata[k];
        g_string_append_printf (text, "/%s", device->token);
      }
      g_string_append_printf (text, "%s%s%s", item->is_certain ? "" : "?",
                              item->obstacle != ARCHIVE_OBSTACLE_NONE ? "!" : "",
                              item->restored_at >= 0 ? "=" : "");
    }
    g_free (after);
    after = g_strdup (page->next);
  } while (after != NULL);
  return g_string_free (text, FALSE);
}

static const ArchiveRowResult done = { .state = ARCHIVE_ROW_DONE };
static const ArchiveRowResult gone = { .state = ARCHIVE_ROW_GONE };
static const ArchiveRowResult refused = { .state = ARCHIVE_ROW_FAILED, .reason = "403" };
static const ArchiveRowResult unknown = {
  .state = ARCHIVE_ROW_FAILED,
  .reason = "timeout",
  .is_unknown = TRUE,
};

static void
test_rows (ArchiveFixture *fixture, gconstpointer data)
{
  gint64 job = create (fixture->store, ARCHIVE_JOB_DELETE_REGISTRATIONS, "a b c d a e b c f");

  g_autofree char *all = list_rows (fixture->store, job, ARCHIVE_N_ROW_STATES, 4);
  g_assert_cmpstr (all, ==,
                   "0:a:waiting 1:b:waiting 2:c:waiting 3:d:waiting 4:e:waiting 5:f:waiting");
  g_autoptr (ArchiveJob) started = set_state (fixture->store, job, ARCHIVE_JOB_RUNNING, FALSE);
  g_assert_cmpint (started->kind, ==, ARCHIVE_JOB_DELETE_REGISTRATIONS);
  trash (fixture->store, job, 0, "a", "t1 t2");
  finish (fixture->store, job, 0, &done);
  finish (fixture->store, job, 1, &gone);
  trash (fixture->store, job, 2, "c", "t3");
  finish (fixture->store, job, 2, &refused);
  trash (fixture->store, job, 3, "d", "t4");
  finish (fixture->store, job, 3, &unknown);
  trash (fixture->store, job, 4, "e", "t5");

  /* As after a crash. */
  archive_fixture_close (fixture);
  archive_fixture_reopen (fixture);
  g_autofree char *left = list_rows (fixture->store, job, ARCHIVE_N_ROW_STATES, 1);
  g_assert_cmpstr (left, ==,
                   "0:a:done 1:b:gone 2:c:failed:403 3:d:failed:timeout 4:e:running 5:f:waiting");
  g_autofree char *in_trash = list_trash (fixture->store, "account", NULL, 1);
  g_assert_cmpstr (in_trash, ==, "e/t5? d/t4? a/t1/t2");
  g_autoptr (ArchiveJob) resumed = set_state (fixture->store, job, ARCHIVE_JOB_RUNNING, FALSE);
  g_assert_cmpuint (resumed->n_rows[ARCHIVE_ROW_WAITING], ==, 2);
  g_assert_cmpuint (resumed->n_rows[ARCHIVE_ROW_FAILED], ==, 2);
  g_autofree char *waiting = list_rows (fixture->store, job, ARCHIVE_ROW_WAITING, 1);
  g_assert_cmpstr (waiting, ==, "4:e:waiting 5:f:waiting");

  /* It was this job that deleted them, as the trash shows. */
  finish (fixture->store, job, 4, &gone);
  g_autoptr (ArchiveJob) again = set_state (fixture->store, job, ARCHIVE_JOB_RUNNING, TRUE);
  g_assert_cmpuint (again->n_rows[ARCHIVE_ROW_WAITING], ==, 3);
  finish (fixture->store, job, 3, &gone);
  trash (fixture->store, job, 2, "c", "t3 t33");
  trash (fixture->store, job, 2, "c", "t3 t333");
  finish (fixture->store, job, 2, &done);
  g_autoptr (ArchiveJob) end = set_state (fixture->store, job, ARCHIVE_JOB_STOPPED, FALSE);
  g_assert_cmpint (end->state, ==, ARCHIVE_JOB_STOPPED);
  g_autofree char *result = list_rows (fixture->store, job, ARCHIVE_N_ROW_STATES, 100);
  g_assert_cmpstr (result, ==, "0:a:done 1:b:gone 2:c:done 3:d:done 4:e:done 5:f:waiting");
  g_autofree char *finally = list_trash (fixture->store, "account", NULL, 2);
  g_assert_cmpstr (finally, ==, "c/t3/t333 e/t5 d/t4 a/t1/t2");
}

/* What the job of one account does, another cannot reach. */
static void
test_accounts (ArchiveFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;
  gint64 job = create (fixture->store, ARCHIVE_JOB_DELETE_REGISTRATIONS, "a b");
  trash (fixture->store, job, 0, "a", "token");
  finish (fixture->store, job, 0, &done);

  archive_store_read_job_async (fixture->store, "another", job, NULL, test_store_result, &slot);
  g_assert_null (await_job (fixture->store, &slot, &error));
  g_assert_error (error, ARCHIVE_ERROR, ARCHIVE_ERROR_FAILED);
  g_clear_error (&error);
  archive_store_finish_job_row_async (fixture->store, "another", job, 1, &done, NULL,
                                      test_store_result, &slot);
  g_autoptr (GAsyncResult) finished = test_await (&slot);
  g_assert_false (archive_store_write_finish (fixture->store, finished, &error));
  g_assert_error (error, ARCHIVE_ERROR, ARCHIVE_ERROR_FAILED);
  g_clear_error (&error);
  slot = NULL;
  archive_store_list_jobs_async (fixture->store, "another", NULL, 10, NULL, test_store_result,
                                 &slot);
  g_autoptr (ArchivePage) jobs = await_page (fixture->store, &slot);
  g_assert_cmpuint (jobs->rows->len, ==, 0);

  g_autofree char *none = list_trash (fixture->store, "another", NULL, 10);
  g_assert_cmpstr (none, ==, "");
  const gint64 items[] = { 1 };
  slot = NULL;
  archive_store_discard_trash_async (fixture->store, "another", items, 1, NULL, test_store_result,
                                     &slot);
  await_write (fixture->store, &slot);
  slot = NULL;
  archive_store_discard_job_async (fixture->store, "another", job, NULL, test_store_result, &slot);
  await_write (fixture->store, &slot);
  g_autofree char *kept = list_trash (fixture->store, "account", NULL, 10);
  g_assert_cmpstr (kept, ==, "a/token");
  slot = NULL;
  archive_store_discard_job_async (fixture->store, "account", job, NULL, test_store_result, &slot);
  await_write (fixture->store, &slot);
  slot = NULL;
  archive_store_list_jobs_async (fixture->store, "account", NULL, 10, NULL, test_store_result,
                                 &slot);
  g_autoptr (ArchivePage) no_jobs = await_page (fixture->store, &slot);
  g_assert_cmpuint (no_jobs->rows->len, ==, 0);
  g_autofree char *still = list_trash (fixture->store, "account", NULL, 10);
  g_assert_cmpstr (still, ==, "a/token");
}

static void
test_list_of_jobs (ArchiveFixture *fixture, gconstpointer data)
{
  g_autofree char *after = NULL;
  gint64 last = G_MAXINT64;
  guint n_jobs = 0;

  for (guint i = 0; i < 7; i++) {
    create (fixture->store, ARCHIVE_JOB_DELETE_USERS, "a b c");
  }
  do {
    GAsyncResult *slot = NULL;
    archive_store_list_jobs_async (fixture->store, "account", after, 3, NULL, test_store_result,
                                   &slot);
    g_autoptr (ArchivePage) page = await_page (fixture->store, &slot);
    for (guint i = 0; i < page->rows->len; i++, n_jobs++) {
      const ArchiveJob *job = page->rows->pdata[i];
      g_assert_cmpint (job->id, <, last);
      g_assert_cmpint (job->kind, ==, ARCHIVE_JOB_DELETE_USERS);
      g_assert_cmpint (job->state, ==, ARCHIVE_JOB_PAUSED);
      g_assert_cmpuint (job->n_rows[ARCHIVE_ROW_WAITING], ==, 3);
      last = job->id;
    }
    g_free (after);
    after = g_strdup (page->next);
  } while (after != NULL);
  g_assert_cmpuint (n_jobs, ==, 7);
}

static gint64
plan (ArchiveFixture *fixture, const ArchiveJobChoice *choice)
{
  GAsyncResult *slot = NULL;

  archive_store_plan_job_async (fixture->store, "account", choice, NULL, test_store_result, &slot);
  return await_count (fixture->store, &slot);
}

/* Everything that matches in the index, once. */
static void
test_matching (ArchiveFixture *fixture, gconstpointer data)
{
  const ArchiveDeviceQuery needle = { .needle = "same" };
  const ArchiveUserQuery without = { .has_none = TRUE };

  index_put (fixture->store, "account", "u", "x/FCM/same1 x/FCM/same2 y/FCM/same3 z/FCM/unlike");
  index_put (fixture->store, "account", "v", "x/FCM/same4");
  index_put (fixture->store, "account", "w", "");
  index_put (fixture->store, "another", "o", "x/FCM/same4");
  gint64 job =
    plan (fixture, &(ArchiveJobChoice){ ARCHIVE_JOB_DELETE_REGISTRATIONS, .devices = &needle });
  g_autofree char *registrations = list_rows (fixture->store, job, ARCHIVE_N_ROW_STATES, 10);
  g_assert_cmpstr (registrations, ==, "0:u-x:waiting 1:u-y:waiting 2:v-x:waiting");
  job = plan (fixture, &(ArchiveJobChoice){ ARCHIVE_JOB_DELETE_USERS, .devices = &needle });
  g_autofree char *users = list_rows (fixture->store, job, ARCHIVE_N_ROW_STATES, 10);
  g_assert_cmpstr (users, ==, "0:u:waiting 1:v:waiting");
  job = plan (fixture, &(ArchiveJobChoice){ ARCHIVE_JOB_DELETE_USERS, .users = &without });
  g_autofree char *idle = list_rows (fixture->store, job, ARCHIVE_N_ROW_STATES, 10);
  g_assert_cmpstr (idle, ==, "0:w:waiting");
}

static guint
count_jobs (ArchiveFixture *fixture)
{
  GAsyncResult *slot = NULL;

  archive_store_list_jobs_async (fixture->store, "account", NULL, 10, NULL, test_store_result,
                                 &slot);
  g_autoptr (ArchivePage) all = await_page (fixture->store, &slot);
  archive_store_list_open_jobs_async (fixture->store, "account", NULL, test_store_result, &slot);
  g_autoptr (ArchivePage) open = await_page (fixture->store, &slot);
  g_assert_cmpuint (open->rows->len, ==, all->rows->len);
  return all->rows->len;
}

/* "rows unknown users registrations devices provider=devices…" */
static char *
sum_up (ArchiveFixture *fixture, gint64 job)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GError) error = NULL;

  archive_store_sum_up_job_async (fixture->store, "account", job, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_autoptr (ArchiveJobSummary) summary =
    archive_store_sum_up_job_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  GString *text = g_string_new (NULL);
  g_string_printf (text, "%u %u %d %d %d", summary->n_rows, summary->n_unknown,
                   (int) summary->n_users, (int) summary->n_registrations,
                   (int) summary->n_devices);
  for (guint i = 0; i < summary->providers->len; i++) {
    const ArchiveProviderCount *count = summary->providers->pdata[i];
    g_string_append_printf (text, " %s=%d", count->provider, (int) count->n_devices);
  }
  return g_string_free (text, FALSE);
}

/* Only what was decided is a job. */
static void
test_plans (ArchiveFixture *fixture, gconstpointer data)
{
  static const char *const ids[] = { "u-x", "v-x", "nobody-x", NULL };
  const ArchiveDeviceQuery needle = { .needle = "same" };
  const ArchiveUserQuery without = { .has_none = TRUE };
  GAsyncResult *slot = NULL;
  g_autoptr (GError) error = NULL;

  index_put (fixture->store, "account", "u", "x/FCM/same1 x/APN/same2 y/FCM/same3 z/FCM/unlike");
  index_put (fixture->store, "account", "v", "x/FCM/same4");
  index_put (fixture->store, "account", "w", "");
  gint64 chosen =
    plan (fixture, &(ArchiveJobChoice){ ARCHIVE_JOB_DELETE_REGISTRATIONS, .resource_ids = ids });
  g_autofree char *of_chosen = sum_up (fixture, chosen);
  g_assert_cmpstr (of_chosen, ==, "3 1 2 2 3 APN=1 FCM=2");
  gint64 users =
    plan (fixture, &(ArchiveJobChoice){ ARCHIVE_JOB_DELETE_USERS, .devices = &needle });
  g_autofree char *of_users = sum_up (fixture, users);
  g_assert_cmpstr (of_users, ==, "2 0 2 4 5 APN=1 FCM=4");
  gint64 idle = plan (fixture, &(ArchiveJobChoice){ ARCHIVE_JOB_DELETE_USERS, .users = &without });
  g_autofree char *of_idle = sum_up (fixture, idle);
  g_assert_cmpstr (of_idle, ==, "1 0 1 0 0");
  g_assert_cmpuint (count_jobs (fixture), ==, 0);

  archive_store_set_job_state_async (fixture->store, "account", users, ARCHIVE_JOB_PAUSED, FALSE,
                                     NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) decided = test_await (&slot);
  g_autoptr (ArchiveJob) job = archive_store_read_job_finish (fixture->store, decided, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_jobs (fixture), ==, 1);
  archive_store_discard_plans_async (fixture->store, "account", NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) discarded = test_await (&slot);
  g_assert_true (archive_store_write_finish (fixture->store, discarded, NULL));
  g_assert_cmpuint (count_jobs (fixture), ==, 1);
  archive_store_read_job_async (fixture->store, "account", chosen, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) missing = test_await (&slot);
  g_assert_null (archive_store_read_job_finish (fixture->store, missing, &error));
  g_assert_error (error, ARCHIVE_ERROR, ARCHIVE_ERROR_FAILED);
}

/* The index follows at once. */
static void
test_index_follows (ArchiveFixture *fixture, gconstpointer data)
{
  index_put (fixture->store, "account", "u", "x/FCM/first y/FCM/second");
  index_put (fixture->store, "account", "v", "x/FCM/third");
  gint64 registrations = create (fixture->store, ARCHIVE_JOB_DELETE_REGISTRATIONS, "u-x nobody");
  finish (fixture->store, registrations, 0, &done);
  finish (fixture->store, registrations, 1, &gone);
  g_autofree char *left = index_list (fixture->store, "account", NULL, 10);
  g_assert_cmpstr (left, ==, "u/y/FCM/second v/x/FCM/third");
  gint64 users = create (fixture->store, ARCHIVE_JOB_DELETE_USERS, "v u");
  finish (fixture->store, users, 0, &done);
  finish (fixture->store, users, 1, &refused);
  g_autofree char *rest = index_list_users (fixture->store, "account", NULL, 10);
  g_assert_cmpstr (rest, ==, "u:1:1:1");
  index_assert_sound (fixture->path);
}

static void
test_trash (ArchiveFixture *fixture, gconstpointer data)
{
  gint64 job = create (fixture->store, ARCHIVE_JOB_DELETE_REGISTRATIONS, "a b c");
  gint64 users = create (fixture->store, ARCHIVE_JOB_DELETE_USERS, "u");
  g_autoptr (ArchiveTrashItem) user = archive_trash_item_new (ARCHIVE_TRASH_USER, "u", "u", NULL);
  GAsyncResult *slot = NULL;

  archive_trash_item_add_device (user, "news", "APN", "of the_user%");
  trash (fixture->store, job, 0, "a", "first-Token");
  trash (fixture->store, job, 1, "b", "");
  trash (fixture->store, job, 2, "c", "third-token");
  archive_store_trash_job_row_async (fixture->store, "account", users, 0, user, NULL,
                                     test_store_result, &slot);
  await_write (fixture->store, &slot);
  for (guint i = 0; i < 3; i++) {
    finish (fixture->store, job, i, &done);
  }
  finish (fixture->store, users, 0, &done);

  static const struct {
    ArchiveTrashQuery query;
    const char *expected;
  } cases[] = {
    { { .needle = NULL }, "u/of the_user%! c/third-token b! a/first-Token" },
    { { .needle = "TOKEN" }, "c/third-token a/first-Token" },
    { { .needle = "r%" }, "u/of the_user%!" },
    { { .needle = "_" }, "u/of the_user%!" },
    { { .needle = "news" }, "u/of the_user%!" },
    { { .needle = "user-of-it" }, "c/third-token b! a/first-Token" },
    { { .needle = "'" }, "" },
    { { .is_restorable = TRUE }, "c/third-token a/first-Token" },
    { { .job = 2 }, "u/of the_user%!" },
    { { .job = 1, .needle = "first" }, "a/first-Token" },
    { { .kind = ARCHIVE_TRASH_USER }, "u/of the_user%!" },
    { { .kind = ARCHIVE_TRASH_REGISTRATION, .needle = "t" }, "c/third-token b! a/first-Token" },
    { { .is_restored = TRUE }, "" },
    { { .is_uncertain = TRUE }, "" },
    { { .deleted_before = 1 }, "" },
    { { .deleted_before = G_MAXINT64, .job = 2 }, "u/of the_user%!" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *found = list_trash (fixture->store, "account", &cases[i].query, 1 + i % 3);
    g_assert_cmpstr (found, ==, cases[i].expected);
    archive_store_count_trash_async (fixture->store, "account", &cases[i].query, NULL,
                                     test_store_result, &slot);
    gint64 count = await_count (fixture->store, &slot);
    g_assert_cmpint (count == 0, ==, *found == '\0');
  }
}

static ArchiveTrashItem *
read_item (ArchiveStore *store, gint64 id, GError **error)
{
  GAsyncResult *slot = NULL;

  archive_store_read_trash_async (store, "account", id, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  return archive_store_read_trash_finish (store, result, error);
}

/* "item:id:user:app:restored" of the rows of a job. */
static char *
list_trashed (ArchiveStore *store, gint64 job, ArchiveRowState state)
{
  GString *text = g_string_new (NULL);
  GAsyncResult *slot = NULL;

  archive_store_list_job_rows_async (store, "account", job, state, NULL, 100, NULL,
                                     test_store_result, &slot);
  g_autoptr (ArchivePage) page = await_page (store, &slot);
  for (guint i = 0; i < page->rows->len; i++) {
    const ArchiveJobRow *row = page->rows->pdata[i];
    g_string_append_printf (
      text, "%s%" G_GINT64_FORMAT ":%s:%s:%s:%s", i > 0 ? " " : "", row->item,
      row->trashed_id != NULL ? row->trashed_id : "-", row->user_id != NULL ? row->user_id : "-",
      row->app_name != NULL ? row->app_name : "-", row->result_id != NULL ? row->result_id : "-");
  }
  return g_string_free (text, FALSE);
}

static void
test_restored (ArchiveFixture *fixture, gconstpointer data)
{
  const ArchiveRowResult restored = {
    .state = ARCHIVE_ROW_DONE,
    .reason = "another ID",
    .restored_id = "new",
  };
  gint64 job = create (fixture->store, ARCHIVE_JOB_DELETE_REGISTRATIONS, "a b");
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  for (guint i = 0; i < 2; i++) {
    trash (fixture->store, job, i, i == 0 ? "a" : "b", "token");
    finish (fixture->store, job, i, &done);
  }
  gint64 restore = create (fixture->store, ARCHIVE_JOB_RESTORE, "1 2");
  finish (fixture->store, restore, 0, &restored);
  finish (fixture->store, restore, 1, &refused);
  g_autofree char *what = list_trashed (fixture->store, restore, ARCHIVE_N_ROW_STATES);
  g_assert_cmpstr (what, ==, "1:a:user-of-it:shop:new 2:b:user-of-it:shop:-");
  g_autofree char *what_failed = list_trashed (fixture->store, restore, ARCHIVE_ROW_FAILED);
  g_assert_cmpstr (what_failed, ==, "2:b:user-of-it:shop:-");
  g_autofree char *deleted = list_trashed (fixture->store, job, ARCHIVE_ROW_DONE);
  g_assert_cmpstr (deleted, ==, "1:a:user-of-it:shop:- 2:b:user-of-it:shop:-");
  const ArchiveTrashQuery query = { .is_restored = TRUE };
  g_autofree char *is_restored = list_trash (fixture->store, "account", &query, 10);
  g_assert_cmpstr (is_restored, ==, "a/token=");
  g_autofree char *found = list_trash (fixture->store, "account", NULL, 10);
  g_assert_cmpstr (found, ==, "b/token a/token=");
  g_autofree char *rows = list_rows (fixture->store, restore, ARCHIVE_N_ROW_STATES, 10);
  g_assert_cmpstr (rows, ==, "0:1:done:another ID 1:2:failed:403");
  g_autoptr (ArchiveTrashItem) item = read_item (fixture->store, 1, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (item->restored_id, ==, "new");
  g_assert_cmpstr (item->difference, ==, "another ID");
  g_assert_cmpint (item->job, ==, job);

  const gint64 items[] = { 1, 77 };
  archive_store_discard_trash_async (fixture->store, "account", items, 2, NULL, test_store_result,
                                     &slot);
  await_write (fixture->store, &slot);
  g_assert_null (read_item (fixture->store, 1, &error));
  g_assert_error (error, ARCHIVE_ERROR, ARCHIVE_ERROR_FAILED);
}

static gint64
discard (ArchiveStore *store, const ArchiveTrashQuery *query)
{
  GAsyncResult *slot = NULL;

  archive_store_discard_matching_trash_async (store, "account", query, NULL, test_store_result,
                                              &slot);
  return await_count (store, &slot);
}

static gint64
plan_restore (ArchiveStore *store, const ArchiveTrashQuery *query)
{
  const ArchiveJobChoice choice = { .kind = ARCHIVE_JOB_RESTORE, .trash = query };
  GAsyncResult *slot = NULL;

  archive_store_plan_job_async (store, "account", &choice, NULL, test_store_result, &slot);
  return await_count (store, &slot);
}

static void
assert_sums (ArchiveStore *store,
             GAsyncResult **slot,
             gint64 n_items,
             gint64 n_restorable,
             gint64 n_uncertain,
             gint64 n_without_user)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = test_await (slot);
  g_autofree ArchiveTrashSummary *summary =
    archive_store_sum_up_trash_finish (store, result, &error);

  g_assert_no_error (error);
  g_assert_cmpint (summary->n_items, ==, n_items);
  g_assert_cmpint (summary->n_restorable, ==, n_restorable);
  g_assert_cmpint (summary->n_uncertain, ==, n_uncertain);
  g_assert_cmpint (summary->n_without_user, ==, n_without_user);
}

#define N_ITEMS 2500
#define NUMBERS "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500) "

/* What an operator sees of the trash, restored or gone for good in one go; but not what a job is
 * at. So much takes its time row by row. */
static void
test_whole_trash (ArchiveFixture *fixture, gconstpointer data)
{
  GAsyncResult *slot = NULL;
  sqlite3 *db = NULL;
  static const char sql[] =
    "INSERT INTO jobs (id, account_id, kind, state, created_at, changed_at)"
    "  VALUES (1, 'account', 'delete-registrations', 'running', 1, 1);" NUMBERS
    "INSERT INTO job_rows (job, number, resource_id, state, changed_at)"
    "  SELECT 1, i, i, iif (i < 3, 'running', 'done'), 1 FROM n;" NUMBERS
    "INSERT INTO trash (id, account_id, kind, resource_id, user_id, job, row, deleted_at, is_certain,"
    "  obstacle) SELECT i, 'account', 'registration', 'id', 'u', 1, i, i, i > 4, '' FROM n;" NUMBERS
    "INSERT INTO trash_devices SELECT i, 0, 'shop', 'FCM', iif (i % 100 = 7, 'odd', 'even') FROM n;"
    "UPDATE trash SET user_id = 'lost' WHERE id = 1000;"
    "INSERT INTO trash (account_id, kind, resource_id, user_id, job, row, deleted_at, is_certain,"
    "  obstacle) VALUES ('account', 'user', 'lost', 'lost', 2, 0, 1, 1, 'user');";

  archive_fixture_close (fixture);
  g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  archive_fixture_reopen (fixture);
  const ArchiveTrashQuery odd = { .needle = "ODD" };
  const ArchiveTrashQuery all = { .kind = ARCHIVE_TRASH_ANY };
  gint64 of_odd = plan_restore (fixture->store, &odd);
  g_autofree char *rows = list_trashed (fixture->store, of_odd, ARCHIVE_ROW_WAITING);
  g_auto (GStrv) each = g_strsplit (rows, " ", -1);
  g_assert_cmpuint (g_strv_length (each), ==, N_ITEMS / 100);
  gint64 of_all = plan_restore (fixture->store, &all);
  archive_store_sum_up_restore_async (fixture->store, "account", of_all, NULL, test_store_result,
                                      &slot);
  assert_sums (fixture->store, &slot, N_ITEMS - 4, N_ITEMS - 4, 0, 1);
  archive_store_sum_up_trash_async (fixture->store, "account", NULL, NULL, test_store_result,
                                    &slot);
  assert_sums (fixture->store, &slot, N_ITEMS + 1, N_ITEMS - 4, 4, 1);
  archive_store_sum_up_trash_async (fixture->store, "account", &odd, NULL, test_store_result,
                                    &slot);
  assert_sums (fixture->store, &slot, N_ITEMS / 100, N_ITEMS / 100, 0, 0);

  g_assert_cmpint (discard (fixture->store, &odd), ==, N_ITEMS / 100);
  g_assert_cmpint (discard (fixture->store, &odd), ==, 0);
  g_assert_cmpint (discard (fixture->store, NULL), ==, N_ITEMS + 1 - N_ITEMS / 100 - 2);
  g_autofree char *left = list_trash (fixture->store, "account", NULL, 10);
  g_assert_cmpstr (left, ==, "id/even? id/even?");
  g_autoptr (ArchiveJob) paused = set_state (fixture->store, 1, ARCHIVE_JOB_PAUSED, FALSE);
  g_assert_cmpint (discard (fixture->store, NULL), ==, 0);
  g_autoptr (ArchiveJob) stopped = set_state (fixture->store, 1, ARCHIVE_JOB_STOPPED, FALSE);
  g_assert_cmpint (discard (fixture->store, NULL), ==, 2);
}

static char *
list_choices (ArchiveStore *store, const char *account_id, const char *page)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  archive_store_list_choices_async (store, account_id, page, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_autoptr (GHashTable) choices = archive_store_list_choices_finish (store, result, &error);
  g_assert_no_error (error);
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (choices), (GCompareFunc) strcmp);
  GString *text = g_string_new (NULL);
  for (GList *link = names; link != NULL; link = link->next) {
    g_string_append_printf (text, "%s=%s;", (char *) link->data,
                            (char *) g_hash_table_lookup (choices, link->data));
  }
  return g_string_free (text, FALSE);
}

static void
choose (ArchiveStore *store,
        const char *account_id,
        const char *page,
        const char *name,
        const char *value)
{
  GAsyncResult *slot = NULL;

  archive_store_set_choice_async (store, account_id, page, name, value, NULL, test_store_result,
                                  &slot);
  await_write (store, &slot);
}

static void
test_choices (ArchiveFixture *fixture, gconstpointer data)
{
  choose (fixture->store, "account", "users", "columns", "id,created");
  choose (fixture->store, "account", "users", "sort", "id");
  choose (fixture->store, "account", "users", "sort", "-created");
  choose (fixture->store, "account", "apps", "sort", "name");
  choose (fixture->store, "another", "users", "sort", "id");
  archive_fixture_close (fixture);
  archive_fixture_reopen (fixture);
  g_autofree char *users = list_choices (fixture->store, "account", "users");
  g_assert_cmpstr (users, ==, "columns=id,created;sort=-created;");
  choose (fixture->store, "account", "users", "sort", NULL);
  choose (fixture->store, "account", "users", "never there", NULL);
  g_autofree char *fewer = list_choices (fixture->store, "account", "users");
  g_assert_cmpstr (fewer, ==, "columns=id,created;");
  g_autofree char *another = list_choices (fixture->store, "another", "users");
  g_assert_cmpstr (another, ==, "sort=id;");
}

static void
open_older (ArchiveFixture *fixture, const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "archive", name, NULL);
  g_autofree char *index = g_strconcat (fixture->path, ".index", NULL);
  g_autofree char *sql = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *db = NULL;

  archive_fixture_close (fixture);
  g_assert_no_errno (g_unlink (fixture->path));
  g_assert_no_errno (g_unlink (index));
  g_file_get_contents (path, &sql, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);

  archive_fixture_reopen (fixture);
  g_assert_null (archive_store_get_damaged (fixture->store));
}

/* A file of schema 2 keeps what it had, and takes what is new. */
static void
test_upgrade (ArchiveFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  open_older (fixture, "version-2.sql");
  g_autoptr (GPtrArray) drafts = archive_fixture_list (fixture->store, "account");
  g_assert_cmpuint (drafts->len, ==, 1);
  archive_store_list_requests_async (fixture->store, "s", NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_autoptr (GPtrArray) requests =
    archive_store_list_requests_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (requests->len, ==, 2);
  gint64 job = create (fixture->store, ARCHIVE_JOB_DELETE_USERS, "u");
  g_autofree char *rows = list_rows (fixture->store, job, ARCHIVE_ROW_WAITING, 10);
  g_assert_cmpstr (rows, ==, "0:u:waiting");
  choose (fixture->store, "account", "users", "sort", "id");
  index_put (fixture->store, "account", "u", "x/FCM/token");
}

static const ArchiveBatchRow batch_rows[] = {
  { .line = 2,
    .app_name = "shop",
    .provider = "FCM",
    .token = "t1",
    .user_id = "u",
    .cells = "t1,u" },
  { .line = 3, .app_name = "shop", .provider = "APN", .token = "t2", .cells = "t2," },
  { .line = 5, .token = "\"", .cells = "\"\"\"\",u", .reason = "no-provider" },
  { .line = 6, .app_name = "shop", .provider = "APN", .token = "t3", .cells = "t3," },
};

static gint64
create_batch (ArchiveStore *store)
{
  g_autoptr (ArchiveBatch) batch = archive_batch_new ("devices.csv", "token,user");
  GAsyncResult *slot = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (batch_rows); i++) {
    archive_batch_add (batch, &batch_rows[i]);
  }
  archive_store_create_job_of_batch_async (store, "account", batch, NULL, test_store_result, &slot);
  g_clear_pointer (&batch, archive_batch_unref);
  return await_count (store, &slot);
}

static void
mark (ArchiveStore *store, gint64 job, guint row, ArchiveRowState state, const char *result_id)
{
  GAsyncResult *slot = NULL;

  archive_store_mark_job_row_async (store, "account", job, row, state, result_id, NULL,
                                    test_store_result, &slot);
  await_write (store, &slot);
}

static void
assert_device (const ArchiveJobRow *row, const ArchiveBatchRow *expected)
{
  g_assert_cmpuint (row->device->line, ==, expected->line);
  g_assert_cmpstr (row->device->app_name, ==, expected->app_name);
  g_assert_cmpstr (row->device->provider, ==, expected->provider);
  g_assert_cmpstr (row->device->token, ==, expected->token);
  g_assert_cmpstr (row->device->user_id, ==, expected->user_id);
  g_assert_cmpstr (row->device->cells, ==, expected->cells);
  g_assert_cmpstr (row->reason, ==, expected->reason);
}

/* A job has all of a batch: for its run, and for the report. */
static void
test_batch (ArchiveFixture *fixture, gconstpointer data)
{
  gint64 job = create_batch (fixture->store);
  GAsyncResult *slot = NULL;

  g_autoptr (ArchiveJob) now = set_state (fixture->store, job, ARCHIVE_JOB_RUNNING, FALSE);
  g_assert_cmpint (now->kind, ==, ARCHIVE_JOB_REGISTER);
  g_assert_cmpstr (now->title, ==, "devices.csv");
  g_assert_cmpstr (now->header, ==, "token,user");
  g_assert_cmpuint (now->n_rows[ARCHIVE_ROW_WAITING], ==, 3);
  g_assert_cmpuint (now->n_rows[ARCHIVE_ROW_SKIPPED], ==, 1);

  archive_store_list_job_rows_async (fixture->store, "account", job, ARCHIVE_N_ROW_STATES, NULL, 10,
                                     NULL, test_store_result, &slot);
  g_autoptr (ArchivePage) page = await_page (fixture->store, &slot);
  g_assert_cmpuint (page->rows->len, ==, G_N_ELEMENTS (batch_rows));
  for (guint i = 0; i < page->rows->len; i++) {
    assert_device (page->rows->pdata[i], &batch_rows[i]);
  }
  g_autofree char *waiting = list_rows (fixture->store, job, ARCHIVE_ROW_WAITING, 2);
  g_assert_cmpstr (waiting, ==, "0:0:waiting 1:1:waiting 3:3:waiting");
}

/* What was asked for when the program died is asked for again where that does no harm. */
static void
test_batch_interrupted (ArchiveFixture *fixture, gconstpointer data)
{
  gint64 job = create_batch (fixture->store);

  for (guint i = 0; i < G_N_ELEMENTS (batch_rows); i++) {
    if (batch_rows[i].reason == NULL) {
      mark (fixture->store, job, i, ARCHIVE_ROW_RUNNING, NULL);
    }
  }
  mark (fixture->store, job, 3, ARCHIVE_ROW_RUNNING, "registration");
  archive_fixture_close (fixture);
  archive_fixture_reopen (fixture);
  g_autoptr (ArchiveJob) resumed = set_state (fixture->store, job, ARCHIVE_JOB_RUNNING, FALSE);
  g_assert_cmpuint (resumed->n_rows[ARCHIVE_ROW_UNKNOWN], ==, 1);
  g_autofree char *rows = list_rows (fixture->store, job, ARCHIVE_N_ROW_STATES, 10);
  g_assert_cmpstr (rows, ==, "0:0:waiting 1:1:unknown 2:2:skipped:no-provider 3:3:waiting");

  mark (fixture->store, job, 0, ARCHIVE_ROW_RUNNING, NULL);
  mark (fixture->store, job, 0, ARCHIVE_ROW_WAITING, NULL);
  finish (fixture->store, job, 0,
          &(ArchiveRowResult){ .state = ARCHIVE_ROW_FAILED, .reason = "no" });
  g_autoptr (ArchiveJob) again = set_state (fixture->store, job, ARCHIVE_JOB_RUNNING, TRUE);
  g_assert_cmpuint (again->n_rows[ARCHIVE_ROW_WAITING], ==, 2);
  g_assert_cmpuint (again->n_rows[ARCHIVE_ROW_UNKNOWN], ==, 1);
}

static void
test_batch_report (ArchiveFixture *fixture, gconstpointer data)
{
  gint64 job = create_batch (fixture->store);
  GAsyncResult *slot = NULL;

  finish (fixture->store, job, 1,
          &(ArchiveRowResult){
            .state = ARCHIVE_ROW_DONE, .restored_id = "registration", .new_user_id = "new" });
  archive_store_list_job_rows_async (fixture->store, "account", job, ARCHIVE_ROW_DONE, NULL, 10,
                                     NULL, test_store_result, &slot);
  g_autoptr (ArchivePage) page = await_page (fixture->store, &slot);
  const ArchiveJobRow *row = page->rows->pdata[0];
  g_assert_cmpuint (row->number, ==, 1);
  g_assert_cmpstr (row->result_id, ==, "registration");
  g_assert_cmpstr (row->device->new_user_id, ==, "new");
  g_assert_null (row->device->user_id);

  archive_store_discard_job_async (fixture->store, "account", job, NULL, test_store_result, &slot);
  await_write (fixture->store, &slot);
  archive_fixture_close (fixture);
  sqlite3 *db = NULL;
  g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db,
                                 "CREATE TABLE none (n CHECK (n = 0)); INSERT INTO none"
                                 " SELECT count(*) FROM job_devices; DROP TABLE none",
                                 NULL, NULL, NULL),
                   ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

/* A file of schema 3 keeps its jobs, and does not give their numbers to others. */
static void
test_upgrade_jobs (ArchiveFixture *fixture, gconstpointer data)
{
  open_older (fixture, "version-3.sql");
  g_autofree char *before = list_rows (fixture->store, 1, ARCHIVE_N_ROW_STATES, 10);
  g_assert_cmpstr (before, ==, "0:a:done 1:b:running 2:c:failed:no 3:d:waiting");
  g_autoptr (ArchiveJob) resumed = set_state (fixture->store, 1, ARCHIVE_JOB_RUNNING, FALSE);
  g_assert_cmpint (resumed->kind, ==, ARCHIVE_JOB_DELETE_REGISTRATIONS);
  g_assert_cmpint (resumed->created_at, ==, 1700000000000004);
  g_assert_cmpuint (resumed->n_rows[ARCHIVE_ROW_WAITING], ==, 2);
  g_assert_null (resumed->title);
  g_autofree char *in_trash = list_trash (fixture->store, "account", NULL, 10);
  g_assert_cmpstr (in_trash, ==, "u!");
  g_assert_cmpint (create_batch (fixture->store), ==, 4);
  g_autofree char *waiting = list_rows (fixture->store, 4, ARCHIVE_ROW_WAITING, 10);
  g_assert_cmpstr (waiting, ==, "0:0:waiting 1:1:waiting 3:3:waiting");
}

/* Files of at most so many bytes: as a full disk, for what is written now. 0 is no limit. */
static void
limit_files (rlim_t bytes)
{
  struct rlimit limit;

  g_assert_no_errno (getrlimit (RLIMIT_FSIZE, &limit));
  limit.rlim_cur = bytes > 0 ? bytes : limit.rlim_max;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &limit));
}

/* Before anything is deleted it says that it could not be written. */
static void
test_full (ArchiveFixture *fixture, gconstpointer data)
{
  g_autoptr (ArchiveTrashItem) item =
    archive_trash_item_new (ARCHIVE_TRASH_REGISTRATION, "a", "u", "shop");
  gint64 job = create (fixture->store, ARCHIVE_JOB_DELETE_REGISTRATIONS, "a");
  g_autofree char *huge = g_strnfill (8 * 1024 * 1024, 't');
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  archive_trash_item_add_device (item, "shop", "FCM", huge);
  limit_files (1024 * 1024);
  archive_store_trash_job_row_async (fixture->store, "account", job, 0, item, NULL,
                                     test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  limit_files (0);
  g_assert_false (archive_store_write_finish (fixture->store, result, &error));
  g_assert_nonnull (error);
  g_autofree char *rows = list_rows (fixture->store, job, ARCHIVE_N_ROW_STATES, 10);
  g_assert_cmpstr (rows, ==, "0:a:waiting");
  g_autofree char *in_trash = list_trash (fixture->store, "account", NULL, 10);
  g_assert_cmpstr (in_trash, ==, "");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  archive_fixture_add ("/archive/jobs/rows", test_rows);
  archive_fixture_add ("/archive/jobs/accounts", test_accounts);
  archive_fixture_add ("/archive/jobs/list", test_list_of_jobs);
  archive_fixture_add ("/archive/jobs/matching", test_matching);
  archive_fixture_add ("/archive/jobs/plans", test_plans);
  archive_fixture_add ("/archive/jobs/index-follows", test_index_follows);
  archive_fixture_add ("/archive/jobs/trash", test_trash);
  archive_fixture_add ("/archive/jobs/restored", test_restored);
  archive_fixture_add ("/archive/jobs/whole-trash", test_whole_trash);
  archive_fixture_add ("/archive/jobs/choices", test_choices);
  archive_fixture_add ("/archive/jobs/upgrade", test_upgrade);
  archive_fixture_add ("/archive/jobs/upgrade-jobs", test_upgrade_jobs);
  archive_fixture_add ("/archive/jobs/batch", test_batch);
  archive_fixture_add ("/archive/jobs/batch-interrupted", test_batch_interrupted);
  archive_fixture_add ("/archive/jobs/batch-report", test_batch_report);
  archive_fixture_add ("/archive/jobs/full", test_full);
  return g_test_run ();
}
