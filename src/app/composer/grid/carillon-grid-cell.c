#include "carillon-grid-cell.h"

#include <glib/gi18n.h>
#include <string.h>

struct _CarillonGridCell {
  GtkWidget parent_instance;

  const CarillonGridColumn *column; /* (unowned): outlives its cells */
  CarillonGridModel *model;         /* (owned) (nullable): while bound */
  GtkListItem *item;                /* (unowned) (nullable): while bound */
  GtkText *text;                    /* (nullable): of a cell that can be edited */
  GtkLabel *label;                  /* (nullable): of a row's number */
  GtkImage *mark;
  char *before;   /* (nullable): what the cell held when it was entered */
  gboolean quiet; /* the text changes to what the model says, or the model to what it says */
};

enum {
  NAVIGATE,
  ENTERED,
  PASTE_ROWS,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CarillonGridCell, carillon_grid_cell, GTK_TYPE_WIDGET)

static const char *
get_column_id (CarillonGridCell *self)
{
  static const char *const ids[] = {
    [CARILLON_GRID_ADDRESS] = "recipient", [DISPATCH_COLUMN_PROVIDER] = "provider"
  };

  return self->column->fixed == CARILLON_GRID_VARIABLE ? self->column->name
                                                       : ids[self->column->fixed];
}

static const char *
get_column_title (CarillonGridCell *self)
{
  switch (self->column->fixed) {
  case CARILLON_GRID_ADDRESS:
    return _ ("Recipient");
  case DISPATCH_COLUMN_PROVIDER:
    return _ ("Provider");
  default:
    return self->column->name;
  }
}

static void
refresh_number (CarillonGridCell *self, guint row)
{
  g_autofree char *number = carillon_grid_model_is_recipient (self->model, row)
                              ? g_strdup_printf ("%u", row + 1)
                              : g_strdup ("+");

  gtk_label_set_label (self->label, number);
}

