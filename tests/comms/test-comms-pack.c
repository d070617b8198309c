/* Rows that are kept small, and made again when somebody looks at them. */

#include <comms-client.h>
#include <comms-row-cache.h>

#define N_ROWS 3000
#define N_THREADS 4

static CommsResource *
make (GType type, const char *json)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();

  g_assert_true (json_parser_load_from_data (parser, json, -1, NULL));
  return comms_resource_new (type, json_parser_get_root (parser));
}

static CommsPack *
make_users (guint n_rows)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n_rows; i++) {
    g_autofree char *json = g_strdup_printf ("{\"id\": \"user_%u\", \"number\": %u}", i, i);

    g_ptr_array_add (items, make (COMMS_TYPE_USER, json));
  }
  return comms_pack_new (items);
}

/* Nothing of a row is lost, whatever the API sends. */
static void
test_rows (void)
{
  static const char *const rows[] = {
    "{\"id\":\"a\",\"text\":\"\\\"quoted\\\" \\\\ \\n\\t\\u0001 Zoë 😀\",\"none\":null}",
    "{\"id\":\"b\",\"nested\":{\"list\":[1,-2.5,true,false,null,\"\",[],{}]},\"big\":9007199254740993}",
    "{\"unknown\":{},\"id\":\"c\",\"tags\":{\"\":\"\"}}",
  };
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_ptr_array_add (items, make (COMMS_TYPE_NOTIFICATION, rows[i]));
  }
  g_autoptr (CommsPack) pack = comms_pack_new (items);
  g_assert_cmpuint (comms_pack_get_n_rows (pack), ==, G_N_ELEMENTS (rows));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (CommsResource) row = comms_pack_make_row (pack, i);
    g_autofree char *before = comms_resource_to_json (items->pdata[i]);
    g_autofree char *after = comms_resource_to_json (row);

    g_assert_true (COMMS_IS_NOTIFICATION (row));
    g_assert_cmpstr (comms_pack_get_id (pack, i), ==, comms_resource_get_id (items->pdata[i]));
    g_assert_cmpstr (comms_resource_get_id (row), ==, comms_resource_get_id (items->pdata[i]));
    g_assert_cmpstr (before, ==, after);
    g_assert_true (json_node_is_immutable (comms_resource_get_node (row)));
    g_assert_true (comms_resource_get_node (row) == comms_resource_get_node (row));
  }
}

static void
test_without_id (void)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (items, make (COMMS_TYPE_OPERATION_ERROR, "{\"id\":\"x\",\"message\":\"m\"}"));
  g_autoptr (CommsPack) pack = comms_pack_new (items);
  g_autoptr (CommsResource) row = comms_pack_make_row (pack, 0);

  g_assert_null (comms_pack_get_id (pack, 0));
  g_assert_null (comms_resource_get_id (row));
  g_assert_cmpstr (comms_resource_get_string (row, "message"), ==, "m");
}

/* What is no text any more ends nothing. */
static void
test_damaged (void)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", "x");
  json_object_set_string_member (object, "name", "\xff");
  json_node_take_object (node, object);
  json_node_seal (node);
  g_ptr_array_add (items, comms_resource_new (COMMS_TYPE_USER, node));
  json_node_unref (node);
  g_autoptr (CommsPack) pack = comms_pack_new (items);
  g_autoptr (CommsResource) row = comms_pack_make_row (pack, 0);

  g_assert_cmpstr (comms_resource_get_id (row), ==, "x");
  g_assert_null (comms_resource_get_string (row, "name"));
}

/* A row outlives what it was made from. */
static void
test_outlives (void)
{
  g_autoptr (CommsSnapshot) rows = comms_snapshot_new ();
  CommsPack *pack = make_users (2);

  rows = comms_snapshot_append (g_steal_pointer (&rows), pack);
  comms_pack_unref (pack);
  g_autoptr (CommsResource) row = comms_snapshot_make_row (rows, 1);
  g_clear_pointer (&rows, comms_snapshot_unref);
  g_assert_cmpstr (comms_resource_get_string (row, "id"), ==, "user_1");
}

