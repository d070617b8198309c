#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum {
  CARILLON_FILE_TO_READ,
  CARILLON_FILE_TO_WRITE,
} CarillonFilePurpose;

/* A file to write, which may be there already, or one to read. GtkFileDialog, or
 * GtkFileChooserNative before GTK 4.10. */
void carillon_choose_file_async (GtkWidget *parent,
                                 CarillonFilePurpose purpose,
                                 const char *title,
                                 const char *name, /* (nullable): to begin with */
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
GFile *carillon_choose_file_finish (GAsyncResult *result); /* (transfer full); NULL: none */

G_END_DECLS
