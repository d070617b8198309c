#include "dispatch-audience-private.h"

#include <string.h>

/* More cells than these are told of as rows that changed. */
#define MAX_CELL_SIGNALS 100

enum {
  PROP_CAN_UNDO = 1,
  PROP_CAN_REDO,
  PROP_UNDO_LABEL,
  PROP_REDO_LABEL,
  N_PROPS,
};

enum {
  CELL_CHANGED,
  COLUMNS_CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
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

/**
 * dispatch_audience_get_table:
 * @self: an audience
 *
 * Returns: (transfer none): what it holds at this moment
 */
const DispatchTable *
dispatch_audience_get_table (DispatchAudience *self)
{
  g_return_val_if_fail (DISPATCH_IS_AUDIENCE (self), NULL);

  return self->table;
}

/**
 * dispatch_audience_freeze:
 * @self: an audience
 *
 * Returns: (transfer full): the same for a worker, whatever becomes of the audience
 */
DispatchTable *
dispatch_audience_freeze (DispatchAudience *self)
{
  g_return_val_if_fail (DISPATCH_IS_AUDIENCE (self), NULL);

  return dispatch_table_copy (self->table);
}

void
dispatch_audience_forget (DispatchAudience *self, DispatchRecipient *recipient)
{
  g_assert (DISPATCH_IS_AUDIENCE (self));

  g_hash_table_remove (self->recipients, recipient);
}

/* Telling what changed. */

static void
rows_replaced (DispatchAudience *self, guint row, guint n_removed, guint n_added)
{
  GHashTableIter iter;
  gpointer recipient;

  g_hash_table_iter_init (&iter, self->recipients);
  while (g_hash_table_iter_next (&iter, &recipient, NULL)) {
    dispatch_recipient_rows_replaced (recipient, row, n_removed, n_added);
  }
  g_list_model_items_changed (G_LIST_MODEL (self), row, n_removed, n_added);
}

static void
tell_cells (DispatchAudience *self, const DispatchTable *old, guint row, guint n_rows)
{
  for (guint i = row; i < row + n_rows; i++) {
    for (guint column = 0; column < dispatch_table_get_n_columns (old); column++) {
      if (strcmp (dispatch_table_get (old, i, column),
                  dispatch_table_get (self->table, i, column)) != 0) {
        g_signal_emit (self, signals[CELL_CHANGED], 0, i, column);
      }
    }
  }
}

void
dispatch_audience_tell_difference (DispatchAudience *self, const DispatchTable *old)
{
  DispatchDifference difference = dispatch_table_compare (old, self->table);
  gboolean same_rows = difference.n_old == difference.n_new;
  guint n_cells = difference.n_old * dispatch_table_get_n_columns (old);

  if (difference.columns) {
    /* First the rows: who is told of columns reads all rows that it knows of. */
    if (!same_rows) {
      rows_replaced (self, difference.row, difference.n_old, difference.n_new);
    }
    g_signal_emit (self, signals[COLUMNS_CHANGED], 0);
  } else if (same_rows && n_cells <= MAX_CELL_SIGNALS) {
    tell_cells (self, old, difference.row, difference.n_old);
  } else if (difference.n_old + difference.n_new > 0) {
    rows_replaced (self, difference.row, difference.n_old, difference.n_new);
  }
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
  DispatchTable *before = dispatch_audience_remember (self);
  column = dispatch_table_add_column (self->table, name);
  dispatch_audience_remembered (self, before);
  g_signal_emit (self, signals[COLUMNS_CHANGED], 0);
  return column;
}

/**
 * dispatch_audience_rename_column:
 * @self: an audience
 * @column: the column of a variable
 * @name: another name, not empty
 *
 * Returns: whether no other column is called so
 */
gboolean
dispatch_audience_rename_column (DispatchAudience *self, guint column, const char *name)
{
  guint other = column;

  g_return_val_if_fail (DISPATCH_IS_AUDIENCE (self), FALSE);
  g_return_val_if_fail (column >= DISPATCH_N_FIXED_COLUMNS, FALSE);
  g_return_val_if_fail (column < dispatch_table_get_n_columns (self->table), FALSE);
  g_return_val_if_fail (name != NULL && *name != '\0', FALSE);

  if (dispatch_audience_find_column (self, name, &other)) {
    return other == column;
  }
  DispatchTable *before = dispatch_audience_remember (self);
  dispatch_table_rename_column (self->table, column, name);
  dispatch_audience_remembered (self, before);
  g_signal_emit (self, signals[COLUMNS_CHANGED], 0);
  return TRUE;
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

  DispatchTable *before = dispatch_audience_remember (self);
  dispatch_table_remove_column (self->table, column);
  dispatch_audience_remembered (self, before);
  g_signal_emit (self, signals[COLUMNS_CHANGED], 0);
}

static gboolean
has_room (DispatchAudience *self, guint n_rows)
{
  return n_rows <= DISPATCH_MAX_ROWS - dispatch_table_get_n_rows (self->table);
}

/* Around an address or a provider spaces mean nothing; variables are kept as they stand. */
static gboolean
store (DispatchAudience *self, guint row, guint column, const char *value)
{
  g_autofree char *trimmed =
    column < DISPATCH_N_FIXED_COLUMNS ? g_strstrip (g_strdup (value)) : NULL;

  return dispatch_table_set (self->table, row, column, trimmed != NULL ? trimmed : value);
}

/**
 * dispatch_audience_append:
 * @self: an audience
 * @address: (nullable): the ID of a user, or a device token
 * @provider: (nullable): of the token; without one it is a user
 *
 * Returns: the new row; [const@Dispatch.NONE] when there are [const@Dispatch.MAX_ROWS] already
 */
guint
dispatch_audience_append (DispatchAudience *self, const char *address, const char *provider)
{
  g_return_val_if_fail (DISPATCH_IS_AUDIENCE (self), DISPATCH_NONE);

  if (!has_room (self, 1)) {
    return DISPATCH_NONE;
  }
  gboolean is_token = provider != NULL && *provider != '\0';
  guint row = dispatch_table_get_n_rows (self->table);
  DispatchTable *before = dispatch_audience_remember (self);
  dispatch_table_insert_blank (self->table, row, 1);
  store (self, row, is_token ? DISPATCH_COLUMN_TOKEN : DISPATCH_COLUMN_USER,
         address != NULL ? address : "");
  store (self, row, DISPATCH_COLUMN_PROVIDER, is_token ? provider : "");
  dispatch_audience_remembered (self, before);
  rows_replaced (self, row, 0, 1);
  return row;
}

/**
 * dispatch_audience_insert_blank:
 * @self: an audience
 * @row: before which row, or the number of rows
 * @n_rows: how many
 *
 * Returns: whether there was room for them
 */
gboolean
dispatch_audience_insert_blank (DispatchAudience *self, guint row, guint n_rows)
{
  g_return_val_if_fail (DISPATCH_IS_AUDIENCE (self), FALSE);
  g_return_val_if_fail (row <= dispatch_table_get_n_rows (self->table), FALSE);

  if (!has_room (self, n_rows)) {
    return FALSE;
  }
  if (n_rows > 0) {
    DispatchTable *before = dispatch_audience_remember (self);
    dispatch_table_insert_blank (self->table, row, n_rows);
    dispatch_audience_remembered (self, before);
    rows_replaced (self, row, 0, n_rows);
  }
  return TRUE;
}

/**
 * dispatch_audience_insert_table:
 * @self: an audience
 * @row: before which row, or the number of rows
 * @rows: rows to insert; columns that are not there yet are added
 *
 * Returns: whether there was room for rows and columns
 */
gboolean
dispatch_audience_insert_table (DispatchAudience *self, guint row, const DispatchTable *rows)
{
  g_return_val_if_fail (DISPATCH_IS_AUDIENCE (self), FALSE);
  g_return_val_if_fail (rows != NULL && row <= dispatch_table_get_n_rows (self->table), FALSE);

  guint n_columns = dispatch_table_get_n_columns (self->table);
  g_autoptr (DispatchTable) table = dispatch_table_copy (self->table);
  if (!dispatch_table_insert_table (table, row, rows)) {
    return FALSE;
  }
  if (dispatch_table_get_n_rows (rows) == 0 && dispatch_table_get_n_columns (table) == n_columns) {
    return TRUE;
  }
  DispatchTable *before = dispatch_audience_remember (self);
  dispatch_table_free (self->table);
  self->table = g_steal_pointer (&table);
  dispatch_audience_remembered (self, before);
  if (dispatch_table_get_n_columns (self->table) != n_columns) {
    g_signal_emit (self, signals[COLUMNS_CHANGED], 0);
  }
  if (dispatch_table_get_n_rows (rows) > 0) {
    rows_replaced (self, row, 0, dispatch_table_get_n_rows (rows));
  }
  return TRUE;
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

  if (n_rows > 0) {
    DispatchTable *before = dispatch_audience_remember (self);
    dispatch_table_remove (self->table, row, n_rows);
    dispatch_audience_remembered (self, before);
    rows_replaced (self, row, n_rows, 0);
  }
}

/**
 * dispatch_audience_remove_rows:
 * @self: an audience
 * @rows: (array length=n_rows): rows, ascending, each once
 * @n_rows: how many
 */
void
dispatch_audience_remove_rows (DispatchAudience *self, const guint *rows, guint n_rows)
{
  g_return_if_fail (DISPATCH_IS_AUDIENCE (self));
  g_return_if_fail (n_rows == 0 || rows[n_rows - 1] < dispatch_table_get_n_rows (self->table));

  if (n_rows == 0) {
    return;
  }
  g_autoptr (DispatchTable) old = dispatch_table_copy (self->table);
  DispatchTable *before = dispatch_audience_remember (self);
  dispatch_table_remove_rows (self->table, rows, n_rows);
  dispatch_audience_remembered (self, before);
  dispatch_audience_tell_difference (self, old);
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

  const char *wanted = value != NULL ? value : "";
  if (strcmp (dispatch_table_get (self->table, row, column), wanted) == 0) {
    return;
  }
  g_autoptr (DispatchTable) before = dispatch_audience_remember (self);
  if (store (self, row, column, wanted)) {
    dispatch_audience_remembered (self, g_steal_pointer (&before));
    g_signal_emit (self, signals[CELL_CHANGED], 0, row, column);
  }
}

/**
 * dispatch_audience_rewrite:
 * @self: an audience
 * @column: a column
 * @first: the first row
 * @n_rows: how many
 * @func: (scope call): called for each of these rows with its value
 * @data: for @func
 *
 * Gives many cells of a column other values at once.
 */
void
dispatch_audience_rewrite (DispatchAudience *self,
                           guint column,
                           guint first,
                           guint n_rows,
                           DispatchCellFunc func,
                           gpointer data)
{
  g_return_if_fail (DISPATCH_IS_AUDIENCE (self));
  g_return_if_fail (column < dispatch_table_get_n_columns (self->table));
  g_return_if_fail (first <= dispatch_table_get_n_rows (self->table));
  g_return_if_fail (n_rows <= dispatch_table_get_n_rows (self->table) - first);

  g_autoptr (DispatchTable) old = dispatch_table_copy (self->table);
  g_autoptr (DispatchTable) before = dispatch_audience_remember (self);
  dispatch_table_rewrite (self->table, column, first, n_rows, func, data);
  if (dispatch_table_compare (old, self->table).n_old > 0) {
    dispatch_audience_remembered (self, g_steal_pointer (&before));
    dispatch_audience_tell_difference (self, old);
  }
}

/**
 * dispatch_audience_is_user:
 * @self: an audience
 * @row: a row
 *
 * Returns: whether it has the ID of a user
 */
gboolean
dispatch_audience_is_user (DispatchAudience *self, guint row)
{
  g_return_val_if_fail (DISPATCH_IS_AUDIENCE (self), FALSE);
  g_return_val_if_fail (row < dispatch_table_get_n_rows (self->table), FALSE);

  return dispatch_table_is_user (self->table, row);
}

static void
dispatch_audience_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DispatchAudience *self = DISPATCH_AUDIENCE (object);

