#pragma once

#include <dispatch-audience.h>
#include <gtk/gtk.h>

#include "carillon-proposals.h"

G_BEGIN_DECLS

/* A list of what may be typed next, below the cursor of a text view that keeps the focus, with a
 * line of help on the one that is chosen. It hangs below @parent, around the view, until it is
 * disposed. */
#define CARILLON_TYPE_COMPLETION (carillon_completion_get_type ())
G_DECLARE_FINAL_TYPE (CarillonCompletion, carillon_completion, CARILLON, COMPLETION, GObject)
CarillonCompletion *carillon_completion_new (GtkTextView *view, GtkWidget *parent);
void carillon_completion_set_audience (CarillonCompletion *self, DispatchAudience *audience);
void carillon_completion_set_other_text (CarillonCompletion *self, const char *text);
const CarillonProposalSources *carillon_completion_get_sources (CarillonCompletion *self);
void carillon_completion_typed (CarillonCompletion *self);
gboolean
carillon_completion_press (CarillonCompletion *self, guint keyval, GdkModifierType modifiers);

G_END_DECLS
