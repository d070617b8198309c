#include <dispatch-draft-file.h>
#include <dispatch-check.h>

#include "ctl-fixture.h"

#define USER "comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6n"

static const char offer[] =
  "{\n"
  "  \"carillon\": 1,\n"
  "  \"title\": \"Hi {{ name }}!\",\n"
  "  \"body\": [\n"
  "    \"Your order ships\",\n"
  "    \"{{ due | default: 'soon' }}\"\n"
  "  ]\n"
  "}\n"
  "\n"
  "userId,token,provider,name,due\n" USER "q1,,,Ann,today\n" USER "q2,,,,\n" USER
  "q1,,,\"two\nlines\",\n" USER "q3,,,Eve,,too many\n" USER "q4,,,,\n";

/* Lines are those of the file, with the message above the recipients. */
static void
test_lines (Fixture *fixture, gconstpointer data)
{
  const char *problems =
    "{\"recipients\":5,\"problems\":[{\"code\":\"bad-row\",\"severity\":\"error\",\"count\":1,"
    "\"rows\":[15]},{\"code\":\"missing-variable\",\"severity\":\"warning\",\"count\":2,\"rows\":"
    "[12,16]},{\"code\":\"duplicate\",\"severity\":\"warning\",\"count\":1,\"rows\":[13]}]}\n";

  fixture_write (fixture, "offer.carillon", offer);
  fixture_assert_output (fixture, "check offer.carillon --format json", 2, problems);
  g_autoptr (Outcome) outcome = fixture_run (fixture, "check - --format json", offer);
  g_assert_cmpstr (outcome->output, ==, problems);
  fixture_assert_output (
    fixture, "render offer.carillon --row 3", 0,
    "{\"row\":3,\"line\":13,\"userId\":\"" USER
    "q1\",\"title\":\"Hi two\\nlines!\",\"body\":\"Your order ships\\nsoon\"}\n");
  fixture_assert_output (
    fixture, "render offer.carillon --row 4", 2,
    "{\"row\":4,\"line\":15,\"error\":\"more cells than there are columns\"}\n");
}

/* A file of recipients takes the place of those of the draft. */
static void
test_replaced (Fixture *fixture, gconstpointer data)
{
  fixture_write (fixture, "offer.carillon", offer);
  fixture_write (fixture, "r.csv", "name,user id\nZoë," USER "q9\n");
  fixture_assert_output (fixture, "check offer.carillon --csv r.csv --format json", 0,
                         "{\"recipients\":1,\"problems\":[]}\n");
  fixture_assert_output (fixture, "render offer.carillon --csv r.csv", 0,
                         "{\"row\":1,\"line\":2,\"userId\":\"" USER
                         "q9\",\"title\":\"Hi Zoë!\",\"body\":\"Your order ships\\nsoon\"}\n");
}

/* The sender of this draft reaches the devices of one provider only. */
static void
test_credentials (Fixture *fixture, gconstpointer data)
{
  fixture_write (
    fixture, "draft.carillon",
    "{\n  \"carillon\": 1,\n  \"title\": \"T\",\n  \"sender\": \"credentials\",\n"
    "  \"fcm\": \"comms_credential_01h9krwprkeee8fzqspvwy6nq1\"\n}\n\n"
    "userId,token,provider\n,00fc13adff785122b4ad28809a3420982341241421348097878e577c991d"
    "e8f0,APN\n");
  fixture_assert_output (fixture, "check draft.carillon --format json", 2,
                         "{\"recipients\":1,\"problems\":[{\"code\":\"no-credential\",\"severity\":"
                         "\"error\",\"count\":1,\"rows\":[9]}]}\n");
}

/* What the list of problems has no code for is told beside it. */
static void
test_uncoded (Fixture *fixture, gconstpointer data)
{
  fixture_write (fixture, "draft.carillon",
                 "{\n  \"carillon\": 1,\n  \"title\": \"T\",\n"
                 "  \"images\": [\"a.png\"],\n  \"tags\": [[\"k\", \"{{ name }}\"]]\n}\n\n"
                 "userId,name\n" USER "q1,Ann\n" USER "q2,A B\n");
  g_autoptr (Outcome) outcome = fixture_run (fixture, "check draft.carillon --format json", NULL);

  g_assert_cmpint (outcome->status, ==, 2);
  g_assert_cmpstr (outcome->output, ==,
                   "{\"recipients\":2,\"problems\":[{\"code\":\"render-error\",\"severity\":"
                   "\"error\",\"count\":1,\"rows\":[10]}]}\n");
  g_assert_cmpstr (outcome->errors, ==,
                   "carillonctl: images: “a.png” is not the address of an image\n");
}

