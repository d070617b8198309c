/* What the cells of the grid show: values, what holds where there are none, and what is wrong. */

#include <dispatch-value.h>
#include <glib/gi18n.h>

#include "carillon-problem-text.h"
#include "carillon-recipients-grid-private.h"
#include "carillon-variables.h"

/* The cell that a problem of rows is about; that of the row's number for all others. */
static const struct {
  DispatchProblemKind problem;
  int column;
} places[] = {
  { DISPATCH_PROBLEM_BAD_USER_ID, DISPATCH_COLUMN_USER },
  { DISPATCH_PROBLEM_TOKEN_AS_USER, DISPATCH_COLUMN_USER },
  { DISPATCH_PROBLEM_UNKNOWN_USER, DISPATCH_COLUMN_USER },
  { DISPATCH_PROBLEM_USER_AS_TOKEN, DISPATCH_COLUMN_TOKEN },
  { DISPATCH_PROBLEM_OTHER_TOKEN, DISPATCH_COLUMN_TOKEN },
  { DISPATCH_PROBLEM_ODD_TOKEN, DISPATCH_COLUMN_TOKEN },
  { DISPATCH_PROBLEM_USER_AND_TOKEN, DISPATCH_COLUMN_TOKEN },
  { DISPATCH_PROBLEM_NO_PROVIDER, DISPATCH_COLUMN_PROVIDER },
  { DISPATCH_PROBLEM_BAD_PROVIDER, DISPATCH_COLUMN_PROVIDER },
  { DISPATCH_PROBLEM_PROVIDER_OF_USER, DISPATCH_COLUMN_PROVIDER },
  { DISPATCH_PROBLEM_NO_CREDENTIAL, DISPATCH_COLUMN_PROVIDER },
};

