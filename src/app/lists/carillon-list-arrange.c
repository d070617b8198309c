/* Searching and sorting loaded rows in a worker: items never change, so any thread may read them.
 * A search looks at every text that the API sent, tokens and tags included, and at what the columns
 * show of it. */

#include "carillon-list-arrange.h"

#include <base-json.h>

/* How often a worker looks whether it is still wanted. */
#define ROWS_PER_LOOK 256

typedef struct {
  const CarillonListKind *kind;
  const CarillonColumn *sort; /* (nullable) */
  gboolean descending;
  GStrv words;         /* (owned) */
  GPtrArray *items;    /* (owned) */
  GPtrArray *selected; /* (owned) */
} Work;

/* A row with what it is sorted by. */
typedef struct {
  gpointer item; /* (unowned) */
  gint64 number;
  char *key; /* (owned) (nullable) */
} Entry;

static void
work_free (Work *work)
{
  g_strfreev (work->words);
  g_ptr_array_unref (work->items);
  g_ptr_array_unref (work->selected);
  g_free (work);
}

/**
 * carillon_arranged_free:
 * @arranged: (transfer full): what carillon_list_arrange_finish() answered
 */
void
carillon_arranged_free (CarillonArranged *arranged)
{
  g_ptr_array_unref (arranged->items);
  gtk_bitset_unref (arranged->selected);
  g_free (arranged);
}

/* Texts are compared without regard to case and to how accents are encoded. */
static char *
fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *normal = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL);

  return g_utf8_casefold (normal, -1);
}

static void
append_folded (GString *texts, const char *text)
{
  if (text != NULL) {
    g_autofree char *folded = fold (text);

    g_string_append (texts, folded);
    g_string_append_c (texts, '\n');
  }
}

static void append_node (GString *texts, JsonNode *node);

static void
append_member (JsonObject *object, const char *name, JsonNode *node, gpointer texts)
{
  append_node (texts, node);
}

static void
append_element (JsonArray *array, guint index, JsonNode *node, gpointer texts)
{
  append_node (texts, node);
}

/* No deeper than BASE_JSON_MAX_DEPTH: the client refuses what is. */
static void
append_node (GString *texts, JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node)) {
    json_object_foreach_member (json_node_get_object (node), append_member, texts);
  } else if (JSON_NODE_HOLDS_ARRAY (node)) {
    json_array_foreach_element (json_node_get_array (node), append_element, texts);
  } else {
    append_folded (texts, base_json_node_string (node));
  }
}

/**
 * carillon_list_search_words:
 * @search: (nullable): what was typed
 *
 * Returns: (transfer full) (array zero-terminated=1): its words as carillon_list_item_matches()
 *   takes them; none for what is blank
 */
GStrv
carillon_list_search_words (const char *search)
{
  g_autofree char *folded = fold (search != NULL ? search : "");
  g_auto (GStrv) parts = g_strsplit_set (folded, " \t\r\n", -1);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  for (guint i = 0; parts[i] != NULL; i++) {
    if (*parts[i] != '\0') {
      g_strv_builder_add (words, parts[i]);
    }
  }
  return g_strv_builder_end (words);
}

/**
 * carillon_list_item_matches:
 * @kind: whose columns show @item
 * @item: (type CommsResource): a row
 * @words: (array zero-terminated=1): from carillon_list_search_words()
 *
 * Returns: whether each of @words is in some text of @item
 */
gboolean
carillon_list_item_matches (const CarillonListKind *kind, gpointer item, const char *const *words)
{
  g_autoptr (GString) texts = g_string_new (NULL);

  if (words[0] == NULL) {
    return TRUE;
  }
  append_node (texts, comms_resource_get_node (item));
  for (guint i = 0; i < kind->n_columns; i++) {
    g_autofree char *text = kind->columns[i].text (item);

    append_folded (texts, text);
  }
  for (guint i = 0; words[i] != NULL; i++) {
    if (strstr (texts->str, words[i]) == NULL) {
      return FALSE;
    }
  }
  return TRUE;
}

static void
clear_entry (gpointer data)
{
  g_free (((Entry *) data)->key);
}

