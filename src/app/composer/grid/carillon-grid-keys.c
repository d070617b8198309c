/* What keys do in the grid, as in LibreOffice Calc and Google Sheets. They are looked at before any
 * widget of the list has a say, so that nothing depends on where in it GTK left the focus. */

#include <glib/gi18n.h>

#include "carillon-recipients-grid-private.h"

typedef struct {
  guint key;
  GdkModifierType state; /* Shift selects */
  CarillonGridMotion motion;
} MotionKey;

static const MotionKey motions[] = {
  { GDK_KEY_Left, 0, CARILLON_GRID_LEFT },
  { GDK_KEY_Right, 0, CARILLON_GRID_RIGHT },
  { GDK_KEY_Up, 0, CARILLON_GRID_UP },
  { GDK_KEY_Down, 0, CARILLON_GRID_DOWN },
  { GDK_KEY_Page_Up, 0, CARILLON_GRID_PAGE_UP },
  { GDK_KEY_Page_Down, 0, CARILLON_GRID_PAGE_DOWN },
  { GDK_KEY_Home, 0, CARILLON_GRID_ROW_START },
  { GDK_KEY_End, 0, CARILLON_GRID_ROW_END },
  { GDK_KEY_Left, GDK_CONTROL_MASK, CARILLON_GRID_EDGE_LEFT },
  { GDK_KEY_Right, GDK_CONTROL_MASK, CARILLON_GRID_EDGE_RIGHT },
  { GDK_KEY_Up, GDK_CONTROL_MASK, CARILLON_GRID_EDGE_UP },
  { GDK_KEY_Down, GDK_CONTROL_MASK, CARILLON_GRID_EDGE_DOWN },
  { GDK_KEY_Home, GDK_CONTROL_MASK, CARILLON_GRID_FIRST },
  { GDK_KEY_End, GDK_CONTROL_MASK, CARILLON_GRID_LAST },
};

typedef struct {
  guint key;
  GdkModifierType state;
  const char *action;
  gboolean while_editing;
} ActionKey;

#define CONTROL GDK_CONTROL_MASK
#define SHIFT GDK_SHIFT_MASK

static const ActionKey actions[] = {
  { GDK_KEY_F2, 0, "grid.edit", FALSE },
  { GDK_KEY_Delete, 0, "grid.clear", FALSE },
  { GDK_KEY_BackSpace, 0, "grid.clear", FALSE },
  { GDK_KEY_a, CONTROL, "grid.select-all", FALSE },
  { GDK_KEY_space, SHIFT, "grid.select-row", FALSE },
  { GDK_KEY_space, CONTROL, "grid.select-column", FALSE },
  { GDK_KEY_c, CONTROL, "grid.copy", FALSE },
  { GDK_KEY_Insert, CONTROL, "grid.copy", FALSE },
  { GDK_KEY_x, CONTROL, "grid.cut", FALSE },
  { GDK_KEY_Delete, SHIFT, "grid.cut", FALSE },
  { GDK_KEY_v, CONTROL, "grid.paste", FALSE },
  { GDK_KEY_Insert, SHIFT, "grid.paste", FALSE },
  { GDK_KEY_d, CONTROL, "grid.fill-down", FALSE },
  { GDK_KEY_r, CONTROL, "grid.fill-right", FALSE },
  { GDK_KEY_plus, CONTROL, "grid.insert-rows", FALSE },
  { GDK_KEY_plus, CONTROL | SHIFT, "grid.insert-rows", FALSE },
  { GDK_KEY_minus, CONTROL, "grid.remove-rows", FALSE },
  { GDK_KEY_Delete, CONTROL, "grid.remove-rows", FALSE },
  { GDK_KEY_z, CONTROL, "grid.undo", FALSE },
  { GDK_KEY_z, CONTROL | SHIFT, "grid.redo", FALSE },
  { GDK_KEY_y, CONTROL, "grid.redo", FALSE },
  { GDK_KEY_f, CONTROL, "grid.find", TRUE },
  { GDK_KEY_h, CONTROL, "grid.replace", TRUE },
  { GDK_KEY_F8, 0, "grid.next-problem", TRUE },
  { GDK_KEY_F8, SHIFT, "grid.previous-problem", TRUE },
  { GDK_KEY_Menu, 0, "grid.menu", FALSE },
  { GDK_KEY_F10, SHIFT, "grid.menu", FALSE },
};

