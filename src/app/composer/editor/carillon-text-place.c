#include "carillon-text-place.h"

/**
 * carillon_text_place_get_area:
 * @view: shows a text
 * @place: of the text
 * @around: a widget that @view is in
 * @area: (out): where @place is seen, within what of @view can be
 */
void
carillon_text_place_get_area (GtkTextView *view,
                              const GtkTextIter *place,
                              GtkWidget *around,
                              GdkRectangle *area)
{
  GdkRectangle visible, letter;
  int x, y;
  graphene_point_t point;

  g_return_if_fail (GTK_IS_TEXT_VIEW (view));
  g_return_if_fail (GTK_IS_WIDGET (around));
  g_return_if_fail (area != NULL);

  gtk_text_view_get_visible_rect (view, &visible);
  gtk_text_view_get_iter_location (view, place, &letter);
  letter.x = CLAMP (letter.x, visible.x, visible.x + visible.width);
  letter.y = CLAMP (letter.y, visible.y, visible.y + MAX (visible.height - letter.height, 0));
  gtk_text_view_buffer_to_window_coords (view, GTK_TEXT_WINDOW_WIDGET, letter.x, letter.y, &x, &y);
  if (!gtk_widget_compute_point (GTK_WIDGET (view), around,
                                 &GRAPHENE_POINT_INIT ((float) x, (float) y), &point)) {
    point = *graphene_point_zero ();
  }
  *area = (GdkRectangle){ (int) point.x, (int) point.y, 1, letter.height };
}