static Entry
make_entry (const CarillonColumn *column, gpointer item)
{
  Entry entry = { .item = item };

  if (column != NULL && column->number != NULL) {
    entry.number = column->number (item);
  } else if (column != NULL) {
    g_autofree char *text = column->text (item);
    g_autofree char *folded = fold (text != NULL ? text : "");

    entry.key = g_utf8_collate_key (folded, -1);
  }
  return entry;
}

static int
compare_entries (gconstpointer one, gconstpointer other, gpointer data)
{
  const Work *work = data;
  const Entry *a = one, *b = other;
  int order = work->sort->number != NULL ? (a->number > b->number) - (a->number < b->number)
                                         : strcmp (a->key, b->key);

  return work->descending ? -order : order;
}

static GPtrArray *
arrange_items (const Work *work, GCancellable *cancellable)
{
  g_autoptr (GArray) entries = g_array_sized_new (FALSE, FALSE, sizeof (Entry), work->items->len);

  g_array_set_clear_func (entries, clear_entry);
  for (guint i = 0; i < work->items->len; i++) {
    gpointer item = work->items->pdata[i];

    if (i % ROWS_PER_LOOK == 0 && g_cancellable_is_cancelled (cancellable)) {
      break;
    }
    if (carillon_list_item_matches (work->kind, item, (const char *const *) work->words)) {
      Entry entry = make_entry (work->sort, item);

      g_array_append_val (entries, entry);
    }
  }
  if (work->sort != NULL) {
    g_array_sort_with_data (entries, compare_entries, (gpointer) work); /* a stable sort */
  }

  GPtrArray *items = g_ptr_array_new_full (entries->len, g_object_unref);
  for (guint i = 0; i < entries->len; i++) {
    g_ptr_array_add (items, g_object_ref (g_array_index (entries, Entry, i).item));
  }
  return items;
}

/* A reload brings new objects for the same things, so they are known by their IDs. */
static const char *
identity (gpointer item)
{
  return comms_resource_get_id (item);
}

static GtkBitset *
find_selected (GPtrArray *items, GPtrArray *selected)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  GtkBitset *positions = gtk_bitset_new_empty ();

  for (guint i = 0; i < selected->len; i++) {
    const char *id = identity (selected->pdata[i]);

    if (id != NULL) {
      g_hash_table_add (ids, (gpointer) id);
    }
  }
  for (guint i = 0; g_hash_table_size (ids) > 0 && i < items->len; i++) {
    const char *id = identity (items->pdata[i]);

    if (id != NULL && g_hash_table_contains (ids, id)) {
      gtk_bitset_add (positions, i);
    }
  }
  return positions;
}

static void
arrange_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Work *work = data;
  CarillonArranged *arranged = g_new0 (CarillonArranged, 1);

  arranged->items = arrange_items (work, cancellable);
  arranged->selected = find_selected (arranged->items, work->selected);
  g_task_return_pointer (task, arranged, (GDestroyNotify) carillon_arranged_free);
}

/**
 * carillon_list_arrange_async:
 * @kind: what the items are
 * @arrangement: what to do with them; its text is copied
 * @items: (transfer full) (element-type Comms.Resource): all rows
 * @selected: (transfer full) (element-type Comms.Resource): those that are selected
 *
 * Finds out in a worker which rows are shown where.
 */
void
carillon_list_arrange_async (const CarillonListKind *kind,
                             const CarillonArrangement *arrangement,
                             GPtrArray *items,
                             GPtrArray *selected,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (kind != NULL && arrangement != NULL);
  g_return_if_fail (items != NULL && selected != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Work *work = g_new0 (Work, 1);

  work->kind = kind;
  work->sort = arrangement->sort;
  work->descending = arrangement->descending;
  work->words = carillon_list_search_words (arrangement->search);
  work->items = items;
  work->selected = selected;
  g_task_set_source_tag (task, carillon_list_arrange_async);
  g_task_set_task_data (task, work, (GDestroyNotify) work_free);
  g_task_run_in_thread (task, arrange_in_thread);
}

/**
 * carillon_list_arrange_finish:
 *
 * Returns: (transfer full): what is shown; fails only with %G_IO_ERROR_CANCELLED
 */
CarillonArranged *
carillon_list_arrange_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
