/* Without a search and a sort the rows mirror the list at once. Otherwise a worker is given all
 * loaded rows each time that they, the search or the sort change, one worker at a time: what
 * changes meanwhile is looked at when it comes back. */

#include "carillon-list-arrange.h"
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
  return CARILLON_LIST_ROWS (model)->view->len;
}

static gpointer
carillon_list_rows_get_item (GListModel *model, guint position)
{
  CarillonListRows *self = CARILLON_LIST_ROWS (model);

  return position < self->view->len ? g_object_ref (self->view->pdata[position]) : NULL;
}

static void
carillon_list_rows_model_init (GListModelInterface *iface)
{
  iface->get_item_type = carillon_list_rows_get_item_type;
  iface->get_n_items = carillon_list_rows_get_n_items;
  iface->get_item = carillon_list_rows_get_item;
}

/* What is shown. */

void
carillon_list_rows_update_only (CarillonListRows *self)
{
  g_autoptr (CommsResource) only = NULL;

  if (gtk_bitset_get_size (self->selected) == 1) {
    only = g_list_model_get_item (G_LIST_MODEL (self), gtk_bitset_get_minimum (self->selected));
  }
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

/* Shows @view with @selected in it. Rows that stay at the beginning or the end are not touched, so
 * that the window stays where it was. */
static void
take_view (CarillonListRows *self, GPtrArray *view, GtkBitset *selected)
{
  g_autoptr (GPtrArray) old = self->view;
  guint n_least = MIN (old->len, view->len);
  guint start = 0, end = 0;

  while (start < n_least && old->pdata[start] == view->pdata[start]) {
    start++;
  }
  while (end < n_least - start &&
         old->pdata[old->len - 1 - end] == view->pdata[view->len - 1 - end]) {
    end++;
  }
  self->view = g_ptr_array_ref (view);
  gtk_bitset_unref (self->selected);
  self->selected = gtk_bitset_ref (selected);
  tell_changed (self, start, old->len - start - end, view->len - start - end);
  if (!gtk_bitset_is_empty (selected)) {
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), 0, view->len);
  }
}

static GPtrArray *
get_loaded (CarillonListRows *self)
{
  guint n_loaded = count_loaded (self);
  GPtrArray *items = g_ptr_array_new_full (n_loaded, g_object_unref);

  for (guint i = 0; i < n_loaded; i++) {
    g_ptr_array_add (items, g_list_model_get_item (G_LIST_MODEL (self->list), i));
  }
  return items;
}

static GPtrArray *
get_rows_at (CarillonListRows *self, const GtkBitset *positions)
{
  guint64 n_rows = gtk_bitset_get_size (positions);
  GPtrArray *rows = g_ptr_array_new_full ((guint) n_rows, g_object_unref);
  GtkBitsetIter iter;
  guint position;

  for (gboolean more = gtk_bitset_iter_init_first (&iter, positions, &position); more;
       more = gtk_bitset_iter_next (&iter, &position)) {
    g_ptr_array_add (rows, g_object_ref (self->view->pdata[position]));
  }
  return rows;
}

static gboolean
has_id (gconstpointer one, gconstpointer other)
{
  return g_strcmp0 (comms_resource_get_id ((CommsResource *) one),
                    comms_resource_get_id ((CommsResource *) other)) == 0;
}

/* The rows of the list that were at @position, @n_removed of them, are others now. Those among the
 * new ones that have the ID of a selected one that went are selected. */
