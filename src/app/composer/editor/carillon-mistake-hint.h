#pragma once

#include <gtk/gtk.h>

#include "carillon-mistakes.h"

G_BEGIN_DECLS

/* Says what is wrong at a place of a text: where the pointer rests, and where the cursor is when
 * asked for. It hangs below @parent, around the view, until it is disposed. */
#define CARILLON_TYPE_MISTAKE_HINT (carillon_mistake_hint_get_type ())
G_DECLARE_FINAL_TYPE (CarillonMistakeHint, carillon_mistake_hint, CARILLON, MISTAKE_HINT, GObject)
CarillonMistakeHint *
carillon_mistake_hint_new (GtkTextView *view, GtkWidget *parent, CarillonMistakes *mistakes);
gboolean
carillon_mistake_hint_press (CarillonMistakeHint *self, guint keyval, GdkModifierType modifiers);
void carillon_mistake_hint_go_to (CarillonMistakeHint *self, CarillonMistake *mistake);

G_END_DECLS
