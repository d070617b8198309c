#include "carillon-choose-file.h"

static GtkWindow *
window_of (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

#if GTK_CHECK_VERSION(4, 10, 0)

/* No file is no error: the operator has thought better of it. */
static void
on_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GtkFileDialog *dialog = GTK_FILE_DIALOG (source);
  gboolean saves = GPOINTER_TO_INT (g_task_get_task_data (task));
  GFile *file = saves ? gtk_file_dialog_save_finish (dialog, result, NULL)
                      : gtk_file_dialog_open_finish (dialog, result, NULL);

  g_task_return_pointer (task, file, g_object_unref);
}

static void
choose (GTask *task, GtkWidget *parent, gboolean saves, const char *title, const char *name)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  g_task_set_task_data (task, GINT_TO_POINTER (saves), NULL);
  gtk_file_dialog_set_title (dialog, title);
  if (saves) {
    gtk_file_dialog_set_initial_name (dialog, name);
    gtk_file_dialog_save (dialog, window_of (parent), NULL, on_chosen, task);
  } else {
    gtk_file_dialog_open (dialog, window_of (parent), NULL, on_chosen, task);
  }
}

#else

static void
on_response (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GFile *file =
    response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  g_task_return_pointer (task, file, g_object_unref);
  g_object_unref (dialog);
}

static void
choose (GTask *task, GtkWidget *parent, gboolean saves, const char *title, const char *name)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
    title, window_of (parent), saves ? GTK_FILE_CHOOSER_ACTION_SAVE : GTK_FILE_CHOOSER_ACTION_OPEN,
    NULL, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  if (saves && name != NULL) {
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  }
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

#endif

/**
 * carillon_choose_file_async:
 * @parent: the widget that asks
 * @purpose: what the file is for
 * @title: of the dialog, translated
 * @name: (nullable): of a file to write, to begin with
 *
 * Asks for a file.
 */
void
carillon_choose_file_async (GtkWidget *parent,
                            CarillonFilePurpose purpose,
                            const char *title,
                            const char *name,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (title != NULL);

  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (task, carillon_choose_file_async);
  choose (task, parent, purpose == CARILLON_FILE_TO_WRITE, title, name);
}

/**
 * carillon_choose_file_finish:
 *
 * Returns: (transfer full) (nullable): the file, or %NULL where none was chosen
 */
GFile *
carillon_choose_file_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
