#include <base-hash.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <test-emulator.h>
#include <unistd.h>

#include "index-fixture.h"

static const char *const awkward[] = {
  "dQw4w9WgXcQ:APA91bHun4MxP5egoKMwt2KZFBaFUH-1RYqx_a",               /* as of FCM */
  "740f4707bebcf74f9b7c25d48e3358945f6aa01da5ddb387462c7eaf61bb78ad", /* as of APNs */
  "50%_off%%__",
  "say\"what\"'ever'",
  "a\\b*c?[d]^(e)-f",
  "\"\"\"\"",
  "Zoë-Ünïcødé-東京都-🔔🔕🔔",
  "AND_OR_NOT_NEAR",
  "ab",
  "x",
};

static void
fill (ArchiveStore *store, const char *account_id)
{
  for (guint i = 0; i < G_N_ELEMENTS (awkward); i++) {
    g_autofree char *user = g_strdup_printf ("u%u", i);
    g_autofree char *devices =
      g_strdup_printf ("app%u/%s/%s", i % 2, i % 3 ? "FCM" : "APN", awkward[i]);
    index_put (store, account_id, user, devices);
  }
}

static gboolean
has_part (const char *token, const char *needle)
{
  g_autofree char *low_token = g_ascii_strdown (token, -1);
  g_autofree char *low_needle = g_ascii_strdown (needle, -1);

  return strstr (low_token, low_needle) != NULL;
}

static char *
expect (const char *needle)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (awkward); i++) {
    if (has_part (awkward[i], needle)) {
      g_string_append_printf (text, "%su%u/app%u/%s/%s", text->len > 0 ? " " : "", i, i % 2,
                              i % 3 ? "FCM" : "APN", awkward[i]);
    }
  }
  return g_string_free (text, FALSE);
}

static void
assert_found (ArchiveStore *store, const char *needle)
{
  const ArchiveDeviceQuery query = { .needle = needle };
  g_autofree char *found = index_list (store, "account", &query, 3);
  g_autofree char *expected = expect (needle);

  if (!g_str_equal (found, expected)) {
    g_error ("“%s” finds “%s”, not “%s”", needle, found, expected);
  }
}

static void
test_every_part (ArchiveFixture *fixture, gconstpointer data)
{
  fill (fixture->store, "account");
  for (guint i = 0; i < G_N_ELEMENTS (awkward); i++) {
    for (const char *begin = awkward[i]; *begin != '\0'; begin = g_utf8_next_char (begin)) {
      for (const char *end = g_utf8_next_char (begin);; end = g_utf8_next_char (end)) {
        g_autofree char *part = g_strndup (begin, (gsize) (end - begin));
        assert_found (fixture->store, part);
        /* Of long tokens a few lengths do, or it takes minutes. */
        if (*end == '\0') {
          break;
        }
        if (end - begin >= 8 && end < awkward[i] + strlen (awkward[i]) - 8) {
          end += 7;
          end = g_utf8_find_prev_char (awkward[i], g_utf8_next_char (end));
        }
      }
    }
  }
}

static void
test_needles (ArchiveFixture *fixture, gconstpointer data)
{
  static const char *const needles[] = {
    "",    "%",      "_",           "%%",      "%_%", "'",    "\"",     "\"\"\"", "\" OR \"",
    "*",   "APA91B", "dqw4W9wgxcq", "ü",       "Zoë", "東京", "🔔🔕",     "AND",    " ",
    "   ", "zzz",    "NEAR(",       "tokens:", "-",   "xx",   "\n\n\n",
  };

  fill (fixture->store, "account");
  for (guint i = 0; i < G_N_ELEMENTS (needles); i++) {
    assert_found (fixture->store, needles[i]);
  }
  const ArchiveDeviceQuery not_text = { .needle = "\xff\xfe\xfd\xfc" };
  g_autofree char *found = index_list (fixture->store, "account", &not_text, 3);
  g_assert_cmpstr (found, ==, "");
  g_assert_cmpint (index_count (fixture->store, "account", &not_text), ==, 0);
}

