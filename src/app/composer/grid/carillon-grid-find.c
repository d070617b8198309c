/* Find and replace: a bar above the grid. Every match is found in a worker as one types, so that
 * they are counted and gone through in the order in which rows are shown; to replace all of them is
 * one step of undo. Where several cells are selected when the bar opens it looks at those only. */

#include <glib/gi18n.h>

#include "carillon-format.h"
#include "carillon-grid-query.h"
#include "carillon-recipients-grid-private.h"

/* Milliseconds from a change of the recipients to another count. */
#define RECOUNT_DELAY 300

static void search (CarillonRecipientsGrid *self);

static gboolean
is_open (CarillonRecipientsGrid *self)
{
  return gtk_search_bar_get_search_mode (self->find_bar);
}

static CarillonGridQuery *
create_query (CarillonRecipientsGrid *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->find_entry));
  if (*text == '\0') {
    return NULL;
  }
  CarillonGridQuery *query =
    carillon_grid_query_new (text, gtk_check_button_get_active (self->find_case),
                             gtk_check_button_get_active (self->find_whole));
  guint end = MIN (self->find_range.column + self->find_range.n_columns, self->shown->len);
  for (guint i = self->find_range.column; i < end; i++) {
    guint column = carillon_grid_columns_resolve (self, carillon_grid_columns_at (self, i));
    if (column != DISPATCH_NONE) {
      g_array_append_val (query->columns, column);
    }
  }
  query->rows = self->find_rows != NULL ? g_array_ref (self->find_rows) : NULL;
  return query;
}

/* What was found. */

static void
show_count (CarillonRecipientsGrid *self)
{
  guint n = self->matches != NULL ? self->matches->len : 0;
  g_autofree char *count = carillon_format_count (n);
  gboolean empty = *gtk_editable_get_text (GTK_EDITABLE (self->find_entry)) == '\0';
  g_autofree char *text = empty    ? g_strdup ("")
                          : n == 0 ? g_strdup (_ ("Not found"))
                                   : g_strdup_printf (ngettext ("%s cell", "%s cells", n), count);

  gtk_label_set_label (self->find_count, text);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "grid.find-next", n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "grid.find-previous", n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "grid.replace-one", n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "grid.replace-all", n > 0);
}

static void
on_searched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonRecipientsGrid) self = user_data;
  g_autoptr (GError) error = NULL;
  GArray *matches = carillon_grid_query_run_finish (result, &error);

  if (matches == NULL) {
    return; /* cancelled: another search took its place */
  }
  g_clear_object (&self->searching);
  g_clear_pointer (&self->matches, g_array_unref);
  self->matches = matches;
  show_count (self);
}

static void
search (CarillonRecipientsGrid *self)
{
  g_autoptr (CarillonGridQuery) query = create_query (self);

  if (self->searching != NULL) {
    g_cancellable_cancel (self->searching);
    g_clear_object (&self->searching);
  }
  if (query == NULL || self->model == NULL) {
    g_clear_pointer (&self->matches, g_array_unref);
    show_count (self);
    return;
  }
  self->searching = g_cancellable_new ();
  carillon_grid_query_run_async (
    query, dispatch_audience_freeze (carillon_recipients_grid_get_audience (self)), self->searching,
    on_searched, g_object_ref (self));
}

static gboolean
recount (gpointer user_data)
{
  CarillonRecipientsGrid *self = user_data;

  self->recount = 0;
  search (self);
  return G_SOURCE_REMOVE;
}

void
carillon_grid_find_changed (CarillonRecipientsGrid *self)
{
  if (is_open (self) && self->recount == 0) {
    self->recount = g_timeout_add (RECOUNT_DELAY, recount, self);
  }
}

/* From one to the next, in the order in which they are shown. */

