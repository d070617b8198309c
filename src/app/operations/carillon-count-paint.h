#pragma once

#include <gtk/gtk.h>

#include "carillon-counts.h"

G_BEGIN_DECLS

/* The colour and pattern of each part, in the current style: light or dark, high contrast or not.
 */
void
carillon_count_paint_part (GtkSnapshot *snapshot, CarillonPart part, const graphene_rect_t *area);
void carillon_count_paint_trough (GtkSnapshot *snapshot, const graphene_rect_t *area);

/* Draws @widget anew whenever the style changes, for as long as it lives. */
void carillon_count_paint_follow_style (GtkWidget *widget);

G_END_DECLS