/* What a walk over all of them finds, for comparison. */
#define N_USERS 60

static void
fill_many (ArchiveStore *store, const char *account_id)
{
  for (guint i = 0; i < N_USERS; i++) {
    g_autofree char *user = g_strdup_printf ("%s-u%02u", account_id, i);
    g_autoptr (GString) devices = g_string_new (NULL);
    for (guint k = 0; k < i % 7; k++) {
      /* Some tokens are of several users, under different Apps. */
      g_string_append_printf (devices, " app%u/%s/token-%u-%u", k % 3, (i + k) % 4 ? "FCM" : "APN",
                              i / 2, k);
    }
    index_put (store, account_id, user, devices->str);
  }
}

/* Tokens that several of the users in @rows have. */
static GHashTable *
find_shared (char **rows)
{
  GHashTable *shared = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) owners = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; rows[i] != NULL; i++) {
    g_auto (GStrv) parts = g_strsplit (rows[i], "/", 4);
    const char *owner = g_hash_table_lookup (owners, parts[3]);
    if (owner == NULL) {
      g_hash_table_insert (owners, g_strdup (parts[3]), g_strdup (parts[0]));
    } else if (!g_str_equal (owner, parts[0])) {
      g_hash_table_add (shared, g_strdup (parts[3]));
    }
  }
  return shared;
}

static gboolean
matches (const char *row, const ArchiveDeviceQuery *query, GHashTable *shared)
{
  g_auto (GStrv) parts = g_strsplit (row, "/", 4);

  return (query->needle == NULL || has_part (parts[3], query->needle)) &&
         (query->user_id == NULL || g_str_equal (query->user_id, parts[0])) &&
         (query->app_name == NULL || g_str_equal (query->app_name, parts[1])) &&
         (query->provider == NULL || g_str_equal (query->provider, parts[2])) &&
         (!query->is_shared || g_hash_table_contains (shared, parts[3]));
}