static void
refresh_mark (CarillonGridCell *self, guint row)
{
  g_autofree char *mark = carillon_grid_model_get_mark (self->model, row, self->column);

  gtk_widget_set_visible (GTK_WIDGET (self->mark), mark != NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), mark);
  gtk_accessible_update_state (
    GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_STATE_INVALID,
    mark != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

static void
refresh_text (CarillonGridCell *self, guint row)
{
  const char *value = carillon_grid_model_get_value (self->model, row, self->column);

  if (strcmp (gtk_editable_get_text (GTK_EDITABLE (self->text)), value) != 0) {
    self->quiet = TRUE;
    gtk_editable_set_text (GTK_EDITABLE (self->text), value);
    self->quiet = FALSE;
  }
}

/* Tests, and people who look into a running program, find a cell by this name. */
static void
name_cell (CarillonGridCell *self, guint row)
{
  g_autofree char *name = g_strdup_printf ("cell-%u-%s", row, get_column_id (self));
  /* Translators: a cell of the table of recipients: the title of its column, its row */
  g_autofree char *label = g_strdup_printf (_ ("%s, row %u"), get_column_title (self), row + 1);

  gtk_widget_set_name (GTK_WIDGET (self->text), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

/**
 * carillon_grid_cell_refresh:
 * @self: the cell
 *
 * Shows what the model says now.
 */
void
carillon_grid_cell_refresh (CarillonGridCell *self)
{
  g_return_if_fail (CARILLON_IS_GRID_CELL (self));

  if (self->item == NULL) {
    return;
  }
  guint row = gtk_list_item_get_position (self->item);
  if (self->label != NULL) {
    refresh_number (self, row);
    return;
  }
  if (!self->quiet) {
    refresh_text (self, row);
  }
  gtk_text_set_placeholder_text (self->text,
                                 carillon_grid_model_get_hint (self->model, row, self->column));
  refresh_mark (self, row);
  name_cell (self, row);
}

/**
 * carillon_grid_cell_bind:
 * @self: the cell
 * @model: whose rows it shows
 * @item: its place in the view
 */
void
carillon_grid_cell_bind (CarillonGridCell *self, CarillonGridModel *model, GtkListItem *item)
{
  g_return_if_fail (CARILLON_IS_GRID_CELL (self));

  g_set_object (&self->model, model);
  self->item = item;
  carillon_grid_cell_refresh (self);
}

/**
 * carillon_grid_cell_unbind:
 * @self: the cell
 */
void
carillon_grid_cell_unbind (CarillonGridCell *self)
{
  g_return_if_fail (CARILLON_IS_GRID_CELL (self));

  self->item = NULL;
  g_clear_object (&self->model);
  g_clear_pointer (&self->before, g_free);
  if (self->text != NULL) {
    gtk_widget_set_name (GTK_WIDGET (self->text), "");
  }
}

/**
 * carillon_grid_cell_get_row:
 * @self: a bound cell
 *
 * Returns: where its row is now
 */
guint
carillon_grid_cell_get_row (CarillonGridCell *self)
{
  g_return_val_if_fail (CARILLON_IS_GRID_CELL (self), GTK_INVALID_LIST_POSITION);
  return self->item != NULL ? gtk_list_item_get_position (self->item) : GTK_INVALID_LIST_POSITION;
}

/**
 * carillon_grid_cell_get_column:
 * @self: the cell
 *
 * Returns: what it was made for
 */
const CarillonGridColumn *
carillon_grid_cell_get_column (CarillonGridCell *self)
{
  g_return_val_if_fail (CARILLON_IS_GRID_CELL (self), NULL);
  return self->column;
}

static void
on_text_changed (CarillonGridCell *self)
{
  if (self->quiet || self->item == NULL) {
    return;
  }
  self->quiet = TRUE;
  carillon_grid_model_set_value (self->model, gtk_list_item_get_position (self->item), self->column,
                                 gtk_editable_get_text (GTK_EDITABLE (self->text)));
  self->quiet = FALSE;
}

static void
set_provider (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonGridCell *self = CARILLON_GRID_CELL (widget);

  gtk_editable_set_text (GTK_EDITABLE (self->text), g_variant_get_string (parameter, NULL));
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

/* A cell is selected, rather than edited, while all of it is. */
static gboolean
is_whole (CarillonGridCell *self)
{
  int start;
  int end;
  int length = gtk_text_get_text_length (self->text);

  return length == 0 ||
         (gtk_editable_get_selection_bounds (GTK_EDITABLE (self->text), &start, &end) &&
          start == 0 && end == length);
}

static gboolean
navigate (CarillonGridCell *self, int dx, int dy)
{
  gboolean handled = GDK_EVENT_PROPAGATE;

  g_signal_emit (self, signals[NAVIGATE], 0, dx, dy, &handled);
  return handled;
}

static gboolean
restore (CarillonGridCell *self)
{
  if (self->before == NULL ||
      strcmp (self->before, gtk_editable_get_text (GTK_EDITABLE (self->text))) == 0) {
    return GDK_EVENT_PROPAGATE;
  }
  gtk_editable_set_text (GTK_EDITABLE (self->text), self->before);
  gtk_editable_select_region (GTK_EDITABLE (self->text), 0, -1);
  return GDK_EVENT_STOP;
}

static gboolean
move_sideways (CarillonGridCell *self, int dx)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  return is_whole (self) ? navigate (self, rtl ? -dx : dx, 0) : GDK_EVENT_PROPAGATE;
}

/* Tab goes on to the next row at the end of one, so it is told as a step of a whole row's order. */
static gboolean
on_key_pressed (CarillonGridCell *self, guint keyval, guint keycode, GdkModifierType state)
{
  gboolean shift = (state & GDK_SHIFT_MASK) != 0;

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0) {
    return GDK_EVENT_PROPAGATE;
  }
  switch (keyval) {
  case GDK_KEY_Tab:
  case GDK_KEY_KP_Tab:
    return navigate (self, 1, 0);
  case GDK_KEY_ISO_Left_Tab:
    return navigate (self, -1, 0);
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
    return navigate (self, 0, shift ? -1 : 1);
  case GDK_KEY_Down:
  case GDK_KEY_KP_Down:
    return navigate (self, 0, 1);
  case GDK_KEY_Up:
  case GDK_KEY_KP_Up:
    return navigate (self, 0, -1);
  case GDK_KEY_Left:
    return shift ? GDK_EVENT_PROPAGATE : move_sideways (self, -1);
  case GDK_KEY_Right:
    return shift ? GDK_EVENT_PROPAGATE : move_sideways (self, 1);
  case GDK_KEY_F2:
    gtk_editable_set_position (GTK_EDITABLE (self->text), -1);
    return GDK_EVENT_STOP;
  case GDK_KEY_Escape:
    return restore (self);
  default:
    return GDK_EVENT_PROPAGATE;
  }
}

static void
on_entered (CarillonGridCell *self)
{
  g_free (self->before);
  self->before = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->text)));
  g_signal_emit (self, signals[ENTERED], 0);
}

/* What a spreadsheet copies is rows, also where it is one cell, which ends in a line break. */
static gboolean
is_rows (CarillonGridCell *self, const char *text)
{
  return strpbrk (text, "\t\n") != NULL ||
         (self->column->fixed == CARILLON_GRID_ADDRESS && strchr (text, ',') != NULL);
}

static void
insert (CarillonGridCell *self, const char *text)
{
  int position;

  gtk_editable_delete_selection (GTK_EDITABLE (self->text));
  position = gtk_editable_get_position (GTK_EDITABLE (self->text));
  gtk_editable_insert_text (GTK_EDITABLE (self->text), text, -1, &position);
  gtk_editable_set_position (GTK_EDITABLE (self->text), position);
}

