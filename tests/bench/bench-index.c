/* What the index of registrations costs at a million devices: writing it as a crawl does, and the
 * first page of each kind of question, as a ratio to a look at one row by its key and to a walk
 * over all rows, in the same file. A target is that first matches come within 50 ms; nothing is
 * asserted of times. */

#include <archive-index.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "test-emulator.h"

#define ACCOUNT "account"

/* As an operator's list has it. */
#define PAGE 50

/* Users in one transaction, as a crawl writes them. */
#define BATCH 100

/* The shortest of so many times, as the machine does other things too. */
#define N_TIMES 9

typedef struct {
  char *path;
  ArchiveStore *store;
  guint n_devices;
  double by_key; /* milliseconds, as the next */
  double scan;
  char *a_token; /* of the middle */
} World;

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static void
append_random (GString *text, const char *alphabet, guint n)
{
  guint n_letters = (guint) strlen (alphabet);

  for (guint i = 0; i < n; i++) {
    g_string_append_c (text, alphabet[g_random_int_range (0, (gint32) n_letters)]);
  }
}

/* FCM's have 163 characters and one part in common, APNs' are 64 hexadecimal digits. */
static char *
make_token (gboolean is_fcm)
{
  GString *token = g_string_new (NULL);

  if (is_fcm) {
    append_random (token, letters, 22);
    g_string_append (token, ":APA91b");
    append_random (token, letters, 134);
  } else {
    append_random (token, "0123456789abcdef", 64);
  }
  return g_string_free (token, FALSE);
}

/* One user in 50 has none, one in 1,000 has 48; a token in 1,000 is of the user before, too. */
static guint
count_devices (guint index)
{
  return index % 1000 == 7 ? 48 : index % 50 != 0;
}

static ArchiveFinding *
make_finding (World *world, guint index)
{
  g_autofree char *user_id = g_strdup_printf ("comms_pushnotificationuser_%026u", index);
  g_autofree char *id = g_strdup_printf ("comms_device_registration_%026u", index);
  ArchiveFinding *finding = archive_finding_new (ARCHIVE_FOUND_USER, user_id);
  ArchiveRegistration *registration =
    archive_registration_new (id, user_id, index % 1000 == 1 ? "rare_app" : "test_app");

  finding->asked_at = g_get_real_time ();
  finding->registrations =
    g_ptr_array_new_with_free_func ((GDestroyNotify) archive_registration_free);
  for (guint i = 0; i < count_devices (index); i++) {
    gboolean is_fcm = index % 3 != 0;
    g_autofree char *token = index % 1000 == 504 ? g_strdup (world->a_token) : make_token (is_fcm);
    archive_registration_add_device (registration, is_fcm ? "FCM" : "APN", token);
    if (index % 1000 == 503) {
      g_free (world->a_token);
      world->a_token = g_strdup (token);
    }
    world->n_devices++;
  }
  if (registration->devices->len > 0) {
    g_ptr_array_add (finding->registrations, registration);
  } else {
    archive_registration_free (registration);
  }
  return finding;
}

static void
await_write (World *world, GAsyncResult **slot)
{
  g_autoptr (GAsyncResult) result = test_await (slot);
  g_autoptr (GError) error = NULL;

  archive_store_write_finish (world->store, result, &error);
  g_assert_no_error (error);
}

static void
write_batch (World *world, gint64 generation, guint first)
{
  g_autoptr (GPtrArray) findings =
    g_ptr_array_new_with_free_func ((GDestroyNotify) archive_finding_free);
  GAsyncResult *slot = NULL;

  for (guint i = first; i < first + BATCH; i++) {
    g_ptr_array_add (findings, make_finding (world, i));
  }
  archive_store_record_findings_async (world->store, ACCOUNT, generation, findings, NULL,
                                       test_store_result, &slot);
  await_write (world, &slot);
}

static gint64
begin (World *world)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  archive_store_begin_crawl_async (world->store, ACCOUNT, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_autoptr (ArchiveIndexState) state =
    archive_store_index_state_finish (world->store, result, &error);
  g_assert_no_error (error);
  return state->generation;
}

static double
since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / 1000;
}

static void
fill (World *world, guint n_devices)
{
  gint64 generation = begin (world);
  gint64 start = g_get_monotonic_time ();
  double tenth = 0;
  guint i = 0;

  for (; world->n_devices < n_devices; i += BATCH) {
    write_batch (world, generation, i);
    if (tenth == 0 && world->n_devices >= n_devices / 10) {
      tenth = since (start);
    }
  }
  double all = since (start);
  g_print ("%u devices of %u users written: the last nine tenths at %.2f times the time of the "
           "first\n",
           world->n_devices, i, (all - tenth) / 9 / tenth);
}

/* Straight from the file: one row by its key, and all rows one after the other. */
static double
time_sql (World *world, const char *sql, guint n_times)
{
  g_autofree char *path = g_strconcat (world->path, ".index", NULL);
  sqlite3 *db = NULL;
  sqlite3_stmt *stmt = NULL;
  double least = G_MAXDOUBLE;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL), ==, SQLITE_OK);
  for (guint i = 0; i < n_times; i++) {
    gint64 start = g_get_monotonic_time ();
    while (sqlite3_step (stmt) == SQLITE_ROW) {
    }
    least = MIN (least, since (start));
    sqlite3_reset (stmt);
  }
  sqlite3_finalize (stmt);
  sqlite3_close (db);
  return least;
}

static double
time_page (World *world, const ArchiveDeviceQuery *query, guint *n_rows)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  archive_store_list_devices_async (world->store, ACCOUNT, query, NULL, PAGE, NULL,
                                    test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_autoptr (ArchivePage) page = archive_store_list_finish (world->store, result, &error);
  g_assert_no_error (error);
  *n_rows = page->rows->len;
  return since (start);
}