static int
compare_rows (const void *a, const void *b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static char *
sort_rows (const char *rows)
{
  g_auto (GStrv) all = g_strsplit (rows, " ", -1);

  qsort (all, g_strv_length (all), sizeof *all, compare_rows);
  return g_strjoinv (" ", all);
}

static char *
filter_rows (const char *all, const ArchiveDeviceQuery *query)
{
  g_auto (GStrv) rows = g_strsplit (all, " ", -1);
  g_autoptr (GHashTable) shared = find_shared (rows);
  g_autoptr (GString) kept = g_string_new (NULL);

  for (guint i = 0; rows[i] != NULL; i++) {
    if (matches (rows[i], query, shared)) {
      g_string_append_printf (kept, "%s%s", kept->len > 0 ? " " : "", rows[i]);
    }
  }
  return sort_rows (kept->str);
}

static void
test_filters (ArchiveFixture *fixture, gconstpointer data)
{
  static const char *const needles[] = { NULL, "token-2", "5", "-1-", "token-29-5", "none" };
  static const char *const users[] = { NULL, "account-u13", "another-u13", "nobody" };
  static const char *const apps[] = { NULL, "app0", "app2", "app9" };
  static const char *const providers[] = { NULL, "FCM", "APN" };

  fill_many (fixture->store, "account");
  fill_many (fixture->store, "another");
  g_autofree char *all = index_list (fixture->store, "account", NULL, 1000);
  for (guint i = 0; i < 6 * 4 * 4 * 3 * 2; i++) {
    const ArchiveDeviceQuery query = {
      .needle = needles[i % 6],
      .user_id = users[i / 6 % 4],
      .app_name = apps[i / 24 % 4],
      .provider = providers[i / 96 % 3],
      .is_shared = i / 288 > 0,
    };
    g_autofree char *found = index_list (fixture->store, "account", &query, 7);
    g_autofree char *sorted = sort_rows (found);
    g_autofree char *expected = filter_rows (all, &query);
    g_assert_cmpstr (sorted, ==, expected);
    g_auto (GStrv) rows = g_strsplit (found, " ", -1);
    g_assert_cmpint (index_count (fixture->store, "account", &query), ==, g_strv_length (rows));
  }
}

/* Those of one token follow each other, also across pages. */
static void
test_shared (ArchiveFixture *fixture, gconstpointer data)
{
  const ArchiveDeviceQuery shared = { .is_shared = TRUE };
  const ArchiveDeviceQuery by_id = { .registration_id = "account-u13-app1" };
  g_autoptr (GHashTable) ended = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *last = NULL;

  fill_many (fixture->store, "account");
  g_autofree char *found = index_list (fixture->store, "account", &shared, 5);
  g_auto (GStrv) rows = g_strsplit (found, " ", -1);
  g_assert_cmpuint (g_strv_length (rows), >, 20);
  for (guint i = 0; rows[i] != NULL; i++) {
    const char *token = strrchr (rows[i], '/');
    if (g_strcmp0 (token, last) != 0) {
      g_assert_false (g_hash_table_contains (ended, token));
      g_hash_table_add (ended, g_strdup (token));
      g_free (last);
      last = g_strdup (token);
    }
  }
  g_autofree char *of_one = index_list (fixture->store, "account", &by_id, 1);
  g_assert_cmpstr (of_one, ==, "account-u13/app1/FCM/token-6-1 account-u13/app1/FCM/token-6-4");
}

static void
test_users (ArchiveFixture *fixture, gconstpointer data)
{
  const ArchiveUserQuery without = { .has_none = TRUE };
  const ArchiveUserQuery many = { .min_devices = 2 };
  const ArchiveUserQuery one = { .user_id = "a" };
  const ArchiveUserQuery nobody = { .user_id = "a", .has_none = TRUE };
  const ArchiveUserQuery found = { .needle = "E" };
  const ArchiveUserQuery found_many = { .needle = "f", .min_devices = 2 };
  const ArchiveUserQuery found_none = { .needle = "f", .has_none = TRUE };

  index_put (fixture->store, "account", "a", "x/FCM/1 x/FCM/2 y/FCM/3");
  index_put (fixture->store, "account", "b", "");
  index_put (fixture->store, "account", "c", "x/FCM/4 y/FCM/5");
  index_put (fixture->store, "account", "d", "");
  index_put (fixture->store, "account", "e", "x/FCM/6 x/FCM/7 x/FCM/8 x/FCM/9");
  index_put (fixture->store, "account", "f", "x/APN/6 x/APN/7");
  index_put (fixture->store, "another", "b", "");
  index_put (fixture->store, "another", "e", "x/FCM/6 x/FCM/7 x/FCM/8 x/FCM/9");
  for (guint n_rows = 1; n_rows < 8; n_rows++) {
    g_autofree char *all = index_list_users (fixture->store, "account", NULL, n_rows);
    g_assert_cmpstr (all, ==, "a:2:3:2 b:0:0:0 c:2:2:1 d:0:0:0 e:1:4:4 f:1:2:2");
    g_autofree char *none = index_list_users (fixture->store, "account", &without, n_rows);
    g_assert_cmpstr (none, ==, "b:0:0:0 d:0:0:0");
    g_autofree char *most = index_list_users (fixture->store, "account", &many, n_rows);
    g_assert_cmpstr (most, ==, "e:1:4:4 f:1:2:2 a:2:3:2");
    g_autofree char *only = index_list_users (fixture->store, "account", &one, n_rows);
    g_assert_cmpstr (only, ==, "a:2:3:2");
    g_autofree char *both = index_list_users (fixture->store, "account", &nobody, n_rows);
    g_assert_cmpstr (both, ==, "");
    g_autofree char *with_e = index_list_users (fixture->store, "account", &found, n_rows);
    g_assert_cmpstr (with_e, ==, "e:1:4:4");
    g_autofree char *many_f = index_list_users (fixture->store, "account", &found_many, n_rows);
    g_assert_cmpstr (many_f, ==, "f:1:2:2");
    g_autofree char *no_f = index_list_users (fixture->store, "account", &found_none, n_rows);
    g_assert_cmpstr (no_f, ==, "");
  }
  index_assert_sound (fixture->path);
}

/* The same tokens and IDs in two accounts have nothing to do with each other. */
static void
test_accounts (ArchiveFixture *fixture, gconstpointer data)
{
  const ArchiveDeviceQuery needle = { .needle = "same" };
  const ArchiveDeviceQuery shared = { .is_shared = TRUE };

  index_put (fixture->store, "one", "u", "app/FCM/same-token");
  index_put (fixture->store, "two", "u", "app/FCM/same-token app/FCM/same-other");
  index_put (fixture->store, "two", "v", "app/FCM/unlike");
  g_autofree char *first = index_list (fixture->store, "one", &needle, 10);
  g_assert_cmpstr (first, ==, "u/app/FCM/same-token");
  g_autofree char *second = index_list (fixture->store, "two", &needle, 10);
  g_assert_cmpstr (second, ==, "u/app/FCM/same-token u/app/FCM/same-other");
  g_autofree char *none = index_list (fixture->store, "three", &needle, 10);
  g_assert_cmpstr (none, ==, "");
  g_autofree char *no_shared = index_list (fixture->store, "two", &shared, 10);
  g_assert_cmpstr (no_shared, ==, "");
  g_autofree char *no_users = index_list_users (fixture->store, "three", NULL, 10);
  g_assert_cmpstr (no_users, ==, "");

  index_put (fixture->store, "two", "u", "");
  g_autofree char *kept = index_list (fixture->store, "one", NULL, 10);
  g_assert_cmpstr (kept, ==, "u/app/FCM/same-token");
  g_autoptr (ArchiveIndexState) state = index_read (fixture->store, "two");
  g_assert_cmpuint (state->n_users, ==, 2);
  g_assert_cmpuint (state->n_devices, ==, 1);
  g_autoptr (ArchiveIndexState) never = index_read (fixture->store, "three");
  g_assert_cmpint (never->phase, ==, ARCHIVE_CRAWL_NONE);
  g_assert_cmpint (never->began_at, ==, -1);
  index_assert_sound (fixture->path);
}

/* Sets of devices that come and go, against what the index says afterwards. */
static void
test_replaced (ArchiveFixture *fixture, gconstpointer data)
{
  static const char *const sets[] = {
    "",
    "app/FCM/first",
    "app/FCM/first app/FCM/second other/APN/third",
    "other/APN/third other/FCM/third",
    "app/FCM/second app/FCM/second",
    "app/APN/first",
  };

  for (guint i = 0; i < 200; i++) {
    const char *set = sets[g_test_rand_int_range (0, G_N_ELEMENTS (sets))];
    const char *user = i % 2 ? "u" : "v";
    index_put (fixture->store, "account", user, set);
    const ArchiveDeviceQuery query = { .user_id = user };
    g_autofree char *found = index_list (fixture->store, "account", &query, 2);
    g_autoptr (GString) expected = g_string_new (NULL);
    g_auto (GStrv) devices = g_strsplit (set, " ", -1);
    for (guint k = 0; devices[k] != NULL && *set != '\0'; k++) {
      if (k == 0 || !g_str_equal (devices[k], devices[k - 1])) {
        g_string_append_printf (expected, "%s%s/%s", k > 0 ? " " : "", user, devices[k]);
      }
    }
    g_autofree char *is = sort_rows (found);
    g_autofree char *should = sort_rows (expected->str);
    g_assert_cmpstr (is, ==, should);
  }
  index_assert_sound (fixture->path);
}

static char *
list_ids (ArchiveStore *store, GAsyncResult **slot)
{
  g_autoptr (GAsyncResult) result = test_await (slot);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ids = archive_store_list_ids_finish (store, result, &error);

  g_assert_no_error (error);
  g_ptr_array_add (ids, NULL);
  return g_strjoinv (" ", (char **) ids->pdata);
}

static char *
list_unseen (ArchiveStore *store, gint64 generation, const char *const *ids)
{
  GAsyncResult *slot = NULL;

  archive_store_list_unseen_async (store, "account", generation, ids, NULL, test_store_result,
                                   &slot);
  return list_ids (store, &slot);
}

static char *
list_failures (ArchiveStore *store)
{
  GAsyncResult *slot = NULL;

  archive_store_list_failures_async (store, "account", NULL, 10, NULL, test_store_result, &slot);
  return list_ids (store, &slot);
}

static void
advance (ArchiveStore *store, gint64 generation, ArchiveCrawlPhase phase, const char *token)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GError) error = NULL;

  archive_store_advance_crawl_async (store, "account", generation, phase, token, NULL,
                                     test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  archive_store_write_finish (store, result, &error);
  g_assert_no_error (error);
}