  switch (id) {
  case PROP_CAN_UNDO:
    g_value_set_boolean (value, dispatch_audience_can_undo (self));
    break;
  case PROP_CAN_REDO:
    g_value_set_boolean (value, dispatch_audience_can_redo (self));
    break;
  case PROP_UNDO_LABEL:
    g_value_set_string (value, dispatch_audience_get_undo_label (self));
    break;
  case PROP_REDO_LABEL:
    g_value_set_string (value, dispatch_audience_get_redo_label (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
dispatch_audience_finalize (GObject *object)
{
  DispatchAudience *self = DISPATCH_AUDIENCE (object);

  g_clear_pointer (&self->history, dispatch_history_free);
  g_clear_pointer (&self->before, dispatch_table_free);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->recipients, g_hash_table_unref);
  g_clear_pointer (&self->table, dispatch_table_free);
  G_OBJECT_CLASS (dispatch_audience_parent_class)->finalize (object);
}

static void
dispatch_audience_class_init (DispatchAudienceClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = dispatch_audience_get_property;
  object_class->finalize = dispatch_audience_finalize;

  properties[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_REDO] = g_param_spec_boolean ("can-redo", NULL, NULL, FALSE, flags);
  properties[PROP_UNDO_LABEL] = g_param_spec_string ("undo-label", NULL, NULL, NULL, flags);
  properties[PROP_REDO_LABEL] = g_param_spec_string ("redo-label", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

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
   * A column came or went, or has another name.
   */
  signals[COLUMNS_CHANGED] =
    g_signal_new ("columns-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dispatch_audience_init (DispatchAudience *self)
{
  self->table = dispatch_table_new ();
  self->recipients = g_hash_table_new (NULL, NULL);
  self->history = dispatch_history_new ();
}
