/* What is remembered of the columns: a dictionary with "order" (as), "shown" (a{sb}: those that
 * were shown or hidden by hand), "widths" (a{si}), "sort" (s) and "descending" (b), columns by
 * their IDs. All of it may be missing or of another version. */

#include "carillon-list-columns-private.h"

#include <glib/gi18n.h>

#include "carillon-error-text.h"
#include "carillon-toast.h"

/* Dragging a column's edge changes its width with each step of the pointer. */
#define SAVE_DELAY_MS 500

static const CarillonMadeColumn *
find_made (CarillonListColumns *self, GtkColumnViewColumn *made)
{
  for (guint i = 0; i < self->kind->n_columns; i++) {
    if (self->columns[i].made == made) {
      return &self->columns[i];
    }
  }
  return NULL;
}

static GVariant *
order_to_variant (CarillonListColumns *self)
{
  GListModel *model = gtk_column_view_get_columns (self->view);
  GVariantBuilder order;

  g_variant_builder_init (&order, G_VARIANT_TYPE_STRING_ARRAY);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
    g_autoptr (GtkColumnViewColumn) made = g_list_model_get_item (model, i);
    const CarillonMadeColumn *column = find_made (self, made);

    if (column != NULL) {
      g_variant_builder_add (&order, "s", column->column->id);
    }
  }
  return g_variant_builder_end (&order);
}

static void
add_columns (CarillonListColumns *self, GVariantDict *choices)
{
  GVariantBuilder shown, widths;

  g_variant_builder_init (&shown, G_VARIANT_TYPE ("a{sb}"));
  g_variant_builder_init (&widths, G_VARIANT_TYPE ("a{si}"));
  for (guint i = 0; i < self->kind->n_columns; i++) {
    const CarillonMadeColumn *column = &self->columns[i];
    int width = gtk_column_view_column_get_fixed_width (column->made);

    if (column->visibility != CARILLON_COLUMN_BY_ROOM) {
      g_variant_builder_add (&shown, "{sb}", column->column->id,
                             column->visibility == CARILLON_COLUMN_SHOWN);
    }
    if (width >= 0) {
      g_variant_builder_add (&widths, "{si}", column->column->id, width);
    }
  }
  g_variant_dict_insert_value (choices, "shown", g_variant_builder_end (&shown));
  g_variant_dict_insert_value (choices, "widths", g_variant_builder_end (&widths));
}

/**
 * carillon_list_columns_save:
 *
 * Remembers the columns as they are.
 */
void
carillon_list_columns_save (CarillonListColumns *self)
{
  g_return_if_fail (CARILLON_IS_LIST_COLUMNS (self));

  g_autoptr (GVariantDict) choices = g_variant_dict_new (NULL);
  gboolean descending = FALSE;
  const CarillonMadeColumn *sort = carillon_list_columns_get_sort (self, &descending);

  g_clear_handle_id (&self->save, g_source_remove);
  add_columns (self, choices);
  g_variant_dict_insert_value (choices, "order", order_to_variant (self));
  if (sort != NULL) {
    g_variant_dict_insert (choices, "sort", "s", sort->column->id);
    g_variant_dict_insert (choices, "descending", "b", descending);
  }
  carillon_list_choices_set (self->choices, self->kind->id, g_variant_dict_end (choices));
}

static gboolean
on_save (gpointer user_data)
{
  CarillonListColumns *self = user_data;

  self->save = 0;
  carillon_list_columns_save (self);
  return G_SOURCE_REMOVE;
}

/**
 * carillon_list_columns_save_soon:
 *
 * To be called when the operator changed something.
 */
void
carillon_list_columns_save_soon (CarillonListColumns *self)
{
  g_return_if_fail (CARILLON_IS_LIST_COLUMNS (self));

  if (self->save == 0) {
    self->save = g_timeout_add (SAVE_DELAY_MS, on_save, self);
  }
}

static void
on_error (CarillonListColumns *self)
{
  const GError *error = carillon_list_choices_get_error (self->choices);

  if (error != NULL && gtk_widget_get_mapped (GTK_WIDGET (self->view))) {
    g_autofree char *reason = carillon_error_title (error);
    /* Translators: %s is why, "The Disk Is Full" for instance */
    g_autofree char *text = g_strdup_printf (_ ("%s: how lists look is not kept"), reason);

    carillon_toast (GTK_WIDGET (self->view), text);
  }
}

static void
restore_columns (CarillonListColumns *self, GVariant *choices)
{
  g_autoptr (GVariant) shown = g_variant_lookup_value (choices, "shown", G_VARIANT_TYPE ("a{sb}"));
  g_autoptr (GVariant) widths =
    g_variant_lookup_value (choices, "widths", G_VARIANT_TYPE ("a{si}"));

  for (guint i = 0; i < self->kind->n_columns; i++) {
    CarillonMadeColumn *column = &self->columns[i];
    gboolean show = TRUE;
    int width = -1;

    if (shown != NULL && g_variant_lookup (shown, column->column->id, "b", &show)) {
      column->visibility = show ? CARILLON_COLUMN_SHOWN : CARILLON_COLUMN_HIDDEN;
    }
    if (widths != NULL && g_variant_lookup (widths, column->column->id, "i", &width)) {
      gtk_column_view_column_set_fixed_width (column->made, MAX (width, -1));
    }
  }
}

static void
append_column (CarillonListColumns *self, CarillonMadeColumn *column)
{
  if (gtk_column_view_column_get_column_view (column->made) == NULL) {
    gtk_column_view_append_column (self->view, column->made);
  }
}

/* In the order that was chosen; columns that were not there then follow. */
static void
append_columns (CarillonListColumns *self, GVariant *choices)
{
  g_autofree const char **order = NULL;

  g_variant_lookup (choices, "order", "^a&s", &order);
  for (guint i = 0; order != NULL && order[i] != NULL; i++) {
    CarillonMadeColumn *column = carillon_list_columns_find (self, order[i]);

    if (column != NULL) {
      append_column (self, column);
    }
  }
  for (guint i = 0; i < self->kind->n_columns; i++) {
    append_column (self, &self->columns[i]);
  }
}

static void
restore_sort (CarillonListColumns *self, GVariant *choices)
{
  const char *id = NULL;
  gboolean descending = FALSE;

  g_variant_lookup (choices, "descending", "b", &descending);
  if (g_variant_lookup (choices, "sort", "&s", &id)) {
    carillon_list_columns_sort_by (self, id, descending);
  }
}

/**
 * carillon_list_columns_restore:
 *
 * Puts the columns, which were made, into the view as they are remembered.
 */
void
carillon_list_columns_restore (CarillonListColumns *self)
{
  g_return_if_fail (CARILLON_IS_LIST_COLUMNS (self));

  g_autoptr (GVariant) choices = carillon_list_choices_get (self->choices, self->kind->id);
  restore_columns (self, choices);
  append_columns (self, choices);
  restore_sort (self, choices);
  g_signal_connect_object (self->choices, "notify::error", G_CALLBACK (on_error), self,
                           G_CONNECT_SWAPPED);
}