static double
time_users (World *world, const ArchiveUserQuery *query, guint *n_rows)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  archive_store_list_users_async (world->store, ACCOUNT, query, NULL, PAGE, NULL, test_store_result,
                                  &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_autoptr (ArchivePage) page = archive_store_list_finish (world->store, result, &error);
  g_assert_no_error (error);
  *n_rows = page->rows->len;
  return since (start);
}

static void
report (World *world, const char *what, double first, double best, guint n_rows)
{
  g_print ("%-44s %4u %8.2f %8.2f %9.1f %8.4f\n", what, n_rows, first, best, best / world->by_key,
           best / world->scan);
}

static void
measure (World *world, const char *what, const ArchiveDeviceQuery *query)
{
  guint n_rows = 0;
  double first = time_page (world, query, &n_rows);
  double best = first;

  for (guint i = 1; i < N_TIMES; i++) {
    best = MIN (best, time_page (world, query, &n_rows));
  }
  report (world, what, first, best, n_rows);
}

static void
measure_users (World *world, const char *what, const ArchiveUserQuery *query)
{
  guint n_rows = 0;
  double first = time_users (world, query, &n_rows);
  double best = first;

  for (guint i = 1; i < N_TIMES; i++) {
    best = MIN (best, time_users (world, query, &n_rows));
  }
  report (world, what, first, best, n_rows);
}

static void
measure_all (World *world)
{
  g_autofree char *middle = g_strndup (world->a_token + 25, 8);
  g_autofree char *six = g_strndup (world->a_token + 40, 6);
  g_autofree char *three = g_strndup (world->a_token + 50, 3);

  g_print ("%-44s %4s %8s %8s %9s %8s\n", "first page of 50, milliseconds", "rows", "at first",
           "best", "to a row", "to all");
  /* APNs' tokens have 64 characters. */
  measure (world, "a whole token", &(ArchiveDeviceQuery){ .needle = world->a_token });
  measure (world, "8 characters of a token", &(ArchiveDeviceQuery){ .needle = middle });
  measure (world, "6 characters of a token", &(ArchiveDeviceQuery){ .needle = six });
  measure (world, "3 characters of a token", &(ArchiveDeviceQuery){ .needle = three });
  measure (world, "what most tokens have", &(ArchiveDeviceQuery){ .needle = "APA91b" });
  measure (world, "what none has", &(ArchiveDeviceQuery){ .needle = "no such token" });
  measure (world, "2 characters", &(ArchiveDeviceQuery){ .needle = "Zz" });
  measure (world, "2 characters that none has", &(ArchiveDeviceQuery){ .needle = "%%" });
  measure (world, "what most have, of a rare App",
           &(ArchiveDeviceQuery){ .needle = "APA91b", .app_name = "rare_app" });
  measure (world, "6 hexadecimal digits, of an App",
           &(ArchiveDeviceQuery){ .needle = "abcdef", .app_name = "test_app" });
  measure (world, "of a rare App", &(ArchiveDeviceQuery){ .app_name = "rare_app" });
  measure (world, "of an App", &(ArchiveDeviceQuery){ .app_name = "test_app" });
  measure (world, "of a provider", &(ArchiveDeviceQuery){ .provider = "APN" });
  measure (world, "of an App and a provider",
           &(ArchiveDeviceQuery){ .app_name = "rare_app", .provider = "APN" });
  measure (world, "tokens of several users", &(ArchiveDeviceQuery){ .is_shared = TRUE });
  measure (world, "all", NULL);
  measure_users (world, "users without a device", &(ArchiveUserQuery){ .has_none = TRUE });
  measure_users (world, "users with 45 devices and more", &(ArchiveUserQuery){ .min_devices = 45 });
}

static ArchiveStore *
open_store (const char *path)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  archive_store_open_async (path, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  ArchiveStore *store = archive_store_open_finish (result, &error);
  g_assert_no_error (error);
  return store;
}

static void
measure_opening (World *world)
{
  g_autofree char *index = g_strconcat (world->path, ".index", NULL);
  GStatBuf info;

  g_clear_object (&world->store);
  gint64 start = g_get_monotonic_time ();
  world->store = open_store (world->path);
  double opened = since (start);
  g_assert_no_errno (g_stat (index, &info));
  world->by_key = time_sql (world, "SELECT token FROM devices WHERE key = (1 << 40) + 777", 99);
  world->scan = time_sql (world, "SELECT sum (length (token)) FROM devices NOT INDEXED", 3);
  g_print ("%" G_GOFFSET_FORMAT " bytes a device; opened in %.4f of the time of a walk over all\n",
           (goffset) info.st_size / world->n_devices, opened / world->scan);
  g_print ("a row by its key %.4f ms, all rows %.1f ms\n\n", world->by_key, world->scan);
}

int
main (int argc, char *argv[])
{
  guint n_devices = argc > 1 ? (guint) atoi (argv[1]) : 1000000;
  g_autofree char *folder = g_dir_make_tmp ("carillon-bench-XXXXXX", NULL);
  World world = { .path = g_build_filename (folder, "archive.db", NULL) };
  static const char *const files[] = { "archive.db", "archive.db.index" };

  g_random_set_seed (20231122);
  world.store = open_store (world.path);
  fill (&world, n_devices);
  measure_opening (&world);
  measure_all (&world);
  g_clear_object (&world.store);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *file = g_build_filename (folder, files[i], NULL);
    g_unlink (file);
  }
  g_rmdir (folder);
  g_free (world.path);
  g_free (world.a_token);
  return EXIT_SUCCESS;
}
