#include "carillon-grid-model.h"

struct _CarillonGridModel {
  GObject parent_instance;

  DispatchAudience *audience; /* (owned) */
  CarillonGridOrder *order;   /* (owned) (nullable): NULL for the order of the audience */
  GObject *tail;              /* (owned): the item of the empty row */
  guint n_shown;              /* as last told */
};

static void carillon_grid_model_list_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CarillonGridModel,
                               carillon_grid_model,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      carillon_grid_model_list_init))

/* A GTK 4.8 list of which all rows in sight go at once may keep their widgets as they are, with
 * positions that are no more. So many rows are fewer than there are in sight. */
#define MANY_ROWS 8

/* The list is told of the number of rows only: those that are others now keep the widgets of the
 * ones before, in which the grid shows them. Of rows that go and come in one step the list would
 * look at every one of a million, to find those again that it had in sight. */
static void
tell (CarillonGridModel *self, guint position, guint n_removed, guint n_added)
{
  guint n_same = MIN (n_removed, n_added);
  guint n_before = self->n_shown;
  guint n_now = n_before - n_removed + n_added;

  position += n_same;
  if (n_removed >= n_added + MANY_ROWS) {
    self->n_shown = 0;
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, 0);
    self->n_shown = n_now;
    g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, n_now);
    return;
  }
  self->n_shown = n_now;
  /* When rows come at the end it is the empty row that becomes the first of them, where it stands:
   * the cell in which an operator is typing keeps its widget, and another one comes behind. */
  if (n_added > n_removed && position == n_before) {
    g_object_unref (self->tail);
    self->tail = g_object_new (G_TYPE_OBJECT, NULL);
    position++;
  }
  if (n_removed != n_added) {
    g_list_model_items_changed (G_LIST_MODEL (self), position, n_removed - n_same,
                                n_added - n_same);
  }
}

/* First what went, between the first and the last position of it, then what came, at the end. */
static void
splice (CarillonGridModel *self, guint row, guint n_removed, guint n_added)
{
  g_autoptr (CarillonGridOrder) old = g_steal_pointer (&self->order);
  guint first, last;

  self->order = carillon_grid_order_splice (old, row, n_removed, n_added, &first, &last);
  guint n_now = carillon_grid_order_get_n_rows (self->order);
  guint n_span = first <= last ? last - first + 1 : 0;
  if (n_span > 0 && n_added == 0) {
    tell (self, first, n_span, n_span - (self->n_shown - n_now));
  } else if (n_span > 0) {
    tell (self, first, self->n_shown - first, n_now - first);
  } else if (n_added > 0) {
    tell (self, self->n_shown, 0, n_added);
  }
}

static void
on_items_changed (CarillonGridModel *self, guint row, guint n_removed, guint n_added)
{
  if (self->order == NULL) {
    tell (self, row, n_removed, n_added);
  } else {
    splice (self, row, n_removed, n_added);
  }
}

/**
 * carillon_grid_model_get_audience:
 * @self: the model
 *
 * Returns: whose rows it shows
 */
DispatchAudience *
carillon_grid_model_get_audience (CarillonGridModel *self)
{
  g_return_val_if_fail (CARILLON_IS_GRID_MODEL (self), NULL);
  return self->audience;
}

guint
carillon_grid_model_get_n_shown (CarillonGridModel *self)
{
  g_return_val_if_fail (CARILLON_IS_GRID_MODEL (self), 0);
  return self->n_shown;
}

guint
carillon_grid_model_get_row (CarillonGridModel *self, guint position)
{
  g_return_val_if_fail (CARILLON_IS_GRID_MODEL (self), DISPATCH_NONE);

  if (position >= self->n_shown) {
    return DISPATCH_NONE;
  }
  return self->order != NULL ? carillon_grid_order_get_row (self->order, position) : position;
}

guint
carillon_grid_model_find (CarillonGridModel *self, guint row)
{
  g_return_val_if_fail (CARILLON_IS_GRID_MODEL (self), DISPATCH_NONE);

  if (self->order != NULL) {
    return carillon_grid_order_find (self->order, row);
  }
  return row < self->n_shown ? row : DISPATCH_NONE;
}

CarillonGridOrder *
carillon_grid_model_get_order (CarillonGridModel *self)
{
  g_return_val_if_fail (CARILLON_IS_GRID_MODEL (self), NULL);
  return self->order;
}

/**
 * carillon_grid_model_set_order:
 * @self: the model
 * @order: (nullable): of the audience as it is, or %NULL for its own
 *
 * Shows the rows of @order in that order.
 */
void
carillon_grid_model_set_order (CarillonGridModel *self, CarillonGridOrder *order)
{
  g_return_if_fail (CARILLON_IS_GRID_MODEL (self));

  if (order == NULL && self->order == NULL) {
    return;
  }
  guint n_shown = order != NULL ? carillon_grid_order_get_n_rows (order)
                                : dispatch_audience_get_n_rows (self->audience);
  g_autoptr (CarillonGridOrder) old = g_steal_pointer (&self->order);
  self->order = order != NULL ? carillon_grid_order_ref (order) : NULL;
  tell (self, 0, self->n_shown, n_shown);
}

static GType
carillon_grid_model_get_item_type (GListModel *list)
{
  return G_TYPE_OBJECT;
}

static guint
carillon_grid_model_get_n_items (GListModel *list)
{
  return CARILLON_GRID_MODEL (list)->n_shown + 1;
}

static gpointer
carillon_grid_model_get_item (GListModel *list, guint position)
{
  CarillonGridModel *self = CARILLON_GRID_MODEL (list);

  if (position < self->n_shown) {
    return g_list_model_get_item (G_LIST_MODEL (self->audience),
                                  carillon_grid_model_get_row (self, position));
  }
  return position == self->n_shown ? g_object_ref (self->tail) : NULL;
}

static void
carillon_grid_model_list_init (GListModelInterface *iface)
{
  iface->get_item_type = carillon_grid_model_get_item_type;
  iface->get_n_items = carillon_grid_model_get_n_items;
  iface->get_item = carillon_grid_model_get_item;
}

static void
carillon_grid_model_dispose (GObject *object)
{
  CarillonGridModel *self = CARILLON_GRID_MODEL (object);

  g_clear_object (&self->audience);
  g_clear_object (&self->tail);
  g_clear_pointer (&self->order, carillon_grid_order_unref);
  G_OBJECT_CLASS (carillon_grid_model_parent_class)->dispose (object);
}

static void
carillon_grid_model_class_init (CarillonGridModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = carillon_grid_model_dispose;
}

static void
carillon_grid_model_init (CarillonGridModel *self)
{
  self->tail = g_object_new (G_TYPE_OBJECT, NULL);
}

/**
 * carillon_grid_model_new:
 * @audience: the recipients
 *
 * Returns: (transfer full): a model of the rows of @audience
 */
CarillonGridModel *
carillon_grid_model_new (DispatchAudience *audience)
{
  g_return_val_if_fail (DISPATCH_IS_AUDIENCE (audience), NULL);

  CarillonGridModel *self = g_object_new (CARILLON_TYPE_GRID_MODEL, NULL);
  self->audience = g_object_ref (audience);
  self->n_shown = dispatch_audience_get_n_rows (audience);
  g_signal_connect_object (audience, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED);
  return self;
}