static guint64
get_distance (CarillonRecipientsGrid *self, const CarillonGridMatch *match, gboolean back)
{
  guint position = carillon_grid_model_find (self->model, match->row);
  guint n_columns = MAX (self->shown->len, 1);
  guint64 n = (guint64) (carillon_grid_model_get_n_shown (self->model) + 1) * n_columns;
  int column = -1;

  for (guint i = 0; i < self->shown->len && column < 0; i++) {
    CarillonGridColumn *shown = carillon_grid_columns_at (self, i);
    column = carillon_grid_columns_resolve (self, shown) == match->column ? (int) i : -1;
  }
  if (position == DISPATCH_NONE || column < 0) {
    return G_MAXUINT64;
  }
  guint64 here = (guint64) carillon_grid_selection_get_row (self->selection) * n_columns +
                 carillon_grid_selection_get_column (self->selection);
  guint64 there = (guint64) position * n_columns + (guint) column;
  guint64 distance = back ? (here + n - there) % n : (there + n - here) % n;
  return distance == 0 ? n : distance;
}

static const CarillonGridMatch *
find_nearest (CarillonRecipientsGrid *self, gboolean back)
{
  const CarillonGridMatch *nearest = NULL;
  guint64 least = G_MAXUINT64;

  for (guint i = 0; self->matches != NULL && i < self->matches->len; i++) {
    const CarillonGridMatch *match = &g_array_index (self->matches, CarillonGridMatch, i);
    guint64 distance = get_distance (self, match, back);
    if (distance < least) {
      least = distance;
      nearest = match;
    }
  }
  return nearest;
}

static void
go (CarillonRecipientsGrid *self, gboolean back)
{
  const CarillonGridMatch *match = find_nearest (self, back);
  if (match == NULL) {
    return;
  }
  guint position = carillon_grid_model_find (self->model, match->row);
  for (guint i = 0; i < self->shown->len; i++) {
    CarillonGridColumn *column = carillon_grid_columns_at (self, i);
    if (carillon_grid_columns_resolve (self, column) == match->column) {
      carillon_grid_selection_place (self->selection, position, i);
      carillon_grid_cursor_scroll_to (self, position, i);
    }
  }
}

static void
find_next (GtkWidget *widget, const char *action, GVariant *parameter)
{
  go (CARILLON_RECIPIENTS_GRID (widget), FALSE);
}

static void
find_previous (GtkWidget *widget, const char *action, GVariant *parameter)
{
  go (CARILLON_RECIPIENTS_GRID (widget), TRUE);
}

/* Replacing. */

/* In the cell with the cursor, if it matches; then on to the next. */
static void
replace_one (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonRecipientsGrid *self = CARILLON_RECIPIENTS_GRID (widget);
  g_autoptr (CarillonGridQuery) query = create_query (self);
  DispatchAudience *audience = carillon_recipients_grid_get_audience (self);
  guint position = carillon_grid_selection_get_row (self->selection);
  guint row = carillon_grid_model_get_row (self->model, position);
  CarillonGridColumn *column =
    carillon_grid_columns_at (self, carillon_grid_selection_get_column (self->selection));
  guint index = column != NULL ? carillon_grid_columns_resolve (self, column) : DISPATCH_NONE;

  if (query != NULL && row != DISPATCH_NONE && index != DISPATCH_NONE) {
    const char *old = dispatch_audience_get_value (audience, row, index);
    g_autofree char *text = carillon_grid_query_replace_in (
      query, old, gtk_editable_get_text (GTK_EDITABLE (self->replace_entry)));
    dispatch_audience_begin_edit_named (audience, _ ("Replace"));
    dispatch_audience_set_value (audience, row, index, text != NULL ? text : old);
    dispatch_audience_end_edit (audience);
  }
  go (self, FALSE);
}

typedef struct {
  CarillonGridQuery *query; /* (owned) */
  char *with;               /* (owned) */
} Replacement;

static void
replacement_free (gpointer data)
{
  Replacement *replacement = data;

  carillon_grid_query_free (replacement->query);
  g_free (replacement->with);
  g_free (replacement);
}

static gboolean
replace_in_table (DispatchTable *table, gpointer data, GError **error)
{
  const Replacement *replacement = data;

  carillon_grid_query_replace (replacement->query, table, replacement->with);
  return TRUE;
}

