/* Without a search and a sort the rows mirror the list at once. Otherwise a worker is given a
 * snapshot of all loaded rows each time that they, the search or the sort change, one worker at a
 * time: what changes meanwhile is looked at when it comes back. What is shown are positions in a
 * snapshot, and a row is made of one when a view asks for it. */

#include "carillon-list-rows-private.h"

/* A reload of more selected rows than this selects none: they are looked for on the main loop. */
#define MAX_FOLLOWED 1000

static void carillon_list_rows_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CarillonListRows,
                               carillon_list_rows,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      carillon_list_rows_model_init)
                                 G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL,
                                                        carillon_list_rows_selection_init))

typedef enum {
  PROP_LIST = 1,
  PROP_SEARCH,
  PROP_ARRANGED,
  PROP_MIRRORS,
  PROP_N_LOADED,
  PROP_N_SHOWN,
  PROP_N_SELECTED,
  PROP_SELECTED_ITEM,
} CarillonListRowsProperty;

static GParamSpec *properties[PROP_SELECTED_ITEM + 1];

static void arrange (CarillonListRows *self);

/* As a model. */

static guint
count_loaded (CarillonListRows *self)
{
  return self->list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->list)) : 0;
}

static GType
carillon_list_rows_get_item_type (GListModel *model)
{
  return COMMS_TYPE_RESOURCE;
}

static guint
carillon_list_rows_get_n_items (GListModel *model)
{
  return carillon_arranged_get_n_rows (CARILLON_LIST_ROWS (model)->shown);
}

static gpointer
carillon_list_rows_get_item (GListModel *model, guint position)
{
  CarillonListRows *self = CARILLON_LIST_ROWS (model);

  if (position >= carillon_arranged_get_n_rows (self->shown)) {
    return NULL;
  }
  return comms_row_cache_get (self->cache, self->shown->basis,
                              carillon_arranged_get_position (self->shown, position));
}

static void
carillon_list_rows_model_init (GListModelInterface *iface)
{
  iface->get_item_type = carillon_list_rows_get_item_type;
  iface->get_n_items = carillon_list_rows_get_n_items;
  iface->get_item = carillon_list_rows_get_item;
}

/* What is shown. */

/* The row may be asked for anew, and be another object then, without being another row. */
static CommsResource *
find_only (CarillonListRows *self)
{
  if (gtk_bitset_get_size (self->shown->selected) != 1) {
    return NULL;
  }

  guint position = gtk_bitset_get_minimum (self->shown->selected);
  const CommsSnapshotRow *row = comms_snapshot_get_row (
    self->shown->basis, carillon_arranged_get_position (self->shown, position));
  if (self->only != NULL && self->only_at.pack == row->pack && self->only_at.row == row->row) {
    return g_object_ref (self->only);
  }
  self->only_at = *row;
  return g_list_model_get_item (G_LIST_MODEL (self), position);
}

void
carillon_list_rows_update_only (CarillonListRows *self)
{
  g_autoptr (CommsResource) only = find_only (self);

  g_object_freeze_notify (G_OBJECT (self));
  if (g_set_object (&self->only, only)) {
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED_ITEM]);
  }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_SELECTED]);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
tell_changed (CarillonListRows *self, guint position, guint n_removed, guint n_added)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (n_removed > 0 || n_added > 0) {
    g_list_model_items_changed (G_LIST_MODEL (self), position, n_removed, n_added);
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_SHOWN]);
  }
  carillon_list_rows_update_only (self);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
take_shown (CarillonListRows *self, CarillonArranged *shown)
{
  carillon_arranged_free (self->shown);
  self->shown = shown;
}

/* Nobody looks at the new one yet, so that it can be changed. */
static GtkBitset *
own_selected (CarillonListRows *self)
{
  GtkBitset *own = gtk_bitset_copy (self->shown->selected);

  gtk_bitset_unref (self->shown->selected);
  self->shown->selected = own;
  return own;
}

