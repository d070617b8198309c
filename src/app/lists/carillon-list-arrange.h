#pragma once

#include "carillon-list-kind.h"

G_BEGIN_DECLS

/* Which of the loaded rows are shown, and in which order. */
typedef struct {
  const char *search;         /* (nullable): words that each shown row has */
  const CarillonColumn *sort; /* (nullable): static; NULL for the order of the API */
  gboolean descending;
} CarillonArrangement;

/* What becomes of rows and their selection. */
typedef struct {
  GPtrArray *items;    /* (owned): of CommsResource */
  GtkBitset *selected; /* (owned): positions in items */
} CarillonArranged;

void carillon_arranged_free (CarillonArranged *arranged);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarillonArranged, carillon_arranged_free)

void carillon_list_arrange_async (const CarillonListKind *kind,
                                  const CarillonArrangement *arrangement,
                                  GPtrArray *items,    /* (transfer full) */
                                  GPtrArray *selected, /* (transfer full): some of @items */
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
CarillonArranged *carillon_list_arrange_finish (GAsyncResult *result, GError **error);

/* The words of a search, and whether an item has all of them; for any thread. */
GStrv carillon_list_search_words (const char *search); /* (nullable) search */
gboolean
carillon_list_item_matches (const CarillonListKind *kind, gpointer item, const char *const *words);

G_END_DECLS
