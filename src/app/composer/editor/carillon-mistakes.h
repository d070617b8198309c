#pragma once

#include "carillon-mistake.h"

G_BEGIN_DECLS

/* What is wrong with the template in a text buffer, underlined there: a GListModel of
 * CarillonMistake in the order of the text. It parses the text by itself as it is typed; what a
 * check finds beside that is added. */
#define CARILLON_TYPE_MISTAKES (carillon_mistakes_get_type ())
G_DECLARE_FINAL_TYPE (CarillonMistakes, carillon_mistakes, CARILLON, MISTAKES, GObject)
CarillonMistakes *carillon_mistakes_new (GtkTextBuffer *buffer);
void carillon_mistakes_forget_found (CarillonMistakes *self);
void carillon_mistakes_add_found (CarillonMistakes *self,
                                  const LiquidSpan *span,
                                  gboolean error,
                                  const char *message);
CarillonMistake *carillon_mistakes_find_at (CarillonMistakes *self, const GtkTextIter *place);
CarillonMistake *
carillon_mistakes_find_next (CarillonMistakes *self, const GtkTextIter *place, gboolean forward);
gboolean carillon_mistakes_has_error (CarillonMistakes *self);
GListModel *carillon_mistakes_list_gravest (CarillonMistakes *self, guint n_mistakes);

G_END_DECLS
