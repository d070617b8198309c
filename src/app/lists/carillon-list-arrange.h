#pragma once

#include <comms-snapshot.h>

#include "carillon-list-texts.h"

G_BEGIN_DECLS

/* Which of the rows are shown, and in which order. */
typedef struct {
  const char *search;         /* (nullable): words that each shown row has */
  const CarillonColumn *sort; /* (nullable): static; NULL for the order of the API */
  gboolean descending;
} CarillonArrangement;

/* What a view shows: rows of a list as it was, and which of them are selected. */
typedef struct {
  CommsSnapshot *basis; /* (owned) */
  GArray *view; /* (owned) (nullable): of guint, positions in basis; NULL for all of them. Nobody
                   changes one that others may see */
  GtkBitset *selected; /* (owned): positions in view */
} CarillonArranged;

CarillonArranged *carillon_arranged_new (CommsSnapshot *basis, GArray *view, GtkBitset *selected);
void carillon_arranged_free (CarillonArranged *arranged);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarillonArranged, carillon_arranged_free)

guint carillon_arranged_get_n_rows (const CarillonArranged *arranged);
guint carillon_arranged_get_position (const CarillonArranged *arranged, guint position);

/* What became of an arrangement, and where it differs from the one before. */
typedef struct {
  CarillonArranged *arranged; /* (owned) */
  guint n_same_before;        /* rows that are the same at the beginning */
  guint n_same_after;         /* and at the end */
} CarillonArrangeResult;

void carillon_arrange_result_free (CarillonArrangeResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarillonArrangeResult, carillon_arrange_result_free)

void carillon_list_arrange_async (CarillonListTexts *texts,
                                  const CarillonArrangement *arrangement,
                                  CommsSnapshot *rows,
                                  CarillonArranged *shown, /* (transfer full) */
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
CarillonArrangeResult *carillon_list_arrange_finish (GAsyncResult *result, GError **error);

G_END_DECLS