static void
on_clipboard_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonGridCell) self = user_data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  if (self->item == NULL) {
    return;
  }
  if (text != NULL) {
    g_strchomp (text);
  }
  if (text == NULL || is_rows (self, text)) {
    g_signal_emit (self, signals[PASTE_ROWS], 0, text);
  } else {
    insert (self, text);
  }
}

static void
on_paste (CarillonGridCell *self)
{
  g_signal_stop_emission_by_name (self->text, "paste-clipboard");
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), NULL,
                                 on_clipboard_read, g_object_ref (self));
}

static gboolean
carillon_grid_cell_grab_focus (GtkWidget *widget)
{
  CarillonGridCell *self = CARILLON_GRID_CELL (widget);

  return self->text != NULL && gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

static void
carillon_grid_cell_dispose (GObject *object)
{
  CarillonGridCell *self = CARILLON_GRID_CELL (object);
  GtkWidget *child;

  self->text = NULL;
  carillon_grid_cell_unbind (self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL) {
    gtk_widget_unparent (child);
  }
  G_OBJECT_CLASS (carillon_grid_cell_parent_class)->dispose (object);
}

static void
carillon_grid_cell_class_init (CarillonGridCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carillon_grid_cell_dispose;
  widget_class->grab_focus = carillon_grid_cell_grab_focus;
  signals[NAVIGATE] = g_signal_new ("navigate", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    g_signal_accumulator_true_handled, NULL, NULL, G_TYPE_BOOLEAN,
                                    2, G_TYPE_INT, G_TYPE_INT);
  signals[ENTERED] = g_signal_new ("entered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[PASTE_ROWS] = g_signal_new ("paste-rows", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_install_action (widget_class, "cell.provider", "s", set_provider);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "gridcell");
}

static void
carillon_grid_cell_init (CarillonGridCell *self)
{
}

static void
build_number (CarillonGridCell *self)
{
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->label, 1.0f);
  gtk_widget_set_hexpand (GTK_WIDGET (self->label), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "numeric");
  gtk_widget_set_parent (GTK_WIDGET (self->label), GTK_WIDGET (self));
}

static void
build_text (CarillonGridCell *self)
{
  static const int widths[] = {
    [CARILLON_GRID_ADDRESS] = 20, [DISPATCH_COLUMN_PROVIDER] = 5, [CARILLON_GRID_VARIABLE] = 9
  };
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_event_controller_set_name (keys, "carillon-keys");
  self->text = GTK_TEXT (gtk_text_new ());
  gtk_editable_set_width_chars (GTK_EDITABLE (self->text), widths[self->column->fixed]);
  gtk_widget_set_hexpand (GTK_WIDGET (self->text), TRUE);
  gtk_widget_set_parent (GTK_WIDGET (self->text), GTK_WIDGET (self));
  g_signal_connect_object (self->text, "changed", G_CALLBACK (on_text_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->text, "paste-clipboard", G_CALLBACK (on_paste), self,
                           G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key_pressed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "enter", G_CALLBACK (on_entered), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->text), keys);
  gtk_widget_add_controller (GTK_WIDGET (self->text), focus);
}

static void
build_mark (CarillonGridCell *self)
{
  self->mark = GTK_IMAGE (gtk_image_new_from_icon_name ("dialog-warning-symbolic"));
  gtk_widget_set_visible (GTK_WIDGET (self->mark), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->mark), "warning");
  gtk_widget_set_parent (GTK_WIDGET (self->mark), GTK_WIDGET (self));
}

static void
build_menu (CarillonGridCell *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *button = gtk_menu_button_new ();

  g_menu_append (menu, _ ("User"), "cell.provider::");
  g_menu_append (menu, _ ("FCM (Android and Browsers)"), "cell.provider::FCM");
  g_menu_append (menu, _ ("APN (iOS)"), "cell.provider::APN");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_menu_button_set_has_frame (GTK_MENU_BUTTON (button), FALSE);
  gtk_widget_set_focusable (button, FALSE);
  gtk_widget_set_tooltip_text (button, _ ("Choose Provider"));
  gtk_widget_set_parent (button, GTK_WIDGET (self));
}

/**
 * carillon_grid_cell_new:
 * @column: what it shows; must outlive it
 *
 * Returns: a cell that is not bound
 */
GtkWidget *
carillon_grid_cell_new (const CarillonGridColumn *column)
{
  g_return_val_if_fail (column != NULL, NULL);

  CarillonGridCell *self = g_object_new (CARILLON_TYPE_GRID_CELL, NULL);
  self->column = column;
  if (column->fixed == CARILLON_GRID_NUMBER) {
    build_number (self);
    return GTK_WIDGET (self);
  }
  build_text (self);
  build_mark (self);
  if (column->fixed == DISPATCH_COLUMN_PROVIDER) {
    build_menu (self);
  }
  return GTK_WIDGET (self);
}