static CommsSnapshot *
get_loaded (CarillonListRows *self)
{
  return self->list != NULL ? comms_list_get_snapshot (self->list) : comms_snapshot_new ();
}

static GHashTable *
list_ids (CommsSnapshot *rows, const GtkBitset *positions)
{
  GHashTable *ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GtkBitsetIter iter;
  guint position = 0;

  for (gboolean more = gtk_bitset_iter_init_first (&iter, positions, &position); more;
       more = gtk_bitset_iter_next (&iter, &position)) {
    const char *id = comms_snapshot_get_id (rows, position);

    if (id != NULL) {
      g_hash_table_add (ids, g_strdup (id));
    }
  }
  return ids;
}

/* The rows of the list that were at @position, @n_removed of them, are others now. Those among the
 * new ones that have the ID of a selected one that went are selected. */
static void
mirror_change (CarillonListRows *self, guint position, guint n_removed, guint n_added)
{
  g_autoptr (CommsSnapshot) rows = get_loaded (self);
  GtkBitset *selected = own_selected (self);
  g_autoptr (GtkBitset) gone = gtk_bitset_new_range (position, n_removed);
  gtk_bitset_intersect (gone, selected);
  if (gtk_bitset_get_size (gone) > MAX_FOLLOWED) {
    gtk_bitset_remove_all (gone);
  }

  g_autoptr (GHashTable) followed = list_ids (self->shown->basis, gone);
  gtk_bitset_splice (selected, position, n_removed, n_added);
  for (guint i = position; g_hash_table_size (followed) > 0 && i < position + n_added; i++) {
    const char *id = comms_snapshot_get_id (rows, i);

    if (id != NULL && g_hash_table_contains (followed, id)) {
      gtk_bitset_add (selected, i);
    }
  }
  take_shown (self, carillon_arranged_new (rows, NULL, selected));
  tell_changed (self, position, n_removed, n_added);
}

static void
set_mirrors (CarillonListRows *self, gboolean mirrors)
{
  if (self->mirrors != mirrors) {
    self->mirrors = mirrors;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MIRRORS]);
  }
}

static gboolean
has_search (CarillonListRows *self)
{
  return self->search != NULL && *self->search != '\0';
}

static gboolean
is_arranged (CarillonListRows *self)
{
  return self->sort != NULL || has_search (self);
}

/* What was read of rows that are gone, or for a search that is over, is not kept. */
static void
forget_texts (CarillonListRows *self)
{
  carillon_list_texts_let_go (self->texts);
  self->texts = carillon_list_texts_new (self->kind);
}

/* Takes the result of the worker for what is shown. */
static void
take_result (CarillonListRows *self, CarillonArrangeResult *result)
{
  guint n_same = result->n_same_before + result->n_same_after;
  guint n_old = carillon_arranged_get_n_rows (self->shown);
  guint n_new = carillon_arranged_get_n_rows (result->arranged);

  if (!is_arranged (self)) {
    g_clear_pointer (&result->arranged->view, g_array_unref); /* it has all of them */
  }
  take_shown (self, g_steal_pointer (&result->arranged));
  tell_changed (self, result->n_same_before, n_old - n_same, n_new - n_same);
  if (!gtk_bitset_is_empty (self->shown->selected)) {
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), 0, n_new);
  }
}

static void
on_arranged (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonListRows) self = user_data;
  g_autoptr (CarillonArrangeResult) arranged = carillon_list_arrange_finish (result, NULL);

  /* Cancelled: another list, which began anew by itself. */
  if (arranged == NULL) {
    return;
  }
  g_clear_object (&self->cancellable);
  if (self->stale) {
    arrange (self);
    return;
  }
  take_result (self, arranged);
  if (!has_search (self)) {
    forget_texts (self);
  }
  set_mirrors (self, !is_arranged (self));
  if (self->wants_all) {
    self->wants_all = FALSE;
    gtk_selection_model_select_all (GTK_SELECTION_MODEL (self));
  }
}

