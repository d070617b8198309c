#include "carillon-mistake-hint.h"

#include <glib/gi18n.h>

#include "carillon-announce.h"
#include "carillon-text-place.h"

/* Characters in a line of the hint, so that it fits a phone. */
#define HINT_WIDTH 36

struct _CarillonMistakeHint {
  GObject parent_instance;

  GtkTextView *view;          /* (unowned): lives as long as its parent */
  GtkWidget *popover;         /* (owned) (nullable): until it is disposed */
  GtkLabel *label;            /* (unowned): in the popover */
  CarillonMistakes *mistakes; /* (owned) */
};

G_DEFINE_FINAL_TYPE (CarillonMistakeHint, carillon_mistake_hint, G_TYPE_OBJECT)

static void
get_cursor (CarillonMistakeHint *self, GtkTextIter *cursor)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);

  gtk_text_buffer_get_iter_at_mark (buffer, cursor, gtk_text_buffer_get_insert (buffer));
}

static void
hide (CarillonMistakeHint *self)
{
  if (gtk_widget_get_visible (self->popover)) {
    gtk_popover_popdown (GTK_POPOVER (self->popover));
  }
}

static void
show (CarillonMistakeHint *self, const char *message, const GtkTextIter *place)
{
  GdkRectangle area;

  gtk_label_set_label (self->label, message);
  carillon_text_place_get_area (self->view, place, gtk_widget_get_parent (self->popover), &area);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &area);
  gtk_popover_popup (GTK_POPOVER (self->popover));
  carillon_announce (GTK_WIDGET (self->view), message);
}

static gboolean
show_at_cursor (CarillonMistakeHint *self)
{
  GtkTextIter cursor;

  get_cursor (self, &cursor);
  CarillonMistake *mistake = carillon_mistakes_find_at (self->mistakes, &cursor);
  show (self,
        mistake != NULL ? carillon_mistake_get_message (mistake) : _ ("Nothing is wrong here"),
        &cursor);
  return GDK_EVENT_STOP;
}

/**
 * carillon_mistake_hint_go_to:
 * @self: the hint
 * @mistake: one of the mistakes
 *
 * Selects the mistake in the text, and says what is wrong.
 */
void
carillon_mistake_hint_go_to (CarillonMistakeHint *self, CarillonMistake *mistake)
{
  g_return_if_fail (CARILLON_IS_MISTAKE_HINT (self));
  g_return_if_fail (CARILLON_IS_MISTAKE (mistake));

  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter start, end;
  carillon_mistake_get_bounds (mistake, &start, &end);
  gtk_text_buffer_select_range (buffer, &start, &end);
  gtk_text_view_scroll_mark_onscreen (self->view, gtk_text_buffer_get_insert (buffer));
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  show (self, carillon_mistake_get_message (mistake), &start);
}

static gboolean
go (CarillonMistakeHint *self, gboolean forward)
{
  GtkTextIter cursor;

  get_cursor (self, &cursor);
  CarillonMistake *mistake = carillon_mistakes_find_next (self->mistakes, &cursor, forward);
  if (mistake != NULL) {
    carillon_mistake_hint_go_to (self, mistake);
  } else {
    show (self, _ ("No mistakes here"), &cursor);
  }
  return GDK_EVENT_STOP;
}

/**
 * carillon_mistake_hint_press:
 * @self: the hint
 * @keyval: a key that was pressed in the view
 * @modifiers: held meanwhile
 *
 * F8 goes to the next mistake and Shift+F8 to the one before, Ctrl+F1 says what is wrong at the
 * cursor, Escape takes that away.
 *
 * Returns: whether the key was for the hint
 */
