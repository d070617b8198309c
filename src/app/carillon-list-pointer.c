/* A list view whose rows are activated by one click also selects the row that the pointer is over,
 * even if the list came to the pointer: what Enter takes would then depend on where the pointer was
 * left. So the list does so only once the pointer is moved over it, or a button is pressed. */

#include "carillon-list-pointer.h"

struct _CarillonListPointer {
  GObject parent_instance;

  GtkListView *list; /* (unowned): lives as long as this */
};

G_DEFINE_FINAL_TYPE (CarillonListPointer, carillon_list_pointer, G_TYPE_OBJECT)

/* The toolkit makes motions, too, to see what is under the pointer now: these have no time. */
static void
on_motion (CarillonListPointer *self, double x, double y, GtkEventController *motion)
{
  if (gtk_event_controller_get_current_event_time (motion) != GDK_CURRENT_TIME) {
    gtk_list_view_set_single_click_activate (self->list, TRUE);
  }
}

static void
on_pressed (CarillonListPointer *self)
{
  gtk_list_view_set_single_click_activate (self->list, TRUE);
}

/**
 * carillon_list_pointer_rest:
 * @self: the pointer of a list
 *
 * Takes the pointer for one that rests, until it is moved.
 */
void
carillon_list_pointer_rest (CarillonListPointer *self)
{
  g_return_if_fail (CARILLON_IS_LIST_POINTER (self));

  gtk_list_view_set_single_click_activate (self->list, FALSE);
}

static void
carillon_list_pointer_class_init (CarillonListPointerClass *klass)
{
}

static void
carillon_list_pointer_init (CarillonListPointer *self)
{
}

/**
 * carillon_list_pointer_new:
 * @list: selects one row at most
 *
 * Returns: (transfer full): the pointer of @list, which rests; to be kept while there is @list
 */
CarillonListPointer *
carillon_list_pointer_new (GtkListView *list)
{
  g_return_val_if_fail (GTK_IS_LIST_VIEW (list), NULL);

  CarillonListPointer *self = g_object_new (CARILLON_TYPE_LIST_POINTER, NULL);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->list = list;
  gtk_event_controller_set_propagation_phase (motion, GTK_PHASE_CAPTURE);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_object (motion, "motion", G_CALLBACK (on_motion), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (click, "pressed", G_CALLBACK (on_pressed), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (list), motion);
  gtk_widget_add_controller (GTK_WIDGET (list), GTK_EVENT_CONTROLLER (click));
  return self;
}