/* Begins, or leaves it to the worker under way to begin again. */
static void
arrange (CarillonListRows *self)
{
  CarillonArrangement arrangement = { self->search, self->sort, self->descending };

  set_mirrors (self, FALSE);
  self->stale = self->cancellable != NULL;
  if (!self->stale) {
    g_autoptr (CommsSnapshot) rows = get_loaded (self);
    CarillonArranged *shown =
      carillon_arranged_new (self->shown->basis, self->shown->view, self->shown->selected);

    self->cancellable = g_cancellable_new ();
    carillon_list_arrange_async (self->texts, &arrangement, rows, shown, self->cancellable,
                                 on_arranged, g_object_ref (self));
  }
}

static void
on_items_changed (CarillonListRows *self, guint position, guint n_removed, guint n_added)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_LOADED]);
  if (n_removed > 1) {
    forget_texts (self);
    comms_row_cache_clear (self->cache);
  }
  if (self->removing) {
    self->stale = self->cancellable != NULL;
  } else if (self->mirrors) {
    mirror_change (self, position, n_removed, n_added);
  } else {
    arrange (self);
  }
}

static void
carillon_list_rows_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonListRows *self = CARILLON_LIST_ROWS (object);

  switch ((CarillonListRowsProperty) id) {
  case PROP_LIST:
    g_value_set_object (value, self->list);
    break;
  case PROP_SEARCH:
    g_value_set_string (value, self->search);
    break;
  case PROP_ARRANGED:
    g_value_set_boolean (value, is_arranged (self));
    break;
  case PROP_MIRRORS:
    g_value_set_boolean (value, self->mirrors);
    break;
  case PROP_N_LOADED:
    g_value_set_uint (value, count_loaded (self));
    break;
  case PROP_N_SHOWN:
    g_value_set_uint (value, carillon_arranged_get_n_rows (self->shown));
    break;
  case PROP_N_SELECTED:
    g_value_set_uint (value, carillon_list_rows_get_n_selected (self));
    break;
  case PROP_SELECTED_ITEM:
    g_value_set_object (value, self->only);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_list_rows_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CarillonListRows *self = CARILLON_LIST_ROWS (object);

  switch ((CarillonListRowsProperty) id) {
  case PROP_LIST:
    carillon_list_rows_set_list (self, g_value_get_object (value));
    break;
  case PROP_SEARCH:
    carillon_list_rows_set_search (self, g_value_get_string (value));
    break;
  case PROP_ARRANGED: /* read-only */
  case PROP_MIRRORS:
  case PROP_N_LOADED:
  case PROP_N_SHOWN:
  case PROP_N_SELECTED:
  case PROP_SELECTED_ITEM:
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_list_rows_dispose (GObject *object)
{
  CarillonListRows *self = CARILLON_LIST_ROWS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->signals);
  g_clear_object (&self->list);
  g_clear_object (&self->only);
  G_OBJECT_CLASS (carillon_list_rows_parent_class)->dispose (object);
}

static void
carillon_list_rows_finalize (GObject *object)
{
  CarillonListRows *self = CARILLON_LIST_ROWS (object);

  carillon_arranged_free (self->shown);
  comms_row_cache_free (self->cache);
  g_clear_pointer (&self->texts, carillon_list_texts_let_go);
  g_free (self->search);
  G_OBJECT_CLASS (carillon_list_rows_parent_class)->finalize (object);
}

static void
carillon_list_rows_class_init (CarillonListRowsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags read_write = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  GParamFlags read_only = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = carillon_list_rows_get_property;
  object_class->set_property = carillon_list_rows_set_property;
  object_class->dispose = carillon_list_rows_dispose;
  object_class->finalize = carillon_list_rows_finalize;

  properties[PROP_LIST] = g_param_spec_object ("list", NULL, NULL, COMMS_TYPE_LIST, read_write);
  properties[PROP_SEARCH] = g_param_spec_string ("search", NULL, NULL, NULL, read_write);
  properties[PROP_ARRANGED] = g_param_spec_boolean ("arranged", NULL, NULL, FALSE, read_only);
  properties[PROP_MIRRORS] = g_param_spec_boolean ("mirrors", NULL, NULL, TRUE, read_only);
  properties[PROP_N_LOADED] =
    g_param_spec_uint ("n-loaded", NULL, NULL, 0, G_MAXUINT, 0, read_only);
  properties[PROP_N_SHOWN] = g_param_spec_uint ("n-shown", NULL, NULL, 0, G_MAXUINT, 0, read_only);
  properties[PROP_N_SELECTED] =
    g_param_spec_uint ("n-selected", NULL, NULL, 0, G_MAXUINT, 0, read_only);
  properties[PROP_SELECTED_ITEM] =
    g_param_spec_object ("selected-item", NULL, NULL, COMMS_TYPE_RESOURCE, read_only);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static CarillonArranged *
arranged_new_empty (void)
{
  g_autoptr (CommsSnapshot) nothing = comms_snapshot_new ();
  g_autoptr (GtkBitset) none = gtk_bitset_new_empty ();

  return carillon_arranged_new (nothing, NULL, none);
}

static void
carillon_list_rows_init (CarillonListRows *self)
{
  self->shown = arranged_new_empty ();
  self->cache = comms_row_cache_new ();
  self->mirrors = TRUE;
  self->signals = g_signal_group_new (COMMS_TYPE_LIST);
  g_signal_group_connect_swapped (self->signals, "items-changed", G_CALLBACK (on_items_changed),
                                  self);
}

/**
 * carillon_list_rows_new:
 * @kind: what the rows are; static
 *
 * Returns: (transfer full): rows of no list yet
 */
CarillonListRows *
carillon_list_rows_new (const CarillonListKind *kind)
{
  g_return_val_if_fail (kind != NULL, NULL);

  CarillonListRows *self = g_object_new (CARILLON_TYPE_LIST_ROWS, NULL);
  self->kind = kind;
  self->texts = carillon_list_texts_new (kind);
  return self;
}

/**
 * carillon_list_rows_set_list:
 * @list: (nullable): what to show from now on, with the search and sort that there are
 */
void
carillon_list_rows_set_list (CarillonListRows *self, CommsList *list)
{
  g_return_if_fail (CARILLON_IS_LIST_ROWS (self));
  g_return_if_fail (list == NULL || COMMS_IS_LIST (list));

  if (self->list == list) {
    return;
  }
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_set_object (&self->list, list);
  g_signal_group_set_target (self->signals, list);

  guint n_shown = carillon_arranged_get_n_rows (self->shown);
  set_mirrors (self, !is_arranged (self));
  self->wants_all = FALSE;
  take_shown (self, arranged_new_empty ());
  forget_texts (self);
  comms_row_cache_clear (self->cache);
  tell_changed (self, 0, n_shown, 0);
  on_items_changed (self, 0, 0, count_loaded (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LIST]);
}

/* To be called when the search or the sort has changed. */
static void
arrange_anew (CarillonListRows *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ARRANGED]);
  arrange (self);
}

