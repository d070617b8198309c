/* The check as it goes on from one run to the next: whatever it remembers, it says the same as one
 * that remembers nothing. */

#include <base-hash.h>
#include <dispatch-check-private.h>
#include <dispatch-plain.h>
#include <stdlib.h>
#include <string.h>
#include <test-emulator.h>

#include "dispatch-fixture.h"

#define N_EDITS 200
#define N_ROWS 3000

typedef struct {
  DispatchDraft *draft;
  DispatchAudience *audience; /* (unowned) */
  DispatchCheck *check;
  DispatchFacts *facts; /* (nullable) */
} Fixture;

static const char *const values[] = {
  "", "", "Ann", "Zoë", "يوسف", "4.0", "20260314", "[1,2]", "{\"b\":\"c\"}", "a very long name",
};

static const char *const bodies[] = {
  "Hi {{ a }}",
  "{{ a | default: 'you' }} {{ b }}",
  "{{ b | plus: 1 }} {{ a.b }}",
  "{% if a > 3 %}{{ b }}{% endif %}",
  "{{ d | date: '%Y' }}{{ a | upcase }}",
  "Hi {{ a",
};

static DispatchReport *
run (DispatchCheck *check, DispatchDraft *draft)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GError) error = NULL;

  dispatch_check_run_async (check, dispatch_snapshot_new (draft), NULL, test_store_result, &slot);
  g_autoptr (GAsyncResult) result = test_await (&slot);
  DispatchReport *report = dispatch_check_run_finish (check, result, &error);
  g_assert_no_error (error);
  return report;
}

/* What test_describe_report() leaves out. */
static void
describe_problem (DispatchProblem *problem, GString *text)
{
  const GError *error = dispatch_problem_get_error (problem);
  g_autofree char *key = dispatch_problem_get_key (problem);

  g_string_append_printf (text, "%s %d %s %s %s\n", key, dispatch_problem_is_ignored (problem),
                          dispatch_problem_get_code (problem), dispatch_problem_get_other (problem),
                          error != NULL ? error->message : "");
}

/* By the rows that the problems have, the slow way. */
static void
assert_fine (DispatchReport *report)
{
  guint n_rows = dispatch_report_get_n_recipients (report), n_concerned = 0, n_fine = 0;
  g_autofree gboolean *concerned = g_new0 (gboolean, n_rows + 1);
  gboolean says = n_rows > 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (report)); i++) {
    g_autoptr (DispatchProblem) problem = g_list_model_get_item (G_LIST_MODEL (report), i);
    DispatchSeverity severity = dispatch_problem_get_severity (problem);
    guint n = 0;
    const guint *rows = dispatch_problem_get_rows (problem, &n);
    says = says && !(severity == DISPATCH_ERROR && n == 0);
    for (guint j = 0; j < n; j++) {
      concerned[rows[j]] =
        concerned[rows[j]] || (severity != DISPATCH_NOTE && !dispatch_problem_is_ignored (problem));
    }
  }
  for (guint row = 0; row < n_rows; row++) {
    n_concerned += (guint) concerned[row];
  }
  g_assert_cmpint (dispatch_report_get_n_fine (report, &n_fine), ==, says);
  g_assert_true (!says || n_fine == n_rows - n_concerned);
}

/* All that a report says, but for how it came about. */
static char *
describe (DispatchReport *report)
{
  g_autofree char *problems = test_describe_report (report);
  GString *text = g_string_new (problems);
  guint row = DISPATCH_NONE;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (report)); i++) {
    g_autoptr (DispatchProblem) problem = g_list_model_get_item (G_LIST_MODEL (report), i);
    describe_problem (problem, text);
  }
  g_string_append_printf (text, "%u %u %u", dispatch_report_get_n_recipients (report),
                          dispatch_report_get_largest_payload (report, &row), row);
  for (guint i = 0; i < DISPATCH_N_EXTREMES; i++) {
    gboolean found = dispatch_report_get_extreme (report, i, &row);
    g_string_append_printf (text, " %d", found ? (int) row : -1);
  }
  return g_string_free (text, FALSE);
}

