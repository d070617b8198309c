#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

typedef enum {
  CARILLON_ASK_DEFAULT,
  CARILLON_ASK_SUGGESTED,
  CARILLON_ASK_DESTRUCTIVE,
} CarillonAskAppearance;

/* A modal question with Cancel and one other answer, which @confirm names by a verb; Cancel is what
 * Escape, closing and Enter give. @extra (nullable, floating) is shown below the body. */
void carillon_ask_async (GtkWidget *parent,
                         const char *heading,
                         const char *body,
                         const char *confirm,
                         CarillonAskAppearance appearance,
                         GtkWidget *extra,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
gboolean carillon_ask_finish (GAsyncResult *result); /* TRUE for @confirm */

void carillon_show_about (GtkWidget *parent);

G_END_DECLS