static void
replace_all (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonRecipientsGrid *self = CARILLON_RECIPIENTS_GRID (widget);
  CarillonGridQuery *query = create_query (self);

  if (query == NULL || self->working != NULL) {
    g_clear_pointer (&query, carillon_grid_query_free);
    return;
  }
  Replacement *replacement = g_new0 (Replacement, 1);
  guint64 n_cells =
    (guint64) carillon_recipients_grid_get_n_rows (self) * MAX (query->columns->len, 1);
  replacement->query = query;
  replacement->with = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->replace_entry)));
  carillon_grid_work_run (self, _ ("Replace All"), n_cells, replace_in_table, replacement,
                          replacement_free, NULL, NULL);
}

/* The bar. */

/* Several cells that are selected are where one wants to look. */
static void
take_range (CarillonRecipientsGrid *self)
{
  guint n_rows;

  g_clear_pointer (&self->find_rows, g_array_unref);
  self->find_range = (CarillonGridRange){ 0, 0, 0, self->shown->len };
  if (!carillon_grid_selection_is_single (self->selection)) {
    g_autofree guint *rows = carillon_grid_commands_dup_rows (self, &n_rows);
    carillon_grid_commands_get_range (self, &self->find_range);
    if (n_rows < carillon_recipients_grid_get_n_rows (self)) {
      self->find_rows = g_array_new (FALSE, FALSE, sizeof (guint));
      g_array_append_vals (self->find_rows, rows, n_rows);
      g_array_sort (self->find_rows, carillon_grid_commands_compare_rows);
    }
  }
  gboolean all = self->find_rows == NULL && self->find_range.n_columns == self->shown->len;
  gtk_widget_set_visible (self->find_scope, !all);
}

static void
open_bar (CarillonRecipientsGrid *self, gboolean replace)
{
  if (self->model == NULL) {
    return;
  }
  carillon_grid_edit_end (self);
  take_range (self);
  gtk_widget_set_visible (self->replace_box, replace);
  gtk_search_bar_set_search_mode (self->find_bar, TRUE);
  self->wants_focus = FALSE; /* the cursor may be about to take it */
  gtk_widget_grab_focus (GTK_WIDGET (self->find_entry));
  search (self);
}

static void
find (GtkWidget *widget, const char *action, GVariant *parameter)
{
  open_bar (CARILLON_RECIPIENTS_GRID (widget), FALSE);
}

static void
replace (GtkWidget *widget, const char *action, GVariant *parameter)
{
  open_bar (CARILLON_RECIPIENTS_GRID (widget), TRUE);
}

static void
close_bar (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_search_bar_set_search_mode (CARILLON_RECIPIENTS_GRID (widget)->find_bar, FALSE);
}

static void
on_mode_changed (CarillonRecipientsGrid *self)
{
  if (!is_open (self) && self->model != NULL) {
    carillon_grid_cursor_grab (self);
  }
}

void
carillon_grid_find_stop (CarillonRecipientsGrid *self)
{
  g_clear_handle_id (&self->recount, g_source_remove);
  if (self->searching != NULL) {
    g_cancellable_cancel (self->searching);
    g_clear_object (&self->searching);
  }
  g_clear_pointer (&self->matches, g_array_unref);
  g_clear_pointer (&self->find_rows, g_array_unref);
}

void
carillon_grid_find_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "grid.find", NULL, find);
  gtk_widget_class_install_action (widget_class, "grid.replace", NULL, replace);
  gtk_widget_class_install_action (widget_class, "grid.close-find", NULL, close_bar);
  gtk_widget_class_install_action (widget_class, "grid.find-next", NULL, find_next);
  gtk_widget_class_install_action (widget_class, "grid.find-previous", NULL, find_previous);
  gtk_widget_class_install_action (widget_class, "grid.replace-one", NULL, replace_one);
  gtk_widget_class_install_action (widget_class, "grid.replace-all", NULL, replace_all);
}

void
carillon_grid_find_watch (CarillonRecipientsGrid *self)
{
  g_signal_connect_object (self->find_entry, "search-changed", G_CALLBACK (search), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->find_case, "toggled", G_CALLBACK (search), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->find_whole, "toggled", G_CALLBACK (search), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->find_bar, "notify::search-mode-enabled",
                           G_CALLBACK (on_mode_changed), self, G_CONNECT_SWAPPED);
  gtk_search_bar_connect_entry (self->find_bar, GTK_EDITABLE (self->find_entry));
  show_count (self);
}