/* What has vanished stays until the crawl is through, and what could not be read stays even then.
 */
static void
test_generations (ArchiveFixture *fixture, gconstpointer data)
{
  static const char *const ids[] = { "a", "b", "c", "d", NULL };

  index_put (fixture->store, "account", "a", "app/FCM/of-a");
  index_put (fixture->store, "account", "b", "app/FCM/of-b");
  index_put (fixture->store, "account", "c", "app/FCM/of-c");
  g_assert_cmpuint (index_sweep (fixture->store, "account", 1), ==, 0);
  g_autoptr (ArchiveIndexState) first = index_read (fixture->store, "account");
  g_assert_cmpint (first->phase, ==, ARCHIVE_CRAWL_DONE);
  g_assert_cmpint (first->complete_since, ==, first->began_at);
  g_assert_cmpint (first->finished_at, >=, first->began_at);

  g_autoptr (ArchiveIndexState) second = index_begin (fixture->store, "account");
  g_assert_cmpint (second->generation, ==, 2);
  g_assert_cmpint (second->phase, ==, ARCHIVE_CRAWL_LISTING);
  g_assert_cmpint (second->complete_since, ==, first->began_at);
  index_put (fixture->store, "account", "b", "app/FCM/new-b");
  ArchiveFinding *failure = archive_finding_new (ARCHIVE_FOUND_FAILURE, "c");
  failure->reason = g_strdup ("500");
  index_record (fixture->store, "account", 2, failure);
  g_autofree char *unseen = list_unseen (fixture->store, 2, ids);
  g_assert_cmpstr (unseen, ==, "a d");
  g_autofree char *before = index_list (fixture->store, "account", NULL, 10);
  g_assert_cmpstr (before, ==, "a/app/FCM/of-a c/app/FCM/of-c b/app/FCM/new-b");
  advance (fixture->store, 2, ARCHIVE_CRAWL_LISTING, "token 7");

  archive_fixture_close (fixture);
  archive_fixture_reopen (fixture);
  g_autoptr (ArchiveIndexState) resumed = index_begin (fixture->store, "account");
  g_assert_cmpint (resumed->generation, ==, 2);
  g_assert_cmpstr (resumed->page_token, ==, "token 7");
  g_assert_cmpuint (resumed->n_seen, ==, 1);
  g_assert_cmpuint (resumed->n_failures, ==, 1);
  g_autofree char *failures = list_failures (fixture->store);
  g_assert_cmpstr (failures, ==, "c");

  advance (fixture->store, 2, ARCHIVE_CRAWL_SWEEPING, NULL);
  g_assert_cmpuint (index_sweep (fixture->store, "account", 2), ==, 1);
  g_autofree char *after = index_list (fixture->store, "account", NULL, 10);
  g_assert_cmpstr (after, ==, "c/app/FCM/of-c b/app/FCM/new-b");
  index_assert_sound (fixture->path);
}