static void
assert_same (Fixture *fixture, DispatchReport *report, guint n_threads)
{
  g_autoptr (DispatchCheck) fresh = dispatch_check_new ();

  dispatch_check_set_n_threads (fresh, n_threads);
  dispatch_check_set_facts (fresh, fixture->facts);
  g_autoptr (DispatchReport) other = run (fresh, fixture->draft);
  assert_fine (report);
  g_autofree char *actual = describe (report), *expected = describe (other);
  g_assert_cmpstr (actual, ==, expected);
  g_assert_cmpuint (dispatch_report_get_n_rendered (other), ==,
                    dispatch_report_get_n_recipients (other));
}

static char *
make_address (guint number)
{
  return number % 5 == 0 ? g_strdup_printf ("token%0115u", number)
                         : g_strdup_printf ("comms_user_0%025u", number);
}

static void
append_row (DispatchAudience *audience, guint number)
{
  g_autofree char *address = make_address (number);
  guint row = dispatch_audience_append (audience, address, number % 5 == 0 ? "FCM" : "");
  guint n_columns = dispatch_audience_get_n_columns (audience);

  for (guint column = DISPATCH_N_FIXED_COLUMNS; column < n_columns; column++) {
    dispatch_audience_set_value (audience, row, column,
                                 values[(number * 7 + column) % G_N_ELEMENTS (values)]);
  }
}

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  fixture->draft = dispatch_draft_new ();
  fixture->audience = dispatch_draft_get_audience (fixture->draft);
  fixture->check = dispatch_check_new ();
  dispatch_audience_add_column (fixture->audience, "a");
  dispatch_audience_add_column (fixture->audience, "b");
  dispatch_audience_add_column (fixture->audience, "d");
  g_object_set (fixture->draft, "title", "{{ a | default: 'T' }}", "body", bodies[0], NULL);
  dispatch_audience_begin_edit (fixture->audience);
  for (guint i = 0; i < N_ROWS; i++) {
    append_row (fixture->audience, i);
  }
  dispatch_audience_end_edit (fixture->audience);
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->check); /* a worker may hold it a moment longer */
  g_clear_object (&fixture->draft);
  g_clear_pointer (&fixture->facts, dispatch_facts_unref);
}

static guint
any (guint n)
{
  return n > 0 ? (guint) g_test_rand_int_range (0, (gint32) n) : 0;
}

static void
edit_cell (Fixture *fixture)
{
  guint row = any (dispatch_audience_get_n_rows (fixture->audience));
  guint column = any (dispatch_audience_get_n_columns (fixture->audience));

  if (dispatch_audience_get_n_rows (fixture->audience) == 0) {
    return;
  }
  if (column == DISPATCH_COLUMN_USER || column == DISPATCH_COLUMN_TOKEN) {
    g_autofree char *address = make_address (any (N_ROWS));
    dispatch_audience_set_value (fixture->audience, row, column, any (3) == 0 ? "x" : address);
  } else {
    dispatch_audience_set_value (fixture->audience, row, column,
                                 values[any (G_N_ELEMENTS (values))]);
  }
}

static void
remove_rows (Fixture *fixture)
{
  guint n_rows = dispatch_audience_get_n_rows (fixture->audience), row = any (n_rows);
  guint n = any (300);

  if (n_rows > N_ROWS / 2) {
    dispatch_audience_remove (fixture->audience, row, MIN (n, n_rows - row));
  }
}

static void
remove_some (Fixture *fixture)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint));
  guint n_rows = dispatch_audience_get_n_rows (fixture->audience);

  for (guint row = any (100); row < n_rows; row += 1 + any (200)) {
    g_array_append_val (rows, row);
  }
  if (n_rows > N_ROWS / 2) {
    dispatch_audience_remove_rows (fixture->audience, (const guint *) (gpointer) rows->data,
                                   rows->len);
  }
}

static void
insert_rows (Fixture *fixture)
{
  dispatch_audience_insert_blank (
    fixture->audience, any (dispatch_audience_get_n_rows (fixture->audience) + 1), 1 + any (50));
}

static void
append_rows (Fixture *fixture)
{
  for (guint i = 1 + any (40); i > 0; i--) {
    append_row (fixture->audience, any (2 * N_ROWS));
  }
}

