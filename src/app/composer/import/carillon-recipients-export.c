#include "carillon-recipients-export.h"

#include <dispatch-export.h>
#include <glib/gi18n.h>

#include "carillon-choose-file.h"
#include "carillon-error-text.h"
#include "carillon-toast.h"

typedef struct {
  GtkWidget *parent;    /* (owned) */
  DispatchTable *table; /* (owned): as it was when somebody asked */
} Export;

static void
export_free (Export *export)
{
  g_object_unref (export->parent);
  dispatch_table_free (export->table);
  g_free (export);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Export, export_free)

static void
on_exported (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Export) export = user_data;
  g_autoptr (GError) error = NULL;
  guint n_rows = dispatch_table_get_n_rows (export->table);

  if (dispatch_export_finish (result, &error)) {
    g_autofree char *done = g_strdup_printf (
      ngettext ("%'u recipient exported", "%'u recipients exported", n_rows), n_rows);
    carillon_toast (export->parent, done);
    return;
  }
  g_autofree char *title = carillon_error_title (error);
  /* Translators: %s is what went wrong */
  g_autofree char *text = g_strdup_printf (_ ("The recipients were not exported: %s"), title);
  carillon_toast (export->parent, text);
}

/**
 * carillon_recipients_export_to:
 * @parent: the widget that asks, inside the window's toasts
 * @table: recipients
 * @file: where to write them
 *
 * With a byte order mark: without one, spreadsheets take text beyond ASCII for another encoding.
 */
void
carillon_recipients_export_to (GtkWidget *parent, const DispatchTable *table, GFile *file)
{
  g_return_if_fail (GTK_IS_WIDGET (parent) && table != NULL && G_IS_FILE (file));

  DispatchExportOptions options = DISPATCH_EXPORT_OPTIONS_INIT;
  Export *export = g_new0 (Export, 1);

  options.has_mark = TRUE;
  export->parent = g_object_ref (parent);
  export->table = dispatch_table_copy (table);
  dispatch_export_async (table, file, &options, NULL, NULL, on_exported, export);
}

static void
on_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Export) export = user_data;
  g_autoptr (GFile) file = carillon_choose_file_finish (result);

  if (file != NULL) {
    carillon_recipients_export_to (export->parent, export->table, file);
  }
}

/**
 * carillon_recipients_export:
 * @parent: the widget that asks, inside the window's toasts
 * @audience: recipients
 */
void
carillon_recipients_export (GtkWidget *parent, DispatchAudience *audience)
{
  g_return_if_fail (GTK_IS_WIDGET (parent) && DISPATCH_IS_AUDIENCE (audience));

  Export *export = g_new0 (Export, 1);

  export->parent = g_object_ref (parent);
  export->table = dispatch_audience_freeze (audience);
  carillon_choose_file_async (parent, CARILLON_FILE_TO_WRITE, _ ("Export Recipients"),
                              /* Translators: the name of a file */
                              _ ("recipients.csv"), on_chosen, export);
}