static void
test_over (ArchiveFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) nothing = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  index_put (fixture->store, "account", "a", "");
  archive_store_record_findings_async (fixture->store, "account", 7, nothing, NULL,
                                       test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_assert_false (archive_store_write_finish (fixture->store, result, &error));
  g_assert_error (error, ARCHIVE_ERROR, ARCHIVE_ERROR_FAILED);
}

static void
await_write (ArchiveStore *store, GAsyncResult **slot)
{
  g_autoptr (GAsyncResult) result = test_await (slot);
  g_autoptr (GError) error = NULL;

  archive_store_write_finish (store, result, &error);
  g_assert_no_error (error);
}

/* What the console did itself is there at once, and no answer that is older than it takes it back.
 */
static void
test_own_changes (ArchiveFixture *fixture, gconstpointer data)
{
  GAsyncResult *slot = NULL;

  index_put (fixture->store, "account", "a", "app/FCM/of-a other/FCM/more");
  index_put (fixture->store, "account", "b", "app/FCM/of-b");
  g_autoptr (ArchiveIndexState) state = index_begin (fixture->store, "account");
  ArchiveFinding *late_a = index_make_finding ("a", "app/FCM/of-a other/FCM/more");
  ArchiveFinding *late_b = index_make_finding ("b", "app/FCM/of-b");

  archive_store_forget_registration_async (fixture->store, "account", "a-app", NULL,
                                           test_store_result, &slot);
  await_write (fixture->store, &slot);
  archive_store_forget_registration_async (fixture->store, "account", "never there", NULL,
                                           test_store_result, &slot);
  await_write (fixture->store, &slot);
  archive_store_forget_user_async (fixture->store, "account", "b", NULL, test_store_result, &slot);
  await_write (fixture->store, &slot);
  g_autoptr (ArchiveRegistration) made = archive_registration_new ("c-app", "c", "app");
  archive_registration_add_device (made, "APN", "of-c");
  archive_store_index_registration_async (fixture->store, "account", made, NULL, test_store_result,
                                          &slot);
  await_write (fixture->store, &slot);

  index_record (fixture->store, "account", state->generation, late_a);
  index_record (fixture->store, "account", state->generation, late_b);
  g_autofree char *found = index_list (fixture->store, "account", NULL, 10);
  g_assert_cmpstr (found, ==, "a/other/FCM/more c/app/APN/of-c");
  g_autofree char *failures = list_failures (fixture->store);
  g_assert_cmpstr (failures, ==, "a b");
  g_autofree char *users = index_list_users (fixture->store, "account", NULL, 10);
  g_assert_cmpstr (users, ==, "a:1:1:1 c:1:1:1");

  /* The crawl need not see the new user. */
  index_record (fixture->store, "account", state->generation,
                index_make_finding ("a", "other/FCM/more"));
  g_assert_cmpuint (index_sweep (fixture->store, "account", state->generation), ==, 0);
  index_assert_sound (fixture->path);
}

