/* Searching and sorting the rows of a list in a worker, which also finds where the selected ones
 * are then, and what changes for the view: nothing is left for the main loop that takes longer the
 * more rows there are. */

#include "carillon-list-arrange.h"

#include <comms-let-go.h>

/* How often a worker looks whether it is still wanted. */
#define ROWS_PER_LOOK 256

typedef struct {
  CarillonListTexts *texts;   /* (owned) */
  const CarillonColumn *sort; /* (nullable) */
  gboolean descending;
  GStrv words;             /* (owned) */
  CommsSnapshot *rows;     /* (owned) */
  CarillonArranged *shown; /* (owned) */
} Work;

/* A row with what it is sorted by. */
typedef struct {
  guint position; /* in the rows */
  gint64 number;
  char *key; /* (owned) (nullable) */
} Entry;

/**
 * carillon_arranged_new:
 * @basis: rows
 * @view: (nullable) (element-type guint): which of them are shown
 * @selected: which of those are selected
 *
 * Returns: (transfer full): the three, with references of its own
 */
CarillonArranged *
carillon_arranged_new (CommsSnapshot *basis, GArray *view, GtkBitset *selected)
{
  g_return_val_if_fail (basis != NULL && selected != NULL, NULL);

  CarillonArranged *self = g_new0 (CarillonArranged, 1);
  self->basis = comms_snapshot_ref (basis);
  self->view = view != NULL ? g_array_ref (view) : NULL;
  self->selected = gtk_bitset_ref (selected);
  return self;
}

/**
 * carillon_arranged_free:
 * @arranged: (transfer full): what is shown
 */
void
carillon_arranged_free (CarillonArranged *arranged)
{
  comms_snapshot_let_go (arranged->basis);
  g_clear_pointer (&arranged->view, g_array_unref);
  gtk_bitset_unref (arranged->selected);
  g_free (arranged);
}

/**
 * carillon_arrange_result_free:
 * @result: (transfer full): what carillon_list_arrange_finish() answered
 */
void
carillon_arrange_result_free (CarillonArrangeResult *result)
{
  g_clear_pointer (&result->arranged, carillon_arranged_free);
  g_free (result);
}

/**
 * carillon_arranged_get_n_rows:
 *
 * Returns: how many rows are shown
 */
guint
carillon_arranged_get_n_rows (const CarillonArranged *arranged)
{
  return arranged->view != NULL ? arranged->view->len : comms_snapshot_get_n_rows (arranged->basis);
}

/**
 * carillon_arranged_get_position:
 * @position: of a row that is shown
 *
 * Returns: where it is in the rows
 */
guint
carillon_arranged_get_position (const CarillonArranged *arranged, guint position)
{
  return arranged->view != NULL ? g_array_index (arranged->view, guint, position) : position;
}

static void
work_free (Work *work)
{
  carillon_list_texts_let_go (work->texts);
  g_strfreev (work->words);
  comms_snapshot_let_go (work->rows);
  g_clear_pointer (&work->shown, carillon_arranged_free);
  g_free (work);
}

static void
clear_entry (gpointer data)
{
  g_free (((Entry *) data)->key);
}

static Entry
make_entry (const Work *work, guint position)
{
  Entry entry = { .position = position };

  if (work->sort == NULL) {
    return entry;
  }
  g_autoptr (CommsResource) item = comms_snapshot_make_row (work->rows, position);
  if (work->sort->number != NULL) {
    entry.number = work->sort->number (item);
  } else {
    g_autofree char *text = work->sort->text (item);
    g_autofree char *folded = carillon_list_fold (text != NULL ? text : "");

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

static gboolean
is_wanted (const Work *work, guint position)
{
  return work->words[0] == NULL ||
         carillon_list_texts_match (work->texts, comms_snapshot_get_row (work->rows, position),
                                    (const char *const *) work->words);
}

static GArray *
arrange_rows (const Work *work, GCancellable *cancellable)
{
  guint n_rows = comms_snapshot_get_n_rows (work->rows);
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));

  g_array_set_clear_func (entries, clear_entry);
  for (guint i = 0; i < n_rows; i++) {
    if (i % ROWS_PER_LOOK == 0 && g_cancellable_is_cancelled (cancellable)) {
      break;
    }
    if (is_wanted (work, i)) {
      Entry entry = make_entry (work, i);

      g_array_append_val (entries, entry);
    }
  }
  /* GLib merges, so that rows with the same key stay in the API's order. */
  if (work->sort != NULL) {
    g_array_sort_with_data (entries, compare_entries, (gpointer) work);
  }

  GArray *view = g_array_sized_new (FALSE, FALSE, sizeof (guint), entries->len);
  for (guint i = 0; i < entries->len; i++) {
    g_array_append_val (view, g_array_index (entries, Entry, i).position);
  }
  return view;
}

