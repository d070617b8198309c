/* The keeper without a page, on a real archive. */

#include <archive-drafts.h>
#include <carillon-draft-keeper.h>
#include <sqlite3.h>
#include <string.h>
#include <test-emulator.h>
#include <test-ui.h>

#include "composer-fixture.h"

#define USER "comms_pushnotificationuser_01h9krwprkeee8fzqspvwy%u"

/* What a keystroke may write, in bytes, however many recipients there are. */
#define MOST_WRITTEN (200 * 1000)

static void
on_state (gpointer keeper, GParamSpec *pspec, gpointer user_data)
{
  *(gboolean *) user_data = carillon_draft_keeper_get_state (keeper) == CARILLON_KEEPER_SAVED;
}

static void
wait_saved (CarillonDraftKeeper *keeper)
{
  gboolean done = FALSE;
  gulong handler = g_signal_connect (keeper, "notify::state", G_CALLBACK (on_state), &done);

  on_state (keeper, NULL, &done);
  test_wait_until (&done);
  g_signal_handler_disconnect (keeper, handler);
}

static CarillonDraftKeeper *
open_keeper (ComposerFixture *fixture)
{
  CarillonDraftKeeper *keeper = carillon_draft_keeper_new (fixture->session);

  carillon_draft_keeper_load (keeper);
  wait_saved (keeper);
  g_assert_nonnull (carillon_draft_keeper_get_draft (keeper));
  return keeper;
}

static void
add_rows (DispatchDraft *draft, guint n_rows)
{
  g_autoptr (DispatchTable) table = dispatch_table_new ();
  g_autoptr (DispatchBlockBuilder) builder =
    dispatch_block_builder_new (dispatch_table_get_n_slots (table));

  for (guint i = 0; i < n_rows; i++) {
    g_autofree char *user = g_strdup_printf (USER, i);
    dispatch_block_builder_set (builder, DISPATCH_COLUMN_USER, user, strlen (user));
    dispatch_block_builder_end_row (builder);
    if (dispatch_block_builder_is_full (builder)) {
      dispatch_table_append_block (table, dispatch_block_builder_finish (builder));
    }
  }
  dispatch_table_append_block (table, dispatch_block_builder_finish (builder));
  dispatch_audience_insert_table (dispatch_draft_get_audience (draft), 0, table);
}

/* By this process, to whatever file. */
static guint64
count_written (void)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/io", &text, NULL, NULL));
  return g_ascii_strtoull (strstr (text, "wchar: ") + strlen ("wchar: "), NULL, 10);
}

static void
test_bytes (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  CarillonDraftKeeper *keeper = open_keeper (fixture);
  DispatchDraft *draft = carillon_draft_keeper_get_draft (keeper);
  DispatchAudience *audience = dispatch_draft_get_audience (draft);

  add_rows (draft, 100000);
  guint name = dispatch_audience_add_column (audience, "name");
  carillon_draft_keeper_save (keeper);
  wait_saved (keeper);
  for (guint i = 0; i < 5; i++) {
    guint64 before = count_written ();
    dispatch_audience_set_value (audience, i * 20000, name, "Ann");
    carillon_draft_keeper_save (keeper);
    wait_saved (keeper);
    g_assert_cmpuint (count_written () - before, <, MOST_WRITTEN);
  }
  carillon_draft_keeper_close (keeper);
  g_assert_finalize_object (keeper);

  keeper = open_keeper (fixture);
  audience = dispatch_draft_get_audience (carillon_draft_keeper_get_draft (keeper));
  g_assert_cmpuint (dispatch_audience_get_n_rows (audience), ==, 100000);
  g_assert_cmpstr (dispatch_audience_get_value (audience, 80000, 3), ==, "Ann");
  carillon_draft_keeper_close (keeper);
  g_assert_finalize_object (keeper);
}

typedef struct {
  CarillonDraftKeeper *keeper;
  guint n_keys;
  gboolean was_saved; /* while keys were still pressed */
} Typing;

static gboolean
type_key (gpointer data)
{
  Typing *typing = data;
  g_autofree char *title = g_strdup_printf ("%u", typing->n_keys++);

  g_object_set (carillon_draft_keeper_get_draft (typing->keeper), "title", title, NULL);
  return G_SOURCE_CONTINUE;
}

static void
on_typed_state (gpointer keeper, GParamSpec *pspec, gpointer user_data)
{
  on_state (keeper, pspec, &((Typing *) user_data)->was_saved);
}

/* Who never pauses is saved all the same. */
static void
test_typing (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  Typing typing = { .keeper = open_keeper (fixture) };

  guint timer = g_timeout_add (20, type_key, &typing);
  type_key (&typing);
  g_signal_connect (typing.keeper, "notify::state", G_CALLBACK (on_typed_state), &typing);
  for (gboolean is_there = FALSE; !is_there;) {
    GAsyncResult *slot = NULL;
    archive_store_list_drafts_async (fixture->store, carillon_account_get_id (fixture->account),
                                     NULL, NULL, test_store_result, &slot);
    g_autoptr (GAsyncResult) result = test_await (&slot);
    g_autoptr (GPtrArray) drafts = archive_store_list_drafts_finish (fixture->store, result, NULL);
    is_there = drafts->len > 0;
    g_assert_cmpuint (typing.n_keys, <, 3000);
  }
  g_source_remove (timer);
  g_signal_handlers_disconnect_by_data (typing.keeper, &typing);
  carillon_draft_keeper_close (typing.keeper);
  wait_saved (typing.keeper);
  g_assert_finalize_object (typing.keeper);
}

