#pragma once

#include <gtk/gtk.h>
#include <liquid.h>

G_BEGIN_DECLS

/* Something wrong at a place of a text, which moves with the text. */
#define CARILLON_TYPE_MISTAKE (carillon_mistake_get_type ())
G_DECLARE_FINAL_TYPE (CarillonMistake, carillon_mistake, CARILLON, MISTAKE, GObject)
CarillonMistake *carillon_mistake_new (GtkTextBuffer *buffer,
                                       const LiquidSpan *span,
                                       gboolean error,
                                       const char *message);
const char *carillon_mistake_get_message (CarillonMistake *self);
gboolean carillon_mistake_is_error (CarillonMistake *self); /* or a warning */
void carillon_mistake_get_bounds (CarillonMistake *self, GtkTextIter *start, GtkTextIter *end);
void carillon_mistake_get_span (GtkTextBuffer *buffer,
                                const LiquidSpan *span,
                                GtkTextIter *start,
                                GtkTextIter *end);

G_END_DECLS