/**
 * carillon_list_rows_set_search:
 * @search: (nullable): words that a row must have to be shown
 */
void
carillon_list_rows_set_search (CarillonListRows *self, const char *search)
{
  g_return_if_fail (CARILLON_IS_LIST_ROWS (self));

  if (g_strcmp0 (self->search, search) == 0) {
    return;
  }
  g_free (self->search);
  self->search = g_strdup (search);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCH]);
  arrange_anew (self);
}

/**
 * carillon_list_rows_set_sort:
 * @column: (nullable): what to sort by; %NULL for the order of the API
 * @descending: the other way round
 */
void
carillon_list_rows_set_sort (CarillonListRows *self,
                             const CarillonColumn *column,
                             gboolean descending)
{
  g_return_if_fail (CARILLON_IS_LIST_ROWS (self));

  if (self->sort == column && self->descending == descending) {
    return;
  }
  self->sort = column;
  self->descending = descending;
  arrange_anew (self);
}

/**
 * carillon_list_rows_get_search:
 *
 * Returns: (nullable): the words that a row must have
 */
const char *
carillon_list_rows_get_search (CarillonListRows *self)
{
  g_return_val_if_fail (CARILLON_IS_LIST_ROWS (self), NULL);

  return self->search;
}

/**
 * carillon_list_rows_get_busy:
 *
 * Returns: whether it is being found out what to show
 */
