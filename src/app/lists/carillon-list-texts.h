#pragma once

#include <comms-snapshot.h>

#include "carillon-list-kind.h"

G_BEGIN_DECLS

/* What searches look at, remembered while somebody types: to read a row takes a hundred times as
 * long as to look at its text. For one worker after the other. */
typedef struct _CarillonListTexts CarillonListTexts;

CarillonListTexts *carillon_list_texts_new (const CarillonListKind *kind); /* static */
CarillonListTexts *carillon_list_texts_ref (CarillonListTexts *self);
void carillon_list_texts_unref (CarillonListTexts *self);
void carillon_list_texts_let_go (CarillonListTexts *self); /* in a worker; (transfer full) */

/* A worker that looks at many rows. */
void carillon_list_texts_lock (CarillonListTexts *self);
void carillon_list_texts_unlock (CarillonListTexts *self);
gboolean carillon_list_texts_match (CarillonListTexts *self,
                                    const CommsSnapshotRow *row,
                                    const char *const *words);

/* The words of a search, and whether an item has all of them; for any thread. */
GStrv carillon_list_search_words (const char *search); /* (nullable) search */
gboolean
carillon_list_item_matches (const CarillonListKind *kind, gpointer item, const char *const *words);
char *carillon_list_fold (const char *text); /* as it is compared: without regard to case */

G_END_DECLS