static void
test_unreadable (Fixture *fixture, gconstpointer data)
{
  fixture_write (fixture, "broken.carillon", "{\n  \"carillon\": 1,\n  \"title\": oops\n}\n");
  fixture_write (fixture, "newer.carillon", "{\n  \"carillon\": 999,\n  \"title\": \"T\"\n}\n");
  fixture_write (fixture, "empty.carillon", "");
  fixture_write (fixture, "blank.carillon", "\n \n");
  fixture_assert_status (fixture, "check broken.carillon", 65);
  fixture_assert_status (fixture, "check newer.carillon", 65);
  fixture_assert_status (fixture, "check empty.carillon", 65);
  fixture_assert_status (fixture, "check blank.carillon", 65);
  fixture_assert_status (fixture, "render broken.carillon", 65);
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* What the console's check says of a draft, as far as it has a code: how many rows, cause by cause.
 */
static char *
check_here (DispatchDraft *draft)
{
  g_autoptr (DispatchCheck) check = dispatch_check_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GString *found = g_string_new (NULL);

  dispatch_check_run_async (check, dispatch_snapshot_new (draft), NULL, on_checked, &result);
  while (result == NULL) {
    g_main_context_iteration (NULL, TRUE);
  }
  g_autoptr (DispatchReport) report = dispatch_check_run_finish (check, result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (report)); i++) {
    g_autoptr (DispatchProblem) problem = g_list_model_get_item (G_LIST_MODEL (report), i);
    guint n_rows;
    dispatch_problem_get_rows (problem, &n_rows);
    if (dispatch_problem_get_code (problem) != NULL) {
      g_string_append_printf (found, "%s %u\n", dispatch_problem_get_code (problem), n_rows);
    }
  }
  return g_string_free (found, FALSE);
}

/* The same of what the program says in words. */
static char *
check_there (Fixture *fixture)
{
  g_autoptr (Outcome) outcome = fixture_run (fixture, "check draft.carillon", NULL);
  g_auto (GStrv) lines = g_strsplit (outcome->output, "\n", -1);
  GString *found = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++) {
    const char *code = strrchr (lines[i], '[');
    const char *count = strstr (lines[i], " recipient");
    if (code != NULL && count != NULL) {
      while (count > lines[i] && g_ascii_isdigit (count[-1])) {
        count--;
      }
      g_string_append_printf (found, "%.*s %u\n", (int) strcspn (code + 1, "]"), code + 1,
                              (guint) g_ascii_strtoull (count, NULL, 10));
    }
  }
  return g_string_free (found, FALSE);
}

static void
test_same_as_console (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DispatchDraft) draft = dispatch_draft_from_json (
    "{\"version\":2,\"title\":\"{{ n | divided_by: 2 }}{{ a }}\",\"body\":\"{{ b }}\","
    "\"tags\":[[\"k\",\"{{ a }}\"]],\"variables\":[\"n\",\"a\",\"b\"],\"recipients\":["
    "[\"" USER "q1\",\"\",\"\",\"9\",\"x\",\"\"],[\"" USER "q1\",\"\",\"\",\"8\",\"\",\"x\"],"
    "[\"\",\"t\",\"\",\"8\",\"\",\" \"],[\"\",\"\",\"\",\"7\",\"y\",\"z\"],"
    "[\"bob\",\"\",\"\",\"[1,2]\",\"y\",\"z\"]]}",
    &error);
  g_assert_no_error (error);
  g_autoptr (DispatchSnapshot) snapshot = dispatch_snapshot_new (draft);
  g_autofree char *text = dispatch_draft_file_to_text (snapshot);
  fixture_write (fixture, "draft.carillon", text);

  g_autofree char *here = check_here (draft);
  g_autofree char *there = check_there (fixture);
  g_assert_cmpuint (strlen (here), >, 50);
  g_assert_cmpstr (there, ==, here);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("draft/lines", test_lines);
  ADD ("draft/replaced", test_replaced);
  ADD ("draft/credentials", test_credentials);
  ADD ("draft/uncoded", test_uncoded);
  ADD ("draft/unreadable", test_unreadable);
  ADD ("draft/same-as-console", test_same_as_console);
  return g_test_run ();
}
