/* A search looks at every text that the API sent, tokens and tags included, and at what the columns
 * show of it. */

#include "carillon-list-texts.h"

#include <base-json.h>
#include <comms-let-go.h>

/* Of the rows of a pack. */
typedef struct {
  CommsPack *pack; /* (owned) */
  char *bytes;     /* (owned): of each row its texts, a line each, ended by NUL */
  gsize *starts;   /* (owned): of each row in bytes */
} PackTexts;

struct _CarillonListTexts {
  gatomicrefcount n_refs;
  const CarillonListKind *kind;
  GMutex mutex;
  GHashTable *packs; /* (owned): of CommsPack (unowned) and PackTexts (owned) */
};

static void
pack_texts_free (gpointer data)
{
  PackTexts *self = data;

  comms_pack_unref (self->pack);
  g_free (self->bytes);
  g_free (self->starts);
  g_free (self);
}

/* Most texts are IDs and times, which are ASCII. */
static gboolean
append_folded_ascii (GString *texts, const char *text)
{
  gsize before = texts->len;

  for (const char *at = text; *at != '\0'; at++) {
    if ((guchar) *at >= 0x80) {
      g_string_truncate (texts, before);
      return FALSE;
    }
    g_string_append_c (texts, g_ascii_tolower (*at));
  }
  return TRUE;
}

/**
 * carillon_list_fold:
 * @text: what is compared
 *
 * Returns: (transfer full): the same without regard to case and to how accents are encoded
 */
char *
carillon_list_fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *normal = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL);

  return g_utf8_casefold (normal, -1);
}

static void
append_folded (GString *texts, const char *text)
{
  if (text == NULL) {
    return;
  }
  if (!append_folded_ascii (texts, text)) {
    g_autofree char *folded = carillon_list_fold (text);

    g_string_append (texts, folded);
  }
  g_string_append_c (texts, '\n');
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

static void
append_item (GString *texts, const CarillonListKind *kind, gpointer item)
{
  append_node (texts, comms_resource_get_node (item));
  for (guint i = 0; i < kind->n_columns; i++) {
    g_autofree char *text = kind->columns[i].text (item);

    append_folded (texts, text);
  }
}

static gboolean
has_words (const char *texts, const char *const *words)
{
  for (guint i = 0; words[i] != NULL; i++) {
    if (strstr (texts, words[i]) == NULL) {
      return FALSE;
    }
  }
  return TRUE;
}

static PackTexts *
read_pack (const CarillonListKind *kind, CommsPack *pack)
{
  PackTexts *self = g_new0 (PackTexts, 1);
  g_autoptr (GString) texts = g_string_new (NULL);

  self->pack = comms_pack_ref (pack);
  self->starts = g_new (gsize, comms_pack_get_n_rows (pack));
  for (guint i = 0; i < comms_pack_get_n_rows (pack); i++) {
    g_autoptr (CommsResource) item = comms_pack_make_row (pack, i);

    self->starts[i] = texts->len;
    append_item (texts, kind, item);
    g_string_append_c (texts, '\0');
  }
  self->bytes = g_memdup2 (texts->str, texts->len);
  return self;
}

/**
 * carillon_list_texts_new:
 * @kind: what the rows are
 *
 * Returns: (transfer full): no texts yet
 */
CarillonListTexts *
carillon_list_texts_new (const CarillonListKind *kind)
{
  CarillonListTexts *self = g_new0 (CarillonListTexts, 1);

  g_atomic_ref_count_init (&self->n_refs);
  self->kind = kind;
  g_mutex_init (&self->mutex);
  self->packs = g_hash_table_new_full (NULL, NULL, NULL, pack_texts_free);
  return self;
}

CarillonListTexts *
carillon_list_texts_ref (CarillonListTexts *self)
{
  g_atomic_ref_count_inc (&self->n_refs);
  return self;
}

void
carillon_list_texts_unref (CarillonListTexts *self)
{
  if (g_atomic_ref_count_dec (&self->n_refs)) {
    g_hash_table_unref (self->packs);
    g_mutex_clear (&self->mutex);
    g_free (self);
  }
}

void
carillon_list_texts_let_go (CarillonListTexts *self)
{
  comms_let_go (self, (GDestroyNotify) carillon_list_texts_unref);
}

void
carillon_list_texts_lock (CarillonListTexts *self)
{
  g_mutex_lock (&self->mutex);
}

void
carillon_list_texts_unlock (CarillonListTexts *self)
{
  g_mutex_unlock (&self->mutex);
}

/**
 * carillon_list_texts_match:
 * @self: locked texts
 * @row: a row
 * @words: (array zero-terminated=1): from carillon_list_search_words()
 *
 * Returns: whether each of @words is in some text of @row
 */
gboolean
carillon_list_texts_match (CarillonListTexts *self,
                           const CommsSnapshotRow *row,
                           const char *const *words)
{
  PackTexts *texts = g_hash_table_lookup (self->packs, row->pack);

  if (texts == NULL) {
    texts = read_pack (self->kind, row->pack);
    g_hash_table_insert (self->packs, row->pack, texts);
  }
  return has_words (texts->bytes + texts->starts[row->row], words);
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
  g_autofree char *folded = carillon_list_fold (search != NULL ? search : "");
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
  append_item (texts, kind, item);
  return has_words (texts->str, words);
}