/* A reload brings new objects for the same things, so they are known by their IDs. */
static GHashTable *
list_selected (const CarillonArranged *shown)
{
  GHashTable *ids = g_hash_table_new (g_str_hash, g_str_equal);
  GtkBitsetIter iter;
  guint position = 0;

  for (gboolean more = gtk_bitset_iter_init_first (&iter, shown->selected, &position); more;
       more = gtk_bitset_iter_next (&iter, &position)) {
    const char *id =
      comms_snapshot_get_id (shown->basis, carillon_arranged_get_position (shown, position));

    if (id != NULL) {
      g_hash_table_add (ids, (gpointer) id);
    }
  }
  return ids;
}

static GtkBitset *
find_selected (const Work *work, GArray *view)
{
  g_autoptr (GHashTable) ids = list_selected (work->shown);
  GtkBitset *positions = gtk_bitset_new_empty ();

  for (guint i = 0; g_hash_table_size (ids) > 0 && i < view->len; i++) {
    const char *id = comms_snapshot_get_id (work->rows, g_array_index (view, guint, i));

    if (id != NULL && g_hash_table_contains (ids, id)) {
      gtk_bitset_add (positions, i);
    }
  }
  return positions;
}

static gboolean
is_same (const CarillonArranged *one, guint i, const CarillonArranged *other, guint k)
{
  const CommsSnapshotRow *a =
    comms_snapshot_get_row (one->basis, carillon_arranged_get_position (one, i));
  const CommsSnapshotRow *b =
    comms_snapshot_get_row (other->basis, carillon_arranged_get_position (other, k));

  return a->pack == b->pack && a->row == b->row;
}

/* Rows that stay at the beginning or the end are not touched, so that the window stays where it
 * was. */
static void
compare_with (CarillonArrangeResult *result, const CarillonArranged *old)
{
  const CarillonArranged *new = result->arranged;
  guint n_old = carillon_arranged_get_n_rows (old);
  guint n_new = carillon_arranged_get_n_rows (new);
  guint n_least = MIN (n_old, n_new);
  guint before = 0, after = 0;

  while (before < n_least && is_same (old, before, new, before)) {
    before++;
  }
  while (after < n_least - before && is_same (old, n_old - 1 - after, new, n_new - 1 - after)) {
    after++;
  }
  result->n_same_before = before;
  result->n_same_after = after;
}

static void
arrange_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Work *work = data;
  CarillonArrangeResult *result = g_new0 (CarillonArrangeResult, 1);

  carillon_list_texts_lock (work->texts);
  g_autoptr (GArray) view = arrange_rows (work, cancellable);
  carillon_list_texts_unlock (work->texts);
  g_autoptr (GtkBitset) selected = find_selected (work, view);

  result->arranged = carillon_arranged_new (work->rows, view, selected);
  compare_with (result, work->shown);
  g_task_return_pointer (task, result, (GDestroyNotify) carillon_arrange_result_free);
}

/**
 * carillon_list_arrange_async:
 * @texts: of the rows
 * @arrangement: what to do with them; its text is copied
 * @rows: all rows
 * @shown: (transfer full): what is shown now
 *
 * Finds out in a worker which rows are shown where.
 */
void
carillon_list_arrange_async (CarillonListTexts *texts,
                             const CarillonArrangement *arrangement,
                             CommsSnapshot *rows,
                             CarillonArranged *shown,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (texts != NULL && arrangement != NULL);
  g_return_if_fail (rows != NULL && shown != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Work *work = g_new0 (Work, 1);

  work->texts = carillon_list_texts_ref (texts);
  work->sort = arrangement->sort;
  work->descending = arrangement->descending;
  work->words = carillon_list_search_words (arrangement->search);
  work->rows = comms_snapshot_ref (rows);
  work->shown = shown;
  g_task_set_source_tag (task, carillon_list_arrange_async);
  g_task_set_task_data (task, work, (GDestroyNotify) work_free);
  g_task_run_in_thread (task, arrange_in_thread);
}

/**
 * carillon_list_arrange_finish:
 *
 * Returns: (transfer full): what is shown; fails only with %G_IO_ERROR_CANCELLED
 */
CarillonArrangeResult *
carillon_list_arrange_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
