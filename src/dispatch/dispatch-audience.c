#include "dispatch-audience-private.h"

struct _DispatchAudience {
  GObject parent_instance;

  DispatchTable *table;
  GHashTable *recipients; /* set of (unowned) DispatchRecipient: those that somebody holds */
};

enum {
  CELL_CHANGED,
  COLUMNS_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DispatchAudience,
                               dispatch_audience,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return DISPATCH_TYPE_RECIPIENT;
}

static guint
get_n_items (GListModel *model)
{
  return dispatch_table_get_n_rows (DISPATCH_AUDIENCE (model)->table);
}

static gpointer
get_item (GListModel *model, guint position)
{
  DispatchAudience *self = DISPATCH_AUDIENCE (model);

  if (position >= dispatch_table_get_n_rows (self->table)) {
    return NULL;
  }
  DispatchRecipient *recipient = dispatch_recipient_new (self, position);
  g_hash_table_add (self->recipients, recipient);
  return recipient;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

DispatchAudience *
dispatch_audience_new (void)
{
  return g_object_new (DISPATCH_TYPE_AUDIENCE, NULL);
}

DispatchTable *
dispatch_audience_get_table (DispatchAudience *self)
{
  g_assert (DISPATCH_IS_AUDIENCE (self));

  return self->table;
}

void
dispatch_audience_forget (DispatchAudience *self, DispatchRecipient *recipient)
{
  g_assert (DISPATCH_IS_AUDIENCE (self));

  g_hash_table_remove (self->recipients, recipient);
}

void
dispatch_audience_columns_changed (DispatchAudience *self)
{
  g_assert (DISPATCH_IS_AUDIENCE (self));

  g_signal_emit (self, signals[COLUMNS_CHANGED], 0);
}

/* @n_rows: how many were put at the end of the table */
void
dispatch_audience_rows_added (DispatchAudience *self, guint n_rows)
{
  g_assert (DISPATCH_IS_AUDIENCE (self));

  guint n_before = dispatch_table_get_n_rows (self->table) - n_rows;
  g_list_model_items_changed (G_LIST_MODEL (self), n_before, 0, n_rows);
}

/* Around an address or a provider spaces mean nothing; variables are kept as they stand. */
gboolean
dispatch_audience_store (DispatchAudience *self, guint row, guint column, const char *value)
{
  if (value == NULL) {
    value = "";
  }
  if (column >= DISPATCH_N_FIXED_COLUMNS) {
    return dispatch_table_set (self->table, row, column, value);
  }
  g_autofree char *trimmed = g_strstrip (g_strdup (value));
  return dispatch_table_set (self->table, row, column, trimmed);
}

guint
dispatch_audience_get_n_rows (DispatchAudience *self)
{
  g_return_val_if_fail (DISPATCH_IS_AUDIENCE (self), 0);

  return dispatch_table_get_n_rows (self->table);
}

guint
dispatch_audience_get_n_columns (DispatchAudience *self)
{
  g_return_val_if_fail (DISPATCH_IS_AUDIENCE (self), 0);

  return dispatch_table_get_n_columns (self->table);
}

/**
 * dispatch_audience_get_column_name:
 * @self: an audience
 * @column: a column
 *
 * Returns: (transfer none): the name of the variable, "" for a fixed column
 */
const char *
dispatch_audience_get_column_name (DispatchAudience *self, guint column)
{
  g_return_val_if_fail (DISPATCH_IS_AUDIENCE (self), "");
  g_return_val_if_fail (column < dispatch_table_get_n_columns (self->table), "");

  return dispatch_table_get_column_name (self->table, column);
}

/**
 * dispatch_audience_find_column:
 * @self: an audience
 * @name: the name of a variable
 * @column: (out): its column
 *
 * Returns: whether there is one
 */
gboolean
dispatch_audience_find_column (DispatchAudience *self, const char *name, guint *column)
{
  g_return_val_if_fail (DISPATCH_IS_AUDIENCE (self), FALSE);
  g_return_val_if_fail (name != NULL && column != NULL, FALSE);

  return dispatch_table_find_column (self->table, name, strlen (name), column);
}

/**
 * dispatch_audience_add_column:
 * @self: an audience
 * @name: the name of a variable, not empty
 *
 * Returns: its column, new or not; [const@Dispatch.NONE] when there are
 *   [const@Dispatch.MAX_COLUMNS] already
 */
guint
dispatch_audience_add_column (DispatchAudience *self, const char *name)
{
  g_return_val_if_fail (DISPATCH_IS_AUDIENCE (self), DISPATCH_NONE);
  g_return_val_if_fail (name != NULL && *name != '\0', DISPATCH_NONE);

  guint column = DISPATCH_NONE;
  if (dispatch_audience_find_column (self, name, &column) ||
      dispatch_table_get_n_columns (self->table) == DISPATCH_MAX_COLUMNS) {
    return column;
  }
  column = dispatch_table_add_column (self->table, name);
  dispatch_audience_columns_changed (self);
  return column;
}

/**
 * dispatch_audience_remove_column:
 * @self: an audience
 * @column: the column of a variable
 *
 * Removes the variable and its values; the columns behind it move up.
 */
void
dispatch_audience_remove_column (DispatchAudience *self, guint column)
{
  g_return_if_fail (DISPATCH_IS_AUDIENCE (self));
  g_return_if_fail (column >= DISPATCH_N_FIXED_COLUMNS);
  g_return_if_fail (column < dispatch_table_get_n_columns (self->table));

  dispatch_table_remove_column (self->table, column);
  dispatch_audience_columns_changed (self);
}

/**
 * dispatch_audience_append:
 * @self: an audience
 * @address: (nullable): a user ID or a device token
 * @provider: (nullable): of a token
 *
 * Returns: the new row; [const@Dispatch.NONE] when there are [const@Dispatch.MAX_ROWS] already
 */
guint
dispatch_audience_append (DispatchAudience *self, const char *address, const char *provider)
{
  g_return_val_if_fail (DISPATCH_IS_AUDIENCE (self), DISPATCH_NONE);

  if (dispatch_table_get_n_rows (self->table) == DISPATCH_MAX_ROWS) {
    return DISPATCH_NONE;
  }
  guint row = dispatch_table_append (self->table);
  dispatch_audience_store (self, row, DISPATCH_COLUMN_ADDRESS, address);
  dispatch_audience_store (self, row, DISPATCH_COLUMN_PROVIDER, provider);
  dispatch_audience_rows_added (self, 1);
  return row;
}

/**
 * dispatch_audience_remove:
 * @self: an audience
 * @row: the first row to remove
 * @n_rows: how many
 */
void
dispatch_audience_remove (DispatchAudience *self, guint row, guint n_rows)
{
  g_return_if_fail (DISPATCH_IS_AUDIENCE (self));
  g_return_if_fail (row <= dispatch_table_get_n_rows (self->table));
  g_return_if_fail (n_rows <= dispatch_table_get_n_rows (self->table) - row);

  if (n_rows == 0) {
    return;
  }
  dispatch_table_remove (self->table, row, n_rows);

  GHashTableIter iter;
  gpointer recipient;
  g_hash_table_iter_init (&iter, self->recipients);
  while (g_hash_table_iter_next (&iter, &recipient, NULL)) {
    dispatch_recipient_rows_removed (recipient, row, n_rows);
  }
  g_list_model_items_changed (G_LIST_MODEL (self), row, n_rows, 0);
}

/**
 * dispatch_audience_get_value:
 * @self: an audience
 * @row: a row
 * @column: a column
 *
 * Returns: (transfer none): the value, "" where there is none; valid until the audience changes
 */
const char *
dispatch_audience_get_value (DispatchAudience *self, guint row, guint column)
{
  g_return_val_if_fail (DISPATCH_IS_AUDIENCE (self), "");
  g_return_val_if_fail (row < dispatch_table_get_n_rows (self->table), "");
  g_return_val_if_fail (column < dispatch_table_get_n_columns (self->table), "");

  return dispatch_table_get (self->table, row, column);
}

/**
 * dispatch_audience_set_value:
 * @self: an audience
 * @row: a row
 * @column: a column
 * @value: (nullable): UTF-8; %NULL is ""
 */
void
dispatch_audience_set_value (DispatchAudience *self, guint row, guint column, const char *value)
{
  g_return_if_fail (DISPATCH_IS_AUDIENCE (self));
  g_return_if_fail (row < dispatch_table_get_n_rows (self->table));
  g_return_if_fail (column < dispatch_table_get_n_columns (self->table));

  if (dispatch_audience_store (self, row, column, value)) {
    g_signal_emit (self, signals[CELL_CHANGED], 0, row, column);
  }
}

/**
 * dispatch_audience_is_user:
 * @self: an audience
 * @row: a row
 *
 * Returns: whether its address looks like a user ID of the API, rather than a device token
 */
gboolean
dispatch_audience_is_user (DispatchAudience *self, guint row)
{
  g_return_val_if_fail (DISPATCH_IS_AUDIENCE (self), FALSE);
  g_return_val_if_fail (row < dispatch_table_get_n_rows (self->table), FALSE);

  return dispatch_table_is_user (self->table, row);
}

static void
dispatch_audience_finalize (GObject *object)
{
  DispatchAudience *self = DISPATCH_AUDIENCE (object);

  g_clear_pointer (&self->recipients, g_hash_table_unref);
  g_clear_pointer (&self->table, dispatch_table_free);
  G_OBJECT_CLASS (dispatch_audience_parent_class)->finalize (object);
}

static void
dispatch_audience_class_init (DispatchAudienceClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = dispatch_audience_finalize;

  /**
   * DispatchAudience::cell-changed:
   * @row: a row
   * @column: a column
   *
   * A value is another now.
   */
  signals[CELL_CHANGED] = g_signal_new ("cell-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);

  /**
   * DispatchAudience::columns-changed:
   *
   * A column came or went.
   */
  signals[COLUMNS_CHANGED] =
    g_signal_new ("columns-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dispatch_audience_init (DispatchAudience *self)
{
  self->table = dispatch_table_new ();
  self->recipients = g_hash_table_new (NULL, NULL);
}