static char *
get_index_path (ArchiveFixture *fixture)
{
  return g_strconcat (fixture->path, ".index", NULL);
}

static void
spoil (const char *path, goffset from)
{
  g_autofree char *junk = g_strnfill (65536, 'x');
  int fd = g_open (path, O_WRONLY, 0);

  g_assert_cmpint (pwrite (fd, junk, 65536, from), ==, 65536);
  g_assert_no_errno (close (fd));
}

/* No harm comes to the archive, and the index is made again; whether the damage shows at once or
 * when its pages are read. */
static void
test_damaged (ArchiveFixture *fixture, gconstpointer data)
{
  static const goffset places[] = { 0, 8192, 65536 };
  g_autofree char *path = get_index_path (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    archive_fixture_save (fixture->store, "a", "{}");
    fill_many (fixture->store, "account");
    archive_fixture_close (fixture);
    spoil (path, places[i]);
    archive_fixture_reopen (fixture);
    g_assert_null (archive_store_get_damaged (fixture->store));
    g_autoptr (GPtrArray) drafts = archive_fixture_list (fixture->store, "account");
    g_assert_cmpuint (drafts->len, ==, 1);

    fill_many (fixture->store, "account");
    g_autofree char *found = index_list (fixture->store, "account", NULL, 1000);
    g_auto (GStrv) rows = g_strsplit (found, " ", -1);
    g_assert_cmpuint (g_strv_length (rows), ==, 174);
    index_assert_sound (fixture->path);
  }
}