static void
edit_message (Fixture *fixture)
{
  static const char *const titles[] = { "{{ a | default: 'T' }}", "{{ b }}", " ", "" };

  g_object_set (fixture->draft, "body", bodies[any (G_N_ELEMENTS (bodies))], NULL);
  if (any (3) == 0) {
    g_object_set (fixture->draft, "title", titles[any (G_N_ELEMENTS (titles))], NULL);
  }
}

static void
edit_tags (Fixture *fixture)
{
  static const char *const texts[] = { "plain", "{{ a }}", "{{ b | upcase }}", "ä", "{{ d" };
  GListStore *tags = dispatch_draft_get_tags (fixture->draft);

  if (g_list_model_get_n_items (G_LIST_MODEL (tags)) > 2) {
    g_list_store_remove_all (tags);
  } else {
    g_autoptr (DispatchTag) tag =
      dispatch_tag_new (any (2) == 0 ? "k" : "l", texts[any (G_N_ELEMENTS (texts))]);
    g_list_store_append (tags, tag);
  }
}

static void
edit_delivery (Fixture *fixture)
{
  static const char *const sounds[] = { "", "ring" };

  g_object_set (fixture->draft, "sender", any (3), "fcm-credential-id", any (2) == 0 ? "c" : "",
                "apn-credential-id", any (2) == 0 ? "c" : "", "app-name",
                any (2) == 0 ? "shop" : "No!", "sound", sounds[any (2)], NULL);
}

static void
ignore (Fixture *fixture)
{
  static const char *const keys[] = { "duplicate",          "no-default:a",     "truncated",
                                      "dialect-difference", "missing-variable", "unknown-user" };
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    if (any (2) == 0) {
      g_strv_builder_add (builder, keys[i]);
    }
  }
  g_auto (GStrv) ignored = g_strv_builder_end (builder);
  g_object_set (fixture->draft, "ignored", ignored, NULL);
}

static int
compare_hashes (gconstpointer a, gconstpointer b)
{
  guint64 first = *(const guint64 *) a, second = *(const guint64 *) b;

  return first < second ? -1 : first > second;
}

/* Hashes of some of the addresses, ascending; of @n_words words each, the first of which it is. */
static GBytes *
make_hashes (guint n_words)
{
  guint n = 1 + any (N_ROWS);
  g_autofree guint64 *words = g_new (guint64, (gsize) n * n_words);

  for (guint i = 0; i < n * n_words; i++) {
    g_autofree char *address = make_address (any (N_ROWS));
    words[i] = base_hash_text (address, strlen (address));
  }
  qsort (words, n, n_words * sizeof *words, compare_hashes);
  return g_bytes_new (words, (gsize) n * n_words * sizeof *words);
}

static void
change_facts (Fixture *fixture)
{
  g_autoptr (GBytes) users = make_hashes (1), owners = make_hashes (2), sent = make_hashes (1);

  g_clear_pointer (&fixture->facts, dispatch_facts_unref);
  if (any (4) > 0) {
    fixture->facts = dispatch_facts_new ();
    dispatch_facts_set_users (fixture->facts, any (2) == 0 ? users : NULL);
    dispatch_facts_set_owners (fixture->facts, owners);
    dispatch_facts_set_credential (fixture->facts, "FCM", any (3));
    dispatch_facts_set_credential (fixture->facts, "APN", any (3));
    dispatch_facts_add_recent (fixture->facts, "1", "Gates", 1, sent);
  }
  dispatch_check_set_facts (fixture->check, fixture->facts);
}

/* Rows that are there, so that blocks are shared, and cut anywhere. */
static void
insert_table (Fixture *fixture)
{
  guint n_rows = dispatch_audience_get_n_rows (fixture->audience);
  g_autoptr (DispatchTable) rows = dispatch_audience_freeze (fixture->audience);
  guint n_kept = any (1500);

  if (n_rows > 2 * N_ROWS || n_kept >= n_rows) {
    return;
  }
  dispatch_table_remove (rows, n_kept, n_rows - n_kept);
  dispatch_audience_insert_table (fixture->audience, any (n_rows + 1), rows);
}