/* Another program has saved the draft in between: what this one believes to be there is not. */
static void
test_stale (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  CarillonDraftKeeper *keeper = open_keeper (fixture);
  DispatchDraft *draft = carillon_draft_keeper_get_draft (keeper);
  sqlite3 *db = NULL;

  add_rows (draft, 3000);
  carillon_draft_keeper_save (keeper);
  wait_saved (keeper);
  g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "DELETE FROM draft_blocks", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  g_object_set (draft, "title", "Still here", NULL);
  carillon_draft_keeper_save (keeper);
  wait_saved (keeper);
  carillon_draft_keeper_close (keeper);
  g_assert_finalize_object (keeper);

  keeper = open_keeper (fixture);
  draft = carillon_draft_keeper_get_draft (keeper);
  g_assert_cmpstr (dispatch_draft_get_title (draft), ==, "Still here");
  g_assert_cmpuint (dispatch_audience_get_n_rows (dispatch_draft_get_audience (draft)), ==, 3000);
  carillon_draft_keeper_close (keeper);
  g_assert_finalize_object (keeper);
}

static void
on_draft (gpointer keeper, GParamSpec *pspec, gpointer user_data)
{
  gboolean *done = user_data;

  *done = TRUE;
}

/* Until another draft than the one that is shown is. */
static void
wait_replaced (CarillonDraftKeeper *keeper)
{
  gboolean done = FALSE;
  gulong handler = g_signal_connect (keeper, "notify::draft", G_CALLBACK (on_draft), &done);

  test_wait_until (&done);
  g_signal_handler_disconnect (keeper, handler);
  wait_saved (keeper);
}

static void
set_title (CarillonDraftKeeper *keeper, const char *title)
{
  g_object_set (carillon_draft_keeper_get_draft (keeper), "title", title, NULL);
}

static void
assert_title (CarillonDraftKeeper *keeper, const char *title)
{
  g_assert_cmpstr (dispatch_draft_get_title (carillon_draft_keeper_get_draft (keeper)), ==, title);
}

static char *
dup_id (CarillonDraftKeeper *keeper)
{
  return g_strdup (dispatch_draft_get_id (carillon_draft_keeper_get_draft (keeper)));
}

/* What is typed while another draft is read is saved before that is shown, also where its save
 * takes longer than the reading. */
static void
test_open_while_saving (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  CarillonDraftKeeper *keeper = open_keeper (fixture);
  g_autofree char *first = dup_id (keeper);

  set_title (keeper, "First");
  carillon_draft_keeper_begin (keeper);
  wait_replaced (keeper);
  g_autofree char *second = dup_id (keeper);
  carillon_draft_keeper_open (keeper, first);
  add_rows (carillon_draft_keeper_get_draft (keeper), 200000);
  set_title (keeper, "Second");
  carillon_draft_keeper_save (keeper);
  wait_replaced (keeper);
  assert_title (keeper, "First");
  carillon_draft_keeper_open (keeper, second);
  wait_replaced (keeper);
  assert_title (keeper, "Second");
  carillon_draft_keeper_close (keeper);
  g_assert_finalize_object (keeper);
}

/* Of what was asked for the last counts: a draft that is opened is not followed by an empty one. */
static void
test_last_wish (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  CarillonDraftKeeper *keeper = open_keeper (fixture);
  g_autofree char *first = dup_id (keeper);

  set_title (keeper, "First");
  carillon_draft_keeper_begin (keeper);
  wait_replaced (keeper);
  set_title (keeper, "Second");
  carillon_draft_keeper_begin (keeper);
  carillon_draft_keeper_open (keeper, first);
  wait_replaced (keeper);
  set_title (keeper, "First again");
  carillon_draft_keeper_save (keeper);
  wait_saved (keeper);
  assert_title (keeper, "First again");
  carillon_draft_keeper_close (keeper);
  g_assert_finalize_object (keeper);
}

/* A draft that was discarded comes back with what was typed last. */
static void
test_discard (void)
{
  g_autoptr (ComposerFixture) fixture = composer_fixture_new (NOWHERE, "sid", "secret");
  CarillonDraftKeeper *keeper = open_keeper (fixture);
  g_autofree char *id = dup_id (keeper);

  set_title (keeper, "Saved");
  carillon_draft_keeper_save (keeper);
  wait_saved (keeper);
  set_title (keeper, "Typed last");
  carillon_draft_keeper_discard (keeper);
  assert_title (keeper, "");
  carillon_draft_keeper_open (keeper, id);
  wait_replaced (keeper);
  assert_title (keeper, "Typed last");
  carillon_draft_keeper_close (keeper);
  g_assert_finalize_object (keeper);
}

int
main (int argc, char *argv[])
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/composer/keeper/bytes", test_bytes);
  g_test_add_func ("/composer/keeper/typing", test_typing);
  g_test_add_func ("/composer/keeper/stale", test_stale);
  g_test_add_func ("/composer/keeper/open-while-saving", test_open_while_saving);
  g_test_add_func ("/composer/keeper/last-wish", test_last_wish);
  g_test_add_func ("/composer/keeper/discard", test_discard);
  return g_test_run ();
}
