#include <dispatch-comparison.h>
#include <dispatch-outline.h>
#include <dispatch-plan.h>
#include <glib/gstdio.h>
#include <test-emulator.h>

#include "dispatch-fixture.h"

typedef struct {
  char *folder;
  ArchiveStore *store;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  fixture->folder = g_dir_make_tmp ("comparison-XXXXXX", &error);
  g_assert_no_error (error);
  g_autofree char *path = g_build_filename (fixture->folder, "archive.db", NULL);
  archive_store_open_async (path, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  fixture->store = archive_store_open_finish (result, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  archive_store_close (fixture->store);
  g_assert_finalize_object (fixture->store);
  g_autoptr (GDir) folder = g_dir_open (fixture->folder, 0, NULL);
  const char *name;
  while ((name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
    g_unlink (path);
  }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

static void
await_written (Fixture *fixture, GAsyncResult **slot)
{
  g_autoptr (GAsyncResult) result = test_await (slot);
  g_autoptr (GError) error = NULL;

  archive_store_write_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  *slot = NULL;
}

/* Sends what @json says in two requests, the first of which has @n_first recipients and is the
 * only one that may have gone out, unless it has none. */
static void
send (Fixture *fixture, const char *json, guint n_first)
{
  g_autoptr (DispatchDraft) draft = test_draft_from_json (json);
  g_autoptr (DispatchSnapshot) snapshot = dispatch_snapshot_new (draft);
  g_autofree char *written = dispatch_snapshot_to_json (snapshot);
  const guint n_recipients[] = { n_first, dispatch_table_get_n_rows (snapshot->table) - n_first };
  GAsyncResult *slot = NULL;

  archive_store_begin_send_async (fixture->store, "account", "send", written, NULL, NULL,
                                  n_recipients, 2, NULL, test_store_result, &slot);
  await_written (fixture, &slot);
  archive_store_mark_request_async (fixture->store, "send", 0, ARCHIVE_REQUEST_POSTING, NULL, NULL,
                                    NULL, test_store_result, &slot);
  await_written (fixture, &slot);
}

static DispatchComparison *
compare (Fixture *fixture, const char *json)
{
  g_autoptr (DispatchDraft) draft = test_draft_from_json (json);
  g_autoptr (DispatchSnapshot) snapshot = dispatch_snapshot_new (draft);
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  dispatch_compare_async (fixture->store, "account", snapshot, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  DispatchComparison *comparison = dispatch_compare_finish (result, &error);
  g_assert_no_error (error);
  return comparison;
}

#define SENT                                                                         \
  "{'id':'d','title':'T','body':'B','appName':'app','sound':'s','tags':[['k','v']]," \
  "'variables':['a','b'],'recipients':[['t1','FCM','1','2'],['t2','APN','',''],"     \
  "['t3','FCM','5','6'],['t4','FCM','7','8']]}"

static void
assert_counts (
  const DispatchComparison *self, guint n_added, guint n_removed, guint n_changed, guint n_same)
{
  g_assert_cmpuint (self->n_added, ==, n_added);
  g_assert_cmpuint (self->n_removed, ==, n_removed);
  g_assert_cmpuint (self->n_changed, ==, n_changed);
  g_assert_cmpuint (self->n_same, ==, n_same);
}

static void
test_nothing_before (Fixture *fixture, gconstpointer data)
{
  g_assert_null (compare (fixture, SENT));
  send (fixture, SENT, 4);
  g_assert_null (compare (fixture, "{'id':'other','title':'T'}"));
}

/* The order of rows and of columns, and columns without values, make no difference. */
static void
test_same (Fixture *fixture, gconstpointer data)
{
  send (fixture, SENT, 4);
  g_autoptr (DispatchComparison) comparison = compare (
    fixture, "{'id':'d','title':'T','body':'B','appName':'app','sound':'s','tags':[['k','v']],"
             "'variables':['none','b','a'],'recipients':[['t4','FCM','','8','7'],"
             "['t2','APN','','',''],['t3','FCM','','6','5'],['t1','FCM','','2','1']]}");
  assert_counts (comparison, 0, 0, 0, 4);
  g_assert_true (dispatch_comparison_is_same (comparison));
  g_assert_false (comparison->is_other_draft);
  g_assert_cmpstr (comparison->content->title, ==, "T");
  g_assert_cmpint (comparison->sent_at, >, 0);
}

static void
test_recipients (Fixture *fixture, gconstpointer data)
{
  send (fixture, SENT, 4);
  /* t1 has swapped values, t2 another provider, t4 is gone, t5 is new, t3 is there twice. */
  g_autoptr (DispatchComparison) comparison = compare (
    fixture, "{'id':'d','title':'T','body':'B','appName':'app','sound':'s','tags':[['k','v']],"
             "'variables':['a','b'],'recipients':[['t1','FCM','2','1'],['t2','FCM'],"
             "['t3','FCM','5','6'],['t5','FCM'],['t3','FCM','5','6']]}");
  assert_counts (comparison, 3, 2, 1, 1);
  g_assert_false (dispatch_comparison_is_same (comparison));
}

/* Who was never sent to is no recipient of before. */
static void
test_part_sent (Fixture *fixture, gconstpointer data)
{
  send (fixture, SENT, 3);
  g_autoptr (DispatchComparison) comparison =
    compare (fixture, "{'id':'d','variables':['a','b'],'recipients':[['t4','FCM','7','8'],"
                      "['t1','FCM','1','2']]}");
  assert_counts (comparison, 1, 2, 0, 1);
}

static void
test_content (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *changes;
    DispatchPart part;
  } cases[] = {
    { "'title':'Other','body':'B','appName':'app','sound':'s','tags':[['k','v']]",
      DISPATCH_PART_TITLE },
    { "'title':'T','body':'','appName':'app','sound':'s','tags':[['k','v']]", DISPATCH_PART_BODY },
    { "'title':'T','body':'B','appName':'','sound':'s','tags':[['k','v']]", DISPATCH_PART_SENDER },
    { "'title':'T','body':'B','appName':'app','sound':'','tags':[['k','v']]", DISPATCH_PART_SOUND },
    { "'title':'T','body':'B','appName':'app','sound':'s','tags':[]", DISPATCH_PART_TAGS },
    { "'title':'T','body':'B','appName':'app','sound':'s','tags':[['k','v']],'priority':'LOW'",
      DISPATCH_PART_PRIORITY },
    { "'title':'T','body':'B','appName':'app','sound':'s','tags':[['k','v']],'sendAt':1742376600",
      DISPATCH_PART_SEND_AT },
    { "'title':'T','body':'B','appName':'app','sound':'s','tags':[['k','v']],"
      "'images':['https://a.example/i']",
      DISPATCH_PART_IMAGES },
  };

  send (fixture, SENT, 4);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *json = g_strdup_printf ("{'id':'d',%s}", cases[i].changes);
    g_autoptr (DispatchComparison) comparison = compare (fixture, json);
    for (guint part = 0; part < DISPATCH_N_PARTS; part++) {
      g_assert_cmpint (comparison->differs[part], ==, part == cases[i].part);
    }
  }
}

static void
test_outline (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DispatchDraft) draft = test_draft_from_json (
    "{'title':'{{ a }}','variables':['a'],'recipients':[['" TEST_USER "','','1'],['t1','FCM'],"
    "['t2','APN','3'],['t3','APN']]}");
  g_autoptr (DispatchSnapshot) snapshot = dispatch_snapshot_new (draft);
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (DispatchPlan) plan = dispatch_plan_new (dispatch_snapshot_copy (snapshot), id);
  g_autoptr (GBytes) body = dispatch_plan_build (plan, 0);
  g_autoptr (GError) error = NULL;
  DispatchOutline outline = { 0 };
  GAsyncResult *slot = NULL;

  dispatch_outline_async (snapshot, NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  g_assert_true (dispatch_outline_finish (result, &outline, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (outline.n_users, ==, 1);
  g_assert_cmpuint (outline.n_fcm, ==, 1);
  g_assert_cmpuint (outline.n_apn, ==, 2);
  g_assert_cmpuint (outline.n_requests, ==, 1);
  g_assert_cmpuint (outline.n_bytes, ==, g_bytes_get_size (body));
}

#define ADD(path, func) \
  g_test_add ("/dispatch/comparison/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("nothing-before", test_nothing_before);
  ADD ("same", test_same);
  ADD ("recipients", test_recipients);
  ADD ("part-sent", test_part_sent);
  ADD ("content", test_content);
  ADD ("outline", test_outline);
  return g_test_run ();
}