/* Without its index, as an older program leaves it, an archive gets a new one. */
static void
test_missing (ArchiveFixture *fixture, gconstpointer data)
{
  g_autofree char *path = get_index_path (fixture);

  index_put (fixture->store, "account", "a", "app/FCM/of-a");
  archive_fixture_close (fixture);
  g_assert_no_errno (g_unlink (path));
  archive_fixture_reopen (fixture);
  g_autoptr (ArchiveIndexState) state = index_read (fixture->store, "account");
  g_assert_cmpuint (state->n_devices, ==, 0);
  GStatBuf info;
  g_assert_no_errno (g_stat (path, &info));
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
}

/* More than are looked at in one turn. "~" is in one of eight thousand, the last among them. */
#define N_LONG 32000
#define DEVICES_OF_A_USER 500

static void
fill_long (ArchiveStore *store, const char *account_id)
{
  for (guint i = 0; i < N_LONG; i += DEVICES_OF_A_USER) {
    g_autofree char *user = g_strdup_printf ("u%u", i);
    g_autoptr (GString) devices = g_string_new (NULL);

    for (guint k = i; k < i + DEVICES_OF_A_USER; k++) {
      g_string_append_printf (devices, "%sapp/FCM/%u%s", k > i ? " " : "", k,
                              k % 8000 == 7999 ? "~" : "");
    }
    index_put (store, account_id, user, devices->str);
  }
}

typedef struct {
  GString *order; /* of the answers */
  const char *name;
  guint *n_left;
  GError *error;
} Answer;

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;
  g_autoptr (ArchivePage) page =
    archive_store_list_finish (ARCHIVE_STORE (source), result, &answer->error);

  g_string_append (answer->order, answer->name);
  *answer->n_left -= 1;
}

static void
list_for (ArchiveFixture *fixture, const char *needle, GCancellable *cancellable, Answer *answer)
{
  const ArchiveDeviceQuery query = { .needle = needle };

  archive_store_list_devices_async (fixture->store, "account", &query, NULL, 10, cancellable,
                                    on_answer, answer);
}

/* A search that has to look at all devices finds what it should turn by turn, lets others by, and
 * ends when it is not wanted any more. */
