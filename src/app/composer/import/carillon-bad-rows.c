#include "carillon-bad-rows.h"

#include <dispatch-csv.h>
#include <glib/gi18n.h>
#include <gtk/gtk.h>

#include "carillon-import-text.h"

struct _CarillonBadRows {
  GObject parent_instance;

  DispatchImport *import; /* (owned) */
};

static void carillon_bad_rows_model_init (GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CarillonBadRows,
                               carillon_bad_rows,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      carillon_bad_rows_model_init))

static GType
get_item_type (GListModel *model)
{
  return GTK_TYPE_STRING_OBJECT;
}

static guint
get_n_items (GListModel *model)
{
  return dispatch_import_get_n_listed (CARILLON_BAD_ROWS (model)->import);
}

static gpointer
get_item (GListModel *model, guint position)
{
  const DispatchImport *import = CARILLON_BAD_ROWS (model)->import;

  if (position >= dispatch_import_get_n_listed (import)) {
    return NULL;
  }
  g_autofree char *excerpt = dispatch_import_dup_bad_excerpt (import, position);
  /* Translators: the number of a line of a file, what is wrong with it, and how it begins */
  g_autofree char *text = g_strdup_printf (
    _ ("Line %'u: %s\n%s"), dispatch_import_get_bad_line (import, position),
    carillon_import_reason_label (dispatch_import_get_bad_reason (import, position)), excerpt);
  return gtk_string_object_new (text);
}

static void
carillon_bad_rows_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

static void
carillon_bad_rows_finalize (GObject *object)
{
  dispatch_import_unref (CARILLON_BAD_ROWS (object)->import);
  G_OBJECT_CLASS (carillon_bad_rows_parent_class)->finalize (object);
}

static void
carillon_bad_rows_class_init (CarillonBadRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = carillon_bad_rows_finalize;
}

static void
carillon_bad_rows_init (CarillonBadRows *self)
{
}

/**
 * carillon_bad_rows_new:
 * @import: what was built of a file
 *
 * Returns: (transfer full): its bad rows
 */
CarillonBadRows *
carillon_bad_rows_new (DispatchImport *import)
{
  g_return_val_if_fail (import != NULL, NULL);

  CarillonBadRows *self = g_object_new (CARILLON_TYPE_BAD_ROWS, NULL);
  self->import = dispatch_import_ref (import);
  return self;
}

/**
 * carillon_bad_rows_to_csv:
 * @self: bad rows
 * @max_rows: how many of them at most
 *
 * Returns: (transfer full): a table with the line, the reason and the beginning of each
 */
char *
carillon_bad_rows_to_csv (CarillonBadRows *self, guint max_rows)
{
  GString *text = g_string_new (_ ("Line,Reason,Row"));
  guint n_rows = MIN (dispatch_import_get_n_listed (self->import), max_rows);

  g_string_append (text, "\r\n");
  for (guint i = 0; i < n_rows; i++) {
    g_autofree char *excerpt = dispatch_import_dup_bad_excerpt (self->import, i);
    g_autoptr (GString) line = g_string_new (NULL);
    g_string_append_printf (line, "%u", dispatch_import_get_bad_line (self->import, i));
    dispatch_csv_append_cell (
      line, carillon_import_reason_label (dispatch_import_get_bad_reason (self->import, i)));
    dispatch_csv_append_cell (line, excerpt);
    g_string_append_printf (text, "%s\r\n", line->str);
  }
  return g_string_free (text, FALSE);
}