/* Whoever holds a snapshot sees it unchanged. */
static void
test_snapshot (void)
{
  g_autoptr (CommsSnapshot) rows = comms_snapshot_new ();
  g_autoptr (CommsPack) one = make_users (3);
  g_autoptr (CommsPack) other = make_users (2);
  guint position = 99;

  rows = comms_snapshot_append (g_steal_pointer (&rows), one);
  g_autoptr (CommsSnapshot) before = comms_snapshot_ref (rows);
  rows = comms_snapshot_append (g_steal_pointer (&rows), other);
  g_assert_cmpuint (comms_snapshot_get_n_rows (before), ==, 3);
  g_assert_cmpuint (comms_snapshot_get_n_rows (rows), ==, 5);

  g_autoptr (CommsSnapshot) middle = comms_snapshot_ref (rows);
  rows = comms_snapshot_remove (g_steal_pointer (&rows), 1);
  g_assert_cmpuint (comms_snapshot_get_n_rows (middle), ==, 5);
  g_assert_cmpuint (comms_snapshot_get_n_rows (rows), ==, 4);
  g_assert_cmpstr (comms_snapshot_get_id (rows, 1), ==, "user_2");

  g_assert_true (comms_snapshot_find (middle, "user_1", &position));
  g_assert_cmpuint (position, ==, 1);
  g_assert_true (comms_snapshot_find (rows, "user_1", &position));
  g_assert_cmpuint (position, ==, 3);
  g_assert_false (comms_snapshot_find (rows, "user_7", &position));
  g_assert_false (comms_snapshot_find (rows, NULL, &position));
}

/* The rows that were looked at last are the same objects, and what nobody looks at any more goes.
 */
static void
test_cache (void)
{
  CommsRowCache *cache = comms_row_cache_new ();
  g_autoptr (CommsPack) pack = make_users (N_ROWS);
  g_autoptr (CommsSnapshot) rows = comms_snapshot_append (comms_snapshot_new (), pack);
  CommsResource *first = comms_row_cache_get (cache, rows, 0);
  CommsResource *again = comms_row_cache_get (cache, rows, 0);
  gpointer alive = first;

  g_assert_true (first == again);
  g_object_add_weak_pointer (G_OBJECT (first), &alive);
  g_object_unref (first);
  g_object_unref (again);
  g_assert_nonnull (alive);
  for (guint i = 1; i < N_ROWS; i++) {
    g_object_unref (comms_row_cache_get (cache, rows, i));
  }
  g_assert_null (alive);
  comms_row_cache_clear (cache);
  g_autoptr (CommsResource) last = comms_row_cache_get (cache, rows, N_ROWS - 1);
  g_assert_cmpstr (comms_resource_get_id (last), ==, "user_2999");
  comms_row_cache_free (cache);
}

static gpointer
read_node (gpointer row)
{
  return comms_resource_get_node (row);
}

/* Whoever is first to look, all have the same texts. */
static void
test_threads (void)
{
  g_autoptr (CommsPack) pack = make_users (N_ROWS);

  for (guint i = 0; i < N_ROWS; i++) {
    g_autoptr (CommsResource) row = comms_pack_make_row (pack, i);
    GThread *threads[N_THREADS];
    gpointer nodes[N_THREADS];

    for (guint k = 0; k < N_THREADS; k++) {
      threads[k] = g_thread_new ("reader", read_node, row);
    }
    for (guint k = 0; k < N_THREADS; k++) {
      nodes[k] = g_thread_join (threads[k]);
      g_assert_true (nodes[k] == nodes[0]);
    }
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/comms/pack/rows", test_rows);
  g_test_add_func ("/comms/pack/without-id", test_without_id);
  g_test_add_func ("/comms/pack/damaged", test_damaged);
  g_test_add_func ("/comms/pack/outlives", test_outlives);
  g_test_add_func ("/comms/pack/snapshot", test_snapshot);
  g_test_add_func ("/comms/pack/cache", test_cache);
  g_test_add_func ("/comms/pack/threads", test_threads);
  return g_test_run ();
}
