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

/* A question whose yes may need more than a click. */
typedef struct {
  const char *heading;
  const char *body;
  const char *confirm; /* (nullable): NULL for a statement that can only be closed */
  CarillonAskAppearance appearance;
  GtkWidget *extra;  /* (nullable): floating */
  const char *needs; /* (nullable): a boolean property of @extra: no yes while it is FALSE, and
                      * Enter says yes once it is TRUE */
} CarillonQuestion;

/* Finished by carillon_ask_finish(). */
void carillon_ask_question_async (GtkWidget *parent,
                                  const CarillonQuestion *question,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

void carillon_show_about (GtkWidget *parent);

G_END_DECLS