/* The keypad's keys are the others', and so are letters in capitals. */
static guint
normalise (guint key)
{
  static const struct {
    guint keypad, key;
  } keypad[] = {
    { GDK_KEY_KP_Left, GDK_KEY_Left },       { GDK_KEY_KP_Right, GDK_KEY_Right },
    { GDK_KEY_KP_Up, GDK_KEY_Up },           { GDK_KEY_KP_Down, GDK_KEY_Down },
    { GDK_KEY_KP_Page_Up, GDK_KEY_Page_Up }, { GDK_KEY_KP_Page_Down, GDK_KEY_Page_Down },
    { GDK_KEY_KP_Home, GDK_KEY_Home },       { GDK_KEY_KP_End, GDK_KEY_End },
    { GDK_KEY_KP_Delete, GDK_KEY_Delete },   { GDK_KEY_KP_Insert, GDK_KEY_Insert },
    { GDK_KEY_KP_Enter, GDK_KEY_Return },    { GDK_KEY_ISO_Enter, GDK_KEY_Return },
    { GDK_KEY_KP_Tab, GDK_KEY_Tab },         { GDK_KEY_ISO_Left_Tab, GDK_KEY_Tab },
    { GDK_KEY_KP_Add, GDK_KEY_plus },        { GDK_KEY_KP_Subtract, GDK_KEY_minus },
    { GDK_KEY_KP_Space, GDK_KEY_space },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (keypad); i++) {
    if (keypad[i].keypad == key) {
      return keypad[i].key;
    }
  }
  return gdk_keyval_to_lower (key);
}

/* Moving. */

static gboolean
is_empty (guint position, guint column, gpointer data)
{
  CarillonRecipientsGrid *self = data;

  return *carillon_grid_face_get_value (self, position, carillon_grid_columns_at (self, column)) ==
         '\0';
}

static void
move (CarillonRecipientsGrid *self, CarillonGridMotion motion, gboolean extend)
{
  CarillonGridGround ground = { is_empty, self, carillon_grid_cursor_count_page (self) };

  carillon_grid_selection_move (self->selection, motion, extend, &ground);
  carillon_grid_cursor_scroll_to (self, carillon_grid_selection_get_lead_row (self->selection),
                                  carillon_grid_selection_get_lead_column (self->selection));
}

static CarillonGridMotion
mirror (CarillonGridMotion motion)
{
  static const CarillonGridMotion mirrored[][2] = {
    { CARILLON_GRID_LEFT, CARILLON_GRID_RIGHT },
    { CARILLON_GRID_EDGE_LEFT, CARILLON_GRID_EDGE_RIGHT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (mirrored); i++) {
    for (gsize j = 0; j < 2; j++) {
      if (mirrored[i][j] == motion) {
        return mirrored[i][1 - j];
      }
    }
  }
  return motion;
}

static gboolean
try_motion (CarillonRecipientsGrid *self, guint key, GdkModifierType state)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  for (gsize i = 0; i < G_N_ELEMENTS (motions); i++) {
    if (motions[i].key == key && motions[i].state == (state & ~SHIFT)) {
      CarillonGridMotion motion = motions[i].motion;
      move (self, rtl ? mirror (motion) : motion, (state & SHIFT) != 0);
      return TRUE;
    }
  }
  return FALSE;
}

static void
show_cursor (CarillonRecipientsGrid *self)
{
  carillon_grid_cursor_scroll_to (self, carillon_grid_selection_get_row (self->selection),
                                  carillon_grid_selection_get_column (self->selection));
}

/* Tab goes on out of the grid only at its very ends. */
static gboolean
try_step (CarillonRecipientsGrid *self, guint key, GdkModifierType state)
{
  gboolean back = (state & SHIFT) != 0;

  if ((state & ~SHIFT) != 0 || (key != GDK_KEY_Tab && key != GDK_KEY_Return)) {
    return FALSE;
  }
  carillon_grid_edit_end (self);
  if (key == GDK_KEY_Tab) {
    if (!carillon_grid_selection_tab (self->selection, back)) {
      return FALSE;
    }
  } else {
    carillon_grid_selection_enter (self->selection, back);
  }
  show_cursor (self);
  return TRUE;
}

/* Editing. */

