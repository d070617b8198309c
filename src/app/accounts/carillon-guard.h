#pragma once

#include <gtk/gtk.h>

#include "carillon-account.h"

G_BEGIN_DECLS

/* What is about to be written. Everything that writes with an account's credentials passes the
 * guard, or reviews it in a sheet of its own with a CarillonConfirmEntry. */
typedef struct {
  const char *heading; /* the question, in header capitalisation: "Delete 12 Users?" */
  const char *body;    /* (nullable): what will happen, and what cannot come back */
  const char *confirm; /* a verb with a mnemonic: "_Delete" */
  guint n_things;      /* written to; above the account's number it has to be typed */
  const char *phrase;  /* (nullable): has to be typed in any case: the name of what goes */
  gboolean is_destructive;
  gboolean always_asks; /* in the mode open too */
} CarillonIntent;

void carillon_guard_async (GtkWidget *parent,
                           CarillonAccount *account,
                           const CarillonIntent *intent, /* copied where it is needed longer */
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean carillon_guard_finish (GAsyncResult *result); /* FALSE: no, or read only and it was told */

/* Leads to where the mode is changed, from a page or from a sheet over it. */
void carillon_guard_edit_account (GtkWidget *from, CarillonAccount *account);

/* Why nothing can be written, for tooltips of what is insensitive then; NULL where it can. */
char *carillon_guard_get_reason (CarillonAccount *account); /* (transfer full) (nullable) */

G_END_DECLS