gboolean
carillon_mistake_hint_press (CarillonMistakeHint *self, guint keyval, GdkModifierType modifiers)
{
  g_return_val_if_fail (CARILLON_IS_MISTAKE_HINT (self), GDK_EVENT_PROPAGATE);

  if (keyval == GDK_KEY_F8 && (modifiers & ~GDK_SHIFT_MASK) == 0) {
    return go (self, modifiers == 0);
  }
  if (keyval == GDK_KEY_F1 && modifiers == GDK_CONTROL_MASK) {
    return show_at_cursor (self);
  }
  if (keyval == GDK_KEY_Escape && gtk_widget_get_visible (self->popover)) {
    hide (self);
    return GDK_EVENT_STOP;
  }
  return GDK_EVENT_PROPAGATE;
}

static gboolean
on_query_tooltip (CarillonMistakeHint *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  GtkTextIter place;
  int buffer_x, buffer_y;

  if (keyboard) {
    get_cursor (self, &place);
  } else {
    gtk_text_view_window_to_buffer_coords (self->view, GTK_TEXT_WINDOW_WIDGET, x, y, &buffer_x,
                                           &buffer_y);
    if (!gtk_text_view_get_iter_at_location (self->view, &place, buffer_x, buffer_y)) {
      return FALSE;
    }
  }
  CarillonMistake *mistake = carillon_mistakes_find_at (self->mistakes, &place);
  if (mistake != NULL) {
    gtk_tooltip_set_text (tooltip, carillon_mistake_get_message (mistake));
  }
  return mistake != NULL;
}

/* What is wrong where the cursor is, is the description of the text, for screen readers. */
static void
describe (CarillonMistakeHint *self)
{
  GtkTextIter cursor;

  get_cursor (self, &cursor);
  CarillonMistake *mistake = carillon_mistakes_find_at (self->mistakes, &cursor);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  mistake != NULL ? carillon_mistake_get_message (mistake) : "",
                                  -1);
}

static void
carillon_mistake_hint_dispose (GObject *object)
{
  CarillonMistakeHint *self = CARILLON_MISTAKE_HINT (object);

  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_object (&self->mistakes);
  G_OBJECT_CLASS (carillon_mistake_hint_parent_class)->dispose (object);
}

static void
carillon_mistake_hint_class_init (CarillonMistakeHintClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = carillon_mistake_hint_dispose;
}

static void
carillon_mistake_hint_init (CarillonMistakeHint *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  self->label = GTK_LABEL (label);
  gtk_widget_set_name (label, "mistake-hint");
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_max_width_chars (self->label, HINT_WIDTH);
  self->popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (self->popover), label);
  gtk_popover_set_autohide (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self->popover), GTK_POS_BOTTOM);
  gtk_widget_set_can_focus (self->popover, FALSE);
}

/**
 * carillon_mistake_hint_new:
 * @view: shows the text
 * @parent: around @view, with a layout manager
 * @mistakes: of the text
 *
 * Returns: (transfer full): the hint
 */
CarillonMistakeHint *
carillon_mistake_hint_new (GtkTextView *view, GtkWidget *parent, CarillonMistakes *mistakes)
{
  g_return_val_if_fail (GTK_IS_TEXT_VIEW (view), NULL);
  g_return_val_if_fail (GTK_IS_WIDGET (parent), NULL);
  g_return_val_if_fail (CARILLON_IS_MISTAKES (mistakes), NULL);

  CarillonMistakeHint *self = g_object_new (CARILLON_TYPE_MISTAKE_HINT, NULL);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkEventController *focus = gtk_event_controller_focus_new ();
  self->view = view;
  self->mistakes = g_object_ref (mistakes);
  gtk_widget_set_parent (self->popover, parent);
  gtk_widget_set_has_tooltip (GTK_WIDGET (view), TRUE);
  g_signal_connect_object (view, "query-tooltip", G_CALLBACK (on_query_tooltip), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer, "changed", G_CALLBACK (hide), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer, "notify::cursor-position", G_CALLBACK (hide), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer, "notify::cursor-position", G_CALLBACK (describe), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (mistakes, "items-changed", G_CALLBACK (describe), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (hide), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (view), focus);
  return self;
}
