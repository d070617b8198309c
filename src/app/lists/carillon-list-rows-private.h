#pragma once

#include <comms-row-cache.h>

#include "carillon-list-arrange.h"
#include "carillon-list-rows.h"

G_BEGIN_DECLS

struct _CarillonListRows {
  GObject parent_instance;

  const CarillonListKind *kind;
  CommsList *list;          /* (owned) (nullable) */
  GSignalGroup *signals;    /* (owned): of list */
  CarillonArranged *shown;  /* (owned) */
  CommsRowCache *cache;     /* (owned): of what is shown */
  CarillonListTexts *texts; /* (owned): of the rows, while there is a search */
  CommsResource *only;      /* (owned) (nullable): the selected row, if it is the only one */
  CommsSnapshotRow only_at; /* where it is kept */

  char *search; /* (owned) (nullable) */
  const CarillonColumn *sort;
  gboolean descending;
  GCancellable *cancellable; /* (owned) (nullable): of the worker */
  gboolean stale;            /* something changed since the worker was given its rows */
  gboolean wants_all;        /* all are to be selected when the worker is back */
  gboolean mirrors;          /* what the list has is shown, in its order */
  gboolean removing;         /* what changes in the list has been done here already */
};

void carillon_list_rows_selection_init (GtkSelectionModelInterface *iface);
/* After the selection, or what is selected, has changed. */
void carillon_list_rows_update_only (CarillonListRows *self);

G_END_DECLS