gboolean
carillon_list_rows_get_busy (CarillonListRows *self)
{
  g_return_val_if_fail (CARILLON_IS_LIST_ROWS (self), FALSE);

  return self->cancellable != NULL;
}

/* Where the row with @id is shown. */
static gboolean
find_shown (CarillonListRows *self, const char *id, guint *position)
{
  guint at = 0;

  if (!comms_snapshot_find (self->shown->basis, id, &at)) {
    return FALSE;
  }
  if (self->shown->view == NULL) {
    *position = at;
    return TRUE;
  }
  for (guint i = 0; i < self->shown->view->len; i++) {
    if (g_array_index (self->shown->view, guint, i) == at) {
      *position = i;
      return TRUE;
    }
  }
  return FALSE;
}

/* Out of what is arranged, whose basis stays as it was. */
static void
take_out (CarillonListRows *self, guint position)
{
  guint n_shown = carillon_arranged_get_n_rows (self->shown);
  g_autoptr (GArray) view = g_array_sized_new (FALSE, FALSE, sizeof (guint), n_shown);
  GtkBitset *selected = own_selected (self);

  for (guint i = 0; i < n_shown; i++) {
    guint at = carillon_arranged_get_position (self->shown, i);

    if (i != position) {
      g_array_append_val (view, at);
    }
  }
  gtk_bitset_splice (selected, position, 1, 0);
  take_shown (self, carillon_arranged_new (self->shown->basis, view, selected));
  tell_changed (self, position, 1, 0);
}

/**
 * carillon_list_rows_remove:
 * @item: what was deleted elsewhere; one with its ID goes
 *
 * The row that takes its place is selected in its stead, so that the keyboard stays where it was.
 */
void
carillon_list_rows_remove (CarillonListRows *self, CommsResource *item)
{
  g_return_if_fail (CARILLON_IS_LIST_ROWS (self));
  g_return_if_fail (COMMS_IS_RESOURCE (item));

  guint position = 0;
  if (!find_shown (self, comms_resource_get_id (item), &position)) {
    comms_list_remove (self->list, item);
    return;
  }

  gboolean selected = gtk_bitset_contains (self->shown->selected, position);
  if (!self->mirrors) {
    take_out (self, position);
    self->removing = TRUE;
  }
  comms_list_remove (self->list, item);
  self->removing = FALSE;

  guint n_shown = carillon_arranged_get_n_rows (self->shown);
  if (selected && gtk_bitset_is_empty (self->shown->selected) && n_shown > 0) {
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self), MIN (position, n_shown - 1), TRUE);
  }
}

/**
 * carillon_list_rows_remove_all:
 * @ids: (element-type utf8): of rows that were deleted elsewhere
 *
 * Where all that was selected went, the row that takes the place of the first is selected.
 */
void
carillon_list_rows_remove_all (CarillonListRows *self, GHashTable *ids)
{
  g_return_if_fail (CARILLON_IS_LIST_ROWS (self));
  g_return_if_fail (ids != NULL);

  gboolean had_selected = !gtk_bitset_is_empty (self->shown->selected);
  guint first = had_selected ? gtk_bitset_get_minimum (self->shown->selected) : 0;
  if (self->list == NULL || comms_list_remove_all (self->list, ids) == 0) {
    return;
  }
  guint n_shown = carillon_arranged_get_n_rows (self->shown);
  if (had_selected && gtk_bitset_is_empty (self->shown->selected) && n_shown > 0) {
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self), MIN (first, n_shown - 1), TRUE);
  }
}