static const char *
swap (guint row, const char *old, gpointer data)
{
  return row % 3 == 0 ? old : values[row % G_N_ELEMENTS (values)];
}

/* Across the edges of blocks. */
static void
rewrite (Fixture *fixture)
{
  guint n_rows = dispatch_audience_get_n_rows (fixture->audience), first = any (n_rows);

  if (n_rows > 0 &&
      dispatch_audience_get_n_columns (fixture->audience) > DISPATCH_N_FIXED_COLUMNS) {
    dispatch_audience_rewrite (fixture->audience, DISPATCH_N_FIXED_COLUMNS, first,
                               1 + any (n_rows - first), swap, NULL);
  }
}

static void
edit_columns (Fixture *fixture)
{
  guint column;

  if (dispatch_audience_find_column (fixture->audience, "b", &column)) {
    dispatch_audience_remove_column (fixture->audience, column);
  } else {
    dispatch_audience_add_column (fixture->audience, "b");
  }
}

static void
undo (Fixture *fixture)
{
  for (guint i = 1 + any (3); i > 0 && dispatch_audience_can_undo (fixture->audience); i--) {
    dispatch_audience_undo (fixture->audience);
  }
}

static void
redo (Fixture *fixture)
{
  for (guint i = 1 + any (3); i > 0 && dispatch_audience_can_redo (fixture->audience); i--) {
    dispatch_audience_redo (fixture->audience);
  }
}

static void
test_any_edits (Fixture *fixture, gconstpointer data)
{
  static void (*const edits[]) (Fixture *) = {
    edit_cell,   edit_cell,    edit_cell,    edit_cell, remove_rows, remove_some, insert_rows,
    append_rows, edit_message, edit_columns, undo,      redo,        edit_tags,   edit_delivery,
    ignore,      change_facts, insert_table, rewrite,   undo,
  };

  for (guint i = 0; i < N_EDITS; i++) {
    edits[any (G_N_ELEMENTS (edits))](fixture);
    if (i % 4 == 3) {
      g_autoptr (DispatchReport) report = run (fixture->check, fixture->draft);
      assert_same (fixture, report, 1 + any (4));
    }
  }
}

static void
assert_rendered (Fixture *fixture, guint n_rows)
{
  g_autoptr (DispatchReport) report = run (fixture->check, fixture->draft);

  g_assert_cmpuint (dispatch_report_get_n_rendered (report), ==, n_rows);
  assert_same (fixture, report, 2);
}

/* Only what reads something else is looked at. */
static void
test_rendered (Fixture *fixture, gconstpointer data)
{
  DispatchAudience *audience = fixture->audience;

  assert_rendered (fixture, N_ROWS);
  assert_rendered (fixture, 0);
  dispatch_audience_set_value (audience, 1500, DISPATCH_N_FIXED_COLUMNS, "somebody else");
  assert_rendered (fixture, 1);
  dispatch_audience_undo (audience);
  assert_rendered (fixture, 1);
  dispatch_audience_remove (audience, 20, 7);
  assert_rendered (fixture, 0);
  dispatch_audience_remove (audience, 500, 1800);
  assert_rendered (fixture, 0);
  dispatch_audience_insert_blank (audience, 30, 3);
  assert_rendered (fixture, 3);
  dispatch_audience_add_column (audience, "note");
  assert_rendered (fixture, 0);
  g_object_set (fixture->draft, "app-name", "shop", "sender", DISPATCH_SENDER_APP, NULL);
  assert_rendered (fixture, 0);
  g_object_set (fixture->draft, "body", bodies[1], NULL);
  assert_rendered (fixture, dispatch_audience_get_n_rows (audience));
}

static void
test_scattered (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint));

  g_clear_object (&fixture->check);
  fixture->check = dispatch_check_new ();
  assert_rendered (fixture, N_ROWS);
  for (guint row = 3; row < N_ROWS; row += 17) {
    g_array_append_val (rows, row);
  }
  dispatch_audience_remove_rows (fixture->audience, (const guint *) (gpointer) rows->data,
                                 rows->len);
  assert_rendered (fixture, 0);
}

