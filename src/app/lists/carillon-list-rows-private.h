#pragma once

#include "carillon-list-rows.h"

G_BEGIN_DECLS

struct _CarillonListRows {
  GObject parent_instance;

  const CarillonListKind *kind;
  CommsList *list;       /* (owned) (nullable) */
  GSignalGroup *signals; /* (owned): of list */
  GPtrArray *view;       /* (owned): what is shown */
  GtkBitset *selected;   /* (owned): positions in view */
  CommsResource *only;   /* (owned) (nullable): the selected one, if it is the only one */

  char *search; /* (owned) (nullable) */
  const CarillonColumn *sort;
  gboolean descending;
  GCancellable *cancellable; /* (owned) (nullable): of the worker */
  gboolean stale;            /* something changed since the worker was given its rows */
  gboolean wants_all;        /* all are to be selected when the worker is back */
  gboolean mirrors;          /* view is what the list has, in its order */
};

void carillon_list_rows_selection_init (GtkSelectionModelInterface *iface);
/* After the selection, or what is selected, has changed. */
void carillon_list_rows_update_only (CarillonListRows *self);

G_END_DECLS
