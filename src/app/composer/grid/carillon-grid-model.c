#include "carillon-grid-model.h"

#include <glib/gi18n.h>

#include "carillon-variables.h"

struct _CarillonGridModel {
  GObject parent_instance;

  DispatchAudience *audience; /* (owned) */
  GPtrArray *variables;       /* (owned) (nullable): of CarillonVariable */
  GObject *tail;              /* (owned): the item of the empty row */
  guint n_rows;               /* of the audience, as last told */
};

static void carillon_grid_model_list_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CarillonGridModel,
                               carillon_grid_model,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      carillon_grid_model_list_init))

/* When rows are appended it is the empty row that becomes the first of them, where it stands: the
 * cell in which an operator is typing keeps its widget, and another empty row comes behind. */
static void
on_items_changed (CarillonGridModel *self, guint position, guint n_removed, guint n_added)
{
  gboolean appended = n_removed == 0 && position == self->n_rows;

  self->n_rows += n_added - n_removed;
  if (appended) {
    g_object_unref (self->tail);
    self->tail = g_object_new (G_TYPE_OBJECT, NULL);
    position++;
  }
  g_list_model_items_changed (G_LIST_MODEL (self), position, n_removed, n_added);
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

/**
 * carillon_grid_model_set_variables:
 * @self: the model
 * @variables: (nullable) (element-type CarillonVariable): what the templates name now
 */
void
carillon_grid_model_set_variables (CarillonGridModel *self, GPtrArray *variables)
{
  g_return_if_fail (CARILLON_IS_GRID_MODEL (self));

  g_clear_pointer (&self->variables, g_ptr_array_unref);
  self->variables = variables != NULL ? g_ptr_array_ref (variables) : NULL;
}

/**
 * carillon_grid_model_list_columns:
 * @self: the model
 *
 * Returns: (transfer full): the variables that have a column: those that the audience has, and then
 *   those that the templates name
 */
char **
carillon_grid_model_list_columns (CarillonGridModel *self)
{
  g_return_val_if_fail (CARILLON_IS_GRID_MODEL (self), NULL);

  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  guint n_columns = dispatch_audience_get_n_columns (self->audience);
  for (guint i = DISPATCH_N_FIXED_COLUMNS; i < n_columns; i++) {
    g_strv_builder_add (names, dispatch_audience_get_column_name (self->audience, i));
  }
  for (guint i = 0; self->variables != NULL && i < self->variables->len; i++) {
    const CarillonVariable *variable = g_ptr_array_index (self->variables, i);
    guint column;
    if (!dispatch_audience_find_column (self->audience, variable->name, &column)) {
      g_strv_builder_add (names, variable->name);
    }
  }
  return g_strv_builder_end (names);
}

/**
 * carillon_grid_model_settle_columns:
 * @self: the model
 *
 * Gives the audience every column that is shown, in the order in which it is shown.
 */
void
carillon_grid_model_settle_columns (CarillonGridModel *self)
{
  g_return_if_fail (CARILLON_IS_GRID_MODEL (self));

  for (guint i = 0; self->variables != NULL && i < self->variables->len; i++) {
    const CarillonVariable *variable = g_ptr_array_index (self->variables, i);
    if (dispatch_audience_get_n_columns (self->audience) < DISPATCH_MAX_COLUMNS) {
      dispatch_audience_add_column (self->audience, variable->name);
    }
  }
}

static gboolean
find_column (CarillonGridModel *self, const CarillonGridColumn *column, guint *index)
{
  if (column->fixed != CARILLON_GRID_VARIABLE) {
    *index = (guint) column->fixed;
    return TRUE;
  }
  return dispatch_audience_find_column (self->audience, column->name, index);
}

/**
 * carillon_grid_model_is_recipient:
 * @self: the model
 * @row: a row
 *
 * Returns: whether it is a recipient's rather than the empty row
 */
gboolean
carillon_grid_model_is_recipient (CarillonGridModel *self, guint row)
{
  g_return_val_if_fail (CARILLON_IS_GRID_MODEL (self), FALSE);
  return row < self->n_rows;
}

/**
 * carillon_grid_model_get_value:
 * @self: the model
 * @row: a row
 * @column: which cell of it
 *
 * Returns: what the cell holds, "" where it holds nothing
 */
const char *
carillon_grid_model_get_value (CarillonGridModel *self, guint row, const CarillonGridColumn *column)
{
  guint index;

  g_return_val_if_fail (CARILLON_IS_GRID_MODEL (self), NULL);
  if (row >= self->n_rows || !find_column (self, column, &index)) {
    return "";
  }
  return column->fixed == CARILLON_GRID_ADDRESS
           ? dispatch_table_get_address (dispatch_audience_get_table (self->audience), row)
           : dispatch_audience_get_value (self->audience, row, index);
}

static void
set_address (CarillonGridModel *self, guint row, const char *value)
{
  gboolean is_user = dispatch_address_is_user (value);

  dispatch_audience_begin_edit (self->audience);
  dispatch_audience_set_value (self->audience, row, DISPATCH_COLUMN_TOKEN, is_user ? "" : value);
  dispatch_audience_set_value (self->audience, row, DISPATCH_COLUMN_USER, is_user ? value : "");
  dispatch_audience_end_edit (self->audience);
}

/**
 * carillon_grid_model_set_value:
 * @self: the model
 * @row: a row; the empty one becomes a recipient
 * @column: which cell of it
 * @value: what to write
 */
void
carillon_grid_model_set_value (CarillonGridModel *self,
                               guint row,
                               const CarillonGridColumn *column,
                               const char *value)
{
  guint index;

  g_return_if_fail (CARILLON_IS_GRID_MODEL (self));
  g_return_if_fail (value != NULL);
  if (row >= self->n_rows) {
    if (*value == '\0' || self->n_rows >= DISPATCH_MAX_ROWS) {
      return;
    }
    row = dispatch_audience_append (self->audience, "", "");
  }
  if (!find_column (self, column, &index)) {
    carillon_grid_model_settle_columns (self);
    if (!find_column (self, column, &index)) {
      return;
    }
  }
  if (column->fixed == CARILLON_GRID_ADDRESS) {
    set_address (self, row, value);
  } else {
    dispatch_audience_set_value (self->audience, row, index, value);
  }
}

/**
 * carillon_grid_model_get_hint:
 * @self: the model
 * @row: a row
 * @column: which cell of it
 *
 * Returns: (nullable): what holds while the cell is empty
 */
const char *
carillon_grid_model_get_hint (CarillonGridModel *self, guint row, const CarillonGridColumn *column)
{
  const CarillonVariable *variable;

  g_return_val_if_fail (CARILLON_IS_GRID_MODEL (self), NULL);
  if (column->fixed == CARILLON_GRID_ADDRESS) {
    return row >= self->n_rows ? _ ("User ID or token") : NULL;
  }
  if (row >= self->n_rows) {
    return NULL;
  }
  if (column->fixed == DISPATCH_COLUMN_PROVIDER) {
    return dispatch_audience_is_user (self->audience, row) ? _ ("User") : NULL;
  }
  variable = carillon_variables_find (self->variables, column->name);
  return variable != NULL && !variable->required ? variable->fallback : NULL;
}

static char *
mark_provider (CarillonGridModel *self, guint row)
{
  const char *provider =
    dispatch_audience_get_value (self->audience, row, DISPATCH_COLUMN_PROVIDER);

  if (*dispatch_table_get_address (dispatch_audience_get_table (self->audience), row) == '\0') {
    return NULL;
  }
  if (dispatch_audience_is_user (self->audience, row)) {
    return *provider != '\0' ? g_strdup (_ ("A user ID takes no provider")) : NULL;
  }
  if (g_str_equal (provider, "FCM") || g_str_equal (provider, "APN")) {
    return NULL;
  }
  return g_strdup (_ ("Choose FCM or APN for a device token"));
}

/**
 * carillon_grid_model_get_mark:
 * @self: the model
 * @row: a row
 * @column: which cell of it
 *
 * Returns: (transfer full) (nullable): what is wrong with the cell
 */
char *
carillon_grid_model_get_mark (CarillonGridModel *self, guint row, const CarillonGridColumn *column)
{
  g_return_val_if_fail (CARILLON_IS_GRID_MODEL (self), NULL);

  if (row >= self->n_rows) {
    return NULL;
  }
  if (column->fixed == DISPATCH_COLUMN_PROVIDER) {
    return mark_provider (self, row);
  }
  if (*carillon_grid_model_get_value (self, row, column) != '\0') {
    return NULL;
  }
  if (column->fixed == CARILLON_GRID_ADDRESS) {
    return g_strdup (_ ("Enter a user ID or a device token"));
  }
  const CarillonVariable *variable = carillon_variables_find (self->variables, column->name);
  return variable != NULL && variable->required
           ? g_strdup_printf (_ ("There is no value for “%s”"), column->name)
           : NULL;
}

static GType
carillon_grid_model_get_item_type (GListModel *list)
{
  return G_TYPE_OBJECT;
}

static guint
carillon_grid_model_get_n_items (GListModel *list)
{
  return CARILLON_GRID_MODEL (list)->n_rows + 1;
}

static gpointer
carillon_grid_model_get_item (GListModel *list, guint position)
{
  CarillonGridModel *self = CARILLON_GRID_MODEL (list);

  if (position < self->n_rows) {
    return g_list_model_get_item (G_LIST_MODEL (self->audience), position);
  }
  return position == self->n_rows ? g_object_ref (self->tail) : NULL;
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
  g_clear_pointer (&self->variables, g_ptr_array_unref);
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
  self->n_rows = dispatch_audience_get_n_rows (audience);
  g_signal_connect_object (audience, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED);
  return self;
}