/* A run that was cancelled leaves what it found out to the next. */
static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *first = NULL, *second = NULL;
  g_autoptr (GError) error = NULL;

  dispatch_check_run_async (fixture->check, dispatch_snapshot_new (fixture->draft), cancellable,
                            test_store_result, &first);
  dispatch_check_run_async (fixture->check, dispatch_snapshot_new (fixture->draft), NULL,
                            test_store_result, &second);
  g_cancellable_cancel (cancellable);
  g_autoptr (GAsyncResult) cancelled = test_await (&first);
  g_autoptr (GAsyncResult) done = test_await (&second);
  g_assert_null (dispatch_check_run_finish (fixture->check, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_autoptr (DispatchReport) report = dispatch_check_run_finish (fixture->check, done, NULL);
  assert_same (fixture, report, 1);
}

/* Whatever text is called plain reads the same by both kinds of rules. */
static void
test_plain (void)
{
  static const struct {
    const char *text;
    gboolean plain;
  } cases[] = {
    { "", TRUE },
    { "Hi {{ a }}!", TRUE },
    { "{{a}}{{ _b1 | default: 'x y' }}", TRUE },
    { "{{ a|default:\"it\" }}", TRUE },
    { "{{ a | default: 'it's' }}", FALSE },
    { "{{ a | default: 1 }}", FALSE },
    { "{{ a | default: b }}", FALSE },
    { "{{ a | default: 'x', allow_false: true }}", FALSE },
    { "{{ a | default: '\\n' }}", FALSE },
    { "{{ a | upcase }}", FALSE },
    { "{{ a.b }}", FALSE },
    { "{{ a-b }}", FALSE },
    { "{{- a }}", FALSE },
    { "{{ true }}", FALSE },
    { "{{ a", FALSE },
    { "{{ 1 }}", FALSE },
    { "{% if a %}{% endif %}", FALSE },
    { "{ a }", FALSE },
    { "{{{ a }}}", FALSE },
    { "{{ a == b }}", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].text);
    g_assert_cmpint (dispatch_text_is_plain (cases[i].text), ==, cases[i].plain);
  }
}

static bool
lookup (void *data, const char *name, size_t length, LiquidValue *value)
{
  const char *text = values[(GPOINTER_TO_UINT (data) + (guint) name[0]) % G_N_ELEMENTS (values)];

  *value = liquid_string (text, strlen (text));
  return *text != '\0';
}

static void
append_piece (GString *text)
{
  static const char *const pieces[] = {
    "{{ a }}",
    "{{b}}",
    "{{ c | default: 'd e' }}",
    "{{ d|default:\"\" }}",
    "\n",
    "  ",
    "Hi",
    "ü",
    "{{ e  }}",
    "| ",
    "%",
  };

  g_string_append (text, pieces[any (G_N_ELEMENTS (pieces))]);
}

static void
test_plain_reads_same (void)
{
  for (guint i = 0; i < 2000; i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (GString) shopify = g_string_new (NULL), liquidjs = g_string_new (NULL);
    for (guint n = any (6); n > 0; n--) {
      append_piece (text);
    }
    g_assert_true (dispatch_text_is_plain (text->str));
    g_autoptr (LiquidTemplate) first = liquid_template_parse (text->str, -1, LIQUID_SHOPIFY, NULL);
    g_autoptr (LiquidTemplate) second =
      liquid_template_parse (text->str, -1, LIQUID_LIQUIDJS, NULL);
    gpointer data = GUINT_TO_POINTER (i);
    g_assert_true (liquid_template_render (first, lookup, data, NULL, shopify, NULL));
    g_assert_true (liquid_template_render (second, lookup, data, NULL, liquidjs, NULL));
    g_assert_cmpstr (shopify->str, ==, liquidjs->str);
  }
}

#define ADD(path, func) \
  g_test_add ("/dispatch/check-runs/" path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("any-edits", test_any_edits);
  ADD ("rendered", test_rendered);
  ADD ("scattered", test_scattered);
  ADD ("cancelled", test_cancelled);
  g_test_add_func ("/dispatch/check-runs/plain", test_plain);
  g_test_add_func ("/dispatch/check-runs/plain-reads-same", test_plain_reads_same);
  return g_test_run ();
}
