/* What a recipient gets is what the check has rendered and the preview has shown, whatever is in
 * the cells: the service, which here is the emulator, renders the templates from what went out. */

#include <base-json.h>
#include <dispatch-snapshot.h>

#include "run-fixture.h"
#include "value-fixture.h"

#define N_RANDOM 150

static void
set_up (RunFixture *fixture, gconstpointer data)
{
  run_fixture_set_up_with (fixture, g_dir_make_tmp ("carillon-arrival-XXXXXX", NULL),
                           test_emulator_start ("--control", "--pace", "0", NULL));
  g_object_set (fixture->draft, "title", "{{ a }}", "body",
                "{{ a.size }} {{ a.n }} {% for i in a %}{{ i }},{{ i.n }};{% endfor %}.", NULL);
}

/* A column of values, each with a token that says which it is. */
static void
add_cells (RunFixture *fixture, GPtrArray *cells)
{
  g_autoptr (DispatchTable) table = dispatch_table_new ();
  guint column = dispatch_table_add_column (table, "a");
  g_autoptr (DispatchBlockBuilder) builder =
    dispatch_block_builder_new (dispatch_table_get_n_slots (table));
  DispatchAudience *audience = dispatch_draft_get_audience (fixture->draft);

  for (guint i = 0; i < cells->len; i++) {
    const char *cell = cells->pdata[i];
    g_autofree char *token = g_strdup_printf ("token-%u", i);
    dispatch_block_builder_set (builder, DISPATCH_COLUMN_TOKEN, token, strlen (token));
    dispatch_block_builder_set (builder, DISPATCH_COLUMN_PROVIDER, "FCM", 3);
    dispatch_block_builder_set (builder, dispatch_table_get_slot (table, column), cell,
                                strlen (cell));
    dispatch_block_builder_end_row (builder);
  }
  dispatch_table_append_block (table, dispatch_block_builder_finish (builder));
  dispatch_audience_insert_table (audience, 0, table);
}

/* Returns: (transfer full): the last of @token, once there is one */
static JsonNode *
await_delivery (RunFixture *fixture, guint row)
{
  g_autofree char *path = g_strdup_printf ("/deliveries?token=token-%u", row);

  for (;;) {
    g_autoptr (JsonNode) answer = test_emulator_control (fixture->emulator, 200, "GET", path, NULL);
    JsonArray *deliveries = base_json_array (base_json_node_object (answer), "deliveries");
    if (json_array_get_length (deliveries) > 0) {
      return json_node_copy (json_array_get_element (deliveries, 0));
    }
  }
}

static void
assert_arrives (RunFixture *fixture, GPtrArray *cells)
{
  g_autoptr (GError) error = NULL;

  add_cells (fixture, cells);
  g_autoptr (DispatchSnapshot) snapshot = dispatch_snapshot_new (fixture->draft);
  run_fixture_make_run (fixture);
  g_assert_true (run_fixture_start (fixture, NULL, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < cells->len; i++) {
    g_autoptr (JsonNode) node = await_delivery (fixture, i);
    JsonObject *delivery = base_json_node_object (node);
    g_autofree char *title = NULL, *body = NULL;
    g_assert_true (dispatch_snapshot_read (snapshot, i, &title, &body, &error));
    g_test_message ("%s", (const char *) cells->pdata[i]);
    g_assert_cmpstr (base_json_string (delivery, "title"), ==, title);
    g_assert_cmpstr (base_json_string (delivery, "body"), ==, body);
  }
}

static void
test_chosen (RunFixture *fixture, gconstpointer data)
{
  static const char *const texts[] = {
    "Ann",
    "[1,2.50,-0]",
    "[ {\"n\":\"tea\"},\n{\"n\":\"\\u00e9\\ud83d\\ude00\"} ]",
    "{\"n\":1,\"n\":2}",
    "{\"n\":1,\"\\u006e\":2}",
    "[\"a\\u0000b\"]",
    "[\"a\\ud800b\"]",
    "[1e999,-1e999]",
    "[9223372036854775807,9007199254740993]",
    "[9223372036854775808]",
    "[12345678901234567890123456789012345678901234567890]",
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1"
    "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
    "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
    "[1,]",
    "{\"n\":\"[2]\"}",
  };
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_ptr_array_add (cells, (gpointer) texts[i]);
  }
  assert_arrives (fixture, cells);
}

static void
test_random (RunFixture *fixture, gconstpointer data)
{
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32) g_test_rand_int ());
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < N_RANDOM; i++) {
    gboolean is_exact;
    g_ptr_array_add (cells, value_fixture_make (random, &is_exact));
  }
  assert_arrives (fixture, cells);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/dispatch/arrival/chosen", RunFixture, NULL, set_up, test_chosen,
              run_fixture_tear_down);
  g_test_add ("/dispatch/arrival/random", RunFixture, NULL, set_up, test_random,
              run_fixture_tear_down);
  return g_test_run ();
}