/* The first of @rows, which ascend, that is not before @row. */
static guint
lower_bound (const guint *rows, guint n_rows, guint row)
{
  guint low = 0, high = n_rows;

  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (rows[middle] < row) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

static gboolean
concerns (DispatchProblem *problem, guint row)
{
  guint n_rows;
  const guint *rows = dispatch_problem_get_rows (problem, &n_rows);
  guint index = lower_bound (rows, n_rows, row);

  return index < n_rows && rows[index] == row;
}

static gboolean
is_about (DispatchProblem *problem, const CarillonGridColumn *column)
{
  DispatchProblemKind kind = dispatch_problem_get_kind (problem);

  if (kind == DISPATCH_PROBLEM_MISSING_VALUE) {
    return FALSE; /* told by the cell itself, at once */
  }
  if (kind == DISPATCH_PROBLEM_DATE_DIGITS) {
    return column->kind == DISPATCH_COLUMN_VARIABLE &&
           g_strcmp0 (dispatch_problem_get_detail (problem), column->name) == 0;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    if (places[i].problem == kind) {
      return places[i].column == column->kind;
    }
  }
  return column->kind == CARILLON_GRID_NUMBER;
}

/* What the last check found of a cell; errors come first in a report. */
static char *
find_reported (CarillonRecipientsGrid *self,
               guint row,
               const CarillonGridColumn *column,
               gboolean *is_error)
{
  if (self->report == NULL || self->report_is_old) {
    return NULL;
  }
  guint n_problems = g_list_model_get_n_items (G_LIST_MODEL (self->report));
  for (guint i = 0; i < n_problems; i++) {
    g_autoptr (DispatchProblem) problem = g_list_model_get_item (G_LIST_MODEL (self->report), i);
    DispatchSeverity severity = dispatch_problem_get_severity (problem);
    if (severity != DISPATCH_NOTE && is_about (problem, column) && concerns (problem, row)) {
      *is_error = severity == DISPATCH_ERROR;
      return carillon_describe_problem (problem);
    }
  }
  return NULL;
}

/**
 * carillon_grid_face_find_problem:
 * @position: where the cursor is
 * @back: whether to look for one before it
 * @found: (out): the position of the next row of which the last check found something
 *
 * Begins anew at the other end.
 *
 * Returns: whether there is one
 */
gboolean
carillon_grid_face_find_problem (CarillonRecipientsGrid *self,
                                 guint position,
                                 gboolean back,
                                 guint *found)
{
  guint n_shown = carillon_grid_model_get_n_shown (self->model);
  guint nearest = G_MAXUINT;

  if (self->report == NULL || n_shown == 0) {
    return FALSE;
  }
  guint n_problems = g_list_model_get_n_items (G_LIST_MODEL (self->report));
  for (guint i = 0; i < n_problems; i++) {
    g_autoptr (DispatchProblem) problem = g_list_model_get_item (G_LIST_MODEL (self->report), i);
    guint n_rows;
    const guint *rows = dispatch_problem_get_rows (problem, &n_rows);
    if (dispatch_problem_get_severity (problem) == DISPATCH_NOTE) {
      continue;
    }
    /* In the order of the audience only the neighbours need a look. */
    gboolean all = carillon_grid_model_get_order (self->model) != NULL;
    guint at = lower_bound (rows, n_rows, position + (back ? 0 : 1));
    guint neighbours[] = { back ? (at > 0 ? at - 1 : n_rows - 1) : (at < n_rows ? at : 0) };
    for (guint j = 0; j < (all ? n_rows : MIN (n_rows, 1)); j++) {
      guint there = carillon_grid_model_find (self->model, rows[all ? j : neighbours[0]]);
      if (there == DISPATCH_NONE) {
        continue;
      }
      guint distance = back ? position + n_shown - there : there + n_shown - position;
      distance = distance % n_shown == 0 ? n_shown : distance % n_shown;
      if (distance < nearest) {
        nearest = distance;
        *found = there;
      }
    }
  }
  return nearest != G_MAXUINT;
}

/* Of one row. */

const char *
carillon_grid_face_get_value (CarillonRecipientsGrid *self,
                              guint position,
                              const CarillonGridColumn *column)
{
  guint row = carillon_grid_model_get_row (self->model, position);
  guint index = carillon_grid_columns_resolve (self, column);

  if (row == DISPATCH_NONE || index == DISPATCH_NONE) {
    return "";
  }
  return dispatch_audience_get_value (carillon_recipients_grid_get_audience (self), row, index);
}

static const char *
get_hint (CarillonRecipientsGrid *self, guint row, const CarillonGridColumn *column)
{
  static const char *const invitations[] = {
    [DISPATCH_COLUMN_USER] = N_ ("User ID"),
    [DISPATCH_COLUMN_TOKEN] = N_ ("Device token"),
    [DISPATCH_COLUMN_PROVIDER] = N_ ("FCM or APN"),
  };

  if (column->kind != DISPATCH_COLUMN_VARIABLE) {
    return row == DISPATCH_NONE ? _ (invitations[column->kind]) : NULL;
  }
  const CarillonVariable *variable = carillon_variables_find (self->variables, column->name);
  return row != DISPATCH_NONE && variable != NULL && !variable->required ? variable->fallback
                                                                         : NULL;
}

/* What can be told without a check, and so at once. */
static char *
find_missing (CarillonRecipientsGrid *self, guint row, const CarillonGridColumn *column)
{
  DispatchAudience *audience = carillon_recipients_grid_get_audience (self);
  const char *user = dispatch_audience_get_value (audience, row, DISPATCH_COLUMN_USER);
  const char *token = dispatch_audience_get_value (audience, row, DISPATCH_COLUMN_TOKEN);

  switch (column->kind) {
  case DISPATCH_COLUMN_USER:
    return *user == '\0' && *token == '\0' ? g_strdup (_ ("Enter a user ID or a device token"))
                                           : NULL;
  case DISPATCH_COLUMN_PROVIDER:
    return *token != '\0' ? g_strdup (_ ("Choose FCM or APN for a device token")) : NULL;
  case DISPATCH_COLUMN_VARIABLE: {
    const CarillonVariable *variable = carillon_variables_find (self->variables, column->name);
    return variable != NULL && variable->required
             ? g_strdup_printf (_ ("There is no value for “%s”"), column->name)
             : NULL;
  }
  default:
    return NULL;
  }
}

static char *
find_mark (CarillonRecipientsGrid *self,
           guint row,
           const CarillonGridColumn *column,
           const char *value,
           gboolean *is_error)
{
  *is_error = FALSE;
  if (row == DISPATCH_NONE) {
    return NULL;
  }
  char *mark = *value == '\0' && column->kind != CARILLON_GRID_NUMBER
                 ? find_missing (self, row, column)
                 : NULL;
  if (mark != NULL) {
    *is_error = column->kind != DISPATCH_COLUMN_VARIABLE;
    return mark;
  }
  return find_reported (self, row, column, is_error);
}

/**
 * carillon_grid_face_find_marked:
 *
 * Returns: the first column in which something is wrong at @position, or 0
 */
guint
carillon_grid_face_find_marked (CarillonRecipientsGrid *self, guint position)
{
  guint row = carillon_grid_model_get_row (self->model, position);

  for (guint i = 0; i < self->shown->len; i++) {
    CarillonGridColumn *column = carillon_grid_columns_at (self, i);
    gboolean is_error;
    g_autofree char *mark = find_mark (
      self, row, column, carillon_grid_face_get_value (self, position, column), &is_error);
    if (mark != NULL) {
      return i;
    }
  }
  return 0;
}

static char *
describe_place (guint position, guint row, const CarillonGridColumn *column)
{
  if (row == DISPATCH_NONE) {
    /* Translators: a cell of the empty row of the table of recipients: the title of its column */
    return g_strdup_printf (_ ("%s, new row"), carillon_grid_columns_title (column));
  }
  /* Translators: a cell of the table of recipients: the title of its column, its row */
  return g_strdup_printf (_ ("%s, row %u"), carillon_grid_columns_title (column), row + 1);
}

/* Tests, and people who look into a running program, find a cell by this name. */
static void
name_cell (GtkWidget *cell, guint position, const CarillonGridColumn *column)
{
  static const char *const ids[] = {
    [DISPATCH_COLUMN_USER] = "user",
    [DISPATCH_COLUMN_TOKEN] = "token",
    [DISPATCH_COLUMN_PROVIDER] = "provider",
  };
  const char *id = column->kind == CARILLON_GRID_NUMBER       ? "number"
                   : column->kind == DISPATCH_COLUMN_VARIABLE ? column->name
                                                              : ids[column->kind];
  g_autofree char *name = g_strdup_printf ("cell-%u-%s", position, id);

  if (strcmp (gtk_widget_get_name (cell), name) != 0) { /* styles are looked up anew for it */
    gtk_widget_set_name (cell, name);
  }
}

void
carillon_grid_face_refresh (CarillonRecipientsGrid *self, GtkListItem *item)
{
  CarillonGridColumn *column = carillon_grid_cursor_column_of (item);
  GtkWidget *cell = gtk_list_item_get_child (item);
  guint position = gtk_list_item_get_position (item);
  guint row = carillon_grid_model_get_row (self->model, position);
  gboolean is_number = column->kind == CARILLON_GRID_NUMBER;
  g_autofree char *number = !is_number             ? NULL
                            : row == DISPATCH_NONE ? g_strdup ("+")
                                                   : g_strdup_printf ("%u", row + 1);
  const char *value = is_number ? number : carillon_grid_face_get_value (self, position, column);
  gboolean is_error;
  g_autofree char *mark = find_mark (self, row, column, value, &is_error);
  g_autofree char *label = describe_place (position, row, column);
  CarillonGridFace face = {
    .text = value,
    .hint = is_number || *value != '\0' ? NULL : get_hint (self, row, column),
    .mark = mark,
    .is_error = is_error,
    .label = label,
    .is_data = column->kind == DISPATCH_COLUMN_VARIABLE && dispatch_value_is_json (value),
  };
  face.remark = face.is_data ? _ ("A list or an object: templates can go through it") : NULL;

  carillon_grid_cell_set_face (CARILLON_GRID_CELL (cell), &face);
  name_cell (cell, position, column);
}

void
carillon_grid_face_refresh_all (CarillonRecipientsGrid *self)
{
  for (guint i = 0; i < self->items->len; i++) {
    carillon_grid_face_refresh (self, g_ptr_array_index (self->items, i));
  }
}

/**
 * carillon_grid_face_refresh_rows:
 * @first: a row of the audience
 * @n_rows: how many
 */
void
carillon_grid_face_refresh_rows (CarillonRecipientsGrid *self, guint first, guint n_rows)
{
  for (guint i = 0; i < self->items->len; i++) {
    GtkListItem *item = g_ptr_array_index (self->items, i);
    guint row = carillon_grid_model_get_row (self->model, gtk_list_item_get_position (item));
    if (row != DISPATCH_NONE && row - first < n_rows) {
      carillon_grid_face_refresh (self, item);
    }
  }
}