static void
test_turns (ArchiveFixture *fixture, gconstpointer data)
{
  const ArchiveDeviceQuery rare = { .needle = "~" };
  const ArchiveDeviceQuery of_app = { .needle = "~", .app_name = "app" };
  g_autoptr (GString) order = g_string_new (NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  guint n_left = 3;
  Answer none = { order, "none ", &n_left, NULL };
  Answer given_up = { order, "given-up ", &n_left, NULL };
  Answer quick = { order, "quick ", &n_left, NULL };

  fill_long (fixture->store, "account");
  g_autofree char *all = index_list (fixture->store, "account", &rare, 100);
  g_autofree char *by_two = index_list (fixture->store, "account", &rare, 2);
  g_autofree char *in_app = index_list (fixture->store, "account", &of_app, 3);
  g_auto (GStrv) rows = g_strsplit (all, "~", -1);
  g_assert_cmpuint (g_strv_length (rows) - 1, ==, N_LONG / 8000);
  g_assert_cmpstr (all, ==, by_two);
  g_assert_cmpstr (all, ==, in_app);
  g_assert_cmpint (index_count (fixture->store, "account", &rare), ==, N_LONG / 8000);

  list_for (fixture, "#", NULL, &none);
  list_for (fixture, "#", cancellable, &given_up);
  list_for (fixture, "31999", NULL, &quick);
  g_cancellable_cancel (cancellable);
  while (n_left > 0) {
    g_main_context_iteration (NULL, TRUE);
  }
  g_assert_no_error (none.error);
  g_assert_no_error (quick.error);
  g_assert_error (given_up.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (g_str_has_suffix (order->str, "none "));
  g_clear_error (&given_up.error);

  /* One under way is done when the store is closed. */
  n_left = 1;
  list_for (fixture, "#", NULL, &none);
  archive_store_close (fixture->store);
  while (n_left > 0) {
    g_main_context_iteration (NULL, TRUE);
  }
  g_assert_no_error (none.error);
}

static ArchiveUserHashes *
list_hashes (ArchiveFixture *fixture, const char *account_id)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GError) error = NULL;

  archive_store_list_user_hashes_async (fixture->store, account_id, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  ArchiveUserHashes *hashes =
    archive_store_list_user_hashes_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return hashes;
}

static int
compare_owners (gconstpointer a, gconstpointer b)
{
  const ArchiveOwner *first = a, *second = b;

  return first->token < second->token ? -1 : first->token > second->token;
}

static void
test_hashes (ArchiveFixture *fixture, gconstpointer data)
{
  guint64 ann = base_hash_text ("ann", 3), bob = base_hash_text ("bob", 3);
  const guint64 users[] = { MIN (ann, bob), MAX (ann, bob) };
  ArchiveOwner owners[] = {
    { base_hash_text ("t1", 2), ann },
    { base_hash_text ("t2", 2), ann },
    { base_hash_text ("t3", 2), bob },
  };
  g_autoptr (ArchiveUserHashes) none = list_hashes (fixture, "account");
  g_assert_cmpuint (g_bytes_get_size (none->users), ==, 0);
  g_assert_false (none->is_complete);

  g_autoptr (ArchiveIndexState) begun = index_begin (fixture->store, "account");
  index_record (fixture->store, "account", begun->generation,
                index_make_finding ("ann", "a/FCM/t1 b/APN/t2"));
  index_record (fixture->store, "account", begun->generation,
                index_make_finding ("bob", "a/FCM/t3"));
  g_autoptr (ArchiveUserHashes) some = list_hashes (fixture, "account");
  qsort (owners, G_N_ELEMENTS (owners), sizeof *owners, compare_owners);
  g_assert_cmpmem (g_bytes_get_data (some->users, NULL), g_bytes_get_size (some->users), users,
                   sizeof users);
  g_assert_cmpmem (g_bytes_get_data (some->owners, NULL), g_bytes_get_size (some->owners), owners,
                   sizeof owners);
  g_assert_false (some->is_complete);

  while (index_sweep (fixture->store, "account", begun->generation) > 0) {
  }
  g_autoptr (ArchiveUserHashes) all = list_hashes (fixture, "account");
  g_autoptr (ArchiveUserHashes) others = list_hashes (fixture, "other");
  g_assert_true (all->is_complete);
  g_assert_true (g_bytes_equal (all->owners, some->owners));
  g_assert_cmpuint (g_bytes_get_size (others->users), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  archive_fixture_add ("/archive/index/every-part", test_every_part);
  archive_fixture_add ("/archive/index/needles", test_needles);
  archive_fixture_add ("/archive/index/turns", test_turns);
  archive_fixture_add ("/archive/index/filters", test_filters);
  archive_fixture_add ("/archive/index/shared", test_shared);
  archive_fixture_add ("/archive/index/users", test_users);
  archive_fixture_add ("/archive/index/accounts", test_accounts);
  archive_fixture_add ("/archive/index/replaced", test_replaced);
  archive_fixture_add ("/archive/index/generations", test_generations);
  archive_fixture_add ("/archive/index/over", test_over);
  archive_fixture_add ("/archive/index/own-changes", test_own_changes);
  archive_fixture_add ("/archive/index/damaged", test_damaged);
  archive_fixture_add ("/archive/index/missing", test_missing);
  archive_fixture_add ("/archive/index/hashes", test_hashes);
  return g_test_run ();
}