static void
mirror_change (CarillonListRows *self, guint position, guint n_removed, guint n_added)
{
  g_autoptr (GtkBitset) gone = gtk_bitset_new_range (position, n_removed);
  gtk_bitset_intersect (gone, self->selected);
  if (gtk_bitset_get_size (gone) > MAX_FOLLOWED) {
    gtk_bitset_remove_all (gone);
  }

  g_autoptr (GPtrArray) followed = get_rows_at (self, gone);
  if (n_removed > 0) {
    g_ptr_array_remove_range (self->view, position, n_removed);
  }
  gtk_bitset_splice (self->selected, position, n_removed, n_added);
  for (guint i = 0; i < n_added; i++) {
    gpointer item = g_list_model_get_item (G_LIST_MODEL (self->list), position + i);

    g_ptr_array_insert (self->view, (int) (position + i), item);
    if (g_ptr_array_find_with_equal_func (followed, item, has_id, NULL)) {
      gtk_bitset_add (self->selected, position + i);
    }
  }
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
is_arranged (CarillonListRows *self)
{
  return self->sort != NULL || (self->search != NULL && *self->search != '\0');
}

static void
on_arranged (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonListRows) self = user_data;
  g_autoptr (CarillonArranged) arranged = carillon_list_arrange_finish (result, NULL);

  /* Cancelled: another list, which began anew by itself. */
  if (arranged == NULL) {
    return;
  }
  g_clear_object (&self->cancellable);
  if (self->stale) {
    arrange (self);
    return;
  }
  take_view (self, arranged->items, arranged->selected);
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
    self->cancellable = g_cancellable_new ();
    carillon_list_arrange_async (self->kind, &arrangement, get_loaded (self),
                                 carillon_list_rows_get_selected (self), self->cancellable,
                                 on_arranged, g_object_ref (self));
  }
}

static void
on_items_changed (CarillonListRows *self, guint position, guint n_removed, guint n_added)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_LOADED]);
  if (self->mirrors) {
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
    g_value_set_uint (value, self->view->len);
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

  g_ptr_array_unref (self->view);
  gtk_bitset_unref (self->selected);
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

static void
carillon_list_rows_init (CarillonListRows *self)
{
  self->view = g_ptr_array_new_with_free_func (g_object_unref);
  self->selected = gtk_bitset_new_empty ();
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

  g_autoptr (GPtrArray) nothing = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GtkBitset) none = gtk_bitset_new_empty ();
  set_mirrors (self, !is_arranged (self));
  self->wants_all = FALSE;
  take_view (self, nothing, none);
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
 * carillon_list_rows_get_arranged:
 *
 * Returns: whether there is a search or a sort, so that rows to come may belong anywhere
 */
gboolean
carillon_list_rows_get_arranged (CarillonListRows *self)
{
  g_return_val_if_fail (CARILLON_IS_LIST_ROWS (self), FALSE);

  return is_arranged (self);
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

/**
 * carillon_list_rows_get_n_selected:
 *
 * Returns: how many rows are selected; only shown ones ever are
 */
guint
carillon_list_rows_get_n_selected (CarillonListRows *self)
{
  g_return_val_if_fail (CARILLON_IS_LIST_ROWS (self), 0);

  return (guint) gtk_bitset_get_size (self->selected);
}

/**
 * carillon_list_rows_get_selected:
 *
 * Returns: (transfer full) (element-type Comms.Resource): the selected rows as they are shown
 */
GPtrArray *
carillon_list_rows_get_selected (CarillonListRows *self)
{
  g_return_val_if_fail (CARILLON_IS_LIST_ROWS (self), NULL);

  return get_rows_at (self, self->selected);
}

/**
 * carillon_list_rows_get_selected_item:
 *
 * Returns: (transfer none) (nullable): the selected row, if there is exactly one
 */
CommsResource *
carillon_list_rows_get_selected_item (CarillonListRows *self)
{
  g_return_val_if_fail (CARILLON_IS_LIST_ROWS (self), NULL);

  return self->only;
}

/**
 * carillon_list_rows_select_all:
 *
 * Selects all rows that the search finds among those of the list, the ones that are not shown yet
 * included.
 */
void
carillon_list_rows_select_all (CarillonListRows *self)
{
  g_return_if_fail (CARILLON_IS_LIST_ROWS (self));

  self->wants_all = self->cancellable != NULL;
  if (!self->wants_all) {
    gtk_selection_model_select_all (GTK_SELECTION_MODEL (self));
  }
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
  if (!g_ptr_array_find_with_equal_func (self->view, item, has_id, &position)) {
    comms_list_remove (self->list, item);
    return;
  }

  gboolean selected = gtk_bitset_contains (self->selected, position);
  if (!self->mirrors) {
    g_ptr_array_remove_index (self->view, position);
    gtk_bitset_splice (self->selected, position, 1, 0);
    tell_changed (self, position, 1, 0);
  }
  comms_list_remove (self->list, item);
  if (selected && gtk_bitset_is_empty (self->selected) && self->view->len > 0) {
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self),
                                     MIN (position, self->view->len - 1), TRUE);
  }
}