static gboolean
activate (CarillonRecipientsGrid *self,
          const ActionKey *keys,
          gsize n_keys,
          guint key,
          GdkModifierType state)
{
  for (gsize i = 0; i < n_keys; i++) {
    if (keys[i].key == key && keys[i].state == state &&
        (self->edited == NULL || keys[i].while_editing)) {
      gtk_widget_activate_action (GTK_WIDGET (self), keys[i].action, NULL);
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
try_action (CarillonRecipientsGrid *self, guint key, GdkModifierType state)
{
  return activate (self, actions, G_N_ELEMENTS (actions), key, state);
}

static gboolean
is_writing (guint key, GdkModifierType state)
{
  gunichar letter = gdk_keyval_to_unicode (key);
  gboolean dead = key >= GDK_KEY_dead_grave && key <= GDK_KEY_dead_longsolidusoverlay;

  return (state & (CONTROL | GDK_ALT_MASK | GDK_SUPER_MASK)) == 0 &&
         (dead || (letter != 0 && g_unichar_isprint (letter)));
}

/* What is typed replaces the cell: the entry, all of it selected, gets the very key, so that dead
 * keys and input methods work. */
static gboolean
type (CarillonRecipientsGrid *self, GtkEventController *controller)
{
  carillon_grid_edit_begin (self, TRUE);
  if (self->edited == NULL) {
    return GDK_EVENT_PROPAGATE;
  }
  GtkText *entry = carillon_grid_cell_get_entry (self->edited);
  return gtk_event_controller_key_forward (GTK_EVENT_CONTROLLER_KEY (controller),
                                           GTK_WIDGET (entry));
}

static gboolean
on_key_while_editing (CarillonRecipientsGrid *self, guint key, GdkModifierType state)
{
  if (key == GDK_KEY_Escape && state == 0) {
    carillon_grid_edit_cancel (self);
    return GDK_EVENT_STOP;
  }
  if (key == GDK_KEY_F2 && state == 0) {
    self->quick = !self->quick;
    return GDK_EVENT_STOP;
  }
  gboolean vertical =
    key == GDK_KEY_Up || key == GDK_KEY_Down || key == GDK_KEY_Page_Up || key == GDK_KEY_Page_Down;
  gboolean sideways = key == GDK_KEY_Left || key == GDK_KEY_Right;
  if (state == 0 && (vertical || (sideways && self->quick))) {
    carillon_grid_edit_end (self);
    return try_motion (self, key, state);
  }
  return try_step (self, key, state) || try_action (self, key, state);
}

/* What makes sense where there are no cells. */
static gboolean
on_key_without_rows (CarillonRecipientsGrid *self, guint key, GdkModifierType state)
{
  static const ActionKey there[] = {
    { GDK_KEY_v, CONTROL, "grid.paste-rows", FALSE },
    { GDK_KEY_Insert, SHIFT, "grid.paste-rows", FALSE },
    { GDK_KEY_z, CONTROL, "grid.undo", FALSE },
    { GDK_KEY_z, CONTROL | SHIFT, "grid.redo", FALSE },
    { GDK_KEY_y, CONTROL, "grid.redo", FALSE },
  };

  return activate (self, there, G_N_ELEMENTS (there), key, state);
}

/* What is under way, else what is selected. */
static gboolean
escape (CarillonRecipientsGrid *self)
{
  g_autofree char *stopped = carillon_grid_work_stop (self);

  if (stopped != NULL) {
    g_autofree char *message =
      g_strdup_printf (_ ("“%s” was stopped, and changed nothing."), stopped);
    carillon_recipients_grid_tell (self, message);
    return TRUE;
  }
  if (carillon_grid_selection_is_single (self->selection)) {
    return FALSE;
  }
  carillon_grid_selection_place (self->selection, carillon_grid_selection_get_row (self->selection),
                                 carillon_grid_selection_get_column (self->selection));
  return TRUE;
}

static gboolean
on_key_pressed (GtkEventControllerKey *controller,
                guint keyval,
                guint keycode,
                GdkModifierType all_state,
                CarillonRecipientsGrid *self)
{
  GdkModifierType state =
    all_state & (CONTROL | SHIFT | GDK_ALT_MASK | GDK_SUPER_MASK | GDK_META_MASK);
  guint key = normalise (keyval);

  if (self->model == NULL) {
    return GDK_EVENT_PROPAGATE;
  }
  if (self->edited != NULL) {
    return on_key_while_editing (self, key, state);
  }
  if (!gtk_widget_get_child_visible (self->scroller)) {
    return on_key_without_rows (self, key, state) || (key == GDK_KEY_Escape && escape (self));
  }
  if (try_motion (self, key, state) || try_step (self, key, state) ||
      try_action (self, key, state)) {
    return GDK_EVENT_STOP;
  }
  if (key == GDK_KEY_Escape) {
    return escape (self);
  }
  return is_writing (keyval, state) && type (self, GTK_EVENT_CONTROLLER (controller));
}

void
carillon_grid_keys_install (CarillonRecipientsGrid *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_name (keys, "carillon-keys");
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key_pressed), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->stack), keys);
}
